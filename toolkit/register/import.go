package register

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"ipstoolkit/toolkit/calendar"
	"ipstoolkit/toolkit/evidence"
	"ipstoolkit/toolkit/grid"
	"ipstoolkit/toolkit/number"
	"ipstoolkit/toolkit/problem"
)

// MostLines is how many rows a file may hold, and MostText how many bytes, of the file and of its text.
const (
	MostLines = 500
	MostText  = 512 << 10
)

// importBounds let a file have empty rows and other sheets. They keep notes whole.
var importBounds = grid.Bounds{
	Bytes: MostText, Rows: 2000, Columns: 200, Sheets: 20, Advice: fmt.Sprintf("Import up to %d lines at a time", MostLines),
}

// Import is what a file would change in a list. Reading it changes nothing.
type Import struct {
	Lines []ImportLine
	// Unknown are headings that match no field of the list: their columns are left out.
	Unknown []string
}

// ImportLine is one line of the file: the row that it makes, new or changed, and what is wrong with it. Changed are the
// names of the fields that it changes.
type ImportLine struct {
	N       int // in the file, where the headings are line 1
	Row     Row
	New     bool
	Changed []string
	Wrong   problem.List
}

// Sound says whether every line was read without a problem.
func (i Import) Sound() bool {
	return !slices.ContainsFunc(i.Lines, func(l ImportLine) bool { return len(l.Wrong) > 0 })
}

// Rows are the rows that the file adds or changes.
func (i Import) Rows() []Row {
	var rows []Row
	for _, l := range i.Lines {
		if l.New || len(l.Changed) > 0 {
			rows = append(rows, l.Row)
		}
	}
	return rows
}

// Importer is what the reader of a file needs to know about the present list.
type Importer struct {
	List      List
	Rows      []Row
	Providers map[string]string // ids by name in lower case
	Own       string            // the provider that imports; "" for the ICB
	Today     calendar.Date
	MayFill   func(Field) bool
}

// File is the content of a CSV or Excel file, as a text for Read. Of several sheets it takes the one with headings of
// the list. The error is an *evidence.Refused that says in words what is wrong with the file, or the context's.
func (i Importer) File(ctx context.Context, name string, body []byte) (string, error) {
	// Read names what looks like an NHS number, with its line, where a field would take it.
	grids, _, err := grid.Read(ctx, name, body, importBounds)
	if err != nil {
		return "", err
	}
	if len(grids) > 1 {
		grids = slices.DeleteFunc(grids, func(g grid.Grid) bool { return !i.headed(g) })
	}
	switch len(grids) {
	case 0:
		why := "has no sheet with headings of this list in its first line: " + strings.Join(i.Headings(), ", ")
		return "", &evidence.Refused{Name: evidence.CleanShown(name), Why: why}
	case 1:
		return grids[0].Text(), nil
	}
	var sheets []string
	for _, g := range grids {
		sheets = append(sheets, "‘"+g.Name+"’")
	}
	why := "has " + number.Counting(len(grids), "sheet", "sheets") + " with headings of this list: " + strings.Join(sheets, ", ") +
		". Choose a file with one of them alone, or copy its cells and paste them"
	return "", &evidence.Refused{Name: evidence.CleanShown(name), Why: why}
}

// headed tells whether the first line of a sheet has a heading of the list.
func (i Importer) headed(g grid.Grid) bool {
	for _, row := range g.Rows {
		if !blank(row) {
			columns, _ := i.columns(row)
			return len(columns) > 0
		}
	}
	return false
}

// Read reads lines of cells with commas, semicolons or tabs between them, as spreadsheets copy and save them, with a
// heading for each column: the field's label, its short label or its name. A missing column changes nothing, and an
// empty cell removes what is recorded. The error says what is wrong with the text as a whole.
func (i Importer) Read(text string) (Import, error) {
	if strings.TrimSpace(text) == "" {
		return Import{}, errors.New("it is empty")
	}
	g, err := grid.Text(text, importBounds)
	if refused, ok := errors.AsType[*evidence.Refused](err); ok {
		return Import{}, errors.New("it " + refused.Why)
	}
	first := slices.IndexFunc(g.Rows, func(row []string) bool { return !blank(row) })
	columns, unknown := i.columns(g.Rows[first])
	if len(columns) == 0 {
		return Import{}, errors.New("the first line has to hold the headings: " + strings.Join(i.Headings(), ", "))
	}
	result := Import{Unknown: unknown}
	seen := map[string]int{}
	for n, row := range g.Rows {
		if n <= first || blank(row) {
			continue
		}
		if len(result.Lines) == MostLines {
			return Import{}, fmt.Errorf("it has more than %d lines: import up to %d at a time", MostLines, MostLines)
		}
		line := i.line(n+1, columns, row)
		key := i.List.Key(line.Row)
		if first := seen[key]; key != "" && first > 0 {
			line.Wrong.Add(i.List.Naming, "The same %s is on line %d already", i.List.One, first)
		}
		seen[key] = line.N
		result.Lines = append(result.Lines, line)
	}
	if len(result.Lines) == 0 {
		return result, errors.New("there is no line below the headings")
	}
	return result, nil
}

// Headings are the columns that a file can have, in the order of the form.
func (i Importer) Headings() []string {
	var list []string
	if i.List.Keeper != ICB && i.Own == "" {
		list = append(list, providerField.Label)
	}
	for _, f := range i.List.Fields {
		if i.MayFill(f) {
			list = append(list, f.Heading())
		}
	}
	return list
}

// blank tells whether all cells of a row are empty.
func blank(row []string) bool { return strings.TrimSpace(strings.Join(row, "")) == "" }

// columns are the fields by column; providerField is among them.
func (i Importer) columns(headings []string) (fields map[int]string, unknown []string) {
	fields = map[int]string{}
	for n, heading := range headings {
		heading = strings.TrimSpace(heading)
		if strings.EqualFold(heading, providerField.Label) && i.List.Keeper != ICB && i.Own == "" {
			fields[n] = providerField.Name
			continue
		}
		at := slices.IndexFunc(i.List.Fields, func(f Field) bool {
			named := func(name string) bool { return name != "" && strings.EqualFold(heading, name) }
			return i.MayFill(f) && (named(f.Label) || named(f.Short) || named(f.Name))
		})
		if at >= 0 {
			fields[n] = i.List.Fields[at].Name
		} else if heading != "" {
			unknown = append(unknown, heading)
		}
	}
	return fields, unknown
}

// line applies one line of the file to the row that it names.
func (i Importer) line(n int, columns map[int]string, typed []string) ImportLine {
	line := ImportLine{N: n, Row: Row{Provider: i.Own}}
	cells := map[string]string{}
	for at, field := range columns {
		if at < len(typed) {
			cells[field] = strings.TrimSpace(typed[at])
		} else {
			cells[field] = ""
		}
	}
	if name := cells[providerField.Name]; name != "" {
		id, found := i.Providers[strings.ToLower(name)]
		if !found {
			line.Wrong.Add(providerField.Name, "Provider: the ICB has none called %q", name)
		}
		line.Row.Provider = id
	}
	wrong := i.List.Read(&line.Row, func(f Field) string { return cells[f.Name] }, i.MayFill)
	old, recorded := i.recorded(line.Row, cells)
	line.New = !recorded
	if recorded {
		line.Row = old
		kept := Row{Values: old.Values}
		wrong = i.List.Read(&kept, func(f Field) string { return cells[f.Name] }, func(f Field) bool {
			_, there := cells[f.Name]
			return there && i.MayFill(f)
		})
		line.Row.Values = kept.Values
		line.Changed = changed(i.List, old, line.Row)
	}
	line.Wrong = append(line.Wrong, wrong...)
	if len(line.Wrong) == 0 {
		line.Wrong = i.List.Check(line.Row, i.Today)
	}
	return line
}

// recorded is the row that a line is about: the row with its name. Without a column for the provider that is the one
// row of that name of any provider. In a list without names it is a row that already holds all that the line says, so
// that a second import of a file adds nothing.
func (i Importer) recorded(r Row, cells map[string]string) (Row, bool) {
	if _, said := cells[providerField.Name]; !said && i.Own == "" {
		if named := i.named(r); len(named) == 1 {
			return named[0], true
		}
	}
	key, unnamed := i.List.Key(r), i.List.Naming == "" && !i.List.Quarterly
	at := slices.IndexFunc(i.Rows, func(old Row) bool {
		if !unnamed {
			return key != "" && i.List.Key(old) == key
		}
		return old.Provider == r.Provider && !slices.ContainsFunc(changed(i.List, old, r), func(field string) bool {
			_, there := cells[field]
			return there
		})
	})
	if at < 0 {
		return Row{}, false
	}
	return i.Rows[at], true
}

// named are the rows with a row's name, of any provider.
func (i Importer) named(r Row) []Row {
	var list []Row
	for _, old := range i.Rows {
		r.Provider = old.Provider
		if key := i.List.Key(r); key != "" && i.List.Key(old) == key {
			list = append(list, old)
		}
	}
	return list
}

func changed(l List, a, b Row) []string {
	var names []string
	for _, f := range l.Fields {
		if a.Values[f.Name] != b.Values[f.Name] {
			names = append(names, f.Name)
		}
	}
	return names
}

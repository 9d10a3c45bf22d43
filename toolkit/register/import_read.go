package register

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"ipstoolkit/toolkit/evidence"
	"ipstoolkit/toolkit/grid"
)

// Read reads lines of cells with commas, semicolons or tabs between them, as spreadsheets copy and save them, with a
// heading for each column: the field's label, its short label or its name. A missing column changes nothing, and an
// empty cell removes what is recorded. The error says what is wrong with the text as a whole.
func (i Importer) Read(text string) (Import, error) {
	if strings.TrimSpace(text) == "" {
		return Import{}, errors.New("it is empty")
	}
	g, err := grid.Text(text, textBounds)
	if refused, ok := errors.AsType[*evidence.Refused](err); ok {
		return Import{}, errors.New("it " + refused.Why)
	}
	first := i.headings(g)
	if first < 0 {
		return Import{}, errors.New("no line holds the headings: " + strings.Join(i.Headings(), ", "))
	}
	columns, unknown, err := i.columns(g.Rows[first])
	if err != nil {
		return Import{}, err
	}
	g, others := i.own(g)
	result := Import{Unknown: unknown, Others: others}
	seen := map[string]int{}
	for n, row := range g.Rows {
		if n <= first || blank(row) {
			continue
		}
		if len(result.Lines) == MostLines {
			return Import{}, fmt.Errorf("it has more than %d lines: import up to %d at a time", MostLines, MostLines)
		}
		line := i.line(n+1, columns, row)
		if extra := strings.TrimSpace(strings.Join(row[min(len(row), len(g.Rows[first])):], "")); extra != "" {
			line.Wrong.Add("", "It has more cells than there are headings: put a cell with a comma in it in quotation marks")
		}
		key := i.List.Key(line.Row)
		if first := seen[key]; key != "" && first > 0 && line.Out == "" {
			line.Wrong.Add(i.List.Naming, "Line %d has the same %s", first, i.List.One)
		}
		seen[key] = line.N
		result.Lines = append(result.Lines, line)
	}
	if len(result.Lines) == 0 {
		return result, errors.New("there is no line below the headings")
	}
	return result, nil
}

// blank tells whether all cells of a row are empty.
func blank(row []string) bool { return strings.TrimSpace(strings.Join(row, "")) == "" }

// mostAbove is how many lines a file may have above its headings: a title, the day of the download.
const mostAbove = 15

// headings is the row of headings: the first with two headings of the list, else the first with one; -1 when there is none.
func (i Importer) headings(g grid.Grid) int {
	one := -1
	for n, row := range g.Rows[:min(len(g.Rows), mostAbove)] {
		known := 0
		for _, heading := range row {
			if i.fieldOf(heading) != "" {
				known++
			}
		}
		switch {
		case known > 1:
			return n
		case known == 1 && one < 0:
			one = n
		}
	}
	return one
}

// fieldOf is the name of the field that a heading names, in its list's words or in those of a national list; "" for none.
func (i Importer) fieldOf(heading string) string {
	heading = grid.Bare(heading)
	switch {
	case heading == "":
		return ""
	case heading == grid.Bare(providerField.Label) && i.List.Keeper != ICB && i.Own == "":
		return providerField.Name
	case slices.Contains(i.List.closes, heading):
		return closesOn
	}
	for _, f := range i.List.Fields {
		named := func(name string) bool { return grid.Bare(name) == heading }
		if i.MayFill(f) && slices.ContainsFunc(append([]string{f.Label, f.Short, f.Name}, f.Also...), named) {
			return f.Name
		}
	}
	return ""
}

// columns are the fields by column; providerField and closesOn are among them. The error says that two columns have the
// same field.
func (i Importer) columns(headings []string) (fields map[int]string, unknown []string, err error) {
	fields = map[int]string{}
	for n, heading := range headings {
		name := i.fieldOf(heading)
		if name == "" {
			if heading = strings.Join(strings.Fields(heading), " "); heading != "" && !i.namesICB(heading) {
				unknown = append(unknown, heading)
			}
			continue
		}
		for _, before := range slices.Sorted(maps.Keys(fields)) {
			if fields[before] == name {
				return nil, nil, fmt.Errorf("columns %s both answer the same question, ‘%s’ and ‘%s’: remove one of them, or give it "+
					"another heading", grid.ColumnNames([]int{before, n}), strings.TrimSpace(headings[before]), strings.TrimSpace(heading))
			}
		}
		fields[n] = name
	}
	return fields, unknown, nil
}

// line applies one line of the file to the row that it names.
func (i Importer) line(n int, columns map[int]string, typed []string) ImportLine {
	line := ImportLine{N: n, Row: Row{Provider: i.Own}}
	cells := map[string]string{}
	for at, field := range columns {
		cells[field] = ""
		if at < len(typed) {
			cells[field] = strings.TrimSpace(typed[at])
		}
		if f, ok := i.List.Field(field); ok && f.Numeric() {
			var err error
			if cells[field], err = amount(cells[field]); err != nil {
				line.Wrong.Add(f.Name, "%s %s", f.Label, err)
			}
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
		line.Row, line.Old = old, old
		kept := Row{Values: old.Values}
		wrong = i.List.Read(&kept, func(f Field) string { return cells[f.Name] }, func(f Field) bool {
			_, there := cells[f.Name]
			return there && i.MayFill(f)
		})
		line.Row.Values = kept.Values
		line.Changed = changed(i.List, old, line.Row)
	}
	line.Wrong = append(line.Wrong, wrong...)
	if line.Out = i.closed(cells[closesOn], recorded); line.Out != "" {
		line.Wrong = nil
	} else if len(line.Wrong) == 0 {
		line.Wrong = i.List.Check(line.Row, i.Today)
	}
	return line
}

// amount is a number as a person would type it, "" where the cell says that there is none.
func amount(text string) (string, error) {
	if grid.NoNumber(text) {
		return "", nil
	}
	return grid.Number(text)
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

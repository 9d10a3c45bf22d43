package workbook

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strconv"

	"ipstoolkit/toolkit/calendar"
	"ipstoolkit/toolkit/grid"
	"ipstoolkit/toolkit/record"
	"ipstoolkit/toolkit/snapshot"
)

// Incoming is a record that differs in a workbook that came back from what is recorded now, or a new one.
type Incoming struct {
	// Key is the record's; Version is the one that the workbook was made with. A new record has a Kind alone.
	Key Key
	// Sheet and Line are where the file has it, the first of several.
	Sheet string
	Line  int
	Name  string // as people know it, "3.4 Supporting people into jobs"
	Cells []IncomingCell
	// Provider is the cell with the name of the provider that a new record belongs to, "" where there is none.
	Provider string
	// Why says why it cannot be taken, "" where it can.
	Why string
}

// New says whether the record is a new one.
func (in Incoming) New() bool { return in.Key.ID == "" }

// IncomingCell is a cell that differs. Here and There are the texts of the cell as it would be now and as the file has it.
type IncomingCell struct {
	Field, Part string
	Title       string // of the column, with the statement or clause: "Met, c1"
	Here, There string
}

// Compared is a workbook beside what is recorded now.
type Compared struct {
	Records []Incoming
	// Left is how many rows of now are not in the file. They stay as they are.
	Left int
	// Ignored are columns that people read and do not fill in, in which the file has something else, "Overdue in the sheet
	// Actions". It is known only where nothing was saved since the workbook was made.
	Ignored []string
}

// Compare puts a workbook that came back beside the snapshot of the same audience as it is now.
func Compare(back Back, s snapshot.Snapshot) Compared {
	b := &book{s: s, told: s.Told()}
	c := comparing{back: back, fresh: back.Version == s.Version && back.At.Date() == s.Today(), at: map[Key]int{}}
	for _, t := range b.tables() {
		if t.keyed(s) && back.Sheets[t.name] != nil {
			c.table(t, s)
		}
	}
	return c.Compared
}

// comparing is a comparison under way. at is where a record is among those found; fresh says that nothing was saved since the
// workbook was made.
type comparing struct {
	Compared
	back  Back
	fresh bool
	at    map[Key]int
}

// table compares the rows of one sheet.
func (c *comparing) table(t table, s snapshot.Snapshot) {
	now := map[Key]int{}
	for i, k := range t.back.of {
		k.Version = 0
		now[k] = i
	}
	seen := map[Key]int{}
	for _, row := range c.back.Rows {
		if row.Sheet != t.name {
			continue
		}
		key := row.Key
		key.Version = 0
		i, found := now[key]
		name := nameIn(t, row)
		if found {
			name = nameOf(t, s, i)
		}
		switch {
		case row.Why != "":
			c.refuse(row, name, row.Why)
		case key == Key{}:
			c.added(t, row)
		case !found:
			c.refuse(row, name, "It is no longer here: it was removed after the workbook was made, or it is not part of your workbook now")
		case seen[key] > 0:
			c.refuse(row, name, fmt.Sprintf("It is in the sheet twice: row %d is the same one. To add a new row, leave its hidden "+
				"key empty",
				seen[key]))
		default:
			c.row(t, s, row, i)
		}
		seen[key] = row.Line
	}
	for k := range now {
		if seen[k] == 0 {
			c.Left++
		}
	}
}

func (c *comparing) refuse(row BackRow, name, why string) {
	c.Records = append(c.Records, Incoming{Key: row.Key, Sheet: row.Sheet, Line: row.Line, Name: name, Why: why})
}

// nameOf is what people call the row i of a table of now.
func nameOf(t table, s snapshot.Snapshot, i int) string {
	if p, ok := s.Edition.Priority(t.back.of[i].ID); ok && t.back.of[i].Kind == record.Priority {
		return p.Key + " " + p.Name
	}
	return cmp.Or(rowName(t.columns, t.rows[i]), firstText(t.rows[i]))
}

// nameIn is the first text that the file has in a row that is not here, as its columns are ordered here.
func nameIn(t table, row BackRow) string {
	for _, col := range t.columns {
		field, filled := t.back.fields[col.title]
		if !filled {
			field = workedOut + col.title
		}
		if text := row.Cells[field]; text != "" {
			return short(text, 60)
		}
	}
	return ""
}

// added is a row without a key.
func (c *comparing) added(t table, row BackRow) {
	in := Incoming{
		Key: Key{Kind: t.back.kind}, Sheet: row.Sheet, Line: row.Line,
		Provider: row.Cells[workedOut+"Provider"],
	}
	for _, col := range t.columns {
		field, filled := t.back.fields[col.title]
		if text := row.Cells[field]; filled && text != "" {
			in.Cells = append(in.Cells, IncomingCell{Field: field, Title: col.title, There: text})
			if in.Name == "" {
				in.Name = short(text, 60)
			}
		}
	}
	switch {
	case in.Cells == nil:
		return
	case t.back.kind == "":
		c.refuse(row, in.Name, "Rows cannot be added to this sheet: add it on the page")
		return
	}
	c.Records = append(c.Records, in)
}

// row compares a row with the one of now at the place i.
func (c *comparing) row(t table, s snapshot.Snapshot, row BackRow, i int) {
	present, of := t.rows[i], t.back.of[i]
	name := nameOf(t, s, i)
	var cells []IncomingCell
	for j, col := range t.columns {
		if j >= len(present) {
			continue
		}
		field, filled := t.back.fields[col.title]
		column := field
		if !filled {
			column = workedOut + col.title
		}
		if !slices.Contains(c.back.Sheets[t.name], column) {
			continue
		}
		here, there := cellText(present[j], col.look), row.Cells[column]
		switch same := sameText(here, there, col.look); {
		case same:
		case filled:
			cell := IncomingCell{Field: field, Part: of.Part, Title: col.title, Here: here, There: there}
			if of.Part != "" {
				cell.Title += ", " + partName(t, present, of)
			}
			cells = append(cells, cell)
		case col.key && (of.Version == row.Key.Version || of.Kind == record.Priority):
			c.refuse(row, nameIn(t, row), fmt.Sprintf("Its hidden key is that of ‘%s’, and its %s says ‘%s’. Rows were sorted or copied "+
				"apart from "+
				"their keys: download the workbook again and copy your changes into it", name, col.title, short(there, 60)))
			return
		case c.fresh:
			if words := col.title + " in the sheet " + t.name; !slices.Contains(c.Ignored, words) {
				c.Ignored = append(c.Ignored, words)
			}
		}
	}
	if cells == nil {
		return
	}
	key := row.Key.record()
	at, known := c.at[key]
	if !known {
		at = len(c.Records)
		c.at[key] = at
		key.Version = row.Key.Version
		c.Records = append(c.Records, Incoming{Key: key, Sheet: t.name, Line: row.Line, Name: name})
	}
	c.Records[at].Cells = append(c.Records[at].Cells, cells...)
}

// firstText is the first text of a row, in short.
func firstText(row []any) string {
	for _, value := range row {
		if text, ok := value.(string); ok && text != "" {
			return short(text, 60)
		}
	}
	return ""
}

// partName names the part of a record that a row holds.
func partName(t table, row []any, of Key) string {
	longest := of.Part // what the toolkit says of it is longer than its heading
	for i, c := range t.columns {
		_, filled := t.back.fields[c.title]
		if text, ok := row[i].(string); ok && !c.key && !filled && len(text) > len(longest) {
			longest = text
		}
	}
	return short(longest, 60)
}

// cellText is a cell as the reader of files gives it back.
func cellText(value any, look style) string {
	if s, ok := value.(styled); ok {
		value, look = s.value, s.look
	}
	switch v := value.(type) {
	case string:
		return clean(v)
	case int:
		if look == date {
			return string(calendar.On(2000, 1, 1).AddDays(v - 36526))
		}
		return strconv.Itoa(v)
	case float64:
		if look == percent0 || look == percent1 || look == percent2 {
			return strconv.FormatFloat(math.Round(v*1e4)/100, 'f', -1, 64) + "%"
		}
		return strconv.FormatFloat(v, 'f', -1, 64)
	}
	return ""
}

// sameText says whether two cells say the same, however a date or a number is written.
func sameText(here, there string, look style) bool {
	if here == there {
		return true
	}
	switch {
	case here == "" || there == "":
		return false
	case look == date:
		a, okA := calendar.Read(here)
		b, okB := calendar.Read(there)
		return okA && okB && a == b
	case look.numeric():
		a, errA := grid.Number(here)
		b, errB := grid.Number(there)
		return errA == nil && errB == nil && a == b
	}
	return false
}

package workbook

import "ipstoolkit/toolkit/snapshot"

// changes is the whole history that the audience may see, newest first, a row for each field that changed.
func (b *book) changes() table {
	t := table{name: Changes, columns: []column{
		{"When", 18, dateTime, true},
		{"Who", 22, wrapped, true},
		{"About", 30, wrapped, true},
		{"Done", 14, wrapped, true},
		{"What changed", 18, wrapped, true},
		{"Before", 46, wrapped, false},
		{"After", 46, wrapped, false},
	}}
	for _, e := range b.s.Events {
		start := []any{moment(e.At), e.By(), b.s.Subject(e), e.ActWords()}
		changes := e.Told()
		if len(changes) == 0 {
			changes = []snapshot.Change{{}}
		}
		for _, c := range changes {
			row := append(append([]any{}, start...), snapshot.FieldWords(c.Field), c.Words(c.Old), c.Words(c.New))
			t.rows = append(t.rows, row)
		}
	}
	return t
}

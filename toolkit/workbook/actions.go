package workbook

import "ipstoolkit/toolkit/record"

// actions are what people have agreed to do, the open ones first. The steering group does not read who changed one last, and
// only commissioners read which it reads.
func (b *book) actions() table {
	t := table{name: Actions, columns: []column{
		{"Action", 44, wrapped, true},
		{"Owner", 24, wrapped, true},
		{"Asked of", 13, wrapped, false},
		{"About", 26, wrapped, false},
		{"Due", 13, date, false},
		{"State", 10, wrapped, false},
		{"Overdue", 10, wrapped, false},
		{"Done on", 13, date, false},
		{"Progress", 28, wrapped, false},
		{"Why it was dropped", 16, wrapped, false},
	}, back: comesBack{kind: record.Action, fields: map[string]string{
		"Action": "what", "Owner": "owner", "Asked of": "asked", "Due": "due_on", "State": "state", "Done on": "done_on",
		"Progress": "note", "Why it was dropped": "reason", "Shared with the steering group": "shared",
	}}}
	if b.s.Audience.SeesNames() {
		t.columns = append(t.columns, column{"Last changed", 13, date, false}, column{"Changed by", 18, wrapped, false})
	}
	if commissioners(b.s) {
		t.columns = append(t.columns, column{"Shared with the steering group", 14, wrapped, false})
	}
	for _, a := range b.s.Actions {
		late, shared := "", "No"
		if a.Overdue(b.s.Today()) {
			late = "Overdue"
		}
		if a.Shared {
			shared = "Yes"
		}
		row := []any{
			a.What, a.Owner.Words(), a.Asked.Words(), a.About.Words(a.AboutName), day(a.Due), a.State.Words(), late, day(a.DoneOn),
			a.Note, a.Reason,
		}
		if b.s.Audience.SeesNames() {
			row = append(row, dayOf(a.ChangedAt), a.ChangedBy)
		}
		if commissioners(b.s) {
			row = append(row, shared)
		}
		t.rows, t.back.of = append(t.rows, row), append(t.back.of, Key{Kind: record.Action, ID: a.ID, Version: a.Version})
	}
	t.finish = func(sheet string, first, last int) error {
		return b.markLate(sheet, columnOf(t.columns, "Overdue"), first, last)
	}
	return t
}

package workbook

import "strings"

// differ is where a status and the figures differ, and the commissioners' answers; for commissioners alone.
func (b *book) differ() table {
	t := table{name: Differ, above: []string{
		"Figures never change a status. A commissioner says why the status is right, or changes it.",
	}, columns: []column{
		{"Code", 7, wrapped, true},
		{"Priority", 34, wrapped, true},
		{"Status", 13, wrapped, false},
		{"What the figures say", 80, wrapped, false},
		{"Answer", 60, wrapped, false},
		{"Answered", 13, date, false},
		{"Answered by", 20, wrapped, false},
	}}
	if len(b.s.Claims) == 0 {
		t.above, t.told = []string{"No status differs from what the figures say."}, true
	}
	for _, c := range b.s.Claims {
		p, _ := b.s.Edition.Priority(c.Priority)
		says := make([]string, len(c.Says))
		for i, line := range c.Says {
			says[i] = sentence(line)
		}
		row := []any{c.Priority, p.Name, c.Status.Words(), strings.Join(says, "\n"), "Not answered", nil, ""}
		if !c.Open() {
			row[4], row[5], row[6] = c.Answer.Note, dayOf(c.Answer.AnsweredAt), c.Answer.AnsweredBy
		}
		t.rows = append(t.rows, row)
	}
	return t
}

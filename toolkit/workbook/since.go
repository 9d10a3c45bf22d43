package workbook

import (
	"strings"

	"ipstoolkit/toolkit/compare"
	"ipstoolkit/toolkit/snapshot"
)

// sealedAlone is what the sheet says of a round that an older program sealed, which kept no comparison.
const sealedAlone = "This round was sealed without a comparison. To compare it with another, open Compare in the toolkit, under " +
	"Steering group."

// sinceLast is what has changed since the round that was sealed last, what needs attention first and long texts last.
func (b *book) sinceLast() table {
	c := b.told.Compared
	t := table{
		name: SinceLast, told: true, rest: true, above: []string{c.Words}, columns: []column{
			{"Change", 19, wrapped, true},
			{"Code", 7, wrapped, true},
			{"About", 30, wrapped, true},
			{"Before", 38, wrapped, false},
			{"After", 38, wrapped, false},
			{"What differs in the wording", 23, wrapped, false},
		},
	}
	switch {
	case c.Words == "":
		t.above = []string{sealedAlone}
	case c.Round != "" && len(c.Rows) == 0:
		t.above = append(t.above, "Nothing else has changed since then.")
	}
	for _, r := range c.Rows {
		t.rows = append(t.rows, []any{r.Part, r.Priority, r.What, r.Before, r.After, differs(r)})
	}
	return t
}

// differs says what differs between two wordings, so that people need not look for it.
func differs(r snapshot.ComparedRow) string {
	if !r.Wording || r.Before == "" || r.After == "" {
		return ""
	}
	one, two := compare.Differences(compare.Words(r.Before, r.After))
	var parts []string
	if one != "" {
		parts = append(parts, "Only before: "+one)
	}
	if two != "" {
		parts = append(parts, "Only after: "+two)
	}
	return strings.Join(parts, "\n")
}

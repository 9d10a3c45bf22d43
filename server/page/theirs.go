package page

import "cmp"

// Theirs is what somebody else saved while a person was writing: it stands above the form, which holds what they wrote.
type Theirs struct {
	What      string // what was saved, "these figures"; "this" when empty
	Who, When string // "" where that is not kept
	Table     Table  // where the two differ, see Differences
	Keep      string // where theirs are seen without one's own
}

// Difference is a field as it was saved and as it was typed.
type Difference struct{ Name, Theirs, Yours string }

// Differences is the table of those fields that are not the same.
func Differences(fields []Difference) Table {
	t := Table{
		ID: "differences", Caption: "Where the two differ", Stacked: true, Columns: []Column{{Text: "What"}, {Text: "Theirs"}, {Text: "Yours"}},
		Empty: "Both of you typed the same.",
	}
	for _, f := range fields {
		if f.Theirs != f.Yours {
			t.Rows = append(t.Rows, []Cell{Text(f.Name), Text(cmp.Or(f.Theirs, "Nothing")), Text(cmp.Or(f.Yours, "Nothing"))})
		}
	}
	return t
}

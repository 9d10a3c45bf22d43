package snapshot

import "cmp"

// Compared is what has changed since the round that was sealed last, in words: the workbook's sheet of it. It is made of two
// documents (toolkit/compare), and a sealed round keeps it.
type Compared struct {
	// Round is the quarter of the round that it is compared with, "" where there is none. Words say which it is and when it was
	// sealed, or why there is none.
	Round, Words string
	Rows         []ComparedRow
}

// ComparedRow is one thing that differs. Part says how ("Moved forward", "New wording", "Results"), Priority is the code of the
// priority that it is about, "" for another thing.
type ComparedRow struct {
	Part, Priority, What, Before, After string
	// Wording says that Before and After are a text that people wrote.
	Wording bool
}

// NothingSealed is what the sheet says before the first round is sealed.
const NothingSealed = "No round has been sealed yet, so there is nothing to compare with. When the ICB administrator has sealed a " +
	"round (in the toolkit: Steering group, Rounds), this sheet says what has changed since."

// SinceWhen says since when priorities have moved: "the round of Quarter 2 2026/27", or where none was sealed "the end of Quarter
// 2 2026/27".
func (s Snapshot) SinceWhen(t Told) string {
	if t.Compared.Round != "" {
		return "the round of " + t.Compared.Round
	}
	return "the end of " + s.Previous().Short()
}

// comparedTold is the comparison, which says that no round was sealed where nothing else is known.
func (s Snapshot) comparedTold() Compared {
	c := s.Compared
	c.Words = cmp.Or(c.Words, NothingSealed)
	return c
}

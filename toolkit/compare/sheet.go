package compare

import (
	"cmp"
	"strings"

	"ipstoolkit/toolkit/assessment"
	"ipstoolkit/toolkit/calendar"
	"ipstoolkit/toolkit/edition"
	"ipstoolkit/toolkit/record"
	"ipstoolkit/toolkit/round"
	"ipstoolkit/toolkit/snapshot"
)

// Part is the priorities with one fate, "Moved forward".
type Part struct {
	Title      string
	Priorities []Priority
	// Retired says that only the older document has them.
	Retired bool
}

// Moved are the parts with another status or in one edition alone, in the order in which people read them: what needs attention
// first.
func (c Comparison) Moved() []Part {
	return []Part{
		{"Moved back", c.Back, false},
		{"No longer answered", c.Gone, false},
		{"Moved forward", c.Forward, false},
		{"Answered for the first time", c.First, false},
		{"New in the toolkit", c.New, false},
		{"No longer in the toolkit", c.Retired, true},
	}
}

// Named is a priority with its code, and the code that it had before.
func (p Priority) Named() string {
	name := p.Key + " " + p.Name
	if p.Was != "" {
		name += " (" + p.Was + " before)"
	}
	return name
}

// Said is the result as it is read, and what belongs to it: whether it is met, and its period.
func (s Shown) Said() (value, notes string) {
	if value = s.Value; value == "" {
		value = "Not available"
	}
	var parts []string
	for _, words := range []string{s.Result, s.Period} {
		if words != "" && !strings.EqualFold(words, value) {
			parts = append(parts, record.Sentence(words))
		}
	}
	return value, strings.Join(parts, ". ")
}

// Since is a snapshot beside the document of the round that was sealed before: what has changed is in it as Compared, and Began is
// as it was then. Both are for the audience of the document. Errors: those of Of and of round.Of.
func Since(s snapshot.Snapshot, before round.Document, editions *edition.Library) (snapshot.Snapshot, error) {
	now := s
	now.Events = nil // a comparison tells of no saves
	after, err := round.Of(now)
	if err != nil {
		return s, err
	}
	c, err := Of(before, after, editions)
	if err != nil {
		return s, err
	}
	s.Began = map[string]assessment.Status{}
	for _, list := range [][]Priority{c.Back, c.Forward, c.First, c.Gone, c.Same, c.New} {
		for _, p := range list {
			s.Began[p.Key] = p.From
		}
	}
	at := calendar.Instant(before.At).Date()
	quarter := cmp.Or(calendar.Quarter(before.Quarter), at.Quarter()).Short()
	s.Compared = snapshot.Compared{
		Round: quarter, Words: "Compared with the round of " + quarter + ", sealed on " + at.Words() + ": " + c.Words() + ".",
		Rows: c.rows(),
	}
	return s, nil
}

// rows are all that differs, texts last: they are long.
func (c Comparison) rows() (rows []snapshot.ComparedRow) {
	for _, part := range c.Moved() {
		for _, p := range part.Priorities {
			row := snapshot.ComparedRow{
				Part: part.Title, Priority: p.Key, What: p.Name, Before: p.From.Words(), After: p.To.Words(),
			}
			switch {
			case part.Retired:
				row.After = part.Title
			case p.Was != "":
				row.What += " (" + p.Was + " before)"
			}
			rows = append(rows, row)
		}
	}
	for _, r := range c.Results {
		rows = append(rows, snapshot.ComparedRow{Part: "Results", What: r.Named(), Before: r.Was.text(), After: r.Is.text()})
	}
	for _, a := range c.Actions {
		rows = append(rows, snapshot.ComparedRow{Part: "Actions", What: a.What, After: record.Sentence(a.Words)})
	}
	for _, f := range c.Figures {
		rows = append(rows, snapshot.ComparedRow{Part: "Figures", What: f.Named(), After: strings.Join(f.Lines(), "\n")})
	}
	for _, p := range c.Texts {
		if p.Notes != nil {
			rows = append(rows, worded(p, "Notes", p.Notes))
		}
		if p.Private != nil {
			rows = append(rows, worded(p, "Notes for commissioners only", p.Private))
		}
	}
	return rows
}

// worded is a text before and after, whole: what differs is found in the two again, so that a text that is removed for good leaves
// no piece behind.
func worded(p Priority, what string, pieces []Piece) snapshot.ComparedRow {
	row := snapshot.ComparedRow{Part: "New wording", Wording: true, Priority: p.Key, What: what}
	for _, piece := range pieces {
		if piece.In != Only2 {
			row.Before += piece.Text
		}
		if piece.In != Only1 {
			row.After += piece.Text
		}
	}
	return row
}

func (s Shown) text() string {
	value, notes := s.Said()
	if notes == "" {
		return value
	}
	return value + ". " + notes
}

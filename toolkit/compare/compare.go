// Package compare sets two documents of rounds side by side: what moved forward, what moved back, which texts and which
// results are others. It works on what the documents hold, never on today's rows, so an old comparison stays what it was.
package compare

import (
	"errors"
	"fmt"

	"ipstoolkit/toolkit/assessment"
	"ipstoolkit/toolkit/edition"
	"ipstoolkit/toolkit/round"
)

// ErrOthers says that two documents are not of one ICB and one audience: what one audience reads is not what another does.
var ErrOthers = errors.New("the documents are of different ICBs or for different audiences")

// Comparison is what differs from one document to another. Lists are in the order of the newer one's edition.
type Comparison struct {
	Before, After *edition.Edition
	// Back and Forward are priorities with another status, First those that had none, Gone those that no longer have one.
	Back, Forward, First, Gone []Priority
	// Same are priorities with the same status; their texts may be others.
	Same []Priority
	// New and Retired are priorities that only one of the two editions has.
	New, Retired []Priority
	// Texts are priorities with other notes.
	Texts   []Priority
	Results []Result
	Figures []Figure
	Actions []Action
}

// Priority is a priority in two documents: Key and Name are of the newer one, of a retired one of the older.
type Priority struct {
	Key, Name string
	// Was is its key in the older document, where that is another.
	Was  string
	From assessment.Status
	To   assessment.Status
	// Notes are the shared notes, Private those for commissioners only; nil where they are the same.
	Notes, Private []Piece
}

// Of compares two documents, the older one first. Errors: ErrOthers; an edition that is not in the library.
func Of(before, after round.Document, editions *edition.Library) (Comparison, error) {
	var c Comparison
	if before.ICB.Code != after.ICB.Code || before.Audience != after.Audience {
		return c, ErrOthers
	}
	for _, d := range []struct {
		of   round.Document
		into **edition.Edition
	}{{before, &c.Before}, {after, &c.After}} {
		e, found := editions.Edition(d.of.Edition.ID)
		if !found {
			return c, fmt.Errorf("the round is on edition %s, which is not here", d.of.Edition.ID)
		}
		*d.into = e
	}
	for _, m := range editions.Mapping(c.Before, c.After) {
		c.put(m, before.Priorities[m.Old], after.Priorities[m.New])
	}
	c.Results = results(before, after)
	c.Figures, c.Actions = figuresOf(before, after), actionsOf(before, after)
	return c, nil
}

// put puts a priority where it belongs.
func (c *Comparison) put(m edition.Mapped, was, is round.Priority) {
	p := Priority{Key: m.New, From: assessment.Status(was.Status), To: assessment.Status(is.Status)}
	of := c.After
	if m.Fate == edition.Retired {
		p.Key, of = m.Old, c.Before
	}
	priority, _ := of.Priority(p.Key)
	if p.Name = priority.Name; m.Old != m.New && m.Old != p.Key {
		p.Was = m.Old
	}
	switch {
	case m.Fate == edition.Retired:
		c.Retired = append(c.Retired, p)
		return
	case m.Fate == edition.New:
		c.New = append(c.New, p)
	case p.From == p.To:
		c.Same = append(c.Same, p)
	case p.From == assessment.NotAnswered:
		c.First = append(c.First, p)
	case p.To == assessment.NotAnswered:
		c.Gone = append(c.Gone, p)
	case p.To.Further(p.From):
		c.Forward = append(c.Forward, p)
	default:
		c.Back = append(c.Back, p)
	}
	if was.Notes == is.Notes && was.PrivateNotes == is.PrivateNotes {
		return
	}
	if was.Notes != is.Notes {
		p.Notes = Words(was.Notes, is.Notes)
	}
	if was.PrivateNotes != is.PrivateNotes {
		p.Private = Words(was.PrivateNotes, is.PrivateNotes)
	}
	c.Texts = append(c.Texts, p)
}

// Words count the moves: "2 moved forward, 1 moved back, 16 the same".
func (c Comparison) Words() string {
	words := fmt.Sprintf("%d moved forward, %d moved back, ", len(c.Forward), len(c.Back))
	for _, part := range []struct {
		n     int
		words string
	}{
		{len(c.First), "answered for the first time"},
		{len(c.Gone), "no longer answered"},
		{len(c.New), "new in the toolkit"},
		{len(c.Retired), "no longer in the toolkit"},
	} {
		if part.n > 0 {
			words += fmt.Sprintf("%d %s, ", part.n, part.words)
		}
	}
	return words + fmt.Sprintf("%d the same", len(c.Same))
}

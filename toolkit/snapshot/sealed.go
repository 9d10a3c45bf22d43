package snapshot

import (
	"iter"
	"slices"

	"ipstoolkit/toolkit/calendar"
	"ipstoolkit/toolkit/equity"
	"ipstoolkit/toolkit/staffing"
)

// Sealed is what was worked out of a round when it was sealed, beside its Results, Shared and Claims. A snapshot that has it
// shows this and works nothing of it out: the rules of a later program do not change what was read then.
type Sealed struct {
	Equity  []equity.Report
	Plans   []staffing.Worked
	Overdue []Late
	Saves   []Saved
	Told    Told
}

// Saved is a save in words, as the history tells of it: what was done (Done) to what (About) by whom. Act, Kind and Subject
// are the codes behind the words.
type Saved struct {
	Seq                int64
	At                 calendar.Instant
	By                 string
	Act, Kind, Subject string
	Done, About        string
	Changes            []SavedChange // at least one, which may say nothing
}

// SavedChange is one field of a save in words; Field is its code.
type SavedChange struct {
	Field               string
	What, Before, After string
	Removed             calendar.Instant
}

// Saves are the events in words, newest first; of a sealed round in the words of then. An error of the events ends them.
func (s Snapshot) Saves() iter.Seq2[Saved, error] {
	return func(yield func(Saved, error) bool) {
		if s.Sealed != nil {
			for _, one := range s.Sealed.Saves {
				if !yield(one, nil) {
					return
				}
			}
			return
		}
		subject := s.Subjects()
		for e, err := range s.Events.All() {
			if err != nil {
				yield(Saved{}, err)
				return
			}
			if !yield(e.saved(subject(e)), nil) {
				return
			}
		}
	}
}

func (e Event) saved(about string) Saved {
	one := Saved{Seq: e.Seq, At: e.At, By: e.By(), Act: e.Act, Kind: e.Kind, Subject: e.Subject, Done: e.ActWords(), About: about}
	told := e.Told()
	if len(told) == 0 {
		told = []Change{{}}
	}
	one.Changes = slices.Grow(one.Changes, len(told))
	for _, c := range told {
		one.Changes = append(one.Changes, SavedChange{
			Field: c.Field, What: e.FieldWords(c), Before: e.Said(c, c.Old), After: e.Said(c, c.New), Removed: c.Removed,
		})
	}
	return one
}

package snapshot

import (
	"iter"
	"slices"

	"ipstoolkit/toolkit/calendar"
	"ipstoolkit/toolkit/record"
	"ipstoolkit/toolkit/view"
)

// Event is one save: who did what when, and what changed. Seq counts the ICB's saves; Role is the person's title at
// that time.
type Event struct {
	Seq     int64
	At      calendar.Instant
	Who     string
	Role    view.Title
	Act     string
	Kind    string
	Subject string
	Changes []Change
}

// Change is one field of a save. Removed is set when its texts held personal data and were removed for good.
type Change struct {
	Field   string
	Old     string
	New     string
	Removed calendar.Instant
}

// Events are saves, newest first, read one by one: a history may be larger than memory. A reader stops at an error. nil
// has none.
type Events func(yield func(Event, error) bool)

// Listed are events that are in memory.
func Listed(list ...Event) Events {
	return func(yield func(Event, error) bool) {
		for _, e := range list {
			if !yield(e, nil) {
				return
			}
		}
	}
}

// All are the events to range over.
func (e Events) All() iter.Seq2[Event, error] {
	if e == nil {
		return Listed().All()
	}
	return iter.Seq2[Event, error](e)
}

// through are the events that a rule lets through, as the rule changes them. Each reading makes a new rule, since a
// rule may remember what it has seen.
func (e Events) through(rule func() func(Event) (Event, bool)) Events {
	return func(yield func(Event, error) bool) {
		let := rule()
		for one, err := range e.All() {
			if err != nil {
				yield(one, err)
				return
			}
			if told, ok := let(one); ok && !yield(told, nil) {
				return
			}
		}
	}
}

// keep are the events for which which holds.
func (e Events) keep(which func(Event) bool) Events {
	return e.through(func() func(Event) (Event, bool) {
		return func(one Event) (Event, bool) { return one, which(one) }
	})
}

// with are the events after change.
func (e Events) with(change func(Event) Event) Events {
	return e.through(func() func(Event) (Event, bool) {
		return func(one Event) (Event, bool) { return change(one), true }
	})
}

// Told are the changes of an event that people read. The version that a workbook was made from is kept so that it can
// be traced, but says nothing on a page.
func (e Event) Told() []Change {
	if e.Kind == record.Workbook {
		return slices.DeleteFunc(slices.Clone(e.Changes), func(c Change) bool { return c.Field != record.FromWorkbook.Name })
	}
	return e.Changes
}

// Year is the year of the local value in an event about a target; ok is false for other events.
func (e Event) Year() (year calendar.Year, ok bool) {
	_, year, ok = targetOf(e.Subject)
	return year, ok && e.Kind == record.Target
}

package snapshot

import (
	"maps"
	"slices"
	"strings"

	"ipstoolkit/toolkit/assessment"
	"ipstoolkit/toolkit/contract"
	"ipstoolkit/toolkit/equity"
	"ipstoolkit/toolkit/evidence"
	"ipstoolkit/toolkit/figures"
	"ipstoolkit/toolkit/measure"
	"ipstoolkit/toolkit/provider"
	"ipstoolkit/toolkit/register"
)

// Audience is who a snapshot is for.
type Audience struct {
	kind audienceKind
	id   string // the provider's
}

type audienceKind int

const (
	full audienceKind = iota
	steering
	oneProvider
)

// Full is for the ICB's commissioners, who see everything; Steering is for the members of the steering group, on which
// rival providers sit.
var (
	Full     = Audience{}
	Steering = Audience{kind: steering}
)

// ForProvider is for the people of one provider.
func ForProvider(id string) Audience { return Audience{oneProvider, id} }

// Provider is the id of the audience's provider, "" when it is another audience.
func (a Audience) Provider() string { return a.id }

// IsProvider says whether the audience is a provider.
func (a Audience) IsProvider() bool { return a.kind == oneProvider }

// KindsFor are the kinds of event of which an audience may see any; nil is every kind.
func KindsFor(a Audience) []string {
	switch a.kind {
	case steering:
		return []string{PriorityEvent}
	case oneProvider:
		kinds := []string{PriorityEvent, EvidenceEvent, ReturnEvent, PublishedEvent, ReturnSetEvent}
		for _, list := range register.Lists {
			kinds = append(kinds, list.Code)
		}
		return kinds
	}
	return nil
}

// For is what an audience may see. From anything but a full snapshot only the same audience can be had: what has been
// taken out cannot come back, and the rest stays as it is.
func (s Snapshot) For(a Audience) Snapshot {
	if s.Audience != Full {
		return s
	}
	if a.kind != full {
		s = s.Closed() // rivals, and whoever sits with them, are never named for a procurement
	}
	switch a.kind {
	case steering:
		return s.forSteering()
	case oneProvider:
		return s.forProvider(a)
	}
	return s.Measured()
}

// forSteering leaves statuses, shared notes and the ICB's results. Owners stand as role and organisation.
func (s Snapshot) forSteering() Snapshot {
	s.Audience = Steering
	s.Results = measure.All(s.input(measure.SteeringGroup, ""))
	hideMissing(s.Results)
	s.Entries = sharedEntries(s.Entries)
	for key, e := range s.Entries {
		e.Owner, e.OwnerName, e.OwnerTitle = "", "", organised(e.OwnerTitle)
		e.ChangedBy, e.ChangedByTitle = "", organised(e.ChangedByTitle)
		s.Entries[key] = e
	}
	titles := s.People
	s.Events = s.sharedEvents(func(e Event) bool { return e.Kind == PriorityEvent }).with(func(e Event) Event {
		e.Who, e.Role, e.Changes = "", organised(e.Role), ownersByTitle(e.Changes, titles)
		return e
	})
	s.Evidence, s.Returns, s.Published, s.Contracts, s.Plans, s.Registers = nil, nil, nil, nil, nil, nil
	s.Sets, s.Collections, s.Breakdowns = nil, nil, nil
	s.Answers, s.Claims = nil, nil
	s.Own, s.ByHand = nil, nil // they stand in the results, masked
	if !s.ICB.ByProvider {
		s.Providers = nil
	}
	s.People = nil
	return s
}

// forProvider leaves the shared part of the toolkit and what is the provider's own.
func (s Snapshot) forProvider(a Audience) Snapshot {
	s.Audience = a
	s.Shared = besideOwn(measure.All(s.input(measure.SteeringGroup, "")))
	hideMissing(s.Shared)
	s.Providers = keep(s.Providers, func(p provider.Provider) bool { return p.ID == a.id })
	s.Returns = keep(s.Returns, func(r figures.Return) bool { return r.Provider == a.id })
	s.Published = keep(s.Published, func(p figures.Published) bool { return p.Provider == a.id })
	s.Breakdowns = keep(s.Breakdowns, func(b equity.Breakdown) bool { return b.Provider == a.id })
	s.Collections = asked(s.Collections)
	s.Contracts = keep(s.Contracts, func(c contract.Contract) bool { return c.Provider == a.id })
	s.Evidence = keep(s.Evidence, func(e evidence.Evidence) bool { return e.Provider == a.id || e.Provider == "" && e.Shared })
	for i, c := range s.Contracts {
		s.Contracts[i] = c.ForProvider()
	}
	s.Registers = ownRows(s.Registers, a.id)
	s.Answers, s.Claims = nil, nil
	s.Plans = nil
	s.Own, s.ByHand = nil, nil
	s.Results = measure.All(s.input(measure.OneProvider, a.id))
	s.Entries = sharedEntries(s.Entries)
	own := map[string]bool{} // evidence and rows of lists, by kind and id
	for _, e := range s.Evidence {
		own[EvidenceEvent+" "+e.ID] = true
	}
	for code, rows := range s.Registers {
		for _, r := range rows {
			own[code+" "+r.ID] = true
		}
	}
	s.Events = s.sharedEvents(func(e Event) bool {
		switch e.Kind {
		case PriorityEvent, ReturnSetEvent: // what is agreed with all providers
			return true
		case ReturnEvent, PublishedEvent:
			return strings.HasPrefix(e.Subject, a.id+" ") // "PROVIDER 2026Q1"
		}
		return own[e.Kind+" "+e.Subject]
	}).through(sinceMoved)
	s.People = nil
	return s
}

// ownRows are the rows of each list that a provider may see: its own, and the ICB's of the lists that are shared.
func ownRows(registers map[string][]register.Row, provider string) map[string][]register.Row {
	own := map[string][]register.Row{}
	for code, rows := range registers {
		list, _ := register.Of(code)
		own[code] = keep(rows, func(r register.Row) bool { return r.Provider == provider || r.Provider == "" && list.Shared })
	}
	return own
}

// SinceMoved are events, newest first, without those of a list's rows from before a row came to the provider whose it is
// now: what another provider said of it is not its successor's to read. Of the save that moved the row there stays
// only whose it became.
func SinceMoved(events []Event) []Event {
	let := sinceMoved()
	var since []Event
	for _, e := range events {
		if told, ok := let(e); ok {
			since = append(since, told)
		}
	}
	return since
}

func sinceMoved() func(Event) (Event, bool) {
	moved := map[string]bool{}
	return func(e Event) (Event, bool) {
		row := e.Kind + " " + e.Subject
		if moved[row] {
			return e, false
		}
		if i := e.moves(); i >= 0 {
			moved[row] = true
			e.Changes = []Change{{Field: "provider", New: e.Changes[i].New}}
		}
		return e, true
	}
}

// moves is the change by which a save gave a list's row to another provider, -1 when there is none.
func (e Event) moves() int {
	if _, ok := register.Of(e.Kind); !ok || e.Act != "changed" {
		return -1
	}
	return slices.IndexFunc(e.Changes, func(c Change) bool { return c.Field == "provider" })
}

func keep[T any](list []T, which func(T) bool) []T {
	return slices.DeleteFunc(slices.Clone(list), func(t T) bool { return !which(t) })
}

// sharedEntries are the entries without what is for commissioners only.
func sharedEntries(entries map[string]assessment.Entry) map[string]assessment.Entry {
	shared := maps.Clone(entries)
	for key, e := range shared {
		e.PrivateNotes, e.Confirmed = "", ""
		shared[key] = e
	}
	return shared
}

// sharedEvents are the events of some kinds, without the fields that only commissioners see.
func (s Snapshot) sharedEvents(which func(Event) bool) Events {
	return s.Events.keep(which).with(Event.shared)
}

// ownersByTitle are the changes with the titles of owners, by name, in the place of their names.
func ownersByTitle(changes []Change, titles map[string]string) []Change {
	changes = slices.Clone(changes)
	for i, c := range changes {
		if c.Field == "owner" {
			changes[i].Old, changes[i].New = title(c.Old, titles), title(c.New, titles)
		}
	}
	return changes
}

// title is a person's title by name; somebody whom the ICB does not know any more has none.
func title(name string, titles map[string]string) string {
	if name == "" {
		return ""
	}
	if t := titles[name]; t != "" {
		return organised(t)
	}
	return "a member of the ICB"
}

// organised is a title with its organisation: a provider's people have theirs in it ("Northside (provider)"), the
// others are the ICB's.
func organised(title string) string {
	if title == "" || strings.Contains(title, "ICB") || strings.HasSuffix(title, ")") {
		return title
	}
	return title + ", ICB"
}

// hideMissing takes out which provider's figures are missing: the steering group reads how many there are.
func hideMissing(results []measure.Result) {
	for i := range results {
		results[i].Line.Missing = nil
		for j := range results[i].Lines {
			results[i].Lines[j].Missing = nil
		}
	}
}

// besideOwn are the ICB's results as they stand beside a provider's own, without the numbers of people and of
// contracts: with two providers, each could work the other's out by taking its own away. Rates alone do not give them.
func besideOwn(results []measure.Result) []measure.Result {
	var shown []measure.Result
	for _, r := range results {
		if r.Kind.Code == measure.ContractLength {
			continue
		}
		r.Lines, r.Trend, r.Line.Sum = nil, nil, ""
		if r.Kind.Unit == measure.People && r.Own == nil {
			r.Line.Shown, r.Line.Value = "not shown", nil
			r.Line.Notes = append(slices.Clone(r.Line.Notes), "the ICB's number is left out here: with it, another provider's could be worked out")
		}
		shown = append(shown, r)
	}
	return shown
}

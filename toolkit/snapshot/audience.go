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
	"ipstoolkit/toolkit/question"
	"ipstoolkit/toolkit/record"
	"ipstoolkit/toolkit/register"
	"ipstoolkit/toolkit/view"
)

// For is what an audience may see. It copies in what view lets the audience have, so a field that is not named here is
// in the commissioners' snapshot alone. An audience's snapshot gives only the same audience's again: what was left out
// cannot come back. A sealed snapshot is for one audience and no other.
func (s Snapshot) For(a view.Audience) Snapshot {
	switch {
	case s.Audience.IsNobody(), s.Sealed != nil && s.Audience != a:
		return Snapshot{Edition: s.Edition}
	case s.Sealed != nil, s.Audience != view.Commissioners:
		return s
	case a.AreCommissioners():
		if a.IsOutside() {
			s = s.Closed()
		}
		return s.Measured()
	}
	s = s.Closed() // people outside a procurement read no names of the rivals in it
	switch {
	case a.IsSteeringGroup():
		return s.forSteering(a)
	case a.IsProvider():
		return s.forProvider(a)
	}
	return Snapshot{Edition: s.Edition}
}

// open is what every audience except nobody has: which ICB, at what moment, and the shared parts of the toolkit.
func (s Snapshot) open(a view.Audience) Snapshot {
	return Snapshot{
		Audience: a, ICB: s.ICB, Edition: s.Edition, At: s.At, Version: s.Version, Procurement: s.Procurement, Shut: s.Shut,
		running: s.running,
		Entries: sharedEntries(s.Entries), Locals: s.Locals, Began: s.Began, Opened: s.Opened, Round: s.Round,
	}
}

// forSteering is statuses, shared notes, the ICB's results, and what the group comes for: feedback, its meetings, conditions,
// PCNs, posts, and people by characteristic. It shows owners as role and organisation.
func (s Snapshot) forSteering(a view.Audience) Snapshot {
	group := s.open(a)
	if s.ICB.ByProvider {
		for _, p := range s.Providers {
			group.Providers = append(group.Providers,
				provider.Provider{ID: p.ID, Name: p.Name, Kind: p.Kind, Stage: p.Stage, Place: p.Place, Ended: p.Ended})
		}
	}
	group.Spreads = s.spreadsFor(a)
	group.Results = measure.All(s.input(view.SteeringGroup))
	hideMissing(group.Results)
	for key, e := range group.Entries {
		e.Owner, e.OwnerName, e.OwnerTitle = "", "", e.OwnerTitle.InFull()
		e.ChangedBy, e.ChangedByTitle = "", e.ChangedByTitle.InFull()
		group.Entries[key] = e
	}
	group.Registers = map[string][]register.Row{}
	for code, rows := range s.Registers {
		list, _ := register.Of(code)
		if code == register.Decisions {
			rows = register.PartsRead(rows, s.Registers[register.Meetings], "")
		}
		if seen := list.ForGroup(rows); len(seen) > 0 {
			group.Registers[code] = seen
		}
	}
	group.Actions = actionsFor(a, s.Actions)
	group.posts, group.groups = s.postsFor(a), s.groupsFor(a)
	group.wanted, group.wantedOn = s.wantedFor()
	titles, from := s.People, group.EventsFrom().Begins()
	group.Events = s.eventsFor(a, func(e Event) bool { return e.At >= from }).with(func(e Event) Event {
		e.Who, e.Role, e.Changes = "", e.Role.InFull(), e.namesByTitle(titles)
		return e
	})
	return group
}

// spreadsFor is what all views come to, as far as an audience may see it.
func (s Snapshot) spreadsFor(a view.Audience) map[string]assessment.Spread {
	statuses := map[string]assessment.Status{}
	for key, e := range s.Entries {
		statuses[key] = e.Status
	}
	all := map[string]assessment.Spread{}
	for key, spread := range assessment.Spreads(s.Views, statuses, s.Comments) {
		if seen, ok := spread.For(a); ok {
			all[key] = seen
		}
	}
	return all
}

// forProvider is the shared part of the toolkit and the provider's own records.
func (s Snapshot) forProvider(a view.Audience) Snapshot {
	own := s.open(a)
	own.Views = keep(s.Views, func(v assessment.View) bool { return a.Sees(record.View, v.Provider, false) })
	own.Spreads = s.spreadsFor(a)
	own.Questions = keep(s.Questions, func(q question.Question) bool { return a.Sees(record.Question, q.Provider, false) })
	own.Shared = measure.BesideOwn(s.input(view.SteeringGroup))
	own.Providers = keep(s.Providers, func(p provider.Provider) bool { return a.Sees(record.Provider, p.ID, false) })
	own.Returns = keep(s.Returns, func(r figures.Return) bool { return a.Sees(record.Return, r.Provider, false) })
	own.Published = keep(s.Published, func(p figures.Published) bool { return a.Sees(record.Published, p.Provider, false) })
	own.Breakdowns = keep(s.Breakdowns, func(b equity.Breakdown) bool { return a.Sees(record.Breakdown, b.Provider, false) })
	own.Sets, own.Collections = s.Sets, asked(s.Collections)
	own.Contracts = keep(s.Contracts, func(c contract.Contract) bool { return a.Sees(record.Contract, c.Provider, false) })
	for i, c := range own.Contracts {
		own.Contracts[i] = c.ForProvider()
	}
	own.running = keep(s.running, func(c contract.Contract) bool { return a.Sees(record.Contract, c.Provider, false) })
	own.Evidence = keep(s.Evidence, func(e evidence.Evidence) bool { return a.Sees(record.Evidence, e.Provider, e.Shared) })
	own.Actions = actionsFor(a, s.Actions)
	own.Registers = rowsFor(a, s.Registers)
	own.Results = measure.All(own.input(a))
	theirs := map[string]bool{} // evidence, questions and rows of lists, by kind and id
	for _, e := range own.Evidence {
		theirs[record.Evidence+" "+e.ID] = true
	}
	for _, q := range own.Questions {
		theirs[record.Question+" "+q.ID] = true
	}
	for code, rows := range own.Registers {
		if list, _ := register.Of(code); list.Within != "" {
			continue // minutes are read as they were sent, and never as they were drafted
		}
		for _, r := range rows {
			theirs[code+" "+r.ID] = true
		}
	}
	own.Events = s.eventsFor(a, func(e Event) bool {
		of, _, _ := strings.Cut(e.Subject, " ")
		switch e.Kind {
		case record.Priority, record.ReturnSet:
			return true
		case record.Return, record.Published, record.View: // "PROVIDER 2026Q1"
			return a.Sees(e.Kind, of, false)
		}
		return theirs[e.Kind+" "+e.Subject]
	}).through(sinceMoved)
	return own
}

// eventsFor are the events of the kinds that an audience may read, without the fields that it does not see.
func (s Snapshot) eventsFor(a view.Audience, which func(Event) bool) Events {
	kinds := HistoryOf(a)
	return s.Events.keep(func(e Event) bool { return slices.Contains(kinds, e.Kind) && which(e) }).with(func(e Event) Event {
		e.Changes = keep(e.Changes, func(c Change) bool { return a.SeesField(e.Field(c)) })
		return e
	})
}

// HistoryOf are the kinds of event that an audience may read; nil is every kind.
func HistoryOf(a view.Audience) []string {
	lists := make([]string, len(register.Lists))
	for i, l := range register.Lists {
		lists[i] = l.Code
	}
	return a.HistoryOf(lists)
}

// rowsFor are the rows of each list that an audience may see: its own, and the ICB's in shared lists.
func rowsFor(a view.Audience, registers map[string][]register.Row) map[string][]register.Row {
	seen := map[string][]register.Row{}
	for code, rows := range registers {
		list, _ := register.Of(code)
		seen[code] = keep(rows, func(r register.Row) bool { return a.Sees(record.AnyList, r.Provider, list.Shared) })
		if list.Within == register.Meetings { // the ICB's own, but the provider reads the minutes of its contract meetings
			seen[code] = register.PartsRead(rows, registers[register.Meetings], a.ProviderID())
		}
	}
	return seen
}

// SinceMoved are events, newest first, without those of a list's rows from before a row moved to its present provider:
// the successor must not read what another provider said of it. Of the save that moved the row, only the row's new
// provider remains.
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

// moves is the index of the change by which a save gave a list's row to another provider, -1 when there is none.
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

// namesByTitle are the changes with people's titles, looked up by name, in place of their names.
func (e Event) namesByTitle(titles map[string][]view.Title) []Change {
	changes := slices.Clone(e.Changes)
	for i, c := range changes {
		if e.Field(c).Personal {
			changes[i].Old, changes[i].New = title(c.Old, titles), title(c.New, titles)
		}
	}
	return changes
}

// title is a person's title by name; somebody whom the ICB no longer knows has none.
func title(name string, titles map[string][]view.Title) string {
	if name == "" {
		return ""
	}
	if all := titles[name]; len(all) > 0 {
		words := make([]string, len(all))
		for i, t := range all {
			words[i] = t.WithOrganisation()
		}
		return strings.Join(words, " or ")
	}
	return "a member of the ICB"
}

// hideMissing removes which provider's figures are missing: the steering group reads how many are.
func hideMissing(results []measure.Result) {
	for i := range results {
		results[i].Line.Missing = nil
		for j := range results[i].Lines {
			results[i].Lines[j].Missing = nil
		}
	}
}

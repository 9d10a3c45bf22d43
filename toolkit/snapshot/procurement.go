package snapshot

import (
	"maps"
	"slices"
	"strings"

	"ipstoolkit/toolkit/action"
	"ipstoolkit/toolkit/assessment"
	"ipstoolkit/toolkit/claims"
	"ipstoolkit/toolkit/contract"
	"ipstoolkit/toolkit/evidence"
	"ipstoolkit/toolkit/measure"
	"ipstoolkit/toolkit/question"
	"ipstoolkit/toolkit/record"
	"ipstoolkit/toolkit/register"
)

// Closed is the snapshot without what procurement keeps from people who are not named for it: contracts and what is
// worked out from them, and the notes, evidence and history of assessment.Procurement, except their statuses. It is the
// same snapshot while no procurement is open. A sealed one is not closed afterwards: it
// gives nothing.
func (s Snapshot) Closed() Snapshot {
	switch {
	case s.Procurement == "" || s.Shut:
		return s
	case s.Sealed != nil:
		return Snapshot{Edition: s.Edition}
	}
	s.Shut = true
	s.running, s.Contracts, s.Plans, s.posts = measure.Running(s.Contracts), nil, nil, nil
	s.Entries = maps.Clone(s.Entries)
	for _, key := range assessment.Procurement {
		if e, recorded := s.Entries[key]; recorded {
			e.Notes, e.PrivateNotes, e.Confirmed = "", "", ""
			s.Entries[key] = e
		}
	}
	s.Registers = maps.Clone(s.Registers)
	for code, rows := range s.Registers {
		list, _ := register.Of(code)
		s.Registers[code] = keep(rows, func(r register.Row) bool { return !assessment.InProcurement(list.Priority(r)) })
	}
	s.Answers = keep(s.Answers, func(a claims.Answer) bool { return !assessment.InProcurement(a.Priority) })
	s.Compared = Compared{} // compared again, with what was sealed without them
	s.Claims = nil          // found again when results are worked out
	hidden := map[string]bool{}
	s.Evidence = keep(s.Evidence, func(e evidence.Evidence) bool {
		hidden[e.ID] = slices.ContainsFunc(e.Priorities(), assessment.InProcurement)
		return !hidden[e.ID]
	})
	s.Actions = keep(s.Actions, func(a action.Action) bool {
		hidden[record.Action+" "+a.ID] = a.KeptBack
		return !a.KeptBack
	})
	s.closeSaid(hidden)
	s.Locals = keep(s.Locals, func(l measure.Local) bool { return !slices.Contains(measure.OfContracts(), l.Kind) })
	s.Events = s.Events.keep(func(e Event) bool {
		code, _, _ := targetOf(e.Subject)
		switch {
		case KindOf(e.Kind).Closed, (e.Kind == record.Evidence || e.Kind == record.Question) && hidden[e.Subject],
			hidden[e.Kind+" "+e.Subject]:
			return false
		case e.Kind == record.View: // "PROVIDER 2.1"
			_, key, _ := strings.Cut(e.Subject, " ")
			return !assessment.InProcurement(key)
		case e.Kind == record.Target:
			return !slices.Contains(measure.OfContracts(), code)
		}
		return e.Kind != record.Priority || !assessment.InProcurement(e.Subject) || slices.ContainsFunc(e.Changes, ofStatus)
	})
	s.Events = s.Events.with(func(e Event) Event {
		switch {
		case e.Kind == record.Priority && assessment.InProcurement(e.Subject):
			e.Changes = keep(e.Changes, ofStatus)
		case e.Kind == record.Procurement:
			e.Changes = keep(e.Changes, func(c Change) bool { return c.Field == "since" || c.Field == "named" || c.Field == "why" })
		}
		return e
	})
	return s
}

// closeSaid takes out what people say of the priorities and of evidence that is hidden, by its id, in meetings too. It hides questions too.
func (s *Snapshot) closeSaid(hidden map[string]bool) {
	s.Views = keep(s.Views, func(v assessment.View) bool { return !assessment.InProcurement(v.Priority) })
	s.Comments = keep(s.Comments, func(c assessment.Comment) bool { return !assessment.InProcurement(c.Priority) })
	s.Questions = keep(s.Questions, func(q question.Question) bool {
		about := q.About.Kind == record.Priority && assessment.InProcurement(q.About.ID) ||
			q.About.Kind == record.Evidence && hidden[q.About.ID]
		hidden[q.ID] = about
		return !about
	})
	s.closeItems(hidden)
}

// closeItems takes out the items of agendas that are about what is hidden, with what was decided on them. It hides both.
func (s *Snapshot) closeItems(hidden map[string]bool) {
	if len(s.Registers[register.Items]) == 0 {
		return
	}
	s.Registers[register.Items] = keep(s.Registers[register.Items], func(r register.Row) bool {
		hidden[register.Items+" "+r.ID] = aboutOf(r).Closed()
		return !aboutOf(r).Closed()
	})
	s.Registers[register.Decisions] = keep(s.Registers[register.Decisions], func(r register.Row) bool {
		hidden[register.Decisions+" "+r.ID] = hidden[register.Items+" "+r.Text(register.Decision.Item)]
		return !hidden[register.Decisions+" "+r.ID]
	})
}

func ofStatus(c Change) bool { return c.Field == "status" }

// expected are the contracts that say which figures to wait for, even where the contracts themselves are hidden.
func (s Snapshot) expected() []contract.Contract {
	if s.Shut {
		return s.running
	}
	return s.Contracts
}

// Hides says whether a priority's notes and evidence were removed.
func (s Snapshot) Hides(priority string) bool { return s.Shut && assessment.InProcurement(priority) }

package store

import (
	"context"

	"ipstoolkit/tenants"
	"ipstoolkit/toolkit/action"
	"ipstoolkit/toolkit/assessment"
	"ipstoolkit/toolkit/claims"
	"ipstoolkit/toolkit/evidence"
	"ipstoolkit/toolkit/measure"
	"ipstoolkit/toolkit/provider"
	"ipstoolkit/toolkit/question"
	"ipstoolkit/toolkit/record"
	"ipstoolkit/toolkit/register"
	"ipstoolkit/toolkit/steering"
)

// What the pages with most on them show is read in one go each: a distant database takes as long for ten questions as
// for one. A part that is not for the member's role is empty.

// PriorityParts are what a priority's page shows beside its figures, its evidence and its history.
type PriorityParts struct {
	Entry     assessment.Entry
	Review    assessment.Review
	Actions   []action.Action     // about the priority
	Questions []question.Question // about the priority, for people who ask and answer
	Voices    Voices
	// Answers to differences, all providers and members are there for people who assess.
	Answers   []claims.Answer
	Providers []provider.Provider
	Members   []tenants.Member
}

// PriorityParts are those of one priority as the member may see them. Error: tenants.ErrForbidden.
func (r *Rows) PriorityParts(ctx context.Context, priority string) (PriorityParts, error) {
	var p PriorityParts
	var entries map[string]assessment.Entry
	var last assessment.OpenedRound
	m := r.member
	err := r.read(ctx, tenants.ReadToolkit, func(q reading) error {
		q.askEntriesSeen(&entries, m, ` AND e.priority = ?`, priority)
		q.askOpened(&last)
		q.askVoices(&p.Voices, m)
		if m.Can(tenants.ReadActions) {
			where, args := actionsAbout(action.About{Kind: record.Priority, ID: priority})
			q.askActions(&p.Actions, m, where, args...)
		}
		if m.Can(tenants.AskQuestions) {
			q.askQuestions(&p.Questions, m, aboutOne, record.Priority, priority)
		}
		if m.Can(tenants.Assess) {
			q.askAnswersSeen(&p.Answers, m)
			q.askProviders(&p.Providers, m.Provider)
			q.askMembers(&p.Members, m.Can(tenants.ReadMembers))
		}
		return nil
	})
	p.Entry, p.Review = entryOf(entries, priority), assessment.ReviewOn(r.store.Today(), last)
	return p, err
}

// Beside are the questions and actions about one record, as its page shows them to people who ask, answer and work on actions.
type Beside struct {
	Questions []question.Question
	Actions   []action.Action
}

// Beside are those about a record of a kind, with the id that the history has of it. Error: tenants.ErrForbidden.
func (r *Rows) Beside(ctx context.Context, kind, id string) (Beside, error) {
	var b Beside
	if err := r.may(tenants.AskQuestions); err != nil {
		return b, err
	}
	err := r.read(ctx, tenants.ReadActions, func(q reading) error {
		where, args := actionsAbout(action.About{Kind: kind, ID: id})
		q.askActions(&b.Actions, r.member, where, args...)
		q.askQuestions(&b.Questions, r.member, aboutOne, kind, id)
		return nil
	})
	return b, err
}

// WorkParts are what the start page and My work are made from.
type WorkParts struct {
	Entries map[string]assessment.Entry // by priority
	Review  assessment.Review
	Input   measure.Input
	// Evidence waits for somebody; Questions wait for the member's side; Actions are open.
	Evidence  []evidence.Evidence
	Questions []question.Question
	Actions   []action.Action
	// Meetings are those of the steering group, by their days and stages.
	Meetings []steering.Meeting
	Answers  []claims.Answer // to differences, for people who assess
}

// WorkParts are those of the ICB as the member may see them. Error: tenants.ErrForbidden.
func (r *Rows) WorkParts(ctx context.Context) (WorkParts, error) {
	var w WorkParts
	var last assessment.OpenedRound
	m := r.member
	w.Input = r.targetInput()
	err := r.read(ctx, tenants.ReadToolkit, func(q reading) error {
		q.askEntriesSeen(&w.Entries, m, ``)
		q.askOpened(&last)
		if m.Can(tenants.AskQuestions) {
			q.askQuestions(&w.Questions, m, waitsFor(m))
		}
		if m.Can(tenants.WorkOnActions) {
			q.askActions(&w.Actions, m, ` AND x.state = ?`, action.Open)
		}
		if m.Can(tenants.Assess) {
			q.askAnswersSeen(&w.Answers, m)
		}
		if m.Can(tenants.WorkbookGroup) {
			q.askMeetings(&w.Meetings, m, register.SteeringMeeting, meetingDays)
		}
		q.askTargetInput(m, &w.Input)
		if m.Can(tenants.ReadEvidence) {
			return q.evidence(&w.Evidence, m, ` AND e.state = ?`, evidence.New)
		}
		return nil
	})
	w.Review = assessment.ReviewOn(r.store.Today(), last)
	return w, err
}

// RoundParts are what the page of the rounds is made from.
type RoundParts struct {
	Openings []Opening // as Openings
	Sealings []Sealing // as Rounds
	// Removals are the removals of personal data from the files of sealed rounds, by the file's id, the newest first.
	Removals map[string][]SealedRemoval
	// Entries, Review and Input are those of WorkParts.
	Entries map[string]assessment.Entry
	Review  assessment.Review
	Input   measure.Input
}

// RoundParts are those of the ICB as the member may see them. Error: tenants.ErrForbidden.
func (r *Rows) RoundParts(ctx context.Context) (RoundParts, error) {
	var p RoundParts
	var last assessment.OpenedRound
	p.Input = r.targetInput()
	err := r.read(ctx, tenants.ReadToolkit, func(q reading) error {
		q.askOpenings(&p.Openings)
		q.askSealingsSeen(&p.Sealings, r.member)
		q.askRemovals(&p.Removals)
		q.askEntriesSeen(&p.Entries, r.member, ``)
		q.askOpened(&last)
		q.askTargetInput(r.member, &p.Input)
		return nil
	})
	p.Review = assessment.ReviewOn(r.store.Today(), last)
	return p, err
}

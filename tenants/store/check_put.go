package store

import (
	"ipstoolkit/toolkit/action"
	"ipstoolkit/toolkit/assessment"
	"ipstoolkit/toolkit/equity"
	"ipstoolkit/toolkit/measure"
	"ipstoolkit/toolkit/question"
	"ipstoolkit/toolkit/record"
)

// putVoices puts what providers say of priorities, and what the ICB says where they differ.
func (h holdings) putVoices(p allRows) {
	for _, v := range p.views {
		h.put(record.View, v.Subject(), v.Kept()...)
	}
	for _, c := range p.comments {
		h.put(record.Priority, c.Priority, append(c.Kept(),
			record.Text{Field: confirmedOf(assessment.CommentField), Text: c.Confirmed})...)
	}
}

// putQuestions puts what the history tells of questions. One from before there were threads has an id with a "-" in it: the
// history tells of it with the evidence or the figures that it is about.
func (h holdings) putQuestions(list []question.Question) {
	for _, q := range list {
		if q.Before() {
			h[subject{record.Question, q.ID}] = nil
			continue
		}
		h.put(record.Question, q.ID, q.Kept()...)
	}
}

func (h holdings) putBreakdowns(rows []breakdownRow, counts []breakdownCountRow) {
	for _, b := range breakdownsOf(rows, counts) {
		var groups []equity.Group
		for key := range b.Counts {
			groups = append(groups, equity.Group{Key: key})
		}
		h.put(record.Breakdown, b.Provider+" "+string(b.Quarter)+" "+b.Characteristic, b.Kept(groups)...)
	}
}

func (h holdings) putTargets(locals []measure.Local, owns []ownRow, hands []measureRow) {
	for _, l := range locals {
		h.put(record.Target, valueSubject(l), l.Kept()...)
	}
	units := map[string]measure.Unit{}
	for _, o := range owns {
		units[o.ID] = o.Unit
		h.put(record.Target, o.ID, append(o.own().Kept(), record.Text{Field: "ended", Text: record.YesNo(o.Ended)})...)
	}
	for _, b := range hands {
		for _, t := range b.byHand().Kept(units[b.Target]) {
			if t.Field == confirmedField { // of the quarter's note: the name of the target has its own
				t.Field = confirmedOf(measure.HandNote + string(b.Quarter))
			}
			h.put(record.Target, b.Target, t)
		}
	}
}

func (h holdings) putRounds(openings []Opening, sealings []Sealing) {
	for _, s := range sealings {
		h.put(record.Round, s.Subject(), s.kept()...)
	}
	for _, o := range openings {
		h.put(record.Round, string(o.Quarter), o.kept()...)
	}
}

func (h holdings) putActions(actions []action.Action) {
	for _, a := range actions {
		h.put(record.Action, a.ID, a.Kept()...)
	}
}

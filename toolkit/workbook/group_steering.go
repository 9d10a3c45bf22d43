package workbook

import (
	"strings"

	"ipstoolkit/toolkit/register"
)

// mostDecisions are the newest decisions on the steering group's sheet; all are on the page of its meetings.
const mostDecisions = 4

// termsNow are the terms of reference that hold: the newest.
func (b *book) termsNow() (rows [][]any) {
	all := b.s.Registers[register.TermsOfReference]
	if len(all) == 0 {
		return nil
	}
	r, f := all[0], register.Terms
	words := "Chair: " + strings.ToLower(f.Chairs.Words(r.Text(f.Chairs)))
	if version := r.Text(f.Edition); version != "" {
		words = "Version " + version + ". " + words
	}
	return [][]any{{"Terms of reference", "Agreed on " + r.Date(f.AgreedOn).Words(), words, r.Text(f.Link)}}
}

// decided are the group's newest decisions.
func (b *book) decided() (rows [][]any) {
	all := b.s.Registers[register.Decisions]
	for _, r := range all[:min(len(all), mostDecisions)] {
		rows = append(rows, []any{"Decisions", r.Date(register.Decision.On).Words(), r.Text(register.Decision.Text), nil})
	}
	return rows
}

// risksOpen are the risks that are open, the most serious first, each with the word of its colour.
func (b *book) risksOpen() (rows [][]any) {
	for _, r := range register.OpenRisks(b.s.Registers[register.Risks]) {
		level := register.Risk.Level.Words(r.Text(register.Risk.Level))
		if owner := r.Text(register.Risk.Owner); owner != "" {
			level += ". Owner: " + owner
		}
		rows = append(rows, []any{"Risks", r.Text(register.Risk.What), level, "Path to green: " + orNotSaid(r.Text(register.Risk.Path))})
	}
	return rows
}

// concernsRaised are the concerns raised with the leaders of a trust, and what came of each.
func (b *book) concernsRaised() (rows [][]any) {
	for _, r := range b.s.Registers[register.Concerns] {
		rows = append(rows, []any{
			"Concerns raised", r.Date(register.Concern.On).Words() + ", with: " + r.Text(register.Concern.To),
			r.Text(register.Concern.What),
			"Result: " + orNotSaid(r.Text(register.Concern.Result)),
		})
	}
	return rows
}

func orNotSaid(text string) string {
	if text == "" {
		return "not recorded yet"
	}
	return text
}

// agreedActions are the actions that the group reads, the open ones first, by the day on which they are due.
func (b *book) agreedActions() (rows [][]any) {
	for _, a := range b.s.Actions {
		words := "Owner: " + a.Owner.Words() + ". Due: " + a.Due.Words()
		if a.Overdue(b.s.Today()) {
			words = notReachedSign + words + " (overdue)"
		}
		if asked := a.Asked.Words(); asked != "" {
			words += ". Who is asked: " + asked
		}
		if about := a.About.Words(a.AboutName); about != "" {
			words += ". About: " + about
		}
		state := a.State.Words()
		if a.DoneOn != "" {
			state += " on " + a.DoneOn.Words()
		}
		for _, text := range []string{a.Reason, a.Note} {
			if text != "" {
				state = strings.TrimSuffix(state, ".") + ". " + text
			}
		}
		rows = append(rows, []any{"Actions", a.What, words, state})
	}
	return rows
}

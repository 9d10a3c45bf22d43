package store_test

import (
	"cmp"
	_ "embed"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"ipstoolkit/tenants"
	"ipstoolkit/tenants/store"
	"ipstoolkit/tenants/store/storetest"
	"ipstoolkit/toolkit/action"
	"ipstoolkit/toolkit/assessment"
	"ipstoolkit/toolkit/calendar"
	"ipstoolkit/toolkit/claims"
	"ipstoolkit/toolkit/contract"
	"ipstoolkit/toolkit/edition"
	"ipstoolkit/toolkit/equity"
	"ipstoolkit/toolkit/evidence"
	"ipstoolkit/toolkit/figures"
	"ipstoolkit/toolkit/measure"
	"ipstoolkit/toolkit/number"
	"ipstoolkit/toolkit/privacy"
	"ipstoolkit/toolkit/provider"
	"ipstoolkit/toolkit/question"
	"ipstoolkit/toolkit/record"
	"ipstoolkit/toolkit/register"
	"ipstoolkit/toolkit/snapshot"
)

// Texts with a number, and somebody's word that it is no NHS number.
const (
	order       = "Order 999 000 0018"
	secondOrder = "Order 999 000 0026"
)

func sure(text string) string { return privacy.Confirmation(privacy.NHSNumbers(text)) }

// historyFields is what the history tells of each step below: the field, what it was and what it is.
//
//go:embed testdata/history_fields.txt
var historyFields string

// If the history does not tell what a save changed, nobody can account for it. Each save here changes everything that
// it can, and the history has to tell every field, what it was and what it is.
func TestTheHistoryTellsEveryField(t *testing.T) {
	storetest.Each(t, func(t *testing.T, w *storetest.World) {
		var (
			lead, commissioner, asProvider = w.For(w.Lead), w.For(w.Commissioner), w.For(w.ProviderA)
			a                              = w.ProviderA.Provider
			err                            error
			k                              contract.Contract
			act                            action.Action
			own                            measure.Own
			e                              evidence.Evidence
			row                            register.Row
			c                              equity.Collection
			invited                        store.Invitation
			told                           []string
			o                              provider.Provider
			file                           evidence.File
			asked                          string
			seen                           int64
		)
		tell := func(name string, e snapshot.Event) {
			told = append(told, name+": "+e.Act+", "+e.Kind+", "+e.By())
			for _, c := range e.Changes {
				line := c.Field + ": " + cmp.Or(c.Old, "nothing") + " > " + cmp.Or(c.New, "nothing")
				for text, short := range map[string]string{sure(order): "[0018]", sure(secondOrder): "[0026]", "\n": "; "} {
					line = strings.ReplaceAll(line, text, short)
				}
				told = append(told, "\t"+differing.ReplaceAllString(line, "…"))
			}
		}
		for _, step := range []struct {
			name string
			do   func() error
		}{
			{"an entry is made", func() error {
				_, err := lead.SaveEntry(ctx, priority(t, "1.1"), assessment.Entry{
					Status: assessment.InPlace, Notes: order, PrivateNotes: "Quiet", Owner: w.Commissioner.ID, ReviewOn: "2027-03-31",
					Points: []string{"c1", "b1"}, Confirmed: sure(order),
				})
				return err
			}},
			{"an entry is changed", func() error {
				_, err := lead.SaveEntry(ctx, priority(t, "1.1"), assessment.Entry{
					Version: 1, Status: assessment.NotStarted, Notes: "Loud", PrivateNotes: secondOrder, Owner: w.Lead.ID,
					ReviewOn: "2027-04-30", Points: []string{"c2"}, Confirmed: sure(secondOrder),
				})
				return err
			}},
			{"the answer to a difference", func() error { return lead.AnswerClaim(ctx, answerTo("2.3", 0, "Because")) }},
			{"another answer", func() error { return lead.AnswerClaim(ctx, answerTo("2.3", 1, "Still")) }},
			{"a view is given", func() error {
				return asProvider.SaveView(ctx, priority(t, "2.3"),
					assessment.View{Status: assessment.InPlace, Note: order, Confirmed: sure(order)})
			}},
			{"a view is changed", func() error {
				return asProvider.SaveView(ctx, priority(t, "2.3"),
					assessment.View{Version: 1, Status: assessment.NotStarted, Note: secondOrder, Confirmed: sure(secondOrder)})
			}},
			{"the ICB has a status", func() error {
				_, err := lead.SaveEntry(ctx, priority(t, "2.3"), assessment.Entry{Status: assessment.InPlace})
				return err
			}},
			{"a comment on views", func() error { return commentTo(lead, "2.3", "Because") }},
			{"another comment", func() error { return commentTo(lead, "2.3", "Still") }},
			{"a contract is added", func() error {
				k = fullContract(a)
				k.Stated = contract.Stated{}
				for i, f := range contract.StatedFields {
					f.Set(&k.Stated, number.Amount{Hundredths: int64(i+1) * 100, Known: true})
				}
				k, err = lead.SaveContract(ctx, k)
				return err
			}},
			{"a contract is changed", func() error {
				if _, err := lead.SaveContract(ctx, contract.Contract{Provider: a, Name: "Head", Start: "2024-04-01"}); err != nil {
					return err
				}
				version := k.Version
				k = contract.Contract{
					ID: k.ID, Version: version, Provider: w.ProviderB.Provider, Name: "Work", Reference: "C/13", Type: "grant", Under: "",
					Lead: "", Place: "South",
					Payment: "grant", Meeting: "none", Start: "2024-05-01", End: "2028-04-30", Options: []contract.Option{{Months: 3}},
					EndedOn: "2027-12-31", EndedReason: order, Talks: []contract.Talk{{HeldOn: "2026-10-01", ForEnd: "2027-12-31"}},
					ShortReason: "",
					Variations:  []contract.Variation{{Number: "9", On: "2026-03-01", Purpose: "More"}}, Confirmed: sure(order),
					Terms: map[string]contract.Term{"data_flow": {Answer: contract.No}},
				}
				k, err = lead.SaveContract(ctx, k)
				return err
			}},
			{"it runs under another", func() error {
				list, err := lead.Contracts(ctx)
				if err != nil {
					return err
				}
				i := slices.IndexFunc(list, func(c contract.Contract) bool { return c.Name == "Head" })
				k.Type, k.Under = contract.Subcontract, list[i].ID
				k, err = lead.SaveContract(ctx, k)
				return err
			}},
			{"a contract is removed", func() error { return lead.RemoveContract(ctx, k.ID, k.Version) }},
			{"an action", func() error {
				act, err = lead.SaveAction(ctx, action.Action{
					What: order, Owner: action.Owner{Member: w.ProviderA.ID}, Asked: action.Provider, Due: "2026-12-01", Note: "Begun",
					About: action.About{Kind: "priority", ID: "3.4"}, Confirmed: sure(order),
				})
				return err
			}},
			{"an action is changed", func() error {
				act.What, act.Owner, act.Asked, act.Due, act.Shared, act.Note, act.Confirmed = "Meet",
					action.Owner{Role: secondOrder}, action.Trust, "2026-12-02", true, "", sure(secondOrder)
				act, err = lead.SaveAction(ctx, act)
				return err
			}},
			{"it is done", func() error {
				act.State, act.DoneOn, act.Note = action.Done, "2026-11-20", "All of it"
				return commissioner.ReportAction(ctx, act)
			}},
			{"it is dropped", func() error {
				act.State, act.DoneOn, act.Reason, act.Version = action.Dropped, "", "Nobody needs it", act.Version+1
				return commissioner.ReportAction(ctx, act)
			}},
			{"settings", func() error {
				return lead.SaveSettings(ctx,
					store.Settings{
						ShowByProvider: true, FiguresDue: calendar.Deadline{Month: 1, Day: 31},
						RetentionYears: 10, NextMeeting: "2026-12-09", Version: 1,
					})
			}},
			{"settings again", func() error {
				return lead.SaveSettings(ctx, store.Settings{
					FiguresDue:     calendar.UsualDeadline,
					RetentionYears: 9, NextMeeting: "2027-03-09", Version: 2,
				})
			}},
			{"a target value", func() error {
				return lead.SaveTargetValue(ctx,
					measure.Local{
						Kind: measure.JobOutcomeRate, Year: 2026, Value: hundredths(35_00), Reason: order,
						Confirmed: sure(order),
					})
			}},
			{"a target value is changed", func() error {
				return lead.SaveTargetValue(ctx,
					measure.Local{
						Kind: measure.JobOutcomeRate, Year: 2026, Value: hundredths(36_00), Reason: secondOrder,
						Confirmed: sure(secondOrder),
						Version:   1,
					})
			}},
			{"a target value is removed", func() error {
				return lead.RemoveTargetValue(ctx, measure.Local{Kind: measure.JobOutcomeRate, Year: 2026, Version: 2})
			}},
			{"an own target", func() error {
				own, err = lead.SaveOwnTarget(ctx,
					measure.Own{
						Name: order, Unit: measure.People, Direction: measure.AtLeast, Value: hundredths(20_00),
						Confirmed: sure(order),
					})
				return err
			}},
			{"an own target is changed", func() error {
				own.Name, own.Direction, own.Value = "Fewer", measure.AtMost, hundredths(10_00)
				own, err = lead.SaveOwnTarget(ctx, own)
				return err
			}},
			{"it is measured", func() error {
				return lead.SaveMeasure(ctx, measure.ByHand{
					Target: own.ID, Quarter: "2026Q2", Value: hundredths(9_00), Note: order,
					Confirmed: sure(order),
				})
			}},
			{"it is measured anew", func() error {
				return lead.SaveMeasure(ctx, measure.ByHand{
					Target: own.ID, Quarter: "2026Q2", Value: hundredths(8_00), Note: "Anew",
					Version: 1,
				})
			}},
			{"it ends", func() error { return lead.EndOwnTarget(ctx, own.ID, own.Version) }},
			{"evidence", func() error {
				e = minutes()
				e.Title, e.Confirmed, e.Shared = order, sure(order), true
				e, err = commissioner.SaveEvidence(ctx, edition.Current(), e)
				return err
			}},
			{"evidence is changed", func() error {
				e.Title, e.Link, e.From, e.To, e.ReviewOn, e.Shared = "Notes", "https://example.org/notes", "2026-04-01", "2026-06-30",
					"2027-06-30", false
				e.Places = []evidence.Place{{Priority: "2.2"}}
				e, err = commissioner.SaveEvidence(ctx, edition.Current(), e)
				return err
			}},
			{"evidence of a provider", func() error {
				_, err := asProvider.SaveEvidence(ctx, edition.Current(), minutes())
				return err
			}},
			{"a question on it", func() error {
				e.Shared = true
				if e, err = commissioner.SaveEvidence(ctx, edition.Current(), e); err != nil {
					return err
				}
				asked, err = commissioner.AskQuestion(ctx, edition.Current(), question.Question{About: aboutEvidence(e), Provider: a},
					order,
					sure(order))
				return err
			}},
			{"an answer", func() error {
				return asProvider.SayInQuestion(ctx, asked, 1, question.Answer, secondOrder, sure(secondOrder))
			}},
			{"more is asked", func() error { return commissioner.SayInQuestion(ctx, asked, 2, question.Ask, "And then?", "") }},
			{"it is closed", func() error { return lead.SayInQuestion(ctx, asked, 3, question.Close, "", "") }},
			{"a row of a register", func() error {
				row, err = lead.SaveRow(ctx, register.Teams,
					register.Row{Provider: a, Values: map[string]string{"name": "North", "mhsds": "no", "place": "Here"}})
				return err
			}},
			{"a row is changed", func() error {
				row.Provider, row.Values = w.ProviderB.Provider,
					map[string]string{"name": "South", "mhsds": "direct", "tool": "yes", "place": order}
				row.Confirmed = sure(order)
				row, err = lead.SaveRow(ctx, register.Teams, row)
				return err
			}},
			{"a row is removed", func() error { return lead.RemoveRow(ctx, register.Teams, row.ID, row.Version) }},
			{"published access", func() error {
				p := published(a, 120)
				p.Source, p.Confirmed = order, sure(order)
				return lead.SavePublished(ctx, p)
			}},
			{"published access is changed", func() error {
				p := published(a, 130)
				p.PublishedOn, p.Source, p.Version = "2026-11-13", "Corrected", 1
				return lead.SavePublished(ctx, p)
			}},
			{"an agreed set", func() error {
				s := agreement(0, "2026Q2", "caseload")
				s.Note, s.Confirmed = order, sure(order)
				return lead.AgreeSet(ctx, s)
			}},
			{"the next set", func() error {
				s := agreement(1, "2026Q3", "left")
				s.AgreedOn = "2026-11-02"
				return lead.AgreeSet(ctx, s)
			}},
			{"a return is submitted", func() error {
				f := fullReturn(a, "2026Q2")
				f.Other, f.Reasons = map[string]int64{"active_caseload": 4000}, map[string]string{"kept_work": "Two moved away"}
				f.Funded.TL, f.Funded.SM = number.FTEOf(200), number.FTEOf(100)
				f.Teams = []figures.Team{{Name: "North", Numbers: map[string]int64{"access_unemployed": 7500}}}
				_, err := asProvider.SaveReturn(ctx, f, figures.Submit)
				return err
			}},
			{"a breakdown", func() error {
				_, err := asProvider.SaveBreakdown(ctx, disability(a, "2026Q2"))
				return err
			}},
			{"it is queried", func() error {
				asked, err = lead.AskQuestion(ctx, edition.Current(), question.Question{About: aboutReturn(a, "2026Q2")}, order,
					sure(order))
				return err
			}},
			{"it is answered", func() error {
				return asProvider.SayInQuestion(ctx, asked, 1, question.Answer, "Counted twice", "")
			}},
			{"it is corrected", func() error {
				f := fullReturn(a, "2026Q2")
				f.AccessUnemployed, f.AccessRetention, f.FirstJobStarts, f.KeptWork = number.CountOf(70), number.CountOf(1),
					number.CountOf(30), number.CountOf(8)
				f.InPost, f.Funded = figures.Posts{ES: number.FTEOf(1800), TL: number.FTEOf(310), SM: number.FTEOf(60)},
					figures.Posts{ES: number.FTEOf(1900), TL: number.FTEOf(320), SM: number.FTEOf(90)}
				f.Other, f.Note, f.Reason, f.Version = map[string]int64{"active_caseload": 4100}, "None is vacant", "Counted anew", 3
				_, err := asProvider.SaveReturn(ctx, f, figures.Correct)
				return err
			}},
			{"what is collected", func() error {
				c = agreed("religion")
				c.AgreedBy, c.Confirmed = order, sure(order)
				c, err = lead.SaveCollection(ctx, c)
				return err
			}},
			{"what is collected is changed", func() error {
				c.Collected, c.Labels, c.Reason, c.AgreedOn, c.AgreedBy = false, []string{"Some", "None"}, "Nobody used it", "2026-11-01",
					"Officer"
				c, err = lead.SaveCollection(ctx, c)
				return err
			}},
			{"true numbers are shown", func() error { return lead.SwitchOnTrueCounts(ctx, "disability", "To check") }},
			{"how a file is read", func() error {
				return asProvider.SaveImport(ctx, a, nil,
					figures.Mapping{Header: 1, From: map[string]string{"access_unemployed": "People"}})
			}},
			{"somebody is invited", func() error {
				invited = store.Invitation{
					ID: store.NewInvitationID(), Name: "Person new", Email: "new@example.org",
					Role: tenants.Provider, Provider: a,
				}
				_, err := lead.Invite(ctx, invited)
				return err
			}},
			{"the invitation is sent again", func() error {
				w.Clock.Set(time.Date(2026, 11, 21, 9, 0, 0, 0, time.UTC))
				_, err := lead.RenewInvitation(ctx, invited.ID, 1)
				return err
			}},
			{"the invitation is withdrawn", func() error { return lead.RevokeInvitation(ctx, invited.ID, 2) }},
			{"a role is changed", func() error {
				m := now(t, w, w.Reader)
				return lead.ChangeRole(ctx, m.ID, tenants.Provider, a, m.Version)
			}},
			{"a membership ends", func() error {
				m := now(t, w, w.Reader)
				return lead.EndMembership(ctx, m.ID, m.Version)
			}},
			{"procurement begins", func() error {
				return lead.BeginProcurement(ctx, store.Naming{Members: []string{w.Lead.ID}}, order, sure(order))
			}},
			{"others are named", func() error {
				return w.For(now(t, w, w.Lead)).NameForProcurement(ctx,
					store.Naming{Members: []string{w.Lead.ID, w.Commissioner.ID}, Version: 1})
			}},
			{"procurement ends", func() error { return w.For(now(t, w, w.Lead)).EndProcurement(ctx, 2) }},
			{"a workbook is downloaded", func() error { return lead.Exported(ctx, "full", 7) }},
			{"everything is downloaded", func() error { return lead.ExportedAll(ctx, 7, "For the archive") }},
			{"a provider is added", func() error {
				o, err = lead.SaveProvider(ctx,
					provider.Provider{Name: "Hillside", Kind: "nhs_trust", Stage: provider.NewService, Place: "North"})
				return err
			}},
			{"a provider is changed", func() error {
				o.Name, o.Kind, o.Stage, o.Place, o.Ended, o.Under = "Hill", "council", provider.MatureService, "South", true, a
				o, err = lead.SaveProvider(ctx, o)
				return err
			}},
			{"a characteristic of one's own", func() error {
				own := agreed("")
				own.Name = "Carers"
				_, err := lead.SaveCollection(ctx, own)
				return err
			}},
			{"somebody joins", func() error {
				w.Member(t, w.Lead.Tenant, "new", tenants.Provider, a)
				return nil
			}},
			{"what is held about somebody is downloaded", func() error {
				_, err := lead.ExportPerson(ctx, w.Commissioner.Person.ID)
				return err
			}},
			{"a file is added", func() error {
				file = put(t, w, w.Commissioner, []byte("hello"), evidence.Held)
				e = minutes()
				e.Title, e.Link = "With a file", ""
				e, err = commissioner.SaveEvidence(ctx, edition.Current(), e, file)
				return err
			}},
			{"the virus scanner has looked at it", func() error {
				held, err := w.HeldFiles(ctx)
				if err != nil || len(held) != 1 {
					return fmt.Errorf("%d files are held, %w", len(held), err)
				}
				return held[0].Scanned(ctx, evidence.Clean)
			}},
			{"a file is removed", func() error { return lead.EraseFile(ctx, e.ID, file.ID, "A mistake") }},
			{"a text is removed, here and in the history", func() error {
				found, err := lead.FindText(ctx, "with a file")
				var places []string
				for _, f := range found {
					places = append(places, f.ID)
				}
				return cmp.Or(err, lead.Erase(ctx, places, "Another mistake"))
			}},
		} {
			if err := step.do(); err != nil {
				t.Fatalf("%s: %v", step.name, err)
			}
			events, _, err := w.For(now(t, w, w.Lead)).HistoryPage(ctx, store.HistoryFilter{}, 10)
			events = slices.DeleteFunc(events, func(e snapshot.Event) bool { return e.Seq <= seen })
			if step.name == "a breakdown" { // its numbers are the provider's alone
				events, err = asProvider.History(ctx, "breakdown", a+" 2026Q2 disability")
			}
			if err != nil || len(events) == 0 {
				t.Fatalf("%s: history %+v, %v", step.name, events, err)
			}
			seen = events[0].Seq
			if !slices.ContainsFunc(events, func(e snapshot.Event) bool { return e.Kind == record.Question }) {
				events = events[:1]
			}
			for _, e := range slices.Backward(events) {
				tell(step.name, e)
			}
		}
		made, _, err := lead.HistoryPage(ctx, store.HistoryFilter{Kind: "icb"}, 100)
		if err != nil || len(made) == 0 {
			t.Fatalf("the ICB's own history: %+v, %v", made, err)
		}
		tell("the ICB was made", made[len(made)-1])
		if faults, err := w.Check(ctx); err != nil || len(faults) > 0 {
			t.Errorf("what the history tells is not what is there: %q, %v", faults, err)
		}
		if got := strings.Join(told, "\n") + "\n"; got != historyFields {
			t.Errorf("the history tells\n%s\nwant testdata/history_fields.txt:\n%s", got, historyFields)
		}
	})
}

// differing are the numbers of saves and the ids in what a removal says of itself.
var differing = regexp.MustCompile(`\d+, change \d+|\b[0-9a-f]{32}\b`)

func answerTo(priority string, version int, note string) claims.Answer {
	return claims.Answer{Priority: priority, State: "differs", Note: note, Version: version}
}

package store_test

import (
	"errors"
	"fmt"
	"reflect"
	"strings"
	"testing"

	"ipstoolkit/tenants"
	"ipstoolkit/tenants/store"
	"ipstoolkit/tenants/store/storetest"
	"ipstoolkit/toolkit/assessment"
	"ipstoolkit/toolkit/edition"
	"ipstoolkit/toolkit/evidence"
	"ipstoolkit/toolkit/measure"
	"ipstoolkit/toolkit/number"
	"ipstoolkit/toolkit/problem"
	"ipstoolkit/toolkit/view"
)

// now is a member as they are at this moment.
func now(t *testing.T, w *storetest.World, m tenants.Member) tenants.Member {
	t.Helper()
	m, err := w.Membership(ctx, m.Person.ID, m.Tenant.Code)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func begin(t *testing.T, w *storetest.World, named ...tenants.Member) {
	t.Helper()
	rows := w.For(now(t, w, w.Lead))
	p, err := rows.Procurement(ctx)
	n := store.Naming{Version: p.Version}
	for _, m := range named {
		n.Members = append(n.Members, m.ID)
	}
	if err == nil {
		err = rows.BeginProcurement(ctx, n, "why it is", "")
	}
	if err != nil {
		t.Fatal(err)
	}
}

func TestWhoMaySwitchProcurement(t *testing.T) {
	storetest.Each(t, func(t *testing.T, w *storetest.World) {
		second := w.Member(t, w.Lead.Tenant, "second-lead", tenants.Lead, "")
		lead, commissioner := w.Lead.ID, w.Commissioner.ID
		for _, tt := range []struct {
			name    string
			by      tenants.Member
			members []string
			stepOut bool
			version int
			field   string // of the problem
			err     error
		}{
			{"a commissioner", w.Commissioner, []string{commissioner, lead}, false, 0, "", tenants.ErrForbidden},
			{"a provider", w.ProviderA, []string{lead}, false, 0, "", tenants.ErrForbidden},
			{"nobody is named", w.Lead, nil, true, 0, "named", nil},
			{"no administrator is named", w.Lead, []string{commissioner}, true, 0, "named", nil},
			{"not oneself, and nothing said of it", w.Lead, []string{second.ID}, false, 0, "named", nil},
			{"oneself, and stepping out", w.Lead, []string{lead}, true, 0, "step_out", nil},
			{"a provider is named", w.Lead, []string{lead, w.ProviderA.ID}, false, 0, "named", nil},
			{"a reader is named", w.Lead, []string{lead, w.Reader.ID}, false, 0, "named", nil},
			{"another ICB's administrator is named", w.Lead, []string{lead, w.ForeignLead.ID}, false, 0, "named", nil},
			{"somebody was faster", w.Lead, []string{lead}, false, 7, "", tenants.ErrStale},
			{"stepping out", w.Lead, []string{second.ID, commissioner}, true, 0, "", nil},
		} {
			t.Run(tt.name, func(t *testing.T) {
				err := w.For(tt.by).BeginProcurement(ctx, store.Naming{Members: tt.members, StepOut: tt.stepOut, Version: tt.version}, "",
					"")
				var wrong problem.List
				switch {
				case tt.field != "":
					if !errors.As(err, &wrong) || wrong.For(tt.field) == "" {
						t.Errorf("%v, want a problem with %s", err, tt.field)
					}
				case !errors.Is(err, tt.err):
					t.Errorf("%v, want %v", err, tt.err)
				}
			})
		}
		first := now(t, w, w.Lead)
		if !first.Outside() || now(t, w, second).Outside() || now(t, w, w.Commissioner).Outside() || !now(t, w, w.Reader).Outside() {
			t.Fatal("the wrong people are outside")
		}
		if p, err := w.For(now(t, w, second)).Procurement(ctx); err != nil || p.Since != "2026-11-20" || len(p.Named) != 2 ||
			p.Version != 1 {
			t.Errorf("%+v, %v", p, err)
		}
		change := func(m tenants.Member, members ...string) error {
			return w.For(now(t, w, m)).NameForProcurement(ctx, store.Naming{Members: members, StepOut: true, Version: 1})
		}
		for name, err := range map[string]error{
			"a new name from outside":   change(w.Lead, lead),
			"a commissioner's":          change(w.Commissioner, second.ID),
			"an end from outside":       w.For(first).EndProcurement(ctx, 1),
			"a commissioner's end":      w.For(now(t, w, w.Commissioner)).EndProcurement(ctx, 1),
			"another ICB's":             change(w.ForeignLead, w.ForeignLead.ID),
			"an end of what is no more": w.For(now(t, w, second)).EndProcurement(ctx, 3),
		} {
			if err == nil || errors.As(err, new(problem.List)) {
				t.Errorf("%s: %v", name, err)
			}
		}
		// The administrator who is named goes, by the operator's command, which names another.
		operator := w.System(second.Tenant, tenants.Person{ID: "operator", Name: "Operator"})
		if err := operator.RemoveMember(ctx, second.ID, "she cannot come any more"); err != nil {
			t.Fatal(err)
		}
		if err := operator.OpenProcurement(ctx, lead, "nobody named was left"); err != nil {
			t.Errorf("naming anew: %v", err)
		}
		if now(t, w, w.Lead).Outside() || now(t, w, w.Commissioner).Outside() {
			t.Error("the new names do not hold")
		}
		events, err := w.For(w.Lead).History(ctx, "procurement", "QWE")
		if err != nil || len(events) != 2 || events[0].Act != "opened" || events[0].Who != "Operator" ||
			!strings.Contains(fmt.Sprint(events[0].Changes), "nobody named was left") ||
			!strings.Contains(fmt.Sprint(events[0].Changes), "Person lead") {
			t.Errorf("the history tells %+v, %v", events, err)
		}
		// Who comes back is another membership, which nobody has named.
		if back, err := w.For(w.Lead).AddMember(ctx, second.Person, tenants.Lead, ""); err != nil || !back.Outside() {
			t.Errorf("somebody who came back is inside: %v", err)
		}
		if err := w.For(now(t, w, w.Lead)).EndProcurement(ctx, 2); err != nil || now(t, w, w.Reader).Outside() || now(t, w, w.Lead).Named {
			t.Errorf("the end: %v", err)
		}
	})
}

func TestANamedCommissionerWhoBecomesSomethingElseIsOutside(t *testing.T) {
	storetest.Each(t, func(t *testing.T, w *storetest.World) {
		begin(t, w, w.Lead, w.Commissioner)
		lead := w.For(now(t, w, w.Lead))
		for _, role := range []tenants.Role{tenants.Reader, tenants.Commissioner} {
			m := now(t, w, w.Commissioner)
			if err := lead.ChangeRole(ctx, m.ID, role, "", m.Version); err != nil {
				t.Fatal(err)
			}
			if !now(t, w, w.Commissioner).Outside() {
				t.Errorf("inside as %s, after having been a reader", role)
			}
		}
	})
}

// confide records a text with "secret" in each place that procurement keeps back, and what stays open.
func confide(t *testing.T, w *storetest.World) (hidden, open evidence.Evidence) {
	t.Helper()
	fillForSnapshot(t, w)
	save := func(key string, status assessment.Status, notes string, version int) {
		_, err := w.For(w.Commissioner).SaveEntry(ctx, priority(t, key),
			assessment.Entry{Status: status, Notes: notes, PrivateNotes: notes + " private", Version: version})
		if err != nil {
			t.Fatal(err)
		}
	}
	save("2.1", assessment.NotStarted, "secret of the past", 0)
	save("2.1", assessment.NotStarted, "secret in between", 1)
	save("2.1", assessment.InProgress, "secret of now", 2)
	save("1.2", assessment.InProgress, "plain notes", 0)
	both := []evidence.Place{{Priority: "2.1"}, {Priority: "3.4"}}
	hidden = add(t, w, w.ProviderA, func(e *evidence.Evidence) { e.Title, e.Places = "secret minutes", both })
	open = add(t, w, w.ProviderA, func(e *evidence.Evidence) { e.Title = "plain minutes" })
	err := w.For(w.Commissioner).SaveTargetValue(ctx,
		measure.Local{
			Kind: measure.ContractLength, Year: 2026, Value: number.Amount{Hundredths: 500, Known: true},
			Reason: "secret length",
		})
	if err != nil {
		t.Fatal(err)
	}
	return hidden, open
}

// TestProcurementInTheStore asks for everything as somebody outside: what is kept back is not there, the rest is.
func TestProcurementInTheStore(t *testing.T) {
	storetest.Each(t, func(t *testing.T, w *storetest.World) {
		hidden, open := confide(t, w)
		second := w.Member(t, w.Lead.Tenant, "second-lead", tenants.Lead, "")
		begin(t, w, w.Lead)
		said := func(what any, err error) string {
			t.Helper()
			if err != nil {
				t.Fatal(err)
			}
			return fmt.Sprintf("%+v", what)
		}
		for _, m := range []tenants.Member{w.Commissioner, second, w.ProviderA, w.Reader} {
			t.Run(m.Person.Subject, func(t *testing.T) {
				rows := w.For(now(t, w, m))
				texts := map[string]string{
					"entries":  said(rows.Entries(ctx)),
					"entry":    said(rows.Entry(ctx, "2.1")),
					"search":   said(rows.SearchNotes(ctx, "secret")),
					"history":  said(rows.History(ctx, "priority", "2.1")),
					"statuses": said(rows.StatusesSince(ctx, "2026-01-01T00:00:00.000000Z")),
					"notes":    said(rows.NotesBefore(ctx, "2026-01-01T00:00:00.000000Z")),
					"target":   said(rows.TargetInput(ctx)),
					"snapshot": said(both(w.For(now(t, w, m)).Snapshot(ctx, editions(t), audienceOf(m)))),
				}
				if events, err := rows.History(ctx, "evidence", hidden.ID); !errors.Is(err, tenants.ErrNotFound) &&
					!errors.Is(err, tenants.ErrForbidden) {
					t.Errorf("what happened to it: %+v, %v", events, err)
				}
				if m.Can(tenants.ReadEvidence) {
					texts["evidence"] = said(rows.EvidenceList(ctx))
					texts["evidence of 3.4"] = said(rows.EvidencePart(ctx, store.EvidenceFilter{Priority: "3.4"}, 0, 100))
					if _, err := rows.Evidence(ctx, hidden.ID); !errors.Is(err, tenants.ErrNotFound) {
						t.Errorf("the evidence: %v", err)
					}
					if err := rows.ActOnEvidence(ctx, hidden.ID, hidden.Version, evidence.Withdraw, "away", ""); !errors.Is(err,
						tenants.ErrNotFound) {
						t.Errorf("acting on it: %v", err)
					}
					if !strings.Contains(texts["evidence"], "plain minutes") {
						t.Error("the rest of the evidence is not there")
					}
				}
				if m.Can(tenants.ReadHistory) {
					list, _, err := rows.HistoryPage(ctx, store.HistoryFilter{}, 100)
					texts["whole history"] = said(list, err)
				}
				if m.Can(tenants.RemovePersonal) {
					texts["texts"] = said(rows.FindText(ctx, "secret"))
					texts["export"] = said(rows.ExportPerson(ctx, w.Commissioner.Person.ID))
					if err := rows.Erase(ctx, []string{"entries/notes/2.1"}, "a name"); !errors.Is(err, tenants.ErrNotFound) {
						t.Errorf("erasing what cannot be seen: %v", err)
					}
				}
				for what, text := range texts {
					for _, word := range []string{"secret", "own contract", "own talk", "rival contract", "why it is"} {
						if strings.Contains(text, word) {
							t.Errorf("%s: %q is there", what, word)
						}
					}
				}
				if _, err := rows.Contracts(ctx); !errors.Is(err, tenants.ErrForbidden) {
					t.Errorf("contracts: %v", err)
				}
				if events, err := rows.History(ctx, "priority", "2.1"); err != nil || len(events) != 2 || len(events[0].Changes) != 1 ||
					events[0].Changes[0].New != "in_progress" {
					t.Errorf("the statuses of 2.1: %+v, %v", events, err)
				}
				if found, err := rows.SearchNotes(ctx, "plain"); err != nil || len(found) != 1 {
					t.Errorf("the rest of the search: %v, %v", found, err)
				}
			})
		}
		commissioner := w.For(now(t, w, w.Commissioner))
		if _, err := commissioner.SaveEntry(ctx, priority(t, "2.1"), assessment.Entry{Version: 3}); !errors.Is(err,
			tenants.ErrProcurement) {
			t.Errorf("a save over what cannot be seen: %v", err)
		}
		open.Places = append(open.Places, evidence.Place{Priority: "6.1"})
		if _, err := commissioner.SaveEvidence(ctx, edition.Current(), open); !errors.As(err, new(problem.List)) {
			t.Errorf("evidence that would be gone: %v", err)
		}
		err := commissioner.RemoveTargetValue(ctx, measure.Local{Kind: measure.ContractLength, Year: 2026, Version: 1})
		if !errors.Is(err, tenants.ErrProcurement) {
			t.Errorf("taking a value away that cannot be seen: %v", err)
		}
		inside := w.For(now(t, w, w.Lead))
		for what, text := range map[string]string{
			"search": said(inside.SearchNotes(ctx, "secret")), "contracts": said(inside.Contracts(ctx)),
			"evidence": said(inside.EvidenceList(ctx)),
			"snapshot": said(both(inside.Snapshot(ctx, editions(t), view.Commissioners))), "procurement": said(inside.Procurement(ctx)),
		} {
			if !strings.Contains(text, "secret") && !strings.Contains(text, "own contract") && !strings.Contains(text, "why it is") {
				t.Errorf("the person named does not see the %s", what)
			}
		}
	})
}

// TestResultsDoNotHangOnWhoLooks: what is still shown to people outside is what those inside see.
func TestResultsDoNotHangOnWhoLooks(t *testing.T) {
	w := storetest.New(t)
	confide(t, w)
	results := func(m tenants.Member) map[string]string {
		in, err := w.For(now(t, w, m)).TargetInput(ctx)
		if err != nil {
			t.Fatal(err)
		}
		s, err := w.For(now(t, w, m)).Snapshot(ctx, editions(t), audienceOf(m))
		if err != nil {
			t.Fatal(err)
		}
		list := map[string]string{}
		for _, r := range measure.All(in) {
			list[r.Kind.Code] = fmt.Sprint(r.Line.Shown, r.Line.Result(), len(r.Lines))
		}
		for _, r := range s.Results {
			if list[r.Kind.Code] != fmt.Sprint(r.Line.Shown, r.Line.Result(), len(r.Lines)) {
				t.Errorf("%s: the workbook says %s", r.Kind.Code, r.Line.Result())
			}
		}
		return list
	}
	for _, m := range []tenants.Member{w.Commissioner, w.ProviderA, w.Reader} {
		before := results(m)
		begin(t, w, w.Lead)
		after := results(m)
		if len(after) == len(before) || after[measure.ContractLength] != "" || after[measure.EarlyTalks] != "" {
			t.Errorf("%s sees what contracts say: %v", m.Role, after)
		}
		delete(before, measure.ContractLength)
		delete(before, measure.EarlyTalks)
		if !reflect.DeepEqual(before, after) {
			t.Errorf("%s sees\n%v\nand saw\n%v", m.Role, after, before)
		}
		p, err := w.For(now(t, w, w.Lead)).Procurement(ctx)
		if err == nil {
			err = w.For(now(t, w, w.Lead)).EndProcurement(ctx, p.Version)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
}

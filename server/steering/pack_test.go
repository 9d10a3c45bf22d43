package steering

import (
	"context"
	"fmt"
	"io"
	"strings"
	"testing"

	"ipstoolkit/server/page/pagetest"
	"ipstoolkit/tenants"
	"ipstoolkit/tenants/store"
	"ipstoolkit/tenants/store/storetest"
	"ipstoolkit/toolkit/action"
	"ipstoolkit/toolkit/assessment"
	"ipstoolkit/toolkit/calendar"
	"ipstoolkit/toolkit/edition"
	"ipstoolkit/toolkit/register"
	"ipstoolkit/toolkit/snapshot"
)

// wanted plans a meeting with items, each with what it is about; a decision is wanted on each with a "?" at its end.
func wanted(t *testing.T, w *storetest.World, on string, items ...[2]string) {
	t.Helper()
	m := register.Meeting
	meeting := register.Row{Values: register.Values(m.On.As(on), m.Kind.As(register.SteeringMeeting), m.Stage.As(register.MeetingPlanned))}
	var rows []register.Row
	for n, item := range items {
		i := register.Item
		r := register.Row{Values: register.Values(i.Place.As(fmt.Sprint(n+1)), i.Kind.As(register.ItemOther), i.Title.As(item[0]))}
		if item[1] != "" {
			r.Values = register.With(r.Values, i.About.Name, item[1])
		}
		if strings.HasSuffix(item[0], "?") {
			r.Values = register.With(r.Values, i.Wanted.Name, "yes")
		}
		rows = append(rows, r)
	}
	if _, err := w.For(w.Lead).PlanMeeting(context.Background(), meeting, rows); err != nil {
		t.Fatal(err)
	}
}

// note records a priority.
func note(t *testing.T, w *storetest.World, key string, s assessment.Status, notes string) {
	t.Helper()
	p, _ := edition.Current().Priority(key)
	e, err := w.For(w.Lead).Entry(context.Background(), key)
	if err == nil {
		e.Status, e.Notes = s, notes
		_, err = w.For(w.Lead).SaveEntry(context.Background(), p, e)
	}
	if err != nil {
		t.Fatal(err)
	}
}

// sealed seals a quarter, with words in place of a workbook.
func sealed(t *testing.T, w *storetest.World, q calendar.Quarter) {
	t.Helper()
	l, err := edition.LoadFolder("")
	if err == nil {
		err = w.For(w.Lead).SealRound(context.Background(), l,
			store.Seal{Quarter: q, Workbook: func(to io.Writer, _ snapshot.Snapshot) error {
				_, err := io.WriteString(to, "a workbook")
				return err
			}})
	}
	if err != nil {
		t.Fatal(err)
	}
}

func asNow(t *testing.T, w *storetest.World, m tenants.Member) tenants.Member {
	t.Helper()
	m, err := w.Membership(context.Background(), m.Person.ID, m.Tenant.Code)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func TestAnEmptyPack(t *testing.T) {
	w := storetest.New(t)
	got := pagetest.Get(t, serve(t, w, w.Reader), "/icb/QWE/pack")
	got.Want(t, 200, "0 of 22 priorities", "No meeting is planned", "Nothing is overdue", "Nothing is recorded yet", "Not answered")
	if rows := len(got.In("#pack-rows-caption ~ tbody tr").Texts(t)); rows != 22 {
		t.Errorf("%d priorities", rows)
	}
	pagetest.Get(t, serve(t, w, w.ProviderA), "/icb/QWE/pack").Want(t, 403)
}

// What the pack says, in its order, to a reader and to a commissioner alike: roles and organisations, no names, nothing that is not
// shared with the group.
func TestThePack(t *testing.T) {
	w := storetest.New(t)
	wanted(t, w, "2027-01-20", [2]string{"Not at the next meeting?"})
	wanted(t, w, "2026-12-09", [2]string{"Which PCNs first?", "priority 5.1"}, [2]string{"Apologies"}, [2]string{"The chair of next year?"})
	note(t, w, "5.1", assessment.InProgress, "Text\nof 5.1")
	note(t, w, "1.2", assessment.InPlace, strings.Repeat("A long note. ", 40))
	for _, a := range []action.Action{
		{What: "Give out log-ins", Owner: action.Owner{Role: "Trust executive"}, Asked: action.Trust, Due: "2026-11-01", Shared: true},
		{What: "Find a room", Owner: action.Owner{Member: w.Lead.ID}, Asked: action.ICB, Due: "2026-12-24", Shared: true},
		{What: "Not for the group", Owner: action.Owner{Role: "Trust executive"}, Asked: action.Trust, Due: "2026-11-02"},
	} {
		a.State = action.Open
		if _, err := w.For(w.Lead).SaveAction(context.Background(), a); err != nil {
			t.Fatal(err)
		}
	}
	save(t, w, register.Events, "", map[string]string{
		"on": "2026-10-10", "what": "Tea and talk", "priority": "6.2", "stage": "work", "people": "4123", "said": "Calls come late",
		"did": "A call each week",
	})
	save(t, w, register.Risks, "", map[string]string{
		"what": "No log-ins yet", "level": "red", "path": "Honorary contracts", "owner": "Trust executive", "raised_on": "2026-10-10",
	})
	save(t, w, register.Risks, "", map[string]string{
		"what": "Is over", "level": "red", "raised_on": "2026-10-10",
		"closed_on": "2026-11-10",
	})
	for _, m := range []tenants.Member{w.Reader, w.Commissioner} {
		got := pagetest.Get(t, serve(t, w, m), "/icb/QWE/pack")
		got.Want(t, 200, "Red: No log-ins yet", "Path to green: Honorary contracts")
		got.Lacks(t, 200, "Is over")
		got.Want(t, 200, "1 of 22 priorities is in place", "Decisions needed on 9 December 2026", "Give out log-ins",
			"Trust executive, overdue since 1 November 2026", "by 24 December 2026", "You said: Calls come late",
			"We did: A call each week",
			"1 thing is overdue", "Trust executive, since 1 November 2026", "Text of 5.1", "Primary care network")
		got.Lacks(t, 200, "Not at the next meeting?", "Apologies", "Not for the group", w.Lead.Person.Name, "4,123", "As sealed on")
		body, at := got.Body, 0
		for _, part := range []string{
			"Decisions needed", "Which PCNs first?", "The chair of next year?", "Asked of the trust", "Asked of the PCNs",
			"Asked of the ICB",
			"Asked of providers", "Moved forward", "Moved back", "Furthest from target", "Strongest results", "Targets</h2>", "Open risks",
			"Overdue",
			"You said, we did", "All priorities", "Abbreviations used",
		} {
			next := strings.Index(body[at:], part)
			if next < 0 {
				t.Fatalf("%s: %q is not there, or too early", m.Role, part)
			}
			at += next
		}
		if strings.Count(body, "A long note.") > 12 {
			t.Error("a long note is not shortened")
		}
	}
}

// Procurement keeps back a decision about what it keeps back.
func TestDecisionsWantedInProcurement(t *testing.T) {
	w := storetest.New(t)
	wanted(t, w, "2026-12-09", [2]string{"How long a contract?", "priority 2.2"}, [2]string{"Who comes next?", "priority 1.2"})
	pagetest.Get(t, serve(t, w, w.Reader), "/icb/QWE/pack").Want(t, 200, "How long a contract?", "Who comes next?")
	if err := w.For(w.Lead).BeginProcurement(context.Background(), store.Naming{Members: []string{w.Lead.ID}}, "", ""); err != nil {
		t.Fatal(err)
	}
	for _, m := range []tenants.Member{w.Reader, w.Lead} {
		got := pagetest.Get(t, serve(t, w, asNow(t, w, m)), "/icb/QWE/pack")
		got.Want(t, 200, "Who comes next?")
		got.Lacks(t, 200, "How long a contract?")
	}
}

// A sealed quarter is read as it was sealed: later saves are in the present pack alone, and procurement closes what was sealed before.
func TestASealedPack(t *testing.T) {
	w := storetest.New(t)
	wanted(t, w, "2026-12-09", [2]string{"Which PCNs first?", "priority 5.1"})
	note(t, w, "5.1", assessment.InProgress, "As it was")
	sealed(t, w, "2026Q3")
	note(t, w, "5.1", assessment.InPlace, "Words of a later day")
	const then = "/icb/QWE/pack?round=2026Q3"
	for _, m := range []tenants.Member{w.Reader, w.Commissioner} {
		h := serve(t, w, m)
		now := pagetest.Get(t, h, "/icb/QWE/pack")
		now.Want(t, 200, "Words of a later day", "1 of 22 priorities", "as sealed on 20 November 2026", then[len("/icb/QWE"):])
		now.Lacks(t, 200, "As it was")
		old := pagetest.Get(t, h, then)
		old.Want(t, 200, "As sealed on 20 November 2026, version 1", "As it was", "0 of 22 priorities", "Which PCNs first?",
			"Download the sealed workbook")
		old.Lacks(t, 200, "Words of a later day")
		for _, none := range []string{"2026Q2", "2026Q9", "x"} {
			pagetest.Get(t, h, "/icb/QWE/pack?round="+none).Want(t, 404)
		}
	}
	pagetest.Get(t, serve(t, w, w.ProviderA), then).Want(t, 403)
	if err := w.For(w.Lead).BeginProcurement(context.Background(), store.Naming{Members: []string{w.Lead.ID}}, "", ""); err != nil {
		t.Fatal(err)
	}
	pagetest.Get(t, serve(t, w, asNow(t, w, w.Reader)), then).Lacks(t, 403, "As it was", "Which PCNs first?")
	pagetest.Get(t, serve(t, w, asNow(t, w, w.Lead)), then).Want(t, 200, "As it was")
}

// However much there is, the first page is bounded: what is left out is counted.
func TestTheFirstPageIsBounded(t *testing.T) {
	long := strings.Repeat("words without an end ", 30)
	var full snapshot.Told
	for _, code := range snapshot.PackParts {
		part := snapshot.PackPart{Code: code}
		for range 30 {
			part.Lines = append(part.Lines, snapshot.PackLine{Priority: "3.3", What: long, Beside: long})
		}
		full.Pack.Parts = append(full.Pack.Parts, part)
	}
	for range 40 {
		full.Pack.Targets = append(full.Pack.Targets, snapshot.PackTarget{Name: "A target with a name that is rather long"})
	}
	if m := fitting(full); m.lines != 1 {
		t.Errorf("%+v", m)
	}
	if m := fitting(snapshot.Told{}); m.lines != 6 {
		t.Errorf("%+v of an empty one", m)
	}
	for most, want := range map[int]string{-1: "", 0: "", 3: "And 3 more"} {
		if got := more(most); got != want {
			t.Errorf("%d: %q", most, got)
		}
	}
}

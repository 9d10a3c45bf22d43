package demo

import (
	"context"
	"os"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"ipstoolkit/server/demoidp"
	"ipstoolkit/tenants"
	"ipstoolkit/tenants/store"
	"ipstoolkit/toolkit/assessment"
	"ipstoolkit/toolkit/calendar"
	"ipstoolkit/toolkit/contract"
	"ipstoolkit/toolkit/edition"
	"ipstoolkit/toolkit/evidence"
	"ipstoolkit/toolkit/measure"
	"ipstoolkit/toolkit/register"
)

const issuer = "http://127.0.0.1:8080/demo-idp"

// usualDay is the day around which most tests lay the demonstration's data out.
var usualDay = time.Date(2026, 11, 20, 9, 0, 0, 0, time.UTC)

// usualDir holds them once for all tests, which only read them.
var usualDir string

func TestMain(m *testing.M) {
	var err error
	if usualDir, err = os.MkdirTemp("", "demo"); err != nil {
		panic(err)
	}
	code := m.Run()
	_ = os.RemoveAll(usualDir)
	os.Exit(code)
}

var fillUsual = sync.OnceValue(func() error {
	s, err := fill(usualDir, usualDay)
	if err == nil {
		err = s.Close()
	}
	return err
})

// usual is a store with the demonstration's data on the usual day.
func usual(t testing.TB) *store.Store {
	t.Helper()
	err := fillUsual()
	if err != nil {
		t.Fatal(err)
	}
	s, err := store.Open(context.Background(), store.Options{Dir: usualDir, Clock: func() time.Time { return usualDay }})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	return s
}

// fill makes a store with the demonstration's data, laid out around now.
func fill(dir string, now time.Time) (*store.Store, error) {
	ctx, clock := context.Background(), now
	s, err := store.Open(ctx, store.Options{Dir: dir, Clock: func() time.Time { return clock }})
	if err != nil {
		return nil, err
	}
	l, err := edition.LoadFolder("")
	if err == nil {
		err = Fill(ctx, s, l, issuer, now, func(at time.Time) { clock = at })
	}
	if err != nil {
		_ = s.Close()
	}
	return s, err
}

// member is a person of the demonstration in an ICB.
func member(t testing.TB, s *store.Store, key, code string) tenants.Member {
	t.Helper()
	p, err := s.SignedIn(context.Background(), issuer, key, personName(key), key+"@example.org")
	if err != nil {
		t.Fatal(err)
	}
	m, err := s.Membership(context.Background(), p.ID, code)
	if err != nil {
		t.Fatalf("%s in %s: %v", key, code, err)
	}
	return m
}

func TestDemoPeople(t *testing.T) {
	want := []string{
		"lead-demo1", "commissioner-demo1", "provider-a-demo1", "provider-b-demo1", "reader-demo1",
		"lead-demo2", "commissioner-demo2", "provider-a-demo2", "provider-b-demo2", "reader-demo2", "lead-demo3",
	}
	var got []string
	for _, p := range People() {
		got = append(got, p.Key)
	}
	if !slices.Equal(got, want) {
		t.Errorf("people %v, want %v", got, want)
	}
	if both := People()[2].Description; both != "Adds evidence and figures for Northside, and has the same role in DEMO2" {
		t.Errorf("of provider-a-demo1: %q", both)
	}
	if _, err := demoidp.New(demoidp.Config{Issuer: issuer, ClientID: "x", People: People()}); err != nil {
		t.Error(err)
	}
}

func TestDemoMatureICB(t *testing.T) {
	ctx, s, now := context.Background(), usual(t), usualDay
	lead := member(t, s, "lead-demo1", "DEMO1")
	entries, err := s.For(lead).Entries(ctx)
	if err != nil {
		t.Fatal(err)
	}
	p := assessment.Count(edition.Current(), entries, assessment.ReviewOn(calendar.At(now).Date(), assessment.OpenedRound{}))
	if want := (assessment.Counts{InPlace: 12, InProgress: 7, NotStarted: 2, NotAnswered: 1}); p.Counts != want || p.Reviewed != 17 {
		t.Errorf("%+v, %d reviewed", p.Counts, p.Reviewed)
	}
	for key, e := range entries {
		if e.Notes == "" || e.ChangedAt.Time().After(now) {
			t.Errorf("%s has no notes or was saved after now, %s", key, e.ChangedAt)
		}
	}
	events, err := s.For(lead).History(ctx, "priority", "1.1")
	if err != nil || len(events) != 5 || events[4].At.Date() != "2025-10-13" {
		t.Errorf("history of 1.1: %d events, %v", len(events), err)
	}
	list, err := s.For(lead).EvidenceList(ctx)
	if err != nil {
		t.Fatal(err)
	}
	states := map[evidence.State]int{}
	for _, e := range list {
		states[e.State]++
	}
	if states[evidence.Accepted] != 4 || states[evidence.Queried] != 1 || states[evidence.New] != 1 || states[evidence.Withdrawn] != 1 {
		t.Errorf("evidence by state %v", states)
	}
	if m := member(t, s, "provider-a-demo1", "DEMO2"); m.Role != tenants.Provider { // of both ICBs
		t.Errorf("provider-a-demo1 in DEMO2 is %s", m.Title())
	}
	own, err := s.For(member(t, s, "provider-a-demo1", "DEMO1")).EvidenceList(ctx)
	if err != nil || !slices.ContainsFunc(own,
		func(e evidence.Evidence) bool { return slices.Contains(e.Places, evidence.PlaceOf("3.4")) }) {
		t.Errorf("provider-a-demo1 has no evidence on 3.4 of DEMO1: %v", err)
	}
}

// Every provider of an ICB reads the shared notes, and none may learn another's figures or the end of its contract. So
// no sentence of them has a provider's name, or a contract, beside a number.
func TestDemoSharedNotes(t *testing.T) {
	icbs, err := readFiles()
	if err != nil {
		t.Fatal(err)
	}
	number := regexp.MustCompile(`(?i)\d|%|\b(two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)\b`)
	for _, icb := range icbs {
		names := "contracts?"
		for _, p := range icb.Providers {
			names += "|" + p.Name
		}
		about := regexp.MustCompile(`(?i)\b(` + names + `)\b`)
		for key, saves := range icb.Entries {
			for _, e := range saves {
				if e.Notes == nil {
					continue
				}
				for _, sentence := range regexp.MustCompile(`[.:;]\s|\n`).Split(*e.Notes, -1) {
					if about.MatchString(sentence) && number.MatchString(sentence) {
						t.Errorf("%s %s: %q belongs among the private notes", icb.Code, key, sentence)
					}
				}
			}
		}
	}
}

// The figures tell the same story as the notes.
func TestDemoResults(t *testing.T) {
	ctx, s := context.Background(), usual(t)
	for _, tt := range []struct{ person, icb, kind, shown, result string }{
		{"lead-demo1", "DEMO1", measure.JobOutcomeRate, "42.0%", "local 42% met; toolkit minimum 40% met"},
		{"lead-demo1", "DEMO1", measure.PeoplePerES, "41.1", "not met"},
		{"lead-demo1", "DEMO1", measure.ESPerTL, "7.6", "above 6 but acceptable"},
		{"lead-demo1", "DEMO1", measure.RetentionShare, "18.0%", "within the allowance"},
		{"provider-b-demo1", "DEMO1", measure.JobOutcomeRate, "37.9%", "local 42% not met"},
		{"lead-demo2", "DEMO2", measure.JobOutcomeRate, "31.1%", "not met"},
		{"reader-demo1", "DEMO1", measure.JobOutcomeRate, "42.0%", "local 42% met"},
		{"reader-demo2", "DEMO2", measure.JobOutcomeRate, "31.1%", "not met"},
		{"lead-demo1", "DEMO1", measure.SteeringMeetings, "4 of 4 quarters", "in every quarter"},
		{"lead-demo1", "DEMO1", measure.ContractMeetings, "7 of 8 quarters", "not in every quarter"},
		{"lead-demo1", "DEMO1", measure.FlowToMHSDS, "60.0%", "not all teams yet"},
		{"lead-demo1", "DEMO1", measure.FlowToTool, "100.0%", "all teams"},
		{"lead-demo1", "DEMO1", measure.Onboarding, "100.0%", "all new staff"},
		{"lead-demo1", "DEMO1", measure.PermanentShare, "100.0%", ""},
		{"lead-demo1", "DEMO1", measure.PCNCoverage, "28.6%", "not every PCN yet"},
		{"provider-b-demo1", "DEMO1", measure.FlowToMHSDS, "0.0%", "not all teams yet"},
		{"lead-demo2", "DEMO2", measure.SteeringMeetings, "2 of 4 quarters", "not in every quarter"},
	} {
		in, err := s.For(member(t, s, tt.person, tt.icb)).TargetInput(ctx)
		if err != nil {
			t.Fatal(err)
		}
		for _, r := range measure.All(in) {
			if r.Kind.Code == tt.kind && r.Own == nil && (r.Line.Shown != tt.shown || !strings.HasPrefix(r.Line.Result(), tt.result)) {
				t.Errorf("%s, %s: %s, %s; want %s, %s", tt.person, tt.kind, r.Line.Shown, r.Line.Result(), tt.shown, tt.result)
			}
		}
	}
}

func TestDemoContracts(t *testing.T) {
	ctx, s := context.Background(), usual(t)
	for icb, want := range map[string][]contract.Standing{
		"DEMO1": {contract.Held, contract.NotYetDue},
		"DEMO2": {contract.NotYetDue, contract.Overdue, contract.Overdue},
	} {
		list, err := s.For(member(t, s, "lead-"+strings.ToLower(icb), icb)).Contracts(ctx)
		if err != nil {
			t.Fatal(err)
		}
		var got []contract.Standing
		for _, c := range list {
			got = append(got, c.TalksOn(s.Today(), 6).Standing)
		}
		if !slices.Equal(got, want) {
			t.Errorf("%s: talks %v, want %v", icb, got, want)
		}
	}
}

func TestDemoEmptyICB(t *testing.T) {
	s := usual(t)
	entries, err := s.For(member(t, s, "lead-demo3", "DEMO3")).Entries(context.Background())
	if err != nil || len(entries) != 0 {
		t.Errorf("%d entries, %v", len(entries), err)
	}
	lists, err := s.For(member(t, s, "lead-demo3", "DEMO3")).Registers(context.Background())
	if err != nil || len(lists) != 0 {
		t.Errorf("%d registers, %v", len(lists), err)
	}
}

// A mature ICB has something in every list, saved by the people it is about, and nothing of it later than today.
func TestDemoRegisters(t *testing.T) {
	ctx, s, now := context.Background(), usual(t), usualDay
	for code, least := range map[string]int{"DEMO1": 1, "DEMO2": 0} {
		lists, err := s.For(member(t, s, "lead-"+strings.ToLower(code), code)).Registers(ctx)
		if err != nil {
			t.Fatal(err)
		}
		for _, l := range register.Lists {
			if len(lists[l.Code]) < least {
				t.Errorf("%s: nothing in the list %s", code, l.Name)
			}
			for _, r := range lists[l.Code] {
				others := l.Keeper == register.Provider && l.Code != register.Teams && !strings.HasPrefix(r.ChangedBy, "Provider")
				if r.ChangedAt.Time().After(now) || others {
					t.Errorf("%s, %s %s: saved by %s on %s", code, l.One, l.Title(r), r.ChangedBy, r.ChangedAt)
				}
			}
		}
	}
}

// The demonstration fills on any day: on the first and the last of a quarter and on a 29 February.
func TestDemoOnAnyDay(t *testing.T) {
	for _, day := range []string{"2026-04-01", "2026-12-31", "2028-02-29"} {
		t.Run(day, func(t *testing.T) {
			t.Parallel()
			s, err := fill(t.TempDir(), calendar.Date(day).Time().Add(8*time.Hour))
			if err != nil {
				t.Fatal(err)
			}
			_ = s.Close()
		})
	}
}

func TestMoment(t *testing.T) {
	now := time.Date(2026, 11, 20, 9, 0, 0, 0, time.UTC)
	for _, tt := range []struct {
		m    moment
		want calendar.Date
	}{
		{"", ""},
		{"today", "2026-11-20"},
		{"today-9", "2026-11-11"},
		{"q0", "2026-10-01"},
		{"q-4+12", "2025-10-13"},
		{"q+2 end", "2027-06-30"},
		{"q-1 end", "2026-09-30"},
	} {
		if got, err := tt.m.date(now); err != nil || got != tt.want {
			t.Errorf("%q is %q, %v; want %q", tt.m, got, err, tt.want)
		}
	}
	for _, wrong := range []moment{"tomorrow", "q", "q1 start", "2026-01-01"} {
		if got, err := wrong.date(now); err == nil {
			t.Errorf("%q is %q, want an error", wrong, got)
		}
	}
}

package snapshot_test

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"

	"ipstoolkit/toolkit/assessment"
	"ipstoolkit/toolkit/calendar"
	"ipstoolkit/toolkit/contract"
	"ipstoolkit/toolkit/edition"
	"ipstoolkit/toolkit/evidence"
	"ipstoolkit/toolkit/figures"
	"ipstoolkit/toolkit/measure"
	"ipstoolkit/toolkit/number"
	"ipstoolkit/toolkit/provider"
	"ipstoolkit/toolkit/record"
	"ipstoolkit/toolkit/snapshot"
	"ipstoolkit/toolkit/view"
)

// at is a snapshot on 20 November 2026, in quarter 3.
func at() snapshot.Snapshot {
	return snapshot.Snapshot{
		Audience: view.Commissioners,
		ICB:      snapshot.ICB{Code: "QWE", Name: "South West London"}, Edition: edition.Current(), At: "2026-11-20T09:00:00.000000Z",
		Entries: map[string]assessment.Entry{},
	}
}

// status sets a priority's status in a snapshot, and works out the status at the quarter's beginning from its history,
// newest first.
func status(s *snapshot.Snapshot, key string, now assessment.Status, changes ...snapshot.Event) {
	s.Entries[key] = assessment.Entry{Priority: key, Status: now, Version: 1}
	if s.Began == nil {
		s.Began = map[string]assessment.Status{}
	}
	s.Began[key] = snapshot.StatusesAt(s.Quarter().First(), s.Entries, changes)[key]
}

// listed are the events of a snapshot.
func listed(s snapshot.Snapshot) []snapshot.Event {
	var list []snapshot.Event
	for e := range s.Events.All() {
		list = append(list, e)
	}
	return list
}

// said is all that a snapshot holds, its events too.
func said(s snapshot.Snapshot) string { return fmt.Sprintf("%+v %+v", s, listed(s)) }

func change(key string, when calendar.Instant, from, to assessment.Status) snapshot.Event {
	return snapshot.Event{
		At: when, Kind: "priority", Subject: key,
		Changes: []snapshot.Change{{Field: "notes", Old: "a", New: "b"}, {Field: "status", Old: string(from), New: string(to)}},
	}
}

// TestSince works out the statuses at the end of 30 September, by London's clock, from the history.
func TestSince(t *testing.T) {
	const before, after = calendar.Instant("2026-09-30T22:59:59.999999Z"), calendar.Instant("2026-09-30T23:00:00.000000Z")
	for _, test := range []struct {
		name    string
		now     assessment.Status
		history []snapshot.Event
		want    string
	}{
		{"never answered", "", nil, "same"},
		{
			"answered in the quarter", assessment.NotStarted,
			[]snapshot.Event{change("1.1", after, "", assessment.NotStarted)},
			"first",
		},
		{"answered a moment before it", assessment.NotStarted, []snapshot.Event{change("1.1", before, "", assessment.NotStarted)}, "same"},
		{"moved twice in it", assessment.InPlace, []snapshot.Event{
			change("1.1", "2026-11-10T10:00:00.000000Z", assessment.InProgress, assessment.InPlace),
			change("1.1", "2026-10-10T10:00:00.000000Z", assessment.NotStarted, assessment.InProgress),
			change("1.1", "2026-07-10T10:00:00.000000Z", "", assessment.NotStarted),
		}, "forward from Not started"},
		{"there and back", assessment.InPlace, []snapshot.Event{
			change("1.1", "2026-11-10T10:00:00.000000Z", assessment.InProgress, assessment.InPlace),
			change("1.1", "2026-10-10T10:00:00.000000Z", assessment.InPlace, assessment.InProgress),
		}, "same"},
		{
			"further away", assessment.InProgress,
			[]snapshot.Event{change("1.1", "2026-10-10T10:00:00.000000Z", assessment.InPlace, assessment.InProgress)},
			"back from In place",
		},
		{"cleared", "", []snapshot.Event{change("1.1", "2026-10-10T10:00:00.000000Z", assessment.NotStarted, "")}, "back from Not started"},
		{
			"a save that left the status alone", assessment.InPlace,
			[]snapshot.Event{{
				At: after, Kind: "priority", Subject: "1.1",
				Changes: []snapshot.Change{{Field: "notes", Old: "", New: "in_progress"}},
			}},
			"same",
		},
		{
			"another kind with the same subject", assessment.InPlace,
			[]snapshot.Event{{
				At: after, Kind: "contract", Subject: "1.1",
				Changes: []snapshot.Change{{Field: "status", Old: "not_started"}},
			}},
			"same",
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			s := at()
			status(&s, "1.1", test.now, test.history...)
			m := s.Since()
			got := "same"
			switch {
			case len(m.Forward) == 1 && len(m.Back) == 0 && m.Forward[0].Priority.Key == "1.1" && m.Forward[0].To == test.now:
				got = "forward from " + m.Forward[0].From.Words()
			case len(m.Back) == 1 && len(m.Forward) == 0 && m.Back[0].To == test.now:
				got = "back from " + m.Back[0].From.Words()
			case len(m.First) == 1 && len(m.Forward)+len(m.Back) == 0 && m.First[0].To == test.now:
				got = "first"
			}
			if got != test.want || m.Same+len(m.Forward)+len(m.Back)+len(m.First) != 22 || m.None() != (got == "same") {
				t.Errorf("got %s (%+v), want %s", got, m, test.want)
			}
		})
	}
}

// A first answer of any status is neither a step forward nor the same.
func TestFirstAnswersAreCountedApart(t *testing.T) {
	s := at()
	for key, now := range map[string]assessment.Status{
		"1.1": assessment.NotStarted, "1.2": assessment.InProgress, "1.3": assessment.InPlace,
	} {
		status(&s, key, now, change(key, "2026-10-10T10:00:00.000000Z", "", now))
	}
	status(&s, "2.1", assessment.InPlace, change("2.1", "2026-10-10T10:00:00.000000Z", assessment.InProgress, assessment.InPlace))
	if got, want := s.Since().Words(), "1 moved forward, 0 moved back, 3 first answers, 18 the same"; got != want {
		t.Errorf("%s, want %s", got, want)
	}
	if one := (snapshot.Moves{First: make([]snapshot.Move, 1)}).Words(); !strings.Contains(one, ", 1 first answer, ") {
		t.Error(one)
	}
}

func TestInPlaceBefore(t *testing.T) {
	s := at()
	status(&s, "1.1", assessment.InPlace, change("1.1", "2026-10-10T10:00:00.000000Z", "", assessment.InPlace))
	status(&s, "1.2", assessment.InPlace)
	status(&s, "1.3", assessment.InProgress, change("1.3", "2026-10-09T10:00:00.000000Z", assessment.InPlace, assessment.InProgress))
	if now, before := s.Progress().InPlace, s.InPlaceBefore(); now != 2 || before != 2 {
		t.Errorf("%d in place now and %d before, want 2 and 2", now, before)
	}
}

func TestOverdue(t *testing.T) {
	s := at()
	s.Providers = []provider.Provider{{ID: "n", Name: "Northside"}}
	s.Entries = map[string]assessment.Entry{
		"1.1": {ReviewOn: "2026-11-19", OwnerName: "Person lead", OwnerTitle: view.Title{Words: "ICB administrator", Organised: true}},
		"1.2": {ReviewOn: "2026-11-20"}, // today is not late
		"1.3": {ReviewOn: "2026-01-01"},
	}
	s.Contracts = []contract.Contract{
		{ID: "late", Provider: "n", Name: "Late", Start: "2024-04-01", End: "2027-03-31"}, // the conversation was due by 30 September 2026
		{ID: "over", Provider: "n", Name: "Over", Start: "2020-04-01", End: "2026-03-31"},
		{
			ID: "held", Provider: "n", Name: "Held", Start: "2024-04-01", End: "2027-03-31",
			Talks: []contract.Talk{{HeldOn: "2026-10-30", ForEnd: "2027-03-31"}},
		},
		{ID: "open", Provider: "n", Name: "Open", Start: "2024-04-01"},
	}
	s.Evidence = []evidence.Evidence{
		{
			Title: "Old", ReviewOn: "2026-10-31", State: evidence.Accepted, Provider: "n", ProviderName: "Northside",
			Places: []evidence.Place{{Priority: "2.1"}},
		},
		{Title: "Gone", ReviewOn: "2026-10-31", State: evidence.Withdrawn},
		{Title: "Fresh", ReviewOn: "2027-10-31"},
		{Title: "Today", ReviewOn: "2026-11-20"},
	}
	third, _ := s.Edition.Priority("1.3")
	first, _ := s.Edition.Priority("1.1")
	want := []snapshot.Late{
		{Priority: "1.3", What: "Review: " + third.Name, Since: "2026-01-01"},
		{Priority: "1.1", What: "Conversation about extension or re-procurement: Late", Since: "2026-09-30", Owner: "Northside"},
		{Priority: "2.1", What: "Review the evidence: Old", Since: "2026-10-31", Owner: "Northside"},
		{Priority: "1.1", What: "Review: " + first.Name, Since: "2026-11-19", Owner: "Person lead, ICB administrator"},
	}
	if got := s.Overdue(); !reflect.DeepEqual(got, want) {
		t.Errorf("got  %+v\nwant %+v", got, want)
	}
	group := s.For(view.SteeringGroup).Overdue()
	if len(group) != 2 || group[1].Owner != "ICB administrator" {
		t.Errorf("the steering group sees %+v", group)
	}
	if own := s.For(view.Provider("n")).Overdue(); len(own) != 3 {
		t.Errorf("the provider sees %+v, want reviews and its evidence, no talks", own)
	}
}

// TestOwnersBecomeTitles: the steering group's history has no names of people.
func TestOwnersBecomeTitles(t *testing.T) {
	s := at()
	s.People = map[string][]view.Title{
		"Person lead": {{Words: "ICB administrator", Organised: true}}, "Person p": {{Words: "Northside (provider)", Organised: true}},
		"Person c": {{Words: "Commissioner"}, {Words: "Southside (provider)", Organised: true}},
	}
	s.Events = snapshot.Listed(snapshot.Event{
		At: "2026-11-05T10:00:00.000000Z", Who: "Person c", Role: view.Title{Words: "Commissioner"}, Kind: "priority", Subject: "1.1",
		Changes: []snapshot.Change{
			{Field: "owner", Old: "", New: "Person lead"},
			{Field: "owner", Old: "Person p", New: "Person c"},
			{Field: "owner", Old: "Person unknown", New: ""},
		},
	})
	e := listed(s.For(view.SteeringGroup))[0]
	got := fmt.Sprint(e.By(), e.Changes[0].New, "; ", e.Changes[1].Old, "; ", e.Changes[1].New, "; ", e.Changes[2].Old, e.Changes[2].New)
	if want := "Commissioner, ICBICB administrator; Northside (provider); Commissioner, ICB or Southside (provider); a member of " +
		"the ICB"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	if of := listed(s)[0]; of.Who != "Person c" || of.Changes[1].Old != "Person p" {
		t.Error("the snapshot it was made from has changed")
	}
}

// TestAProviderCannotWorkOutItsRival: beside a provider's own figures the ICB's numbers of people are left out.
func TestAProviderCannotWorkOutItsRival(t *testing.T) {
	s := at()
	s.Providers = []provider.Provider{{ID: "n", Name: "Northside"}, {ID: "r", Name: "Riverside"}}
	for _, q := range []calendar.Quarter{"2025Q3", "2025Q4", "2026Q1", "2026Q2"} {
		for _, p := range []string{"n", "r"} {
			s.Returns = append(s.Returns, figures.Return{
				Provider: p, Quarter: q, State: figures.Accepted,
				AccessUnemployed: number.CountOf(40), AccessRetention: number.CountOf(9), FirstJobStarts: number.CountOf(17),
			})
		}
	}
	s.Contracts = []contract.Contract{{Provider: "r", Name: "Theirs", Start: "2026-04-01", End: "2028-03-31"}}
	own := s.For(view.Provider("n"))
	for _, r := range own.Shared {
		if r.Line.Sum != "" || len(r.Lines) > 0 || r.Trend != nil || r.Kind.Code == measure.YearsAccess && r.Line.Shown != "not shown" ||
			r.Kind.Code == measure.ContractLength {
			t.Errorf("%s: %+v", r.Kind.Name, r.Line)
		}
		if r.Kind.Code == measure.JobOutcomeRate && (r.Line.Shown != "not shown" || r.Line.Period != "" || r.Line.Verdict.Words != "") {
			t.Errorf("of two providers the ICB's rate is %+v", r.Line)
		}
	}
	s.Providers = append(s.Providers, provider.Provider{ID: "h", Name: "Hilltop"})
	for _, r := range slices.Clone(s.Returns) {
		if r.Provider == "r" {
			r.Provider = "h"
			s.Returns = append(s.Returns, r)
		}
	}
	for _, r := range s.For(view.Provider("n")).Shared {
		if r.Kind.Code == measure.JobOutcomeRate && (r.Line.Shown != "42.5%" || r.Line.Value != nil) {
			t.Errorf("of three providers the ICB's rate is %+v, want 42.5%% as shown", r.Line)
		}
	}
	if len(own.Shared) == 0 || len(own.Results) == 0 || len(own.Returns) != 4 {
		t.Errorf("%d shared results, %d of its own, %d returns", len(own.Shared), len(own.Results), len(own.Returns))
	}
}

// TestWhoseEvidenceAProviderReads: its own and the ICB's shared evidence, but never a rival's.
func TestWhoseEvidenceAProviderReads(t *testing.T) {
	s := at()
	s.Evidence = []evidence.Evidence{
		{ID: "own", Provider: "n"},
		{ID: "own, shared", Provider: "n", Shared: true},
		{ID: "the ICB's"},
		{ID: "the ICB's, shared", Shared: true},
		{ID: "a rival's", Provider: "r"},
		{ID: "a rival's, shared", Provider: "r", Shared: true},
	}
	var events []snapshot.Event
	for _, e := range s.Evidence {
		events = append(events, snapshot.Event{At: s.At, Kind: record.Evidence, Subject: e.ID})
	}
	s.Events = snapshot.Listed(events...)
	own := s.For(view.Provider("n"))
	var got, told []string
	for _, e := range own.Evidence {
		got = append(got, e.ID)
	}
	for _, e := range listed(own) {
		told = append(told, e.Subject)
	}
	if want := []string{"own", "own, shared", "the ICB's, shared"}; !slices.Equal(got, want) || !slices.Equal(told, want) {
		t.Errorf("reads %q and the history of %q, want %q", got, told, want)
	}
}

// TestOtherSavesDoNotHideAStatus: saves of other kinds come between those of priorities in the history.
func TestOtherSavesDoNotHideAStatus(t *testing.T) {
	s := at()
	status(&s, "1.1", assessment.InPlace,
		snapshot.Event{At: "2026-11-02T10:00:00.000000Z", Kind: "contract", Subject: "k"},
		change("1.1", "2026-11-01T10:00:00.000000Z", assessment.NotStarted, assessment.InPlace))
	if m := s.Since(); len(m.Forward) != 1 || m.Forward[0].From != assessment.NotStarted {
		t.Errorf("%+v, want one moved forward from Not started", m)
	}
}

// TestWhatTheGroupReadsOfAProvider: rivals sit on it, and who delivers under whom is between them and the ICB.
func TestWhatTheGroupReadsOfAProvider(t *testing.T) {
	s := at()
	whole := provider.Provider{
		ID: "r", Name: "Riverside", Kind: "cic", Stage: provider.NewService, Place: "Bath", Ended: true, Under: "n",
		Version: 3,
	}
	s.Providers, s.ICB.ByProvider = []provider.Provider{whole}, true
	want := whole
	want.Under, want.Version = "", 0
	if got := s.For(view.SteeringGroup).Providers; len(got) != 1 || got[0] != want {
		t.Errorf("the steering group reads %+v, want %+v", got, want)
	}
	for name, a := range map[string]view.Audience{"commissioners": view.Commissioners, "the provider": view.Provider("r")} {
		if got := s.For(a).Providers; len(got) != 1 || got[0] != whole {
			t.Errorf("%s: %+v, want %+v", name, got, whole)
		}
	}
}

// A provider reads beside its own figures that not all have come in, never who is late.
func TestAProviderDoesNotReadWhoIsLate(t *testing.T) {
	s := at()
	s.Providers = []provider.Provider{{ID: "n", Name: "Northside"}, {ID: "r", Name: "Riverside"}, {ID: "h", Name: "Hilltop"}}
	for _, id := range []string{"n", "r", "h"} {
		s.Contracts = append(s.Contracts, contract.Contract{Provider: id, Start: "2024-04-01", End: "2028-03-31"})
	}
	for _, id := range []string{"n", "h"} {
		s.Returns = append(s.Returns, figures.Return{
			Provider: id, Quarter: "2026Q2", State: figures.Accepted,
			AccessUnemployed: number.CountOf(40), AccessRetention: number.CountOf(9), FirstJobStarts: number.CountOf(17),
		})
	}
	s.ICB.ByProvider = true // the steering group would read it
	said := 0
	for _, r := range s.For(view.Provider("n")).Shared {
		for _, since := range r.Since {
			said++
			if words := since.Words(); strings.Contains(words, "Riverside") || strings.Contains(words, "Hilltop") || since.By != 2 ||
				since.Of != 3 {
				t.Errorf("%s: %s", r.Kind.Code, words)
			}
		}
	}
	if said == 0 {
		t.Error("nothing is said of the quarter that has begun to come in")
	}
	// Of two providers, what the ICB waits for would say that the other is late.
	s.Providers = slices.DeleteFunc(s.Providers, func(p provider.Provider) bool { return p.ID == "h" })
	s.Contracts = slices.DeleteFunc(s.Contracts, func(c contract.Contract) bool { return c.Provider == "h" })
	s.Returns = slices.DeleteFunc(s.Returns, func(r figures.Return) bool { return r.Provider == "h" })
	for _, r := range s.For(view.Provider("n")).Shared {
		if len(r.Since) > 0 || r.Kind.Code == measure.JobOutcomeRate && r.Line.Shown != "not shown" {
			t.Errorf("%s of two providers: %+v, %+v", r.Kind.Code, r.Line, r.Since)
		}
	}
}

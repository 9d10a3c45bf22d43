package store_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"ipstoolkit/tenants"
	"ipstoolkit/tenants/store/storetest"
	"ipstoolkit/toolkit/assessment"
	"ipstoolkit/toolkit/contract"
	"ipstoolkit/toolkit/edition"
	"ipstoolkit/toolkit/evidence"
	"ipstoolkit/toolkit/figures"
	"ipstoolkit/toolkit/measure"
	"ipstoolkit/toolkit/number"
	"ipstoolkit/toolkit/snapshot"
	"ipstoolkit/toolkit/staffing"
	"ipstoolkit/toolkit/view"
)

func editions(t *testing.T) *edition.Library {
	t.Helper()
	l, err := edition.LoadFolder("")
	if err != nil {
		t.Fatal(err)
	}
	return l
}

// fillForSnapshot records something of each kind: A's and B's in the ICB, and the other ICB's.
func fillForSnapshot(t *testing.T, w *storetest.World) {
	t.Helper()
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	entry := func(m tenants.Member, notes, private string) {
		_, err := w.For(m).SaveEntry(ctx, priority(t, "3.4"),
			assessment.Entry{Status: assessment.InPlace, Notes: notes, PrivateNotes: private, Owner: m.ID})
		must(err)
	}
	entry(w.Commissioner, "shared notes", "private notes")
	entry(w.ForeignLead, "foreign notes", "foreign private")
	for _, of := range []struct {
		commissioner, provider tenants.Member
		name                   string
	}{{w.Commissioner, w.ProviderA, "own"}, {w.Commissioner, w.ProviderB, "rival"}, {w.ForeignLead, w.ForeignProvider, "foreign"}} {
		add(t, w, of.provider, func(e *evidence.Evidence) { e.Title = of.name + " minutes" })
		_, err := w.For(of.commissioner).SaveContract(ctx, contract.Contract{
			Provider: of.provider.Provider, Name: of.name + " contract", Start: "2025-04-01", End: "2028-03-31",
			Talks: []contract.Talk{{HeldOn: "2026-10-01", ForEnd: "2028-03-31", Note: of.name + " talk"}},
		})
		must(err)
		_, err = w.For(of.provider).SaveReturn(ctx, figures.Return{
			Provider: of.provider.Provider, Quarter: "2026Q2", AccessUnemployed: number.CountOf(40), AccessRetention: number.CountOf(8),
			FirstJobStarts: number.CountOf(17), KeptWork: number.CountOf(5), Note: of.name + " return",
			InPost: figures.Posts{ES: number.FTEOf(400), TL: number.FTEOf(100), SM: number.FTEOf(50)},
		}, figures.Submit)
		must(err)
	}
	must(w.For(w.Commissioner).SaveTargetValue(ctx,
		measure.Local{Kind: measure.YearsAccess, Year: 2026, Value: number.Amount{Hundredths: 200_00, Known: true}, Reason: "the plan"}))
	own, err := w.For(w.Commissioner).SaveOwnTarget(ctx,
		measure.Own{
			Name: "own target", Unit: measure.Number, Direction: measure.AtLeast,
			Value: number.Amount{Hundredths: 60_00, Known: true},
		})
	must(err)
	must(w.For(w.Commissioner).SaveMeasure(ctx,
		measure.ByHand{Target: own.ID, Quarter: "2026Q2", Value: number.Amount{Hundredths: 64_00, Known: true}, Note: "by hand"}))
}

// TestSnapshotHoldsWhatAMemberMaySee fills two ICBs and looks for each text in the snapshot of each role.
func TestSnapshotHoldsWhatAMemberMaySee(t *testing.T) {
	storetest.Each(t, func(t *testing.T, w *storetest.World) {
		fillForSnapshot(t, w)
		for _, test := range []struct {
			name     string
			member   tenants.Member
			audience view.Audience
			has      []string
			hasNot   []string
		}{
			{
				"administrator", w.Lead, view.Commissioners,
				[]string{
					"shared notes", "private notes", "own minutes", "rival minutes", "own contract", "rival contract", "own talk",
					"rival return", "the plan", "own target", "by hand",
				},
				[]string{"foreign"},
			},
			{
				"reader", w.Reader, view.SteeringGroup,
				[]string{"shared notes", "the plan", "own target"},
				[]string{
					"private notes", "minutes", "contract:", "own contract", "rival", "talk", "return:", "foreign",
					"Person commissioner",
				},
			},
			{
				"provider", w.ProviderA, view.Provider(w.ProviderA.Provider),
				[]string{"shared notes", "own minutes", "own contract", "own return"},
				[]string{"private notes", "rival", "talk", "foreign", w.ProviderB.Provider},
			},
		} {
			t.Run(test.name, func(t *testing.T) {
				s, told, err := taken(w.For(test.member).Snapshot(ctx, editions(t), test.audience))
				if err != nil {
					t.Fatal(err)
				}
				if s.Audience != test.audience || s.ICB.Code != "QWE" || s.Edition.ID != "2026-03" ||
					s.At != "2026-11-20T09:00:00.000000Z" || s.Version == 0 {
					t.Errorf("audience %v, ICB %+v, at %s, version %d", s.Audience, s.ICB, s.At, s.Version)
				}
				value := fmt.Sprintf("%+v %+v", s, told)
				for _, text := range test.has {
					if !strings.Contains(value, text) {
						t.Errorf("%q is not in it", text)
					}
				}
				for _, text := range test.hasNot {
					if strings.Contains(value, text) {
						t.Errorf("%q is in it", text)
					}
				}
				if len(s.Results) == 0 || s.Entry("3.4").Status != assessment.InPlace {
					t.Errorf("%d results, status %q", len(s.Results), s.Entry("3.4").Status)
				}
			})
		}
	})
}

// audienceOf is the audience of the workbook that a member has.
func audienceOf(m tenants.Member) view.Audience {
	switch {
	case m.Can(tenants.WorkbookFull):
		return view.Commissioners
	case m.Can(tenants.WorkbookGroup):
		return view.SteeringGroup
	}
	return view.Provider(m.Provider)
}

// taken reads the events of a snapshot too.
func taken(s snapshot.Snapshot, err error) (snapshot.Snapshot, []snapshot.Event, error) {
	var told []snapshot.Event
	for e, failed := range s.Events.All() {
		if err == nil {
			err = failed
		}
		told = append(told, e)
	}
	return s, told, err
}

// both are a snapshot and what it tells of as one value.
func both(s snapshot.Snapshot, err error) (any, error) {
	s, told, err := taken(s, err)
	return []any{s, told}, err
}

// TestSnapshotTellsOfEightQuarters: saves before are left out, and those made after it too.
// The steering group's tells of two. It has all others once, the
// newest first, no matter how many pieces they are read in.
func TestSnapshotTellsOfEightQuarters(t *testing.T) {
	storetest.Each(t, func(t *testing.T, w *storetest.World) {
		save := func(on time.Time, notes string) {
			t.Helper()
			w.Clock.Set(on)
			if _, err := w.For(w.Lead).SaveEntry(ctx, priority(t, "3.4"),
				assessment.Entry{Status: assessment.InProgress, Notes: notes, Version: version(t, w, "3.4")}); err != nil {
				t.Fatal(err)
			}
		}
		save(time.Date(2024, 12, 31, 23, 59, 0, 0, time.UTC), "eight quarters ago and a minute")
		const saves = 452
		for n := range saves - 2 {
			save(time.Date(2025, 1, 1, 0, n, 0, 0, time.UTC), fmt.Sprint("note ", n))
		}
		save(time.Date(2026, 6, 30, 22, 59, 0, 0, time.UTC), fmt.Sprint("note ", saves-2))
		save(time.Date(2026, 6, 30, 23, 0, 0, 0, time.UTC), fmt.Sprint("note ", saves-1)) // 1 July in London
		add(t, w, w.ProviderA, func(e *evidence.Evidence) { e.Title = "minutes" })
		w.Clock.Set(time.Date(2026, 11, 20, 9, 0, 0, 0, time.UTC))
		for name, m := range map[string]tenants.Member{"full": w.Lead, "steering": w.Reader, "provider": w.ProviderB} {
			s, err := w.For(m).Snapshot(ctx, editions(t), audienceOf(m))
			if err != nil {
				t.Fatal(err)
			}
			save(time.Date(2026, 11, 20, 9, 1, 0, 0, time.UTC), "after the snapshot for "+name)
			w.Clock.Set(time.Date(2026, 11, 20, 9, 0, 0, 0, time.UTC))
			_, told, err := taken(s, nil)
			if err != nil {
				t.Fatal(err)
			}
			var notes []string
			for _, e := range told {
				for _, c := range e.Changes {
					if c.Field == "notes" {
						notes = append(notes, c.New)
					}
					if c.New == "minutes" && name != "full" {
						t.Errorf("%s: it tells of another's evidence", name)
					}
				}
			}
			notes = slices.DeleteFunc(notes, func(text string) bool {
				return strings.HasPrefix(text, "after the snapshot for ") && !strings.HasSuffix(text, name)
			})
			want := saves
			if name == "steering" {
				want = 1 // since the last quarter began
			}
			if len(notes) != want {
				t.Fatalf("%s: it tells of %d saves, want %d", name, len(notes), want)
			}
			for i, text := range notes {
				if want := fmt.Sprint("note ", saves-1-i); text != want {
					t.Fatalf("%s: %d is %q, want %q", name, i, text, want)
				}
			}
			if s.Began["3.4"] != assessment.InProgress {
				t.Errorf("%s: the quarter began with %q", name, s.Began["3.4"])
			}
		}
	})
}

// version is that of a priority's entry, 0 while there is none.
func version(t *testing.T, w *storetest.World, key string) int {
	t.Helper()
	e, err := w.For(w.Lead).Entry(ctx, key)
	if err != nil {
		t.Fatal(err)
	}
	return e.Version
}

// TestSnapshotAndPagesGiveTheSameResults: the workbook's numbers are the pages'.
func TestSnapshotAndPagesGiveTheSameResults(t *testing.T) {
	storetest.Each(t, func(t *testing.T, w *storetest.World) {
		fillForSnapshot(t, w)
		for name, m := range map[string]tenants.Member{"commissioner": w.Commissioner, "reader": w.Reader, "provider": w.ProviderA} {
			in, err := w.For(m).TargetInput(ctx)
			if err != nil {
				t.Fatal(err)
			}
			s, err := w.For(m).Snapshot(ctx, editions(t), audienceOf(m))
			if err != nil {
				t.Fatal(err)
			}
			page := measure.All(in)
			if len(page) != len(s.Results) {
				t.Fatalf("%s: %d results on the page, %d in the snapshot", name, len(page), len(s.Results))
			}
			for i, r := range page {
				if got := s.Results[i]; got.Kind.Code != r.Kind.Code || got.Line.Shown != r.Line.Shown ||
					got.Line.Result() != r.Line.Result() || len(got.Lines) != len(r.Lines) {
					t.Errorf("%s, %s: page %q, %q; snapshot %q, %q", name, r.Kind.Code, r.Line.Shown, r.Line.Result(), got.Line.Shown,
						got.Line.Result())
				}
			}
		}
	})
}

// TestTheGroupReadsTheCommissionersPosts: the posts in the steering group's snapshot are worked out from the same plan.
func TestTheGroupReadsTheCommissionersPosts(t *testing.T) {
	storetest.Each(t, func(t *testing.T, w *storetest.World) {
		fillForSnapshot(t, w)
		rows := w.For(w.Commissioner)
		in, err := rows.TargetInput(ctx)
		if err != nil {
			t.Fatal(err)
		}
		if !slices.ContainsFunc(in.Locals, func(l measure.Local) bool { return l.Kind == measure.YearsAccess && l.Year == 2026 }) {
			access := measure.Local{
				Kind: measure.YearsAccess, Year: 2026, Value: number.Amount{Hundredths: 400_00, Known: true}, Reason: "MTPF",
			}
			if err := rows.SaveTargetValue(ctx, access); err != nil {
				t.Fatal(err)
			}
		}
		facts, err := rows.PlanFacts(ctx)
		if err != nil {
			t.Fatal(err)
		}
		y := facts.Year(2026)
		y.Values["retention"] = "2000"
		if err := rows.SavePlanYear(ctx, y); err != nil {
			t.Fatal(err)
		}
		if facts, err = rows.PlanFacts(ctx); err != nil {
			t.Fatal(err)
		}
		needed := []string{staffing.Needed(facts.AsPlanned(2026).ICB.Posts[staffing.ES].Needed)} // as the page of the plan says
		for _, m := range []tenants.Member{w.Commissioner, w.Reader} {
			s, err := w.For(m).Snapshot(ctx, editions(t), audienceOf(m))
			if err != nil {
				t.Fatal(err)
			}
			years, _ := s.StaffingYears()
			for _, one := range years {
				if one.Recorded.Year() == 2026 {
					needed = append(needed, staffing.Needed(one.Plan.ICB.Posts[staffing.ES].Needed))
				}
			}
		}
		if len(needed) != 3 || needed[0] != needed[1] || needed[0] != needed[2] || needed[0] == "" {
			t.Errorf("the plan, commissioners and the steering group read %q", needed)
		}
	})
}

func TestSnapshotRefusals(t *testing.T) {
	storetest.Each(t, func(t *testing.T, w *storetest.World) {
		operator := tenants.Member{Tenant: w.Lead.Tenant, Role: tenants.Operator}
		for _, test := range []struct {
			name   string
			member tenants.Member
			of     view.Audience
			want   error
		}{
			{"operator", operator, view.Commissioners, tenants.ErrForbidden},
			{"a reader's full one", w.Reader, view.Commissioners, tenants.ErrForbidden},
			{"a provider's of the steering group", w.ProviderA, view.SteeringGroup, tenants.ErrForbidden},
			{"a provider's of its rival", w.ProviderA, view.Provider(w.ProviderB.Provider), tenants.ErrForbidden},
			{"a commissioner's of a provider", w.Commissioner, view.Provider(w.ProviderA.Provider), tenants.ErrForbidden},
			{
				"a provider's member without a provider",
				tenants.Member{Tenant: w.Lead.Tenant, Role: tenants.Provider},
				view.Provider(""),
				tenants.ErrForbidden,
			},
			{"no ICB", tenants.Member{Role: tenants.Lead}, view.Commissioners, tenants.ErrNotFound},
			{
				"an unknown ICB",
				tenants.Member{Tenant: tenants.Tenant{Code: "QQQ"}, Role: tenants.Lead},
				view.Commissioners,
				tenants.ErrNotFound,
			},
		} {
			t.Run(test.name, func(t *testing.T) {
				if _, err := w.For(test.member).Snapshot(ctx, editions(t), test.of); !errors.Is(err, test.want) {
					t.Errorf("%v, want %v", err, test.want)
				}
			})
		}
	})
}

func TestExportIsInTheHistory(t *testing.T) {
	storetest.Each(t, func(t *testing.T, w *storetest.World) {
		if err := w.For(w.Reader).Exported(ctx, "steering", 42); err != nil {
			t.Fatal(err)
		}
		history, err := w.For(w.Lead).History(ctx, "workbook", "steering")
		if err != nil || len(history) != 1 || history[0].Act != "downloaded" || history[0].Who != "Person reader" ||
			history[0].Changes[0].New != "42" {
			t.Errorf("%+v, %v", history, err)
		}
	})
}

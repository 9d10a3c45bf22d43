package store_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"ipstoolkit/tenants"
	"ipstoolkit/tenants/store/storetest"
	"ipstoolkit/toolkit/calendar"
	"ipstoolkit/toolkit/figures"
	"ipstoolkit/toolkit/measure"
	"ipstoolkit/toolkit/number"
	"ipstoolkit/toolkit/problem"
)

func hundredths(n int64) number.Amount { return number.Amount{Hundredths: n, Known: true} }

func TestTargetValues(t *testing.T) {
	storetest.Each(t, func(t *testing.T, w *storetest.World) {
		rows := w.For(w.Commissioner)
		value := measure.Local{Kind: measure.JobOutcomeRate, Year: 2026, Value: hundredths(35_00), Reason: "A new service"}
		if err := rows.SaveTargetValue(ctx, value); err != nil {
			t.Fatal(err)
		}
		if err := rows.SaveTargetValue(ctx, value); !errors.Is(err, tenants.ErrStale) {
			t.Errorf("a second first save: %v", err)
		}
		in, err := rows.TargetInput(ctx)
		value.Version = 1
		if err != nil || len(in.Locals) != 1 || in.Locals[0] != value {
			t.Fatalf("kept %+v, %v", in.Locals, err)
		}
		if in, err := w.For(w.ForeignLead).TargetInput(ctx); err != nil || len(in.Locals) != 0 {
			t.Errorf("another ICB sees %+v, %v", in.Locals, err)
		}
		if err := rows.RemoveTargetValue(ctx, measure.Local{Kind: measure.JobOutcomeRate, Year: 2026}); !errors.Is(err, tenants.ErrStale) {
			t.Errorf("removed without its version: %v", err)
		}
		if err := rows.RemoveTargetValue(ctx, value); err != nil {
			t.Fatal(err)
		}
		if in, _ := rows.TargetInput(ctx); len(in.Locals) != 0 {
			t.Errorf("after removal %+v", in.Locals)
		}
		events, err := rows.History(ctx, "target", "job-outcome-rate 2026")
		if err != nil || len(events) != 2 || events[0].Act != "removed" || events[0].Changes[0].Old != "3500 percent" {
			t.Errorf("history %+v, %v", events, err)
		}
		var problems problem.List
		if err := rows.SaveTargetValue(ctx, measure.Local{
			Kind: measure.JobOutcomeRate, Year: 2026,
			Value: hundredths(35_00),
		}); !errors.As(err, &problems) {
			t.Errorf("without a reason: %v", err)
		}
		for _, m := range []tenants.Member{w.ProviderA, w.Reader} {
			if err := w.For(m).SaveTargetValue(ctx, value); !errors.Is(err, tenants.ErrForbidden) {
				t.Errorf("%s: %v", m.Role, err)
			}
		}
	})
}

func TestOwnTargets(t *testing.T) {
	storetest.Each(t, func(t *testing.T, w *storetest.World) {
		rows := w.For(w.Lead)
		o, err := rows.SaveOwnTarget(ctx, measure.Own{
			Name: "Employers met", Unit: measure.Number, Direction: measure.AtLeast,
			Value: hundredths(20_00),
		})
		if err != nil || o.ID == "" || o.Version != 1 {
			t.Fatalf("saved %+v, %v", o, err)
		}
		hand := measure.ByHand{Target: o.ID, Quarter: "2026Q2", Value: hundredths(21_50), Note: "Counted in June"}
		if err := rows.SaveMeasure(ctx, hand); err != nil {
			t.Fatal(err)
		}
		if err := rows.SaveMeasure(ctx, hand); !errors.Is(err, tenants.ErrStale) {
			t.Errorf("a second first measure: %v", err)
		}
		hand.Version = 1
		in, err := rows.TargetInput(ctx)
		if err != nil || len(in.Own) != 1 || in.Own[0] != o || len(in.ByHand) != 1 || in.ByHand[0] != hand {
			t.Fatalf("kept %+v %+v, %v", in.Own, in.ByHand, err)
		}
		var problems problem.List
		o.Unit = measure.People
		if _, err := rows.SaveOwnTarget(ctx, o); !errors.As(err, &problems) {
			t.Errorf("another unit: %v", err)
		}
		if err := w.For(w.ForeignLead).SaveMeasure(ctx,
			measure.ByHand{Target: o.ID, Quarter: "2026Q1", Value: hundredths(1)}); !errors.Is(err, tenants.ErrNotFound) {
			t.Errorf("another ICB's measure: %v", err)
		}
		if err := w.For(w.ForeignLead).EndOwnTarget(ctx, o.ID, 1); !errors.Is(err, tenants.ErrNotFound) {
			t.Errorf("ended by another ICB: %v", err)
		}
		if err := rows.EndOwnTarget(ctx, o.ID, 1); err != nil {
			t.Fatal(err)
		}
		if in, _ := rows.TargetInput(ctx); len(in.Own) != 0 {
			t.Errorf("after its end %+v", in.Own)
		}
		if err := rows.SaveMeasure(ctx, hand); !errors.Is(err, tenants.ErrNotFound) {
			t.Errorf("measured after its end: %v", err)
		}
	})
}

// What each member's results are worked out from, and that nothing of a rival is in a provider's.
func TestResultsOfEachMember(t *testing.T) {
	storetest.Each(t, func(t *testing.T, w *storetest.World) {
		for _, m := range []tenants.Member{w.ProviderA, w.ProviderB} {
			if _, err := w.For(w.Lead).SaveContract(ctx, fullContract(m.Provider)); err != nil {
				t.Fatal(err)
			}
			for i := range 4 {
				f := fullReturn(m.Provider, calendar.Quarter("2026Q2").Add(-i))
				f.FirstJobStarts = number.CountOf(30)
				if m.Provider == w.ProviderB.Provider {
					f.FirstJobStarts = number.CountOf(28)
				}
				if _, err := w.For(m).SaveReturn(ctx, f, figures.Submit); err != nil {
					t.Fatal(err)
				}
			}
		}
		for _, c := range []struct {
			name   string
			by     tenants.Member
			rate   string
			result string
			lines  int
			talks  bool
		}{
			{"lead", w.Lead, "38.7%", "not met", 2, true},
			{"commissioner", w.Commissioner, "38.7%", "not met", 2, true},
			{"provider A", w.ProviderA, "40.0%", "met; in the range expected of a mature service (40% to 55%)", 0, false},
			{
				"provider B", w.ProviderB, "37.3%",
				"not met; below the range expected of a mature service (40% to 55%); below the 40% minimum", 0, false,
			},
			{"reader", w.Reader, "38.7%", "not met", 0, false},
		} {
			in, err := w.For(c.by).TargetInput(ctx)
			if err != nil {
				t.Fatal(err)
			}
			talks := false
			for _, r := range measure.All(in) {
				talks = talks || r.Kind.Code == measure.EarlyTalks
				if r.Kind.Code == measure.JobOutcomeRate &&
					(r.Line.Shown != c.rate || r.Line.Result() != c.result || len(r.Lines) != c.lines) {
					t.Errorf("%s: %s %q and %d lines; want %s %q and %d", c.name, r.Line.Shown, r.Line.Result(), len(r.Lines), c.rate,
						c.result, c.lines)
				}
			}
			if talks != c.talks {
				t.Errorf("%s sees early talks: %v", c.name, talks)
			}
			if text := fmt.Sprintf("%+v", in); c.by.Provider == w.ProviderA.Provider && strings.Contains(text, w.ProviderB.Provider) {
				t.Errorf("%s: a rival's rows are in its input", c.name)
			}
		}
		if in, err := w.For(w.ForeignLead).TargetInput(ctx); err != nil || len(in.Returns)+len(in.Contracts) != 0 {
			t.Errorf("another ICB's input %+v, %v", in, err)
		}
	})
}

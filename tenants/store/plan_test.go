package store_test

import (
	"context"
	"errors"
	"testing"

	"ipstoolkit/tenants"
	"ipstoolkit/tenants/store/storetest"
	"ipstoolkit/toolkit/measure"
	"ipstoolkit/toolkit/number"
	"ipstoolkit/toolkit/problem"
	"ipstoolkit/toolkit/staffing"
)

func planned(values ...string) staffing.Year {
	y := staffing.YearOf(2026)
	for i := 0; i < len(values); i += 2 {
		y.Values[values[i]] = values[i+1]
	}
	return y
}

func TestPlanYearFromFirstToLast(t *testing.T) {
	storetest.Each(t, func(t *testing.T, w *storetest.World) {
		ctx, rows := context.Background(), w.For(w.Commissioner)
		access := measure.Local{
			Kind: measure.YearsAccess, Year: 2026, Value: number.Amount{Hundredths: 410_00, Known: true},
			Reason: "MTPF",
		}
		if err := rows.SaveTargetValue(ctx, access); err != nil {
			t.Fatal(err)
		}
		if err := rows.SavePlanYear(ctx, planned("retention", "1500", "leaders_reason", "The service is small", "mhis", "250000")); err !=
			nil {
			t.Fatal(err)
		}
		f, err := rows.PlanFacts(ctx)
		if err != nil || len(f.Providers) != 2 || f.Planned(2026).Access.N != 410 || f.Planned(2026).Retention != 15_00 {
			t.Fatalf("facts %+v, %v", f, err)
		}
		y := f.Year(2026)
		if y.Text(staffing.Asked.LeadersReason) != "The service is small" || y.Version != 1 || y.ChangedBy != w.Commissioner.Person.Name ||
			y.Confirmed != "" {
			t.Errorf("read %+v", y)
		}
		if f.Year(2025).Version != 0 {
			t.Errorf("the year before: %+v", f.Year(2025))
		}
		y.Values["retention"] = "2000"
		delete(y.Values, "mhis")
		if err := w.For(w.Lead).SavePlanYear(ctx, y); err != nil {
			t.Fatal(err)
		}
		if err := rows.SavePlanYear(ctx, y); !errors.Is(err, tenants.ErrStale) {
			t.Errorf("a save of the version before: %v", err)
		}
		if err := rows.SavePlanYear(ctx, planned("retention", "1500")); !errors.Is(err, tenants.ErrStale) {
			t.Errorf("a first save after somebody else's: %v", err)
		}
		events, err := rows.History(ctx, "plan", "2026")
		if err != nil || len(events) != 2 || len(events[0].Changes) != 2 || events[0].Changes[0].Old != "1500" ||
			events[0].Changes[0].New != "2000" || events[0].Changes[1].Old != "250000" {
			t.Errorf("history %+v, %v", events, err)
		}
		var wrong problem.List
		if err := rows.SavePlanYear(ctx, staffing.YearOf(2027)); err != nil {
			t.Errorf("a year with nothing in it: %v", err)
		}
		y = staffing.YearOf(2028)
		y.Values["leaders_reason"] = "as 999 000 0018 says"
		if err := rows.SavePlanYear(ctx, y); !errors.As(err, &wrong) || wrong[0].Field != "leaders_reason" {
			t.Errorf("what looks like an NHS number: %v", err)
		}
	})
}

func TestWhoReachesThePlan(t *testing.T) {
	storetest.Each(t, func(t *testing.T, w *storetest.World) {
		ctx := context.Background()
		if err := w.For(w.Lead).SavePlanYear(ctx, planned("sdf", "120000")); err != nil {
			t.Fatal(err)
		}
		closed := w.Commissioner
		closed.Tenant.Procurement = "2026-11-01"
		for _, c := range []struct {
			name    string
			by      tenants.Member
			allowed bool
		}{
			{"ICB administrator", w.Lead, true},
			{"commissioner", w.Commissioner, true},
			{"provider", w.ProviderA, false},
			{"reader", w.Reader, false},
			{"commissioner while procurement is under way", closed, false},
		} {
			_, err := w.For(c.by).PlanFacts(ctx)
			if (err == nil) != c.allowed || err != nil && !errors.Is(err, tenants.ErrForbidden) {
				t.Errorf("%s reads: %v", c.name, err)
			}
			if err := w.For(c.by).SavePlanYear(ctx, planned()); errors.Is(err, tenants.ErrForbidden) == c.allowed {
				t.Errorf("%s saves: %v", c.name, err)
			}
			lists, err := w.For(c.by).Registers(ctx)
			if len(lists) != 0 {
				t.Errorf("%s finds the plan among the registers: %v, %v", c.name, lists, err)
			}
		}
		f, err := w.For(w.ForeignLead).PlanFacts(ctx)
		if err != nil || len(f.Years) != 0 || len(f.Providers) != 1 {
			t.Errorf("another ICB's lead: %+v, %v", f, err)
		}
	})
}

package snapshot_test

import (
	"strings"
	"testing"

	"ipstoolkit/toolkit/calendar"
	"ipstoolkit/toolkit/figures"
	"ipstoolkit/toolkit/measure"
	"ipstoolkit/toolkit/number"
	"ipstoolkit/toolkit/provider"
	"ipstoolkit/toolkit/record"
	"ipstoolkit/toolkit/snapshot"
	"ipstoolkit/toolkit/staffing"
	"ipstoolkit/toolkit/view"
)

// The staffing plan is for commissioners alone, and for nobody outside a procurement.
func TestWhoseStaffingPlan(t *testing.T) {
	s := at()
	s.Providers = []provider.Provider{{ID: "n", Name: "Northside"}}
	s.Locals = []measure.Local{{Kind: measure.YearsAccess, Year: 2026, Value: number.Amount{Hundredths: 410_00, Known: true}}}
	r := figures.Return{Provider: "n", Quarter: "2026Q2", State: figures.Submitted}
	r.Funded.ES, r.InPost.ES = number.FTEOf(9_00), number.FTEOf(7_60)
	s.Returns = []figures.Return{r}
	y := staffing.YearOf(2026)
	y.Values["retention"] = "2000"
	s.Plans = []staffing.Year{y}
	shut := s
	shut.Procurement = "2026-11-01"
	for _, c := range []struct {
		name string
		s    snapshot.Snapshot
		ok   bool
	}{
		{"commissioners", s.For(view.Commissioners), true},
		{"the steering group", s.For(view.SteeringGroup), false},
		{"a provider", s.For(view.Provider("n")), false},
		{"a person outside a procurement", shut.Closed().For(view.Commissioners), false},
		{"a person named for it", shut.For(view.Commissioners), true},
	} {
		f, ok := c.s.Staffing()
		if ok != c.ok || (len(c.s.Plans) > 0) != c.ok {
			t.Errorf("%s: %v, %d plans", c.name, ok, len(c.s.Plans))
		}
		if !ok {
			continue
		}
		es := f.AsPlanned(2026).ICB.Posts[staffing.ES]
		if got := es.Sum + " " + staffing.Needed(es.Gap()) + " " + staffing.Needed(es.Vacant()); got != "328 / 40 = 8.2 0.60 1.40" {
			t.Errorf("%s: %s", c.name, got)
		}
	}
}

// What a year's plan asks has its words in the history.
func TestStaffingPlanInWords(t *testing.T) {
	for _, f := range staffing.Recorded.Fields {
		if got := snapshot.KindOf(record.Plan).Field(f.Name).Words; got != f.Label {
			t.Errorf("%s is called %q", f.Name, got)
		}
	}
	e := snapshot.Event{Act: "saved", Kind: record.Plan, Subject: "2027"}
	if got := at().Subject(e); !strings.HasSuffix(got, calendar.Year(2027).Words()) {
		t.Error(got)
	}
}

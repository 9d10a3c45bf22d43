package snapshot_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"ipstoolkit/demo/sample"
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

// The steering group reads this year's posts of the ICB: needed, funded and in post. Pay, money, reasons, providers and sums are
// nowhere in its snapshot, and none of it is there during a procurement.
func TestThePostsThatTheSteeringGroupReads(t *testing.T) {
	s := at()
	s.Providers = []provider.Provider{{ID: "n", Name: "Northside"}}
	s.Locals = []measure.Local{{Kind: measure.YearsAccess, Year: 2026, Value: number.Amount{Hundredths: 410_00, Known: true}}}
	r := figures.Return{Provider: "n", Quarter: "2026Q2", State: figures.Submitted}
	r.Funded.ES, r.InPost.ES = number.FTEOf(9_00), number.FTEOf(7_60)
	s.Returns = []figures.Return{r}
	y := staffing.YearOf(2026)
	for _, f := range staffing.Recorded.Fields {
		y.Values[f.Name] = "secret"
	}
	y.Values["retention"] = "2000"
	s.Plans = []staffing.Year{y}
	group := s.For(view.SteeringGroup)
	years, ok := group.StaffingYears()
	if !ok || len(years) != 1 {
		t.Fatalf("%t, %d years", ok, len(years))
	}
	es := years[0].Plan.ICB.Posts[staffing.ES]
	got := []string{staffing.Needed(es.Needed), es.Funded.Words(), es.InPost.Words(), staffing.Needed(es.Gap())}
	if !slices.Equal(got, []string{"8.20", "9.00", "7.60", "0.60"}) {
		t.Errorf("posts %q", got)
	}
	if all := fmt.Sprintf("%+v", group); strings.Contains(all, "secret") || strings.Contains(all, "Northside") ||
		strings.Contains(all, "328 / 40") || len(years[0].Plan.Providers) > 0 || len(years[0].Cost.Roles) > 0 {
		t.Errorf("the steering group's snapshot holds more than posts: %s", all)
	}
	want := snapshot.AskedTold{Priority: "4.1", Of: "Providers", What: "Recruit 1.40 FTE employment specialists: the posts are funded"}
	if !slices.Contains(group.Told().Asked, want) {
		t.Errorf("asked: %+v", group.Told().Asked)
	}
	s.Procurement = "2026-11-01"
	if shut := s.For(view.SteeringGroup); strings.Contains(fmt.Sprintf("%+v", shut), "7.60") || len(shut.Told().Asked) > 0 {
		t.Error("procurement does not keep the posts back")
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

// The steering group reads the ICB's masked tables of people alone: no provider's, and not which provider has sent nothing.
func TestThePeopleByCharacteristicThatTheSteeringGroupReads(t *testing.T) {
	full := sample.ICB()
	reports := full.For(view.SteeringGroup).Equity()
	if len(reports) == 0 {
		t.Fatal("the sample has no tables for the steering group")
	}
	for _, r := range reports {
		if !r.Masked || len(r.Missing) > 0 || r.Collection.Reason+r.Collection.AgreedBy != "" {
			t.Errorf("%s: masked %t, %d gaps, reason %q", r.Collection.Title(), r.Masked, len(r.Missing), r.Collection.Reason)
		}
		for _, one := range r.Tables {
			if one.Provider != "" {
				t.Errorf("%s: a table of %s", r.Collection.Title(), one.Name)
			}
		}
	}
}

package equity_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"ipstoolkit/toolkit/calendar"
	"ipstoolkit/toolkit/equity"
	"ipstoolkit/toolkit/figures"
	"ipstoolkit/toolkit/masking"
	"ipstoolkit/toolkit/number"
	"ipstoolkit/toolkit/provider"
)

var yesNo = equity.Collection{Characteristic: "disability", From: "2020Q1", Collected: true, Labels: []string{"Disabled", "Not disabled"}}

// ring is an ICB with breakdowns by disability. add puts in a provider's quarter, three numbers a group.
type ring struct{ equity.Breakdowns }

func newRing(providers ...string) *ring {
	r := &ring{equity.Breakdowns{ICB: "Example", Collections: []equity.Collection{yesNo}}}
	for _, p := range providers {
		r.Providers = append(r.Providers, provider.Provider{ID: p, Name: strings.ToUpper(p)})
	}
	return r
}

func (r *ring) add(provider string, q calendar.Quarter, numbers ...int64) {
	b := equity.Breakdown{Provider: provider, Quarter: q, Characteristic: "disability", Counts: counted(yesNo, numbers...), Finished: true}
	ret := figures.Return{Provider: provider, Quarter: q, State: figures.Submitted}
	var all [3]int64
	for i, n := range numbers {
		all[i%3] += n
	}
	ret.AccessUnemployed, ret.AccessRetention, ret.FirstJobStarts = number.CountOf(all[1]), number.CountOf(all[0]-all[1]),
		number.CountOf(all[2])
	r.Entered, r.Returns = append(r.Entered, b), append(r.Returns, ret)
}

// year adds four quarters to Quarter 2 2026/27, with all people in the first.
func (r *ring) year(provider string, numbers ...int64) {
	none := make([]int64, len(numbers))
	r.add(provider, "2025Q3", numbers...)
	for _, q := range []calendar.Quarter{"2025Q4", "2026Q1", "2026Q2"} {
		r.add(provider, q, none...)
	}
}

// text is a report, one line for each row.
func text(r equity.Report) string {
	var lines []string
	for _, t := range r.Tables {
		lines = append(lines, fmt.Sprintf("%s, %s, %s", t.Name, t.Period, t.Completeness.Shown))
		for _, row := range append([]equity.Row{t.Everyone}, t.Rows...) {
			for _, p := range []equity.Percent{row.Share, row.Rate, t.Completeness} {
				if p.Shown != asShown(p) {
					lines = append(lines, "a number that is none, or none that is: "+row.Label+" "+p.Shown)
				}
			}
			lines = append(lines, fmt.Sprintf("  %s: %s %s %s [%d]", row.Label, row.People, row.Share.Shown, row.Rate.Shown, row.Bar))
		}
	}
	return strings.Join(lines, "\n")
}

// asShown is how the number of a share is shown; words as they are.
func asShown(p equity.Percent) string {
	switch {
	case p.Masked && !p.Known:
		return "*"
	case p.Known && p.Whole:
		return fmt.Sprintf("%d%%", p.Tenths/10)
	case p.Known:
		return fmt.Sprintf("%d.%d%%", p.Tenths/10, p.Tenths%10)
	case strings.HasSuffix(p.Shown, "%") && !strings.HasPrefix(p.Shown, "at least "):
		return "a number"
	}
	return p.Shown
}

func lines(l ...string) string { return strings.Join(l, "\n") }

func TestReport(t *testing.T) {
	commissioner, switched := equity.View{Today: today}, equity.View{Today: today, True: true}
	two := newRing("a", "b")
	two.year("a", 62, 41, 18, 38, 22, 4, 11, 6, 1, 9, 6, 2)
	two.year("b", 33, 20, 7, 48, 40, 16, 7, 5, 2, 3, 2, 0)
	one := newRing("a")
	one.year("a", 62, 41, 18, 38, 22, 4, 0, 0, 0, 9, 6, 2)
	unknown := newRing("a")
	unknown.year("a", 62, 41, 18, 3, 2, 0, 20, 18, 9, 15, 9, 3)
	nobody := newRing("a")
	nobody.year("a", 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0)
	for _, c := range []struct {
		name string
		of   *ring
		view equity.View
		want string
	}{
		{"true numbers of a provider's own", two, equity.View{Today: today, Own: "a"}, lines(
			"A, Four quarters to Quarter 2 2026/27, 83.3%",
			"  Everyone: 120 100.0% 33.3% [120]",
			"  Disabled: 62 51.7% 43.9% [62]",
			"  Not disabled: 38 31.7% 18.2% [38]",
			"  Not stated: 11 9.2% Too few to compare [11]",
			"  Not known: 9 7.5% Too few to compare [9]",
		)},
		{"20 out of work are enough to compare", two, equity.View{Today: today, Own: "b"}, lines(
			"B, Four quarters to Quarter 2 2026/27, 89.0%",
			"  Everyone: 91 100.0% 37.3% [91]",
			"  Disabled: 33 36.3% 35.0% [33]",
			"  Not disabled: 48 52.7% 40.0% [48]",
		)},
		{
			"to the nearest 5, whole shares of true numbers; 3 are masked, with a second of the provider and the other provider's", two,
			commissioner, lines(
				"Example, Four quarters to Quarter 2 2026/27, 86%",
				"  Everyone: 210 100% 35% [210]",
				"  Disabled: 95 45% 41% [95]",
				"  Not disabled: 85 41% 32% [85]",
				"  Not stated: 20 9% Too few to compare [20]",
				"  Not known: 10 6% Too few to compare [10]",
				"A, Four quarters to Quarter 2 2026/27, at least 83%",
				"  Everyone: 120 100% 33% [120]",
				"  Disabled: 60 52% 44% [60]",
				"  Not disabled: 40 32% * [40]",
				"  Not stated: * * * [0]",
				"  Not known: * * * [0]",
				"B, Four quarters to Quarter 2 2026/27, at least 89%",
				"  Everyone: 90 100% 37% [90]",
				"  Disabled: 35 36% 35% [35]",
				"  Not disabled: 50 53% * [50]",
				"  Not stated: * * * [0]",
				"  Not known: * * * [0]",
			),
		},
		{"one provider is the ICB, and none counts as small", one, commissioner, lines(
			"Example, Four quarters to Quarter 2 2026/27, at least 91%",
			"  Everyone: 110 100% 35% [110]",
			"  Disabled: 60 57% 44% [60]",
			"  Not disabled: 40 35% * [40]",
			"  Not stated: * * * [0]",
			"  Not known: * * * [0]",
		)},
		{"unstated groups that are shown give the completeness, whatever else is masked", unknown, commissioner, lines(
			"Example, Four quarters to Quarter 2 2026/27, at least 62%",
			"  Everyone: 100 100% 43% [100]",
			"  Disabled: 60 62% 44% [60]",
			"  Not disabled: * * * [0]",
			"  Not stated: 20 20% Too few to compare [20]",
			"  Not known: * * * [0]",
		)},
		{"switched on: the only provider is the ICB, once", one, switched, lines(
			"Example, Four quarters to Quarter 2 2026/27, 91.7%",
			"  Everyone: 109 100.0% 34.8% [109]",
			"  Disabled: 62 56.9% 43.9% [62]",
			"  Not disabled: 38 34.9% 18.2% [38]",
			"  Not stated: 0 0.0% Too few to compare [0]",
			"  Not known: 9 8.3% Too few to compare [9]",
		)},
		{"nobody", nobody, commissioner, lines(
			"Example, Four quarters to Quarter 2 2026/27, *",
			"  Everyone: * * * [0]",
			"  Disabled: * * * [0]",
			"  Not disabled: * * * [0]",
			"  Not stated: * * * [0]",
			"  Not known: * * * [0]",
		)},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := text(c.of.Report("disability", c.view))
			if whole := strings.HasPrefix(c.name, "switched on"); !strings.HasPrefix(got, c.want) || whole && got != c.want {
				t.Errorf("got\n%s\nwant\n%s", got, c.want)
			}
		})
	}
}

// TestAnOwnReportIsOfNobodyElse: whatever the breakdowns hold, a provider's own report and its gaps are about that
// provider alone.
func TestAnOwnReportIsOfNobodyElse(t *testing.T) {
	r := newRing("a", "b")
	r.add("a", "2026Q2", 62, 41, 18, 38, 22, 4, 11, 6, 1, 9, 6, 2)
	r.add("b", "2026Q2", 33, 20, 7, 48, 40, 16, 7, 5, 2, 3, 2, 0)
	got := r.Report("disability", equity.View{Today: today, Own: "a"})
	if len(got.Tables) != 1 || got.Tables[0].Provider != "a" {
		t.Errorf("tables:\n%s", text(got))
	}
	for _, gap := range got.Missing {
		if gap.Provider != "a" {
			t.Errorf("it is told what %q lacks", gap.Provider)
		}
	}
}

func TestPeriodOfAReport(t *testing.T) {
	full := []int64{40, 30, 12, 30, 25, 10, 10, 8, 6, 12, 9, 5}
	quarters := []calendar.Quarter{"2025Q1", "2025Q2", "2025Q3", "2025Q4", "2026Q1", "2026Q2"}
	all := func() *ring {
		r := newRing("a", "b")
		for _, q := range quarters {
			r.add("a", q, full...)
			r.add("b", q, full...)
		}
		return r
	}
	of := func(r *ring, provider string, q calendar.Quarter) *equity.Breakdown {
		return &r.Entered[slices.IndexFunc(r.Entered, func(b equity.Breakdown) bool { return b.Provider == provider && b.Quarter == q })]
	}
	returned := func(r *ring, provider string, q calendar.Quarter) *figures.Return {
		return &r.Returns[slices.IndexFunc(r.Returns, func(b figures.Return) bool { return b.Provider == provider && b.Quarter == q })]
	}
	for _, c := range []struct {
		name    string
		change  func(r *ring)
		masked  string // the last quarter that commissioners see, "" for nothing
		true    string // the tables of a commissioner who switched them on
		missing string
	}{
		{"all is there", func(*ring) {}, "2026Q2", "Example Four quarters, A Four quarters, B Four quarters", ""},
		{
			"one has not finished the last", func(r *ring) { of(r, "b", "2026Q2").Finished = false }, "2026Q1",
			"Example Four quarters to Quarter 1 2026/27, A Four quarters, B Four quarters to Quarter 1 2026/27", "b 2026Q2 not finished",
		},
		{
			"one has not submitted the last", func(r *ring) {
				returned(r, "b", "2026Q2").State = figures.Draft
				r.Contracted = map[calendar.Quarter][]string{"2026Q2": {"b"}}
			}, "2026Q1", "Example Four quarters to Quarter 1 2026/27, A Four quarters, B Four quarters to Quarter 1 2026/27",
			"b 2026Q2 the figures are not submitted",
		},
		{
			"one left: its return is not awaited", func(r *ring) { returned(r, "b", "2026Q2").State = figures.Draft }, "2026Q2",
			"Example Four quarters, A Four quarters, B Four quarters to Quarter 1 2026/27", "",
		},
		{
			"the return was corrected", func(r *ring) { returned(r, "a", "2026Q2").FirstJobStarts = number.CountOf(34) }, "2026Q1",
			"Example Four quarters to Quarter 1 2026/27, A Four quarters to Quarter 1 2026/27, B Four quarters",
			"a 2026Q2 no longer adds up to the quarterly figures",
		},
		{
			"a hole further back", func(r *ring) { of(r, "a", "2025Q4").Finished = false }, "",
			"Example 3 of 4 quarters so far, A 3 of 4 quarters so far, B Four quarters", "a 2025Q4 not finished",
		},
		{
			"in other groups since", func(r *ring) {
				r.Collections = append(r.Collections,
					equity.Collection{Characteristic: "disability", From: "2026Q2", Collected: true, Labels: []string{"Yes", "No"}})
			}, "2026Q1", "Example Four quarters to Quarter 1 2026/27, A Four quarters to Quarter 1 2026/27, B Four quarters to Quarter 1 " +
				"2026/27",
			" 2025Q3 collected with different groups; 2025Q4 collected with different groups; 2026Q1 collected with different groups",
		},
		{"stopped", func(r *ring) {
			r.Collections = append(r.Collections, equity.Collection{Characteristic: "disability", From: "2026Q2", Labels: yesNo.Labels})
		}, "2026Q1", "Example Four quarters to Quarter 1 2026/27, A Four quarters to Quarter 1 2026/27, B Four quarters to Quarter 1 " +
			"2026/27", " 2026Q2 not collected then"},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := all()
			c.change(r)
			got := r.Report("disability", equity.View{Today: today})
			last := ""
			if n := len(got.Quarters); n > 0 {
				last = string(got.Quarters[n-1])
			}
			if last != c.masked {
				t.Errorf("masked to %q, want %q", last, c.masked)
			}
			var gaps []string
			for _, g := range got.Missing {
				gaps = append(gaps, g.Provider+" "+string(g.Quarter)+" "+g.Why.Words())
			}
			if got := strings.TrimSpace(strings.Join(gaps, ";")); got != strings.TrimSpace(strings.ReplaceAll(c.missing, "; ", "; ")) {
				t.Errorf("missing %q, want %q", got, c.missing)
			}
			var tables []string
			for _, table := range r.Report("disability", equity.View{Today: today, True: true}).Tables {
				tables = append(tables, table.Name+" "+strings.TrimSuffix(strings.TrimSuffix(table.Period, " to Quarter 2 2026/27"), ","))
			}
			if got := strings.Join(tables, ", "); got != c.true {
				t.Errorf("true tables %q, want %q", got, c.true)
			}
		})
	}
}

// Four whole quarters are shown while they end in the last year.
func TestTheOldestPeriodOfAReport(t *testing.T) {
	for first, want := range map[calendar.Quarter]int{"2024Q4": 4, "2024Q3": 4, "2024Q2": 0} {
		r := newRing("a")
		for n := range 4 {
			r.add("a", first.Add(n), 40, 30, 12, 30, 25, 10, 10, 8, 6, 12, 9, 5)
		}
		if got := r.Report("disability", equity.View{Today: today}).Quarters; len(got) != want {
			t.Errorf("four quarters from %s: %v", first, got)
		}
	}
}

// A provider that joined has no table of its own until it has four quarters, and the other providers' tables do not
// reveal its numbers.
func TestAProviderThatJoined(t *testing.T) {
	r := newRing("a", "b", "c")
	r.year("a", 62, 41, 18, 38, 22, 8, 11, 6, 5, 9, 6, 5)
	r.year("b", 33, 20, 7, 48, 40, 16, 7, 5, 5, 13, 12, 10)
	r.add("c", "2026Q2", 20, 10, 8, 21, 14, 9, 22, 11, 7, 23, 13, 6)
	got := r.Report("disability", equity.View{Today: today})
	if len(got.Tables) != 3 || got.Tables[0].Everyone.People != "305" {
		t.Fatalf("%s", text(got))
	}
	for _, row := range got.Tables[0].Rows {
		if row.People == masking.Masked {
			t.Errorf("the ICB's %s is masked: another provider's should be", row.Label)
		}
	}
	for g := range got.Tables[0].Rows {
		if got.Tables[1].Rows[g].People != masking.Masked && got.Tables[2].Rows[g].People != masking.Masked {
			t.Errorf("%s of the provider that joined is the ICB's less the two others'", got.Tables[0].Rows[g].Label)
		}
	}
}

// What a provider has sent after the last quarter that is complete for all changes nothing of the ICB's numbers.
func TestALateProviderChangesNoBreakdown(t *testing.T) {
	for _, v := range []equity.View{{Today: today}, {Today: today, True: true}} {
		r := newRing("a", "b")
		for _, q := range []calendar.Quarter{"2025Q2", "2025Q3", "2025Q4", "2026Q1"} {
			r.add("a", q, 40, 30, 12, 30, 25, 10, 10, 8, 6, 12, 9, 5)
			r.add("b", q, 20, 15, 6, 15, 12, 5, 10, 8, 6, 12, 9, 5)
		}
		r.Contracted = map[calendar.Quarter][]string{"2026Q2": {"a", "b"}}
		before := r.Report("disability", v).Tables[0]
		r.add("a", "2026Q2", 400, 300, 12, 30, 25, 10, 10, 8, 6, 12, 9, 5)
		after := r.Report("disability", v)
		if got := text(equity.Report{Tables: after.Tables[:1]}); got != text(equity.Report{Tables: []equity.Table{before}}) ||
			before.Period != "Four quarters to Quarter 1 2026/27" {
			t.Errorf("true %v: the ICB's is now\n%s", v.True, got)
		}
	}
}

func TestARateNeedsAYear(t *testing.T) {
	r := newRing("a")
	for _, q := range []calendar.Quarter{"2025Q4", "2026Q1", "2026Q2"} {
		r.add("a", q, 40, 30, 12, 30, 25, 10, 10, 8, 6, 12, 9, 5)
	}
	got := r.Report("disability", equity.View{Today: today, Own: "a"}).Tables[0]
	if got.Period != "3 of 4 quarters so far, to Quarter 2 2026/27" || got.Rows[0].Rate.Shown != equity.TooFewQuarters ||
		got.Rows[0].Rate.Known ||
		got.Rows[0].People != "120" {
		t.Errorf("%+v", got)
	}
}

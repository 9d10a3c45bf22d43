package compare

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"

	"ipstoolkit/toolkit/calendar"
	"ipstoolkit/toolkit/figures"
	"ipstoolkit/toolkit/measure"
	"ipstoolkit/toolkit/round"
)

// Result is how things were and are against one target, in the words in which each document shows it: a number that is masked
// in one stays masked.
type Result struct {
	Target   string
	Provider string // who has the line, "" for the ICB's or a provider's own
	Was, Is  Shown
}

// Shown is a result as it is read; the zero one is of a target that the document does not have.
type Shown struct{ Value, Result, Period string }

func shown(l round.Line) Shown { return Shown{Value: l.Shown, Result: l.Result, Period: l.Period} }

// results are those that differ in value, result or period.
func results(before, after round.Document) []Result {
	type key struct{ target, own, provider, contract string }
	type line struct {
		name, provider string
		shown          Shown
	}
	lines := func(d round.Document) (map[key]line, []key) {
		all, order := map[key]line{}, []key{}
		put := func(r round.Result, l round.Line, provider string) {
			k := key{r.Target.Code, r.Own, l.Provider, l.Contract}
			if provider == "" {
				k.provider, k.contract = "", ""
			}
			if _, twice := all[k]; !twice {
				order = append(order, k)
				all[k] = line{r.Target.Name, provider, shown(l)}
			}
		}
		for _, r := range slices.Concat(d.Results, d.Shared) {
			put(r, r.Line, "")
			for _, l := range r.Lines {
				put(r, l, l.Name)
			}
		}
		return all, order
	}
	was, first := lines(before)
	is, order := lines(after)
	// What is counted on the day of the document, such as teams, is the same while only the day is another.
	same := func(a, b Shown) bool {
		if a.Period == onDayOf(before) && b.Period == onDayOf(after) {
			b.Period = a.Period
		}
		return a == b
	}
	for _, k := range first {
		if _, still := is[k]; !still {
			order = append(order, k)
		}
	}
	var list []Result
	for _, k := range order {
		named, now := is[k]
		if !now {
			named = was[k]
		}
		if !same(was[k].shown, is[k].shown) {
			list = append(list, Result{Target: named.name, Provider: named.provider, Was: was[k].shown, Is: is[k].shown})
		}
	}
	return list
}

func onDayOf(d round.Document) string { return measure.On(calendar.Instant(d.At).Date()) }

// Named is the target, and who has the line: "Job outcome rate, Northside".
func (r Result) Named() string {
	if r.Provider == "" {
		return r.Target
	}
	return r.Target + ", " + r.Provider
}

// Figure is a provider's quarter with other figures than before. Changes say what differs, one line each.
type Figure struct {
	Provider string
	Quarter  calendar.Quarter
	// CameIn says that the older document does not have it.
	CameIn  bool
	Changes []string
}

// Named is the provider and the quarter, "Northside, Quarter 2 2026/27".
func (f Figure) Named() string { return f.Provider + ", " + f.Quarter.Short() }

// Lines say what differs.
func (f Figure) Lines() []string {
	if f.CameIn {
		return []string{"Came in"}
	}
	return f.Changes
}

// figuresOf are the returns that came in and those that were changed. Documents that hold no returns have none.
func figuresOf(before, after round.Document) []Figure {
	names := map[string]string{}
	for _, p := range slices.Concat(before.Providers, after.Providers) {
		names[p.ID] = p.Name
	}
	was := map[string]round.Return{}
	for _, r := range before.Returns {
		was[r.Provider+" "+string(r.Quarter)] = r
	}
	var list []Figure
	for _, r := range after.Returns {
		old, there := was[r.Provider+" "+string(r.Quarter)]
		if !figures.State(r.State).Measured() || there && maps.Equal(old.Figures, r.Figures) && old.State == r.State {
			continue
		}
		f := Figure{
			Provider: names[r.Provider], Quarter: calendar.Quarter(r.Quarter),
			CameIn: !there || !figures.State(old.State).Measured(),
		}
		if !f.CameIn {
			f.Changes = changes(old, r)
		}
		list = append(list, f)
	}
	slices.SortStableFunc(list, func(a, b Figure) int {
		return cmp.Or(cmp.Compare(b.Quarter, a.Quarter),
			strings.Compare(a.Provider, b.Provider))
	})
	return list
}

// changes say which figures of a return differ.
func changes(old, now round.Return) []string {
	var lines []string
	if old.State != now.State {
		lines = append(lines, fmt.Sprintf("%s, before %s", figures.State(now.State).Words(),
			strings.ToLower(figures.State(old.State).Words())))
	}
	for _, f := range figures.AllFields() {
		a, b := old.Figures[f.Name], now.Figures[f.Name]
		if a != b {
			lines = append(lines, fmt.Sprintf("%s: %s, before %s", f.Label, said(f, b), said(f, a)))
		}
	}
	return lines
}

func said(f figures.Field, d round.Decimal) string {
	n, known := d.Hundredths()
	if !known {
		return "none"
	}
	return f.Words(n)
}

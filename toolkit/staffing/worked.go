package staffing

import (
	"slices"
	"strings"

	"ipstoolkit/toolkit/calendar"
	"ipstoolkit/toolkit/number"
)

// Worked is the plan of one year as it is recorded, with all that is worked out for it.
type Worked struct {
	Recorded Year
	Target   number.Count // the year's access target
	Plan     Plan
	Cost     Cost
	Says     []string // what the plan asks for and what to look at, a sentence each
}

// Worked are the plans of this year and of the years for which something is recorded, the oldest first.
func (f Facts) Worked() []Worked {
	years := []calendar.Year{f.Today.Year()}
	for _, y := range f.Years {
		if !slices.Contains(years, y.Year()) {
			years = append(years, y.Year())
		}
	}
	slices.Sort(years)
	var list []Worked
	for _, y := range years {
		w := Worked{Recorded: f.Year(y), Target: f.Targets[y], Plan: f.AsPlanned(y)}
		w.Cost = w.Plan.ICB.Cost(w.Recorded.Pay())
		w.Says = append(w.Recorded.Official(w.Plan.ICB), w.Plan.says(w.Recorded.Split(w.Target))...)
		list = append(list, w)
	}
	return list
}

// OutOfWorkOnly says what the sum leaves out (toolkit 4.1, page 24: the ratio is for unemployed people).
const OutOfWorkOnly = "People supported to keep a job need staff time too: the sum counts people out of work only."

// says is what a plan asks for, and what to look at; split is what does not add up of its year.
func (p Plan) says(split string) []string {
	asks := p.Access.Words() + " people a year, " + Percent(p.Retention) + " of them supported to keep a job, ask for " +
		Needed(p.ICB.Posts[ES].Needed) + " employment specialists, " + Needed(p.ICB.Posts[TL].Needed) + " team leaders and " +
		Needed(p.ICB.Posts[SM].Needed) + " service managers."
	if p.ICB.Why != "" {
		asks = p.ICB.Why + " to see how many posts it asks for."
	}
	all := []string{asks, OutOfWorkOnly, p.Warning(), split, p.Shares}
	all = append(all, p.Unknown())
	return slices.DeleteFunc(all, func(words string) bool { return words == "" })
}

// Unknown says why the ICB's posts are not known; "" where they are, or where nobody is planned with.
func (p Plan) Unknown() string {
	switch {
	case len(p.ICB.Waiting) > 0:
		return "The ICB’s posts are not known: nothing submitted in the last year by " + strings.Join(p.ICB.Waiting, ", ")
	case p.ICB.Quarter == "" && len(p.Providers) > 0:
		return "The ICB’s posts are not known: there is no quarter of the last year that all providers have submitted"
	}
	return ""
}

package staffing

import (
	"slices"

	"ipstoolkit/toolkit/calendar"
	"ipstoolkit/toolkit/contract"
	"ipstoolkit/toolkit/figures"
	"ipstoolkit/toolkit/number"
	"ipstoolkit/toolkit/provider"
)

// Facts are everything that an ICB's plans are worked out from.
type Facts struct {
	ICB       string
	Today     calendar.Date
	Providers []provider.Provider
	Returns   []figures.Return
	Contracts []contract.Contract
	Targets   map[calendar.Year]number.Count // the access target of each year that has one
	Years     []Year
}

// Year is what is recorded for a financial year.
func (f Facts) Year(y calendar.Year) Year {
	for _, one := range f.Years {
		if one.Year() == y {
			return one
		}
	}
	return YearOf(y)
}

// Planned is what the recorded plan of a year begins from.
func (f Facts) Planned(y calendar.Year) Assumptions { return f.Year(y).Planned(f.Targets[y]) }

// AsPlanned is a year's plan as recorded.
func (f Facts) AsPlanned(y calendar.Year) Plan { return f.Plan(y, f.Planned(y)) }

// Plan is a year's plan with these assumptions. Its posts come from the last submitted returns: the present ones for
// this year and later years, those of the year itself once it is over.
func (f Facts) Plan(y calendar.Year, a Assumptions) Plan {
	in := Input{ICB: f.ICB, Assumptions: a, Recorded: f.Targets[y]}
	last := f.lastQuarter(y)
	for _, p := range f.Providers {
		one := Posted{Provider: p.ID, Name: p.Name, Share: contract.StatedAccess(f.Contracts, p.ID, f.day(y))}
		r, found := f.latest(p.ID, last)
		if found {
			one.Quarter, one.Funded, one.InPost = r.Quarter, posts(r, "_funded"), posts(r, "_in_post")
		}
		over := p.Ended && !(y.Last() < f.Today && found && r.Quarter.Year() == y)
		if !over && (found || len(contract.RunningOn(f.Contracts, p.ID, f.day(y))) > 0) {
			in.Providers = append(in.Providers, one)
		}
	}
	f.putICB(&in, last)
	return Of(in)
}

// putICB finds the last quarter that all planned providers have submitted, of those with a contract in it or figures for
// it: the ICB's posts are those of one moment, and what has come in later changes nothing of them.
func (f Facts) putICB(in *Input, last calendar.Quarter) {
	for q := last; q > last.Add(-4); q = q.Add(-1) {
		any, all := false, true
		for i, one := range in.Providers {
			r, found := f.of(one.Provider, q)
			in.Providers[i].Counts = found
			if found {
				in.Providers[i].Then = Both{posts(r, "_funded"), posts(r, "_in_post")}
			}
			any, all = any || found, all && (found || contract.LastDayIn(f.Contracts, one.Provider, q) == "" && one.Quarter != "")
		}
		if any && all {
			in.Quarter = q
			return
		}
	}
	for i := range in.Providers {
		in.Providers[i].Counts = false
	}
}

// of is a provider's submitted return for a quarter.
func (f Facts) of(provider string, q calendar.Quarter) (figures.Return, bool) {
	for _, r := range f.Returns {
		if r.Provider == provider && r.Quarter == q && r.State.Measured() {
			return r, true
		}
	}
	return figures.Return{}, false
}

// day is the day for a year's contracts: today, or the day of the year nearest to it.
func (f Facts) day(y calendar.Year) calendar.Date {
	return min(max(f.Today, y.First()), y.Last())
}

// lastQuarter is the last quarter with posts that count for a year.
func (f Facts) lastQuarter(y calendar.Year) calendar.Quarter {
	return min(f.Today.Quarter().Add(-1), calendar.QuarterOf(y, 4))
}

// latest is a provider's last submitted return, from the four quarters up to last: older posts say nothing of the
// present.
func (f Facts) latest(provider string, last calendar.Quarter) (figures.Return, bool) {
	var found figures.Return
	for _, r := range f.Returns {
		if r.Provider == provider && r.State.Measured() && r.Quarter <= last && r.Quarter > last.Add(-4) && r.Quarter > found.Quarter {
			found = r
		}
	}
	return found, found.Quarter != ""
}

// posts are a return's posts by role, from the fields with this ending. A field that returns do not have yet is not
// known.
func posts(r figures.Return, ending string) Posts {
	var p Posts
	for _, role := range Roles {
		i := slices.IndexFunc(figures.Fields, func(f figures.Field) bool { return f.Name == role.Code()+ending })
		if i >= 0 {
			h, known := figures.Fields[i].Hundredths(r)
			p[role] = number.FTE{Hundredths: h, Known: known}
		}
	}
	return p
}

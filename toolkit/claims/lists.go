package claims

import (
	"fmt"
	"slices"
	"strings"

	"ipstoolkit/toolkit/calendar"
	"ipstoolkit/toolkit/coverage"
	"ipstoolkit/toolkit/number"
	"ipstoolkit/toolkit/register"
)

func conditions(g grounds) word {
	rows := g.in.Registers[register.Teams]
	var lacking []string
	unknown := false
	for _, c := range coverage.OfConditions(rows) {
		switch {
		case c.No > 0 || c.Part > 0 || c.Otherwise > 0:
			lacking = append(lacking, lower(c.Short))
		case c.Unknown > 0:
			unknown = true
		}
	}
	if len(lacking) > 0 {
		return word{against: []string{"not every team has: " + strings.Join(lacking, ", ")}, whom: lacking}
	}
	return word{good: len(rows) > 0 && !unknown}
}

// latestStaff are the newest staff figures of each provider, no older than a year.
func (g grounds) latestStaff() []register.Row {
	oldest := g.in.Today.Quarter().Add(-4)
	newest := map[string]register.Row{}
	for _, r := range g.in.Registers[register.Workforce] {
		if q := r.Quarter(register.WhichQuarter); q >= oldest && q > newest[r.Provider].Quarter(register.WhichQuarter) {
			newest[r.Provider] = r
		}
	}
	var list []register.Row
	for _, p := range g.in.Providers {
		if r, ok := newest[p.ID]; ok {
			list = append(list, r)
		}
	}
	return list
}

func bands(g grounds) word {
	var w word
	rows, all := g.latestStaff(), true
	for _, r := range rows {
		below := 0
		for _, f := range []register.Field{register.Staff.ESBand, register.Staff.SeniorBand, register.Staff.TLBand, register.Staff.SMBand} {
			below += one(r.Text(f) == "below")
			all = all && r.Text(f) != ""
		}
		if below > 0 {
			w.against = append(w.against, fmt.Sprintf("%s pays %s below the recommended band", g.provider(r.Provider),
				number.Counting(below, "role", "roles")))
			w.whom = append(w.whom, r.Provider)
		}
	}
	w.good = len(rows) > 0 && all && len(w.against) == 0
	return w
}

// temporary speaks against the status when staff come from agencies. A fixed term may have a good reason, so it says
// nothing.
func temporary(g grounds) word {
	var w word
	rows, none := g.latestStaff(), true
	for _, r := range rows {
		agency, known := r.Number(register.Staff.Agency)
		fixed, given := r.Number(register.Staff.FixedTerm)
		none = none && known && given && agency+fixed == 0
		if agency > 0 {
			w.against = append(w.against, fmt.Sprintf("%s has %s from agencies", g.provider(r.Provider),
				number.Counting(int(agency), "member of IPS staff", "IPS staff")))
			w.whom = append(w.whom, r.Provider)
		}
	}
	w.good = len(rows) > 0 && none
	return w
}

func workforcePlan(g grounds) word {
	var w word
	rows, all := g.latestStaff(), true
	for _, r := range rows {
		all = all && r.Yes(register.Staff.Plan)
		if r.No(register.Staff.Plan) {
			w.against = append(w.against, g.provider(r.Provider)+" has no workforce plan developed with commissioners and IPS Grow")
			w.whom = append(w.whom, r.Provider)
		}
	}
	w.good = len(rows) > 0 && all
	return w
}

func healthChecks(g grounds) word {
	c := coverage.OfPCNs(g.in.Registers[register.PCNs])
	switch {
	case c.Listed == 0:
		return word{}
	case c.Asked == c.Listed:
		return word{good: true}
	}
	return word{against: []string{fmt.Sprintf("interest in work is asked about at physical health checks in %d of %s", c.Asked,
		number.Counting(c.Listed, "PCN", "PCNs"))}}
}

// events are a priority's rows in the co-design log from the last four quarters and this one. logged says whether the
// log has any row at all.
func (g grounds) events(priority string) (events []register.Row, logged bool) {
	from := g.in.Today.Quarter().Add(-4).First()
	for _, r := range g.in.Registers[register.Events] {
		if r.Text(register.Event.Priority) == priority && r.Date(register.Event.On) >= from {
			events = append(events, r)
		}
	}
	return events, len(g.in.Registers[register.Events]) > 0
}

func coDesign(g grounds) word {
	events, logged := g.events("6.1")
	unpaid := 0
	for _, r := range events {
		unpaid += one(r.No(register.Event.Paid))
	}
	switch {
	case !logged:
		return word{}
	case len(events) == 0:
		return word{against: []string{"no co-design has been recorded since " + since(g.in.Today)}}
	case unpaid > 0:
		return word{against: []string{fmt.Sprintf("people were not paid at %d of %s", unpaid,
			number.Counting(len(events), "event", "events"))}}
	}
	return word{good: true}
}

// feedback asks for more than one stage and for a plan made together with people with lived experience.
func feedback(g grounds) word {
	events, logged := g.events("6.2")
	stages := map[string]bool{}
	for _, r := range events {
		stages[r.Text(register.Event.Stage)] = true
	}
	together := slices.ContainsFunc(g.in.Registers[register.Plans], func(r register.Row) bool { return r.Yes(register.Plan.Together) })
	var w word
	if logged && len(stages) < 2 {
		w.against = append(w.against, fmt.Sprintf("feedback since %s was taken at %s", since(g.in.Today),
			number.Counting(len(stages), "stage", "stages")))
		w.whom = append(w.whom, "stages")
	}
	if !together && len(g.in.Registers[register.Plans]) > 0 {
		w.against = append(w.against, "no improvement plan was co-produced with people with lived experience")
		w.whom = append(w.whom, "plan")
	}
	w.good = len(stages) >= 2 && together
	return w
}

func strategies(g grounds) word {
	rows := g.in.Registers[register.Strategies]
	if len(rows) == 0 {
		return word{}
	}
	if slices.ContainsFunc(rows, func(r register.Row) bool { return r.Yes(register.Strategy.Central) }) {
		return word{good: true}
	}
	return word{against: []string{"none of the strategies listed gives IPS a central place"}}
}

func since(today calendar.Date) string { return today.Quarter().Add(-4).First().Words() }

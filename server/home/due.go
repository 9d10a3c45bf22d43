package home

import (
	"fmt"
	"slices"
	"strings"

	"ipstoolkit/tenants"
	"ipstoolkit/toolkit/calendar"
	"ipstoolkit/toolkit/contract"
	"ipstoolkit/toolkit/coverage"
	"ipstoolkit/toolkit/figures"
	"ipstoolkit/toolkit/provider"
	"ipstoolkit/toolkit/register"
)

// registers are what the lists of teams, staff and meetings make due.
func (k known) registers() []thing {
	if !k.Member.Can(tenants.ReadRegisters) {
		return nil
	}
	return slices.Concat(of("Staff figures", k.staff()), of("Meeting", k.meetings()), of("Data flow", k.flows()))
}

// breakdowns are those of the last quarter's submitted figures that are not all finished: a provider's to finish, the
// ICB's to ask for.
func (k known) breakdowns() []thing {
	if !k.Member.Can(tenants.EnterReturns) {
		return nil
	}
	last := k.Today.Quarter().Add(-1)
	behind := slices.DeleteFunc(slices.Clone(k.Providers), func(o provider.Provider) bool {
		return o.Ended || k.Done.Finished[o.ID] >= k.Done.Collected || !slices.ContainsFunc(k.Returns, func(r figures.Return) bool {
			return r.Provider == o.ID && r.Quarter == last && r.State.Measured()
		})
	})
	if len(behind) == 0 {
		return nil
	}
	one := thing{
		Text: "Finish the breakdowns of your figures for " + last.Short(), Due: k.dueOf(last), weight: staffIsDue,
		since: last.Last(), by: k.Member.Tenant.FiguresDue.For(last),
		Why: fmt.Sprintf("%s; %d of %d characteristics are finished", k.dueWords(last), k.Done.Finished[behind[0].ID], k.Done.Collected),
	}
	one.Href = k.path(fmt.Sprintf("/equity/%s/%s", behind[0].ID, last))
	if k.Member.Can(tenants.ReviewReturns) {
		one.Text, one.weight = fmt.Sprintf("Ask %s for the breakdowns of its figures for %s", behind[0].Name, last.Short()), staffWaits
		one.Href = k.askPath(behind[0].ID, last)
		if len(behind) > 1 {
			one.Text, one.Why = fmt.Sprintf("Ask %d providers for the breakdowns of their figures for %s", len(behind), last.Short()),
				"Not finished: "+listed(behind)
			one.Href = k.path("/returns")
		}
	}
	return []thing{one}
}

// contracted are the providers with a contract in a quarter, those that have ended left out.
func (k known) contracted(q calendar.Quarter) []provider.Provider {
	return slices.DeleteFunc(slices.Clone(k.Providers), func(o provider.Provider) bool {
		return o.Ended || !slices.ContainsFunc(k.Contracts, func(c contract.Contract) bool { return c.Provider == o.ID && c.RunsIn(q) })
	})
}

// staff are the staff figures of the last quarter that has ended: a provider's to enter, the ICB's to ask for.
func (k known) staff() []thing {
	last := k.Today.Quarter().Add(-1)
	missing := slices.DeleteFunc(k.contracted(last), func(o provider.Provider) bool {
		return slices.ContainsFunc(k.Registers[register.Workforce], func(r register.Row) bool {
			return r.Provider == o.ID && r.Quarter(register.WhichQuarter) == last
		})
	})
	if len(missing) == 0 {
		return nil
	}
	one := thing{
		Text: "Enter your staff figures for " + last.Short(), Href: k.path("/workforce/workforce/new"), Due: k.dueOf(last),
		weight: staffIsDue, Why: k.dueWords(last), since: last.Last(),
		by: k.Member.Tenant.FiguresDue.For(last),
	}
	if k.Member.Can(tenants.KeepRegisters) {
		one.Text, one.Href, one.weight = fmt.Sprintf("Ask %s for its staff figures for %s", missing[0].Name, last.Short()),
			k.askPath(missing[0].ID, last), staffWaits
		if len(missing) > 1 {
			one.Text = fmt.Sprintf("Ask %d providers for their staff figures for %s", len(missing), last.Short())
			one.Why += ": " + listed(missing)
			one.Href = k.path("/returns")
		}
	}
	return []thing{one}
}

// meetings are those that no quarter should be without, where none is recorded for the last quarter that has ended nor
// since. An ICB that has recorded neither contracts of that quarter nor meetings is only setting up.
func (k known) meetings() []thing {
	if !k.Member.Can(tenants.KeepRegisters) {
		return nil
	}
	last, rows := k.Today.Quarter().Add(-1), k.Registers[register.Meetings]
	lacks := func(kind, provider string) bool {
		held := coverage.Held(rows, kind, provider)
		return held[last]+held[last.Add(1)] == 0
	}
	why := fmt.Sprintf("None is recorded for %s or since; the toolkit asks for one a quarter", last.Short())
	one := thing{Href: k.path("/meetings"), Why: why, Due: toDo, weight: meetingsLack, since: last.Last()}
	contracted := k.contracted(last)
	var list []thing
	if (len(contracted) > 0 || len(rows) > 0) && lacks(register.SteeringMeeting, "") {
		group := one
		group.Text, group.Href = "Hold or record a steering group meeting", k.path("/steering")
		list = append(list, group)
	}
	without := slices.DeleteFunc(contracted, func(o provider.Provider) bool { return !lacks(register.ContractMeeting, o.ID) })
	switch len(without) {
	case 0:
		return list
	case 1:
		one.Text = "Hold or record a contract meeting with " + without[0].Name
	default:
		one.Text, one.Why = fmt.Sprintf("Hold or record contract meetings with %d providers", len(without)), why+": "+listed(without)
	}
	return append(list, one)
}

// flows are the teams on the list that send no data, or that nobody has said about.
func (k known) flows() []thing {
	rows := k.Registers[register.Teams]
	mhsds, tool := coverage.ToMHSDS(rows), coverage.ToTool(rows)
	teams := slices.Concat(mhsds.Not, tool.Not)
	slices.Sort(teams)
	n := len(slices.Compact(teams))
	if n == 0 {
		return nil
	}
	one := thing{Text: "Follow up a team whose data does not flow", Href: k.path("/data-flow"), Due: toDo, weight: dataDoNotFlow}
	if n > 1 {
		one.Text = fmt.Sprintf("Follow up %d teams whose data does not flow", n)
	}
	var why []string
	for _, f := range []struct {
		to string
		coverage.Flow
	}{{"MHSDS", mhsds}, {"the Reporting Tool", tool}} {
		switch {
		case len(f.Not) > mostTeams:
			why = append(why, fmt.Sprintf("%d do not reach %s", len(f.Not), f.to))
		case len(f.Not) > 0:
			why = append(why, "Not in "+f.to+": "+strings.Join(f.Not, ", "))
		}
	}
	one.Why = strings.Join(why, ". ")
	return []thing{one}
}

// mostTeams is how many teams are named beside "Follow up 3 teams".
const mostTeams = 3

// listed names providers, "Harbour, Lakeside".
func listed(providers []provider.Provider) string {
	var names []string
	for _, o := range providers {
		names = append(names, o.Name)
	}
	return strings.Join(names, ", ")
}

// nextMeeting is the day of the steering group's next meeting, "" where none is to come.
func (k known) nextMeeting() calendar.Date {
	return register.NextMeeting(k.in.Registers[register.Meetings], k.Member.Tenant.NextMeeting, k.Today)
}

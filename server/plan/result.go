package plan

import (
	"cmp"
	"fmt"
	"math/big"
	"strings"

	"ipstoolkit/server/page"
	"ipstoolkit/toolkit/calendar"
	"ipstoolkit/toolkit/coverage"
	"ipstoolkit/toolkit/measure"
	"ipstoolkit/toolkit/number"
	"ipstoolkit/toolkit/register"
	"ipstoolkit/toolkit/staffing"
)

// result is what the plan comes to. All of it changes with the assumptions.
type result struct {
	Trying   string // what is recorded, when something else is tried out
	Back     string // the address of the plan as it is recorded
	Headline string
	Official []string // the posts against IPS Grow's published target
	Warnings []string
	Beside   []string // what is said beside the sum
	Posts    page.Table
	Sums     []sum
	By       []provider
	Carry    page.Table
	Ratios   page.Table
	Reasons  page.SummaryList
	Wanted   bool   // a reason is wanted and none is recorded
	Change   string // where it is recorded
	Costs    *costs
}

// provider is one provider's posts, and what they are worked out from.
type provider struct {
	Note  string
	Posts page.Table
}

// sum is one step of the working.
type sum struct{ Name, Text string }

// costs are what the plan costs, with the money there is.
type costs struct {
	Table  page.Table
	OnCost string
	Source string
	Money  string
}

func newResult(f staffing.Facts, in measure.Input, y calendar.Year, p staffing.Plan, change string) *result {
	one := f.Year(y)
	r := &result{
		Headline: headline(p), Posts: postsTable(p.ICB, one.Grow()), Sums: sums(p.ICB), By: byProvider(p.Providers),
		Carry: carryTable(p), Ratios: ratioTable(p), Change: change, Official: one.Official(p.ICB),
		Beside: some(staffing.OutOfWorkOnly, measure.BesidePlan(p.Retention, in),
			coverage.OfPCNs(in.Registers[register.PCNs]).ForEach()),
	}
	for _, w := range []string{p.Warning(), one.Split(f.Targets[y]), p.Shares, p.Unknown()} {
		r.Warnings = append(r.Warnings, some(w)...)
	}
	leaders, managers := discretion(p)
	for _, reason := range []struct {
		used  bool
		field register.Field
		name  string
	}{
		{leaders, staffing.Asked.LeadersReason, "Reason for the number of team leaders"},
		{managers, staffing.Asked.ManagersReason, "Reason for the number of service managers"},
	} {
		if text := one.Text(reason.field); text != "" {
			r.Reasons.Rows = append(r.Reasons.Rows, page.SummaryRow{Key: reason.name, Lines: strings.Split(text, "\n")})
		} else if reason.used {
			r.Reasons.Rows = append(r.Reasons.Rows, page.SummaryRow{Key: reason.name, Lines: []string{"Not given yet"}})
			r.Wanted = true
		}
	}
	r.Costs = newCosts(p.ICB, one)
	return r
}

// headline says what is needed in one sentence.
func headline(p staffing.Plan) string {
	l := p.ICB
	if l.Why != "" {
		return l.Why + " to see how many posts it asks for."
	}
	words := p.Access.Words() + " people a year"
	if p.Retention > 0 {
		words += ", " + staffing.Percent(p.Retention) + " of them supported to keep a job"
	}
	posts := l.Posts
	return words + ": that asks for **" + staffing.Needed(posts[staffing.ES].Needed) + " employment specialists**, **" +
		staffing.Needed(posts[staffing.TL].Needed) + " team leaders** and **" + staffing.Needed(posts[staffing.SM].Needed) +
		" service managers** (full-time equivalents)."
}

// known is a number, or words that it is not known.
func known(text string) page.Cell { return page.Text(cmp.Or(text, "Not known")) }

var postColumns = []page.Column{
	{Text: "Posts (FTE)"},
	{Text: "Needed", Numeric: true},
	{Text: "Funded", Numeric: true},
	{Text: "In post", Numeric: true},
	{Text: "Filled", Numeric: true},
	{Text: "Unfunded", Numeric: true},
	{Text: "Vacant", Numeric: true},
	{Text: "Gap", Numeric: true},
}

// postCells are the numbers of one role. What cannot be worked out without a target, or where there is no ratio, is a
// dash: the words beside it say why.
func postCells(p staffing.Post) []page.Cell {
	needed, unfunded, gap := page.Text("–"), page.Text("–"), page.Text("–")
	filled := known(p.Filled())
	if p.Funded.Known && p.Funded.Hundredths == 0 {
		filled = page.Text("–")
	}
	if p.Needed != nil {
		needed = page.Text(staffing.Needed(p.Needed))
		unfunded, gap = known(staffing.Needed(p.Unfunded())), known(staffing.Needed(p.Gap()))
	}
	return []page.Cell{needed, known(p.Funded.Words()), known(p.InPost.Words()), filled, unfunded, known(staffing.Needed(p.Vacant())), gap}
}

// postsTable is the ICB's posts by role, with IPS Grow's target beside them where it is recorded.
func postsTable(l staffing.Line, grow staffing.Posts) page.Table {
	t := page.Table{ID: "posts", Caption: "Posts in the whole ICB", Columns: postColumns}
	if l.Quarter != "" {
		t.Caption += " at the end of " + l.Quarter.Short()
	}
	beside := grow != staffing.Posts{}
	if beside {
		t.Columns = append(postColumns[:len(postColumns):len(postColumns)], page.Column{Text: "IPS Grow’s target", Numeric: true})
	}
	for _, p := range l.Posts {
		name := page.Text(p.Role.Words())
		switch {
		case p.Role == staffing.Admin:
			name.Note = "no ratio in the toolkit"
		case p.Needed != nil:
			name.Note = number.Grouped(p.Whole()) + " as whole posts"
		}
		row := append([]page.Cell{name}, postCells(p)...)
		if beside {
			row = append(row, page.Text(cmp.Or(grow[p.Role].Words(), "–")))
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}

// sums are the steps from people to posts.
func sums(l staffing.Line) []sum {
	if l.Unemployed == nil {
		return nil
	}
	list := []sum{{"People out of work", l.UnemployedSum}}
	for _, p := range l.Posts {
		if p.Needed != nil {
			list = append(list, sum{p.Role.Words(), p.Sum})
		}
	}
	return list
}

// byProvider is the posts of each provider; admin staff where they are known.
func byProvider(lines []staffing.Line) []provider {
	var list []provider
	for i, l := range lines {
		t := page.Table{ID: fmt.Sprintf("provider-%d", i+1), Caption: l.Name, CaptionSize: "s", Columns: postColumns}
		for _, p := range l.Posts {
			if p.Role != staffing.Admin || p.Funded.Known || p.InPost.Known {
				t.Rows = append(t.Rows, append([]page.Cell{page.Text(p.Role.Words())}, postCells(p)...))
			}
		}
		list = append(list, provider{providerNote(l), t})
	}
	return list
}

// providerNote says which quarter a provider's posts are of, and what it is expected to do.
func providerNote(l staffing.Line) string {
	note := "Nothing submitted in the last year"
	if l.Quarter != "" {
		note = "Posts at the end of " + l.Quarter.Short()
	}
	switch {
	case l.Access != nil:
		return note + ". " + l.UnemployedSum + " people out of work"
	case l.Why != "":
		return note + ". " + l.Why
	}
	return note
}

// carryTable is the plan the other way round: the people whom the specialists can see in a year.
func carryTable(p staffing.Plan) page.Table {
	t := page.Table{
		ID: "carry", Caption: "How many people these posts can support", Stacked: true,
		Columns: []page.Column{
			{Text: "People in a year"},
			{Text: "Expected", Numeric: true},
			{Text: "With the specialists funded", Numeric: true},
			{Text: "With those in post", Numeric: true},
		},
	}
	for _, l := range append([]staffing.Line{p.ICB}, p.Providers...) {
		expected := "–"
		if l.Access != nil {
			expected = people(l.Access)
		}
		t.Rows = append(t.Rows, []page.Cell{page.Text(l.Name), page.Text(expected), carryCell(l.Funded.Carry), carryCell(l.InPost.Carry)})
	}
	return t
}

// people is a number of people, a part of the year's target: whole ones, rounded up as what is expected is.
func people(v *big.Rat) string {
	if v.IsInt() {
		return number.Grouped(v.Num().Int64())
	}
	return number.Grouped(new(big.Int).Quo(v.Num(), v.Denom()).Int64() + 1)
}

func carryCell(c staffing.Carry) page.Cell {
	if c.Why != "" {
		return page.Text(page.Sentence(c.Why))
	}
	return page.Cell{Text: number.Grouped(c.People), Note: c.Sum}
}

// ratioTable is how many posts one post leads, beside the guideline.
func ratioTable(p staffing.Plan) page.Table {
	t := page.Table{
		ID: "ratios", Caption: "Staff for each leader and manager", Stacked: true,
		Columns: []page.Column{
			{Text: "FTE of staff for each FTE"},
			{Text: "Specialists per team leader, funded"},
			{Text: "Specialists per team leader, in post"},
			{Text: "Team leaders per manager, funded"},
			{Text: "Team leaders per manager, in post"},
		},
	}
	for _, l := range append([]staffing.Line{p.ICB}, p.Providers...) {
		t.Rows = append(t.Rows, []page.Cell{
			page.Text(l.Name), ratioCell(l.Funded.Leaders), ratioCell(l.InPost.Leaders), ratioCell(l.Funded.Managers),
			ratioCell(l.InPost.Managers),
		})
	}
	return t
}

func ratioCell(r staffing.Ratio) page.Cell {
	switch {
	case r.Value != nil:
		return page.Cell{Text: r.Shown(), Note: string(r.Zone)}
	case r.Zone != "":
		return page.Text(page.Sentence(string(r.Zone)))
	}
	return page.Text("Not available")
}

// discretion says whether the guideline is departed from anywhere, for team leaders and for service managers.
func discretion(p staffing.Plan) (leaders, managers bool) {
	for _, l := range append([]staffing.Line{p.ICB}, p.Providers...) {
		for _, s := range []staffing.Side{l.Funded, l.InPost} {
			leaders, managers = leaders || s.Leaders.Discretion, managers || s.Managers.Discretion
		}
	}
	return leaders, managers
}

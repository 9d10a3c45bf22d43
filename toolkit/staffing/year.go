package staffing

import (
	"strconv"
	"strings"

	"ipstoolkit/toolkit/calendar"
	"ipstoolkit/toolkit/number"
	"ipstoolkit/toolkit/problem"
	"ipstoolkit/toolkit/register"
)

// Year is what an ICB has recorded for the plan of one financial year, as a row of the list Recorded with one row for
// each year. The access target itself is among the targets, and nowhere else. A Version of 0 is a year without a record
// yet.
type Year struct{ register.Row }

// Code is the plan's name in the database and in the history; rowID begins the id of a year's row.
const (
	Code  = "plan"
	rowID = Code + "-"
)

// YearOf is a year without a record yet.
func YearOf(y calendar.Year) Year {
	return Year{register.Row{ID: rowID + strconv.Itoa(int(y)), Values: map[string]string{}}}
}

// Year is the financial year.
func (y Year) Year() calendar.Year {
	n, _ := strconv.Atoi(strings.TrimPrefix(y.ID, rowID))
	return calendar.Year(n)
}

// Asked are the fields that can be recorded for a year.
var Asked = struct {
	AccessSource, AccessOn, Baseline, Expansion, Retention, MHIS, SDF, FinanceTitle, FinanceOn, GrowES, GrowTL, GrowSM,
	GrowSource, GrowOn, LeadersReason, ManagersReason, PayES, PayTL, PaySM, PayAdmin, PaySource, PayOn, Insurance,
	FreeMonth, Pension, Overhead register.Field
}{
	AccessSource: register.Field{
		Name: "access_source", Part: "The access target", Label: "Where the access target comes from",
		Type: register.Line, Hint: "Such as ‘Medium Term Planning Framework, the ICB’s share’",
	},
	AccessOn: register.Field{Name: "access_on", Label: "Date of that source", Type: register.Date, Past: true},
	Baseline: register.Field{
		Name: "baseline", Label: "People funded from the baseline", Type: register.Count,
		Hint: "How many of the year’s people the baseline funding covers",
	},
	Expansion: register.Field{
		Name: "expansion", Label: "People funded from the expansion", Type: register.Count,
		Hint: "How many more people the expansion funding covers",
	},
	Retention: register.Field{
		Name: "retention", Label: "Planned share of people supported to keep a job", Type: register.Percent,
		Hint: "Up to 25% is an allowance, not a target. Leave empty to plan for none",
	},
	MHIS: register.Field{
		Name: "mhis", Part: "Money for IPS in the year", Label: "Mental Health Investment Standard (MHIS)",
		Type: register.Money, Hint: "Whole pounds, the baseline",
	},
	SDF: register.Field{
		Name: "sdf", Label: "Service Development Funding (SDF)", Type: register.Money,
		Hint: "Whole pounds, the expansion",
	},
	FinanceTitle: register.Field{
		Name: "finance_title", Label: "Who agreed it for finance", Type: register.Line,
		Hint: "A job title, such as ‘Director of finance’. No names",
	},
	FinanceOn: register.Field{Name: "finance_on", Label: "Date of the agreement", Type: register.Date, Past: true},
	GrowES: register.Field{
		Name: "grow_es", Part: "IPS Grow’s workforce target",
		Label: "Employment specialists in IPS Grow’s target", Type: register.FTE, Hint: "As published for the ICB",
	},
	GrowTL:     register.Field{Name: "grow_tl", Label: "Team leaders in IPS Grow’s target", Type: register.FTE},
	GrowSM:     register.Field{Name: "grow_sm", Label: "Service managers in IPS Grow’s target", Type: register.FTE},
	GrowSource: register.Field{Name: "grow_source", Label: "Where IPS Grow published it", Type: register.Line},
	GrowOn:     register.Field{Name: "grow_on", Label: "Date of the publication", Type: register.Date, Past: true},
	LeadersReason: register.Field{
		Name: "leaders_reason", Part: "Outside the guideline",
		Label: "Why there are more or fewer than 6 employment specialists for a team leader", Type: register.Lines,
		Hint: "What the money is used for instead, such as more specialists or admin staff. " +
			"With up to 10, a service can still be high-fidelity",
	},
	ManagersReason: register.Field{
		Name: "managers_reason", Label: "Why there are more than 5 team leaders for a service manager, or none",
		Type: register.Lines,
	},
	PayES: register.Field{
		Name: "pay_es", Part: "Pay, to see what the plan costs", Label: "Yearly pay of an employment specialist",
		Type: register.Money, Hint: published(ES, "5"),
	},
	PayTL: register.Field{Name: "pay_tl", Label: "Yearly pay of a team leader", Type: register.Money, Hint: published(TL, "6")},
	PaySM: register.Field{
		Name: "pay_sm", Label: "Yearly pay of a service manager", Type: register.Money,
		Hint: published(SM, "7"),
	},
	PayAdmin: register.Field{Name: "pay_admin", Label: "Yearly pay of admin staff", Type: register.Money},
	PaySource: register.Field{
		Name: "pay_source", Label: "Where the pay comes from", Type: register.Line,
		Hint: "Such as ‘Agenda for Change 2026/27, middle of the band’",
	},
	PayOn: register.Field{Name: "pay_on", Label: "Date of that source", Type: register.Date, Past: true},
	Insurance: register.Field{
		Name: "insurance", Label: "Employer’s National Insurance", Type: register.Percent,
		Hint: "If left empty: " + Percent(Published.Insurance),
	},
	FreeMonth: register.Field{
		Name: "free_month", Label: "Monthly pay up to which no National Insurance is due", Type: register.Money,
		Hint: "If left empty: £" + number.Grouped(Published.FreeMonth),
	},
	Pension: register.Field{
		Name: "pension", Label: "Employer’s pension", Type: register.Percent,
		Hint: "If left empty: " + Percent(Published.Pension),
	},
	Overhead: register.Field{
		Name: "overhead", Label: "Overheads, as a share of staff cost", Type: register.Percent,
		Hint: "If left empty: " + Percent(Published.Overhead),
	},
}

// Recorded is the table of what can be recorded for a year. Its form, checks, history and sheet take their questions
// from it (IPS commissioning self-assessment toolkit, March 2026, pages 7 and 24). It is not one of the registers,
// because only commissioners see the plan.
var Recorded = register.List{
	Code: Code, Name: "Staffing plan", One: "year", Many: "years", Priorities: []string{"1.1", "2.1", "4.1"}, Page: 7, Keeper: register.ICB,
	Fields: register.FieldsOf(Asked),
}

func published(r Role, band string) string {
	return "IPS Grow’s workforce calculator used £" + number.Grouped(PublishedPay[r]) + " for 2026/27: the middle of Band " + band
}

// Check says what is wrong with what was recorded for a year, in the order of the form.
func (y Year) Check(today calendar.Date) problem.List {
	wrong := Recorded.Check(y.Row, today)
	if y.Text(Asked.FinanceOn) != "" && y.Text(Asked.FinanceTitle) == "" {
		wrong.Add(Asked.FinanceTitle.Name, "Enter the job title of the person who agreed it for finance")
	}
	return wrong
}

// Planned is what a plan of the year begins from: its access target, from among the targets, and the planned share of
// people supported to keep a job.
func (y Year) Planned(target number.Count) Assumptions {
	retention, _ := y.Number(Asked.Retention)
	return Assumptions{Access: target, Retention: retention}
}

// Split says that baseline and expansion do not add up to the year's target; "" when they do, or when a number is not
// known.
func (y Year) Split(target number.Count) string {
	baseline, known := y.Number(Asked.Baseline)
	expansion, also := y.Number(Asked.Expansion)
	if !known || !also || !target.Known || baseline+expansion == target.N {
		return ""
	}
	return "Baseline and expansion are " + number.Grouped(baseline) + " + " + number.Grouped(expansion) + " = " +
		number.Grouped(baseline+expansion) +
		" people. The year’s access target is " + target.Words()
}

// Money is MHIS and SDF together in pounds; not known while neither is recorded.
func (y Year) Money() Money {
	mhis, known := y.Number(Asked.MHIS)
	sdf, also := y.Number(Asked.SDF)
	return Money{Pounds: mhis + sdf, Known: known || also}
}

// Grow is IPS Grow's workforce target.
func (y Year) Grow() Posts {
	var p Posts
	for r, f := range map[Role]register.Field{ES: Asked.GrowES, TL: Asked.GrowTL, SM: Asked.GrowSM} {
		n, known := y.Number(f)
		p[r] = number.FTE{Hundredths: n, Known: known}
	}
	return p
}

// Pay is what posts are paid. Where the ICB has no on-costs of its own it has the published ones.
func (y Year) Pay() Pay {
	p := Pay{OnCost: Published}
	for r, f := range map[Role]register.Field{ES: Asked.PayES, TL: Asked.PayTL, SM: Asked.PaySM, Admin: Asked.PayAdmin} {
		n, known := y.Number(f)
		p.Roles[r] = Money{Pounds: n, Known: known}
	}
	for _, own := range []struct {
		field register.Field
		rate  *int64
	}{
		{Asked.Insurance, &p.OnCost.Insurance},
		{Asked.FreeMonth, &p.OnCost.FreeMonth},
		{Asked.Pension, &p.OnCost.Pension},
		{Asked.Overhead, &p.OnCost.Overhead},
	} {
		if n, known := y.Number(own.field); known {
			*own.rate = n
		}
	}
	return p
}

// Sourced is a source with its date, "Agenda for Change, 1 April 2026"; "" when neither is recorded.
func (y Year) Sourced(source, on register.Field) string {
	return strings.Trim(y.Text(source)+", "+y.Date(on).Words(), ", ")
}

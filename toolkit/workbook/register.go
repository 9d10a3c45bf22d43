package workbook

import (
	"fmt"
	"slices"
	"strings"

	"ipstoolkit/toolkit/assessment"
	"ipstoolkit/toolkit/coverage"
	"ipstoolkit/toolkit/provider"
	"ipstoolkit/toolkit/register"
)

// listSheet is a sheet made from a list of the registers: one row for each row of the list, one column for each field.
type listSheet struct {
	name string
	list string // its code
	part string // the part of its fields on this sheet, as for register.List.On
	// above is the totals of the rows, in the words of the list's page; nil for a list without totals.
	above func(b *book, rows []register.Row) []string
}

// listSheets are all such sheets, in the order of the navigation.
var listSheets = []listSheet{
	{DataFlow, register.Teams, "", flowAbove},
	{PCNs, register.PCNs, "", pcnsAbove},
	{Workforce, register.Workforce, "", staffAbove},
	{Help, register.Help, "", nil},
	{Conditions, register.Teams, register.ConditionsSheet, conditionsAbove},
	{CoDesign, register.Events, "", eventsAbove},
	{Improvement, register.Plans, "", nil},
	{Strategies, register.Strategies, "", func(_ *book, rows []register.Row) []string { return coverage.StrategyLines(rows) }},
	{Jobs, register.Jobs, "", nil},
	{Meetings, register.Meetings, "", meetingsAbove},
}

// listed makes the sheet of a list.
func (b *book) listed(sheet listSheet) table {
	whole, _ := register.Of(sheet.list)
	list := whole.On(sheet.part)
	rows := b.s.Registers[sheet.list]
	t := table{name: sheet.name}
	if sheet.above != nil {
		for _, line := range sheet.above(b, rows) {
			t.above = append(t.above, strings.ReplaceAll(line, "**", ""))
		}
	}
	t.told = len(t.above) > 0
	whose := list.Keeper != register.ICB
	if whose {
		t.columns = append(t.columns, column{"Provider", 20, wrapped, true})
	}
	for _, f := range list.Fields {
		t.columns = append(t.columns, fieldColumn(f,
			slices.Contains([]string{list.Naming, list.Sorting, register.WhichQuarter.Name, register.PCN.Name.Name}, f.Name)))
	}
	t.columns = append(t.columns, column{"Last changed", 14, date, false}, column{"Changed by", 16, wrapped, false})
	for _, r := range rows {
		var row []any
		if whose {
			row = append(row, b.owner(r))
		}
		for _, f := range list.Fields {
			row = append(row, fieldCell(f, r))
		}
		t.rows = append(t.rows, append(row, dayOf(r.ChangedAt), r.ChangedBy))
	}
	return t
}

// owner is who a row belongs to.
func (b *book) owner(r register.Row) string {
	if r.Provider == "" {
		return "The ICB"
	}
	return b.s.Provider(r.Provider).Name
}

// fieldColumn is the column of a field. The fields that name a row are its key.
func fieldColumn(f register.Field, key bool) column {
	c := column{f.Heading(), 14, wrapped, key}
	switch f.Type {
	case register.Line:
		c.width = 20
	case register.Lines:
		c.width = 36
	case register.Date:
		c.width, c.look = 12, date
	case register.Quarter:
		c.width = 18
	case register.Count:
		c.width, c.look = 13, whole
	case register.FTE:
		c.width, c.look = 11, decimal
	case register.Percent:
		c.width, c.look = 11, percent2
	case register.Money:
		c.width, c.look = 13, money
	case register.Choice:
		if slices.ContainsFunc(f.Options, func(o register.Option) bool { return len(o.Text) > 20 }) {
			c.width = 18
		}
	}
	if len(c.title) > 36 {
		c.width += 4 // its heading is a long question
	}
	return c
}

// fieldCell is a field of a row as a cell of its type; nil while it is not known.
func fieldCell(f register.Field, r register.Row) any {
	n, isNumber := r.Number(f)
	switch {
	case r.Text(f) == "":
		return nil
	case f.Type == register.Date:
		return day(r.Date(f))
	case f.Type == register.Quarter:
		return r.Quarter(f).Short()
	case !f.Numeric() || !isNumber:
		return f.Words(r.Text(f))
	case f.Type == register.FTE:
		return float64(n) / 100
	case f.Type == register.Percent:
		return float64(n) / 100_00
	}
	return int(n)
}

// withRows are the providers with rows among these; none for a provider, which reads only its own rows.
func (b *book) withRows(rows []register.Row) []provider.Provider {
	var list []provider.Provider
	for _, p := range b.s.Providers {
		if commissioners(b.s) && len(register.OfProvider(rows, p.ID)) > 0 {
			list = append(list, p)
		}
	}
	return list
}

func flowAbove(b *book, rows []register.Row) []string {
	text := coverage.FlowLines(rows)
	for _, p := range b.withRows(rows) {
		own := register.OfProvider(rows, p.ID)
		text = append(text, p.Name+": MHSDS "+coverage.ToMHSDS(own).Words()+"; Reporting Tool "+coverage.ToTool(own).Words())
	}
	return text
}

func pcnsAbove(_ *book, rows []register.Row) []string {
	c := coverage.OfPCNs(rows)
	return append(c.Lines(), c.Notices...)
}

func staffAbove(b *book, rows []register.Row) []string {
	text := coverage.StaffLines(rows)
	if len(rows) == 0 {
		return text
	}
	last := rows[0].Quarter(register.WhichQuarter)
	line := func(name string, own []register.Row) {
		s := coverage.OfStaff(own, last)
		text = append(text, fmt.Sprintf("%s, four quarters to %s. Enrolled within a month: %s. Completed the 12 months: %s. Hold Level "+
			"3: %s. Permanent: %s",
			name, last.Short(), lower(s.Onboarded.Words()), lower(s.Completed.Words()), lower(s.Level3.Words()),
			lower(s.Permanent.Words())))
	}
	for _, p := range b.withRows(rows) {
		line(p.Name, register.OfProvider(rows, p.ID))
	}
	all := "All providers"
	if b.s.Audience.IsProvider() {
		all = b.s.Provider(b.s.Audience.ProviderID()).Name
	}
	line(all, rows)
	return text
}

func lower(words string) string { return strings.ToLower(words[:1]) + words[1:] }

func conditionsAbove(_ *book, rows []register.Row) []string {
	if len(rows) == 0 {
		return nil
	}
	var text []string
	for _, c := range coverage.OfConditions(rows) {
		text = append(text, fmt.Sprintf("%s: yes %d, in part %d, no %d, not recorded %d; confirmed %d, seen otherwise %d",
			c.Label, c.Yes, c.Part, c.No, c.Unknown, c.Confirmed, c.Otherwise))
	}
	return text
}

func eventsAbove(b *book, rows []register.Row) []string {
	text := []string{register.NoBids}
	if b.s.Shut {
		hidden := slices.Clone(assessment.Procurement)
		text = append(text, "Procurement is under way: what was part of "+strings.Join(hidden, ", ")+" is not shown.")
	}
	return append(text, coverage.EventLines(rows, b.s.Today())...)
}

// meetingsAbove is how many meetings were held in each of the last four quarters that have ended, and in this one.
func meetingsAbove(b *book, rows []register.Row) []string {
	present := b.s.Quarter()
	line := func(name, kind, provider string) string {
		held := coverage.Held(rows, kind, provider)
		var parts []string
		for i := 4; i >= 0; i-- {
			q := present.Add(-i)
			parts = append(parts, fmt.Sprintf("%s %d", q.Short(), held[q]))
		}
		return name + ", meetings held: " + strings.Join(parts, "; ") + " so far"
	}
	text := []string{line("Steering group", register.SteeringMeeting, "")}
	for _, p := range b.s.Providers {
		if !p.Ended {
			text = append(text, line("Contract meeting with "+p.Name, register.ContractMeeting, p.ID))
		}
	}
	return text
}

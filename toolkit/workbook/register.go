package workbook

import (
	"slices"

	"ipstoolkit/toolkit/register"
	"ipstoolkit/toolkit/snapshot"
	"ipstoolkit/toolkit/view"
)

// listSheet is a sheet made from a list of the registers: one row for each row of the list, one column for each field.
type listSheet struct {
	name string
	list string // its code
	part string // the part of its fields on this sheet, as for register.List.On
	used bool   // it is there only where the audience has rows on it
}

// listSheets are all such sheets, in the order of the navigation.
var listSheets = []listSheet{
	{name: DataFlow, list: register.Teams},
	{name: PCNs, list: register.PCNs},
	{name: Workforce, list: register.Workforce},
	{name: Help, list: register.Help},
	{name: Conditions, list: register.Teams, part: register.ConditionsSheet},
	{name: CoDesign, list: register.Events},
	{name: Improvement, list: register.Plans},
	{name: Strategies, list: register.Strategies},
	{name: Jobs, list: register.Jobs},
	{name: Meetings, list: register.Meetings},
	{name: Seats, list: register.Seats, used: true},
	{name: Terms, list: register.TermsOfReference, used: true},
	{name: Leads, list: register.Leads, used: true},
	{name: Minutes, list: register.Items, used: true},
	{name: Decisions, list: register.Decisions, used: true},
	{name: Attended, list: register.Attended, used: true},
	{name: Risks, list: register.Risks, used: true},
	{name: Concerns, list: register.Concerns, used: true},
}

// listed makes the sheet of a list.
func (b *book) listed(sheet listSheet) table {
	whole, _ := register.Of(sheet.list)
	list := whole.On(sheet.part)
	rows := b.s.Registers[sheet.list]
	t := table{name: sheet.name, back: comesBack{kind: sheet.list, fields: map[string]string{}}}
	t.above = b.told.Lists[snapshot.PartOf(sheet.list, sheet.part)]
	t.told = len(t.above) > 0
	fields, group := list.Fields, b.s.Audience.IsSteeringGroup()
	if group {
		reads, _ := view.GroupReads(list.Code)
		fields = slices.DeleteFunc(slices.Clone(fields), func(f register.Field) bool { return !slices.Contains(reads.Fields, f.Name) })
	}
	fields = slices.DeleteFunc(slices.Clone(fields), func(f register.Field) bool { return f.Type == register.Ref })
	if whole.Within != "" {
		t.back.kind = "" // a row is added at its meeting
		t.columns = append(t.columns, column{"Meeting", 12, date, true}, column{"Meeting of", 16, wrapped, false})
	}
	whose := list.Keeper != register.ICB && !group
	if whose {
		t.columns = append(t.columns, column{"Provider", 20, wrapped, true})
	}
	for _, f := range fields {
		t.columns = append(t.columns, fieldColumn(f,
			slices.Contains([]string{list.Naming, list.Sorting, register.WhichQuarter.Name, register.PCN.Name.Name}, f.Name)))
		t.back.fields[f.Heading()] = f.Name
	}
	if !group {
		t.columns = append(t.columns, column{"Last changed", 14, date, false}, column{"Changed by", 16, wrapped, false})
	}
	for _, r := range rows {
		var row []any
		if whole.Within != "" {
			on, of := b.meetingOf(r)
			row = append(row, on, of)
		}
		if whose {
			row = append(row, b.owner(r))
		}
		for _, f := range fields {
			row = append(row, fieldCell(f, r))
		}
		if !group {
			row = append(row, dayOf(r.ChangedAt), r.ChangedBy)
		}
		t.rows, t.back.of = append(t.rows, row), append(t.back.of, Key{Kind: sheet.list, ID: r.ID, Version: r.Version})
	}
	return t
}

// meetingOf is the day of the meeting that a row is part of, and who met: the steering group, or a provider on its contract. Both are nil
// for one that was removed.
func (b *book) meetingOf(r register.Row) (on, of any) {
	for _, m := range b.s.Registers[register.Meetings] {
		switch {
		case m.ID != r.Text(register.Item.Meeting):
		case m.Provider == "":
			return day(m.Date(register.Meeting.On)), "Steering group"
		default:
			return day(m.Date(register.Meeting.On)), "Contract, " + b.owner(m)
		}
	}
	return nil, nil
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

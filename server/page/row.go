package page

import (
	"errors"
	"slices"
	"strings"

	"ipstoolkit/toolkit/calendar"
	"ipstoolkit/toolkit/problem"
	"ipstoolkit/toolkit/provider"
	"ipstoolkit/toolkit/register"
)

// TypedRow is a row of a list as it is in its form: what was typed, with what could not be read.
type TypedRow struct {
	register.Row
	text      map[string]string
	dates     map[string]TypedDate
	kept      string   // what had been confirmed before, see register.Row
	confirmed []string // the boxes that were ticked
}

// RowOf is a row as its form shows it before anybody types.
func RowOf(list register.List, r register.Row) TypedRow {
	t := TypedRow{Row: r, text: map[string]string{}, dates: map[string]TypedDate{}, kept: r.Confirmed}
	for _, f := range list.Fields {
		t.text[f.Name] = f.Input(r.Text(f))
		if f.Type == register.Date {
			t.dates[f.Name] = DateOf(r.Date(f))
		}
	}
	return t
}

// Row reads the fields of a list, the ticked boxes of a ConfirmBox and the version into a row, and checks the whole of it; see
// List.Read for mayFill. The error is a problem.List in the order of the form.
func (f Form) Row(list register.List, r register.Row, mayFill func(register.Field) bool,
	check func(register.Row) problem.List,
) (TypedRow, error) {
	t := TypedRow{Row: r, text: map[string]string{}, dates: map[string]TypedDate{}, kept: r.Confirmed, confirmed: f.Values("confirmed")}
	var dates problem.List
	wrong := list.Read(&t.Row, func(field register.Field) string {
		if field.Type == register.Date {
			d := f.Date(field.Name, field.Label, &dates)
			t.dates[field.Name] = d
			return string(d.Date)
		}
		t.text[field.Name] = f.Text(field.Name)
		return t.text[field.Name]
	}, mayFill)
	t.Confirmed = strings.Join(append(slices.Clone(t.confirmed), r.Confirmed), ",")
	t.Version = f.Version()
	return t, rowProblems(list, append(wrong, dates...), check(t.Row)).Err()
}

// RowError is why the store did not save a row: its problem.List is put in the order of the row's form, any other error is as it was.
func RowError(list register.List, err error) error {
	if refused, ok := errors.AsType[problem.List](err); ok {
		return rowProblems(list, nil, refused)
	}
	return err
}

// rowProblems are what is wrong with a row in the order of its form: what could not be read, and what was found more
// in the other fields. What is wrong with a date leads to the first of its three fields.
func rowProblems(list register.List, wrong, more problem.List) problem.List {
	for _, one := range more {
		if about(wrong, one.Field) {
			continue
		}
		if f, ok := list.Field(one.Field); ok && f.Type == register.Date {
			one.Field += "-day"
		}
		wrong = append(wrong, one)
	}
	place := func(name string) int {
		return slices.IndexFunc(list.Fields, func(f register.Field) bool {
			return f.Name == name || f.Type == register.Date && strings.HasPrefix(name, f.Name+"-")
		})
	}
	slices.SortStableFunc(wrong, func(a, b problem.Problem) int { return place(a.Field) - place(b.Field) })
	return wrong
}

// about says whether something is wrong already with a field, or with the date that it is a part of.
func about(wrong problem.List, field string) bool {
	date, _, _ := strings.Cut(field, "-")
	return slices.ContainsFunc(wrong, func(p problem.Problem) bool {
		other, _, _ := strings.Cut(p.Field, "-")
		return other == date
	})
}

// Confirm is the box to say that numbers in the row's texts are no NHS numbers.
func (t TypedRow) Confirm(list register.List) Checkboxes {
	return ConfirmBox(list.Numbers(t.Row), t.kept, t.confirmed)
}

// Conflict is the row as somebody else saved it, against what was typed in its form.
func (t TypedRow) Conflict(list register.List, present register.Row) Conflict {
	return Conflict{
		Who: present.ChangedBy, When: present.ChangedAt.Words(), Version: present.Version, Fields: t.against(list, present),
	}
}

// against are the fields of a list as somebody else saved them and as they were typed.
func (t TypedRow) against(list register.List, present register.Row) []Both {
	fields := make([]Both, len(list.Fields))
	for i, f := range list.Fields {
		b := Either(f.Label, f.Words(present.Text(f)), f.Words(t.Text(f)))
		switch f.Type {
		case register.Lines:
			b = Texts(f.Label, f.Name, present.Text(f), t.Text(f)).Of(f.Name)
		case register.Date:
			b = b.OfDate(f.Name, f.Name, present.Date(f))
		default:
			b = b.Of(f.Name, f.Name, f.Input(present.Text(f)))
		}
		fields[i] = b
	}
	return fields
}

// RowField is a field of a row as whichever component it is: one of them is there. Read is one that others fill in.
type RowField struct {
	Input  *Input
	Area   *Textarea
	Select *Select
	Radios *Radios
	Date   *DateInput
	Read   string
}

// RowPart are the fields below one heading.
type RowPart struct {
	Heading string
	Fields  []RowField
}

// RowParts puts a list's fields below the headings that they begin. The component of a field is false where there is
// nothing to show.
func RowParts(list register.List, component func(register.Field) (RowField, bool)) []RowPart {
	parts := []RowPart{{}}
	for _, f := range list.Fields {
		if f.Part != "" {
			parts = append(parts, RowPart{Heading: f.Part})
		}
		if field, shown := component(f); shown {
			last := &parts[len(parts)-1]
			last.Fields = append(last.Fields, field)
		}
	}
	return slices.DeleteFunc(parts, func(p RowPart) bool { return len(p.Fields) == 0 })
}

// Parts are the fields of a row's form with what was typed in them. A field that this person does not fill in (mayFill) is there to read;
// one that may be left empty says so, unless nothing chosen is an answer of its own. A quarter can be chosen up to the newest.
func (t TypedRow) Parts(list register.List, newest calendar.Quarter, wrong problem.List, mayFill func(register.Field) bool) []RowPart {
	return RowParts(list, func(f register.Field) (RowField, bool) {
		if !mayFill(f) {
			words := f.Words(t.Text(f))
			return RowField{Read: f.Label + ": " + words}, words != ""
		}
		if !f.Required && f.Type != register.YesNo && f.Type != register.Choice {
			f.Label += " (optional)"
		}
		return t.Field(f, newest, wrong), true
	})
}

// Field is the component of a field with what was typed in it. A quarter can be chosen up to the newest.
func (t TypedRow) Field(f register.Field, newest calendar.Quarter, wrong problem.List) RowField {
	value, problem := t.text[f.Name], wrong.For(f.Name)
	switch f.Type {
	case register.Date:
		return RowField{Date: &DateInput{
			Name: f.Name, Legend: f.Label, LegendSize: "s", Hint: f.Hint, Typed: t.dates[f.Name],
			Problems: wrong,
		}}
	case register.Lines:
		return RowField{Area: &Textarea{
			Name: f.Name, Label: f.Label, LabelSize: "s", Hint: f.Hint, Value: value, Error: problem, Rows: 3,
			Limit: register.LongestLines,
		}}
	case register.Quarter:
		s := &Select{
			Name: f.Name, Label: f.Label, LabelSize: "s", Hint: f.Hint, Value: value, Error: problem,
			Options: []Option{{Text: "Choose a quarter"}},
		}
		chosen, _ := calendar.ParseQuarter(value) // what is no quarter is said beside the field
		for _, q := range quarters(newest, chosen) {
			s.Options = append(s.Options, Option{Value: string(q), Text: q.Words()})
		}
		return RowField{Select: s}
	case register.YesNo, register.Choice:
		return RowField{Radios: t.radios(f, problem)}
	}
	in := &Input{Name: f.Name, Label: f.Label, LabelSize: "s", Hint: f.Hint, Value: value, Error: problem, Autocomplete: "off"}
	switch f.Type {
	case register.Count:
		in.Width, in.InputMode = 5, "numeric"
	case register.FTE:
		in.Width, in.InputMode, in.Suffix = 5, "decimal", "FTE"
	case register.Percent:
		in.Width, in.InputMode, in.Suffix = 5, "decimal", "%"
	case register.Money:
		in.Width, in.InputMode, in.Prefix = 10, "numeric", "£"
	}
	return RowField{Input: in}
}

// radios are the answers of a field. One that is given can be taken back.
func (t TypedRow) radios(f register.Field, problem string) *Radios {
	r := &Radios{Name: f.Name, Legend: f.Label, LegendSize: "s", Hint: f.Hint, Value: t.Text(f), Error: problem, Small: true}
	letters := 0
	for _, o := range f.Answers() {
		r.Items = append(r.Items, Item{Value: o.Value, Text: o.Text})
		letters += len(o.Text)
	}
	r.Inline = letters <= 30 // they fit beside each other on a phone
	if r.Value != "" && !f.Required {
		r.Items = append(r.Items, Item{Value: "", Text: "Not known"})
	}
	return r
}

// listedQuarters is how far back a quarter can be chosen.
const listedQuarters = 13

// quarters are those to choose from, the newest first, with the one that is chosen already.
func quarters(newest, chosen calendar.Quarter) []calendar.Quarter {
	var list []calendar.Quarter
	for i := range listedQuarters {
		list = append(list, newest.Add(-i))
	}
	if chosen != "" && chosen < list[len(list)-1] {
		list = append(list, chosen)
	}
	return list
}

// ChooseProvider is the choice of the provider that a row belongs to.
func ChooseProvider(list register.List, present string, providers []provider.Provider, wrong problem.List) *Select {
	s := &Select{Name: "provider", Label: "Provider", LabelSize: "s", Value: present, Error: wrong.For("provider")}
	none := Option{Text: "Choose a provider"}
	if list.Keeper == register.Either {
		none.Text = "None: it is the ICB’s own"
	}
	s.Options = append(s.Options, none)
	for _, o := range providers {
		if !o.Ended || o.ID == present {
			s.Options = append(s.Options, Option{Value: o.ID, Text: o.Name})
		}
	}
	return s
}

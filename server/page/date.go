package page

import (
	"errors"
	"strconv"

	"ipstoolkit/toolkit/calendar"
	"ipstoolkit/toolkit/problem"
)

// TypedDate is a date as it was typed in three fields, and the day it means: "" when the fields are empty or wrong.
type TypedDate struct {
	Day, Month, Year string
	Date             calendar.Date
}

// DateOf is a date as its three fields show it.
func DateOf(d calendar.Date) TypedDate {
	if d == "" {
		return TypedDate{}
	}
	y, m, day := d.Parts()
	return TypedDate{Day: strconv.Itoa(day), Month: strconv.Itoa(m), Year: strconv.Itoa(y), Date: d}
}

// Date reads the fields name-day, name-month and name-year. Three empty fields are no date and no problem. What is wrong
// is added to problems under the field to correct, beginning with what, the date's name: "Review date must include a
// month".
func (f Form) Date(name, what string, problems *problem.List) TypedDate {
	d := TypedDate{Day: f.Text(name + "-day"), Month: f.Text(name + "-month"), Year: f.Text(name + "-year")}
	date, err := calendar.Typed(d.Day, d.Month, d.Year)
	if err != nil {
		problems.Add(name+partOf(err), "%s %s", what, err)
		return d
	}
	d.Date = date
	return d
}

// partOf is the end of the name of the field to go to for what is wrong with a date.
func partOf(err error) string {
	if wrong, ok := errors.AsType[*calendar.Mistyped](err); ok {
		switch wrong.Part {
		case calendar.MonthPart:
			return "-month"
		case calendar.YearPart:
			return "-year"
		case calendar.DayPart:
		}
	}
	return "-day"
}

// Empty says whether nothing was typed.
func (d TypedDate) Empty() bool { return d.Day == "" && d.Month == "" && d.Year == "" }

// DateInput is a date in three fields.
type DateInput struct {
	// Name begins the three fields' names: "review_on" gives review_on-day, -month and -year.
	Name, Legend, Hint string
	LegendSize         string
	Heading            bool
	Typed              TypedDate
	// Problems are those of the whole form; the input finds its own.
	Problems problem.List
}

// DatePart is one of the three fields.
type DatePart struct {
	Name, Label, Value string
	Width              int
	Wrong              bool
}

// Error is what is wrong with the date, "" when nothing is.
func (d DateInput) Error() string {
	for _, field := range []string{d.Name + "-day", d.Name + "-month", d.Name + "-year", d.Name} {
		if m := d.Problems.For(field); m != "" {
			return m
		}
	}
	return ""
}

// Parts are the three fields. A problem with the whole date marks all three, one with the month or the year that one.
func (d DateInput) Parts() []DatePart {
	wrong := map[string]bool{}
	for _, part := range []string{"day", "month", "year"} {
		wrong[part] = d.Problems.For(d.Name+"-"+part) != ""
	}
	if d.Problems.For(d.Name) != "" || (wrong["day"] && d.Typed.Day != "") {
		wrong["day"], wrong["month"], wrong["year"] = true, true, true
	}
	return []DatePart{
		{d.Name + "-day", "Day", d.Typed.Day, 2, wrong["day"]},
		{d.Name + "-month", "Month", d.Typed.Month, 2, wrong["month"]},
		{d.Name + "-year", "Year", d.Typed.Year, 4, wrong["year"]},
	}
}

// DescribedBy names the elements that describe the group.
func (d DateInput) DescribedBy() string { return describedBy(d.Name, d.Hint, d.Error()) }

// Fieldset is the group's legend.
func (d DateInput) Fieldset() Fieldset {
	return Fieldset{Legend: d.Legend, Size: d.LegendSize, Heading: d.Heading}
}

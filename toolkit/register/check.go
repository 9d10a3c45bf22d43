package register

import (
	"ipstoolkit/toolkit/calendar"
	"ipstoolkit/toolkit/number"
	"ipstoolkit/toolkit/privacy"
	"ipstoolkit/toolkit/problem"
)

// Read fills a row from what was typed, field by field; typed gives the text of a field by its name (a date as one
// text). What is wrong comes back in the order of the form. The row still takes what is right. Fields that this person
// may not fill in (mayFill), and those that this list does not ask, keep what they hold.
func (l List) Read(r *Row, typed func(Field) string, mayFill func(Field) bool) problem.List {
	var wrong problem.List
	for _, f := range l.Fields {
		if !mayFill(f) {
			continue
		}
		v, err := f.Parse(typed(f))
		if err != nil {
			wrong.Add(f.Name, "%s %s", f.Label, err)
		}
		r.Values = With(r.Values, f.Name, v)
	}
	return wrong
}

// Check says what is wrong with a row, however it arrived, in the order of the form: values that are missing, that do
// not fit the field, or that hold what looks like an NHS number.
func (l List) Check(r Row, today calendar.Date) problem.List {
	var wrong problem.List
	if l.Keeper == Provider && r.Provider == "" {
		wrong.Add(providerField.Name, "Choose the provider")
	}
	if l.Keeper == ICB && r.Provider != "" {
		wrong.Add(providerField.Name, "The rows of this list belong to no provider")
	}
	for name := range r.Values {
		if _, ok := l.Field(name); !ok {
			wrong.Add(name, "%s has no field %q", l.Name, name)
		}
	}
	for _, f := range l.Fields {
		f.check(r.Values[f.Name], today, r.Confirmed, &wrong)
	}
	if len(wrong) == 0 && l.together != nil {
		l.together(r, today, func(f Field, format string, args ...any) { wrong.Add(f.Name, format, args...) })
	}
	return wrong
}

func (f Field) check(value string, today calendar.Date, confirmed string, wrong *problem.List) {
	if value == "" {
		if f.Required {
			wrong.Add(f.Name, "%s", f.missing())
		}
		return
	}
	if kept, err := f.Parse(f.unparsed(value)); err != nil || kept != value {
		wrong.Add(f.Name, "%s is not in the form it is kept in", f.Label)
		return
	}
	switch {
	case f.Type == Date && f.Past && calendar.Date(value) > today:
		wrong.Add(f.Name, "%s must be today or in the past", f.Label)
	case f.Type == Quarter && calendar.Quarter(value) > today.Quarter():
		wrong.Add(f.Name, "%s must be a quarter that has begun", f.Label)
	case f.Type == Line && len([]rune(value)) > LongestLine:
		wrong.Add(f.Name, "%s must be %d characters or fewer", f.Label, LongestLine)
	case f.Type == Lines && len([]rune(value)) > LongestLines:
		wrong.Add(f.Name, "%s must be %s characters or fewer", f.Label, number.Grouped(LongestLines))
	}
	if f.Typed() {
		privacy.Guard(wrong, f.Name, f.Label, value, confirmed)
	}
}

// unparsed is a kept value in a form that Parse can read again.
func (f Field) unparsed(value string) string {
	if f.Numeric() {
		return f.Input(value)
	}
	return value
}

// missing asks for the field in words.
func (f Field) missing() string {
	switch {
	case f.Type == Date:
		return f.Label + ": enter a date"
	case f.Type == Quarter, f.Type == Choice, f.Type == YesNo:
		return f.Label + ": choose an answer"
	case f.Numeric():
		return f.Label + ": enter a number, or 0 if there were none"
	}
	return f.Label + ": enter it in a few words"
}

// Numbers are the parts of the row's texts that look like NHS numbers.
func (l List) Numbers(r Row) []privacy.Find {
	var finds []privacy.Find
	for _, f := range l.Fields {
		if f.Typed() {
			finds = append(finds, privacy.NHSNumbers(r.Values[f.Name])...)
		}
	}
	return finds
}

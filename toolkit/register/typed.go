package register

import (
	"errors"
	"strconv"
	"strings"

	"ipstoolkit/toolkit/calendar"
	"ipstoolkit/toolkit/number"
)

// LongestLine and LongestLines are how long texts may be, in characters.
const (
	LongestLine  = 200
	LongestLines = 2000
)

// mostOfAnything is above every count that people type on purpose: PCNs have tens of thousands of inhabitants.
const mostOfAnything = 1_000_000

// Parse reads what a person typed into a field into the form in which it is kept. The error continues the name of the
// field: "must be a whole number, like 12".
func (f Field) Parse(typed string) (string, error) {
	typed = strings.TrimSpace(typed)
	if typed == "" {
		return "", nil
	}
	switch f.Type {
	case Date:
		return parseDate(typed)
	case Quarter:
		q, err := calendar.ParseQuarter(typed)
		if err != nil {
			return "", errors.New("must be a quarter, like 2026Q1 for April to June 2026")
		}
		return string(q), nil
	case YesNo:
		return choose(strings.ToLower(typed), yesNo)
	case Choice:
		return choose(typed, f.Options)
	case Line:
		return strings.Join(strings.Fields(typed), " "), nil
	case Lines:
		return typed, nil
	case Ref:
		return parseRef(typed)
	}
	n, err := f.number(typed)
	return strconv.FormatInt(n, 10), err
}

// number reads a count, pounds, or hundredths.
func (f Field) number(typed string) (n int64, err error) {
	switch f.Type {
	case FTE:
		var v number.FTE
		v, err = number.ParseFTE(typed)
		n = v.Hundredths
	case Percent:
		n, _, err = number.ParsePercent(typed)
	case Money:
		n, _, err = number.ParseMoney(typed)
	default:
		n, err = parseWhole(typed)
	}
	if err != nil {
		return 0, err
	}
	if f.Most > 0 && n > f.Most {
		return 0, errors.New("must be " + f.Words(strconv.FormatInt(f.Most, 10)) + " or less")
	}
	return n, nil
}

func parseWhole(typed string) (int64, error) {
	n, _, err := number.Parse(typed, "", number.MostMoney*100, 2, "12")
	switch {
	case err != nil:
		return 0, err
	case n%100 != 0 || strings.Contains(typed, "."):
		return 0, errors.New("must be a whole number, like 12")
	case n/100 > mostOfAnything:
		return 0, errors.New("must be " + number.Grouped(mostOfAnything) + " or less")
	}
	return n / 100, nil
}

// parseDate reads a date in one text, as a file holds it: 2026-04-01, 1/4/2026, 20260401 or 1 April 2026.
func parseDate(typed string) (string, error) {
	if d, ok := calendar.Read(typed); ok {
		return string(d), nil
	}
	parts := strings.FieldsFunc(typed, func(r rune) bool { return r == '/' || r == ' ' || r == '.' || r == '-' })
	if len(parts) != 3 {
		return "", errors.New("must be a date, like 1 April 2026")
	}
	d, err := calendar.Typed(parts[0], parts[1], parts[2])
	return string(d), err
}

// parseRef reads an id, or a kind of record and an id: "priority 3.4".
func parseRef(typed string) (string, error) {
	if len(typed) > 100 || strings.ContainsFunc(typed, func(r rune) bool { return r <= ' ' && r != ' ' || r > '~' }) {
		return "", errors.New("is no id")
	}
	return typed, nil
}

var yesNo = []Option{{"yes", "Yes"}, {"no", "No"}}

// choose finds an answer by its value or, for files, by its words.
func choose(typed string, options []Option) (string, error) {
	var words []string
	for _, o := range options {
		if typed == o.Value || strings.EqualFold(typed, o.Text) {
			return o.Value, nil
		}
		words = append(words, o.Text)
	}
	return "", errors.New("must be one of: " + strings.Join(words, ", "))
}

// Answers are what people can choose in a field: yes and no, or a Choice's options.
func (f Field) Answers() []Option {
	if f.Type == YesNo {
		return yesNo
	}
	return f.Options
}

// Words is a kept value as people read it: "6 August 2018", "18.50", "Yes".
func (f Field) Words(value string) string {
	if value == "" {
		return ""
	}
	n, _ := strconv.ParseInt(value, 10, 64)
	switch f.Type {
	case Date:
		return calendar.Date(value).Words()
	case Quarter:
		return calendar.Quarter(value).Words()
	case Count:
		return number.Grouped(n)
	case FTE:
		return number.Decimal(n, 2)
	case Percent:
		return number.Plain(n) + "%"
	case Money:
		return "£" + number.Grouped(n)
	case YesNo, Choice:
		for _, o := range f.Answers() {
			if o.Value == value {
				return o.Text
			}
		}
	}
	return value
}

// Input is a kept value as a form shows it, ready to change: "18.5".
func (f Field) Input(value string) string {
	n, err := strconv.ParseInt(value, 10, 64)
	if err != nil {
		return value
	}
	switch f.Type {
	case FTE, Percent:
		return number.Plain(n)
	case Count, Money:
		return number.Grouped(n)
	}
	return value
}

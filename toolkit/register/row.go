package register

import (
	"cmp"
	"maps"
	"slices"
	"strconv"
	"strings"

	"ipstoolkit/toolkit/calendar"
)

// Row is one row of a list. Values are by the name of the field, in one form each: dates "2026-04-01", quarters
// "2026Q1", counts "1200", FTE and shares in hundredths "1850", yes or no "yes" and "no", choices by their value, texts
// as typed. A field without a value is not known, which is never 0 and never no.
type Row struct {
	ID       string
	Provider string // the provider it belongs to, "" for the ICB's own
	Values   map[string]string
	// Confirmed holds the fingerprints of the numbers in the texts that a person has said are not NHS numbers.
	Confirmed string
	ChangedAt calendar.Instant
	ChangedBy string // who saved it last, by name
	Version   int
}

// Text is a field's kept value; "" while it is not known.
func (r Row) Text(f Field) string { return r.Values[f.Name] }

// Date is a date field; "" while it is not known.
func (r Row) Date(f Field) calendar.Date { return calendar.Date(r.Values[f.Name]) }

// Quarter is a quarter field; "" while it is not known.
func (r Row) Quarter(f Field) calendar.Quarter { return calendar.Quarter(r.Values[f.Name]) }

// Number is a count, pounds, or the hundredths of an FTE or a share; false while it is not known.
func (r Row) Number(f Field) (int64, bool) {
	n, err := strconv.ParseInt(r.Values[f.Name], 10, 64)
	return n, err == nil
}

// Yes and No say how a yes-or-no field was answered; both are false without an answer.
func (r Row) Yes(f Field) bool { return r.Values[f.Name] == "yes" }
func (r Row) No(f Field) bool  { return r.Values[f.Name] == "no" }

// OfProvider are the rows of one list that belong to a provider.
func OfProvider(rows []Row, provider string) []Row {
	var own []Row
	for _, r := range rows {
		if r.Provider == provider {
			own = append(own, r)
		}
	}
	return own
}

// Answer is a field and its value.
type Answer struct{ field, value string }

// As is the field with a value, in the form in which it is kept.
func (f Field) As(value string) Answer { return Answer{f.Name, value} }

// Values are the values of a row.
func Values(answers ...Answer) map[string]string {
	values := map[string]string{}
	for _, a := range answers {
		values[a.field] = a.value
	}
	return values
}

// With is the values with one of them set; an empty value removes it.
func With(values map[string]string, field, value string) map[string]string {
	changed := maps.Clone(values)
	if changed == nil {
		changed = map[string]string{}
	}
	if value == "" {
		delete(changed, field)
	} else {
		changed[field] = value
	}
	return changed
}

// Sort puts rows in the order in which people look for them: by quarter or date, the newest first, else by name.
func (l List) Sort(rows []Row) {
	date := l.Sorting
	if l.Quarterly {
		date = WhichQuarter.Name
	}
	name := l.Naming
	if name == "" {
		name = l.Fields[0].Name
	}
	slices.SortFunc(rows, func(a, b Row) int {
		return cmp.Or(
			cmp.Compare(b.Values[date], a.Values[date]),
			cmp.Compare(strings.ToLower(a.Values[name]), strings.ToLower(b.Values[name])), cmp.Compare(a.ID, b.ID),
		)
	})
}

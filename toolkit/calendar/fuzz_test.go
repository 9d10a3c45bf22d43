package calendar

import (
	"strconv"
	"strings"
	"testing"
)

// FuzzTyped types anything into the three fields of a date: it is refused, or it is a real day.
func FuzzTyped(f *testing.F) {
	for _, typed := range [][3]string{
		{"30", "2", "2026"},
		{"29", "Feb", "2028"},
		{" 1 ", "september", "26"},
		{"", "", ""},
		{"1e1", "-1", "99999"},
		{"٣", "０１", "2026"},
	} {
		f.Add(typed[0], typed[1], typed[2])
	}
	f.Fuzz(func(t *testing.T, day, month, year string) {
		d, err := Typed(day, month, year)
		if err != nil || d == "" {
			return
		}
		if again, err := ParseDate(string(d)); err != nil || again != d {
			t.Fatalf("%q %q %q became %q, which is no date: %v", day, month, year, d, err)
		}
		if n, err := strconv.Atoi(strings.TrimSpace(day)); err == nil {
			if _, _, got := d.Parts(); got != n {
				t.Errorf("%q %q %q became %q: another day", day, month, year, d)
			}
		}
		held(t, d)
	})
}

// FuzzParseDate reads any text as a date and as a quarter.
func FuzzParseDate(f *testing.F) {
	for _, text := range []string{"2026-04-01", "2026-02-30", "0000-00-00", "9999-12-31", "10000-01-01", "2026Q1", "2026Q5", "-001Q1", ""} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if d, err := ParseDate(text); err == nil {
			held(t, d)
		}
		if q, err := ParseQuarter(text); err == nil {
			if q.Add(1).Add(-1) != q || q.First().Quarter() != q || q.Last().Quarter() != q || q.Words() == "" {
				t.Errorf("quarter %q does not hold together", q)
			}
		}
	})
}

// held checks what is true of every date.
func held(t *testing.T, d Date) {
	t.Helper()
	if d.AddDays(1).AddDays(-1) != d || d.DaysTo(d.AddDays(40)) != 40 || d.AddMonths(0) != d || d.Words() == "" {
		t.Errorf("date %q does not hold together", d)
	}
	q := d.Quarter()
	if d < q.First() || d > q.Last() {
		t.Errorf("%q is not within its quarter %q", d, q)
	}
}

// FuzzReadPeriod reads any text as a period: it is none, or months in order that have words.
func FuzzReadPeriod(f *testing.F) {
	for _, text := range []string{
		"Q3 26/27", "Q4 (Jan-Mar 2027)", "1 Oct - 31 Dec '26", "FY2627", "12 months to Dec 26",
		"Dec-Feb 2026", "20190701", "Q1-Q3 YTD", "May",
		"00/01 q4", "feb 00", "31/02/2026",
	} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		p, ok := ReadPeriod(text)
		if !ok {
			return
		}
		if p.first > p.last || p.Words() == "" || p.noYear && (p.first < 0 || p.last > 11) {
			t.Errorf("%q is read as months %d to %d, %q", text, p.first, p.last, p.Words())
		}
		if p.HasYear() && p.first >= 2000*12 && p.first < 2200*12 {
			q := QuarterOf(Year(p.first/12), p.first%12/3+1)
			if p.Against(q) == Elsewhere {
				t.Errorf("%q is not in the quarter %s of its first month", text, q)
			}
		}
	})
}

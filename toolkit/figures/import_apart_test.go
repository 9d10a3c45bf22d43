package figures_test

import (
	"strings"
	"testing"

	"ipstoolkit/toolkit/calendar"
	"ipstoolkit/toolkit/figures"
)

// TestAYearInACellOfItsOwn: the year is beside the quarter or the month, above it or in the title. It is read together with it, or
// asked about, and never taken for another quarter's.
func TestAYearInACellOfItsOwn(t *testing.T) {
	const (
		heads  = "Year,Quarter,Referrals received\n"
		rolls  = heads + "2026,Q2,20\n2026,Q3,30\n2026,Q4,40\n2027,Q1,50\n" // both kinds of year fit
		months = "Year,Month,Referrals received\n"
		april  = months + "2026,Nov,1\n2026,Dec,2\n2026,Jan,3\n2026,Feb,4\n" // December and the January after it share a year
		apart  = ",2026,,2027\nMeasure,Q3,Q4,Q1\nReferrals received,30,40,50\n"
	)
	for _, c := range []struct {
		name    string
		body    string
		quarter calendar.Quarter
		years   calendar.Naming
		want    string // "" where nothing is taken
		asks    bool   // what the years mean
		told    string // the text that the page tells how it read
	}{
		{"2026/27 beside Q4", heads + "2025/26,Q4,9\n2026/27,Q4,40\n", "2026Q4", "", "referrals 40", false, ""},
		{"2026/27 beside Q4, the year before", heads + "2025/26,Q4,9\n2026/27,Q4,40\n", "2025Q4", "", "referrals 9", false, ""},
		{"2026 beside 4", heads + "2025,4,9\n2026,4,40\n", "2026Q4", "", "referrals 40", false, "Quarter 4 2026"},
		{"2026 beside 4, the year before", heads + "2025,4,9\n2026,4,40\n", "2025Q4", "", "referrals 9", false, "Quarter 4 2025"},
		{
			"2026 beside Q3, by calendar years", heads + "2026,Q3,30\n2026,Q4,40\n", "2026Q3", calendar.YearCalendar, "referrals 40", false,
			"Q4 2026",
		},
		{
			"2026 beside Q4, by the years' ends", heads + "2026,Q4,9\n2027,Q4,40\n", "2026Q4", calendar.YearEnds, "referrals 40", false,
			"Q4 2027",
		},
		{"another year alone", heads + "2025,Q3,9\n", "2026Q3", "", "", false, "Q3 2025"},
		{"FY26 beside Q4", heads + "FY25,Q4,9\nFY26,Q4,40\n", "2026Q4", "", "referrals 40", false, "Q4 FY2026"},
		{
			"FY26 beside Q4, by the years' ends", heads + "FY26,Q4,9\nFY27,Q4,40\n", "2026Q4", calendar.YearEnds, "referrals 40", false,
			"Q4 FY2027",
		},
		{
			"2026 under Financial year", "Financial year,Quarter,Referrals received\n2025,4,9\n2026,4,40\n", "2026Q4", "",
			"referrals 40", false, "Quarter 4 FY2026",
		},
		{"the year behind", "Quarter,Year,Referrals received\nQ4,2025,9\nQ4,2026,40\n", "2025Q4", "", "referrals 9", false, "Q4 2025"},
		{"both kinds of year fit", rolls, "2026Q3", "", "", true, "Q3 2026"},
		{"calendar years", rolls, "2026Q3", calendar.YearCalendar, "referrals 40", false, "Q4 2026"},
		{"calendar years, the last quarter", rolls, "2026Q4", calendar.YearCalendar, "referrals 50", false, "Q1 2027"},
		{"years that begin", rolls, "2026Q3", calendar.YearBegins, "referrals 30", false, "Q3 2026"},
		{"years above the quarters", apart, "2026Q3", "", "", true, "Q3 2026"},
		{"calendar years above the quarters", apart, "2026Q3", calendar.YearCalendar, "referrals 40", false, "Q4 2026"},
		{"years that begin above the quarters", apart, "2026Q3", calendar.YearBegins, "referrals 30", false, "Q3 2026"},
		{
			"years in rows of their own", "Quarter,Referrals received\n2025,\nQ4,9\n2026,\nQ3,30\nQ4,40\n", "2025Q4", "", "referrals 9",
			false, "Q4 2025",
		},
		{"a year in the title", "IPS 2026\n\nMeasure,Q3,Q4\nReferrals received,30,40\n", "2026Q4", "", "referrals 40", false, "Q4 2026"},
		{
			"a calendar year in the title", "IPS 2026\n\nMeasure,Q3,Q4\nReferrals received,30,40\n", "2026Q3", calendar.YearCalendar,
			"referrals 40", false, "Q4 2026",
		},
		{"a month and its year", months + "2026,Dec,2\n2027,Jan,3\n", "2026Q4", "", "", false, ""}, // one month is no quarter
		{
			"months and their years", months + "2026,Jan-Mar,9\n2026,Oct-Dec,30\n2027,Jan-Mar,40\n", "2026Q4", "", "referrals 40",
			false, "",
		},
		{
			"months and their years, the year before", months + "2026,Jan-Mar,9\n2026,Oct-Dec,30\n2027,Jan-Mar,40\n", "2025Q4", "",
			"referrals 9", false, "",
		},
		{
			"months of a financial year", "Financial year,Month,Referrals received\n2025,Jan-Mar,9\n2026,Oct-Dec,30\n2026,Jan-Mar,40\n",
			"2026Q4", "", "referrals 40", false, "FY2025",
		},
		{"December and January of one year", april, "2026Q3", "", "", true, "FY2026"},
		{
			"the newest first", months + "2026,Jan-Mar,40\n2026,Oct-Dec,30\n2026,Jul-Sep,20\n", "2026Q3", "", "", true, "FY2026",
		},
		{
			"the newest first, of two years", months + "2027,Jan-Mar,40\n2026,Oct-Dec,30\n2026,Jul-Sep,20\n", "2026Q4", "", "referrals 40",
			false, "",
		},
		{
			"months of years that begin", months + "2026,Oct-Dec,30\n2026,Jan-Mar,40\n", "2026Q4", calendar.YearBegins, "referrals 40",
			false,
			"FY2026",
		},
		{
			"months of years that end", months + "2027,Oct-Dec,30\n2027,Jan-Mar,40\n", "2026Q4", calendar.YearEnds, "referrals 40", false,
			"FY2027",
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			grids, err := figures.ReadGrids(t.Context(), "a.csv", []byte(c.body))
			if err != nil {
				t.Fatal(err)
			}
			w := wanted(c.quarter, figures.AllFields())
			w.Years = c.years
			got, said, usable := imported(grids, w, nil)
			if !usable {
				got = ""
			}
			if got != c.want || strings.Contains(said, "can mean a financial year or a calendar year") != c.asks {
				t.Errorf("got %q, want %q; asks %v: %s", got, c.want, c.asks, said)
			}
			if told := figures.LoneYear(grids[0], w); told != c.told {
				t.Errorf("said of %q, want %q", told, c.told)
			}
			named, noYear := figures.NamedQuarters(grids, w, "2027Q1")
			found := false
			for _, n := range named {
				found = found || n.Quarter == c.quarter
			}
			if c.want != "" && !found || noYear {
				t.Errorf("the quarters that it names: %v, no year %v", named, noYear)
			}
		})
	}
}

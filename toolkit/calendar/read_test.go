package calendar_test

import (
	"testing"

	"ipstoolkit/toolkit/calendar"
)

func TestRead(t *testing.T) {
	for text, want := range map[string]calendar.Date{
		"31-Aug-26": "2026-08-31", "31/07/26": "2026-07-31", "30 Jun 2026": "2026-06-30", "31-05-2026": "2026-05-31",
		"2026-09-30": "2026-09-30", "2026-09-30T00:00:00Z": "2026-09-30", "2026-09-30 00:00": "2026-09-30", "20190701": "2019-07-01",
		"30/09/2026": "2026-09-30", "30.9.26": "2026-09-30", "1 7 2026": "2026-07-01", "30/09/2026 12:00:00": "2026-09-30",
		"30 Sept 2026": "2026-09-30", "30th September 2026": "2026-09-30", "1st of July 2026": "2026-07-01", "30Sep26": "2026-09-30",
		"September 30, 2026": "2026-09-30", "Wed 30 September 2026": "2026-09-30", "Wednesday, 30 September 2026": "2026-09-30",
		"30\u00a0September\u00a02026": "2026-09-30", "30–09–2026": "2026-09-30", "30 Sep '26": "2026-09-30", "2026/9/30": "2026-09-30",
		"46295": "2026-09-30", "36526": "2000-01-01", "29/02/2028": "2028-02-29", "13/1/26": "2026-01-13",
		"": "", "12": "", "2026": "", "31/06/2026": "", "09/30/2026": "", "99999": "", "Sept 2025": "", "30 Septober 2026": "",
		"1234567": "", "20261301": "", "3/4": "", "30/09": "", "maybe 30/09/2026": "",
	} {
		if got, ok := calendar.Read(text); got != want || ok != (want != "") {
			t.Errorf("%q is read as %q (%v), want %q", text, got, ok, want)
		}
	}
}

func TestReadMonth(t *testing.T) {
	for text, want := range map[string]calendar.Date{
		"Sept 2025": "2025-09-30", "September 2025": "2025-09-30", "Sep-25": "2025-09-30", "sep '25": "2025-09-30",
		"2025-09": "2025-09-30",
		"09/2025": "2025-09-30", "202509": "2025-09-30", "2025 Sep": "2025-09-30", "31-Aug-26": "2026-08-31", "15/02/2028": "2028-02-29",
		"September": "", "2025": "", "13/2025": "", "": "",
	} {
		if got, ok := calendar.ReadMonth(text); got != want || ok != (want != "") {
			t.Errorf("%q is read as %q (%v), want %q", text, got, ok, want)
		}
	}
}

func TestReadPeriod(t *testing.T) {
	for text, want := range map[string]string{
		"2026Q3": "Quarter 3 2026/27", "2026-Q3": "Quarter 3 2026/27", "Q3 2026/27": "Quarter 3 2026/27", "Q3 26/27": "Quarter 3 2026/27",
		"Q3 2627": "Quarter 3 2026/27", "2627 Q3": "Quarter 3 2026/27", "202627 Q3": "Quarter 3 2026/27", "2627Q3": "Quarter 3 2026/27",
		"2026/27Q3": "Quarter 3 2026/27", "Q3_2026_27": "Quarter 3 2026/27", "Q3 FY26": "Quarter 3 2026/27",
		"FY26/27 Q3": "Quarter 3 2026/27",
		"FY2627 Q3":  "Quarter 3 2026/27", "FY 2026 Quarter 3": "Quarter 3 2026/27", "Q3 '26": "Quarter 3 2026/27",
		"Q3FY26": "Quarter 3 2026/27", "Q3-26/27": "Quarter 3 2026/27",
		"Qtr 3 2026-27": "Quarter 3 2026/27", "3rd quarter 2026/27": "Quarter 3 2026/27", "Third quarter 2026–2027": "Quarter 3 2026/27",
		"Q4 (Jan-Mar 2025)": "Quarter 4 2024/25", "Q4 (Jan-Mar 2024)": "Quarter 4 2023/24", "Jan - Mar 2027": "Quarter 4 2026/27",
		"Q4 2026/27 (January to March)": "Quarter 4 2026/27", "Jan-Mar 2026/27": "Quarter 4 2026/27",
		"Q3 (Oct–Dec ’26)":                     "Quarter 3 2026/27",
		"Quarter 3 (October to December 2026)": "Quarter 3 2026/27", "October, November and December 2026": "Quarter 3 2026/27",
		"Oct 26 - Dec 26": "Quarter 3 2026/27", "Nov 2026 to Jan 2027": "November 2026 to January 2027",
		"1 October 2026 to 31 December 2026": "Quarter 3 2026/27", "01/10/2026 - 31/12/2026": "Quarter 3 2026/27",
		"1 Oct - 31 Dec 2026": "Quarter 3 2026/27", "Quarter ending 31 December 2026": "Quarter 3 2026/27",
		"3 months to Dec 2026": "Quarter 3 2026/27", "Dec 2025 - Feb 26": "December 2025 to February 2026",
		"Dec-Feb 2026": "December 2025 to February 2026",
		"Oct-26":       "October 2026", "Oct26": "October 2026", "2026-10": "October 2026", "10/2026": "October 2026",
		"31/12/2026": "December 2026",
		"46387":      "December 2026", "15 Oct 2026": "October 2026", "October": "October", "Oct-Dec": "Quarter 3", "Q3": "Quarter 3",
		"qtr.3":    "Quarter 3",
		"Q3 total": "Quarter 3", "Referrals Q3 (actual)": "Quarter 3", "2025/26": "2025/26", "25/26": "2025/26", "FY25": "2025/26",
		"FY 2526": "2025/26", "Year 2526": "2025/26", "IPS 2025-26": "2025/26", "202526": "2025/26", "2025/2026": "2025/26",
		"Q1-Q3 2026/27": "April 2026 to December 2026", "Q3 26/27 YTD": "April 2026 to December 2026", "YTD Q3": "April to December",
		"Apr-Dec 2026": "April 2026 to December 2026", "Year to date, December 2026": "April 2026 to December 2026",
		"12 months to Dec 2026": "January 2026 to December 2026", "Q1 YTD 26/27": "Quarter 1 2026/27",
		"2026": "January 2026 to March 2027",
		"":     "", "Total": "", "Referrals": "", "Figures may change": "", "12": "", "2526": "", "3/4": "", "Q5": "", "Q12": "", "IQ3": "",
		"16-17": "", "17/18": "", "Young people aged 18-19": "", "Q3 17/18": "Quarter 3 2017/18", "2017/18": "2017/18",
		"2016-17": "2016/17",
		"40":      "", "1,234": "", "19/20 people": "2019/20", "May": "May", "decline": "", "Marches": "", "augment": "", "10-26": "",
		"summary 3": "",
	} {
		p, ok := calendar.ReadPeriod(text)
		got := ""
		if ok {
			got = p.Words()
		}
		if got != want {
			t.Errorf("%q is read as %q, want %q", text, got, want)
		}
	}
}

func TestPeriodAgainstAQuarter(t *testing.T) {
	for text, want := range map[string]calendar.Fit{
		"Q3 2026/27": calendar.Whole, "Q3": calendar.Whole, "Oct-Dec 2026": calendar.Whole, "Q2": calendar.Elsewhere,
		"Q3 2025/26": calendar.Elsewhere, "Oct-26": calendar.Within, "November": calendar.Within, "Oct 2025": calendar.Elsewhere,
		"2026/27": calendar.Around, "Q3 YTD": calendar.Around, "Q2 YTD": calendar.Elsewhere, "2026": calendar.Around,
		"2025":                 calendar.Elsewhere,
		"Dec 2026 to Feb 2027": calendar.Around,
	} {
		p, ok := calendar.ReadPeriod(text)
		if got := p.Against("2026Q3"); !ok || got != want {
			t.Errorf("%q lies %d to Quarter 3 2026/27, want %d", text, got, want)
		}
	}
}

// A year alone beside a quarter, or after FY, can mean three years; what is written in full means one.
func TestAYearAloneIsReadAsSaid(t *testing.T) {
	for _, tt := range []struct{ text, begins, ends, calendar string }{
		{"Q4 2026", "Quarter 4 2026/27", "Quarter 4 2025/26", "Quarter 3 2026/27"},
		{"Q1 2027", "Quarter 1 2027/28", "Quarter 1 2026/27", "Quarter 4 2026/27"},
		{"Q3 '26", "Quarter 3 2026/27", "Quarter 3 2025/26", "Quarter 2 2026/27"},
		{"Quarter 2, 2026", "Quarter 2 2026/27", "Quarter 2 2025/26", "Quarter 1 2026/27"},
		{"FY26", "2026/27", "2025/26", "2026/27"},
		{"FY26 Q3", "Quarter 3 2026/27", "Quarter 3 2025/26", "Quarter 3 2026/27"},
		{"Q4 2026/27", "Quarter 4 2026/27", "Quarter 4 2026/27", "Quarter 4 2026/27"},
		{"Q4 (Jan-Mar 2027)", "Quarter 4 2026/27", "Quarter 4 2026/27", "Quarter 4 2026/27"},
		{"Oct-Dec 2026", "Quarter 3 2026/27", "Quarter 3 2026/27", "Quarter 3 2026/27"},
	} {
		for naming, want := range map[calendar.Naming]string{
			"": tt.begins, calendar.YearBegins: tt.begins, calendar.YearEnds: tt.ends, calendar.YearCalendar: tt.calendar,
		} {
			p, ok := calendar.ReadPeriodAs(tt.text, naming)
			if !ok || p.Words() != want {
				t.Errorf("%q, %q: %s, want %s", tt.text, naming, p.Words(), want)
			}
			if alone := tt.begins != tt.ends; alone != (p.Lone().Year > 0) {
				t.Errorf("%q: the year is alone: %+v", tt.text, p.Lone())
			}
		}
	}
}

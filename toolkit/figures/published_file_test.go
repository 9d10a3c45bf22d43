package figures_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"ipstoolkit/toolkit/figures"
	"ipstoolkit/toolkit/number"
)

// readPublished is a file's rows as they are taken: "3: p1 2026-08-31 120", "3: p1 2026-08-31 120 provisional", or "3: why not".
func readPublished(t *testing.T, name string, body []byte) (string, error) {
	t.Helper()
	grids, err := figures.ReadGrids(t.Context(), name, body)
	if err != nil {
		return "", err
	}
	rows, err := figures.ReadPublishedGrid(grids[0], map[string]string{"Northside": "p1", "Riverside IPS": "p2"},
		figures.Published{PublishedOn: "2026-11-12", Source: "the monthly file"})
	var list []string
	for _, r := range rows {
		line := fmt.Sprintf("%d: %s %s %s", r.Row, r.Provider, r.To, r.Shown())
		if r.Provisional {
			line += " provisional"
		}
		if r.Wrong != "" {
			line = fmt.Sprintf("%d: %s", r.Row, r.Wrong)
		}
		list = append(list, line)
	}
	return strings.Join(list, "\n"), err
}

func TestPublishedFiles(t *testing.T) {
	for name, want := range map[string]string{
		"published-measure-by-name.csv": "3: p1 2026-08-31 120",
		"published-point-zero.csv":      "2: p1 2026-08-31 120",
		"published-dates.csv": "2: p1 2026-08-31 120\n" +
			"3: 1 September 2025 to 31 July 2026 is 11 months, and this measure covers 12\n" +
			"4: 1 September 2025 to 30 June 2026 is 10 months, and this measure covers 12\n" +
			"5: 1 September 2025 to 31 May 2026 is 9 months, and this measure covers 12\n" +
			"6: 1 September 2025 to 30 September 2025 is 1 month, and this measure covers 12",
	} {
		t.Run(name, func(t *testing.T) {
			body, err := os.ReadFile(filepath.Join("testdata", name))
			if err != nil {
				t.Fatal(err)
			}
			if got, err := readPublished(t, name, body); got != want || err != nil {
				t.Errorf("read %v\n%s\nwant\n%s", err, got, want)
			}
		})
	}
}

func TestPublishedRowIsWhatItClaims(t *testing.T) {
	const monthly = "REPORTING_PERIOD_START,REPORTING_PERIOD_END,STATUS,BREAKDOWN,PRIMARY_LEVEL_DESCRIPTION,SECONDARY_LEVEL,MEASURE_ID," +
		"MEASURE_NAME,MEASURE_VALUE\n"
	const access = "Number of referrals that accessed Individual Placement Support (IPS) in the reporting period"
	// row is one of NHS England's file, of Northside.
	row := func(from, to, status, id, name, value string) string {
		return strings.Join([]string{from, to, status, "Provider", "NORTHSIDE", "NONE", id, name, value}, ",") + "\n"
	}
	year := func(status, value string) string {
		return row("01/09/2025", "31/08/2026", status, "MHS116", access, value)
	}
	for _, tt := range []struct{ name, text, want string }{
		// by its measure
		{"id and name", monthly + year("Final", "120"), "2: p1 2026-08-31 120"},
		{"id in small letters", monthly + row("01/09/2025", "31/08/2026", "", "mhs116", "", "120"), "2: p1 2026-08-31 120"},
		{
			"the rate beside it", monthly + row("01/09/2025", "31/08/2026", "", "MHS116a", "Rate per 100,000", "12") + year("", "120"),
			"3: p1 2026-08-31 120",
		},
		{
			"the id counts, not the name", monthly + row("01/09/2025", "31/08/2026", "", "MHS01", access, "9") + year("", "120"),
			"3: p1 2026-08-31 120",
		},
		{
			"neither id nor name", monthly + row("01/09/2025", "31/08/2026", "", "", "", "120"),
			"2: The row does not say which measure it is for",
		},
		{
			"a rate by its name alone",
			"Provider,12 months to,Measure name,Value\nNorthside,August 2026,\"Rate of referrals that accessed IPS per 100,000\",12\n" +
				"Northside,August 2026,Referrals that accessed IPS,120\n",
			"3: p1 2026-08-31 120",
		},
		{
			"a column of measures with names in it",
			"Provider,12 months to,Measure,Value\nNorthside,August 2026,People in contact with services,18450\n" +
				"Northside,August 2026,Referrals accessing IPS,120\nNorthside,August 2026,People who accessed IPS and started work,30\n",
			"3: p1 2026-08-31 120",
		},
		{"no column for it", "Provider,12 months to,Published\nNorthside,August 2026,120\n", "2: p1 2026-08-31 120"},
		{"by age as well", monthly + strings.Replace(year("", "20"), "NONE", "25 to 34", 1) + year("", "120"), "3: p1 2026-08-31 120"},
		// by its 12 months
		{
			"one month", monthly + row("01/08/2026", "31/08/2026", "", "MHS116", "", "12"),
			"2: 1 August 2026 to 31 August 2026 is 1 month, and this measure covers 12",
		},
		{
			"a quarter", monthly + row("01/06/2026", "31/08/2026", "", "MHS116", "", "30"),
			"2: 1 June 2026 to 31 August 2026 is 3 months, and this measure covers 12",
		},
		{
			"13 months", monthly + row("01/08/2025", "31/08/2026", "", "MHS116", "", "130"),
			"2: 1 August 2025 to 31 August 2026 is 13 months, and this measure covers 12",
		},
		{
			"the wrong way round", monthly + row("01/09/2026", "31/08/2026", "", "MHS116", "", "120"),
			"2: 1 September 2026 to 31 August 2026 is not 12 whole months",
		},
		{
			"a day too early", monthly + row("31/08/2025", "31/08/2026", "", "MHS116", "", "120"),
			"2: 31 August 2025 to 31 August 2026 is not 12 whole months",
		},
		{"as a workbook keeps months", monthly + row("2025-09-01", "2026-08-01", "", "MHS116", "", "120"), "2: p1 2026-08-31 120"},
		{"named months", monthly + row("Sep-25", "Aug-26", "", "MHS116", "", "120"), "2: p1 2026-08-31 120"},
		{"a leap year", monthly + row("01/03/2023", "29/02/2024", "", "MHS116", "", "120"), "2: p1 2024-02-29 120"},
		{
			"an end within a month", "Provider,12 months to,Published\nNorthside,15/08/2026,120\n",
			"2: ‘15/08/2026’ is not the last day of a month",
		},
		{"a period in words", "Provider,Period,Published\nNorthside,Sep 2025 to Aug 2026,120\n", "2: p1 2026-08-31 120"},
		{"a financial year", "Provider,Period,Published\nNorthside,2025/26,120\n", "2: p1 2026-03-31 120"},
		{"a quarter in words", "Provider,Period,Published\nNorthside,Q2 2026/27,120\n", "2: ‘Q2 2026/27’ is not 12 months"},
		{"a month ending", "Provider,12 months to,Published\nNorthside,12 months to Aug 2026,120\n", "2: p1 2026-08-31 120"},
		{
			"every spelling of a day",
			"Start,Period end,Provider,Published\n01/09/2025,31-Aug-26,Northside,120\n1 Aug 2025,31/07/26,Northside,120\n" +
				"Jul-25,30 Jun 2026,Northside,120\n2025-06-01,31-05-2026,Northside,120\n20241001,Sept 2025,Northside,120\n",
			"2: p1 2026-08-31 120\n3: p1 2026-07-31 120\n4: p1 2026-06-30 120\n5: p1 2026-05-31 120\n6: p1 2025-09-30 120",
		},
		// by its status
		{
			"final after provisional", monthly + year("Provisional", "115") + year("Final", "120"),
			"2: Row 3 has the final figure\n3: p1 2026-08-31 120",
		},
		{
			"final before provisional", monthly + year("Performance", "120") + year("Provisional", "115"),
			"2: p1 2026-08-31 120\n3: Row 2 has the final figure",
		},
		{"provisional alone", monthly + year("Provisional", "115"), "2: p1 2026-08-31 115 provisional"},
		{
			"two of one standing", monthly + year("Final", "120") + year("Performance", "120"),
			"2: p1 2026-08-31 120\n3: Row 2 is for the same provider and period",
		},
		{
			"two that disagree", monthly + year("Final", "120") + year("Performance", "125"),
			"2: Rows 2 and 3 give different figures for this provider and period\n3: Rows 2 and 3 give different figures for this " +
				"provider and period",
		},
		{
			"provisional beside two that disagree", monthly + year("Final", "120") + year("Final", "125") + year("Provisional", "115"),
			"2: Rows 2 and 3 give different figures for this provider and period\n3: Rows 2 and 3 give different figures for this " +
				"provider and " +
				"period\n4: Row 2 has the final figure",
		},
		{"a status nobody knows", monthly + year("Draft", "120"), "2: ‘Draft’ is not a status, such as Performance, Final or Provisional"},
		// by its number
		{"120.0", monthly + year("", "120.0"), "2: p1 2026-08-31 120"},
		{"1,205.00", monthly + year("", "\"1,205.00\""), "2: p1 2026-08-31 1,205"},
		{"hidden", monthly + year("", "*"), "2: p1 2026-08-31 *"},
		{"7.5", monthly + year("", "7.5"), "2: The published number must be a whole number, like 120, or *"},
		{
			"an error", monthly + year("", "#REF!"),
			"2: The published number is a spreadsheet error. Correct it in the spreadsheet and save the file",
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got, err := readPublished(t, "monthly.csv", []byte(tt.text)); got != tt.want || err != nil {
				t.Errorf("read %v\n%s\nwant\n%s", err, got, tt.want)
			}
		})
	}
	for name, text := range map[string]string{
		"has the heading ‘Published’ in columns C and D": "Provider,12 months to,Published,Published\nNorthside,August 2026,120,125\n",
		"has the heading ‘PROVIDER’ in columns A and D":  "PROVIDER,12 months to,Published,Provider\nNorthside,August 2026,120,Riverside\n",
		"has no row with a provider’s figure for MHS116": monthly + row("01/09/2025", "31/08/2026", "", "MHS01", "", "9"),
	} {
		if got, err := readPublished(t, "monthly.csv", []byte(text)); err == nil || !strings.HasPrefix(err.Error(), name) {
			t.Errorf("%s: %q, %v", name, got, err)
		}
	}
}

func TestAFinalFigureStays(t *testing.T) {
	final := figures.Published{People: number.CountOf(120), Version: 1}
	provisional := final
	provisional.Provisional = true
	for name, tt := range map[string]struct {
		p, now figures.Published
		may    bool
	}{
		"nothing is recorded":                {provisional, figures.Published{}, true},
		"provisional over provisional":       {provisional, provisional, true},
		"final over provisional":             {final, provisional, true},
		"final over final":                   {final, final, true},
		"provisional does not replace final": {provisional, final, false},
	} {
		if why := tt.p.KeptBack(tt.now); (why == "") != tt.may {
			t.Errorf("%s: %q", name, why)
		}
	}
}

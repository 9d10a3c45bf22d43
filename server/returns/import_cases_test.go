package returns_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"ipstoolkit/server/page/pagetest"
	"ipstoolkit/tenants/store/storetest"
	"ipstoolkit/toolkit/calendar"
	"ipstoolkit/toolkit/figures"
)

// fileCase is a file as people have it, taken through the pages with the program's own guess: to what it records, or to
// the words that stop it.
type fileCase struct {
	name, file string
	quarter    calendar.Quarter
	form       []string // what the person changes before asking for the figures
	want       map[string]string
	says       []string // words of the last page
	stops      bool     // nothing is recorded
}

// TestFilesAsPeopleHaveThem: each file gives the right figure, or a page that says what is wrong or asks.
func TestFilesAsPeopleHaveThem(t *testing.T) {
	pagetest.NeedAssets(t)
	for _, c := range []fileCase{
		{
			name: "a quotation mark that nothing closes", file: "quotation-mark-that-nothing-closes.tsv",
			want: map[string]string{"referrals": "40"},
		},
		{
			name: "teams and their total, added up", file: "teams-and-their-total.csv", form: []string{"add", "yes"},
			want: map[string]string{"referrals": "40"}, says: []string{"Row 4 (‘Total’) is left out"},
		},
		{
			name: "quarter 4 with the months of the second calendar year", file: "quarters-with-their-months.csv", quarter: "2024Q4",
			want: map[string]string{"referrals": "22"},
		},
		{
			name: "the quarter of another year alone", file: "quarter-of-another-year.csv", stops: true,
			says: []string{"Quarter 3 2025/26"},
		},
		{name: "a workbook with one sheet", file: "one-sheet.xlsx", want: map[string]string{"referrals": "40"}},
		{
			name: "months beside their quarter", file: "months-beside-the-quarter.csv",
			want: map[string]string{"referrals": "40", "access_unemployed": "30"}, says: []string{"‘Q3 total’"},
		},
		{
			name: "the year to date before the quarter", file: "year-to-date-before-the-quarter.csv",
			want: map[string]string{"referrals": "40", "access_unemployed": "30"},
		},
		{
			name: "a formula without a value", file: "formula-without-a-value.xlsx", stops: true,
			says: []string{"formula", "open the file in Excel and save it"},
		},
		{
			name: "thousands without quotation marks", file: "thousands-without-quotation-marks.csv", stops: true,
			says: []string{"Row 2 has more cells than headings"},
		},
	} {
		t.Run(c.name, func(t *testing.T) { c.run(t) })
	}
}

func (c fileCase) run(t *testing.T) {
	w := storetest.New(t)
	provider, id := as(w, w.ProviderA), w.ProviderA.Provider
	if c.quarter == "" {
		c.quarter = "2026Q3"
	}
	body, err := os.ReadFile(filepath.Join("testdata", c.file))
	if err != nil {
		t.Fatal(err)
	}
	path := "/icb/QWE/returns/" + id + "/" + string(c.quarter) + "/import"
	page := send(t, provider, path, c.file, string(body), nil)
	if strings.Contains(page.Body, "Which part of the file is which figure?") {
		page = send(t, provider, path, "", "", with(with(carried(page), c.form...), "step", "preview"))
	}
	for _, words := range c.says {
		if !strings.Contains(page.Body, words) {
			t.Errorf("the page (%d) does not say %q", page.Status, words)
		}
	}
	if strings.Contains(page.Body, "Use these figures") == c.stops {
		t.Fatalf("the figures can be used: %v", !c.stops)
	}
	if c.stops {
		return
	}
	if a := send(t, provider, path, "", "", with(carried(page), "step", "use")); a.Status != 303 {
		t.Fatalf("using answers %d", a.Status)
	}
	got, err := w.For(w.Lead).Return(t.Context(), id, c.quarter)
	if err != nil {
		t.Fatal(err)
	}
	for name, want := range c.want {
		if text := figures.FieldOf(name).Text(got); text != want {
			t.Errorf("%s is recorded as %q, want %s", name, text, want)
		}
	}
}

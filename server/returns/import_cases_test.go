package returns_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"ipstoolkit/server/page/pagetest"
	"ipstoolkit/tenants"
	"ipstoolkit/tenants/store/storetest"
	"ipstoolkit/toolkit/calendar"
	"ipstoolkit/toolkit/figures"
	"ipstoolkit/toolkit/grid"
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

// TestARivalsFileIsAskedAbout: a file that names a rival in its title, in a heading or as its sheet is never taken silently, whether a
// commissioner or the provider's own person brings it. The rival's name comes from the file alone.
func TestARivalsFileIsAskedAbout(t *testing.T) {
	pagetest.NeedAssets(t)
	w := storetest.New(t)
	path := "/icb/QWE/returns/" + w.ProviderA.Provider + "/2026Q3/import"
	rows := []string{`["Quarter","Referrals received"]`, `["Q3 2026/27","40"]`}
	for name, c := range map[string]struct {
		cells string
		says  string // "" where the file is taken
	}{
		"no name at all": {`[{"name":"Figures","rows":[` + rows[0] + `,` + rows[1] + `]}]`, ""},
		"a title":        {`[{"name":"Figures","rows":[["Riverside figures"],` + rows[0] + `,` + rows[1] + `]}]`, "‘Riverside figures’"},
		"a title further up": {
			`[{"name":"","rows":[["Riverside IPS"],["Quarterly return"],[],` + rows[0] + `,` + rows[1] + `]}]`, "‘Riverside IPS’",
		},
		"the sheet": {`[{"name":"Riverside","rows":[` + rows[0] + `,` + rows[1] + `]}]`, "‘Riverside’"},
		"a heading": {
			`[{"name":"","rows":[["Quarter","Riverside: referrals received"],` + rows[1] + `]}]`,
			"Riverside: referrals received",
		},
		"a group of columns": {
			`[{"name":"","rows":[["","Riverside","",""],["Quarter","Referrals received","All job starts"],["Q3 2026/27","40","3"]]}]`,
			"Riverside",
		},
		"the word before a name": {`[{"name":"","rows":[["Provider","Riverside"],` + rows[0] + `,` + rows[1] + `]}]`, "‘Riverside’"},
		"our own beside it": {
			`[{"name":"","rows":[["Northside and Riverside"],["Provider","Northside"],` + rows[0] + `,` + rows[1] + `]}]`, "",
		},
	} {
		for _, m := range []tenants.Member{w.ProviderA, w.Commissioner} {
			t.Run(name+", "+string(m.Role), func(t *testing.T) {
				form := url.Values{
					"cells": {c.cells}, "step": {"preview"}, "mapping": {mappingOf(t, c.cells)},
				}
				page := send(t, as(w, m), path, "", "", form)
				if taken := page.Status == 200; taken != (c.says == "") || !taken && !strings.Contains(page.Body, "The file names") {
					t.Errorf("the preview has status %d", page.Status)
				}
				page.Want(t, page.Status, c.says)
			})
		}
	}
}

// mappingOf is what a person chooses in a file for whom nothing is asked: the referrals, below their heading.
func mappingOf(t *testing.T, cells string) string {
	t.Helper()
	var grids []grid.Grid
	if err := json.Unmarshal([]byte(cells), &grids); err != nil {
		t.Fatal(err)
	}
	m := figures.Mapping{Sheet: grids[0].Name, Quarter: "quarter", From: map[string]string{}}
	for row, texts := range grids[0].Rows {
		for _, text := range texts {
			if strings.Contains(strings.ToLower(text), "referrals received") {
				m.Header, m.From["referrals"] = row+1, grid.Bare(text)
			}
		}
	}
	return m.Text()
}

// TestAYearAloneIsAskedAboutOrSaid: quarters that fit a calendar year are asked about, and the answer is remembered; the preview says
// how a year alone was read.
func TestAYearAloneIsAskedAboutOrSaid(t *testing.T) {
	pagetest.NeedAssets(t)
	w := storetest.New(t)
	provider := as(w, w.ProviderA)
	path := "/icb/QWE/returns/" + w.ProviderA.Provider + "/2026Q3/import"
	const body = "Period,Referrals received\nQ3 2026,30\nQ4 2026,40\nQ1 2027,50\n"
	asked := send(t, provider, path, "a.csv", body, nil)
	asked.Want(t, 422, "‘Q3 2026’ can mean a financial year or a calendar year", "What does the file mean by ‘Q3 2026’?",
		`<option value="">Choose</option>`, "Quarter 2 (July to September 2026), 2026/27")
	send(t, provider, path, "", "", with(carried(asked), "step", "preview")).Want(t, 422, "Choose which")
	again := send(t, provider, path, "", "", with(carried(asked), "step", "preview", "years", "calendar"))
	again.Want(t, 200, "Which part of the file", `<option value="calendar" selected>`)
	preview := send(t, provider, path, "", "", with(carried(again), "step", "preview"))
	preview.Want(t, 200, "40", "cell B3", "‘Q4 2026’ is read as Quarter 3 (October to December 2026), 2026/27")
	if a := send(t, provider, path, "", "", with(carried(preview), "step", "use")); a.Status != 303 {
		t.Fatalf("use: %d", a.Status)
	}
	send(t, provider, path, "a.csv", strings.Replace(body, ",40", ",41", 1), nil).Want(t, 200, "Check the figures", "41")

	send(t, as(w, w.ProviderB), strings.Replace(path, w.ProviderA.Provider, w.ProviderB.Provider, 1), "a.csv",
		"Period,Referrals received\nFY26 Q3,30\n", nil).Want(t, 200, "What does the file mean by ‘FY26 Q3’?",
		"2026/27, unless you choose another",
		"Quarter 3 (October to December 2025), 2025/26")
}

// TestPublishedWorkbooks: the sheet with published figures is found among others; of several, none is taken silently.
func TestPublishedWorkbooks(t *testing.T) {
	pagetest.NeedAssets(t)
	w := storetest.New(t)
	commissioner := as(w, w.Commissioner)
	table := func(people string) [][]any {
		return [][]any{{"Monthly statistics"}, {}, {"Provider", "12 months to", "Published"}, {"Northside", "September 2026", people}}
	}
	notes := [][]any{{"Notes"}, {"Provider", "what each column means"}}
	for name, c := range map[string]struct {
		sheets [][][]any
		hidden int // the sheet that is hidden, counted from 1; 0 for none
		status int
		want   string
	}{
		"one sheet":                  {[][][]any{table("120")}, 0, 200, "1 figure is recorded when you use the file"},
		"behind a cover":             {[][][]any{{{"IPS access"}, {"Produced", "12/11/2026"}}, table("120")}, 0, 200, "120"},
		"with notes behind it":       {[][][]any{table("120"), notes}, 0, 200, "120"},
		"another one that is hidden": {[][][]any{table("120"), table("115")}, 2, 200, "120"},
		"two of them": {
			[][][]any{table("120"), table("115")},
			0, 422,
			"Several sheets of the file hold published figures: ‘S1’ and ‘S2’",
		},
		"none": {[][][]any{notes}, 0, 422, "The file has no"},
	} {
		t.Run(name, func(t *testing.T) {
			f := excelize.NewFile()
			defer f.Close()
			for i, rows := range c.sheets {
				sheet := fmt.Sprintf("S%d", i+1)
				_, _ = f.NewSheet(sheet)
				for n, row := range rows {
					if err := f.SetSheetRow(sheet, fmt.Sprintf("A%d", n+1), &row); err != nil {
						t.Fatal(err)
					}
				}
			}
			_ = f.DeleteSheet("Sheet1")
			if c.hidden > 0 {
				_ = f.SetSheetVisible(fmt.Sprintf("S%d", c.hidden), false)
			}
			var body bytes.Buffer
			if err := f.Write(&body); err != nil {
				t.Fatal(err)
			}
			form := url.Values{"file_on-day": {"12"}, "file_on-month": {"11"}, "file_on-year": {"2026"}, "file_source": {"Statistics"}}
			send(t, commissioner, "/icb/QWE/returns/published/file", "a.xlsx", body.String(), form).Want(t, c.status, c.want)
		})
	}
}

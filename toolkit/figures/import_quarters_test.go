package figures_test

import (
	"encoding/csv"
	"fmt"
	"slices"
	"strings"
	"testing"

	"ipstoolkit/toolkit/calendar"
	"ipstoolkit/toolkit/figures"
	"ipstoolkit/toolkit/grid"
)

// sheets are CSV texts as the sheets of a workbook, by name and text.
func sheets(t *testing.T, texts ...string) []grid.Grid {
	t.Helper()
	var grids []grid.Grid
	for i := 0; i < len(texts); i += 2 {
		r := csv.NewReader(strings.NewReader(texts[i+1]))
		r.FieldsPerRecord = -1
		rows, err := r.ReadAll()
		if err != nil {
			t.Fatal(err)
		}
		grids = append(grids, grid.Grid{Name: texts[i], Rows: rows})
	}
	return grids
}

// heldIn is what a file gives for each quarter that it names: "2026Q1 referrals 12; 2026Q2 -", where - is what is not taken.
func heldIn(grids []grid.Grid, m figures.Mapping) (string, []figures.Held) {
	w := wanted("2026Q2", figures.AllFields())
	quarters, noYear := figures.NamedQuarters(grids, w, "2026Q3")
	var list []figures.Held
	for _, q := range quarters {
		w.Quarter = q.Quarter
		if h := m.HeldFor(grids, w); q.ByName || len(h.Wrong) == 0 {
			list = append(list, h)
		}
	}
	figures.Apart(list)
	var words []string
	for _, h := range list {
		line := string(h.Quarter)
		slices.SortFunc(h.Import.Figures, func(a, b figures.Imported) int { return strings.Compare(a.Field.Name, b.Field.Name) })
		for _, f := range h.Import.Figures {
			if len(h.Wrong) == 0 && f.Number != "" {
				line += fmt.Sprintf(" %s %s", f.Field.Name, f.Number)
			}
		}
		if len(h.Wrong) > 0 {
			line += " -"
		}
		words = append(words, line)
	}
	if noYear {
		words = append(words, "no year")
	}
	return strings.Join(words, "; "), list
}

// TestSeveralQuartersOfOneFile: a year of quarters across columns, in rows, in blocks or on sheets is read as each quarter
// alone would be.
func TestSeveralQuartersOfOneFile(t *testing.T) {
	const four = "2025Q3 job_starts 1 referrals 11; 2025Q4 job_starts 2 referrals 22; 2026Q1 job_starts 3 referrals 33; " +
		"2026Q2 job_starts 4 referrals 44"
	for name, c := range map[string]struct {
		sheets []string
		want   string
	}{
		"across columns": {
			[]string{"", "Measure,Q3 2025/26,Q4 2025/26,Q1 2026/27,Q2 2026/27\nReferrals received,11,22,33,44\nAll job starts,1,2,3,4\n"},
			four,
		},
		"across columns, with the years above": {
			[]string{"", ",2025/26,,2026/27,\nMeasure,Q3,Q4,Q1,Q2\nReferrals received,11,22,33,44\nAll job starts,1,2,3,4\n"}, four,
		},
		"across columns, by their months": {
			[]string{
				"",
				"Measure,Oct-Dec 2025,Jan-Mar 2026,Apr-Jun 2026,Jul-Sep 2026\nReferrals received,11,22,33,44\nAll job starts,1,2,3,4\n",
			},
			four,
		},
		"across columns, with a total of the year": {
			[]string{
				"",
				"Measure,Q3 2025/26,Q4 2025/26,Q1 2026/27,Q2 2026/27,Total\nReferrals received,11,22,33,44,110\nAll job " +
					"starts,1,2,3,4,10\n",
			},
			four,
		},
		"in rows": {
			[]string{
				"",
				"Period,Referrals received,All job starts\nQ3 2025/26,11,1\nQ4 2025/26,22,2\nQ1 2026/27,33,3\nQ2 2026/27,44,4\n",
			},
			four,
		},
		"in rows, with a column of years": {
			[]string{
				"",
				"Year,Quarter,Referrals received,All job starts\n2025/26,3,11,1\n2025/26,4,22,2\n2026/27,1,33,3\n2026/27,2,44,4\n",
			},
			four,
		},
		"in blocks of rows": {
			[]string{
				"", "Q3 2025/26\nReferrals received,11\nAll job starts,1\n\nQ4 2025/26\nReferrals received,22\nAll job starts,2\n\n" +
					"Q1 2026/27\nReferrals received,33\nAll job starts,3\n\nQ2 2026/27\nReferrals received,44\nAll job starts,4\n",
			},
			four,
		},
		"a block of rows for each, with headings": {
			[]string{
				"", "Q3 2025/26,\nMeasure,Number\nReferrals received,11\nAll job starts,1\n\nQ4 2025/26,\nMeasure,Number\nReferrals " +
					"received,22\n" +
					"All job starts,2\n\nQ1 2026/27,\nMeasure,Number\nReferrals received,33\nAll job starts,3\n\nQ2 2026/27,\n" +
					"Measure,Number\nReferrals received,44\nAll job starts,4\n",
			},
			four,
		},
		"on sheets": {
			[]string{
				"Q3 2025-26", "Measure,Number\nReferrals received,11\nAll job starts,1\n",
				"Q4 2025-26", "Measure,Number\nReferrals received,22\nAll job starts,2\n",
				"Q1 2026-27", "Measure,Number\nReferrals received,33\nAll job starts,3\n",
				"Q2 2026-27", "Measure,Number\nReferrals received,44\nAll job starts,4\n",
			},
			four,
		},
		"a figure and a quarter in each heading": {
			[]string{
				"", "Provider,Referrals received Q3 2025/26,Referrals received Q4 2025/26,Referrals received Q1 2026/27,All job starts " +
					"Q1 2026/27\n" +
					"Northside,11,22,33,3\n",
			},
			"2025Q3 referrals 11; 2025Q4 referrals 22; 2026Q1 job_starts 3 referrals 33",
		},
		"without a year": {
			[]string{"", "Measure,Q1,Q2\nReferrals received,33,44\n"},
			"2026Q1 referrals 33; 2026Q2 referrals 44; no year",
		},
		"the year in the title": {
			[]string{"", "IPS return 2026/27\n\nMeasure,Q1,Q2\nReferrals received,33,44\n"}, "2026Q1 referrals 33; 2026Q2 referrals 44",
		},
		"with a quarter that is yet to come": {
			[]string{"", "Measure,Q2 2026/27,Q3 2026/27,Q4 2026/27\nReferrals received,44,,\n"}, "2026Q2 referrals 44; 2026Q3 -",
		},
		"a rival's blocks beside ours": {
			[]string{
				"", "Provider,Period,Referrals received\nNorthside,Q1 2026/27,33\nRiverside,Q1 2026/27,90\nNorthside,Q2 2026/27,44\n" +
					"Riverside,Q2 2026/27,91\n",
			},
			"2026Q1 referrals 33; 2026Q2 referrals 44",
		},
		"quarters that are only spoken of": {
			[]string{"", "Compared with Q1 2026/27 and Q2 2026/27\nReferrals received\n44\n"}, "2026Q1 -; 2026Q2 -",
		},
	} {
		t.Run(name, func(t *testing.T) {
			got, list := heldIn(sheets(t, c.sheets...), figures.Mapping{})
			if got != c.want {
				t.Errorf("got  %s\nwant %s", got, c.want)
				for _, h := range list {
					t.Log(h.Quarter, h.Wrong, h.Mapping.Text())
				}
			}
		})
	}
}

// A mapping that a person has chosen for one quarter serves the others too.
func TestAChosenMappingServesTheOtherQuarters(t *testing.T) {
	grids := sheets(t, "", "Period,Starters,Referrals\nQ1 2026/27,7,33\nQ2 2026/27,8,44\n")
	m := figures.Mapping{Header: 1, Quarter: "period", From: map[string]string{"first_job_starts": "starters"}}
	if got, _ := heldIn(grids, m); got != "2026Q1 first_job_starts 7; 2026Q2 first_job_starts 8" {
		t.Errorf("in rows: %s", got)
	}
	grids = sheets(t, "", "Measure,Q1 2026/27,Q2 2026/27\nStarters,7,8\nReferrals,33,44\n")
	m = figures.Mapping{
		Header: 1, InRows: true, Labels: "measure", Numbers: "q2 2026 27", From: map[string]string{"first_job_starts": "starters"},
	}
	if got, _ := heldIn(grids, m); got != "2026Q1 first_job_starts 7; 2026Q2 first_job_starts 8" {
		t.Errorf("in columns: %s", got)
	}
}

// One cell is not the figure of two quarters.
func TestOneCellIsOfOneQuarter(t *testing.T) {
	h := func(q calendar.Quarter, cell string) figures.Held {
		return figures.Held{Quarter: q, Import: figures.Import{Figures: []figures.Imported{{Cell: cell, Number: "5"}}}}
	}
	list := []figures.Held{h("2026Q1", "B2"), h("2026Q2", "B3"), h("2026Q3", "B2")}
	figures.Apart(list)
	if len(list[0].Wrong) != 1 || len(list[1].Wrong) != 0 || len(list[2].Wrong) != 1 ||
		list[0].Wrong[0].Message != "Cell B2 would be read for both Quarter 1 2026/27 and Quarter 3 2026/27" {
		t.Errorf("%+v", list)
	}
}

package workbook_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"ipstoolkit/toolkit/assessment"
	"ipstoolkit/toolkit/calendar"
	"ipstoolkit/toolkit/equity"
	"ipstoolkit/toolkit/figures"
	"ipstoolkit/toolkit/number"
	"ipstoolkit/toolkit/provider"
	"ipstoolkit/toolkit/register"
	"ipstoolkit/toolkit/snapshot"
	"ipstoolkit/toolkit/view"
	"ipstoolkit/toolkit/workbook"
)

// TestCellsOfListsHaveTheirTypes: dates sort and numbers add up. An unknown value is an empty cell, never 0 or no.
func TestCellsOfListsHaveTheirTypes(t *testing.T) {
	s := empty()
	s.Providers = []provider.Provider{{ID: "n", Name: "Northside"}}
	s.Registers = map[string][]register.Row{
		register.PCNs: {
			{Provider: "n", Values: map[string]string{
				"name": "=Hill", "code": "U12345", "population": "41200", "es": "shared", "fte": "50",
				"starts_on": "2027-01-04", "contact": "no",
			}},
			{Values: map[string]string{"name": "Dale", "code": "U12346"}},
		},
		register.Jobs: {{Provider: "n", Values: map[string]string{"quarter": "2026Q2", "employer": "The trust", "opened": "0"}}},
	}
	f := open(t, written(t, s.For(view.Commissioners)))
	for _, test := range []struct{ sheet, heading, shown, raw string }{
		{workbook.PCNs, "Provider", "Northside", "Northside"},
		{workbook.PCNs, "PCN", "=Hill", "=Hill"},
		{workbook.PCNs, "Population", "41,200", "41200"},
		{workbook.PCNs, "Employment specialist", "One shared with other PCNs", "One shared with other PCNs"},
		{workbook.PCNs, "FTE", "0.50", "0.5"},
		{workbook.PCNs, "Planned start", "4 Jan 2027", "46391"},
		{workbook.PCNs, "Is the specialist in direct contact with the referrer?", "No", "No"},
		{workbook.Jobs, "Quarter", "Quarter 2 2026/27", "Quarter 2 2026/27"},
		{workbook.Jobs, "Jobs opened", "0", "0"},
		{workbook.Jobs, "People who started", "", ""},
	} {
		if shown := under(t, f, test.sheet, test.heading, 1); shown != test.shown {
			t.Errorf("%s, %s: shows %q, want %q", test.sheet, test.heading, shown, test.shown)
		}
		if raw := under(t, f, test.sheet, test.heading, 1, excelize.Options{RawCellValue: true}); raw != test.raw {
			t.Errorf("%s, %s: holds %q, want %q", test.sheet, test.heading, raw, test.raw)
		}
	}
	if got := under(t, f, workbook.PCNs, "Provider", 2) + under(t, f, workbook.PCNs, "FTE", 2); got != "The ICB" {
		t.Errorf("the ICB's own row, without FTE: %q", got)
	}
	if read := cells(t, f); !strings.Contains(read, "0 of 2 PCNs have a dedicated employment specialist") {
		t.Error("what the PCNs add up to does not stand over them")
	}
}

// under is the cell of the n-th row below a heading.
func under(t *testing.T, f *excelize.File, sheet, heading string, n int, options ...excelize.Options) string {
	t.Helper()
	rows, err := seen(f, sheet, options...)
	if err != nil {
		t.Fatal(err)
	}
	for i, row := range rows {
		column := slices.Index(row, heading)
		if column < 0 {
			continue
		}
		if i+n < len(rows) && column < len(rows[i+n]) {
			return rows[i+n][column]
		}
		return ""
	}
	t.Fatalf("%s has no heading %q", sheet, heading)
	return ""
}

// TestEmptySheetsSaySo: an empty sheet says that it is empty.
func TestEmptySheetsSaySo(t *testing.T) {
	f := open(t, written(t, empty().For(view.Commissioners)))
	for _, sheet := range slices.Concat(figuresSheets, contractSheets, listSheets) {
		rows, _ := seen(f, sheet)
		all := fmt.Sprint(rows)
		if !strings.Contains(all, "Nothing is recorded") && !strings.Contains(all, " is listed yet") &&
			!strings.Contains(all, "No strategy") &&
			!slices.Contains([]string{workbook.Meetings, workbook.Equity, workbook.Collected}, sheet) {
			t.Errorf("%s does not say that it is empty: %s", sheet, all)
		}
	}
	if read := cells(t, f); !strings.Contains(read, "No status differs from what the figures say.") ||
		!strings.Contains(read, "Set an access target to see how many posts it asks for.") {
		t.Error("the sheets of differences and of the staffing plan do not say that they are empty")
	}
}

// brokenDown is an ICB with two providers; their people divide into two groups, with 3 of a's in the second each
// quarter.
func brokenDown() snapshot.Snapshot {
	s := empty()
	s.Providers = []provider.Provider{{ID: "a", Name: "Northside"}, {ID: "b", Name: "Riverside"}}
	s.Collections = []equity.Collection{{
		Characteristic: "sex", From: "2025Q1", Collected: true, Name: "Sex as recorded",
		Labels: []string{"Female", "Male"},
	}}
	group := func(n int64) equity.GroupCount {
		return equity.GroupCount{Access: number.CountOf(n), Unemployed: number.CountOf(n), FirstJobs: number.CountOf(0)}
	}
	for i, q := range []calendar.Quarter{"2025Q3", "2025Q4", "2026Q1", "2026Q2"} {
		for provider, n := range map[string]int64{"a": 37, "b": 41} {
			second := int64(20)
			if provider == "a" {
				second = int64(i / 3 * 3) // 3 people in the year
			}
			s.Returns = append(s.Returns, figures.Return{
				Provider: provider, Quarter: q, State: figures.Accepted, AccessUnemployed: number.CountOf(n + second),
				AccessRetention: number.CountOf(0), FirstJobStarts: number.CountOf(0),
			})
			s.Breakdowns = append(s.Breakdowns, equity.Breakdown{
				Provider: provider, Quarter: q, Characteristic: "sex", Finished: true,
				Counts: map[string]equity.GroupCount{
					"1": group(n), "2": group(second), equity.NotStated: group(0),
					equity.NotKnown: group(0),
				},
			})
		}
	}
	return s
}

// TestEquityIsMaskedButForOnesOwn: commissioners get rounded numbers, with the small ones masked and a second one too.
// A provider gets its own true numbers and nothing of its rival's.
func TestEquityIsMaskedButForOnesOwn(t *testing.T) {
	full, own, rival := equityRows(t, view.Commissioners), equityRows(t, view.Provider("a")), equityRows(t, view.Provider("b"))
	for _, row := range full {
		if row[0] != "Sex as recorded" {
			continue
		}
		switch people := row[4]; {
		case row[1] == "Northside" && row[3] == "Male" && people != "*":
			t.Errorf("3 people are shown as %q", people)
		case row[3] == "Everyone" && people != "*" && !strings.HasSuffix(people, "0") && !strings.HasSuffix(people, "5"):
			t.Errorf("%s: %q is not rounded", row[1], people)
		}
	}
	if all := fmt.Sprint(full); !strings.Contains(all, "Northside") || !strings.Contains(all, "Riverside") ||
		strings.Contains(all, " 148 ") || strings.Contains(all, " 164 ") {
		t.Errorf("the full workbook holds %s", all)
	}
	if all := fmt.Sprint(own); !strings.Contains(all, " Male 3 ") || !strings.Contains(all, " Female 148 ") ||
		strings.Contains(all, "Riverside") || strings.Contains(all, " 164 ") {
		t.Errorf("Northside's workbook holds %s", all)
	}
	if all := fmt.Sprint(rival); !strings.Contains(all, " Female 164 ") || strings.Contains(all, " 148 ") ||
		strings.Contains(all, "Northside") {
		t.Errorf("Riverside's workbook holds %s", all)
	}
}

// equityRows are the rows of the sheet of breakdowns in an audience's workbook, of seven cells each.
func equityRows(t *testing.T, a view.Audience) [][]string {
	t.Helper()
	rows, err := open(t, written(t, brokenDown().For(a))).GetRows(workbook.Equity)
	if err != nil {
		t.Fatal(err)
	}
	for i := range rows {
		for len(rows[i]) < 7 {
			rows[i] = append(rows[i], "")
		}
	}
	return rows
}

// TestProcurementLeavesOut: while procurement is open, the workbook of a person who is not named has no sheet of
// contracts or of the staffing plan, and nothing of what is kept back.
func TestProcurementLeavesOut(t *testing.T) {
	s := marked()
	s.Procurement = "2026-11-02"
	s.Registers[register.Events][0].Values["priority"] = "6.1" // everything that NAME, A and B wrote there belongs to 6.2, except this row
	for name, of := range map[string]snapshot.Snapshot{"full": s.Closed().For(view.Commissioners), "provider": s.For(view.Provider("a"))} {
		t.Run(name, func(t *testing.T) {
			f := open(t, written(t, of))
			for _, sheet := range slices.Concat(contractSheets, planSheets) {
				if slices.Contains(f.GetSheetList(), sheet) {
					t.Errorf("there is a sheet %s", sheet)
				}
			}
			read := cells(t, f)
			for _, hidden := range []string{
				"A_contract", "COM_talk", "A_clause", "A_variation", "COM_plan", "A_eventa_what", "COM_answer",
				s.Entries["2.2"].Notes,
			} {
				if strings.Contains(read, hidden+"\n") {
					t.Errorf("%s is in the workbook", hidden)
				}
			}
			for _, told := range []string{
				assessment.ProcurementWords(s.Procurement) + " They are not in this workbook.",
				"what was part of 1.1, 2.1, 2.2, 6.1 is not shown",
			} {
				if !strings.Contains(read, told) {
					t.Errorf("it does not say %q", told)
				}
			}
			if !strings.Contains(read, "A_teama_place") {
				t.Error("what procurement does not concern is gone too")
			}
		})
	}
	if named := cells(t, open(t, written(t, s.For(view.Commissioners)))); !strings.Contains(named, "A_contract") ||
		!strings.Contains(named, "do not pass it on to anybody else") {
		t.Error("who is named does not get everything, with a warning")
	}
}

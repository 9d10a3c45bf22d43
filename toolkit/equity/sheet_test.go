package equity_test

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"ipstoolkit/toolkit/equity"
	"ipstoolkit/toolkit/grid"
)

// Collected in Quarter 2 2026/27: age, ethnicity, disability and deprivation.
func collected() []equity.Collection { return equity.Collected(nil, "2026Q2") }

func cells(lines ...string) grid.Grid {
	var g grid.Grid
	for _, line := range lines {
		g.Rows = append(g.Rows, strings.Split(line, "|"))
	}
	return g
}

func TestReadSheet(t *testing.T) {
	const head = "Group|People who accessed|Out of work at the start|Started a first job"
	disabled := "disability-access-1=22 disability-first_jobs-1=6 disability-unemployed-1=16"
	for _, tt := range []struct {
		name  string
		grids []grid.Grid
		texts string
		left  string // what was not taken, joined
		wrong string
	}{
		{"rows alone, in the order of the page", []grid.Grid{cells("Disabled|22|16|6")}, disabled, "", ""},
		{
			"with headings",
			[]grid.Grid{cells("Disability|People who accessed|Out of work|First jobs", "Disabled|22|16|6")},
			disabled, "", "",
		},
		{
			"columns in another order",
			[]grid.Grid{cells("Group|Job starts|People accessing IPS|Unemployed", "Disabled|6|22|16")},
			disabled, "", "",
		},
		{
			"a column lacks",
			[]grid.Grid{cells("Group|Accessed|Unemployed", "Disabled|22|16")},
			"disability-access-1=22 disability-unemployed-1=16", "", "",
		},
		{"an empty cell and a dash", []grid.Grid{cells("Disabled|22||–")}, "disability-access-1=22", "", ""},
		{
			"numbers as workbooks have them",
			[]grid.Grid{cells("Disabled|22.0|1 016|=\"6\"")},
			"disability-access-1=22 disability-first_jobs-1=6 disability-unemployed-1=1,016", "", "",
		},
		{
			"the characteristic beside the group",
			[]grid.Grid{cells("Disability|Not stated|5|4|1", "Ethnic group|Not stated|2|2|0")},
			"disability-access-not_stated=5 disability-first_jobs-not_stated=1 disability-unemployed-not_stated=4 " +
				"ethnicity-access-not_stated=2 ethnicity-first_jobs-not_stated=0 ethnicity-unemployed-not_stated=2", "", "",
		},
		{
			"a name above the groups",
			[]grid.Grid{cells("Disability", head, "Not known|1|0|0", "Ethnicity", "Unknown|3|2|1")},
			"disability-access-not_known=1 disability-first_jobs-not_known=0 disability-unemployed-not_known=0 " +
				"ethnicity-access-not_known=3 ethnicity-first_jobs-not_known=1 ethnicity-unemployed-not_known=2", "", "",
		},
		{"a sheet for each, by its name", []grid.Grid{
			{Name: "Disability", Rows: cells("Not known|1|0|0").Rows}, {Name: "Deprivation", Rows: cells("Not known|2|1|1").Rows},
		}, "deprivation-access-not_known=2 deprivation-first_jobs-not_known=1 deprivation-unemployed-not_known=1 " +
			"disability-access-not_known=1 disability-first_jobs-not_known=0 disability-unemployed-not_known=0", "", ""},
		{
			"ages as people write them",
			[]grid.Grid{cells("<18|1|1|0", "18-24|2|1|0", "25 – 34|3|1|0", "65+|4|1|0")},
			"age-access-1=1 age-access-2=2 age-access-3=3 age-access-7=4 age-first_jobs-1=0 age-first_jobs-2=0 age-first_jobs-3=0 " +
				"age-first_jobs-7=0 age-unemployed-1=1 age-unemployed-2=1 age-unemployed-3=1 age-unemployed-7=1", "", "",
		},
		{
			"fifths by their number",
			[]grid.Grid{cells("Deprivation", "1|9|8|7", "2|6|5|4")},
			"deprivation-access-1=9 deprivation-access-2=6 deprivation-first_jobs-1=7 deprivation-first_jobs-2=4 " +
				"deprivation-unemployed-1=8 deprivation-unemployed-2=5", "", "",
		},
		{
			"not stated follows its block",
			[]grid.Grid{cells("Disabled|22|16|6", "Not stated|5|4|1")},
			disabled + " disability-access-not_stated=5 disability-first_jobs-not_stated=1 disability-unemployed-not_stated=4", "", "",
		},
		{"not stated of nothing", []grid.Grid{cells("Not stated|5|4|1", "Disabled|22|16|6")}, disabled, "row 1, Not stated", ""},
		{
			"a group that is not asked for",
			[]grid.Grid{cells("Disabled|22|16|6", "Partly disabled|5|4|1")},
			disabled, "row 2, Partly disabled", "",
		},
		{
			"more numbers than are asked for, without headings",
			[]grid.Grid{cells("Disabled|22|16|6|9")},
			"", "row 1, Disabled",
			"cells: No row has the name of a group that is asked for. Nothing was filled in",
		},
		{"totals", []grid.Grid{cells("Disabled|22|16|6", "Total|42|30|11", "All people|42|30|11")}, disabled, "2 totals", ""},
		{"a hidden row and column", []grid.Grid{{
			Rows: cells("Disabled|7|22|16|6", "Not disabled|1|1|1|1").Rows, HiddenRows: []int{1},
			HiddenColumns: []int{1},
		}}, disabled, "", ""},
		{
			"the group twice",
			[]grid.Grid{cells("Disabled|22|16|6", "Disabled|2|1|1")},
			disabled, "",
			"cells: Disability: Disabled is there twice (row 1, Disabled and row 2, Disabled). Remove one of them",
		},
		{
			"two columns for a count",
			[]grid.Grid{cells("Group|Accessed|Access, year to date|Unemployed|Jobs", "Disabled|22|99|16|6")},
			"", "",
			"cells: Columns B and C are both “People who accessed”. Remove one of them",
		},
		{
			"a hides a small number",
			[]grid.Grid{cells("Disabled|22|16|<5")},
			"disability-access-1=22 disability-unemployed-1=16", "",
			"cells: Disability, Disabled: “<5” hides a small number: the true count is needed here",
		},
		{
			"another quarter",
			[]grid.Grid{cells("Quarter 1 2026/27|Accessed|Unemployed|Jobs", "Disabled|22|16|6")},
			disabled, "",
			"cells: The cells name Quarter 1 2026/27, not Quarter 2 2026/27. Nothing was filled in",
		},
		{
			"this quarter and others",
			[]grid.Grid{cells("Quarter 2 2026/27, after Quarter 1 2026/27", head, "Disabled|22|16|6")},
			disabled, "", "",
		},
		{
			"another year's sheet",
			[]grid.Grid{{Name: "Q2 2025-26", Rows: cells("Disabled|22|16|6").Rows}},
			disabled, "",
			"cells: The cells name Quarter 2 2025/26, not Quarter 2 2026/27. Nothing was filled in",
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			s, wrong := equity.ReadSheet(tt.grids, collected(), "2026Q2", "cells")
			var texts []string
			for _, name := range slices.Sorted(maps.Keys(s.Texts)) {
				texts = append(texts, name+"="+s.Texts[name])
			}
			left := strings.Join(s.Unread, "; ")
			if s.Totals > 0 {
				left += fmt.Sprintf("%d totals", s.Totals)
			}
			want := strings.Fields(tt.texts)
			slices.Sort(want)
			message := ""
			if len(wrong) > 0 {
				message = wrong[0].Field + ": " + wrong[0].Message
			}
			if got := strings.Join(texts, " "); got != strings.Join(want, " ") && tt.wrong == "" {
				t.Errorf("takes %s\nwant %s", got, strings.Join(want, " "))
			}
			if left != tt.left || message != tt.wrong {
				t.Errorf("left %q, want %q; wrong %q, want %q", left, tt.left, message, tt.wrong)
			}
		})
	}
}

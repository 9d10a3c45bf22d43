package workbook

import (
	"bytes"
	"encoding/csv"
	"slices"
	"strings"
	"testing"

	"ipstoolkit/demo/sample"
	"ipstoolkit/toolkit/grid"
)

// Every list of the registers has its table, with its headings where there is no row; cells are what the workbook has.
func TestTablesAsCSV(t *testing.T) {
	s := sample.ICB()
	tables := Tables(s, s.Events)
	var names []string
	for _, one := range tables {
		names = append(names, one.Name)
		var b bytes.Buffer
		if err := one.Write(&b); err != nil {
			t.Fatalf("%s: %v", one.Name, err)
		}
		text, marked := strings.CutPrefix(b.String(), grid.Mark)
		rows, err := csv.NewReader(strings.NewReader(text)).ReadAll() // refuses rows of different lengths
		if !marked || err != nil || len(rows) == 0 || one.Holds == "" {
			t.Errorf("%s: %d rows, %v, holds %q", one.Name, len(rows), err, one.Holds)
		}
	}
	for _, want := range []string{Toolkit, Evidence, Returns, Contracts, Actions, Targets, Meetings, Changes} {
		if !slices.Contains(names, want) {
			t.Errorf("there is no table %s", want)
		}
	}
	for _, sheet := range listSheets {
		if !slices.Contains(names, sheet.name) {
			t.Errorf("there is no table of the list %s", sheet.name)
		}
	}
	if slices.Sort(names); len(slices.Compact(names)) != len(tables) {
		t.Error("two tables have one name")
	}
}

func TestCellsAsCSV(t *testing.T) {
	for _, tt := range []struct {
		value any
		look  style
		want  string
	}{
		{nil, wrapped, ""},
		{"=1+1", wrapped, "'=1+1"},
		{"+44 20", wrapped, "'+44 20"},
		{"-5", whole, "'-5"},
		{"@home", wrapped, "'@home"},
		{"a\nb", wrapped, "a\nb"},
		{styled{"► Not reached", attention}, wrapped, "► Not reached"},
		{-3, whole, "-3"},
		{12.25, decimal, "12.25"},
		{int64(420000), money, "420000"},
		{0.42, percent0, "42%"},
		{0.4266, percent1, "42.7%"},
		{day("2026-11-20"), date, "2026-11-20"},
		{"Not known", date, "Not known"},
		{moment("2026-07-20T08:00:01.000000Z"), dateTime, "2026-07-20 09:00:01"},
	} {
		if got := written(tt.value, tt.look); got != tt.want {
			t.Errorf("%v is %q, want %q", tt.value, got, tt.want)
		}
	}
}

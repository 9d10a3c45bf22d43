package grid_test

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"ipstoolkit/toolkit/evidence"
	"ipstoolkit/toolkit/grid"
)

// list has bounds like those of a file of a register: it keeps texts whole.
var list = grid.Bounds{Bytes: 1 << 20, Rows: 2000, Columns: 200, Sheets: 20, Advice: "Import fewer lines at a time"}

func TestText(t *testing.T) {
	for _, c := range []struct{ name, text, want string }{
		{"commas", "ODS code,PCN\nU99901,\"Hill, PCN\"", "ODS code|PCN\nU99901|Hill, PCN"},
		{"tabs", "ODS code\tPopulation\nU99901\t42,000", "ODS code|Population\nU99901|42,000"},
		{"a mark of its encoding", "\ufeffODS code,PCN", "ODS code|PCN"},
		{"sep=", "sep=;\nODS code;PCN\nU99901;Hill, PCN", "\nODS code|PCN\nU99901|Hill, PCN"},
		{"sep= in quotation marks", "\"sep=;\"\r\nODS code;PCN\r\n", "\nODS code|PCN"},
		{
			"lines and long texts stay whole", "Note\n\" first\nsecond\"\n" + strings.Repeat("x", 500),
			"Note\n first\nsecond\n" + strings.Repeat("x", 500),
		},
		{
			"notes full of commas", "Code;Note\nA;one, two, three, four\nB;five, six, seven",
			"Code|Note\nA|one, two, three, four\nB|five, six, seven",
		},
		{"notes full of semicolons", "Code,Note\nA,see a; b; c; d\nB,see e; f; g", "Code|Note\nA|see a; b; c; d\nB|see e; f; g"},
		{
			"notes in quotation marks over lines", "Code,Note\nA,\"one; two;\nthree; four;\nfive; six\"",
			"Code|Note\nA|one; two;\nthree; four;\nfive; six",
		},
		{"a title with a comma", "Teams, Northside\nCode;Note\nA;1,5", "Teams, Northside\nCode|Note\nA|1,5"},
		{"lines of different lengths", "a,b,c,d\n1;x\n2,3\n4", "a|b|c|d\n1;x\n2|3\n4"},
		{"inches", "Code;Size\nA;5\" pipe, 2\" pipe\nB;\"6\" pipe, 7\"", "Code|Size\nA|5\" pipe, 2\" pipe\nB|6\" pipe, 7"},
		{"one column", "PCN\nHill PCN\n\n\nDale PCN", "PCN\nHill PCN\n\n\nDale PCN"},
	} {
		t.Run(c.name, func(t *testing.T) {
			g, err := grid.Text(c.text, list)
			if got := shown([]grid.Grid{g}); err != nil || got != "[]\n"+c.want {
				t.Fatalf("read\n%s\nwant\n%s\n%v", got, c.want, err)
			}
			again, err := grid.Text(g.Text(), list)
			if err != nil || shown([]grid.Grid{again}) != shown([]grid.Grid{g}) {
				t.Errorf("written\n%s\nit is read as\n%s\n%v", g.Text(), shown([]grid.Grid{again}), err)
			}
		})
	}
	for name, c := range map[string]struct{ text, want string }{
		"nothing":   {" \n", "is empty"},
		"too long":  {strings.Repeat("a\n", 2001), "has more than 2,000 rows. Import fewer lines at a time"},
		"too large": {strings.Repeat("x", 1<<20+1), "holds more than 1 MB of text"},
	} {
		var refused *evidence.Refused
		if _, err := grid.Text(c.text, list); !errors.As(err, &refused) || !strings.HasPrefix(refused.Why, c.want) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// FuzzText: whatever people paste, its grid can be written and read again as the same rows.
func FuzzText(f *testing.F) {
	for _, seed := range []string{"a,b\n1,2", "a;b\n\"x\ny\";2", "a\tb\n\"", "5\" pipe,\"\"\"\"\n", "sep=|\na|b", "\r\n,\r", "\" \n\";,"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		g, err := grid.Text(text, list)
		if err != nil {
			return
		}
		again, err := grid.Text(g.Text(), list)
		if err != nil {
			t.Fatal(err)
		}
		same := func(a, b []string) bool { return slices.Equal(trimmed(a), trimmed(b)) }
		if !slices.EqualFunc(trimmedRows(g.Rows), trimmedRows(again.Rows), same) {
			t.Errorf("%q is read as %q, written as %q and read as %q", text, g.Rows, g.Text(), again.Rows)
		}
	})
}

// trimmed is a row without empty cells at its end, trimmedRows are rows without empty ones at the end.
func trimmed(row []string) []string {
	for len(row) > 0 && row[len(row)-1] == "" {
		row = row[:len(row)-1]
	}
	return row
}

func trimmedRows(rows [][]string) [][]string {
	for len(rows) > 0 && len(trimmed(rows[len(rows)-1])) == 0 {
		rows = rows[:len(rows)-1]
	}
	return rows
}

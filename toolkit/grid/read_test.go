package grid_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/xuri/excelize/v2"

	"ipstoolkit/toolkit/evidence"
	"ipstoolkit/toolkit/grid"
)

// page has bounds like those of a file of figures.
var page = grid.Bounds{Bytes: 1 << 20, Rows: 2000, Columns: 200, Sheets: 20, Longest: 200, Advice: "Choose a file with the totals alone"}

// readFile is grid.Read with the bounds of page.
func readFile(t *testing.T, name, body string) ([]grid.Grid, error) {
	t.Helper()
	grids, _, err := grid.Read(t.Context(), name, []byte(body), page)
	return grids, err
}

func wide(text string, bigEndian bool) string {
	mark := "\xff\xfe"
	if bigEndian {
		mark = "\xfe\xff"
	}
	b := []byte(mark)
	for _, u := range utf16.Encode([]rune(text)) {
		if bigEndian {
			b = append(b, byte(u>>8), byte(u))
		} else {
			b = append(b, byte(u), byte(u>>8))
		}
	}
	return string(b)
}

func shown(grids []grid.Grid) string {
	var lines []string
	for _, g := range grids {
		lines = append(lines, "["+g.Name+"]")
		for _, row := range g.Rows {
			lines = append(lines, strings.Join(row, "|"))
		}
	}
	return strings.Join(lines, "\n")
}

func TestReadText(t *testing.T) {
	want := "[]\nQuarter|Zoë’s team\nQ2|1,200"
	for _, c := range []struct{ name, body, want string }{
		{"commas", "Quarter,Zoë’s team\nQ2,\"1,200\"\n", want},
		{"semicolons", "Quarter;Zoë’s team\r\nQ2;1,200\r\n", want},
		{"tabs", "Quarter\tZoë’s team\nQ2\t1,200", want},
		{"a byte order mark", "\ufeffQuarter,Zoë’s team\nQ2,\"1,200\"\n", want},
		{"UTF-16", wide("Quarter\tZoë’s team\r\nQ2\t1,200\r\n", false), want},
		{"UTF-16 the other way", wide("Quarter,Zoë’s team\nQ2,\"1,200\"\n", true), want},
		{"Windows", "Quarter,Zo\xeb\x92s team\nQ2,\"1,200\"\n", want},
		{"a separator that says so", "sep=;\nQuarter;b,c,d\nQ2;5\n", "[]\n\nQuarter|b,c,d\nQ2|5"},
		{"empty lines keep their numbers", "a,b\n\n\nc,5\n", "[]\na|b\n\n\nc|5"},
		{"a line inside a cell", "\"a\nb\",x\n\nc,5\n", "[]\na b|x\n\nc|5"},
		{"marks inside quotation marks part nothing", "\"a;b;c;d\",1\n\"e;f;g;h\",2\n", "[]\na;b;c;d|1\ne;f;g;h|2"},
		{"a quotation mark inside", "5\" pipe,6\n", "[]\n5\" pipe|6"},
		{
			"a quotation mark that nothing closes", "Q1\t36\t\"Thrive\" offer began\nQ2\t49\tsteady\n",
			"[]\nQ1|36|\"Thrive\" offer began\nQ2|49|steady",
		},
		{
			"a quotation mark that only a cell below could close", "a,\"Thrive\" offer,1\nb,\"good\" news,2\nc,\"steady\",3\n",
			"[]\na|\"Thrive\" offer|1\nb|\"good\" news|2\nc|steady|3",
		},
		{
			"a quotation mark at the start, and whole cells in marks below", "a,\"new offer,1\n\"b\",\"steady\",2\n",
			"[]\na|\"new offer|1\nb|steady|2",
		},
		{"words after the mark that ends a cell", "a,\"Thrive\" ,1\nb,x,2\n", "[]\na|\"Thrive\"|1\nb|x|2"},
		{"a quoted word before the end of a quoted cell", "a,\"we, \"Thrive\", began\",1\n", "[]\na|we, \"Thrive|began\"|1"},
		{"doubled marks", "a,\"\"\"Thrive\"\" offer, began\",1\n", "[]\na|\"Thrive\" offer, began|1"},
		{"empty cells before and after", "\tQ1\tQ2\n\t5\t\n", "[]\n|Q1|Q2\n|5|"},
		{"lines that end as old programs end them", "a,b\r1,\"x\ry\"\r", "[]\na|b\n1|x y"},
		{"sep= and a tab", "sep=\t\r\na\tb, c, d\r\n", "[]\n\na|b, c, d"},
		{"sep= in capitals, saved again", "SEP=;;\r\na;b,c;d\r\n", "[]\n\na|b,c|d"},
		{"sep= in Windows' encoding", "sep=;\r\nZo\xeb;5\r\n", "[]\n\nZoë|5"},
		{
			"decimal commas", "Team, area;FTE;Kept\nNorth, inner;12,5;1,0\nSouth, outer;3,5;2,0\n",
			"[]\nTeam, area|FTE|Kept\nNorth, inner|12,5|1,0\nSouth, outer|3,5|2,0",
		},
		{
			"headings with commas", "Team, area, lead;Referrals\nNorth, inner, day;25\n",
			"[]\nTeam, area, lead|Referrals\nNorth, inner, day|25",
		},
		{
			"lines of words among tabs", "Figure\tQ3\nReferrals, all\nSelf, GP, other\t40\nAccess, new\nOut of work, new\t30\n",
			"[]\nFigure|Q3\nReferrals, all\nSelf, GP, other|40\nAccess, new\nOut of work, new|30",
		},
		{"a space after each comma", "Quarter, Referrals\nQ2, 5\n", "[]\nQuarter|Referrals\nQ2|5"},
		{"formulas are text", "=1+1,@SUM(A1)\n-5,+3\n", "[]\n=1+1|@SUM(A1)\n-5|+3"},
		{"a long cell is cut", strings.Repeat("x", 300) + ",1\n", "[]\n" + strings.Repeat("x", 200) + "…|1"},
	} {
		t.Run(c.name, func(t *testing.T) {
			grids, err := readFile(t, "figures.csv", c.body)
			if err != nil {
				t.Fatal(err)
			}
			if got := shown(grids); got != c.want {
				t.Errorf("read\n%s\nwant\n%s", got, c.want)
			}
		})
	}
}

func TestFilesThatAreRefused(t *testing.T) {
	small := workbook(t, func(f *excelize.File) { _ = f.SetCellValue("Sheet1", "A1", "Referrals") })
	sheet := func(rows string) map[string]string {
		return map[string]string{"xl/worksheets/sheet1.xml": sheetOf(rows)}
	}
	old := "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + strings.Repeat("\x00", 600)
	document := map[string]string{"[Content_Types].xml": `<Types><Override ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>`}
	cells := map[string]string{"xl/worksheets/sheet1.xml": sheetOf(`<row>` + strings.Repeat("<c/>", 7_000_000) + `</row>`)}
	texts := "<sst>" + strings.Repeat("<si/>", 500_000) + "</sst>"
	zeros := map[string]string{"xl/media/a.bin": strings.Repeat("\x00", 30<<20)}
	before := `<row r="1"><c r="A1" t="s"><v>-1</v></c></row>`
	last := `<row r="1048576"><c r="A1048576"><v>1</v></c></row>`
	far := func(column string) string { return `<row r="1"><c r="` + column + `1"><v>1</v></c></row>` }
	var rows strings.Builder
	for i := range 2001 {
		fmt.Fprintf(&rows, "%d,1\n", i)
	}
	for _, c := range []struct{ name, file, body, want string }{
		{"nothing", "a.csv", "", "is empty"},
		{"spaces", "a.csv", " \n ,\n", "is empty"},
		{"too large", "a.csv", strings.Repeat("a,b\n", 1<<18+1), "is larger than 1 MB"},
		{"2,001 rows", "a.csv", rows.String(), "more than 2,000 rows. Choose a file with the totals alone"},
		{"201 columns", "a.csv", strings.Repeat("1,", 200) + "1\n", "more than 200 columns"},
		{"a PDF", "a.csv", "%PDF-1.7\n1 0 obj\n%%EOF", "is not a CSV or Excel (xlsx) file"},
		{"a web page called CSV", "a.csv", "<html><script>x</script></html>", "is not a CSV or Excel (xlsx) file"},
		{"a program", "a.xlsx", "MZ\x90\x00\x03\x00\x00\x00", "is not a CSV or Excel (xlsx) file"},
		{"an old workbook", "a.xls", old, "is in an old Office format"},
		{"a locked workbook", "a.xlsx", old + wide("EncryptedPackage", false), "is locked with a password or a sensitivity label"},
		{"a rights label", "a.xlsx", old + wide("DRMEncrypted", false), "is locked with a password or a sensitivity label"},
		{"macros", "a.xlsm", remade(t, small, map[string]string{"xl/vbaProject.bin": "x"}), "contains macros"},
		{"a Word document", "a.docx", remade(t, small, document), "is not a CSV or Excel (xlsx) file"},
		{"cut short", "a.xlsx", small[:len(small)/2], "is damaged"},
		{"a cell at the sheet's end", "a.xlsx", remade(t, small, sheet(far("XFD"))), "more than 200 columns"},
		{"a million columns", "a.xlsx", remade(t, small, sheet(far("AAAAAAAAAAAA"))), "more than 200 columns"},
		{"a cell in the last row", "a.xlsx", remade(t, small, sheet(last)), "more than 2,000 rows"},
		{"a negative place in the list of texts", "a.xlsx", remade(t, small, sheet(before)), "is damaged"},
		{"a zip bomb", "a.xlsx", remade(t, small, zeros), "is far larger inside"},
		{"a zip bomb of XML", "a.xlsx", remade(t, small, sheet(strings.Repeat(" ", 30<<20))), "holds more text than can be searched"},
		{"very many texts", "a.xlsx", remade(t, small, map[string]string{"xl/sharedStrings.xml": texts}), "is far larger inside"},
		{"very many cells", "a.xlsx", remade(t, small, cells), "is far larger inside"},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := readFile(t, c.file, c.body)
			var refused *evidence.Refused
			if !errors.As(err, &refused) || !strings.Contains(err.Error(), c.want) {
				t.Errorf("got %v, want words with %q", err, c.want)
			}
		})
	}
}

// TestFilesAtTheBounds: the largest, the longest and the widest file that is accepted.
func TestFilesAtTheBounds(t *testing.T) {
	var rows strings.Builder
	for i := range 2000 {
		fmt.Fprintf(&rows, "%d,1\n", i)
	}
	for _, c := range []struct {
		name, body  string
		rows, width int
	}{
		{"1 MB", strings.Repeat("x", page.Bytes-2) + ",1", 1, 2},
		{"2,000 rows", rows.String(), 2000, 2},
		{"200 columns", strings.Repeat("1,", 199) + "1\n", 1, 200},
	} {
		t.Run(c.name, func(t *testing.T) {
			grids, err := readFile(t, "a.csv", c.body)
			if err != nil || len(grids) != 1 || len(grids[0].Rows) != c.rows || grids[0].Width() != c.width {
				t.Errorf("%d grids, %v", len(grids), err)
			}
		})
	}
}

// TestMarksThatNothingCloses: a large file of quotation marks is read about as quickly as any other.
func TestMarksThatNothingCloses(t *testing.T) {
	for _, cell := range []string{`"a,`, `"a""b,`, `"""a,`, `"a" b,`} {
		if _, err := readFile(t, "a.csv", strings.Repeat(strings.Repeat(cell, 199)+"\n", 1<<20/len(cell)/200)); err != nil {
			t.Errorf("%q many times: %v", cell, err)
		}
	}
}

func TestReadingEndsInTime(t *testing.T) {
	ctx, stop := context.WithCancel(t.Context())
	stop()
	file := workbook(t, func(f *excelize.File) { _ = f.SetCellValue("Sheet1", "A1", 1) })
	if _, _, err := grid.Read(ctx, "a.xlsx", []byte(file), page); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
}

// TestFinds: Read finds what looks like an NHS number anywhere, and the caller decides about it.
func TestFinds(t *testing.T) {
	for _, c := range []struct {
		name, file, body string
		finds            int
	}{
		{"none", "a.csv", "Referrals,5\n", 0},
		{"in a text", "a.csv", "Referrals,5\nx,9990000018\n", 1},
		{"in the file's name", "999 000 0018.csv", "a,5\n", 1},
		{"in a workbook", "a.xlsx", workbook(t, func(f *excelize.File) { _ = f.SetCellValue("Sheet1", "C3", 9990000018) }), 1},
		{"in a hidden sheet", "a.xlsx", workbook(t, func(f *excelize.File) {
			_ = f.SetCellValue("Sheet1", "A1", "Referrals")
			_, _ = f.NewSheet("H")
			_ = f.SetCellValue("H", "A1", "999 000 0018")
			_ = f.SetSheetVisible("H", false)
		}), 1},
	} {
		t.Run(c.name, func(t *testing.T) {
			grids, finds, err := grid.Read(t.Context(), c.file, []byte(c.body), page)
			if err != nil || len(grids) != 1 || len(finds) != c.finds {
				t.Errorf("%d grids with %d finds, %v", len(grids), len(finds), err)
			}
		})
	}
}

func TestCheck(t *testing.T) {
	if err := grid.Check([]grid.Grid{{Rows: [][]string{{"a", "1"}}}, {Name: "empty"}}, page); err != nil {
		t.Error(err)
	}
	for name, c := range map[string]struct {
		grids []grid.Grid
		want  string
	}{
		"none":          {nil, "is empty"},
		"empty":         {[]grid.Grid{{Rows: [][]string{{""}}}}, "is empty"},
		"wide":          {[]grid.Grid{{Rows: [][]string{make([]string, 201)}}}, "more than 200 columns"},
		"long":          {[]grid.Grid{{Rows: make([][]string, 2001)}}, "more than 2,000 rows"},
		"many sheets":   {slices.Repeat([]grid.Grid{{Rows: [][]string{{"a"}}}}, 21), "more than 20 sheets"},
		"too much text": {[]grid.Grid{{Rows: [][]string{{strings.Repeat("x", 1<<20+1)}}}}, "more than 1 MB of text"},
	} {
		var refused *evidence.Refused
		err := grid.Check(c.grids, page)
		if !errors.As(err, &refused) || refused.Name != "The file" || !strings.Contains(refused.Why, c.want) {
			t.Errorf("%s: got %v", name, err)
		}
	}
}

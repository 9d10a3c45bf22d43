package workbook_test

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"ipstoolkit/demo/sample"
	"ipstoolkit/toolkit/assessment"
	"ipstoolkit/toolkit/grid"
	"ipstoolkit/toolkit/snapshot"
	"ipstoolkit/toolkit/view"
	"ipstoolkit/toolkit/workbook"
)

// readBack is a workbook's file as it is read when somebody brings it back.
func readBack(t *testing.T, file []byte) (workbook.Back, error) {
	t.Helper()
	grids, _, err := grid.Read(t.Context(), "book.xlsx", file, workbook.BackBounds)
	if err != nil {
		t.Fatal(err)
	}
	return workbook.ReadBack("book.xlsx", grids)
}

// told is what a file says that is not recorded, a line each: "priority 3.4 status: In place" or "Toolkit 5: why not".
func told(t *testing.T, file []byte, s snapshot.Snapshot) string {
	t.Helper()
	back, err := readBack(t, file)
	if err == nil {
		err = back.Whole(s.Edition)
	}
	if err != nil {
		return err.Error()
	}
	var lines []string
	for _, in := range workbook.Compare(back, s).Records {
		if in.Why != "" {
			lines = append(lines, in.Sheet+": "+in.Why)
		}
		for _, c := range in.Cells {
			lines = append(lines, strings.TrimSpace(in.Key.Kind+" "+in.Key.ID+" "+c.Part)+" "+c.Field+": "+c.There)
		}
	}
	return strings.Join(lines, "\n")
}

// edited is a file after somebody has worked in it.
func edited(t *testing.T, file []byte, edit func(f *excelize.File) error) []byte {
	t.Helper()
	f := open(t, file)
	if err := edit(f); err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if err := f.Write(&b); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestAnUntouchedWorkbookSaysNothing(t *testing.T) {
	for name, s := range map[string]snapshot.Snapshot{
		"the sample": sample.ICB(), "awkward texts": typed(), "every field": marked(), "nothing recorded": empty(),
	} {
		for audience, a := range map[string]view.Audience{
			"commissioners": view.Commissioners, "commissioners outside": view.Commissioners.Outside(), "a provider": view.Provider("n"),
		} {
			t.Run(name+", "+audience, func(t *testing.T) {
				of := s.For(a)
				if got := told(t, written(t, of), of); got != "" {
					t.Errorf("an untouched workbook says:\n%s", got)
				}
			})
		}
	}
}

// TestKeysMoveWithTheirCells: people sort, move, hide, rename and delete what they do not need. What they changed is found, and
// nothing else.
func TestKeysMoveWithTheirCells(t *testing.T) {
	s := sample.ICB().For(view.Commissioners)
	file := edited(t, written(t, s), func(f *excelize.File) error { return f.SetCellValue(workbook.Toolkit, "F5", "Mine") })
	const want = "priority 1.3 notes: Mine"
	for name, edit := range map[string]func(f *excelize.File) error{
		"nothing more":                func(*excelize.File) error { return nil },
		"a sheet renamed":             func(f *excelize.File) error { return f.SetSheetName(workbook.Toolkit, "Our priorities") },
		"sheets in another order":     func(f *excelize.File) error { return f.MoveSheet(workbook.Toolkit, workbook.Summary) },
		"a title above":               func(f *excelize.File) error { return f.InsertRows(workbook.Toolkit, 1, 3) },
		"an empty row in the middle":  func(f *excelize.File) error { return f.InsertRows(workbook.Toolkit, 9, 1) },
		"a column put in":             func(f *excelize.File) error { return f.InsertCols(workbook.Toolkit, "C", 2) },
		"a column deleted":            func(f *excelize.File) error { return f.RemoveCol(workbook.Toolkit, "H") },
		"a column hidden":             func(f *excelize.File) error { return f.SetColVisible(workbook.Toolkit, "F", false) },
		"a row hidden":                func(f *excelize.File) error { return f.SetRowVisible(workbook.Toolkit, 5, false) },
		"the keys shown":              func(f *excelize.File) error { return f.SetRowVisible(workbook.Toolkit, 1, true) },
		"other sheets deleted":        func(f *excelize.File) error { return f.DeleteSheet(workbook.Changes) },
		"a heading typed over":        func(f *excelize.File) error { return f.SetCellValue(workbook.Toolkit, "F2", "Our notes") },
		"rows sorted with their keys": func(f *excelize.File) error { return swap(f, workbook.Toolkit, 5, 20) },
		"a date typed in another way": func(f *excelize.File) error { return retype(f, workbook.Toolkit, "K") },
	} {
		t.Run(name, func(t *testing.T) {
			if got := told(t, edited(t, file, edit), s); got != want {
				t.Errorf("it says:\n%s", got)
			}
		})
	}
}

// TestSortingTakesTheKeysAlong: people sort what the filter holds, so the column of keys is in it.
func TestSortingTakesTheKeysAlong(t *testing.T) {
	f := open(t, written(t, sample.ICB().For(view.Commissioners)))
	rows, err := f.GetRows(workbook.Toolkit)
	if err != nil {
		t.Fatal(err)
	}
	last, _ := excelize.ColumnNumberToName(len(rows[0]))
	for _, name := range f.GetDefinedName() {
		if name.Scope == workbook.Toolkit && strings.Contains(name.Name, "FilterDatabase") {
			if !strings.Contains(name.RefersTo, "$"+last+"$") {
				t.Errorf("the filter holds %s, and the keys are in column %s", name.RefersTo, last)
			}
			return
		}
	}
	t.Error("the sheet has no filter")
}

// swap puts two rows in each other's place, as sorting does.
func swap(f *excelize.File, sheet string, a, b int) error {
	rows, err := f.GetRows(sheet, excelize.Options{RawCellValue: true})
	if err != nil {
		return err
	}
	width := len(rows[0])
	for i := range width {
		for at, from := range map[int]int{a: b, b: a} {
			cell, _ := excelize.CoordinatesToCellName(i+1, at)
			value := ""
			if i < len(rows[from-1]) {
				value = rows[from-1][i]
			}
			if err := f.SetCellValue(sheet, cell, value); err != nil {
				return err
			}
		}
	}
	return nil
}

// retype writes the dates of a column as texts, as people type them.
func retype(f *excelize.File, sheet, column string) error {
	rows, err := f.GetRows(sheet)
	if err != nil {
		return err
	}
	for i := 3; i <= len(rows); i++ {
		cell := fmt.Sprintf("%s%d", column, i)
		text, err := f.GetCellValue(sheet, cell)
		if err == nil && text != "" {
			err = f.SetCellStr(sheet, cell, " "+text)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// TestRowsThatCannotBeTaken: what a file says of a row that is not sure to be that row is refused in words.
func TestRowsThatCannotBeTaken(t *testing.T) {
	s := sample.ICB()
	e := s.Entries["1.1"]
	e.Notes = strings.Repeat("Many words. ", 800) + strings.Repeat("W", 20_000)
	s.Entries["1.1"] = e
	of := s.For(view.Commissioners)
	file := written(t, of)
	if got := told(t, file, of); got != "" {
		t.Fatalf("untouched it says:\n%.200s", got)
	}
	for name, tt := range map[string]struct {
		edit func(f *excelize.File) error
		want string
	}{
		"sorted apart from its key": {
			func(f *excelize.File) error { return f.SetCellValue(workbook.Toolkit, "B9", "7.1") },
			"Rows were sorted or copied apart from their keys",
		},
		"copied below": {
			func(f *excelize.File) error { return f.DuplicateRowTo(workbook.Toolkit, 9, 10) },
			"It is in the sheet twice: row 9 is the same one",
		},
		"a damaged key": {
			func(f *excelize.File) error { return f.SetCellValue(workbook.Statements, "H9", "statement nine") },
			"Its hidden key is damaged",
		},
		"a priority deleted": {
			func(f *excelize.File) error { return f.RemoveRow(workbook.Toolkit, 9) },
			"does not have all 22 priorities",
		},
		"the rest of a text deleted": {
			func(f *excelize.File) error { return f.RemoveRow(workbook.Toolkit, 4) },
			"Its text goes on in a row that is missing",
		},
		"a row of something that was removed": {
			func(f *excelize.File) error {
				return f.SetCellValue(workbook.Statements, "H9", "priority|9.9||3")
			},
			"It is no longer here",
		},
		"a column twice": {
			func(f *excelize.File) error { return f.SetCellValue(workbook.Toolkit, "A1", "notes") },
			"has the column ‘notes’ twice",
		},
		"a row where none can be added": {
			func(f *excelize.File) error { return f.SetCellValue(workbook.Statements, "F400", "Yes") },
			"Rows cannot be added to this sheet",
		},
	} {
		t.Run(name, func(t *testing.T) {
			if got := told(t, edited(t, file, tt.edit), of); !strings.Contains(got, tt.want) {
				t.Errorf("it says:\n%.400s", got)
			}
		})
	}
}

// TestAnyTextGoesOutAndComesBack: whatever people have typed, a workbook that is not touched says the same.
func TestAnyTextGoesOutAndComesBack(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	pieces := []string{
		"=1+1", "'=x", "+44", "-", "@a", "\"", "_x0041_", "_x000D_", "\n", "\n\n", "\t", " ", "  ", "é", "🙂", "👩🏽\u200d💼", "العربية",
		"<b>&amp;", "]]>", "word", "1/4/2026", "2026-04-01", "42%", "TRUE", "#REF!", "\u00a0", "\u202e", strings.Repeat("long ", 400),
		strings.Repeat("w", 17_000), "[continues", "[continued from the row above]",
	}
	for range 12 {
		s := sample.ICB()
		for _, p := range s.Edition.Priorities() {
			var text strings.Builder
			for range random.IntN(9) {
				text.WriteString(pieces[random.IntN(len(pieces))])
			}
			private := pieces[random.IntN(len(pieces))]
			s.Entries[p.Key] = assessment.Entry{Priority: p.Key, Notes: text.String(), PrivateNotes: private, Version: 1}
		}
		of := s.For(view.Commissioners)
		back, err := readBack(t, written(t, of))
		if err != nil {
			t.Fatal(err)
		}
		for _, in := range workbook.Compare(back, of).Records {
			t.Errorf("%s: %.300s", in.Key.ID, fmt.Sprintf("%+v", in))
		}
		for _, r := range back.Rows {
			if r.Sheet == workbook.Toolkit && r.Cells["notes"] != s.Entries[r.Key.ID].Notes {
				t.Errorf("%s: %.100q became %.100q", r.Key.ID, s.Entries[r.Key.ID].Notes, r.Cells["notes"])
			}
		}
		if n := slices.IndexFunc(back.Rows, func(r workbook.BackRow) bool { return r.Why != "" }); n >= 0 {
			t.Errorf("%+v", back.Rows[n].Why)
		}
	}
}

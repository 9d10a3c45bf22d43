package workbook_test

import (
	"context"
	"encoding/csv"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"ipstoolkit/toolkit/snapshot"
	"ipstoolkit/toolkit/workbook"
)

// office converts a workbook with LibreOffice into a folder. It skips where there is none, and fails there in CI.
func office(t *testing.T, file, format string) string {
	t.Helper()
	soffice, err := exec.LookPath("soffice")
	if err != nil {
		if os.Getenv("CI") == "true" {
			t.Fatal("LibreOffice (soffice) is not installed")
		}
		t.Skip("needs LibreOffice (soffice): apt-get install libreoffice-calc")
	}
	dir := t.TempDir()
	ctx, cancel := context.WithTimeout(context.Background(), 3*time.Minute)
	defer cancel()
	run := exec.CommandContext(ctx, soffice, "-env:UserInstallation=file://"+filepath.Join(dir, "profile"), "--headless", "--norestore",
		"--convert-to", format, "--outdir", dir, file)
	if out, err := run.CombinedOutput(); err != nil {
		t.Fatalf("soffice: %v\n%s", err, out)
	}
	return dir
}

// TestLibreOfficeReadsTheSame opens the workbook in LibreOffice, which refuses or repairs what is damaged, saves it
// again, and compares every cell with what was written.
func TestLibreOfficeReadsTheSame(t *testing.T) {
	t.Parallel()
	s := example()
	i := 0
	for name, text := range texts {
		p := s.Edition.Priorities()[i]
		e := s.Entries[p.Key]
		e.Notes, e.PrivateNotes = text, name
		s.Entries[p.Key] = e
		i++
	}
	e := s.Entries["7.1"]
	e.Notes = strings.Repeat("Forty thousand characters of notes. ", 1200)
	s.Entries["7.1"] = e
	file := filepath.Join(t.TempDir(), "workbook.xlsx")
	if err := os.WriteFile(file, written(t, s.For(snapshot.Full)), 0o600); err != nil {
		t.Fatal(err)
	}
	dir := office(t, file, "xlsx:Calc MS Excel 2007 XML")
	saved, err := os.ReadFile(filepath.Join(dir, "workbook.xlsx"))
	if err != nil {
		t.Fatal(err)
	}
	before, after := open(t, written(t, s.For(snapshot.Full))), open(t, saved)
	for _, sheet := range before.GetSheetList() {
		want, err := before.GetRows(sheet)
		if err != nil {
			t.Fatal(err)
		}
		got, err := after.GetRows(sheet)
		if err != nil {
			t.Fatal(err)
		}
		for r, row := range want {
			for c, text := range row {
				var saved string
				if r < len(got) && c < len(got[r]) {
					saved = got[r][c]
				}
				if saved != text {
					t.Errorf("%s, row %d, column %d: wrote %.80q, LibreOffice read %.80q", sheet, r+1, c+1, text, saved)
				}
			}
		}
	}
}

// TestLibreOfficeShowsTheToolkit reads the Toolkit sheet as text, as LibreOffice shows it.
func TestLibreOfficeShowsTheToolkit(t *testing.T) {
	t.Parallel()
	s := example()
	e := s.Entries["1.1"]
	e.Notes = "=1+1"
	s.Entries["1.1"] = e
	file := filepath.Join(t.TempDir(), "workbook.xlsx")
	if err := os.WriteFile(file, written(t, s.For(snapshot.Steering)), 0o600); err != nil {
		t.Fatal(err)
	}
	// 44 comma, 34 quote, 76 UTF-8, cells as shown, no formulas, the second sheet.
	dir := office(t, file, "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,true,false,false,2")
	shown, err := os.ReadFile(filepath.Join(dir, "workbook-"+workbook.Toolkit+".csv"))
	if err != nil {
		t.Fatal(err)
	}
	rows, err := csv.NewReader(strings.NewReader(string(shown))).ReadAll()
	if err != nil || len(rows) != 23 {
		t.Fatalf("%d rows, %v", len(rows), err)
	}
	if rows[1][1] != "1.1" || rows[1][4] != "In place" || rows[1][5] != "=1+1" || rows[1][8] != "30 Sep 2026" {
		t.Errorf("LibreOffice shows %q", rows[1])
	}
}

// TestLibreOfficePrintsTheSummaryOnOnePage counts the pages of the Summary.
func TestLibreOfficePrintsTheSummaryOnOnePage(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "workbook.xlsx")
	if err := os.WriteFile(file, written(t, example().For(snapshot.Full)), 0o600); err != nil {
		t.Fatal(err)
	}
	dir := office(t, file, "pdf")
	pdftotext, err := exec.LookPath("pdftotext")
	if err != nil {
		if os.Getenv("CI") == "true" {
			t.Fatal("pdftotext is not installed")
		}
		t.Skip("needs pdftotext: apt-get install poppler-utils")
	}
	out, err := exec.Command(pdftotext, "-layout", filepath.Join(dir, "workbook.pdf"), "-").Output()
	if err != nil {
		t.Fatal(err)
	}
	pages := strings.Split(string(out), "\f")
	if len(pages) < 5 || !strings.Contains(pages[0], "Now further away") || !strings.Contains(pages[0], "Job outcome rate by quarter") || !strings.Contains(pages[0], "Page 1 of") {
		t.Errorf("the first page of %d does not hold the whole Summary", len(pages))
	}
	if strings.Contains(strings.Join(pages, ""), "###") {
		t.Error("a number or a date is wider than its column")
	}
	if headings := strings.Count(strings.Join(pages, ""), "Responsible"); headings < 2 {
		t.Errorf("the Toolkit sheet's headings stand on %d pages, want them on each of its pages", headings)
	}
}

package workbook_test

import (
	"context"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"ipstoolkit/demo/sample"
	"ipstoolkit/toolkit/snapshot"
	"ipstoolkit/toolkit/view"
)

// TestLibreOffice opens the workbook in LibreOffice, saves it again and prints it. LibreOffice refuses or repairs what
// is damaged.
func TestLibreOffice(t *testing.T) {
	file := written(t, typed().For(view.Commissioners))
	saved, pages := office(t, file)
	t.Run("it reads every cell as it was written", func(t *testing.T) {
		before, after := open(t, file), open(t, saved)
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
	})
	all := strings.Join(pages, "")
	t.Run("it shows text as text and dates as dates", func(t *testing.T) {
		for _, text := range []string{"=1+1", "=HYPERLINK(", "30 Sep 2026"} {
			if !strings.Contains(all, text) {
				t.Errorf("no page shows %s", text)
			}
		}
	})
	t.Run("it prints the Summary on one page", func(t *testing.T) {
		if len(pages) < 5 {
			t.Fatalf("%d pages", len(pages))
		}
		for _, text := range []string{"Moved back", "Job outcome rate by quarter", "Page 1 of"} {
			if !strings.Contains(pages[0], text) {
				t.Errorf("the first page of %d does not hold %q", len(pages), text)
			}
		}
	})
	t.Run("every column is wide enough, and headings stand on each page", func(t *testing.T) {
		if strings.Contains(all, "###") {
			t.Error("a number or a date is wider than its column")
		}
		if headings := strings.Count(all, "Responsible"); headings < 2 {
			t.Errorf("the Toolkit sheet's headings stand on %d pages, want them on each of its pages", headings)
		}
	})
}

// TestTheSteeringGroupsWorkbookOnPaper prints it as a member does: at most 12 pages. The first says what is not reached and what is
// asked of whom. What is hidden is not printed.
func TestTheSteeringGroupsWorkbookOnPaper(t *testing.T) {
	for _, agreed := range []bool{false, true} {
		s := sample.ICB()
		s.ICB.ByProvider = agreed
		_, pages := office(t, written(t, s.For(view.SteeringGroup)))
		pages = pages[:len(pages)-1] // after the last form feed
		if len(pages) > 12 {
			t.Errorf("figures by provider agreed: %t; %d pages", agreed, len(pages))
		}
		for _, text := range []string{
			"7 of 15 results are not reached", "► Not met", "What is needed", "The trust", "Workforce", "Job outcome rate by quarter",
		} {
			if !strings.Contains(pages[0], text) {
				t.Errorf("the first page does not hold %q", text)
			}
		}
		all := strings.Join(pages, "")
		for _, text := range []string{
			"You said, we did", "Conditions for fidelity", "Needed 8.00, funded not known, in post 7.70", "Ethnic group",
		} {
			if !strings.Contains(all, text) {
				t.Errorf("no page holds %q", text)
			}
		}
		if strings.Contains(all, "What it says") || strings.Contains(all, "###") {
			t.Error("the statements are printed, or a column is too narrow")
		}
	}
}

// typed is the example with every text that people can type, one for each priority, and notes of 40,000 characters.
func typed() snapshot.Snapshot {
	s := sample.ICB()
	for i, name := range slices.Sorted(maps.Keys(texts)) {
		key := s.Edition.Priorities()[i].Key
		e := s.Entries[key]
		e.Notes, e.PrivateNotes = texts[name], name
		s.Entries[key] = e
	}
	e := s.Entries["7.1"]
	e.Notes = strings.Repeat("Forty thousand characters of notes. ", 1200)
	s.Entries["7.1"] = e
	return s
}

// converts is a macro of LibreOffice that opens a workbook once, saves it again and prints it.
const converts = `<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE script:module PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "module.dtd">
<script:module xmlns:script="http://openoffice.org/2000/script" script:name="Module1" script:language="StarBasic">
Sub Convert(folder As String)
  Dim unseen(0) As New com.sun.star.beans.PropertyValue
  unseen(0).Name = "Hidden" : unseen(0).Value = True
  Dim excel(0) As New com.sun.star.beans.PropertyValue
  excel(0).Name = "FilterName" : excel(0).Value = "Calc MS Excel 2007 XML"
  Dim paper(0) As New com.sun.star.beans.PropertyValue
  paper(0).Name = "FilterName" : paper(0).Value = "calc_pdf_Export"
  workbook = StarDesktop.loadComponentFromURL(folder + "/workbook.xlsx", "_blank", 0, unseen())
  workbook.storeToURL(folder + "/printed.pdf", paper())
  workbook.storeToURL(folder + "/saved.xlsx", excel())
  workbook.close(True)
End Sub
</script:module>
`

// office opens a workbook with LibreOffice, and returns the saved file and the text of the printed pages. Without
// LibreOffice it skips the test, or fails it in CI.
func office(t *testing.T, file []byte) (saved []byte, pages []string) {
	t.Helper()
	soffice, pdftotext := program(t, "soffice", "libreoffice-calc"), program(t, "pdftotext", "poppler-utils")
	dir := t.TempDir()
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Minute)
	defer cancel()
	run := func(args ...string) {
		t.Helper()
		args = append([]string{"-env:UserInstallation=file://" + filepath.Join(dir, "profile"), "--headless", "--norestore"}, args...)
		if out, err := exec.CommandContext(ctx, soffice, args...).CombinedOutput(); err != nil {
			t.Fatalf("soffice: %v\n%s", err, out)
		}
	}
	run("--terminate_after_init") // makes the profile, the only place for macros
	macro := filepath.Join(dir, "profile", "user", "basic", "Standard", "Module1.xba")
	for path, content := range map[string][]byte{macro: []byte(converts), filepath.Join(dir, "workbook.xlsx"): file} {
		if err := os.WriteFile(path, content, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	run(`macro:///Standard.Module1.Convert("file://` + dir + `")`)
	saved, err := os.ReadFile(filepath.Join(dir, "saved.xlsx"))
	if err != nil {
		t.Fatalf("LibreOffice saved nothing: %v", err)
	}
	text, err := exec.CommandContext(ctx, pdftotext, "-layout", filepath.Join(dir, "printed.pdf"), "-").Output()
	if err != nil {
		t.Fatalf("LibreOffice printed nothing: %v", err)
	}
	return saved, strings.Split(string(text), "\f")
}

// program finds a program that a test needs.
func program(t *testing.T, name, of string) string {
	t.Helper()
	if testing.Short() {
		t.Skip("-short: no LibreOffice")
	}
	path, err := exec.LookPath(name)
	if err == nil {
		return path
	}
	if os.Getenv("CI") == "true" {
		t.Fatalf("%s is not installed", name)
	}
	t.Skipf("needs %s: apt-get install %s", name, of)
	return ""
}

package workbook_test

import (
	"context"
	"fmt"
	"maps"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"ipstoolkit/demo/sample"
	"ipstoolkit/toolkit/register"
	"ipstoolkit/toolkit/snapshot"
	"ipstoolkit/toolkit/view"
)

// TestLibreOffice opens the workbook in LibreOffice, saves it again and prints it. LibreOffice refuses or repairs what
// is damaged.
func TestLibreOffice(t *testing.T) {
	file := written(t, typed().For(view.Commissioners))
	saved, pages, heights := office(t, file)
	readable(t, pages, heights)
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
	t.Run("what it has saved comes back and says nothing new", func(t *testing.T) {
		if got := told(t, saved, typed().For(view.Commissioners)); got != "" {
			t.Errorf("it says:\n%.500s", got)
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
	t.Run("it prints the Summary on two pages, with whole tables on each", func(t *testing.T) {
		if len(pages) < 5 {
			t.Fatalf("%d pages", len(pages))
		}
		for page, words := range [][]string{
			{"Page 1 of", "Targets, rates over", "Overdue"}, {"Moved back", "Job outcome rate by quarter"},
		} {
			for _, text := range words {
				if !strings.Contains(pages[page], text) {
					t.Errorf("page %d does not hold %q", page+1, text)
				}
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
		group := s.For(view.SteeringGroup)
		if agreed { // a round was sealed, too
			group = besideRound(t, s, view.SteeringGroup)
		}
		_, pages, heights := office(t, written(t, group))
		readable(t, pages, heights)
		pages = pages[:len(pages)-1] // after the last form feed
		if len(pages) > 12 {
			t.Errorf("figures by provider agreed: %t; %d pages", agreed, len(pages))
		}
		for _, text := range []string{
			"7 of 15 targets are not reached", "► Not met", "What is needed", "Asked of the trust: ", "Strongest results: ",
			"Open risks: ", "You said, we did: ",
			"Overdue: ", "Job outcome rate by quarter",
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
		if sealed := "Compared with the round of Quarter 2 2026/27"; strings.Contains(all, sealed) != agreed ||
			strings.Contains(all, "No round has been sealed yet") == agreed {
			t.Error("what has changed is not printed")
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
func office(t *testing.T, file []byte) (saved []byte, pages []string, heights []float64) {
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
	boxes, err := exec.CommandContext(ctx, pdftotext, "-bbox", filepath.Join(dir, "printed.pdf"), "-").Output()
	if err != nil {
		t.Fatalf("pdftotext: %v", err)
	}
	return saved, strings.Split(string(text), "\f"), letterHeights(t, string(boxes))
}

var (
	wordBox   = regexp.MustCompile(`yMin="([0-9.]+)" xMax="[0-9.]+" yMax="([0-9.]+)"`)
	footAbove = 35.0 // points at the bottom of a page
)

// letterHeights is the height of most words on each page, without its footer.
func letterHeights(t *testing.T, boxes string) (list []float64) {
	t.Helper()
	for _, page := range strings.Split(boxes, "<page ")[1:] {
		count := map[float64]int{}
		for _, m := range wordBox.FindAllStringSubmatch(page, -1) {
			top, err1 := strconv.ParseFloat(m[1], 64)
			bottom, err2 := strconv.ParseFloat(m[2], 64)
			if err1 != nil || err2 != nil {
				t.Fatal(err1, err2)
			}
			if bottom < a4Wide-footAbove {
				count[math.Round((bottom-top)*100)/100]++
			}
		}
		most := 0.0
		for high, n := range count {
			if n > count[most] || n == count[most] && high < most {
				most = high
			}
		}
		list = append(list, most)
	}
	return list
}

// a4Wide is the short side of A4 in points.
const a4Wide = 595.0

// readable fails for pages on which text of 10 points is printed smaller than 8. Narrow sheets are printed as they are, so the
// highest words are those of 10 points.
func readable(t *testing.T, pages []string, heights []float64) {
	t.Helper()
	ten := slices.Max(heights)
	for i, high := range heights {
		if high < ten*0.8-0.02 {
			t.Errorf("page %d: %.2f of 10 points:\n%.300s", i+1, high/ten*10, pages[i])
		}
	}
}

// TestAFullICBOnPaper prints the steering group's workbook of an ICB in which much is recorded, and a provider's.
func TestAFullICBOnPaper(t *testing.T) {
	_, pages, heights := office(t, written(t, besideRound(t, full(), view.SteeringGroup)))
	readable(t, pages, heights)
	if len(heights) > 12 {
		t.Errorf("%d pages: %q", len(heights), feet(pages))
	}
	all := strings.Join(pages, "")
	for _, text := range []string{
		"All are in this sheet of the file and under Steering group in the toolkit.", "(all of it:",
		"Posts 2026/27", "Compared with the round of Quarter 2 2026/27", "and under Compare in the toolkit.",
	} {
		if !strings.Contains(all, text) {
			t.Errorf("no page holds %q", text)
		}
	}
	northside := sample.ICB().Providers[0].ID
	_, pages, heights = office(t, written(t, sample.ICB().For(view.Provider(northside))))
	readable(t, pages, heights)
}

// feet are the last lines of pages, which name their sheets.
func feet(pages []string) (list []string) {
	for _, p := range pages {
		lines := strings.Split(strings.TrimSpace(p), "\n")
		list = append(list, strings.Join(strings.Fields(lines[len(lines)-1]), " "))
	}
	return list
}

// full is an ICB in which much has been recorded: twelve providers, 60 PCNs, 100 entries of feedback, 40 meetings, long notes.
func full() snapshot.Snapshot {
	s := sample.ICB()
	s.ICB.ByProvider = true
	for key, e := range s.Entries {
		e.Notes = strings.Repeat("What is in place, what is missing and who is doing what by when. ", 60)
		s.Entries[key] = e
	}
	first := s.Providers[0]
	for i := range 10 {
		p := first
		p.ID, p.Name = fmt.Sprintf("p%d", i), fmt.Sprintf("Provider %d of mental health services", i)
		s.Providers = append(s.Providers, p)
		for _, r := range slices.Clone(s.Returns) {
			if r.Provider == first.ID {
				r.Provider = p.ID
				s.Returns = append(s.Returns, r)
			}
		}
	}
	lists := maps.Clone(s.Registers)
	for code, n := range map[string]int{register.PCNs: 60, register.Events: 100, register.Meetings: 40} {
		rows := slices.Clone(lists[code])
		for i := 0; len(rows) < n; i++ {
			r := rows[i%len(lists[code])]
			r.ID = fmt.Sprintf("%s-%d", code, i)
			rows = append(rows, r)
		}
		lists[code] = rows
	}
	s.Registers = lists
	return s
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

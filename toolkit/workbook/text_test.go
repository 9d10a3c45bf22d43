package workbook_test

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"ipstoolkit/demo/sample"
	"ipstoolkit/toolkit/action"
	"ipstoolkit/toolkit/assessment"
	"ipstoolkit/toolkit/register"
	"ipstoolkit/toolkit/view"
	"ipstoolkit/toolkit/workbook"
)

// texts are texts that people can type, paste or break.
var texts = map[string]string{
	"a formula":            "=1+1",
	"a call":               `=HYPERLINK("https://example.org","x")`,
	"plus":                 "+44 20 7946 0000",
	"minus":                "-1 post",
	"at":                   "@provider",
	"a tab first":          "\t=1+1",
	"tabs":                 "one\ttwo",
	"a number":             "0042",
	"a date":               "1/4/2026",
	"spaces at the edges":  "  both  ",
	"lines":                "one\n\ntwo\n",
	"marks of XML":         `<b>&amp;</b> "quoted" ]]>`,
	"emoji":                "👩🏽‍💼 starts 🙂",
	"other letters":        "Łódź, naïve, 東京, العربية",
	"an escape of Excel's": "_x0041_ and _x000D_",
	"an apostrophe":        "'=1+1",
	"nothing but a space":  " ",
	"a very long word":     strings.Repeat("w", 900),
	"true":                 "TRUE",
}

func TestTextStaysText(t *testing.T) {
	f := noted(t, texts)
	for name, text := range texts {
		t.Run(name, func(t *testing.T) {
			cell := f.of[name]
			if got, _ := f.GetCellValue(workbook.Toolkit, cell, excelize.Options{RawCellValue: true}); got != text {
				t.Errorf("got %q, want %q", got, text)
			}
			if formula, _ := f.GetCellFormula(workbook.Toolkit, cell); formula != "" {
				t.Errorf("it became the formula %q", formula)
			}
			if kind, _ := f.GetCellType(workbook.Toolkit, cell); kind != excelize.CellTypeInlineString {
				t.Errorf("it became a cell of type %v", kind)
			}
		})
	}
}

// notes are texts in one workbook, each the notes of a priority; of is the cell of the Toolkit sheet that holds it.
type notes struct {
	*excelize.File
	of map[string]string
}

func noted(t *testing.T, texts map[string]string) notes {
	t.Helper()
	s, of := sample.ICB(), map[string]string{}
	for i, name := range slices.Sorted(maps.Keys(texts)) {
		p := s.Edition.Priorities()[i]
		s.Entries[p.Key] = assessment.Entry{Priority: p.Key, Notes: texts[name]}
		of[name] = fmt.Sprintf("F%d", i+3)
	}
	return notes{open(t, written(t, s.For(view.Commissioners))), of}
}

func TestWhatXMLCannotHoldIsSeen(t *testing.T) {
	tests := []struct{ name, text, want string }{
		{"escape and bell", "a\x1b[31mb\x07", "a␛[31mb␇"},
		{"line breaks of Windows", "one\r\ntwo\rthree", "one\ntwo\nthree"},
		{"delete", "a\x7fb", "a␡b"},
		{"broken UTF-8", "a\xff\xfeb", "a\uFFFDb"},
		{"no character", "a\uFFFEb\u0085", "a\uFFFDb\uFFFD"},
	}
	texts := map[string]string{}
	for _, test := range tests {
		texts[test.name] = test.text
	}
	f := noted(t, texts)
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if got, _ := f.GetCellValue(workbook.Toolkit, f.of[test.name]); got != test.want {
				t.Errorf("got %q, want %q", got, test.want)
			}
		})
	}
}

// TestLongTextGoesOnInTheNextRow joins the rows of a text that is too long for a cell.
func TestLongTextGoesOnInTheNextRow(t *testing.T) {
	words := strings.Repeat("Forty thousand characters of notes. ", 1200)
	texts := map[string]string{
		"words": words, "one word": strings.Repeat("x", 40_000), "emoji": strings.Repeat("🙂", 20_000), "three rows": words + words,
		"lines": strings.Repeat("a line\n", 6000),
	}
	s := sample.ICB()
	keys := map[string]string{}
	for i, name := range slices.Sorted(maps.Keys(texts)) {
		keys[name] = s.Edition.Priorities()[i].Key
		e := s.Entries[keys[name]]
		e.Notes, e.PrivateNotes = texts[name], "short"
		s.Entries[keys[name]] = e
	}
	rows, err := seen(open(t, written(t, s.For(view.Commissioners))), workbook.Toolkit, excelize.Options{RawCellValue: true})
	if err != nil {
		t.Fatal(err)
	}
	for name, text := range texts {
		t.Run(name, func(t *testing.T) {
			var joined strings.Builder
			n, statuses := 0, 0
			for _, row := range rows[1:] {
				if row[1] != keys[name] {
					continue
				}
				part, more := strings.CutSuffix(row[5], "\n[continues in the next row]")
				part, before := strings.CutPrefix(part, "[continued from the row above]\n")
				if before != (n > 0) || !more && joined.Len()+len(part) != len(text) {
					t.Errorf("row %d of it: continued %t, goes on %t", n+1, before, more)
				}
				joined.WriteString(part)
				if n++; row[4] != "" {
					statuses++
				}
			}
			if n < 2 || joined.String() != text || statuses != 1 {
				t.Errorf("%d rows, the same text: %t, %d statuses", n, joined.String() == text, statuses)
			}
		})
	}
}

// TestTallTextsCanBeReadInFull: a row has a greatest height, so a long text appears a second time, in pieces.
func TestTallTextsCanBeReadInFull(t *testing.T) {
	s := sample.ICB()
	e := s.Entries["1.1"]
	e.Notes = strings.Repeat("Ten thousand characters of notes, as many as there may be. ", 169)
	s.Entries["1.1"] = e
	f := open(t, written(t, s.For(view.Commissioners)))
	if got, _ := f.GetCellValue(workbook.Toolkit, "F3"); got != e.Notes {
		t.Error("the Toolkit sheet does not hold the whole text")
	}
	rows, err := f.GetRows(workbook.LongTexts)
	if err != nil || len(rows) < 3 || !strings.HasPrefix(rows[1][1], "1 Local service specifications 1.1") {
		t.Fatalf("%d rows, %v", len(rows), err)
	}
	joined := ""
	for i, row := range rows[1:] {
		part := strings.TrimPrefix(strings.TrimSuffix(row[3], "\n[continues in the next row]"), "[continued from the row above]\n")
		joined += part
		if high, _ := f.GetRowHeight(workbook.LongTexts, i+2); high > 409 || high < 40 {
			t.Errorf("row %d is %g points high", i+2, high)
		}
	}
	if joined != e.Notes {
		t.Error("the pieces are not the text")
	}
	headings, _ := seen(f, workbook.Toolkit)
	if last := headings[0][len(headings[0])-1]; last != "Read in full" ||
		!strings.Contains(headings[1][len(headings[1])-1], workbook.LongTexts) {
		t.Errorf("the Toolkit sheet does not say where to read it: %q", last)
	}
}

// TestFullStopsOfPeopleAreNotDoubled reads texts that people ended with a full stop where the workbook joins them to others.
func TestFullStopsOfPeopleAreNotDoubled(t *testing.T) {
	s := sample.ICB()
	s.Actions = []action.Action{{
		ID: "a1", What: "Hold a stall", Owner: action.Owner{Role: "Trust executive"}, Due: "2026-11-01", State: action.Dropped,
		Reason: "It was cancelled.", Note: "Leaflets went out by email.", Shared: true,
	}}
	s.Registers = map[string][]register.Row{register.Events: {{
		ID: "e1",
		Values: register.Values(register.Event.On.As("2026-10-10"), register.Event.Said.As("Calls are too few."),
			register.Event.Priority.As("6.2")),
	}}}
	all := cells(t, open(t, written(t, s.For(view.SteeringGroup))))
	for _, want := range []string{
		"Dropped. It was cancelled. Leaflets went out by email.", "You said: Calls are too few. We did: nothing",
	} {
		if !strings.Contains(all, want) {
			t.Errorf("the workbook does not say %q", want)
		}
	}
}

package grid_test

import (
	"fmt"
	"math/rand/v2"
	"regexp"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"ipstoolkit/toolkit/grid"
)

// someText is a text of pieces that readers of Excel files are known to get wrong.
func someText(r *rand.Rand) string {
	pieces := []string{
		"a", " ", "  ", "\n", "\t", "=", "'", `"`, "<b>", "&amp;", "&", "]]>", "_x0041_", "_x", "_x005F_", "_", "x000D_", "é", "😀", "👩‍⚕️",
		"שלום", "\u200f", "\u00a0", "\u2028",
		"0", "-1", "1E5", "TRUE", "#N/A", "=SUM(A1)", "+44", "@", "–", "\ufeff", "zzz, ", "_xABGZ_",
	}
	var b strings.Builder
	for range 1 + r.IntN(12) {
		b.WriteString(pieces[r.IntN(len(pieces))])
	}
	return b.String()
}

// overlaps says whether a text has two escapes that share a line, which the writing library does not escape apart.
func overlaps(text string) bool {
	return strings.Contains(text, "_x0041_x") || strings.Contains(text, "_x005F_x") || strings.Contains(text, "_xABGZ_")
}

// shortEscape is what LibreOffice takes for an escape, though Excel's have four digits.
var shortEscape = regexp.MustCompile(`_x[0-9A-Fa-f]{1,3}_`)

// manyTexts are 2,000 of them, without those that some program gets wrong, and some very long ones; the seed is fixed.
func manyTexts(wrong func(text string) bool) (list []string) {
	r := rand.New(rand.NewPCG(1, 2))
	for len(list) < 2000 {
		if text := someText(r); !wrong(text) {
			list = append(list, text)
		}
	}
	return append(list, strings.Repeat("long ", 3200), strings.Repeat("é\n", 8000), strings.Repeat("😀", 8000))
}

// written is a workbook with texts, one below the other.
func written(t *testing.T, texts []string, streamed bool) string {
	t.Helper()
	return workbook(t, func(f *excelize.File) {
		if !streamed {
			for i, text := range texts {
				if err := f.SetCellStr("Sheet1", fmt.Sprintf("B%d", i+1), text); err != nil {
					t.Fatal(err)
				}
			}
			return
		}
		w, err := f.NewStreamWriter("Sheet1")
		for i, text := range texts {
			if err == nil {
				err = w.SetRow(fmt.Sprintf("B%d", i+1), []any{excelize.Cell{Value: text}})
			}
		}
		if err == nil {
			err = w.Flush()
		}
		if err != nil {
			t.Fatal(err)
		}
	})
}

// TestAnyTextComesBack: what a workbook is written with is what is read. Only as a stream does the library escape what looks
// like an escape.
func TestAnyTextComesBack(t *testing.T) {
	streamed := manyTexts(overlaps)
	sameTexts(t, written(t, streamed, true), streamed)
	whole := manyTexts(func(text string) bool { return strings.Contains(text, "_x") })
	sameTexts(t, written(t, whole, false), whole)
}

func sameTexts(t *testing.T, file string, texts []string) {
	t.Helper()
	whole := list
	whole.Rows = 3000
	grids, _, err := grid.Read(t.Context(), "a.xlsx", []byte(file), whole)
	if err != nil || len(grids) != 1 || len(grids[0].Rows) != len(texts) {
		t.Fatalf("%d sheets, %v", len(grids), err)
	}
	wrong := 0
	for i, want := range texts {
		if got := grids[0].Rows[i][1]; got != want && wrong < 10 {
			wrong++
			t.Errorf("row %d: read %.100q, want %.100q", i+1, got, want)
		}
	}
}

// TestAnyTextComesBackFromLibreOffice: the same, opened and saved again by LibreOffice.
func TestAnyTextComesBackFromLibreOffice(t *testing.T) {
	texts := manyTexts(func(text string) bool { return overlaps(text) || shortEscape.MatchString(text) })
	sameTexts(t, resaved(t, written(t, texts, true)), texts)
}

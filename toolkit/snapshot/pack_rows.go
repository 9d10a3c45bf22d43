package snapshot

import (
	"regexp"
	"strings"

	"ipstoolkit/toolkit/edition"
)

// PackRow is a priority in the pack's table: its status in words, what has changed since the last quarter's end, "" for nothing, and
// its note, shortened.
type PackRow struct{ Priority, Name, Status, Changed, Note string }

// PackChars is how many characters of a text the pack has room for.
const PackChars = 140

// mostNote is how many characters of a note the pack has room for.
const mostNote = 130

// PackRows are all priorities as the pack lists them, with what providers say together where the reader may know it.
func (s Snapshot) PackRows(t Told) []PackRow {
	changed := map[string]string{}
	for _, m := range t.Moves {
		changed[m.Priority] = m.Part + " (was " + m.From + ")"
	}
	var rows []PackRow
	for _, p := range s.Edition.Priorities() {
		note := Shortened(s.Entry(p.Key).Notes, mostNote)
		if spread, told := s.Spreads[p.Key]; told {
			words := spread.Words()
			if spread.Differ {
				words = strings.TrimPrefix(words+". Views differ", ". ")
			}
			if spread.Commented {
				words += ": " + Shortened(spread.Comment.Text, mostNote/2)
			}
			if note != "" && !strings.HasSuffix(note, "…") {
				note = strings.TrimSuffix(note, ".") + "."
			}
			note = strings.TrimSpace(note + " " + words)
		}
		rows = append(rows, PackRow{p.Key, p.Name, t.Priorities[p.Key].Status, changed[p.Key], note})
	}
	return rows
}

// Shortened is a text in one line of at most so many characters. One that goes on ends with a whole word and "…".
func Shortened(text string, most int) string {
	text = strings.Join(strings.Fields(text), " ")
	letters := []rune(text)
	if len(letters) <= most {
		return text
	}
	cut := string(letters[:most-1])
	if at := strings.LastIndexByte(cut, ' '); at > 0 {
		cut = cut[:at]
	}
	return strings.TrimRight(cut, " ,;.") + "…"
}

// AbbreviationsIn are the abbreviations of the edition that a text has, in the edition's order.
func AbbreviationsIn(e *edition.Edition, text string) []edition.Abbreviation {
	var used []edition.Abbreviation
	for _, a := range e.Abbreviations {
		if regexp.MustCompile(`\b` + regexp.QuoteMeta(a.Short) + `s?\b`).MatchString(text) {
			used = append(used, a)
		}
	}
	return used
}

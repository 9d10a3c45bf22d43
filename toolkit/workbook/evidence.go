package workbook

import (
	"strings"

	"ipstoolkit/toolkit/evidence"
	"ipstoolkit/toolkit/record"
)

// evidence is the register of evidence; the steering group has none.
func (b *book) evidence() table {
	t := table{name: Evidence, columns: []column{
		{"Title", 30, wrapped, true},
		{"From", 16, wrapped, true},
		{"Priorities and statements", 16, wrapped, false},
		{"State", 11, wrapped, false},
		{"Link", 26, wrapped, false},
		{"Files", 30, wrapped, false},
		{"Covers", 18, wrapped, false},
		{"Review by", 13, date, false},
		{"Overdue", 10, wrapped, false},
		{"Shared with providers", 12, wrapped, false},
		{"What was decided", 44, wrapped, false},
		{"Added", 13, date, false},
		{"Added by", 16, wrapped, false},
	}, back: comesBack{fields: map[string]string{
		"Title": "title", "Link": "link", "Review by": "review_on", "Shared with providers": "shared",
	}}}
	for _, e := range b.s.Evidence {
		t.back.of = append(t.back.of, Key{Kind: record.Evidence, ID: e.ID, Version: e.Version})
		late, shared := "", "No"
		if e.ReviewOn != "" && e.ReviewOn < b.s.Today() && e.State != evidence.Withdrawn {
			late = "Overdue"
		}
		if e.Shared {
			shared = "Yes"
		}
		t.rows = append(t.rows, []any{
			e.Title, e.Source(), e.PlacesText(), e.State.Words(), e.Link, fileWords(e.Files), e.Covers(), day(e.ReviewOn), late, shared,
			messageWords(e.Messages), dayOf(e.Created), e.CreatedBy,
		})
	}
	t.finish = func(sheet string, first, last int) error {
		return b.markLate(sheet, columnOf(t.columns, "Overdue"), first, last)
	}
	return t
}

func fileWords(files []evidence.File) string {
	words := make([]string, len(files))
	for i, f := range files {
		words[i] = f.Name + " (" + f.SizeWords() + ")"
		if remark := f.Remark(); remark != "" {
			words[i] += ". " + remark
		}
	}
	return strings.Join(words, "\n")
}

func messageWords(messages []evidence.Message) string {
	words := make([]string, len(messages))
	for i, m := range messages {
		who := m.By
		if m.Title != "" {
			who += ", " + m.Title
		}
		text := m.Text
		if m.Removed != "" {
			text = evidence.RemovedWords
		}
		words[i] = m.At.Date().Words() + ", " + who + " " + m.Act.Words()
		if text != "" {
			words[i] += ": " + text
		}
	}
	return strings.Join(words, "\n")
}

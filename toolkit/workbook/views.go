package workbook

import (
	"slices"
	"strings"

	"ipstoolkit/toolkit/assessment"
)

// views is a row for each view of a provider that the audience reads, beside the ICB's status.
func (b *book) views() table {
	t := table{name: Views, above: []string{
		"A provider says how far it thinks a priority has come. Only commissioners set the ICB’s status.",
	}, columns: []column{
		{"Code", 7, wrapped, true},
		{"Priority", 30, wrapped, true},
		{"ICB’s status", 13, wrapped, false},
		{"Provider", 20, wrapped, false},
		{"Provider’s view", 13, wrapped, false},
		{"Note", 46, wrapped, false},
		{"Given", 13, date, false},
		{"Given by", 20, wrapped, false},
		{"All providers", 28, wrapped, false},
		{"What the ICB says where views differ", 40, wrapped, false},
	}}
	for _, v := range b.heard() {
		p, _ := b.s.Edition.Priority(v.Priority)
		spread := b.s.Spreads[v.Priority]
		by := v.ChangedBy
		if v.ChangedByTitle.Words != "" {
			by += ", " + v.ChangedByTitle.Words
		}
		t.rows = append(t.rows, []any{
			v.Priority, p.Name, b.told.Priorities[v.Priority].Status, v.ProviderName, viewWords(v), v.Note, dayOf(v.ChangedAt), by,
			spreadWords(spread), commentWords(spread),
		})
	}
	return t
}

// heard are the views that the audience reads, and an empty one for each priority where it reads only what all come to.
func (b *book) heard() []assessment.View {
	list := slices.Clone(b.s.Views)
	for key := range b.s.Spreads {
		if !slices.ContainsFunc(list, func(v assessment.View) bool { return v.Priority == key }) {
			list = append(list, assessment.View{Priority: key})
		}
	}
	assessment.SortViews(list)
	return list
}

func viewWords(v assessment.View) string {
	if v.Status == assessment.NotAnswered {
		return "Not given"
	}
	return v.Status.Words()
}

// viewsTold is what the steering group reads of views: how many providers say what, and what the ICB says where they differ.
func (b *book) viewsTold() (rows [][]any) {
	for _, p := range b.s.Edition.Priorities() {
		if s, told := b.s.Spreads[p.Key]; told {
			rows = append(rows, []any{"What providers say", p.Key + " " + p.Name, spreadWords(s), commentWords(s)})
		}
	}
	return rows
}

// spreadWords are "In place at 2 of 3 providers, in progress at 1. Views differ".
func spreadWords(s assessment.Spread) string {
	words := s.Words()
	if s.Differ {
		words = strings.TrimPrefix(words+". Views differ", ". ")
	}
	return words
}

// commentWords are the ICB's comment; one on earlier views says so.
func commentWords(s assessment.Spread) string {
	words := s.Comment.Text
	if words != "" && !s.Commented {
		words += " (on earlier views)"
	}
	if s.Comment.ChangedBy != "" {
		words += "\n" + s.Comment.ChangedBy + ", " + s.Comment.ChangedAt.Date().Words()
	}
	return words
}

package workbook

import (
	"strings"

	"ipstoolkit/toolkit/evidence"
	"ipstoolkit/toolkit/question"
	"ipstoolkit/toolkit/record"
)

// questions are those between the ICB and providers, a row each; the steering group reads none.
func (b *book) questions() table {
	t := table{name: Questions, columns: []column{
		{"About", 34, wrapped, true},
		{"With", 18, wrapped, true},
		{"State", 18, wrapped, false},
		{"What was said", 80, wrapped, false},
		{"Asked", 13, date, false},
		{"Last said", 13, date, false},
	}}
	for _, q := range b.s.Questions {
		t.rows = append(t.rows, []any{
			b.aboutWords(q), with(q), q.StateWords(), saidWords(q.Messages), dayOf(q.AskedAt), dayOf(q.ChangedAt),
		})
	}
	return t
}

// aboutWords is what a question is about: a priority by its name too.
func (b *book) aboutWords(q question.Question) string {
	if p, ok := b.s.Edition.Priority(q.About.ID); ok && q.About.Kind == record.Priority {
		return p.Key + " " + p.Name
	}
	return record.Sentence(q.Title)
}

func with(q question.Question) string {
	if q.Provider == "" {
		return "Within the ICB"
	}
	return q.ProviderName
}

func saidWords(messages []question.Message) string {
	words := make([]string, len(messages))
	for i, m := range messages {
		who, text := m.By, m.Text
		if m.Title != "" {
			who += ", " + m.Title
		}
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

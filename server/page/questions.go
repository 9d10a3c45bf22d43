package page

import (
	"net/url"

	"ipstoolkit/toolkit/question"
)

// Questions are those about something, on its page: how many are open, each with a link, and where to ask.
type Questions struct {
	Heading string
	Table   Table
	Ask     string // "" for people who do not ask
}

// QuestionsPath is the address of an ICB's questions; NewQuestionPath, that of the form for one about something.
func QuestionsPath(code string) string { return Home(code) + "/questions" }

func NewQuestionPath(code string, a question.About) string {
	return QuestionsPath(code) + "/new?" + url.Values{"about": {a.Kind}, "id": {a.ID}}.Encode()
}

// NewQuestions are the questions about something as its page shows them.
func NewQuestions(code string, a question.About, list []question.Question) *Questions {
	q := &Questions{Heading: question.CountWords(list), Ask: NewQuestionPath(code, a)}
	q.Table = Table{
		ID: "questions", Caption: "Questions", HideCaption: true, Stacked: true,
		Columns: []Column{{Text: "Question"}, {Text: "With"}, {Text: "State"}, {Text: "Asked"}},
	}
	for _, one := range list {
		q.Table.Rows = append(q.Table.Rows, []Cell{
			Link(QuestionsPath(code)+"/"+one.ID, Beginning(one.Asked().Text)), Text(With(one)), QuestionState(one),
			Text(one.AskedAt.Date().Words()),
		})
	}
	return q
}

// With is whom a question is with, beside the ICB.
func With(q question.Question) string {
	if q.Provider == "" {
		return "Within the ICB"
	}
	return q.ProviderName
}

// QuestionState is a question's state, with who is waited for.
func QuestionState(q question.Question) Cell {
	colour := map[question.State]string{question.Open: "yellow", question.Answered: "blue", question.Closed: "grey"}[q.State]
	cell := Tagged(Tag{q.State.Words(), colour})
	if s, waits := q.Waits(); waits {
		cell.Note = "Waiting for " + q.Who(s)
	}
	return cell
}

// Beginning is the first words of a text, enough to know it by.
func Beginning(text string) string {
	const enough = 90
	letters := []rune(text)
	if len(letters) <= enough {
		return text
	}
	cut := enough
	for cut > enough/2 && inWord(letters, cut) {
		cut--
	}
	return string(letters[:cut]) + "…"
}

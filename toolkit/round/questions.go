package round

import (
	"ipstoolkit/toolkit/calendar"
	"ipstoolkit/toolkit/question"
)

// Question is a thread between the ICB and a provider about a record: its kind (About) and what it was called (Title).
type Question struct {
	ID           string   `json:"id,omitempty"`
	About        string   `json:"about"`
	AboutID      string   `json:"about_id"`
	Title        string   `json:"title,omitempty"`
	Provider     string   `json:"provider,omitempty"`
	ProviderName string   `json:"provider_name,omitempty"`
	AskedBy      string   `json:"asked_by"`
	State        string   `json:"state"`
	Said         []Saying `json:"said,omitempty"`
	Asked        Moment   `json:"asked,omitempty"`
	Changed      Moment   `json:"changed,omitempty"`
}

func questionOf(x question.Question) Question {
	return Question{
		ID: x.ID, About: x.About.Kind, AboutID: x.About.ID, Title: x.Title, Provider: x.Provider, ProviderName: x.ProviderName,
		AskedBy: string(x.AskedBy), State: string(x.State), Said: each(x.Messages, sayingOf), Asked: Moment(x.AskedAt),
		Changed: Moment(x.ChangedAt),
	}
}

func (x Question) back() question.Question {
	return question.Question{
		ID: x.ID, About: question.About{Kind: x.About, ID: x.AboutID}, Title: x.Title, Provider: x.Provider, ProviderName: x.ProviderName,
		AskedBy: question.Side(x.AskedBy), State: question.State(x.State), Messages: each(x.Said, Saying.back),
		AskedAt: calendar.Instant(x.Asked), ChangedAt: calendar.Instant(x.Changed),
	}
}

// Saying is what somebody said in it. Text is empty when it was removed for good.
type Saying struct {
	Act     string `json:"act,omitempty"`
	Text    string `json:"text,omitempty"`
	At      Moment `json:"at,omitempty"`
	By      string `json:"by,omitempty"`
	Title   string `json:"title,omitempty"`
	Removed Moment `json:"removed,omitempty"`
}

func sayingOf(x question.Message) Saying {
	if x.Removed != "" {
		x.Text = ""
	}
	return Saying{Act: string(x.Act), Text: x.Text, At: Moment(x.At), By: x.By, Title: x.Title, Removed: Moment(x.Removed)}
}

func (x Saying) back() question.Message {
	return question.Message{
		Act: question.Act(x.Act), Text: x.Text, At: calendar.Instant(x.At), By: x.By, Title: x.Title, Removed: calendar.Instant(x.Removed),
	}
}

package round

import (
	"ipstoolkit/toolkit/calendar"
	"ipstoolkit/toolkit/evidence"
)

// Evidence is what shows that a priority is in place: a link and files, with questions and answers.
type Evidence struct {
	ID           string    `json:"id,omitempty"`
	Title        string    `json:"title,omitempty"`
	Link         string    `json:"link,omitempty"`
	Files        []File    `json:"files,omitempty"`
	From         Day       `json:"from,omitempty"`
	To           Day       `json:"to,omitempty"`
	ReviewOn     Day       `json:"review_on,omitempty"`
	Provider     string    `json:"provider,omitempty"`
	ProviderName string    `json:"provider_name,omitempty"`
	Shared       bool      `json:"shared,omitempty"`
	State        string    `json:"state,omitempty"`
	Places       []Place   `json:"places,omitempty"`
	Messages     []Message `json:"messages,omitempty"`
	Created      Moment    `json:"created,omitempty"`
	CreatedBy    string    `json:"created_by,omitempty"`
}

func evidenceOf(x evidence.Evidence) Evidence {
	if x.Provider == "" {
		x.ProviderName = "" // the ICB's own
	}
	return Evidence{
		ID: x.ID, Title: x.Title, Link: x.Link, Files: each(x.Files, fileOf), From: Day(x.From), To: Day(x.To),
		ReviewOn: Day(x.ReviewOn), Provider: x.Provider, ProviderName: x.ProviderName, Shared: x.Shared,
		State: string(x.State), Places: each(x.Places, placeOf), Messages: each(x.Messages, messageOf),
		Created: Moment(x.Created), CreatedBy: x.CreatedBy,
	}
}

func (x Evidence) back() evidence.Evidence {
	return evidence.Evidence{
		ID: x.ID, Title: x.Title, Link: x.Link, Files: each(x.Files, File.back), From: calendar.Date(x.From),
		To: calendar.Date(x.To), ReviewOn: calendar.Date(x.ReviewOn), Provider: x.Provider, ProviderName: x.ProviderName,
		Shared: x.Shared, State: evidence.State(x.State), Places: each(x.Places, Place.back),
		Messages: each(x.Messages, Message.back), Created: calendar.Instant(x.Created), CreatedBy: x.CreatedBy,
	}
}

// File is a file of a piece of evidence: its name and size, never what is in it.
type File struct {
	Name     string `json:"name,omitempty"`
	Kind     string `json:"kind,omitempty"`
	Size     int64  `json:"size,omitempty"`
	State    string `json:"state,omitempty"`
	Searched bool   `json:"searched,omitempty"`
	Created  Moment `json:"created,omitempty"`
}

func fileOf(x evidence.File) File {
	return File{
		Name: x.Name, Kind: string(x.Kind), Size: x.Size, State: string(x.State), Searched: x.Searched,
		Created: Moment(x.Created),
	}
}

func (x File) back() evidence.File {
	return evidence.File{
		Name: x.Name, Kind: evidence.Kind(x.Kind), Size: x.Size, State: evidence.FileState(x.State), Searched: x.Searched,
		Created: calendar.Instant(x.Created),
	}
}

// Place is a priority that evidence speaks to, or one of its statements.
type Place struct {
	Priority string `json:"priority,omitempty"`
	Point    string `json:"point,omitempty"`
}

func placeOf(x evidence.Place) Place {
	return Place{
		Priority: x.Priority, Point: x.Point,
	}
}

func (x Place) back() evidence.Place {
	return evidence.Place{
		Priority: x.Priority, Point: x.Point,
	}
}

// Message is a question about evidence or an answer. Text is empty when it was removed for good.
type Message struct {
	Act     string `json:"act,omitempty"`
	Text    string `json:"text,omitempty"`
	At      Moment `json:"at,omitempty"`
	By      string `json:"by,omitempty"`
	Title   string `json:"title,omitempty"`
	Removed Moment `json:"removed,omitempty"`
}

func messageOf(x evidence.Message) Message {
	if x.Removed != "" {
		x.Text = ""
	}
	return Message{
		Act: string(x.Act), Text: x.Text, At: Moment(x.At), By: x.By, Title: x.Title, Removed: Moment(x.Removed),
	}
}

func (x Message) back() evidence.Message {
	return evidence.Message{
		Act: evidence.Act(x.Act), Text: x.Text, At: calendar.Instant(x.At), By: x.By, Title: x.Title,
		Removed: calendar.Instant(x.Removed),
	}
}

package round

import (
	"ipstoolkit/toolkit/calendar"
	"ipstoolkit/toolkit/snapshot"
)

// Save is a save of the history in the words that were read then, beside the codes of what was done to what.
type Save struct {
	Seq     int64    `json:"seq,omitempty"`
	At      Moment   `json:"at,omitempty"`
	By      string   `json:"by,omitempty"`
	Act     string   `json:"act,omitempty"`
	Kind    string   `json:"kind,omitempty"`
	Subject string   `json:"subject,omitempty"`
	Done    string   `json:"done,omitempty"`
	About   string   `json:"about,omitempty"`
	Changes []Change `json:"changes,omitempty"`
}

// Change is one field of a save, before and after in words.
type Change struct {
	Field   string `json:"field,omitempty"`
	What    string `json:"what,omitempty"`
	Before  string `json:"before,omitempty"`
	After   string `json:"after,omitempty"`
	Removed Moment `json:"removed,omitempty"`
}

func saveOf(x snapshot.Saved) Save {
	s := Save{
		Seq: x.Seq, At: Moment(x.At), By: x.By, Act: x.Act, Kind: x.Kind, Subject: x.Subject, Done: x.Done, About: x.About,
	}
	for _, c := range x.Changes {
		s.Changes = append(s.Changes, Change{Field: c.Field, What: c.What, Before: c.Before, After: c.After, Removed: Moment(c.Removed)})
	}
	return s
}

func (x Save) back() snapshot.Saved {
	s := snapshot.Saved{
		Seq: x.Seq, At: calendar.Instant(x.At), By: x.By, Act: x.Act, Kind: x.Kind, Subject: x.Subject, Done: x.Done, About: x.About,
	}
	for _, c := range x.Changes {
		s.Changes = append(s.Changes, snapshot.SavedChange{
			Field: c.Field, What: c.What, Before: c.Before, After: c.After, Removed: calendar.Instant(c.Removed),
		})
	}
	return s
}

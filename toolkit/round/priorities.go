package round

import (
	"ipstoolkit/toolkit/assessment"
	"ipstoolkit/toolkit/calendar"
	"ipstoolkit/toolkit/snapshot"
	"ipstoolkit/toolkit/view"
)

// Priority is what is recorded against a priority. Began is its status as the quarter began.
type Priority struct {
	Status         string   `json:"status,omitempty"`
	Began          string   `json:"began,omitempty"`
	Notes          string   `json:"notes,omitempty"`
	PrivateNotes   string   `json:"private_notes,omitempty"`
	Points         []string `json:"points,omitempty"`
	Owner          string   `json:"owner,omitempty"`
	OwnerTitle     string   `json:"owner_title,omitempty"`
	ReviewOn       Day      `json:"review_on,omitempty"`
	Version        int      `json:"version,omitempty"`
	ChangedAt      Moment   `json:"changed_at,omitempty"`
	ChangedBy      string   `json:"changed_by,omitempty"`
	ChangedByTitle string   `json:"changed_by_title,omitempty"`
}

func priorityOf(x assessment.Entry) Priority {
	return Priority{
		Status: string(x.Status), Notes: x.Notes, PrivateNotes: x.PrivateNotes, Points: x.Points, ReviewOn: Day(x.ReviewOn),
		Owner: x.OwnerName, OwnerTitle: x.OwnerTitle.Words, Version: x.Version, ChangedAt: Moment(x.ChangedAt),
		ChangedBy: x.ChangedBy, ChangedByTitle: x.ChangedByTitle.Words,
	}
}

func (x Priority) back() assessment.Entry {
	return assessment.Entry{
		Status: assessment.Status(x.Status), Notes: x.Notes, PrivateNotes: x.PrivateNotes, Points: x.Points,
		OwnerName: x.Owner, OwnerTitle: view.Title{Words: x.OwnerTitle}, ReviewOn: calendar.Date(x.ReviewOn), Version: x.Version,
		ChangedAt: calendar.Instant(x.ChangedAt), ChangedBy: x.ChangedBy, ChangedByTitle: view.Title{Words: x.ChangedByTitle},
	}
}

// priorities are the entries by priority, with the statuses as the quarter began.
func priorities(s snapshot.Snapshot) map[string]Priority {
	all := mapped(s.Entries, priorityOf)
	for key, status := range s.Began {
		if status == assessment.NotAnswered {
			continue
		}
		if all == nil {
			all = map[string]Priority{}
		}
		p := all[key]
		p.Began = string(status)
		all[key] = p
	}
	return all
}

// View is what a provider says of a priority.
type View struct {
	Provider       string `json:"provider"`
	ProviderName   string `json:"provider_name,omitempty"`
	Priority       string `json:"priority"`
	Status         string `json:"status,omitempty"`
	Note           string `json:"note,omitempty"`
	ChangedAt      Moment `json:"changed_at,omitempty"`
	ChangedBy      string `json:"changed_by,omitempty"`
	ChangedByTitle string `json:"changed_by_title,omitempty"`
}

func viewOf(x assessment.View) View {
	return View{
		Provider: x.Provider, ProviderName: x.ProviderName, Priority: x.Priority, Status: string(x.Status), Note: x.Note,
		ChangedAt: Moment(x.ChangedAt), ChangedBy: x.ChangedBy, ChangedByTitle: x.ChangedByTitle.Words,
	}
}

func (x View) back() assessment.View {
	return assessment.View{
		Provider: x.Provider, ProviderName: x.ProviderName, Priority: x.Priority, Status: assessment.Status(x.Status), Note: x.Note,
		ChangedAt: calendar.Instant(x.ChangedAt), ChangedBy: x.ChangedBy, ChangedByTitle: view.Title{Words: x.ChangedByTitle},
	}
}

// Spread is how many providers give each status, whether views differ, and what the ICB says of it. Current says that it says so
// of these very views.
type Spread struct {
	InPlace    int    `json:"in_place,omitempty"`
	InProgress int    `json:"in_progress,omitempty"`
	NotStarted int    `json:"not_started,omitempty"`
	Differ     bool   `json:"differ,omitempty"`
	Comment    string `json:"comment,omitempty"`
	Current    bool   `json:"current,omitempty"`
	At         Moment `json:"at,omitempty"`
	By         string `json:"by,omitempty"`
}

func spreadOf(x assessment.Spread) Spread {
	return Spread{
		InPlace: x.At[0], InProgress: x.At[1], NotStarted: x.At[2], Differ: x.Differ, Comment: x.Comment.Text, Current: x.Commented,
		At: Moment(x.Comment.ChangedAt), By: x.Comment.ChangedBy,
	}
}

func (x Spread) back() assessment.Spread {
	return assessment.Spread{
		At: [3]int{x.InPlace, x.InProgress, x.NotStarted}, Differ: x.Differ, Commented: x.Current,
		Comment: assessment.Comment{Text: x.Comment, ChangedAt: calendar.Instant(x.At), ChangedBy: x.By},
	}
}

// entries are the priorities of the document as a snapshot has them.
func (d Document) entries(s *snapshot.Snapshot) {
	s.Entries, s.Began = map[string]assessment.Entry{}, map[string]assessment.Status{}
	for key, p := range d.Priorities {
		e := p.back()
		e.Priority = key
		s.Entries[key] = e
		if p.Began != "" {
			s.Began[key] = assessment.Status(p.Began)
		}
	}
	for key, spread := range s.Spreads {
		spread.Priority = key
		s.Spreads[key] = spread
	}
}

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
}

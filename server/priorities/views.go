package priorities

import (
	"github.com/gin-gonic/gin"

	"ipstoolkit/server/page"
	"ipstoolkit/tenants"
	"ipstoolkit/tenants/store"
	"ipstoolkit/toolkit/assessment"
	"ipstoolkit/toolkit/edition"
	"ipstoolkit/toolkit/privacy"
	"ipstoolkit/toolkit/problem"
)

// voices is what providers say of a priority, as far as the person may see it.
type voices struct {
	Heading string
	// Spread is how many providers say what, "" where the person does not see it.
	Spread string
	Differ bool
	// Comment is what the ICB says of the difference, and By who said it when.
	Comment, By string
	// Earlier says that the comment is on views as they were before.
	Earlier bool
	// Views are every provider's view, for commissioners.
	Views page.Table
	// Own is the form of the provider's own view.
	Own *ownView
	// Remark is the form of the comment, for commissioners where views differ.
	Remark *remark
}

// ownView is the form of a provider's view, and what is printed in its place.
type ownView struct {
	Action  string
	Version int
	Given   string
	Status  page.Radios
	Note    page.Textarea
	Confirm page.Checkboxes
	Printed page.SummaryList
}

// remark is the form of the ICB's comment on views that differ.
type remark struct {
	Action, State string
	Version       int
	Text          page.Textarea
	Confirm       page.Checkboxes
	Open          bool // the form came back
}

// voicesOf are there for a priority that providers have a view on, where the person sees anything of it. Path is that of its page.
func voicesOf(m tenants.Member, path string, priority edition.Priority, parts store.PriorityParts) *voices {
	if !assessment.HasViews(priority) {
		return nil
	}
	all := parts.Voices
	spread, seen := all.Spreads[priority.Key]
	v := &voices{
		Heading: "What providers say", Spread: spread.Words(), Differ: spread.Differ, Comment: spread.Comment.Text,
		Earlier: spread.Comment.Text != "" && !spread.Commented,
	}
	if spread.Comment.Text != "" {
		v.By = spread.Comment.ChangedAt.Date().Words()
		if who := spread.Comment.ChangedBy; who != "" {
			v.By = who + ", " + v.By
		}
	}
	switch {
	case m.Can(tenants.GiveViews):
		v.Heading = "Your view"
		view := all.Of(m.Provider, priority.Key)
		v.Own = ownForm(path, view, view, nil, nil)
	case m.Can(tenants.Assess):
		v.Views = viewsTable(parts)
		if spread.Differ {
			v.Remark = remarkForm(path, spread, spread.Comment.Text, nil, nil)
		}
	case !seen:
		return nil
	}
	return v
}

// said is what a list of priorities says of providers' views: a provider's own, and where views differ.
func (p Pages) said(c *gin.Context, e *edition.Edition) (map[string]string, error) {
	all, err := p.rows(c).Voices(c)
	said := map[string]string{}
	m := page.Member(c)
	for _, priority := range e.Priorities() {
		closed, _ := procurement(m, priority.Key)
		switch {
		case !assessment.HasViews(priority) || closed != "":
		case m.Can(tenants.GiveViews):
			said[priority.Key] = "Your view: none yet"
			if v := all.Of(m.Provider, priority.Key); v.Status != assessment.NotAnswered {
				said[priority.Key] = "Your view: " + v.Status.Words()
			}
		case all.Spreads[priority.Key].Differ:
			said[priority.Key] = "Views differ"
		}
	}
	return said, err
}

// viewsTable is the view of every provider that delivers now, and who has not given one, below the ICB’s status.
func viewsTable(parts store.PriorityParts) page.Table {
	t := page.Table{
		ID: "views", Caption: "Providers’ views", HideCaption: true, Stacked: true,
		Columns: []page.Column{{Text: "Who"}, {Text: "Status or view"}, {Text: "Note"}, {Text: "Given"}},
		Rows:    [][]page.Cell{{page.Text("ICB"), page.Tagged(page.NewTag(parts.Entry.Status)), page.Text(""), page.Text("")}},
	}
	for _, o := range parts.Providers {
		v := parts.Voices.Of(o.ID, parts.Entry.Priority)
		switch {
		case o.Ended:
		case v.Version == 0:
			t.Rows = append(t.Rows, []page.Cell{page.Text(o.Name), page.Text("Not given yet"), page.Text(""), page.Text("")})
		default:
			status := page.Tagged(page.NewTag(v.Status))
			if v.Status == assessment.NotAnswered {
				status = page.Text("Taken back")
			}
			t.Rows = append(t.Rows, []page.Cell{
				page.Text(o.Name), status, page.Text(v.Note), page.Text(v.ChangedBy + ", " + v.ChangedAt.Date().Words()),
			})
		}
	}
	return t
}

// ownForm is the form of a view with what was typed in it; view is what is there.
func ownForm(path string, view, typed assessment.View, ticked []string, wrong problem.List) *ownView {
	o := &ownView{
		Action: path + "/view", Version: typed.Version,
		Status: page.Radios{
			Name: "view_status", Legend: "How far do you think this has come?", LegendSize: "s", Value: string(typed.Status),
			Error: wrong.For("view_status"),
		},
		Note: page.Textarea{
			Name: "view_note", Label: "Note (optional)", LabelSize: "s", Rows: 4, Limit: assessment.ViewLimit, Value: typed.Note,
			Hint: "Why you think so. Commissioners read it. Other providers and the steering group do not", Error: wrong.For("view_note"),
		},
		Confirm: page.ConfirmBox(privacy.NHSNumbers(typed.Note), view.Confirmed, ticked),
		Printed: page.SummaryList{Rows: []page.SummaryRow{
			{Key: "Your view", Tag: page.NewTag(view.Status)}, {Key: "Note", Lines: lines(view.Note, "No note")},
		}},
	}
	o.Confirm.ID = "view-confirmed"
	for _, status := range assessment.Statuses {
		o.Status.Items = append(o.Status.Items, page.Item{Value: string(status), Text: status.Words()})
	}
	if view.Version > 0 {
		o.Given = "Given by " + view.ChangedBy + ", " + view.ChangedAt.Date().Words()
		o.Status.Items = append(o.Status.Items, page.Item{Value: "", Text: "No view", Hint: "Takes your view back. The history keeps it"})
	}
	return o
}

// remarkForm is the form of the comment with what was typed in it; s is what it is on.
func remarkForm(path string, s assessment.Spread, typed string, ticked []string, wrong problem.List) *remark {
	r := &remark{
		Action: path + "/comment", State: s.State, Version: s.Comment.Version, Open: wrong != nil,
		Text: page.Textarea{
			Name: "views_comment", Label: "What the ICB says about the difference", LabelSize: "s", Rows: 3, Limit: assessment.ViewLimit,
			Hint:  "Your providers and steering group can read this. They can then see that views differ. Do not name a provider",
			Value: typed, Error: wrong.For("views_comment"), NeverKept: true,
		},
		Confirm: page.ConfirmBox(privacy.NHSNumbers(typed), s.Comment.Confirmed, ticked),
	}
	r.Confirm.ID = "comment-confirmed"
	return r
}

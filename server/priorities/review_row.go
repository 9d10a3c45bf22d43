package priorities

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"strings"

	"github.com/gin-gonic/gin"

	"ipstoolkit/server/page"
	"ipstoolkit/tenants"
	"ipstoolkit/toolkit/assessment"
	"ipstoolkit/toolkit/edition"
)

// reviewRow is one priority on the page of all.
type reviewRow struct {
	Key, Name, Href string
	// Draft is under which address the browser keeps what is typed in the row and not saved.
	Draft string
	// Owner and Reviewed are quiet words under the name; Late says that the review date has passed.
	Owner, Reviewed string
	Late            bool
	// Said is that it has just been saved, "Saved 14:05".
	Said string
	// The entry in words, for those who read it and for paper.
	Tag         page.Tag
	Notes, Date string
	// Before is the note at the end of the last quarter. Of a long one it is the beginning, and Rest leads to the history.
	Before, Rest string
	// Closed says that procurement keeps the notes from this person, and Edit that they may change the row.
	Closed, Edit bool
	Form         rowForm
}

// rowForm is what a person edits in a row.
type rowForm struct {
	Version int
	// Shown is what the row held before anybody typed: its fingerprint and its review date. Next is the date that a review today
	// sets in it; "" where the date stays.
	Shown, Next string
	Status      page.Select
	Notes       page.Textarea
	ReviewOn    page.Input
	Still       bool // the box is ticked
	// Owner is who is to own the priority, as an imported list says; "" where the row leaves it. Filled says that the list filled the
	// row in, so that there is something to save.
	Owner   string
	Filled  bool
	Confirm page.Checkboxes
	// Error is what is wrong with the row as a whole. Stale is what somebody else saved, and Mine the notes as they were typed.
	Error string
	Stale *page.Conflict
	Mine  string
	Keep  page.Radios // which of the two to keep
}

// Wide says whether something has to be said below the row.
func (f rowForm) Wide() bool { return f.Error != "" || f.Stale != nil }

// Undecided says that a person has to choose between what they typed and what somebody else saved.
func (f rowForm) Undecided() bool { return f.Stale != nil && f.Stale.Undone == "" }

// row is a priority as it is recorded, with what was sent for it and could not be saved; sent is nil when nothing was.
func (s sheet) row(c *gin.Context, p edition.Priority, refused *sent, saved bool) reviewRow {
	e := s.entry(p)
	closed, _ := procurement(s.member, p.Key)
	r := reviewRow{
		Key: p.Key, Name: p.Name, Href: toolkitPath(c) + "/" + p.Key, Draft: toolkitPath(c) + "/review/" + p.Key,
		Owner: cmp.Or(e.OwnerName, "Nobody yet"), Reviewed: rowReviewed(e, s.review), Late: e.Overdue(s.today),
		Tag: page.NewTag(e.Status), Notes: e.Notes, Date: cmp.Or(e.ReviewOn.Words(), "No date yet"),
		Closed: closed != "", Edit: s.member.Can(tenants.Assess) && closed == "",
	}
	if r.Closed {
		r.Notes = "Not shown while procurement is under way"
	} else {
		r.Before = s.noteBefore(e)
		if text := []rune(r.Before); len(text) > longBefore {
			r.Before, r.Rest = string(text[:longBefore])+"…", r.Href+"#history"
		}
	}
	if saved {
		r.Said = "Saved " + e.ChangedAt.Clock()
	}
	switch {
	case r.Edit:
		r.Form = s.form(p, e, refused)
		if refused != nil && refused.owned {
			r.Form.Owner, r.Owner = refused.Owner, refused.OwnerName+", from your list"
		}
		r.Form.Filled = refused != nil && refused.filled
	case refused != nil: // procurement began while they were writing
		r.Form = rowForm{Error: refused.wrong.For(rowField("row", p)), Mine: refused.Notes}
	}
	return r
}

// longBefore is how many characters of the last quarter's note a row shows.
const longBefore = 250

// noteBefore is the note as it was when the quarter began.
func (s sheet) noteBefore(e assessment.Entry) string {
	switch was, changed := s.before[e.Priority]; {
	case changed && was.Removed != "":
		return "This note was removed"
	case changed:
		return cmp.Or(was.Old, "No notes then")
	case e.Notes == "":
		return ""
	}
	return "As it is now"
}

func rowReviewed(e assessment.Entry, r assessment.Review) string {
	switch {
	case e.Blank():
		return "Nothing recorded yet"
	case e.ReviewedIn(r):
		return "Reviewed " + e.ChangedAt.Date().Words()
	}
	return "Not reviewed since " + e.ChangedAt.Date().Words()
}

// form is the row's fields: with what is recorded, or with what was sent and why it was not saved.
func (s sheet) form(p edition.Priority, e assessment.Entry, refused *sent) rowForm {
	t := sent{typed: typed{Entry: e}, date: e.ReviewOn.Words()}
	if refused != nil {
		t = *refused
	}
	f := rowForm{
		Version: e.Version, Shown: shownRow(e),
		Error: t.wrong.For(rowField("row", p)),
		Stale: t.stale, Mine: t.mine,
		Keep: page.Radios{
			Name: rowField("keep", p), Legend: "What to keep of " + p.Key, LegendSize: "s", Small: true, Inline: true,
			Error: t.wrong.For(rowField("keep", p)),
			Items: []page.Item{{Value: "row", Text: "The row as it is"}, {Value: "mine", Text: "Mine"}, {Value: "theirs", Text: "Theirs"}},
		},
		Status: page.Select{
			Name: rowField("status", p), Label: "Status of " + p.Key, Value: string(t.Status), Error: t.wrong.For(rowField("status", p)),
			Options: []page.Option{{Value: "", Text: assessment.NotAnswered.Words()}},
		},
		Notes: page.Textarea{
			Name: rowField("notes", p), Label: "Notes on " + p.Key, Rows: 3, Value: t.Notes, Error: t.wrong.For(rowField("notes", p)),
		},
		ReviewOn: page.Input{
			Name: rowField("review_on", p), Label: "Review " + p.Key + " by", Value: t.date, Error: t.wrong.For(rowField("review_on", p)),
			Autocomplete: "off",
		},
		Still: t.still, Confirm: page.ConfirmBox(t.Numbers(), e.Confirmed, t.confirmed),
	}
	if next := s.review.Next(e.ReviewOn); next != e.ReviewOn {
		f.Next = next.Words()
	}
	for _, status := range assessment.Statuses {
		f.Status.Options = append(f.Status.Options, page.Option{Value: string(status), Text: status.Words()})
	}
	f.Confirm.Name, f.Confirm.ID = rowField("confirmed", p), rowField("confirmed", p)
	return f
}

// shownRow is what a row holds before anybody types: its fingerprint and its review date.
func shownRow(e assessment.Entry) string {
	return fingerprint(e.Status, e.Notes, e.ReviewOn.Words()) + " " + string(e.ReviewOn)
}

// rowField is the name of a row's field, "notes-3.4".
func rowField(name string, p edition.Priority) string { return name + "-" + p.Key }

// fingerprint tells whether a row is as it was shown. It is short, so that 22 of them add little to a page.
func fingerprint(status assessment.Status, notes, date string) string {
	sum := sha256.Sum256([]byte(strings.Join([]string{string(status), strings.TrimSpace(notes), date}, "\x00")))
	return hex.EncodeToString(sum[:8])
}

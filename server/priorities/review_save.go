package priorities

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/gin-gonic/gin"

	"ipstoolkit/server/page"
	"ipstoolkit/tenants"
	"ipstoolkit/toolkit/assessment"
	"ipstoolkit/toolkit/calendar"
	"ipstoolkit/toolkit/edition"
	"ipstoolkit/toolkit/problem"
)

// sent is a row that a person changed or ticked, and what became of it.
type sent struct {
	typed
	of edition.Priority
	// date is the review date as it was typed in one line. still says that the box "Still right" is ticked, and changed that
	// something else in the row is not as it was shown.
	date           string
	still, changed bool
	// bare says that only the box and the date were sent, from the priority's own page.
	bare bool
	// owned says that the row sets the owner, as an imported list gave it; filled that the list filled the row in.
	owned, filled bool
	// wrong is what is wrong with the row, stale what somebody else saved, mine the notes as they were typed before both were
	// joined, and open that the person has not chosen yet between the two.
	wrong problem.List
	stale *page.Conflict
	mine  string
	open  bool
}

// saveReview saves the rows that a person changed or ticked as still right: each by its version, with the save of a
// priority's own page. What cannot be saved comes back with all that was typed, and says so beside its row: 409 where
// somebody else saved first, else 422. Rows that were left alone are not saved. With the field "row", which the browser's
// module sends, the form holds that row alone and the answer shows it alone.
func (p Pages) saveReview(c *gin.Context) error {
	if err := page.Allow(c, tenants.Assess); err != nil {
		return err
	}
	s, err := p.sheet(c)
	if err != nil {
		return err
	}
	var saved []string
	back := "" // the priority with the form on its own page
	return page.Save(c, page.Saving[[]*sent]{
		Read: func(f page.Form) ([]*sent, error) {
			if row := f.Text("row"); row != "" {
				s.show, s.only = "", row
			}
			if back = f.Text("back"); back != "" {
				s.show, s.only = "", back
			}
			return s.read(f), nil
		},
		Keep: func(rows []*sent) (string, error) {
			var wrong problem.List
			if err := p.nameOwners(c, rows); err != nil {
				return "", err
			}
			for _, row := range rows {
				if err := p.keepRow(c, s, row); err != nil {
					return "", err
				}
				switch {
				case row.stale != nil && !row.open:
					wrong.Add(rowField("stale", row.of), "%s", staleWords(row))
				case len(row.wrong) > 0:
					wrong = append(wrong, row.wrong...)
				default:
					saved = append(saved, row.Priority)
				}
			}
			if back != "" && len(saved) == 1 {
				return toolkitPath(c) + "/" + saved[0] + "?saved=still", wrong.Err()
			}
			return s.at(toolkitPath(c)+"/review", saved...), wrong.Err()
		},
		Show: func(rows []*sent, r page.Refusal) error { return p.showRefused(c, s, rows, saved, r) },
	})
}

// nameOwners gives the rows that set an owner that person's name; no name for somebody who is no member.
func (p Pages) nameOwners(c *gin.Context, rows []*sent) error {
	if !slices.ContainsFunc(rows, func(row *sent) bool { return row.owned }) {
		return nil
	}
	members, err := p.rows(c).Members(c)
	for _, row := range rows {
		if row.owned {
			row.OwnerName = ""
		}
		for _, m := range members {
			if row.owned && m.ID == row.Owner {
				row.OwnerName = m.Person.Name
			}
		}
	}
	return err
}

// showRefused is the page with the rows that could not be saved as they were typed, and all others as they are recorded now.
func (p Pages) showRefused(c *gin.Context, s sheet, rows []*sent, saved []string, r page.Refusal) error {
	now, err := p.sheet(c)
	if err != nil {
		return err
	}
	now.show, now.only = s.show, s.only
	refused := slices.DeleteFunc(rows, func(row *sent) bool { return slices.Contains(saved, row.Priority) })
	status := r.Status()
	for _, row := range refused {
		if row.stale != nil {
			status = page.Refusal{Conflict: row.stale}.Status()
		}
	}
	data := now.page(c, refused, saved)
	data.Base = data.With(r.Problems)
	return reviewTemplate.Show(c, status, data)
}

// read takes the rows that were changed or ticked out of the form, in the edition's order.
func (s sheet) read(f page.Form) []*sent {
	var rows []*sent
	for _, p := range s.edition.Priorities() {
		if !f.Has(rowField("version", p)) || f.Text(rowField("keep", p)) == "theirs" {
			continue
		}
		if row := s.readRow(f, p); row.still || row.changed {
			rows = append(rows, row)
		}
	}
	return rows
}

// readRow is one row as it was sent. What the row does not show stays as it is recorded. The date that a review moves on moves
// here, unless another was typed; the browser's module moves it before, where the person sees it, and says so ("dates").
func (s sheet) readRow(f page.Form, p edition.Priority) *sent {
	e := s.entry(p)
	row := &sent{
		typed: typed{Entry: e, confirmed: f.Values(rowField("confirmed", p))}, of: p, date: f.Text(rowField("review_on", p)),
		still: slices.Contains(f.Values("still"), p.Key),
	}
	if row.bare = !f.Has(rowField("notes", p)); !row.bare {
		row.Status, row.Notes = assessment.Status(f.Text(rowField("status", p))), f.Text(rowField("notes", p))
	}
	if row.mine = f.Text(rowField("mine", p)); f.Text(rowField("keep", p)) == "mine" {
		row.Notes = row.mine
	}
	row.open = f.Has(rowField("mine", p)) && !f.Has(rowField("keep", p))
	row.Confirmed = strings.Join(append(row.confirmed, e.Confirmed), ",")
	mark, shown, _ := strings.Cut(f.Text(rowField("shown", p)), " ")
	was := calendar.Date(shown)
	if row.owned = f.Has(rowField("owner", p)); row.owned {
		row.Owner = f.Text(rowField("owner", p))
	}
	row.changed = !row.bare && fingerprint(row.Status, row.Notes, row.date) != mark || row.Owner != e.Owner
	row.Version = f.VersionOf(rowField("version", p))
	day, real := calendar.Read(row.date)
	row.ReviewOn = day
	moves := f.Text("dates") != "typed" && row.ReviewOn == was
	if moves {
		row.ReviewOn = s.review.Next(was)
	}
	switch {
	case row.date != "" && !real:
		row.wrong.Add(rowField("review_on", p), "Review %s by: the date must be a real date, like 31 March 2027", p.Key)
	case row.Overdue(s.today):
		row.wrong.Add(rowField("review_on", p), "Review %s by: the date must be today or a later day", p.Key)
	case moves:
		row.date = row.ReviewOn.Words() // a row that comes back shows the date that a save sets
	}
	return row
}

// keepRow saves a row, or notes in it why it could not be saved. An error is what stops all rows.
func (p Pages) keepRow(c *gin.Context, s sheet, row *sent) error {
	if closed, _ := procurement(s.member, row.Priority); closed != "" {
		row.wrong = nil
		row.wrong.Add(rowField("row", row.of), "%s was not saved: procurement is under way, and its notes are not shown to you",
			row.Priority)
		return nil
	}
	if row.open || row.Version != s.entry(row.of).Version {
		return p.meetRow(c, s, row)
	}
	checked := row.Entry
	row.wrong = append(row.wrong, ofRow(row.of, checked.Check(row.of))...)
	if len(row.wrong) > 0 {
		return nil
	}
	_, err := p.rows(c).SaveEntry(c, row.of, row.Entry)
	var wrong problem.List
	switch {
	case errors.Is(err, tenants.ErrStale):
		return p.meetRow(c, s, row)
	case errors.As(err, &wrong):
		row.wrong = ofRow(row.of, wrong)
		return nil
	}
	return err
}

// ofRow gives problems with an entry the names of the row's fields. What is wrong with a field that the row does not show is
// said of the row.
func ofRow(p edition.Priority, err error) (list problem.List) {
	var wrong problem.List
	errors.As(err, &wrong)
	for _, one := range wrong {
		field := "row"
		if slices.Contains([]string{"status", "notes"}, one.Field) {
			field = one.Field
		}
		list.Add(rowField(field, p), "%s: %s", p.Key, one.Message)
	}
	return list
}

// meetRow notes in a row what somebody else saved after it was shown. Where that is what was typed, nothing is left to do. A
// row that was only ticked comes back unticked, as it is now: nobody has said of this that it is still right.
func (p Pages) meetRow(c *gin.Context, s sheet, row *sent) error {
	theirs, err := p.rows(c).Entry(c, row.Priority)
	if err != nil {
		return err
	}
	s.entries[row.Priority] = theirs
	mine := row.Notes
	if row.open {
		row.wrong.Add(rowField("keep", row.of), "Choose what to keep of %s", row.Priority)
		mine = row.mine
	}
	same := theirs.Status == row.Status && strings.TrimSpace(theirs.Notes) == row.Notes && (!row.owned || theirs.Owner == row.Owner)
	if !row.open && !row.bare && same && (!row.changed || theirs.ReviewOn == row.ReviewOn) {
		return nil
	}
	row.stale = &page.Conflict{
		ID: rowField("differences", row.of), What: row.Priority, Who: theirs.ChangedBy, When: theirs.ChangedAt.Words(),
		Version: theirs.Version,
		Fields: []page.Both{
			page.Either("Status", theirs.Status.Words(), row.Status.Words()),
			page.Texts("Notes", rowField("notes", row.of), theirs.Notes, mine),
			page.Either("Review by", theirs.ReviewOn.Words(), row.ReviewOn.Words()),
		},
	}
	if row.owned {
		row.stale.Fields = append(row.stale.Fields, page.Either("Owner", cmp.Or(theirs.OwnerName, "Nobody"), row.OwnerName))
	}
	if !row.changed {
		row.stale.Undone = row.Priority + " was not saved as still right"
		row.Entry, row.date, row.still, row.wrong = theirs, theirs.ReviewOn.Words(), false, nil
		return nil
	}
	if row.mine = mine; !row.open {
		row.Notes = assessment.Join(theirs.Notes, mine)
	}
	return nil
}

// staleWords say in the error summary that somebody else saved a row first.
func staleWords(row *sent) string {
	if row.stale.Undone != "" {
		return fmt.Sprintf("%s: look at it again", row.stale.Heading())
	}
	return fmt.Sprintf("%s: choose what to keep", row.stale.Heading())
}

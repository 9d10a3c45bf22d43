package priorities

import (
	"cmp"
	"errors"
	"slices"
	"strings"

	"github.com/gin-gonic/gin"

	"ipstoolkit/server/page"
	"ipstoolkit/tenants"
	"ipstoolkit/toolkit/assessment"
	"ipstoolkit/toolkit/calendar"
	"ipstoolkit/toolkit/edition"
	"ipstoolkit/toolkit/problem"
	"ipstoolkit/toolkit/record"
)

// formOrder is the order of the fields on the page, which the error summary follows.
var formOrder = []string{"point", "status", "notes", "private_notes", "owner", "review_on-day", "review_on-month", "review_on-year"}

// save records what was typed against a priority. It is 403 with what was typed when procurement keeps the entry from the
// person.
func (p Pages) save(c *gin.Context) error {
	e, priority, err := p.assessed(c)
	if err != nil {
		return err
	}
	if closed, _ := procurement(page.Member(c), priority.Key); closed != "" {
		return tenants.ErrProcurement
	}
	to := priority.Key
	return page.Save(c, page.Saving[typed]{
		Read: func(f page.Form) (typed, error) {
			if next, ok := e.Next(priority.Key); ok && f.Text("then") == "next" {
				to = next.Key
			}
			t, wrong := read(f, priority, p.Store.Today())
			return t, p.check(c, priority, &t, wrong)
		},
		Keep: func(t typed) (string, error) {
			_, err := p.rows(c).SaveEntry(c, priority, t.Entry)
			if errors.Is(err, tenants.ErrNotFound) {
				err = problem.List{{Field: "owner", Message: "Choose an owner from the list"}}
			}
			return toolkitPath(c) + "/" + to + "?saved=" + priority.Key, err
		},
		Now: func(t typed) (page.Conflict, error) { return p.conflict(c, priority, t) },
		Opened: func(t typed, seen int64) (map[string]string, []record.Text, error) {
			was, err := p.rows(c).ChangedSince(c, record.Priority, priority.Key, seen)
			return was, t.Kept(), err
		},
		Show: func(t typed, r page.Refusal) error {
			data, err := p.show(c, e, priority, &t, r)
			if err != nil {
				return err
			}
			return priorityTemplate.Show(c, r.Status(), data)
		},
	})
}

// assessed finds the priority in the address for those who record statuses.
func (p Pages) assessed(c *gin.Context) (*edition.Edition, edition.Priority, error) {
	return p.asked(c, tenants.Assess)
}

// asked finds the priority in the address for those who have a permission.
func (p Pages) asked(c *gin.Context, may tenants.Permission) (*edition.Edition, edition.Priority, error) {
	if err := page.Allow(c, may); err != nil {
		return nil, edition.Priority{}, err
	}
	e, err := p.Editions.Used(page.Member(c).Tenant.Edition)
	if err != nil {
		return nil, edition.Priority{}, err
	}
	priority, ok := e.Priority(c.Param("key"))
	if !ok {
		err = tenants.ErrNotFound
	}
	return e, priority, err
}

// check is what is wrong with the form and with the entry, in the order of the form. Numbers that were confirmed before
// stay confirmed: they are looked up when something is wrong without them.
func (p Pages) check(c *gin.Context, priority edition.Priority, t *typed, wrong problem.List) error {
	sent := *t
	if t.Check(priority) == nil {
		return wrong.Err()
	}
	present, err := p.rows(c).Entry(c, priority.Key)
	if err != nil {
		return err
	}
	*t = sent
	t.Confirmed += "," + present.Confirmed
	return inOrder(wrong, t.Check(priority)).Err()
}

// read takes an entry from the form. A priority that has just been reviewed is not overdue: a review date that has passed is
// refused.
func read(f page.Form, priority edition.Priority, today calendar.Date) (typed, problem.List) {
	var wrong problem.List
	t := typed{confirmed: f.Values("confirmed")}
	t.Entry = assessment.Entry{
		Priority: priority.Key, Status: assessment.Status(f.Text("status")), Notes: f.Text("notes"), PrivateNotes: f.Text("private_notes"),
		Owner: f.Text("owner"), Points: f.Values("point"), Confirmed: strings.Join(f.Values("confirmed"), ","),
	}
	t.reviewOn = f.Date("review_on", "Review by", &wrong)
	if t.ReviewOn = t.reviewOn.Date; t.Overdue(today) {
		wrong.Add("review_on-day", passedDate)
	}
	t.Version = f.Version()
	return t, wrong
}

// passedDate is said of a review date that has passed already.
const passedDate = "Review by must be today or a later day"

// inOrder puts problems into the order of the form.
func inOrder(wrong problem.List, more error) problem.List {
	var list problem.List
	errors.As(more, &list)
	all := append(slices.Clone(wrong), list...)
	slices.SortStableFunc(all, func(a, b problem.Problem) int {
		return cmp.Compare(slices.Index(formOrder, a.Field), slices.Index(formOrder, b.Field))
	})
	return all
}

// conflict is the entry as somebody else saved it, against what was typed.
func (p Pages) conflict(c *gin.Context, priority edition.Priority, mine typed) (page.Conflict, error) {
	theirs, err := p.rows(c).Entry(c, priority.Key)
	if err != nil {
		return page.Conflict{}, err
	}
	members, err := p.rows(c).Members(c)
	if err != nil {
		return page.Conflict{}, err
	}
	owner := func(id string) string {
		for _, m := range members {
			if m.ID == id {
				return m.Person.Name
			}
		}
		return "Nobody"
	}
	return page.Conflict{
		What: "this priority", Who: theirs.ChangedBy, When: theirs.ChangedAt.Words(), Version: theirs.Version,
		Fields: []page.Both{
			page.Ticks("Statements met", "point", theirs.Met(priority), pointsWords(priority, theirs.Met(priority)),
				pointsWords(priority, mine.Met(priority))).Of("points"),
			page.Either("Status", theirs.Status.Words(), mine.Status.Words()).Of("status", "status", string(theirs.Status)),
			page.Texts("Notes", "notes", theirs.Notes, mine.Notes).Of("notes"),
			page.Texts("Notes for commissioners only", "private_notes", theirs.PrivateNotes, mine.PrivateNotes).Of("private_notes"),
			page.Either("Owner", owner(theirs.Owner), owner(mine.Owner)).Of("owner", "owner", theirs.Owner),
			page.Either("Review by", theirs.ReviewOn.Words(), mine.ReviewOn.Words()).OfDate("review_on", "review_on", theirs.ReviewOn),
		},
	}, nil
}

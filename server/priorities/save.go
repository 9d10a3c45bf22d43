package priorities

import (
	"cmp"
	"errors"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/gin-gonic/gin"

	"ipstoolkit/server/page"
	"ipstoolkit/tenants"
	"ipstoolkit/toolkit/assessment"
	"ipstoolkit/toolkit/edition"
	"ipstoolkit/toolkit/problem"
)

// formOrder is the order of the fields on the page, which the error summary follows.
var formOrder = []string{"point", "status", "notes", "private_notes", "owner", "review_on-day", "review_on-month", "review_on-year"}

// save records what was typed against a priority: 303 when it is kept, 422 with the form when something is wrong with
// it, 409 with both texts when somebody else saved in the meantime, 403 with what was typed when procurement keeps the
// entry from the person.
func (p Pages) save(c *gin.Context) error {
	if err := page.Allow(c, tenants.Assess); err != nil {
		return err
	}
	e, err := p.edition(c)
	if err != nil {
		return err
	}
	priority, ok := e.Priority(c.Param("key"))
	if !ok {
		return tenants.ErrNotFound
	}
	if closed, _ := procurement(page.Member(c), priority.Key); closed != "" {
		return tenants.ErrProcurement
	}
	f, err := page.ReadForm(c)
	if err != nil {
		return err
	}
	t, wrong := read(f, priority)
	if wrong, err = p.check(c, priority, &t, wrong); err != nil {
		return err
	}
	if wrong == nil {
		_, err = p.rows(c).SaveEntry(c, priority, t.Entry)
		switch {
		case errors.Is(err, tenants.ErrStale):
			return p.stale(c, e, priority, t)
		case errors.Is(err, tenants.ErrNotFound):
			wrong.Add("owner", "Choose an owner from the list")
		case err != nil:
			return err
		}
	}
	if wrong != nil {
		return p.refuse(c, e, priority, t, wrong)
	}
	to := priority.Key
	if next, ok := e.Next(priority.Key); ok && f.Text("then") == "next" {
		to = next.Key
	}
	c.Redirect(http.StatusSeeOther, toolkitPath(c)+"/"+to+"?saved="+priority.Key)
	return nil
}

// check adds what the entry breaks to what is wrong with the form, in the order of the form. Numbers that were confirmed
// before stay confirmed: they are looked up when something is wrong without them.
func (p Pages) check(c *gin.Context, priority edition.Priority, t *typed, wrong problem.List) (problem.List, error) {
	sent := *t
	if t.Check(priority) == nil {
		return wrong, nil
	}
	present, missing := p.rows(c).Entry(c, priority.Key)
	if missing != nil {
		return nil, missing
	}
	*t = sent
	t.Confirmed += "," + present.Confirmed
	return inOrder(wrong, t.Check(priority)), nil
}

// read takes an entry from the form.
func read(f page.Form, priority edition.Priority) (typed, problem.List) {
	var wrong problem.List
	t := typed{confirmed: f.Values("confirmed")}
	t.Entry = assessment.Entry{
		Priority: priority.Key, Status: assessment.Status(f.Text("status")), Notes: f.Text("notes"), PrivateNotes: f.Text("private_notes"),
		Owner: f.Text("owner"), Points: f.Values("point"), Confirmed: strings.Join(f.Values("confirmed"), ","),
	}
	t.reviewOn = f.Date("review_on", "Review by", &wrong)
	t.ReviewOn = t.reviewOn.Date
	t.Version = f.Version()
	return t, wrong
}

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

// stale is both versions of an entry, side by side. The form below it holds the joined text, with the version that a
// save must now name.
type stale struct {
	Who, When string
	Fields    []staleField
	// Mine is what the person typed, sent again as it is by "Keep mine".
	Mine []hidden
}

type hidden struct{ Name, Value string }

// staleField is one field in which the two differ; Lines are set for notes.
type staleField struct {
	Name         string
	Theirs, Mine string
	Lines        []assessment.Line
}

func (p Pages) stale(c *gin.Context, e *edition.Edition, priority edition.Priority, mine typed) error {
	theirs, err := p.rows(c).Entry(c, priority.Key)
	if err != nil {
		return err
	}
	joined := mine
	joined.Version = theirs.Version
	joined.Notes = assessment.Join(theirs.Notes, mine.Notes)
	joined.PrivateNotes = assessment.Join(theirs.PrivateNotes, mine.PrivateNotes)
	for _, point := range theirs.Points {
		if !mine.Has(point) {
			joined.Points = append(joined.Points, point)
		}
	}
	data, err := p.show(c, e, priority, theirs, joined, nil)
	if err != nil {
		return err
	}
	members, err := p.rows(c).Members(c)
	if err != nil {
		return err
	}
	data.Stale = &stale{
		Who: theirs.ChangedBy, When: theirs.ChangedAt.Words(),
		Fields: differences(priority, theirs, mine, members), Mine: again(mine, theirs.Version),
	}
	data.Title = "Somebody else saved this priority: " + data.Title
	return priorityTemplate.Show(c, http.StatusConflict, data)
}

// differences are the fields in which two versions of an entry differ, in the order of the form.
func differences(p edition.Priority, theirs assessment.Entry, mine typed, members []tenants.Member) []staleField {
	owner := func(id string) string {
		for _, m := range members {
			if m.ID == id {
				return m.Person.Name
			}
		}
		return "Nobody"
	}
	all := []staleField{
		{Name: "Statements met", Theirs: pointsWords(p, theirs.Points), Mine: pointsWords(p, mine.Points)},
		{Name: "Status", Theirs: theirs.Status.Words(), Mine: mine.Status.Words()},
		{Name: "Notes", Theirs: theirs.Notes, Mine: mine.Notes, Lines: assessment.Compare(theirs.Notes, mine.Notes)},
		{Name: "Notes for commissioners only", Theirs: theirs.PrivateNotes, Mine: mine.PrivateNotes, Lines: assessment.Compare(theirs.PrivateNotes, mine.PrivateNotes)},
		{Name: "Owner", Theirs: owner(theirs.Owner), Mine: owner(mine.Owner)},
		{Name: "Review by", Theirs: theirs.ReviewOn.Words(), Mine: mine.ReviewOn.Words()},
	}
	return slices.DeleteFunc(all, func(f staleField) bool { return f.Theirs == f.Mine })
}

// again is a form's fields as they were typed, over the version that is there now.
func again(t typed, version int) []hidden {
	fields := []hidden{
		{"version", strconv.Itoa(version)},
		{"status", string(t.Status)},
		{"notes", t.Notes},
		{"private_notes", t.PrivateNotes},
		{"owner", t.Owner},
		{"review_on-day", t.reviewOn.Day},
		{"review_on-month", t.reviewOn.Month},
		{"review_on-year", t.reviewOn.Year},
	}
	for _, point := range t.Points {
		fields = append(fields, hidden{"point", point})
	}
	for _, confirmed := range t.confirmed {
		fields = append(fields, hidden{"confirmed", confirmed})
	}
	return fields
}

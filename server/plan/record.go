package plan

import (
	"errors"
	"net/http"
	"strconv"

	"github.com/gin-gonic/gin"

	"ipstoolkit/server/page"
	"ipstoolkit/tenants"
	"ipstoolkit/toolkit/calendar"
	"ipstoolkit/toolkit/problem"
	"ipstoolkit/toolkit/register"
	"ipstoolkit/toolkit/staffing"
)

// recordPage is the form for what is recorded for a year.
type recordPage struct {
	page.Base
	Saved   string // who saved it last
	Theirs  *page.Theirs
	Year    int
	Version int
	Action  string
	Target  string // where the access target itself is set
	Parts   []page.RowPart
	Confirm page.Checkboxes
	Cancel  string
	History page.History
}

var recordTemplate = page.Parse[recordPage](files, "record.html")

// showRecord is the form for what is recorded for a year.
func (p Pages) showRecord(c *gin.Context) error {
	if err := page.Allow(c, tenants.KeepPlan); err != nil {
		return err
	}
	f, err := p.rows(c).PlanFacts(c)
	if err != nil {
		return err
	}
	y := f.Year(asked(c, f.Today))
	return p.record(c, http.StatusOK, y, page.RowOf(staffing.Recorded, y.Row), nil, nil)
}

// save records a year: 303, 422 with the form when something is wrong, 409 with both when somebody else saved in the
// meantime. A year that cannot be planned is not found.
func (p Pages) save(c *gin.Context) error {
	if err := page.Allow(c, tenants.KeepPlan); err != nil {
		return err
	}
	f, err := page.ReadForm(c)
	if err != nil {
		return err
	}
	facts, err := p.rows(c).PlanFacts(c)
	if err != nil {
		return err
	}
	y, ok := yearOf(f.Text("year"), facts.Today)
	if !ok {
		return tenants.ErrNotFound
	}
	present := facts.Year(y)
	t, wrong := f.Row(staffing.Recorded, present.Row, func(register.Field) bool { return true })
	mine := staffing.Year{Row: t.Row}
	wrong = page.RowProblems(staffing.Recorded, wrong, mine.Check(facts.Today))
	if wrong == nil {
		var refused problem.List
		err := p.rows(c).SavePlanYear(c, mine)
		switch {
		case errors.Is(err, tenants.ErrStale):
			return p.stale(c, y, t)
		case errors.As(err, &refused):
			wrong = page.RowProblems(staffing.Recorded, nil, refused)
		case err != nil:
			return err
		default:
			c.Redirect(http.StatusSeeOther, of(c, y)+"&saved=yes")
			return nil
		}
	}
	return p.record(c, http.StatusUnprocessableEntity, present, t, wrong, nil)
}

// stale shows what was typed over what is there now, with the version that a save must name.
func (p Pages) stale(c *gin.Context, y calendar.Year, t page.TypedRow) error {
	f, err := p.rows(c).PlanFacts(c)
	if err != nil {
		return err
	}
	present := f.Year(y)
	t.Version = present.Version
	return p.record(c, http.StatusConflict, present, t, nil, &page.Theirs{
		Who: present.ChangedBy, When: present.ChangedAt.Words(), Table: t.Against(staffing.Recorded, present.Row), Keep: of(c, y),
	})
}

// record shows the form of a year with what was typed in it.
func (p Pages) record(c *gin.Context, status int, present staffing.Year, t page.TypedRow, wrong problem.List, other *page.Theirs) error {
	y := present.Year()
	title := "What is recorded for " + y.Words()
	data := recordPage{
		Base: page.New(c, title).Under(page.Crumb{Href: of(c, y), Text: "Staffing plan for " + y.Words()}).With(wrong), Theirs: other,
		Year: int(y), Version: t.Version, Action: path(c), Cancel: of(c, y),
		Parts: page.RowParts(staffing.Recorded, func(f register.Field) (page.RowField, bool) {
			return t.Field(f, p.Store.Today().Quarter(), wrong), true
		}),
		Target:  page.Home(page.Member(c).Tenant.Code) + "/targets/access?year=" + strconv.Itoa(int(y)) + "#local",
		Confirm: t.Confirm(staffing.Recorded),
	}
	if other != nil {
		data.Title = "Somebody else saved this first: " + title
	}
	if present.Version > 0 {
		data.Saved = "Saved by " + present.ChangedBy + ", " + present.ChangedAt.Words()
	}
	h, err := p.rows(c).HistoryPart(c, page.HistoryAsked(c), staffing.Recorded.Code, strconv.Itoa(int(y)))
	if err != nil {
		return err
	}
	data.History = page.NewHistory(recordOf(c, y), h)
	return recordTemplate.Show(c, status, data)
}

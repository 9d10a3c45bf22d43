package plan

import (
	"strconv"

	"github.com/gin-gonic/gin"

	"ipstoolkit/server/page"
	"ipstoolkit/tenants"
	"ipstoolkit/toolkit/problem"
	"ipstoolkit/toolkit/record"
	"ipstoolkit/toolkit/register"
	"ipstoolkit/toolkit/staffing"
)

// recordPage is the form for what is recorded for a year.
type recordPage struct {
	page.Base
	Saved   string // who saved it last
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
	return p.record(c, y, page.RowOf(staffing.Recorded, y.Row), page.Refusal{})
}

// save records a year. A year that cannot be planned is not found.
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
	return page.SaveForm(c, f, page.Saving[page.TypedRow]{
		Read: func(f page.Form) (page.TypedRow, error) {
			return f.Row(staffing.Recorded, present.Row, func(register.Field) bool { return true },
				func(r register.Row) problem.List { return staffing.Year{Row: r}.Check(facts.Today) })
		},
		Keep: func(t page.TypedRow) (string, error) {
			err := p.rows(c).SavePlanYear(c, staffing.Year{Row: t.Row})
			return of(c, y) + "&saved=yes", page.RowError(staffing.Recorded, err)
		},
		Now: func(t page.TypedRow) (page.Conflict, error) {
			facts, err := p.rows(c).PlanFacts(c)
			present = facts.Year(y)
			k := t.Conflict(staffing.Recorded, present.Row)
			k.Keep = of(c, y)
			return k, err
		},
		Opened: func(t page.TypedRow, seen int64) (map[string]string, []record.Text, error) {
			was, err := p.rows(c).ChangedSince(c, staffing.Recorded.Code, strconv.Itoa(int(y)), seen)
			return was, staffing.Recorded.Kept(t.Row), err
		},
		Show: func(t page.TypedRow, r page.Refusal) error { return p.record(c, present, t, r) },
	})
}

// record shows the form of a year with what was typed in it.
func (p Pages) record(c *gin.Context, present staffing.Year, t page.TypedRow, r page.Refusal) error {
	y := present.Year()
	title := "What is recorded for " + y.Words()
	data := recordPage{
		Base: page.New(c, title).Under(page.Crumb{Href: of(c, y), Text: "Staffing plan for " + y.Words()}).Refused(r),
		Year: int(y), Version: t.Version, Action: path(c), Cancel: of(c, y),
		Parts: page.RowParts(staffing.Recorded, func(f register.Field) (page.RowField, bool) {
			return t.Field(f, p.Store.Today().Quarter(), r.Problems), true
		}),
		Target:  page.Home(page.Member(c).Tenant.Code) + "/targets/access?year=" + strconv.Itoa(int(y)) + "#local",
		Confirm: t.Confirm(staffing.Recorded),
	}
	if present.Version > 0 {
		data.Saved = "Saved by " + present.ChangedBy + ", " + present.ChangedAt.Words()
	}
	h, err := p.rows(c).HistoryPart(c, page.HistoryAsked(c), staffing.Recorded.Code, strconv.Itoa(int(y)))
	if err != nil {
		return err
	}
	data.History = page.NewHistory(recordOf(c, y), h)
	return recordTemplate.Show(c, r.Status(), data)
}

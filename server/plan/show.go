package plan

import (
	"net/http"
	"strconv"
	"strings"

	"github.com/gin-gonic/gin"

	"ipstoolkit/server/page"
	"ipstoolkit/tenants"
	"ipstoolkit/toolkit/calendar"
	"ipstoolkit/toolkit/measure"
	"ipstoolkit/toolkit/number"
	"ipstoolkit/toolkit/problem"
	"ipstoolkit/toolkit/register"
	"ipstoolkit/toolkit/staffing"
)

// planPage is the plan of a year with the assumptions in its address.
type planPage struct {
	page.Base
	Sections page.Sections
	Year     string
	Today    string
	Years    []page.NavItem
	Assume   assume
	Result   *result // nil while what was typed cannot be read
	Recorded page.SummaryList
	Change   string // where what is recorded is changed, "" for those who may not
}

// assume is the form that keeps its answers in the address.
type assume struct {
	Year              int
	Access, Retention page.Input
}

var planTemplate = page.Parse[planPage](files, "plan.html")

// show is the plan of a year: as it is recorded, or with the assumptions in the address. 422 when they are no numbers.
func (p Pages) show(c *gin.Context) error {
	if err := page.Allow(c, tenants.ReadPlan); err != nil {
		return err
	}
	f, err := p.rows(c).PlanFacts(c)
	if err != nil {
		return err
	}
	in, err := p.rows(c).TargetInput(c)
	if err != nil {
		return err
	}
	return p.plan(c, f, in, asked(c, f.Today))
}

func (p Pages) plan(c *gin.Context, f staffing.Facts, in measure.Input, y calendar.Year) error {
	planned := f.Planned(y)
	a, form, wrong := read(c, planned)
	form.Year = int(y)
	data := planPage{
		Base: page.New(c, "Staffing plan for "+y.Words()).With(wrong), Year: y.Words(), Today: f.Today.Words(), Assume: form,
		Recorded: recorded(c, f, y),
	}
	data.Sections = page.FiguresSections(data.Base, "/plan")
	for _, other := range years(f.Today) {
		data.Years = append(data.Years, page.NavItem{Href: of(c, other), Text: other.Words(), Current: other == y})
	}
	if data.Can(tenants.KeepPlan) {
		data.Change = recordOf(c, y)
	}
	if c.Query("saved") != "" {
		data.Base = data.Saved("Staffing plan for " + y.Words() + " saved")
	}
	status := http.StatusUnprocessableEntity
	if wrong == nil {
		status, data.Result = http.StatusOK, newResult(f, in, y, f.Plan(y, a), data.Change)
		data.Result.Back = of(c, y)
		if a != planned {
			data.Result.Trying = recordedWords(planned)
		}
	}
	return planTemplate.Show(c, status, data)
}

// read takes the assumptions from the address: those that it does not name are as they are recorded. The form shows what
// was typed.
func read(c *gin.Context, planned staffing.Assumptions) (staffing.Assumptions, assume, problem.List) {
	a := planned
	form := assume{
		Access: page.Input{
			Name: "access", Label: "How many people should access the service in the year?", LabelSize: "s", Width: 5, InputMode: "numeric",
			Autocomplete: "off",
			Value:        planned.Access.Words(),
		},
		Retention: page.Input{
			Name: "retention", Label: "What share of them is planned to be people supported to keep a job?", LabelSize: "s", Width: 5,
			InputMode: "decimal", Autocomplete: "off",
			Hint: "Up to 25% is an allowance, not a target", Suffix: "%", Value: number.Plain(planned.Retention),
		},
	}
	var wrong problem.List
	if text, there := c.GetQuery("access"); there {
		form.Access.Value = clean(text)
		n, known, err := number.ParsePeople(form.Access.Value)
		if err != nil {
			wrong.Add("access", "Number of people %s", err)
		}
		a.Access = number.Count{N: n, Known: known}
	}
	if text, there := c.GetQuery("retention"); there {
		form.Retention.Value = clean(text)
		n, _, err := number.ParsePercent(form.Retention.Value)
		if err != nil {
			wrong.Add("retention", "Share of people supported to keep a job %s", err)
		}
		a.Retention = n
	}
	form.Access.Error, form.Retention.Error = wrong.For("access"), wrong.For("retention")
	return a, form, wrong
}

// clean is a text of an address as a page can show it again.
func clean(text string) string {
	return strings.TrimSpace(strings.ReplaceAll(strings.ToValidUTF8(text, ""), "\x00", ""))
}

// recordedWords are the assumptions as they are recorded.
func recordedWords(a staffing.Assumptions) string {
	access := "no access target"
	if a.Access.Known {
		access = a.Access.Words() + " people a year"
	}
	return access + ", " + staffing.Percent(a.Retention) + " of them supported to keep a job"
}

// recorded is what is recorded for the year, without what is not.
func recorded(c *gin.Context, f staffing.Facts, y calendar.Year) page.SummaryList {
	var list page.SummaryList
	one := f.Year(y)
	access := page.SummaryRow{
		Key: "Access target", Lines: []string{"Not set"},
		Href:   page.Home(page.Member(c).Tenant.Code) + "/targets/access?year=" + strconv.Itoa(int(y)) + "#local",
		Action: "Change", ActionOf: "access target",
	}
	if target := f.Targets[y]; target.Known {
		access.Lines = []string{target.Words() + " people"}
	}
	if !page.Member(c).Can(tenants.SetTargets) {
		access.Href = ""
	}
	access.Lines = append(access.Lines, some(one.Sourced(staffing.Asked.AccessSource, staffing.Asked.AccessOn))...)
	list.Rows = append(list.Rows, access)
	add := func(key string, lines ...string) {
		if lines = some(lines...); len(lines) > 0 {
			list.Rows = append(list.Rows, page.SummaryRow{Key: key, Lines: lines})
		}
	}
	add("Baseline and expansion", labelled(one, staffing.Asked.Baseline, "", " people funded from the baseline"),
		labelled(one, staffing.Asked.Expansion, "", " people funded from the expansion"))
	add("Money for IPS", labelled(one, staffing.Asked.MHIS, "Mental Health Investment Standard: ", ""),
		labelled(one, staffing.Asked.SDF, "Service Development Funding: ", ""))
	add("Agreed by finance", one.Sourced(staffing.Asked.FinanceTitle, staffing.Asked.FinanceOn))
	add("IPS Grow’s workforce target", growWords(one.Grow()), one.Sourced(staffing.Asked.GrowSource, staffing.Asked.GrowOn))
	add("Planned share of people supported to keep a job", labelled(one, staffing.Asked.Retention, "", ""))
	add("Pay", one.Sourced(staffing.Asked.PaySource, staffing.Asked.PayOn))
	return list
}

// labelled is a recorded value with words around it; "" when it is not recorded.
func labelled(y staffing.Year, f register.Field, before, after string) string {
	words := f.Words(y.Text(f))
	if words == "" {
		return ""
	}
	return before + words + after
}

func growWords(p staffing.Posts) string {
	var parts []string
	for _, r := range staffing.Roles {
		if p[r].Known {
			parts = append(parts, p[r].Words()+" "+strings.ToLower(r.Words()))
		}
	}
	return strings.Join(parts, ", ")
}

// some are the texts that say something.
func some(texts ...string) []string {
	var list []string
	for _, t := range texts {
		if t != "" {
			list = append(list, t)
		}
	}
	return list
}

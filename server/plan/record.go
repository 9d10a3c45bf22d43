package plan

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
	"ipstoolkit/toolkit/problem"
	"ipstoolkit/toolkit/register"
	"ipstoolkit/toolkit/staffing"
)

// recordPage is the form for what is recorded for a year.
type recordPage struct {
	page.Base
	Saved   string // who saved it last
	Theirs  *theirs
	Year    int
	Version int
	Action  string
	Target  string // where the access target itself is set
	Parts   []part
	Confirm page.Checkboxes
	Cancel  string
	History page.Table
}

// part are the fields below one heading.
type part struct {
	Heading string
	Fields  []field
}

// field is a field as whichever component it is: one of them is there.
type field struct {
	Input *page.Input
	Area  *page.Textarea
	Date  *page.DateInput
}

// theirs is what somebody else saved while the person was typing.
type theirs struct {
	Who, When string
	Table     page.Table
	Keep      string
}

// typed is a year as it stands in the form: what was typed in each field, numbers that are none included.
type typed struct {
	staffing.Year
	text      map[string]string
	dates     map[string]page.TypedDate
	confirmed []string
}

// asTyped is a year as its form shows it before anybody types.
func asTyped(y staffing.Year) typed {
	t := typed{Year: y, text: map[string]string{}, dates: map[string]page.TypedDate{}}
	for _, f := range staffing.Recorded.Fields {
		t.text[f.Name] = f.Input(y.Text(f.Name))
		t.dates[f.Name] = page.DateOf(y.Date(f.Name))
	}
	return t
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
	return p.record(c, http.StatusOK, y, asTyped(y), nil, nil)
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
	t, wrong := readYear(f, present)
	if wrong == nil {
		wrong = onDay(t.Check(facts.Today))
	}
	if wrong == nil {
		err := p.rows(c).SavePlanYear(c, t.Year)
		switch {
		case errors.Is(err, tenants.ErrStale):
			return p.stale(c, t)
		case errors.As(err, &wrong):
			wrong = onDay(wrong)
		case err != nil:
			return err
		default:
			c.Redirect(http.StatusSeeOther, of(c, y)+"&saved=yes")
			return nil
		}
	}
	return p.record(c, http.StatusUnprocessableEntity, present, t, wrong, nil)
}

// readYear takes what is recorded for a year from the form.
func readYear(f page.Form, present staffing.Year) (typed, problem.List) {
	t := typed{Year: present, text: map[string]string{}, dates: map[string]page.TypedDate{}, confirmed: f.Values("confirmed")}
	var dates problem.List
	wrong := staffing.Recorded.Read(&t.Row, func(one register.Field) string {
		if one.Type == register.Date {
			d := f.Date(one.Name, one.Label, &dates)
			t.dates[one.Name] = d
			return string(d.Date)
		}
		t.text[one.Name] = f.Text(one.Name)
		return t.text[one.Name]
	}, func(register.Field) bool { return true })
	t.Confirmed = strings.Join(append(slices.Clone(t.confirmed), present.Confirmed), ",")
	version, err := strconv.Atoi(f.Text("version"))
	if err != nil {
		version = -1 // no year has it: the save is stale, and both are shown
	}
	t.Version = version
	return t, inOrder(append(wrong, dates...))
}

// inOrder puts problems in the order of the form.
func inOrder(wrong problem.List) problem.List {
	place := func(name string) int {
		return slices.IndexFunc(staffing.Recorded.Fields, func(f register.Field) bool {
			return f.Name == name || f.Type == register.Date && strings.HasPrefix(name, f.Name+"-")
		})
	}
	slices.SortStableFunc(wrong, func(a, b problem.Problem) int { return place(a.Field) - place(b.Field) })
	return wrong
}

// onDay sets a problem with a date to its first field, where the error summary can lead.
func onDay(wrong problem.List) problem.List {
	for i, one := range wrong {
		if f, ok := staffing.Recorded.Field(one.Field); ok && f.Type == register.Date {
			wrong[i].Field += "-day"
		}
	}
	return inOrder(wrong)
}

// stale shows what was typed over what is there now, with the version that a save must name.
func (p Pages) stale(c *gin.Context, t typed) error {
	f, err := p.rows(c).PlanFacts(c)
	if err != nil {
		return err
	}
	present := f.Year(t.Year.Year())
	differ := page.Table{
		ID: "differences", Caption: "Where the two differ", Columns: []page.Column{{Text: "What"}, {Text: "Theirs"}, {Text: "Yours"}},
		Empty: "Both of you typed the same.",
	}
	for _, one := range staffing.Recorded.Fields {
		if a, b := one.Words(present.Text(one.Name)), one.Words(t.Text(one.Name)); a != b {
			differ.Rows = append(differ.Rows, []page.Cell{page.Text(one.Label), page.Text(cmp.Or(a, "Nothing")), page.Text(cmp.Or(b, "Nothing"))})
		}
	}
	t.Version = present.Version
	return p.record(c, http.StatusConflict, present, t, nil, &theirs{
		Who: present.ChangedBy, When: present.ChangedAt.Words(), Table: differ, Keep: of(c, present.Year()),
	})
}

// record shows the form of a year with what was typed in it.
func (p Pages) record(c *gin.Context, status int, present staffing.Year, t typed, wrong problem.List, other *theirs) error {
	y := present.Year()
	title := "What is recorded for " + y.Words()
	data := recordPage{
		Base: page.New(c, title).Under(page.Crumb{Href: of(c, y), Text: "Staffing plan for " + y.Words()}).With(wrong), Theirs: other,
		Year: int(y), Version: t.Version, Action: path(c), Cancel: of(c, y), Parts: parts(t, wrong),
		Target:  page.Home(page.Member(c).Tenant.Code) + "/targets/access?year=" + strconv.Itoa(int(y)) + "#local",
		Confirm: page.ConfirmBox(staffing.Recorded.Numbers(t.Row), present.Confirmed, t.confirmed),
	}
	if other != nil {
		data.Title = "Somebody else saved this first: " + title
	}
	if present.Version > 0 {
		data.Saved = "Saved by " + present.ChangedBy + ", " + present.ChangedAt.Words()
	}
	events, err := p.rows(c).History(c, staffing.Recorded.Code, strconv.Itoa(int(y)))
	if err != nil {
		return err
	}
	data.History = page.HistoryTable(events)
	return recordTemplate.Show(c, status, data)
}

// parts are the fields of the form below their headings.
func parts(t typed, wrong problem.List) []part {
	var list []part
	for _, f := range staffing.Recorded.Fields {
		if f.Part != "" {
			list = append(list, part{Heading: f.Part})
		}
		last := &list[len(list)-1]
		last.Fields = append(last.Fields, component(f, t, wrong))
	}
	return list
}

// component is a field's box.
func component(f register.Field, t typed, wrong problem.List) field {
	switch f.Type {
	case register.Date:
		return field{Date: &page.DateInput{Name: f.Name, Legend: f.Label, LegendSize: "s", Hint: f.Hint, Typed: t.dates[f.Name], Problems: wrong}}
	case register.Lines:
		return field{Area: &page.Textarea{
			Name: f.Name, Label: f.Label, LabelSize: "s", Hint: f.Hint, Value: t.text[f.Name], Error: wrong.For(f.Name), Rows: 3, Limit: register.LongestLines,
		}}
	}
	in := &page.Input{Name: f.Name, Label: f.Label, LabelSize: "s", Hint: f.Hint, Value: t.text[f.Name], Error: wrong.For(f.Name), Autocomplete: "off"}
	switch f.Type {
	case register.Count:
		in.Width, in.InputMode = 5, "numeric"
	case register.FTE:
		in.Width, in.InputMode, in.Suffix = 5, "decimal", "FTE"
	case register.Percent:
		in.Width, in.InputMode, in.Suffix = 5, "decimal", "%"
	case register.Money:
		in.Width, in.InputMode, in.Prefix = 10, "numeric", "£"
	}
	return field{Input: in}
}

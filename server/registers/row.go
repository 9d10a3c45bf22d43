package registers

import (
	"errors"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/gin-gonic/gin"

	"ipstoolkit/server/page"
	"ipstoolkit/tenants"
	"ipstoolkit/toolkit/calendar"
	"ipstoolkit/toolkit/figures"
	"ipstoolkit/toolkit/problem"
	"ipstoolkit/toolkit/register"
)

// rowPage is one row of a list: a form for those who keep it, and what it says for the others.
type rowPage struct {
	page.Base
	Caption string
	Advice  string
	Saved   string // who saved it last
	Theirs  *theirs
	Form    *rowForm
	Read    page.SummaryList
	Remove  string // where it is taken off the list
	History page.Table
}

// rowForm are a row's fields.
type rowForm struct {
	Action  string
	Version int
	Parts   []formPart
	Confirm page.Checkboxes
	Submit  string
}

// formPart are the fields below one heading.
type formPart struct {
	Heading string
	Fields  []formField
}

// formField is a field as whichever component it is: one of them is there.
type formField struct {
	Input  *page.Input
	Area   *page.Textarea
	Select *page.Select
	Radios *page.Radios
	Date   *page.DateInput
	Read   string // of a field that others fill in
}

// theirs is what somebody else saved in the meantime.
type theirs struct {
	Who, When string
	Table     page.Table
	Keep      string
}

// typed is a row as it stands in its form, what could not be read included.
type typed struct {
	register.Row
	text      map[string]string
	dates     map[string]page.TypedDate
	confirmed []string
}

var rowTemplate = page.Parse[rowPage](files, "row.html")

// asTyped is a row as its form shows it before anybody types.
func asTyped(list register.List, r register.Row) typed {
	t := typed{Row: r, text: map[string]string{}, dates: map[string]page.TypedDate{}}
	for _, f := range list.Fields {
		t.text[f.Name] = f.Input(r.Values[f.Name])
		if f.Type == register.Date {
			t.dates[f.Name] = page.DateOf(r.Date(f.Name))
		}
	}
	return t
}

// blank is the form of a new row.
func (p Pages) blank(c *gin.Context, at place) error {
	r := register.Row{Provider: page.Member(c).Provider}
	if at.list.Keeper == register.ICB {
		r.Provider = ""
	}
	if !p.rows(c).MayKeep(at.list, r.Provider) {
		return tenants.ErrForbidden
	}
	return p.form(c, http.StatusOK, at, asTyped(at.asked, r), nil, nil)
}

// edit is the row as it is recorded.
func (p Pages) edit(c *gin.Context, at place) error {
	r, err := p.rows(c).RegisterRow(c, at.list.Code, c.Param("row"))
	if err != nil {
		return err
	}
	return p.form(c, http.StatusOK, at, asTyped(at.asked, r), nil, nil)
}

// form shows a row with what was typed in its form.
func (p Pages) form(c *gin.Context, status int, at place, t typed, wrong problem.List, other *theirs) error {
	providers, err := p.rows(c).Providers(c)
	if err != nil {
		return err
	}
	data := rowPage{Caption: at.subject.title, Advice: at.subject.advice, Theirs: other}
	title := "New " + at.list.One
	if t.ID != "" {
		present, err := p.rows(c).RegisterRow(c, at.list.Code, t.ID)
		if err != nil {
			return err
		}
		title = at.list.Title(present)
		data.Saved = "Saved by " + present.ChangedBy + ", " + present.ChangedAt.Words()
		events, err := p.rows(c).History(c, at.list.Code, t.ID)
		if err != nil {
			return err
		}
		data.History = page.HistoryTable(events)
	}
	data.Base = page.New(c, title).Under(at.crumb(c)).With(wrong)
	if !p.rows(c).MayKeep(at.list, t.Provider) && t.ID != "" {
		data.Read = read(at.asked, t.Row)
		return rowTemplate.Show(c, status, data)
	}
	data.Form = p.fields(c, at, t, providers, wrong)
	if t.ID != "" && at.subject.sheet == "" {
		data.Remove = c.Request.URL.Path + "/remove"
	}
	if other != nil {
		data.Title = "Somebody else saved this first: " + title
	}
	return rowTemplate.Show(c, status, data)
}

// read is a row for those who do not keep it.
func read(list register.List, r register.Row) page.SummaryList {
	var s page.SummaryList
	for _, f := range list.Fields {
		if words := f.Words(r.Values[f.Name]); words != "" {
			s.Rows = append(s.Rows, page.SummaryRow{Key: f.Label, Lines: strings.Split(words, "\n")})
		}
	}
	return s
}

// fields are the form of a row.
func (p Pages) fields(c *gin.Context, at place, t typed, providers []tenants.Organisation, wrong problem.List) *rowForm {
	form := &rowForm{
		Action: c.Request.URL.Path, Version: t.Version, Submit: "Save the " + at.list.One,
		Confirm: page.ConfirmBox(at.list.Numbers(t.Row), t.Confirmed, t.confirmed),
	}
	part := formPart{}
	if at.list.Keeper != register.ICB && page.Member(c).Provider == "" {
		part.Fields = append(part.Fields, formField{Select: whose(at.list, t, providers, wrong)})
	}
	for _, f := range at.asked.Fields {
		if f.Part != "" {
			form.Parts = append(form.Parts, part)
			part = formPart{Heading: f.Part}
		}
		if field, shown := p.field(c, f, t, wrong); shown {
			part.Fields = append(part.Fields, field)
		}
	}
	form.Parts = append(form.Parts, part)
	form.Parts = slices.DeleteFunc(form.Parts, func(p formPart) bool { return len(p.Fields) == 0 })
	return form
}

// whose is the choice of the provider that a row belongs to.
func whose(list register.List, t typed, providers []tenants.Organisation, wrong problem.List) *page.Select {
	s := &page.Select{Name: "provider", Label: "Provider", LabelSize: "s", Value: t.Provider, Error: wrong.For("provider")}
	none := page.Option{Text: "Choose a provider"}
	if list.Keeper == register.Either {
		none.Text = "None: it is the ICB’s own"
	}
	s.Options = append(s.Options, none)
	for _, o := range providers {
		if !o.Ended || o.ID == t.Provider {
			s.Options = append(s.Options, page.Option{Value: o.ID, Text: o.Name})
		}
	}
	return s
}

// listedQuarters is how far back a quarter can be chosen.
const listedQuarters = 13

// field is the component of a field; shown is false where there is nothing to show to the person.
func (p Pages) field(c *gin.Context, f register.Field, t typed, wrong problem.List) (field formField, shown bool) {
	if !p.rows(c).MayFill(f) {
		words := f.Words(t.Values[f.Name])
		return formField{Read: f.Label + ": " + words}, words != ""
	}
	value, problem := t.text[f.Name], wrong.For(f.Name)
	label := f.Label
	if !f.Required && f.Type != register.YesNo && f.Type != register.Choice {
		label += " (optional)"
	}
	switch f.Type {
	case register.Date:
		return formField{Date: &page.DateInput{Name: f.Name, Legend: label, LegendSize: "s", Hint: f.Hint, Typed: t.dates[f.Name], Problems: wrong}}, true
	case register.Lines:
		return formField{Area: &page.Textarea{Name: f.Name, Label: label, LabelSize: "s", Hint: f.Hint, Value: value, Error: problem, Rows: 3, Limit: register.LongestLines}}, true
	case register.Quarter:
		s := &page.Select{Name: f.Name, Label: label, LabelSize: "s", Hint: f.Hint, Value: value, Error: problem, Options: []page.Option{{Text: "Choose a quarter"}}}
		for _, q := range quarters(p.Store.Today().Quarter(), calendar.Quarter(value)) {
			s.Options = append(s.Options, page.Option{Value: string(q), Text: q.Words()})
		}
		return formField{Select: s}, true
	case register.YesNo, register.Choice:
		r := &page.Radios{Name: f.Name, Legend: f.Label, LegendSize: "s", Hint: f.Hint, Value: t.Values[f.Name], Error: problem, Small: true, Inline: short(f.Answers())}
		for _, o := range f.Answers() {
			r.Items = append(r.Items, page.Item{Value: o.Value, Text: o.Text})
		}
		if t.Values[f.Name] != "" && !f.Required {
			r.Items = append(r.Items, page.Item{Value: "", Text: "Not known"})
		}
		return formField{Radios: r}, true
	}
	in := &page.Input{Name: f.Name, Label: label, LabelSize: "s", Hint: f.Hint, Value: value, Error: problem, Autocomplete: "off"}
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
	return formField{Input: in}, true
}

// short says whether answers fit beside each other.
func short(answers []register.Option) bool {
	letters := 0
	for _, o := range answers {
		letters += len(o.Text)
	}
	return letters <= 30
}

// quarters are those to choose from, the newest first, with the one that is chosen already.
func quarters(present, chosen calendar.Quarter) []calendar.Quarter {
	var list []calendar.Quarter
	for i := range listedQuarters {
		list = append(list, present.Add(-i))
	}
	if chosen != "" && chosen < list[len(list)-1] {
		list = append(list, chosen)
	}
	return list
}

// readForm fills a row from its form.
func (p Pages) readForm(c *gin.Context, at place, r register.Row) (typed, problem.List, error) {
	f, err := page.ReadForm(c)
	if err != nil {
		return typed{}, nil, err
	}
	t := typed{Row: r, text: map[string]string{}, dates: map[string]page.TypedDate{}, confirmed: f.Values("confirmed")}
	switch {
	case at.list.Keeper == register.ICB:
		t.Provider = ""
	case page.Member(c).Provider != "":
		t.Provider = page.Member(c).Provider
	default:
		t.Provider = f.Text("provider")
	}
	var dates problem.List
	wrong := at.asked.Read(&t.Row, func(field register.Field) string {
		if field.Type == register.Date {
			d := f.Date(field.Name, field.Label, &dates)
			t.dates[field.Name] = d
			return string(d.Date)
		}
		t.text[field.Name] = f.Text(field.Name)
		return t.text[field.Name]
	}, p.rows(c).MayFill)
	wrong = append(wrong, dates...)
	t.Confirmed = strings.Join(append(t.confirmed, r.Confirmed), ",")
	for _, more := range onDay(at.list, at.list.Check(t.Row, p.Store.Today())) {
		if !about(wrong, more.Field) {
			wrong = append(wrong, more)
		}
	}
	order(at.list, wrong)
	if t.Version, err = strconv.Atoi(f.Text("version")); err != nil {
		t.Version = -1 // a row that was never seen is stale
	}
	return t, wrong, nil
}

// about says whether something is wrong already with a field, or with the date that it is a part of.
func about(wrong problem.List, field string) bool {
	date, _, _ := strings.Cut(field, "-")
	return slices.ContainsFunc(wrong, func(p problem.Problem) bool {
		other, _, _ := strings.Cut(p.Field, "-")
		return other == date
	})
}

// order puts problems in the order of the form.
func order(list register.List, wrong problem.List) {
	place := func(field string) int {
		return slices.IndexFunc(list.Fields, func(f register.Field) bool {
			return field == f.Name || f.Type == register.Date && strings.HasPrefix(field, f.Name+"-")
		})
	}
	slices.SortStableFunc(wrong, func(a, b problem.Problem) int { return place(a.Field) - place(b.Field) })
}

// onDay sets a problem with a date to its first field, where the error summary can lead.
func onDay(list register.List, wrong problem.List) problem.List {
	for i, one := range wrong {
		if f, ok := list.Field(one.Field); ok && f.Type == register.Date {
			wrong[i].Field += "-day"
		}
	}
	return wrong
}

// add records a new row: 303, or 422 with the form.
func (p Pages) add(c *gin.Context, at place) error {
	r := register.Row{Provider: page.Member(c).Provider}
	if at.list.Keeper == register.ICB {
		r.Provider = ""
	}
	if !p.rows(c).MayKeep(at.list, r.Provider) {
		return tenants.ErrForbidden
	}
	t, wrong, err := p.readForm(c, at, r)
	if err != nil {
		return err
	}
	t.Version = 0
	return p.put(c, at, t, wrong)
}

// save changes a row: 303, 422 with the form, or 409 when somebody else changed it first.
func (p Pages) save(c *gin.Context, at place) error {
	present, err := p.rows(c).RegisterRow(c, at.list.Code, c.Param("row"))
	if err != nil {
		return err
	}
	if !p.rows(c).MayKeep(at.list, present.Provider) {
		return tenants.ErrForbidden
	}
	t, wrong, err := p.readForm(c, at, present)
	if err != nil {
		return err
	}
	if len(wrong) == 0 && t.Version != present.Version {
		return p.stale(c, at, t, present)
	}
	return p.put(c, at, t, wrong)
}

func (p Pages) put(c *gin.Context, at place, t typed, wrong problem.List) error {
	if len(wrong) == 0 {
		saved, err := p.rows(c).SaveRow(c, at.list.Code, t.Row)
		if list, ok := errors.AsType[problem.List](err); ok {
			wrong = onDay(at.list, list)
		} else if err != nil {
			return err
		} else {
			c.Redirect(http.StatusSeeOther, at.subject.href(c)+"?saved="+saved.ID)
			return nil
		}
	}
	return p.form(c, http.StatusUnprocessableEntity, at, t, wrong, nil)
}

// stale shows what was typed over what is there now, with the version that a save must name.
func (p Pages) stale(c *gin.Context, at place, t typed, present register.Row) error {
	t.Version = present.Version
	differ := page.Table{
		ID: "differences", Caption: "Where the two differ", Columns: []page.Column{{Text: "Field"}, {Text: "Theirs"}, {Text: "Yours"}},
		Empty: "Both of you wrote the same.",
	}
	for _, f := range at.asked.Fields {
		if theirs, yours := f.Words(present.Values[f.Name]), f.Words(t.Values[f.Name]); theirs != yours {
			differ.Rows = append(differ.Rows, []page.Cell{page.Text(f.Label), page.Text(orNothing(theirs)), page.Text(orNothing(yours))})
		}
	}
	return p.form(c, http.StatusConflict, at, t, nil, &theirs{
		Who: present.ChangedBy, When: present.ChangedAt.Words(), Table: differ, Keep: c.Request.URL.Path,
	})
}

func orNothing(text string) string {
	if text == "" {
		return "Nothing"
	}
	return text
}

// removePage asks once before a row is taken off its list.
type removePage struct {
	page.Base
	Caption, Action, Back string
	Version               int
}

var removeTemplate = page.Parse[removePage](files, "remove.html")

func (p Pages) askRemove(c *gin.Context, at place) error {
	r, err := p.rows(c).RegisterRow(c, at.list.Code, c.Param("row"))
	if err != nil {
		return err
	}
	if !p.rows(c).MayKeep(at.list, r.Provider) {
		return tenants.ErrForbidden
	}
	back := strings.TrimSuffix(c.Request.URL.Path, "/remove")
	base := page.New(c, "Remove "+at.list.Title(r)+"?").Under(at.crumb(c), page.Crumb{Href: back, Text: at.list.Title(r)})
	return removeTemplate.OK(c, removePage{Base: base, Caption: at.list.Name, Action: c.Request.URL.Path, Back: back, Version: r.Version})
}

func (p Pages) remove(c *gin.Context, at place) error {
	f, err := page.ReadForm(c)
	if err != nil {
		return err
	}
	version, err := strconv.Atoi(f.Text("version"))
	if err != nil {
		version = -1
	}
	if err := p.rows(c).RemoveRow(c, at.list.Code, c.Param("row"), version); err != nil {
		return err
	}
	c.Redirect(http.StatusSeeOther, at.subject.href(c)+"?removed=1&list="+at.list.Code)
	return nil
}

// countWords is a number with its word.
func countWords(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return figures.Grouped(int64(n)) + " " + many
}

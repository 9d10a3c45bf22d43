package registers

import (
	"slices"
	"strings"

	"github.com/gin-gonic/gin"

	"ipstoolkit/server/page"
	"ipstoolkit/tenants"
	"ipstoolkit/toolkit/problem"
	"ipstoolkit/toolkit/provider"
	"ipstoolkit/toolkit/register"
)

// rowPage is one row of a list: a form for those who keep it, and what it says for the others.
type rowPage struct {
	page.Base
	Caption string
	Advice  string
	Saved   string // who saved it last
	Form    *rowForm
	Read    page.SummaryList
	Remove  string // where it is taken off the list
	History page.History
}

// rowForm are a row's fields.
type rowForm struct {
	Action  string
	Version int
	Parts   []page.RowPart
	Confirm page.Checkboxes
	Submit  string
}

var rowTemplate = page.Parse[rowPage](files, "row.html")

// blank is the form of a new row.
func (p Pages) blank(c *gin.Context, at place) error {
	r := register.Row{Provider: page.Member(c).Provider}
	if at.list.Keeper == register.ICB {
		r.Provider = ""
	}
	if !p.rows(c).MayKeep(at.list, r.Provider) {
		return tenants.ErrForbidden
	}
	return p.form(c, at, page.RowOf(at.asked, r), page.Refusal{})
}

// edit is the row as it is recorded.
func (p Pages) edit(c *gin.Context, at place) error {
	if err := at.subject.allow(c); err != nil {
		return err
	}
	r, err := p.rows(c).RegisterRow(c, at.list.Code, c.Param("row"))
	if err != nil {
		return err
	}
	return p.form(c, at, page.RowOf(at.asked, r), page.Refusal{})
}

// form shows a row with what was typed in its form.
func (p Pages) form(c *gin.Context, at place, t page.TypedRow, r page.Refusal) error {
	providers, err := p.rows(c).Providers(c)
	if err != nil {
		return err
	}
	data := rowPage{Caption: at.subject.title, Advice: at.subject.advice}
	title := "New " + at.list.One
	if t.ID != "" {
		present, err := p.rows(c).RegisterRow(c, at.list.Code, t.ID)
		if err != nil {
			return err
		}
		title = at.list.Called(present)
		data.Saved = "Saved by " + present.ChangedBy + ", " + present.ChangedAt.Words()
		h, err := p.rows(c).HistoryPart(c, page.HistoryAsked(c), at.list.Code, t.ID)
		if err != nil {
			return err
		}
		data.History = page.NewHistory(c.Request.URL.EscapedPath(), h)
	}
	data.Base = page.New(c, title).Under(at.crumb(c)).Refused(r)
	if !p.rows(c).MayKeep(at.list, t.Provider) && t.ID != "" {
		data.Read = read(at.asked, t.Row)
		return rowTemplate.Show(c, r.Status(), data)
	}
	data.Form = p.fields(c, at, t, providers, r.Problems)
	if t.ID != "" && at.subject.sheet == "" {
		data.Remove = c.Request.URL.Path + "/remove"
	}
	return rowTemplate.Show(c, r.Status(), data)
}

// read is a row for those who do not keep it.
func read(list register.List, r register.Row) page.SummaryList {
	var s page.SummaryList
	for _, f := range list.Fields {
		if words := f.Words(r.Text(f)); words != "" {
			s.Rows = append(s.Rows, page.SummaryRow{Key: f.Label, Lines: strings.Split(words, "\n")})
		}
	}
	return s
}

// fields are the form of a row.
func (p Pages) fields(c *gin.Context, at place, t page.TypedRow, providers []provider.Provider, wrong problem.List) *rowForm {
	form := &rowForm{
		Action: c.Request.URL.Path, Version: t.Version, Submit: "Save the " + at.list.One,
		Parts: t.Parts(at.asked, p.Store.Today().Quarter(), wrong, p.rows(c).MayFill), Confirm: t.Confirm(at.list),
	}
	if at.list.Keeper != register.ICB && page.Member(c).Provider == "" {
		field := page.RowField{Select: page.ChooseProvider(at.list, t.Provider, providers, wrong)}
		form.Parts = slices.Insert(form.Parts, 0, page.RowPart{Fields: []page.RowField{field}})
	}
	return form
}

package registers

import (
	"cmp"
	"fmt"
	"html/template"
	"slices"
	"strings"

	"github.com/gin-gonic/gin"

	"ipstoolkit/server/page"
	"ipstoolkit/tenants"
	"ipstoolkit/toolkit/calendar"
	"ipstoolkit/toolkit/number"
	"ipstoolkit/toolkit/provider"
	"ipstoolkit/toolkit/register"
)

// view is what a subject's page is made from: the rows that the person may see.
type view struct {
	member    tenants.Member
	today     calendar.Date
	rows      map[string][]register.Row
	providers []provider.Provider
}

// provider is a provider's name, "The ICB" for rows that belong to none.
func (v view) provider(id string) string {
	for _, o := range v.providers {
		if o.ID == id {
			return o.Name
		}
	}
	return "The ICB"
}

// summary is shown above a subject's lists.
type summary struct {
	Lines   []string // one fact each
	Notices []string // worth a second look
	Tables  []page.Table
}

type subjectPage struct {
	page.Base
	Sections page.Sections
	Lede     string
	Advice   string
	Above    summary
	Lists    []listPart
}

// listPart is one list on its subject's page.
type listPart struct {
	Heading string // "" when the subject has one list only
	Table   page.Table
	Add     string // where a row is added, "" for those who may not
	AddText string
	Import  string
}

var subjectTemplate = page.Parse[subjectPage](files, "subject.html")

func (p Pages) show(c *gin.Context, s subject) error {
	if err := s.allow(c); err != nil {
		return err
	}
	v, err := p.view(c, s)
	if err != nil {
		return err
	}
	data := subjectPage{Base: page.New(c, s.title), Lede: s.lede, Advice: s.advice}
	data.Sections = page.FiguresSections(data.Base, s.path)
	if s.ofGroup {
		data.Sections = page.SteeringSections(data.Base, s.path)
	}
	if s.above != nil {
		data.Above = s.above(v)
		data.Above.Notices = bounded(data.Above.Notices)
	}
	for _, code := range s.lists {
		at := placeOf(s, code)
		list := at.list
		data.Lists = append(data.Lists, p.part(c, at, v))
		for _, row := range v.rows[code] {
			if row.ID == c.Query("saved") {
				data.Base = data.Saved(list.Title(row) + " saved")
			}
		}
		if c.Query("list") != code {
			continue
		}
		if n := c.Query("imported"); n != "" {
			data.Base = data.Saved("Imported into the list: " + list.Name)
		} else if c.Query("removed") != "" {
			data.Base = data.Saved("Removed from the list: " + list.Name)
		}
	}
	return subjectTemplate.OK(c, data)
}

// allow refuses those who may not see the subject's page.
func (s subject) allow(c *gin.Context) error {
	if s.ofGroup {
		return page.Allow(c, tenants.KeepRegisters)
	}
	return page.Allow(c, tenants.ReadRegisters)
}

// mostNotices is how many notices a page shows: enough to begin with.
const mostNotices = 10

// bounded are the first notices, and how many more there are.
func bounded(notices []string) []string {
	if len(notices) <= mostNotices {
		return notices
	}
	return append(slices.Clone(notices[:mostNotices]),
		number.Counting(len(notices)-mostNotices, "more notice is", "more notices are")+" not shown.")
}

// view reads a subject's rows.
func (p Pages) view(c *gin.Context, s subject) (view, error) {
	v := view{member: page.Member(c), today: p.Store.Today(), rows: map[string][]register.Row{}}
	var err error
	for _, code := range s.lists {
		if v.rows[code], err = p.rows(c).Register(c, code); err != nil {
			return v, err
		}
	}
	v.providers, err = p.rows(c).Providers(c)
	return v, err
}

// part is a list with its table.
func (p Pages) part(c *gin.Context, at place, v view) listPart {
	part := listPart{Table: table(at, at.href(c), v)}
	part.Table = part.Table.PagedAt(c, at.pageName(),
		slices.IndexFunc(v.rows[at.list.Code], func(r register.Row) bool { return r.ID == c.Query("saved") }))
	if len(at.subject.lists) > 1 {
		part.Heading = at.list.Name
		part.Table.HideCaption = true
	}
	if at.subject.sheet == "" && p.rows(c).MayKeep(at.list, v.member.Provider) {
		part.Add, part.AddText = at.href(c)+"/new", "Add a "+at.list.One
		if strings.ContainsRune("aeio", rune(strings.ToLower(at.list.One)[0])) {
			part.AddText = "Add an " + at.list.One
		}
		part.Import = at.href(c) + "/import"
	}
	return part
}

// pageName is the question by which the address says which page of the list is shown.
func (a place) pageName() string {
	if len(a.subject.lists) == 1 {
		return "page"
	}
	return a.list.Code + "-page"
}

// notRecorded is a dash to look at, and its words to hear.
var notRecorded = page.Cell{HTML: `<span aria-hidden="true">–</span><span class="nhsuk-u-visually-hidden">Not recorded</span>`}

// link is a cell that leads to a row. It names the owner for people who hear links one by one: quarters and dates are
// alike.
func link(href, words, owner string) page.Cell {
	return page.Cell{HTML: template.HTML(fmt.Sprintf(`<a href="%s">%s<span class="nhsuk-u-visually-hidden">, %s</span></a>`,
		//nolint:gosec // escaped
		href, template.HTMLEscapeString(words), template.HTMLEscapeString(owner)))}
}

// said is what commissioners say of a team's finding, "" where it is none or they have said nothing.
func said(f register.Field, row register.Row) string {
	confirmed, ok := register.Said(f)
	if !ok {
		return ""
	}
	return confirmed.Words(row.Text(confirmed))
}

// table is a list's rows with their listed fields. The first one leads to the row.
func table(at place, href string, v view) page.Table {
	t := page.Table{ID: "list-" + at.list.Code, Caption: at.list.Name, Empty: "Nothing is recorded yet."}
	var columns []register.Field
	for _, f := range at.asked.Fields {
		if f.Listed {
			columns = append(columns, f)
			t.Columns = append(t.Columns, page.Column{Text: f.Heading(), Numeric: f.Numeric()})
		}
	}
	owned := at.list.Keeper != register.ICB && v.member.Provider == ""
	if owned {
		t.Columns = append(t.Columns, page.Column{Text: "Provider"})
	}
	for _, row := range v.rows[at.list.Code] {
		var cells []page.Cell
		for i, f := range columns {
			words := f.Words(row.Text(f))
			if f.Type == register.Quarter && words != "" {
				words = row.Quarter(f).Short()
			}
			switch {
			case i == 0 && owned:
				cells = append(cells, link(href+"/row/"+row.ID, cmp.Or(words, "Not recorded"), v.provider(row.Provider)))
			case i == 0:
				cells = append(cells, page.Link(href+"/row/"+row.ID, cmp.Or(words, "Not recorded")))
			case words == "":
				cells = append(cells, notRecorded)
			default:
				cells = append(cells, page.Cell{Text: words, Note: said(f, row)})
			}
		}
		if owned {
			cells = append(cells, page.Text(v.provider(row.Provider)))
		}
		t.Rows = append(t.Rows, cells)
	}
	return t
}

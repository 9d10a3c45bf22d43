// Package questions holds the pages of the questions that an ICB's commissioners and its providers ask each other: the list of
// all, the form that asks, and a question with what was said.
package questions

import (
	"embed"
	"fmt"

	"github.com/gin-gonic/gin"

	"ipstoolkit/server/page"
	"ipstoolkit/tenants"
	"ipstoolkit/tenants/store"
	"ipstoolkit/toolkit/action"
	"ipstoolkit/toolkit/edition"
	"ipstoolkit/toolkit/question"
	"ipstoolkit/toolkit/record"
)

//go:embed *.html
var files embed.FS

// Pages are the pages of questions.
type Pages struct {
	Store    *store.Store
	Editions *edition.Library
}

// Mount puts the pages under an ICB's address. Only its members reach them.
func (p Pages) Mount(icb gin.IRouter) {
	icb.GET("/questions", page.Handle(p.list))
	icb.GET("/questions/new", page.Handle(p.blank))
	icb.POST("/questions/new", page.Handle(p.ask))
	icb.GET("/questions/:id", page.Handle(p.thread))
	icb.POST("/questions/:id", page.Handle(p.say))
}

func (p Pages) rows(c *gin.Context) *store.Rows { return p.Store.For(page.Member(c)) }

func path(c *gin.Context) string { return page.QuestionsPath(page.Member(c).Tenant.Code) }

// about is what a question is about, as people read it: a priority by its name too.
func about(ed *edition.Edition, a question.About, title string) string {
	if p, ok := ed.Priority(a.ID); ok && a.Kind == record.Priority {
		return p.Key + " " + p.Name
	}
	return page.Sentence(title)
}

// thing is the page of what a question is about.
func thing(c *gin.Context, a question.About) string {
	return page.Home(page.Member(c).Tenant.Code) + action.About(a).Path()
}

// listPage is all questions that the person may see.
type listPage struct {
	page.Base
	Sections               page.Sections
	State, About, Provider page.Select
	Filtered               bool
	Found                  string
	Table                  page.Table
}

var listTemplate = page.Parse[listPage](files, "list.html")

// mine is the filter's word for what waits for the person's own side.
const mine = "mine"

func (p Pages) list(c *gin.Context) error {
	if err := page.Allow(c, tenants.AskQuestions); err != nil {
		return err
	}
	ed, err := p.Editions.Used(page.Member(c).Tenant.Edition)
	if err != nil {
		return err
	}
	m := page.Member(c)
	data := listPage{
		Base:  page.New(c, "Questions"),
		State: page.Select{Name: "state", Label: "State", Value: c.Query("state"), Options: stateOptions()},
		About: page.Select{Name: "about", Label: "About", Value: c.Query("about"), Options: aboutOptions()},
	}
	data.Sections = page.SteeringSections(data.Base, "/questions")
	if m.Provider == "" {
		if data.Provider, err = p.providers(c); err != nil {
			return err
		}
	}
	f := store.QuestionFilter{
		State: question.State(data.State.Value), About: data.About.Value, Provider: data.Provider.Value, Mine: data.State.Value == mine,
	}
	if f.Mine {
		f.State = ""
	}
	data.Filtered = f != store.QuestionFilter{}
	if data.Table, err = p.listed(c, ed, f); err != nil {
		return err
	}
	if data.Filtered {
		data.Table.Empty = "No question matches this filter."
		data.Found = fits(data.Table.Pages.All)
	}
	return listTemplate.OK(c, data)
}

// listed is the page of the questions that the filter and the address ask for.
func (p Pages) listed(c *gin.Context, ed *edition.Edition, f store.QuestionFilter) (page.Table, error) {
	t := page.Table{
		ID: "questions", Caption: "Questions, open ones first", Stacked: true,
		Empty: "Nobody has asked anything yet. Ask from the page of a priority, a piece of evidence, figures or a contract meeting.",
		Columns: []page.Column{
			{Text: "Question"}, {Text: "About"}, {Text: "With"}, {Text: "State"}, {Text: "Asked"},
		},
	}
	all, err := p.rows(c).CountQuestions(c, f)
	if err != nil {
		return t, err
	}
	t.Pages = t.PagesOf(c, "page", all)
	list, err := p.rows(c).QuestionsPart(c, f, t.Pages.Skip(), page.RowsOnPage)
	for _, q := range list {
		t.Rows = append(t.Rows, []page.Cell{
			page.Link(path(c)+"/"+q.ID, page.Beginning(q.Asked().Text)), page.Text(about(ed, q.About, q.Title)), page.Text(page.With(q)),
			page.QuestionState(q),
			{Text: q.AskedAt.Date().Words(), Note: "by " + q.Who(q.AskedBy)},
		})
	}
	return t, err
}

func fits(n int) string {
	if n == 1 {
		return "1 question matches"
	}
	return fmt.Sprintf("%d questions match", n)
}

func stateOptions() []page.Option {
	options := []page.Option{{Value: "", Text: "All states"}, {Value: mine, Text: "Waiting for us"}}
	for _, s := range question.States {
		options = append(options, page.Option{Value: string(s), Text: s.Words()})
	}
	return options
}

func aboutOptions() []page.Option {
	return []page.Option{
		{Value: "", Text: "Everything"},
		{Value: record.Priority, Text: "Priorities"},
		{Value: record.Evidence, Text: "Evidence"},
		{Value: record.Return, Text: "Figures"},
		{Value: question.Meeting, Text: "Contract meetings"},
	}
}

// providers is the choice of the provider to filter by.
func (p Pages) providers(c *gin.Context) (page.Select, error) {
	s := page.Select{Name: "provider", Label: "With", Value: c.Query("provider"), Options: []page.Option{{Value: "", Text: "Everybody"}}}
	list, err := p.rows(c).Providers(c)
	for _, o := range list {
		s.Options = append(s.Options, page.Option{Value: o.ID, Text: o.Name})
	}
	return s, err
}

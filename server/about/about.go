// Package about holds the pages that say what the service is and how it treats people: accessibility, privacy,
// cookies, contact, abbreviations, third-party notices, and each edition of the toolkit. Nobody has to sign in for them.
package about

import (
	"cmp"
	"embed"
	"fmt"
	"runtime/debug"
	"slices"
	"strings"

	"github.com/gin-gonic/gin"

	"ipstoolkit/server/page"
	"ipstoolkit/tenants"
	"ipstoolkit/toolkit/edition"
)

//go:embed *.html
var files embed.FS

// Pages are the public pages.
type Pages struct {
	Editions *edition.Library
	// Support is how to reach the people who run the service, an email address or a web address; "" where the operator
	// has set none, and then people are sent to their ICB administrator.
	Support string
}

// Mount puts the pages at the top of the service.
func (p Pages) Mount(r gin.IRouter) {
	r.GET("/accessibility", page.Handle(p.plain("Accessibility statement", accessibilityTemplate)))
	r.GET("/privacy", page.Handle(p.plain("Privacy notice", privacyTemplate)))
	r.GET("/cookies", page.Handle(p.cookies))
	r.GET("/contact", page.Handle(p.plain("Contact us", contactTemplate)))
	r.GET("/third-party", page.Handle(p.thirdParty))
	r.GET("/abbreviations", page.Handle(p.abbreviations))
	r.GET("/edition/:id", page.Handle(p.edition))
	r.GET("/edition/:id/toolkit", page.Handle(p.whole))
}

// plainPage is a page of text.
type plainPage struct {
	page.Base
	Support Support
	// SelfReferral is the priority of the toolkit that asks for self-referral.
	SelfReferral string
}

var (
	accessibilityTemplate = page.Parse[plainPage](files, "accessibility.html")
	privacyTemplate       = page.Parse[plainPage](files, "privacy.html")
	contactTemplate       = page.Parse[plainPage](files, "contact.html")
)

func (p Pages) plain(title string, t page.Template[plainPage]) func(c *gin.Context) error {
	return func(c *gin.Context) error {
		return t.OK(c, plainPage{
			Base: page.New(c, title), Support: support(p.Support),
			SelfReferral: page.WholeToolkit(p.Editions.Current()) + "#" + page.PriorityID(edition.Priority{Key: "2.3"}),
		})
	}
}

// Support is how to reach the people who run the service. Href is "" where there is nothing to link to, and Text ""
// where the operator has set nothing.
type Support struct{ Href, Text string }

func support(text string) Support {
	switch {
	case strings.HasPrefix(text, "https://"):
		return Support{Href: text, Text: text}
	case strings.Contains(text, "@") && !strings.ContainsAny(text, " \t"):
		return Support{Href: "mailto:" + text, Text: text}
	}
	return Support{Text: text}
}

type cookiesPage struct {
	page.Base
	Cookies, Storage page.Table
}

var cookiesTemplate = page.Parse[cookiesPage](files, "cookies.html")

// cookies names everything that is put into a browser, and nothing else is.
func (p Pages) cookies(c *gin.Context) error {
	prefix := "__Host-ips-"
	if page.SiteOf(c).Demo {
		prefix = "ips-demo-"
	}
	columns := []page.Column{{Text: "Name"}, {Text: "What it is for"}, {Text: "How long it stays"}}
	return cookiesTemplate.OK(c, cookiesPage{
		Base: page.New(c, "Cookies and unsaved text"),
		Cookies: page.Table{ID: "cookies", Caption: "Cookies", Columns: columns, Rows: [][]page.Cell{
			{
				page.Text(prefix + "session"), page.Text("Keeps you signed in. It holds a random number and nothing about you."),
				page.Text("Until you sign out, 30 minutes after you last used the service, or 12 hours at most"),
			},
			{
				page.Text(prefix + "signing-in-…"),
				page.Text("Makes sure that the answer from your sign-in service belongs to the sign-in you started, and remembers the " +
					"page " +
					"you wanted."),
				page.Text("Until you are signed in, 10 minutes at most"),
			},
		}},
		Storage: page.Table{ID: "storage", Caption: "Kept in your browser's own storage", Columns: columns, Rows: [][]page.Cell{
			{page.Text("ips-draft|…"), page.Text("What you typed and have not saved: one for each form, under your identifier in this " +
				"service and your ICB."), page.Text("Until you save, discard it or sign out, 7 days at most")},
			{
				page.Text("ips-draft-sent"), page.Text("Which form was just sent, so that its copy is removed once it is saved."),
				page.Text("Until the next page, or until you close the tab"),
			},
		}},
	})
}

type abbreviationsPage struct {
	page.Base
	Edition *edition.Edition
	Table   page.Table
	Words   []word
}

// word is a term of the service's own with what it means.
type word struct{ Term, Meaning string }

var abbreviationsTemplate = page.Parse[abbreviationsPage](files, "abbreviations.html")

func (p Pages) abbreviations(c *gin.Context) error {
	e := p.Editions.Current()
	data := abbreviationsPage{
		Base: page.New(c, "Abbreviations and words"), Edition: e, Words: words,
		Table: page.Table{
			ID: "abbreviations", Caption: "Abbreviations", Columns: []page.Column{{Text: "Abbreviation"}, {Text: "What it means"}},
		},
	}
	all := append(slices.Clone(ours), e.Abbreviations...)
	slices.SortStableFunc(all, func(a, b edition.Abbreviation) int {
		return cmp.Compare(strings.ToLower(a.Short), strings.ToLower(b.Short))
	})
	for _, a := range all {
		data.Table.Rows = append(data.Table.Rows, []page.Cell{page.Text(a.Short), {Text: a.Long, Note: a.Meaning}})
	}
	return abbreviationsTemplate.OK(c, data)
}

type editionPage struct {
	page.Base
	Edition   *edition.Edition
	Whole     string
	About     page.SummaryList
	Sections  []page.Table
	Documents []edition.Document
	Errata    page.Table
}

var editionTemplate = page.Parse[editionPage](files, "edition.html")

func (p Pages) edition(c *gin.Context) error {
	e, ok := p.Editions.Edition(c.Param("id"))
	if !ok {
		return tenants.ErrNotFound
	}
	points, statements := 0, 0
	data := editionPage{
		Base: page.New(c, "About this edition of the toolkit"), Edition: e, Whole: page.WholeToolkit(e), Documents: e.Documents,
		Errata: page.Table{
			ID: "errata", Caption: "Corrections to the source",
			Columns: []page.Column{{Text: "Where"}, {Text: "What the source says"}, {Text: "How this service reads it"}},
			Empty:   "None are known.",
		},
	}
	for _, s := range e.Sections {
		t := page.Table{
			ID: sectionID(s), Caption: fmt.Sprintf("Section %d: %s", s.Number, s.Title),
			Columns: []page.Column{
				{Text: "Priority"},
				{Text: "Who answers"},
				{Text: "Statements", Numeric: true},
				{Text: "Source page", Numeric: true},
			},
		}
		for _, pr := range s.Priorities {
			points += len(pr.Points())
			statements += len(pr.Statements())
			t.Rows = append(t.Rows, []page.Cell{
				{Text: pr.Key + " " + pr.Name, Note: pr.Asks},
				page.Text(pr.Responsibility.Words()),
				page.Text(fmt.Sprint(len(pr.Statements()))), page.Text(fmt.Sprint(pr.Page)),
			})
		}
		data.Sections = append(data.Sections, t)
	}
	for _, mistake := range e.Errata {
		where := mistake.Where
		if mistake.Page > 0 {
			where = fmt.Sprintf("Page %d: %s", mistake.Page, mistake.Where)
		}
		data.Errata.Rows = append(data.Errata.Rows, []page.Cell{page.Text(where), page.Text(mistake.Printed), page.Text(mistake.Read)})
	}
	data.About = page.SummaryList{Rows: []page.SummaryRow{
		{Key: "Toolkit", Lines: []string{e.Title}},
		{Key: "Published", Lines: []string{e.Month() + ", by " + e.Publisher}},
		{Key: "Source", Lines: []string{e.Source}},
		{Key: "What it holds", Lines: []string{
			fmt.Sprintf("%d sections with %d priorities", len(e.Sections), len(e.Priorities())),
			fmt.Sprintf("%d considerations and best practices: %d are statements that can be ticked, and %d are background", points,
				statements, points-statements),
		}},
		{Key: "Fingerprint", Lines: []string{e.Hash}},
	}}
	return editionTemplate.OK(c, data)
}

func sectionID(s edition.Section) string { return fmt.Sprintf("section-%d", s.Number) }

type thirdPartyPage struct {
	page.Base
	Modules page.Table
}

var thirdPartyTemplate = page.Parse[thirdPartyPage](files, "third-party.html")

// thirdParty lists the modules that this very program was built from, as its own build information names them.
func (p Pages) thirdParty(c *gin.Context) error {
	data := thirdPartyPage{Base: page.New(c, "Third-party software"), Modules: page.Table{
		ID: "modules", Caption: "Go modules in this program", Columns: []page.Column{{Text: "Module"}, {Text: "Version"}},
		Empty: "This build does not name its modules. They are listed in THIRD-PARTY.md.",
	}}
	if build, ok := debug.ReadBuildInfo(); ok {
		for _, m := range build.Deps {
			data.Modules.Rows = append(data.Modules.Rows, []page.Cell{page.Text(m.Path), page.Text(m.Version)})
		}
	}
	return thirdPartyTemplate.OK(c, data)
}

// Package registers holds the pages of the lists that an ICB and its providers keep row by row: a page for each subject
// with what its lists add up to, a form for each row, and import from a file. What a list asks is in toolkit/register.
// What a subject says above its lists is in its own file here.
package registers

import (
	"embed"

	"github.com/gin-gonic/gin"

	"ipstoolkit/server/page"
	"ipstoolkit/server/places"
	"ipstoolkit/tenants/store"
	"ipstoolkit/toolkit/register"
)

//go:embed *.html
var files embed.FS

// Pages are the pages of the lists.
type Pages struct {
	Store *store.Store
	// Reading are the places for reading files.
	Reading *places.Places
}

// subject is one page of the navigation, with one list or several.
type subject struct {
	path  string // below the ICB's address
	title string
	lede  string
	// advice is what people must not miss, "" for nothing.
	advice string
	lists  []string
	// sheet is the part of its lists that the page asks; rows are added on the page that asks the first part.
	sheet string
	// onlyImport says that the list has pages of its own elsewhere: here it is filled from a spreadsheet alone.
	onlyImport bool
	// ofGroup says that it is a part of the steering group's pages, for commissioners alone.
	ofGroup bool
	// above is shown over the lists: what they add up to, in words and tables.
	above func(v view) summary
}

// subjects are the pages in the order of the navigation.
var subjects = []subject{dataFlow, pcnCoverage, workforce, conditions, coDesign, strategy, meetings, group}

// Mount puts the pages under an ICB's address.
func (p Pages) Mount(icb gin.IRouter) {
	for _, s := range subjects {
		if !s.onlyImport {
			icb.GET(s.path, page.Handle(func(c *gin.Context) error { return p.show(c, s) }))
		}
		for _, code := range s.lists {
			at := placeOf(s, code)
			under := s.path + "/" + code
			if s.sheet == "" {
				icb.GET(under+"/import", page.Handle(func(c *gin.Context) error { return p.importForm(c, at) }))
				icb.POST(under+"/import", page.Handle(func(c *gin.Context) error { return p.importRows(c, at) }))
			}
			if s.onlyImport {
				continue
			}
			icb.GET(under+"/row/:row", page.Handle(func(c *gin.Context) error { return p.edit(c, at) }))
			icb.POST(under+"/row/:row", page.Handle(func(c *gin.Context) error { return p.save(c, at) }))
			if s.sheet != "" {
				continue
			}
			icb.GET(under+"/new", page.Handle(func(c *gin.Context) error { return p.blank(c, at) }))
			icb.POST(under+"/new", page.Handle(func(c *gin.Context) error { return p.add(c, at) }))
			icb.GET(under+"/row/:row/remove", page.Handle(func(c *gin.Context) error { return p.askRemove(c, at) }))
			icb.POST(under+"/row/:row/remove", page.Handle(func(c *gin.Context) error { return p.remove(c, at) }))
		}
	}
}

// place is where a form belongs: a list of a subject, and the part of it that the subject asks.
type place struct {
	subject subject
	list    register.List
	asked   register.List
}

func placeOf(s subject, code string) place {
	list, _ := register.Of(code)
	return place{s, list, list.On(s.sheet)}
}

func (p Pages) rows(c *gin.Context) *store.Rows { return p.Store.For(page.Member(c)) }

func (s subject) href(c *gin.Context) string { return page.Home(page.Member(c).Tenant.Code) + s.path }

func (a place) href(c *gin.Context) string { return a.subject.href(c) + "/" + a.list.Code }

func (a place) crumb(c *gin.Context) page.Crumb {
	return page.Crumb{Href: a.subject.href(c), Text: a.subject.title}
}

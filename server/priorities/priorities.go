// Package priorities holds the pages of the toolkit itself: all priorities of an ICB, a section, and a priority with
// what the ICB records against it.
package priorities

import (
	"embed"

	"github.com/gin-gonic/gin"

	"ipstoolkit/server/page"
	"ipstoolkit/server/places"
	"ipstoolkit/tenants"
	"ipstoolkit/tenants/store"
	"ipstoolkit/toolkit/edition"
)

//go:embed *.html
var files embed.FS

// Pages are the toolkit's pages.
type Pages struct {
	Store    *store.Store
	Editions *edition.Library
	// Reading are the places for reading files.
	Reading *places.Places
	still   map[string]map[string]still
}

// Mount puts the pages under an ICB's address. Only its members reach them.
func (p Pages) Mount(icb gin.IRouter) {
	p.still = stillOf(p.Editions)
	icb.GET("/toolkit", page.Handle(p.overview))
	icb.GET("/toolkit/review", page.Handle(p.review))
	icb.POST("/toolkit/review", page.Handle(p.saveReview))
	icb.GET("/toolkit/review/import", page.Handle(p.listImport))
	icb.POST("/toolkit/review/import", page.Handle(p.importList))
	icb.GET("/toolkit/:key", page.Handle(p.sectionOrPriority))
	icb.POST("/toolkit/:key", page.Handle(p.save))
	icb.POST("/toolkit/:key/answer", page.Handle(p.answer))
	icb.POST("/toolkit/:key/view", page.Handle(p.saveView))
	icb.POST("/toolkit/:key/comment", page.Handle(p.saveComment))
}

// rows are the ICB's rows as the person reaches them.
func (p Pages) rows(c *gin.Context) *store.Rows { return p.Store.For(page.Member(c)) }

func toolkitPath(c *gin.Context) string { return page.Home(page.Member(c).Tenant.Code) + "/toolkit" }

// sectionOrPriority tells "/toolkit/3" from "/toolkit/3.4".
func (p Pages) sectionOrPriority(c *gin.Context) error {
	e, err := p.Editions.Used(page.Member(c).Tenant.Edition)
	if err != nil {
		return err
	}
	if priority, ok := e.Priority(c.Param("key")); ok {
		return p.priority(c, e, priority)
	}
	for _, s := range e.Sections {
		if sectionKey(s) == c.Param("key") {
			return p.section(c, e, s)
		}
	}
	return tenants.ErrNotFound
}

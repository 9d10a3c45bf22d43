// Package actions holds the pages of what people have agreed to do: the list, an action with how far it is, and the form that
// records one.
package actions

import (
	"embed"

	"github.com/gin-gonic/gin"

	"ipstoolkit/server/page"
	"ipstoolkit/tenants/store"
	"ipstoolkit/toolkit/edition"
)

//go:embed *.html
var files embed.FS

// Pages are the pages of actions.
type Pages struct {
	Store    *store.Store
	Editions *edition.Library
}

// Mount puts the pages under an ICB's address. Only its members reach them.
func (p Pages) Mount(icb gin.IRouter) {
	icb.GET("/actions", page.Handle(p.list))
	icb.GET("/actions/new", page.Handle(p.add))
	icb.POST("/actions/new", page.Handle(p.saveNew))
	icb.GET("/actions/:id", page.Handle(p.show))
	icb.POST("/actions/:id", page.Handle(p.report))
	icb.GET("/actions/:id/edit", page.Handle(p.edit))
	icb.POST("/actions/:id/edit", page.Handle(p.saveChange))
}

func (p Pages) rows(c *gin.Context) *store.Rows { return p.Store.For(page.Member(c)) }

// path is the address of the list.
func path(c *gin.Context) string { return page.ActionPath(page.Member(c).Tenant.Code) }

// under is a page's place below the list.
func under(c *gin.Context, title string) page.Base {
	return page.New(c, title).Under(page.Crumb{Href: path(c), Text: "Actions"})
}

// Package returns holds the pages of the quarterly figures: the list by quarter and provider, and a provider's return
// with what is done to it (draft, submit, ask, answer, accept, correct).
package returns

import (
	"embed"

	"github.com/gin-gonic/gin"

	"ipstoolkit/server/page"
	"ipstoolkit/server/places"
	"ipstoolkit/tenants/store"
)

//go:embed *.html
var files embed.FS

// Pages are the pages of returns.
type Pages struct {
	Store *store.Store
	// Reading are the places for reading files.
	Reading *places.Places
	// PublicURL is where browsers reach the service; links in texts for mail begin with it.
	PublicURL string
}

// Mount puts the pages under an ICB's address. Only its members reach them.
func (p Pages) Mount(icb gin.IRouter) {
	icb.GET("/returns", page.Handle(p.list))
	icb.GET("/returns/set", page.Handle(p.set))
	icb.POST("/returns/set", page.Handle(p.agree))
	icb.GET("/returns/published", page.Handle(p.published))
	icb.POST("/returns/published", page.Handle(p.savePublished))
	icb.POST("/returns/published/file", page.Handle(p.filePublished))
	icb.GET("/returns/:provider/saved", page.Handle(p.saved))
	icb.GET("/returns/:provider/:quarter", page.Handle(p.show))
	icb.POST("/returns/:provider/:quarter", page.Handle(p.save))
	icb.GET("/returns/:provider/:quarter/import", page.Handle(p.chooseFile))
	icb.POST("/returns/:provider/:quarter/import", page.Handle(p.importFile))
	icb.GET("/returns/:provider/:quarter/ask", page.Handle(p.ask))
	icb.GET("/returns/:provider/:quarter/receipt", page.Handle(p.receipt))
}

// MountTop puts the page of a person's own returns in all their ICBs at the top; signedIn lets nobody else through.
func (p Pages) MountTop(r gin.IRouter, signedIn gin.HandlerFunc) {
	r.GET("/my-returns", signedIn, page.Handle(p.mine))
}

func (p Pages) rows(c *gin.Context) *store.Rows { return p.Store.For(page.Member(c)) }

// path is the address of the list of returns.
func path(c *gin.Context) string { return page.Home(page.Member(c).Tenant.Code) + "/returns" }

// Package equity holds the pages of breakdowns: who accesses IPS services and who starts a job, by protected
// characteristic and deprivation. Providers enter breakdowns there, and the ICB says what it collects.
package equity

import (
	"embed"

	"github.com/gin-gonic/gin"

	"ipstoolkit/server/page"
	"ipstoolkit/server/places"
	"ipstoolkit/tenants/store"
)

//go:embed *.html
var files embed.FS

// Pages are the pages of breakdowns.
type Pages struct {
	Store *store.Store
	// Reading are the places for reading files.
	Reading *places.Places
}

// Mount puts the pages under an ICB's address. Only its members reach them.
func (p Pages) Mount(icb gin.IRouter) {
	icb.GET("/equity", page.Handle(p.show))
	icb.POST("/equity", page.Handle(p.showTrue))
	icb.GET("/equity/collected", page.Handle(p.collected))
	icb.GET("/equity/collected/:characteristic", page.Handle(p.collection))
	icb.POST("/equity/collected/:characteristic", page.Handle(p.saveCollection))
	icb.GET("/equity/:provider/:quarter", page.Handle(p.showQuarter))
	icb.POST("/equity/:provider/:quarter", page.Handle(p.saveQuarter))
	icb.POST("/equity/:provider/:quarter/import", page.Handle(p.importQuarter))
	icb.GET("/equity/:provider/:quarter/:characteristic", page.Handle(p.breakdown))
	icb.POST("/equity/:provider/:quarter/:characteristic", page.Handle(p.saveBreakdown))
}

func (p Pages) rows(c *gin.Context) *store.Rows { return p.Store.For(page.Member(c)) }

// path is the address of the breakdowns.
func path(c *gin.Context) string { return page.Home(page.Member(c).Tenant.Code) + "/equity" }

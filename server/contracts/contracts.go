// Package contracts holds the pages of the contract register: the list, and a contract with its length, its options and
// the talks about its end.
package contracts

import (
	"embed"

	"github.com/gin-gonic/gin"

	"ipstoolkit/server/page"
	"ipstoolkit/tenants/store"
)

//go:embed *.html
var files embed.FS

// Pages are the pages of contracts.
type Pages struct {
	Store *store.Store
}

// Mount puts the pages under an ICB's address, whose members alone reach them.
func (p Pages) Mount(icb gin.IRouter) {
	icb.GET("/contracts", page.Handle(p.list))
	icb.GET("/contracts/new", page.Handle(p.add))
	icb.POST("/contracts/new", page.Handle(p.saveNew))
	icb.GET("/contracts/:id", page.Handle(p.show))
	icb.POST("/contracts/:id", page.Handle(p.saveChange))
}

func (p Pages) rows(c *gin.Context) *store.Rows { return p.Store.For(page.Member(c)) }

// path is the address of the list of contracts.
func path(c *gin.Context) string { return page.Home(page.Member(c).Tenant.Code) + "/contracts" }

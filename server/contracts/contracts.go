// Package contracts holds the pages of the contract register: the list, and a contract with its length, its clauses,
// what it lacks against the toolkit, and the talks about its end.
package contracts

import (
	"embed"

	"github.com/gin-gonic/gin"

	"ipstoolkit/server/page"
	"ipstoolkit/tenants"
	"ipstoolkit/tenants/store"
	"ipstoolkit/toolkit/contract"
)

//go:embed *.html
var files embed.FS

// Pages are the pages of contracts.
type Pages struct {
	Store *store.Store
}

// Mount puts the pages under an ICB's address. Only its members reach them.
func (p Pages) Mount(icb gin.IRouter) {
	icb.GET("/contracts", page.Handle(p.list))
	icb.GET("/contracts/new", page.Handle(p.add))
	icb.POST("/contracts/new", page.Handle(p.saveNew))
	icb.GET("/contracts/:id", page.Handle(p.show))
	icb.GET("/contracts/:id/edit", page.Handle(p.edit))
	icb.POST("/contracts/:id/edit", page.Handle(p.saveChange))
	icb.GET("/contracts/:id/clauses", page.Handle(p.clauses))
	icb.POST("/contracts/:id/clauses", page.Handle(p.saveClauses))
	icb.GET("/contracts/:id/remove", page.Handle(p.askRemove))
	icb.POST("/contracts/:id/remove", page.Handle(p.remove))
}

func (p Pages) rows(c *gin.Context) *store.Rows { return p.Store.For(page.Member(c)) }

// path is the address of the list of contracts.
func path(c *gin.Context) string { return page.Home(page.Member(c).Tenant.Code) + "/contracts" }

// kept is the contract that the address names, for somebody who keeps contracts.
func (p Pages) kept(c *gin.Context) (contract.Contract, error) {
	if err := page.Allow(c, tenants.KeepContracts); err != nil {
		return contract.Contract{}, err
	}
	return p.rows(c).Contract(c, c.Param("id"))
}

// under is a page's place below the list, and below the contract where it is one that is there already.
func under(c *gin.Context, b page.Base, k contract.Contract) page.Base {
	b = b.Under(page.Crumb{Href: path(c), Text: "Contracts"})
	if k.ID != "" {
		b = b.Under(page.Crumb{Href: path(c) + "/" + k.ID, Text: k.Name})
	}
	return b
}

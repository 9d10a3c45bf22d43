// Package targets holds the pages of the targets: the ICB's result against each, one target with how it was worked out,
// local values, and the ICB's own targets.
package targets

import (
	"embed"
	"strings"

	"github.com/gin-gonic/gin"

	"ipstoolkit/server/page"
	"ipstoolkit/tenants"
	"ipstoolkit/tenants/store"
	"ipstoolkit/toolkit/measure"
)

//go:embed *.html
var files embed.FS

// Pages are the pages of targets.
type Pages struct {
	Store *store.Store
}

// Mount puts the pages under an ICB's address. Only its members reach them.
func (p Pages) Mount(icb gin.IRouter) {
	icb.GET("/targets", page.Handle(p.list))
	icb.GET("/targets/new", page.Handle(p.add))
	icb.POST("/targets/new", page.Handle(p.saveNew))
	icb.GET("/targets/:kind", page.Handle(p.show))
	icb.POST("/targets/:kind", page.Handle(p.save))
	icb.POST("/targets/:kind/measures", page.Handle(p.measure))
	icb.GET("/targets/:kind/end", page.Handle(p.askEnd))
	icb.POST("/targets/:kind/end", page.Handle(p.end))
}

func (p Pages) rows(c *gin.Context) *store.Rows { return p.Store.For(page.Member(c)) }

// path is the address of the list of targets.
func path(c *gin.Context) string { return page.Home(page.Member(c).Tenant.Code) + "/targets" }

// result finds the result in the address among those the member may see. Errors: tenants.ErrForbidden for a kind that
// the role may not see, tenants.ErrProcurement for one that procurement keeps back, tenants.ErrNotFound for one that is
// none.
func (p Pages) result(c *gin.Context) (measure.Input, measure.Result, error) {
	if err := page.Allow(c, tenants.ReadToolkit); err != nil {
		return measure.Input{}, measure.Result{}, err
	}
	in, err := p.rows(c).TargetInput(c)
	if err != nil {
		return in, measure.Result{}, err
	}
	code := c.Param("kind")
	if r, ok := measure.One(in, code); ok {
		return in, r, nil
	}
	k, ok := measure.KindOf(code)
	if k.Contracts && in.Audience.IsOutside() && !(k.CommissionersOnly && !in.Audience.AreCommissioners()) {
		return in, measure.Result{}, tenants.ErrProcurement
	}
	if ok || strings.HasPrefix(code, "own-") && in.Audience.IsProvider() {
		return in, measure.Result{}, tenants.ErrForbidden
	}
	return in, measure.Result{}, tenants.ErrNotFound
}

// Package people holds the pages where an ICB administrator says who may use the service for the ICB, and in which
// role.
package people

import (
	"embed"
	"strings"

	"github.com/gin-gonic/gin"

	"ipstoolkit/server/page"
	"ipstoolkit/tenants"
	"ipstoolkit/tenants/store"
)

//go:embed *.html
var files embed.FS

// Pages are the People pages.
type Pages struct {
	Store *store.Store
	// PublicURL is where browsers reach the service; invitation links begin with it.
	PublicURL string
}

// Mount puts the pages under an ICB's address. They are for the ICB administrator alone; commissioners read who the
// members are.
func (p Pages) Mount(icb gin.IRouter) {
	icb.GET("/people", page.Handle(p.list))
	icb.POST("/people", administrators(p.invite))
	icb.GET("/people/:member", administrators(p.member))
	icb.POST("/people/:member", administrators(p.changeRole))
	icb.GET("/people/:member/hand-over", administrators(p.askHandOver))
	icb.POST("/people/:member/hand-over", administrators(p.handOver))
	icb.GET("/people/:member/end", administrators(p.askEnd))
	icb.POST("/people/:member/end", administrators(p.end))
	icb.POST("/people/invitations/:invitation/renew", administrators(p.renew))
	icb.POST("/people/invitations/:invitation/withdraw", administrators(p.withdraw))
}

func administrators(h func(c *gin.Context) error) gin.HandlerFunc {
	return page.Handle(func(c *gin.Context) error {
		if err := page.Allow(c, tenants.ManagePeople); err != nil {
			return err
		}
		return h(c)
	})
}

// rows are the ICB's rows as the administrator reaches them.
func (p Pages) rows(c *gin.Context) *store.Rows { return p.Store.For(page.Member(c)) }

// path is the address of the list of people.
func path(c *gin.Context) string { return page.Home(page.Member(c).Tenant.Code) + "/people" }

// base is the frame of a page below Settings, and below the list of people where below says so.
func base(c *gin.Context, title string, below bool) page.Base {
	crumbs := []page.Crumb{{Href: page.Home(page.Member(c).Tenant.Code) + "/settings", Text: "Settings"}}
	if below {
		crumbs = append(crumbs, page.Crumb{Href: path(c), Text: "People"})
	}
	return page.New(c, title).Under(crumbs...)
}

// link is what the invited person opens.
func (p Pages) link(token string) string {
	return strings.TrimSuffix(p.PublicURL, "/") + "/invitations/" + token
}

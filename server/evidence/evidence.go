// Package evidence holds the pages of evidence: the register, adding and changing, what is asked and answered about a
// piece, its files' downloads, and the removal of personal data that came in by mistake.
package evidence

import (
	"embed"

	"github.com/gin-gonic/gin"

	"ipstoolkit/scan"
	"ipstoolkit/server/page"
	"ipstoolkit/server/places"
	"ipstoolkit/tenants/store"
	"ipstoolkit/toolkit/edition"
)

//go:embed *.html
var files embed.FS

// Pages are the pages of evidence. Scanner is nil in a service without a virus scanner. BackupsKept says for how long the
// service keeps its backups, "14 days"; "" when it makes none.
type Pages struct {
	Store       *store.Store
	Editions    *edition.Library
	Scanner     *scan.Scanner
	BackupsKept string
	// Reading are the places for reading files, Room is the disk that files take up while they come in.
	Reading *places.Places
	Room    *places.Room
}

// Mount puts the pages under an ICB's address. Only its members reach them.
func (p Pages) Mount(icb gin.IRouter) {
	icb.GET("/evidence", page.Handle(p.register))
	icb.GET("/evidence/add", page.Handle(p.add))
	icb.POST("/evidence/add", page.Handle(p.saveNew))
	icb.GET("/evidence/:id", page.Handle(p.view))
	icb.POST("/evidence/:id", page.Handle(p.act))
	icb.GET("/evidence/:id/edit", page.Handle(p.edit))
	icb.POST("/evidence/:id/edit", page.Handle(p.saveChange))
	icb.GET("/evidence/:id/files/:file", page.Handle(p.download))
	icb.GET("/evidence/:id/files/:file/remove", page.Handle(p.askRemoval))
	icb.POST("/evidence/:id/files/:file/remove", page.Handle(p.removeFile))
	icb.GET("/personal-data", page.Handle(p.personalData))
	icb.POST("/personal-data", page.Handle(p.removeText))
}

// rows are the ICB's rows as the person reaches them.
func (p Pages) rows(c *gin.Context) *store.Rows { return p.Store.For(page.Member(c)) }

func path(c *gin.Context) string { return page.EvidencePath(page.Member(c).Tenant.Code) }

// under is the breadcrumb of everything below the register.
func under(c *gin.Context, b page.Base, more ...page.Crumb) page.Base {
	home := page.Home(page.Member(c).Tenant.Code)
	return b.Under(append([]page.Crumb{{Href: home + "/toolkit", Text: "Toolkit"}, {Href: path(c), Text: "Evidence"}}, more...)...)
}

// Package home holds the pages where people arrive: the front page, an ICB's start page with what to do next, and the
// list of what waits for one person.
package home

import (
	"embed"
	"net/http"

	"github.com/gin-gonic/gin"

	"ipstoolkit/server/page"
	"ipstoolkit/tenants"
	"ipstoolkit/tenants/store"
	"ipstoolkit/toolkit/edition"
)

//go:embed *.html
var files embed.FS

// Pages are the pages where people arrive.
type Pages struct {
	Store    *store.Store
	Editions *edition.Library
}

// Mount puts the pages under an ICB's address. Only its members reach them.
func (p Pages) Mount(icb gin.IRouter) {
	icb.GET("", page.Handle(p.start))
	icb.GET("/my-work", page.Handle(p.myWork))
}

// MountTop puts the front of the service at its top, for which nobody has to sign in, and a person's work in all of their ICBs.
func (p Pages) MountTop(r gin.IRouter, requireSession gin.HandlerFunc) {
	r.GET("/", page.Handle(p.front))
	r.GET("/my-work", requireSession, page.Handle(p.allWork))
}

type frontPage struct {
	page.Base
	Edition *edition.Edition
}

var frontTemplate = page.Parse[frontPage](files, "front.html")

// front sends people who have signed in to their ICB, or to the choice between several; others read what this is.
func (p Pages) front(c *gin.Context) error {
	v := page.VisitOf(c)
	switch {
	case len(v.Memberships) == 1:
		c.Redirect(http.StatusSeeOther, page.Home(v.Memberships[0].Tenant.Code))
		return nil
	case v.Person.ID != "":
		c.Redirect(http.StatusSeeOther, "/my-icbs")
		return nil
	}
	return frontTemplate.OK(c, frontPage{Base: page.New(c, "IPS commissioning toolkit"), Edition: p.Editions.Current()})
}

// pack is where the member reads the steering group's pack, "" where they do not.
func pack(m tenants.Member, home string) string {
	if !m.Can(tenants.WorkbookGroup) {
		return ""
	}
	return home + "/pack"
}

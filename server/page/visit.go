// Package page holds what all pages share: who is looking, the frame around a page (layout.html), the NHS components as
// typed structs with a partial each, forms as they were sent, and the one place where errors become pages.
package page

import (
	"slices"

	"github.com/gin-gonic/gin"

	"ipstoolkit/tenants"
)

// Visit is who is looking at a page.
type Visit struct {
	Person tenants.Person
	// Member is the person's membership of the ICB that the page belongs to; nil on pages outside any ICB.
	Member *tenants.Member
	// Memberships are all ICBs the person belongs to, so that the header can offer to switch.
	Memberships []tenants.Member
	// SecondsLeft is how long the session lasts if nothing more is asked, for the warning before its end; 0 when
	// there is no session.
	SecondsLeft int
}

// Site is what is the same for all pages of a running program.
type Site struct {
	// Demo says on every page that the data are invented.
	Demo bool
	// Build is the program's version, shown in the footer.
	Build string
	// ShowNHSLogo shows the NHS logo, a trade mark that only those entitled to it may turn on.
	ShowNHSLogo bool
}

const (
	visitKey    = "page.visit"
	siteKey     = "page.site"
	strangerKey = "page.stranger"
)

// SetVisit notes who is looking, for every page of this request.
func SetVisit(c *gin.Context, v Visit) { c.Set(visitKey, v) }

// VisitOf is who is looking; the zero Visit when nobody has signed in.
func VisitOf(c *gin.Context) Visit {
	v, _ := c.Value(visitKey).(Visit)
	return v
}

// Member is the membership by which the person looks at this ICB's page. Under /icb/:code the middleware has set it;
// anywhere else it is the zero Member, who may do nothing.
func Member(c *gin.Context) tenants.Member {
	if m := VisitOf(c).Member; m != nil {
		return *m
	}
	return tenants.Member{}
}

// SetStranger notes what answers somebody who is no member of the ICB of this address: a membership can end while a
// request of it is under way.
func SetStranger(c *gin.Context, h gin.HandlerFunc) { c.Set(strangerKey, h) }

// leave answers somebody who is no longer a member as it answers a stranger.
func leave(c *gin.Context) {
	v := VisitOf(c)
	if v.Member != nil {
		left := v.Member.ID
		v.Member, v.Memberships = nil, slices.DeleteFunc(slices.Clone(v.Memberships), func(m tenants.Member) bool { return m.ID == left })
	}
	SetVisit(c, v)
	if h, ok := c.Value(strangerKey).(gin.HandlerFunc); ok {
		h(c)
		return
	}
	Fail(c, tenants.ErrNotFound)
}

// SetSite notes what is the same for all pages.
func SetSite(c *gin.Context, s Site) { c.Set(siteKey, s) }

// SiteOf is what SetSite noted.
func SiteOf(c *gin.Context) Site {
	s, _ := c.Value(siteKey).(Site)
	return s
}

// Allow returns tenants.ErrForbidden when the person's role in this ICB may not do it, tenants.ErrProcurement when only
// procurement is in the way.
func Allow(c *gin.Context, p tenants.Permission) error { return Member(c).Allow(p) }

package server

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"net/http"
	"slices"
	"strings"

	"github.com/gin-gonic/gin"

	"ipstoolkit/assets"
	"ipstoolkit/server/page"
	"ipstoolkit/tenants/store"
)

// kept are the pages that a browser may keep, as long as it asks each time whether they still hold. Everything on them
// depends on the ICB's saves, on who is looking and on the day.
var kept = []string{"/icb/:code", "/icb/:code/toolkit", "/icb/:code/toolkit/:key"}

// fresh answers "not changed" to a browser that has the page as it still is, without reading anything more than who is
// asking: their membership and the ICB's version came with the session.
func fresh(s *store.Store, service string) gin.HandlerFunc {
	return func(c *gin.Context) {
		if c.Request.Method != http.MethodGet || !slices.Contains(kept, c.FullPath()) {
			return
		}
		v := page.VisitOf(c)
		tag := pageTag(v, service, string(s.Today()))
		h := c.Writer.Header()
		h.Set("ETag", tag)
		h.Set("Cache-Control", "private, no-cache")
		if strings.Contains(c.GetHeader("If-None-Match"), tag) {
			c.AbortWithStatus(http.StatusNotModified)
		}
	}
}

// serviceTag covers what pages show to everybody: what the operator has set, and which styles and modules the pages
// use.
func (c Config) serviceTag() string {
	return fmt.Sprintf("%+v|%s|%s|%s", c.Site, c.Support, c.PublicURL,
		strings.Join([]string{
			assets.Path("icon.svg"), assets.Path("nhsuk.css"), assets.Path("app.css"), assets.Path("print.css"),
			assets.Path("app.js"),
		}, "|"))
}

// pageTag changes with everything that a kept page shows: all that is known of the person, of their membership and of the
// ICB, its version above all. The session's end is part of it only when it is near: until then the warning counts from the
// page's arrival, and that is right for a page that was kept too.
func pageTag(v page.Visit, service, today string) string {
	ending := 0
	if v.SecondsLeft < int(store.SessionSure.Seconds()) {
		ending = v.SecondsLeft
	}
	sum := sha256.Sum256(fmt.Appendf(nil, "%s|%s|%+v|%+v|%d|%d", service, today, v.Person, *v.Member, len(v.Memberships), ending))
	return `W/"` + hex.EncodeToString(sum[:12]) + `"`
}

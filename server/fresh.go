package server

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"net/http"
	"slices"
	"strings"

	"github.com/gin-gonic/gin"

	"ipstoolkit/server/page"
	"ipstoolkit/tenants/store"
)

// kept are the pages that a browser may keep, as long as it asks each time whether they still hold. Everything on them
// hangs on the ICB's saves, on who is looking and on the day.
var kept = []string{"/icb/:code", "/icb/:code/toolkit", "/icb/:code/toolkit/:key"}

// fresh answers "not changed" to a browser that has the page as it still is, without reading anything more than who is
// asking: their membership and the ICB's version came with the session.
func fresh(s *store.Store, build string) gin.HandlerFunc {
	return func(c *gin.Context) {
		if c.Request.Method != http.MethodGet || !slices.Contains(kept, c.FullPath()) {
			return
		}
		v := page.VisitOf(c)
		tag := pageTag(v, build, string(s.Today()))
		h := c.Writer.Header()
		h.Set("ETag", tag)
		h.Set("Cache-Control", "private, no-cache")
		if strings.Contains(c.GetHeader("If-None-Match"), tag) {
			c.AbortWithStatus(http.StatusNotModified)
		}
	}
}

// pageTag changes with everything that a kept page shows. The session's end is part of it only when it is near: until
// then the warning counts from the page's arrival, and that is right for a page that was kept too.
func pageTag(v page.Visit, build, today string) string {
	ending := 0
	if v.SecondsLeft < int(store.SessionSure.Seconds()) {
		ending = v.SecondsLeft
	}
	text := fmt.Sprintf("%s|%s|%s|%s|%d|%d|%d|%d", build, today, v.Person.ID, v.Person.Name, v.Member.Tenant.Version, v.Member.Version, len(v.Memberships), ending)
	sum := sha256.Sum256([]byte(text))
	return `W/"` + hex.EncodeToString(sum[:12]) + `"`
}

// Package plan holds the pages of the staffing plan: the posts that an access target asks for beside those that are
// there, with the assumptions in the address, and what an ICB records for a year's plan.
package plan

import (
	"embed"
	"slices"
	"strconv"

	"github.com/gin-gonic/gin"

	"ipstoolkit/server/page"
	"ipstoolkit/tenants/store"
	"ipstoolkit/toolkit/calendar"
)

//go:embed *.html
var files embed.FS

// Pages are the pages of the staffing plan.
type Pages struct {
	Store *store.Store
}

// Mount puts the pages under an ICB's address. Only its members reach them.
func (p Pages) Mount(icb gin.IRouter) {
	icb.GET("/plan", page.Handle(p.show))
	icb.GET("/plan/record", page.Handle(p.showRecord))
	icb.POST("/plan", page.Handle(p.save))
}

func (p Pages) rows(c *gin.Context) *store.Rows { return p.Store.For(page.Member(c)) }

// path is the address of the plan; of, that of a year's, and recordOf, that of the form for what is recorded for it.
func path(c *gin.Context) string { return page.Home(page.Member(c).Tenant.Code) + "/plan" }

func of(c *gin.Context, y calendar.Year) string { return path(c) + "?year=" + strconv.Itoa(int(y)) }

func recordOf(c *gin.Context, y calendar.Year) string {
	return path(c) + "/record?year=" + strconv.Itoa(int(y))
}

// years are those that can be planned: the one before, this one, and as many to come as access targets are published
// for.
func years(today calendar.Date) []calendar.Year {
	y := today.Year()
	return []calendar.Year{y - 1, y, y + 1, y + 2}
}

// yearOf is the year that an address or a form names, this one when it names none; ok is false when it is none of those
// that can be planned.
func yearOf(text string, today calendar.Date) (y calendar.Year, ok bool) {
	if text == "" {
		return today.Year(), true
	}
	n, err := strconv.Atoi(text)
	return calendar.Year(n), err == nil && slices.Contains(years(today), calendar.Year(n))
}

// asked is the year in the address, or this one.
func asked(c *gin.Context, today calendar.Date) calendar.Year {
	if y, ok := yearOf(c.Query("year"), today); ok {
		return y
	}
	return today.Year()
}

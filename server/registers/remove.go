package registers

import (
	"net/http"
	"strings"

	"github.com/gin-gonic/gin"

	"ipstoolkit/server/page"
	"ipstoolkit/tenants"
)

// removePage asks once before a row is taken off its list.
type removePage struct {
	page.Base
	Caption, Action, Back string
	Version               int
}

var removeTemplate = page.Parse[removePage](files, "remove.html")

func (p Pages) askRemove(c *gin.Context, at place) error {
	r, err := p.rows(c).RegisterRow(c, at.list.Code, c.Param("row"))
	if err != nil {
		return err
	}
	if !p.rows(c).MayKeep(at.list, r.Provider) {
		return tenants.ErrForbidden
	}
	back := strings.TrimSuffix(c.Request.URL.Path, "/remove")
	base := page.New(c, "Remove "+at.list.Title(r)+"?").Under(at.crumb(c), page.Crumb{Href: back, Text: at.list.Title(r)})
	return removeTemplate.OK(c, removePage{Base: base, Caption: at.list.Name, Action: c.Request.URL.Path, Back: back, Version: r.Version})
}

func (p Pages) remove(c *gin.Context, at place) error {
	f, err := page.ReadForm(c)
	if err != nil {
		return err
	}
	if err := p.rows(c).RemoveRow(c, at.list.Code, c.Param("row"), f.Version()); err != nil {
		return err
	}
	c.Redirect(http.StatusSeeOther, at.subject.href(c)+"?removed=1&list="+at.list.Code)
	return nil
}

package registers

import (
	"strings"

	"github.com/gin-gonic/gin"

	"ipstoolkit/server/page"
	"ipstoolkit/toolkit/register"
	"ipstoolkit/toolkit/snapshot"
)

// removePage asks once before a row is taken off its list.
type removePage struct {
	page.Base
	Caption, Row, Action, Back string
	Version                    int
}

var removeTemplate = page.Parse[removePage](files, "remove.html")

func (p Pages) askRemove(c *gin.Context, at place) error {
	r, err := p.kept(c, at)
	if err != nil {
		return err
	}
	return p.showRemove(c, at, r, page.Refusal{})
}

func (p Pages) showRemove(c *gin.Context, at place, r register.Row, refusal page.Refusal) error {
	back := strings.TrimSuffix(c.Request.URL.Path, "/remove")
	row := at.list.Title(r)
	base := page.New(c, "Remove this "+at.list.One+"?").Under(at.crumb(c), page.Crumb{Href: back, Text: row}).Refused(refusal)
	return removeTemplate.Show(c, refusal.Status(),
		removePage{Base: base, Caption: at.list.Name, Row: row, Action: c.Request.URL.Path, Back: back, Version: r.Version})
}

// remove takes a row off its list, if it is still as the person saw it.
func (p Pages) remove(c *gin.Context, at place) error {
	r, err := p.kept(c, at)
	if err != nil {
		return err
	}
	return page.Remove(c, page.Removal{
		What: "this", Undone: "It was not removed", To: at.subject.href(c) + "?removed=1&list=" + at.list.Code,
		Do: func(version int) error { return p.rows(c).RemoveRow(c, at.list.Code, r.ID, version) },
		Now: func() (int, snapshot.History, error) {
			if r, err = p.kept(c, at); err != nil {
				return 0, snapshot.History{}, err
			}
			h, err := p.rows(c).HistoryPart(c, snapshot.Part{}, at.list.Code, r.ID)
			return r.Version, h, err
		},
		Show: func(refusal page.Refusal) error { return p.showRemove(c, at, r, refusal) },
	})
}

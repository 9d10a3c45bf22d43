package home

import (
	"context"
	"fmt"
	"net/http"

	"github.com/gin-gonic/gin"

	"ipstoolkit/server/page"
	"ipstoolkit/tenants"
)

// allWorkPage is what waits for a person in each of their ICBs.
type allWorkPage struct {
	page.Base
	ICBs []icbWork
}

// icbWork is what waits in one ICB, the most urgent first. More leads to the rest.
type icbWork struct {
	ID, Name, Href string
	Things         page.TaskList
	More           string
}

var allWorkTemplate = page.Parse[allWorkPage](files, "allwork.html")

// allWork shows people who belong to several ICBs what waits in each, and takes all others to their only one.
func (p Pages) allWork(c *gin.Context) error {
	memberships := page.VisitOf(c).Memberships
	switch len(memberships) {
	case 0:
		c.Redirect(http.StatusSeeOther, "/my-icbs")
		return nil
	case 1:
		c.Redirect(http.StatusSeeOther, page.Home(memberships[0].Tenant.Code)+"/my-work")
		return nil
	}
	data := allWorkPage{Base: page.New(c, "My work in all ICBs")}
	for _, m := range memberships {
		things, err := p.waiting(c, m)
		if err != nil {
			return fmt.Errorf("work in %s: %w", m.Tenant.Code, err)
		}
		id := "work-" + m.Tenant.Code
		one := icbWork{ID: id, Name: m.Tenant.Name, Href: page.Home(m.Tenant.Code) + "/my-work"}
		one.Things = tasks(id+"-things", things[:min(len(things), mostThings)])
		if more := len(things) - mostThings; more > 0 {
			one.More = fmt.Sprintf("%d more in %s", more, m.Tenant.Name)
		}
		data.ICBs = append(data.ICBs, one)
	}
	return allWorkTemplate.OK(c, data)
}

// waiting is what waits for a person in one of their ICBs, each read by itself as its own member: the list that My work shows.
func (p Pages) waiting(ctx context.Context, m tenants.Member) ([]thing, error) {
	e, err := p.Editions.Used(m.Tenant.Edition)
	if err != nil {
		return nil, err
	}
	k, err := know(ctx, p.Store.For(m), m, e, p.Store.Today())
	if err != nil {
		return nil, err
	}
	return k.agenda(), nil
}

// Waiting is the same list as far as an email may tell it: kinds and days.
func (p Pages) Waiting(ctx context.Context, m tenants.Member) ([]tenants.Waiting, error) {
	things, err := p.waiting(ctx, m)
	list := make([]tenants.Waiting, len(things))
	for i, t := range things {
		list[i] = tenants.Waiting{Kind: t.kind, By: t.by}
	}
	return list, err
}

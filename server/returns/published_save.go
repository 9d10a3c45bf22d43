package returns

import (
	"cmp"
	"errors"
	"fmt"
	"net/http"
	"slices"

	"github.com/gin-gonic/gin"

	"ipstoolkit/server/page"
	"ipstoolkit/tenants"
	"ipstoolkit/toolkit/calendar"
	"ipstoolkit/toolkit/figures"
	"ipstoolkit/toolkit/problem"
)

// typedPublished is a published figure as it stands in the form.
type typedPublished struct {
	figures.Published
	people    string
	on        page.TypedDate
	confirmed []string
	meanwhile string
}

func asPublished(p figures.Published) typedPublished {
	t := typedPublished{Published: p, on: page.DateOf(p.PublishedOn)}
	if p.Version > 0 {
		t.people = p.Shown()
	}
	return t
}

// savePublished records the figure of the form, or takes it out: 303, 422 with the form when something is wrong, 409
// with what is recorded when there is something else by now.
func (p Pages) savePublished(c *gin.Context) error {
	if err := page.Allow(c, tenants.AgreeFigures); err != nil {
		return err
	}
	f, err := page.ReadForm(c)
	if err != nil {
		return err
	}
	var wrong problem.List
	t := typedPublished{people: f.Text("people"), confirmed: f.Values("confirmed")}
	t.Provider, t.Source, t.Version = f.Text("provider"), f.Text("source"), f.Version()
	t.To = calendar.Date(f.Text("to"))
	if _, err := calendar.ParseDate(string(t.To)); err != nil {
		t.To = ""
	}
	badNumber := t.Read(t.people)
	t.on = f.Date("published_on", "The day on which it was published", &wrong)
	t.PublishedOn = t.on.Date
	for _, id := range t.confirmed {
		t.Confirmed += "," + id
	}
	if f.Text("step") == "remove" {
		return p.publishedSaved(c, t, p.rows(c).RemovePublished(c, t.Published), "removed")
	}
	if badNumber != nil {
		wrong.Add("people", "The published number %s", badNumber)
	}
	if more := t.Check(p.Store.Today()); len(wrong) > 0 || len(more) > 0 {
		return p.refusePublished(c, t, merged(wrong, more))
	}
	return p.publishedSaved(c, t, p.rows(c).SavePublished(c, t.Published), "figure")
}

// publishedOrder is the order of the fields on the page.
var publishedOrder = []string{"provider", "to", "people", "published_on-day", "published_on-month", "published_on-year", "source", "file", "file_on-day", "file_on-month", "file_on-year", "file_source"}

// merged are problems with those of a check that are not about the same fields, in the order of the page.
func merged(wrong, more problem.List) problem.List {
	for _, one := range more {
		stem := one.Field
		if one.Field == "published_on-day" && (wrong.For("published_on-month") != "" || wrong.For("published_on-year") != "") || wrong.For(stem) != "" {
			continue
		}
		wrong = append(wrong, one)
	}
	slices.SortStableFunc(wrong, func(a, b problem.Problem) int {
		return cmp.Compare(slices.Index(publishedOrder, a.Field), slices.Index(publishedOrder, b.Field))
	})
	return wrong
}

func (p Pages) refusePublished(c *gin.Context, t typedPublished, wrong problem.List) error {
	list, err := p.rows(c).Published(c)
	if err != nil {
		return err
	}
	data, err := p.publishedPage(c, list, t, fileGeneral{}, wrong)
	if err != nil {
		return err
	}
	return publishedTemplate.Show(c, http.StatusUnprocessableEntity, data)
}

// publishedSaved answers a save of the form by how it went.
func (p Pages) publishedSaved(c *gin.Context, t typedPublished, err error, what string) error {
	var wrong problem.List
	switch {
	case errors.As(err, &wrong):
		return p.refusePublished(c, t, wrong)
	case errors.Is(err, tenants.ErrStale):
		return p.stalePublished(c, t)
	case err != nil:
		return err
	}
	c.Redirect(http.StatusSeeOther, publishedPath(c)+"?saved="+what)
	return nil
}

// stalePublished shows what was typed beside what is recorded now, with the version that a save must name.
func (p Pages) stalePublished(c *gin.Context, t typedPublished) error {
	list, err := p.rows(c).Published(c)
	if err != nil {
		return err
	}
	t.Version, t.meanwhile = 0, "The figure was removed after you opened the page. Saving records it again."
	for _, one := range list {
		if one.Provider == t.Provider && one.To == t.To {
			t.Version = one.Version
			t.meanwhile = fmt.Sprintf("%s is recorded for this provider and the %s: by %s, %s. Saving puts yours in its place.", one.Shown(), one.Period(), one.ChangedBy, one.ChangedAt.Words())
		}
	}
	data, err := p.publishedPage(c, list, t, fileGeneral{}, nil)
	if err != nil {
		return err
	}
	data.Title = "Somebody else recorded this: " + data.Title
	return publishedTemplate.Show(c, http.StatusConflict, data)
}

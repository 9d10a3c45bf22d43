package targets

import (
	"errors"
	"net/http"
	"slices"
	"strings"

	"github.com/gin-gonic/gin"

	"ipstoolkit/server/page"
	"ipstoolkit/tenants"
	"ipstoolkit/toolkit/measure"
	"ipstoolkit/toolkit/problem"
)

// own finds the target of the ICB's own in the address, for those who may set targets. Errors: tenants.ErrForbidden,
// tenants.ErrNotFound.
func (p Pages) own(c *gin.Context) (measure.Input, measure.Result, error) {
	if err := page.Allow(c, tenants.SetTargets); err != nil {
		return measure.Input{}, measure.Result{}, err
	}
	in, r, err := p.result(c)
	if err == nil && r.Own == nil {
		err = tenants.ErrNotFound
	}
	return in, r, err
}

// measure records what an own target stood at in a quarter.
func (p Pages) measure(c *gin.Context) error {
	in, r, err := p.own(c)
	if err != nil {
		return err
	}
	f, err := page.ReadForm(c)
	if err != nil {
		return err
	}
	q := chosenQuarter(f.Text("quarter"), in.Today)
	t := measureOf(in, *r.Own, q)
	before := t.Confirmed
	t.text, t.Note, t.confirmed, t.Version = f.Text("measured"), f.Text("note"), f.Values("confirmed"), version(f)
	t.Confirmed = strings.Join(append(slices.Clone(t.confirmed), before), ",")
	if t.Value, err = r.Own.Unit.Parse(t.text); err != nil {
		err = problem.List{{Field: "value", Message: "Value " + err.Error()}}
	} else {
		err = p.rows(c).SaveMeasure(c, t.ByHand)
	}
	var wrong problem.List
	if errors.As(err, &wrong) {
		for i := range wrong {
			if wrong[i].Field == "value" {
				wrong[i].Field = "measured" // the page has another form with a value, the target's own
			}
		}
		err = wrong
	}
	return p.answer(c, in, r, err, "?saved=measure&quarter="+string(q), func(data *targetPage, in measure.Input, wrong problem.List, stale bool) {
		if stale {
			now := measureOf(in, *r.Own, q)
			t.Version = now.Version
			data.Theirs = theirs(r.Own.Unit.Value(now.Value), now.Note)
		}
		data.Measure = newMeasureForm(path(c)+"/"+r.Kind.Code, *r.Own, t, in, wrong)
	})
}

// endPage asks once before a target ends.
type endPage struct {
	page.Base
	Version      int
	Action, Back string
}

var endTemplate = page.Parse[endPage](files, "end.html")

func (p Pages) askEnd(c *gin.Context) error {
	_, r, err := p.own(c)
	if err != nil {
		return err
	}
	back := path(c) + "/" + r.Kind.Code
	base := page.New(c, "End the target "+r.Own.Name).Under(page.Crumb{Href: path(c), Text: "Targets"}, page.Crumb{Href: back, Text: r.Own.Name})
	return endTemplate.OK(c, endPage{Base: base, Version: r.Own.Version, Action: back + "/end", Back: back})
}

// end takes an own target off the pages, if it is still as the person saw it.
func (p Pages) end(c *gin.Context) error {
	_, r, err := p.own(c)
	if err != nil {
		return err
	}
	f, err := page.ReadForm(c)
	if err != nil {
		return err
	}
	if err := p.rows(c).EndOwnTarget(c, r.Own.ID, version(f)); err != nil {
		return err
	}
	c.Redirect(http.StatusSeeOther, path(c)+"?saved=ended")
	return nil
}

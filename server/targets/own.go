package targets

import (
	"errors"
	"slices"
	"strings"

	"github.com/gin-gonic/gin"

	"ipstoolkit/server/page"
	"ipstoolkit/tenants"
	"ipstoolkit/toolkit/measure"
	"ipstoolkit/toolkit/problem"
	"ipstoolkit/toolkit/record"
	"ipstoolkit/toolkit/snapshot"
)

// own finds the target of the ICB's own in the address, for those who may set targets. Errors: tenants.ErrForbidden,
// tenants.ErrNotFound.
func (p Pages) own(c *gin.Context) (place, error) {
	if err := page.Allow(c, tenants.SetTargets); err != nil {
		return place{}, err
	}
	at, err := p.found(c)
	if err == nil && at.result.Own == nil {
		err = tenants.ErrNotFound
	}
	return at, err
}

// measure records the value of an own target in a quarter.
func (p Pages) measure(c *gin.Context) error {
	at, err := p.own(c)
	if err != nil {
		return err
	}
	f, err := page.ReadForm(c)
	if err != nil {
		return err
	}
	q := chosenQuarter(f.Text("quarter"), at.in.Today)
	return page.SaveForm(c, f, page.Saving[typedMeasure]{
		Read: func(f page.Form) (typedMeasure, error) {
			t := measureOf(at.in, *at.result.Own, q)
			before := t.Confirmed
			t.text, t.Note, t.confirmed, t.Version = f.Text("measured"), f.Text("note"), f.Values("confirmed"), f.Version()
			t.Confirmed = strings.Join(append(slices.Clone(t.confirmed), before), ",")
			var err error
			if t.Value, err = at.result.Own.Unit.Parse(t.text); err != nil {
				return t, problem.List{{Field: "measured", Message: "Value " + err.Error()}}
			}
			return t, nil
		},
		Keep: func(t typedMeasure) (string, error) {
			err := p.rows(c).SaveMeasure(c, t.ByHand)
			if wrong, ok := errors.AsType[problem.List](err); ok {
				for i := range wrong {
					if wrong[i].Field == "value" {
						wrong[i].Field = "measured" // the page has another form with a value, the target's own
					}
				}
				err = wrong
			}
			return at.href + "?saved=measure&quarter=" + string(q), err
		},
		Now: func(t typedMeasure) (k page.Conflict, err error) {
			if at, err = p.own(c); err != nil {
				return k, err
			}
			now, unit := measureOf(at.in, *at.result.Own, q), at.result.Own.Unit
			return page.Conflict{
				What: "the value for " + q.Short(), Version: now.Version, Keep: at.href + "?quarter=" + string(q),
				Fields: []page.Both{
					page.Either("Value", unit.Value(now.Value), unit.Value(t.Value)).
						Of("value "+string(q), "measured", typedAmount(now.Value)),
					page.Texts("Note", "note", now.Note, t.Note).Of(measure.HandNote + string(q)),
				},
			}, nil
		},
		Opened: func(t typedMeasure, seen int64) (map[string]string, []record.Text, error) {
			was, err := p.rows(c).ChangedSince(c, record.Target, t.Target, seen)
			return was, t.Kept(at.result.Own.Unit), err
		},
		Show: func(t typedMeasure, r page.Refusal) error {
			return p.showForm(c, at, r, func(data *targetPage) {
				data.Measure = newMeasureForm(at.href, *at.result.Own, t, at.in,
					r.Problems)
			})
		},
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
	at, err := p.own(c)
	if err != nil {
		return err
	}
	return p.showEnd(c, at, page.Refusal{})
}

func (p Pages) showEnd(c *gin.Context, at place, r page.Refusal) error {
	o := at.result.Own
	base := page.New(c, "End the target "+o.Name).Under(page.Crumb{Href: path(c), Text: "Targets"},
		page.Crumb{Href: at.href, Text: o.Name}).Refused(r)
	return endTemplate.Show(c, r.Status(), endPage{Base: base, Version: o.Version, Action: at.href + "/end", Back: at.href})
}

// end takes an own target off the pages, if it is still as the person saw it.
func (p Pages) end(c *gin.Context) error {
	at, err := p.own(c)
	if err != nil {
		return err
	}
	return page.Remove(c, page.Removal{
		What: "this target", Undone: "It was not ended", To: path(c) + "?saved=ended",
		Do: func(version int) error { return p.rows(c).EndOwnTarget(c, at.result.Own.ID, version) },
		Now: func() (int, snapshot.History, error) {
			if at, err = p.own(c); err != nil {
				return 0, snapshot.History{}, err
			}
			h, err := p.changesOf(c, *at.result.Own)
			return at.result.Own.Version, h, err
		},
		Show: func(r page.Refusal) error { return p.showEnd(c, at, r) },
	})
}

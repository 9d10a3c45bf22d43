package targets

import (
	"fmt"
	"slices"
	"strings"

	"github.com/gin-gonic/gin"

	"ipstoolkit/server/page"
	"ipstoolkit/tenants"
	"ipstoolkit/toolkit/calendar"
	"ipstoolkit/toolkit/measure"
	"ipstoolkit/toolkit/number"
	"ipstoolkit/toolkit/problem"
	"ipstoolkit/toolkit/record"
	"ipstoolkit/toolkit/snapshot"
)

// newPage is the form for a target of the ICB's own.
type newPage struct {
	page.Base
	Form *ownForm
}

var newTemplate = page.Parse[newPage](files, "new.html")

func (p Pages) showNew(c *gin.Context, t typedOwn, r page.Refusal) error {
	data := newPage{Base: page.New(c, "Add your own target").Under(page.Crumb{Href: path(c), Text: "Targets"}).Refused(r)}
	data.Form = newOwnForm(path(c)+"/new", t, r.Problems)
	return newTemplate.Show(c, r.Status(), data)
}

func (p Pages) add(c *gin.Context) error {
	if err := page.Allow(c, tenants.SetTargets); err != nil {
		return err
	}
	return p.showNew(c, typedOwn{}, page.Refusal{})
}

func (p Pages) saveNew(c *gin.Context) error {
	if err := page.Allow(c, tenants.SetTargets); err != nil {
		return err
	}
	return page.Save(c, page.Saving[typedOwn]{
		Read: func(f page.Form) (typedOwn, error) {
			t, wrong := readOwn(f, measure.Own{Unit: measure.Unit(f.Text("unit"))})
			t.Version = 0
			return t, wrong.Err()
		},
		Keep: func(t typedOwn) (string, error) {
			o, err := p.rows(c).SaveOwnTarget(c, t.Own)
			return path(c) + "/" + o.Kind().Code + "?saved=added", err
		},
		Show: func(t typedOwn, r page.Refusal) error { return p.showNew(c, t, r) },
	})
}

// readOwn takes an own target from the form; what cannot be read is said, and the rest is checked.
func readOwn(f page.Form, o measure.Own) (typedOwn, problem.List) {
	var wrong problem.List
	t := typedOwn{Own: o, text: f.Text("value"), confirmed: f.Values("confirmed")}
	t.Name, t.Direction = f.Text("name"), measure.Direction(f.Text("direction"))
	t.Confirmed = strings.Join(append(slices.Clone(t.confirmed), o.Confirmed), ",")
	value, err := o.Unit.Parse(t.text)
	t.Value = value
	unread := err != nil
	for _, p := range t.Check() {
		if p.Field == "value" && unread {
			p.Message = "Value " + err.Error()
		}
		wrong = append(wrong, p)
	}
	t.Version = f.Version()
	return t, wrong
}

// save records a local value, takes it back ("remove"), or changes an own target.
func (p Pages) save(c *gin.Context) error {
	if err := page.Allow(c, tenants.SetTargets); err != nil {
		return err
	}
	at, err := p.found(c)
	if err != nil {
		return err
	}
	f, err := page.ReadForm(c)
	if err != nil {
		return err
	}
	if at.result.Own != nil {
		return p.saveOwn(c, f, at)
	}
	year := chosenYear(f.Text("year"), at.in.Today)
	s := page.Saving[typedLocal]{
		Read: func(f page.Form) (typedLocal, error) { return readLocal(f, at, year) },
		Keep: func(t typedLocal) (string, error) {
			return at.href + fmt.Sprintf("?saved=value&year=%d", int(year)), p.rows(c).SaveTargetValue(c, t.Local)
		},
		Now: func(t typedLocal) (k page.Conflict, err error) {
			if at, err = p.found(c); err != nil {
				return k, err
			}
			now, unit := localOf(at.in, at.result.Kind.Code, year), at.result.Kind.Unit
			h, err := p.rows(c).HistoryPart(c, snapshot.Part{}, record.Target, localSubject(at.result.Kind, year))
			return page.Conflict{
				Version: now.Version, Keep: at.href + fmt.Sprintf("?year=%d", int(year)),
				Fields: []page.Both{
					page.Either("Value", unit.Value(now.Value), unit.Value(t.Value)).Of("value", "value", typedAmount(now.Value)),
					page.Texts("Why?", "reason", now.Reason, t.Reason).Of("reason"),
				},
			}.By(h), err
		},
		Opened: func(t typedLocal, seen int64) (map[string]string, []record.Text, error) {
			was, err := p.rows(c).ChangedSince(c, record.Target, localSubject(at.result.Kind, year), seen)
			return was, t.Kept(), err
		},
		Show: func(t typedLocal, r page.Refusal) error {
			return p.showForm(c, at, r, func(data *targetPage) { data.Local = newLocalForm(at.result.Kind, t, at.in, r.Problems) })
		},
	}
	if f.Has("remove") {
		now := s.Now
		s.Read = func(f page.Form) (typedLocal, error) { t, _ := readLocal(f, at, year); return t, nil }
		s.Keep = func(t typedLocal) (string, error) {
			return at.href + fmt.Sprintf("?saved=removed&year=%d", int(year)), p.rows(c).RemoveTargetValue(c, t.Local)
		}
		s.Now = func(t typedLocal) (page.Conflict, error) {
			k, err := now(t)
			k.Undone = "It was not removed"
			return k, err
		}
	}
	return page.SaveForm(c, f, s)
}

// place is a target that is being changed, with all that its page is made from.
type place struct {
	in     measure.Input
	result measure.Result
	href   string
}

func (p Pages) found(c *gin.Context) (place, error) {
	in, r, err := p.result(c)
	return place{in, r, path(c) + "/" + r.Kind.Code}, err
}

// showForm is the target's page with what was typed in the form that put makes.
func (p Pages) showForm(c *gin.Context, at place, r page.Refusal, put func(*targetPage)) error {
	data, err := p.page(c, at.in, at.result, r)
	if err != nil {
		return err
	}
	p.forms(c, &data, at.in, at.result)
	put(&data)
	return targetTemplate.Show(c, r.Status(), data)
}

// typedAmount is an amount as a form shows it.
func typedAmount(a number.Amount) string {
	if !a.Known {
		return ""
	}
	return number.Plain(a.Hundredths)
}

// readLocal takes the ICB's value for a year from the form.
func readLocal(f page.Form, at place, year calendar.Year) (typedLocal, error) {
	t := localOf(at.in, at.result.Kind.Code, year)
	before := t.Confirmed
	t.text, t.Reason, t.confirmed, t.Version = f.Text("value"), f.Text("reason"), f.Values("confirmed"), f.Version()
	t.Confirmed = strings.Join(append(slices.Clone(t.confirmed), before), ",")
	var err error
	if t.Value, err = at.result.Kind.Unit.Parse(t.text); err != nil {
		return t, problem.List{{Field: "value", Message: "Value " + err.Error()}}
	}
	return t, nil
}

func (p Pages) saveOwn(c *gin.Context, f page.Form, at place) error {
	return page.SaveForm(c, f, page.Saving[typedOwn]{
		Read: func(f page.Form) (typedOwn, error) {
			t, wrong := readOwn(f, *at.result.Own)
			return t, wrong.Err()
		},
		Keep: func(t typedOwn) (string, error) {
			_, err := p.rows(c).SaveOwnTarget(c, t.Own)
			return at.href + "?saved=own", err
		},
		Now: func(t typedOwn) (k page.Conflict, err error) {
			if at, err = p.found(c); err != nil {
				return k, err
			}
			now := *at.result.Own
			h, err := p.changesOf(c, now)
			return page.Conflict{
				What: "this target", Version: now.Version, Keep: at.href,
				Fields: []page.Both{
					page.Either("Name of the target", now.Name, t.Name).Of("name", "name", now.Name),
					page.Either("Value", now.Unit.Value(now.Value), t.Unit.Value(t.Value)).Of("value", "value", typedAmount(now.Value)),
					page.Either("When is it reached?", directions[now.Direction], directions[t.Direction]).
						Of("direction", "direction", string(now.Direction)),
				},
			}.By(h), err
		},
		Opened: func(t typedOwn, seen int64) (map[string]string, []record.Text, error) {
			was, err := p.rows(c).ChangedSince(c, record.Target, t.ID, seen)
			return was, t.Kept(), err
		},
		Show: func(t typedOwn, r page.Refusal) error {
			return p.showForm(c, at, r, func(data *targetPage) { data.Own = newOwnForm(at.href, t, r.Problems) })
		},
	})
}

// changesOf are the newest changes of an own target itself, without its values by quarter.
func (p Pages) changesOf(c *gin.Context, o measure.Own) (snapshot.History, error) {
	h, err := p.rows(c).HistoryPart(c, snapshot.Part{}, record.Target, o.ID)
	h.Events = slices.DeleteFunc(h.Events, func(e snapshot.Event) bool { return e.Act == "measured" })
	return h, err
}

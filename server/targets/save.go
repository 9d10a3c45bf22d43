package targets

import (
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/gin-gonic/gin"

	"ipstoolkit/server/page"
	"ipstoolkit/tenants"
	"ipstoolkit/toolkit/measure"
	"ipstoolkit/toolkit/problem"
)

// newPage is the form for a target of the ICB's own.
type newPage struct {
	page.Base
	Form *ownForm
}

var newTemplate = page.Parse[newPage](files, "new.html")

func (p Pages) showNew(c *gin.Context, status int, t typedOwn, wrong problem.List) error {
	data := newPage{Base: page.New(c, "Add a target of your own").Under(page.Crumb{Href: path(c), Text: "Targets"}).With(wrong)}
	data.Form = newOwnForm(path(c)+"/new", t, wrong)
	return newTemplate.Show(c, status, data)
}

func (p Pages) add(c *gin.Context) error {
	if err := page.Allow(c, tenants.SetTargets); err != nil {
		return err
	}
	return p.showNew(c, http.StatusOK, typedOwn{}, nil)
}

func (p Pages) saveNew(c *gin.Context) error {
	if err := page.Allow(c, tenants.SetTargets); err != nil {
		return err
	}
	f, err := page.ReadForm(c)
	if err != nil {
		return err
	}
	t, wrong := readOwn(f, measure.Own{Unit: measure.Unit(f.Text("unit"))})
	if wrong == nil {
		var o measure.Own
		if o, err = p.rows(c).SaveOwnTarget(c, t.Own); err == nil {
			c.Redirect(http.StatusSeeOther, path(c)+"/"+o.Kind().Code+"?saved=added")
			return nil
		}
		if !errors.As(err, &wrong) {
			return err
		}
	}
	return p.showNew(c, http.StatusUnprocessableEntity, t, wrong)
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
	t.Version = version(f)
	return t, wrong
}

// version is the version that the form was made from; -1, which nothing has, when it cannot be read.
func version(f page.Form) int {
	if !f.Has("version") || f.Text("version") == "" {
		return 0
	}
	n, err := strconv.Atoi(f.Text("version"))
	if err != nil {
		return -1
	}
	return n
}

// save records a local value, takes it back ("remove"), or changes an own target: 303 when it is kept, 422 with the
// form when something is wrong, 409 with both values when somebody else saved in the meantime.
func (p Pages) save(c *gin.Context) error {
	if err := page.Allow(c, tenants.SetTargets); err != nil {
		return err
	}
	in, r, err := p.result(c)
	if err != nil {
		return err
	}
	f, err := page.ReadForm(c)
	if err != nil {
		return err
	}
	if r.Own != nil {
		return p.saveOwn(c, f, in, r)
	}
	present := localOf(in, r.Kind.Code, chosenYear(f.Text("year"), in.Today))
	t := present
	t.text, t.Reason, t.confirmed, t.Version = f.Text("value"), f.Text("reason"), f.Values("confirmed"), version(f)
	t.Confirmed = strings.Join(append(slices.Clone(t.confirmed), present.Confirmed), ",")
	t.Value, err = r.Kind.Unit.Parse(t.text)
	done := "value"
	if f.Has("remove") {
		done = "removed"
		err = p.rows(c).RemoveTargetValue(c, t.Local)
	} else if err != nil {
		err = problem.List{{Field: "value", Message: "Value " + err.Error()}}
	} else {
		err = p.rows(c).SaveTargetValue(c, t.Local)
	}
	return p.answer(c, in, r, err, fmt.Sprintf("?saved=%s&year=%d", done, int(t.Year)), func(data *targetPage, in measure.Input, wrong problem.List, stale bool) {
		if stale {
			now := localOf(in, r.Kind.Code, t.Year)
			t.Version = now.Version
			data.Theirs = theirs(r.Kind.Unit.Value(now.Value), now.Reason)
		}
		data.Local = newLocalForm(r.Kind, t, in, wrong)
	})
}

// theirs are the words for what somebody else saved.
func theirs(value, note string) string {
	if value == "" {
		return "They took the value away."
	}
	if note == "" {
		return "They saved " + value + "."
	}
	return "They saved " + value + ": " + note
}

func (p Pages) saveOwn(c *gin.Context, f page.Form, in measure.Input, r measure.Result) error {
	t, wrong := readOwn(f, *r.Own)
	err := wrong.Err()
	if err == nil {
		_, err = p.rows(c).SaveOwnTarget(c, t.Own)
	}
	return p.answer(c, in, r, err, "?saved=own", func(data *targetPage, in measure.Input, wrong problem.List, stale bool) {
		if stale {
			t.Version = r.Own.Version
			data.Theirs = theirs(r.Own.Name+", "+r.Kind.Target(), "")
		}
		action := path(c) + "/" + r.Kind.Code
		data.Own = newOwnForm(action, t, wrong)
	})
}

// answer ends a save: a redirect when it is kept, else the target's page with what was typed in the form that put
// makes, over what is there now.
func (p Pages) answer(c *gin.Context, in measure.Input, r measure.Result, err error, done string, put func(*targetPage, measure.Input, problem.List, bool)) error {
	var wrong problem.List
	status := http.StatusUnprocessableEntity
	switch {
	case err == nil:
		c.Redirect(http.StatusSeeOther, path(c)+"/"+r.Kind.Code+done)
		return nil
	case errors.Is(err, tenants.ErrStale):
		status = http.StatusConflict
		if in, r, err = p.result(c); err != nil {
			return err
		}
	case !errors.As(err, &wrong):
		return err
	}
	data, err := p.page(c, in, r, wrong)
	if err != nil {
		return err
	}
	p.forms(c, &data, in, r)
	put(&data, in, wrong, status == http.StatusConflict)
	if status == http.StatusConflict {
		data.Title = "Somebody else saved this target: " + data.Title
	}
	return targetTemplate.Show(c, status, data)
}

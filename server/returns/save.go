package returns

import (
	"errors"
	"net/http"
	"strings"

	"github.com/gin-gonic/gin"

	"ipstoolkit/server/page"
	"ipstoolkit/tenants"
	"ipstoolkit/toolkit/figures"
	"ipstoolkit/toolkit/problem"
)

// save takes the step that the pressed button names; without one a draft is saved. 303 when it is done, 422 with the
// form when something is wrong, 409 with both when somebody else saved in the meantime.
func (p Pages) save(c *gin.Context) error {
	o, present, err := p.subject(c)
	if err != nil {
		return err
	}
	f, err := page.ReadForm(c)
	if err != nil {
		return err
	}
	step := figures.Step(f.Text("step"))
	if step == "" {
		step = figures.Save
	}
	if fills[step] {
		return p.fill(c, o, present, f, step)
	}
	t, wrong := read(f, present, step)
	if wrong != nil {
		before, err := p.rows(c).ReturnBefore(c, present.Provider, present.Quarter)
		if err != nil {
			return err
		}
		for _, more := range t.For(step, p.Store.Today(), before) {
			if wrong.For(more.Field) == "" {
				wrong = append(wrong, more)
			}
		}
		return p.refuse(c, o, present, t, step, wrong)
	}
	_, err = p.rows(c).SaveReturn(c, t.Return, step)
	switch {
	case errors.Is(err, tenants.ErrStale):
		return p.stale(c, o, t, step)
	case errors.As(err, &wrong):
		return p.refuse(c, o, present, t, step, wrong)
	case err != nil:
		return err
	}
	c.Redirect(http.StatusSeeOther, c.Request.URL.Path+"?saved="+string(step))
	return nil
}

// read takes from the form what belongs to the step.
func read(f page.Form, present figures.Return, step figures.Step) (typed, problem.List) {
	t := asTyped(present)
	t.confirmed = f.Values("confirmed")
	var wrong problem.List
	switch step {
	case figures.Save, figures.Submit, figures.Correct:
		for _, name := range boxes(present) {
			t.text[name] = f.Text(name)
		}
		t.columns = t.filledColumns()
		wrong = figures.Read(&t.Return, f.Text)
		t.Reason = f.Text("reason")
	case figures.Ask:
		t.Query, t.text["query"] = f.Text("query"), f.Text("query")
	case figures.Answer:
		t.Answer, t.text["answer"] = f.Text("answer"), f.Text("answer")
	}
	t.Confirmed = strings.Join(append(t.confirmed, present.Confirmed), ",")
	t.Version = f.Version()
	return t, wrong
}

func (p Pages) refuse(c *gin.Context, o tenants.Organisation, present figures.Return, t typed, step figures.Step, wrong problem.List) error {
	data, err := p.page(c, o, present, t, step == figures.Correct, wrong)
	if err != nil {
		return err
	}
	return returnTemplate.Show(c, http.StatusUnprocessableEntity, data)
}

// stale shows what was typed over what is there now, with the version that a save must name.
func (p Pages) stale(c *gin.Context, o tenants.Organisation, t typed, step figures.Step) error {
	present, err := p.rows(c).Return(c, t.Provider, t.Quarter)
	if err != nil {
		return err
	}
	numbers := step == figures.Save || step == figures.Submit || step == figures.Correct
	t.Version = present.Version
	data, err := p.page(c, o, present, t, numbers, nil)
	if err != nil {
		return err
	}
	data.Theirs = &page.Theirs{What: "these figures", Who: present.ChangedBy, When: present.ChangedAt.Words(), Keep: c.Request.URL.Path}
	if numbers {
		data.Theirs.Table = differences(present, t)
	}
	data.Title = "Somebody else saved these figures: " + data.Title
	return returnTemplate.Show(c, http.StatusConflict, data)
}

// differences are the fields in which what is recorded and what was typed differ.
func differences(present figures.Return, t typed) page.Table {
	var fields []page.Difference
	add := func(name, theirs, yours string) {
		fields = append(fields, page.Difference{Name: name, Theirs: theirs, Yours: yours})
	}
	for _, f := range present.Fields() {
		mine := t.text[f.Name]
		if text := f.Text(t.Return); text != "" {
			mine = text
		}
		add(f.Label, f.Text(present), mine)
		add("A word beside "+f.Label, present.Reasons[f.Name], t.text[f.Why()])
	}
	add("Teams", present.TeamsText(), t.TeamsText())
	add("Note", present.Note, t.text["note"])
	add("Reason", present.Reason, t.text["reason"])
	return page.Differences(fields)
}

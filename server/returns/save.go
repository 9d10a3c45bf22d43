package returns

import (
	"cmp"
	"strings"

	"github.com/gin-gonic/gin"

	"ipstoolkit/server/page"
	"ipstoolkit/toolkit/figures"
	"ipstoolkit/toolkit/problem"
	"ipstoolkit/toolkit/record"
	"ipstoolkit/toolkit/snapshot"
)

// save takes the step that the pressed button names; without one a draft is saved.
func (p Pages) save(c *gin.Context) error {
	o, present, err := p.subject(c)
	if err != nil {
		return err
	}
	f, err := page.ReadForm(c)
	if err != nil {
		return err
	}
	step := figures.Step(cmp.Or(f.Text("step"), string(figures.Save)))
	if fills[step] {
		return p.fill(c, o, present, f, step)
	}
	if _, corrects := present.State.After(figures.Correct); corrects && ofNumbers(step) {
		step = figures.Correct // somebody has submitted them since the form was opened as a draft
	}
	correcting := step == figures.Correct
	return page.SaveForm(c, f, page.Saving[typed]{
		Read: func(f page.Form) (typed, error) { return p.readStep(c, f, present, step) },
		Keep: func(t typed) (string, error) {
			_, err := p.rows(c).SaveReturn(c, t.Return, step)
			return c.Request.URL.Path + "?saved=" + string(step), err
		},
		Now: func(t typed) (page.Conflict, error) {
			if present, err = p.rows(c).Return(c, t.Provider, t.Quarter); err != nil || step != figures.Accept {
				correcting = ofNumbers(step)
				return conflict(present, t), err
			}
			h, err := p.rows(c).HistoryPart(c, snapshot.Part{}, record.Return, present.Provider+" "+string(present.Quarter))
			return page.ChangedSince("these figures", "They were not accepted", t.Version, present.Version, h), err
		},
		Show: func(t typed, r page.Refusal) error {
			data, err := p.page(c, o, present, t, correcting, r)
			if err != nil {
				return err
			}
			return returnTemplate.Show(c, r.Status(), data)
		},
	})
}

// ofNumbers says whether a step saves the numbers of the form.
func ofNumbers(s figures.Step) bool {
	return s == figures.Save || s == figures.Submit || s == figures.Correct
}

// readStep is what the form holds for a step, with all that is wrong with it where some of it cannot be read.
func (p Pages) readStep(c *gin.Context, f page.Form, present figures.Return, step figures.Step) (typed, error) {
	t, wrong := read(f, present, step)
	if wrong == nil {
		return t, nil
	}
	before, err := p.rows(c).ReturnBefore(c, present.Provider, present.Quarter)
	if err != nil {
		return t, err
	}
	for _, more := range t.For(step, p.Store.Today(), before) {
		if wrong.For(more.Field) == "" {
			wrong = append(wrong, more)
		}
	}
	return t, wrong
}

// read takes from the form what belongs to the step.
func read(f page.Form, present figures.Return, step figures.Step) (typed, problem.List) {
	t := asTyped(present)
	t.confirmed = f.Values("confirmed")
	var wrong problem.List
	if ofNumbers(step) {
		for _, name := range boxes(present) {
			t.text[name] = f.Text(name)
		}
		t.columns = t.filledColumns()
		wrong = figures.Read(&t.Return, f.Text)
		t.Reason = f.Text("reason")
	}
	t.Confirmed = strings.Join(append(t.confirmed, present.Confirmed), ",")
	t.Version = f.Version()
	return t, wrong
}

// conflict is what is recorded now against what was typed.
func conflict(present figures.Return, t typed) page.Conflict {
	k := page.Conflict{What: "these figures", Who: present.ChangedBy, When: present.ChangedAt.Words(), Version: present.Version}
	add := func(name, theirs, yours string) { k.Fields = append(k.Fields, page.Either(name, theirs, yours)) }
	for _, f := range present.Fields() {
		mine := t.text[f.Name]
		if text := f.Text(t.Return); text != "" {
			mine = text
		}
		add(f.Label, f.Text(present), mine)
		add("Reason for "+f.Label, present.Reasons[f.Name], t.text[f.Why()])
	}
	add("Teams", present.TeamsText(), t.TeamsText())
	k.Fields = append(k.Fields, page.Texts("Note", "note", present.Note, t.text["note"]))
	add("Reason", present.Reason, t.text["reason"])
	return k
}

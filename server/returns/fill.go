package returns

import (
	"fmt"

	"github.com/gin-gonic/gin"

	"ipstoolkit/server/page"
	"ipstoolkit/toolkit/figures"
	"ipstoolkit/toolkit/number"
	"ipstoolkit/toolkit/problem"
	"ipstoolkit/toolkit/provider"
	"ipstoolkit/toolkit/register"
)

// Buttons of the form that put something into it and save nothing.
const (
	pasteColumn figures.Step = "paste" // a column copied from a spreadsheet
	fillPosts   figures.Step = "fill"  // the posts of the last quarter
	addTeam     figures.Step = "team"  // boxes for a team more
)

var fills = map[figures.Step]bool{pasteColumn: true, fillPosts: true, addTeam: true}

// fill shows the form again with what the button puts into it, for the person to look at before anything is saved: 200,
// or 422 when what was pasted does not fit the form.
func (p Pages) fill(c *gin.Context, o provider.Provider, present figures.Return, f page.Form, button figures.Step) error {
	t, _ := read(f, present, figures.Correct)
	before, err := p.rows(c).ReturnBefore(c, present.Provider, present.Quarter)
	if err != nil {
		return err
	}
	var wrong problem.List
	switch button {
	case pasteColumn:
		pasted := ""
		if values := f.Values("column"); len(values) > 0 {
			pasted = values[0]
		}
		wrong = t.paste(pasted)
	case fillPosts:
		t.fillPosts(before)
	case addTeam:
		recorded, err := p.rows(c).Register(c, register.Teams)
		if err != nil {
			return err
		}
		t.addTeam(before, register.OfProvider(recorded, present.Provider))
	}
	r := page.Refusal{Problems: wrong}
	data, err := p.page(c, o, present, t, present.State.Measured(), r)
	if err != nil {
		return err
	}
	data.Unsaved = page.Notice{Text: t.filled}
	return returnTemplate.Show(c, r.Status(), data)
}

// paste puts a column into the boxes, an empty cell leaving its box as it is. The numbers are looked at when they are
// saved; those that are none are said at once.
func (t *typed) paste(pasted string) problem.List {
	var wrong problem.List
	cells, err := figures.Column(t.Fields(), pasted)
	if err != nil {
		t.column = pasted
		wrong.Add("column", "The column %s", err)
		return wrong
	}
	n := 0
	for _, f := range t.Fields() {
		if cells[f.Name] == "" {
			continue
		}
		n++
		t.text[f.Name] = cells[f.Name]
		if err := f.Read(&t.Return, cells[f.Name]); err != nil {
			wrong.Add(f.Name, "%s %s", f.Label, err)
		}
	}
	t.filled = fmt.Sprintf("%s added to the form. Nothing is saved yet: check the numbers, then save or submit.",
		number.Counting(n, "number is", "numbers are"))
	return wrong
}

// fillPosts puts the posts of the last quarter into empty boxes: posts mostly stay as they were, counts of people never
// do.
func (t *typed) fillPosts(before figures.Return) {
	if before.Quarter == "" {
		t.filled = "There are no submitted figures for an earlier quarter."
		return
	}
	n := 0
	for _, f := range t.Fields() {
		if h, known := f.Hundredths(before); f.Unit == figures.FTEs && known && t.text[f.Name] == "" {
			f.Set(&t.Return, h, true)
			t.text[f.Name] = f.Text(before)
			n++
		}
	}
	t.filled = fmt.Sprintf("%s added to the form from %s, where the boxes were empty. Counts of people are never copied. Nothing is "+
		"saved yet: check the posts, then save or submit.",
		number.Counting(n, "number of posts is", "numbers of posts are"), before.Quarter.Short())
}

// addTeam makes room for one team more. The first time it is for the teams of the last quarter, or those recorded for
// the provider under Data flow, or for two.
func (t *typed) addTeam(before figures.Return, recorded []register.Row) {
	var names []string
	for _, team := range before.Teams {
		names = append(names, team.Name)
	}
	from := "of " + before.Quarter.Short()
	if len(names) == 0 {
		from = "that are recorded under Data flow"
		for _, team := range recorded {
			names = append(names, team.Text(register.Team.Name))
		}
	}
	names = names[:min(len(names), figures.MostTeams)]
	switch {
	case t.columns >= figures.MostTeams:
		t.filled = fmt.Sprintf("Figures can be split between up to %d teams.", figures.MostTeams)
	case t.columns > 0:
		t.columns++
		t.filled = "There are boxes for one more team below. Nothing is saved yet."
	case len(names) > 0:
		t.columns = len(names)
		for i, name := range names {
			t.text[figures.TeamBox(i+1, "")] = name
		}
		t.filled = "There are boxes for the teams " + from + " below. Nothing is saved yet."
	default:
		t.columns = 2
		t.filled = "There are boxes for 2 teams below. Nothing is saved yet."
	}
}

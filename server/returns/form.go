package returns

import (
	"fmt"
	"slices"

	"ipstoolkit/server/page"
	"ipstoolkit/toolkit/calendar"
	"ipstoolkit/toolkit/figures"
	"ipstoolkit/toolkit/problem"
)

// numbersForm is the form with all numbers.
type numbersForm struct {
	Version        int
	Groups         []group
	Teams          teams
	Note           page.Textarea
	Reason         page.Textarea // of a correction
	Column         page.Textarea
	Order          []string // the figures' names, in the order in which a column is pasted
	Earlier        string   // the quarter that posts can be put in from, "" when there is none
	Correcting     bool
	CanSubmit      bool   // the quarter has ended
	From           string // from when it can be submitted
	Confirm        page.Checkboxes
	Cancel, Submit string
}

// group is some figures of the form under a heading.
type group struct {
	Heading, Lede string
	Figures       []figure
}

// figure is a figure's box with the box for a word beside it. That one is open when it holds something.
type figure struct {
	Input, Why page.Input
	Open       bool
}

// teams are the boxes of the figures by team: a row a figure, a column a team.
type teams struct {
	Open  bool
	Names []box
	Rows  []teamRow
	Full  bool // there is no room for another
}

type teamRow struct {
	Label string
	Boxes []box
}

// box is a small box in a table; its label is heard, not seen.
type box struct{ Name, Label, Value, Error string }

// typed is a return as it is in the form: what was typed in each field, even where it is no number.
type typed struct {
	figures.Return
	text      map[string]string
	confirmed []string
	// columns is how many teams the form has boxes for.
	columns int
	// column is what was pasted and could not be used.
	column string
	// filled says what was put into the form.
	filled string
}

// asTyped is a return as its form shows it before anybody types.
func asTyped(r figures.Return) typed {
	t := typed{Return: r, text: map[string]string{"note": r.Note, "reason": r.Reason}, columns: len(r.Teams)}
	for _, f := range r.Fields() {
		t.text[f.Name], t.text[f.Why()] = f.Text(r), r.Reasons[f.Name]
	}
	for i, team := range r.Teams {
		t.text[figures.TeamBox(i+1, "")] = team.Name
		for _, f := range figures.ByTeam(r.Fields()) {
			t.text[figures.TeamBox(i+1, f.Name)] = team.Text(f)
		}
	}
	return t
}

// boxes are the names of all boxes of a return's form, in its order.
func boxes(r figures.Return) []string {
	var names []string
	for _, f := range r.Fields() {
		names = append(names, f.Name, f.Why())
	}
	for n := 1; n <= figures.MostTeams; n++ {
		names = append(names, figures.TeamBox(n, ""))
		for _, f := range figures.ByTeam(r.Fields()) {
			names = append(names, figures.TeamBox(n, f.Name))
		}
	}
	return append(names, "note", "reason")
}

// order is the place of a field on the page.
func order(r figures.Return, field string) int { return slices.Index(boxes(r), field) }

// filledColumns is how many team columns hold anything.
func (t typed) filledColumns() int {
	for n := figures.MostTeams; n > 0; n-- {
		if t.text[figures.TeamBox(n, "")] != "" {
			return n
		}
		for _, f := range figures.ByTeam(t.Fields()) {
			if t.text[figures.TeamBox(n, f.Name)] != "" {
				return n
			}
		}
	}
	return 0
}

func (p Pages) form(r figures.Return, t typed, wrong problem.List) *numbersForm {
	f := &numbersForm{
		Version: t.Version, Submit: "Submit to the ICB",
		CanSubmit: p.Store.Today() > r.Quarter.Last(), From: r.Quarter.Last().AddDays(1).Words(),
		Groups: groups(r, t, wrong), Teams: teamBoxes(r, t, wrong), Earlier: r.Quarter.Add(-1).Short(),
		Note: page.Textarea{
			Name: "note", Label: "Note (optional)", LabelSize: "s", Rows: 3, Limit: figures.LongestText, Value: t.text["note"],
			Error: wrong.For("note"),
			Hint:  "What people need to know, such as why posts are vacant. Nothing about a person accessing IPS services",
		},
		Reason: page.Textarea{
			Name: "reason", Label: "Why are you correcting the figures?", LabelSize: "s", Rows: 3, Limit: figures.LongestText,
			Value: t.text["reason"], Error: wrong.For("reason"),
		},
		Column: page.Textarea{
			Name: "column", Label: "Column of numbers", LabelSize: "s", Rows: 6, Value: t.column, Error: wrong.For("column"),
			NeverKept: true,
			Hint: fmt.Sprintf("%d rows in the order of the form, copied from a spreadsheet. An empty cell leaves its box as it is.",
				len(r.Fields())),
		},
		Confirm: page.ConfirmBox(t.Numbers(), r.Confirmed, t.confirmed),
	}
	for _, field := range r.Fields() {
		f.Order = append(f.Order, field.Label)
	}
	return f
}

// groups are the figures under their headings: people, posts filled and funded, then the parts of the set.
func groups(r figures.Return, t typed, wrong problem.List) []group {
	list := []group{
		{Heading: "People", Lede: "Whole numbers. Enter 0 if there were none, and leave a box empty if you do not know yet."},
		{Heading: "Posts filled", Lede: "Full-time equivalents (FTE) at the end of the quarter, such as 18.5."},
		{Heading: "Posts funded (optional)"},
	}
	for _, f := range r.Fields() {
		at := 0
		switch {
		case f.Part != "" && (len(list) == 3 || list[len(list)-1].Figures[0].Input.Name != firstOf(f.Part)):
			part, _ := figures.PartOf(f.Part)
			list = append(list, group{Heading: part.Name, Lede: part.Hint})
			at = len(list) - 1
		case f.Part != "":
			at = len(list) - 1
		case f.Unit == figures.FTEs && f.Optional:
			at = 2
		case f.Unit == figures.FTEs:
			at = 1
		}
		list[at].Figures = append(list[at].Figures, figureBox(f, r.Quarter, t, wrong))
	}
	return list
}

// firstOf is the first figure of a part of the set.
func firstOf(part string) string {
	p, _ := figures.PartOf(part)
	return p.Fields[0].Name
}

func figureBox(f figures.Field, q calendar.Quarter, t typed, wrong problem.List) figure {
	in := page.Input{
		Name: f.Name, Label: f.Label, Hint: f.Hint, Value: t.text[f.Name], Error: wrong.For(f.Name), Width: 5, InputMode: "numeric",
		Autocomplete: "off",
	}
	if f.Unit != figures.Whole {
		in.InputMode = "decimal"
	}
	if !f.Optional && !f.NeededIn(q) {
		in.Label += " (optional)"
		in.Hint += " Asked for from " + f.Since.Short() + " onwards."
	}
	why := page.Input{
		Name: f.Why(), Label: "What do people need to know about this figure?", Value: t.text[f.Why()], Error: wrong.For(f.Why()),
		Autocomplete: "off",
		Hint:         "Such as why it has risen or fallen, or why you have no number. Nothing about a person.",
	}
	return figure{Input: in, Why: why, Open: why.Value != "" || why.Error != ""}
}

func teamBoxes(r figures.Return, t typed, wrong problem.List) teams {
	list := teams{Full: t.columns >= figures.MostTeams}
	add := func(name, label string) box {
		b := box{Name: name, Label: label, Value: t.text[name], Error: wrong.For(name)}
		list.Open = list.Open || b.Value != "" || b.Error != ""
		return b
	}
	for n := 1; n <= t.columns; n++ {
		list.Names = append(list.Names, add(figures.TeamBox(n, ""), fmt.Sprintf("Name of team %d", n)))
	}
	for _, f := range figures.ByTeam(r.Fields()) {
		row := teamRow{Label: f.Label}
		for n := 1; n <= t.columns; n++ {
			row.Boxes = append(row.Boxes, add(figures.TeamBox(n, f.Name), fmt.Sprintf("%s, team %d", f.Label, n)))
		}
		list.Rows = append(list.Rows, row)
	}
	list.Open = list.Open || t.columns > 0
	return list
}

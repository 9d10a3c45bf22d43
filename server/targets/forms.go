package targets

import (
	"fmt"
	"slices"
	"strconv"

	"github.com/gin-gonic/gin"

	"ipstoolkit/server/page"
	"ipstoolkit/toolkit/calendar"
	"ipstoolkit/toolkit/measure"
	"ipstoolkit/toolkit/number"
	"ipstoolkit/toolkit/privacy"
	"ipstoolkit/toolkit/problem"
	"ipstoolkit/toolkit/record"
)

// localForm sets the ICB's value of a kind for one year.
type localForm struct {
	Title   string
	Intro   string
	Year    string // "2026/27"
	YearID  int
	Years   []page.NavItem // the other years, each a link
	Version int
	Value   page.Input
	Reason  page.Textarea
	Confirm page.Checkboxes
	Exists  bool
}

// ownForm is a target of the ICB's own.
type ownForm struct {
	Version   int
	Action    string
	Name      page.Input
	Unit      page.Radios // of a new one
	Direction page.Radios
	Value     page.Input
	Confirm   page.Checkboxes
	Button    string
	End       string // where it is ended, "" for a new one
}

// measureForm records the value of an own target in a quarter.
type measureForm struct {
	Quarter string
	ID      string
	Others  []page.NavItem
	Version int
	Action  string
	Value   page.Input
	Note    page.Textarea
	Confirm page.Checkboxes
}

// forms puts the forms of a target on its page, as recorded; ?year and ?quarter choose which value they change.
func (p Pages) forms(c *gin.Context, data *targetPage, in measure.Input, r measure.Result) {
	switch {
	case r.Kind.Fixed():
		return
	case r.Own == nil:
		data.Local = newLocalForm(r.Kind, localOf(in, r.Kind.Code, p.year(c)), in, nil)
		return
	}
	data.Own = newOwnForm(path(c)+"/"+r.Kind.Code, ownTyped(*r.Own), nil)
	data.Measure = newMeasureForm(path(c)+"/"+r.Kind.Code, *r.Own, measureOf(in, *r.Own, p.quarter(c)), in, nil)
}

// typedValue is a value as it is in a form, beside what it means.
type typedLocal struct {
	measure.Local
	text      string
	confirmed []string
}

type typedOwn struct {
	measure.Own
	text      string
	confirmed []string
}

type typedMeasure struct {
	measure.ByHand
	text      string
	confirmed []string
}

// year is the year the form is about: the present one unless another is chosen.
func (p Pages) year(c *gin.Context) calendar.Year {
	return chosenYear(c.Query("year"), p.Store.Today())
}

func chosenYear(text string, today calendar.Date) calendar.Year {
	n, err := strconv.Atoi(text)
	if y := calendar.Year(n); err == nil && slices.Contains(years(today), y) {
		return y
	}
	return today.Year()
}

func (p Pages) quarter(c *gin.Context) calendar.Quarter {
	return chosenQuarter(c.Query("quarter"), p.Store.Today())
}

// chosenQuarter is the quarter that is measured: the last that has ended unless another of the last eight, or the
// present one, is chosen.
func chosenQuarter(text string, today calendar.Date) calendar.Quarter {
	q, err := calendar.ParseQuarter(text)
	if err == nil && slices.Contains(measured(today), q) {
		return q
	}
	return today.Quarter().Add(-1)
}

// measured are the quarters that can be measured by hand, the newest first.
func measured(today calendar.Date) []calendar.Quarter {
	list := make([]calendar.Quarter, 9)
	for i := range list {
		list[i] = today.Quarter().Add(-i)
	}
	return list
}

func localOf(in measure.Input, kind string, y calendar.Year) typedLocal {
	for _, l := range in.Locals {
		if l.Kind == kind && l.Year == y {
			k, _ := measure.KindOf(kind)
			return typedLocal{Local: l, text: valueText(k.Unit, l.Value)}
		}
	}
	return typedLocal{Local: measure.Local{Kind: kind, Year: y}}
}

func ownTyped(o measure.Own) typedOwn { return typedOwn{Own: o, text: valueText(o.Unit, o.Value)} }

func measureOf(in measure.Input, o measure.Own, q calendar.Quarter) typedMeasure {
	for _, b := range in.ByHand {
		if b.Target == o.ID && b.Quarter == q {
			return typedMeasure{ByHand: b, text: valueText(o.Unit, b.Value)}
		}
	}
	return typedMeasure{ByHand: measure.ByHand{Target: o.ID, Quarter: q}}
}

func newLocalForm(k measure.Kind, t typedLocal, in measure.Input, wrong problem.List) *localForm {
	f := &localForm{
		Title: "A local value", Year: t.Year.Words(), YearID: int(t.Year), Version: t.Version, Exists: t.Version > 0,
		Intro: "The ICB can set its own value for a financial year. It is shown beside the toolkit’s value and never replaces it.",
		Value: input("value", k.Unit, "Value for "+t.Year.Words(), t.text, wrong),
		Reason: page.Textarea{
			Name: "reason", Label: "Why?", LabelSize: "s", Rows: 3, Limit: measure.LongestReason, Value: t.Reason,
			Error: wrong.For("reason"),
			Hint:  "The steering group can read this",
		},
		Confirm: page.ConfirmBox(privacy.NHSNumbers(t.Reason), confirmedBefore(in, t), t.confirmed),
	}
	if k.Code == measure.YearsAccess {
		f.Title = "The year’s access target"
		f.Intro = "How many people should access the service in the year, both people out of work and people supported to keep a job."
		f.Reason.Label, f.Reason.Hint = "Where does it come from?",
			"Such as the national planning guidance for the year. The steering group can read this"
	}
	for _, y := range years(in.Today) {
		f.Years = append(f.Years, page.NavItem{Href: fmt.Sprintf("?year=%d#value", int(y)), Text: y.Words(), Current: y == t.Year})
	}
	return f
}

func confirmedBefore(in measure.Input, t typedLocal) string {
	return localOf(in, t.Kind, t.Year).Confirmed
}

func input(name string, u measure.Unit, label, text string, wrong problem.List) page.Input {
	in := page.Input{
		Name: name, Label: label, LabelSize: "s", Width: 10, InputMode: "decimal", Autocomplete: "off", Value: text,
		Error: wrong.For(name),
	}
	switch u {
	case measure.Percent:
		in.Suffix, in.Hint = "%", "Such as 35"
	case measure.Pounds:
		in.Prefix, in.Hint = "£", "Whole pounds, such as 120,000"
	case measure.Years, measure.Months, measure.Days:
		in.Suffix = string(u)
	case measure.People:
		in.Hint = "A whole number, such as 1,200"
	}
	return in
}

// directions say when an own target is reached.
var directions = map[measure.Direction]string{measure.AtLeast: "At the value or above", measure.AtMost: "At the value or below"}

func newOwnForm(action string, t typedOwn, wrong problem.List) *ownForm {
	f := &ownForm{
		Version: t.Version, Action: action, Button: "Save the target",
		Name: page.Input{
			Name: "name", Label: "Name of the target", LabelSize: "s", Hint: "In plain words, such as ‘Employers we met’",
			Value: t.Name, Error: wrong.For("name"),
		},
		Direction: page.Radios{
			Name: "direction", Legend: "When is it reached?", LegendSize: "s", Value: string(t.Direction), Error: wrong.For("direction"),
			Items: []page.Item{
				{Value: string(measure.AtLeast), Text: directions[measure.AtLeast]},
				{Value: string(measure.AtMost), Text: directions[measure.AtMost]},
			},
		},
		Value:   input("value", t.Unit, "Value", t.text, wrong),
		Confirm: page.ConfirmBox(privacy.NHSNumbers(t.Name), "", t.confirmed),
	}
	if t.ID != "" {
		f.End = action + "/end"
		return f
	}
	f.Button = "Add the target"
	f.Unit = page.Radios{Name: "unit", Legend: "What is it measured in?", LegendSize: "s", Value: string(t.Unit), Error: wrong.For("unit")}
	for _, u := range measure.OwnUnits {
		f.Unit.Items = append(f.Unit.Items, page.Item{Value: string(u), Text: u.Words()})
	}
	f.Value.Prefix, f.Value.Suffix, f.Value.Hint = "", "", ""
	return f
}

func newMeasureForm(action string, o measure.Own, t typedMeasure, in measure.Input, wrong problem.List) *measureForm {
	f := &measureForm{
		Quarter: t.Quarter.Words(), ID: string(t.Quarter), Version: t.Version, Action: action + "/measures",
		Value: input("measured", o.Unit, "Value for "+t.Quarter.Short(), t.text, wrong),
		Note: page.Textarea{
			Name: "note", Label: "Note (optional)", LabelSize: "s", Rows: 2, Limit: measure.LongestReason, Value: t.Note,
			Error: wrong.For("note"), Hint: "The steering group can read this",
		},
		Confirm: page.ConfirmBox(privacy.NHSNumbers(t.Note), "", t.confirmed),
	}
	for _, q := range measured(in.Today) {
		f.Others = append(f.Others, page.NavItem{Href: "?quarter=" + string(q) + "#measured", Text: q.Short(), Current: q == t.Quarter})
	}
	return f
}

// valueText is a value as it is in its box, without the sign beside the box.
func valueText(u measure.Unit, a number.Amount) string {
	if !a.Known {
		return ""
	}
	return measure.Each.Value(a)
}

// localSubject is what the history calls the ICB's value of a kind for a year.
func localSubject(k measure.Kind, y calendar.Year) string { return fmt.Sprintf("%s %d", k.Code, y) }

// history is a part of the history of a kind's values, of all years, or of an own target.
func (p Pages) history(c *gin.Context, r measure.Result, in measure.Input) (page.History, error) {
	var subjects []string
	if r.Own != nil {
		subjects = []string{r.Own.ID}
	} else {
		for _, y := range years(in.Today) {
			subjects = append(subjects, localSubject(r.Kind, y))
		}
	}
	h, err := p.rows(c).HistoryPart(c, page.HistoryAsked(c), record.Target, subjects...)
	return page.NewHistory(path(c)+"/"+r.Kind.Code, h), err
}

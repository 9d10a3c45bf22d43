package targets

import (
	"cmp"

	"github.com/gin-gonic/gin"

	"ipstoolkit/server/page"
	"ipstoolkit/tenants"
	"ipstoolkit/toolkit/target"
)

type listPage struct {
	page.Base
	Lede  string
	Table page.Table
	Add   string // where an own target is added, "" for those who may not
}

var listTemplate = page.Parse[listPage](files, "list.html")

func (p Pages) list(c *gin.Context) error {
	if err := page.Allow(c, tenants.ReadToolkit); err != nil {
		return err
	}
	in, err := p.rows(c).TargetInput(c)
	if err != nil {
		return err
	}
	data := listPage{Base: page.New(c, "Targets"), Lede: ledes[in.View], Table: Table(path(c), target.Measure(in))}
	if c.Query("saved") == "ended" {
		data.Base = data.Base.Saved("Target ended")
	}
	if data.Can(tenants.SetTargets) {
		data.Add = path(c) + "/new"
	}
	return listTemplate.OK(c, data)
}

// ledes say whose results the page shows.
var ledes = map[target.View]string{
	target.Commissioners: "How the ICB stands against the toolkit’s numbers, worked out from the figures that providers have submitted. Open a target for the sum, each provider’s own result and the last eight quarters.",
	target.OneProvider:   "How your service stands against the toolkit’s numbers, worked out from the figures you have submitted. Open a target for the sum and the last eight quarters.",
	target.SteeringGroup: "How the ICB stands against the toolkit’s numbers, worked out from the figures that providers have submitted.",
}

// Table is one row a target, each leading to its page. The start page shows it too, with a picture of the quarters.
func Table(path string, results []target.Result) page.Table {
	t := page.Table{
		ID: "targets", Caption: "Targets", HideCaption: true, Stacked: true,
		Columns: []page.Column{{Text: "Target"}, {Text: "Result"}, {Text: "Value"}, {Text: "Measured against"}, {Text: "By quarter"}},
	}
	for _, r := range results {
		name := page.Link(path+"/"+r.Kind.Code, r.Kind.Name)
		name.Note = r.Line.Period
		t.Rows = append(t.Rows, []page.Cell{name, resultCell(r.Line), page.Text(value(r.Line)), goal(r), page.Text(trend(r))})
	}
	return t
}

const notAvailable = "Not available"

func value(l target.Line) string { return cmp.Or(l.Shown, notAvailable) }

// goal is what is asked, and the ICB's own value beside it.
func goal(r target.Result) page.Cell {
	cell := page.Text(cmp.Or(r.Kind.Target(), r.Against(), "No target set"))
	switch {
	case r.Local != nil && r.Kind.Default.Known:
		cell.Note = "local " + r.Kind.Unit.Value(r.Local.Value)
	case r.Local != nil:
		cell.Note = "for " + r.Local.Year.Words()
	case r.Kind.Code == target.YearsAccess && r.Line.Provider != "":
		cell.Text = "No target"
	}
	if r.Own != nil {
		cell.Note = "the ICB’s own target"
	}
	return cell
}

// resultCell is a line's result: its verdict as a tag where it has one, and the rest of its words below, the local
// value's first. The tag is the toolkit's verdict, which a local value never hides.
func resultCell(l target.Line) page.Cell {
	if l.Verdict.Words == "" || l.Masked {
		cell := page.Text(sentence(l.Result()))
		if l.Shown == "" && len(l.Notes) > 0 {
			cell.Text = joined(l.Notes) // the value says that it is not available
		}
		if len(l.Missing) > 0 {
			cell.Note = "Missing: " + l.Missing[0].Words
			if len(l.Missing) > 1 {
				cell.Note += " and more"
			}
		}
		return cell
	}
	cell := page.Tagged(tag(l.Verdict))
	notes := l.Notes
	if l.Local != "" {
		notes = append([]string{l.Local}, notes...)
	}
	cell.Note = joined(notes)
	return cell
}

// tag is a verdict's tag: yellow asks to be looked at, and red is for errors alone.
func tag(v target.Verdict) page.Tag {
	return page.Tag{Text: sentence(v.Words), Colour: map[target.Tone]string{target.Good: "green", target.Attention: "yellow", target.Plain: "white"}[v.Tone]}
}

// trend says how the last quarter stands beside the one known before it.
func trend(r target.Result) string {
	if len(r.Trend) == 0 {
		return "Not by quarter"
	}
	var shown []target.Point
	for _, p := range r.Trend[0].Points {
		if p.Shown != "" {
			shown = append(shown, p)
		}
	}
	if len(shown) < 2 {
		return "Too few quarters"
	}
	last, before := shown[len(shown)-1], shown[len(shown)-2]
	switch {
	case last.Value == nil || before.Value == nil:
		return "Not shown: small numbers"
	case last.Shown == before.Shown:
		return "Latest quarter " + last.Shown + ", the same as before"
	case last.Value.Cmp(before.Value) > 0:
		return "Latest quarter " + last.Shown + ", up from " + before.Shown
	}
	return "Latest quarter " + last.Shown + ", down from " + before.Shown
}

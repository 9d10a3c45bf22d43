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
	data := listPage{Base: page.New(c, "Targets"), Lede: ledes[in.View], Table: table(path(c), target.Measure(in))}
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
	target.SteeringGroup: "How the ICB stands against the toolkit’s numbers, worked out from the figures that providers have submitted. A number of people from 1 to 4, or one that would give it away, is shown as *.",
}

// table is one row a target, each leading to its page.
func table(path string, results []target.Result) page.Table {
	t := page.Table{
		ID: "targets", Caption: "Targets", HideCaption: true,
		Columns: []page.Column{{Text: "Target"}, {Text: "Value", Numeric: true}, {Text: "Toolkit’s target"}, {Text: "Result"}, {Text: "Trend"}},
	}
	for _, r := range results {
		name := page.Link(path+"/"+r.Kind.Code, r.Kind.Name)
		name.Note = r.Line.Period
		t.Rows = append(t.Rows, []page.Cell{name, page.Text(cmp.Or(r.Line.Shown, "–")), goal(r), resultCell(r.Line), page.Text(trend(r))})
	}
	return t
}

// goal is what is asked, and the ICB's own value beside it.
func goal(r target.Result) page.Cell {
	cell := page.Text(r.Kind.Target())
	switch {
	case r.Local != nil && r.Kind.Default.Known:
		cell.Note = "local " + r.Kind.Unit.Value(r.Local.Value)
	case r.Local != nil:
		cell.Text = r.Kind.Unit.Value(r.Local.Value)
		cell.Note = "for " + r.Local.Year.Words()
		if r.Line.ByNow != "" {
			cell.Note += ", " + r.Line.ByNow + " by now"
		}
	case !r.Kind.Default.Known:
		cell.Text = "not set"
	}
	if r.Own != nil {
		cell.Note = "your own target"
	}
	return cell
}

// resultCell is a line's result: its verdict as a tag where it has one, and the rest of its words below.
func resultCell(l target.Line) page.Cell {
	if l.Verdict.Words == "" || l.Local != "" || l.Masked {
		cell := page.Text(sentence(l.Result()))
		if len(l.Missing) > 0 {
			cell.Note = "Missing: " + l.Missing[0].Words
			if len(l.Missing) > 1 {
				cell.Note += " and more"
			}
		}
		return cell
	}
	cell := page.Tagged(tag(l.Verdict))
	cell.Note = joined(l.Notes)
	return cell
}

// tag is a verdict's tag: yellow asks to be looked at, and red is for errors alone.
func tag(v target.Verdict) page.Tag {
	return page.Tag{Text: sentence(v.Words), Colour: map[target.Tone]string{target.Good: "green", target.Attention: "yellow", target.Plain: "white"}[v.Tone]}
}

// trend says how the last quarter stands beside the one known before it.
func trend(r target.Result) string {
	if len(r.Trend) == 0 {
		return ""
	}
	var shown []target.Point
	for _, p := range r.Trend[0].Points {
		if p.Shown != "" {
			shown = append(shown, p)
		}
	}
	if len(shown) < 2 {
		return "not enough quarters"
	}
	last, before := shown[len(shown)-1], shown[len(shown)-2]
	switch {
	case last.Value == nil || before.Value == nil:
		return "not shown"
	case last.Shown == before.Shown:
		return "the same, " + last.Shown
	case last.Value.Cmp(before.Value) > 0:
		return "up to " + last.Shown + " from " + before.Shown
	}
	return "down to " + last.Shown + " from " + before.Shown
}

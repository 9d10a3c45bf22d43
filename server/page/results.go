package page

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"ipstoolkit/tenants"
	"ipstoolkit/toolkit/calendar"
	"ipstoolkit/toolkit/masking"
	"ipstoolkit/toolkit/measure"
)

// ResultTable is one row a target, each leading to its page below path: the list of targets and the start page show it.
func ResultTable(path string, results []measure.Result) Table {
	t := Table{
		ID: "targets", Caption: "Targets", HideCaption: true, Stacked: true,
		Columns: []Column{{Text: "Target"}, {Text: "Result"}, {Text: "Value"}, {Text: "Measured against"}, {Text: "By quarter"}},
	}
	for _, r := range results {
		name := Link(path+"/"+r.Kind.Code, r.Kind.Name)
		name.Note = r.Line.Period
		t.Rows = append(t.Rows, []Cell{name, ResultCell(r.Line), Text(ResultValue(r.Line)), goal(r), Text(trend(r))})
	}
	return t
}

// Ask leads to the text that asks a provider for what it has not sent of a quarter.
type Ask struct{ Href, Text string }

// NewAsk is the link for a provider, by its id and name.
func NewAsk(t tenants.Tenant, id, name string, q calendar.Quarter) Ask {
	return Ask{fmt.Sprintf("%s/returns/%s/%s/ask", Home(t.Code), id, q), fmt.Sprintf("Ask %s for %s", name, q.Short())}
}

// Asks are one for each provider and quarter that the results wait for; none for those who may not ask.
func Asks(m tenants.Member, results ...measure.Result) []Ask {
	if !m.Can(tenants.ReviewReturns) {
		return nil
	}
	var list []Ask
	for _, r := range results {
		for _, s := range r.Since {
			for i, id := range s.AwaitedIDs() {
				if one := NewAsk(m.Tenant, id, s.Awaited[i], s.Quarter); !slices.Contains(list, one) {
					list = append(list, one)
				}
			}
		}
	}
	return list
}

// NotAvailable is shown where figures are missing.
const NotAvailable = "Not available"

// ResultValue is a line's value as people read it.
func ResultValue(l measure.Line) string { return cmp.Or(l.Shown, NotAvailable) }

// goal is what is asked, and the ICB's own value beside it.
func goal(r measure.Result) Cell {
	cell := Text(cmp.Or(r.Kind.Target(), r.Against(r.Line), "No target set"))
	switch {
	case r.Local != nil && r.Kind.Default.Known:
		cell.Note = "local " + r.Kind.Unit.Value(r.Local.Value)
	case r.Local != nil:
		cell.Note = "for " + r.Local.Year.Words()
	}
	if r.Own != nil {
		cell.Note = "the ICB’s own target"
	}
	return cell
}

// ResultCell is a line's result: its verdict as a tag where it has one, and the rest of its words below, the local
// value's first. The tag is the toolkit's verdict, which a local value never hides.
func ResultCell(l measure.Line) Cell {
	if l.Verdict.Words == "" || l.Masked {
		cell := Text(Sentence(l.Result()))
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
	cell := Tagged(verdictTag(l.Verdict))
	notes := l.Notes
	if l.Local != "" {
		notes = append([]string{l.Local}, notes...)
	}
	cell.Note = joined(notes)
	return cell
}

// verdictTag is a verdict's tag: yellow asks to be looked at, and red is for errors alone.
func verdictTag(v measure.Verdict) Tag {
	return Tag{Text: Sentence(v.Words), Colour: map[measure.Tone]string{
		measure.Good: "green", measure.Attention: "yellow",
		measure.Plain: "white",
	}[v.Tone]}
}

// trend says how the last quarter compares with the last known one before it.
func trend(r measure.Result) string {
	if len(r.Trend) == 0 {
		return "Not by quarter"
	}
	var shown []measure.Point
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
		return Sentence(masking.NotShown)
	case last.Shown == before.Shown:
		return last.Quarter.Short() + ": " + last.Shown + ", the same as before"
	case last.Value.Cmp(before.Value) > 0:
		return last.Quarter.Short() + ": " + last.Shown + ", up from " + before.Shown
	}
	return last.Quarter.Short() + ": " + last.Shown + ", down from " + before.Shown
}

// Sentence is words as they begin a line: with a capital letter.
func Sentence(words string) string {
	r, size := utf8.DecodeRuneInString(words)
	if size == 0 {
		return ""
	}
	return string(unicode.ToUpper(r)) + words[size:]
}

func joined(notes []string) string { return Sentence(strings.Join(notes, "; ")) }

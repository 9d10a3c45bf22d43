package workbook

import (
	"fmt"
	"math/big"
	"strings"

	"github.com/xuri/excelize/v2"

	"ipstoolkit/toolkit/measure"
	"ipstoolkit/toolkit/snapshot"
)

// targets is each result in words, the headline first and then by provider or contract, as far as the audience sees
// them.
func (b *book) targets() table {
	t := table{name: Targets, columns: []column{
		{"Code", 6, wrapped, true},
		{"Target", 26, wrapped, true},
		{"For", 17, wrapped, true},
		{"Measured over", 16, wrapped, false},
		{"Value", 12, wrapped, false},
		{"Target value", 12, wrapped, false},
		{"Local value and reason", 16, wrapped, false},
		{"Result", 28, wrapped, false},
		{"Worked out from", 28, wrapped, false},
		{"Not counted yet", 25, wrapped, false},
	}}
	t.columns = append(t.columns, column{"What is missing", 26, wrapped, false})
	add := func(r measure.Result, l measure.Line, local string, since []measure.Since) {
		row := []any{
			r.Kind.Priority, r.Kind.Name, l.Name, sentence(l.Period), sentence(valueWords(l)), sentence(r.Goal(l)), local,
			resultCell(l), l.Sum, sinceWords(since),
		}
		t.rows = append(t.rows, append(row, gapWords(l.Missing)))
	}
	for _, list := range [][]measure.Result{b.s.Results, b.s.Shared} {
		for _, r := range list {
			add(r, r.Line, localWords(r), r.Since)
			for _, l := range r.Lines {
				add(r, l, "", nil)
			}
		}
	}
	return t
}

// notReached says that a line is on the wrong side of the toolkit's number. It does not say so where small numbers are hidden.
func notReached(l measure.Line) bool { return !l.Masked && l.Verdict.Tone == measure.Attention }

// notReachedSign is before the words of a result that is not reached, so that it looks different without colour.
const notReachedSign = "► "

// resultCell is a line's result, marked where it is not reached.
func resultCell(l measure.Line) any {
	if notReached(l) {
		return styled{notReachedSign + sentence(l.Result()), attention}
	}
	return sentence(l.Result())
}

// valueWords is a line's value as people read it.
func valueWords(l measure.Line) string {
	if l.Shown == "" {
		return "not available"
	}
	return l.Shown
}

// targetWords is the value to reach over a year or a quarter, "at least 40%"; "not set" where the subject has none.
func targetWords(r measure.Result, s measure.Series) string {
	switch {
	case r.Kind.Target() != "":
		return r.Kind.Target()
	case s.Target != "":
		return "at least " + s.Target
	}
	return "not set"
}

// localWords is the ICB's own value and its reason, beside the toolkit's.
func localWords(r measure.Result) string {
	if r.Local == nil {
		return ""
	}
	words := r.Kind.Unit.Value(r.Local.Value) + " in " + r.Local.Year.Words()
	if r.Local.Reason != "" {
		words += ": " + r.Local.Reason
	}
	return words
}

// sinceWords are the quarters that do not count yet, one line each.
func sinceWords(since []measure.Since) string {
	words := make([]string, len(since))
	for i, s := range since {
		words[i] = s.Words()
	}
	return strings.Join(words, "\n")
}

func gapWords(gaps []measure.Gap) string {
	words := make([]string, len(gaps))
	for i, g := range gaps {
		words[i] = g.Words
	}
	return strings.Join(words, "\n")
}

// sentence begins words with a capital letter.
func sentence(words string) string {
	if words == "" || words[0] < 'a' || words[0] > 'z' {
		return words
	}
	return strings.ToUpper(words[:1]) + words[1:]
}

// trendRange is where the Summary's line chart finds its numbers in Trends: the columns of quarters, and the rows of
// the rate and of the target. Rows are 0 while there is nothing to draw.
type trendRange struct {
	first, last        string
	heads, rate, wants int
	name               string
	// sections is the row of the names of sections, and lastSection the last column of it; 0 while there is none.
	sections, lastSection int
}

// lower moves the range below the lines that are above the sheet's headings: how many there are is known once the sheet is fitted to
// its paper.
func (r *trendRange) lower(lines int) {
	for _, row := range []*int{&r.heads, &r.rate, &r.wants, &r.sections} {
		if *row > 0 {
			*row += lines
		}
	}
}

func (r trendRange) cells(row int) string {
	return fmt.Sprintf("'%s'!$%s$%d:$%s$%d", Trends, r.first, row, r.last, row)
}

func (r trendRange) label(row int) string { return fmt.Sprintf("'%s'!$C$%d", Trends, row) }

// trends is the quarters of each target, with the numbers of the Summary's chart below them. In those a quarter without
// a number is an empty cell, which a chart leaves out.
func (b *book) trends() table {
	t := table{name: Trends, columns: []column{
		{"Code", 6, wrapped, true}, {"Target", 30, wrapped, true}, {"For", 17, wrapped, true}, {"Target value", 14, wrapped, false},
	}}
	var rate *measure.Series
	var kind measure.Kind
	var quarters []measure.Point
	for i, r := range b.s.Results {
		for j, series := range r.Trend {
			if b.s.Audience.IsSteeringGroup() && j > 0 {
				break // providers' quarters are on the target's page
			}
			if quarters == nil {
				quarters = series.Points
			}
			t.rows = append(t.rows, trendRow(r, series))
			if r.Kind.Code == measure.JobOutcomeRate && j == 0 {
				rate, kind = &b.s.Results[i].Trend[0], r.Kind
			}
		}
	}
	for _, p := range quarters {
		t.columns = append(t.columns, column{p.Quarter.Short(), 13, wrapped, false})
	}
	if rate != nil && drawable(rate.Points) {
		b.chartRows(&t, kind, *rate)
	}
	return t
}

func trendRow(r measure.Result, series measure.Series) []any {
	row := []any{r.Kind.Priority, r.Kind.Name, series.Name, sentence(targetWords(r, series))}
	for _, p := range series.Points {
		if p.Shown != "" {
			row = append(row, p.Shown)
		} else {
			row = append(row, p.Brief())
		}
	}
	return row
}

// drawable says whether there is a number to draw.
func drawable(points []measure.Point) bool {
	for _, p := range points {
		if p.Value != nil {
			return true
		}
	}
	return false
}

// chartRows adds the rows of numbers for the chart.
func (b *book) chartRows(t *table, kind measure.Kind, rate measure.Series) {
	heads := []any{"", "Numbers for the chart on the Summary", "Quarter", ""}
	rates := []any{"3.4", "Numbers for the chart on the Summary", "Job outcome rate", ""}
	wants := []any{"3.4", "Numbers for the chart on the Summary", "Target", ""}
	for _, p := range rate.Points {
		heads = append(heads, fmt.Sprintf("Q%d %s", p.Quarter.N(), p.Quarter.Year().Words()))
		rates = append(rates, share(kind, p.Value, p.Target))
		wants = append(wants, share(kind, p.Target, nil))
	}
	first, _ := excelize.ColumnNumberToName(5)
	last, _ := excelize.ColumnNumberToName(4 + len(rate.Points))
	at := len(t.rows) + 2
	t.rows = append(t.rows, heads, rates, wants)
	b.chart = trendRange{first: first, last: last, heads: at, rate: at + 1, wants: at + 2, name: rate.Name}
	if len(b.told.Sections) <= len(rate.Points) {
		t.rows = append(t.rows, b.sectionLabels())
		b.chart.sections, b.chart.lastSection = at+3, 4+len(b.told.Sections)
	}
}

// sectionLabels is the row of names of sections that are short enough to be read beside a bar on one line.
func (b *book) sectionLabels() []any {
	row := []any{"", "Names for the chart on the Summary", "Section", ""}
	for _, s := range b.told.Sections {
		row = append(row, fmt.Sprint(s.Section)+" "+snapshot.Shortened(s.Title, 18))
	}
	return row
}

// share is a percentage as an Excel number, with the decimals that people see beside a target.
func share(k measure.Kind, v, target *big.Rat) any {
	if v == nil {
		return nil
	}
	f, _ := new(big.Rat).Quo(v, big.NewRat(100, 1)).Float64()
	if k.Decimals(v, target) == 2 {
		return styled{f, percent2}
	}
	return styled{f, percent1}
}

package measure

import (
	"cmp"
	"math/big"
	"strings"

	"ipstoolkit/toolkit/calendar"
	"ipstoolkit/toolkit/masking"
)

// Result is the result of one target: the headline line (the ICB's, or the provider's own in its view), then lines by
// provider or by contract, then the quarters for a chart and its table.
type Result struct {
	Kind  Kind
	Own   *Own   // the ICB's own target, when it is one
	Local *Local // the ICB's value for the headline's year, when there is one
	Line  Line
	Since []Since // what has come in after the headline's period, and changes nothing of it
	Lines []Line
	Trend []Series
}

// Target is the number that results are measured against, in words: the toolkit's, or the ICB's own where the toolkit
// has none; "" when neither is there.
func (r Result) Target() string {
	if !r.Kind.Default.Known && r.Local != nil {
		return r.Kind.Unit.Value(r.Local.Value)
	}
	return r.Kind.Unit.Value(r.Kind.Default)
}

// Against is what a line is measured against, in words. During a year it is the target with the part for the quarters
// so far, "205 by now, 410 in the year"; a provider's says where its target comes from. It is "" for a provider without a
// target of its own.
func (r Result) Against(l Line) string {
	asked := l.Asked
	if asked == "" && (r.Kind.Code != YearsAccess || l.Provider == "") {
		asked = r.Target()
		if l.ByNow != "" {
			asked += " in the year"
		}
	}
	if l.ByNow == "" {
		return asked
	}
	return l.ByNow + " by now, " + asked
}

// Goal is the value that a line is to reach in words, "at least 40%"; "not set" where it has none.
func (r Result) Goal(l Line) string {
	switch {
	case r.Kind.Target() != "":
		return r.Kind.Target()
	case r.Against(l) != "":
		return "at least " + r.Against(l)
	}
	return "not set"
}

// Beyond is how far the headline is on the good side of its target, as a share of the target; below 0 it is short of it. ok is
// false where there is nothing to compare. During a year it compares with what is due by now.
func (r Result) Beyond() (by *big.Rat, ok bool) {
	target := r.Kind.Default
	if !target.Known && r.Local != nil {
		target = r.Local.Value
	}
	if r.Line.Value == nil || r.Line.Masked || !target.Known || target.Hundredths == 0 {
		return nil, false
	}
	due := target.Rat()
	if r.Kind.Unit == Years || r.Kind.Unit == Months { // the value is how many of all contracts
		due = big.NewRat(1, 1)
	}
	if now, is := new(big.Rat).SetString(strings.ReplaceAll(r.Line.ByNow, ",", "")); is && now.Sign() > 0 {
		due = now
	}
	by = new(big.Rat).Sub(r.Line.Value, due)
	if r.Kind.Direction == AtMost {
		by.Neg(by)
	}
	return by.Quo(by, due), true
}

// NeedsAttention says that the headline is on the wrong side of the toolkit's number or of the ICB's own.
func (r Result) NeedsAttention() bool {
	if r.Line.Verdict.Tone == Attention {
		return true
	}
	return r.Local != nil && r.Line.Local != "" && r.Line.Value != nil && !onGoodSide(r.Line.Value, r.Local.Value.Rat(), r.Kind.Direction)
}

// Line is one value over one period for one subject. An empty Shown is "not available", and Missing says what is
// missing.
type Line struct {
	Provider string // "" for the ICB
	Contract string // the contract's id, on lines by contract
	Name     string
	Period   string   // "four quarters to Quarter 2 2026/27"
	Value    *big.Rat // exact; nil where there is none, or where it is masked
	Shown    string   // as read: "42.0%", "*"
	Verdict  Verdict  // empty while too few quarters count
	Local    string   // the local value's verdict, "local 35% met"
	Versus   string   // the toolkit's beside it, "toolkit minimum 40% not met"
	Sum      string   // the sum behind it
	Numbers  string   // a ratio's sum without its words, "126 / 300"; Kind.Parts names them
	Asked    string   // a provider's own target, "250 in the year, as the contract states"
	ByNow    string   // how much of a year's target belongs to the period, during the year
	Notes    []string // "3 of 4 quarters", "in the range expected of a new service (30% to 40%)"
	Missing  []Gap
	Masked   bool
	Told     string // the words of a sealed round, which are not worked out again

	cells []masking.Cell // the numbers of people behind it
}

// Result is the line's result in words, never empty: "local 35% met; toolkit minimum 40% not met".
func (l Line) Result() string {
	switch {
	case l.Told != "":
		return l.Told
	case l.Masked:
		return masking.NotShown
	case l.Local != "":
		return strings.Join(append([]string{l.Local, l.Versus}, l.Notes...), "; ")
	case l.Verdict.Words != "":
		return strings.Join(append([]string{l.Verdict.Words}, l.Notes...), "; ")
	case l.Shown == "":
		return strings.Join(append([]string{notAvailable}, l.Notes...), "; ")
	case len(l.Notes) > 0:
		return strings.Join(l.Notes, "; ")
	}
	return "no target to compare with"
}

// Available says whether there is a value to show.
func (l Line) Available() bool { return l.Shown != "" }

// Place is the part of the service where people enter a missing figure.
type Place string

const (
	InReturns   Place = "returns"
	InContracts Place = "contracts"
	InTargets   Place = "targets"
	InDataFlow  Place = "data-flow"
	InCoverage  Place = "coverage"
	InWorkforce Place = "workforce"
	InMeetings  Place = "meetings"
)

// InRegisters are the places that are pages of registers.
var InRegisters = []Place{InDataFlow, InCoverage, InWorkforce, InMeetings}

// Gap is something missing: what, and where to enter it.
type Gap struct {
	Words    string
	Place    Place
	Provider string
	Quarter  calendar.Quarter
}

// Series is one subject's quarters, oldest first.
type Series struct {
	Provider string
	Name     string
	Target   string // the subject's own, where the kind has none for all: "250 in 2026/27, as the contract states"
	Points   []Point
}

// Point is one quarter of a trend, shown without a verdict. Value is nil where there is none or it is masked. Target is
// the line to draw, nil where there is none.
type Point struct {
	Quarter calendar.Quarter
	Period  string
	Value   *big.Rat
	Shown   string
	Sum     string
	Numbers string
	Note    string
	Target  *big.Rat

	Few   string // the note without its quarter; "" where the note is short itself
	cells []masking.Cell
}

// notAvailable is shown in place of a missing value that has no better explanation.
const notAvailable = "not available"

// lacks notes why there is no value: not all providers have submitted.
func (p *Point) lacks(got reading) {
	p.Note = cmp.Or(strings.Join(got.notes(), "; "), notAvailable)
	switch {
	case len(got.partly) == 1 && got.partly[0].quarter == p.Quarter:
		p.Few = got.partly[0].few()
	case len(got.partly) > 0:
		p.Few = notAvailable
	}
}

// Brief is the note in the few words that a cell below its quarter has room for: "1 of 2 providers", "not available".
func (p Point) Brief() string { return cmp.Or(p.Few, p.Note, notAvailable) }

// hide masks a line: its value, its sum, its verdict and its notes, which would reveal the number.
func (l *Line) hide() {
	l.Value, l.Shown, l.Masked = nil, masking.Masked, true
	l.Verdict, l.Local, l.Versus, l.Sum, l.Numbers, l.Notes = Verdict{}, "", "", masking.Masked, masking.Masked, nil
}

func (p *Point) hide() {
	p.Value, p.Shown, p.Sum, p.Numbers = nil, masking.Masked, masking.Masked, masking.Masked
}

package round

import (
	"ipstoolkit/toolkit/assessment"
	"ipstoolkit/toolkit/calendar"
	"ipstoolkit/toolkit/claims"
	"ipstoolkit/toolkit/measure"
	"ipstoolkit/toolkit/snapshot"
)

// Target is what a result is measured against, as it was then.
type Target struct {
	Code              string  `json:"code,omitempty"`
	Name              string  `json:"name,omitempty"`
	Unit              string  `json:"unit,omitempty"`
	Direction         string  `json:"direction,omitempty"`
	Default           Decimal `json:"default,omitempty"`
	Tolerance         Decimal `json:"tolerance,omitempty"`
	Standing          string  `json:"standing,omitempty"`
	Priority          string  `json:"priority,omitempty"`
	Page              int     `json:"page,omitempty"`
	Measured          string  `json:"measured,omitempty"`
	CommissionersOnly bool    `json:"commissioners_only,omitempty"`
	Contracts         bool    `json:"contracts,omitempty"`
}

func targetOf(x measure.Kind) Target {
	return Target{
		Code: x.Code, Name: x.Name, Unit: string(x.Unit), Direction: string(x.Direction),
		Default:   decimal(x.Default.Hundredths, x.Default.Known),
		Tolerance: decimal(x.Tolerance.Hundredths, x.Tolerance.Known), Standing: x.Standing, Priority: x.Priority,
		Page: x.Page, Measured: x.Measured, CommissionersOnly: x.CommissionersOnly, Contracts: x.Contracts,
	}
}

func (x Target) back() measure.Kind {
	return measure.Kind{
		Code: x.Code, Name: x.Name, Unit: measure.Unit(x.Unit), Direction: measure.Direction(x.Direction),
		Default: x.Default.amount(), Tolerance: x.Tolerance.amount(), Standing: x.Standing, Priority: x.Priority,
		Page: x.Page, Measured: x.Measured, CommissionersOnly: x.CommissionersOnly, Contracts: x.Contracts,
	}
}

// Line is one value over one period for one subject: Value in the unit of the target, Shown and Result as they are read.
type Line struct {
	Provider string   `json:"provider,omitempty"`
	Contract string   `json:"contract,omitempty"`
	Name     string   `json:"name,omitempty"`
	Period   string   `json:"period,omitempty"`
	Value    Exact    `json:"value,omitempty"`
	Shown    string   `json:"shown,omitempty"`
	Verdict  Verdict  `json:"verdict,omitzero"`
	Local    string   `json:"local,omitempty"`
	Versus   string   `json:"versus,omitempty"`
	Sum      string   `json:"sum,omitempty"`
	Numbers  string   `json:"numbers,omitempty"`
	Asked    string   `json:"asked,omitempty"`
	ByNow    string   `json:"by_now,omitempty"`
	Notes    []string `json:"notes,omitempty"`
	Missing  []Gap    `json:"missing,omitempty"`
	Masked   bool     `json:"masked,omitempty"`
	Result   string   `json:"result,omitempty"`
}

func lineOf(x measure.Line) Line {
	return Line{
		Provider: x.Provider, Contract: x.Contract, Name: x.Name, Period: x.Period, Value: exactly(x.Value), Shown: x.Shown,
		Verdict: verdictOf(x.Verdict), Local: x.Local, Versus: x.Versus, Sum: x.Sum, Numbers: x.Numbers,
		Asked: x.Asked, ByNow: x.ByNow, Notes: x.Notes, Missing: each(x.Missing, gapOf), Masked: x.Masked, Result: x.Result(),
	}
}

func (x Line) back() measure.Line {
	return measure.Line{
		Provider: x.Provider, Contract: x.Contract, Name: x.Name, Period: x.Period, Value: x.Value.rat(), Shown: x.Shown,
		Verdict: x.Verdict.back(), Local: x.Local, Versus: x.Versus, Sum: x.Sum, Numbers: x.Numbers,
		Asked: x.Asked, ByNow: x.ByNow, Notes: x.Notes, Missing: each(x.Missing, Gap.back), Masked: x.Masked, Told: x.Result,
	}
}

// Verdict is how a value compares with a target, in words.
type Verdict struct {
	Words string `json:"words,omitempty"`
	Tone  string `json:"tone,omitempty"`
}

func verdictOf(x measure.Verdict) Verdict {
	return Verdict{
		Words: x.Words, Tone: string(x.Tone),
	}
}

func (x Verdict) back() measure.Verdict {
	return measure.Verdict{
		Words: x.Words, Tone: measure.Tone(x.Tone),
	}
}

// Gap is a figure that is missing, and where it is entered.
type Gap struct {
	Words    string  `json:"words,omitempty"`
	Place    string  `json:"place,omitempty"`
	Provider string  `json:"provider,omitempty"`
	Quarter  Quarter `json:"quarter,omitempty"`
}

func gapOf(x measure.Gap) Gap {
	return Gap{
		Words: x.Words, Place: string(x.Place), Provider: x.Provider, Quarter: Quarter(x.Quarter),
	}
}

func (x Gap) back() measure.Gap {
	return measure.Gap{
		Words: x.Words, Place: measure.Place(x.Place), Provider: x.Provider, Quarter: calendar.Quarter(x.Quarter),
	}
}

// Series is one subject's quarters, oldest first.
type Series struct {
	Provider string  `json:"provider,omitempty"`
	Name     string  `json:"name,omitempty"`
	Target   string  `json:"target,omitempty"` // the subject's own, in words
	Points   []Point `json:"points,omitempty"`
}

func seriesOf(x measure.Series) Series {
	return Series{
		Provider: x.Provider, Name: x.Name, Target: x.Target, Points: each(x.Points, pointOf),
	}
}

func (x Series) back() measure.Series {
	return measure.Series{
		Provider: x.Provider, Name: x.Name, Target: x.Target, Points: each(x.Points, Point.back),
	}
}

// Point is one quarter of a series.
type Point struct {
	Quarter Quarter `json:"quarter,omitempty"`
	Period  string  `json:"period,omitempty"`
	Value   Exact   `json:"value,omitempty"`
	Shown   string  `json:"shown,omitempty"`
	Sum     string  `json:"sum,omitempty"`
	Numbers string  `json:"numbers,omitempty"`
	Note    string  `json:"note,omitempty"`
	Few     string  `json:"brief,omitempty"` // the note without its quarter
	Target  Exact   `json:"target,omitempty"`
}

func pointOf(x measure.Point) Point {
	return Point{
		Quarter: Quarter(x.Quarter), Period: x.Period, Value: exactly(x.Value), Shown: x.Shown, Sum: x.Sum,
		Numbers: x.Numbers, Note: x.Note, Few: x.Few, Target: exactly(x.Target),
	}
}

func (x Point) back() measure.Point {
	return measure.Point{
		Quarter: calendar.Quarter(x.Quarter), Period: x.Period, Value: x.Value.rat(), Shown: x.Shown, Sum: x.Sum,
		Numbers: x.Numbers, Note: x.Note, Few: x.Few, Target: x.Target.rat(),
	}
}

// Late is something that should have been done by now.
type Late struct {
	Priority string `json:"priority,omitempty"`
	What     string `json:"what,omitempty"`
	Since    Day    `json:"since,omitempty"`
	Owner    string `json:"owner,omitempty"`
}

func lateOf(x snapshot.Late) Late {
	return Late{
		Priority: x.Priority, What: x.What, Since: Day(x.Since), Owner: x.Owner,
	}
}

func (x Late) back() snapshot.Late {
	return snapshot.Late{
		Priority: x.Priority, What: x.What, Since: calendar.Date(x.Since), Owner: x.Owner,
	}
}

// Answer is what a commissioner has said to a difference.
type Answer struct {
	Note       string `json:"note,omitempty"`
	AnsweredAt Moment `json:"answered_at,omitempty"`
	AnsweredBy string `json:"answered_by,omitempty"`
}

func answerOf(x claims.Answer) Answer {
	return Answer{
		Note: x.Note, AnsweredAt: Moment(x.AnsweredAt), AnsweredBy: x.AnsweredBy,
	}
}

func (x Answer) back() claims.Answer {
	return claims.Answer{
		Note: x.Note, AnsweredAt: calendar.Instant(x.AnsweredAt), AnsweredBy: x.AnsweredBy,
	}
}

// Difference is a status that the figures do not bear out.
type Difference struct {
	Priority string   `json:"priority,omitempty"`
	Status   string   `json:"status,omitempty"`
	Says     []string `json:"says,omitempty"`
	State    string   `json:"state,omitempty"`
	Answer   Answer   `json:"answer,omitzero"`
}

func differenceOf(x claims.Claim) Difference {
	return Difference{
		Priority: x.Priority, Status: string(x.Status), Says: x.Says, State: x.State, Answer: answerOf(x.Answer),
	}
}

func (x Difference) back() claims.Claim {
	return claims.Claim{
		Priority: x.Priority, Status: assessment.Status(x.Status), Says: x.Says, State: x.State, Answer: x.Answer.back(),
	}
}

// Result is how things are against one target: the headline, what has come in since, lines by provider or by contract,
// and quarters for a chart.
type Result struct {
	Target Target   `json:"target"`
	Own    string   `json:"own,omitempty"` // the id of the ICB's own target, when it is one
	Local  *Local   `json:"local,omitempty"`
	Line   Line     `json:"line"`
	Since  []Since  `json:"since,omitempty"`
	Lines  []Line   `json:"lines,omitempty"`
	Trend  []Series `json:"trend,omitempty"`
}

func resultOf(x measure.Result) Result {
	r := Result{
		Target: targetOf(x.Kind), Line: lineOf(x.Line), Since: each(x.Since, sinceOf), Lines: each(x.Lines, lineOf),
		Trend: each(x.Trend, seriesOf),
	}
	if x.Own != nil {
		r.Own = x.Own.ID
	}
	if x.Local != nil {
		local := localOf(*x.Local)
		r.Local = &local
	}
	return r
}

func (x Result) back() measure.Result {
	r := measure.Result{
		Kind: x.Target.back(), Line: x.Line.back(), Since: each(x.Since, Since.back), Lines: each(x.Lines, Line.back),
		Trend: each(x.Trend, Series.back),
	}
	if x.Own != "" {
		r.Own = &measure.Own{ID: x.Own, Name: r.Kind.Name, Unit: r.Kind.Unit, Direction: r.Kind.Direction, Value: r.Kind.Default}
	}
	if x.Local != nil {
		local := x.Local.back()
		r.Local = &local
	}
	return r
}

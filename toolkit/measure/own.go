package measure

import (
	"math/big"

	"ipstoolkit/toolkit/calendar"
	"ipstoolkit/toolkit/masking"
	"ipstoolkit/toolkit/number"
	"ipstoolkit/toolkit/privacy"
	"ipstoolkit/toolkit/problem"
)

// Own is a target that an ICB has set itself. People enter its value by hand each quarter.
type Own struct {
	ID        string
	Name      string
	Unit      Unit
	Direction Direction
	Value     number.Amount
	Confirmed string // as in Local
	Version   int
}

// ByHand is the value of an own target in a quarter.
type ByHand struct {
	Target  string // the own target's ID
	Quarter calendar.Quarter
	Value   number.Amount
	Note    string
	// Confirmed is as in Local.
	Confirmed string
	Version   int
}

// OwnUnits are the units that an own target can have, in the order of its form. Small numbers of people are masked.
var OwnUnits = []Unit{Percent, People, Number, Pounds, Days}

// Words is the unit as people choose it.
func (u Unit) Words() string {
	switch u {
	case Percent:
		return "A percentage"
	case People:
		return "A number of people accessing IPS services"
	case Number:
		return "Another number"
	case Pounds:
		return "Pounds"
	case Days:
		return "Days"
	}
	return ""
}

// Parse reads a value of the unit as people write it. The error continues the value's name.
func (u Unit) Parse(text string) (number.Amount, error) {
	var h int64
	var known bool
	var err error
	switch u {
	case Percent:
		h, known, err = number.ParsePercent(text)
	case People:
		var n int64
		n, known, err = number.ParsePeople(text)
		h = n * 100
	case Pounds:
		h, known, err = number.ParseMoney(text)
		h *= 100
	default:
		h, known, err = number.ParseDecimal(text)
	}
	return number.Amount{Hundredths: h, Known: known}, err
}

// Check says what is wrong with an own target, by the fields name, unit, direction and value.
func (o Own) Check() problem.List {
	var wrong problem.List
	if o.Name == "" {
		wrong.Add("name", "Enter a name for the target")
	} else if len([]rune(o.Name)) > longestName {
		wrong.Add("name", "Name of the target must be %d characters or fewer", longestName)
	}
	privacy.Guard(&wrong, "name", "Name of the target", o.Name, o.Confirmed)
	if o.Unit.Words() == "" {
		wrong.Add("unit", "Choose what the target is measured in")
	}
	if o.Direction != AtLeast && o.Direction != AtMost {
		wrong.Add("direction", "Choose whether more or less is better")
	}
	if !o.Value.Known {
		wrong.Add("value", "Enter the target's value")
	}
	return wrong
}

// Check says what is wrong with a value entered by hand on a day, by the fields quarter, value and note.
func (b ByHand) Check(today calendar.Date) problem.List {
	var wrong problem.List
	switch {
	case b.Quarter == "":
		wrong.Add("quarter", "Choose a quarter")
	case b.Quarter > today.Quarter():
		wrong.Add("quarter", "%s has not started", b.Quarter.Words())
	}
	if !b.Value.Known {
		wrong.Add("value", "Enter the value for the quarter")
	}
	if len([]rune(b.Note)) > LongestReason {
		wrong.Add("note", "Note must be %d characters or fewer", LongestReason)
	}
	privacy.Guard(&wrong, "note", "Note", b.Note, b.Confirmed)
	return wrong
}

// Kind is the own target as a kind, so that pages and the workbook show it like any other.
func (o Own) Kind() Kind {
	return Kind{
		Code: "own-" + o.ID, Name: o.Name, Unit: o.Unit, Direction: o.Direction, Default: o.Value, Standing: "target",
		Measured: "Entered by hand each quarter.", met: "reached", missed: "not reached",
	}
}

// ownResult is the result of an own target by its latest value, in the last quarter that has ended or the one before.
func (in Input) ownResult(o Own) Result {
	k := o.Kind()
	s := in.headline()
	r := Result{Kind: k, Own: &o, Line: Line{Name: s.name, Period: in.latest().Short()}}
	series := Series{Name: s.name}
	for _, q := range in.quarters() {
		p := Point{Quarter: q, Period: q.Short(), Note: notAvailable, Target: o.Value.Rat()}
		if b := in.byHand(o.ID, q); b != nil {
			p.Value, p.Shown, p.Note, p.Sum = b.Value.Rat(), k.show(b.Value.Rat()), "", b.Note
			if in.Audience.IsSteeringGroup() && o.Unit == People && masking.Small(b.Value.Hundredths/100) {
				p.hide()
			}
		}
		series.Points = append(series.Points, p)
	}
	r.Trend = []Series{series}
	for i := range 2 {
		p := series.Points[len(series.Points)-1-i]
		if p.Shown == "" {
			continue
		}
		r.Line.Period, r.Line.Value, r.Line.Shown, r.Line.Sum = p.Period, p.Value, p.Shown, p.Sum
		if p.Value == nil {
			r.Line.hide()
			return r
		}
		r.Line.Verdict = k.judge(new(big.Rat).Set(p.Value))
		return r
	}
	r.Line.Missing = []Gap{{Words: "A value for " + in.latest().Short(), Place: InTargets, Quarter: in.latest()}}
	return r
}

func (in Input) byHand(id string, q calendar.Quarter) *ByHand {
	for _, b := range in.ByHand {
		if b.Target == id && b.Quarter == q && b.Value.Known {
			return &b
		}
	}
	return nil
}

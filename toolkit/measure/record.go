package measure

import (
	"strconv"
	"strings"

	"ipstoolkit/toolkit/calendar"
	"ipstoolkit/toolkit/number"
	"ipstoolkit/toolkit/record"
)

// Record is how the history keeps the ICB's values of the toolkit's targets and its own targets.
var Record = record.Kind{Code: record.Target, Words: "Target", Others: recordOf, Fields: []record.Field{
	{Name: "value", Say: sayAmount},
	{Name: "reason", Typed: true},
	record.Confirmed,
	{Name: "name", Typed: true},
	{Name: "unit", Words: "Measured in", Say: record.SayCode(Unit.Words)},
	{Name: "direction", Words: "Reached", Say: record.SayCode(Direction.reached)},
	{Name: "ended", Say: record.SayYesNo},
}}

// handField begins the names of the fields with an own target's values by hand, "value 2026Q2". HandNote begins those
// with the notes beside them.
const (
	handField = "value "
	HandNote  = "note "
)

func recordOf(name string) (record.Field, bool) {
	what, of, _ := strings.Cut(name, " ")
	quarter, err := calendar.ParseQuarter(of)
	switch {
	case err != nil:
	case what+" " == handField:
		return record.Field{Name: name, Words: "Value, " + quarter.Short(), Say: sayAmount}, true
	case what+" " == HandNote:
		return record.Field{Name: name, Words: "Note, " + quarter.Short(), Typed: true}, true
	}
	return record.Field{}, false
}

// reached is the direction in the words of the history.
func (d Direction) reached() string {
	switch d {
	case AtLeast:
		return "At the value or above"
	case AtMost:
		return "At the value or below"
	}
	return string(d)
}

// keptAmount is an amount as the history keeps it, in hundredths with its unit: "3500 percent".
func keptAmount(a number.Amount, u Unit) string {
	if !a.Known {
		return ""
	}
	return strconv.FormatInt(a.Hundredths, 10) + " " + string(u)
}

func sayAmount(text string) string {
	hundredths, unit, _ := strings.Cut(text, " ")
	n, err := strconv.ParseInt(hundredths, 10, 64)
	if err != nil {
		return text
	}
	return Unit(unit).Value(number.AmountOf(n))
}

// Kept is what the history keeps of an ICB's value.
func (l Local) Kept() []record.Text {
	k, _ := KindOf(l.Kind)
	return []record.Text{
		{Field: "value", Text: keptAmount(l.Value, k.Unit)},
		{Field: "reason", Text: l.Reason},
		{Field: "confirmed", Text: l.Confirmed},
	}
}

// Kept is what the history keeps of an own target.
func (o Own) Kept() []record.Text {
	return []record.Text{
		{Field: "name", Text: o.Name},
		{Field: "unit", Text: string(o.Unit)},
		{Field: "direction", Text: string(o.Direction)},
		{Field: "value", Text: keptAmount(o.Value, o.Unit)},
		{Field: "confirmed", Text: o.Confirmed},
	}
}

// Kept is what the history keeps of a value by hand, for a target with a unit.
func (b ByHand) Kept(u Unit) []record.Text {
	return []record.Text{
		{Field: handField + string(b.Quarter), Text: keptAmount(b.Value, u)},
		{Field: HandNote + string(b.Quarter), Text: b.Note},
		{Field: "confirmed", Text: b.Confirmed},
	}
}

package measure

import (
	"ipstoolkit/toolkit/calendar"
	"ipstoolkit/toolkit/number"
	"ipstoolkit/toolkit/privacy"
	"ipstoolkit/toolkit/problem"
)

// Local is an ICB's own value for a kind in one financial year, with its reason. It appears beside the toolkit's value
// and never hides it. Where the toolkit has none (the year's access) it is the target.
type Local struct {
	Kind   string
	Year   calendar.Year
	Value  number.Amount
	Reason string
	// Confirmed holds the fingerprints of the numbers in the reason that a person has said are not NHS numbers.
	Confirmed string
	Version   int
}

const (
	// LongestReason is the most characters of a reason or a note.
	LongestReason = 2000
	longestName   = 200
)

// Check says what is wrong with a local value, by the fields kind, value and reason.
func (l Local) Check() problem.List {
	var wrong problem.List
	k, ok := KindOf(l.Kind)
	switch h := l.Value.Hundredths; {
	case !ok:
		wrong.Add("kind", "Choose a target")
	case k.Fixed():
		wrong.Add("value", "This target cannot have a local value")
	case !l.Value.Known:
		wrong.Add("value", "Enter the local value")
	case h <= 0:
		wrong.Add("value", "Local value must be more than 0")
	case k.Unit == Percent && h > 100_00:
		wrong.Add("value", "Local value must be from 0%% to 100%%")
	case k.Unit == Years && h*12%100 != 0:
		wrong.Add("value", "Local value must be a whole number of months: 2.5 years is 30 months")
	case k.Unit == Years && h > 20_00:
		wrong.Add("value", "Local value must be 20 years or less")
	case k.Unit == Months && (h%100 != 0 || h > 36_00):
		wrong.Add("value", "Local value must be a whole number of months, 36 or less")
	case k.Unit == People && h%100 != 0:
		wrong.Add("value", "Local value must be a whole number, like 1,200")
	}
	if l.Reason == "" {
		wrong.Add("reason", "Enter the reason, so that the steering group can follow it")
	} else if len([]rune(l.Reason)) > LongestReason {
		wrong.Add("reason", "Reason must be %d characters or fewer", LongestReason)
	}
	privacy.Guard(&wrong, "reason", "Reason", l.Reason, l.Confirmed)
	return wrong
}

// local is the ICB's value for a kind in a year.
func (in Input) local(kind string, y calendar.Year) *Local {
	for _, l := range in.Locals {
		if l.Kind == kind && l.Year == y {
			return &l
		}
	}
	return nil
}

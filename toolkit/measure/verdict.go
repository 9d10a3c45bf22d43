package measure

import (
	"math/big"
	"strings"

	"ipstoolkit/toolkit/number"
	"ipstoolkit/toolkit/provider"
)

// Tone is how a result is marked beside its words.
type Tone string

const (
	Plain     Tone = ""          // not judged, or a matter of discretion
	Good      Tone = "good"      // on the good side
	Attention Tone = "attention" // on the other side
)

// Verdict is the judgement of a value against a target, in the kind's own words; empty while there is none.
type Verdict struct {
	Words string
	Tone  Tone
}

// judge compares a value with the toolkit's own number.
func (k Kind) judge(v *big.Rat) Verdict {
	switch {
	case !k.Default.Known:
		return Verdict{}
	case onGoodSide(v, k.Default.Rat(), k.Direction):
		return Verdict{k.met, Good}
	case k.Tolerance.Known && onGoodSide(v, k.Tolerance.Rat(), k.Direction):
		return Verdict{k.between, Plain}
	case k.gentle:
		return Verdict{k.missed, Plain}
	}
	return Verdict{k.missed, Attention}
}

// judgeLocal compares a value with the ICB's own number for the year.
func (k Kind) judgeLocal(v *big.Rat, local number.Amount) string {
	return k.localWords(onGoodSide(v, local.Rat(), k.Direction), local)
}

// localWords are the verdict on a local value. They say "met" only where the toolkit's own result can be "met".
func (k Kind) localWords(good bool, local number.Amount) string {
	words := "local " + k.Unit.Value(local)
	switch {
	case k.outright && good:
		return words + " met"
	case k.outright:
		return words + " not met"
	case good && k.Direction == AtLeast:
		return words + ": reached"
	case good:
		return words + ": within"
	case k.Direction == AtLeast:
		return words + ": below"
	}
	return words + ": above"
}

// againstToolkit says the toolkit's verdict beside a local one, with its value, so that neither hides the other.
func (k Kind) againstToolkit(v Verdict) string {
	joint := ": "
	if k.outright {
		joint = " "
	}
	return "toolkit " + k.Standing + " " + k.Unit.Value(k.Default) + joint + strings.ReplaceAll(v.Words, ": ", ", ")
}

// banded says whether a rate is in the range expected of the service. A rate above the range is never a fault, so
// banded says nothing of it; an unset stage has no range.
func (k Kind) banded(v *big.Rat, s provider.Stage) []string {
	b, ok := k.bands[s]
	if !ok {
		return nil
	}
	low, high := big.NewRat(b.low, 100), big.NewRat(b.high, 100)
	var notes []string
	span := " (" + k.Unit.Value(number.AmountOf(b.low)) + " to " + k.Unit.Value(number.AmountOf(b.high)) + ")"
	switch {
	case v.Cmp(low) < 0:
		notes = append(notes, "below the range expected of "+b.of+span)
	case v.Cmp(high) <= 0:
		notes = append(notes, "in the range expected of "+b.of+span)
	}
	return notes
}

// onGoodSide says whether a value meets a target; the target itself does.
func onGoodSide(v, target *big.Rat, d Direction) bool {
	if d == AtLeast {
		return v.Cmp(target) >= 0
	}
	return v.Cmp(target) <= 0
}

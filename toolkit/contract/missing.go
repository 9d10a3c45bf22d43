package contract

import (
	"cmp"
	"fmt"
	"slices"

	"ipstoolkit/toolkit/figures"
	"ipstoolkit/toolkit/number"
)

// The toolkit's own numbers for the length of a contract (IPS commissioning self-assessment toolkit, March 2026).
const (
	LeastMonths = 36 // three years or more, page 13
	TalksMonths = 6  // early conversations at least this long before the end, page 7
)

// Rank orders gaps, the worst first.
type Rank int

const (
	Against  Rank = iota // the contract says otherwise, or nothing
	Varying              // the same, and a variation is to correct it
	Thin                 // it is there, but weak or not recorded in full
	NotKnown             // nobody has looked
)

// Gap is one thing that a contract lacks against what the toolkit asks. Clause is "" for a gap of the contract as a
// whole.
type Gap struct {
	Rank     Rank
	Priority string
	Page     int
	Clause   string
	Words    string
}

// Missing is what the contract lacks against the toolkit, in words, the worst first. All clauses that nobody has looked
// at are one gap.
func (c Contract) Missing() []Gap {
	gaps := c.missingLength()
	unseen := 0
	for _, k := range Clauses {
		gap := Gap{Priority: k.Priority, Page: k.Page, Clause: k.Code, Words: k.Lacks}
		switch c.Terms[k.Code].Answer {
		case Yes:
			gaps = append(gaps, c.thin(k)...)
			continue
		case No:
			gap.Rank = Against
		case NeedsVariation:
			gap.Rank = Varying
			gap.Words += ", so the contract needs a variation"
		case NoneInArea:
			continue
		default:
			unseen++
			continue
		}
		gaps = append(gaps, gap)
	}
	gaps = append(gaps, c.missingStaff()...)
	if unseen > 0 {
		gaps = append(gaps, Gap{Rank: NotKnown, Words: unseenWords(unseen)})
	}
	slices.SortStableFunc(gaps, func(a, b Gap) int { return cmp.Compare(a.Rank, b.Rank) })
	return gaps
}

func unseenWords(n int) string {
	switch n {
	case 1:
		return "1 clause has not been checked yet"
	case len(Clauses):
		return "The clauses have not been checked yet"
	}
	return fmt.Sprintf("%d clauses have not been checked yet", n)
}

func (c Contract) missingLength() []Gap {
	if span, ok := c.Length(); ok && !MeetsMonths(c.Start, c.PresentEnd(), LeastMonths) {
		return []Gap{{
			Rank: Against, Priority: "2.2", Page: 13,
			Words: "It runs for " + span.Words() + ", but the toolkit asks for 3 years or more",
		}}
	}
	return nil
}

// thin is what weakens a clause that is there: a number below the toolkit's, or one that is not recorded.
func (c Contract) thin(k Clause) []Gap {
	gap := Gap{Rank: Thin, Priority: k.Priority, Page: k.Page, Clause: k.Code}
	for _, f := range StatedFields {
		// A service may be too small for its own team leader or manager, but never does without specialists.
		if f.Clause == k.Code && f.Name != "tl_stated" && f.Name != "sm_stated" && !f.Of(c.Stated).Known {
			gap.Words = f.Label + ", but the number is not recorded here"
			return []Gap{gap}
		}
	}
	switch {
	case k.Code == "outcome_target" && c.Stated.Outcome.Hundredths < figures.LeastOutcome:
		gap.Rank, gap.Words = Against, fmt.Sprintf("It states an outcome target of %s%%, but the toolkit's minimum is 40%%",
			number.Plain(c.Stated.Outcome.Hundredths))
	case k.Code == "meetings" && c.Meeting == NoTime:
		gap.Words = "No time is set aside for IPS in the meeting about the block contract"
	default:
		return nil
	}
	return []Gap{gap}
}

// missingStaff compares the staff stated with the access stated, where both are: too few specialists for any plan, or
// more for each team leader than the toolkit's discretion allows.
func (c Contract) missingStaff() []Gap {
	var gaps []Gap
	s := c.Stated
	// When support to keep a job takes all of its allowance, the rest are out of work. No plan needs fewer specialists.
	const leastUnemployed = 100_00 - figures.Allowance
	const carried = figures.PeoplePerES * 100_00 // what 1 FTE can support, in the unit of access times the share
	if s.Access.Known && s.ES.Known && s.ES.Hundredths*carried < s.Access.Hundredths*leastUnemployed {
		least := (s.Access.Hundredths*leastUnemployed + carried - 1) / carried
		gaps = append(gaps, Gap{Rank: Against, Priority: "4.1", Page: 24, Clause: "staffing", Words: fmt.Sprintf(
			"It states %s for %s people a year, but 1 for each 40 people out of work is at least %s, even if a "+
				"quarter are in work at the start",
			fteWords(s.ES, specialist), number.Plain(s.Access.Hundredths), number.Plain(least))})
	}
	thin := func(posts, led number.Amount, of, ofLed, say string) {
		gaps = append(gaps, Gap{Rank: Thin, Priority: "4.1", Page: 24, Clause: "staffing", Words: fmt.Sprintf(
			"It states %s for %s%s (%s)", fteWords(posts, of), fteWords(led, ofLed), oneFor(posts, led), say)})
	}
	switch {
	case !s.ES.Known || !s.TL.Known:
	case s.ES.Hundredths > s.TL.Hundredths*figures.MostESPerTL:
		thin(s.TL, s.ES, leader, specialist, "1 can support up to 10, and 1 for 6 is best practice")
	case s.ES.Hundredths > s.TL.Hundredths*figures.ESPerTL:
		thin(s.TL, s.ES, leader, specialist, "1 for 6 is best practice; up to 10 is acceptable where it works")
	}
	if s.TL.Known && s.SM.Known && s.TL.Hundredths > s.SM.Hundredths*figures.TLPerSM {
		thin(s.SM, s.TL, manager, leader, "1 for 5 is the guideline")
	}
	return gaps
}

// oneFor is how many posts one post leads, ", which is 1 for 10"; "" where there is nobody to lead them. It is cut to one
// decimal, and says "more than" where that hides something.
func oneFor(posts, led number.Amount) string {
	if posts.Hundredths == 0 {
		return ""
	}
	tenths, more := led.Hundredths*10/posts.Hundredths, ""
	if led.Hundredths*10%posts.Hundredths != 0 {
		more = "more than "
	}
	return ", which is 1 for " + more + number.Plain(tenths*10)
}

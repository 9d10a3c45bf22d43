package snapshot

import (
	"fmt"
	"strings"

	"ipstoolkit/toolkit/contract"
	"ipstoolkit/toolkit/measure"
	"ipstoolkit/toolkit/record"
)

// ContractTold is what is worked out of one contract, in words; days are as "2027-03-31". What only commissioners read is
// empty for others.
type ContractTold struct {
	Type, Under, Payment, Meeting, Options string
	PresentEnd                             string // a day; "" for one that is open-ended
	Length, LengthUpTo                     string
	States, Variations                     string
	ThreeYears, Missing                    string
	TalksBy                                string // a day
	Talks, Reminders, TalksHeld            string
}

// ClauseTold is what the toolkit asks of a contract, and what the contract says.
type ClauseTold struct {
	Part, Asks, Answer, Reference, Priority string
	Page                                    int
}

func (s Snapshot) contractTold(c contract.Contract) ContractTold {
	told := ContractTold{
		Type: c.Type.Words(), Under: s.under(c), Payment: c.Payment.Words(), Meeting: c.Meeting.Words(), Options: optionWords(c),
		PresentEnd: string(c.PresentEnd()), Length: lengthWords(c.Length()), LengthUpTo: lengthWords(c.LengthUpTo()),
		States: stateWords(c), Variations: variationWords(c),
	}
	if s.Audience.AreCommissioners() {
		told.ThreeYears, told.Missing = threeYears(c), s.missing(c)
		told.TalksBy, told.Talks, told.Reminders = string(s.talksOf(c).By), s.talksWords(c), s.reminders(c)
		told.TalksHeld = talkWords(c)
	}
	return told
}

func clausesTold(c contract.Contract) []ClauseTold {
	list := make([]ClauseTold, len(contract.Clauses))
	for i, clause := range contract.Clauses {
		term := c.Terms[clause.Code]
		list[i] = ClauseTold{clause.Part, clause.Asks, term.Answer.Words(), term.Reference, clause.Priority, clause.Page}
	}
	return list
}

// stateWords are the numbers that a contract states, and what of them it passes on to subcontracts.
func stateWords(c contract.Contract) string {
	words := c.Stated.Words()
	for _, p := range c.PassedOnWords() {
		words = append(words, "Passed on to a subcontract: "+p)
	}
	return strings.Join(words, "\n")
}

// under is the contract or the organisation that a subcontract runs under.
func (s Snapshot) under(c contract.Contract) string {
	if lead, ok := s.Contract(c.Under); ok && c.Under != "" {
		return s.Provider(lead.Provider).Name + ": " + lead.Name
	}
	return c.Lead
}

func variationWords(c contract.Contract) string {
	words := make([]string, len(c.Variations))
	for i, v := range c.Variations {
		words[i] = v.Words()
	}
	return strings.Join(words, "\n")
}

// missing is what a contract that still runs lacks, the worst first.
func (s Snapshot) missing(c contract.Contract) string {
	if c.Over(s.Today()) {
		return "Has ended"
	}
	var words []string
	for _, g := range c.Missing() {
		line := g.Words
		if g.Priority != "" {
			line += fmt.Sprintf(" (%s, page %d)", g.Priority, g.Page)
		}
		words = append(words, line)
	}
	if len(words) == 0 {
		return "Nothing"
	}
	return strings.Join(words, "\n")
}

func (s Snapshot) talksOf(c contract.Contract) contract.Talks {
	return c.TalksOn(s.Today(), measure.EarlyMonths())
}

func (s Snapshot) talksWords(c contract.Contract) string {
	if c.Over(s.Today()) {
		return "Has ended"
	}
	return record.Sentence(s.talksOf(c).Words())
}

// reminders are the present reminder and the next.
func (s Snapshot) reminders(c contract.Contract) string {
	now, next := c.RemindersOn(s.Today())
	var words []string
	if now.Months > 0 {
		words = append(words, now.On.Words()+", "+now.Words())
	}
	if next.Months > 0 {
		words = append(words, "Next: "+next.On.Words()+", "+next.Words())
	}
	return strings.Join(words, "\n")
}

func lengthWords(span contract.Span, known bool) string {
	if !known {
		return "Open-ended"
	}
	return span.Words()
}

func threeYears(c contract.Contract) string {
	least, _ := measure.KindOf(measure.ContractLength)
	switch {
	case c.PresentEnd() == "":
		return "Open-ended"
	case contract.MeetsMonths(c.Start, c.PresentEnd(), int(least.Default.Hundredths*12/100)):
		return "Met"
	}
	return "Not met"
}

func optionWords(c contract.Contract) string {
	words := make([]string, len(c.Options))
	for i, o := range c.Options {
		words[i] = record.Sentence(o.Words())
	}
	return strings.Join(words, "\n")
}

func talkWords(c contract.Contract) string {
	words := make([]string, len(c.Talks))
	for i, t := range c.Talks {
		words[i] = t.HeldOn.Words()
		if t.ForEnd != "" {
			words[i] += ", for the end date " + t.ForEnd.Words()
		}
		if t.Note != "" {
			words[i] += ": " + t.Note
		}
	}
	return strings.Join(words, "\n")
}

// Package contract holds what an ICB has agreed with a provider for how long, and the two tests the toolkit puts to
// it: three years or more (IPS commissioning self-assessment toolkit, March 2026, page 13), and talks at least six
// months before it ends (page 7).
package contract

import (
	"fmt"
	"slices"

	"ipstoolkit/toolkit/calendar"
	"ipstoolkit/toolkit/privacy"
	"ipstoolkit/toolkit/problem"
)

// Contract is one agreement with a provider. Both dates are inclusive; no End means open-ended. The options stand in
// the order in which they can be taken up.
type Contract struct {
	ID        string
	Provider  string
	Name      string
	Reference string
	Start     calendar.Date
	End       calendar.Date
	Options   []Option
	Talks     []Talk
	// ShortReason is why it runs for less than three years, for commissioners.
	ShortReason string
	// Confirmed stands for the numbers in the texts of which a person has said that they are not NHS numbers.
	Confirmed string
	Version   int
}

// ForProvider is what the provider sees of its own contract: the plain facts, never talks and reasons.
func (c Contract) ForProvider() Contract {
	c.Talks, c.ShortReason, c.Confirmed = nil, "", ""
	return c
}

// Option is a right to extend, by a length in months or up to a date, never both. It counts once it is exercised.
type Option struct {
	Months      int
	To          calendar.Date
	ExercisedOn calendar.Date
}

// Talk is a conversation about what follows the contract, held with one end date in view. When an option moves the
// end, the talks for the old end no longer count.
type Talk struct {
	HeldOn calendar.Date
	ForEnd calendar.Date
	Note   string
}

// PresentEnd is the last day as things stand, exercised options included; "" when open-ended.
func (c Contract) PresentEnd() calendar.Date {
	return c.endWith(func(o Option) bool { return o.ExercisedOn != "" })
}

// UpTo is the last day if every option were taken up; "" when open-ended.
func (c Contract) UpTo() calendar.Date {
	return c.endWith(func(Option) bool { return true })
}

func (c Contract) endWith(counts func(Option) bool) calendar.Date {
	end := c.End
	if end == "" {
		return ""
	}
	for _, o := range c.Options {
		if counts(o) {
			end = o.extend(end)
		}
	}
	return end
}

// extend moves a last day: months are counted from the day after it, so that a contract to 30 June with 6 months more
// runs to 31 December.
func (o Option) extend(end calendar.Date) calendar.Date {
	if o.To != "" {
		return o.To
	}
	return end.AddDays(1).AddMonths(o.Months).AddDays(-1)
}

// RunsIn says whether any day of the quarter falls within the contract as it stands.
func (c Contract) RunsIn(q calendar.Quarter) bool {
	end := c.PresentEnd()
	return c.Start <= q.Last() && (end == "" || end >= q.First())
}

// Over says whether the contract's last day is past.
func (c Contract) Over(today calendar.Date) bool {
	end := c.PresentEnd()
	return end != "" && end < today
}

const (
	longestText   = 200
	longestMonths = 120
	longestYears  = 30

	// MostOptions and MostTalks are how many a contract holds here; LongestNote is how many characters a reason or a
	// note may have.
	MostOptions = 6
	MostTalks   = 20
	LongestNote = 2000
)

// Check says what is wrong with the contract as typed, in the order of its form. Fields are provider, name,
// reference, start-day, end-day, option-N-months, option-N-to-day, option-N-exercised-day, talk-N-held-day and
// talk-N-note, with N from 1.
func (c Contract) Check(today calendar.Date) problem.List {
	var wrong problem.List
	if c.Provider == "" {
		wrong.Add("provider", "Choose the provider")
	}
	if c.Name == "" {
		wrong.Add("name", "Enter a name for the contract")
	} else if len([]rune(c.Name)) > longestText {
		wrong.Add("name", "Name of the contract must be %d characters or fewer", longestText)
	}
	if len([]rune(c.Reference)) > longestText {
		wrong.Add("reference", "Reference must be %d characters or fewer", longestText)
	}
	c.checkDates(&wrong)
	c.checkOptions(&wrong, today)
	c.checkTalks(&wrong, today)
	if len([]rune(c.ShortReason)) > LongestNote {
		wrong.Add("short_reason", "Reason must be %d characters or fewer", LongestNote)
	}
	for _, t := range c.texts() {
		privacy.Guard(&wrong, t.field, t.name, t.text, c.Confirmed)
	}
	return wrong
}

func (c Contract) texts() []struct{ field, name, text string } {
	list := []struct{ field, name, text string }{
		{"name", "Name of the contract", c.Name}, {"reference", "Reference", c.Reference}, {"short_reason", "Reason", c.ShortReason},
	}
	for i, t := range c.Talks {
		list = append(list, struct{ field, name, text string }{numbered("talk", i, "note"), "Note on the talks", t.Note})
	}
	return list
}

// Numbers are what looks like an NHS number in the contract's texts.
func (c Contract) Numbers() []privacy.Find {
	var finds []privacy.Find
	for _, t := range c.texts() {
		finds = append(finds, privacy.NHSNumbers(t.text)...)
	}
	return finds
}

func (c Contract) checkDates(wrong *problem.List) {
	switch {
	case c.Start == "":
		wrong.Add("start-day", "Enter the date the contract starts")
	case c.End != "" && c.End < c.Start:
		wrong.Add("end-day", "End date must be the same as or after the start date, %s", c.Start.Words())
	case c.End != "" && c.End > anniversary(c.Start, 12*longestYears):
		wrong.Add("end-day", "End date is more than %d years after the start: check the year", longestYears)
	}
}

func (c Contract) checkOptions(wrong *problem.List, today calendar.Date) {
	if len(c.Options) > MostOptions {
		wrong.Add("option-1-months", "A contract can have up to %d extension options here", MostOptions)
		return
	}
	end, open := c.End, false
	for i, o := range c.Options {
		field := func(part string) string { return numbered("option", i, part) }
		switch {
		case c.End == "":
			wrong.Add(field("months"), "Enter the date the contract ends before its options, or remove the option")
			return
		case o.Months == 0 && o.To == "":
			wrong.Add(field("months"), "Enter how many months option %d adds, or the date it runs to", i+1)
			return
		case o.Months != 0 && o.To != "":
			wrong.Add(field("months"), "Enter either the months or the date for option %d, not both", i+1)
			return
		case o.Months < 0 || o.Months > longestMonths:
			wrong.Add(field("months"), "Months of option %d must be from 1 to %d", i+1, longestMonths)
			return
		case o.To != "" && o.To <= end:
			wrong.Add(field("to-day"), "Option %d must run to a date after %s", i+1, end.Words())
			return
		}
		end = o.extend(end)
		switch {
		case o.ExercisedOn > today:
			wrong.Add(field("exercised-day"), "The date option %d was exercised must be today or in the past", i+1)
		case o.ExercisedOn != "" && open:
			wrong.Add(field("exercised-day"), "Option %d cannot be exercised before option %d", i+1, i)
		}
		open = open || o.ExercisedOn == ""
	}
}

func (c Contract) checkTalks(wrong *problem.List, today calendar.Date) {
	if len(c.Talks) > MostTalks {
		wrong.Add("talk-1-held-day", "A contract can have up to %d talks here", MostTalks)
	}
	for i, t := range c.Talks {
		switch {
		case t.HeldOn == "":
			wrong.Add(numbered("talk", i, "held-day"), "Enter the date the talks were held")
		case t.HeldOn > today:
			wrong.Add(numbered("talk", i, "held-day"), "The date talks were held must be today or in the past")
		}
		if len([]rune(t.Note)) > LongestNote {
			wrong.Add(numbered("talk", i, "note"), "Note on the talks must be %d characters or fewer", LongestNote)
		}
	}
}

// firstTalk is the earliest talk held for the present end date.
func (c Contract) firstTalk() (Talk, bool) {
	end := c.PresentEnd()
	var held []Talk
	for _, t := range c.Talks {
		if t.ForEnd == end && t.HeldOn != "" {
			held = append(held, t)
		}
	}
	if end == "" || len(held) == 0 {
		return Talk{}, false
	}
	return slices.MinFunc(held, func(a, b Talk) int { return a.HeldOn.Time().Compare(b.HeldOn.Time()) }), true
}

// Words is the option as people read it, "12 months more, exercised on 1 June 2028".
func (o Option) Words() string {
	words := "to " + o.To.Words()
	if o.To == "" {
		words = fmt.Sprintf("%d months more", o.Months)
		if o.Months == 1 {
			words = "1 month more"
		}
	}
	if o.ExercisedOn == "" {
		return words + ", not exercised"
	}
	return words + ", exercised on " + o.ExercisedOn.Words()
}

package contract

import (
	"cmp"
	"fmt"
	"slices"

	"ipstoolkit/toolkit/calendar"
	"ipstoolkit/toolkit/privacy"
	"ipstoolkit/toolkit/problem"
)

const (
	longestText   = 200
	longestNumber = 40
	longestMonths = 120
	longestYears  = 30

	// MostOptions, MostTalks and MostVariations are how many of each a contract may hold. LongestNote is how many
	// characters a reason or a note may have.
	MostOptions    = 6
	MostTalks      = 20
	MostVariations = 20
	LongestNote    = 2000
)

// Check says what is wrong with the contract as typed, in the order of its forms. Fields are provider, name, reference,
// type, under, lead, place, payment, meeting, start-day, end-day, ended-day, ended_reason, option-N-months,
// option-N-to-day, option-N-exercised-day, talk-N-held-day, talk-N-note, variation-N-number, variation-N-on-day and
// variation-N-purpose, with N from 1; clause-CODE and ref-CODE of a clause.
func (c Contract) Check(today calendar.Date) problem.List {
	var wrong problem.List
	if c.Provider == "" {
		wrong.Add("provider", "Choose the provider")
	}
	if c.Name == "" {
		wrong.Add("name", "Enter a name for the contract")
	}
	c.checkChoices(&wrong)
	c.checkDates(&wrong)
	c.checkEarlyEnd(&wrong)
	c.checkOptions(&wrong, today)
	c.checkTalks(&wrong, today)
	c.checkVariations(&wrong)
	c.checkTerms(&wrong)
	for _, t := range c.texts() {
		if len([]rune(t.text)) > t.most {
			wrong.Add(t.field, "%s must be %s characters or fewer", t.name, longest[t.most])
		}
		privacy.Guard(&wrong, t.field, t.name, t.text, c.Confirmed)
	}
	return wrong
}

// longest are the limits on the length of texts, as people read them.
var longest = map[int]string{longestNumber: "40", longestText: "200", LongestNote: "2,000"}

// typedText is one of the texts that people write freely.
type typedText struct {
	field, name, text string
	most              int
}

func (c Contract) texts() []typedText {
	list := []typedText{
		{"name", "Name of the contract", c.Name, longestText},
		{"reference", "Reference", c.Reference, longestText},
		{"lead", "Lead organisation", c.Lead, longestText},
		{"place", "Place", c.Place, longestText},
		{"short_reason", "Reason", c.ShortReason, LongestNote},
		{"ended_reason", "Reason", c.EndedReason, LongestNote},
	}
	for i, t := range c.Talks {
		list = append(list, typedText{numbered("talk", i, "note"), "Note on the conversation", t.Note, LongestNote})
	}
	for i, v := range c.Variations {
		list = append(list,
			typedText{numbered("variation", i, "number"), fmt.Sprintf("Number of variation %d", i+1), v.Number, longestNumber},
			typedText{numbered("variation", i, "purpose"), fmt.Sprintf("Purpose of variation %d", i+1), v.Purpose, LongestNote})
	}
	for _, k := range Clauses {
		list = append(list, typedText{"ref-" + k.Code, "Where it says so", c.Terms[k.Code].Reference, longestText})
	}
	return list
}

// Numbers are the parts of the contract's texts that look like NHS numbers.
func (c Contract) Numbers() []privacy.Find {
	var finds []privacy.Find
	for _, t := range c.texts() {
		finds = append(finds, privacy.NHSNumbers(t.text)...)
	}
	return finds
}

func (c Contract) checkChoices(wrong *problem.List) {
	if !known(Types, c.Type) {
		wrong.Add("type", "Choose the type of the contract from the list")
	}
	switch {
	case c.Under != "" && c.Under == c.ID:
		wrong.Add("under", "A contract cannot run under itself")
	case c.Under != "" && c.Type != Subcontract:
		wrong.Add("under", "Choose the type ‘Subcontract’, or remove the contract it runs under")
	case c.Lead != "" && c.Type != Subcontract:
		wrong.Add("lead", "Choose the type ‘Subcontract’, or remove the lead organisation")
	case c.Lead != "" && c.Under != "":
		wrong.Add("lead", "Choose the contract it runs under or enter the lead organisation, not both")
	}
	if !known(Payments, c.Payment) {
		wrong.Add("payment", "Choose how the provider is paid from the list")
	}
	if !known(Meetings, c.Meeting) {
		wrong.Add("meeting", "Choose the meeting in which the service is monitored from the list")
	}
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

// checkEarlyEnd checks that an early end lies within the contract and has a reason.
func (c Contract) checkEarlyEnd(wrong *problem.List) {
	agreed := c
	agreed.EndedOn = ""
	end := agreed.PresentEnd()
	switch {
	case c.EndedOn == "" && c.EndedReason != "":
		wrong.Add("ended-day", "Enter the date the contract ends early, or remove the reason")
	case c.EndedOn == "" || c.Start == "":
	case c.EndedOn < c.Start:
		wrong.Add("ended-day", "The early end must be the same as or after the start date, %s", c.Start.Words())
	case end != "" && c.EndedOn >= end:
		wrong.Add("ended-day", "The early end must be before the contract’s own end, %s", end.Words())
	case end == "" && c.EndedOn > anniversary(c.Start, 12*longestYears):
		wrong.Add("ended-day", "The early end is more than %d years after the start: check the year", longestYears)
	case c.EndedReason == "":
		wrong.Add("ended_reason", "Enter why the contract ends early")
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
		wrong.Add("talk-1-held-day", "You can record up to %d conversations about a contract here", MostTalks)
	}
	for i, t := range c.Talks {
		switch {
		case t.HeldOn == "":
			wrong.Add(numbered("talk", i, "held-day"), "Enter the date of the conversation")
		case t.HeldOn > today:
			wrong.Add(numbered("talk", i, "held-day"), "The date of the conversation must be today or in the past")
		}
	}
}

func (c Contract) checkVariations(wrong *problem.List) {
	if len(c.Variations) > MostVariations {
		wrong.Add("variation-1-number", "A contract can have up to %d variations here", MostVariations)
	}
	for i, v := range c.Variations {
		field := func(part string) string { return numbered("variation", i, part) }
		if v.Number == "" {
			wrong.Add(field("number"), "Enter the number of variation %d", i+1)
		}
		switch {
		case v.On == "":
			wrong.Add(field("on-day"), "Enter the date of variation %d", i+1)
		case v.On > anniversary(cmp.Or(c.Start, v.On), 12*longestYears):
			wrong.Add(field("on-day"), "The date of variation %d is more than %d years after the start: check the year", i+1, longestYears)
		}
		if v.Purpose == "" {
			wrong.Add(field("purpose"), "Enter what variation %d is for", i+1)
		}
	}
}

func (c Contract) checkTerms(wrong *problem.List) {
	for _, k := range Clauses {
		if a := c.Terms[k.Code].Answer; a != "" && !slices.Contains(k.Answers(), a) {
			wrong.Add("clause-"+k.Code, "Choose one of the answers for ‘%s’", k.Asks)
		}
	}
}

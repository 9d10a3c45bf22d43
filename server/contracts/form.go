package contracts

import (
	"cmp"
	"fmt"
	"strconv"

	"ipstoolkit/server/page"
	"ipstoolkit/toolkit/contract"
	"ipstoolkit/toolkit/problem"
)

func newForm(t typed, wrong problem.List) form {
	f := form{
		Version:  t.Version,
		Provider: chooseProvider(t, wrong),
		Name: page.Input{
			Name: "name", Label: "Name of the contract", LabelSize: "s", Hint: "Such as ‘IPS service 2026 to 2029’",
			Value: t.Name, Error: wrong.For("name"),
		},
		Reference: page.Input{
			Name: "reference", Label: "Reference (optional)", LabelSize: "s", Width: 20, Value: t.Reference,
			Error: wrong.For("reference"),
		},
		Type: choice("type", "Type of contract (optional)", "", t.Type, contract.Types, wrong),
		Under: page.Select{
			Name: "under", Label: "Which contract does it run under? (optional)", LabelSize: "s",
			Hint:  "For a subcontract under a lead contract that is recorded here",
			Value: t.Under, Error: wrong.For("under"), Options: []page.Option{{Text: "None recorded here"}},
		},
		Lead: page.Input{
			Name: "lead", Label: "Lead organisation (optional)", LabelSize: "s",
			Hint:  "For a subcontract under a lead contract that is not recorded here",
			Value: t.Lead, Error: wrong.For("lead"),
		},
		Place: page.Input{
			Name: "place", Label: "Place (optional)", LabelSize: "s", Hint: "The area it covers, in your own words",
			Width: 20, Value: t.Place, Error: wrong.For("place"),
		},
		Payment: choice("payment", "How is the provider paid? (optional)", "", t.Payment, contract.Payments, wrong),
		Meeting: page.Radios{
			Name: "meeting", Legend: "In which meeting is the IPS service monitored? (optional)", LegendSize: "s",
			Value: string(t.Meeting), Error: wrong.For("meeting"), Small: true,
		},
		Start: page.DateInput{
			Name: "start", Legend: "When does the contract start?", LegendSize: "s", Hint: "For example, 1 4 2026",
			Typed: t.start, Problems: wrong,
		},
		End: page.DateInput{
			Name: "end", Legend: "When does the contract end, without extension options?", LegendSize: "s",
			Hint: "Its last day, for example, 31 3 2029. Leave empty if it has no end date", Typed: t.end, Problems: wrong,
		},
		Reason: page.Textarea{
			Name: "short_reason", Label: "Why does it run for less than 3 years? (optional)", LabelSize: "s", Rows: 3,
			Limit: contract.LongestNote, Value: t.ShortReason, Error: wrong.For("short_reason"),
			Hint: "Only if it does. Providers and steering group members cannot see this", NeverKept: true,
		},
		EndedOn: page.DateInput{
			Name: "ended", Legend: "When does it end early?", Hint: "Its last day. It may be in the past",
			Typed: t.ended, Problems: wrong,
		},
		EndedReason: page.Textarea{
			Name: "ended_reason", Label: "Why does it end early?", Rows: 3, Limit: contract.LongestNote, Value: t.EndedReason,
			Error: wrong.For("ended_reason"),
			Hint:  "Providers and steering group members cannot see this", NeverKept: true,
		},
		EndsEarly: !t.ended.Empty() || t.EndedReason != "",
	}
	f.addValue(t, wrong)
	f.addRows(t, wrong)
	return f
}

// addValue adds what the contract is worth a year.
func (f *form) addValue(t typed, wrong problem.List) {
	const worth = "How much is it worth a year from the Mental Health Investment Standard (MHIS)? (optional)"
	f.MHIS = money("value_mhis", worth, t.mhis, wrong)
	f.SDF = money("value_sdf", "And from Service Development Funding (SDF)? (optional)", t.sdf, wrong)
}

// addRows adds what the form has several of: the kinds of meeting to choose from, and a row for each option, variation and
// talk, with one more to fill in.
func (f *form) addRows(t typed, wrong problem.List) {
	for _, m := range contract.Meetings {
		f.Meeting.Items = append(f.Meeting.Items, page.Item{Value: string(m.Value), Text: m.Words})
	}
	f.Meeting.Items = append(f.Meeting.Items, page.Item{Value: "", Text: "Not recorded"})
	for i := range min(len(t.options)+1, contract.MostOptions) {
		f.Options = append(f.Options, optionRow(t, i, wrong))
	}
	for i := range min(len(t.variations)+1, contract.MostVariations) {
		f.Variations = append(f.Variations, variationRow(t, i, wrong))
	}
	for i := range min(len(t.talks)+1, contract.MostTalks) {
		f.Talks = append(f.Talks, talkRow(t, i, wrong))
	}
}

func chooseProvider(t typed, wrong problem.List) page.Select {
	return page.Select{
		Name: "provider", Label: "Provider", LabelSize: "s", Value: t.Provider, Error: wrong.For("provider"),
		Options: []page.Option{{Text: "Choose a provider"}},
	}
}

// money is a box for pounds a year.
func money(name, label, typed string, wrong problem.List) page.Input {
	return page.Input{
		Name: name, Label: label, LabelSize: "s", Hint: "Whole pounds. Providers and steering group members cannot see this", Width: 10,
		Prefix:    "£",
		InputMode: "numeric", Value: typed, Error: wrong.For(name),
	}
}

// choice is a list to choose one of, or nothing.
func choice[T ~string](name, label, hint string, value T, choices []contract.Choice[T], wrong problem.List) page.Select {
	s := page.Select{
		Name: name, Label: label, LabelSize: "s", Hint: hint, Value: string(value), Error: wrong.For(name),
		Options: []page.Option{{Text: "Not recorded"}},
	}
	for _, one := range choices {
		s.Options = append(s.Options, page.Option{Value: string(one.Value), Text: one.Words})
	}
	return s
}

// rowOf is the heading of the i-th row of n, the one after them being for one more.
func rowOf(i, n int, title, more string) row {
	if i < n {
		return row{Title: title}
	}
	return row{Title: more, New: true}
}

func optionRow(t typed, i int, wrong problem.List) optionFields {
	var o typedOption
	if i < len(t.options) {
		o = t.options[i]
	}
	name := fmt.Sprintf("option-%d-", i+1)
	return optionFields{
		row: rowOf(i, len(t.options), fmt.Sprintf("Option %d", i+1), "Add an option"),
		Months: page.Input{
			Name: name + "months", Label: "How many months does it add?", Width: 3, InputMode: "numeric", Value: o.months,
			Error: wrong.For(name + "months"),
		},
		To: page.DateInput{Name: name + "to", Legend: "Or which date does it run to?", Typed: o.to, Problems: wrong},
		Exercise: page.DateInput{
			Name: name + "exercised", Legend: "When was it exercised?", Hint: "Leave empty if it has not been",
			Typed: o.exercised, Problems: wrong,
		},
	}
}

func variationRow(t typed, i int, wrong problem.List) variationFields {
	var v contract.Variation
	var on page.TypedDate
	if i < len(t.variations) {
		v, on = t.Variations[i], t.variations[i]
	}
	name := fmt.Sprintf("variation-%d-", i+1)
	f := variationFields{
		row:    rowOf(i, len(t.variations), "Variation "+cmp.Or(v.Number, strconv.Itoa(i+1)), "Add a variation"),
		Number: page.Input{Name: name + "number", Label: "Number", Width: 10, Value: v.Number, Error: wrong.For(name + "number")},
		On:     page.DateInput{Name: name + "on", Legend: "Date", Typed: on, Problems: wrong},
		Purpose: page.Textarea{
			Name: name + "purpose", Label: "What is it for?", Rows: 2, Limit: contract.LongestNote, Value: v.Purpose,
			Error: wrong.For(name + "purpose"), NeverKept: true,
		},
		Private: page.Checkboxes{
			Name: name + "private", Legend: "Who may read it?", Small: true,
			Items: []page.Item{{Value: "yes", Text: "Only commissioners see what it is for"}},
		},
	}
	if v.Private {
		f.Private.Values = []string{"yes"}
	}
	return f
}

func talkRow(t typed, i int, wrong problem.List) talkFields {
	var talk typedTalk
	if i < len(t.talks) {
		talk = t.talks[i]
	}
	name := fmt.Sprintf("talk-%d-", i+1)
	return talkFields{
		row:    rowOf(i, len(t.talks), "Conversation for the end date "+talk.forEnd.Words(), "Record a conversation"),
		ForEnd: string(talk.forEnd),
		HeldOn: page.DateInput{Name: name + "held", Legend: "When was it held?", Typed: talk.held, Problems: wrong},
		Note: page.Textarea{
			Name: name + "note", Label: "Note (optional)", Rows: 2, Limit: contract.LongestNote, Value: talk.note,
			Error: wrong.For(name + "note"), NeverKept: true,
			Hint: "Only commissioners see this",
		},
	}
}

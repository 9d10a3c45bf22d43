package contracts

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/gin-gonic/gin"

	"ipstoolkit/server/page"
	"ipstoolkit/tenants"
	"ipstoolkit/toolkit/calendar"
	"ipstoolkit/toolkit/contract"
	"ipstoolkit/toolkit/problem"
	"ipstoolkit/toolkit/provider"
)

// editPage is the form of a contract: all but its clauses, which have a page of their own.
type editPage struct {
	page.Base
	Form form
}

type form struct {
	Version             int
	Provider            page.Select
	Name, Reference     page.Input
	Type, Under         page.Select
	Lead, Place         page.Input
	Payment             page.Select
	Meeting             page.Radios
	Start, End, EndedOn page.DateInput
	EndedReason, Reason page.Textarea
	EndsEarly           bool // the part about an early end is open
	Options             []optionFields
	Variations          []variationFields
	Talks               []talkFields
	Confirm             page.Checkboxes
	Cancel, Button      string
}

// optionFields, variationFields and talkFields are one row of the form. The last one is empty, for one more, and New;
// it is folded up until it is Open.
type optionFields struct {
	row
	Months       page.Input
	To, Exercise page.DateInput
}

type variationFields struct {
	row
	Number  page.Input
	On      page.DateInput
	Purpose page.Textarea
	Private page.Checkboxes
}

type talkFields struct {
	row
	ForEnd string // the end it was held for, as it is sent back
	HeldOn page.DateInput
	Note   page.Textarea
}

type row struct {
	Title     string
	New, Open bool
}

var editTemplate = page.Parse[editPage](files, "edit.html")

// typed is a contract as it stands in the form: dates and months may be none.
type typed struct {
	contract.Contract
	start, end, ended page.TypedDate
	options           []typedOption
	variations        []page.TypedDate
	talks             []typedTalk
	confirmed         []string
}

type typedOption struct {
	months        string
	to, exercised page.TypedDate
}

type typedTalk struct {
	held   page.TypedDate
	forEnd calendar.Date
	note   string
}

func asTyped(k contract.Contract) typed {
	t := typed{Contract: k, start: page.DateOf(k.Start), end: page.DateOf(k.End), ended: page.DateOf(k.EndedOn)}
	for _, o := range k.Options {
		months := ""
		if o.Months > 0 {
			months = strconv.Itoa(o.Months)
		}
		t.options = append(t.options, typedOption{months, page.DateOf(o.To), page.DateOf(o.ExercisedOn)})
	}
	for _, v := range k.Variations {
		t.variations = append(t.variations, page.DateOf(v.On))
	}
	for _, talk := range k.Talks {
		t.talks = append(t.talks, typedTalk{page.DateOf(talk.HeldOn), talk.ForEnd, talk.Note})
	}
	return t
}

func (p Pages) add(c *gin.Context) error {
	if err := page.Allow(c, tenants.KeepContracts); err != nil {
		return err
	}
	data, err := p.editPage(c, contract.Contract{}, typed{}, page.Refusal{})
	if err != nil {
		return err
	}
	return editTemplate.OK(c, data)
}

func (p Pages) edit(c *gin.Context) error {
	k, err := p.kept(c)
	if err != nil {
		return err
	}
	data, err := p.editPage(c, k, asTyped(k), page.Refusal{})
	if err != nil {
		return err
	}
	return editTemplate.OK(c, data)
}

// editPage is the form of a contract (the zero contract: a new one) with what was typed.
func (p Pages) editPage(c *gin.Context, k contract.Contract, t typed, r page.Refusal) (editPage, error) {
	title := "Add a contract"
	if k.ID != "" {
		title = "Change the contract"
	}
	sortProblems(r.Problems)
	data := editPage{Base: under(c, page.New(c, title), k).Refused(r)}
	providers, err := p.rows(c).Providers(c)
	if err != nil {
		return data, err
	}
	all, err := p.rows(c).Contracts(c)
	if err != nil {
		return data, err
	}
	data.Form = newForm(t, r.Problems)
	data.Form.Confirm = page.ConfirmBox(t.Numbers(), k.Confirmed, t.confirmed)
	data.Form.Cancel, data.Form.Button = path(c)+"/"+k.ID, "Save the contract"
	if k.ID == "" {
		data.Form.Cancel, data.Form.Button = path(c), "Add the contract"
	}
	data.Form.offer(k, providers, all)
	if c.Query("add") == "talks" {
		data.Form.Talks[len(data.Form.Talks)-1].Open = true
	}
	return data, nil
}

// offer fills in the lists to choose from: providers that still deliver IPS, and contracts that can have another under
// them, with those that are chosen already.
func (f *form) offer(k contract.Contract, providers []provider.Provider, all []contract.Contract) {
	names := map[string]string{}
	for _, o := range providers {
		names[o.ID] = o.Name
		if !o.Ended || o.ID == k.Provider {
			f.Provider.Options = append(f.Provider.Options, page.Option{Value: o.ID, Text: o.Name})
		}
	}
	for _, other := range all {
		if other.ID != k.ID && other.Type != contract.Subcontract || other.ID == f.Under.Value {
			f.Under.Options = append(f.Under.Options, page.Option{Value: other.ID, Text: names[other.Provider] + ": " + other.Name})
		}
	}
}

func newForm(t typed, wrong problem.List) form {
	f := form{
		Version:   t.Version,
		Provider:  page.Select{Name: "provider", Label: "Provider", LabelSize: "s", Value: t.Provider, Error: wrong.For("provider"), Options: []page.Option{{Text: "Choose a provider"}}},
		Name:      page.Input{Name: "name", Label: "Name of the contract", LabelSize: "s", Hint: "Such as ‘IPS service 2026 to 2029’", Value: t.Name, Error: wrong.For("name")},
		Reference: page.Input{Name: "reference", Label: "Reference (optional)", LabelSize: "s", Width: 20, Value: t.Reference, Error: wrong.For("reference")},
		Type:      choice("type", "Type of contract (optional)", "", t.Type, contract.Types, wrong),
		Under: page.Select{
			Name: "under", Label: "Which contract does it run under? (optional)", LabelSize: "s", Hint: "For a subcontract whose lead contract is recorded here",
			Value: t.Under, Error: wrong.For("under"), Options: []page.Option{{Text: "None recorded here"}},
		},
		Lead: page.Input{
			Name: "lead", Label: "Lead organisation (optional)", LabelSize: "s", Hint: "For a subcontract whose lead contract is not recorded here",
			Value: t.Lead, Error: wrong.For("lead"),
		},
		Place:   page.Input{Name: "place", Label: "Place (optional)", LabelSize: "s", Hint: "The area it covers, in your own words", Width: 20, Value: t.Place, Error: wrong.For("place")},
		Payment: choice("payment", "How does it pay? (optional)", "", t.Payment, contract.Payments, wrong),
		Meeting: page.Radios{Name: "meeting", Legend: "Where is the IPS service monitored? (optional)", LegendSize: "s", Value: string(t.Meeting), Error: wrong.For("meeting"), Small: true},
		Start:   page.DateInput{Name: "start", Legend: "When does the contract start?", LegendSize: "s", Hint: "For example, 1 4 2026", Typed: t.start, Problems: wrong},
		End:     page.DateInput{Name: "end", Legend: "When does the contract end, without its options?", LegendSize: "s", Hint: "Its last day, for example, 31 3 2029. Leave empty if it has no end date", Typed: t.end, Problems: wrong},
		Reason: page.Textarea{
			Name: "short_reason", Label: "Why does it run for less than 3 years? (optional)", LabelSize: "s", Rows: 3, Limit: contract.LongestNote, Value: t.ShortReason, Error: wrong.For("short_reason"),
			Hint: "Only if it does. Providers and readers cannot see this", NeverKept: true,
		},
		EndedOn: page.DateInput{Name: "ended", Legend: "On which day does it end early?", Hint: "Its last day. It may be in the past", Typed: t.ended, Problems: wrong},
		EndedReason: page.Textarea{
			Name: "ended_reason", Label: "Why does it end early?", Rows: 3, Limit: contract.LongestNote, Value: t.EndedReason, Error: wrong.For("ended_reason"),
			Hint: "Providers and readers cannot see this", NeverKept: true,
		},
		EndsEarly: !t.ended.Empty() || t.EndedReason != "",
	}
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
	return f
}

// choice is a list to choose one of, or nothing.
func choice[T ~string](name, label, hint string, value T, choices []contract.Choice[T], wrong problem.List) page.Select {
	s := page.Select{Name: name, Label: label, LabelSize: "s", Hint: hint, Value: string(value), Error: wrong.For(name), Options: []page.Option{{Text: "Not recorded"}}}
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
		row:      rowOf(i, len(t.options), fmt.Sprintf("Option %d", i+1), "Add an option"),
		Months:   page.Input{Name: name + "months", Label: "How many months does it add?", Width: 3, InputMode: "numeric", Value: o.months, Error: wrong.For(name + "months")},
		To:       page.DateInput{Name: name + "to", Legend: "Or to which date does it run?", Typed: o.to, Problems: wrong},
		Exercise: page.DateInput{Name: name + "exercised", Legend: "When was it exercised?", Hint: "Leave empty if it has not been", Typed: o.exercised, Problems: wrong},
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
		row:     rowOf(i, len(t.variations), "Variation "+cmp.Or(v.Number, strconv.Itoa(i+1)), "Add a variation"),
		Number:  page.Input{Name: name + "number", Label: "Number", Width: 10, Value: v.Number, Error: wrong.For(name + "number")},
		On:      page.DateInput{Name: name + "on", Legend: "Date", Typed: on, Problems: wrong},
		Purpose: page.Textarea{Name: name + "purpose", Label: "What is it for?", Rows: 2, Limit: contract.LongestNote, Value: v.Purpose, Error: wrong.For(name + "purpose"), NeverKept: true},
		Private: page.Checkboxes{Name: name + "private", Legend: "Who may read it?", Small: true, Items: []page.Item{{Value: "yes", Text: "Only commissioners see what it is for"}}},
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
		row: rowOf(i, len(t.talks), "Talks for the end on "+talk.forEnd.Words(), "Record talks"), ForEnd: string(talk.forEnd),
		HeldOn: page.DateInput{Name: name + "held", Legend: "When were they held?", Typed: talk.held, Problems: wrong},
		Note: page.Textarea{
			Name: name + "note", Label: "Note (optional)", Rows: 2, Limit: contract.LongestNote, Value: talk.note, Error: wrong.For(name + "note"), NeverKept: true,
			Hint: "Only commissioners see this",
		},
	}
}

// formOrder is how the fields follow each other on the page, by what they belong to.
var formOrder = []string{
	"provider", "name", "reference", "type", "under", "lead", "place", "payment", "meeting", "start", "end", "short_reason", "option",
	"ended", "ended_reason", "variation", "talk",
}

// sortProblems puts what is wrong in the order of the form.
func sortProblems(wrong problem.List) {
	at := func(p problem.Problem) int {
		part, _, _ := strings.Cut(p.Field, "-")
		return slices.Index(formOrder, part)
	}
	slices.SortStableFunc(wrong, func(a, b problem.Problem) int { return cmp.Compare(at(a), at(b)) })
}

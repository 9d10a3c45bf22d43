package contracts

import (
	"fmt"
	"slices"
	"strconv"

	"github.com/gin-gonic/gin"

	"ipstoolkit/server/page"
	"ipstoolkit/tenants"
	"ipstoolkit/toolkit/calendar"
	"ipstoolkit/toolkit/contract"
	"ipstoolkit/toolkit/problem"
	"ipstoolkit/toolkit/target"
)

// contractPage is a contract's facts and, for commissioners, the form to change it.
type contractPage struct {
	page.Base
	Facts   page.SummaryList
	Theirs  *theirs
	Form    *form
	History page.Table
}

// theirs is what somebody else saved while the person was typing.
type theirs struct {
	Table page.Table
	Keep  string
}

type form struct {
	Version    int
	Provider   page.Select
	Name       page.Input
	Reference  page.Input
	Start, End page.DateInput
	Reason     page.Textarea
	Options    []optionFields
	Talks      []talkFields
	Confirm    page.Checkboxes
	Cancel     string
	Button     string
}

// optionFields and talkFields are one row of the form; the last one is empty, for one more.
type optionFields struct {
	Title        string
	Months       page.Input
	To, Exercise page.DateInput
}

type talkFields struct {
	Title  string
	ForEnd string // the end it was held for, as it is sent back
	HeldOn page.DateInput
	Note   page.Textarea
}

var contractTemplate = page.Parse[contractPage](files, "contract.html")

// typed is a contract as it stands in the form: dates and months may be none.
type typed struct {
	contract.Contract
	start, end page.TypedDate
	options    []typedOption
	talks      []typedTalk
	confirmed  []string
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
	t := typed{Contract: k, start: page.DateOf(k.Start), end: page.DateOf(k.End)}
	for _, o := range k.Options {
		months := ""
		if o.Months > 0 {
			months = strconv.Itoa(o.Months)
		}
		t.options = append(t.options, typedOption{months, page.DateOf(o.To), page.DateOf(o.ExercisedOn)})
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
	data, err := p.page(c, contract.Contract{}, typed{}, nil)
	if err != nil {
		return err
	}
	return contractTemplate.OK(c, data)
}

func (p Pages) show(c *gin.Context) error {
	if err := page.Allow(c, tenants.ReadContracts); err != nil {
		return err
	}
	k, err := p.rows(c).Contract(c, c.Param("id"))
	if err != nil {
		return err
	}
	data, err := p.page(c, k, asTyped(k), nil)
	if err != nil {
		return err
	}
	switch c.Query("saved") {
	case "added":
		data.Base = data.Base.Saved("Contract " + k.Name + " added")
	case "changed":
		data.Base = data.Base.Saved("Contract " + k.Name + " saved")
	}
	return contractTemplate.OK(c, data)
}

// page is the contract as it is recorded (the zero contract: a new one) with, in its form, what was typed.
func (p Pages) page(c *gin.Context, k contract.Contract, t typed, wrong problem.List) (contractPage, error) {
	title := "Add a contract"
	if k.ID != "" {
		title = k.Name
	}
	data := contractPage{Base: page.New(c, title).Under(page.Crumb{Href: path(c), Text: "Contracts"}).With(wrong)}
	keeps := page.Member(c).Can(tenants.KeepContracts)
	providers, err := p.rows(c).Providers(c)
	if err != nil {
		return data, err
	}
	if k.ID != "" {
		data.Facts = facts(k, providers, p.Store.Today(), keeps)
	}
	if !keeps {
		return data, nil
	}
	data.Form = newForm(t, k, providers, wrong)
	data.Form.Cancel = path(c)
	if k.ID == "" {
		data.Form.Button = "Add the contract"
		return data, nil
	}
	events, err := p.rows(c).History(c, "contract", k.ID)
	data.History = page.HistoryTable(events)
	return data, err
}

// facts are what can be said of a contract; talks and the three years' test are for commissioners.
func facts(k contract.Contract, providers []tenants.Organisation, today calendar.Date, keeps bool) page.SummaryList {
	var list page.SummaryList
	add := func(key, text, note string) {
		row := page.SummaryRow{Key: key, Lines: []string{text}}
		if note != "" {
			row.Lines = append(row.Lines, note)
		}
		list.Rows = append(list.Rows, row)
	}
	if i := slices.IndexFunc(providers, func(o tenants.Organisation) bool { return o.ID == k.Provider }); i >= 0 {
		add("Provider", providers[i].Name, "")
	}
	if k.Reference != "" {
		add("Reference", k.Reference, "")
	}
	add("Runs", k.Start.Words()+" to "+endWords(k), "")
	span := length(k)
	add("Length", span.Text, span.Note)
	for i, o := range k.Options {
		add(fmt.Sprintf("Option %d", i+1), o.Words(), "")
	}
	if !keeps {
		return list
	}
	if end := k.PresentEnd(); end != "" {
		add("Three years or more", threeYears(k), "")
	}
	if k.Over(today) {
		add("Early talks", "The contract has ended", "")
	} else {
		add("Early talks", talks(k, today).Words(), "")
	}
	return list
}

func threeYears(k contract.Contract) string {
	kind, _ := target.KindOf(target.ContractLength)
	if contract.MeetsMonths(k.Start, k.PresentEnd(), int(kind.Default.Hundredths*12/100)) {
		return "Met"
	}
	if k.ShortReason != "" {
		return "Not met: " + k.ShortReason
	}
	return "Not met"
}

func newForm(t typed, k contract.Contract, providers []tenants.Organisation, wrong problem.List) *form {
	f := &form{
		Version: t.Version, Button: "Save the contract",
		Provider:  page.Select{Name: "provider", Label: "Provider", LabelSize: "s", Value: t.Provider, Error: wrong.For("provider"), Options: []page.Option{{Text: "Choose a provider"}}},
		Name:      page.Input{Name: "name", Label: "Name of the contract", LabelSize: "s", Hint: "Such as ‘IPS service 2026 to 2029’", Value: t.Name, Error: wrong.For("name")},
		Reference: page.Input{Name: "reference", Label: "Reference (optional)", LabelSize: "s", Width: 20, Value: t.Reference, Error: wrong.For("reference")},
		Start:     page.DateInput{Name: "start", Legend: "When does the contract start?", LegendSize: "s", Hint: "For example, 1 4 2026", Typed: t.start, Problems: wrong},
		End:       page.DateInput{Name: "end", Legend: "When does the contract end, without its options?", LegendSize: "s", Hint: "Its last day, for example, 31 3 2029. Leave empty if it has no end date", Typed: t.end, Problems: wrong},
		Reason: page.Textarea{
			Name: "short_reason", Label: "Why does it run for less than three years? (optional)", LabelSize: "s", Rows: 3, Limit: contract.LongestNote, Value: t.ShortReason, Error: wrong.For("short_reason"),
			Hint: "Only if it does. Providers and readers cannot see this", NeverKept: true,
		},
		Confirm: page.ConfirmBox(t.Numbers(), k.Confirmed, t.confirmed),
	}
	for _, o := range providers {
		if !o.Ended || o.ID == k.Provider {
			f.Provider.Options = append(f.Provider.Options, page.Option{Value: o.ID, Text: o.Name})
		}
	}
	for i := range min(len(t.options)+1, contract.MostOptions) {
		f.Options = append(f.Options, optionRow(t, i, wrong))
	}
	for i := range min(len(t.talks)+1, contract.MostTalks) {
		f.Talks = append(f.Talks, talkRow(t, i, wrong))
	}
	return f
}

func optionRow(t typed, i int, wrong problem.List) optionFields {
	var o typedOption
	title := "Add an option"
	if i < len(t.options) {
		o, title = t.options[i], fmt.Sprintf("Option %d", i+1)
	}
	name := fmt.Sprintf("option-%d-", i+1)
	return optionFields{
		Title:    title,
		Months:   page.Input{Name: name + "months", Label: "How many months does it add?", Width: 3, InputMode: "numeric", Value: o.months, Error: wrong.For(name + "months")},
		To:       page.DateInput{Name: name + "to", Legend: "Or to which date does it run?", Typed: o.to, Problems: wrong},
		Exercise: page.DateInput{Name: name + "exercised", Legend: "When was it exercised?", Hint: "Leave empty if it has not been", Typed: o.exercised, Problems: wrong},
	}
}

func talkRow(t typed, i int, wrong problem.List) talkFields {
	var talk typedTalk
	title := "Record talks"
	if i < len(t.talks) {
		talk = t.talks[i]
		title = "Talks for the end on " + talk.forEnd.Words()
	}
	name := fmt.Sprintf("talk-%d-", i+1)
	return talkFields{
		Title: title, ForEnd: string(talk.forEnd),
		HeldOn: page.DateInput{Name: name + "held", Legend: "When were they held?", Typed: talk.held, Problems: wrong},
		Note: page.Textarea{
			Name: name + "note", Label: "Note (optional)", Rows: 2, Limit: contract.LongestNote, Value: talk.note, Error: wrong.For(name + "note"), NeverKept: true,
			Hint: "Only commissioners see this",
		},
	}
}

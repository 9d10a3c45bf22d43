package contracts

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"github.com/gin-gonic/gin"

	"ipstoolkit/server/page"
	"ipstoolkit/tenants"
	"ipstoolkit/toolkit/calendar"
	"ipstoolkit/toolkit/contract"
	"ipstoolkit/toolkit/number"
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
	MHIS, SDF           page.Input // its value a year
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

// typed is a contract as it is in the form: dates and months may be none.
type typed struct {
	contract.Contract
	start, end, ended page.TypedDate
	options           []typedOption
	variations        []page.TypedDate
	talks             []typedTalk
	mhis, sdf         string
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
	t.mhis, t.sdf = number.Text(k.Value.MHIS), number.Text(k.Value.SDF)
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

// formOrder is how the fields follow each other on the page, by what they belong to.
var formOrder = []string{
	"provider", "name", "reference", "type", "under", "lead", "place", "payment", "value_mhis", "value_sdf", "meeting", "start", "end",
	"short_reason", "option",
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

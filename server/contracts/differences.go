package contracts

import (
	"cmp"
	"strings"

	"github.com/gin-gonic/gin"

	"ipstoolkit/server/page"
	"ipstoolkit/toolkit/calendar"
	"ipstoolkit/toolkit/contract"
	"ipstoolkit/toolkit/number"
	"ipstoolkit/toolkit/record"
	"ipstoolkit/toolkit/snapshot"
)

// conflict is a contract as somebody else saved it, against what was typed.
func (p Pages) conflict(c *gin.Context, present, mine contract.Contract) (page.Conflict, error) {
	k := page.Conflict{What: "this contract", Version: present.Version, Keep: path(c) + "/" + present.ID}
	names, err := p.names(c)
	if err != nil {
		return k, err
	}
	all, err := p.rows(c).Contracts(c)
	if err != nil {
		return k, err
	}
	for _, one := range all {
		names[one.ID] = one.Name
	}
	h, err := p.rows(c).HistoryPart(c, snapshot.Part{}, record.Contract, present.ID)
	k.Fields = differences(present, mine, names)
	return k.By(h), err
}

// differences are the fields of a contract as somebody else saved them and as they were typed.
func differences(present, mine contract.Contract, names map[string]string) []page.Both {
	theirs, yours := told(present, names), told(mine, names)
	fields := make([]page.Both, len(theirs))
	for i, f := range theirs {
		b := page.Either(f.name, f.text, yours[i].text)
		if f.box != "" {
			b = page.Texts(f.name, f.box, f.text, yours[i].text)
		}
		switch {
		case f.isDate:
			b = b.OfDate(f.field, f.sends[0], f.date)
		case f.field != "":
			b = b.Of(f.field, f.sends...)
		}
		fields[i] = b
	}
	return fields
}

// toldField is a field in words; box is the box of a text that two people can join. field is its name in the history, sends
// what a form sends that holds it, or the name of its date.
type toldField struct {
	name, text, box, field string
	sends                  []string
	date                   calendar.Date
	isDate                 bool
}

// plain is a field that the form sends as one value.
func plain(name, text, field, value string) toldField {
	return toldField{name: name, text: text, field: field, sends: []string{field, value}}
}

// dated is a field that the form sends as a date.
func dated(name, field, sends string, d calendar.Date) toldField {
	return toldField{name: name, text: d.Words(), field: field, sends: []string{sends}, date: d, isDate: true}
}

// told is a contract field by field, as people read it.
func told(k contract.Contract, names map[string]string) []toldField {
	list := []toldField{
		plain("Provider", names[k.Provider], "provider", k.Provider),
		plain("Name", k.Name, "name", k.Name),
		plain("Reference", k.Reference, "reference", k.Reference),
		plain("Place", k.Place, "place", k.Place),
		plain("Type", k.Type.Words(), "type", string(k.Type)),
		plain("Contract it runs under", cmp.Or(names[k.Under], k.Under), "under", k.Under),
		plain("Lead organisation", k.Lead, "lead", k.Lead),
		plain("Payment", k.Payment.Words(), "payment", string(k.Payment)),
		plain("Contract meetings", k.Meeting.Words(), "meeting", string(k.Meeting)),
		dated("Start", "starts_on", "start", k.Start),
		dated("End", "ends_on", "end", k.End),
		{name: "Reason for less than 3 years", text: k.ShortReason, box: "short_reason", field: "short_reason"},
		{name: "Options", text: lines(k.Options, contract.Option.Words)},
		dated("Early end", "ended_on", "ended", k.EndedOn),
		{name: "Reason for the early end", text: k.EndedReason, box: "ended_reason", field: "ended_reason"},
		{name: "Variations", text: lines(k.Variations, contract.Variation.Words)},
		{name: "Conversations about extension or re-procurement", text: lines(k.Talks, talkWords)},
		plain("Value a year from MHIS", contract.Pounds(k.Value.MHIS), "value_mhis", number.Text(k.Value.MHIS)),
		plain("Value a year from SDF", contract.Pounds(k.Value.SDF), "value_sdf", number.Text(k.Value.SDF)),
	}
	for _, clause := range contract.Clauses {
		term := k.Terms[clause.Code]
		list = append(list, toldField{
			name: clause.Asks, text: term.Words(), field: contract.ClauseField + clause.Code,
			sends: []string{"clause-" + clause.Code, string(term.Answer), "ref-" + clause.Code, term.Reference},
		})
	}
	for _, f := range contract.StatedFields {
		list = append(list, plain(f.Label, f.Said(k.Stated), f.Name, f.Text(k.Stated)))
	}
	return list
}

func lines[T any](list []T, words func(T) string) string {
	all := make([]string, len(list))
	for i, one := range list {
		all[i] = words(one)
	}
	return strings.Join(all, "; ")
}

func talkWords(t contract.Talk) string {
	words := "held on " + t.HeldOn.Words()
	if t.Note != "" {
		words += ": " + t.Note
	}
	return words
}

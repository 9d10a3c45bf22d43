package contracts

import (
	"cmp"
	"strings"

	"github.com/gin-gonic/gin"

	"ipstoolkit/server/page"
	"ipstoolkit/toolkit/contract"
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
		fields[i] = page.Either(f.name, f.text, yours[i].text)
		if f.box != "" {
			fields[i] = page.Texts(f.name, f.box, f.text, yours[i].text)
		}
	}
	return fields
}

// toldField is a field in words; box is the box of a text that two people can join.
type toldField struct{ name, text, box string }

// told is a contract field by field, as people read it.
func told(k contract.Contract, names map[string]string) []toldField {
	list := []toldField{
		{"Provider", names[k.Provider], ""},
		{"Name", k.Name, ""},
		{"Reference", k.Reference, ""},
		{"Place", k.Place, ""},
		{"Type", k.Type.Words(), ""},
		{"Contract it runs under", cmp.Or(names[k.Under], k.Under), ""},
		{"Lead organisation", k.Lead, ""},
		{"Payment", k.Payment.Words(), ""},
		{"Contract meetings", k.Meeting.Words(), ""},
		{"Start", k.Start.Words(), ""},
		{"End", k.End.Words(), ""},
		{"Reason for less than 3 years", k.ShortReason, "short_reason"},
		{"Options", lines(k.Options, contract.Option.Words), ""},
		{"Early end", k.EndedOn.Words(), ""},
		{"Reason for the early end", k.EndedReason, "ended_reason"},
		{"Variations", lines(k.Variations, contract.Variation.Words), ""},
		{"Talks", lines(k.Talks, talkWords), ""},
	}
	for _, clause := range contract.Clauses {
		list = append(list, toldField{clause.Asks, k.Terms[clause.Code].Words(), ""})
	}
	for _, f := range contract.StatedFields {
		list = append(list, toldField{f.Label, f.Said(k.Stated), ""})
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

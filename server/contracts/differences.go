package contracts

import (
	"strings"

	"ipstoolkit/server/page"
	"ipstoolkit/toolkit/contract"
)

// differences are the fields in which what somebody else saved is not what was typed.
func differences(present, mine contract.Contract, names map[string]string) page.Table {
	theirs, yours := told(present, names), told(mine, names)
	fields := make([]page.Difference, len(theirs))
	for i, f := range theirs {
		fields[i] = page.Difference{Name: f.name, Theirs: f.text, Yours: yours[i].text}
	}
	return page.Differences(fields)
}

type toldField struct{ name, text string }

// told is a contract field by field, as people read it.
func told(k contract.Contract, names map[string]string) []toldField {
	list := []toldField{
		{"Provider", names[k.Provider]},
		{"Name", k.Name},
		{"Reference", k.Reference},
		{"Place", k.Place},
		{"Type", k.Type.Words()},
		{"Contract it runs under", k.Under},
		{"Lead organisation", k.Lead},
		{"Payment", k.Payment.Words()},
		{"Contract meetings", k.Meeting.Words()},
		{"Start", k.Start.Words()},
		{"End", k.End.Words()},
		{"Reason for less than 3 years", k.ShortReason},
		{"Options", lines(k.Options, contract.Option.Words)},
		{"Early end", k.EndedOn.Words()},
		{"Reason for the early end", k.EndedReason},
		{"Variations", lines(k.Variations, contract.Variation.Words)},
		{"Talks", lines(k.Talks, talkWords)},
	}
	for _, clause := range contract.Clauses {
		list = append(list, toldField{clause.Asks, k.Terms[clause.Code].Words()})
	}
	for _, f := range contract.StatedFields {
		list = append(list, toldField{f.Label, f.Said(k.Stated)})
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

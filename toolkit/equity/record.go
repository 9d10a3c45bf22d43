package equity

import (
	"strings"

	"ipstoolkit/toolkit/number"
	"ipstoolkit/toolkit/record"
)

// How the history keeps a provider's breakdown, and what an ICB collects of a characteristic.
var (
	BreakdownRecord = record.Kind{Code: record.Breakdown, Words: "Breakdown", Others: recordOf, Fields: []record.Field{
		{Name: "finished", Words: "Finished and adds up", Say: record.SayYesNo},
		{Name: "reason", Typed: true},
	}}
	CollectionRecord = record.Kind{Code: record.Collection, Words: "Characteristic", Fields: []record.Field{
		{Name: "from"},
		{Name: "collected", Say: record.SayYesNo},
		{Name: "name", Typed: true},
		{Name: "groups", Typed: true},
		{Name: "reason", Typed: true},
		{Name: "agreed_on", Words: "Agreed on"},
		{Name: "agreed_by", Words: "Agreed by (job title)", Typed: true},
		record.Confirmed,
	}}
)

// recordOf is a count of a group, "access-1", as a field of the history.
func recordOf(name string) (record.Field, bool) {
	what, group, _ := strings.Cut(name, "-")
	for _, c := range Counts {
		if c.Name == what {
			return record.Field{
				Name: name, Words: c.Label + ", group " + strings.ReplaceAll(group, "_", " "),
				Say: record.SayCount(number.Grouped),
			}, true
		}
	}
	return record.Field{}, false
}

// Kept is what the history keeps of a breakdown, by the groups of its quarter.
func (b Breakdown) Kept(groups []Group) []record.Text {
	texts := []record.Text{{Field: "finished", Text: record.YesNo(b.Finished)}}
	for _, g := range groups {
		for _, n := range Counts {
			c := n.Of(b.Counts[g.Key])
			texts = append(texts, record.Text{Field: n.Field(g), Text: record.Count(c.N, c.Known)})
		}
	}
	return texts
}

// Kept is what the history keeps of a collection.
func (c Collection) Kept() []record.Text {
	return []record.Text{
		{Field: "collected", Text: record.YesNo(c.Collected)},
		{Field: "name", Text: c.Name},
		{Field: "groups", Text: strings.Join(c.Labels, "\n")},
		{Field: "reason", Text: c.Reason},
		{Field: "agreed_on", Text: string(c.AgreedOn)},
		{Field: "agreed_by", Text: c.AgreedBy},
		{Field: "confirmed", Text: c.Confirmed},
	}
}

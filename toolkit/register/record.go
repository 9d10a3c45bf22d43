package register

import "ipstoolkit/toolkit/record"

// Record is how the history keeps a row of the list.
func (l List) Record() record.Kind {
	k := record.Kind{Code: l.Code, Words: record.Sentence(l.One), Fields: []record.Field{{Name: "provider", Of: record.Provider}}}
	for _, f := range l.Fields {
		k.Fields = append(k.Fields, record.Field{Name: f.Name, Words: f.Label, Typed: f.Typed(), Of: f.Refers, Say: f.Words})
	}
	k.Fields = append(k.Fields, record.Confirmed)
	return k
}

// Kept is what the history keeps of a row of the list.
func (l List) Kept(r Row) []record.Text {
	texts := []record.Text{{Field: "provider", Text: r.Provider}}
	for _, f := range l.Fields {
		texts = append(texts, record.Text{Field: f.Name, Text: r.Values[f.Name]})
	}
	return append(texts, record.Text{Field: "confirmed", Text: r.Confirmed})
}

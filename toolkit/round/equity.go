package round

import (
	"ipstoolkit/toolkit/calendar"
	"ipstoolkit/toolkit/equity"
)

// Collection is a characteristic by which people are counted, and from when.
type Collection struct {
	Characteristic string   `json:"characteristic,omitempty"`
	From           Quarter  `json:"from,omitempty"`
	Collected      bool     `json:"collected,omitempty"`
	Name           string   `json:"name,omitempty"`
	Labels         []string `json:"labels,omitempty"`
	Reason         string   `json:"reason,omitempty"`
	AgreedOn       Day      `json:"agreed_on,omitempty"`
	AgreedBy       string   `json:"agreed_by,omitempty"`
}

func collectionOf(x equity.Collection) Collection {
	return Collection{
		Characteristic: x.Characteristic, From: Quarter(x.From), Collected: x.Collected, Name: x.Name, Labels: x.Labels,
		Reason: x.Reason, AgreedOn: Day(x.AgreedOn), AgreedBy: x.AgreedBy,
	}
}

func (x Collection) back() equity.Collection {
	return equity.Collection{
		Characteristic: x.Characteristic, From: calendar.Quarter(x.From), Collected: x.Collected, Name: x.Name,
		Labels: x.Labels, Reason: x.Reason, AgreedOn: calendar.Date(x.AgreedOn), AgreedBy: x.AgreedBy,
	}
}

// Report is how people divide by a characteristic, as the audience reads it: true numbers of the ICB are in no document.
type Report struct {
	Collection Collection  `json:"collection,omitzero"`
	Quarters   []Quarter   `json:"quarters,omitempty"`
	Masked     bool        `json:"masked,omitempty"`
	Tables     []Table     `json:"tables,omitempty"`
	Missing    []Uncounted `json:"missing,omitempty"`
}

func reportOf(x equity.Report) Report {
	return Report{
		Collection: collectionOf(x.Collection),
		Quarters:   each(x.Quarters, func(q calendar.Quarter) Quarter { return Quarter(q) }), Masked: x.Masked,
		Tables: each(x.Tables, tableOf), Missing: each(x.Missing, uncountedOf),
	}
}

func (x Report) back() equity.Report {
	return equity.Report{
		Collection: x.Collection.back(),
		Quarters:   each(x.Quarters, func(q Quarter) calendar.Quarter { return calendar.Quarter(q) }), Masked: x.Masked,
		Tables: each(x.Tables, Table.back), Missing: each(x.Missing, Uncounted.back),
	}
}

// Table is how one provider's people divide, or the ICB's.
type Table struct {
	Provider     string  `json:"provider,omitempty"`
	Name         string  `json:"name,omitempty"`
	Period       string  `json:"period,omitempty"`
	Everyone     Group   `json:"everyone,omitzero"`
	Rows         []Group `json:"groups,omitempty"`
	Completeness string  `json:"completeness,omitempty"`
}

func tableOf(x equity.Table) Table {
	return Table{
		Provider: x.Provider, Name: x.Name, Period: x.Period, Everyone: groupOf(x.Everyone), Rows: each(x.Rows, groupOf),
		Completeness: x.Completeness,
	}
}

func (x Table) back() equity.Table {
	return equity.Table{
		Provider: x.Provider, Name: x.Name, Period: x.Period, Everyone: x.Everyone.back(), Rows: each(x.Rows, Group.back),
		Completeness: x.Completeness,
	}
}

// Group is a group as it is shown: each text is a number, * or words.
type Group struct {
	Label    string `json:"label,omitempty"`
	People   string `json:"people,omitempty"`
	Bar      int    `json:"bar,omitempty"`
	Share    string `json:"share,omitempty"`
	Rate     string `json:"rate,omitempty"`
	HasShare bool   `json:"has_share,omitempty"` // Share is a number
	HasRate  bool   `json:"has_rate,omitempty"`
}

func groupOf(x equity.Row) Group {
	return Group{
		Label: x.Label, People: x.People, Bar: x.Bar, Share: x.Share, Rate: x.Rate,
		HasShare: x.HasShare, HasRate: x.HasRate,
	}
}

func (x Group) back() equity.Row {
	return equity.Row{
		Label: x.Label, People: x.People, Bar: x.Bar, Share: x.Share, Rate: x.Rate,
		HasShare: x.HasShare, HasRate: x.HasRate,
	}
}

// Uncounted is a quarter of a provider that does not count, and why.
type Uncounted struct {
	Provider string  `json:"provider,omitempty"`
	Name     string  `json:"name,omitempty"`
	Quarter  Quarter `json:"quarter,omitempty"`
	Why      string  `json:"why,omitempty"`
}

func uncountedOf(x equity.Gap) Uncounted {
	return Uncounted{
		Provider: x.Provider, Name: x.Name, Quarter: Quarter(x.Quarter), Why: x.Words(),
	}
}

func (x Uncounted) back() equity.Gap {
	return equity.Gap{
		Provider: x.Provider, Name: x.Name, Quarter: calendar.Quarter(x.Quarter), Told: x.Why,
	}
}

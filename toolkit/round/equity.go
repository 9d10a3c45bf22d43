package round

import (
	"ipstoolkit/toolkit/calendar"
	"ipstoolkit/toolkit/equity"
	"ipstoolkit/toolkit/masking"
	"ipstoolkit/toolkit/number"
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
		Tables: each(x.Tables, func(t Table) equity.Table { return t.back(x.Masked) }), Missing: each(x.Missing, Uncounted.back),
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
	Stated       Decimal `json:"stated,omitempty"` // the same as a number, in per cent
	Hidden       bool    `json:"hidden,omitempty"` // Completeness is masked
}

func tableOf(x equity.Table) Table {
	return Table{
		Provider: x.Provider, Name: x.Name, Period: x.Period, Everyone: groupOf(x.Everyone), Rows: each(x.Rows, groupOf),
		Completeness: x.Completeness.Shown, Stated: percent(x.Completeness),
		Hidden: x.Completeness.Masked,
	}
}

// back reads a table: with masked numbers shares are whole.
func (x Table) back(masked bool) equity.Table {
	return equity.Table{
		Provider: x.Provider, Name: x.Name, Period: x.Period, Everyone: x.Everyone.back(masked),
		Rows:         each(x.Rows, func(g Group) equity.Row { return g.back(masked) }),
		Completeness: shared(x.Completeness, x.Stated, x.Hidden, masked),
	}
}

// percent is a share as a number, as far as it is shown; "" where it is masked or words.
func percent(p equity.Percent) Decimal { return decimal(p.Tenths*10, p.Known) }

// shared is a share that is shown as a text and, where that is a number, kept as one. The first documents kept the text
// alone.
func shared(shown string, kept Decimal, hidden, whole bool) equity.Percent {
	p := equity.Percent{Shown: shown, Masked: hidden || shown == masking.Masked}
	hundredths, known := kept.hundredths()
	if !known {
		n, ok, err := number.ParsePercent(shown)
		hundredths, known = n, ok && err == nil
	}
	if known {
		p.Tenths, p.Known, p.Whole = hundredths/10, true, whole
	}
	return p
}

// Group is a group as it is shown: each text is a number, * or words.
type Group struct {
	Label        string  `json:"label,omitempty"`
	People       string  `json:"people,omitempty"`
	Bar          int     `json:"bar,omitempty"`
	Share        string  `json:"share,omitempty"`
	Rate         string  `json:"rate,omitempty"`
	SharePercent Decimal `json:"share_percent,omitempty"` // where Share is a number
	RatePercent  Decimal `json:"rate_percent,omitempty"`
	Hidden       bool    `json:"hidden,omitempty"` // People is masked
	ShareHidden  bool    `json:"share_hidden,omitempty"`
	RateHidden   bool    `json:"rate_hidden,omitempty"`
	HasShare     bool    `json:"has_share,omitempty"` // Share is a number
	HasRate      bool    `json:"has_rate,omitempty"`
}

func groupOf(x equity.Row) Group {
	return Group{
		Label: x.Label, People: x.People, Bar: x.Bar, Share: x.Share.Shown, Rate: x.Rate.Shown, SharePercent: percent(x.Share),
		RatePercent: percent(x.Rate), Hidden: x.Masked, ShareHidden: x.Share.Masked, RateHidden: x.Rate.Masked,
		HasShare: x.Share.Known, HasRate: x.Rate.Known,
	}
}

func (x Group) back(masked bool) equity.Row {
	return equity.Row{
		Label: x.Label, People: x.People, Bar: x.Bar, Masked: x.Hidden || x.People == masking.Masked,
		Share: shared(x.Share, x.SharePercent, x.ShareHidden, masked), Rate: shared(x.Rate, x.RatePercent, x.RateHidden, masked),
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

package round

import (
	"ipstoolkit/toolkit/calendar"
	"ipstoolkit/toolkit/figures"
	"ipstoolkit/toolkit/measure"
	"ipstoolkit/toolkit/register"
)

// Set is what the ICB and its providers have agreed to collect.
type Set struct {
	N        int      `json:"version,omitempty"`
	From     Quarter  `json:"from,omitempty"`
	Parts    []string `json:"parts,omitempty"`
	AgreedOn Day      `json:"agreed_on,omitempty"`
	Note     string   `json:"note,omitempty"`
	At       Moment   `json:"at,omitempty"`
	By       string   `json:"by,omitempty"`
}

func setOf(x figures.Set) Set {
	return Set{
		N: x.N, From: Quarter(x.From), Parts: x.Parts, AgreedOn: Day(x.AgreedOn), Note: x.Note, At: Moment(x.At), By: x.By,
	}
}

func (x Set) back() figures.Set {
	return figures.Set{
		N: x.N, From: calendar.Quarter(x.From), Parts: x.Parts, AgreedOn: calendar.Date(x.AgreedOn), Note: x.Note,
		At: calendar.Instant(x.At), By: x.By,
	}
}

// Published is a provider's access as MHSDS published it.
type Published struct {
	Provider    string `json:"provider,omitempty"`
	To          Day    `json:"to,omitempty"`
	People      *int64 `json:"people,omitempty"`
	Hidden      bool   `json:"hidden,omitempty"`
	Provisional bool   `json:"provisional,omitempty"`
	PublishedOn Day    `json:"published_on,omitempty"`
	Source      string `json:"source,omitempty"`
	ChangedAt   Moment `json:"changed_at,omitempty"`
	ChangedBy   string `json:"changed_by,omitempty"`
}

func publishedOf(x figures.Published) Published {
	return Published{
		Provider: x.Provider, To: Day(x.To), People: count(x.People), Hidden: x.Hidden, Provisional: x.Provisional,
		PublishedOn: Day(x.PublishedOn), Source: x.Source, ChangedAt: Moment(x.ChangedAt), ChangedBy: x.ChangedBy,
	}
}

func (x Published) back() figures.Published {
	return figures.Published{
		Provider: x.Provider, To: calendar.Date(x.To), People: counted(x.People), Hidden: x.Hidden, Provisional: x.Provisional,
		PublishedOn: calendar.Date(x.PublishedOn), Source: x.Source, ChangedAt: calendar.Instant(x.ChangedAt),
		ChangedBy: x.ChangedBy,
	}
}

// Local is the ICB's own value for a target in a year.
type Local struct {
	Kind   string  `json:"kind,omitempty"`
	Year   int     `json:"year,omitempty"`
	Value  Decimal `json:"value,omitempty"`
	Reason string  `json:"reason,omitempty"`
}

func localOf(x measure.Local) Local {
	return Local{
		Kind: x.Kind, Year: int(x.Year), Value: decimal(x.Value.Hundredths, x.Value.Known), Reason: x.Reason,
	}
}

func (x Local) back() measure.Local {
	return measure.Local{
		Kind: x.Kind, Year: calendar.Year(x.Year), Value: x.Value.amount(), Reason: x.Reason,
	}
}

// Row is one row of a list of the registers, its answers by the name of their question.
type Row struct {
	ID        string            `json:"id,omitempty"`
	Provider  string            `json:"provider,omitempty"`
	Values    map[string]string `json:"values,omitempty"`
	ChangedAt Moment            `json:"changed_at,omitempty"`
	ChangedBy string            `json:"changed_by,omitempty"`
}

func rowOf(x register.Row) Row {
	return Row{
		ID: x.ID, Provider: x.Provider, Values: x.Values, ChangedAt: Moment(x.ChangedAt), ChangedBy: x.ChangedBy,
	}
}

func (x Row) back() register.Row {
	return register.Row{
		ID: x.ID, Provider: x.Provider, Values: x.Values, ChangedAt: calendar.Instant(x.ChangedAt), ChangedBy: x.ChangedBy,
	}
}

// Return is a provider's figures for one quarter: numbers, and the words beside them, by the name of the figure.
type Return struct {
	Provider    string             `json:"provider"`
	Quarter     Quarter            `json:"quarter"`
	State       string             `json:"state"`
	Asked       Set                `json:"asked,omitzero"`
	Figures     map[string]Decimal `json:"figures,omitempty"`
	Reasons     map[string]string  `json:"reasons,omitempty"`
	Teams       []Team             `json:"teams,omitempty"`
	Note        string             `json:"note,omitempty"`
	Query       string             `json:"query,omitempty"`
	Answer      string             `json:"answer,omitempty"`
	Reason      string             `json:"reason,omitempty"`
	SubmittedAt Moment             `json:"submitted_at,omitempty"`
	ChangedAt   Moment             `json:"changed_at,omitempty"`
	ChangedBy   string             `json:"changed_by,omitempty"`
}

// Team is a team's part of a provider's figures.
type Team struct {
	Name    string             `json:"name"`
	Figures map[string]Decimal `json:"figures,omitempty"`
}

func known(hundredths int64) Decimal { return decimal(hundredths, true) }

func hundredths(d Decimal) int64 {
	n, _ := d.hundredths()
	return n
}

func returnOf(x figures.Return) Return {
	r := Return{
		Provider: x.Provider, Quarter: Quarter(x.Quarter), State: string(x.State), Asked: setOf(x.Asked), Figures: map[string]Decimal{},
		Reasons: x.Reasons, Note: x.Note, Query: x.Query, Answer: x.Answer, Reason: x.Reason,
		SubmittedAt: Moment(x.SubmittedAt), ChangedAt: Moment(x.ChangedAt), ChangedBy: x.ChangedBy,
	}
	for name, h := range x.Other {
		r.Figures[name] = known(h)
	}
	for _, f := range figures.AllFields() {
		if h, is := f.Hundredths(x); is {
			r.Figures[f.Name] = known(h)
		}
	}
	for _, t := range x.Teams {
		r.Teams = append(r.Teams, Team{Name: t.Name, Figures: mapped(t.Numbers, known)})
	}
	return r
}

func (x Return) back() figures.Return {
	r := figures.Return{
		Provider: x.Provider, Quarter: calendar.Quarter(x.Quarter), State: figures.State(x.State), Asked: x.Asked.back(),
		Reasons: x.Reasons,
		Note:    x.Note, Query: x.Query, Answer: x.Answer, Reason: x.Reason,
		SubmittedAt: calendar.Instant(x.SubmittedAt), ChangedAt: calendar.Instant(x.ChangedAt), ChangedBy: x.ChangedBy,
		Other: mapped(x.Figures, hundredths),
	}
	for _, f := range figures.AllFields() {
		if d, is := x.Figures[f.Name]; is {
			delete(r.Other, f.Name)
			f.Set(&r, hundredths(d), true)
		}
	}
	for _, t := range x.Teams {
		r.Teams = append(r.Teams, figures.Team{Name: t.Name, Numbers: mapped(t.Figures, hundredths)})
	}
	return r
}

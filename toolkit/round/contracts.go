package round

import (
	"ipstoolkit/toolkit/calendar"
	"ipstoolkit/toolkit/contract"
)

// Contract is one agreement with a provider.
type Contract struct {
	ID          string          `json:"id,omitempty"`
	Provider    string          `json:"provider,omitempty"`
	Name        string          `json:"name,omitempty"`
	Reference   string          `json:"reference,omitempty"`
	Type        string          `json:"type,omitempty"`
	Under       string          `json:"under,omitempty"`
	Lead        string          `json:"lead,omitempty"`
	Place       string          `json:"place,omitempty"`
	Payment     string          `json:"payment,omitempty"`
	Meeting     string          `json:"meeting,omitempty"`
	Start       Day             `json:"start,omitempty"`
	End         Day             `json:"end,omitempty"`
	Options     []Option        `json:"options,omitempty"`
	EndedOn     Day             `json:"ended_on,omitempty"`
	EndedReason string          `json:"ended_reason,omitempty"`
	Talks       []Talk          `json:"talks,omitempty"`
	ShortReason string          `json:"short_reason,omitempty"`
	Stated      Stated          `json:"stated,omitzero"`
	MHIS        Decimal         `json:"mhis,omitempty"` // its value a year in pounds, from the Mental Health Investment Standard
	SDF         Decimal         `json:"sdf,omitempty"`  // and from Service Development Funding
	Terms       map[string]Term `json:"terms,omitempty"`
	Variations  []Variation     `json:"variations,omitempty"`
	PassedOn    []Passed        `json:"passed_on,omitempty"`
}

func contractOf(x contract.Contract) Contract {
	return Contract{
		ID: x.ID, Provider: x.Provider, Name: x.Name, Reference: x.Reference, Type: string(x.Type), Under: x.Under,
		Lead: x.Lead, Place: x.Place, Payment: string(x.Payment), Meeting: string(x.Meeting), Start: Day(x.Start),
		End: Day(x.End), Options: each(x.Options, optionOf), EndedOn: Day(x.EndedOn), EndedReason: x.EndedReason,
		Talks: each(x.Talks, talkOf), ShortReason: x.ShortReason, Stated: statedOf(x.Stated), Terms: mapped(x.Terms, termOf),
		Variations: each(x.Variations, variationOf), PassedOn: each(x.PassedOn, passedOf),
		MHIS: decimal(x.Value.MHIS.Hundredths, x.Value.MHIS.Known), SDF: decimal(x.Value.SDF.Hundredths, x.Value.SDF.Known),
	}
}

func (x Contract) back() contract.Contract {
	return contract.Contract{
		ID: x.ID, Provider: x.Provider, Name: x.Name, Reference: x.Reference, Type: contract.Type(x.Type), Under: x.Under,
		Lead: x.Lead, Place: x.Place, Payment: contract.Payment(x.Payment), Meeting: contract.Meeting(x.Meeting),
		Start: calendar.Date(x.Start), End: calendar.Date(x.End), Options: each(x.Options, Option.back),
		EndedOn: calendar.Date(x.EndedOn), EndedReason: x.EndedReason, Talks: each(x.Talks, Talk.back),
		ShortReason: x.ShortReason, Stated: x.Stated.back(), Terms: mapped(x.Terms, Term.back),
		Variations: each(x.Variations, Variation.back), PassedOn: each(x.PassedOn, Passed.back),
		Value: contract.Value{MHIS: x.MHIS.amount(), SDF: x.SDF.amount()},
	}
}

// Passed is what a contract passes on to a subcontract.
type Passed struct {
	People Decimal `json:"people,omitempty"`
	From   Day     `json:"from,omitempty"`
	To     Day     `json:"to,omitempty"`
}

func passedOf(x contract.Passed) Passed {
	return Passed{decimal(x.People.Hundredths, x.People.Known), Day(x.From), Day(x.To)}
}

func (x Passed) back() contract.Passed {
	return contract.Passed{People: x.People.amount(), From: calendar.Date(x.From), To: calendar.Date(x.To)}
}

// Option is a way to make a contract longer.
type Option struct {
	Months      int `json:"months,omitempty"`
	To          Day `json:"to,omitempty"`
	ExercisedOn Day `json:"exercised_on,omitempty"`
}

func optionOf(x contract.Option) Option {
	return Option{
		Months: x.Months, To: Day(x.To), ExercisedOn: Day(x.ExercisedOn),
	}
}

func (x Option) back() contract.Option {
	return contract.Option{
		Months: x.Months, To: calendar.Date(x.To), ExercisedOn: calendar.Date(x.ExercisedOn),
	}
}

// Talk is an early conversation about what follows a contract.
type Talk struct {
	HeldOn Day    `json:"held_on,omitempty"`
	ForEnd Day    `json:"for_end,omitempty"`
	Note   string `json:"note,omitempty"`
}

func talkOf(x contract.Talk) Talk {
	return Talk{
		HeldOn: Day(x.HeldOn), ForEnd: Day(x.ForEnd), Note: x.Note,
	}
}

func (x Talk) back() contract.Talk {
	return contract.Talk{
		HeldOn: calendar.Date(x.HeldOn), ForEnd: calendar.Date(x.ForEnd), Note: x.Note,
	}
}

// Stated is the numbers that a contract states.
type Stated struct {
	Access   Decimal `json:"access,omitempty"`
	Outcome  Decimal `json:"outcome,omitempty"`
	ES       Decimal `json:"es,omitempty"`
	TL       Decimal `json:"tl,omitempty"`
	SM       Decimal `json:"sm,omitempty"`
	Caseload Decimal `json:"caseload,omitempty"`
}

func statedOf(x contract.Stated) Stated {
	return Stated{
		Access: decimal(x.Access.Hundredths, x.Access.Known), Outcome: decimal(x.Outcome.Hundredths, x.Outcome.Known),
		ES: decimal(x.ES.Hundredths, x.ES.Known), TL: decimal(x.TL.Hundredths, x.TL.Known),
		SM: decimal(x.SM.Hundredths, x.SM.Known), Caseload: decimal(x.Caseload.Hundredths, x.Caseload.Known),
	}
}

func (x Stated) back() contract.Stated {
	return contract.Stated{
		Access: x.Access.amount(), Outcome: x.Outcome.amount(), ES: x.ES.amount(), TL: x.TL.amount(), SM: x.SM.amount(),
		Caseload: x.Caseload.amount(),
	}
}

// Term is what was found of a clause.
type Term struct {
	Answer    string `json:"answer,omitempty"`
	Reference string `json:"reference,omitempty"`
}

func termOf(x contract.Term) Term {
	return Term{
		Answer: string(x.Answer), Reference: x.Reference,
	}
}

func (x Term) back() contract.Term {
	return contract.Term{
		Answer: contract.Answer(x.Answer), Reference: x.Reference,
	}
}

// Variation is a change of a contract.
type Variation struct {
	Number  string `json:"number,omitempty"`
	On      Day    `json:"on,omitempty"`
	Purpose string `json:"purpose,omitempty"`
	Private bool   `json:"private,omitempty"`
}

func variationOf(x contract.Variation) Variation {
	return Variation{
		Number: x.Number, On: Day(x.On), Purpose: x.Purpose, Private: x.Private,
	}
}

func (x Variation) back() contract.Variation {
	return contract.Variation{
		Number: x.Number, On: calendar.Date(x.On), Purpose: x.Purpose, Private: x.Private,
	}
}

package round

import "ipstoolkit/toolkit/snapshot"

// Told is what the workbook puts together from the rows, in words: beside the rows, which have the exact values. Days are as
// "2027-03-31".
type Told struct {
	Headline   string                   `json:"headline,omitempty"`
	Sections   []Section                `json:"sections,omitempty"`
	All        Section                  `json:"all,omitzero"`
	Since      string                   `json:"since,omitempty"`
	Moves      []Move                   `json:"moves,omitempty"`
	Asked      []Ask                    `json:"asked,omitempty"`
	Pack       Pack                     `json:"pack,omitzero"`     // the steering group's; earlier documents have none
	Compared   Compared                 `json:"compared,omitzero"` // earlier documents have none
	Priorities map[string]PriorityWords `json:"priorities,omitempty"`
	Contracts  map[string]ContractWords `json:"contracts,omitempty"`
	Clauses    map[string][]Clause      `json:"clauses,omitempty"`
	Lists      map[string][]string      `json:"lists,omitempty"`
}

// The fields of these are those of the snapshot's, in the same order: Go converts one to the other only then.
type (
	// Section is how many priorities of a section have each status.
	Section struct {
		Section     int    `json:"section,omitempty"`
		Title       string `json:"title,omitempty"`
		InPlace     int    `json:"in_place,omitempty"`
		InProgress  int    `json:"in_progress,omitempty"`
		NotStarted  int    `json:"not_started,omitempty"`
		NotAnswered int    `json:"not_answered,omitempty"`
	}
	// Move is a priority with another status than at the last quarter's end.
	Move struct {
		Priority string `json:"priority,omitempty"`
		Name     string `json:"name,omitempty"`
		From     string `json:"from,omitempty"`
		To       string `json:"to,omitempty"`
		Part     string `json:"part,omitempty"`
	}
	// Ask is something that is asked of somebody.
	Ask struct {
		Priority string `json:"priority,omitempty"`
		Of       string `json:"of,omitempty"`
		What     string `json:"what,omitempty"`
	}
	// PackLine is a line of the pack, and PackTarget a result in it.
	PackLine struct {
		Priority string `json:"priority,omitempty"`
		What     string `json:"what,omitempty"`
		Beside   string `json:"beside,omitempty"`
	}
	PackTarget struct {
		Priority string `json:"priority,omitempty"`
		Code     string `json:"code,omitempty"`
		Name     string `json:"name,omitempty"`
		Value    string `json:"value,omitempty"`
		Target   string `json:"target,omitempty"`
		Result   string `json:"result,omitempty"`
		Missed   bool   `json:"missed,omitempty"`
		// Available says that there is a value.
		Available bool `json:"available,omitempty"`
	}
	// PriorityWords are what is worked out of one priority.
	PriorityWords struct {
		Responsible string `json:"responsible,omitempty"`
		Status      string `json:"status,omitempty"`
		Met         string `json:"met,omitempty"`
		Evidence    string `json:"evidence,omitempty"`
		Reviewed    string `json:"reviewed,omitempty"`
	}
	// ContractWords are what is worked out of one contract.
	ContractWords struct {
		Type       string `json:"type,omitempty"`
		Under      string `json:"under,omitempty"`
		Payment    string `json:"payment,omitempty"`
		Meeting    string `json:"meeting,omitempty"`
		Options    string `json:"options,omitempty"`
		PresentEnd string `json:"present_end,omitempty"`
		Length     string `json:"length,omitempty"`
		LengthUpTo string `json:"length_up_to,omitempty"`
		States     string `json:"states,omitempty"`
		Variations string `json:"variations,omitempty"`
		ThreeYears string `json:"three_years,omitempty"`
		Missing    string `json:"missing,omitempty"`
		TalksBy    string `json:"talks_by,omitempty"`
		Talks      string `json:"talks,omitempty"`
		Reminders  string `json:"reminders,omitempty"`
		TalksHeld  string `json:"talks_held,omitempty"`
	}
	// ComparedRow is one thing that differs from the round that was sealed before.
	ComparedRow struct {
		Part     string `json:"part,omitempty"`
		Priority string `json:"priority,omitempty"`
		What     string `json:"what,omitempty"`
		Before   string `json:"before,omitempty"`
		After    string `json:"after,omitempty"`
		Wording  bool   `json:"wording,omitempty"`
	}
	// Clause is what the toolkit asks of a contract, and what the contract says.
	Clause struct {
		Part      string `json:"part,omitempty"`
		Asks      string `json:"asks,omitempty"`
		Answer    string `json:"answer,omitempty"`
		Reference string `json:"reference,omitempty"`
		Priority  string `json:"priority,omitempty"`
		Page      int    `json:"page,omitempty"`
	}
)

func toldOf(x snapshot.Told) Told {
	return Told{
		Headline: x.Headline, Sections: each(x.Sections, func(s snapshot.SectionTold) Section { return Section(s) }),
		All: Section(x.All), Since: x.Since, Moves: each(x.Moves, func(m snapshot.MoveTold) Move { return Move(m) }),
		Asked:      each(x.Asked, func(a snapshot.AskedTold) Ask { return Ask(a) }),
		Pack:       packOf(x.Pack),
		Compared:   comparedOf(x.Compared),
		Priorities: mapped(x.Priorities, func(p snapshot.PriorityTold) PriorityWords { return PriorityWords(p) }),
		Contracts:  mapped(x.Contracts, func(c snapshot.ContractTold) ContractWords { return ContractWords(c) }),
		Clauses: mapped(x.Clauses, func(list []snapshot.ClauseTold) []Clause {
			return each(list, func(c snapshot.ClauseTold) Clause { return Clause(c) })
		}),
		Lists: mapped(x.Lists, func(lines []string) []string { return lines }),
	}
}

func (x Told) back() snapshot.Told {
	return snapshot.Told{
		Headline: x.Headline, Sections: each(x.Sections, func(s Section) snapshot.SectionTold { return snapshot.SectionTold(s) }),
		All: snapshot.SectionTold(x.All), Since: x.Since,
		Moves:      each(x.Moves, func(m Move) snapshot.MoveTold { return snapshot.MoveTold(m) }),
		Asked:      each(x.Asked, func(a Ask) snapshot.AskedTold { return snapshot.AskedTold(a) }),
		Pack:       x.Pack.back(),
		Compared:   x.Compared.back(),
		Priorities: mapped(x.Priorities, func(p PriorityWords) snapshot.PriorityTold { return snapshot.PriorityTold(p) }),
		Contracts:  mapped(x.Contracts, func(c ContractWords) snapshot.ContractTold { return snapshot.ContractTold(c) }),
		Clauses: mapped(x.Clauses, func(list []Clause) []snapshot.ClauseTold {
			return each(list, func(c Clause) snapshot.ClauseTold { return snapshot.ClauseTold(c) })
		}),
		Lists: x.Lists,
	}
}

// Compared is what has changed since the round that was sealed before, in words.
type Compared struct {
	Round string        `json:"round,omitempty"`
	Words string        `json:"words,omitempty"`
	Rows  []ComparedRow `json:"rows,omitempty"`
}

func comparedOf(x snapshot.Compared) Compared {
	return Compared{x.Round, x.Words, each(x.Rows, func(r snapshot.ComparedRow) ComparedRow { return ComparedRow(r) })}
}

func (x Compared) back() snapshot.Compared {
	return snapshot.Compared{
		Round: x.Round, Words: x.Words, Rows: each(x.Rows, func(r ComparedRow) snapshot.ComparedRow { return snapshot.ComparedRow(r) }),
	}
}

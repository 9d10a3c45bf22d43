package contract

import (
	"slices"

	"ipstoolkit/toolkit/calendar"
	"ipstoolkit/toolkit/number"
)

// Type is the sort of agreement; "" while it is not known.
type Type string

// Subcontract is the type of an agreement that a lead provider made, not the ICB.
const Subcontract Type = "subcontract"

// Payment is how the contract pays; "" while it is not known.
type Payment string

// Meeting is where the contract's IPS service is monitored; "" while it is not known.
type Meeting string

// NoTime means that the meeting about a block contract treats the service as one among many.
const NoTime Meeting = "within"

// Choice is one value of a Type, a Payment or a Meeting, with its words.
type Choice[T ~string] struct {
	Value T
	Words string
}

// What each of them can be, in the order of the form.
var (
	Types = []Choice[Type]{
		{"nhs_full", "NHS Standard Contract, full length"},
		{"nhs_shorter", "NHS Standard Contract, shorter form"},
		{Subcontract, "Subcontract"},
		{"grant", "Grant"},
		{"section_75", "Section 75 agreement with a council"},
		{"other", "Other"},
	}
	Payments = []Choice[Payment]{
		{"block", "Block: a fixed sum, whatever the activity"},
		{"activity", "Cost and volume: payment follows the activity"},
		{"grant", "Grant"},
		{"other", "Other"},
	}
	Meetings = []Choice[Meeting]{
		{"own", "A separate meeting"},
		{"reserved", "In the meeting about the block contract, with time set aside for IPS"},
		{NoTime, "In the meeting about the block contract, without time set aside for IPS"},
		{"none", "It is not monitored in a meeting yet"},
	}
)

func (t Type) Words() string    { return wordsOf(Types, t) }
func (p Payment) Words() string { return wordsOf(Payments, p) }
func (m Meeting) Words() string { return wordsOf(Meetings, m) }

func wordsOf[T ~string](choices []Choice[T], value T) string {
	i := slices.IndexFunc(choices, func(c Choice[T]) bool { return c.Value == value })
	if i < 0 {
		return ""
	}
	return choices[i].Words
}

// known says whether a value is one of the choices, or empty.
func known[T ~string](choices []Choice[T], value T) bool {
	return value == "" || wordsOf(choices, value) != ""
}

// Variation is a change to the contract that both sides have signed. Private keeps its purpose to commissioners.
type Variation struct {
	Number  string
	On      calendar.Date
	Purpose string
	Private bool
}

// Words is the variation in one line, "2 of 1 July 2026: self-referral added".
func (v Variation) Words() string {
	words := v.Number
	if v.On != "" {
		words += " of " + v.On.Words()
	}
	if v.Purpose != "" {
		words += ": " + v.Purpose
	}
	if v.Private {
		words += " (purpose for commissioners only)"
	}
	return words
}

// Stated are the numbers that a contract states: the people who access the service in a year, the share of unemployed
// people in work, posts (FTE), and the caseload of each employment specialist.
type Stated struct {
	Access, Outcome, ES, TL, SM, Caseload number.Amount
}

// StatedField is one of these numbers: its name in forms, audit and files, its words, and its clause.
type StatedField struct {
	Name, Label, Hint, Suffix, Clause string

	of   func(*Stated) *number.Amount
	read func(string) (int64, bool, error)
}

// StatedFields are all of them, in the order of the form.
var StatedFields = []StatedField{
	{
		Name: "access_stated", Label: "Access target stated", Hint: "People a year", Clause: "access_target",
		of: func(s *Stated) *number.Amount { return &s.Access }, read: readPeople,
	},
	{
		Name: "outcome_stated", Label: "Outcome target stated", Hint: "Percentage of people out of work", Suffix: "%",
		Clause: "outcome_target",
		of:     func(s *Stated) *number.Amount { return &s.Outcome }, read: number.ParsePercent,
	},
	{
		Name: "es_stated", Label: "Employment specialists stated", Hint: "Full-time equivalents (FTE)", Clause: "staffing",
		of: func(s *Stated) *number.Amount { return &s.ES }, read: readFTE,
	},
	{
		Name: "tl_stated", Label: "Team leaders stated", Hint: "FTE", Clause: "staffing",
		of: func(s *Stated) *number.Amount { return &s.TL }, read: readFTE,
	},
	{
		Name: "sm_stated", Label: "Service managers stated", Hint: "FTE", Clause: "staffing",
		of: func(s *Stated) *number.Amount { return &s.SM }, read: readFTE,
	},
	{
		Name: "caseload_stated", Label: "Caseload stated", Hint: "People for each employment specialist, as the contract counts them",
		Clause: "caseload",
		of:     func(s *Stated) *number.Amount { return &s.Caseload }, read: readFTE,
	},
}

func readPeople(text string) (int64, bool, error) {
	n, known, err := number.ParsePeople(text)
	return n * 100, known, err
}

func readFTE(text string) (int64, bool, error) {
	n, err := number.ParseFTE(text)
	return n.Hundredths, n.Known, err
}

// Of is the field's number.
func (f StatedField) Of(s Stated) number.Amount { return *f.of(&s) }

// Set stores a number.
func (f StatedField) Set(s *Stated, n number.Amount) { *f.of(s) = n }

// Read stores a typed number; "" means not known. The error continues the field's label.
func (f StatedField) Read(s *Stated, text string) error {
	h, known, err := f.read(text)
	*f.of(s) = number.Amount{Hundredths: h, Known: known}
	return err
}

// Text is the number as a person would type it; "" while it is not known.
func (f StatedField) Text(s Stated) string {
	return number.Text(f.Of(s))
}

// Said is the number with its unit; "" while it is not known.
func (f StatedField) Said(s Stated) string {
	if !f.Of(s).Known {
		return ""
	}
	return f.words(f.Of(s).Hundredths)
}

// Words are the numbers that the contract states, one on each line: "410 people a year".
func (s Stated) Words() []string {
	var lines []string
	for _, l := range []struct {
		n     number.Amount
		words string
	}{
		{s.Access, number.Plain(s.Access.Hundredths) + " people a year"},
		{s.Outcome, number.Plain(s.Outcome.Hundredths) + "% of people out of work supported into jobs"},
		{s.ES, fteWords(s.ES, specialist)},
		{s.TL, fteWords(s.TL, leader)},
		{s.SM, fteWords(s.SM, manager)},
		{s.Caseload, "Caseload of " + number.Plain(s.Caseload.Hundredths) + " for each employment specialist"},
	} {
		if l.n.Known {
			lines = append(lines, l.words)
		}
	}
	return lines
}

// The posts that a contract states, as people call one of them.
const (
	specialist = "employment specialist"
	leader     = "team leader"
	manager    = "service manager"
)

// fteWords are posts with their number, "1 FTE team leader" or "2.5 FTE team leaders".
func fteWords(n number.Amount, post string) string {
	if n.Hundredths != 1_00 {
		post += "s"
	}
	return number.Plain(n.Hundredths) + " FTE " + post
}

// words is one of the field's numbers, in hundredths, with its unit.
func (f StatedField) words(hundredths int64) string { return number.Plain(hundredths) + f.Suffix }

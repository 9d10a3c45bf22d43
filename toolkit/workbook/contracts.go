package workbook

import (
	"fmt"
	"strings"

	"ipstoolkit/toolkit/calendar"
	"ipstoolkit/toolkit/contract"
	"ipstoolkit/toolkit/measure"
	"ipstoolkit/toolkit/snapshot"
)

// contractColumns are the columns of the sheet of contracts: which workbooks have them, and what they hold. A provider
// reads the plain facts of its own. Commissioners also read what is missing, reasons and talks.
var contractColumns = []struct {
	column
	has  func(s snapshot.Snapshot) bool
	cell func(s snapshot.Snapshot, c contract.Contract) any
}{
	{column{"Contract", 24, wrapped, true}, everybody, func(_ snapshot.Snapshot, c contract.Contract) any { return c.Name }},
	{
		column{"Provider", 16, wrapped, true},
		everybody,
		func(s snapshot.Snapshot, c contract.Contract) any { return s.Provider(c.Provider).Name },
	},
	{column{"Reference", 12, wrapped, false}, everybody, func(_ snapshot.Snapshot, c contract.Contract) any { return c.Reference }},
	{column{"Type", 18, wrapped, false}, everybody, func(_ snapshot.Snapshot, c contract.Contract) any { return c.Type.Words() }},
	{column{"Runs under", 16, wrapped, false}, everybody, func(s snapshot.Snapshot, c contract.Contract) any { return under(s, c) }},
	{column{"Place", 14, wrapped, false}, everybody, func(_ snapshot.Snapshot, c contract.Contract) any { return c.Place }},
	{column{"Payment", 16, wrapped, false}, everybody, func(_ snapshot.Snapshot, c contract.Contract) any { return c.Payment.Words() }},
	{
		column{"Contract meetings", 18, wrapped, false},
		everybody,
		func(_ snapshot.Snapshot, c contract.Contract) any { return c.Meeting.Words() },
	},
	{column{"Starts", 12, date, false}, everybody, func(_ snapshot.Snapshot, c contract.Contract) any { return day(c.Start) }},
	{column{"Ends", 12, date, false}, everybody, func(_ snapshot.Snapshot, c contract.Contract) any { return endWords(c.End) }},
	{
		column{"Extension options", 18, wrapped, false},
		everybody,
		func(_ snapshot.Snapshot, c contract.Contract) any { return optionWords(c) },
	},
	{
		column{"Ends as things stand", 12, date, false},
		everybody,
		func(_ snapshot.Snapshot, c contract.Contract) any { return endWords(c.PresentEnd()) },
	},
	{column{"Ends early", 12, date, false}, everybody, func(_ snapshot.Snapshot, c contract.Contract) any { return day(c.EndedOn) }},
	{
		column{"Length", 16, wrapped, false},
		everybody,
		func(_ snapshot.Snapshot, c contract.Contract) any { return lengthWords(c.Length()) },
	},
	{
		column{"Length up to", 16, wrapped, false},
		everybody,
		func(_ snapshot.Snapshot, c contract.Contract) any { return lengthWords(c.LengthUpTo()) },
	},
	{
		column{"What it states", 28, wrapped, false},
		everybody,
		func(_ snapshot.Snapshot, c contract.Contract) any { return strings.Join(c.Stated.Words(), "\n") },
	},
	{column{"Variations", 28, wrapped, false}, everybody, func(_ snapshot.Snapshot, c contract.Contract) any { return variationWords(c) }},
	{
		column{"Three years or more", 12, wrapped, false},
		commissioners,
		func(_ snapshot.Snapshot, c contract.Contract) any { return threeYears(c) },
	},
	{
		column{"Reason for less than three years", 20, wrapped, false},
		commissioners,
		func(_ snapshot.Snapshot, c contract.Contract) any { return c.ShortReason },
	},
	{
		column{"Why it ends early", 20, wrapped, false},
		commissioners,
		func(_ snapshot.Snapshot, c contract.Contract) any { return c.EndedReason },
	},
	{column{"Missing against the toolkit", 44, wrapped, false}, commissioners, missing},
	{
		column{"Talks due by", 12, date, false},
		commissioners,
		func(s snapshot.Snapshot, c contract.Contract) any { return day(talksOf(s, c).By) },
	},
	{column{"Talks", 20, wrapped, false}, commissioners, func(s snapshot.Snapshot, c contract.Contract) any { return talksStand(s, c) }},
	{column{"Reminders", 24, wrapped, false}, commissioners, reminders},
	{column{"Talks held", 28, wrapped, false}, commissioners, func(_ snapshot.Snapshot, c contract.Contract) any { return talkWords(c) }},
}

// contracts is the contracts. The steering group has none, and during procurement only the people named for it have
// them.
func (b *book) contracts() table {
	t := table{name: Contracts}
	if commissioners(b.s) {
		t.above = []string{"Talks are the early conversation about what follows a contract. " + contract.TalksWords}
	}
	for _, c := range contractColumns {
		if c.has(b.s) {
			t.columns = append(t.columns, c.column)
		}
	}
	for _, k := range b.s.Contracts {
		var row []any
		for _, c := range contractColumns {
			if c.has(b.s) {
				row = append(row, c.cell(b.s, k))
			}
		}
		t.rows = append(t.rows, row)
	}
	return t
}

// clauses is what each contract says on the toolkit's clauses.
func (b *book) clauses() table {
	t := table{name: Clauses, columns: []column{
		{"Contract", 34, wrapped, true},
		{"Provider", 22, wrapped, true},
		{"Part", 22, wrapped, false},
		{"What the toolkit asks for", 70, wrapped, false},
		{"Answer", 16, wrapped, false},
		{"Where it stands", 30, wrapped, false},
		{"Code", 7, wrapped, false},
		{"Page in the source", 9, whole, false},
	}}
	for _, k := range b.s.Contracts {
		for _, clause := range contract.Clauses {
			term := k.Terms[clause.Code]
			t.rows = append(t.rows, []any{
				k.Name, b.s.Provider(k.Provider).Name, clause.Part, clause.Asks, term.Answer.Words(), term.Reference, clause.Priority,
				clause.Page,
			})
		}
	}
	return t
}

// under is the contract or the organisation that a subcontract runs under.
func under(s snapshot.Snapshot, c contract.Contract) string {
	if lead, ok := s.Contract(c.Under); ok && c.Under != "" {
		return s.Provider(lead.Provider).Name + ": " + lead.Name
	}
	return c.Lead
}

func variationWords(c contract.Contract) string {
	words := make([]string, len(c.Variations))
	for i, v := range c.Variations {
		words[i] = v.Words()
	}
	return strings.Join(words, "\n")
}

// missing is what a contract that still runs lacks, the worst first.
func missing(s snapshot.Snapshot, c contract.Contract) any {
	if c.Over(s.Today()) {
		return "Has ended"
	}
	var words []string
	for _, g := range c.Missing() {
		line := g.Words
		if g.Priority != "" {
			line += fmt.Sprintf(" (%s, page %d)", g.Priority, g.Page)
		}
		words = append(words, line)
	}
	if len(words) == 0 {
		return "Nothing"
	}
	return strings.Join(words, "\n")
}

func talksOf(s snapshot.Snapshot, c contract.Contract) contract.Talks {
	return c.TalksOn(s.Today(), snapshot.EarlyMonths())
}

func talksStand(s snapshot.Snapshot, c contract.Contract) string {
	if c.Over(s.Today()) {
		return "Has ended"
	}
	return sentence(talksOf(s, c).Words())
}

// reminders are the present reminder and the next.
func reminders(s snapshot.Snapshot, c contract.Contract) any {
	stands, next := c.RemindersOn(s.Today())
	var words []string
	if stands.Months > 0 {
		words = append(words, stands.On.Words()+", "+stands.Words())
	}
	if next.Months > 0 {
		words = append(words, "Next: "+next.On.Words()+", "+next.Words())
	}
	return strings.Join(words, "\n")
}

func endWords(end calendar.Date) any {
	if end == "" {
		return "Open-ended"
	}
	return day(end)
}

func lengthWords(span contract.Span, known bool) string {
	if !known {
		return "Open-ended"
	}
	return span.Words()
}

func threeYears(c contract.Contract) string {
	least, _ := measure.KindOf(measure.ContractLength)
	switch {
	case c.PresentEnd() == "":
		return "Open-ended"
	case contract.MeetsMonths(c.Start, c.PresentEnd(), int(least.Default.Hundredths*12/100)):
		return "Met"
	}
	return "Not met"
}

func optionWords(c contract.Contract) string {
	words := make([]string, len(c.Options))
	for i, o := range c.Options {
		words[i] = sentence(o.Words())
	}
	return strings.Join(words, "\n")
}

func talkWords(c contract.Contract) string {
	words := make([]string, len(c.Talks))
	for i, t := range c.Talks {
		words[i] = t.HeldOn.Words()
		if t.ForEnd != "" {
			words[i] += ", about the end on " + t.ForEnd.Words()
		}
		if t.Note != "" {
			words[i] += ": " + t.Note
		}
	}
	return strings.Join(words, "\n")
}

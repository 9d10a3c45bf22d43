package workbook

import (
	"ipstoolkit/toolkit/calendar"
	"ipstoolkit/toolkit/contract"
	"ipstoolkit/toolkit/number"
	"ipstoolkit/toolkit/record"
	"ipstoolkit/toolkit/snapshot"
)

// contractRow is the data for a row of the sheet of contracts.
type contractRow struct {
	s    snapshot.Snapshot
	c    contract.Contract
	told snapshot.ContractTold
}

// contractColumns are the columns of the sheet of contracts: which workbooks have them, and what they hold. A provider
// reads the plain facts of its own. Commissioners also read what is missing, reasons and talks.
var contractColumns = []struct {
	column
	has  func(s snapshot.Snapshot) bool
	cell func(r contractRow) any
}{
	{column{"Contract", 24, wrapped, true}, everybody, func(r contractRow) any { return r.c.Name }},
	{
		column{"Provider", 16, wrapped, true},
		everybody,
		func(r contractRow) any { return r.s.Provider(r.c.Provider).Name },
	},
	{column{"Reference", 12, wrapped, false}, everybody, func(r contractRow) any { return r.c.Reference }},
	{column{"Type", 18, wrapped, false}, everybody, func(r contractRow) any { return r.told.Type }},
	{column{"Runs under", 16, wrapped, false}, everybody, func(r contractRow) any { return r.told.Under }},
	{column{"Place", 14, wrapped, false}, everybody, func(r contractRow) any { return r.c.Place }},
	{column{"Payment", 16, wrapped, false}, everybody, func(r contractRow) any { return r.told.Payment }},
	{
		column{"Contract meetings", 18, wrapped, false},
		everybody,
		func(r contractRow) any { return r.told.Meeting },
	},
	{column{"Starts", 12, date, false}, everybody, func(r contractRow) any { return day(r.c.Start) }},
	{column{"Ends", 12, date, false}, everybody, func(r contractRow) any { return endWords(r.c.End) }},
	{
		column{"Extension options", 18, wrapped, false},
		everybody,
		func(r contractRow) any { return r.told.Options },
	},
	{
		column{"Current end date", 12, date, false},
		everybody,
		func(r contractRow) any { return endWords(calendar.Date(r.told.PresentEnd)) },
	},
	{column{"Ends early", 12, date, false}, everybody, func(r contractRow) any { return day(r.c.EndedOn) }},
	{
		column{"Length", 16, wrapped, false},
		everybody,
		func(r contractRow) any { return r.told.Length },
	},
	{
		column{"Length with all options", 16, wrapped, false},
		everybody,
		func(r contractRow) any { return r.told.LengthUpTo },
	},
	{
		column{"What the contract states", 28, wrapped, false},
		everybody,
		func(r contractRow) any { return r.told.States },
	},
	{column{"Variations", 28, wrapped, false}, everybody, func(r contractRow) any { return r.told.Variations }},
	{
		column{"Value a year", 12, money, false}, commissioners, func(r contractRow) any { return poundsCell(r.c.Value.Total()) },
	},
	{column{"From MHIS", 12, money, false}, commissioners, func(r contractRow) any { return poundsCell(r.c.Value.MHIS) }},
	{column{"From SDF", 12, money, false}, commissioners, func(r contractRow) any { return poundsCell(r.c.Value.SDF) }},
	{
		column{"3 years or more", 12, wrapped, false},
		commissioners,
		func(r contractRow) any { return r.told.ThreeYears },
	},
	{
		column{"Reason for less than 3 years", 20, wrapped, false},
		commissioners,
		func(r contractRow) any { return r.c.ShortReason },
	},
	{
		column{"Why it ends early", 20, wrapped, false},
		commissioners,
		func(r contractRow) any { return r.c.EndedReason },
	},
	{column{"Gaps against the toolkit", 44, wrapped, false}, commissioners, func(r contractRow) any { return r.told.Missing }},
	{
		column{"Conversation due by", 12, date, false},
		commissioners,
		func(r contractRow) any { return day(calendar.Date(r.told.TalksBy)) },
	},
	{column{"Extension or re-procurement", 20, wrapped, false}, commissioners, func(r contractRow) any { return r.told.Talks }},
	{column{"Reminders", 24, wrapped, false}, commissioners, func(r contractRow) any { return r.told.Reminders }},
	{column{"Conversations held", 28, wrapped, false}, commissioners, func(r contractRow) any { return r.told.TalksHeld }},
}

// contracts is the contracts. The steering group has none, and during procurement only the people named for it have
// them.
func (b *book) contracts() table {
	t := table{name: Contracts, back: comesBack{fields: map[string]string{
		"Contract": "name", "Reference": "reference", "Place": "place", "Starts": "starts_on", "Ends": "ends_on",
		"Ends early": "ended_on", "From MHIS": "value_mhis", "From SDF": "value_sdf",
		"Reason for less than three years": "short_reason", "Why it ends early": "ended_reason",
	}}}
	if commissioners(b.s) {
		t.above = []string{"Conversations are about extension or re-procurement of the contract. " + contract.TalksWords}
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
				row = append(row, c.cell(contractRow{b.s, k, b.told.Contracts[k.ID]}))
			}
		}
		t.rows, t.back.of = append(t.rows, row), append(t.back.of, Key{Kind: record.Contract, ID: k.ID, Version: k.Version})
	}
	return t
}

// poundsCell is an amount in whole pounds; nil while it is not known.
func poundsCell(n number.Amount) any {
	if !n.Known {
		return nil
	}
	return int(n.Hundredths / 100)
}

// clauseAnswer and clauseReference are what people fill in of a clause. The history keeps both as one.
const (
	clauseAnswer    = "answer"
	clauseReference = "said_in"
)

// clauses is what each contract says on the toolkit's clauses.
func (b *book) clauses() table {
	t := table{name: Clauses, columns: []column{
		{"Contract", 34, wrapped, true},
		{"Provider", 22, wrapped, true},
		{"Part", 22, wrapped, false},
		{"What the toolkit asks for", 70, wrapped, false},
		{"Answer", 16, wrapped, false},
		{"Where it says so", 30, wrapped, false},
		{"Code", 7, wrapped, false},
		{"Page in the source", 9, whole, false},
	}, back: comesBack{fields: map[string]string{"Answer": clauseAnswer, "Where it says so": clauseReference}}}
	for _, k := range b.s.Contracts {
		for i, c := range b.told.Clauses[k.ID] {
			key := Key{Kind: record.Contract, ID: k.ID, Version: k.Version, Part: "none"}
			if i < len(contract.Clauses) {
				key.Part = contract.Clauses[i].Code
			}
			t.back.of = append(t.back.of, key)
			t.rows = append(t.rows, []any{
				k.Name, b.s.Provider(k.Provider).Name, c.Part, c.Asks, c.Answer, c.Reference, c.Priority, c.Page,
			})
		}
	}
	return t
}

// openEnded is the end of a contract that has none.
var openEnded = "Open-ended"

func endWords(end calendar.Date) any {
	if end == "" {
		return openEnded
	}
	return day(end)
}

package contract_test

import (
	"strings"
	"testing"

	"ipstoolkit/toolkit/calendar"
	"ipstoolkit/toolkit/contract"
	"ipstoolkit/toolkit/number"
)

func TestLength(t *testing.T) {
	for _, c := range []struct {
		name       string
		start, end calendar.Date
		words      string
		three      bool
	}{
		{"three years to the day", "2026-04-01", "2029-03-31", "3 years", true},
		{"a day short of three", "2026-04-01", "2029-03-30", "2 years, 11 months and 30 days", false},
		{"a day over three", "2026-04-01", "2029-04-01", "3 years and 1 day", true},
		{"1,095 days that are not three years", "2025-03-01", "2028-02-28", "2 years, 11 months and 28 days", false},
		{"the 29th makes them three", "2025-03-01", "2028-02-29", "3 years", true},
		{"from 29 February the year ends on 28 February", "2024-02-29", "2027-02-28", "3 years", true},
		{"and not on the 27th", "2024-02-29", "2027-02-27", "2 years, 11 months and 30 days", false},
		{"29 February to 28 February of the next leap year", "2024-02-29", "2028-02-28", "4 years", true},
		{"one day", "2026-04-01", "2026-04-01", "1 day", false},
		{"a month from the 31st ends with February", "2026-01-31", "2026-02-28", "1 month", false},
		{"two years and a half", "2026-04-01", "2028-09-30", "2 years and 6 months", false},
		{"five years", "2022-07-01", "2027-06-30", "5 years", true},
		{"one of each", "2026-04-01", "2027-05-01", "1 year, 1 month and 1 day", false},
	} {
		t.Run(c.name, func(t *testing.T) {
			s, ok := contract.Contract{Start: c.start, End: c.end}.Length()
			if !ok || s.Words() != c.words {
				t.Errorf("length %q, want %q", s.Words(), c.words)
			}
			if got := contract.MeetsMonths(c.start, c.end, 36); got != c.three {
				t.Errorf("three years: %v, want %v", got, c.three)
			}
		})
	}
	t.Run("open-ended has no length and does not count as three years", func(t *testing.T) {
		if s, ok := (contract.Contract{Start: "2020-04-01"}).Length(); ok || contract.MeetsMonths("2020-04-01", "", 36) {
			t.Errorf("length %v", s)
		}
	})
}

func TestOptions(t *testing.T) {
	year, toDate := contract.Option{Months: 12}, contract.Option{To: "2031-09-30"}
	taken := func(o contract.Option) contract.Option { o.ExercisedOn = "2028-06-01"; return o }
	for _, c := range []struct {
		name          string
		end           calendar.Date
		options       []contract.Option
		present, upTo calendar.Date
	}{
		{"none", "2029-03-31", nil, "2029-03-31", "2029-03-31"},
		{"open-ended", "", nil, "", ""},
		{"not exercised does not count", "2029-03-31", []contract.Option{year}, "2029-03-31", "2030-03-31"},
		{"exercised counts", "2029-03-31", []contract.Option{taken(year)}, "2030-03-31", "2030-03-31"},
		{"one of two", "2029-03-31", []contract.Option{taken(year), toDate}, "2030-03-31", "2031-09-30"},
		{"two years' months in a row", "2029-03-31", []contract.Option{taken(year), taken(year)}, "2031-03-31", "2031-03-31"},
		{
			"six months from 30 June is to the end of December", "2028-06-30",
			[]contract.Option{taken(contract.Option{Months: 6})},
			"2028-12-31", "2028-12-31",
		},
		{
			"a year from the end of February runs to the end of the next", "2027-02-28",
			[]contract.Option{taken(year)},
			"2028-02-29",
			"2028-02-29",
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			k := contract.Contract{Start: "2026-04-01", End: c.end, Options: c.options}
			if k.PresentEnd() != c.present || k.UpTo() != c.upTo {
				t.Errorf("ends %s, up to %s; want %s, up to %s", k.PresentEnd(), k.UpTo(), c.present, c.upTo)
			}
		})
	}
}

func TestTalks(t *testing.T) {
	extended := []contract.Option{{Months: 12, ExercisedOn: "2028-05-01"}}
	for _, c := range []struct {
		name    string
		end     calendar.Date
		options []contract.Option
		talks   []contract.Talk
		today   calendar.Date
		want    contract.Standing
		words   string
	}{
		{"a year before", "2029-03-31", nil, nil, "2028-03-31", contract.NotYetDue, "not yet due (due by 30 September 2028)"},
		{"the day before the notice", "2029-03-31", nil, nil, "2028-06-29", contract.NotYetDue, "not yet due (due by 30 September 2028)"},
		{"the first day of the notice", "2029-03-31", nil, nil, "2028-06-30", contract.Due, "due by 30 September 2028"},
		{"the day itself", "2029-03-31", nil, nil, "2028-09-30", contract.Due, "due by 30 September 2028"},
		{
			"the day after is overdue, with no grace of a month's overflow", "2029-03-31", nil, nil, "2028-10-01", contract.Overdue,
			"overdue: it was due by 30 September 2028",
		},
		{
			"held on the day", "2029-03-31", nil,
			[]contract.Talk{{HeldOn: "2028-09-30", ForEnd: "2029-03-31"}},
			"2028-12-01", contract.Held,
			"held on 30 September 2028",
		},
		{
			"held the day after is late", "2029-03-31", nil,
			[]contract.Talk{{HeldOn: "2028-10-01", ForEnd: "2029-03-31"}},
			"2028-12-01",
			contract.HeldLate, "held late on 1 October 2028",
		},
		{
			"the first of two counts", "2029-03-31", nil,
			[]contract.Talk{{HeldOn: "2028-11-01", ForEnd: "2029-03-31"}, {HeldOn: "2028-09-01", ForEnd: "2029-03-31"}},
			"2028-12-01", contract.Held,
			"held on 1 September 2028",
		},
		{
			"held for the old end does not count for the new one", "2029-03-31", extended,
			[]contract.Talk{{HeldOn: "2028-04-01", ForEnd: "2029-03-31"}},
			"2028-12-01", contract.NotYetDue, "not yet due (due by 30 September 2029)",
		},
		{
			"held for the new end", "2029-03-31", extended,
			[]contract.Talk{{HeldOn: "2029-04-01", ForEnd: "2030-03-31"}},
			"2029-12-01",
			contract.Held, "held on 1 April 2029",
		},
		{"an end on 31 August", "2029-08-31", nil, nil, "2029-03-01", contract.Overdue, "overdue: it was due by 28 February 2029"},
		{
			"an end on 31 August before a leap year's February", "2028-08-31", nil, nil, "2028-02-29", contract.Due,
			"due by 29 February 2028",
		},
		{"open-ended", "", nil, nil, "2028-10-01", contract.NoEnd, "open-ended: no conversation is due"},
	} {
		t.Run(c.name, func(t *testing.T) {
			k := contract.Contract{Start: "2026-04-01", End: c.end, Options: c.options, Talks: c.talks}
			got := k.TalksOn(c.today, 6)
			if got.Standing != c.want || got.Words() != c.words {
				t.Errorf("%s %q, want %s %q", got.Standing, got.Words(), c.want, c.words)
			}
		})
	}
}

func TestReminders(t *testing.T) {
	for _, c := range []struct {
		name         string
		end, today   calendar.Date
		talks        []contract.Talk
		stands, next string
	}{
		{"before the first", "2029-03-31", "2027-09-29", nil, "", "18 months before the end on 30 September 2027"},
		{
			"on its day", "2029-03-31", "2027-09-30", nil, "18 months before the end on 30 September 2027",
			"12 months before the end on 31 March 2028",
		},
		{
			"the day before the second", "2029-03-31", "2028-03-30", nil, "18 months before the end on 30 September 2027",
			"12 months before the end on 31 March 2028",
		},
		{
			"the second", "2029-03-31", "2028-03-31", nil, "12 months before the end on 31 March 2028",
			"9 months before the end on 30 June 2028",
		},
		{
			"the third", "2029-03-31", "2028-06-30", nil, "9 months before the end on 30 June 2028",
			"6 months before the end on 30 September 2028",
		},
		{"the toolkit's minimum", "2029-03-31", "2028-09-30", nil, "6 months before the end on 30 September 2028", ""},
		{"overdue until the last day", "2029-03-31", "2029-03-31", nil, "6 months before the end on 30 September 2028", ""},
		{"over", "2029-03-31", "2029-04-01", nil, "", ""},
		{
			"the end of August falls on the end of February", "2029-08-31", "2028-02-29", nil,
			"18 months before the end on 29 February 2028",
			"12 months before the end on 31 August 2028",
		},
		{
			"and on the end of November", "2029-08-31", "2028-11-30", nil, "9 months before the end on 30 November 2028",
			"6 months before the end on 28 February 2029",
		},
		{"talks held for this end", "2029-03-31", "2028-09-30", []contract.Talk{{HeldOn: "2028-01-10", ForEnd: "2029-03-31"}}, "", ""},
		{
			"talks held for another", "2029-03-31", "2028-09-30",
			[]contract.Talk{{HeldOn: "2028-01-10", ForEnd: "2028-03-31"}},
			"6 months before the end on 30 September 2028", "",
		},
		{"open-ended", "", "2028-09-30", nil, "", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			words := func(r contract.Reminder) string {
				if r == (contract.Reminder{}) {
					return r.Words()
				}
				return r.Words() + " on " + r.On.Words()
			}
			k := contract.Contract{Start: "2026-04-01", End: c.end, Talks: c.talks}
			stands, next := k.RemindersOn(c.today)
			if words(stands) != c.stands || words(next) != c.next {
				t.Errorf("%q, then %q; want %q, then %q", words(stands), words(next), c.stands, c.next)
			}
		})
	}
}

// TestEarlyEnd: a contract that ends early counts up to that day, and no option reaches beyond it.
func TestEarlyEnd(t *testing.T) {
	k := contract.Contract{Start: "2026-04-01", End: "2029-03-31", EndedOn: "2027-06-30", Options: []contract.Option{{Months: 12}}}
	if k.PresentEnd() != "2027-06-30" || k.UpTo() != "2027-06-30" {
		t.Errorf("ends %s, up to %s", k.PresentEnd(), k.UpTo())
	}
	if !k.RunsIn("2027Q1") || k.RunsIn("2027Q2") || k.Over("2027-06-30") || !k.Over("2027-07-01") {
		t.Error("it runs up to its early end and no further")
	}
	if s, _ := k.Length(); s.Words() != "1 year and 3 months" {
		t.Errorf("length %s", s.Words())
	}
	if open := (contract.Contract{Start: "2026-04-01", EndedOn: "2027-06-30"}); open.PresentEnd() != "2027-06-30" {
		t.Error("an open-ended contract can end too")
	}
}

func TestForProvider(t *testing.T) {
	k := contract.Contract{
		ID: "k", Provider: "p", Name: "IPS", Type: contract.Subcontract, Under: "l", ShortReason: "a", EndedReason: "b", Confirmed: "c",
		Place: "North",
		Talks: []contract.Talk{{Note: "d"}},
		Terms: map[string]contract.Term{
			"pay":      {Answer: contract.NeedsVariation, Reference: "4.1"},
			"caseload": {Answer: contract.Yes},
		},
		Variations: []contract.Variation{{Number: "1", Purpose: "shown"}, {Number: "2", Purpose: "hidden", Private: true}},
		Stated:     contract.Stated{ES: number.Amount{Hundredths: 100, Known: true}},
		Value:      contract.Value{MHIS: number.AmountOf(250_000_00)},
	}
	got := k.ForProvider()
	if got.Talks != nil || got.Value != (contract.Value{}) || got.ShortReason+got.EndedReason+got.Confirmed+got.Under != "" {
		t.Errorf("what is for commissioners: %+v", got)
	}
	if got.Terms["pay"] != (contract.Term{Answer: contract.No, Reference: "4.1"}) || got.Terms["caseload"].Answer != contract.Yes {
		t.Errorf("clauses as yes and no: %+v", got.Terms)
	}
	if got.Variations[0].Purpose != "shown" || got.Variations[1] != (contract.Variation{Number: "2"}) {
		t.Errorf("variations %+v", got.Variations)
	}
	if got.Place != "North" || got.Type != contract.Subcontract || got.Stated != k.Stated {
		t.Errorf("plain facts are gone: %+v", got)
	}
	if k.Terms["pay"].Answer != contract.NeedsVariation || k.Variations[1].Purpose != "hidden" {
		t.Error("the contract it was made from has changed")
	}
}

func TestRunsIn(t *testing.T) {
	k := contract.Contract{Start: "2026-06-30", End: "2027-01-01"}
	for q, want := range map[calendar.Quarter]bool{"2025Q4": false, "2026Q1": true, "2026Q3": true, "2026Q4": true, "2027Q1": false} {
		if k.RunsIn(q) != want {
			t.Errorf("runs in %s: %v", q, !want)
		}
	}
	if open := (contract.Contract{Start: "2026-04-01"}); !open.RunsIn("2040Q1") || open.Over("2040-01-01") {
		t.Error("an open-ended contract goes on")
	}
	if k.Over("2027-01-01") || !k.Over("2027-01-02") {
		t.Error("a contract is over the day after its last day")
	}
}

func TestCheck(t *testing.T) {
	sound := func() contract.Contract {
		return contract.Contract{
			Provider: "p1", Name: "IPS service", Start: "2026-04-01", End: "2029-03-31",
			Options: []contract.Option{{Months: 12, ExercisedOn: "2026-11-01"}, {To: "2031-03-31"}},
			Talks:   []contract.Talk{{HeldOn: "2026-11-01", ForEnd: "2030-03-31"}},
			Type:    contract.Subcontract, Under: "another", Payment: "block", Meeting: "reserved",
			Variations: []contract.Variation{{Number: "1", On: "2026-10-01", Purpose: "Self-referral"}},
			Terms:      map[string]contract.Term{"referral_centre": {Answer: contract.NoneInArea}, "pay": {Reference: "Schedule 2A"}},
		}
	}
	if wrong := sound().Check("2026-11-20"); len(wrong) != 0 {
		t.Fatalf("a sound contract is refused: %v", wrong)
	}
	for name, edge := range map[string]func(*contract.Contract){
		"a name as long as can be":             func(k *contract.Contract) { k.Name = strings.Repeat("é", 200) },
		"it ends on the day it starts":         func(k *contract.Contract) { k.End, k.Options = k.Start, nil },
		"30 years":                             func(k *contract.Contract) { k.End, k.Options = "2056-03-31", nil },
		"an option of a month":                 func(k *contract.Contract) { k.Options[0].Months = 1 },
		"an option as long as can be":          func(k *contract.Contract) { k.Options = []contract.Option{{Months: 120}} },
		"an option of one day":                 func(k *contract.Contract) { k.Options[1].To = "2030-04-01" },
		"exercised today":                      func(k *contract.Contract) { k.Options[0].ExercisedOn = "2026-11-20" },
		"talks today":                          func(k *contract.Contract) { k.Talks[0].HeldOn = "2026-11-20" },
		"an early end on its first day":        func(k *contract.Contract) { k.EndedOn, k.EndedReason = "2026-04-01", "x" },
		"an early end on the last day but one": func(k *contract.Contract) { k.EndedOn, k.EndedReason = "2030-03-30", "x" },
		"a reference as long as can be": func(k *contract.Contract) {
			k.Terms["pay"] = contract.Term{Reference: strings.Repeat("é",
				200)}
		},
		"a purpose as long as can be": func(k *contract.Contract) { k.Variations[0].Purpose = strings.Repeat("é", 2000) },
	} {
		k := sound()
		edge(&k)
		if wrong := k.Check("2026-11-20"); len(wrong) != 0 {
			t.Errorf("%s is refused: %v", name, wrong)
		}
	}
	for _, c := range []struct {
		name    string
		spoil   func(*contract.Contract)
		field   string
		message string
	}{
		{"no provider", func(k *contract.Contract) { k.Provider = "" }, "provider", "Choose the provider"},
		{"no name", func(k *contract.Contract) { k.Name = "" }, "name", "Enter a name for the contract"},
		{
			"a long name", func(k *contract.Contract) { k.Name = strings.Repeat("é", 201) }, "name",
			"Name of the contract must be 200 characters or fewer",
		},
		{"no start", func(k *contract.Contract) { k.Start = "" }, "start-day", "Enter the date the contract starts"},
		{
			"ends before it starts", func(k *contract.Contract) { k.End = "2026-03-31"; k.Options = nil }, "end-day",
			"End date must be the same as or after the start date, 1 April 2026",
		},
		{
			"a mistake in the year", func(k *contract.Contract) { k.End = "2092-03-31"; k.Options = nil }, "end-day",
			"End date is more than 30 years after the start: check the year",
		},
		{
			"option without length", func(k *contract.Contract) { k.Options[1].To = "" }, "option-2-months",
			"Enter how many months option 2 adds, or the date it runs to",
		},
		{
			"option with both", func(k *contract.Contract) { k.Options[0].To = "2030-03-31" }, "option-1-months",
			"Enter either the months or the date for option 1, not both",
		},
		{
			"negative months", func(k *contract.Contract) { k.Options[0].Months = -1 }, "option-1-months",
			"Months of option 1 must be from 1 to 120",
		},
		{
			"option that shortens", func(k *contract.Contract) { k.Options[1].To = "2030-03-31" }, "option-2-to-day",
			"Option 2 must run to a date after 31 March 2030",
		},
		{
			"exercised tomorrow", func(k *contract.Contract) { k.Options[0].ExercisedOn = "2026-11-21" }, "option-1-exercised-day",
			"The date option 1 was exercised must be today or in the past",
		},
		{"the second before the first", func(k *contract.Contract) {
			k.Options[0].ExercisedOn, k.Options[1].ExercisedOn = "", "2026-11-01"
		}, "option-2-exercised-day", "Option 2 cannot be exercised before option 1"},
		{
			"an option to nothing", func(k *contract.Contract) { k.End = "" }, "option-1-months",
			"Enter the date the contract ends before its options, or remove the option",
		},
		{
			"talks tomorrow", func(k *contract.Contract) { k.Talks[0].HeldOn = "2026-11-21" }, "talk-1-held-day",
			"The date of the conversation must be today or in the past",
		},
		{"talks on no day", func(k *contract.Contract) { k.Talks[0].HeldOn = "" }, "talk-1-held-day", "Enter the date of the conversation"},
		{
			"a type of its own", func(k *contract.Contract) { k.Type, k.Under = "pub quiz", "" }, "type",
			"Choose the type of the contract from the list",
		},
		{
			"under another, but no subcontract", func(k *contract.Contract) { k.Type = "grant" }, "under",
			"Choose the type ‘Subcontract’, or remove the contract it runs under",
		},
		{"under itself", func(k *contract.Contract) { k.ID, k.Under = "k", "k" }, "under", "A contract cannot run under itself"},
		{
			"a lead organisation, but no subcontract", func(k *contract.Contract) { k.Type, k.Under, k.Lead = "", "", "A trust" }, "lead",
			"Choose the type ‘Subcontract’, or remove the lead organisation",
		},
		{
			"both ways to say who leads", func(k *contract.Contract) { k.Lead = "A trust" }, "lead",
			"Choose the contract it runs under or enter the lead organisation, not both",
		},
		{
			"a payment of its own", func(k *contract.Contract) { k.Payment = "x" }, "payment",
			"Choose how the provider is paid from the list",
		},
		{
			"a meeting of its own words", func(k *contract.Contract) { k.Meeting = "x" }, "meeting",
			"Choose the meeting in which the service is monitored from the list",
		},
		{
			"an early end without a reason", func(k *contract.Contract) { k.EndedOn = "2027-01-31" }, "ended_reason",
			"Enter why the contract ends early",
		},
		{
			"a reason without an early end", func(k *contract.Contract) { k.EndedReason = "No staff" }, "ended-day",
			"Enter the date the contract ends early, or remove the reason",
		},
		{
			"an early end before the start", func(k *contract.Contract) { k.EndedOn, k.EndedReason = "2026-03-31", "x" }, "ended-day",
			"The early end must be the same as or after the start date, 1 April 2026",
		},
		{
			"an early end that is not early", func(k *contract.Contract) { k.EndedOn, k.EndedReason = "2030-03-31", "x" }, "ended-day",
			"The early end must be before the contract’s own end, 31 March 2030",
		},
		{
			"a variation without a number", func(k *contract.Contract) { k.Variations[0].Number = "" }, "variation-1-number",
			"Enter the number of variation 1",
		},
		{
			"a variation without a date", func(k *contract.Contract) { k.Variations[0].On = "" }, "variation-1-on-day",
			"Enter the date of variation 1",
		},
		{
			"a variation for nothing", func(k *contract.Contract) { k.Variations[0].Purpose = "" }, "variation-1-purpose",
			"Enter what variation 1 is for",
		},
		{
			"a mistake in a variation's year", func(k *contract.Contract) { k.Variations[0].On = "2206-10-01" }, "variation-1-on-day",
			"The date of variation 1 is more than 30 years after the start: check the year",
		},
		{
			"an answer the clause does not have",
			func(k *contract.Contract) { k.Terms["pay"] = contract.Term{Answer: contract.NoneInArea} },
			"clause-pay", "Choose one of the answers for ‘Pay in line with Agenda for Change: employment specialists Band 5, senior " +
				"specialists and " +
				"team leaders Band 6, service managers Band 7 or 8a’",
		},
		{
			"a long reference of a clause", func(k *contract.Contract) {
				k.Terms["pay"] = contract.Term{Reference: strings.Repeat("é",
					201)}
			},
			"ref-pay", "Where it says so must be 200 characters or fewer",
		},
		{
			"a long purpose", func(k *contract.Contract) { k.Variations[0].Purpose = strings.Repeat("é", 2001) }, "variation-1-purpose",
			"Purpose of variation 1 must be 2,000 characters or fewer",
		},
		{
			"an NHS number in a purpose", func(k *contract.Contract) { k.Variations[0].Purpose = "999 000 0018" }, "variation-1-purpose",
			"Purpose of variation 1 must not include an NHS number. The number ending 0018 looks like one. Take it out, or confirm that " +
				"it is not " +
				"an NHS number",
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			k := sound()
			c.spoil(&k)
			wrong := k.Check("2026-11-20")
			if len(wrong) != 1 || wrong.For(c.field) != c.message {
				t.Errorf("got %v, want %s: %s", wrong, c.field, c.message)
			}
		})
	}
}

// What the history keeps of a clause reads as the clause does.
func TestKeptTermsRead(t *testing.T) {
	for _, term := range []contract.Term{
		{Answer: contract.Yes},
		{Answer: contract.No, Reference: "Schedule 2A: 3.1"},
		{Answer: contract.NeedsVariation, Reference: "Annex"},
		{Reference: "Annex 3"},
		{},
	} {
		k := contract.Contract{Terms: map[string]contract.Term{"pay": term}}
		for _, text := range k.Kept() {
			if text.Field != contract.ClauseField+"pay" {
				continue
			}
			said := text.Text
			if said != "" {
				said = contract.Record.Field(text.Field).Say(text.Text)
			}
			if said != term.Words() {
				t.Errorf("%+v is kept as %q and reads %q, want %q", term, text.Text, said, term.Words())
			}
		}
	}
}

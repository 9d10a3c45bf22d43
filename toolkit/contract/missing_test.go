package contract_test

import (
	"fmt"
	"slices"
	"testing"

	"ipstoolkit/toolkit/contract"
	"ipstoolkit/toolkit/number"
)

// whole is a contract that lacks nothing.
func whole() contract.Contract {
	n := func(h int64) number.Amount { return number.Amount{Hundredths: h, Known: true} }
	k := contract.Contract{
		Start: "2026-04-01", End: "2029-03-31", Terms: map[string]contract.Term{},
		Stated: contract.Stated{Access: n(400_00), Outcome: n(40_00), ES: n(10_00), TL: n(1_67), SM: n(34), Caseload: n(20_00)},
	}
	for _, c := range contract.Clauses {
		k.Terms[c.Code] = contract.Term{Answer: contract.Yes}
	}
	return k
}

func TestMissing(t *testing.T) {
	answer := func(code string, a contract.Answer) func(*contract.Contract) {
		return func(k *contract.Contract) { k.Terms[code] = contract.Term{Answer: a, Reference: "Schedule 2A"} }
	}
	for _, c := range []struct {
		name   string
		change func(*contract.Contract)
		want   []string
	}{
		{"nothing", func(*contract.Contract) {}, nil},
		{"open-ended has no length to judge", func(k *contract.Contract) { k.End = "" }, nil},
		{
			"a day short of three years", func(k *contract.Contract) { k.End = "2029-03-30" },
			[]string{"2.2 p13 It runs for 2 years, 11 months and 30 days, but the toolkit asks for 3 years or more"},
		},
		{"an exercised option makes it long enough", func(k *contract.Contract) {
			k.End, k.Options = "2028-03-31", []contract.Option{{Months: 12, ExercisedOn: "2027-01-01"}}
		}, nil},
		{"an option not exercised does not", func(k *contract.Contract) {
			k.End, k.Options = "2028-03-31",
				[]contract.Option{{Months: 12}}
		}, []string{"2.2 p13 It runs for 2 years, but the toolkit asks for 3 years or more"}},
		{"a clause that is not there", answer("referral_self", contract.No), []string{"2.3 p14 Self-referrals are not allowed"}},
		{
			"a clause that bars people", answer("open_caseload", contract.No),
			[]string{"2.4 p15 People have to be on a secondary care caseload"},
		},
		{
			"a clause to be varied", answer("pay", contract.NeedsVariation),
			[]string{"4.2 p25 Pay in line with Agenda for Change is not required, so the contract needs a variation"},
		},
		{"no centre in the area", answer("referral_centre", contract.NoneInArea), nil},
		{"a clause nobody has looked at", answer("data_flow", ""), []string{" p0 1 clause has not been checked yet"}},
		{
			"two of them", func(k *contract.Contract) { delete(k.Terms, "data_flow"); delete(k.Terms, "pay") },
			[]string{" p0 2 clauses have not been checked yet"},
		},
		{
			"none looked at", func(k *contract.Contract) { k.Terms, k.Stated = nil, contract.Stated{} },
			[]string{" p0 The clauses have not been checked yet"},
		},
		{
			"outcomes of 39.99%", func(k *contract.Contract) { k.Stated.Outcome.Hundredths = 39_99 },
			[]string{"2.1 p11 It states an outcome target of 39.99%, but the toolkit's minimum is 40%"},
		},
		{
			"an outcome target without its number", func(k *contract.Contract) { k.Stated.Outcome = number.Amount{} },
			[]string{"2.1 p11 Outcome target stated, but the number is not recorded here"},
		},
		{"a number beside a no is not asked for again", func(k *contract.Contract) {
			answer("outcome_target", contract.No)(k)
			k.Stated.Outcome = number.Amount{}
		}, []string{"2.1 p11 No outcome target of at least 40% is stated"}},
		{
			"no team leader or manager recorded",
			func(k *contract.Contract) { k.Stated.TL, k.Stated.SM = number.Amount{}, number.Amount{} },
			nil,
		},
		{
			"7.5 specialists carry 400 people, of whom a quarter are in work", func(k *contract.Contract) { k.Stated.ES.Hundredths = 7_50 },
			nil,
		},
		{"7.49 do not", func(k *contract.Contract) { k.Stated.ES.Hundredths = 7_49 }, []string{
			"4.1 p24 It states 7.49 FTE employment specialists for 400 people a year, but 1 for each 40 people out of work is at least " +
				"7.5, even if a quarter are in work at the start",
		}},
		{
			"what is needed is rounded up", func(k *contract.Contract) {
				k.Stated.Access.Hundredths, k.Stated.ES.Hundredths = 410_00,
					7_68
			},
			[]string{
				"4.1 p24 It states 7.68 FTE employment specialists for 410 people a year, but 1 for each 40 people out of work is at " +
					"least 7.69, even if a quarter are in work at the start",
			},
		},
		{
			"6 specialists for a team leader are best practice",
			func(k *contract.Contract) {
				k.Stated.ES.Hundredths, k.Stated.TL.Hundredths, k.Stated.SM.Hundredths = 12_00, 2_00, 40
			},
			nil,
		},
		{
			"a hundredth more than 6",
			func(k *contract.Contract) {
				k.Stated.ES.Hundredths, k.Stated.TL.Hundredths, k.Stated.SM.Hundredths = 12_01, 2_00, 40
			},
			[]string{"4.1 p24 It states 2 FTE team leaders for 12.01 FTE employment specialists, which is 1 for more than 6 (1 for 6 is " +
				"best practice; up to 10 is acceptable where it works)"},
		},
		{
			"10 specialists for a team leader", func(k *contract.Contract) { k.Stated.TL.Hundredths = 1_00 },
			[]string{"4.1 p24 It states 1 FTE team leader for 10 FTE employment specialists, which is 1 for 10 (1 for 6 is best " +
				"practice; up to 10 is acceptable where it works)"},
		},
		{
			"more than 10", func(k *contract.Contract) { k.Stated.TL.Hundredths = 99 },
			[]string{"4.1 p24 It states 0.99 FTE team leaders for 10 FTE employment specialists, which is 1 for more than 10.1 (1 can " +
				"support up to 10, and 1 for 6 is best practice)"},
		},
		{
			"no team leader", func(k *contract.Contract) { k.Stated.TL = number.AmountOf(0) },
			[]string{"4.1 p24 It states 0 FTE team leaders for 10 FTE employment specialists (1 can support up to 10, and 1 for 6 is " +
				"best practice)"},
		},
		{
			"6 team leaders for a manager", func(k *contract.Contract) {
				k.Stated.ES, k.Stated.TL, k.Stated.SM = number.AmountOf(36_00), number.AmountOf(6_00), number.AmountOf(1_00)
			},
			[]string{"4.1 p24 It states 1 FTE service manager for 6 FTE team leaders, which is 1 for 6 (1 for 5 is the guideline)"},
		},
		{
			"a meeting without time for IPS", func(k *contract.Contract) { k.Meeting = contract.NoTime },
			[]string{"3.2 p18 No time is set aside for IPS in the meeting about the block contract"},
		},
		{"the worst first", func(k *contract.Contract) {
			answer("access_target", contract.NeedsVariation)(k)
			answer("data_flow", contract.No)(k)
			answer("referral_voluntary", contract.No)(k)
			k.Meeting = contract.NoTime
			delete(k.Terms, "pay")
		}, []string{
			"2.3 p14 Referrals from the voluntary sector are not allowed", "3.1 p17 Data for the MHSDS is not required",
			"2.1 p11 No access target is stated, so the contract needs a variation",
			"3.2 p18 No time is set aside for IPS in the meeting about the block contract", " p0 1 clause has not been checked yet",
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			k := whole()
			c.change(&k)
			var got []string
			for _, g := range k.Missing() {
				got = append(got, fmt.Sprintf("%s p%d %s", g.Priority, g.Page, g.Words))
			}
			if !slices.Equal(got, c.want) {
				t.Errorf("got %q\nwant %q", got, c.want)
			}
		})
	}
}

// TestClauses: each clause says what it asks, what its absence means and where the toolkit says so. No two share a
// code.
func TestClauses(t *testing.T) {
	seen := map[string]bool{}
	for _, k := range contract.Clauses {
		if k.Code == "" || k.Part == "" || k.Asks == "" || k.Lacks == "" || k.Priority == "" || k.Page == 0 || seen[k.Code] {
			t.Errorf("%+v", k)
		}
		seen[k.Code] = true
		if got := slices.Contains(k.Answers(), contract.NoneInArea); got != (k.Code == "referral_centre" || k.Code == "pay_voluntary") {
			t.Errorf("%s: none in the area is possible: %v", k.Code, got)
		}
	}
	for _, f := range contract.StatedFields {
		if !seen[f.Clause] {
			t.Errorf("%s belongs to no clause", f.Name)
		}
	}
	if len(contract.Clauses) != 19 {
		t.Errorf("%d clauses", len(contract.Clauses))
	}
}

func TestStatedNumbers(t *testing.T) {
	for _, c := range []struct{ name, field, text, kept, wrong string }{
		{"people", "access_stated", "1,200", "1,200", ""},
		{"no half person", "access_stated", "12.5", "", "must be a whole number, like 1,200"},
		{"a share", "outcome_stated", "37.5%", "37.5", ""},
		{"a share above all", "outcome_stated", "101", "", "must be from 0% to 100%"},
		{"posts", "es_stated", "18.5", "18.5", ""},
		{"fewer than none", "tl_stated", "-1", "", "must be 0 or more"},
		{"none at all", "sm_stated", "0", "0", ""},
		{"nothing", "caseload_stated", "", "", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			var s contract.Stated
			for _, f := range contract.StatedFields {
				if f.Name != c.field {
					continue
				}
				err := f.Read(&s, c.text)
				if (err == nil) != (c.wrong == "") || err != nil && err.Error() != c.wrong || f.Text(s) != c.kept {
					t.Errorf("%q, %v; want %q, %s", f.Text(s), err, c.kept, c.wrong)
				}
			}
		})
	}
}

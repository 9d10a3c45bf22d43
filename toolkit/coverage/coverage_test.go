package coverage_test

import (
	"math/big"
	"strings"
	"testing"

	"ipstoolkit/toolkit/calendar"
	"ipstoolkit/toolkit/coverage"
	"ipstoolkit/toolkit/register"
)

// row is a row with pairs of a field and a value.
func row(provider string, pairs ...string) register.Row {
	r := register.Row{Provider: provider, Values: map[string]string{}}
	for i := 0; i < len(pairs); i += 2 {
		r.Values[pairs[i]] = pairs[i+1]
	}
	return r
}

func TestPCNs(t *testing.T) {
	rows := []register.Row{
		row("", "name", "Hill", "es", "own", "fte", "100", "population", "30000", "health_check", "yes"),
		row("", "name", "Dale", "es", "own", "population", "50000", "health_check", "part"),
		row("", "name", "Lake", "es", "shared", "fte", "50", "post", "Post 3", "population", "29999"),
		row("", "name", "Moor", "es", "shared", "fte", "50", "post", "post 3", "population", "50001"),
		row("", "name", "Wood", "es", "none", "starts_on", "2027-01-04"),
		row("", "name", "Heath", "es", "none"),
		row("", "name", "Marsh"),
	}
	got := coverage.OfPCNs(rows)
	if got.Listed != 7 || got.Own != 2 || got.Shared != 2 || got.None != 2 || got.Unknown != 1 || got.Planned != 1 || got.Asked != 1 {
		t.Errorf("%+v", got)
	}
	if got.FTE != 200 || got.Without != 1 {
		t.Errorf("%d hundredths of an FTE, %d without", got.FTE, got.Without)
	}
	if own, all, known := got.Share(); own != 2 || all != 7 || !known {
		t.Errorf("share %d of %d: one that is shared is none of its own", own, all)
	}
	if len(got.Notices) != 2 || !strings.HasPrefix(got.Notices[0], "Lake has 29,999") ||
		!strings.HasPrefix(got.Notices[1], "Moor has 50,001") {
		t.Errorf("notices %q; the ends of the range are inside it, and one specialist for two PCNs is no notice", got.Notices)
	}
	rows = append(rows, row("", "name", "Fen", "es", "shared", "post", "POST 3"))
	if n := coverage.OfPCNs(rows).Notices; len(n) != 3 ||
		n[2] != "One specialist serves 3 PCNs (Fen, Lake, Moor). If one for each is not possible, the rule of thumb is one for two." {
		t.Errorf("notices %q", n)
	}
	rows = append(rows, row("p2", "name", "Far", "es", "shared", "post", "Post 3"))
	if n := coverage.OfPCNs(rows).Notices; len(n) != 3 || !strings.HasPrefix(n[2], "One specialist serves 3 PCNs (Fen, Lake, Moor).") {
		t.Errorf("another provider's post of the same name is another post: %q", n)
	}
	if _, _, known := coverage.OfPCNs(nil).Share(); known {
		t.Error("no PCN listed is no share, never 0%")
	}
}

func TestAPCNThatIsListedTwiceCountsOnce(t *testing.T) {
	rows := []register.Row{
		row("", "name", "Hill", "code", "U99901", "es", "none", "starts_on", "2027-01-04", "fte", ""),
		row("a", "name", "Hill", "code", "U99901", "es", "own", "fte", "60"),
		row("b", "name", "Hill", "code", "U99901", "es", "shared", "fte", "20"),
		row("", "name", "Dale", "code", "U99902"),
	}
	for name, order := range map[string][]int{"the ICB's first": {0, 1, 2, 3}, "a provider's first": {2, 1, 0, 3}} {
		var given []register.Row
		for _, i := range order {
			given = append(given, rows[i])
		}
		got := coverage.OfPCNs(given)
		if got.Listed != 2 || got.Own != 1 || got.Shared+got.None+got.Planned != 0 || got.Unknown != 1 || got.FTE != 80 {
			t.Errorf("%s: %+v", name, got)
		}
		if len(got.Notices) != 1 || got.Notices[0] != "Hill (U99901) is listed 3 times. It counts once: keep one row." {
			t.Errorf("%s: notices %q", name, got.Notices)
		}
	}
	if rows[0].Text(register.PCN.ES) != "none" || rows[1].Text(register.PCN.FTE) != "60" {
		t.Error("the rows themselves were changed")
	}
}

func TestFlow(t *testing.T) {
	rows := []register.Row{
		row("a", "name", "North", "mhsds", "direct", "tool", "yes"),
		row("a", "name", "south", "mhsds", "trust", "tool", "no"),
		row("b", "name", "East", "mhsds", "no"),
		row("b", "name", "West"),
	}
	for _, c := range []struct {
		name  string
		flow  coverage.Flow
		words string
		not   string
	}{
		{"MHSDS", coverage.ToMHSDS(rows), "2 of 4 teams; nothing is recorded about 1", "East West"},
		{"the Reporting Tool", coverage.ToTool(rows), "1 of 4 teams; nothing is recorded about 2", "East south West"},
		{"one team", coverage.ToTool(rows[:1]), "1 of 1 team", ""},
		{"none", coverage.ToTool(nil), "no team is listed yet", ""},
	} {
		if c.flow.Words() != c.words || strings.Join(c.flow.Not, " ") != c.not {
			t.Errorf("%s: %q, not %q", c.name, c.flow.Words(), c.flow.Not)
		}
	}
}

func TestConditions(t *testing.T) {
	rows := []register.Row{
		row("a", "systems", "yes", "systems_confirmed", "yes", "mdt", "yes"),
		row("b", "systems", "part", "systems_confirmed", "no", "mdt", "yes", "mdt_confirmed", "yes"),
		row("b", "mdt", "yes", "office_confirmed", "yes"),
	}
	got := coverage.OfConditions(rows)
	if len(got) != 8 {
		t.Fatalf("%d conditions: five of the toolkit and three things to ask, do and make known", len(got))
	}
	if c := got[0]; c.Yes != 1 || c.Part != 1 || c.Unknown != 1 || c.Confirmed != 1 || c.Otherwise != 1 {
		t.Errorf("systems %+v", c)
	}
	if c := got[1]; c.Yes != 3 || c.Confirmed != 1 {
		t.Errorf("meetings %+v", c)
	}
	if c := got[2]; c.Unknown != 3 || c.Confirmed != 0 {
		t.Errorf("a confirmation of nothing: %+v", c)
	}
}

func TestParts(t *testing.T) {
	rows := []register.Row{
		row("a", "quarter", "2026Q1", "starters", "3", "enrolled", "3", "specialists", "10", "level3_done", "4", "permanent", "11",
			"fixed_term", "1", "agency", "0"),
		row("a", "quarter", "2026Q2", "starters", "0", "enrolled", "0", "specialists", "10", "level3_done", "5", "permanent", "12",
			"fixed_term", "0"),
		row("b", "quarter", "2026Q2", "starters", "2", "enrolled", "1", "specialists", "6", "permanent", "5", "fixed_term", "2", "agency",
			"1"),
	}
	year := []calendar.Quarter{"2026Q1", "2026Q2"}
	for _, c := range []struct {
		name    string
		got     coverage.Part
		of, all int64
		rows    int
	}{
		{"onboarded over two quarters: sums, never a mean of shares", coverage.Onboarded(rows, year), 4, 5, 3},
		{"onboarded in one", coverage.Onboarded(rows, year[:1]), 3, 3, 1},
		{"Level 3, without the row that does not say", coverage.Level3(rows, "2026Q2"), 5, 10, 1},
		{"permanent, without the row that leaves out agencies: a missing number is not 0", coverage.Permanent(rows, "2026Q2"), 5, 8, 1},
		{"a quarter without rows", coverage.Permanent(rows, "2026Q3"), 0, 0, 0},
		{"nothing given", coverage.Completed(rows, year), 0, 0, 0},
	} {
		if c.got.Of != c.of || c.got.All != c.all || c.got.Rows != c.rows {
			t.Errorf("%s: %+v", c.name, c.got)
		}
	}
	var whole []register.Row // five quarters of one provider, with a different number of starters in each
	for i, q := range []string{"2025Q2", "2025Q3", "2025Q4", "2026Q1", "2026Q2"} {
		n := []string{"10000", "1000", "100", "10", "1"}[i]
		whole = append(whole, row("a", "quarter", q, "starters", n, "enrolled", n, "completing", n, "completed", n, "specialists", n,
			"level3_done", n, "permanent", n, "fixed_term", "0", "agency", "0"))
	}
	s := coverage.OfStaff(whole, "2026Q2")
	for name, c := range map[string]struct{ got, want int64 }{
		"onboarded over the four quarters": {s.Onboarded.All, 1111}, "completed over the four quarters": {s.Completed.All, 1111},
		"Level 3 at the end": {s.Level3.All, 1}, "permanent at the end": {s.Permanent.All, 1},
	} {
		if c.got != c.want {
			t.Errorf("%s: of %d, want of %d", name, c.got, c.want)
		}
	}
	if s := (coverage.Part{Of: 4, All: 5}).Share(); s.Cmp(big.NewRat(4, 5)) != 0 {
		t.Errorf("share %v", s)
	}
	if (coverage.Part{}).Share() != nil {
		t.Error("nobody of nobody is no share, never 0% and never 100%")
	}
}

func TestHeld(t *testing.T) {
	rows := []register.Row{
		row("", "kind", "steering", "on", "2026-06-30"), row("", "kind", "steering", "on", "2026-07-01"),
		row("a", "kind", "contract", "on", "2026-07-02"), row("b", "kind", "contract", "on", "2026-09-30"),
		row("b", "kind", "contract", "on", "2026-08-30"),
	}
	if got := coverage.Held(rows, register.SteeringMeeting, ""); got["2026Q1"] != 1 || got["2026Q2"] != 1 || len(got) != 2 {
		t.Errorf("steering group: %v", got)
	}
	if got := coverage.Held(rows, register.ContractMeeting, "b"); got["2026Q2"] != 2 || len(got) != 1 {
		t.Errorf("contract meetings with b: %v", got)
	}
}

func TestOneSpecialistForEachPCN(t *testing.T) {
	if got := (coverage.PCNs{}).ForEach(); got != "" {
		t.Errorf("no list: %q", got)
	}
	if got := (coverage.PCNs{Listed: 37}).ForEach(); !strings.Contains(got, "for each of 37 PCNs is 37.00, one for two PCNs is 18.50") ||
		!strings.Contains(got, "not to be added") {
		t.Errorf("got %q", got)
	}
}

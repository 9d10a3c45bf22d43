package measure_test

import (
	"fmt"
	"math/big"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"ipstoolkit/toolkit/calendar"
	"ipstoolkit/toolkit/contract"
	"ipstoolkit/toolkit/figures"
	"ipstoolkit/toolkit/measure"
	"ipstoolkit/toolkit/number"
	"ipstoolkit/toolkit/provider"
	"ipstoolkit/toolkit/register"
	"ipstoolkit/toolkit/view"
)

// late is an ICB in January 2027. Both providers have submitted five quarters to Quarter 2 2026/27; of Quarter 3 only
// Northside's figures have come.
func late() measure.Input {
	in := two()
	in.Today = "2027-01-20"
	north, river := row{42, 10, 19, 4_20, 1_00, 1_00}, row{33, 8, 12, 3_10, 50, 0}
	more := river
	more[2] = 13 // 50 of 132 in the year
	for _, n := range []row{north, north, north, north, north} {
		in.Returns = append(in.Returns, ret("n", calendar.Quarter("2025Q2").Add(len(in.Returns)), n))
	}
	for i, n := range []row{river, more, more, river, river} {
		in.Returns = append(in.Returns, ret("r", calendar.Quarter("2025Q2").Add(i), n))
	}
	in.Returns = append(in.Returns, ret("n", "2026Q3", row{40, 12, 16, 5_00, 1_00, 1_00}))
	in.Contracts[0].Stated.Access, in.Contracts[1].Stated.Access = number.AmountOf(250_00), number.AmountOf(160_00)
	in.Locals = []measure.Local{{Kind: measure.YearsAccess, Year: 2026, Value: number.AmountOf(410_00)}}
	return in
}

// headlines are the results that returns give, one line each: period, value, result, what is asked.
func headlines(in measure.Input) string {
	var lines []string
	for _, r := range measure.All(in) {
		switch r.Kind.Code {
		case measure.JobOutcomeRate, measure.PeoplePerES, measure.ESPerTL, measure.TLPerSM, measure.RetentionShare, measure.YearsAccess:
			line := fmt.Sprintf("%s: %s, %s, %s", r.Kind.Code, r.Line.Period, r.Line.Shown, r.Line.Result())
			if r.Line.ByNow != "" {
				line += " (" + r.Against(r.Line) + ")"
			}
			lines = append(lines, line)
		}
	}
	return strings.Join(lines, "\n")
}

const toQuarter2 = `job-outcome-rate: four quarters to Quarter 2 2026/27, 42.0%, met
unemployed-per-es: four quarters to Quarter 2 2026/27, 41.1, not met
es-per-tl: Quarter 2 2026/27, 4.9, best practice
tl-per-sm: Quarter 2 2026/27, 1.5, within the guideline
retention-share: four quarters to Quarter 2 2026/27, 19.4%, within the allowance
access: 2026/27 to Quarter 2 2026/27, 186, behind (205 by now, 410 in the year)`

// Northside has sent its figures and Riverside has not: it happens every quarter. The headline stays with the last
// quarters that are complete for both.
func TestALateProviderChangesNoHeadline(t *testing.T) {
	in := late()
	if got := headlines(in); got != toQuarter2 {
		t.Errorf("one has sent its figures:\n%s", got)
	}
	before := late()
	before.Returns = before.Returns[:10]
	if got := headlines(before); got != toQuarter2 {
		t.Errorf("nobody has:\n%s", got)
	}
	draft := late()
	r := ret("r", "2026Q3", row{1, 1, 1, 1_00, 1_00, 1_00})
	r.State = figures.Draft
	draft.Returns = append(draft.Returns, r)
	if got := headlines(draft); got != toQuarter2 {
		t.Errorf("the other has a draft:\n%s", got)
	}
	steering := late()
	steering.Audience = view.SteeringGroup
	if got := headlines(steering); got != toQuarter2 {
		t.Errorf("the steering group:\n%s", got)
	}
	both := late()
	both.Returns = append(both.Returns, ret("r", "2026Q3", row{35, 8, 14, 3_10, 50, 0}))
	const toQuarter3 = `job-outcome-rate: four quarters to Quarter 3 2026/27, 41.3%, met
unemployed-per-es: four quarters to Quarter 3 2026/27, 40.0, met
es-per-tl: Quarter 3 2026/27, 5.4, best practice
tl-per-sm: Quarter 3 2026/27, 1.5, within the guideline
retention-share: four quarters to Quarter 3 2026/27, 19.8%, within the allowance
access: 2026/27 to Quarter 3 2026/27, 281, behind (308 by now, 410 in the year)`
	if got := headlines(both); got != toQuarter3 {
		t.Errorf("both have:\n%s", got)
	}
}

func TestWhatHasComeInStandsApart(t *testing.T) {
	since := func(in measure.Input, code string) string {
		var words []string
		for _, s := range result(t, in, code).Since {
			words = append(words, s.Words())
		}
		return strings.Join(words, " | ")
	}
	byProviders := late()
	byProviders.Audience, byProviders.ByProviders = view.SteeringGroup, true
	group := late()
	group.Audience = view.SteeringGroup
	few := byProviders
	few.Returns = append(few.Returns[:10:10], ret("n", "2026Q3", row{40, 12, 3, 5_00, 1_00, 1_00}))
	nobody := late()
	nobody.Returns = nobody.Returns[:10]
	first := alone(quarters("n", row{75, 25, 32}, row{75, 25, 32})...)
	own := late()
	own.Audience, own.Providers, own.Contracts, own.Returns = view.Provider("r"), own.Providers[1:], own.Contracts[1:], own.Returns[5:10]
	sent := late()
	sent.Audience, sent.Providers, sent.Contracts = view.Provider("n"), sent.Providers[:1], sent.Contracts[:1]
	sent.Returns = append(sent.Returns[:5:5], sent.Returns[10])
	for _, c := range []struct {
		name, kind string
		in         measure.Input
		want       string
	}{
		{
			"a rate", measure.JobOutcomeRate, late(),
			"Quarter 3 2026/27: Northside 40.0% (16 people who started a job / 40 people out of work at the start). Waiting for Riverside.",
		},
		{
			"a year's ratio is no quarter's", measure.PeoplePerES, late(),
			"Quarter 3 2026/27: Northside 40 people out of work at the start / 5.00 FTE employment specialists. Waiting for Riverside.",
		},
		{"access", measure.YearsAccess, late(), "Quarter 3 2026/27: Northside 52 people who accessed. Waiting for Riverside."},
		{"nobody", measure.YearsAccess, nobody, "Quarter 3 2026/27: waiting for Northside and Riverside."},
		{"the steering group", measure.JobOutcomeRate, group, "Quarter 3 2026/27: figures from 1 of 2 providers so far."},
		{
			"the steering group that agreed figures by provider", measure.JobOutcomeRate, byProviders,
			"Quarter 3 2026/27: Northside 40.0% (16 people who started a job / 40 people out of work at the start). Waiting for Riverside.",
		},
		{"quarters long before the first figures are nobody's work", measure.JobOutcomeRate, first, ""},
		{"a small number", measure.JobOutcomeRate, few, "Quarter 3 2026/27: Northside *. Waiting for Riverside."},
		{"the late provider itself", measure.JobOutcomeRate, own, "Quarter 3 2026/27: waiting for Riverside."},
		{"the provider that has sent its figures", measure.JobOutcomeRate, sent, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := since(c.in, c.kind); got != c.want {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}

// Each provider's own line is over its own last four quarters, and says so.
func TestProvidersLinesNameTheirOwnPeriod(t *testing.T) {
	r := result(t, late(), measure.JobOutcomeRate)
	var got []string
	for _, l := range r.Lines {
		got = append(got, l.Name+" "+l.Shown+" "+l.Period)
	}
	want := []string{"Northside 44.0% four quarters to Quarter 3 2026/27", "Riverside 37.9% four quarters to Quarter 2 2026/27"}
	if !slices.Equal(got, want) {
		t.Errorf("got %v", got)
	}
}

func TestProvidersThatBeganOrEnded(t *testing.T) {
	north, river := row{42, 10, 19, 4_20, 1_00, 1_00}, row{33, 8, 13, 3_10, 50, 0}
	in := two()
	in.Returns = year("n", north)
	in.Contracts[1].Start, in.Contracts[1].End, in.Contracts[1].Options = "2026-04-01", "2029-03-31", nil
	in.Returns = append(in.Returns, quarters("r", river, river)...)
	r := result(t, in, measure.PeoplePerES)
	// 168 + 66 people; 4.20 all year and 3.10 in two of four quarters: 23.00 / 4 = 5.75 on average
	if r.Line.Shown != "40.7" || r.Line.Verdict.Words != "not met" ||
		r.Line.Sum != "234 people out of work at the start / 5.75 FTE employment specialists, mean of 4 quarter ends" {
		t.Errorf("a provider that began in April: %s %s %s", r.Line.Shown, r.Line.Result(), r.Line.Sum)
	}
	if l := r.Lines[1]; l.Shown != "" || l.Result() != "not available; 2 of 4 quarters so far" {
		t.Errorf("its own line: %s %s", l.Shown, l.Result())
	}
	in.Contracts[1].Start, in.Contracts[1].End = "2024-04-01", "2026-03-31"
	in.Returns = append(year("n", north), quarters("r", river, river, river, river, row{}, row{})[:4]...)
	r = result(t, in, measure.JobOutcomeRate)
	if r.Line.Period != "four quarters to Quarter 2 2026/27" ||
		r.Line.Sum != "102 people who started a job / 234 people out of work at the start" {
		t.Errorf("a provider that ended in March: %s %s", r.Line.Period, r.Line.Sum)
	}
	if l := r.Lines[1]; l.Period != "four quarters to Quarter 4 2025/26" || l.Shown != "39.4%" || l.Result() != "not met" {
		t.Errorf("its own line is over its own last quarters: %+v", l)
	}
	if len(r.Since) > 0 || len(r.Line.Missing) > 0 {
		t.Errorf("nobody waits for it: %v %v", r.Since, r.Line.Missing)
	}
}

// An ICB's ratio lies between those of its providers over the same quarters, whatever they have sent, and whenever they
// began or ended.
func TestAnICBsRatioLiesWithinItsProviders(t *testing.T) {
	for seed := range uint64(1000) {
		rnd := rand.New(rand.NewPCG(seed, 7))
		in := measure.Input{Audience: view.Commissioners, ICB: "Greater Example", Today: today}
		for i := range 1 + rnd.IntN(4) {
			p := string(rune('a' + i))
			in.Providers = append(in.Providers, provider.Provider{ID: p, Name: p})
			from, to := calendar.Quarter("2023Q4").Add(rnd.IntN(10)), calendar.Quarter("2026Q2").Add(-rnd.IntN(4))
			in.Contracts = append(in.Contracts, contract.Contract{ID: p, Provider: p, Start: from.First(), End: to.Last()})
			for q := from; q <= to; q = q.Add(1) {
				if rnd.IntN(12) > 0 { // some are late
					people := rnd.Int64N(60)
					n := row{people, rnd.Int64N(20), rnd.Int64N(people + 1), 50 + rnd.Int64N(900), 1_00, 1_00}
					in.Returns = append(in.Returns, ret(p, q, n))
				}
			}
		}
		for _, code := range []string{measure.JobOutcomeRate, measure.PeoplePerES, measure.RetentionShare} {
			r, _ := measure.One(in, code)
			l := r.Line
			if l.Value == nil {
				continue
			}
			end, err := calendar.ParseQuarter(quarterIn(t, l.Period))
			if err != nil {
				t.Fatal(err)
			}
			low, high := rangeOf(in, code, end)
			if low == nil || l.Value.Cmp(low) < 0 || l.Value.Cmp(high) > 0 {
				t.Fatalf("seed %d, %s: %s outside %v to %v over %s", seed, code, l.Value.RatString(), low, high, l.Period)
			}
		}
	}
}

// quarterIn is the quarter that "four quarters to Quarter 2 2026/27" names, as addresses write it.
func quarterIn(t *testing.T, period string) string {
	t.Helper()
	for q := calendar.Quarter("2023Q1"); q < "2028Q1"; q = q.Add(1) {
		if period == "four quarters to "+q.Short() {
			return string(q)
		}
	}
	t.Fatalf("no quarter in %q", period)
	return ""
}

// rangeOf is the lowest and highest ratio of the providers over the four quarters to one, worked out from the returns
// alone.
func rangeOf(in measure.Input, code string, end calendar.Quarter) (low, high *big.Rat) {
	for _, p := range in.Providers {
		top, bottom := int64(0), int64(0)
		for _, r := range in.Returns {
			if r.Provider != p.ID || r.Quarter > end || r.Quarter <= end.Add(-4) {
				continue
			}
			switch code {
			case measure.JobOutcomeRate:
				top, bottom = top+100*r.FirstJobStarts.N, bottom+r.AccessUnemployed.N
			case measure.PeoplePerES: // hundredths of posts; their mean over four quarter ends counts
				top, bottom = top+400*r.AccessUnemployed.N, bottom+r.InPost.ES.Hundredths
			case measure.RetentionShare:
				top, bottom = top+100*r.AccessRetention.N, bottom+r.AccessRetention.N+r.AccessUnemployed.N
			}
		}
		if bottom == 0 {
			continue
		}
		v := big.NewRat(top, bottom)
		if low == nil || v.Cmp(low) < 0 {
			low = v
		}
		if high == nil || v.Cmp(high) > 0 {
			high = v
		}
	}
	return low, high
}

func TestLateStaffFigures(t *testing.T) {
	in := two()
	staff := func(provider, quarter, permanent string) register.Row {
		return listRow(provider, "quarter", quarter, "permanent", permanent, "fixed_term", "0", "agency", "2")
	}
	in.Registers = map[string][]register.Row{register.Workforce: {
		staff("n", "2026Q1", "8"), staff("r", "2026Q1", "8"), staff("n", "2026Q2", "3"),
	}}
	r := result(t, in, measure.PermanentShare)
	if r.Line.Shown != "80.0%" || r.Line.Period != "Quarter 1 2026/27" {
		t.Errorf("the last quarter that both gave: %s %s", r.Line.Shown, r.Line.Period)
	}
	if len(r.Since) != 1 || r.Since[0].Words() != "Quarter 2 2026/27: Northside 3 of 5 staff. Waiting for Riverside." {
		t.Errorf("since: %v", r.Since)
	}
	if len(r.Line.Missing) != 1 || r.Line.Missing[0].Words != "Staff figures of Riverside for Quarter 2 2026/27" {
		t.Errorf("missing %v", r.Line.Missing)
	}
	if points := r.Trend[0].Points; points[6].Shown != "80.0%" || points[7].Shown != "" {
		t.Errorf("trend %+v", points[6:])
	}
	if l := r.Lines[0]; l.Period != "Quarter 2 2026/27" || l.Shown != "60.0%" {
		t.Errorf("Northside's own: %+v", l)
	}
}

// The ICB's own value beside a headline is that of the headline's year, whatever quarter it is now.
func TestALocalValueIsOfTheHeadlinesYear(t *testing.T) {
	in := two()
	in.Today = "2026-07-10" // Quarter 1 2026/27 has ended, and nobody has sent it
	in.Returns = quarters("n", row{75, 25, 32}, row{75, 25, 32}, row{75, 25, 32}, row{75, 25, 32}, row{}, row{})[:4]
	in.Providers, in.Contracts = in.Providers[:1], in.Contracts[:1]
	in.Locals = []measure.Local{
		{Kind: measure.JobOutcomeRate, Year: 2025, Value: number.AmountOf(45_00)},
		{Kind: measure.JobOutcomeRate, Year: 2026, Value: number.AmountOf(35_00)},
	}
	r := result(t, in, measure.JobOutcomeRate)
	if r.Local == nil || r.Local.Year != 2025 || r.Line.Result() != "local 45% not met; toolkit minimum 40% met" {
		t.Errorf("%s: %+v, %s", r.Line.Period, r.Local, r.Line.Result())
	}
}

func TestRetentionPlannedBesideTheOneInFact(t *testing.T) {
	if got, want := measure.BesidePlan(18_00, late()),
		"People supported to keep a job: 18% of access is planned; it was 19.4% over the four quarters to Quarter 2 2026/27."; got != want {
		t.Errorf("got %q", got)
	}
	if got, want := measure.BesidePlan(0, two()),
		"People supported to keep a job: 0% of access is planned; the actual share is not available yet."; got != want {
		t.Errorf("got %q", got)
	}
}

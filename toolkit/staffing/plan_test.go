package staffing_test

import (
	"strings"
	"testing"

	"ipstoolkit/toolkit/number"
	"ipstoolkit/toolkit/staffing"
)

// posts are FTE by role as people write them; "" is not known.
func posts(t *testing.T, texts ...string) staffing.Posts {
	t.Helper()
	var p staffing.Posts
	for i, text := range texts {
		f, err := number.ParseFTE(text)
		if err != nil {
			t.Fatal(err)
		}
		p[i] = f
	}
	return p
}

func assumed(access, retention int64) staffing.Assumptions {
	return staffing.Assumptions{Access: number.CountOf(access), Retention: retention}
}

func TestPostsNeeded(t *testing.T) {
	for _, c := range []struct {
		name              string
		access, retention int64
		unemployed        string
		es, tl, sm        string // as shown
		whole             [3]int64
		sums              string
	}{
		{
			"the toolkit's example", 1000, 25_00, "1,000 × (100% − 25%) = 750", "18.75", "3.13", "0.63",
			[3]int64{19, 4, 1},
			"750 / 40 = 18.75; 18.75 / 6 = 3.125, rounded up to 3.13; 3.125 / 5 = 0.625, rounded up to 0.63",
		},
		{
			"no retention planned", 1000, 0, "1,000 × (100% − 0%) = 1,000", "25.00", "4.17", "0.84",
			[3]int64{25, 5, 1},
			"25 / 6 = 4.166…, rounded up to 4.17; 4.166… / 5 = 0.833…, rounded up to 0.84",
		},
		{
			"above the allowance", 1000, 40_00, "1,000 × (100% − 40%) = 600", "15.00", "2.50", "0.50",
			[3]int64{15, 3, 1},
			"600 / 40 = 15; 15 / 6 = 2.5; 2.5 / 5 = 0.5",
		},
		{
			"everybody in work", 1000, 100_00, "1,000 × (100% − 100%) = 0", "0.00", "0.00", "0.00",
			[3]int64{0, 0, 0},
			"0 / 40 = 0; 0 / 6 = 0; 0 / 5 = 0",
		},
		{"nobody", 0, 25_00, "0 × (100% − 25%) = 0", "0.00", "0.00", "0.00", [3]int64{0, 0, 0}, ""},
		{"one person", 1, 0, "1 × (100% − 0%) = 1", "0.03", "0.01", "0.01", [3]int64{1, 1, 1}, "1 / 40 = 0.025, rounded up to 0.03"},
		{"a whole chain", 1200, 0, "= 1,200", "30.00", "5.00", "1.00", [3]int64{30, 5, 1}, "1,200 / 40 = 30; 30 / 6 = 5; 5 / 5 = 1"},
		{
			"one more than a whole chain", 1201, 0, "= 1,201", "30.03", "5.01", "1.01",
			[3]int64{31, 6, 2},
			"1,201 / 40 = 30.025, rounded up to 30.03",
		},
		{
			"people are not rounded before they are divided", 1001, 25_00, "1,001 × (100% − 25%) = 750.75", "18.77", "3.13", "0.63",
			[3]int64{19, 4, 1},
			"750.75 / 40 = 18.768…, rounded up to 18.77",
		},
		{
			"half a per cent", 410, 12_50, "410 × (100% − 12.5%) = 358.75", "8.97", "1.50", "0.30",
			[3]int64{9, 2, 1},
			"358.75 / 40 = 8.968…, rounded up to 8.97",
		},
		{"a long decimal", 1001, 33_33, "1,001 × (100% − 33.33%) = 667.3667", "16.69", "2.79", "0.56", [3]int64{17, 3, 1}, ""},
		{
			"the most that can be typed", 100_000, 0, "100,000 × (100% − 0%) = 100,000", "2,500.00", "416.67", "83.34",
			[3]int64{2500, 417, 84},
			"",
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			p := of(staffing.Input{Assumptions: assumed(c.access, c.retention)})
			if !strings.Contains(p.ICB.UnemployedSum, c.unemployed) {
				t.Errorf("out of work: %s, want %s", p.ICB.UnemployedSum, c.unemployed)
			}
			var sums []string
			for i, want := range []string{c.es, c.tl, c.sm} {
				post := p.ICB.Posts[i]
				if got := staffing.Needed(post.Needed); got != want || post.Whole() != c.whole[i] {
					t.Errorf("%s: %s (%d whole), want %s (%d)", post.Role.Words(), got, post.Whole(), want, c.whole[i])
				}
				sums = append(sums, post.Sum)
			}
			if got := strings.Join(sums, "; "); !strings.Contains(got, c.sums) {
				t.Errorf("sums %s, want %s", got, c.sums)
			}
			if p.ICB.Why != "" || p.ICB.Posts[staffing.Admin].Needed != nil {
				t.Errorf("why %q; admin staff have no ratio: %v", p.ICB.Why, p.ICB.Posts[staffing.Admin])
			}
			if warned := p.Warning() != ""; warned != (c.retention > 25_00) {
				t.Errorf("warning %q", p.Warning())
			}
		})
	}
}

func TestWithoutATarget(t *testing.T) {
	p := of(staffing.Input{Providers: []staffing.Posted{
		{
			Name: "Northside", Quarter: "2026Q2", Share: number.CountOf(200), Funded: posts(t, "5", "1", "0.2", "0"),
			InPost: posts(t, "4", "1", "0.2", "0"),
		},
	}})
	for _, l := range append(p.Providers, p.ICB) {
		if l.Why != "Set an access target" || l.Access != nil || l.Posts[0].Needed != nil || l.Posts[0].Gap() != nil ||
			l.Posts[0].Unfunded() != nil {
			t.Errorf("%s: %+v", l.Name, l)
		}
		if got := staffing.Needed(l.Posts[0].Vacant()); got != "1.00" || l.InPost.Carry.People != 160 {
			t.Errorf("%s: the posts that are there still show: vacant %s, carry %+v", l.Name, got, l.InPost.Carry)
		}
	}
}

func TestGaps(t *testing.T) {
	for _, c := range []struct {
		name                   string
		access, retention      int64
		funded, inPost         string // of specialists
		unfunded, vacant, gaps string
	}{
		{"a shortfall in both", 1000, 25_00, "17", "14.6", "1.75", "2.40", "4.15"},
		{"exactly enough", 1000, 25_00, "18.75", "18.75", "0.00", "0.00", "0.00"},
		{"more funded than needed", 1000, 25_00, "20", "18", "−1.25", "2.00", "0.75"},
		{"more in post than funded", 1000, 25_00, "17", "19", "1.75", "−2.00", "−0.25"},
		{"funded is not given", 1000, 25_00, "", "14.6", "", "", "4.15"},
		{"nothing is known", 1000, 25_00, "", "", "", "", ""},
		{"nobody in post is not unknown", 1000, 25_00, "0", "0", "18.75", "0.00", "18.75"},
		{"what is shown adds up", 1001, 25_00, "18.76", "18", "0.01", "0.76", "0.77"},
		{"nearly nothing over", 1001, 25_00, "18.77", "18.77", "0.00", "0.00", "0.00"},
		{"nobody expected", 0, 0, "2", "1", "−2.00", "1.00", "−1.00"},
	} {
		t.Run(c.name, func(t *testing.T) {
			p := of(staffing.Input{Assumptions: assumed(c.access, c.retention), Providers: []staffing.Posted{
				{Quarter: "2026Q2", Funded: posts(t, c.funded), InPost: posts(t, c.inPost)},
			}})
			es := p.ICB.Posts[staffing.ES]
			for i, got := range []string{staffing.Needed(es.Unfunded()), staffing.Needed(es.Vacant()), staffing.Needed(es.Gap())} {
				if want := []string{c.unfunded, c.vacant, c.gaps}[i]; got != want {
					t.Errorf("%s: %q, want %q", []string{"unfunded", "vacant", "gap"}[i], got, want)
				}
			}
		})
	}
}

func TestProvidersAndTheICB(t *testing.T) {
	north := staffing.Posted{
		Name: "Northside", Quarter: "2026Q2", Share: number.CountOf(600), Funded: posts(t, "10", "2", "0.5", "1"),
		InPost: posts(t, "9.5", "1.5", "0.5", ""),
	}
	river := staffing.Posted{
		Name: "Riverside", Quarter: "2026Q1", Share: number.CountOf(300), Funded: posts(t, "", "1", "0.5", "0.5"),
		InPost: posts(t, "4", "1", "0", "0.5"),
	}
	in := staffing.Input{
		ICB: "South West London", Assumptions: assumed(1000, 25_00), Recorded: number.CountOf(1000),
		Providers: []staffing.Posted{north, river},
	}
	p := of(in)
	if got := p.ICB.Posts[staffing.ES]; got.Funded.Known || got.InPost != number.FTEOf(13_50) {
		t.Errorf("a sum without one of its parts is not known: %+v", got)
	}
	if got := p.ICB.Posts[staffing.TL]; got.Funded != number.FTEOf(3_00) || got.InPost != number.FTEOf(2_50) {
		t.Errorf("team leaders: %+v", got)
	}
	if n, r := p.Providers[0], p.Providers[1]; staffing.Needed(n.Posts[0].Needed) != "11.25" ||
		staffing.Needed(r.Posts[0].Needed) != "5.63" || r.UnemployedSum != "300 × (100% − 25%) = 225" {
		t.Errorf("each by its own share: %s, %s, %s", staffing.Needed(n.Posts[0].Needed), staffing.Needed(r.Posts[0].Needed),
			r.UnemployedSum)
	}

	if p.Shares != "The contracts state 900 people a year in total. The year’s access target is 1,000" {
		t.Errorf("shares: %s", p.Shares)
	}

	in.Access = number.CountOf(900)
	if got := of(in).Shares; got != p.Shares {
		t.Errorf("what is tried out is no target that contracts have to come to: %s", got)
	}
	in.Access = number.CountOf(1500)
	if got := of(in).Providers[1].UnemployedSum; got != "450 × (100% − 25%) = 337.5" {
		t.Errorf("with another target the same part of it: %s", got)
	}
	in.Recorded = number.Count{}
	if got := of(in).Providers[1].UnemployedSum; got != "300 × (100% − 25%) = 225" {
		t.Errorf("without a recorded target a share is what it says: %s", got)
	}
	in.Providers = append(in.Providers, staffing.Posted{Name: "Harbour"})
	p = of(in)
	if h := p.Providers[2]; h.Why != "Record the access target that this provider’s contract states" || h.Posts[0].Needed != nil {
		t.Errorf("no share: %+v", h)
	}
	if len(p.ICB.Waiting) != 1 || p.ICB.Waiting[0] != "Harbour" || p.ICB.Posts[0].InPost.Known {
		t.Errorf("a provider that has submitted nothing is waited for: %v %+v", p.ICB.Waiting, p.ICB.Posts[0])
	}
	if got := of(staffing.Input{Assumptions: assumed(1000, 0)}).ICB; got.Posts[0].InPost.Known ||
		got.InPost.Carry.Why != "not known" {
		t.Errorf("no provider at all: nothing is known: %+v", got)
	}
}

func TestWhatThePostsCanCarry(t *testing.T) {
	for _, c := range []struct {
		name      string
		es        string
		retention int64
		people    int64
		sum, why  string
	}{
		{"the reverse of the example", "18.75", 25_00, 1000, "18.75 × 40 / (100% − 25%) = 1,000", ""},
		{"whole people, rounded down", "14.6", 25_00, 778, "14.6 × 40 / (100% − 25%) = 778.666…, rounded down", ""},
		{"no retention planned", "14.6", 0, 584, "14.6 × 40 / (100% − 0%) = 584", ""},
		{"nobody in post", "0", 25_00, 0, "0 × 40 / (100% − 25%) = 0", ""},
		{"nobody out of work", "14.6", 100_00, 0, "", "not available: nobody out of work is expected"},
		{"nearly nobody out of work", "1", 99_99, 400_000, "1 × 40 / (100% − 99.99%) = 400,000", ""},
		{"not known", "", 25_00, 0, "", "not known"},
	} {
		t.Run(c.name, func(t *testing.T) {
			p := of(staffing.Input{
				Assumptions: assumed(10, c.retention),
				Providers:   []staffing.Posted{{Quarter: "2026Q2", InPost: posts(t, c.es)}},
			})
			if got, want := p.ICB.InPost.Carry, (staffing.Carry{People: c.people, Sum: c.sum, Why: c.why}); got != want {
				t.Errorf("got %+v, want %+v", got, want)
			}
		})
	}
}

func TestRatios(t *testing.T) {
	for _, c := range []struct {
		name                string
		es, tl, sm          string
		leaders             string
		zone                staffing.Zone
		managers            string
		guideline           staffing.Zone
		leaders2, managers2 bool // a reason is needed
	}{
		{"on the guideline", "6", "1", "0.2", "6.0", staffing.BestPractice, "5.0", staffing.WithinGuideline, false, false},
		{"just above it", "6.01", "1", "0.19", "6.01", staffing.WithinDiscretion, "5.3", staffing.GiveReason, true, true},
		{
			"above by less than shows", "600.1", "100", "19.99", "above 6", staffing.WithinDiscretion, "above 5", staffing.GiveReason, true,
			true,
		},
		{"at the end of the discretion", "10", "1", "1", "10.0", staffing.WithinDiscretion, "1.0", staffing.WithinGuideline, true, false},
		{"beyond it", "10.04", "1", "1", "10.04", staffing.TooMany, "1.0", staffing.WithinGuideline, true, false},
		{"no team leader", "3", "0", "0", "", staffing.NoLeader, "", "", true, false},
		{"no service manager", "3", "1", "0", "3.0", staffing.BestPractice, "", staffing.GiveReason, false, true},
		{"nobody to lead", "0", "1", "1", "", "", "1.0", staffing.WithinGuideline, false, false},
		{"nobody at all", "0", "0", "0", "", "", "", "", false, false},
		{"leaders not known", "3", "", "1", "", "", "", "", false, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			p := posts(t, c.es, c.tl, c.sm)
			if got := p.Leaders(); got.Shown() != c.leaders || got.Zone != c.zone || got.Discretion != c.leaders2 {
				t.Errorf("leaders: %s %+v", got.Shown(), got)
			}
			if got := p.Managers(); got.Shown() != c.managers || got.Zone != c.guideline || got.Discretion != c.managers2 {
				t.Errorf("managers: %s %+v", got.Shown(), got)
			}
		})
	}
	if got := posts(t, "18", "2.5").Leaders().Sum; got != "18 / 2.5 = 7.2" {
		t.Errorf("sum %s", got)
	}
}

// of works out a plan for which every provider with posts has submitted the same quarter.
func of(in staffing.Input) staffing.Plan {
	for i, one := range in.Providers {
		in.Providers[i].Counts, in.Providers[i].Then = true, staffing.Both{Funded: one.Funded, InPost: one.InPost}
	}
	in.Quarter = "2026Q2"
	return staffing.Of(in)
}

package edition

import (
	"regexp"
	"slices"
	"strings"
	"testing"
)

// The edition of March 2026, priority by priority: how many considerations, best practices and resources the source
// has, on which page, and who answers for it (IPS commissioning self-assessment toolkit, March 2026, pages 7 to 41).
var march2026 = []struct {
	key                                     string
	page                                    int
	responsibility                          Responsibility
	considerations, bestPractice, resources int
}{
	{"1.1", 7, CommissionerOnly, 4, 2, 0},
	{"1.2", 8, Joint, 3, 2, 0},
	{"1.3", 9, Joint, 2, 2, 0},
	{"2.1", 11, Joint, 3, 3, 0},
	{"2.2", 13, CommissionerOnly, 1, 1, 0},
	{"2.3", 14, Joint, 3, 3, 0},
	{"2.4", 15, Joint, 1, 2, 0},
	{"3.1", 17, Joint, 2, 2, 0},
	{"3.2", 18, Joint, 3, 3, 0},
	{"3.3", 20, CommissionerOnly, 1, 7, 0},
	{"3.4", 22, Joint, 2, 2, 0},
	{"4.1", 24, Joint, 4, 5, 0},
	{"4.2", 25, Joint, 7, 4, 0},
	{"4.3", 27, Joint, 1, 3, 1},
	{"4.4", 29, Joint, 2, 3, 1},
	{"4.5", 31, Joint, 2, 2, 0},
	{"4.6", 32, Joint, 1, 2, 1},
	{"5.1", 34, Joint, 4, 5, 0},
	{"5.2", 36, Joint, 1, 1, 0},
	{"6.1", 38, Joint, 1, 4, 0},
	{"6.2", 39, Joint, 1, 2, 0},
	{"7.1", 41, Joint, 2, 3, 0},
}

func march(t *testing.T) *Edition {
	t.Helper()
	e, found := shipped().Edition("2026-03")
	if !found {
		t.Fatal("the edition of March 2026 is not shipped")
	}
	return e
}

func TestMarch2026IsWhole(t *testing.T) {
	e := march(t)
	var sizes []int
	for _, s := range e.Sections {
		sizes = append(sizes, len(s.Priorities))
	}
	if want := []int{3, 4, 4, 6, 2, 2, 1}; !slices.Equal(sizes, want) {
		t.Errorf("priorities by section %v, want %v", sizes, want)
	}
	all, points := e.Priorities(), 0
	if len(all) != len(march2026) {
		t.Fatalf("%d priorities, want %d", len(all), len(march2026))
	}
	for i, want := range march2026 {
		p := all[i]
		points += len(p.Points())
		if p.Key != want.key || p.Page != want.page || p.Responsibility != want.responsibility {
			t.Errorf("got %s, page %d, %s; want %+v", p.Key, p.Page, p.Responsibility, want)
		}
		if len(p.Considerations) != want.considerations || len(p.BestPractice) != want.bestPractice || len(p.Resources) != want.resources {
			t.Errorf("%s: %d considerations, %d best practices, %d resources; want %d, %d, %d", p.Key,
				len(p.Considerations), len(p.BestPractice), len(p.Resources), want.considerations, want.bestPractice, want.resources)
		}
	}
	if points != 114 {
		t.Errorf("%d considerations and best practices, want 114", points)
	}
}

// What is a fact is background: nobody can meet it. Every other point can be met.
func TestMarch2026Background(t *testing.T) {
	var background []string
	statements := 0
	for _, p := range march(t).Priorities() {
		statements += len(p.Statements())
		for _, point := range p.Points() {
			if point.Kind == Background {
				background = append(background, p.Key+" "+point.ID)
			}
		}
	}
	want := []string{"3.3 c1", "4.1 c4", "4.2 c3", "4.2 c4", "4.4 c1", "4.6 c1", "7.1 c1"}
	if !slices.Equal(background, want) || statements != 114-len(want) {
		t.Errorf("background %v, %d statements; want %v", background, statements, want)
	}
}

func TestMarch2026Lists(t *testing.T) {
	for key, want := range map[string]string{
		"3.3": "c1 b1 b2 b2.1 b2.2 b2.3 b2.4 b2.5",
		"4.1": "c1 c2 c3 c4 b1 b1.1 b1.2 b1.3 b2",
		"4.2": "c1 c1.1 c1.2 c1.3 c2 c3 c4 b1 b2 b3 b4",
	} {
		p, _ := march(t).Priority(key)
		var ids []string
		for _, point := range p.Points() {
			ids = append(ids, point.ID)
			if (point.Depth() == 1) != strings.Contains(point.ID, ".") {
				t.Errorf("%s %s: depth %d", key, point.ID, point.Depth())
			}
		}
		if got := strings.Join(ids, " "); got != want {
			t.Errorf("%s: %s, want %s", key, got, want)
		}
	}
}

// Commissioners know these terms and look for them. Plain words explain the terms and never replace them.
func TestMarch2026KeepsTheTermsOfTheField(t *testing.T) {
	for key, terms := range map[string][]string{
		"1.1": {"MHIS", "SDF", "baseline", "expansion", "workforce targets", "Medium Term Planning Framework (MTPF)", "**6 months**"},
		"1.2": {
			"steering group", "terms of reference", "zero exclusion", "minuted", "quarterly", "people with lived experience",
			"IPS Grow",
		},
		"1.3": {"employment retention", "**25%**", "allowance", "not a target", "clinical teams"},
		"2.1": {"**40%**", "MTPF", "caseloads", "specification", "procurement", "contract variations", "fidelity"},
		"2.2": {"**3 years**"},
		"2.3": {
			"self-referral", "people can self-refer", "primary care network (PCN)", "voluntary sector",
			"Neighbourhood Mental Health Centre", "embedded", "flexibilities",
		},
		"2.4": {"secondary care", "register", "complex mental health needs", "any person with severe mental illness (SMI)", "eligible"},
		"3.1": {"MHSDS", "IPS Grow Reporting Tool", "complete data", "**89%**", "December 2025", "criterion"},
		"3.2": {
			"block contract", "protected characteristics", "employer engagement", "Performance and Outcomes Framework", "template",
			"quarterly", "fidelity review", "integration",
		},
		"3.3": {"clinical systems", "weekly MDT", "stories", "self-refer", "steering group", "fidelity"},
		"3.4": {"employer engagement", "**30% to 40%**", "**40% to 55%**", "**40%**", "competitive", "volunteering", "retention"},
		"4.1": {"**40 unemployed people**", "**1 FTE**", "**6 FTE**", "**5 FTE**", "**10 FTE**", "**1:6**", "guideline"},
		"4.2": {"Agenda for Change (AfC)", "**Band 5**", "**Band 6**", "**Band 7**", "**Band 8a**", "VCSE", "career"},
		"4.3": {"**12-month**", "**3 months**", "**1 month**", "mentoring", "monthly", "collaborative learning", "disclosure"},
		"4.4": {"**Level 3**", "**600 places**", "March 2029", "capability", "capacity", "study time", "supervision"},
		"4.5": {"permanent contracts", "**3 years**", "**3 months**", "agencies", "VCSE", "drop out"},
		"4.6": {"workforce plan", "shortlisting", "assessment days", "interview panels", "co-produce", "contract monitoring meetings"},
		"5.1": {
			"link workers", "clinical systems", "honorary contract", "data-sharing agreement", "text messages",
			"**1 employment specialist**", "MDT", "eligible spend",
		},
		"5.2": {"physical health check", "refer"},
		"6.1": {"lived experience", "dedicated support person", "steering group", "focus groups", "paid"},
		"6.2": {"feedback", "multiple stages", "improvement plans", "co-produced", "dedicated support person"},
		"7.1": {
			"anchor institution", "**80%**", "**8%**", "**4 fundamental purposes**", "inclusive economy", "health inequalities",
			"Executive members",
		},
	} {
		p, _ := march(t).Priority(key)
		var all strings.Builder
		for _, point := range append(p.Points(), p.Resources...) {
			all.WriteString(point.Text + "\n")
		}
		for _, term := range terms {
			if !strings.Contains(strings.ToLower(all.String()), strings.ToLower(term)) {
				t.Errorf("%s has lost %q", key, term)
			}
		}
	}
}

var (
	year   = regexp.MustCompile(`\b20\d\d\b`)
	figure = regexp.MustCompile(`\d`)
	short  = regexp.MustCompile(`\b[A-Z][A-Za-z]*[A-Z][A-Za-z]*\b`)
)

func TestMarch2026FiguresAreBold(t *testing.T) {
	for _, p := range march(t).Priorities() {
		for _, point := range append(p.Points(), p.Resources...) {
			for _, s := range point.Spans() {
				if s.Bold != figure.MatchString(year.ReplaceAllString(s.Text, "")) {
					t.Errorf("%s %s: %q is bold: %t; figures are bold and nothing else is", p.Key, point.ID, s.Text, s.Bold)
				}
				if s.Bold && !regexp.MustCompile(`%|[a-z]{3}|FTE|:`).MatchString(s.Text) {
					t.Errorf("%s %s: the bold %q has no unit", p.Key, point.ID, s.Text)
				}
			}
		}
	}
}

func TestMarch2026WordsOnScreen(t *testing.T) {
	e := march(t)
	known := map[string]bool{}
	for _, a := range e.Abbreviations {
		known[a.Short] = true
	}
	look := func(where, text string) {
		for _, word := range short.FindAllString(text, -1) {
			if word := strings.TrimSuffix(word, "s"); !known[word] {
				t.Errorf("%s: the abbreviation %s is not explained in the list", where, word)
			}
		}
		for _, word := range []string{"patient", "client", "cases", "service user", "suffer"} {
			if strings.Contains(strings.ToLower(text), word) {
				t.Errorf("%s: %q; the toolkit's own words are people accessing IPS services", where, word)
			}
		}
	}
	for _, s := range e.Sections {
		look(s.Title, s.Title+" "+s.Intro)
		for _, p := range s.Priorities {
			look(p.Key, p.Name+" "+p.Asks)
			for _, point := range append(p.Points(), p.Resources...) {
				look(p.Key+" "+point.ID, point.Plain())
			}
			for _, n := range p.Numbers {
				look(p.Key+" "+n.Key, n.Name+" "+string(n.Unit)+" "+n.Meaning)
			}
		}
	}
	if !slices.IsSortedFunc(e.Abbreviations, func(a, b Abbreviation) int {
		return strings.Compare(strings.ToLower(a.Short), strings.ToLower(b.Short))
	}) {
		t.Error("the abbreviations are not in the order of the alphabet")
	}
}

// The contents list of the source repeats section 5's two titles for section 6. The right titles are on pages 38 and
// 39.
func TestMarch2026Errata(t *testing.T) {
	e := march(t)
	for key, want := range map[string]string{
		"5.1": "primary care network", "5.2": "physical health checks", "6.1": "Co-design",
		"6.2": "Co-evaluation",
	} {
		if p, _ := e.Priority(key); !strings.Contains(p.Name, want) {
			t.Errorf("%s is called %q, want %q in it", key, p.Name, want)
		}
	}
	var all strings.Builder
	for _, m := range e.Errata {
		all.WriteString(m.Where + ": " + m.Printed + " " + m.Read + "\n")
	}
	for _, want := range []string{"Contents, 6.1 and 6.2", "Contents, 4.2", "lives experience", "skills staff", "clients", "No numbers"} {
		if !strings.Contains(all.String(), want) {
			t.Errorf("no erratum about %q", want)
		}
	}
}

func TestMarch2026Numbers(t *testing.T) {
	e := march(t)
	for key, want := range map[string]struct {
		priority, words string
		whole           int
	}{
		"early_talks":                                  {"1.1", "at least 6 months", 6},
		"steering_group_meets":                         {"1.2", "at least quarterly", 0},
		"retention_share":                              {"1.3", "at most 25%", 25},
		"contract_length":                              {"2.2", "at least 3 years", 3},
		"providers_with_complete_flow":                 {"3.1", "89%", 89},
		"contract_meetings":                            {"3.2", "at least quarterly", 0},
		"mdt_meetings":                                 {"3.3", "weekly", 0},
		"job_outcome_rate":                             {"3.4", "at least 40%", 40},
		"job_outcome_rate_new":                         {"3.4", "at least 30% to 40%", 30},
		"job_outcome_rate_mature":                      {"3.4", "40% to 55%", 40},
		"people_per_employment_specialist":             {"4.1", "at most 40 unemployed people", 40},
		"employment_specialists_per_team_leader":       {"4.1", "at most 6 FTE", 6},
		"employment_specialists_per_team_leader_upper": {"4.1", "at most 10 FTE", 10},
		"team_leaders_per_service_manager":             {"4.1", "at most 5 FTE", 5},
		"service_manager_band_upper":                   {"4.2", "Band 8a", 0},
		"onboarding_enrolment":                         {"4.3", "at most 1 month", 1},
		"qualification_level":                          {"4.4", "Level 3", 3},
		"short_contract":                               {"4.5", "under 3 years", 3},
		"people_who_want_to_work":                      {"7.1", "about 80%", 80},
	} {
		n, priority, found := e.Number(key)
		if whole, isWhole := n.Int(); !found || priority != want.priority || n.Words() != want.words || whole != want.whole ||
			isWhole != (want.whole > 0) {
			t.Errorf("%s: %q (%d) in %q, want %+v", key, n.Words(), whole, priority, want)
		}
	}
	if _, _, found := e.Number("none"); found {
		t.Error("a number that is not there was found")
	}
}

func TestFind(t *testing.T) {
	e := march(t)
	for _, c := range []struct{ key, before, after string }{
		{"1.1", "", "1.2"}, {"1.3", "1.2", "2.1"}, {"6.2", "6.1", "7.1"}, {"7.1", "6.2", ""}, {"9.9", "", ""}, {"", "", ""},
	} {
		previous, hasPrevious := e.Previous(c.key)
		next, hasNext := e.Next(c.key)
		if previous.Key != c.before || hasPrevious != (c.before != "") || next.Key != c.after || hasNext != (c.after != "") {
			t.Errorf("around %q: %q and %q, want %q and %q", c.key, previous.Key, next.Key, c.before, c.after)
		}
	}
	p, found := e.Priority("4.2")
	if !found || p.Section() != 4 || p.Responsibility.Words() != "Commissioner and provider" {
		t.Errorf("4.2: %t, section %d, %s", found, p.Section(), p.Responsibility.Words())
	}
	if p, _ := e.Priority("2.2"); p.Responsibility.Words() != "Commissioner" {
		t.Errorf("2.2 is the responsibility of %s", p.Responsibility.Words())
	}
	if _, found := e.Priority("1.10"); found {
		t.Error("a priority that is not there was found")
	}
	for number, want := range map[int]string{
		1: "Local service specifications", 7: "Social and economic development", 0: "", 8: "",
		-1: "",
	} {
		if s, found := e.Section(number); s.Title != want || found != (want != "") {
			t.Errorf("section %d: %q, %t", number, s.Title, found)
		}
	}
	if r, found := e.Priorities()[13].Point("r1"); !found || r.ID != "r1" {
		t.Error("the resource of 4.3 was not found")
	}
	if _, found := p.Point("c9"); found {
		t.Error("a point that is not there was found")
	}
}

func TestSpans(t *testing.T) {
	for _, c := range []struct {
		text, plain string
		want        []Span
	}{
		{"No figure.", "No figure.", []Span{{"No figure.", false}}},
		{"At least **40%** of it.", "At least 40% of it.", []Span{{"At least ", false}, {"40%", true}, {" of it.", false}}},
		{"**1 FTE** for **6 FTE**", "1 FTE for 6 FTE", []Span{{"1 FTE", true}, {" for ", false}, {"6 FTE", true}}},
		{"", "", nil},
	} {
		p := Point{Text: c.text}
		if got := p.Spans(); !slices.Equal(got, c.want) {
			t.Errorf("%q: %v, want %v", c.text, got, c.want)
		}
		if got := p.Plain(); got != c.plain {
			t.Errorf("%q: %q, want %q", c.text, got, c.plain)
		}
	}
}

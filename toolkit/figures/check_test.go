package figures_test

import (
	"strings"
	"testing"

	"ipstoolkit/toolkit/calendar"
	"ipstoolkit/toolkit/figures"
	"ipstoolkit/toolkit/number"
	"ipstoolkit/toolkit/privacy"
)

// with is a return with numbers typed into some fields.
func with(r figures.Return, typed map[string]string) figures.Return {
	for name, text := range typed {
		if err := figures.FieldOf(name).Read(&r, text); err != nil {
			panic(err)
		}
	}
	return r
}

// fieldsOf are the fields with problems, with spaces between.
func fieldsOf(r figures.Return, step figures.Step, before figures.Return) string {
	var names []string
	for _, p := range r.For(step, "2027-07-01", before) {
		names = append(names, p.Field)
	}
	return strings.Join(names, " ")
}

func TestJumps(t *testing.T) {
	for _, c := range []struct {
		name        string
		field       string
		before, now string
		want        bool
	}{
		{"exactly half up", "access_unemployed", "20", "30", false},
		{"one more than half up", "access_unemployed", "20", "31", true},
		{"exactly half down", "access_unemployed", "20", "10", false},
		{"one more than half down", "access_unemployed", "20", "9", true},
		{"an odd number, half down", "access_unemployed", "21", "11", false},
		{"an odd number, more than half down", "access_unemployed", "21", "10", true},
		{"both below ten", "kept_work", "1", "9", false},
		{"up to ten", "kept_work", "6", "10", true},
		{"down from ten", "kept_work", "10", "4", true},
		{"down from ten by half", "kept_work", "10", "5", false},
		{"from nothing to nine", "kept_work", "0", "9", false},
		{"from nothing to ten", "kept_work", "0", "10", true},
		{"to nothing", "kept_work", "10", "0", true},
		{"the same", "kept_work", "12", "12", false},
		{"posts, half up", "es_in_post", "10", "15", false},
		{"posts, a hundredth more", "es_in_post", "10", "15.01", true},
		{"posts just below ten", "es_in_post", "4", "9.99", false},
		{"not given now", "kept_work", "20", "", false},
		{"not given before", "kept_work", "", "20", false},
		{"a figure without a column", "referrals", "20", "31", true},
	} {
		t.Run(c.name, func(t *testing.T) {
			before := with(figures.Return{Quarter: "2026Q1"}, map[string]string{c.field: c.before})
			now := with(figures.Return{Quarter: "2026Q2"}, map[string]string{c.field: c.now})
			jumps := now.Jumps(before)
			if got := len(jumps) == 1; got != c.want || got && jumps[0].Field.Name != c.field {
				t.Errorf("jumps %+v, want one: %v", jumps, c.want)
			}
		})
	}
}

func TestAJumpAsksForAWord(t *testing.T) {
	before, now := filled(), filled()
	now.Quarter, now.KeptWork = "2026Q2", number.CountOf(30)
	const want = "why_kept_work"
	if got := fieldsOf(now, figures.Submit, before); got != want {
		t.Errorf("submitting asks for %q, want %q", got, want)
	}
	now.Reason = "Counted anew"
	if got := fieldsOf(now, figures.Correct, before); got != want {
		t.Errorf("correcting asks for %q, want %q", got, want)
	}
	if got := fieldsOf(now, figures.Save, before); got != "" {
		t.Errorf("a draft may jump: %q", got)
	}
	if got := now.For(figures.Submit, "2027-07-01", before).For(want); got !=
		"People in work at the start who kept their job went from 3 in Quarter 1 2026/27 to 30: give the reason beside it, or in the note" {
		t.Errorf("words %q", got)
	}
	said := now
	said.Reasons = map[string]string{"kept_work": "A new team"}
	noted := now
	noted.Note = "A new team"
	for _, r := range []figures.Return{said, noted} {
		if got := fieldsOf(r, figures.Submit, before); got != "" {
			t.Errorf("with a word it is still refused: %q", got)
		}
	}
}

func TestPartsAboveTheirWhole(t *testing.T) {
	agreed := figures.Set{N: 1, From: "2026Q1", Parts: []string{"not_taken", "retention_asked"}}
	for _, c := range []struct {
		name  string
		typed map[string]string
		want  string
	}{
		{"as many senior specialists as specialists", map[string]string{"es_in_post": "4.2", "senior_es_in_post": "4.2"}, ""},
		{"a hundredth more", map[string]string{"es_in_post": "4.2", "senior_es_in_post": "4.21"}, "senior_es_in_post"},
		{"more senior posts funded than posts", map[string]string{"es_funded": "4", "senior_es_funded": "5"}, "senior_es_funded"},
		{
			"more senior posts funded than posts, with enough in post",
			map[string]string{"es_in_post": "6", "es_funded": "4", "senior_es_funded": "5"},
			"senior_es_funded",
		},
		{"first jobs above all jobs", map[string]string{"first_job_starts": "4", "job_starts": "3"}, "first_job_starts"},
		{"the whole is not known", map[string]string{"es_in_post": "", "senior_es_in_post": "5"}, ""},
		{"first jobs above access is true", map[string]string{"access_unemployed": "1", "first_job_starts": "3", "job_starts": "3"}, ""},
		{"told more than not taken on", map[string]string{"not_taken": "2", "told_referrer": "3"}, "told_referrer"},
		{"redirected more than asked", map[string]string{"retention_asked": "2", "retention_redirected": "3"}, "retention_redirected"},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := filled()
			r.Asked = agreed
			var got []string
			for _, p := range with(r, c.typed).Check() {
				got = append(got, p.Field)
			}
			if strings.Join(got, " ") != c.want {
				t.Errorf("refused %q, want %q", got, c.want)
			}
		})
	}
}

func TestSourcesAddUpToReferrals(t *testing.T) {
	r := filled()
	r.Asked = figures.Set{N: 1, From: "2026Q1", Parts: []string{"sources"}}
	sources := map[string]string{"referrals": "20"}
	for _, f := range r.Asked.Fields() {
		sources[f.Name] = "1"
	}
	first := r.Asked.Fields()[0].Name
	for _, c := range []struct {
		name, gp, self string
		want           string
	}{
		{"they add up", "3", "3", ""},
		{"one too few", "2", "3", first},
		{"one too many", "4", "3", first},
		{"one is not given", "3", "", "source_self"},
		{"one is not given, and already too many", "20", "", "source_self " + first},
	} {
		t.Run(c.name, func(t *testing.T) {
			sources["source_gp"], sources["source_self"] = c.gp, c.self
			if got := fieldsOf(with(r, sources), figures.Submit, figures.Return{}); got != c.want {
				t.Errorf("refused %q, want %q", got, c.want)
			}
		})
	}
	none := r
	if got := fieldsOf(none, figures.Submit, figures.Return{}); got != first {
		t.Errorf("nothing given asks for %q, want %q alone", got, first)
	}
	none.Reasons = map[string]string{"source_pharmacist": "Our system does not say"}
	if got := fieldsOf(none, figures.Submit, figures.Return{}); got != "" {
		t.Errorf("a word stands for the part: %q", got)
	}
}

// TestWhatIsNotTakenOnAddsUp: the reasons add up to the referrals not taken on, and so do the places that people were
// sent to.
func TestWhatIsNotTakenOnAddsUp(t *testing.T) {
	r := filled()
	r.Asked = figures.Set{N: 1, From: "2026Q1", Parts: []string{"not_taken"}}
	typed := map[string]string{"not_taken": "6"}
	for _, f := range r.Asked.Fields() {
		switch {
		case f.Name == "not_taken_not_eligible", strings.HasPrefix(f.Name, "sent_"), f.Name == "told_referrer":
			typed[f.Name] = "1"
		case f.Name != "not_taken":
			typed[f.Name] = "0"
		}
	}
	for _, c := range []struct {
		name, reasons, places string
		want                  string
	}{
		{"they add up", "6", "3", ""},
		{"a reason too few", "5", "3", "not_taken_not_eligible"},
		{"a place too few", "6", "2", "sent_talking_therapies"},
		{"a place too many", "6", "4", "sent_talking_therapies"},
	} {
		t.Run(c.name, func(t *testing.T) {
			typed["not_taken_not_eligible"], typed["sent_talking_therapies"] = c.reasons, c.places
			if got := fieldsOf(with(r, typed), figures.Submit, figures.Return{}); got != c.want {
				t.Errorf("refused %q, want %q", got, c.want)
			}
		})
	}
}

func TestWhatIsAskedLaterDoesNotHoldUpEarlierQuarters(t *testing.T) {
	for _, c := range []struct {
		name string
		q    calendar.Quarter
		step figures.Step
		why  string
		want string
	}{
		{"submitted for a quarter before", "2026Q2", figures.Submit, "", ""},
		{"corrected for a quarter before", "2026Q2", figures.Correct, "", ""},
		{"the first quarter that asks", "2026Q3", figures.Submit, "", "referrals"},
		{"corrected in it", "2026Q3", figures.Correct, "", "referrals"},
		{"with a word in its place", "2026Q3", figures.Submit, "The system was changed", ""},
		{"a draft", "2026Q3", figures.Save, "", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := with(filled(), map[string]string{"referrals": ""})
			r.Quarter, r.Reason, r.Reasons = c.q, "Counted twice", map[string]string{"referrals": c.why}
			if got := fieldsOf(r, c.step, figures.Return{}); got != c.want {
				t.Errorf("asks for %q, want %q", got, c.want)
			}
		})
	}
}

func TestTextsBesideFiguresAreLookedAt(t *testing.T) {
	for _, c := range []struct {
		name   string
		change func(r *figures.Return)
		want   string
	}{
		{"a word", func(r *figures.Return) { r.Reasons = map[string]string{"kept_work": "Two moved away"} }, ""},
		{
			"an NHS number beside a figure", func(r *figures.Return) { r.Reasons = map[string]string{"kept_work": "For 999 000 0018"} },
			"why_kept_work",
		},
		{"a number that a person has confirmed", func(r *figures.Return) {
			r.Note = "For 999 000 0018"
			r.Confirmed = privacy.Confirmation(r.Numbers())
		}, ""},
		{"another number than the confirmed one", func(r *figures.Return) {
			r.Note = "For 999 000 0018"
			r.Confirmed = privacy.Confirmation(r.Numbers())
			r.Note = "For 999 000 0026"
		}, "note"},
		{"a word of 300 characters", func(r *figures.Return) { r.Reasons = map[string]string{"kept_work": strings.Repeat("é", 300)} }, ""},
		{"one more", func(r *figures.Return) { r.Reasons = map[string]string{"kept_work": strings.Repeat("é", 301)} }, "why_kept_work"},
		{"an NHS number as a team's name", func(r *figures.Return) { r.Teams = []figures.Team{{Name: "999 000 0018"}} }, "team_1"},
		{"a team's name that is too long", func(r *figures.Return) { r.Teams = []figures.Team{{Name: strings.Repeat("x", 81)}} }, "team_1"},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := filled()
			c.change(&r)
			if got := fieldsOf(r, figures.Save, figures.Return{}); got != c.want {
				t.Errorf("refused %q, want %q", got, c.want)
			}
		})
	}
}

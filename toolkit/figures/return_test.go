package figures_test

import (
	"math/big"
	"testing"

	"ipstoolkit/toolkit/figures"
	"ipstoolkit/toolkit/number"
)

func filled() figures.Return {
	r := figures.Return{Provider: "p1", Quarter: "2026Q1"}
	for _, f := range figures.Fields {
		if err := f.Read(&r, "3"); err != nil {
			panic(err)
		}
	}
	return r
}

func TestReadKeepsWhatIsRight(t *testing.T) {
	typed := map[string]string{
		"access_unemployed": "1,200", "access_retention": "-4", "es_in_post": "18.5", "tl_in_post": "three",
		"note": "Two posts are vacant.",
	}
	var r figures.Return
	wrong := figures.Read(&r, func(name string) string { return typed[name] })
	if r.AccessUnemployed != number.CountOf(1200) || r.InPost.ES != number.FTEOf(1850) || r.Note != "Two posts are vacant." {
		t.Errorf("read %+v", r)
	}
	if r.FirstJobStarts.Known || r.Funded.ES.Known {
		t.Error("an empty field is not known, never 0")
	}
	if len(wrong) != 2 || wrong[0].Field != "access_retention" || wrong[1].Field != "tl_in_post" {
		t.Fatalf("wrong %v", wrong)
	}
	if got, want := wrong.For("tl_in_post"), "Team leaders in post (FTE) must be a number, like 18.5"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestEveryFieldGoesToItsOwnPlace(t *testing.T) {
	seen := map[string]bool{}
	for i, f := range figures.AllFields() {
		if seen[f.Name] || f.Label == "" {
			t.Errorf("field %q is there twice or has no label", f.Name)
		}
		seen[f.Name] = true
		var r figures.Return
		if err := f.Read(&r, "7"); err != nil {
			t.Fatal(err)
		}
		for j, other := range figures.AllFields() {
			if v, known := other.Value(r); known != (i == j) || known && v.Cmp(big.NewRat(7, 1)) != 0 {
				t.Errorf("7 put into %s reads %v, %v from %s", f.Name, v, known, other.Name)
			}
		}
	}
	for _, name := range []string{"access_unemployed", "access_retention", "first_job_starts", "kept_work"} {
		if f := figures.FieldOf(name); !f.People || f.Optional {
			t.Errorf("%s is a count of people and needed", name)
		}
	}
}

func TestText(t *testing.T) {
	r := figures.Return{AccessUnemployed: number.CountOf(1200), InPost: figures.Posts{ES: number.FTEOf(1850)}}
	for name, want := range map[string]string{"access_unemployed": "1,200", "es_in_post": "18.50", "kept_work": "", "tl_in_post": ""} {
		if got := figures.FieldOf(name).Text(r); got != want {
			t.Errorf("%s reads %q, want %q", name, got, want)
		}
	}
}

func TestCheckAndMissing(t *testing.T) {
	r := filled()
	if wrong := append(r.Check(), r.Missing("2026-07-01")...); len(wrong) != 0 {
		t.Errorf("a full return is refused: %v", wrong)
	}
	r.AccessUnemployed, r.InPost.SM = number.CountOf(20_000), number.FTEOf(100_000)
	if wrong := r.Check(); len(wrong) != 0 {
		t.Errorf("as many as can be believed are refused: %v", wrong)
	}
	r.AccessRetention = number.CountOf(-1)
	r.InPost.SM = number.FTEOf(100_001)
	if wrong := r.Check(); len(wrong) != 2 || wrong[0].Field != "access_retention" || wrong[1].Field != "sm_in_post" {
		t.Errorf("check says %v", wrong)
	}
	t.Run("the quarter has to be over", func(t *testing.T) {
		if wrong := filled().Missing("2026-06-30"); len(wrong) != 1 ||
			wrong[0].Message != "Quarter 1 (April to June 2026) can be submitted from 1 July 2026" {
			t.Errorf("on its last day: %v", wrong)
		}
	})
	t.Run("funded posts may be missing, people and posts may not", func(t *testing.T) {
		r := filled()
		r.Funded = figures.Posts{}
		r.KeptWork, r.InPost.TL = number.Count{}, number.FTE{}
		wrong := r.Missing("2026-07-01")
		if len(wrong) != 2 || wrong[0].Field != "kept_work" || wrong[1].Field != "tl_in_post" {
			t.Errorf("missing %v", wrong)
		}
	})
}

func TestNoticesRefuseNothing(t *testing.T) {
	r := figures.Return{
		AccessUnemployed: number.CountOf(10), FirstJobStarts: number.CountOf(11),
		AccessRetention: number.CountOf(2), KeptWork: number.CountOf(3),
		InPost: figures.Posts{ES: number.FTEOf(601)}, Funded: figures.Posts{ES: number.FTEOf(600)},
	}
	if len(r.Check()) != 0 || len(r.Notices()) != 3 {
		t.Errorf("check %v, notices %q", r.Check(), r.Notices())
	}
	r.FirstJobStarts, r.KeptWork, r.InPost.ES = number.CountOf(10), number.CountOf(2), number.FTEOf(600)
	if len(r.Notices()) != 0 {
		t.Errorf("as many as accessed is nothing to notice: %q", r.Notices())
	}
	for name, posts := range map[string]figures.Posts{
		"employment specialists": {ES: number.FTEOf(101), TL: number.FTEOf(100), SM: number.FTEOf(100)},
		"team leaders":           {ES: number.FTEOf(100), TL: number.FTEOf(101), SM: number.FTEOf(100)},
		"service managers":       {ES: number.FTEOf(100), TL: number.FTEOf(100), SM: number.FTEOf(101)},
	} {
		hundred := number.FTEOf(100)
		r := figures.Return{InPost: posts, Funded: figures.Posts{ES: hundred, TL: hundred, SM: hundred}}
		if got := r.Notices(); len(got) != 1 || got[0] != "More "+name+" are in post than are funded." {
			t.Errorf("%s: %q", name, got)
		}
	}
	fewerManagers := figures.Return{
		InPost: figures.Posts{TL: number.FTEOf(300)},
		Funded: figures.Posts{TL: number.FTEOf(300), SM: number.FTEOf(100)},
	}
	if got := fewerManagers.Notices(); len(got) != 0 {
		t.Errorf("posts of another role are nothing to notice: %q", got)
	}
}

// TestStepsAskForTheirText: a question, an answer and a correction each need their own words, and not those of another
// step.
func TestStepsAskForTheirText(t *testing.T) {
	for _, c := range []struct {
		name string
		step figures.Step
		r    figures.Return
		want string
	}{
		{"a question without words", figures.Ask, figures.Return{Note: "A note", Answer: "An answer"}, "query"},
		{"a question", figures.Ask, figures.Return{Query: "Are posts counted twice?"}, ""},
		{"an answer without words", figures.Answer, figures.Return{Note: "A note", Query: "A question"}, "answer"},
		{"an answer", figures.Answer, figures.Return{Answer: "They are not."}, ""},
		{
			"a correction without its reason", figures.Correct,
			figures.Return{Note: "A note", Query: "A question", Answer: "An answer"},
			"reason",
		},
		{"a correction", figures.Correct, figures.Return{Reason: "Counted twice"}, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := filled()
			r.Note, r.Query, r.Answer, r.Reason = c.r.Note, c.r.Query, c.r.Answer, c.r.Reason
			if got := fieldsOf(r, c.step, figures.Return{}); got != c.want {
				t.Errorf("asks for %q, want %q", got, c.want)
			}
		})
	}
}

func TestSteps(t *testing.T) {
	all := []figures.State{"", figures.Draft, figures.Submitted, figures.Queried, figures.Accepted, figures.Corrected}
	for step, want := range map[figures.Step][]figures.State{
		figures.Save:    {figures.Draft, figures.Draft, "", "", "", ""},
		figures.Submit:  {figures.Submitted, figures.Submitted, "", "", "", ""},
		figures.Ask:     {"", "", figures.Queried, "", figures.Queried, figures.Queried},
		figures.Answer:  {"", "", "", figures.Submitted, "", ""},
		figures.Accept:  {"", "", figures.Accepted, figures.Accepted, "", figures.Accepted},
		figures.Correct: {"", "", figures.Corrected, figures.Corrected, figures.Corrected, figures.Corrected},
		"shred":         {"", "", "", "", "", ""},
	} {
		for i, from := range all {
			next, ok := from.After(step)
			if ok != (want[i] != "") || ok && next != want[i] {
				t.Errorf("%s from %q leads to %q, %v; want %q", step, from, next, ok, want[i])
			}
		}
	}
	for i, measured := range []bool{false, false, true, true, true, true} {
		if all[i].Measured() != measured {
			t.Errorf("%q measured: %v", all[i], !measured)
		}
	}
}

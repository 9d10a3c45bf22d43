package compare_test

import (
	"errors"
	"fmt"
	"os"
	"strings"
	"testing"

	"ipstoolkit/demo/sample"
	"ipstoolkit/toolkit/assessment"
	"ipstoolkit/toolkit/compare"
	"ipstoolkit/toolkit/edition"
	"ipstoolkit/toolkit/round"
	"ipstoolkit/toolkit/view"
)

// keys are priorities as "3.4 Not started > In progress".
func keys(list []compare.Priority) string {
	var words []string
	for _, p := range list {
		words = append(words, strings.TrimSpace(p.Key+" "+p.Was))
	}
	return strings.Join(words, ",")
}

func document(t *testing.T, a view.Audience, change func(e map[string]assessment.Entry)) round.Document {
	t.Helper()
	s := sample.ICB()
	if change != nil {
		change(s.Entries)
	}
	d, err := round.Of(s.For(a))
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func shipped(t *testing.T) *edition.Library {
	t.Helper()
	l, err := edition.LoadFolder("")
	if err != nil {
		t.Fatal(err)
	}
	return l
}

func TestOf(t *testing.T) {
	set := func(key string, s assessment.Status, notes string) func(map[string]assessment.Entry) {
		return func(all map[string]assessment.Entry) {
			e := all[key]
			e.Priority, e.Status = key, s
			if notes != "" {
				e.Notes = notes
			}
			all[key] = e
		}
	}
	for _, tt := range []struct {
		name          string
		before, after func(map[string]assessment.Entry)
		want          string // forward | back | first | gone | texts
		words         string
	}{
		{"nothing changed", nil, nil, "||||", "0 moved forward, 0 moved back, 22 the same"},
		{
			"forward", set("1.1", assessment.NotStarted, ""), set("1.1", assessment.InProgress, ""), "1.1||||",
			"1 moved forward, 0 moved back, 21 the same",
		},
		{
			"back", set("1.1", assessment.InPlace, ""), set("1.1", assessment.InProgress, ""), "|1.1|||",
			"0 moved forward, 1 moved back, 21 the same",
		},
		{
			"first", set("1.1", assessment.NotAnswered, ""), set("1.1", assessment.InProgress, ""), "||1.1||",
			"0 moved forward, 0 moved back, 1 answered for the first time, 21 the same",
		},
		{
			"no longer answered", set("1.1", assessment.InPlace, ""), set("1.1", assessment.NotAnswered, ""), "|||1.1|",
			"0 moved forward, 0 moved back, 1 no longer answered, 21 the same",
		},
		{
			"a text alone", set("1.1", assessment.InPlace, "One note"), set("1.1", assessment.InPlace, "Another note"), "||||1.1",
			"0 moved forward, 0 moved back, 22 the same",
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			c, err := compare.Of(document(t, view.SteeringGroup, tt.before), document(t, view.SteeringGroup, tt.after), shipped(t))
			if err != nil {
				t.Fatal(err)
			}
			got := strings.Join([]string{keys(c.Forward), keys(c.Back), keys(c.First), keys(c.Gone), keys(c.Texts)}, "|")
			if got != tt.want || c.Words() != tt.words || len(c.Results)+len(c.Figures) > 0 {
				t.Errorf("%s, %s, %d results", got, c.Words(), len(c.Results))
			}
		})
	}
}

// TestOlderSchemas: documents that older programs have sealed are compared too, each audience's with its own.
func TestOlderSchemas(t *testing.T) {
	for name, a := range map[string]view.Audience{"commissioners": view.Commissioners, "steering-group": view.SteeringGroup} {
		data, err := os.ReadFile("../round/testdata/schema1/" + name + ".json")
		if err != nil {
			t.Fatal(err)
		}
		old, err := round.Read(data)
		if err != nil {
			t.Fatal(err)
		}
		l := shipped(t)
		now := document(t, a, nil)
		c, err := compare.Of(old, now, l)
		if err != nil || len(c.Same)+len(c.Forward)+len(c.Back)+len(c.First)+len(c.Gone) != 22 {
			t.Errorf("%s: %v, %s", name, err, c.Words())
		}
		other := document(t, view.Provider("n"), nil)
		if _, err := compare.Of(old, other, l); !errors.Is(err, compare.ErrOthers) {
			t.Errorf("with a provider's: %v", err)
		}
	}
}

// TestSmallNumbersStayMasked: what a document shows masked is masked in a comparison.
func TestSmallNumbersStayMasked(t *testing.T) {
	before := document(t, view.SteeringGroup, nil)
	after := before
	after.Results = append([]round.Result{}, before.Results...)
	r := after.Results[0]
	r.Line.Shown, r.Line.Masked, r.Line.Result = "*", true, "not shown"
	after.Results[0] = r
	c, err := compare.Of(before, after, shipped(t))
	if err != nil || len(c.Results) != 1 || c.Results[0].Is.Value != "*" || c.Results[0].Is.Result != "not shown" {
		t.Errorf("%+v, %v", c.Results, err)
	}
}

// TestResultsOfProviders: each line that differs is there once, the ICB's and each provider's.
func TestResultsOfProviders(t *testing.T) {
	before, after := document(t, view.Commissioners, nil), document(t, view.Commissioners, nil)
	for i := range after.Results {
		r := &after.Results[i]
		r.Line.Shown += " now"
		for j := range r.Lines {
			r.Lines[j].Shown += " now"
		}
	}
	c, err := compare.Of(before, after, shipped(t))
	if err != nil {
		t.Fatal(err)
	}
	seen, providers := map[string]int{}, 0
	for _, r := range c.Results {
		if seen[r.Named()+r.Was.Value]++; r.Provider != "" {
			providers++
		}
	}
	for name, n := range seen {
		if n > 1 {
			t.Errorf("%s is there %d times", name, n)
		}
	}
	if providers < 10 {
		t.Errorf("%d lines of providers", providers)
	}
}

// TestFigures: a quarter that came in, and one that was corrected, in the words of the figures.
func TestFigures(t *testing.T) {
	after := document(t, view.Commissioners, nil)
	before := after
	before.Returns = append([]round.Return{}, after.Returns[1:]...)
	changed := before.Returns[0]
	changed.Figures = map[string]round.Decimal{}
	for name, d := range before.Returns[0].Figures {
		changed.Figures[name] = d
	}
	changed.Figures["access_unemployed"] = "7.00"
	before.Returns[0] = changed
	c, err := compare.Of(before, after, shipped(t))
	if err != nil {
		t.Fatal(err)
	}
	came, lines := 0, []string{}
	for _, f := range c.Figures {
		if f.CameIn {
			came++
		}
		lines = append(lines, f.Changes...)
	}
	if came != 1 || len(lines) != 1 || !strings.HasPrefix(lines[0], "People out of work who accessed the service: ") ||
		!strings.HasSuffix(lines[0], ", before 7") {
		t.Errorf("%d came in, %q", came, lines)
	}
}

func TestWords(t *testing.T) {
	for _, tt := range []struct{ before, after, want string }{
		{"", "", ""},
		{"one two three", "one two three", "=one two three"},
		{"one two three", "one 2 three", "=one |-two |+2 |=three"},
		{"", "new", "+new"},
		{"old", "", "-old"},
		{"a b c d", "a c d e", "=a |-b |=c |-d|+d e"},
		{"Line one.\nLine two.", "Line one.\nLine 2.", "=Line one.\nLine |-two.|+2."},
		{"é è", "é ê", "=é |-è|+ê"},
	} {
		signs := map[compare.Side]string{compare.Both: "=", compare.Only1: "-", compare.Only2: "+"}
		var got []string
		for _, p := range compare.Words(tt.before, tt.after) {
			got = append(got, signs[p.In]+p.Text)
		}
		if strings.Join(got, "|") != tt.want {
			t.Errorf("%q and %q: %q", tt.before, tt.after, strings.Join(got, "|"))
		}
	}
}

// FuzzWords: nothing of either text is lost, and long texts do not take long.
func FuzzWords(f *testing.F) {
	f.Add("a b", "b a")
	f.Add(strings.Repeat("x y ", 4000), strings.Repeat("y z ", 4000))
	f.Add("\n\n  a\t", " \u00a0a")
	f.Fuzz(func(t *testing.T, before, after string) {
		var one, two strings.Builder
		for _, p := range compare.Words(before, after) {
			if p.In != compare.Only2 {
				fmt.Fprint(&one, p.Text)
			}
			if p.In != compare.Only1 {
				fmt.Fprint(&two, p.Text)
			}
		}
		if one.String() != before || two.String() != after {
			t.Errorf("%q and %q came apart", before, after)
		}
	})
}

package evidence

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"ipstoolkit/toolkit/edition"
	"ipstoolkit/toolkit/privacy"
	"ipstoolkit/toolkit/problem"
)

func TestCheck(t *testing.T) {
	good := Evidence{Title: "Minutes of the steering group", Link: "https://example.org/minutes", Places: []Place{{"1.2", ""}}}
	cases := []struct {
		name   string
		change func(e *Evidence)
		files  int
		field  string // the first field with a problem; "" when there is none
		words  string
	}{
		{"a link alone", func(*Evidence) {}, 0, "", ""},
		{"a file alone", func(e *Evidence) { e.Link = "" }, 1, "", ""},
		{"neither", func(e *Evidence) { e.Link = "" }, 0, "link", "Enter a link or choose a file"},
		{"no title", func(e *Evidence) { e.Title = " \t" }, 0, "title", "Enter a title"},
		{"long title", func(e *Evidence) { e.Title = strings.Repeat("é", 201) }, 0, "title", "Title must be 200 characters or fewer"},
		{"title as long as may be", func(e *Evidence) { e.Title = strings.Repeat("é", 200) }, 0, "", ""},
		{"number in the title", func(e *Evidence) { e.Title = "About 999 000 0018" }, 0, "title", "Title must not include an NHS number"},
		{
			"number in the link", func(e *Evidence) { e.Link = "https://example.org/999%20000%200018" }, 0, "link",
			"Link must not include an NHS number",
		},
		{"confirmed number", func(e *Evidence) {
			e.Title = "Contract 999 000 0018"
			e.Confirmed = privacy.Confirmation(privacy.NHSNumbers("9990000018"))
		}, 0, "", ""},
		{"http", func(e *Evidence) { e.Link = "http://example.org" }, 0, "", ""},
		{"script", func(e *Evidence) { e.Link = "javascript:alert(1)" }, 0, "link", "Enter a link that starts with https://"},
		{"data", func(e *Evidence) { e.Link = "data:text/html,x" }, 0, "link", "Enter a link that starts with https://"},
		{"file on a disk", func(e *Evidence) { e.Link = `file:///c:/a` }, 0, "link", "Enter a link that starts with https://"},
		{"shared folder", func(e *Evidence) { e.Link = `\\server\a` }, 0, "link", "Enter a link that starts with https://"},
		{"no scheme", func(e *Evidence) { e.Link = "www.example.org" }, 0, "link", "Enter a link that starts with https://"},
		{"no host", func(e *Evidence) { e.Link = "https:///a" }, 0, "link", "Enter a link that starts with https://"},
		{"a space inside", func(e *Evidence) { e.Link = "https://example.org/a b" }, 0, "link", "Enter a link that starts with https://"},
		{"user name and password", func(e *Evidence) { e.Link = "https://a:b@example.org" }, 0, "link", "Enter a link without a user name"},
		{"long link", func(e *Evidence) { e.Link = "https://example.org/" + strings.Repeat("a", 2000) }, 0, "link", "Link must be 2,000"},
		{"a period", func(e *Evidence) { e.From, e.To = "2026-07-01", "2026-09-30" }, 0, "", ""},
		{"one day", func(e *Evidence) { e.From, e.To = "2026-07-01", "2026-07-01" }, 0, "", ""},
		{"no end", func(e *Evidence) { e.From = "2026-07-01" }, 0, "to-day", "Enter when the period ends"},
		{"no beginning", func(e *Evidence) { e.To = "2026-07-01" }, 0, "from-day", "Enter when the period begins"},
		{"back to front", func(e *Evidence) { e.From, e.To = "2026-07-02", "2026-07-01" }, 0, "to-day", "The end of the period must be"},
		{"no priority", func(e *Evidence) { e.Places = nil }, 0, "priority", "Choose at least one priority"},
		{
			"unknown priority", func(e *Evidence) { e.Places = []Place{{"9.9", ""}} }, 0, "priority",
			"Choose priorities and statements from the list",
		},
		{
			"unknown point", func(e *Evidence) { e.Places = []Place{{"3.4", "c99"}} }, 0, "priority",
			"Choose priorities and statements from the list",
		},
		{
			"a resource is no point", func(e *Evidence) { e.Places = []Place{{"4.3", "r1"}} }, 0, "priority",
			"Choose priorities and statements from the list",
		},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			e := good
			e.Places = slices.Clone(good.Places)
			c.change(&e)
			err := e.Check(edition.Current(), c.files)
			var list problem.List
			if err != nil && !errors.As(err, &list) {
				t.Fatal(err)
			}
			switch {
			case c.field == "" && err != nil:
				t.Errorf("refused: %v", err)
			case c.field != "" && (len(list) != 1 || list[0].Field != c.field || !strings.HasPrefix(list[0].Message, c.words)):
				t.Errorf("got %v, want %s: %s", err, c.field, c.words)
			}
		})
	}
}

func TestCheckPutsPlacesInOrder(t *testing.T) {
	e := Evidence{
		Title: "x", Link: "https://example.org",
		Places: []Place{PlaceOf("3.4 c2"), PlaceOf("1.2"), PlaceOf("3.4 c1"), PlaceOf("1.2")},
	}
	if err := e.Check(edition.Current(), 0); err != nil {
		t.Fatal(err)
	}
	if got, want := e.PlacesText(), "1.2, 3.4, 3.4 c1, 3.4 c2"; got != want {
		t.Errorf("places %q, want %q: a point brings its priority", got, want)
	}
	if got := e.Priorities(); !slices.Equal(got, []string{"1.2", "3.4"}) {
		t.Errorf("priorities %q", got)
	}
}

func TestSortPlaces(t *testing.T) {
	e := Evidence{Places: []Place{
		{"3.4", "b1"},
		{"3.4", "c10"},
		{"4.2", ""},
		{"3.4", "c2"},
		{"3.4", "c1.2"},
		{"3.4", ""},
		{"3.4", "c1"},
		{"1.2", ""},
	}}
	e.SortPlaces()
	if got, want := e.PlacesText(), "1.2, 3.4, 3.4 c1, 3.4 c1.2, 3.4 c2, 3.4 c10, 3.4 b1, 4.2"; got != want {
		t.Errorf("order %q, want %q", got, want)
	}
}

func TestStateAfter(t *testing.T) {
	want := map[State]map[Act]State{
		New:       {Query: Queried, Accept: Accepted, Withdraw: Withdrawn},
		Queried:   {Query: Queried, Answer: New, Accept: Accepted, Withdraw: Withdrawn},
		Accepted:  {Query: Queried, Withdraw: Withdrawn},
		Withdrawn: {},
	}
	for _, s := range States {
		for _, a := range []Act{Query, Answer, Accept, Withdraw} {
			got, ok := s.After(a)
			if wanted, allowed := want[s][a]; ok != allowed || ok && got != wanted {
				t.Errorf("%s after %s: %s, %t; want %s, %t", s, a, got, ok, wanted, allowed)
			}
		}
	}
}

func TestCheckMessage(t *testing.T) {
	cases := []struct {
		name, text, confirmed string
		act                   Act
		words                 string
	}{
		{"question", "Which period?", "", Query, ""},
		{"no question", "", "", Query, "Enter your question"},
		{"no answer", " ", "", Answer, "Enter your answer"},
		{"no reason", "", "", Withdraw, "Enter why it is withdrawn"},
		{"accepting needs no words", "", "", Accept, ""},
		{"long", strings.Repeat("é", 2001), "", Query, "Question must be 2,000 characters or fewer"},
		{"number", "About 999 000 0018", "", Answer, "Answer must not include an NHS number"},
		{"confirmed number", "About 999 000 0018", privacy.Confirmation(privacy.NHSNumbers("9990000018")), Answer, ""},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			err := CheckMessage(c.act, c.text, c.confirmed)
			if (err == nil) != (c.words == "") || err != nil && !strings.HasPrefix(err.Error(), "text: "+c.words) {
				t.Errorf("got %v, want %q", err, c.words)
			}
		})
	}
}

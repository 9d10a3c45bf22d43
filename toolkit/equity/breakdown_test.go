package equity_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"ipstoolkit/toolkit/calendar"
	"ipstoolkit/toolkit/equity"
	"ipstoolkit/toolkit/figures"
	"ipstoolkit/toolkit/number"
	"ipstoolkit/toolkit/problem"
)

const today = calendar.Date("2026-11-20")

func messages(l problem.List) string {
	var words []string
	for _, p := range l {
		words = append(words, p.Field+": "+p.Message)
	}
	return strings.Join(words, "\n")
}

// counted are the groups' counts in the order of the collection, three numbers a group; -1 is not known.
func counted(c equity.Collection, numbers ...int64) map[string]equity.GroupCount {
	counts := map[string]equity.GroupCount{}
	for i, g := range c.Groups() {
		var n equity.GroupCount
		for j, count := range equity.Counts {
			if v := numbers[i*3+j]; v >= 0 {
				count.Set(&n, number.CountOf(v))
			}
		}
		counts[g.Key] = n
	}
	return counts
}

func TestEveryCharacteristicCanBeCollectedAsItStands(t *testing.T) {
	for _, c := range equity.Characteristics {
		for _, list := range c.Lists {
			set := equity.Collection{
				Characteristic: c.Code, From: "2026Q1", Collected: true, Name: "As named", Labels: list.Groups,
				Reason: "Asked for", AgreedOn: "2026-04-01", AgreedBy: "Data protection lead",
			}
			if wrong := set.Check(nil, today); wrong != nil {
				t.Errorf("%s: %v", c.Code, wrong)
			}
		}
		if c.Source == "" || len(c.Lists) == 0 {
			t.Errorf("%s has no source or no groups", c.Code)
		}
	}
}

func TestWhatIsCollectedByDefault(t *testing.T) {
	var got []string
	for _, c := range equity.Collected(nil, "2026Q2") {
		got = append(got, c.Characteristic)
		groups := c.Groups()
		if n := len(groups); groups[n-2].Key != equity.NotStated || groups[n-1].Key != equity.NotKnown {
			t.Errorf("%s ends with %v", c.Characteristic, groups[n-2:])
		}
	}
	if want := []string{"age", "ethnicity", "disability", "deprivation"}; !slices.Equal(got, want) {
		t.Errorf("collected %v, want %v: sex or gender only when the ICB has said which its data set holds", got, want)
	}
}

func TestCollectionIn(t *testing.T) {
	all := []equity.Collection{
		{Characteristic: "age", From: "2026Q1", Collected: true, Labels: []string{"Under 25", "25 and over"}},
		{Characteristic: "age", From: "2026Q3", Collected: false, Labels: []string{"Under 25", "25 and over"}},
		{Characteristic: "ethnicity", From: "2027Q1", Collected: true, Labels: []string{"One", "Two"}},
		{Characteristic: "ethnicity", From: "2027Q1", Collected: false, Labels: []string{"One", "Two", "Three"}},
		{Characteristic: "b", From: "2026Q1", Collected: true, Name: "Carers", Labels: []string{"Yes", "No"}},
		{Characteristic: "a", From: "2026Q1", Collected: true, Name: "Veterans", Labels: []string{"Yes", "No"}},
	}
	for _, c := range []struct {
		name, code string
		q          calendar.Quarter
		collected  bool
		groups     int
	}{
		{"before anything was said", "age", "2025Q4", true, 9},
		{"from its quarter", "age", "2026Q1", true, 4},
		{"until the next", "age", "2026Q2", true, 4},
		{"the next", "age", "2026Q3", false, 4},
		{"another", "ethnicity", "2026Q3", true, 7},
		{"said twice of a quarter, the later holds", "ethnicity", "2027Q1", false, 5},
		{"off by default", "religion", "2026Q3", false, 10},
		{"an own one before it began", "a", "2025Q4", false, 2},
		{"an own one", "a", "2027Q1", true, 4},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := equity.CollectionIn(all, c.code, c.q)
			if got.Collected != c.collected || len(got.Groups()) != c.groups {
				t.Errorf("collected %v in %d groups", got.Collected, len(got.Groups()))
			}
		})
	}
	codes := equity.Codes(all)
	if n := len(equity.Characteristics); !slices.Equal(codes[n:], []string{"b", "a"}) {
		t.Errorf("own ones %v, want Carers before Veterans", codes[n:])
	}
}

func TestLabelsFrom(t *testing.T) {
	got := equity.LabelsFrom("  White \r\n\nMixed  or   several\nNot stated\nnot KNOWN\n")
	if want := []string{"White", "Mixed or several"}; !slices.Equal(got, want) {
		t.Errorf("got %q", got)
	}
}

// numbered are n groups with different names.
func numbered(n int) []string {
	var labels []string
	for i := range n {
		labels = append(labels, fmt.Sprint("Group ", i+1))
	}
	return labels
}

func TestCollectionCheck(t *testing.T) {
	two := []string{"Yes", "No"}
	gender := []equity.Collection{{Characteristic: "gender", From: "2026Q2", Collected: true, Name: "Gender identity", Labels: two}}
	stopped := append(slices.Clone(gender), equity.Collection{
		Characteristic: "gender", From: "2026Q3", Name: "Gender identity",
		Labels: two,
	})
	agreed := equity.Collection{
		Characteristic: "religion", From: "2026Q2", Collected: true, Labels: two,
		Reason: "Low access of one group was reported", AgreedOn: "2026-11-20", AgreedBy: "Information governance manager",
	}
	for _, c := range []struct {
		name   string
		change func(c *equity.Collection)
		all    []equity.Collection
		want   string
	}{
		{"agreed", func(*equity.Collection) {}, nil, ""},
		{"without a reason", func(c *equity.Collection) { c.Reason = "" }, nil, "reason: Enter why this is collected"},
		{
			"without a day", func(c *equity.Collection) { c.AgreedOn = "" }, nil,
			"agreed_on-day: Enter the date the data protection lead agreed",
		},
		{
			"tomorrow", func(c *equity.Collection) { c.AgreedOn = "2026-11-21" }, nil,
			"agreed_on-day: The date the data protection lead agreed must be today or in the past",
		},
		{
			"without who agreed", func(c *equity.Collection) { c.AgreedBy = "" }, nil,
			"agreed_by: Enter the job title of the person who agreed",
		},
		{"off needs none of it", func(c *equity.Collection) { c.Collected, c.Reason, c.AgreedOn, c.AgreedBy = false, "", "", "" }, nil, ""},
		{"on by default needs none of it", func(c *equity.Collection) {
			c.Characteristic, c.Reason, c.AgreedOn, c.AgreedBy = "age", "", "",
				""
		}, nil, ""},
		{
			"an own one needs a name", func(c *equity.Collection) { c.Characteristic = "0123" }, nil,
			"name: Enter what your data set calls it",
		},
		{"an own one needs the agreement too", func(c *equity.Collection) {
			c.Characteristic, c.Name, c.Reason, c.AgreedOn, c.AgreedBy = "0123", "Carers", "", "", ""
		}, nil, "reason: Enter why this is collected\nagreed_on-day: Enter the date the data protection lead agreed\nagreed_by: " +
			"Enter the job title of the person who agreed"},
		{"20 groups", func(c *equity.Collection) { c.Labels = numbered(20) }, nil, ""},
		{"21 groups", func(c *equity.Collection) { c.Labels = numbered(21) }, nil, "groups: Enter 20 groups or fewer"},
		{
			"one group", func(c *equity.Collection) { c.Labels = []string{"Yes"} }, nil,
			"groups: Enter at least 2 groups, each on its own line",
		},
		{
			"a group twice", func(c *equity.Collection) { c.Labels = []string{"Yes", "YES"} }, nil,
			"groups: YES is in the list twice: enter each group once",
		},
		{"a year ahead", func(c *equity.Collection) { c.From = "2027Q3" }, nil, ""},
		{"far ahead", func(c *equity.Collection) { c.From = "2027Q4" }, nil, "from: Choose the quarter from which this applies"},
		{"no quarter", func(c *equity.Collection) { c.From = "" }, nil, "from: Choose the quarter from which this applies"},
		{
			"an NHS number", func(c *equity.Collection) { c.Reason = "999 000 0018" }, nil,
			"reason: Reason must not include an NHS number. The number ending 0018 looks like one. Take it out, or confirm that it is " +
				"not an " +
				"NHS number",
		},
		{"sex without its name", func(c *equity.Collection) { c.Characteristic = "sex" }, nil, "name: Enter what your data set calls it"},
		{
			"sex where gender is collected", func(c *equity.Collection) { c.Characteristic, c.Name = "sex", "Sex" }, gender,
			"collected: Gender is already collected. A data set holds either sex or gender: stop collecting Gender first",
		},
		{
			"sex before gender, which follows", func(c *equity.Collection) { c.Characteristic, c.Name, c.From = "sex", "Sex", "2026Q1" },
			gender, "collected: Gender is already collected. A data set holds either sex or gender: stop collecting Gender first",
		},
		{"sex after gender", func(c *equity.Collection) { c.Characteristic, c.Name, c.From = "sex", "Sex", "2026Q3" }, stopped, ""},
		{
			"sex not collected, beside gender", func(c *equity.Collection) { c.Characteristic, c.Name, c.Collected = "sex", "", false },
			gender, "",
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			set := agreed
			c.change(&set)
			if got := messages(set.Check(c.all, today)); got != c.want {
				t.Errorf("got  %s\nwant %s", got, c.want)
			}
		})
	}
}

func TestBreakdownCheck(t *testing.T) {
	c := equity.Collection{Characteristic: "disability", Collected: true, Labels: []string{"Disabled", "Not disabled"}}
	r := figures.Return{
		Quarter: "2026Q2", AccessUnemployed: number.CountOf(30), AccessRetention: number.CountOf(12),
		FirstJobStarts: number.CountOf(11),
	}
	right := []int64{20, 15, 6, 18, 12, 4, 3, 3, 1, 1, 0, 0}
	with := func(place int, n int64) []int64 {
		numbers := slices.Clone(right)
		numbers[place] = n
		return numbers
	}
	for _, tt := range []struct {
		name     string
		numbers  []int64
		r        figures.Return
		finished bool
		want     string
	}{
		{"adds up", right, r, true, ""},
		{"one more", with(0, 21), r, true, "access-1: People who accessed: the groups add up to 43, and the quarterly figures for " +
			"Quarter 2 " +
			"2026/27 say 42. The two have to be the same"},
		{
			"one fewer out of work", with(1, 14), r, true,
			"unemployed-1: Out of work at the start: the groups add up to 29, and the quarterly figures for Quarter 2 2026/27 say 30. " +
				"The two " +
				"have to be " +
				"the same",
		},
		{
			"one more job", with(2, 7), r, true,
			"first_jobs-1: Started a first job: the groups add up to 12, and the quarterly figures for Quarter 2 2026/27 say 11. The two " +
				"have to " +
				"be the same",
		},
		{"a sum that differs, to finish later", with(0, 21), r, false, ""},
		{
			"a number to come", with(9, -1), r, true,
			"access-not_known: Not known, people who accessed: enter a number, or 0 if there were none",
		},
		{"a number to come, to finish later", with(9, -1), r, false, ""},
		{
			"a part above its whole, even to finish later", with(1, 21), r, false,
			"unemployed-1: Disabled: out of work at the start (21) cannot be more than all who accessed (20)",
		},
		{"more jobs than people is true of earlier people", []int64{3, 3, 9, 37, 25, 2, 1, 1, 0, 1, 1, 0}, r, true, ""},
		{"no return yet", right, figures.Return{
			Quarter: "2026Q2", AccessUnemployed: number.CountOf(30),
			FirstJobStarts: number.CountOf(11),
		}, true, ": People who accessed: the quarterly figures for Quarter 2 2026/27 have no number yet. Enter it there " +
			"first: the groups have to add up to it"},
		{"past belief", with(0, 20001), r, false, "access-1: Disabled, people who accessed must be from 0 to 20,000"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			b := equity.Breakdown{Counts: counted(c, tt.numbers...)}
			got := messages(b.Check(c, tt.r, tt.finished))
			if got != tt.want {
				t.Errorf("got  %s\nwant %s", got, tt.want)
			}
			if adds := b.AddsUp(c, tt.r); tt.finished && adds != (tt.want == "") {
				t.Errorf("adds up: %v", adds)
			}
		})
	}
}

// What keeps a breakdown that was begun from being finished is said beside it; of one that nobody has begun nothing is.
func TestWhatABreakdownLacks(t *testing.T) {
	c := equity.Collection{Characteristic: "disability", Collected: true, Labels: []string{"Disabled", "Not disabled"}}
	r := figures.Return{
		Quarter: "2026Q2", AccessUnemployed: number.CountOf(30), AccessRetention: number.CountOf(12), FirstJobStarts: number.CountOf(11),
	}
	const more = "People who accessed: the groups add up to 43, and the quarterly figures say 42"
	for _, tt := range []struct {
		name    string
		numbers []int64
		want    []string
	}{
		{"nothing begun", []int64{-1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1}, nil},
		{"all is there", []int64{20, 15, 6, 18, 12, 4, 3, 3, 1, 1, 0, 0}, nil},
		{"one box is empty, and the rest is all of it", []int64{20, 15, 6, 18, 12, 4, 4, 3, 1, -1, 0, 0}, []string{"1 box is empty"}},
		{"as many boxes as groups are empty", []int64{20, 15, -1, 18, 12, -1, 3, 3, -1, 1, 0, -1}, []string{"4 boxes are empty"}},
		{"too many, with a box to come", []int64{20, 15, 6, 18, 12, 4, 5, 3, 1, -1, 0, 0}, []string{more, "1 box is empty"}},
		{"too many", []int64{21, 15, 6, 18, 12, 4, 3, 3, 1, 1, 0, 0}, []string{more}},
		{
			"too few",
			[]int64{20, 14, 6, 18, 12, 4, 3, 3, 1, 1, 0, 0},
			[]string{"Out of work at the start: the groups add up to 29, and the quarterly figures say 30"},
		},
	} {
		b := equity.Breakdown{Counts: counted(c, tt.numbers...)}
		if got := b.Lacks(c, r); !slices.Equal(got, tt.want) {
			t.Errorf("%s: %q, want %q", tt.name, got, tt.want)
		}
		if b.AddsUp(c, r) != (tt.name == "all is there") || b.AddsUp(c, figures.Return{}) {
			t.Errorf("%s: it adds up", tt.name)
		}
	}
}

func TestBreakdownRead(t *testing.T) {
	c := equity.Collection{Labels: []string{"Yes", "No"}}
	var b equity.Breakdown
	wrong := b.Read(c.Groups(), func(name string) string {
		return map[string]string{"access-1": "1,200", "unemployed-1": "x", "access-not_known": "0"}[name]
	})
	if got, want := messages(wrong), "unemployed-1: Yes, out of work at the start must be a number, like 120"; got != want {
		t.Errorf("got %s", got)
	}
	if b.Counts["1"].Access != number.CountOf(1200) || b.Counts["not_known"].Access != number.CountOf(0) || b.Counts["2"].Access.Known {
		t.Errorf("read %+v", b.Counts)
	}
}

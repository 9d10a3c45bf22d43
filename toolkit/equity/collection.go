package equity

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"ipstoolkit/toolkit/calendar"
	"ipstoolkit/toolkit/figures"
	"ipstoolkit/toolkit/number"
	"ipstoolkit/toolkit/privacy"
	"ipstoolkit/toolkit/problem"
)

// The two groups that every characteristic has, so that the groups can add up to everybody: people who were asked and
// did not say, and people who were not asked.
const (
	NotStated = "not_stated"
	NotKnown  = "not_known"
)

// Group is one part of a characteristic. Key is its place in the ICB's list, "1", or NotStated or NotKnown.
type Group struct{ Key, Label string }

var unstated = []Group{{NotStated, "Not stated"}, {NotKnown, "Not known"}}

// Collection is what an ICB collects of a characteristic from a quarter on, until a later collection. Version counts
// the saves of the characteristic; 0 is the default before anybody has saved one.
type Collection struct {
	Characteristic string // a code of Characteristics, or the id of one of the ICB's own
	From           calendar.Quarter
	Collected      bool
	// Name is what the data set calls it, for sex, gender and the ICB's own; "" for the others.
	Name   string
	Labels []string // the groups, without not stated and not known

	// Why the ICB collects one that is off by default, and the data protection lead's agreement: the day, and a job
	// title.
	Reason   string
	AgreedOn calendar.Date
	AgreedBy string

	Confirmed string // see privacy.Confirmation
	Version   int
}

// The most and fewest groups of a characteristic, and how long their names may be.
const (
	FewestGroups = 2
	MostGroups   = 20
	LongestGroup = 80
	LongestTitle = 120
)

// Title is the characteristic as people read it: as the data set names it, or by its usual name.
func (c Collection) Title() string {
	known, _ := CharacteristicOf(c.Characteristic)
	return cmp.Or(c.Name, known.Name, "A characteristic of the ICB’s own")
}

// Groups are all groups that people are counted in.
func (c Collection) Groups() []Group {
	list := make([]Group, 0, len(c.Labels)+len(unstated))
	for i, label := range c.Labels {
		list = append(list, Group{strconv.Itoa(i + 1), label})
	}
	return append(list, unstated...)
}

// SameGroups says whether two collections have the same groups, so that their numbers can be added up.
func (c Collection) SameGroups(other Collection) bool { return slices.Equal(c.Labels, other.Labels) }

// CollectionIn is the collection of a characteristic that applies in a quarter: the last that began by then, or the
// default.
func CollectionIn(all []Collection, code string, q calendar.Quarter) Collection {
	known, _ := CharacteristicOf(code)
	now := Collection{Characteristic: code, Collected: known.ByDefault && !known.AsNamed}
	if len(known.Lists) > 0 {
		now.Labels = known.Lists[0].Groups
	}
	for _, c := range all {
		if c.Characteristic == code && c.From <= q && c.From >= now.From {
			now = c
		}
	}
	return now
}

// Codes are the characteristics that an ICB can collect: those of the table, then its own in the order of their names.
func Codes(all []Collection) []string {
	var codes, own []string
	for _, c := range Characteristics {
		codes = append(codes, c.Code)
	}
	for _, c := range all {
		if !slices.Contains(codes, c.Characteristic) && !slices.Contains(own, c.Characteristic) {
			own = append(own, c.Characteristic)
		}
	}
	title := func(code string) string { return CollectionIn(all, code, "9999Q4").Title() }
	slices.SortFunc(own, func(a, b string) int { return cmp.Or(cmp.Compare(title(a), title(b)), cmp.Compare(a, b)) })
	return append(codes, own...)
}

// Collected are the collections of a quarter, in the order of Codes.
func Collected(all []Collection, q calendar.Quarter) []Collection {
	var list []Collection
	for _, code := range Codes(all) {
		if c := CollectionIn(all, code, q); c.Collected {
			list = append(list, c)
		}
	}
	return list
}

// LabelsFrom reads groups as people type them, one on each line. It leaves out "Not stated" and "Not known", which
// every characteristic has.
func LabelsFrom(text string) []string {
	var labels []string
	for line := range strings.Lines(text) {
		line = strings.Join(strings.Fields(line), " ")
		given := slices.ContainsFunc(unstated, func(g Group) bool { return strings.EqualFold(g.Label, line) })
		if line != "" && !given {
			labels = append(labels, line)
		}
	}
	return labels
}

// Check says what is wrong with what a person wants to collect, given what is recorded already and the day.
func (c Collection) Check(all []Collection, today calendar.Date) problem.List {
	var wrong problem.List
	known, listed := CharacteristicOf(c.Characteristic)
	if (known.AsNamed && c.Collected || !listed) && c.Name == "" {
		wrong.Add("name", "Enter what your data set calls it")
	}
	if utf8.RuneCountInString(c.Name) > LongestTitle {
		wrong.Add("name", "The name must be %d characters or fewer", LongestTitle)
	}
	privacy.Guard(&wrong, "name", "The name", c.Name, c.Confirmed)
	if _, err := calendar.ParseQuarter(string(c.From)); err != nil || c.From > today.Quarter().Add(4) {
		wrong.Add("from", "Choose the quarter from which this applies")
	}
	c.checkGroups(&wrong)
	if c.Collected && (!listed || !known.ByDefault) {
		c.checkAgreement(today, &wrong)
	}
	for _, t := range []struct{ field, name, text string }{{"reason", "Reason", c.Reason}, {"agreed_by", "Job title", c.AgreedBy}} {
		privacy.Guard(&wrong, t.field, t.name, t.text, c.Confirmed)
	}
	c.checkOther(known, all, &wrong)
	return wrong
}

func (c Collection) checkGroups(wrong *problem.List) {
	seen := map[string]bool{}
	for _, label := range c.Labels {
		if key := strings.ToLower(label); seen[key] {
			wrong.Add("groups", "%s is in the list twice: enter each group once", label)
		} else {
			seen[key] = true
		}
		if utf8.RuneCountInString(label) > LongestGroup {
			wrong.Add("groups", "Each group must be %d characters or fewer", LongestGroup)
		}
		privacy.Guard(wrong, "groups", "Groups", label, c.Confirmed)
	}
	switch n := len(c.Labels); {
	case n < FewestGroups:
		wrong.Add("groups", "Enter at least %d groups, each on its own line", FewestGroups)
	case n > MostGroups:
		wrong.Add("groups", "Enter %d groups or fewer", MostGroups)
	}
}

func (c Collection) checkAgreement(today calendar.Date, wrong *problem.List) {
	switch {
	case c.Reason == "":
		wrong.Add("reason", "Enter why this is collected")
	case utf8.RuneCountInString(c.Reason) > figures.LongestText:
		wrong.Add("reason", "Reason must be %s characters or fewer", number.Grouped(figures.LongestText))
	}
	switch {
	case c.AgreedOn == "":
		wrong.Add("agreed_on-day", "Enter the date the data protection lead agreed")
	case c.AgreedOn > today:
		wrong.Add("agreed_on-day", "The date the data protection lead agreed must be today or in the past")
	}
	switch {
	case c.AgreedBy == "":
		wrong.Add("agreed_by", "Enter the job title of the person who agreed")
	case utf8.RuneCountInString(c.AgreedBy) > LongestTitle:
		wrong.Add("agreed_by", "The job title must be %d characters or fewer", LongestTitle)
	}
}

// checkOther refuses sex where gender is collected, and gender where sex is: a data set holds one of them, and its
// numbers must never pass for the other.
func (c Collection) checkOther(known Characteristic, all []Collection, wrong *problem.List) {
	if !known.AsNamed || !c.Collected {
		return
	}
	for _, other := range Characteristics {
		if !other.AsNamed || other.Code == known.Code {
			continue
		}
		at := CollectionIn(all, other.Code, c.From)
		later := slices.ContainsFunc(all, func(o Collection) bool {
			return o.Characteristic == other.Code && o.From > c.From &&
				o.Collected
		})
		if at.Collected || later {
			wrong.Add("collected", "%s is already collected. A data set holds either sex or gender: stop collecting %[1]s first",
				other.Name)
		}
	}
}

// Numbers are the parts of what a person typed that look like NHS numbers.
func (c Collection) Numbers() []privacy.Find {
	var finds []privacy.Find
	for _, text := range append([]string{c.Name, c.Reason, c.AgreedBy}, c.Labels...) {
		finds = append(finds, privacy.NHSNumbers(text)...)
	}
	return finds
}

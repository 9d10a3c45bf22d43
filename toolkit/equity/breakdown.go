// Package equity divides the people of a return by protected characteristic and deprivation, and shows access and
// outcomes by group. Everybody but the provider itself sees masked numbers.
package equity

import (
	"ipstoolkit/toolkit/calendar"
	"ipstoolkit/toolkit/figures"
	"ipstoolkit/toolkit/number"
	"ipstoolkit/toolkit/problem"
)

// Breakdown is how one provider's people of one quarter divide into the groups of one characteristic. Characteristics
// are never crossed, and no breakdown is by team or primary care network: the groups would be too small.
type Breakdown struct {
	Provider       string
	Quarter        calendar.Quarter
	Characteristic string
	Counts         map[string]GroupCount // by Group.Key
	// Finished says that every number was given and that they added up to the return. An unfinished breakdown counts
	// nowhere.
	Finished  bool
	ChangedAt calendar.Instant
	ChangedBy string
	Version   int
}

// GroupCount is a group's part of three counts of a return, counted in the same way.
type GroupCount struct {
	Access     number.Count // people who accessed, in work or not
	Unemployed number.Count // people out of work at the start who accessed
	FirstJobs  number.Count // people out of work at the start who started a first job
}

// Count is one of the three.
type Count struct {
	Name  string // in forms and audit, "access"
	Label string // "People who accessed"
	of    func(*GroupCount) *number.Count
}

// Counts are the three counts in the order of the form.
var Counts = []Count{
	{"access", "People who accessed", func(g *GroupCount) *number.Count { return &g.Access }},
	{"unemployed", "Out of work at the start", func(g *GroupCount) *number.Count { return &g.Unemployed }},
	{"first_jobs", "Started a first job", func(g *GroupCount) *number.Count { return &g.FirstJobs }},
}

// Field is the name of a group's count in the form, "access-1".
func (b Count) Field(g Group) string { return b.Name + "-" + g.Key }

// Of is the count of a group.
func (b Count) Of(g GroupCount) number.Count { return *b.of(&g) }

// Set stores a group's count.
func (b Count) Set(g *GroupCount, c number.Count) { *b.of(g) = c }

// Everyone are the numbers of a return that the groups have to add up to.
func Everyone(r figures.Return) GroupCount {
	all := GroupCount{Unemployed: r.AccessUnemployed, FirstJobs: r.FirstJobStarts}
	if r.AccessUnemployed.Known && r.AccessRetention.Known {
		all.Access = number.CountOf(r.AccessUnemployed.N + r.AccessRetention.N)
	}
	return all
}

// sum is the total of the groups; not known while one of them is not.
func (b Breakdown) sum(c Count, groups []Group) number.Count {
	total := number.CountOf(0)
	for _, g := range groups {
		n := c.Of(b.Counts[g.Key])
		if !n.Known {
			return number.Count{}
		}
		total.N += n.N
	}
	return total
}

// AddsUp says whether every number is given and the groups add up to the return's numbers.
func (b Breakdown) AddsUp(c Collection, r figures.Return) bool {
	all, groups := Everyone(r), c.Groups()
	for _, count := range Counts {
		if total := count.Of(all); !total.Known || b.sum(count, groups) != total {
			return false
		}
	}
	return true
}

// Read fills a breakdown from a form; typed gives the text of a field by its name. What is wrong comes back in the
// order of the form. The breakdown still takes what is right.
func (b *Breakdown) Read(groups []Group, typed func(name string) string) problem.List {
	var wrong problem.List
	b.Counts = map[string]GroupCount{}
	for _, g := range groups {
		var n GroupCount
		for _, c := range Counts {
			v, err := number.ParseCount(typed(c.Field(g)))
			if err != nil {
				wrong.Add(c.Field(g), "%s, %s %s", g.Label, lower(c.Label), err)
			}
			c.Set(&n, v)
		}
		b.Counts[g.Key] = n
	}
	return wrong
}

// Check says what is wrong with a breakdown of its quarter's return. It always refuses a part above its whole. For a
// finished breakdown it also asks for every number, and that the groups add up to the return.
func (b Breakdown) Check(c Collection, r figures.Return, finished bool) problem.List {
	var wrong problem.List
	for _, g := range c.Groups() {
		n := b.Counts[g.Key]
		for _, count := range Counts {
			field, v := count.Field(g), count.Of(n)
			switch {
			case v.Known && (v.N < 0 || v.N > number.MostPeople):
				wrong.Add(field, "%s, %s must be from 0 to %s", g.Label, lower(count.Label), number.Grouped(number.MostPeople))
			case finished && !v.Known:
				wrong.Add(field, "%s, %s: enter a number, or 0 if there were none", g.Label, lower(count.Label))
			}
		}
		if n.Access.Known && n.Unemployed.Known && n.Unemployed.N > n.Access.N {
			wrong.Add("unemployed-"+g.Key, "%s: out of work at the start (%s) cannot be more than all who accessed (%s)", g.Label,
				n.Unemployed.Words(), n.Access.Words())
		}
	}
	if finished {
		b.checkSums(c, r, &wrong)
	}
	return wrong
}

// checkSums names both totals of each count that differs from the return's.
func (b Breakdown) checkSums(c Collection, r figures.Return, wrong *problem.List) {
	all, groups := Everyone(r), c.Groups()
	for _, count := range Counts {
		sum, total := b.sum(count, groups), count.Of(all)
		field := count.Field(groups[0])
		switch {
		case !total.Known:
			wrong.Add("", "%s: the quarterly figures for %s have no number yet. Enter it there first: the groups have to add up to it",
				count.Label,
				r.Quarter.Short())
		case sum.Known && sum != total:
			wrong.Add(field, "%s: the groups add up to %s, and the quarterly figures for %s say %s. The two have to be the same",
				count.Label,
				sum.Words(), r.Quarter.Short(), total.Words())
		}
	}
}

// lower changes a label so that it can begin inside a sentence.
func lower(label string) string {
	if label == "" {
		return ""
	}
	return string(label[0]|0x20) + label[1:]
}

// Lacks is what keeps a breakdown that was begun from being finished, in words; nothing of one that nobody has begun.
func (b Breakdown) Lacks(c Collection, r figures.Return) []string {
	var words []string
	all, groups, empty := Everyone(r), c.Groups(), 0
	for _, count := range Counts {
		sum, given := int64(0), 0
		for _, g := range groups {
			if n := count.Of(b.Counts[g.Key]); n.Known {
				sum += n.N
				given++
			}
		}
		empty += len(groups) - given
		if total := count.Of(all); total.Known && (sum > total.N || given == len(groups) && sum != total.N) {
			words = append(words, count.Label+": the groups add up to "+number.Grouped(sum)+", and the quarterly figures say "+
				total.Words())
		}
	}
	switch {
	case empty == len(groups)*len(Counts):
		return nil
	case empty > 0:
		words = append(words, number.Counting(empty, "box is empty", "boxes are empty"))
	}
	return words
}

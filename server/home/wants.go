package home

import (
	"cmp"
	"fmt"
	"strings"

	"ipstoolkit/tenants"
	"ipstoolkit/toolkit/assessment"
	"ipstoolkit/toolkit/calendar"
	"ipstoolkit/toolkit/edition"
)

// want is one sort of thing that priorities want, with its words for one and for many of them.
type want struct {
	weight    int
	one, many string
	why       string
	due       stage
	whyOne    string // in place of why, where one priority has other words
	page      string // that shows several of them together
	picks     func(e assessment.Entry) bool
	passed    func(e assessment.Entry) calendar.Date // the day that has passed, where it is about one
}

// wants are in order of urgency: a priority is listed under the first that picks it.
func (k known) wants() []want {
	return []want{
		{
			weight: dateHasPassed, one: "Review %s", many: "Review %d priorities", due: overdue, page: "/toolkit/review",
			picks:  func(e assessment.Entry) bool { return e.Overdue(k.Today) },
			passed: func(e assessment.Entry) calendar.Date { return e.ReviewOn },
		},
		{
			weight: notAnswered, one: "Answer %s", many: "Answer %d priorities", why: "No status yet", due: toDo,
			page:  "/toolkit/review",
			picks: func(e assessment.Entry) bool { return e.Status == assessment.NotAnswered },
		},
		{
			weight: notReviewed, one: "Review %s", many: "Review %d priorities", why: "Not yet reviewed " + k.Review.Words(), due: toDo,
			page:  "/toolkit/review",
			picks: func(e assessment.Entry) bool { return !e.ReviewedIn(k.Review) },
		},
		{
			weight: noOwner, one: "Give %s an owner", many: "Give %d priorities an owner", why: "They have no owner yet",
			whyOne: "It has no owner yet", due: toDo, page: "/toolkit",
			picks: func(e assessment.Entry) bool { return e.Owner == "" },
		},
	}
}

// priorities are those that want a look, a status or an owner, most urgent kind first, each priority under one kind
// only. Those that procurement keeps from the member are for others to look after.
func (k known) priorities() []thing {
	if !k.Member.Can(tenants.Assess) {
		return nil
	}
	taken := map[string]bool{}
	var list []thing
	for _, w := range k.wants() {
		var found []edition.Priority
		var since calendar.Date
		for _, p := range k.Edition.Priorities() {
			e := k.Entries[p.Key]
			if taken[p.Key] || !w.picks(e) || k.Member.Outside() && assessment.InProcurement(p.Key) {
				continue
			}
			taken[p.Key] = true
			found = append(found, p)
			if w.passed != nil && (since == "" || w.passed(e) < since) {
				since = w.passed(e)
			}
		}
		if len(found) > 0 {
			list = append(list, k.wanted(w, found, since))
		}
	}
	return list
}

// wanted is what some priorities want, as one thing to do: of one it leads to its page, of many to the list of just these.
func (k known) wanted(w want, found []edition.Priority, since calendar.Date) thing {
	t := thing{
		Text: fmt.Sprintf(w.many, len(found)), Why: w.why, Due: w.due, Href: k.path(w.page + "?only=" + keys(found, ",")), weight: w.weight,
		since: since,
	}
	if since != "" {
		t.Why = "The first was due by " + since.Words()
	}
	switch {
	case len(found) == 1:
		t.Text, t.Href = fmt.Sprintf(w.one, found[0].Key+" "+found[0].Name), k.path("/toolkit/"+found[0].Key)
		t.Why = cmp.Or(w.whyOne, w.why)
		if since != "" {
			t.Why = "It was due by " + since.Words()
		}
	case len(found) <= mostNamed:
		t.Why += ": " + keys(found, ", ")
	}
	return t
}

// mostNamed is how many priorities are named beside "Review 3 priorities".
const mostNamed = 6

// keys names priorities by their keys, "3.1, 3.3".
func keys(priorities []edition.Priority, between string) string {
	list := make([]string, len(priorities))
	for i, p := range priorities {
		list[i] = p.Key
	}
	return strings.Join(list, between)
}

package home

import (
	"cmp"
	"fmt"
	"slices"

	"ipstoolkit/server/page"
	"ipstoolkit/tenants"
	"ipstoolkit/tenants/store"
	"ipstoolkit/toolkit/action"
	"ipstoolkit/toolkit/assessment"
	"ipstoolkit/toolkit/calendar"
	"ipstoolkit/toolkit/claims"
	"ipstoolkit/toolkit/contract"
	"ipstoolkit/toolkit/edition"
	"ipstoolkit/toolkit/evidence"
	"ipstoolkit/toolkit/figures"
	"ipstoolkit/toolkit/measure"
	"ipstoolkit/toolkit/provider"
	"ipstoolkit/toolkit/question"
	"ipstoolkit/toolkit/register"
	"ipstoolkit/toolkit/steering"
)

// thing is something to do: one link, and why now. Due is its state in a word or two.
type thing struct {
	Text, Why, Href string
	Due             stage
	// kind says what sort of thing it is without saying which, and by is the day it is due, "" for none: all that an email tells.
	kind string
	by   calendar.Date
	// weight orders things, the worst first (lowest); since breaks ties, the oldest first.
	weight int
	since  calendar.Date
}

// known is what the list of things to do is worked out from: what the member may read, and nothing else.
type known struct {
	Today     calendar.Date
	Member    tenants.Member
	Edition   *edition.Edition
	Entries   map[string]assessment.Entry
	Review    assessment.Review
	Providers []provider.Provider
	Contracts []contract.Contract
	Returns   []figures.Return
	Evidence  []evidence.Evidence // that waits for somebody
	Questions []question.Question // that wait for the member's side
	// Registers are the rows of the lists that results are counted from, by the list's code.
	Registers map[string][]register.Row
	// Actions are those that are open.
	Actions []action.Action
	// Meetings are those of the steering group, by their days, for those who read them.
	Meetings []steering.Meeting
	// Done is how far the breakdowns of the last quarter have come.
	Done store.BrokenDown
	// AccessTarget says whether the year's access target is set.
	AccessTarget bool
	// Invited says whether anybody else is a member or is invited; known only to who manages people.
	Invited bool

	in      measure.Input   // for the results
	answers []claims.Answer // to differences of status and figures
}

// The weights of things to do: what runs out of time for other people comes before what only we wait for.
const (
	talksAreOverdue = iota
	actionIsOverdue
	queryWaits
	figuresAreDue
	staffIsDue
	dateHasPassed
	actionIsDue
	evidenceWaits
	figuresWait
	staffWaits
	othersAreOverdue
	talksAreDue
	meetingsLack
	notOpened
	notAnswered
	notReviewed
	dataDoNotFlow
	noOwner
	notSet
	talksAreAhead
	meetingIsAhead
)

// agenda is what the member can do next, the worst first.
func (k known) agenda() []thing {
	all := slices.Concat(
		of("Conversation about a contract", k.talks()), of("Action", k.actions()), of("Figures", k.figures(), k.breakdowns()),
		k.registers(), of("Meeting", k.group()), of("Question", k.questions()), of("Evidence", k.evidence()), of("Round", k.rounds()),
		of("Priorities", k.priorities()), of("Settings", k.settings()),
	)
	slices.SortStableFunc(all, func(a, b thing) int { return cmp.Or(cmp.Compare(a.weight, b.weight), cmp.Compare(a.since, b.since)) })
	return all
}

// of says of what kind things are.
func of(kind string, things ...[]thing) []thing {
	all := slices.Concat(things...)
	for i := range all {
		all[i].kind = kind
	}
	return all
}

// rounds is the round of the present quarter, where nobody has opened it.
func (k known) rounds() []thing {
	if !k.Member.Can(tenants.SealRounds) || k.Review.Opened && !k.Review.Over {
		return nil
	}
	q := k.Today.Quarter()
	return []thing{{
		Text: "Open the round of " + q.Short(), Href: k.path("/rounds/" + string(q) + "/open"), Due: toDo, weight: notOpened,
		Why: "Then each priority can be reviewed for this quarter",
	}}
}

// tasks are things to do as a list of links.
func tasks(id string, things []thing) page.TaskList {
	list := page.TaskList{ID: id}
	for _, t := range things {
		list.Items = append(list.Items, page.Task{Href: t.Href, Text: t.Text, Hint: t.Why, Status: state(t.Due)})
	}
	return list
}

func (k known) path(rest string) string { return page.Home(k.Member.Tenant.Code) + rest }

// talks are contracts with an end that nobody has talked about yet. Overdue and due ones come first; those with an early
// reminder come below everything else.
func (k known) talks() []thing {
	if !k.Member.Can(tenants.KeepContracts) {
		return nil
	}
	var list []thing
	for _, c := range k.Contracts {
		if c.Over(k.Today) {
			continue
		}
		t := c.TalksOn(k.Today, measure.EarlyMonths())
		one := thing{
			Text: "Discuss extension or re-procurement of the " + c.Name + " contract", Href: k.path("/contracts/" + c.ID),
			since: t.By, by: t.By,
		}
		switch t.Standing {
		case contract.Overdue:
			one.weight, one.Due = talksAreOverdue, overdue
			one.Why = fmt.Sprintf("It ends on %s; the conversation was due by %s", c.PresentEnd().Words(), t.By.Words())
		case contract.Due:
			one.weight, one.Due = talksAreDue, isDue
			one.Why = fmt.Sprintf("It ends on %s; the conversation is due by %s", c.PresentEnd().Words(), t.By.Words())
		default:
			early, _ := c.RemindersOn(k.Today)
			if early.Months == 0 {
				continue
			}
			one.Text, one.weight, one.Due = "Plan the conversation about the "+c.Name+" contract", talksAreAhead, reminder
			one.Why = fmt.Sprintf("It ends on %s; the conversation is due by %s", c.PresentEnd().Words(), t.By.Words())
		}
		list = append(list, one)
	}
	return list
}

// questions are those that wait for an answer of the member's side.
func (k known) questions() []thing {
	var list []thing
	for _, q := range k.Questions {
		asked := q.Asked().At.Date()
		whose := "the ICB’s question"
		switch {
		case q.Provider == "":
			whose = "the question"
		case q.AskedBy == question.Provider:
			whose = q.ProviderName + "’s question"
		}
		list = append(list, thing{
			Text: "Answer " + whose + " on " + q.Title, Why: "Asked " + ago(asked, k.Today), Due: wasAsked,
			Href: page.QuestionsPath(k.Member.Tenant.Code) + "/" + q.ID, weight: queryWaits, since: asked,
		})
	}
	return list
}

// evidence is what waits for a look.
func (k known) evidence() []thing {
	var list []thing
	var waiting []evidence.Evidence
	for _, e := range k.Evidence {
		if e.State == evidence.New && e.Provider != "" && k.Member.Can(tenants.ReviewEvidence) {
			waiting = append(waiting, e)
		}
	}
	if len(waiting) == 0 {
		return list
	}
	oldest := slices.MinFunc(waiting, func(a, b evidence.Evidence) int { return cmp.Compare(a.Created, b.Created) })
	one := thing{
		Text: "Review ‘" + oldest.Title + "’", Why: fmt.Sprintf("%s added it %s", oldest.Source(), ago(oldest.Created.Date(), k.Today)),
		Due:  toReview,
		Href: k.path("/evidence/" + oldest.ID), weight: evidenceWaits, since: oldest.Created.Date(),
	}
	if len(waiting) > 1 {
		one.Text, one.Href = fmt.Sprintf("Review %d pieces of evidence", len(waiting)), k.path("/evidence?state=new")
		one.Why = fmt.Sprintf("The first was added %s", ago(oldest.Created.Date(), k.Today))
	}
	return append(list, one)
}

// settings are what the ICB has not set yet.
func (k known) settings() []thing {
	var list []thing
	if k.Member.Can(tenants.ManageSettings) && k.nextMeeting() == "" {
		one := thing{
			Text: "Plan the next meeting of the steering group", Why: "None is planned", Due: toDo, Href: k.path("/steering/meetings/new"),
			weight: notSet,
		}
		if meeting := k.Member.Tenant.NextMeeting; meeting != "" {
			one.Why = "The last one was on " + meeting.Words()
		}
		list = append(list, one)
	}
	if k.Member.Can(tenants.SetTargets) && !k.AccessTarget {
		year := k.Today.Year()
		list = append(list, thing{
			Text: "Set the access target for " + year.Words(), Due: toDo,
			Why:  "Without it the service cannot say whether access is on course",
			Href: k.path("/targets"), weight: notSet,
		})
	}
	return list
}

// ago is how long a day is past, in words.
func ago(day, today calendar.Date) string {
	switch n := day.DaysTo(today); {
	case n <= 0:
		return "today"
	case n == 1:
		return "yesterday"
	default:
		return fmt.Sprintf("%d days ago", n)
	}
}

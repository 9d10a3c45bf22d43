package settings

import (
	"cmp"
	"context"
	"net/url"
	"slices"
	"strconv"

	"github.com/gin-gonic/gin"

	"ipstoolkit/server/page"
	"ipstoolkit/tenants"
	"ipstoolkit/tenants/store"
	"ipstoolkit/toolkit/calendar"
	"ipstoolkit/toolkit/problem"
	"ipstoolkit/toolkit/record"
	"ipstoolkit/toolkit/snapshot"
)

// savesOnPage is how many saves a page of the history holds.
const savesOnPage = 50

type historyPage struct {
	page.Base
	Kind     page.Select
	Person   page.Select
	From, To page.DateInput
	Filtered bool
	Saves    []saved
	Beside   page.Pagination
}

// saved is one save of the ICB's history: what it is about, and the page that shows it.
type saved struct {
	page.Event
	What, Href string
}

var historyTemplate = page.Parse[historyPage](files, "history.html")

func (p Pages) history(c *gin.Context) error {
	if err := page.Allow(c, tenants.ReadHistory); err != nil {
		return err
	}
	rows := p.Store.For(page.Member(c))
	people, err := rows.HistoryPeople(c)
	if err != nil {
		return err
	}
	var wrong problem.List
	f, data := filter(c, people, &wrong)
	data.Base = page.New(c, "History").Under(page.Crumb{
		Href: page.Home(page.Member(c).Tenant.Code) + "/settings",
		Text: "Settings",
	}).With(wrong)
	data.From.Problems, data.To.Problems = wrong, wrong
	if len(wrong) > 0 {
		return historyTemplate.Show(c, 422, data)
	}
	events, more, err := rows.HistoryPage(c, f, savesOnPage)
	if err != nil {
		return err
	}
	names, err := p.names(c, rows, page.Member(c), events)
	if err != nil {
		return err
	}
	home, asked := page.Home(page.Member(c).Tenant.Code), page.HistoryAsked(c)
	for _, e := range events {
		data.Saves = append(data.Saves, inWords(c.Request.URL.RequestURI(), home, names, asked, e))
	}
	data.Beside = beside(c.Request.URL.Query(), events, more)
	return historyTemplate.OK(c, data)
}

// filter reads what is asked for, and shows it in the form again. An unknown kind or person asks for everything.
func filter(c *gin.Context, people []store.HistoryPerson, wrong *problem.List) (store.HistoryFilter, historyPage) {
	q := c.Request.URL.Query()
	data := historyPage{
		Kind:   page.Select{Name: "kind", Label: "About", Value: q.Get("kind"), Options: []page.Option{{Text: "Everything"}}},
		Person: page.Select{Name: "person", Label: "Who", Value: q.Get("person"), Options: []page.Option{{Text: "Everybody"}}},
		From:   page.DateInput{Name: "from", Legend: "From"},
		To:     page.DateInput{Name: "to", Legend: "To"},
	}
	for _, k := range snapshot.Kinds {
		data.Kind.Options = append(data.Kind.Options, page.Option{Value: k.Code, Text: k.Words})
	}
	for _, p := range people {
		data.Person.Options = append(data.Person.Options, page.Option{Value: p.ID, Text: cmp.Or(p.Name, "Not named")})
	}
	f := store.HistoryFilter{}
	known := func(s page.Select) string {
		if slices.ContainsFunc(s.Options, func(o page.Option) bool { return o.Value == s.Value }) {
			return s.Value
		}
		return ""
	}
	f.Kind, f.Person = known(data.Kind), known(data.Person)
	f.From, data.From.Typed = day(q, "from", "The first day", wrong)
	f.To, data.To.Typed = day(q, "to", "The last day", wrong)
	if f.From != "" && f.To != "" && f.To < f.From {
		wrong.Add("to-day", "The last day must be the same as or after the first day")
	}
	asked := page.HistoryAsked(c)
	f.Before, f.Save = asked.Before, asked.Save
	data.Filtered = f.Kind != "" || f.Person != "" || f.From != "" || f.To != ""
	return f, data
}

// day is a date from an address, typed in three fields.
func day(q url.Values, name, what string, wrong *problem.List) (calendar.Date, page.TypedDate) {
	d := page.TypedDate{Day: q.Get(name + "-day"), Month: q.Get(name + "-month"), Year: q.Get(name + "-year")}
	date, err := calendar.Typed(d.Day, d.Month, d.Year)
	if err != nil {
		wrong.Add(name+"-day", "%s %s", what, err)
	}
	d.Date = date
	return date, d
}

// beside leads to the newest and to the older saves of the same kind.
func beside(q url.Values, events []snapshot.Event, more bool) page.Pagination {
	var b page.Pagination
	b.Label = "History"
	if q.Get("before") != "" || q.Get("save") != "" {
		newest := url.Values{}
		for name, values := range q {
			if name != "before" && name != "save" {
				newest[name] = values
			}
		}
		b.PreviousHref, b.Previous = "?"+newest.Encode(), "Newest"
	}
	if more {
		q.Set("before", strconv.FormatInt(events[len(events)-1].Seq, 10))
		b.NextHref, b.Next = "?"+q.Encode(), "Older"
	}
	return b
}

// names is what the subjects of saves are called now, as a snapshot knows them. For evidence it has only those of the
// saves given.
func (p Pages) names(ctx context.Context, rows *store.Rows, m tenants.Member, events []snapshot.Event) (snapshot.Snapshot, error) {
	var s snapshot.Snapshot
	var err error
	if s.Edition, err = p.Editions.Used(m.Tenant.Edition); err != nil {
		return s, err
	}
	if s.Providers, err = rows.Providers(ctx); err != nil {
		return s, err
	}
	s.Evidence, s.Contracts, s.Own, err = rows.HistoryNames(ctx, events)
	return s, err
}

// inWords says one save as people read it, on the page at an address.
func inWords(at, home string, names snapshot.Snapshot, part snapshot.Part, e snapshot.Event) saved {
	one := saved{Event: page.Saves(at, part, []snapshot.Event{e})[0], What: e.ActWords() + ": " + names.Subject(e)}
	one.Who = e.By()
	switch e.Kind {
	case record.Priority:
		if _, there := names.Edition.Priority(e.Subject); there {
			one.Href = home + "/toolkit/" + e.Subject
		}
	case record.Evidence:
		one.Href = home + "/evidence/" + e.Subject
	case record.Procurement:
		one.Href = home + "/procurement"
	case record.Contract:
		one.Href = home + "/contracts/" + e.Subject
	}
	return one
}

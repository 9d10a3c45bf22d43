package returns

import (
	"cmp"
	"slices"

	"github.com/gin-gonic/gin"

	"ipstoolkit/server/page"
	"ipstoolkit/tenants"
	"ipstoolkit/toolkit/calendar"
	"ipstoolkit/toolkit/figures"
	"ipstoolkit/toolkit/problem"
	"ipstoolkit/toolkit/record"
)

// typedPublished is a published figure as it is in the form.
type typedPublished struct {
	figures.Published
	people    string
	on        page.TypedDate
	confirmed []string
}

func asPublished(p figures.Published) typedPublished {
	t := typedPublished{Published: p, on: page.DateOf(p.PublishedOn)}
	if p.Version > 0 {
		t.people = p.Shown()
	}
	return t
}

// savePublished records the figure of the form, or takes it out.
func (p Pages) savePublished(c *gin.Context) error {
	if err := page.Allow(c, tenants.AgreeFigures); err != nil {
		return err
	}
	f, err := page.ReadForm(c)
	if err != nil {
		return err
	}
	s := page.Saving[typedPublished]{
		Read: func(f page.Form) (typedPublished, error) {
			t, wrong := readPublishedForm(f)
			return t, merged(wrong, t.Check(p.Store.Today())).Err()
		},
		Keep: func(t typedPublished) (string, error) {
			return publishedPath(c) + "?saved=figure", p.rows(c).SavePublished(c, t.Published)
		},
		Now: func(t typedPublished) (page.Conflict, error) { return p.publishedConflict(c, t) },
		Show: func(t typedPublished, r page.Refusal) error {
			list, err := p.rows(c).Published(c)
			if err != nil {
				return err
			}
			data, err := p.publishedPage(c, list, t, fileGeneral{}, r)
			if err != nil {
				return err
			}
			return publishedTemplate.Show(c, r.Status(), data)
		},
	}
	if f.Text("step") == "remove" {
		s.Read = func(f page.Form) (typedPublished, error) { t, _ := readPublishedForm(f); return t, nil }
		s.Keep = func(t typedPublished) (string, error) {
			return publishedPath(c) + "?saved=removed", p.rows(c).RemovePublished(c, t.Published)
		}
		now := s.Now
		s.Now = func(t typedPublished) (page.Conflict, error) {
			k, err := now(t)
			k.Undone = "It was not removed"
			return k, err
		}
	}
	return page.SaveForm(c, f, s)
}

// readPublishedForm takes a published figure from the form.
func readPublishedForm(f page.Form) (typedPublished, problem.List) {
	var wrong problem.List
	t := typedPublished{people: f.Text("people"), confirmed: f.Values("confirmed")}
	t.Provisional = f.Has("provisional")
	t.Provider, t.Source, t.Version = f.Text("provider"), f.Text("source"), f.Version()
	t.To = calendar.Date(f.Text("to"))
	if _, err := calendar.ParseDate(string(t.To)); err != nil {
		t.To = ""
	}
	badNumber := t.Read(t.people)
	t.on = f.Date("published_on", "The date it was published", &wrong)
	t.PublishedOn = t.on.Date
	for _, id := range t.confirmed {
		t.Confirmed += "," + id
	}
	if badNumber != nil {
		wrong.Add("people", "The published number %s", badNumber)
	}
	return t, wrong
}

// publishedOrder is the order of the fields on the page.
var publishedOrder = []string{
	"provider", "to", "people", "provisional", "published_on-day", "published_on-month", "published_on-year", "source", "file",
	"file_on-day", "file_on-month", "file_on-year", "file_source",
}

// merged are problems with those of a check that are not about the same fields, in the order of the page.
func merged(wrong, more problem.List) problem.List {
	for _, one := range more {
		stem := one.Field
		if one.Field == "published_on-day" && (wrong.For("published_on-month") != "" || wrong.For("published_on-year") != "") ||
			wrong.For(stem) != "" {
			continue
		}
		wrong = append(wrong, one)
	}
	slices.SortStableFunc(wrong, func(a, b problem.Problem) int {
		return cmp.Compare(slices.Index(publishedOrder, a.Field), slices.Index(publishedOrder, b.Field))
	})
	return wrong
}

// publishedConflict is what is recorded now for the provider and the period, against what was typed.
func (p Pages) publishedConflict(c *gin.Context, t typedPublished) (page.Conflict, error) {
	k := page.Conflict{What: "this figure", Keep: publishedPath(c)}
	list, err := p.rows(c).Published(c)
	if err != nil {
		return k, err
	}
	var now figures.Published
	shown := ""
	for _, one := range list {
		if one.Provider == t.Provider && one.To == t.To {
			now, shown = one, one.Shown()
			k.Who, k.When, k.Version = one.ChangedBy, one.ChangedAt.Words(), one.Version
		}
	}
	k.Fields = []page.Both{
		page.Either("Published number", shown, t.Shown()),
		page.Either("Provisional", record.SayYesNo(record.YesNo(now.Provisional)), record.SayYesNo(record.YesNo(t.Provisional))),
		page.Either("Published on", now.PublishedOn.Words(), t.PublishedOn.Words()),
		page.Either("Where it was published", now.Source, t.Source),
	}
	return k, nil
}

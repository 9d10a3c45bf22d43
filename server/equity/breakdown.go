package equity

import (
	"errors"
	"fmt"
	"net/http"

	"github.com/gin-gonic/gin"

	"ipstoolkit/server/page"
	"ipstoolkit/tenants"
	"ipstoolkit/tenants/store"
	"ipstoolkit/toolkit/calendar"
	"ipstoolkit/toolkit/equity"
	"ipstoolkit/toolkit/figures"
	"ipstoolkit/toolkit/problem"
	"ipstoolkit/toolkit/snapshot"
)

// breakdownPage is where a provider's people count one characteristic of a quarter.
type breakdownPage struct {
	page.Base
	Provider string
	Name     string
	Source   string
	Standing page.Tag
	Saved    string // who saved it last
	Asked    string // what the groups have to add up to
	Return   string // where the return is
	Theirs   *page.Theirs
	Version  int
	Counts   []string // the names of the counts
	Rows     []countRow
	History  page.History
}

// countRow is one group with a box for each count.
type countRow struct {
	Label string
	Boxes []countBox
}

// countBox is one number to type. Label is read to those who hear the page.
type countBox struct {
	Name, Count, Label, Value, Error string
}

// DescribedBy names the box's error.
func (b countBox) DescribedBy() string {
	if b.Error == "" {
		return ""
	}
	return b.Name + "-error"
}

var breakdownTemplate = page.Parse[breakdownPage](files, "breakdown.html")

// counted finds the breakdown in the address, for the provider's own people.
func (p Pages) counted(c *gin.Context) (store.Counted, error) {
	if err := page.Allow(c, tenants.EnterReturns); err != nil {
		return store.Counted{}, err
	}
	q, err := calendar.ParseQuarter(c.Param("quarter"))
	if err != nil || q > p.Store.Today().Quarter() {
		return store.Counted{}, tenants.ErrNotFound
	}
	// Commissioners may not enter: they are told so of the ICB's own providers, and nothing of others.
	if _, err := p.rows(c).Provider(c, c.Param("provider")); err != nil {
		return store.Counted{}, err
	}
	return p.rows(c).Breakdown(c, c.Param("provider"), q, c.Param("characteristic"))
}

func (p Pages) breakdown(c *gin.Context) error {
	b, err := p.counted(c)
	if err != nil {
		return err
	}
	data, err := p.breakdownPage(c, b, b.Version, text(b), nil)
	if err != nil {
		return err
	}
	if c.Query("saved") != "" {
		words := "saved, to be finished later"
		if b.Finished {
			words = "finished"
		}
		data.Base = data.Base.Saved(fmt.Sprintf("%s, %s: %s", data.Name, b.Quarter.Short(), words))
	}
	return breakdownTemplate.OK(c, data)
}

// text is what stands in each box before anybody types.
func text(b store.Counted) func(name string) string {
	boxes := map[string]string{}
	for _, g := range b.Collection.Groups() {
		for _, n := range equity.Counts {
			boxes[n.Field(g)] = n.Of(b.Counts[g.Key]).Words()
		}
	}
	return func(name string) string { return boxes[name] }
}

func (p Pages) breakdownPage(c *gin.Context, b store.Counted, version int, typed func(string) string, wrong problem.List) (breakdownPage, error) {
	known, _ := equity.CharacteristicOf(b.Characteristic)
	name := b.Collection.Title()
	data := breakdownPage{
		Base:     page.New(c, name+": "+b.Quarter.Words()).Under(page.Crumb{Href: path(c) + "?characteristic=" + b.Characteristic, Text: "Equity"}).With(wrong),
		Provider: page.Member(c).ProviderName, Name: name, Source: known.Source, Version: version, Asked: asked(b.Return),
		Return: page.Home(page.Member(c).Tenant.Code) + "/returns/" + b.Provider + "/" + string(b.Quarter), Standing: tag(b),
	}
	if b.Version > 0 {
		data.Saved = fmt.Sprintf("Saved by %s, %s", b.ChangedBy, b.ChangedAt.Words())
	}
	for _, n := range equity.Counts {
		data.Counts = append(data.Counts, n.Label)
	}
	for _, g := range b.Collection.Groups() {
		row := countRow{Label: g.Label}
		for _, n := range equity.Counts {
			field := n.Field(g)
			row.Boxes = append(row.Boxes, countBox{field, n.Label, g.Label + ", " + n.Label, typed(field), wrong.For(field)})
		}
		data.Rows = append(data.Rows, row)
	}
	h, err := p.rows(c).HistoryPart(c, page.HistoryAsked(c), snapshot.BreakdownEvent, b.Provider+" "+string(b.Quarter)+" "+b.Characteristic)
	h.Events = named(h.Events, b.Collection.Groups())
	data.History = page.NewHistory(c.Request.URL.EscapedPath(), h)
	return data, err
}

// named puts the groups' names in the place of their fields'.
func named(events []snapshot.Event, groups []equity.Group) []snapshot.Event {
	for i := range events {
		for j := range events[i].Changes {
			change := &events[i].Changes[j]
			for _, g := range groups {
				for _, n := range equity.Counts {
					if n.Field(g) == change.Field {
						change.Field = g.Label + ", " + n.Label
					}
				}
			}
		}
	}
	return events
}

func tag(b store.Counted) page.Tag {
	switch {
	case b.Version == 0:
		return page.Tag{Text: "Not started", Colour: "grey"}
	case !b.Finished:
		return page.Tag{Text: "Not finished", Colour: "grey"}
	case !b.AddsUp(b.Collection, b.Return):
		return page.Tag{Text: "Does not add up to the return any more", Colour: "yellow"}
	case !b.Return.State.Measured():
		return page.Tag{Text: "Finished, the return is not submitted", Colour: "blue"}
	}
	return page.Tag{Text: "Finished", Colour: "green"}
}

// asked is what the groups have to add up to.
func asked(r figures.Return) string {
	all := equity.Everyone(r)
	if !all.Access.Known || !all.Unemployed.Known || !all.FirstJobs.Known {
		return "The return for the quarter has no numbers of people yet. You can save what you have, and finish when the return has them."
	}
	return fmt.Sprintf("The return says: %s people accessed, %s of them out of work at the start; %s started a first job. The groups have to add up to these.",
		all.Access.Words(), all.Unemployed.Words(), all.FirstJobs.Words())
}

// saveBreakdown records what was typed: 303 when it is kept, 422 with the form when something is wrong, 409 with both
// when somebody else saved in the meantime.
func (p Pages) saveBreakdown(c *gin.Context) error {
	b, err := p.counted(c)
	if err != nil {
		return err
	}
	f, err := page.ReadForm(c)
	if err != nil {
		return err
	}
	mine := b.Breakdown
	mine.Finished = f.Text("step") == "finish"
	mine.Version = f.Version()
	wrong := mine.Read(b.Collection.Groups(), f.Text)
	if wrong != nil {
		for _, more := range mine.Check(b.Collection, b.Return, false) {
			if wrong.For(more.Field) == "" {
				wrong = append(wrong, more)
			}
		}
	} else {
		_, err = p.rows(c).SaveBreakdown(c, mine)
	}
	switch {
	case errors.Is(err, tenants.ErrStale):
		return p.staleBreakdown(c, mine, f)
	case wrong != nil || errors.As(err, &wrong):
		data, err := p.breakdownPage(c, b, mine.Version, f.Text, wrong)
		if err != nil {
			return err
		}
		return breakdownTemplate.Show(c, http.StatusUnprocessableEntity, data)
	case err != nil:
		return err
	}
	c.Redirect(http.StatusSeeOther, c.Request.URL.Path+"?saved=yes")
	return nil
}

// staleBreakdown shows what was typed over what is there now, with the version that a save must name.
func (p Pages) staleBreakdown(c *gin.Context, mine equity.Breakdown, f page.Form) error {
	b, err := p.counted(c)
	if err != nil {
		return err
	}
	data, err := p.breakdownPage(c, b, b.Version, f.Text, nil)
	if err != nil {
		return err
	}
	data.Theirs = &page.Theirs{What: "these numbers", Who: b.ChangedBy, When: b.ChangedAt.Words(), Table: differences(b, mine), Keep: c.Request.URL.Path}
	data.Title = "Somebody else saved these numbers: " + data.Title
	return breakdownTemplate.Show(c, http.StatusConflict, data)
}

func differences(b store.Counted, mine equity.Breakdown) page.Table {
	var fields []page.Difference
	for _, g := range b.Collection.Groups() {
		for _, n := range equity.Counts {
			fields = append(fields, page.Difference{Name: g.Label + ", " + n.Label, Theirs: n.Of(b.Counts[g.Key]).Words(), Yours: n.Of(mine.Counts[g.Key]).Words()})
		}
	}
	return page.Differences(fields)
}

package equity

import (
	"fmt"

	"github.com/gin-gonic/gin"

	"ipstoolkit/server/page"
	"ipstoolkit/tenants"
	"ipstoolkit/tenants/store"
	"ipstoolkit/toolkit/calendar"
	"ipstoolkit/toolkit/equity"
	"ipstoolkit/toolkit/figures"
	"ipstoolkit/toolkit/number"
	"ipstoolkit/toolkit/record"
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
	data, err := p.breakdownPage(c, b, b.Version, text(b), page.Refusal{})
	if err != nil {
		return err
	}
	if c.Query("saved") != "" {
		words := "saved, to finish later"
		if b.Finished {
			words = "finished"
		}
		data.Base = data.Base.Saved(fmt.Sprintf("%s, %s: %s", data.Name, b.Quarter.Short(), words))
	}
	return breakdownTemplate.OK(c, data)
}

// text is what each box holds before anybody types.
func text(b store.Counted) func(name string) string {
	boxes := map[string]string{}
	for _, g := range b.Collection.Groups() {
		for _, n := range equity.Counts {
			boxes[n.Field(g)] = n.Of(b.Counts[g.Key]).Words()
		}
	}
	return func(name string) string { return boxes[name] }
}

func (p Pages) breakdownPage(c *gin.Context, b store.Counted, version int, typed func(string) string,
	r page.Refusal,
) (breakdownPage, error) {
	known, _ := equity.CharacteristicOf(b.Characteristic)
	name := b.Collection.Title()
	data := breakdownPage{
		Base: page.New(c, name+": "+b.Quarter.Words()).Under(page.Crumb{
			Href: path(c) + "?characteristic=" + b.Characteristic,
			Text: "Equity",
		}).Refused(r),
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
			row.Boxes = append(row.Boxes, countBox{field, n.Label, g.Label + ", " + n.Label, typed(field), r.Problems.For(field)})
		}
		data.Rows = append(data.Rows, row)
	}
	h, err := p.rows(c).HistoryPart(c, page.HistoryAsked(c), record.Breakdown, b.Provider+" "+string(b.Quarter)+" "+b.Characteristic)
	h.Events = named(h.Events, b.Collection.Groups())
	data.History = page.NewHistory(c.Request.URL.EscapedPath(), h)
	return data, err
}

// named replaces the names of fields with those of their groups.
func named(events []snapshot.Event, groups []equity.Group) []snapshot.Event {
	for i := range events {
		for j := range events[i].Changes {
			change := &events[i].Changes[j]
			for _, g := range groups {
				for _, n := range equity.Counts {
					if n.Field(g) == change.Field {
						change.Old, change.New = events[i].Said(*change, change.Old), events[i].Said(*change, change.New)
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
		return page.Tag{Text: "No longer adds up to the quarterly figures", Colour: "yellow"}
	case !b.Return.State.Measured():
		return page.Tag{Text: "Finished, but the figures are not submitted", Colour: "blue"}
	}
	return page.Tag{Text: "Finished", Colour: "green"}
}

// asked is what the groups have to add up to.
func asked(r figures.Return) string {
	all := equity.Everyone(r)
	if !all.Access.Known || !all.Unemployed.Known || !all.FirstJobs.Known {
		return "The quarterly figures do not have all their numbers of people yet. You can save what you have, and finish when they do."
	}
	return fmt.Sprintf("The quarterly figures say: %s accessed, %s of them out of work at the start; %s started a first job. The groups "+
		"have to add up to these.",
		number.Counting(int(all.Access.N), "person", "people"), all.Unemployed.Words(), all.FirstJobs.Words())
}

// typedBreakdown is a breakdown with what was typed in each box.
type typedBreakdown struct {
	equity.Breakdown
	text func(name string) string
}

// saveBreakdown records what was typed.
func (p Pages) saveBreakdown(c *gin.Context) error {
	b, err := p.counted(c)
	if err != nil {
		return err
	}
	return page.Save(c, page.Saving[typedBreakdown]{
		Read: func(f page.Form) (typedBreakdown, error) {
			t := typedBreakdown{b.Breakdown, f.Text}
			t.Finished, t.Version = f.Text("step") == "finish", f.Version()
			wrong := t.Read(b.Collection.Groups(), f.Text)
			if wrong == nil {
				return t, nil
			}
			for _, more := range t.Check(b.Collection, b.Return, false) {
				if wrong.For(more.Field) == "" {
					wrong = append(wrong, more)
				}
			}
			return t, wrong
		},
		Keep: func(t typedBreakdown) (string, error) {
			_, err := p.rows(c).SaveBreakdown(c, t.Breakdown)
			return c.Request.URL.Path + "?saved=yes", err
		},
		Now: func(t typedBreakdown) (page.Conflict, error) {
			b, err = p.counted(c)
			return page.Conflict{
				What: "these numbers", Who: b.ChangedBy, When: b.ChangedAt.Words(), Version: b.Version, Fields: differences(b, t.Breakdown),
			}, err
		},
		Show: func(t typedBreakdown, r page.Refusal) error {
			data, err := p.breakdownPage(c, b, t.Version, t.text, r)
			if err != nil {
				return err
			}
			return breakdownTemplate.Show(c, r.Status(), data)
		},
	})
}

func differences(b store.Counted, mine equity.Breakdown) []page.Both {
	var fields []page.Both
	for _, g := range b.Collection.Groups() {
		for _, n := range equity.Counts {
			fields = append(fields, page.Either(g.Label+", "+n.Label, n.Of(b.Counts[g.Key]).Words(), n.Of(mine.Counts[g.Key]).Words()))
		}
	}
	return fields
}

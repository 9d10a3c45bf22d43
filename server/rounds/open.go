package rounds

import (
	"cmp"
	"slices"

	"github.com/gin-gonic/gin"

	"ipstoolkit/server/page"
	"ipstoolkit/tenants/store"
	"ipstoolkit/toolkit/assessment"
	"ipstoolkit/toolkit/calendar"
	"ipstoolkit/toolkit/measure"
	"ipstoolkit/toolkit/record"
	"ipstoolkit/toolkit/snapshot"
)

// reviewed is the review that goes on: how far it is, in words, and which figures are missing.
type reviewed struct {
	assessment.Review
	words   string
	missing []string
}

// review reads it, as far as the member may.
func (p Pages) review(c *gin.Context, parts store.RoundParts) (reviewed, error) {
	r := reviewed{Review: parts.Review}
	e, err := p.Editions.Used(page.Member(c).Tenant.Edition)
	if err != nil {
		return r, err
	}
	r.words = r.Progress(assessment.Count(e, parts.Entries, r.Review))
	results := measure.All(parts.Input)
	period := cmp.Or(measure.HeadlinePeriod(results), "no period yet")
	r.missing = append([]string{"Results are for: " + period}, measure.Waiting(results)...)
	return r, nil
}

// openPage asks before a round is opened: it says what stays, and what is to be reviewed again.
type openPage struct {
	page.Base
	Facts  page.SummaryList
	Button page.Button
	Back   string
}

var openTemplate = page.Parse[openPage](files, "open.html")

func (p Pages) askOpen(c *gin.Context) error {
	q, err := p.asked(c)
	if err != nil {
		return err
	}
	rows := p.Store.For(page.Member(c))
	openings, err := rows.Openings(c)
	if err != nil {
		return err
	}
	sealings, err := rows.Rounds(c)
	if err != nil {
		return err
	}
	if !slices.Contains(store.Openable(p.Store.Today(), openings, sealings), q) {
		return page.SeeOther(c, roundsPath(c)) // it is open or sealed already, as that page says
	}
	return p.showOpen(c, q, page.Refusal{})
}

func (p Pages) showOpen(c *gin.Context, q calendar.Quarter, r page.Refusal) error {
	parts, err := p.Store.For(page.Member(c)).RoundParts(c)
	if err != nil {
		return err
	}
	now, err := p.review(c, parts)
	if err != nil {
		return err
	}
	facts := []page.SummaryRow{
		{Key: "Quarter", Lines: []string{q.Words()}},
		{Key: "Statuses, notes, owners", Lines: []string{"Stay as they are"}},
		{Key: "Review", Lines: []string{"Each priority counts as not yet reviewed until somebody saves it or ticks “Still right”. " +
			"So far: " +
			now.words}},
	}
	if now.Opened {
		facts = append(facts, page.SummaryRow{Key: "The round before", Lines: []string{
			"The round of " + now.Quarter.Short() + " is still open. What is saved from now on counts for " + q.Short() +
				", so seal it first",
		}})
	}
	return openTemplate.Show(c, r.Status(), openPage{
		Base:  page.New(c, "Open the round of "+q.Short()).Under(page.Crumb{Href: roundsPath(c), Text: "Rounds"}).Refused(r),
		Facts: page.SummaryList{Rows: facts}, Button: page.NewButton("Open the round"), Back: roundsPath(c),
	})
}

// open opens the round. Where somebody else has opened it meanwhile, it is open.
func (p Pages) open(c *gin.Context) error {
	q, err := p.asked(c)
	if err != nil {
		return err
	}
	rows := p.Store.For(page.Member(c))
	return page.Remove(c, page.Removal{
		What: "the rounds", Undone: "The round of " + q.Short() + " was not opened", To: roundsPath(c) + "?opened=" + string(q),
		Do: func(int) error { return rows.OpenRound(c, q) },
		Now: func() (int, snapshot.History, error) {
			h, err := rows.HistoryPart(c, snapshot.Part{}, record.Round, string(q), store.Sealing{Quarter: q, N: 1}.Subject())
			return len(h.Events), h, err
		},
		Show: func(r page.Refusal) error { return p.showOpen(c, q, r) },
	})
}

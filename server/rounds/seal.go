package rounds

import (
	"cmp"
	"fmt"
	"strconv"

	"github.com/gin-gonic/gin"

	"ipstoolkit/server/page"
	"ipstoolkit/tenants"
	"ipstoolkit/tenants/store"
	"ipstoolkit/toolkit/calendar"
	"ipstoolkit/toolkit/measure"
	"ipstoolkit/toolkit/number"
	"ipstoolkit/toolkit/record"
	"ipstoolkit/toolkit/snapshot"
	"ipstoolkit/toolkit/view"
	"ipstoolkit/toolkit/workbook"
)

// sealPage asks before a quarter's round is sealed: it says what will be sealed, who is missing, and that it stays.
type sealPage struct {
	page.Base
	// Seen is how many sealings of the quarter there are.
	Seen  int
	Facts page.SummaryList
	// Over says that the quarter has ended, so that what is sealed is what is recorded on Today.
	Over  bool
	Today string
	// Reason is asked where it was sealed before.
	Reason page.Textarea
	Button page.Button
	Back   string
}

var sealTemplate = page.Parse[sealPage](files, "seal.html")

// asked is the quarter in the address. Errors: tenants.ErrForbidden for all but the ICB administrator; tenants.ErrNotFound for a
// quarter that cannot be sealed.
func (p Pages) asked(c *gin.Context) (calendar.Quarter, error) {
	if err := page.Allow(c, tenants.SealRounds); err != nil {
		return "", err
	}
	for _, q := range store.Sealable(p.Store.Today()) {
		if string(q) == c.Param("quarter") {
			return q, nil
		}
	}
	return "", tenants.ErrNotFound
}

func (p Pages) askSeal(c *gin.Context) error {
	q, err := p.asked(c)
	if err != nil {
		return err
	}
	return p.showSeal(c, q, "", page.Refusal{})
}

func (p Pages) showSeal(c *gin.Context, q calendar.Quarter, reason string, r page.Refusal) error {
	rows := p.Store.For(page.Member(c))
	sealings, err := rows.Rounds(c)
	if err != nil {
		return err
	}
	s, err := rows.Snapshot(c, p.Editions, view.Commissioners)
	if err != nil {
		return err
	}
	title, today := "Seal "+q.Short(), p.Store.Today()
	data := sealPage{
		Base: page.New(c, title).Under(page.Crumb{Href: roundsPath(c), Text: "Rounds"}).Refused(r),
		Over: q.Last() < today, Today: today.Words(), Back: roundsPath(c), Button: page.NewButton("Seal " + q.Short()),
	}
	data.Seen = timesSealed(sealings, q)
	data.Facts = sealFacts(s, q, data.Seen)
	if data.Seen > 0 {
		data.Base.Title = title + " again"
		data.Reason = page.Textarea{
			Name: "reason", Label: "Why is it sealed again?", LabelSize: "s", Value: reason, Rows: 3, Limit: store.ReasonLimit,
			Hint:  "Commissioners see the reason with the new version. The earlier version stays",
			Error: r.Problems.For("reason"),
		}
	}
	return sealTemplate.Show(c, r.Status(), data)
}

// timesSealed is how often a quarter was sealed.
func timesSealed(sealings []store.Sealing, q calendar.Quarter) (n int) {
	for _, one := range sealings {
		if one.Quarter == q {
			n++
		}
	}
	return n
}

// sealFacts are what will be sealed, in short, and who is missing.
func sealFacts(s snapshot.Snapshot, q calendar.Quarter, seen int) page.SummaryList {
	missing := measure.Waiting(s.Results)
	if len(missing) == 0 {
		missing = []string{"Nobody: all figures are in"}
	}
	var providers []string
	for _, p := range s.Providers {
		if !p.Ended {
			providers = append(providers, p.Name)
		}
	}
	list := page.SummaryList{Rows: []page.SummaryRow{
		{Key: "Quarter", Lines: []string{q.Words()}},
		{Key: "Reviewed " + s.Review().Words(), Lines: []string{
			fmt.Sprintf("%d of %s", s.Progress().Reviewed, number.Counting(len(s.Edition.Priorities()), "priority", "priorities")),
		}},
		{Key: "Results are for", Lines: []string{record.Sentence(cmp.Or(measure.HeadlinePeriod(s.Results), "no results yet"))}},
		{Key: "Figures still to come from", Lines: missing},
		{Key: "Sealed for", Lines: append([]string{"Commissioners", "The steering group"}, providers...)},
	}}
	if seen > 0 {
		list.Rows = append(list.Rows, page.SummaryRow{Key: "Earlier versions", Lines: []string{strconv.Itoa(seen)}})
	}
	return list
}

// seal seals the quarter, if nobody else has sealed it since the person saw the page.
func (p Pages) seal(c *gin.Context) error {
	q, err := p.asked(c)
	if err != nil {
		return err
	}
	rows := p.Store.For(page.Member(c))
	return page.Save(c, page.Saving[store.Seal]{
		Read: func(f page.Form) (store.Seal, error) {
			return store.Seal{Quarter: q, Seen: f.Version(), Reason: f.Text("reason"), Workbook: workbook.Copy}, nil
		},
		Keep: func(s store.Seal) (string, error) {
			return roundsPath(c) + "?sealed=" + string(q), page.Heavy(c, p.Places, "The round", func() error {
				return rows.Apart().SealRound(c, p.Editions, s)
			})
		},
		Now: func(s store.Seal) (page.Conflict, error) {
			sealings, err := rows.Rounds(c)
			if err != nil {
				return page.Conflict{}, err
			}
			now := timesSealed(sealings, q)
			h, err := rows.HistoryPart(c, snapshot.Part{}, record.Round, store.Sealing{Quarter: q, N: now}.Subject())
			return page.ChangedSince("the round of "+q.Short(), "It was not sealed again", s.Seen, now, h), err
		},
		Show: func(s store.Seal, r page.Refusal) error { return p.showSeal(c, q, s.Reason, r) },
	})
}

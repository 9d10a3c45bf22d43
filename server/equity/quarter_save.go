package equity

import (
	"slices"
	"strings"

	"github.com/gin-gonic/gin"

	"ipstoolkit/server/page"
	"ipstoolkit/tenants"
	"ipstoolkit/tenants/store"
	"ipstoolkit/toolkit/calendar"
	"ipstoolkit/toolkit/equity"
	"ipstoolkit/toolkit/record"
)

// changed are the parts that differ from what is recorded, at the versions that are there.
func changed(now, mine []store.Counted) []equity.Breakdown {
	var list []equity.Breakdown
	for i, b := range mine {
		groups := b.Collection.Groups()
		if !slices.Equal(now[i].Kept(groups), b.Kept(groups)) {
			list = append(list, b.Breakdown)
		}
	}
	return list
}

// importQuarter puts a file into the boxes.
func (p Pages) importQuarter(c *gin.Context) error {
	now, q, err := p.quarter(c)
	if err != nil {
		return err
	}
	f, err := page.ReadFiles(c, formRoom+sheetRoom)
	if err != nil {
		return err
	}
	return p.fillQuarter(c, f, stepFile, now, q)
}

// saveQuarter puts pasted cells into the boxes, or records what was typed: each part that was changed, all in one save.
func (p Pages) saveQuarter(c *gin.Context) error {
	now, q, err := p.quarter(c)
	if err != nil {
		return err
	}
	f, err := page.ReadForm(c)
	if err != nil {
		return err
	}
	if f.Text("step") == stepPaste {
		return p.fillQuarter(c, f, stepPaste, now, q)
	}
	return page.SaveForm(c, f, page.Saving[typedQuarter]{
		Read: func(f page.Form) (typedQuarter, error) { return readQuarter(f, now) },
		Keep: func(t typedQuarter) (string, error) {
			mine := changed(now, t.parts)
			switch {
			case t.version == versions(now) || len(mine) == 0:
			case t.version > 0:
				return "", tenants.ErrStale
			default: // the first form of the quarter: the store knows whether it is one that was sent twice
				for i := range mine {
					mine[i].Version = 0
				}
			}
			return c.Request.URL.Path + "?saved=yes", p.rows(c).SaveBreakdowns(c, mine)
		},
		Now: func(t typedQuarter) (page.Conflict, error) {
			if now, _, err = p.quarter(c); err != nil {
				return page.Conflict{}, err
			}
			return quarterConflict(now, t.parts), nil
		},
		Opened: func(t typedQuarter, seen int64) (map[string]string, []record.Text, error) {
			return p.opened(c, t.parts, seen)
		},
		Show: func(t typedQuarter, r page.Refusal) error {
			return quarterTemplate.Show(c, r.Status(), p.quarterPage(c, t, q, r))
		},
	})
}

// quarterConflict is what others have saved of a quarter, against what was typed.
func quarterConflict(now, mine []store.Counted) page.Conflict {
	k := page.Conflict{What: "these numbers", Version: versions(now)}
	var at calendar.Instant
	for i, b := range now {
		if b.ChangedAt > at {
			at, k.Who, k.When = b.ChangedAt, b.ChangedBy, b.ChangedAt.Words()
		}
		for _, g := range b.Collection.Groups() {
			for _, n := range equity.Counts {
				theirs, name := n.Of(b.Counts[g.Key]).Words(), field(b, n, g)
				both := page.Either(b.Collection.Title()+": "+g.Label+", "+n.Label, theirs, n.Of(mine[i].Counts[g.Key]).Words())
				k.Fields = append(k.Fields, both.Of(name, name, theirs))
			}
		}
	}
	return k
}

// opened is what the history tells of all parts since the form was opened, by the names of the boxes.
func (p Pages) opened(c *gin.Context, parts []store.Counted, seen int64) (map[string]string, []record.Text, error) {
	was := map[string]string{}
	var mine []record.Text
	for _, b := range parts {
		subject := strings.Join([]string{b.Provider, string(b.Quarter), b.Characteristic}, " ")
		some, err := p.rows(c).ChangedSince(c, record.Breakdown, subject, seen)
		if err != nil {
			return nil, nil, err
		}
		for name, old := range some {
			was[b.Characteristic+"-"+name] = old
		}
		for _, text := range b.Kept(b.Collection.Groups()) {
			mine = append(mine, record.Text{Field: b.Characteristic + "-" + text.Field, Text: text.Text})
		}
	}
	return was, mine, nil
}

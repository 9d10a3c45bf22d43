// Package rounds serves the rounds: the page of the quarters with what was sealed of each, the page that seals one, and the sealed
// files.
package rounds

import (
	"embed"
	"fmt"
	"path"
	"slices"
	"strconv"

	"github.com/gin-gonic/gin"

	"ipstoolkit/server/page"
	"ipstoolkit/server/places"
	"ipstoolkit/tenants"
	"ipstoolkit/tenants/store"
	"ipstoolkit/toolkit/calendar"
	"ipstoolkit/toolkit/edition"
	"ipstoolkit/toolkit/evidence"
	"ipstoolkit/toolkit/number"
)

//go:embed *.html
var files embed.FS

// Pages are the pages of the rounds.
type Pages struct {
	Store    *store.Store
	Editions *edition.Library
	// Places are those for exports: a few are made at the same time.
	Places *places.Places
}

// Mount puts them under an ICB's address. Only its members reach them.
func (p Pages) Mount(icb gin.IRouter) {
	icb.GET("/rounds", page.Handle(p.rounds))
	icb.GET("/rounds/:quarter/open", page.Handle(p.askOpen))
	icb.POST("/rounds/:quarter/open", page.Handle(p.open))
	icb.GET("/rounds/:quarter/edition", page.Handle(p.askEdition))
	icb.POST("/rounds/:quarter/edition", page.Handle(p.takeUp))
	icb.POST("/rounds/:quarter/edition/undo", page.Handle(p.goBack))
	icb.GET("/rounds/:quarter/seal", page.Handle(p.askSeal))
	icb.POST("/rounds/:quarter/seal", page.Handle(p.seal))
	icb.GET("/rounds/files/:file", page.Handle(p.sealed))
	icb.GET("/compare", page.Handle(p.compare))
}

// roundsPage is the quarters, the newest first, with what was sealed of each.
type roundsPage struct {
	page.Base
	Sections page.Sections
	Quarters []quarterRow
}

// quarterRow is one quarter.
type quarterRow struct {
	ID, Name, State string
	Tag             page.Tag
	// Review is how far the review is, and Missing which figures are waited for and for which quarters results are.
	Review  string
	Missing []string
	// Changed says what was saved since the newest sealing, History leads to it.
	Changed, History string
	// Seal leads to the page that seals it; it has no address where this person cannot seal it.
	Open, Seal page.LinkButton
	// Edition leads to the edition that can be taken up in the round, or that was; EditionText says which.
	Edition, EditionText string
	Versions             []version
}

// version is one sealing, with the files that the person may have.
type version struct {
	Title, Reason string
	Files         []sealedLink
	// KeptBack says that procurement keeps its files back from the person.
	KeptBack bool
}

// sealedLink is a sealed file. Removed says that personal data was removed from it, and what its hash was before.
type sealedLink struct {
	Href, Text, Hash string
	Removed          []string
}

var roundsTemplate = page.Parse[roundsPage](files, "rounds.html")

func roundsPath(c *gin.Context) string { return page.Home(page.Member(c).Tenant.Code) + "/rounds" }

func (p Pages) rounds(c *gin.Context) error {
	if err := page.Allow(c, tenants.ReadToolkit); err != nil {
		return err
	}
	member := page.Member(c)
	rows := p.Store.For(member)
	parts, err := rows.RoundParts(c)
	if err != nil {
		return err
	}
	sealings, openings := parts.Sealings, parts.Openings
	changed := ""
	if len(sealings) > 0 {
		if changed, err = p.changedSince(c, rows, newest(sealings)); err != nil {
			return err
		}
	}
	data := roundsPage{Base: page.New(c, "Rounds")}
	data.Sections = page.SteeringSections(data.Base, "/rounds")
	if q, err := calendar.ParseQuarter(c.Query("sealed")); err == nil && slices.ContainsFunc(sealings, of(q)) {
		data.Base = data.Saved(q.Short() + " sealed")
	}
	if q, err := calendar.ParseQuarter(c.Query("opened")); err == nil && slices.ContainsFunc(openings, opened(q)) {
		data.Base = data.Saved("The round of " + q.Short() + " is open")
	}
	now, err := p.review(c, parts)
	if err != nil {
		return err
	}
	for _, q := range quarters(p.Store.Today().Quarter(), openings, sealings) {
		row := p.quarter(c, q, openings, sealings)
		row.removed(parts.Removals)
		if err := p.editionOf(c, &row, q, openings); err != nil {
			return err
		}
		if q == now.Quarter {
			row.Review, row.Missing = now.words, now.missing
		}
		if len(sealings) > 0 && newest(sealings).Quarter == q && changed != "" {
			row.Changed = changed
			if member.Can(tenants.ReadHistory) {
				row.History = page.Home(member.Tenant.Code) + "/history"
			}
		}
		data.Quarters = append(data.Quarters, row)
	}
	return roundsTemplate.OK(c, data)
}

// removed notes beside each file which removals it had.
func (r *quarterRow) removed(removals map[string][]store.SealedRemoval) {
	for i := range r.Versions {
		for j := range r.Versions[i].Files {
			f := &r.Versions[i].Files[j]
			for _, m := range removals[path.Base(f.Href)] {
				f.Removed = append(f.Removed, "Personal data was removed on "+m.At.Date().Words()+". SHA-256 before: "+m.Old)
			}
		}
	}
}

// opened holds for the opening of a quarter's round.
func opened(q calendar.Quarter) func(store.Opening) bool {
	return func(o store.Opening) bool { return o.Quarter == q }
}

// of holds for the sealings of a quarter.
func of(q calendar.Quarter) func(store.Sealing) bool {
	return func(s store.Sealing) bool { return s.Quarter == q }
}

// newest is the sealing that was made last: of whatever quarter.
func newest(sealings []store.Sealing) store.Sealing {
	return slices.MaxFunc(sealings, func(a, b store.Sealing) int { return int(a.Version - b.Version) })
}

// changedSince says what was saved since a sealing, as far as the member may see it; "" for nothing.
func (p Pages) changedSince(c *gin.Context, rows *store.Rows, s store.Sealing) (string, error) {
	n, err := 0, error(nil)
	if page.Member(c).Can(tenants.ReadHistory) {
		n, err = rows.SavesSince(c, s.Version)
	} else {
		n, err = rows.Apart().SeenSince(c, p.Editions, s.Version)
	}
	if err != nil || n == 0 {
		return "", err
	}
	return fmt.Sprintf("Changed since sealing on %s: %s", s.At.Date().Words(), number.Counting(n, "save", "saves")), nil
}

// quarters are those that are shown, the newest first: from the present one back to the first that was opened or sealed, and the
// one before the present in any case, as it can still be sealed.
func quarters(now calendar.Quarter, openings []store.Opening, sealings []store.Sealing) []calendar.Quarter {
	first := now.Add(-1)
	for _, o := range openings {
		first = min(first, o.Quarter)
	}
	for _, s := range sealings {
		first = min(first, s.Quarter)
	}
	var list []calendar.Quarter
	for q := now; q >= first; q = q.Add(-1) {
		list = append(list, q)
	}
	return list
}

func (p Pages) quarter(c *gin.Context, q calendar.Quarter, openings []store.Opening, sealings []store.Sealing) quarterRow {
	member, open := page.Member(c), slices.Contains(store.Sealable(p.Store.Today()), q)
	row := quarterRow{ID: string(q), Name: q.Words(), Tag: page.Tag{Text: "Not sealed", Colour: "grey"}}
	for _, s := range sealings {
		if s.Quarter != q {
			continue
		}
		v := version{
			Title: fmt.Sprintf("Version %d, sealed on %s", s.N, s.At.Words()), Reason: s.Reason,
			KeptBack: len(s.Files) == 0 && member.Outside(),
		}
		for _, f := range s.Files {
			link := sealedLink{
				Href: roundsPath(c) + "/files/" + f.ID,
				Text: f.Label + " (" + format(f) + ", " + evidence.SizeWords(f.Size) + ")",
				Hash: f.SHA256,
			}
			v.Files = append(v.Files, link)
		}
		row.Versions = append(row.Versions, v)
	}
	switch {
	case len(row.Versions) > 0:
		last := sealings[slices.IndexFunc(sealings, of(q))]
		row.Tag = page.Tag{Text: "Sealed"}
		row.State = "Sealed on " + last.At.Date().Words() + ", version " + strconv.Itoa(last.N)
	case open && slices.ContainsFunc(openings, opened(q)):
		row.Tag = page.Tag{Text: "Open", Colour: "yellow"}
		row.State = "Opened on " + openings[slices.IndexFunc(openings, opened(q))].At.Date().Words()
	case open:
		row.Tag = page.Tag{Text: "Not opened", Colour: "grey"}
	default:
		row.State = "This quarter was not sealed in time."
	}
	if slices.Contains(store.Openable(p.Store.Today(), openings, sealings), q) && member.Can(tenants.SealRounds) {
		style := "secondary"
		if q == p.Store.Today().Quarter() {
			style = ""
		}
		row.Open = page.NewLinkButton(roundsPath(c)+"/"+string(q)+"/open", "Open the round of "+q.Short(), style)
	}
	if open && member.Can(tenants.SealRounds) {
		row.Seal = page.NewLinkButton(roundsPath(c)+"/"+string(q)+"/seal", "Seal "+q.Short(), "secondary")
		if len(row.Versions) > 0 {
			row.Seal.Text = "Seal " + q.Short() + " again"
		}
	}
	return row
}

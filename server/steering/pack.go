package steering

import (
	"bytes"
	"fmt"
	"slices"
	"strings"

	"github.com/gin-gonic/gin"

	"ipstoolkit/server/page"
	"ipstoolkit/tenants"
	"ipstoolkit/tenants/store"
	"ipstoolkit/toolkit/edition"
	"ipstoolkit/toolkit/round"
	"ipstoolkit/toolkit/snapshot"
	"ipstoolkit/toolkit/view"
)

// packPage is what a member reads in three minutes: one page of paper, then all priorities in one table.
type packPage struct {
	page.Base
	Sections page.Sections
	// Of is whom it is about and when; Sealed says that it is shown as it was sealed.
	Of, Sealed, Headline string
	First, Last          []packPart // before and after the targets
	Targets              page.Table
	MoreTargets          string
	Rows                 page.Table
	Abbreviations        []edition.Abbreviation
	// Rounds lead to the sealed quarters, and to the pack of now.
	Rounds   []page.NavItem
	Workbook page.LinkButton
	Details  string
	Blank    string
}

// packPart is a part of the first page, as many lines of it as fit.
type packPart struct {
	Title, None, More string
	Lines             []packLine
}

type packLine struct{ Priority, Href, What, Beside string }

var packTemplate = page.Parse[packPage](files, "pack.html")

// pack shows the present pack, or with ?round=2026Q3 that of a sealed quarter as it was sealed.
func (p Pages) pack(c *gin.Context) error {
	if err := page.Allow(c, tenants.WorkbookGroup); err != nil {
		return err
	}
	m := page.Member(c)
	rows, home := p.Store.For(m), page.Home(m.Tenant.Code)
	sealings, err := rows.Rounds(c)
	if err != nil {
		return err
	}
	data := packPage{
		Base: page.New(c, "Pack for the steering group"), Details: home + "/steering-group",
		Blank: home + "/toolkit/review?blank=1",
	}
	data.Workbook = page.NewLinkButton(home+"/workbook.xlsx?for=steering", "Download the workbook", "secondary")
	asked := c.Query("round")
	data.Rounds = packRounds(sealings, home, asked)
	var s snapshot.Snapshot
	if asked == "" {
		s, err = p.Store.For(m).SnapshotSince(c, p.Editions, view.SteeringGroup)
	} else {
		var of store.Sealing
		if s, of, err = p.sealed(c, rows, sealings, asked); err == nil {
			data.sealed(home, of)
		}
	}
	if err != nil {
		return err
	}
	links := home
	if asked != "" {
		links = "" // a sealed quarter does not lead to what is recorded now
	}
	data.show(s, links)
	data.Sections = page.SteeringSections(data.Base, "/pack")
	return packTemplate.OK(c, data)
}

// groupFile is the newest of the files that a sealing has of a kind for the steering group; false where the member reads none.
func groupFile(of store.Sealing, kind string) (store.SealedFile, bool) {
	i := slices.IndexFunc(of.Files, func(f store.SealedFile) bool { return f.Kind == kind && f.Audience == round.ForSteeringGroup })
	if i < 0 {
		return store.SealedFile{}, false
	}
	return of.Files[i], true
}

// packRounds lead to the present pack, and to that of each sealed quarter, the newest first.
func packRounds(sealings []store.Sealing, home, asked string) []page.NavItem {
	list := []page.NavItem{{Href: home + "/pack", Text: "As it is now", Current: asked == ""}}
	for _, s := range newestOfEach(sealings) {
		if _, reads := groupFile(s, store.SealedDocument); reads {
			list = append(list, page.NavItem{
				Href: home + "/pack?round=" + string(s.Quarter), Current: asked == string(s.Quarter),
				Text: s.Quarter.Short() + ", as sealed on " + s.At.Date().Words(),
			})
		}
	}
	return list
}

// newestOfEach are the newest versions of each quarter; the sealings are in that order.
func newestOfEach(sealings []store.Sealing) []store.Sealing {
	return slices.CompactFunc(slices.Clone(sealings), func(a, b store.Sealing) bool { return a.Quarter == b.Quarter })
}

// sealed is a quarter as it was sealed for the steering group. Errors: tenants.ErrNotFound for a quarter that was not sealed,
// tenants.ErrProcurement for one with what procurement keeps from the member.
func (p Pages) sealed(c *gin.Context, rows *store.Rows, sealings []store.Sealing,
	quarter string,
) (snapshot.Snapshot, store.Sealing, error) {
	none := snapshot.Snapshot{}
	for _, of := range newestOfEach(sealings) {
		if string(of.Quarter) != quarter {
			continue
		}
		f, reads := groupFile(of, store.SealedDocument)
		if !reads {
			return none, of, tenants.ErrProcurement
		}
		var b bytes.Buffer
		if err := rows.CopySealed(c, &b, f.ID); err != nil {
			return none, of, err
		}
		d, err := round.Read(b.Bytes())
		if err != nil {
			return none, of, err
		}
		s, err := d.Snapshot(p.Editions)
		return s, of, err
	}
	return none, store.Sealing{}, tenants.ErrNotFound
}

// sealed says that the pack is as it was sealed, and gives the workbook that was sealed with it.
func (d *packPage) sealed(home string, of store.Sealing) {
	d.Sealed = fmt.Sprintf("As sealed on %s, version %d. Nothing here has changed since", of.At.Date().Words(), of.N)
	d.Details, d.Workbook = "", page.LinkButton{}
	if f, reads := groupFile(of, store.SealedWorkbook); reads {
		d.Workbook = page.NewLinkButton(home+"/rounds/files/"+f.ID, "Download the sealed workbook", "secondary")
	}
}

// show puts the pack on the page; links is the ICB's address, "" without links.
func (d *packPage) show(s snapshot.Snapshot, links string) {
	told := s.Told()
	d.Headline = told.Headline
	d.Of = fmt.Sprintf("%s (%s). %s. As at %s.", s.ICB.Name, s.ICB.Code, s.Titled().Words(), s.Today().Words())
	if s.ICB.NextMeeting >= s.Today() {
		d.Of += " Next meeting: " + s.ICB.NextMeeting.Words() + "."
	}
	most := fitting(told)
	for _, part := range told.Pack.Parts {
		shown := packPart{Title: part.Title, None: part.None}
		n := min(len(part.Lines), most.of(part.Code))
		for _, l := range part.Lines[:n] {
			line := packLine{
				Priority: l.Priority, What: snapshot.Shortened(l.What, snapshot.PackChars),
				Beside: snapshot.Shortened(l.Beside, snapshot.PackChars),
			}
			if links != "" && l.Priority != "" {
				line.Href = links + "/toolkit/" + l.Priority
			}
			shown.Lines = append(shown.Lines, line)
		}
		shown.More = more(len(part.Lines) - n)
		if slices.Contains(behind, part.Code) {
			d.Last = append(d.Last, shown)
		} else {
			d.First = append(d.First, shown)
		}
	}
	d.targets(told.Pack, most.targets, links)
	rows := s.PackRows(told)
	d.rows(rows, links)
	d.Abbreviations = snapshot.AbbreviationsIn(s.Edition, inAll(told, rows))
}

func more(n int) string {
	if n <= 0 {
		return ""
	}
	return fmt.Sprintf("And %d more", n)
}

func (d *packPage) targets(p snapshot.PackTold, most int, links string) {
	d.Targets = table("pack-targets", "Targets", "No target can be judged yet.", "Target", "Value", "Measured against", "Result")
	for _, t := range p.Targets[:min(len(p.Targets), most)] {
		name := page.Text(t.Name)
		if links != "" {
			name = page.Link(links+"/targets/"+t.Code, t.Name)
		}
		result := page.Text(t.Result)
		if t.Missed {
			result = page.Tagged(page.Tag{Text: t.Result, Colour: "yellow"})
		}
		add(&d.Targets, name, page.Text(t.Value), page.Text(t.Target), result)
	}
	d.MoreTargets = more(len(p.Targets) - most)
	if p.Over != "" {
		d.MoreTargets = strings.TrimSpace("Over the " + p.Over + " unless stated otherwise. " + d.MoreTargets)
	}
}

func (d *packPage) rows(rows []snapshot.PackRow, links string) {
	d.Rows = table("pack-rows", "All priorities", "", "Priority", "Status", "What changed", "Note")
	for _, r := range rows {
		name := page.Text(r.Priority + " " + r.Name)
		if links != "" {
			name = page.Link(links+"/toolkit/"+r.Priority, r.Priority+" "+r.Name)
		}
		changed := r.Changed
		if changed == "" {
			changed = "No change"
		}
		add(&d.Rows, name, page.Text(r.Status), page.Text(changed), page.Text(r.Note))
	}
}

// inAll is every text of the pack.
func inAll(t snapshot.Told, rows []snapshot.PackRow) string {
	var b strings.Builder
	put := func(texts ...string) { b.WriteString(strings.Join(texts, "\n") + "\n") }
	put(t.Headline)
	for _, part := range t.Pack.Parts {
		put(part.Title)
		for _, l := range part.Lines {
			put(l.What, l.Beside)
		}
	}
	for _, one := range t.Pack.Targets {
		put(one.Name)
	}
	for _, r := range rows {
		put(r.Name, r.Note)
	}
	return b.String()
}

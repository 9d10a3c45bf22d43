package rounds

import (
	"bytes"
	"fmt"

	"github.com/gin-gonic/gin"

	"ipstoolkit/server/page"
	"ipstoolkit/tenants"
	"ipstoolkit/tenants/store"
	"ipstoolkit/toolkit/compare"
	"ipstoolkit/toolkit/round"
	"ipstoolkit/toolkit/view"
)

// comparePage is two rounds side by side, or a round and today.
type comparePage struct {
	page.Base
	Sections page.Sections
	// From and To choose; None says that there is nothing to compare yet.
	From, To page.Select
	None     bool
	Words    string
	// Which are the two, in words, for paper too.
	Which string
	// Editions says that the two are on different editions.
	Editions string
	Parts    []comparePart
	Texts    []compareText
	Results  page.Table
	Figures  []compareFigure
	Actions  []compareLine
}

// comparePart is a list of priorities with the same fate, "Moved forward (3)".
type comparePart struct {
	Title  string
	Quiet  bool // it opens when people ask for it
	Opens  page.Details
	Titles []compareLine
}

type compareLine struct{ Href, Name, Words string }

// compareText is the wording of a priority's notes before and after.
type compareText struct {
	Name           string
	Before, After  []compare.Piece
	Removed, Added string
}

type compareFigure struct {
	Name  string
	Lines []string
}

var compareTemplate = page.Parse[comparePage](files, "compare.html")

// today is the moment of now among the rounds that can be chosen.
const today = "today"

// choice is a round, or today, that the member can compare.
type choice struct {
	key, name string
	document  string // the id of its file, "" for today
}

// choices are today and the sealed rounds with a document for the member, the newest first.
func choices(sealings []store.Sealing, own view.Audience) []choice {
	list := []choice{{key: today, name: "Today"}}
	for _, s := range sealings {
		for _, f := range s.Files {
			if f.Kind != store.SealedDocument || f.For() != own {
				continue
			}
			name := s.Quarter.Short() + ", sealed on " + s.At.Date().Words()
			if s.N > 1 {
				name += fmt.Sprintf(", version %d", s.N)
			}
			list = append(list, choice{key: fmt.Sprintf("%s-%d", s.Quarter, s.N), name: name, document: f.ID})
			break
		}
	}
	return list
}

func pick(list []choice, key string, fallback int) choice {
	for _, c := range list {
		if c.key == key {
			return c
		}
	}
	return list[min(fallback, len(list)-1)]
}

func chooser(name, label string, list []choice, value string) page.Select {
	s := page.Select{Name: name, Label: label, Value: value}
	for _, c := range list {
		s.Options = append(s.Options, page.Option{Value: c.key, Text: c.name})
	}
	return s
}

// compare shows them. Whichever was chosen first, the older one is before the newer.
func (p Pages) compare(c *gin.Context) error {
	if err := page.Allow(c, tenants.ReadToolkit); err != nil {
		return err
	}
	member := page.Member(c)
	rows, own := p.Store.For(member), member.Audience().Whoever()
	sealings, err := rows.Rounds(c)
	if err != nil {
		return err
	}
	list := choices(sealings, own)
	from, to := pick(list, c.Query("from"), 1), pick(list, c.Query("to"), 0)
	data := comparePage{
		Base: page.New(c, "Compare"), From: chooser("from", "Compare", list[1:], from.key), To: chooser("to", "With", list, to.key),
		None: len(list) < 2,
	}
	data.Sections = page.SteeringSections(data.Base, "/compare")
	if data.None || from == to {
		return compareTemplate.OK(c, data)
	}
	var compared compare.Comparison
	err = page.Heavy(c, p.Places, "The comparison", func() error {
		before, err := p.document(c, rows.Apart(), from, own)
		if err != nil {
			return err
		}
		after, err := p.document(c, rows.Apart(), to, own)
		if err != nil {
			return err
		}
		if before.Version > after.Version {
			before, after, from, to = after, before, to, from
		}
		compared, err = compare.Of(before, after, p.Editions)
		return err
	})
	if err != nil {
		return err
	}
	data.Which = "From: " + from.name + ". To: " + to.name + "."
	data.show(page.Home(member.Tenant.Code), compared)
	return compareTemplate.OK(c, data)
}

// document is what is compared: a sealed document as it was sealed, or today's snapshot as one.
func (p Pages) document(c *gin.Context, rows *store.Rows, of choice, own view.Audience) (round.Document, error) {
	if of.document == "" {
		s, err := rows.Snapshot(c, p.Editions, own)
		if err != nil {
			return round.Document{}, err
		}
		s.Events = nil // a comparison tells of no saves
		return round.Of(s)
	}
	var b bytes.Buffer
	if err := rows.CopySealed(c, &b, of.document); err != nil {
		return round.Document{}, err
	}
	return round.Read(b.Bytes())
}

// show puts a comparison on the page, what needs attention first.
func (d *comparePage) show(home string, c compare.Comparison) {
	d.Words = c.Words()
	for _, a := range c.Actions {
		d.Actions = append(d.Actions, compareLine{Href: home + "/actions/" + a.ID, Name: a.What, Words: a.Words})
	}
	if c.Before.ID != c.After.ID {
		d.Editions = fmt.Sprintf("They are on different editions of the toolkit: %s and %s", c.Before.Month(), c.After.Month())
	}
	const same = "The same"
	for _, part := range append(c.Moved(), compare.Part{Title: same, Priorities: c.Same}) {
		if len(part.Priorities) == 0 {
			continue
		}
		shown := comparePart{Title: fmt.Sprintf("%s (%d)", part.Title, len(part.Priorities)), Quiet: part.Title == same}
		shown.Opens = page.Details{Summary: shown.Title}
		for _, one := range part.Priorities {
			line := compareLine{Href: home + "/toolkit/" + one.Key, Name: one.Named(), Words: one.From.Words() + " to " + one.To.Words()}
			if one.From == one.To {
				line.Words = one.To.Words()
			}
			if part.Retired {
				line.Href, line.Words = "", one.From.Words()
			}
			shown.Titles = append(shown.Titles, line)
		}
		d.Parts = append(d.Parts, shown)
	}
	for _, one := range c.Texts {
		d.Texts = append(d.Texts, text(one.Named(), one.Notes)...)
		d.Texts = append(d.Texts, text(one.Named()+": notes for commissioners only", one.Private)...)
	}
	d.Results = compareResults(c.Results)
	for _, f := range c.Figures {
		d.Figures = append(d.Figures, compareFigure{Name: f.Named(), Lines: f.Lines()})
	}
}

// text is a wording side by side, nothing for one that is the same.
func text(name string, pieces []compare.Piece) []compareText {
	if pieces == nil {
		return nil
	}
	t := compareText{Name: name}
	for _, piece := range pieces {
		if piece.In != compare.Only2 {
			t.Before = append(t.Before, piece)
		}
		if piece.In != compare.Only1 {
			t.After = append(t.After, piece)
		}
	}
	t.Removed, t.Added = compare.Differences(pieces)
	return []compareText{t}
}

func compareResults(list []compare.Result) page.Table {
	t := page.Table{
		ID: "results", Caption: "Results that differ", HideCaption: true, Stacked: true,
		Columns: []page.Column{{Text: "Target"}, {Text: "Before"}, {Text: "After"}},
	}
	for _, r := range list {
		t.Rows = append(t.Rows, []page.Cell{page.Text(r.Named()), result(r.Was), result(r.Is)})
	}
	return t
}

func result(s compare.Shown) page.Cell {
	value, notes := s.Said()
	cell := page.Text(value)
	cell.Note = notes
	return cell
}

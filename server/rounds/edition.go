package rounds

import (
	"fmt"
	"slices"
	"strings"

	"github.com/gin-gonic/gin"

	"ipstoolkit/server/page"
	"ipstoolkit/tenants"
	"ipstoolkit/tenants/store"
	"ipstoolkit/toolkit/assessment"
	"ipstoolkit/toolkit/calendar"
	"ipstoolkit/toolkit/edition"
)

// editionPage shows what becomes of each priority when a newer edition is taken up, and asks; once it is taken up it offers
// the way back.
type editionPage struct {
	page.Base
	From, To string
	Counts   string
	Mapping  page.Table
	// Button takes the edition up; it has no text where one was taken up, and Undo or Late says what can be done then.
	Button page.Button
	ID     string
	Undo   page.Button
	Late   string
	Back   string
}

var editionTemplate = page.Parse[editionPage](files, "edition.html")

// next is the newest edition where that is newer than the ICB's, else nil.
func (p Pages) next(c *gin.Context) (now, next *edition.Edition, err error) {
	if now, err = p.Editions.Used(page.Member(c).Tenant.Edition); err != nil {
		return nil, nil, err
	}
	if newest := p.Editions.Current(); p.Editions.Newer(now, newest) {
		next = newest
	}
	return now, next, nil
}

// editionOf puts the link to an edition on a quarter's row: for the ICB administrator, while its round is open.
func (p Pages) editionOf(c *gin.Context, row *quarterRow, q calendar.Quarter, openings []store.Opening) error {
	_, next, err := p.next(c)
	open := slices.ContainsFunc(openings, opened(q)) && len(row.Versions) == 0 && slices.Contains(store.Sealable(p.Store.Today()), q)
	if err != nil || !open || !page.Member(c).Can(tenants.SealRounds) {
		return err
	}
	taken, err := p.Store.For(page.Member(c)).TakenUp(c, q)
	switch {
	case err != nil:
		return err
	case taken.To != "":
		row.EditionText = "The ICB moved to the edition of " + p.month(taken.To) + " in this round"
	case next == nil:
		return nil
	default:
		row.EditionText = "Move to the newer edition of the toolkit, " + next.Month()
	}
	row.Edition = roundsPath(c) + "/" + string(q) + "/edition"
	return nil
}

// month is when an edition was published; its id where its file is gone.
func (p Pages) month(id string) string {
	if e, found := p.Editions.Edition(id); found {
		return e.Month()
	}
	return id
}

func (p Pages) askEdition(c *gin.Context) error {
	q, err := p.asked(c)
	if err != nil {
		return err
	}
	return p.showEdition(c, q, page.Refusal{})
}

func (p Pages) showEdition(c *gin.Context, q calendar.Quarter, r page.Refusal) error {
	rows := p.Store.For(page.Member(c))
	from, to, err := p.next(c)
	if err != nil {
		return err
	}
	data := editionPage{Back: roundsPath(c)}
	taken, err := rows.TakenUp(c, q)
	switch {
	case err != nil:
		return err
	case taken.To != "":
		if from, err = p.Editions.Used(taken.From); err != nil {
			return err
		}
		if to, err = p.Editions.Used(taken.To); err != nil {
			return err
		}
		if data.Undo = page.NewButton("Go back to the edition of " + from.Month()); taken.Saved {
			data.Undo, data.Late = page.Button{}, "Something has been saved in the new edition, so this can no longer be undone."
		}
	case to == nil:
		return page.SeeOther(c, roundsPath(c)) // there is no newer one
	default:
		data.Button, data.ID = page.NewButton("Move to the edition of "+to.Month()), to.ID
	}
	entries, err := rows.Entries(c)
	if err != nil {
		return err
	}
	if data.ID == "" {
		entries = nil // they are in the newer edition already
	}
	data.Base = page.New(c, "The edition of "+to.Month()).Under(page.Crumb{Href: roundsPath(c), Text: "Rounds"}).Refused(r)
	data.From, data.To = from.Title+", "+from.Month(), to.Title+", "+to.Month()
	mapping := p.Editions.Mapping(from, to)
	data.Counts, data.Mapping = fateCounts(mapping), mappingTable(from, to, mapping, entries)
	return editionTemplate.Show(c, r.Status(), data)
}

// fates are what becomes of priorities, in words.
var fates = map[edition.Fate]string{
	edition.Same: "Same", edition.Changed: "Changed", edition.New: "New", edition.Retired: "No longer there",
}

func fateCounts(mapping []edition.Mapped) string {
	var parts []string
	for _, f := range []edition.Fate{edition.Same, edition.Changed, edition.New, edition.Retired} {
		n := 0
		for _, m := range mapping {
			if m.Fate == f {
				n++
			}
		}
		parts = append(parts, fmt.Sprintf("%d %s", n, strings.ToLower(fates[f])))
	}
	return strings.Join(parts, ", ")
}

func mappingTable(from, to *edition.Edition, mapping []edition.Mapped, entries map[string]assessment.Entry) page.Table {
	t := page.Table{
		ID: "mapping", Caption: "What happens to each priority", HideCaption: true, Stacked: true,
		Columns: []page.Column{{Text: "Priority"}, {Text: "Before"}, {Text: "In the newer edition"}, {Text: "What happens to your entry"}},
	}
	for _, m := range mapping {
		old, _ := from.Priority(m.Old)
		now, _ := to.Priority(m.New)
		name, before := now.Key+" "+now.Name, "–"
		if m.Fate == edition.Retired {
			name = old.Name
		}
		if m.Old != "" {
			before = m.Old
		}
		fate := page.Text(fates[m.Fate])
		if len(m.What) > 0 {
			fate.Note = "New wording: " + strings.Join(m.What, ", ")
		}
		t.Rows = append(t.Rows, []page.Cell{page.Text(name), page.Text(before), fate, page.Text(happens(m, old, now, entries))})
	}
	return t
}

// happens says what becomes of what is recorded.
func happens(m edition.Mapped, old, now edition.Priority, entries map[string]assessment.Entry) string {
	e := entries[m.Old]
	switch {
	case m.Fate == edition.New:
		return "Nothing is recorded yet"
	case m.Fate == edition.Retired && e.Blank():
		return "Nothing was recorded"
	case m.Fate == edition.Retired:
		return "Kept as it is, with its evidence, and no longer shown or counted. Sealed rounds and the history keep it"
	case e.Blank():
		return "Nothing is recorded"
	}
	words := "Status and notes stay"
	if m.Old != m.New {
		words += ", under the number " + m.New
	}
	if met := len(e.Met(old)); m.Fate == edition.Changed && met > 0 {
		words += fmt.Sprintf(". %d of %d statements met stay ticked: those with the same words", len(edition.Carry(old, now, e.Points)),
			met)
	}
	return words
}

// takeUp takes the edition up that the page showed.
func (p Pages) takeUp(c *gin.Context) error {
	q, err := p.asked(c)
	if err != nil {
		return err
	}
	return page.Save(c, page.Saving[string]{
		Read: func(f page.Form) (string, error) { return f.Text("edition"), nil },
		Keep: func(id string) (string, error) {
			return roundsPath(c) + "/" + string(q) + "/edition", p.Store.For(page.Member(c)).TakeUp(c, p.Editions, q, id)
		},
		Show: func(_ string, r page.Refusal) error { return p.showEdition(c, q, r) },
	})
}

func (p Pages) goBack(c *gin.Context) error {
	q, err := p.asked(c)
	if err != nil {
		return err
	}
	return page.Save(c, page.Saving[string]{
		Read: func(page.Form) (string, error) { return "", nil },
		Keep: func(string) (string, error) {
			return roundsPath(c), p.Store.For(page.Member(c)).GoBack(c, p.Editions, q)
		},
		Show: func(_ string, r page.Refusal) error { return p.showEdition(c, q, r) },
	})
}

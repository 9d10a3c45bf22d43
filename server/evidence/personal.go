package evidence

import (
	"cmp"
	"errors"
	"slices"
	"strings"

	"github.com/gin-gonic/gin"

	"ipstoolkit/server/page"
	"ipstoolkit/tenants"
	"ipstoolkit/tenants/store"
	"ipstoolkit/toolkit/problem"
	"ipstoolkit/toolkit/record"
	"ipstoolkit/toolkit/snapshot"
	"ipstoolkit/toolkit/workbook"
)

type personalPage struct {
	page.Base
	Words  page.Input
	Looked bool
	Found  page.Checkboxes
	Sealed bool // sealed rounds hold the words too
	Reason page.Input
	// Removed are the removals so far and whether the texts are gone from the database's files, Places where a text can be.
	Removed page.Table
	Places  page.SummaryList
}

var personalTemplate = page.Parse[personalPage](files, "personal.html")

// personalData is where the ICB administrator takes out texts that hold personal data.
func (p Pages) personalData(c *gin.Context) error {
	if err := page.Allow(c, tenants.RemovePersonal); err != nil {
		return err
	}
	return p.showPersonal(c, found{}, page.Refusal{})
}

// found is what the form holds: the words looked for, where they are, what is ticked, and why it has to go.
type found struct {
	words, reason string
	looked        bool
	sealed        bool
	ticked        []string
	traces        []store.Trace
}

// removeText looks for words, or removes the texts that are ticked. Both are posts, so that what somebody looks for is
// in no address and no log.
func (p Pages) removeText(c *gin.Context) error {
	if err := page.Allow(c, tenants.RemovePersonal); err != nil {
		return err
	}
	f, err := page.ReadForm(c)
	if err != nil {
		return err
	}
	w := found{words: f.Text("words"), reason: f.Text("reason"), looked: true}
	var wrong problem.List
	w.traces, err = p.rows(c).Apart().FindText(c, w.words)
	if errors.As(err, &wrong) {
		w.looked = false
		return p.showPersonal(c, w, page.Refusal{Problems: wrong})
	}
	if err != nil {
		return err
	}
	sealed, err := p.rows(c).Apart().FindSealed(c, w.words)
	if err != nil {
		return err
	}
	w.sealed = len(sealed) > 0
	for _, t := range sealed { // those that are nowhere else any longer
		if !slices.ContainsFunc(w.traces, func(o store.Trace) bool { return o.Text == t.Text }) {
			w.traces = append(w.traces, t)
		}
	}
	if f.Text("do") != "remove" {
		return p.showPersonal(c, w, page.Refusal{})
	}
	w.ticked = f.Values("place")
	return page.SaveForm(c, f, page.Saving[found]{
		Read: func(page.Form) (found, error) { return w, nil },
		Keep: func(w found) (string, error) {
			err := p.rows(c).Apart().EraseAll(c, p.Editions, store.Erasure{Places: w.ticked, Reason: w.reason, Workbook: workbook.Copy})
			if errors.Is(err, tenants.ErrNotFound) {
				err = problem.List{{
					Field:   "place",
					Message: "A text that you ticked has since been changed or removed. Check the list again, then choose",
				}}
			}
			return page.Home(page.Member(c).Tenant.Code) + "/personal-data?saved=removed", err
		},
		Now: func(found) (page.Conflict, error) {
			return page.Conflict{What: "who is named for procurement", Undone: "Nothing was removed"}, nil
		},
		Show: func(w found, r page.Refusal) error { return p.showPersonal(c, w, r) },
	})
}

func (p Pages) showPersonal(c *gin.Context, w found, r page.Refusal) error {
	wrong := r.Problems
	data := personalPage{
		Base: page.New(c, "Remove personal data").Under(page.Crumb{
			Href: page.Home(page.Member(c).Tenant.Code) + "/settings",
			Text: "Settings",
		}).Refused(r),
		Words: page.Input{
			Name: "words", Label: "What do you need to remove?", LabelSize: "s", Value: w.words, Error: wrong.For("words"),
			Autocomplete: "off",
			NeverKept:    true,
			Hint:         "A few of its words, such as a name. We search notes, titles, questions, answers and the whole history",
		},
		Looked: w.looked, Sealed: w.sealed,
		Found: page.Checkboxes{
			Name: "place", Legend: "Which texts do you want to remove?", LegendSize: "m", Values: w.ticked, Error: wrong.For("place"),
			Hint: "The whole text is removed, not only these words. To keep the rest of a note, change the note first, then remove it " +
				"from the " +
				"history here",
		},
		Reason: reasonBox(w.reason, wrong),
	}
	removals, err := p.rows(c).Removals(c)
	if err != nil {
		return err
	}
	data.Removed = p.removedTable(removals)
	for _, place := range p.Store.Places(p.BackupsKept) {
		data.Places.Rows = append(data.Places.Rows, page.SummaryRow{Key: place.Where, Lines: []string{place.What}})
	}
	if !data.CameBack() && c.Query("saved") == "removed" {
		data.Base = data.Saved(p.removedWords(removals))
	}
	for _, t := range w.traces {
		data.Found.Items = append(data.Found.Items, page.Item{Value: t.ID, Text: where(t), Hint: around(t.Text, w.words)})
	}
	return personalTemplate.Show(c, r.Status(), data)
}

// removedWords are the banner after the newest removal.
func (p Pages) removedWords(removals []store.Removal) string {
	if p.unfinished(removals) {
		return "Removed from every page, from search and from the history. It will be gone from the database’s files within a few minutes"
	}
	return "Removed for good"
}

// unfinished says whether the newest removal's text is still in the database's files.
func (p Pages) unfinished(removals []store.Removal) bool {
	return p.Store.SQLite() && len(removals) > 0 && removals[0].Gone == ""
}

// removedTable says of each removal whether its text is gone from the database's files too; it is empty where the
// database server sees to that itself.
func (p Pages) removedTable(removals []store.Removal) page.Table {
	t := page.Table{Caption: "What was removed", Columns: []page.Column{{Text: "Removed"}, {Text: "By"}, {Text: "In the database’s files"}}}
	if !p.Store.SQLite() {
		return t
	}
	for _, r := range removals {
		files := "Will be gone within 2 minutes, or within 2 minutes of the end of the backup or check that reads the database"
		if r.Gone != "" {
			files = "Gone since " + r.Gone.Words()
		}
		t.Rows = append(t.Rows, []page.Cell{{Text: r.At.Words()}, {Text: r.Who}, {Text: files}})
	}
	return t
}

// parts are places inside evidence, which no history is about.
var parts = map[string]string{"file": "Evidence file", "message": "Question or answer"}

// where says where a text is: "Priority 3.4: Notes, in the history, saved by ... on ...".
func where(t store.Trace) string {
	kind, field := cmp.Or(parts[t.Kind], snapshot.KindOf(t.Kind).Words), snapshot.KindOf(t.Kind).Field(t.Field).Words
	if t.Kind == "priority" {
		kind += " " + t.Subject
	}
	if t.Kind == record.Round && t.Seq == 0 {
		return "In what was sealed on " + t.At.Date().Words()
	}
	if t.Seq == 0 {
		return kind + ": " + field + ", what people see now"
	}
	return kind + ": " + field + ", in the history, saved by " + t.Who + " on " + t.At.Words()
}

// around is the part of a text around the words.
func around(text, words string) string {
	const beside = 60
	r, lower := []rune(text), []rune(strings.ToLower(text))
	i := strings.Index(string(lower), strings.ToLower(words))
	if i < 0 || len(r) != len(lower) {
		return string(r[:min(len(r), 2*beside)])
	}
	at := len([]rune(string(lower)[:i]))
	from, to := max(0, at-beside), min(len(r), at+len([]rune(words))+beside)
	part := string(r[from:to])
	if from > 0 {
		part = "…" + part
	}
	if to < len(r) {
		part += "…"
	}
	return part
}

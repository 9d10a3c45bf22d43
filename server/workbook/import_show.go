package workbook

import (
	"cmp"
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"

	"github.com/gin-gonic/gin"

	"ipstoolkit/server/page"
	"ipstoolkit/tenants/store"
	"ipstoolkit/toolkit/calendar"
	"ipstoolkit/toolkit/number"
	"ipstoolkit/toolkit/problem"
	"ipstoolkit/toolkit/record"
	"ipstoolkit/toolkit/workbook"
)

// idOfLine is the id of a record that has none.
func idOfLine(n int) string { return fmt.Sprintf("line-%d", n) }

// preview is what a workbook would change, sheet by sheet. Rows are those that differ, for the form that saves them.
type preview struct {
	Name, Made string
	Rows, Once string
	Sheets     []sheetShown
	Summary    []string
	Ignored    []string
	Submit     string
	Any        bool // there is something to save
}

type sheetShown struct {
	Name, ID string
	Whole    bool // it has several rows, which can be left out together
	Leave    bool
	Rows     []rowShown
}

// rowShown is a record of the workbook. Take is whether its box is ticked.
type rowShown struct {
	ID, Name, Where string
	New             bool
	Seen            int
	Take            bool
	Wrong           []string
	Cells           []cellShown
	Any             bool // a cell that is no choice
	Also            string
}

// cellShown is a cell that would change. Choice is set where it was changed here too.
type cellShown struct {
	Title, Was, Is string
	Choice         *page.Radios
}

// show is what would change. f is the form that was sent, nil before anything was chosen.
func (i *importing) show(f *page.Form) *preview {
	p := &preview{Name: i.back.Name, Made: i.back.At.Words(), Once: page.NewOnce(), Ignored: i.compared.Ignored}
	kept := i.back
	kept.Rows = nil
	changed, added, conflicts, refused := 0, 0, 0, 0
	for _, t := range i.records {
		row := i.rowShown(t, f)
		switch {
		case len(t.wrong) > 0:
			refused++
		case t.New():
			added++
		default:
			changed++
		}
		if len(t.wrong) == 0 && slices.ContainsFunc(row.Cells, func(c cellShown) bool { return c.Choice != nil }) {
			conflicts++
		}
		p.Any = p.Any || len(t.wrong) == 0
		at := slices.IndexFunc(p.Sheets, func(s sheetShown) bool { return s.Name == t.Sheet })
		if at < 0 {
			at = len(p.Sheets)
			p.Sheets = append(p.Sheets, sheetShown{Name: t.Sheet, ID: fmt.Sprintf("sheet-%d", at+1)})
		}
		p.Sheets[at].Rows = append(p.Sheets[at].Rows, row)
	}
	for n := range p.Sheets {
		p.Sheets[n].Whole = len(p.Sheets[n].Rows) > 1 && len(p.Sheets) > 1
		p.Sheets[n].Leave = f != nil && slices.Contains(f.Values("leave"), p.Sheets[n].Name)
	}
	kept.Rows = i.differing()
	body, err := json.Marshal(kept)
	if err != nil {
		panic(err) // texts and numbers always have a JSON form
	}
	p.Rows = string(body)
	if changed > 0 {
		p.Summary = append(p.Summary, number.Counting(changed, "row would be changed", "rows would be changed"))
	}
	if added > 0 {
		p.Summary = append(p.Summary, number.Counting(added, "row would be added", "rows would be added"))
	}
	if conflicts > 0 {
		p.Summary = append(p.Summary, number.Counting(conflicts, "row was changed here too: choose what stays",
			"rows were changed here too: choose what stays"))
	}
	if refused > 0 {
		p.Summary = append(p.Summary, number.Counting(refused, "row cannot be taken", "rows cannot be taken"))
	}
	if i.compared.Left > 0 {
		p.Summary = append(p.Summary, number.Counting(i.compared.Left, "row that is recorded here is not in the file: it stays as it is",
			"rows that are recorded here are not in the file: they stay as they are"))
	}
	return p
}

// differing are the rows of the file that the records were read from.
func (i *importing) differing() (rows []workbook.BackRow) {
	wanted := map[workbook.Key]bool{}
	lines := map[string]bool{}
	for _, t := range i.records {
		if t.Key.ID != "" {
			wanted[workbook.Key{Kind: t.Key.Kind, ID: t.Key.ID}] = true
		}
		lines[fmt.Sprint(t.Sheet, t.Line)] = true
	}
	for _, r := range i.back.Rows {
		if wanted[workbook.Key{Kind: r.Key.Kind, ID: r.Key.ID}] || lines[fmt.Sprint(r.Sheet, r.Line)] {
			rows = append(rows, r)
		}
	}
	return rows
}

func (i *importing) rowShown(t *taken, f *page.Form) rowShown {
	row := rowShown{
		ID: t.id, Name: cmp.Or(t.Name, "A row without a name"), Where: fmt.Sprintf("row %d of the sheet", t.Line), New: t.New(),
		Seen: t.seen, Wrong: t.wrong, Take: f == nil || slices.Contains(f.Values("take"), t.id),
	}
	for n, cell := range t.Cells {
		shown := cellShown{Title: cell.Title, Was: words(cell.Here), Is: words(cell.There)}
		if t.conflicts[n] {
			name := choiceName(t, n)
			shown.Choice = &page.Radios{
				Name: name, Legend: cell.Title + ": changed here and in the workbook", LegendSize: "s", Value: "here", Small: true,
				Items: []page.Item{
					{Value: "here", Text: "Keep what is here: " + words(cell.Here)},
					{Value: "there", Text: "Take what the workbook has: " + words(cell.There)},
				},
			}
			if f != nil && f.Text(name) == "there" {
				shown.Choice.Value = "there"
			}
		}
		if t.New() {
			shown.Was = ""
		}
		row.Any = row.Any || shown.Choice == nil
		row.Cells = append(row.Cells, shown)
	}
	if on := i.moved(t); on != "" && len(t.wrong) == 0 {
		row.Also = "Review by becomes " + on.Words() + ", as after every review"
	}
	return row
}

// moved is the review date that a save of a priority moves to, where the workbook sets none.
func (i *importing) moved(t *taken) calendar.Date {
	p, found := i.s.Edition.Priority(t.Key.ID)
	set := func(c workbook.IncomingCell) bool { return c.Field == "review_on" }
	if !found || t.Key.Kind != record.Priority || slices.ContainsFunc(t.Cells, set) {
		return ""
	}
	was := i.s.Entry(p.Key).ReviewOn
	if on := i.review.Next(was); on != was {
		return on
	}
	return ""
}

// words are a cell's text as people read it in a sentence.
func words(text string) string {
	if day, ok := calendar.Read(text); ok && strings.Count(text, "-") == 2 {
		return day.Words()
	}
	return cmp.Or(text, "nothing")
}

func choiceName(t *taken, cell int) string { return fmt.Sprintf("cell-%s-%d", t.id, cell) }

// saveChosen saves what the person has chosen of the workbook.
func (p Pages) saveChosen(c *gin.Context, f page.Form, i *importing) error {
	again := func(status int, words string) error {
		if err := i.try(c); err != nil {
			return err
		}
		data := newImportPage(c, problem.List{{Field: "take", Message: words}})
		data.Preview = i.show(&f)
		return importTemplate.Show(c, status, data)
	}
	var chosen []*taken
	var saves []store.WorkbookSave
	for _, t := range i.records {
		if len(t.wrong) > 0 || !slices.Contains(f.Values("take"), t.id) || slices.Contains(f.Values("leave"), t.Sheet) {
			continue
		}
		if f.VersionOf("seen-"+t.id) != t.seen {
			return again(http.StatusConflict,
				"Somebody changed "+cmp.Or(t.Name, "a row")+" while you were reading this. Check it again below")
		}
		in := t.chosen(func(cell int) bool { return f.Text(choiceName(t, cell)) == "there" })
		if len(in.Cells) > 0 {
			chosen, saves = append(chosen, t), append(saves, i.apply(in).save)
		}
	}
	if saves == nil {
		return again(http.StatusUnprocessableEntity, "Choose at least one row to save")
	}
	page.Once(c, f)
	at, err := i.rows.SaveWorkbook(c, i.back.Name, saves)
	if err != nil {
		words, known := refusal(err)
		if !known {
			return err
		}
		return again(http.StatusConflict, "Nothing was saved, because "+chosen[at].Name+" could not be: "+strings.Join(words, ". "))
	}
	c.Redirect(http.StatusSeeOther, fmt.Sprintf("%s/import?saved=%d", page.Home(i.member.Tenant.Code), len(saves)))
	return nil
}

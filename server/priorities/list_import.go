package priorities

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"time"

	"github.com/gin-gonic/gin"

	"ipstoolkit/server/page"
	"ipstoolkit/tenants"
	"ipstoolkit/toolkit/assessment"
	"ipstoolkit/toolkit/evidence"
	"ipstoolkit/toolkit/grid"
	"ipstoolkit/toolkit/number"
	"ipstoolkit/toolkit/problem"
	"ipstoolkit/toolkit/workbook"
)

// An ICB mostly has a spreadsheet of its priorities already. Its statuses and notes go into the rows of the page of all
// priorities, where the person looks through them and saves: the import itself saves nothing.

// listImportPage is where the list is pasted or chosen.
type listImportPage struct {
	page.Base
	Action, Back string
	Text         page.Textarea
	File         page.FileUpload
	Over         page.Checkboxes
	Choose       page.Checkboxes
}

var listImportTemplate = page.Parse[listImportPage](files, "list_import.html")

// listBounds are what the list may hold.
var listBounds = grid.Bounds{
	Bytes: 1 << 20, Rows: 2000, Columns: 100, Sheets: 30, Advice: "Choose a file that holds only the list of priorities",
}

const (
	listRoom = 2<<20 + 1<<16 // bytes of a request with a file
	listTime = 10 * time.Second
)

func (p Pages) listImport(c *gin.Context) error {
	if err := page.Allow(c, tenants.Assess); err != nil {
		return err
	}
	return listImportTemplate.OK(c, newListImport(c, "", false, nil))
}

func newListImport(c *gin.Context, text string, over bool, wrong problem.List) listImportPage {
	review := toolkitPath(c) + "/review"
	return listImportPage{
		Base: page.New(c, "Import status and notes from your own spreadsheet").Under(
			page.Crumb{Href: toolkitPath(c), Text: "Toolkit"}, page.Crumb{Href: review, Text: reviewTitle}).With(wrong),
		Action: review + "/import", Back: review,
		Text: page.Textarea{
			Name: "text", Label: "Paste the cells", LabelSize: "s", Rows: 8, Value: text, Error: wrong.For("text"),
			Hint: "Copy them with their headings: Priority (its number or name), and Status, Notes or both. Owner and Review date are " +
				"read too",
		},
		File: page.FileUpload{
			Name: "file", Label: "Or choose an Excel or CSV file", LabelSize: "s", Accept: ".xlsx,.csv,.txt,.tsv",
			Error: wrong.For("file"),
		},
		Over: overBox(over),
		Choose: page.Checkboxes{Name: "choose", Legend: "How to read the list", LegendSize: "s", Items: []page.Item{{
			Value: "yes", Text: "I want to choose the columns, and what each status means",
			Hint: "Otherwise we ask only if the headings or words are not clear",
		}}},
	}
}

// overBox asks whether the list replaces what is recorded.
func overBox(over bool) page.Checkboxes {
	box := page.Checkboxes{Name: "over", Legend: "What is recorded already", LegendSize: "s", Items: []page.Item{{
		Value: "yes", Text: "Replace the statuses, notes, owners and review dates already recorded with those in your list",
		Hint: "Otherwise we keep them, and tell you which they are",
	}}}
	if over {
		box.Values = []string{"yes"}
	}
	return box
}

// importList puts the list into the rows of the page of all priorities.
func (p Pages) importList(c *gin.Context) error {
	if err := page.Allow(c, tenants.Assess); err != nil {
		return err
	}
	f, err := page.ReadFiles(c, listRoom)
	if err != nil {
		return err
	}
	s, err := p.sheet(c)
	if err != nil {
		return err
	}
	if f.Has("cells") {
		return p.chosenList(c, s, f)
	}
	grids, field, wrong, err := p.listCells(c, f)
	if err != nil {
		return err
	}
	over := f.Has("over")
	if len(wrong) > 0 {
		return listImportTemplate.Show(c, http.StatusUnprocessableEntity, newListImport(c, f.Pasted("text"), over, wrong))
	}
	list, wrong := workbook.ReadOwnList(grids, s.edition, field)
	if len(wrong) > 0 || len(list.Strange) > 0 || f.Has("choose") {
		in := newListReading(grids, over)
		for _, w := range wrong {
			in.wrong.Add("", "%s", w.Message)
		}
		return in.show(c, http.StatusOK)
	}
	return p.fillIn(c, s, list, over)
}

// fillIn shows the page of all priorities with the list in its rows.
func (p Pages) fillIn(c *gin.Context, s sheet, list workbook.OwnList, over bool) error {
	members, err := p.rows(c).Members(c)
	if err != nil {
		return err
	}
	rows, told := s.take(list, members, over)
	data := s.page(c, rows, nil)
	data.Taken = filledWords(len(rows))
	data.Told = told
	return reviewTemplate.OK(c, data)
}

// filledWords say how many priorities were filled in from a list.
func filledWords(n int) string {
	if n == 0 {
		return "Your list changes nothing that is recorded here."
	}
	return "We filled in " + number.Counting(n, "priority", "priorities") + " from your list. Nothing is saved yet: check, then save."
}

// take are the rows with what the list says of them, and what was read how, kept or left out. members are those of the ICB.
func (s sheet) take(list workbook.OwnList, members []tenants.Member, over bool) (rows []*sent, told []string) {
	for _, words := range list.Words {
		told = append(told, "Read "+words)
	}
	for _, one := range list.Rows {
		e, key := s.entry(one.Priority), one.Priority.Key
		if closed, _ := procurement(s.member, key); closed != "" {
			told = append(told, key+" was left out: procurement is under way")
			continue
		}
		row := &sent{typed: typed{Entry: e}, of: one.Priority, date: e.ReviewOn.Words()}
		changed := false
		if one.Status != assessment.NotAnswered && one.Status != e.Status {
			if changed = e.Status == assessment.NotAnswered || over; changed {
				row.Status = one.Status
			} else {
				told = append(told, fmt.Sprintf("%s stays %s: your list says %s", key, e.Status.Words(), one.Status.Words()))
			}
		}
		if one.Notes != "" && one.Notes != e.Notes {
			if e.Notes == "" || over {
				row.Notes, changed = one.Notes, true
			} else {
				told = append(told, key+" keeps the notes recorded here: your list has different ones")
			}
		}
		if one.Review != "" && one.Review != e.ReviewOn {
			switch {
			case one.Review < s.today:
				told = append(told, key+": the review date in your list, "+one.Review.Words()+", has passed")
			case e.ReviewOn == "" || over:
				row.date, row.ReviewOn, changed = one.Review.Words(), one.Review, true
			default:
				told = append(told, key+" keeps the review date recorded here: your list has "+one.Review.Words())
			}
		}
		if words := row.takeOwner(one.Owner, members, over); words != "" {
			told = append(told, words)
		}
		changed = changed || row.owned
		if changed {
			if row.ReviewOn == e.ReviewOn { // the save is a review: the row shows the date that it sets
				row.ReviewOn = s.review.Next(e.ReviewOn)
				row.date = row.ReviewOn.Words()
			}
			row.filled = true
			rows = append(rows, row)
		}
	}
	for _, one := range list.Unread {
		told = append(told, "Not imported: "+one)
	}
	return rows, told
}

// takeOwner gives the row the owner that a list names, "" for none. The words say why it does not.
func (row *sent) takeOwner(text string, members []tenants.Member, over bool) string {
	if text == "" {
		return ""
	}
	owner, why := page.MemberCalled(members, text)
	switch {
	case why != "":
		return "Not imported: the owner “" + text + "” of " + row.of.Key + ": " + why
	case owner.ID == row.Owner:
	case row.Owner == "" || over:
		row.Owner, row.OwnerName, row.owned = owner.ID, owner.Person.Name, true
	default:
		return row.of.Key + " keeps its owner, " + row.OwnerName + ": your list has " + owner.Person.Name
	}
	return ""
}

// listCells are the cells of the file that was chosen, or those that were pasted; field is which of the two.
func (p Pages) listCells(c *gin.Context, f page.Form) (grids []grid.Grid, field string, wrong problem.List, err error) {
	chosen, pasted := f.Files("file"), f.Pasted("text")
	switch {
	case len(chosen) > 0:
		field = "file"
		err = page.Heavy(c, p.Reading, "Your list", func() error {
			opened, err := chosen[0].Open()
			if err != nil {
				return err
			}
			defer func() { _ = opened.Close() }()
			body, err := io.ReadAll(io.LimitReader(opened, int64(listBounds.Bytes)+1))
			if err != nil {
				return err
			}
			ctx, cancel := context.WithTimeout(c, listTime)
			defer cancel()
			grids, _, err = grid.Read(ctx, chosen[0].Filename, body, listBounds)
			return err
		})
	case pasted != "":
		field = "text"
		var g grid.Grid
		g, err = grid.Text(pasted, listBounds)
		grids = []grid.Grid{g}
	default:
		wrong.Add("text", "Paste the cells or choose a file")
		return nil, "text", wrong, nil
	}
	switch refused, ok := errors.AsType[*evidence.Refused](err); {
	case ok:
		wrong.Add(field, "%s", refused)
		return nil, field, wrong, nil
	case errors.Is(err, context.DeadlineExceeded):
		wrong.Add(field, "The file took too long to read. Save it as CSV and choose that")
		return nil, field, wrong, nil
	}
	return grids, field, nil, err
}

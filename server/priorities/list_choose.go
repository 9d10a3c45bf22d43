package priorities

import (
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/gin-gonic/gin"

	"ipstoolkit/server/page"
	"ipstoolkit/toolkit/assessment"
	"ipstoolkit/toolkit/grid"
	"ipstoolkit/toolkit/problem"
	"ipstoolkit/toolkit/workbook"
)

// A list has headings and words of its own. Where they are not clear, or the person wants to, they say which column is what and
// what each of its words for a status means. The list's cells go to the browser and back.

// listChoosePage is where a person says how their list is to be read.
type listChoosePage struct {
	page.Base
	Action, Back string
	Cells, Laid  string
	Start        page.Table
	Sheet        page.Select // without options where there is one sheet
	Header       page.Input
	Columns      []page.Select
	Words        []page.Select
	WordList     string // the words as JSON, in the order of their selects
	Over         page.Checkboxes
}

var listChooseTemplate = page.Parse[listChoosePage](files, "list_choose.html")

// listReading is a list that is being read as a person says.
type listReading struct {
	grids  []grid.Grid
	sheet  int
	header string // as it was typed
	layout workbook.ListLayout
	over   bool
	wrong  problem.List
}

// newListReading is a list with its layout guessed: on the first sheet that has such headings, else from the first row of the
// first sheet.
func newListReading(grids []grid.Grid, over bool) *listReading {
	in := &listReading{grids: grids, over: over}
	for i, g := range grids {
		if layout, _ := workbook.GuessList(g); layout.Header > 0 {
			in.onSheet(i)
			return in
		}
	}
	in.onSheet(0)
	return in
}

// onSheet guesses the layout of a sheet.
func (in *listReading) onSheet(sheet int) {
	in.sheet = sheet
	in.layout, _ = workbook.GuessList(in.grids[sheet])
	in.layout.Header = max(1, in.layout.Header)
	in.header = strconv.Itoa(in.layout.Header)
}

// The fields of the form. A column is its number from 0; "" is none.
const (
	listSheet, listHeader              = "sheet", "header"
	listNumber, listName               = "priority", "priority_name"
	listStatus, listNotes, listReviews = "status", "notes", "review"
	listOwner                          = "owner"
)

// laid is what the words of the statuses depend on.
func (in *listReading) laid() string {
	return fmt.Sprintf("%d %s %d", in.sheet, in.header, in.layout.Status)
}

// readListForm takes the list and what the person says of it from the form. The error is for logs: the cells are not those
// that the page sent.
func readListForm(f page.Form) (*listReading, error) {
	in := &listReading{over: f.Has("over"), header: f.Text(listHeader)}
	if err := json.Unmarshal([]byte(f.Text("cells")), &in.grids); err != nil {
		return nil, err
	}
	if err := grid.Check(in.grids, listBounds); err != nil {
		return nil, err
	}
	if len(in.grids) == 0 {
		return nil, fmt.Errorf("a list without sheets")
	}
	if sheet, err := strconv.Atoi(f.Text(listSheet)); err == nil && sheet > 0 && sheet < len(in.grids) {
		in.sheet = sheet
	}
	g := in.grids[in.sheet]
	column := func(name string) int {
		if n, err := strconv.Atoi(f.Text(name)); err == nil && n >= 0 && n < g.Width() {
			return n
		}
		return -1
	}
	in.layout = workbook.ListLayout{
		Status: column(listStatus), Notes: column(listNotes), Review: column(listReviews), Owner: column(listOwner),
	}
	for _, name := range []string{listNumber, listName} {
		if n := column(name); n >= 0 {
			in.layout.Priority = append(in.layout.Priority, n)
		}
	}
	header, err := strconv.Atoi(in.header)
	if in.layout.Header = header; err != nil || header < 0 || header > len(g.Rows) {
		in.layout.Header = 0
		in.wrong.Add(listHeader, "The row with the headings must be from 1 to %d, or 0 if there are none", len(g.Rows))
	}
	var words []string
	if err := json.Unmarshal([]byte(f.Text("words")), &words); err != nil {
		return nil, err
	}
	in.layout.Words = map[string]assessment.Status{}
	for i, word := range words {
		if status := assessment.Status(f.Text(wordField(i))); status == assessment.NotAnswered ||
			slices.Contains(assessment.Statuses, status) {
			in.layout.Words[grid.Bare(word)] = status
		}
	}
	return in, nil
}

func wordField(i int) string { return "word-" + strconv.Itoa(i) }

// chosenList reads the list as the person says: into the rows, or the choices again where another sheet or column of
// statuses was chosen or something is missing.
func (p Pages) chosenList(c *gin.Context, s sheet, f page.Form) error {
	in, err := readListForm(f)
	if err != nil {
		var wrong problem.List
		wrong.Add("file", "Choose the file again: its contents changed after you chose it")
		return listImportTemplate.Show(c, http.StatusUnprocessableEntity, newListImport(c, "", false, wrong))
	}
	was := f.Text("laid")
	if shown, _, _ := strings.Cut(was, " "); shown != strconv.Itoa(in.sheet) {
		in.onSheet(in.sheet)
		return in.show(c, http.StatusOK)
	}
	if len(in.wrong) == 0 && was != in.laid() || f.Text("step") == "look" {
		return in.show(c, http.StatusOK)
	}
	if len(in.layout.Priority) == 0 {
		in.wrong.Add(listNumber, "Choose the column with the number or name of the priority")
	}
	if max(in.layout.Status, in.layout.Notes, in.layout.Review, in.layout.Owner) < 0 {
		in.wrong.Add(listStatus, "Choose a column with a status, notes, a review date or an owner")
	}
	if len(in.wrong) > 0 {
		return in.show(c, http.StatusUnprocessableEntity)
	}
	list, wrong := workbook.ReadList(in.grids[in.sheet], in.layout, s.edition, listNumber)
	if in.wrong = wrong; len(wrong) > 0 {
		return in.show(c, http.StatusUnprocessableEntity)
	}
	return p.fillIn(c, s, list, in.over)
}

// show is the page with the choices as they are now.
func (in *listReading) show(c *gin.Context, status int) error {
	g := in.grids[in.sheet]
	cells, err := json.Marshal(in.grids)
	if err != nil {
		return err
	}
	if len(in.wrong) > 0 {
		status = http.StatusUnprocessableEntity
	}
	review := toolkitPath(c) + "/review"
	words := in.layout.StatusWords(g)
	list, err := json.Marshal(words)
	if err != nil {
		return err
	}
	data := listChoosePage{
		Base: page.New(c, "How should we read your list?").Under(
			page.Crumb{Href: toolkitPath(c), Text: "Toolkit"}, page.Crumb{Href: review, Text: reviewTitle}).With(in.wrong),
		Action: review + "/import", Back: review + "/import", Cells: string(cells), Laid: in.laid(), Start: page.SheetStart(g),
		Header: page.Input{
			Name: listHeader, Label: "Which row holds the headings?", LabelSize: "s", Value: in.header,
			Hint:  "The row number on the left of the spreadsheet. Enter 0 if there are no headings",
			Error: in.wrong.For(listHeader), Width: 3, InputMode: "numeric", Autocomplete: "off",
		},
		Columns: in.columns(g), WordList: string(list), Over: overBox(in.over),
	}
	if len(in.grids) > 1 {
		data.Sheet = page.Select{Name: listSheet, Label: "Which sheet?", LabelSize: "s", Value: strconv.Itoa(in.sheet)}
		for i, g := range in.grids {
			data.Sheet.Options = append(data.Sheet.Options, page.Option{Value: strconv.Itoa(i), Text: g.Name})
		}
	}
	for i, word := range words {
		meant, said := in.layout.Words[grid.Bare(word)]
		if !said {
			meant = workbook.StatusCalled(word)
		}
		s := page.Select{Name: wordField(i), Label: "‘" + page.ShortCell(word) + "’", Value: string(meant)}
		s.Options = append(s.Options, page.Option{Text: "Do not import"})
		for _, status := range assessment.Statuses {
			s.Options = append(s.Options, page.Option{Value: string(status), Text: status.Words()})
		}
		data.Words = append(data.Words, s)
	}
	return listChooseTemplate.Show(c, status, data)
}

// columns are the choices of columns.
func (in *listReading) columns(g grid.Grid) []page.Select {
	priority := [2]int{-1, -1}
	copy(priority[:], in.layout.Priority)
	var list []page.Select
	for _, one := range []struct {
		name, label, none string
		at                int
	}{
		{listNumber, "Which column has the number or name of the priority?", "Choose a column", priority[0]},
		{listName, "Is its name in another column?", "No", priority[1]},
		{listStatus, "Which column has the status?", "None", in.layout.Status},
		{listNotes, "Which column has the notes?", "None", in.layout.Notes},
		{listReviews, "Which column has the review date?", "None", in.layout.Review},
		{listOwner, "Which column has the owner?", "None", in.layout.Owner},
	} {
		s := page.Select{Name: one.name, Label: one.label, LabelSize: "s", Error: in.wrong.For(one.name)}
		if one.at >= 0 {
			s.Value = strconv.Itoa(one.at)
		}
		s.Options = append(s.Options, page.Option{Text: one.none})
		for _, place := range g.Columns(in.layout.Header) {
			s.Options = append(s.Options, page.Option{Value: strconv.Itoa(place.Index), Text: place.Text})
		}
		list = append(list, s)
	}
	return list
}

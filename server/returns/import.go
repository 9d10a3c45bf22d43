package returns

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"slices"

	"github.com/gin-gonic/gin"

	"ipstoolkit/server/page"
	"ipstoolkit/tenants"
	"ipstoolkit/toolkit/evidence"
	"ipstoolkit/toolkit/figures"
	"ipstoolkit/toolkit/grid"
	"ipstoolkit/toolkit/problem"
	"ipstoolkit/toolkit/provider"
)

// A file comes before typing: it is chosen, the person says which of its columns or rows is which figure, looks at what
// comes of it beside what is recorded, and uses it. The file is never kept: its cells go to the browser and back.

// filePage is where a file with figures is chosen.
type filePage struct {
	page.Base
	Provider, Quarter string
	Closed            string // why no file can be taken, "" when one can
	Remembered        bool   // how the last file was read is remembered
	Action, Back      string
	File              page.FileUpload
}

var fileTemplate = page.Parse[filePage](files, "import.html")

// An import's steps, by the button that was pressed. Without one the file is read.
const (
	stepLook    = "look"    // show the file as it is laid out now
	stepPreview = "preview" // show what comes of it
	stepUse     = "use"     // put it into the draft
)

// importing is one import under way: the return it is for, the file's cells, and how they are read.
type importing struct {
	provider provider.Provider
	present  figures.Return
	others   []string // the names of the ICB's other providers
	grids    []grid.Grid
	mapping  figures.Mapping
	header   string // the row of the headings as it was typed
}

// chooseFile is the page on which a file is chosen.
func (p Pages) chooseFile(c *gin.Context) error {
	o, r, err := p.subject(c)
	if err != nil {
		return err
	}
	return p.showFile(c, o, r, nil)
}

func (p Pages) showFile(c *gin.Context, o provider.Provider, r figures.Return, wrong problem.List) error {
	m, err := p.rows(c).ImportMapping(c, o.ID)
	if err != nil {
		return err
	}
	data := filePage{
		Base: importBase(c, o, r, "Figures from a file").With(wrong), Provider: o.Name, Quarter: r.Quarter.Words(),
		Closed: closed(r), Remembered: len(m.From) > 0, Action: at(c, r) + "/import", Back: at(c, r),
		File: page.FileUpload{
			Name: "file", Label: "CSV or Excel (xlsx) file", Error: wrong.For("file"), Accept: ".csv,.tsv,.txt,.xlsx",
			Hint: "Up to 1 MB and 2,000 rows. Counts only: nothing about individual people",
		},
	}
	status := http.StatusOK
	if len(wrong) > 0 {
		status = http.StatusUnprocessableEntity
	}
	return fileTemplate.Show(c, status, data)
}

// closed says why no file can be taken for a return; "" when one can.
func closed(r figures.Return) string {
	if _, draft := r.State.After(figures.Save); draft {
		return ""
	}
	return "These figures have been submitted. Correct them on their page, where you can give a reason."
}

func importBase(c *gin.Context, o provider.Provider, r figures.Return, title string) page.Base {
	return page.New(c, title).Under(page.Crumb{Href: path(c), Text: "Quarterly figures"},
		page.Crumb{Href: at(c, r), Text: o.Name + ", " + r.Quarter.Short()})
}

// importFile takes the next step with a file. It answers with the page of the step, since nothing is kept: 422 when
// something is wrong, 409 when somebody saved the figures meanwhile, and 303 to the return once the figures are in it.
func (p Pages) importFile(c *gin.Context) error {
	o, r, err := p.subject(c)
	if err != nil {
		return err
	}
	f, file, err := readImport(c)
	if err != nil {
		return err
	}
	in := importing{provider: o, present: r}
	if in.others, err = p.rows(c).OtherProviders(c, o.ID); err != nil {
		return err
	}
	step := f.Text("step")
	if !slices.Contains([]string{stepLook, stepPreview, stepUse, stepQuarters, stepTake}, step) {
		return p.readFile(c, in, file)
	}
	if err := in.carried(f); err != nil {
		return p.showFile(c, o, r, problem.List{{
			Field:   "file",
			Message: "Choose the file again: its contents changed after you chose it",
		}})
	}
	switch step {
	case stepUse:
		return p.use(c, in, f)
	case stepQuarters, stepTake:
		return p.quarters(c, in, f)
	}
	if again, wrong := in.relaid(f.Text("laid")); again || step == stepLook {
		if _, ok := in.sheet(); !ok {
			wrong.Add(figures.ImportSheet, "Choose the sheet with the figures")
		}
		return p.choose(c, in, http.StatusOK, wrong)
	}
	return p.preview(c, in, http.StatusOK, nil)
}

// readFile reads the chosen file: to the preview when the last mapping fits it, else to the choice of columns.
func (p Pages) readFile(c *gin.Context, in importing, file *chosenFile) error {
	refuse := func(words string) error {
		return p.showFile(c, in.provider, in.present, problem.List{{Field: "file", Message: words}})
	}
	switch words := closed(in.present); {
	case words != "":
		return refuse(words)
	case file == nil:
		return refuse("Choose a file")
	}
	var refused *evidence.Refused
	var err error
	var waiting *page.Waiting
	in.grids, err = p.read(c, file)
	switch {
	case errors.As(err, &waiting):
		return refuse(waiting.Words() + ". Wait half a minute, then choose it again")
	case errors.As(err, &refused):
		return refuse(refused.Error())
	case errors.Is(err, context.DeadlineExceeded):
		return refuse("‘" + evidence.CleanShown(file.name) + "’ takes too long to read. Copy the figures into a new file, and choose that")
	case err != nil:
		return err
	}
	last, err := p.rows(c).ImportMapping(c, in.provider.ID)
	if err != nil {
		return err
	}
	if fit, ok := last.Refit(in.grids, in.wanted()); ok {
		in.mapping = fit
		return p.preview(c, in, http.StatusOK, nil)
	}
	var wrong problem.List
	in.mapping, wrong = figures.Guess(in.grids, in.wanted())
	return p.choose(c, in, http.StatusOK, wrong)
}

// carried takes the cells and the mapping back from the form. The cells are looked at as those of a file are: a person
// can send anything.
func (in *importing) carried(f page.Form) error {
	if err := json.Unmarshal([]byte(f.Text("cells")), &in.grids); err != nil {
		return err
	}
	if err := figures.CheckGrids(in.grids); err != nil {
		return err
	}
	if f.Has("mapping") {
		var err error
		in.mapping, err = figures.ParseMapping(f.Text("mapping"))
		return err
	}
	in.mapping, in.header = typedMapping(f, in.present.Fields()), f.Text(figures.ImportHeader)
	if len(in.grids) == 1 {
		in.mapping.Sheet = in.grids[0].Name // the form does not ask for it
	}
	return nil
}

// cells are the file's cells as the form carries them.
func (in importing) cells() (string, error) {
	text, err := json.Marshal(in.grids)
	return string(text), err
}

// wanted is what the import looks for.
func (in importing) wanted() figures.Wanted {
	return figures.Wanted{
		Quarter: in.present.Quarter, Provider: in.provider.Name, Others: in.others, Fields: in.present.Fields(),
		Years: in.mapping.Years,
	}
}

// sheet is the sheet that is read; false when none is chosen.
func (in importing) sheet() (grid.Grid, bool) {
	return grid.Of(in.grids, in.mapping.Sheet)
}

// read takes the figures out of the cells.
func (in importing) read() (figures.Import, problem.List) {
	g, ok := in.sheet()
	if !ok {
		return figures.Import{}, problem.List{{Field: figures.ImportSheet, Message: "Choose the sheet with the figures"}}
	}
	return in.mapping.Read(g, in.wanted())
}

// seen is a mark of what a preview shows: how the file is read, its cells and what comes of them. Only the same is
// saved.
func (in importing) seen(got figures.Import) (string, error) {
	cells, err := in.cells()
	if err != nil {
		return "", err
	}
	shown, err := json.Marshal(got)
	if err != nil {
		return "", err
	}
	sum := sha256.New()
	for _, part := range []string{string(in.present.Quarter), in.provider.ID, in.mapping.Text(), cells, string(shown)} {
		fmt.Fprintf(sum, "%d %s\n", len(part), part)
	}
	return hex.EncodeToString(sum.Sum(nil)), nil
}

// use puts the figures into the draft and remembers how they were read.
func (p Pages) use(c *gin.Context, in importing, f page.Form) error {
	got, wrong := in.read()
	if len(wrong) > 0 {
		return p.choose(c, in, http.StatusUnprocessableEntity, wrong)
	}
	if got.Wrong() || got.Given() == 0 {
		return p.preview(c, in, http.StatusUnprocessableEntity, nil)
	}
	seen, err := in.seen(got)
	if err != nil {
		return err
	}
	if seen != f.Text("seen") {
		return p.preview(c, in, http.StatusUnprocessableEntity, problem.List{{
			Message: "These are not the figures that you checked. Check them again before you use them",
		}})
	}
	now := in.present
	got.Into(&now)
	now.Version = f.Version()
	page.Once(c, f)
	err = p.rows(c).SaveImport(c, in.provider.ID, []figures.Return{now}, in.mapping.Tidy(in.present.Fields()))
	switch {
	case errors.Is(err, tenants.ErrStale):
		return p.preview(c, in, http.StatusConflict, nil)
	case errors.As(err, &wrong):
		return p.preview(c, in, http.StatusUnprocessableEntity, wrong)
	case err != nil:
		return err
	}
	c.Redirect(http.StatusSeeOther, at(c, in.present)+"?saved="+string(figures.Save))
	return nil
}

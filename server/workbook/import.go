package workbook

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"time"
	"unicode/utf8"

	"github.com/gin-gonic/gin"

	"ipstoolkit/server/page"
	"ipstoolkit/tenants"
	"ipstoolkit/toolkit/evidence"
	"ipstoolkit/toolkit/grid"
	"ipstoolkit/toolkit/number"
	"ipstoolkit/toolkit/privacy"
	"ipstoolkit/toolkit/problem"
	"ipstoolkit/toolkit/workbook"
)

// A workbook that was filled in elsewhere comes back: first the page says what would change, then the person chooses, then all of
// it is saved, or nothing. The rows that differ go to the browser and back; what is recorded is read again before anything is saved.

// importPage is where the workbook is chosen, and what is in it.
type importPage struct {
	page.Base
	Action, Download string
	File             page.FileUpload
	Preview          *preview
}

var importTemplate = page.Parse[importPage](files, "import.html")

const (
	importTitle = "Bring back a workbook"
	importTime  = 15 * time.Second
	// importRoom is how many bytes a request with a file may have, or one with the rows that differ.
	importRoom = workbook.MostBack + 1<<20
)

// mayImport stops those who fill in nothing.
func mayImport(c *gin.Context) error { return page.Allow(c, tenants.KeepOwnRows) }

func (p Pages) importForm(c *gin.Context) error {
	if err := mayImport(c); err != nil {
		return err
	}
	data := newImportPage(c, nil)
	if n, err := number.ParseCount(c.Query("saved")); err == nil && n.Known {
		data.Banner = number.Counting(int(n.N), "row saved from the workbook", "rows saved from the workbook")
	}
	return importTemplate.OK(c, data)
}

func newImportPage(c *gin.Context, wrong problem.List) importPage {
	home := page.Home(page.Member(c).Tenant.Code)
	return importPage{
		Base:   page.New(c, importTitle).Under(page.Crumb{Href: home + "/workbook", Text: "Workbook"}).With(wrong),
		Action: home + "/import", Download: home + "/workbook",
		File: page.FileUpload{
			Name: "file", Label: "Choose the workbook", LabelSize: "m", Accept: ".xlsx", Error: wrong.For("file"),
			Hint: "An Excel file that you downloaded here and changed in Excel or LibreOffice",
		},
	}
}

// importFile shows what a workbook would change, or saves what the person has chosen of it.
func (p Pages) importFile(c *gin.Context) error {
	if err := mayImport(c); err != nil {
		return err
	}
	f, err := page.ReadFiles(c, importRoom)
	if err != nil {
		return err
	}
	back, wrong, err := p.back(c, f)
	if err != nil {
		return err
	}
	var i *importing
	if len(wrong) == 0 {
		err = page.Heavy(c, p.Places, "Your workbook", func() (err error) {
			i, wrong, err = p.compare(c, back)
			return err
		})
	}
	switch {
	case err != nil:
		return err
	case len(wrong) > 0:
		return importTemplate.Show(c, http.StatusUnprocessableEntity, newImportPage(c, wrong))
	case f.Has("rows"):
		i.compared.Left = 0 // only the rows that differ went to the browser
		return p.saveChosen(c, f, i)
	}
	if err := i.try(c); err != nil {
		return err
	}
	data := newImportPage(c, nil)
	data.Preview = i.show(nil)
	return importTemplate.OK(c, data)
}

// back is the workbook that came back: in the file that was chosen, or in the form that showed it.
func (p Pages) back(c *gin.Context, f page.Form) (back workbook.Back, wrong problem.List, err error) {
	if f.Has("rows") {
		if err := json.Unmarshal([]byte(f.Pasted("rows")), &back); err != nil {
			return back, nil, fmt.Errorf("%w: the rows of a workbook are not those that the page sent", page.ErrBadForm)
		}
		return back, p.fits(c, back), nil
	}
	chosen := f.Files("file")
	if len(chosen) == 0 {
		return back, problem.List{{Field: "file", Message: "Choose the workbook that you have filled in"}}, nil
	}
	var grids []grid.Grid
	err = page.Heavy(c, p.Reading, "Your workbook", func() error {
		opened, err := chosen[0].Open()
		if err != nil {
			return err
		}
		defer func() { _ = opened.Close() }()
		body, err := io.ReadAll(io.LimitReader(opened, workbook.MostBack+1))
		if err != nil {
			return err
		}
		ctx, cancel := context.WithTimeout(c, importTime)
		defer cancel()
		grids, _, err = grid.Read(ctx, chosen[0].Filename, body, workbook.BackBounds)
		return err
	})
	if err == nil {
		e, found := p.Editions.Used(page.Member(c).Tenant.Edition)
		if found != nil {
			return back, nil, found
		}
		if back, err = workbook.ReadBack(evidence.CleanShown(chosen[0].Filename), grids); err == nil {
			if wrong = p.fits(c, back); len(wrong) == 0 {
				err = back.Whole(e)
			}
		}
	}
	refused, isRefused := errors.AsType[*evidence.Refused](err)
	notOurs, isNotOurs := errors.AsType[workbook.NotOurs](err)
	switch {
	case isRefused:
		wrong, err = problem.List{{Field: "file", Message: refused.Error()}}, nil
	case isNotOurs:
		wrong, err = problem.List{{Field: "file", Message: notOurs.Error()}}, nil
	case errors.Is(err, context.DeadlineExceeded):
		wrong, err = problem.List{{
			Field: "file", Message: "The file took too long to read. Delete the sheets that you have not changed, and choose it again",
		}}, nil
	}
	return back, wrong, err
}

// longestName is how many characters of a file's name the history takes.
const longestName = 200

// fits says why a workbook cannot come back to where it is brought.
func (p Pages) fits(c *gin.Context, back workbook.Back) (wrong problem.List) {
	m := page.Member(c)
	own := "full"
	if m.Provider != "" {
		own = "provider " + m.Provider
	}
	say := func(words string) { wrong.Add("file", "%s", words) }
	switch {
	case len(privacy.NHSNumbers(back.Name)) > 0:
		say("The file’s name includes what looks like an NHS number, and the history would keep it. Rename the file and choose it again")
	case utf8.RuneCountInString(back.Name) > longestName:
		say("The file’s name is too long. Rename the file and choose it again")
	case back.ICB != m.Tenant.Code:
		say("This workbook is from another ICB (" + evidence.CleanShown(back.ICB) + "). Choose one from " + m.Tenant.Name)
	case back.Audience == "steering":
		say("This is the steering group’s workbook. It is for reading: nothing in it can be brought back. Download your own workbook " +
			"and make your changes there")
	case back.Audience != own:
		say("This workbook was made for somebody else. Download your own workbook and make your changes there")
	case back.Round != "":
		say("This is the workbook of the sealed round of " + back.Round.Short() + ". A sealed round never changes. Download the " +
			"workbook as it is now")
	case back.Edition != m.Tenant.Edition:
		say("This workbook was made with another edition of the toolkit than your ICB uses now. Download it again")
	}
	return wrong
}

// compare puts the workbook beside what is recorded now.
func (p Pages) compare(c *gin.Context, back workbook.Back) (*importing, problem.List, error) {
	m := page.Member(c)
	rows := p.Store.For(m).Apart()
	ch, err := chosen(m, "")
	if m.Provider != "" {
		ch, err = chosen(m, "provider")
	}
	if err != nil {
		return nil, nil, err
	}
	s, err := rows.Snapshot(c, p.Editions, ch.audience(m))
	if err != nil {
		return nil, nil, err
	}
	if back.Version > s.Version {
		return nil, problem.List{{
			Field: "file",
			Message: "This workbook is newer than what is recorded here: the service may have been restored from a backup. Download " +
				"it again",
		}}, nil
	}
	i := &importing{pages: p, member: m, s: s, back: back, rows: p.Store.For(m)}
	err = i.read(c)
	if wrong, tooMany := errors.AsType[problem.List](err); tooMany {
		return nil, wrong, nil
	}
	return i, nil, err
}

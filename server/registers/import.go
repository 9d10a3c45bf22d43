package registers

import (
	"context"
	"errors"
	"fmt"
	"io"
	"mime/multipart"
	"net/http"
	"strings"
	"time"

	"github.com/gin-gonic/gin"

	"ipstoolkit/server/page"
	"ipstoolkit/tenants"
	"ipstoolkit/toolkit/evidence"
	"ipstoolkit/toolkit/problem"
	"ipstoolkit/toolkit/register"
)

// importPage takes rows from a spreadsheet: a file or copied cells first, then what they would change, then the save.
type importPage struct {
	page.Base
	Action, Back string
	Headings     string
	National     string // what is known of national lists; "" where there is none
	Text         page.Textarea
	File         page.FileUpload
	Preview      *preview
}

// preview is what the file would change; Text is what it held, so that saving reads the same again.
type preview struct {
	Table   page.Table
	Unknown string
	Others  string // how many lines are of other ICBs
	Sound   bool
	Text    string
	Once    string
	Submit  string
}

// national says what is taken of a national list.
var national = map[string]string{
	register.PCNs: "NHS England’s list of PCNs can be chosen as it is: we take the PCNs of your ICB, and leave out those that have closed.",
}

var importTemplate = page.Parse[importPage](files, "import.html")

// mayImport stops those who keep no row of the list.
func (p Pages) mayImport(c *gin.Context, at place) error {
	if !p.rows(c).MayKeep(at.list, page.Member(c).Provider) {
		return tenants.ErrForbidden
	}
	return nil
}

func (p Pages) importForm(c *gin.Context, at place) error {
	if err := p.mayImport(c, at); err != nil {
		return err
	}
	i, err := p.importer(c, at)
	if err != nil {
		return err
	}
	return importTemplate.OK(c, p.importPage(c, at, i, "", nil))
}

// mayFill says which fields the member fills in from a spreadsheet.
func (p Pages) mayFill(c *gin.Context, at place) func(register.Field) bool {
	return func(f register.Field) bool {
		icbs := at.list.Code == register.Meetings && page.Member(c).Provider != "" && register.ICBsOnly(f)
		return p.rows(c).MayFill(f) && !icbs
	}
}

// importer is the list as it is now.
func (p Pages) importer(c *gin.Context, at place) (register.Importer, error) {
	i := register.Importer{
		List: at.list, Own: page.Member(c).Provider, Today: p.Store.Today(), MayFill: p.mayFill(c, at),
		ICB: page.Member(c).Tenant.Name, Providers: map[string]string{}, Names: map[string]string{},
	}
	providers, err := p.rows(c).Providers(c)
	if err != nil {
		return i, err
	}
	for _, o := range providers {
		i.Providers[strings.ToLower(o.Name)], i.Names[o.ID] = o.ID, o.Name
	}
	i.Rows, err = p.rows(c).Register(c, at.list.Code)
	return i, err
}

func (p Pages) importPage(c *gin.Context, at place, i register.Importer, text string, wrong problem.List) importPage {
	return importPage{
		Base:   page.New(c, "Add several "+at.list.Many+" from a spreadsheet").Under(at.crumb(c)).With(wrong),
		Action: c.Request.URL.Path, Back: at.subject.href(c), Headings: strings.Join(i.Headings(), ", "),
		National: national[at.list.Code],
		Text: page.Textarea{
			Name: "text", Label: "Paste the cells", LabelSize: "s", Rows: 8, Value: text, Error: wrong.For("text"),
			Hint: "Copy the cells with their headings in the spreadsheet, and paste them here",
		},
		File: page.FileUpload{
			Name: "file", Label: "Or choose an Excel or CSV file", LabelSize: "s",
			Hint:   "If an Excel file has several sheets, we read the one with these headings",
			Accept: ".xlsx,.csv,.txt,.tsv", Error: wrong.For("file"),
		},
	}
}

// importRows shows what the cells would change, and saves it once that has been seen.
func (p Pages) importRows(c *gin.Context, at place) error {
	if err := p.mayImport(c, at); err != nil {
		return err
	}
	f, err := page.ReadFiles(c, 2*register.MostText+register.MostFile)
	if err != nil {
		return err
	}
	i, err := p.importer(c, at)
	if err != nil {
		return err
	}
	var (
		text   string
		others int
		read   register.Import
		wrong  problem.List
	)
	err = page.Heavy(c, p.Reading, "Your list", func() (err error) {
		text, others, wrong, err = cells(c, i, f)
		if err == nil && len(wrong) == 0 {
			read, wrong = readText(i, text)
			read.Others += others
		}
		return err
	})
	switch {
	case err != nil:
		return err
	case len(wrong) > 0:
		return importTemplate.Show(c, http.StatusUnprocessableEntity, p.importPage(c, at, i, text, wrong))
	}
	return p.previewed(c, at, i, read, text, f)
}

// cells is the text of the form, or what is wrong with it: what is in the file that was chosen, else what was pasted. The
// box may still hold what was looked at before, and stays as it is when the file cannot be taken.
func cells(c *gin.Context, i register.Importer, f page.Form) (text string, others int, wrong problem.List, err error) {
	pasted, files := f.Pasted("text"), f.Files("file")
	switch {
	case len(files) > 0:
		if text, others, wrong, err = fileText(c, i, files[0]); len(wrong) > 0 {
			text = pasted
		}
		return text, others, wrong, err
	case pasted == "":
		wrong.Add("text", "Paste the cells or choose a file")
	}
	return pasted, 0, wrong, nil
}

// fileTime is how long a file may take to be read.
const fileTime = 10 * time.Second

// fileText is what is in a file, as the text that is pasted would be, or what is wrong with the file.
func fileText(c *gin.Context, i register.Importer, header *multipart.FileHeader) (text string, others int, wrong problem.List, err error) {
	file, err := header.Open()
	if err != nil {
		return "", 0, nil, fmt.Errorf("open the file sent: %w", err)
	}
	defer func() { _ = file.Close() }()
	body, err := io.ReadAll(io.LimitReader(file, register.MostFile+1))
	if err != nil {
		return "", 0, nil, fmt.Errorf("read the file sent: %w", err)
	}
	ctx, stop := context.WithTimeout(c, fileTime)
	defer stop()
	text, others, err = i.File(ctx, header.Filename, body)
	refused, ok := errors.AsType[*evidence.Refused](err)
	switch {
	case ok:
		return "", 0, problem.List{{Field: "file", Message: refused.Error()}}, nil
	case errors.Is(err, context.DeadlineExceeded):
		return "", 0, problem.List{{
			Field:   "file",
			Message: "The file takes too long to read. Copy the cells into a new file, and choose that",
		}}, nil
	}
	return strings.Trim(text, "\r\n"), others, nil, err
}

// readText is what cells would change, or what is wrong with all of them.
func readText(i register.Importer, text string) (register.Import, problem.List) {
	read, err := i.Read(text)
	if err != nil {
		return read, problem.List{{Field: "text", Message: "The cells could not be read: " + err.Error()}}
	}
	return read, nil
}

func (p Pages) previewed(c *gin.Context, at place, i register.Importer, read register.Import, text string, f page.Form) error {
	save := f.Has("save")
	data := p.importPage(c, at, i, text, nil)
	if save && read.Sound() {
		page.Once(c, f)
		err := p.rows(c).ImportRows(c, at.list.Code, read.Rows())
		list, wrong := errors.AsType[problem.List](err)
		switch {
		case err == nil:
			c.Redirect(http.StatusSeeOther, at.subject.href(c)+"?imported=1&list="+at.list.Code)
			return nil
		case !wrong:
			return err
		}
		data.Problems = problem.List{{Field: "text", Message: list[0].Message}}
	}
	data.Preview = show(at.list, i, read)
	data.Preview.Text, data.Preview.Once = text, page.NewOnce()
	status := http.StatusOK
	if save || !read.Sound() {
		status = http.StatusUnprocessableEntity
	}
	if !read.Sound() {
		data.Problems = problem.List{{
			Field:   "text",
			Message: "Some lines cannot be used. Nothing has been saved: correct them below and check again",
		}}
	}
	return importTemplate.Show(c, status, data)
}

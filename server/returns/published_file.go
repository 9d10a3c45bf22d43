package returns

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/gin-gonic/gin"

	"ipstoolkit/server/page"
	"ipstoolkit/tenants"
	"ipstoolkit/toolkit/evidence"
	"ipstoolkit/toolkit/figures"
	"ipstoolkit/toolkit/grid"
	"ipstoolkit/toolkit/number"
	"ipstoolkit/toolkit/problem"
)

// fileGeneral is what the form says of all figures of a file.
type fileGeneral struct {
	on     page.TypedDate
	source string
}

func fileForm(action string, g fileGeneral, wrong problem.List) *publishedFile {
	on := page.DateInput{
		Name: "file_on", Legend: "When were they published?", LegendSize: "s", Hint: "Where the file does not say it", Typed: g.on,
		Problems: wrong,
	}
	source := sourceInput("file_source", g.source, wrong)
	source.Label, source.Hint = "Where were they published?", "Where the file does not say it"
	return &publishedFile{
		Action: action + "/file", On: on, Source: source,
		Open: slices.ContainsFunc(wrong, func(p problem.Problem) bool { return strings.HasPrefix(p.Field, "file") }),
		File: page.FileUpload{
			Name: "file", Label: "CSV or Excel (xlsx) file", Hint: "Up to 1 MB and 2,000 rows", Error: wrong.For("file"),
			Accept: ".csv,.tsv,.txt,.xlsx",
		},
	}
}

// publishedRows are a file's rows with what is recorded for them.
type publishedRows struct {
	grids   []grid.Grid
	general fileGeneral
	rows    []figures.PublishedRow
	now     []figures.Published // what is recorded for each, of version 0 where nothing is
}

// filePublished reads a file, shows what comes of it, and records it when the person says so.
func (p Pages) filePublished(c *gin.Context) error {
	if err := page.Allow(c, tenants.AgreeFigures); err != nil {
		return err
	}
	f, file, err := readImport(c)
	if err != nil {
		return err
	}
	var wrong problem.List
	in := publishedRows{general: fileGeneral{
		on:     f.Date("file_on", "The date they were published", &wrong),
		source: f.Text("file_source"),
	}}
	using := f.Text("step") == stepUse
	switch {
	case using:
		if json.Unmarshal([]byte(f.Text("cells")), &in.grids) != nil || figures.CheckGrids(in.grids) != nil {
			wrong.Add("file", "Choose the file again: its contents changed after you chose it")
		}
	case file == nil:
		wrong = append(problem.List{{Field: "file", Message: "Choose a file"}}, wrong...)
	default:
		var refused *evidence.Refused
		var waiting *page.Waiting
		in.grids, err = p.read(c, file)
		switch {
		case errors.As(err, &waiting):
			wrong = append(problem.List{{Field: "file", Message: waiting.Words() + ". Wait half a minute, then choose it again"}}, wrong...)
		case errors.As(err, &refused):
			wrong = append(problem.List{{Field: "file", Message: refused.Error()}}, wrong...)
		case errors.Is(err, context.DeadlineExceeded):
			wrong.Add("file", "The file takes too long to read. Copy the figures into a new file, and choose that")
		case err != nil:
			return err
		}
	}
	if len(wrong) == 0 {
		wrong, err = p.readPublished(c, &in)
		if err != nil {
			return err
		}
	}
	if len(wrong) > 0 {
		return p.refuseFile(c, in.general, wrong)
	}
	if !using {
		return p.previewPublished(c, in, http.StatusOK)
	}
	if !in.asSeen(f.Text("seen")) {
		return p.previewPublished(c, in, http.StatusConflict)
	}
	page.Once(c, f)
	return p.usePublished(c, in)
}

func (p Pages) refuseFile(c *gin.Context, g fileGeneral, wrong problem.List) error {
	list, err := p.rows(c).Published(c)
	if err != nil {
		return err
	}
	data, err := p.publishedPage(c, list, typedPublished{}, g, page.Refusal{Problems: wrong})
	if err != nil {
		return err
	}
	return publishedTemplate.Show(c, http.StatusUnprocessableEntity, data)
}

// readPublished takes the figures out of the cells and looks at each as a save would. What is wrong with a single row
// is shown beside the row. The list is what is wrong with the file, or what the form has to say for it.
func (p Pages) readPublished(c *gin.Context, in *publishedRows) (problem.List, error) {
	var wrong problem.List
	organisations, err := p.rows(c).Providers(c)
	if err != nil {
		return nil, err
	}
	providers := map[string]string{}
	for _, o := range organisations {
		providers[o.Name] = o.ID
	}
	general := figures.Published{PublishedOn: in.general.on.Date, Source: in.general.source}
	if wrong = in.readSheet(providers, general); len(wrong) > 0 {
		return wrong, nil
	}
	list, err := p.rows(c).Published(c)
	if err != nil {
		return nil, err
	}
	in.now = make([]figures.Published, len(in.rows))
	for i := range in.rows {
		r := &in.rows[i]
		for _, one := range list {
			if one.Provider == r.Provider && one.To == r.To && r.Wrong == "" {
				in.now[i], r.Version = one, one.Version
			}
		}
		if r.Wrong != "" {
			continue
		}
		if r.Wrong = r.KeptBack(in.now[i]); r.Wrong != "" {
			continue
		}
		for _, one := range r.Check(p.Store.Today()) {
			switch {
			case r.PublishedOn == "" && one.Field == "published_on-day" && wrong.For("file_on-day") == "":
				wrong.Add("file_on-day", "%s", "Enter the date they were published: the file does not say it")
			case r.Source == "" && one.Field == "source" && wrong.For("file_source") == "":
				wrong.Add("file_source", "%s", "Enter where they were published: the file does not say it")
			case r.Wrong == "" && !(r.PublishedOn == "" && one.Field == "published_on-day") && !(r.Source == "" && one.Field == "source"):
				r.Wrong = one.Message
			}
		}
	}
	return wrong, nil
}

// readSheet reads the one sheet that holds published figures.
func (in *publishedRows) readSheet(providers map[string]string, general figures.Published) (wrong problem.List) {
	var sheets []string
	var why error
	for _, g := range in.grids {
		rows, err := figures.ReadPublishedGrid(g, providers, general)
		if err == nil {
			in.rows, sheets = rows, append(sheets, "‘"+g.Name+"’")
		} else if why == nil {
			why = err
		}
	}
	switch {
	case len(sheets) > 1:
		wrong.Add("file", "Several sheets of the file hold published figures: %s. Save the one to use as a file of its own",
			number.Listing(sheets))
	case len(sheets) == 0:
		wrong.Add("file", "The file %s", why)
	}
	return wrong
}

// standing is the word beside a provisional figure.
func standing(p figures.Published) string {
	if p.Provisional {
		return "provisional"
	}
	return ""
}

// seen are the versions of what is recorded for the rows.
func (in publishedRows) seen() string {
	versions := make([]string, len(in.now))
	for i, one := range in.now {
		versions[i] = fmt.Sprint(one.Version)
	}
	return strings.Join(versions, " ")
}

// asSeen takes the versions that the person saw, so that what somebody saved since is stale and the form sent again is known;
// false when they are not those of this file.
func (in publishedRows) asSeen(seen string) bool {
	versions := strings.Fields(seen)
	if len(versions) != len(in.rows) {
		return false
	}
	for i, text := range versions {
		n, err := strconv.Atoi(text)
		if err != nil {
			return false
		}
		in.rows[i].Version = n
	}
	return true
}

// same says whether a row is recorded as it is.
func (in publishedRows) same(i int) bool {
	r, now := in.rows[i].Published, in.now[i]
	return now.Version > 0 && r.People == now.People && r.Hidden == now.Hidden && r.Provisional == now.Provisional &&
		r.PublishedOn == now.PublishedOn && r.Source == now.Source
}

// usable are the rows that a save takes.
func (in publishedRows) usable() []figures.Published {
	var list []figures.Published
	for i, r := range in.rows {
		if r.Wrong == "" && !in.same(i) {
			list = append(list, r.Published)
		}
	}
	return list
}

func (p Pages) usePublished(c *gin.Context, in publishedRows) error {
	err := p.rows(c).SavePublished(c, in.usable()...)
	var wrong problem.List
	switch {
	case errors.Is(err, tenants.ErrStale):
		if wrong, err = p.readPublished(c, &in); err != nil || len(wrong) > 0 {
			return errors.Join(err, wrong.Err())
		}
		return p.previewPublished(c, in, http.StatusConflict)
	case errors.As(err, &wrong):
		return p.refuseFile(c, in.general, problem.List{{Field: "file", Message: wrong[0].Message}})
	case err != nil:
		return err
	}
	c.Redirect(http.StatusSeeOther, publishedPath(c)+"?saved=file")
	return nil
}

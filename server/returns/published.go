package returns

import (
	"fmt"
	"slices"
	"strings"

	"github.com/gin-gonic/gin"

	"ipstoolkit/server/page"
	"ipstoolkit/tenants"
	"ipstoolkit/toolkit/calendar"
	"ipstoolkit/toolkit/figures"
	"ipstoolkit/toolkit/number"
	"ipstoolkit/toolkit/privacy"
	"ipstoolkit/toolkit/problem"
	"ipstoolkit/toolkit/provider"
)

// publishedPage is the access published from MHSDS beside what providers report: each provider's for commissioners, its
// own for a provider.
type publishedPage struct {
	page.Base
	Sections page.Sections
	Returns  string // where the quarterly figures are
	Rounding string
	Table    page.Table
	// For those who record the figures.
	Form *publishedForm
	File *publishedFile
}

// publishedForm is the form for one figure.
type publishedForm struct {
	Heading   string
	Action    string
	Version   int
	Provider  page.Select
	To        page.Select
	People    page.Input
	Status    page.Checkboxes
	On        page.DateInput
	Source    page.Input
	Confirm   page.Checkboxes
	Removable bool
	Cancel    string
}

// publishedFile is the form for a file of figures.
type publishedFile struct {
	Action string
	Open   bool // something is wrong with it
	File   page.FileUpload
	On     page.DateInput
	Source page.Input
}

var publishedTemplate = page.Parse[publishedPage](files, "published.html")

// publishedMonths is how many months back a figure can be recorded for.
const publishedMonths = 60

func publishedPath(c *gin.Context) string { return path(c) + "/published" }

// published is the page; ?change=PROVIDER&to=2026-09-30 puts a figure into the form.
func (p Pages) published(c *gin.Context) error {
	if err := page.Allow(c, tenants.EnterReturns); err != nil {
		return err
	}
	list, err := p.rows(c).Published(c)
	if err != nil {
		return err
	}
	t := typedPublished{}
	for _, one := range list {
		if one.Provider == c.Query("change") && string(one.To) == c.Query("to") {
			t = asPublished(one)
		}
	}
	data, err := p.publishedPage(c, list, t, fileGeneral{}, page.Refusal{})
	if err != nil {
		return err
	}
	if words := publishedDone[c.Query("saved")]; words != "" {
		data.Base = data.Base.Saved(words)
	}
	return publishedTemplate.OK(c, data)
}

var publishedDone = map[string]string{
	"figure": "Published access saved", "file": "Published access from the file saved",
	"removed": "Published access removed",
}

func (p Pages) publishedPage(c *gin.Context, list []figures.Published, t typedPublished, file fileGeneral,
	r page.Refusal,
) (publishedPage, error) {
	wrong := r.Problems
	data := publishedPage{
		Base:    page.New(c, "Access published from MHSDS").Under(page.Crumb{Href: path(c), Text: "Quarterly figures"}).Refused(r),
		Returns: path(c), Rounding: figures.Rounding,
	}
	data.Sections = page.FiguresSections(data.Base, "/returns")
	providers, err := p.rows(c).Providers(c)
	if err != nil {
		return data, err
	}
	returns, err := p.rows(c).ReturnsInShort(c)
	if err != nil {
		return data, err
	}
	keeps := data.Can(tenants.AgreeFigures)
	change := ""
	if keeps {
		change = publishedPath(c)
		data.Form = p.publishedForm(c, providers, t, r)
		data.File = fileForm(publishedPath(c), file, wrong)
	}
	data.Table = publishedTable(list, providers, returns, change).Paged(c, "page")
	data.Table.Pages = data.Table.Pages.At(publishedPath(c))
	return data, nil
}

// publishedTable is a row for each figure, by provider, the newest first. change is where figures are changed, "" when
// the person may not.
func publishedTable(list []figures.Published, providers []provider.Provider, returns []figures.Return, change string) page.Table {
	t := page.Table{
		ID: "published", Caption: "Published and reported access", HideCaption: true, Stacked: true,
		Empty: "No published access is recorded yet.",
		Columns: []page.Column{
			{Text: "Provider and period"},
			{Text: "Published", Numeric: true},
			{Text: "Reported by the provider", Numeric: true},
			{Text: "Gap"},
			{Text: "Published on"},
		},
	}
	if change != "" {
		t.Columns = append(t.Columns, page.Column{Text: "Change"})
	}
	for _, o := range providers {
		for _, one := range list {
			if one.Provider != o.ID {
				continue
			}
			gap := one.Compare(returns)
			reported := "Not known"
			if gap.Known {
				reported = number.Grouped(gap.Reported)
			}
			row := []page.Cell{
				{Text: o.Name, Note: one.Period()},
				{Text: one.Shown(), Note: standing(one)},
				page.Text(reported), page.Text(gap.Words),
				{Text: one.PublishedOn.Words(), Note: one.Source},
			}
			if one.Hidden {
				row[1] = page.Cell{Text: "Below 5", Note: strings.TrimSuffix("published as *, "+standing(one), ", ")}
			}
			if change != "" {
				row = append(row, page.Link(fmt.Sprintf("%s?change=%s&to=%s#figure", change, one.Provider, one.To),
					"Change "+o.Name+", "+one.Period()))
			}
			t.Rows = append(t.Rows, row)
		}
	}
	return t
}

func (p Pages) publishedForm(c *gin.Context, providers []provider.Provider, t typedPublished, r page.Refusal) *publishedForm {
	wrong := r.Problems
	f := &publishedForm{
		Heading: "Record a published figure", Action: publishedPath(c), Version: t.Version,
		Removable: t.Version > 0 && (r.Conflict == nil || r.Conflict.Undone != ""),
		Provider: page.Select{
			Name: "provider", Label: "Provider", LabelSize: "s", Value: t.Provider, Error: wrong.For("provider"),
			Options: []page.Option{{Text: "Choose a provider"}},
		},
		To: page.Select{
			Name: "to", Label: "12 months to the end of", LabelSize: "s", Value: string(t.To), Error: wrong.For("to"),
			Options: months(p.Store.Today(), t.To),
			Hint:    "Only four whole quarters can be compared with what the provider reports",
		},
		People: page.Input{
			Name: "people", Label: "Published number", LabelSize: "s", Value: t.people, Error: wrong.For("people"), Width: 5,
			Autocomplete: "off",
			Hint:         "Measure " + figures.PublishedMeasure + ": referrals that accessed IPS. Enter * where it was published as *",
		},
		Status: page.Checkboxes{
			Name: "provisional", Legend: "Is it a provisional figure?", LegendSize: "s", Error: wrong.For("provisional"),
			Items: []page.Item{{
				Value: "yes", Text: "Yes, a final figure will follow",
				Hint: "NHS England calls final figures Performance or Final",
			}},
		},
		On:      page.DateInput{Name: "published_on", Legend: "When was it published?", LegendSize: "s", Typed: t.on, Problems: wrong},
		Source:  sourceInput("source", t.Source, wrong),
		Confirm: page.ConfirmBox(privacy.NHSNumbers(t.Source), t.Confirmed, t.confirmed),
	}
	if t.Provisional {
		f.Status.Values = []string{"yes"}
	}
	if t.Version > 0 {
		f.Heading, f.Cancel = "Change a published figure", publishedPath(c)
	}
	for _, o := range providers {
		if !o.Ended || o.ID == t.Provider {
			f.Provider.Options = append(f.Provider.Options, page.Option{Value: o.ID, Text: o.Name})
		}
	}
	return f
}

func sourceInput(name, value string, wrong problem.List) page.Input {
	return page.Input{
		Name: name, Label: "Where was it published?", LabelSize: "s", Value: value, Error: wrong.For(name), Autocomplete: "off",
		Hint: "The publication and its month, such as Mental Health Services Monthly Statistics, September 2026",
	}
}

// months are the months that are over, newest first, and the one in the form.
func months(today, chosen calendar.Date) []page.Option {
	options := []page.Option{{Text: "Choose a month"}}
	end := figures.MonthEnd(figures.MonthEnd(today).AddMonths(-1))
	var ends []calendar.Date
	for range publishedMonths {
		ends = append(ends, end)
		end = figures.MonthEnd(end.AddDays(-32))
	}
	if chosen != "" && chosen == figures.MonthEnd(chosen) && !slices.Contains(ends, chosen) {
		ends = append(ends, chosen)
	}
	for _, end := range ends {
		text := end.Time().Format("January 2006")
		if end == end.Quarter().Last() {
			text += " (four whole quarters)"
		}
		options = append(options, page.Option{Value: string(end), Text: text})
	}
	return options
}

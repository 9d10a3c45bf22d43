package returns

import (
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/gin-gonic/gin"

	"ipstoolkit/server/page"
	"ipstoolkit/toolkit/calendar"
	"ipstoolkit/toolkit/figures"
	"ipstoolkit/toolkit/grid"
	"ipstoolkit/toolkit/problem"
)

// choosePage is where a person says which part of the file is which figure.
type choosePage struct {
	page.Base
	Provider, Quarter string
	Action, Again     string
	Cells             string // the file, on its way through the browser
	Laid              string // the layout for which the choices below are shown
	Start             page.Table
	// How the file is laid out. A Select without options is not asked.
	Sheet  page.Select
	Layout page.Radios
	Header page.Input
	Labels page.Select
	// Where the figures are.
	Numbers page.Select
	Row     page.Select // the column that says the quarter
	Whose   page.Select
	Is      page.Input
	Add     page.Checkboxes
	From    []page.Select
	Years   page.Select     // what a year alone means
	Sure    page.Checkboxes // that the figures are these all the same, when the file names others
	Chosen  bool            // a sheet is chosen: there are columns and rows to choose from
	Hidden  string          // which sheets are hidden, and not read
	Others  string          // the other quarters that the file names
}

var chooseTemplate = page.Parse[choosePage](files, "import_choose.html")

// typedMapping is the mapping that the form says.
func typedMapping(f page.Form, fields []figures.Field) figures.Mapping {
	m := figures.Mapping{
		Sheet: f.Text("sheet"), InRows: f.Text("layout") == "rows", From: map[string]string{},
		Quarter: f.Text(figures.ImportQuarter), Whose: f.Text(figures.ImportWhose), Is: f.Text("is"), Add: f.Has("add"),
		Sure:   f.Has(figures.ImportSure),
		Labels: f.Text(figures.ImportLabels), Numbers: f.Text(figures.ImportNumbers),
	}
	if years := calendar.Naming(f.Text(figures.ImportYears)); slices.Contains(calendar.Namings, years) {
		m.Years = years
	}
	var err error
	if m.Header, err = strconv.Atoi(f.Text(figures.ImportHeader)); err != nil {
		m.Header = -1 // no file has it
	}
	for _, field := range fields {
		if from := f.Text(figures.ImportFrom(field.Name)); from != "" {
			m.From[field.Name] = from
		}
	}
	return m
}

// laid is what the choices of columns and rows depend on, as the form carries it.
func laid(m figures.Mapping) string {
	if m.InRows {
		return fmt.Sprintf("%q rows %d %q %q", m.Sheet, m.Header, m.Labels, m.Years)
	}
	return fmt.Sprintf("%q columns %d %q", m.Sheet, m.Header, m.Years)
}

// relaid says whether the layout is another one than that for which the choices were shown, and guesses them anew. The
// list says what to choose.
func (in *importing) relaid(shown string) (bool, problem.List) {
	g, ok := in.sheet()
	if shown == "" || !ok {
		return false, nil
	}
	var wrong problem.List
	if !strings.HasPrefix(shown, fmt.Sprintf("%q ", g.Name)) { // another sheet has a layout of its own
		in.mapping, wrong = figures.Guess([]grid.Grid{g}, in.wanted())
		return true, wrong
	}
	if shown == laid(in.mapping) || in.mapping.Header < 0 {
		return false, nil
	}
	sure := in.mapping.Sure
	in.mapping, wrong = in.mapping.Laid(g, in.wanted())
	in.mapping.Sure = sure
	return true, wrong
}

// choose shows the choices for the mapping as it is now.
func (p Pages) choose(c *gin.Context, in importing, status int, wrong problem.List) error {
	g, chosen := in.sheet()
	cells, err := in.cells()
	if err != nil {
		return err
	}
	if len(wrong) > 0 {
		status = http.StatusUnprocessableEntity
	}
	m := in.mapping
	header := strconv.Itoa(m.Header)
	if m.Header < 0 {
		header = in.header
	}
	data := choosePage{
		Base: importBase(c, in.provider, in.present, "Which part of the file is which figure?").With(wrong), Provider: in.provider.Name,
		Quarter: in.present.Quarter.Words(),
		Action:  at(c, in.present) + "/import", Again: at(c, in.present) + "/import", Cells: cells, Laid: laid(m), Chosen: chosen,
		Others: p.others(in),
		Layout: page.Radios{
			Name: "layout", Legend: "How are the figures laid out?", LegendSize: "s", Value: "columns",
			Items: []page.Item{
				{Value: "columns", Text: "A column for each figure", Hint: "With a row for each quarter, provider or team"},
				{Value: "rows", Text: "A row for each figure", Hint: "With a column for the numbers"},
			},
		},
		Header: page.Input{
			Name: figures.ImportHeader, Label: "Which row holds the headings?", LabelSize: "s",
			Hint:  "The row number on the left of the spreadsheet. Enter 0 if there are no headings",
			Value: header, Error: wrong.For(figures.ImportHeader), Width: 3, InputMode: "numeric", Autocomplete: "off",
		},
	}
	if m.InRows {
		data.Layout.Value = "rows"
	}
	if len(in.grids) > 1 {
		data.Sheet = page.Select{
			Name: figures.ImportSheet, Label: "Which sheet?", LabelSize: "s", Value: m.Sheet, Error: wrong.For(figures.ImportSheet),
		}
		if !chosen {
			data.Sheet.Options = append(data.Sheet.Options, page.Option{Text: "Choose a sheet"})
		}
		for _, g := range in.grids {
			data.Sheet.Options = append(data.Sheet.Options, page.Option{Value: g.Name, Text: g.Name})
		}
	}
	if hidden := in.grids[0].HiddenSheets; len(hidden) > 0 {
		data.Hidden = "Hidden sheets are not read: ‘" + strings.Join(hidden, "’, ‘") + "’."
	}
	if chosen {
		data.Start = page.SheetStart(g)
		data.places(in, g, wrong)
	}
	return chooseTemplate.Show(c, status, data)
}

// places fills in the choices of columns and rows.
func (d *choosePage) places(in importing, g grid.Grid, wrong problem.List) {
	m := in.mapping
	columns := g.Columns(m.Header)
	from, none := columns, "Not in this file"
	if m.InRows {
		labels := 0
		for _, place := range columns {
			if place.Key == m.Labels {
				labels = place.Index
			}
		}
		from = g.Labelled(max(m.Header, 0), labels)
		d.Labels = choice(figures.ImportLabels, "Which column names the figures?", m.Labels, "", columns, wrong)
		d.Numbers = choice(figures.ImportNumbers, "Which column holds the numbers?", m.Numbers, "The column headed with the quarter",
			columns,
			wrong)
	} else {
		d.Row = choice(figures.ImportQuarter, "Which column has the quarter?", m.Quarter, "None: the file is for this quarter only",
			columns, wrong)
		d.Whose = choice(figures.ImportWhose, "Which column says whose figures they are?", m.Whose, "None: all rows are for this provider",
			columns, wrong)
		d.Is = page.Input{
			Name: "is", Label: "What does that column say in the rows to use?", LabelSize: "s",
			Hint: "The provider’s or the team’s name, as the file has it", Value: m.Is, Width: 20, Autocomplete: "off",
		}
		d.Add = page.Checkboxes{Name: "add", Legend: "If there are several rows", LegendSize: "s", Items: []page.Item{{
			Value: "yes", Text: "Add them up",
			Hint: "Only if there is a row for each team. Do not add up months: posts would be counted 3 times",
		}}}
		if m.Add {
			d.Add.Values = []string{"yes"}
		}
	}
	if text := figures.LoneYear(g, in.wanted()); text != "" {
		d.Years = yearsChoice(text, m.Years, wrong)
	}
	if wrong.For(figures.ImportSure) != "" || m.Sure {
		d.Sure = page.Checkboxes{
			Name: figures.ImportSure, Legend: "Whose figures are they?", LegendSize: "s", Error: wrong.For(figures.ImportSure),
			Items: []page.Item{{
				Value: "yes", Text: "They are the figures of " + in.provider.Name + " for " + in.present.Quarter.Short() +
					", whatever the file says",
			}},
		}
		if m.Sure {
			d.Sure.Values = []string{"yes"}
		}
	}
	for _, f := range in.present.Fields() {
		s := choice(figures.ImportFrom(f.Name), f.Label, m.From[f.Name], none, from, wrong)
		s.LabelSize = ""
		d.From = append(d.From, s)
	}
}

// choice is a choice between places of the file, with words for none of them where there can be none.
func choice(name, label, value, none string, list []grid.Place, wrong problem.List) page.Select {
	s := page.Select{Name: name, Label: label, LabelSize: "s", Value: value, Error: wrong.For(name)}
	if none != "" {
		s.Options = append(s.Options, page.Option{Text: none})
	}
	for _, place := range list {
		s.Options = append(s.Options, page.Option{Value: place.Key, Text: place.Text})
	}
	return s
}

// yearsChoice asks what a year alone means in the file, with its own words: "Q4 2026".
func yearsChoice(text string, chosen calendar.Naming, wrong problem.List) page.Select {
	s := page.Select{
		Name: figures.ImportYears, Label: "What does the file mean by ‘" + text + "’?", LabelSize: "s", Value: string(chosen),
		Error: wrong.For(figures.ImportYears),
	}
	if s.Error != "" {
		s.Options = append(s.Options, page.Option{Text: "Choose"})
	} else if chosen == "" {
		s.Options = append(s.Options, page.Option{Text: readAs(text, chosen) + ", unless you choose another"})
	}
	for _, naming := range calendar.Namings {
		p, _ := calendar.ReadPeriodAs(text, naming)
		if naming == calendar.YearCalendar && p.Lone().FY {
			continue
		}
		s.Options = append(s.Options, page.Option{Value: string(naming), Text: readAs(text, naming)})
	}
	return s
}

// readWords says how a text with a year alone is read.
func readWords(text string, naming calendar.Naming) string {
	return "‘" + text + "’ is read as " + readAs(text, naming) + "."
}

// readAs is how a text with a year alone is read: "Quarter 4 (January to March 2027), 2026/27".
func readAs(text string, naming calendar.Naming) string {
	p, _ := calendar.ReadPeriodAs(text, naming)
	if list := p.Quarters(); len(list) == 1 {
		return list[0].Words() + ", " + list[0].Year().Words()
	}
	return p.Words()
}

package returns

import (
	"cmp"
	"fmt"
	"net/http"
	"slices"

	"github.com/gin-gonic/gin"

	"ipstoolkit/server/page"
	"ipstoolkit/toolkit/figures"
	"ipstoolkit/toolkit/number"
	"ipstoolkit/toolkit/problem"
)

// quartersPage is what a file holds for each of its quarters. Nothing is saved yet.
type quartersPage struct {
	page.Base
	Provider       string
	Action, Again  string
	Cells, Mapping string
	Seen, Once     string
	Years          []string // how years were read that the file does not name, or names alone
	Quarters       []quarterShown
	Versions       []page.Field
	Take           page.Checkboxes // without items where nothing can be taken
}

// quarterShown is one quarter of a file.
type quarterShown struct {
	Words, Summary string
	LeftOut        []string    // why it cannot be taken, or what in it is not counted
	Alone          *page.Crumb // where it is looked at alone
	Changes        bool        // something that is recorded would change
	ID             string
	Figures        page.Table
}

var quartersTemplate = page.Parse[quartersPage](files, "quarters.html")

// summary is what taking the quarter would do, in one line.
func (h heldQuarter) summary() string {
	var parts []string
	if h.fresh > 0 {
		parts = append(parts, number.Counting(h.fresh, "figure is new", "figures are new"))
	}
	if h.other > 0 {
		parts = append(parts, number.Counting(h.other, "figure changes", "figures change")+" what is recorded")
	}
	if same := h.Import.Given() - h.fresh - h.other; same > 0 {
		parts = append(parts, number.Counting(same, "figure stays", "figures stay")+" the same")
	}
	if len(parts) == 0 {
		return "Not used"
	}
	return number.Listing(parts)
}

func (h heldQuarter) shown(c *gin.Context) quarterShown {
	s := quarterShown{
		Words: h.Quarter.Words() + ", " + h.Quarter.Year().Words(), Summary: h.summary(), LeftOut: slices.Clone(h.why),
		ID: string(h.Quarter), Changes: h.other > 0 && h.takeable(),
	}
	switch {
	case len(h.why) > 0:
		s.Summary = "Left out"
		s.Alone = &page.Crumb{Href: at(c, h.present), Text: "Open " + h.Quarter.Short()}
		if closed(h.present) == "" {
			s.Alone = &page.Crumb{
				Href: at(c, h.present) + "/import",
				Text: "Import " + h.Quarter.Short() + " by itself, and choose where its figures are",
			}
		}
	case h.fresh+h.other == 0:
		s.Summary = "Nothing new: " + s.Summary
	}
	s.LeftOut = append(s.LeftOut, h.Import.LeftOut...)
	if len(h.Import.Figures) == 0 {
		return s
	}
	s.Figures = page.Table{
		ID: "figures-" + s.ID, Caption: "The figures of " + h.Quarter.Short(), HideCaption: true, Stacked: true,
		Columns: []page.Column{
			{Text: "Figure"},
			{Text: "In the file", Numeric: true},
			{Text: "Recorded now", Numeric: true},
			{Text: "What happens"},
		},
	}
	for _, f := range h.Import.Figures {
		was, now := f.Field.Text(h.present), f.Field.Text(h.now)
		in, happens := page.Cell{Text: now, Note: place(f)}, "Changes"
		switch {
		case f.Wrong != "":
			in, happens = page.Cell{Text: cmp.Or(page.ShortCell(f.Typed), "Nothing"), Note: f.Wrong}, "Cannot be used"
		case f.Number == "":
			in, happens = page.Cell{Text: "No number", Note: place(f)}, "Stays"
		case was == now:
			happens = "Stays the same"
		case was == "":
			happens = "New"
		}
		if len(h.why) > 0 && was != now && f.Number != "" {
			happens = "Left out"
		}
		s.Figures.Rows = append(s.Figures.Rows, []page.Cell{
			page.Text(f.Field.Label), in, page.Text(cmp.Or(was, "–")), page.Text(happens),
		})
	}
	return s
}

func (p Pages) showQuarters(c *gin.Context, in importing, list []heldQuarter, noYear bool, chosen []string, status int,
	wrong problem.List,
) error {
	cells, err := in.cells()
	if err != nil {
		return err
	}
	seen, err := in.seenAll(list)
	if err != nil {
		return err
	}
	data := quartersPage{
		Base: importBase(c, in.provider, in.present, "The quarters in the file").With(wrong), Provider: in.provider.Name,
		Action: at(c, in.present) + "/import", Again: at(c, in.present) + "/import", Cells: cells, Mapping: in.mapping.Text(),
		Seen: seen, Once: page.NewOnce(),
		Take: page.Checkboxes{
			Name: "take", Legend: "Which quarters do you want to use?", LegendSize: "m", Values: chosen, Error: wrong.For("take"),
		},
	}
	if noYear {
		data.Years = append(data.Years, fmt.Sprintf("The file names no year. We read it as %s.", in.present.Quarter.Year().Words()))
	}
	for _, g := range in.grids {
		if text := figures.LoneYear(g, in.wanted()); text != "" && len(data.Years) == 0 {
			data.Years = append(data.Years, readWords(text, in.mapping.Years))
		}
	}
	for _, h := range list {
		data.Quarters = append(data.Quarters, h.shown(c))
		data.Versions = append(data.Versions, page.Field{Name: versionOf(h.Quarter), Value: fmt.Sprint(h.present.Version)})
		if !h.takeable() {
			continue
		}
		data.Take.Items = append(data.Take.Items, page.Item{
			Value: string(h.Quarter), Text: h.Quarter.Words() + ", " + h.Quarter.Year().Words(), Hint: h.summary(),
		})
		if status == http.StatusOK {
			data.Take.Values = append(data.Take.Values, string(h.Quarter))
		}
	}
	if status == http.StatusConflict {
		data.Conflict = &page.Conflict{
			What:   "figures of these quarters",
			Undone: "No quarter in the file was saved. This is how it compares with what is recorded now",
		}
	}
	return quartersTemplate.Show(c, status, data)
}

package returns

import (
	"cmp"
	"net/http"

	"github.com/gin-gonic/gin"

	"ipstoolkit/server/page"
	"ipstoolkit/toolkit/figures"
	"ipstoolkit/toolkit/number"
	"ipstoolkit/toolkit/problem"
)

// previewPage is what comes of a file, beside what is recorded and the quarter before. Nothing is saved yet.
type previewPage struct {
	page.Base
	Provider, Quarter string
	Action, Again     string
	Cells, Mapping    string
	Version           int
	Figures           page.Table
	Stays             string // what the file does not change
	Years             string // how a year alone was read, "" where the file has none
	LeftOut           []string
	Sure              bool   // the person says that the figures are these, whatever the file says
	Seen              string // a mark of all that is shown
	Once              string // the one-use key
	Usable            bool
	Others            string // the other quarters that the file names
}

var previewTemplate = page.Parse[previewPage](files, "import_preview.html")

// preview shows the figures of the file; the choices again when the mapping does not fit it.
func (p Pages) preview(c *gin.Context, in importing, status int, wrong problem.List) error {
	got, misfit := in.read()
	if len(misfit) > 0 {
		return p.choose(c, in, http.StatusUnprocessableEntity, misfit)
	}
	for _, f := range got.Figures {
		if f.Wrong != "" {
			wrong.Add("", "%s: %s", f.Field.Label, f.Wrong)
		}
	}
	if got.Given() == 0 && len(wrong) == 0 {
		wrong.Add("", "The file has no number for any of the figures. Choose again where they are, or choose another file")
	}
	if len(wrong) > 0 {
		status = http.StatusUnprocessableEntity
	}
	before, err := p.rows(c).Return(c, in.provider.ID, in.present.Quarter.Add(-1))
	if err != nil {
		return err
	}
	cells, err := in.cells()
	if err != nil {
		return err
	}
	seen, err := in.seen(got)
	if err != nil {
		return err
	}
	data := previewPage{
		Base: importBase(c, in.provider, in.present, "Check the figures").With(wrong), Provider: in.provider.Name,
		Quarter: in.present.Quarter.Words(),
		Action:  at(c, in.present) + "/import", Again: at(c, in.present) + "/import", Cells: cells, Mapping: in.mapping.Text(),
		Version: in.present.Version, LeftOut: got.LeftOut, Sure: in.mapping.Sure, Seen: seen, Once: page.NewOnce(), Others: p.others(in),
		Figures: previewTable(got, in.present, before), Stays: stays(got, in.present),
		Usable: !got.Wrong() && got.Given() > 0 && closed(in.present) == "",
	}
	if g, ok := in.sheet(); ok {
		if text := figures.LoneYear(g, in.wanted()); text != "" {
			data.Years = readWords(text, in.mapping.Years)
		}
	}
	if status == http.StatusConflict {
		data.Conflict = &page.Conflict{
			What: "these figures", Who: in.present.ChangedBy, When: in.present.ChangedAt.Words(),
			Undone: "The figures from the file were not used. What is recorded now is beside them. If you use them, they replace it",
		}
	}
	return previewTemplate.Show(c, status, data)
}

func previewTable(got figures.Import, present, before figures.Return) page.Table {
	t := page.Table{
		ID: "figures", Caption: "The figures in the file", HideCaption: true, Stacked: true,
		Columns: []page.Column{
			{Text: "Figure"},
			{Text: "In the file", Numeric: true},
			{Text: "Recorded now", Numeric: true},
			{Text: "Quarter before", Numeric: true},
		},
	}
	var file figures.Return
	got.Into(&file)
	for _, f := range got.Figures {
		in := page.Cell{Text: f.Field.Text(file), Note: place(f)}
		switch {
		case f.Wrong != "":
			in = page.Cell{Text: cmp.Or(page.ShortCell(f.Typed), "Nothing"), Note: f.Wrong}
		case f.Number == "":
			in = page.Cell{Text: "No number", Note: place(f) + ": what is recorded stays"}
		}
		t.Rows = append(t.Rows, []page.Cell{
			page.Text(f.Field.Label), in, page.Text(cmp.Or(f.Field.Text(present), "–")), page.Text(cmp.Or(f.Field.Text(before), "–")),
		})
	}
	return t
}

// place says where a figure is in the file: its cell, with the heading over it and the words beside it.
func place(f figures.Imported) string {
	words := "cell " + f.Cell
	if f.Several {
		words = "cells " + f.Cell
	}
	if f.Column != "" {
		words += ", column ‘" + page.ShortCell(f.Column) + "’"
	}
	if f.Row != "" {
		words += map[bool]string{false: ", row ‘", true: ", rows ‘"}[f.Several] + page.ShortCell(f.Row) + "’"
	}
	return words
}

// stays says how many figures the file does not give.
func stays(got figures.Import, present figures.Return) string {
	n := len(present.Fields()) - len(got.Figures)
	if n == 0 {
		return ""
	}
	return number.Counting(n, "figure is", "figures are") + " not taken from the file. You can type " +
		map[bool]string{true: "it", false: "them"}[n == 1] + " afterwards."
}

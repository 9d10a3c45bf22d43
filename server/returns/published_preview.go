package returns

import (
	"encoding/json"
	"fmt"
	"net/http"

	"github.com/gin-gonic/gin"

	"ipstoolkit/server/page"
	"ipstoolkit/toolkit/number"
)

// publishedPreview is what comes of a file of published figures. Nothing is saved yet.
type publishedPreview struct {
	page.Base
	Action, Back string
	Cells        string
	Seen         string // the versions that the preview shows
	Once         string // the one-use key
	On           page.TypedDate
	Source       string
	Table        page.Table
	Summary      string
	Usable       bool
}

var publishedPreviewTemplate = page.Parse[publishedPreview](files, "published_file.html")

func (p Pages) previewPublished(c *gin.Context, in publishedRows, status int) error {
	cells, err := json.Marshal(in.grids)
	if err != nil {
		return err
	}
	data := publishedPreview{
		Base: page.New(c, "Check the file’s figures").Under(page.Crumb{Href: path(c), Text: "Quarterly figures"},
			page.Crumb{Href: publishedPath(c), Text: "Access published from MHSDS"}),
		Action: publishedPath(c) + "/file", Back: publishedPath(c), Cells: string(cells), Seen: in.seen(), Once: page.NewOnce(),
		On:     in.general.on,
		Source: in.general.source,
		Table: page.Table{
			ID: "rows", Caption: "The rows in the file", HideCaption: true, Stacked: true,
			Columns: []page.Column{
				{Text: "Row and provider"},
				{Text: "Period"},
				{Text: "Published", Numeric: true},
				{Text: "Recorded now", Numeric: true},
				{Text: "What happens"},
			},
		},
	}
	for i, r := range in.rows {
		recorded, happens := "–", "Will be recorded"
		if in.now[i].Version > 0 {
			recorded, happens = page.ShortCell(in.now[i].Shown()), "Replaces what is recorded"
		}
		switch {
		case r.Wrong != "":
			happens = "Left out. " + r.Wrong
		case in.same(i):
			happens = "Stays as it is"
		}
		data.Table.Rows = append(data.Table.Rows, []page.Cell{
			{Text: page.ShortCell(r.Name), Note: fmt.Sprintf("row %d", r.Row)},
			page.Text(r.Period()),
			{Text: page.ShortCell(r.Typed), Note: standing(r.Published)},
			{Text: recorded, Note: standing(in.now[i])},
			page.Text(happens),
		})
	}
	n := len(in.usable())
	data.Usable = n > 0
	data.Summary = "The file holds nothing new."
	if n > 0 {
		data.Summary = number.Counting(n, "figure is", "figures are") + " recorded when you use the file. Nothing is saved yet."
	}
	if status == http.StatusConflict {
		data.Conflict = &page.Conflict{
			What:   "published figures",
			Undone: "The file was not used. This is how it compares with what is recorded now",
		}
	}
	return publishedPreviewTemplate.Show(c, status, data)
}

package equity

import (
	"github.com/gin-gonic/gin"

	"ipstoolkit/server/page"
	"ipstoolkit/tenants"
	"ipstoolkit/toolkit/calendar"
	"ipstoolkit/toolkit/equity"
)

// collectedPage lists the characteristics and which of them the ICB collects.
type collectedPage struct {
	page.Base
	Table page.Table
	Add   string
}

var collectedTemplate = page.Parse[collectedPage](files, "collected.html")

func (p Pages) collected(c *gin.Context) error {
	if err := page.Allow(c, tenants.AgreeFigures); err != nil {
		return err
	}
	all, err := p.rows(c).Collections(c)
	if err != nil {
		return err
	}
	data := collectedPage{
		Base: page.New(c, "What is collected").Under(page.Crumb{Href: path(c), Text: "Equity"}),
		Add:  path(c) + "/collected/new",
	}
	data.Table = page.Table{
		ID: "collected", Caption: "Characteristics", HideCaption: true, Stacked: true,
		Columns: []page.Column{{Text: "Characteristic"}, {Text: "Collected"}, {Text: "Groups"}, {Text: "Agreed"}},
	}
	present := p.Store.Today().Quarter()
	for _, code := range equity.Codes(all) {
		k := equity.CollectionIn(all, code, present)
		groups := ""
		for i, label := range k.Labels {
			if i > 0 {
				groups += "; "
			}
			groups += label
		}
		data.Table.Rows = append(data.Table.Rows, []page.Cell{
			page.Link(path(c)+"/collected/"+code, k.Title()), standingOf(all, k, present), page.Text(groups), agreement(k),
		})
	}
	return collectedTemplate.OK(c, data)
}

// standingOf says whether a characteristic is collected, and what follows.
func standingOf(all []equity.Collection, k equity.Collection, present calendar.Quarter) page.Cell {
	known, _ := equity.CharacteristicOf(k.Characteristic)
	cell := page.Text("No")
	switch {
	case k.Collected && k.From == "":
		cell = page.Text("Yes")
		cell.Note = "from the start"
	case k.Collected:
		cell = page.Text("Yes")
		cell.Note = "since " + k.From.Short()
	case known.AsNamed && undecided(all, present):
		cell.Note = "choose whether your data set holds sex or gender"
	case known.AsNamed && k.From == "":
		cell.Note = "because a data set holds either sex or gender, not both"
	case k.From != "":
		cell.Note = "since " + k.From.Short()
	case !known.ByDefault:
		cell.Note = "needs a reason and the data protection lead’s agreement"
	}
	for _, later := range all {
		if later.Characteristic == k.Characteristic && later.From > present {
			cell.Note += "; changes from " + later.From.Short()
		}
	}
	return cell
}

func agreement(k equity.Collection) page.Cell {
	if k.AgreedOn == "" {
		return page.Text("–")
	}
	cell := page.Text(k.AgreedOn.Words())
	cell.Note = k.AgreedBy
	return cell
}

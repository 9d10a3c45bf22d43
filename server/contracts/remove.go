package contracts

import (
	"github.com/gin-gonic/gin"

	"ipstoolkit/server/page"
	"ipstoolkit/toolkit/contract"
	"ipstoolkit/toolkit/record"
	"ipstoolkit/toolkit/snapshot"
)

// removePage asks once before a contract that was entered by mistake is taken out.
type removePage struct {
	page.Base
	Version     int
	Facts       page.SummaryList
	Early, Back string
}

var removeTemplate = page.Parse[removePage](files, "remove.html")

func (p Pages) askRemove(c *gin.Context) error {
	k, err := p.kept(c)
	if err != nil {
		return err
	}
	return p.showRemove(c, k, page.Refusal{})
}

func (p Pages) showRemove(c *gin.Context, k contract.Contract, r page.Refusal) error {
	names, err := p.names(c)
	if err != nil {
		return err
	}
	return removeTemplate.Show(c, r.Status(), removePage{
		Base: under(c, page.New(c, "Remove "+k.Name), k).Refused(r), Version: k.Version,
		Facts: page.SummaryList{Rows: []page.SummaryRow{
			{Key: "Provider", Lines: []string{names[k.Provider]}}, {Key: "Dates", Lines: []string{k.Start.Words() + " to " + endWords(k)}},
		}},
		Early: path(c) + "/" + k.ID + "/edit", Back: path(c) + "/" + k.ID,
	})
}

// remove takes the contract out, if it is still as the person saw it.
func (p Pages) remove(c *gin.Context) error {
	k, err := p.kept(c)
	if err != nil {
		return err
	}
	return page.Remove(c, page.Removal{
		What: "this contract", Undone: "It was not removed", To: path(c) + "?saved=removed",
		Do: func(version int) error { return p.rows(c).RemoveContract(c, k.ID, version) },
		Now: func() (int, snapshot.History, error) {
			if k, err = p.kept(c); err != nil {
				return 0, snapshot.History{}, err
			}
			h, err := p.rows(c).HistoryPart(c, snapshot.Part{}, record.Contract, k.ID)
			return k.Version, h, err
		},
		Show: func(r page.Refusal) error { return p.showRemove(c, k, r) },
	})
}

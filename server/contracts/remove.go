package contracts

import (
	"errors"
	"net/http"

	"github.com/gin-gonic/gin"

	"ipstoolkit/server/page"
	"ipstoolkit/tenants"
	"ipstoolkit/toolkit/contract"
	"ipstoolkit/toolkit/problem"
)

// removePage asks once before a contract that was entered by mistake is taken out.
type removePage struct {
	page.Base
	Version     int
	Stale       bool
	Facts       page.SummaryList
	Early, Back string
}

var removeTemplate = page.Parse[removePage](files, "remove.html")

func (p Pages) askRemove(c *gin.Context) error {
	k, err := p.kept(c)
	if err != nil {
		return err
	}
	return p.showRemove(c, http.StatusOK, k, nil)
}

func (p Pages) showRemove(c *gin.Context, status int, k contract.Contract, wrong problem.List) error {
	names, err := p.names(c)
	if err != nil {
		return err
	}
	return removeTemplate.Show(c, status, removePage{
		Base: under(c, page.New(c, "Remove "+k.Name), k).With(wrong), Version: k.Version, Stale: status == http.StatusConflict,
		Facts: page.SummaryList{Rows: []page.SummaryRow{
			{Key: "Provider", Lines: []string{names[k.Provider]}}, {Key: "Runs", Lines: []string{k.Start.Words() + " to " + endWords(k)}},
		}},
		Early: path(c) + "/" + k.ID + "/edit", Back: path(c) + "/" + k.ID,
	})
}

// remove takes the contract out: 303, 422 while another runs under it, 409 when somebody else has changed it since.
func (p Pages) remove(c *gin.Context) error {
	k, err := p.kept(c)
	if err != nil {
		return err
	}
	f, err := page.ReadForm(c)
	if err != nil {
		return err
	}
	err = p.rows(c).RemoveContract(c, k.ID, f.Version())
	if wrong, ok := errors.AsType[problem.List](err); ok {
		return p.showRemove(c, http.StatusUnprocessableEntity, k, wrong)
	}
	if errors.Is(err, tenants.ErrStale) {
		return p.showRemove(c, http.StatusConflict, k, nil)
	}
	if err != nil {
		return err
	}
	c.Redirect(http.StatusSeeOther, path(c)+"?saved=removed")
	return nil
}

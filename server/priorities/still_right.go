package priorities

import (
	"github.com/gin-gonic/gin"

	"ipstoolkit/server/page"
	"ipstoolkit/toolkit/assessment"
	"ipstoolkit/toolkit/edition"
)

// stillRight is the form on a priority's page with which a person says that what is recorded is still right: the same as the box on
// the page of all priorities, with the same date of the next review. Where it cannot be saved it comes back on that page.
type stillRight struct {
	Action, Key, Shown string
	Version            int
	ReviewOn           page.Input
}

// newStillRight is nil while nothing is recorded, and once the priority was reviewed and its next review is not yet due.
func (p Pages) newStillRight(c *gin.Context, of edition.Priority, e assessment.Entry, r assessment.Review) *stillRight {
	if e.Blank() || e.ReviewedIn(r) && !e.Overdue(p.Store.Today()) {
		return nil
	}
	return &stillRight{
		Action: toolkitPath(c) + "/review", Key: of.Key, Shown: shownRow(e), Version: e.Version,
		ReviewOn: page.Input{
			Name: rowField("review_on", of), Label: "Next review by", LabelSize: "s", Value: r.Next(e.ReviewOn).Words(), Width: 20,
			Autocomplete: "off",
		},
	}
}

// stillSaved says what the form did; "" when the entry is not reviewed now, since the address can be written by anybody.
func stillSaved(of edition.Priority, e assessment.Entry, r assessment.Review) string {
	if !e.ReviewedIn(r) {
		return ""
	}
	words := of.Key + " is reviewed: still right"
	if e.ReviewOn != "" {
		words += ". Next review by " + e.ReviewOn.Words()
	}
	return words
}

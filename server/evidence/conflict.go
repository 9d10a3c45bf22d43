package evidence

import (
	"strings"

	"github.com/gin-gonic/gin"

	"ipstoolkit/server/page"
	"ipstoolkit/toolkit/edition"
	"ipstoolkit/toolkit/evidence"
	"ipstoolkit/toolkit/record"
	"ipstoolkit/toolkit/snapshot"
)

// conflict is a piece of evidence as somebody else saved it, against what was typed.
func (p Pages) conflict(c *gin.Context, ed *edition.Edition, theirs evidence.Evidence, mine typed) (page.Conflict, error) {
	h, err := p.rows(c).HistoryPart(c, snapshot.Part{}, record.Evidence, theirs.ID)
	supports := func(places []evidence.Place) string { return strings.Join(placesInWords(ed, places), "; ") }
	var values []string
	for _, place := range theirs.Places {
		values = append(values, place.Value())
	}
	yesNo := map[bool]string{true: "Yes", false: "No"}
	return page.Conflict{
		What: "this evidence", Version: theirs.Version, Files: mine.chosen, Keep: path(c) + "/" + theirs.ID,
		Fields: []page.Both{
			page.Either("Title", theirs.Title, mine.Title).Of("title", "title", theirs.Title),
			page.Either("Link", theirs.Link, mine.Link).Of("link", "link", theirs.Link),
			page.Either("Start of the period", theirs.From.Words(), mine.From.Words()).OfDate("period", "from", theirs.From),
			page.Either("End of the period", theirs.To.Words(), mine.To.Words()).OfDate("period", "to", theirs.To),
			page.Either("Review by", theirs.ReviewOn.Words(), mine.ReviewOn.Words()).OfDate("review_on", "review_on", theirs.ReviewOn),
			page.Either("Shared with all providers", yesNo[theirs.Shared], yesNo[mine.Shared]).
				Of("shared", "shared", record.YesNo(theirs.Shared)),
			page.Ticks("Priorities it supports", "priority", values, supports(theirs.Places), supports(mine.Places)).Of("priorities"),
		},
	}.By(h), err
}

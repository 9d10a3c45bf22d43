package page

import (
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"time"

	"github.com/gin-gonic/gin"

	"ipstoolkit/server/places"
)

// retryAfter is how long people are asked to wait before they ask for a place again.
const retryAfter = 20 * time.Second

// Waiting is the error of heavy work that found no place in its time. What is what waits, "Your workbook".
type Waiting struct {
	What string
	*places.Busy
}

func (w *Waiting) Unwrap() error { return w.Busy }

// Words say for how many others it waits: "Your workbook is waiting for 3 others".
func (w *Waiting) Words() string {
	switch {
	case w.Own && w.Others == 0:
		return w.What + " is waiting for something else you asked for"
	case w.Others == 1:
		return w.What + " is waiting for 1 other"
	}
	return fmt.Sprintf("%s is waiting for %d others", w.What, w.Others)
}

// waitingLines are shown below Words.
var waitingLines = []string{
	"The service does a few of these at a time, so that everybody’s pages stay quick.",
	"Wait half a minute, then try again.",
}

// Heavy does heavy work for the person who asks, in one of the places for it. What says what they wait for. The error is
// *Waiting when there was no place in time, which Handle answers with a page that says so (503 and Retry-After), else that
// of work.
func Heavy(c *gin.Context, p *places.Places, what string, work func() error) error {
	err := p.Do(c.Request.Context(), Asking(c), work)
	if busy, ok := errors.AsType[*places.Busy](err); ok {
		return &Waiting{what, busy}
	}
	return err
}

// Asking is who asks for a place, or for room on the disk: the person who looks, in this ICB.
func Asking(c *gin.Context) places.Who {
	return places.Who{ICB: Member(c).Tenant.Code, Person: VisitOf(c).Person.ID}
}

// wait answers for heavy work that found no place: with a way to ask again, and with what was typed.
func (w *Waiting) wait(c *gin.Context) error {
	c.Header("Retry-After", strconv.Itoa(int(retryAfter.Seconds())))
	if c.Request.Method == http.MethodPost {
		p := endedPage{Base: New(c, w.Words()), Lines: waitingLines, Button: "Try again"}
		if err := p.fill(c); err != nil {
			return err
		}
		return endedTemplate.Show(c, http.StatusServiceUnavailable, p)
	}
	return errorTemplate.Show(c, http.StatusServiceUnavailable, errorPage{
		Base: New(c, w.Words()), Lines: waitingLines, Back: NewLinkButton(c.Request.URL.RequestURI(), "Try again", ""),
	})
}

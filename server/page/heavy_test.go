package page_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/gin-gonic/gin"

	"ipstoolkit/server/page"
	"ipstoolkit/server/page/pagetest"
	"ipstoolkit/server/places"
	"ipstoolkit/tenants"
)

// TestHeavyWorkWaitsWithAWord takes the one place, and asks for it as somebody else.
func TestHeavyWorkWaitsWithAWord(t *testing.T) {
	one := places.New(1, time.Millisecond)
	begun, end := make(chan struct{}), make(chan struct{})
	done := make(chan error, 1)
	go func() {
		done <- one.Do(t.Context(), places.Who{ICB: "QZZ", Person: "other"}, func() error { close(begun); <-end; return nil })
	}()
	<-begun
	e, icb := pagetest.Server(pagetest.Visit("QWE", tenants.Lead))
	heavy := page.Handle(func(c *gin.Context) error {
		return page.Heavy(c, one, "Your workbook", func() error { c.String(http.StatusOK, "made"); return nil })
	})
	icb.GET("/x", heavy)
	icb.POST("/x", heavy)
	a := pagetest.Get(t, e, "/icb/QWE/x?for=full")
	a.Want(t, http.StatusServiceUnavailable, "Your workbook is waiting for 1 other", `href="/icb/QWE/x?for=full"`, "Try again")
	if got := a.Header.Get("Retry-After"); got != "20" {
		t.Errorf("Retry-After %q", got)
	}
	a = pagetest.Post(t, e, "/icb/QWE/x", url.Values{"person": {"somebody with a long name, typed by hand"}})
	a.Want(t, http.StatusServiceUnavailable, "Your workbook is waiting for 1 other", "somebody with a long name, typed by hand",
		"Try again")
	if strings.Contains(a.Body, "You were saving") {
		t.Error("the page speaks of a save")
	}
	close(end)
	if err := <-done; err != nil {
		t.Fatal(err)
	}
	pagetest.Get(t, e, "/icb/QWE/x").Want(t, http.StatusOK, "made")
}

func TestWordsOfWaiting(t *testing.T) {
	for want, busy := range map[string]places.Busy{
		"Your file is waiting for 1 other":                      {Others: 1},
		"Your file is waiting for 12 others":                    {Others: 12, Own: true},
		"Your file is waiting for something else you asked for": {Own: true},
	} {
		if got := (&page.Waiting{What: "Your file", Busy: &busy}).Words(); got != want {
			t.Errorf("%+v: %q, want %q", busy, got, want)
		}
	}
}

// TestWhatIsOneTooManyComesBack answers a form that was one too many with what was typed.
func TestWhatIsOneTooManyComesBack(t *testing.T) {
	e, icb := pagetest.Server(pagetest.Visit("QWE", tenants.Lead))
	icb.POST("/x", page.Handle(func(*gin.Context) error { return page.ErrTooMany }))
	pagetest.Post(t, e, "/icb/QWE/x", url.Values{"notes": {"A long afternoon's work"}, "version": {"3"}}).
		Want(t, http.StatusTooManyRequests, "Too many attempts", "A long afternoon&#39;s work", `name="version" value="3"`, "Save again")
}

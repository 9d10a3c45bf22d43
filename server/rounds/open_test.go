package rounds

import (
	"context"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"ipstoolkit/server/page/pagetest"
	"ipstoolkit/tenants"
	"ipstoolkit/tenants/store/storetest"
)

// TestARoundIsOpenedOnThePages: the page offers the present quarter, asks once, and says how far the review is, apart from how
// far the toolkit is.
func TestARoundIsOpenedOnThePages(t *testing.T) {
	w := storetest.New(t)
	noted(t, w, "as it was")
	w.Clock.Set(w.Clock.Now().Add(time.Hour))
	lead := func() http.Handler { return sealing(t, w, w.Lead) }
	pagetest.Get(t, lead(), "/icb/QWE/rounds").Want(t, 200, "1 of 22 reviewed this quarter", "Open the round of Quarter 3 2026/27",
		"Not opened")
	pagetest.Get(t, lead(), "/icb/QWE/rounds/2026Q3/open").Want(t, 200, "Stay as they are", "So far: 1 of 22 reviewed this quarter")
	to := pagetest.Post(t, lead(), "/icb/QWE/rounds/2026Q3/open", url.Values{"version": {"0"}})
	if to.Status != http.StatusSeeOther || to.Header.Get("Location") != "/icb/QWE/rounds?opened=2026Q3" {
		t.Fatalf("%d to %s: %s", to.Status, to.Header.Get("Location"), to.Body)
	}
	done := pagetest.Get(t, lead(), "/icb/QWE/rounds?opened=2026Q3")
	done.Want(t, 200, "The round of Quarter 3 2026/27 is open", "Opened on 20 November 2026", "0 of 22 reviewed this quarter",
		"Results are for: ")
	if strings.Contains(done.Body, "/open") {
		t.Error("it is offered again")
	}
	late := pagetest.Post(t, lead(), "/icb/QWE/rounds/2026Q3/open", url.Values{"version": {"0"}})
	late.Want(t, http.StatusConflict, "The round of Quarter 3 2026/27 was not opened", "Person lead")
	if got := pagetest.Get(t, lead(), "/icb/QWE/rounds/2026Q3/open"); got.Status != http.StatusSeeOther {
		t.Errorf("the page that opens it answers %d", got.Status)
	}
	noted(t, w, "still right")
	for _, m := range []tenants.Member{w.Commissioner, w.ProviderA, w.Reader} {
		body := pagetest.Get(t, sealing(t, w, m), "/icb/QWE/rounds").Body
		if !strings.Contains(body, "1 of 22 reviewed this quarter") || strings.Contains(body, "/open") {
			t.Errorf("a %s reads %s", m.Role, body)
		}
	}
	w.Clock.Set(time.Date(2027, 1, 4, 9, 0, 0, 0, time.UTC))
	pagetest.Get(t, lead(), "/icb/QWE/rounds").Want(t, 200, "1 of 22 reviewed in Quarter 3 2026/27", "Seal Quarter 3 2026/27")
	pagetest.Get(t, lead(), "/icb/QWE/rounds/2026Q4/open").Want(t, 200, "The round of Quarter 3 2026/27 is still open")
	if err := w.For(w.Lead).OpenRound(context.Background(), "2026Q4"); err != nil {
		t.Fatal(err)
	}
	pagetest.Get(t, lead(), "/icb/QWE/rounds").Want(t, 200, "0 of 22 reviewed this quarter")
}

// On its last day a quarter is not over: only from the next day on is it said that what is sealed is what is recorded then.
func TestAQuarterIsOverTheDayAfterItsLast(t *testing.T) {
	w := storetest.New(t)
	for day, over := range map[time.Time]bool{
		time.Date(2026, 12, 31, 23, 59, 0, 0, time.UTC): false, time.Date(2027, 1, 1, 0, 0, 0, 0, time.UTC): true,
	} {
		w.Clock.Set(day)
		got := pagetest.Get(t, sealing(t, w, w.Lead), "/icb/QWE/rounds/2026Q3/seal")
		got.Want(t, 200, "Seal Quarter 3 2026/27")
		if said := strings.Contains(got.Body, "The quarter is over"); said != over {
			t.Errorf("on %s it is said to be over: %v", day, said)
		}
	}
}

package rounds

import (
	"context"
	"net/http"
	"net/url"
	"testing"
	"time"

	"ipstoolkit/server/page/pagetest"
	"ipstoolkit/server/places"
	"ipstoolkit/tenants/store/storetest"
	"ipstoolkit/toolkit/assessment"
)

// TestANewerEditionOnThePages: the mapping and what happens to each entry is read before it is confirmed; it can be undone
// until something is saved.
func TestANewerEditionOnThePages(t *testing.T) {
	w := storetest.New(t)
	l := storetest.NextEdition(t)
	lead := func() http.Handler {
		pagetest.NeedAssets(t)
		m, err := w.Membership(context.Background(), w.Lead.Person.ID, "QWE")
		if err != nil {
			t.Fatal(err)
		}
		e, icb := pagetest.As(m)
		Pages{Store: w.Store, Editions: l, Places: places.New(2, time.Minute)}.Mount(icb)
		return e
	}
	recordAs(t, w, "1.2", assessment.InPlace, "A note", "")
	if got := pagetest.Get(t, lead(), "/icb/QWE/rounds"); got.Status != 200 || len(got.In("a[href$='/edition']").Texts(t)) > 0 {
		t.Error("an edition is offered before the round is open")
	}
	if err := w.For(w.Lead).OpenRound(context.Background(), "2026Q3"); err != nil {
		t.Fatal(err)
	}
	pagetest.Get(t, lead(), "/icb/QWE/rounds").Want(t, 200, "Move to the newer edition of the toolkit, March 2027")
	const path = "/icb/QWE/rounds/2026Q3/edition"
	pagetest.Get(t, lead(), path).Want(t, 200, "20 same, 1 changed, 1 new, 1 no longer there",
		"Status and notes stay, under the number 1.3", "New wording: name, statements", "Nothing is recorded yet", "You can undo it until")
	if to := pagetest.Post(t, lead(), path, url.Values{"version": {"0"}, "edition": {"2027-03"}}); to.Status != http.StatusSeeOther {
		t.Fatalf("%d: %s", to.Status, to.Body)
	}
	pagetest.Get(t, lead(), path).Want(t, 200, "Go back to the edition of March 2026", `action="edition/undo"`)
	pagetest.Get(t, lead(), "/icb/QWE/rounds").Want(t, 200, "The ICB moved to the edition of March 2027 in this round")
	if to := pagetest.Post(t, lead(), path+"/undo", url.Values{"version": {"0"}}); to.Status != http.StatusSeeOther {
		t.Fatalf("%d: %s", to.Status, to.Body)
	}
	pagetest.Post(t, lead(), path, url.Values{"version": {"0"}, "edition": {"2027-03"}})
	recordAs(t, w, "1.1", assessment.InPlace, "In the new edition", "")
	pagetest.Get(t, lead(), path).Want(t, 200, "can no longer be undone")
	pagetest.Post(t, lead(), path+"/undo", url.Values{"version": {"0"}}).Want(t, 422, "can no longer be undone")
}

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
	"ipstoolkit/toolkit/action"
	"ipstoolkit/toolkit/assessment"
	"ipstoolkit/toolkit/edition"
)

func sealedOn(t *testing.T, w *storetest.World, quarter, version string) {
	t.Helper()
	to := pagetest.Post(t, sealing(t, w, w.Lead), "/icb/QWE/rounds/"+quarter+"/seal", url.Values{"version": {version}, "reason": {"again"}})
	if to.Status != http.StatusSeeOther {
		t.Fatalf("%s: %d", quarter, to.Status)
	}
}

func recordAs(t *testing.T, w *storetest.World, key string, s assessment.Status, notes, private string) {
	t.Helper()
	p, _ := edition.Current().Priority(key)
	e, err := w.For(w.Lead).Entry(context.Background(), key)
	if err == nil {
		e.Status, e.Notes, e.PrivateNotes = s, notes, private
		_, err = w.For(w.Lead).SaveEntry(context.Background(), p, e)
	}
	if err != nil {
		t.Fatal(err)
	}
}

// TestCompare: a round and today, two rounds, whichever is chosen first; each audience reads what its documents hold.
func TestCompare(t *testing.T) {
	w := storetest.New(t)
	at := func(m tenants.Member, query string) pagetest.Answer {
		return pagetest.Get(t, sealing(t, w, m), "/icb/QWE/compare"+query)
	}
	at(w.Lead, "").Want(t, 200, "Nothing can be compared yet")
	recordAs(t, w, "1.2", assessment.InProgress, "The group <meets> every quarter", "Quiet before")
	recordAs(t, w, "1.3", assessment.InPlace, "", "")
	sealedOn(t, w, "2026Q3", "0")
	recordAs(t, w, "1.2", assessment.InPlace, "The group <meets> every month", "Quiet after")
	recordAs(t, w, "1.3", assessment.InProgress, "", "")
	done := action.Action{What: "Find rooms", Due: "2026-12-10", Shared: true, Owner: action.Owner{Provider: w.ProviderA.Provider}}
	if _, err := w.For(w.Lead).SaveAction(context.Background(), done); err != nil {
		t.Fatal(err)
	}
	want := []string{
		"1 moved forward, 1 moved back, 20 the same", "In progress to In place", "In place to In progress",
		"The group &lt;meets&gt; every <del>quarter</del>", "The group &lt;meets&gt; every <ins>month</ins>", "Only before: “quarter”",
		"Only after: “month”", "All results are the same", "Find rooms", "new, due by 10 December 2026",
	}
	for _, m := range []tenants.Member{w.Lead, w.Commissioner, w.Reader, w.ProviderA} {
		got := at(m, "")
		got.Want(t, 200, want...)
		if quiet := strings.Contains(got.Body, "Quiet"); quiet != m.Can(tenants.ReadPrivate) {
			t.Errorf("a %s reads the commissioners' notes: %v", m.Role, quiet)
		}
	}
	at(w.Reader, "").In("#from").Lacks(t, 200, "Today") // the older of the two is a round
	at(w.Reader, "").In("#to").Want(t, 200, "Today")
	at(w.Reader, "?from=today&to=2026Q3-1").Want(t, 200, "1 moved forward, 1 moved back",
		"From: Quarter 3 2026/27, sealed on 20 November 2026. To: Today.")
	at(w.Reader, "?from=2026Q3-1&to=2026Q3-1").Want(t, 200, "Choose 2 different rounds")
	w.Clock.Set(time.Date(2027, 2, 1, 9, 0, 0, 0, time.UTC))
	sealedOn(t, w, "2026Q4", "0")
	recordAs(t, w, "1.2", assessment.NotStarted, "Today's words", "")
	body := at(w.Reader, "?from=2026Q3-1&to=2026Q4-1")
	body.Want(t, 200, want[0], "Quarter 4 2026/27, sealed on 1 February 2027")
	if strings.Contains(body.Body, "Today's words") || strings.Contains(body.Body, "Today&#39;s words") {
		t.Error("two rounds are compared with today's words")
	}
	at(w.Reader, "").Want(t, 200, "0 moved forward, 1 moved back, 21 the same") // the newest round and today
}

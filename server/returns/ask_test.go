package returns_test

import (
	"context"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"ipstoolkit/server/page/pagetest"
	"ipstoolkit/server/returns"
	"ipstoolkit/tenants"
	"ipstoolkit/tenants/store"
	"ipstoolkit/tenants/store/storetest"
	"ipstoolkit/toolkit/calendar"
	"ipstoolkit/toolkit/equity"
	"ipstoolkit/toolkit/number"
	"ipstoolkit/toolkit/provider"
	"ipstoolkit/toolkit/register"
)

// asking is the room as a member sees it, with the ICB as it is now.
func asking(t *testing.T, w *storetest.World, m tenants.Member) http.Handler {
	t.Helper()
	pagetest.NeedAssets(t)
	var err error
	if m.Tenant, err = w.Tenant(context.Background(), m.Tenant.Code); err != nil {
		t.Fatal(err)
	}
	e, icb := pagetest.As(m)
	returns.Pages{Store: w.Store, PublicURL: "https://toolkit.example.org/"}.Mount(icb)
	return e
}

func TestAskAProvider(t *testing.T) {
	w := storetest.New(t)
	second := w.Member(t, w.Lead.Tenant, "second+b", tenants.Provider, w.ProviderB.Provider)
	path := "/icb/QWE/returns/" + w.ProviderB.Provider + "/2026Q2"

	a := pagetest.Get(t, asking(t, w, w.Commissioner), path+"/ask")
	a.In("h1").Is(t, 200, "Ask Riverside for Quarter 2 2026/27")
	a.In("table tbody tr").Is(t, 200, "Person provider-b provider-b@example.org", "Person second+b second+b@example.org")
	a.Want(t, 200, "Due by 15 November 2026, waiting 5 days.", "the quarterly figures: https://toolkit.example.org"+path,
		"the breakdowns (0 of 4 characteristics are finished): https://toolkit.example.org/icb/QWE/equity/"+w.ProviderB.Provider+"/2026Q2",
		"the staff figures: https://toolkit.example.org/icb/QWE/workforce", "They were due by 15 November 2026, 5 days ago.",
		"Person commissioner", "South West London")
	mail := "mailto:provider-b@example.org,second%2Bb@example.org?subject=IPS%20figures%20for%20Quarter%202%202026%2F27" +
		"&amp;body=Hello%2C%0D%0A"
	if !strings.Contains(a.Body, `href="`+mail) {
		t.Errorf("no link to a mail to %s and the other:\n%s", second.Person.Email, a.Body)
	}

	t.Run("nobody else's people are named, and nobody else may ask", func(t *testing.T) {
		a.Lacks(t, 200, "provider-a@example.org", "reader@example.org", "lead@example.org")
		for _, m := range []tenants.Member{w.ProviderB, w.ProviderA, w.Reader} {
			pagetest.Get(t, asking(t, w, m), path+"/ask").Want(t, 403)
		}
	})
	t.Run("a quarter that has not ended owes nothing", func(t *testing.T) {
		now := w.Clock.Now()
		for _, c := range []struct {
			day    time.Time
			status int
			says   string
		}{
			{time.Date(2026, 12, 31, 12, 0, 0, 0, time.UTC), 404, ""},
			{time.Date(2027, 1, 1, 12, 0, 0, 0, time.UTC), 200, "They are due by 15 February 2027. We"},
			{time.Date(2027, 2, 15, 12, 0, 0, 0, time.UTC), 200, "They are due by 15 February 2027. We"},
			{time.Date(2027, 2, 16, 12, 0, 0, 0, time.UTC), 200, "They were due by 15 February 2027, 1 day ago. We"},
		} {
			w.Clock.Set(c.day)
			pagetest.Get(t, asking(t, w, w.Lead), strings.Replace(path, "Q2", "Q3", 1)+"/ask").Want(t, c.status, c.says)
		}
		w.Clock.Set(now)
	})
	t.Run("what has come in is not asked for", func(t *testing.T) {
		if x := pagetest.Post(t, as(w, w.ProviderB), path, full("0", "submit")); x.Status != 303 {
			t.Fatalf("%d: %s", x.Status, x.Body)
		}
		for _, quarter := range []string{"2026Q1", "2026Q2"} { // those of another quarter are not those asked for
			row := register.Row{Provider: w.ProviderB.Provider, Values: map[string]string{"quarter": quarter}}
			if _, err := w.For(w.ProviderB).SaveRow(context.Background(), register.Workforce, row); err != nil {
				t.Fatal(err)
			}
			b := pagetest.Get(t, asking(t, w, w.Lead), path+"/ask")
			b.Want(t, 200, "the breakdowns")
			b.Lacks(t, 200, "the quarterly figures")
			if got := strings.Contains(b.Body, "the staff figures"); got != (quarter == "2026Q1") {
				t.Errorf("with the staff figures for %s they are asked for: %v", quarter, got)
			}
		}
		zero := number.CountOf(0)
		for _, collected := range equity.Collected(nil, "2026Q2") {
			one := equity.Breakdown{
				Provider: w.ProviderB.Provider, Quarter: "2026Q2", Characteristic: collected.Characteristic, Finished: true,
				Counts: map[string]equity.GroupCount{},
			}
			for _, g := range collected.Groups() {
				one.Counts[g.Key] = equity.GroupCount{Access: zero, Unemployed: zero, FirstJobs: zero}
			}
			one.Counts["1"] = equity.GroupCount{
				Access: number.CountOf(1207), Unemployed: number.CountOf(1200), FirstJobs: number.CountOf(7),
			}
			if _, err := w.For(w.ProviderB).SaveBreakdown(context.Background(), one); err != nil {
				t.Fatal(err)
			}
		}
		b := pagetest.Get(t, asking(t, w, w.Lead), path+"/ask")
		b.In("main").Want(t, 200, "Everything for this quarter is in")
	})
}

// A provider without people of its own is asked through the one that it delivers under, or not at all.
func TestAskWhereNobodyCanEnter(t *testing.T) {
	w := storetest.New(t)
	under, err := w.For(w.Lead).SaveProvider(context.Background(),
		provider.Provider{Name: "Harbour", Kind: "voluntary", Under: w.ProviderA.Provider})
	if err != nil {
		t.Fatal(err)
	}
	alone, err := w.For(w.Lead).SaveProvider(context.Background(), provider.Provider{Name: "Lakeside", Kind: "voluntary"})
	if err != nil {
		t.Fatal(err)
	}
	h := asking(t, w, w.Lead)
	pagetest.Get(t, h, "/icb/QWE/returns/"+under.ID+"/2026Q2/ask").Want(t, 200,
		"Nobody at Harbour can enter its figures. Northside, its lead provider, can.", "provider-a@example.org")
	pagetest.Get(t, h, "/icb/QWE/returns/"+alone.ID+"/2026Q2/ask").Want(t, 200,
		"Nobody at Lakeside can enter its figures yet.", `href="mailto:?subject=`)
}

// The day that the ICB has set is on the list and on each return, for both sides.
func TestPeopleSeeWhenFiguresAreDue(t *testing.T) {
	w := storetest.New(t)
	path := "/icb/QWE/returns/" + w.ProviderA.Provider + "/2026Q2"
	for _, tt := range []struct {
		name       string
		now        time.Time
		list, page string
	}{
		{
			"before", time.Date(2026, 10, 20, 9, 0, 0, 0, time.UTC),
			"Figures are due by the 31st of the first month after the quarter. Those for Quarter 2 2026/27 are due by 31 October 2026.",
			"Due by 31 October 2026.",
		},
		{
			"after", time.Date(2026, 12, 10, 9, 0, 0, 0, time.UTC), "Those for Quarter 2 2026/27 were due by 31 October 2026.",
			"Due by 31 October 2026, waiting 40 days.",
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if tt.name == "before" {
				s := store.Settings{RetentionYears: 8, FiguresDue: calendar.Deadline{Month: 1, Day: 31}, Version: 1}
				if err := w.For(w.Lead).SaveSettings(context.Background(), s); err != nil {
					t.Fatal(err)
				}
			}
			w.Clock.Set(tt.now)
			for _, m := range []tenants.Member{w.ProviderA, w.Commissioner} {
				h := asking(t, w, m)
				pagetest.Get(t, h, "/icb/QWE/returns").Want(t, 200, tt.list)
				a := pagetest.Get(t, h, path)
				a.Want(t, 200, tt.page)
				if m.Role == tenants.Provider {
					a.Lacks(t, 200, "/ask")
				} else {
					a.Want(t, 200, `href="`+path+`/ask"`)
				}
			}
		})
	}
	if x := pagetest.Post(t, asking(t, w, w.ProviderA), path, url.Values(full("0", "submit"))); x.Status != 303 {
		t.Fatal(x.Status)
	}
	pagetest.Get(t, asking(t, w, w.Commissioner), path).Lacks(t, 200, "Due by")
}

package home

import (
	"net/http"
	"testing"

	"github.com/gin-gonic/gin"

	"ipstoolkit/server/page"
	"ipstoolkit/server/page/pagetest"
	"ipstoolkit/tenants"
	"ipstoolkit/tenants/store/storetest"
	"ipstoolkit/toolkit/action"
)

// top is the top of the service as a person sees it who has these memberships.
func top(t *testing.T, w *storetest.World, memberships ...tenants.Member) http.Handler {
	t.Helper()
	pagetest.NeedAssets(t)
	v := page.Visit{Person: w.Lead.Person, Memberships: memberships}
	e, _ := pagetest.Server(v)
	Pages{Store: w.Store, Editions: pagetest.Editions(t)}.MountTop(e, func(*gin.Context) {})
	return e
}

// A person of two ICBs sees what waits in each, as their role there lets them: nothing of one ICB is below the other's name.
func TestWorkInAllICBs(t *testing.T) {
	w := storetest.New(t)
	for _, one := range []struct {
		by   tenants.Member
		what string
	}{{w.Lead, "Find rooms"}, {w.ForeignLead, "Buy desks"}} {
		a := action.Action{What: one.what, Due: "2026-11-25", Owner: action.Owner{Member: one.by.ID}}
		if _, err := w.For(one.by).SaveAction(t.Context(), a); err != nil {
			t.Fatal(err)
		}
	}
	both := pagetest.Get(t, top(t, w, w.Lead, w.ForeignLead), "/my-work")
	both.In("#work-QWE").Want(t, 200, "Find rooms", "Action due by 25 November 2026")
	both.In("#work-QWE").Lacks(t, 200, "Buy desks")
	both.In("#work-S1Y5D").Want(t, 200, "Buy desks")
	both.In("#work-S1Y5D").Lacks(t, 200, "Find rooms")
	both.Want(t, 200, `href="/icb/S1Y5D/my-work"`)
	reads := w.ForeignLead
	reads.Role = tenants.Reader
	pagetest.Get(t, top(t, w, w.Lead, reads), "/my-work").Lacks(t, 200, "Buy desks")
	for _, tt := range []struct {
		name string
		of   []tenants.Member
		to   string
	}{{"one ICB", []tenants.Member{w.Lead}, "/icb/QWE/my-work"}, {"none", nil, "/my-icbs"}} {
		t.Run(tt.name, func(t *testing.T) {
			got := pagetest.Get(t, top(t, w, tt.of...), "/my-work")
			if got.Status != http.StatusSeeOther || got.Header.Get("Location") != tt.to {
				t.Errorf("%d to %q, want %q", got.Status, got.Header.Get("Location"), tt.to)
			}
		})
	}
}

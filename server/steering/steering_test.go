package steering

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"ipstoolkit/server/page/pagetest"
	"ipstoolkit/tenants"
	"ipstoolkit/tenants/store"
	"ipstoolkit/tenants/store/storetest"
	"ipstoolkit/toolkit/action"
	"ipstoolkit/toolkit/register"
)

func TestTemplates(t *testing.T) { pagetest.CheckTemplates(t) }

func serve(t *testing.T, w *storetest.World, m tenants.Member) http.Handler {
	t.Helper()
	pagetest.NeedAssets(t)
	e, icb := pagetest.As(m)
	Pages{Store: w.Store, Editions: pagetest.Editions(t)}.Mount(icb)
	return e
}

// save records a row of a list.
func save(t *testing.T, w *storetest.World, code, provider string, values map[string]string) {
	t.Helper()
	if _, err := w.For(w.Lead).SaveRow(context.Background(), code, register.Row{Provider: provider, Values: values}); err != nil {
		t.Fatal(err)
	}
}

func TestAnEmptyICB(t *testing.T) {
	w := storetest.New(t)
	pagetest.Get(t, serve(t, w, w.Reader), "/icb/QWE/steering-group").Want(t, 200, "0 of 22 priorities", "Nothing is recorded yet",
		"No posts are recorded yet", "No team is recorded yet", "No PCN is recorded yet", "No meeting is recorded yet",
		"Nothing can be shown yet")
	pagetest.Get(t, serve(t, w, w.ProviderA), "/icb/QWE/steering-group").Want(t, 403)
}

// The page shows a member what view names, and nothing else of the rows: no provider, no author, no contract meeting, no name, no
// number of people who took part.
func TestWhatAMemberReads(t *testing.T) {
	w := storetest.New(t)
	a := w.ProviderA.Provider
	save(t, w, register.Events, a, map[string]string{
		"on": "2026-10-10", "what": "Tea and talk", "priority": "6.2", "stage": "work", "people": "4123", "paid": "paid",
		"said": "Calls come too seldom", "did": "A call each week",
	})
	save(t, w, register.Events, "", map[string]string{
		"on": "2026-10-11", "what": "Specification workshop", "priority": "6.1", "stage": "specification", "people": "5",
		"said": "Ask sooner",
	})
	save(t, w, register.Meetings, "", map[string]string{
		"on": "2026-09-02", "kind": "steering", "minuted": "yes", "actions": "no", "executive": "no", "icb_lead": "yes", "lived": "987",
	})
	save(t, w, register.Meetings, a, map[string]string{"on": "2026-09-03", "kind": "contract", "minuted": "yes", "own_time": "own"})
	save(t, w, register.PCNs, a, map[string]string{"name": "North PCN", "code": "U12345", "es": "none", "lead": "Clinical director"})
	save(t, w, register.Teams, a, map[string]string{
		"name": "North team", "systems": "no", "mdt": "yes", "systems_confirmed": "no", "conditions_note": "A rival is in the way",
	})
	for _, a := range []action.Action{
		{What: "Offer a place in team meetings", Asked: action.PCNs, Owner: action.Owner{Role: "PCN clinical director"}, Due: "2026-12-01"},
		{What: "Give the team desks", Asked: action.Trust, Owner: action.Owner{Member: w.Lead.ID}, Due: "2026-10-01"},
		{
			What: "Recruit", Asked: action.Provider, Owner: action.Owner{Provider: w.ProviderB.Provider}, Due: "2026-12-01",
			State: action.Done, DoneOn: "2026-11-01",
		},
	} {
		a.Shared = true
		if _, err := w.For(w.Lead).SaveAction(context.Background(), a); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := w.For(w.Lead).SaveAction(context.Background(), action.Action{What: "Kept apart", Due: "2026-12-01"}); err != nil {
		t.Fatal(err)
	}
	closed := []string{
		"Kept apart", "Recruit",
		"3 September 2026", "Northside", "Clinical director", "North team", "rival", "Person lead",
	}
	for _, m := range []tenants.Member{w.Reader, w.Commissioner} {
		got := pagetest.Get(t, serve(t, w, m), "/icb/QWE/steering-group")
		got.Want(t, 200, "Calls come too seldom", "A call each week", "People who took part: paid", "Ask sooner", "2 September 2026",
			"Minuted: yes, actions agreed: no", "Present: the ICB’s IPS lead. Absent: a senior executive of the trust.", "North PCN",
			"None yet", "In place in 0 teams, not in place in 1", "Asked: the trust",
			"In place in all teams",
			"Give an employment specialist to the 1 of 1 PCN that has none")
		got.Lacks(t, 200, closed...)
		got.In("main").Lacks(t, 200, "4,123", "4123", "987") // the id of a person, elsewhere on the page, may hold these digits
		got.In("#actions-caption ~ tbody tr").Is(t, 200,
			"Action Give the team desks Owner ICB administrator Asked of The trust About – Due Overdue 1 October 2026",
			"Action Offer a place in team meetings Owner PCN clinical director Asked of The PCNs About – Due Due soon 1 December 2026")
	}
	if err := w.For(w.Lead).BeginProcurement(context.Background(), store.Naming{Members: []string{w.Lead.ID}}, "", ""); err != nil {
		t.Fatal(err)
	}
	shut := w.Reader
	shut.Tenant.Procurement = "2026-11-01"
	got := pagetest.Get(t, serve(t, w, shut), "/icb/QWE/steering-group")
	got.Want(t, 200, "Calls come too seldom", "Posts are not shown while procurement is under way")
	got.Lacks(t, 200, "Ask sooner", "Specification workshop")
}

// A long list shows its newest rows first and keeps the rest on the page; each part has a link at the top; posts say which quarter they
// are of.
func TestTheLongPageIsFolded(t *testing.T) {
	w := storetest.New(t)
	a := w.ProviderA.Provider
	for i := range 6 {
		save(t, w, register.Events, a, map[string]string{
			"on": fmt.Sprintf("2026-10-%02d", 10+i), "what": "Tea", "priority": "6.2", "people": "3", "stage": "work",
			"said": fmt.Sprintf("Said on day %d", 10+i),
		})
	}
	got := pagetest.Get(t, serve(t, w, w.Reader), "/icb/QWE/steering-group")
	got.Want(t, 200, "Earlier feedback", "Said on day 10", "Said on day 15")
	body := got.Body
	for _, id := range []string{
		"needed", "actions-open", "said", "posts-held", "conditions-held", "pcn-coverage", "meetings-held",
		"people",
	} {
		if strings.Count(body, `href="#`+id+`"`) != 1 || strings.Count(body, `id="`+id+`"`) != 1 {
			t.Errorf("no link to the part %s, or no such part", id)
		}
	}
	if newest, earlier := strings.Index(body, "Said on day 15"), strings.Index(body, "Earlier feedback"); newest > earlier {
		t.Error("the newest feedback is not at the top")
	}
	if oldest, earlier := strings.Index(body, "Said on day 10"), strings.Index(body, "Earlier feedback"); oldest < earlier {
		t.Error("the earlier feedback is not folded")
	}
}

package contracts_test

import (
	"context"
	"net/url"
	"testing"

	"ipstoolkit/server/page/pagetest"
	"ipstoolkit/tenants/store/storetest"
	"ipstoolkit/toolkit/contract"
)

func aContract(t *testing.T, w *storetest.World) string {
	t.Helper()
	k, err := w.For(w.Lead).SaveContract(context.Background(),
		contract.Contract{Provider: w.ProviderA.Provider, Name: "IPS service", Start: "2026-04-01", End: "2028-03-31"})
	if err != nil {
		t.Fatal(err)
	}
	return "/icb/QWE/contracts/" + k.ID
}

func TestTwoChangeAContractAtOnce(t *testing.T) {
	pagetest.NeedAssets(t)
	w := storetest.New(t)
	at := aContract(t, w)
	pagetest.Conflict{
		Saves: w.Saves(t),
		Page:  at + "/edit", Form: "form:has(#short_reason)",
		Theirs: url.Values{
			"name": {"Work and health"}, "short_reason": {"A pilot"}, "payment": {"block"}, "end-day": {"30"},
			"end-month": {"4"}, "value_mhis": {"900"}, "value_sdf": {"500"},
			"ended-day": {"31"}, "ended-month": {"12"}, "ended-year": {"2026"}, "ended_reason": {"No staff"},
		},
		Mine: url.Values{"name": {"Work"}, "short_reason": {"A bridge"}, "provider": {w.ProviderB.Provider}},
		Differ: []string{
			"What Name Theirs Work and health Yours Work", "Reason for less than 3 years",
		},
		Joined: url.Values{"short_reason": {"A pilot\nA bridge"}},
	}.Try(t, as(w, w.Lead), as(w, w.Commissioner))
}

func TestTwoChangeTheClausesAtOnce(t *testing.T) {
	pagetest.NeedAssets(t)
	w := storetest.New(t)
	pagetest.Conflict{
		Saves: w.Saves(t),
		Page:  aContract(t, w) + "/clauses", Form: "form:has(#ref-pay)",
		Theirs: url.Values{"clause-pay": {"no"}, "ref-pay": {"2A"}},
		Mine:   url.Values{"clause-pay": {"yes"}, "ref-pay": {""}, "es_stated": {"18.5"}},
		Differ: []string{
			"What Pay in line with Agenda for Change: employment specialists Band 5, senior specialists and team leaders Band 6, service " +
				"managers Band 7 or 8a Theirs No: 2A Yours Yes",
		},
	}.Try(t, as(w, w.Lead), as(w, w.Commissioner))
}

// A contract that was changed after its removal was asked about is not removed: the page says what was changed, by whom.
func TestAContractIsChangedBeforeItIsRemoved(t *testing.T) {
	pagetest.NeedAssets(t)
	w := storetest.New(t)
	at, lead := aContract(t, w), as(w, w.Lead)
	asked := pagetest.Get(t, lead, at+"/remove").In("main form").Sends(t, 200)
	changed := pagetest.Get(t, lead, at+"/edit").In("form:has(#short_reason)").Sends(t, 200)
	changed.Set("place", "North")
	pagetest.Post(t, as(w, w.Commissioner), at+"/edit", changed).Want(t, 303)
	met := pagetest.Post(t, lead, at+"/remove", asked)
	met.In(".app-stale").Want(t, 409, "Person commissioner changed this contract after you opened this page", "It was not removed.",
		"Place: North")
	met.In(".app-stale").Lacks(t, 409, "IPS service")
	pagetest.Post(t, lead, at+"/remove", met.In("main form").Sends(t, 409)).Want(t, 303)
	pagetest.Get(t, lead, at).Want(t, 404)
}

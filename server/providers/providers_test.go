package providers_test

import (
	"context"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"testing"

	"ipstoolkit/server/page/pagetest"
	"ipstoolkit/server/providers"
	"ipstoolkit/tenants"
	"ipstoolkit/tenants/store/storetest"
	"ipstoolkit/toolkit/contract"
	"ipstoolkit/toolkit/provider"
)

func TestTemplates(t *testing.T) { pagetest.CheckTemplates(t) }

func as(t *testing.T, w *storetest.World, m tenants.Member) http.Handler {
	pagetest.NeedAssets(t)
	e, icb := pagetest.As(m)
	providers.Pages{Store: w.Store}.Mount(icb)
	return e
}

func TestWhoMayUseThePages(t *testing.T) {
	w := storetest.New(t)
	for name, tt := range map[string]struct {
		member tenants.Member
		status int
	}{
		"lead":         {w.Lead, 200},
		"commissioner": {w.Commissioner, 200},
		"provider":     {w.ProviderA, 403},
		"reader":       {w.Reader, 403},
	} {
		t.Run(name, func(t *testing.T) {
			h := as(t, w, tt.member)
			pagetest.Get(t, h, "/icb/QWE/providers").Want(t, tt.status)
			pagetest.Get(t, h, "/icb/QWE/providers/"+w.ProviderA.Provider).Want(t, tt.status)
			refused := map[int]int{200: 422, 403: 403}[tt.status]
			pagetest.Post(t, h, "/icb/QWE/providers", nil).Want(t, refused)
			pagetest.Post(t, h, "/icb/QWE/providers/"+w.ProviderA.Provider, nil).Want(t, refused)
		})
	}
}

func TestAddChangeAndEndAProvider(t *testing.T) {
	w := storetest.New(t)
	h := as(t, w, w.Lead)
	form := url.Values{"name": {"Hill & Dale"}, "kind": {"council"}, "stage": {"new"}, "place": {"North"}}
	added := pagetest.Post(t, h, "/icb/QWE/providers", form)
	added.Want(t, 303)
	to := added.Header.Get("Location")
	pagetest.Get(t, h, to).Want(t, 200, "Hill &amp; Dale saved", "Council", "New service", "North")

	list, err := w.For(w.Lead).Providers(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	o := list[0]
	if o.Name != "Hill & Dale" || o.Kind != "council" || o.Stage != provider.NewService || o.Place != "North" || o.Ended {
		t.Fatalf("saved %+v", o)
	}
	one := "/icb/QWE/providers/" + o.ID
	pagetest.Get(t, h, one).Want(t, 200, `value="Hill &amp; Dale"`, `value="council" checked`, `value="new" checked`, `value="no" checked`)
	form.Set("ended", "yes")
	form.Set("version", strconv.Itoa(o.Version))
	pagetest.Post(t, h, one, form).Want(t, 303)
	pagetest.Post(t, h, one, form).Want(t, 409)
	pagetest.Get(t, h, "/icb/QWE/providers").Want(t, 200, "No, ended")
	pagetest.Get(t, h, one).Lacks(t, 200, "Results wait for its figures")
	if _, err := w.For(w.Lead).SaveContract(context.Background(),
		contract.Contract{Provider: o.ID, Name: "IPS service", Start: "2026-04-01", End: "2029-03-31"}); err != nil {
		t.Fatal(err)
	}
	pagetest.Get(t, h, one).Want(t, 200, "Its contract IPS service runs until 31 March 2029. Results wait for its figures until the "+
		"contract ends: end the contract too.")
}

func TestRefusedFormKeepsWhatWasTyped(t *testing.T) {
	w := storetest.New(t)
	h := as(t, w, w.Lead)
	form := url.Values{"name": {""}, "kind": {"club"}, "place": {"Typed place"}}
	a := pagetest.Post(t, h, "/icb/QWE/providers", form)
	a.Want(t, 422, "Enter the provider&#39;s name", "Choose the type of organisation", `value="Typed place"`, `href="#name"`,
		`href="#kind"`)
	if list, err := w.For(w.Lead).Providers(context.Background()); err != nil || len(list) != 2 {
		t.Errorf("providers %+v, %v", list, err)
	}
	form.Set("version", "1")
	pagetest.Post(t, h, "/icb/QWE/providers/"+w.ProviderA.Provider, form).
		Want(t, 422, "<h1 class=\"nhsuk-heading-l\">Northside</h1>", `value="Typed place"`)
}

func TestOtherICBsProviders(t *testing.T) {
	w := storetest.New(t)
	h := as(t, w, w.Lead)
	for _, id := range []string{w.ForeignProvider.Provider, "x"} {
		pagetest.Get(t, h, "/icb/QWE/providers/"+id).Want(t, 404)
		pagetest.Post(t, h, "/icb/QWE/providers/"+id, url.Values{"name": {"A"}, "kind": {"other"}, "version": {"1"}}).Want(t, 404)
	}
	if a := pagetest.Get(t, h, "/icb/QWE/providers"); strings.Contains(a.Body, "Eastside") {
		t.Error("another ICB's provider is listed")
	}
}

func TestAProviderDeliversUnderAnother(t *testing.T) {
	w := storetest.New(t)
	h, one := as(t, w, w.Lead), "/icb/QWE/providers/"+w.ProviderB.Provider
	pagetest.Get(t, h, one).Want(t, 200, "Is it a subcontractor?", `<option value="`+w.ProviderA.Provider+`">Yes, of Northside`)
	form := url.Values{"name": {"Riverside"}, "kind": {"voluntary"}, "under": {w.ForeignProvider.Provider}, "version": {"1"}}
	pagetest.Post(t, h, one, form).Want(t, 422, "Choose a provider from the list", `href="#under"`)
	form.Set("under", w.ProviderA.Provider)
	pagetest.Post(t, h, one, form).Want(t, 303)
	pagetest.Get(t, h, one).Want(t, 200, `<option value="`+w.ProviderA.Provider+`" selected>Yes, of Northside`)
	if a := pagetest.Get(t, h, "/icb/QWE/providers/"+w.ProviderA.Provider); strings.Contains(a.Body,
		`<option value="`+w.ProviderB.Provider) {
		t.Error("one that delivers under another is offered as a lead")
	}
	form.Set("under", "")
	pagetest.Post(t, h, one, form).Want(t, 409, "Subcontractor of", "Northside")
	form.Set("version", "2")
	pagetest.Post(t, h, one, form).Want(t, 303)
	if o, err := w.For(w.Lead).Provider(context.Background(), w.ProviderB.Provider); err != nil || o.Under != "" {
		t.Errorf("%+v, %v", o, err)
	}
}

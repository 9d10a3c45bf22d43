package people_test

import (
	"net/url"
	"testing"

	"ipstoolkit/server/page/pagetest"
	"ipstoolkit/tenants"
	"ipstoolkit/tenants/store/storetest"
)

func TestTwoChangeARoleAtOnce(t *testing.T) {
	w := storetest.New(t)
	second := w.Member(t, w.Lead.Tenant, "second", tenants.Lead, "")
	one := "/icb/QWE/people/" + w.Reader.ID
	pagetest.Conflict{
		Page: one, Form: "form:has(#role)", Theirs: url.Values{"role": {"provider"}, "provider": {w.ProviderA.Provider}},
		Mine:   url.Values{"role": {"commissioner"}},
		Differ: []string{"What Role Theirs Provider Yours Commissioner", "What Provider Theirs Northside Yours None"},
	}.Try(t, as(t, w, second), as(t, w, w.Lead))

	asked := pagetest.Get(t, as(t, w, w.Lead), one+"/end").In("main form").Sends(t, 200)
	changed := pagetest.Get(t, as(t, w, second), one).In("form:has(#role)").Sends(t, 200)
	changed.Set("role", "reader")
	pagetest.Post(t, as(t, w, second), one, changed).Want(t, 303)
	met := pagetest.Post(t, as(t, w, w.Lead), one+"/end", asked)
	met.In(".app-stale").Want(t, 409, "Person second changed this membership after you opened this page", "It was not ended.",
		"Commissioner to Steering group member")
	met.In(".app-stale").Lacks(t, 409, "Northside")
	pagetest.Post(t, as(t, w, w.Lead), one+"/end", met.In("main form").Sends(t, 409)).Want(t, 303)
}

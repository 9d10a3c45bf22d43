package people_test

import (
	"net/url"
	"testing"

	"ipstoolkit/server/page/pagetest"
	"ipstoolkit/tenants"
	"ipstoolkit/tenants/store/storetest"
)

// An administrator who gives up the role is led to where they still may go; one who keeps it, back to the people.
func TestWhereAChangeOfOnesOwnRoleLeads(t *testing.T) {
	for role, want := range map[tenants.Role]string{tenants.Lead: "/icb/QWE/people?saved=", tenants.Commissioner: "/icb/QWE"} {
		w := storetest.New(t)
		w.Member(t, w.Lead.Tenant, "second", tenants.Lead, "")
		if role == tenants.Lead {
			want += w.Lead.ID
		}
		form := version(w.Lead)
		form.Set("role", string(role))
		a := pagetest.Post(t, as(t, w, w.Lead), "/icb/QWE/people/"+w.Lead.ID, form)
		if a.Status != 303 || a.Header.Get("Location") != want {
			t.Errorf("%s: %d to %q, want %q", role, a.Status, a.Header.Get("Location"), want)
		}
	}
}

func TestWhoIsYou(t *testing.T) {
	w := storetest.New(t)
	a := pagetest.Get(t, as(t, w, w.Lead), "/icb/QWE/people")
	a.In("main table tr:has(.app-note)").Want(t, 200, "Person lead You")
	a.In("main table .app-note").Is(t, 200, "You")
}

// A provider left chosen in the list means nothing beside another role than Provider, whichever it is.
func TestAProviderBesideAnotherRole(t *testing.T) {
	for _, role := range []tenants.Role{tenants.Lead, tenants.Commissioner, tenants.Reader} {
		w := storetest.New(t)
		pagetest.Post(t, as(t, w, w.Lead), "/icb/QWE/people",
			url.Values{"name": {"Typed"}, "role": {string(role)}, "provider": {w.ProviderA.Provider}}).Want(t, 200)
		list, err := w.For(w.Lead).Invitations(t.Context())
		if err != nil || len(list) != 1 || list[0].Role != role || list[0].Provider != "" {
			t.Errorf("%s: %+v, %v", role, list, err)
		}
	}
}

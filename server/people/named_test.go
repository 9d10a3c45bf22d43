package people_test

import (
	"context"
	"strconv"
	"testing"
	"time"

	"ipstoolkit/server/page/pagetest"
	"ipstoolkit/tenants"
	"ipstoolkit/tenants/store"
	"ipstoolkit/tenants/store/storetest"
)

// current is a member as they are at this moment.
func current(t *testing.T, w *storetest.World, m tenants.Member) tenants.Member {
	t.Helper()
	m, err := w.Membership(context.Background(), m.Person.ID, "QWE")
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// TestPeopleNamedForAProcurement: who may change what of them, and what others read in its place.
func TestPeopleNamedForAProcurement(t *testing.T) {
	w := storetest.New(t)
	outside := w.Member(t, w.Lead.Tenant, "outside", tenants.Lead, "")
	err := w.For(w.Lead).BeginProcurement(context.Background(), store.Naming{Members: []string{w.Lead.ID, w.Commissioner.ID}}, "", "")
	if err != nil {
		t.Fatal(err)
	}
	lower := func(m tenants.Member) map[string][]string {
		return map[string][]string{"version": {strconv.Itoa(current(t, w, m).Version)}, "role": {"reader"}}
	}
	const only = "Only an ICB administrator who is named too can change the role or end the membership: Person lead."
	for _, m := range []tenants.Member{w.Lead, w.Commissioner} {
		h, path := as(t, w, current(t, w, outside)), "/icb/QWE/people/"+m.ID
		got := pagetest.Get(t, h, path)
		got.Want(t, 200, only)
		got.Lacks(t, 200, "Save the role", "End this membership")
		got = pagetest.Get(t, h, path+"/end")
		got.Want(t, 200, only)
		got.Lacks(t, 200, "End the membership</button>")
		pagetest.Post(t, h, path, lower(m)).Want(t, 403, "Procurement is under way, so this was not saved")
		pagetest.Post(t, h, path+"/end", lower(m)).Want(t, 403, "Procurement is under way, so this was not saved")
	}
	h := as(t, w, current(t, w, w.Lead))
	pagetest.Get(t, h, "/icb/QWE/people/"+w.Commissioner.ID).Want(t, 200, only, "Save the role", "End this membership")
	pagetest.Post(t, h, "/icb/QWE/people/"+w.Lead.ID, lower(w.Lead)).Want(t, 422,
		"This is the only ICB administrator named for the procurement")
	pagetest.Post(t, h, "/icb/QWE/people/"+w.Lead.ID+"/end", lower(w.Lead)).Want(t, 422,
		"This is the only ICB administrator named for the procurement")
	pagetest.Post(t, h, "/icb/QWE/people/"+w.Commissioner.ID, lower(w.Commissioner)).Want(t, 303)
}

// TestVoidInvitations: the list says which are void, and why.
func TestVoidInvitations(t *testing.T) {
	w := storetest.New(t)
	leaves, lowered := w.Member(t, w.Lead.Tenant, "leaves", tenants.Lead, ""), w.Member(t, w.Lead.Tenant, "lowered", tenants.Lead, "")
	for name, by := range map[string]tenants.Member{"Of one who left": leaves, "Of one who was lowered": lowered, "Person leaves": w.Lead} {
		if _, err := w.For(by).Invite(context.Background(), store.Invitation{Name: name, Role: tenants.Reader}); err != nil {
			t.Fatal(err)
		}
	}
	w.Clock.Set(w.Now().Add(time.Minute))
	h := as(t, w, w.Lead)
	got := pagetest.Get(t, h, "/icb/QWE/people")
	got.Want(t, 200, "Make a new link")
	got.Lacks(t, 200, "No longer works", "so its link no longer works")
	if err := w.For(w.Lead).EndMembership(context.Background(), leaves.ID, leaves.Version); err != nil {
		t.Fatal(err)
	}
	if err := w.For(w.Lead).ChangeRole(context.Background(), lowered.ID, tenants.Commissioner, "", lowered.Version); err != nil {
		t.Fatal(err)
	}
	got = pagetest.Get(t, h, "/icb/QWE/people")
	got.Want(t, 200, "No longer works", "The administrator who made this invitation has left", "is no longer an ICB administrator",
		"A membership of somebody with this name or email address ended", "Withdraw")
	got.Lacks(t, 200, "Make a new link<", "The link works until")
}

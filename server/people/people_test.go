package people_test

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"ipstoolkit/server/page/pagetest"
	"ipstoolkit/server/people"
	"ipstoolkit/tenants"
	"ipstoolkit/tenants/store"
	"ipstoolkit/tenants/store/storetest"
)

func TestTemplates(t *testing.T) { pagetest.CheckTemplates(t) }

func as(t *testing.T, w *storetest.World, m tenants.Member) http.Handler {
	pagetest.NeedAssets(t)
	e, icb := pagetest.As(m)
	people.Pages{Store: w.Store, PublicURL: "https://toolkit.example.org/"}.Mount(icb)
	return e
}

func version(m tenants.Member) url.Values { return url.Values{"version": {strconv.Itoa(m.Version)}} }

func openInvitation(t *testing.T, w *storetest.World) store.Invitation {
	t.Helper()
	if _, err := w.For(w.Lead).Invite(context.Background(), store.Invitation{Name: "Somebody", Role: tenants.Reader}); err != nil {
		t.Fatal(err)
	}
	list, err := w.For(w.Lead).Invitations(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	return list[0]
}

func TestOnlyTheAdministrator(t *testing.T) {
	w := storetest.New(t)
	i := openInvitation(t, w)
	one := "/icb/QWE/people/" + w.Reader.ID
	for name, m := range map[string]tenants.Member{"commissioner": w.Commissioner, "provider": w.ProviderA, "reader": w.Reader} {
		t.Run(name, func(t *testing.T) {
			h := as(t, w, m)
			for _, path := range []string{"/icb/QWE/people", one, one + "/end"} {
				if path != "/icb/QWE/people" || m.Role != tenants.Commissioner {
					pagetest.Get(t, h, path).Want(t, 403)
				}
				pagetest.Post(t, h, path, version(w.Reader)).Want(t, 403)
			}
			for _, act := range []string{"/renew", "/withdraw"} {
				pagetest.Post(t, h, "/icb/QWE/people/invitations/"+i.ID+act, url.Values{"version": {"1"}}).Want(t, 403)
			}
		})
	}
	if _, err := w.Membership(context.Background(), w.Reader.Person.ID, "QWE"); err != nil {
		t.Errorf("the reader's membership: %v", err)
	}
}

// Commissioners read whom they can ask, and change nothing.
func TestCommissionersReadNamesAndAddresses(t *testing.T) {
	w := storetest.New(t)
	openInvitation(t, w)
	a := pagetest.Get(t, as(t, w, w.Commissioner), "/icb/QWE/people")
	a.In("#members tbody tr, table tbody tr").Is(t, 200,
		"Person commissioner You Commissioner commissioner@example.org", "Person lead ICB administrator lead@example.org",
		"Person provider-a Northside (provider) provider-a@example.org", "Person provider-b Riverside (provider) provider-b@example.org",
		"Person reader Steering group member reader@example.org")
	a.None(t, 200, "main form")
	a.None(t, 200, "main table a")
	a.Lacks(t, 200, "Invite somebody", "Somebody")
}

var link = regexp.MustCompile(`value="https://toolkit\.example\.org/invitations/([A-Z0-9]+)"`)

// shown is the token of the link on a page.
func shown(t *testing.T, a pagetest.Answer) string {
	t.Helper()
	found := link.FindStringSubmatch(a.Body)
	if found == nil {
		t.Fatalf("status %d, no link on the page:\n%s", a.Status, a.Body)
	}
	return found[1]
}

func TestInviteAndWithdraw(t *testing.T) {
	w := storetest.New(t)
	h := as(t, w, w.Lead)
	form := url.Values{"name": {"New <person>"}, "email": {"new@example.org"}, "role": {"provider"}, "provider": {w.ProviderA.Provider}}
	token := shown(t, pagetest.Post(t, h, "/icb/QWE/people", form))
	if i, err := w.InvitationOf(context.Background(), token); err != nil || i.Title() != "Northside (provider)" {
		t.Fatalf("invitation %+v, %v", i, err)
	}
	list := pagetest.Get(t, h, "/icb/QWE/people")
	list.Want(t, 200, "New &lt;person&gt;", "new@example.org", "Northside (provider)")
	if strings.Contains(list.Body, token) {
		t.Error("the link is shown a second time")
	}
	open, _ := w.For(w.Lead).Invitations(context.Background())
	one := "/icb/QWE/people/invitations/" + open[0].ID
	again := shown(t, pagetest.Post(t, h, one+"/renew", url.Values{"version": {"1"}}))
	if _, err := w.InvitationOf(context.Background(), token); again == token || !errors.Is(err, tenants.ErrNotFound) {
		t.Errorf("the old link still works: %v", err)
	}
	met := pagetest.Post(t, h, one+"/renew", url.Values{"version": {"1"}})
	met.In(".app-stale").Want(t, 409, "Person lead changed this invitation after you opened this page", "No new link was made.",
		"Sent again")
	pagetest.Post(t, h, one+"/withdraw", met.In(`form[action="`+one+`/renew"]`).Sends(t, 409)).Want(t, 303)
	for _, act := range []string{"/renew", "/withdraw"} { // it has gone: the list says who withdrew it
		pagetest.Post(t, h, one+act, url.Values{"version": {"2"}}).In(".app-stale").Want(t, 409, "Person lead changed this invitation",
			"Withdrew")
	}
	if _, err := w.InvitationOf(context.Background(), again); !errors.Is(err, tenants.ErrNotFound) {
		t.Errorf("the withdrawn link still works: %v", err)
	}
	pagetest.Get(t, h, "/icb/QWE/people?saved=withdrawn").Want(t, 200, "Invitation withdrawn", "There are none")
}

var once = regexp.MustCompile(`name="once" value="([0-9a-f]{32})"`)

func TestPageWithTheLinkLoadedAgain(t *testing.T) {
	w := storetest.New(t)
	h := as(t, w, w.Lead)
	found := once.FindStringSubmatch(pagetest.Get(t, h, "/icb/QWE/people").Body)
	if found == nil {
		t.Fatal("the form has no value of its own")
	}
	form := url.Values{"name": {"Somebody"}, "role": {"reader"}, "once": {found[1]}}
	first := pagetest.Post(t, h, "/icb/QWE/people", form)
	token := shown(t, first)
	first.Want(t, 200, "Hello Somebody,", "https://toolkit.example.org/invitations/"+token+"\n\nThe link works once, within 7 days.")

	again := pagetest.Post(t, h, "/icb/QWE/people", form)
	again.Want(t, 409, "You made this invitation already. Its link was shown once; select “Make a new link” if you need another.")
	if next := once.FindStringSubmatch(again.Body); next == nil || next[1] == found[1] {
		t.Errorf("the form on the page can make nothing new: %v", next)
	}
	if list, err := w.For(w.Lead).Invitations(context.Background()); err != nil || len(list) != 1 {
		t.Errorf("%d invitations, %v", len(list), err)
	}
	if _, err := w.InvitationOf(context.Background(), token); err != nil {
		t.Errorf("the first link no longer works: %v", err)
	}
	form.Set("once", "made up")
	pagetest.Post(t, h, "/icb/QWE/people", form).Want(t, 400)
}

func TestRefusedInvitationKeepsWhatWasTyped(t *testing.T) {
	w := storetest.New(t)
	h := as(t, w, w.Lead)
	for name, tt := range map[string]struct {
		form  url.Values
		texts []string
	}{
		"nothing": {url.Values{}, []string{"Enter the person&#39;s name", "Choose a role", `href="#role"`}},
		"no provider": {
			url.Values{"name": {"Typed"}, "role": {"provider"}},
			[]string{"Choose the provider", `value="Typed"`, `value="provider" checked`},
		},
		"operator": {url.Values{"name": {"Typed"}, "role": {"operator"}}, []string{"Choose a role"}},
		"another's provider": {
			url.Values{"name": {"Typed"}, "role": {"provider"}, "provider": {w.ForeignProvider.Provider}},
			[]string{"Choose a provider that delivers IPS"},
		},
		"not an email address": {
			url.Values{"name": {"Typed"}, "role": {"reader"}, "email": {"typed"}},
			[]string{"correct format", `value="typed"`},
		},
	} {
		t.Run(name, func(t *testing.T) {
			pagetest.Post(t, h, "/icb/QWE/people", tt.form).Want(t, 422, tt.texts...)
		})
	}
	// A provider left chosen in the list means nothing beside another role.
	form := url.Values{"name": {"Typed"}, "role": {"reader"}, "provider": {w.ProviderA.Provider}}
	shown(t, pagetest.Post(t, h, "/icb/QWE/people", form))
}

func TestChangeOfRole(t *testing.T) {
	w := storetest.New(t)
	h := as(t, w, w.Lead)
	one := "/icb/QWE/people/" + w.Reader.ID
	pagetest.Get(t, h, one).Want(t, 200, `value="reader" checked`, "Person reader")
	form := version(w.Reader)
	form.Set("role", "commissioner")
	a := pagetest.Post(t, h, one, form)
	a.Want(t, 303)
	pagetest.Get(t, h, a.Header.Get("Location")).Want(t, 200, "Person reader is now: Commissioner")
	met := pagetest.Post(t, h, one, form)
	met.In("#stale-title").Is(t, 409, "Person lead saved the role of Person reader while you were writing")

	self := "/icb/QWE/people/" + w.Lead.ID
	form = version(w.Lead)
	form.Set("role", "reader")
	pagetest.Get(t, h, self).Want(t, 200, "This is you")
	pagetest.Post(t, h, self, form).Want(t, 422, "only ICB administrator", `value="reader" checked`)
}

func TestEndOfMembership(t *testing.T) {
	w := storetest.New(t)
	h := as(t, w, w.Lead)
	one := "/icb/QWE/people/" + w.Reader.ID
	pagetest.Get(t, h, one+"/end").Want(t, 200, "End the membership of Person reader", "at once")
	if _, err := w.Membership(context.Background(), w.Reader.Person.ID, "QWE"); err != nil {
		t.Fatalf("asking has ended it: %v", err)
	}
	met := pagetest.Post(t, h, one+"/end", url.Values{"version": {"7"}})
	met.Want(t, 409, "changed this membership after you opened this page", "It was not ended.", `name="version" value="1"`)
	a := pagetest.Post(t, h, one+"/end", version(w.Reader))
	a.Want(t, 303)
	pagetest.Get(t, h, a.Header.Get("Location")).Want(t, 200, "Membership ended")
	if _, err := w.Membership(context.Background(), w.Reader.Person.ID, "QWE"); !errors.Is(err, tenants.ErrNotFound) {
		t.Errorf("still a member: %v", err)
	}
	pagetest.Get(t, h, one).Want(t, 404)
	pagetest.Post(t, h, "/icb/QWE/people/"+w.Lead.ID+"/end", version(w.Lead)).Want(t, 422, "only ICB administrator")
}

func TestOtherICBsPeople(t *testing.T) {
	w := storetest.New(t)
	i := openInvitation(t, w)
	h := as(t, w, w.ForeignLead)
	form := version(w.Reader)
	form.Set("role", "lead")
	for _, id := range []string{w.Reader.ID, "x"} {
		pagetest.Get(t, h, "/icb/S1Y5D/people/"+id).Want(t, 404)
		pagetest.Get(t, h, "/icb/S1Y5D/people/"+id+"/end").Want(t, 404)
		pagetest.Post(t, h, "/icb/S1Y5D/people/"+id, form).Want(t, 404)
		pagetest.Post(t, h, "/icb/S1Y5D/people/"+id+"/end", form).Want(t, 404)
	}
	for _, id := range []string{i.ID, "x"} {
		pagetest.Post(t, h, "/icb/S1Y5D/people/invitations/"+id+"/renew", url.Values{"version": {"1"}}).Want(t, 404)
		pagetest.Post(t, h, "/icb/S1Y5D/people/invitations/"+id+"/withdraw", url.Values{"version": {"1"}}).Want(t, 404)
	}
	if a := pagetest.Get(t, h, "/icb/S1Y5D/people"); strings.Contains(a.Body, "Person reader") || strings.Contains(a.Body, "Somebody") {
		t.Error("another ICB's people are listed")
	}
}

func TestBannerSaysOnlyWhatIsSo(t *testing.T) {
	w := storetest.New(t)
	h := as(t, w, w.Lead)
	a := pagetest.Get(t, h, "/icb/QWE/people?saved=Your+account+is+locked")
	a.Want(t, 200)
	if strings.Contains(a.Body, "locked") {
		t.Error("the address puts words on the page")
	}
}

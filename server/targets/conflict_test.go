package targets_test

import (
	"net/url"
	"strings"
	"testing"

	"ipstoolkit/server/page/pagetest"
	"ipstoolkit/tenants/store/storetest"
)

func TestTwoSetALocalValueAtOnce(t *testing.T) {
	pagetest.NeedAssets(t)
	w := storetest.New(t)
	lead, path := as(w, w.Lead), "/icb/QWE/targets/job-outcome-rate"
	k := pagetest.Conflict{
		Page: path, Form: "form:has(#value)",
		Theirs: url.Values{"value": {"45"}, "reason": {"The plan"}}, Mine: url.Values{"value": {"50"}, "reason": {"Our hope"}},
		Differ: []string{"What Value Theirs 45% Yours 50%", "Why?"},
		Joined: url.Values{"reason": {"The plan\nOur hope"}},
	}
	k.Try(t, lead, as(w, w.Commissioner))

	seen := pagetest.Get(t, lead, path).In(k.Form).Sends(t, 200)
	changed := pagetest.Get(t, lead, path).In(k.Form).Sends(t, 200)
	changed.Set("value", "55")
	pagetest.Post(t, as(w, w.Commissioner), path, changed).Want(t, 303)
	seen.Set("remove", "yes")
	met := pagetest.Post(t, lead, path, seen)
	met.In(".app-stale").Want(t, 409, "Person commissioner changed this after you opened this page", "It was not removed.")
	met.In(".app-stale tbody tr").Is(t, 409, "What Value Now 55% In your form 50%")
	again := met.In(k.Form).Sends(t, 409)
	again.Set("remove", "yes")
	pagetest.Post(t, lead, path, again).Want(t, 303)
}

func TestTwoChangeAnOwnTargetAtOnce(t *testing.T) {
	pagetest.NeedAssets(t)
	w := storetest.New(t)
	lead := as(w, w.Lead)
	a := pagetest.Post(t, lead, "/icb/QWE/targets/new",
		url.Values{"name": {"Employers we met"}, "value": {"10"}, "unit": {"number"}, "direction": {"at_least"}})
	a.Want(t, 303)
	path := strings.TrimSuffix(a.Header.Get("Location"), "?saved=added")
	pagetest.Conflict{
		Page: path, Form: "form:has(#name)", Theirs: url.Values{"name": {"Employers"}, "direction": {"at_most"}},
		Mine: url.Values{"value": {"12"}}, Saves: w.Saves(t),
	}.Try(t, lead, as(w, w.Commissioner))
	pagetest.Conflict{
		Page: path, Form: "form:has(#measured)", Action: path + "/measures",
		Theirs: url.Values{"measured": {"3"}, "note": {"By hand"}}, Mine: url.Values{"measured": {"4"}, "note": {"By phone"}},
		Differ: []string{"What Value Theirs 3 Yours 4", "Note"}, Joined: url.Values{"note": {"By hand\nBy phone"}},
	}.Try(t, lead, as(w, w.Commissioner))
}

package pagetest

import (
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"testing"
)

// Conflict is a form that two people change at once.
type Conflict struct {
	// Page is where the form is, Form its selector, and Action where it goes; Page where empty.
	Page, Form, Action string
	// Theirs and Mine are what the first and the second person change of the form as it is; Press is their button.
	Theirs, Mine, Press url.Values
	// Differ is what the second person reads: the rows of the table, then the headings of the texts.
	Differ []string
	// Saves counts the ICB's saves. With it the page knows who changed what: what only the first person changed is in every form
	// as they saved it. The visits of tests do not change with each save, so the forms do not say it themselves.
	Saves func() int64
	// Joined are the fields that the form below then holds otherwise than it was typed.
	Joined url.Values
}

// Try plays the conflict three times: the second person keeps theirs, keeps their own, and saves the form that joins the
// two. It looks each time whether the page shows every field that differs, and whether the form holds afterwards what was chosen.
func (k Conflict) Try(t *testing.T, first, second http.Handler) {
	t.Helper()
	if k.Action == "" {
		k.Action = k.Page
	}
	empty := Get(t, second, k.Page).In(k.Form).Sends(t, 200)
	theirs, mine := with(empty, k.Theirs), with(empty, k.Mine)

	met := k.meet(t, first, second, empty, theirs, mine)
	if k.Saves != nil {
		mine = with(mine, k.Theirs, k.Mine)
	}
	if rows := slices.Concat(met.In(".app-stale tbody tr").Texts(t), met.In(".app-stale h3").Texts(t)); !slices.Equal(rows, k.Differ) {
		t.Errorf("the page shows %q, want %q", rows, k.Differ)
	}
	keep := met.In(".app-stale a.nhsuk-button").nodes(t)
	if len(keep) != 1 {
		t.Fatalf("%d links keep theirs: %s", len(keep), met.Body)
	}
	Get(t, second, attribute(keep[0], "href")).Want(t, 200)
	k.holds(t, "keep theirs", second, theirs)

	k.saved(t, "keep mine", second, met.In(".app-stale form").Sends(t, 409))
	k.holds(t, "keep mine", second, mine)

	below := k.meet(t, first, second, empty, theirs, with(empty, k.Mine)).In(k.Form).Sends(t, 409)
	same(t, "the form below", below, with(mine, k.Joined))
	k.saved(t, "join", second, with(below, k.Press))
	k.holds(t, "join", second, with(mine, k.Joined))
}

// meet has the first person save over what is there, and the second over what was there before.
func (k Conflict) meet(t *testing.T, first, second http.Handler, empty, theirs, mine url.Values) Answer {
	t.Helper()
	if k.Saves != nil { // what changed since the form was opened counts: each play begins anew
		version := Get(t, second, k.Page).In(k.Form).Sends(t, 200)["version"]
		k.saved(t, "the form as it was", first, with(empty, k.Press, url.Values{"version": version}))
	}
	now := Get(t, second, k.Page).In(k.Form).Sends(t, 200)
	opened := url.Values{"version": now["version"]}
	theirs, mine = with(theirs), with(mine)
	delete(theirs, "seen")
	delete(mine, "seen")
	if k.Saves != nil {
		opened.Set("seen", strconv.FormatInt(k.Saves(), 10))
	}
	k.saved(t, "the first save", first, with(theirs, k.Press, opened))
	met := Post(t, second, k.Action, with(mine, k.Press, opened))
	if met.Status != http.StatusConflict {
		t.Fatalf("the second save: status %d, want 409: %s", met.Status, met.Body)
	}
	return met
}

func (k Conflict) saved(t *testing.T, what string, by http.Handler, sent url.Values) {
	t.Helper()
	if a := Post(t, by, k.Action, sent); a.Status != http.StatusSeeOther {
		t.Fatalf("%s: status %d, want 303: %s", what, a.Status, a.Body)
	}
}

func (k Conflict) holds(t *testing.T, what string, by http.Handler, want url.Values) {
	t.Helper()
	same(t, what+": the form", Get(t, by, k.Page).In(k.Form).Sends(t, 200), want)
}

func same(t *testing.T, what string, got, want url.Values) {
	t.Helper()
	for _, name := range slices.Sorted(maps.Keys(with(got, want))) {
		a, b := slices.Sorted(slices.Values(got[name])), slices.Sorted(slices.Values(want[name]))
		if !slices.Contains([]string{"version", "seen", "once", "confirmed"}, name) && !slices.Equal(a, b) {
			t.Errorf("%s sends %s=%q, want %q", what, name, a, b)
		}
	}
}

// with are a form's fields, with others in place of those with the same names.
func with(fields url.Values, others ...url.Values) url.Values {
	all := maps.Clone(fields)
	for _, other := range others {
		maps.Copy(all, other)
	}
	return all
}

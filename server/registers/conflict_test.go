package registers_test

import (
	"net/url"
	"strings"
	"testing"

	"ipstoolkit/server/page/pagetest"
	"ipstoolkit/tenants/store/storetest"
)

func TestTwoChangeARowAtOnce(t *testing.T) {
	w := storetest.New(t)
	provider, commissioner := as(t, w, w.ProviderA), as(t, w, w.Commissioner)
	a := pagetest.Post(t, provider, teams+"/new",
		url.Values{"name": {"North team"}, "mhsds": {"trust"}, "tool": {"yes"}, "tool_last": {"2026Q2"}, "lacking": {"Dates of birth"}})
	_, id, _ := strings.Cut(a.Header.Get("Location"), "saved=")
	pagetest.Conflict{
		Saves: w.Saves(t),
		Page:  teams + "/row/" + id, Form: "form:has(select[name=tool_last])",
		Theirs: url.Values{"place": {"The north"}, "lacking": {"Dates of birth\nPostcodes"}, "provider": {w.ProviderB.Provider}},
		Mine:   url.Values{"place": {"The west"}, "lacking": {"Dates of birth\nGP codes"}},
		Differ: []string{
			"What Place Theirs The north Yours The west", "What is missing or wrong in its data?",
		},
		Joined: url.Values{"lacking": {"Dates of birth\nPostcodes\nGP codes"}},
	}.Try(t, as(t, w, w.Lead), commissioner)
}

// A row that was changed after its removal was asked about is not removed: the page says what was changed, and asks again.
func TestARowIsChangedBeforeItIsRemoved(t *testing.T) {
	w := storetest.New(t)
	lead := as(t, w, w.Lead)
	a := pagetest.Post(t, lead, teams+"/new",
		url.Values{
			"name": {"North team"}, "mhsds": {"trust"}, "tool": {"yes"}, "tool_last": {"2026Q2"},
			"provider": {w.ProviderA.Provider},
		})
	_, id, _ := strings.Cut(a.Header.Get("Location"), "saved=")
	row := teams + "/row/" + id
	asked := pagetest.Get(t, lead, row+"/remove").In("main form").Sends(t, 200)
	changed := pagetest.Get(t, lead, row).In("form:has([name=place])").Sends(t, 200)
	changed.Set("place", "The north")
	pagetest.Post(t, as(t, w, w.Commissioner), row, changed).Want(t, 303)

	met := pagetest.Post(t, lead, row+"/remove", asked)
	met.In(".app-stale").Want(t, 409, "Person commissioner changed this after you opened this page", "It was not removed.",
		"Place: The north")
	met.In(".app-stale").Lacks(t, 409, "Added", "trust")
	pagetest.Post(t, lead, row+"/remove", met.In("main form").Sends(t, 409)).Want(t, 303)
	pagetest.Get(t, lead, row).Want(t, 404)
}

package registers_test

import (
	"context"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"ipstoolkit/server/page/pagetest"
	"ipstoolkit/server/registers"
	"ipstoolkit/tenants"
	"ipstoolkit/tenants/store/storetest"
	"ipstoolkit/toolkit/register"
)

func TestTemplates(t *testing.T) { pagetest.CheckTemplates(t) }

func as(t *testing.T, w *storetest.World, m tenants.Member) http.Handler {
	t.Helper()
	pagetest.NeedAssets(t)
	e, icb := pagetest.As(m)
	registers.Pages{Store: w.Store}.Mount(icb)
	return e
}

const teams = "/icb/QWE/data-flow/team"

func TestATeamFromFirstToLast(t *testing.T) {
	w := storetest.New(t)
	provider, commissioner := as(t, w, w.ProviderA), as(t, w, w.Commissioner)
	pagetest.Get(t, provider, "/icb/QWE/data-flow").Want(t, 200, "Nothing is recorded yet.", teams+"/new", "Add a team")
	pagetest.Get(t, provider, teams+"/new").Want(t, 200, "Name of the team", `name="mhsds_last-month"`, "Save the team")

	wrong := url.Values{
		"place": {"North <b>town</b>"}, "mhsds_last-day": {"31"}, "mhsds_last-month": {"2"}, "mhsds_last-year": {"2026"},
		"tool_last": {"13"},
	}
	pagetest.Post(t, provider, teams+"/new", wrong).Want(
		t, 422, "There is a problem", `href="#name"`, "Name of the team: enter it in a few words", `href="#mhsds_last-day"`,
		"must be a real date",
		"Last quarter reported to the Reporting Tool must be a quarter",
		`value="North &lt;b&gt;town&lt;/b&gt;"`, `value="31"`)

	right := url.Values{"name": {"North team"}, "mhsds": {"trust"}, "tool": {"yes"}, "tool_last": {"2026Q2"}, "lacking": {"Dates of birth"}}
	a := pagetest.Post(t, provider, teams+"/new", right)
	id, ok := strings.CutPrefix(a.Header.Get("Location"), "/icb/QWE/data-flow?saved=")
	if a.Status != 303 || !ok {
		t.Fatalf("saved: %d %s", a.Status, a.Header.Get("Location"))
	}
	pagetest.Get(t, provider, "/icb/QWE/data-flow?saved="+id).Want(t, 200, "North team saved", "Through a trust", "Quarter 2 2026/27")
	row := teams + "/row/" + id
	pagetest.Get(t, commissioner, row).Want(t, 200, "North team", "Dates of birth", "Remove it", "Saved by")

	right.Set("version", "1")
	right.Set("mhsds", "direct")
	if a := pagetest.Post(t, commissioner, row, withProvider(right, w.ProviderA.Provider)); a.Status != 303 {
		t.Fatalf("changed by a commissioner: %d %s", a.Status, a.Body)
	}
	right.Set("place", "My own words")
	pagetest.Post(t, provider, row, right).Want(t, 409, "saved this while you were writing", "Directly", "Through a trust",
		`value="My own words"`, `name="version" value="2"`)

	pagetest.Get(t, provider, row+"/remove").Want(t, 200, "Remove this team?", "North team", "You cannot undo this")
	if a := pagetest.Post(t, provider, row+"/remove", url.Values{"version": {"2"}}); a.Status != 303 {
		t.Fatalf("removed: %d", a.Status)
	}
	pagetest.Get(t, provider, row).Want(t, 404)
}

func TestWhatWasConfirmedStaysTicked(t *testing.T) {
	w := storetest.New(t)
	provider := as(t, w, w.ProviderA)
	f := url.Values{"lacking": {"Form 999 000 0018"}}
	a := pagetest.Post(t, provider, teams+"/new", f)
	a.Want(t, 422, "Is it an NHS number?")
	print := regexp.MustCompile(`name="confirmed" type="checkbox" value="([^"]+)"`).FindStringSubmatch(a.Body)
	if print == nil {
		t.Fatalf("no box to confirm the number: %s", a.Body)
	}
	f.Set("confirmed", print[1])
	pagetest.Post(t, provider, teams+"/new", f).Want(t, 422, "enter it in a few words", `value="`+print[1]+`" checked`)
}

func withProvider(f url.Values, id string) url.Values {
	with := url.Values{"provider": {id}}
	for name, values := range f {
		with[name] = values
	}
	return with
}

func TestAProviderCannotTakeAnothersRow(t *testing.T) {
	w := storetest.New(t)
	row, err := w.For(w.ProviderA).SaveRow(context.Background(), register.Teams, register.Row{
		Provider: w.ProviderA.Provider, Values: map[string]string{"name": "Hidden team"},
	})
	if err != nil {
		t.Fatal(err)
	}
	other := as(t, w, w.ProviderB)
	pagetest.Get(t, other, teams+"/row/"+row.ID).Want(t, 404)
	pagetest.Post(t, other, teams+"/row/"+row.ID, url.Values{"version": {"1"}, "name": {"Mine now"}}).Want(t, 404)
	pagetest.Post(t, other, teams+"/row/"+row.ID+"/remove", url.Values{"version": {"1"}}).Want(t, 404)
	if a := pagetest.Get(t, other, "/icb/QWE/data-flow"); strings.Contains(a.Body, "Hidden team") {
		t.Error("another provider's team is on the list")
	}
	// A provider's form cannot name another: the row is its own whatever is sent.
	if a := pagetest.Post(t, other, teams+"/new", url.Values{"name": {"South team"}, "provider": {w.ProviderA.Provider}}); a.Status != 303 {
		t.Fatalf("added: %d", a.Status)
	}
	if got, err := w.For(w.ProviderA).Register(context.Background(), register.Teams); err != nil || len(got) != 1 {
		t.Errorf("the first provider has %d teams, %v", len(got), err)
	}
}

func TestReadersHaveNoLists(t *testing.T) {
	w := storetest.New(t)
	pagetest.Get(t, as(t, w, w.Reader), "/icb/QWE/data-flow").Want(t, 403)
}

func TestImport(t *testing.T) {
	w := storetest.New(t)
	icb := as(t, w, w.Commissioner)
	path := "/icb/QWE/coverage/pcn/import"
	pagetest.Get(t, icb, path).Want(t, 200, "Paste the cells", "ODS code", "Population")
	pagetest.Post(t, icb, path, url.Values{}).Want(t, 422, "Paste the cells or choose a file", `href="#text"`)
	bad := "ODS code,PCN,Population\nU99901,Hill PCN,\"42,000\"\nU9990,Dale PCN,many\n"
	pagetest.Post(t, icb, path, url.Values{"text": {bad}}).Want(t, 422, "Not used.", "must be a number, like 12", "U9990,Dale PCN,many")
	half := "ODS code,PCN,Population\nU99901,Hill PCN,42000\nU99902,Dale PCN,many\n" // all of it could be saved but one cell
	pagetest.Post(t, icb, path, url.Values{"text": {half}, "save": {"yes"}}).Want(t, 422, "Nothing has been saved",
		"must be a number, like 12")
	if got, err := w.For(w.Commissioner).Register(context.Background(), register.PCNs); err != nil || len(got) != 0 {
		t.Fatalf("a file that cannot be taken saved %d rows, %v", len(got), err)
	}
	good := "ODS code;PCN;Population;Colour\nU99901;Hill PCN;42,000;green\nU99902;Dale PCN;\n"
	pagetest.Post(t, icb, path, url.Values{"text": {good}}).Want(t, 200, "What would be saved", "Save 2 PCNs", "leave them out: Colour")
	if got, err := w.For(w.Commissioner).Register(context.Background(), register.PCNs); err != nil || len(got) != 0 {
		t.Fatalf("looking saved %d rows, %v", len(got), err)
	}
	if a := pagetest.Post(t, icb, path, url.Values{"text": {good}, "save": {"yes"}}); a.Status != 303 {
		t.Fatalf("saved: %d %s", a.Status, a.Body)
	}
	pagetest.Get(t, icb, "/icb/QWE/coverage?imported=1&list=pcn").Want(t, 200, "Imported into the list", "Hill PCN", "42,000", "Dale PCN")
	again := "ODS code,Population\nU99901,42000\nU99902,31000\n"
	looked := pagetest.Post(t, icb, path, url.Values{"text": {again}})
	looked.Want(t, 200, "Save 1 PCN")
	looked.In("tbody tr").Is(t, 200, "PCN Hill PCN line 2 What happens Stays as it is",
		"PCN Dale PCN line 3 What happens Changed Population: 31,000, was nothing")
}

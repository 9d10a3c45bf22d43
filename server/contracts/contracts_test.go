package contracts_test

import (
	"context"
	"net/url"
	"strings"
	"testing"

	"github.com/gin-gonic/gin"

	"ipstoolkit/server/contracts"
	"ipstoolkit/server/page"
	"ipstoolkit/server/page/pagetest"
	"ipstoolkit/tenants"
	"ipstoolkit/tenants/store/storetest"
	"ipstoolkit/toolkit/contract"
)

func TestTemplates(t *testing.T) { pagetest.CheckTemplates(t) }

func as(w *storetest.World, m tenants.Member) *gin.Engine {
	e, icb := pagetest.Server(page.Visit{Person: m.Person, Member: &m, Memberships: []tenants.Member{m}})
	contracts.Pages{Store: w.Store}.Mount(icb)
	return e
}

// typed is a whole form: three years less a day, an option exercised, talks held.
func typed(provider, version string) url.Values {
	f := url.Values{"version": {version}, "provider": {provider}, "name": {"IPS service"}, "reference": {"C/12"}, "short_reason": {"A pilot"}}
	date(f, "start", "1", "4", "2024")
	date(f, "end", "30", "3", "2027")
	f.Set("option-1-months", "12")
	date(f, "option-1-exercised", "10", "1", "2026")
	date(f, "option-2-to", "30", "9", "2029")
	date(f, "talk-1-held", "1", "11", "2026")
	f.Set("talk-1-note", "Both want to go on")
	return f
}

func date(f url.Values, name, day, month, year string) {
	f.Set(name+"-day", day)
	f.Set(name+"-month", month)
	f.Set(name+"-year", year)
}

func TestAContractIsAddedAndChanged(t *testing.T) {
	pagetest.NeedAssets(t)
	w := storetest.New(t)
	commissioner := as(w, w.Commissioner)
	pagetest.Get(t, commissioner, "/icb/QWE/contracts").Want(t, 200, "No contract is recorded yet", "Add a contract")
	pagetest.Get(t, commissioner, "/icb/QWE/contracts/new").Want(t, 200, "Northside", "Riverside", "Add the contract", `name="option-1-months"`, `name="talk-1-held-day"`)
	a := pagetest.Post(t, commissioner, "/icb/QWE/contracts/new", typed(w.ProviderA.Provider, ""))
	if a.Status != 303 {
		t.Fatalf("added: %d %s", a.Status, a.Body)
	}
	path := strings.TrimSuffix(a.Header.Get("Location"), "?saved=added")
	pagetest.Get(t, commissioner, a.Header.Get("Location")).Want(t, 200, "Contract IPS service added", "1 April 2024 to 30 March 2028",
		"3 years, 11 months and 30 days", "up to 5 years and 6 months", "held on 1 November 2026", "12 months more, exercised on 10 January 2026", "Met",
		`name="talk-1-held-for" value="2028-03-30"`, `name="option-3-months"`, "Both want to go on")

	gone := typed(w.ProviderA.Provider, "1")
	for field := range gone {
		if strings.HasPrefix(field, "option-1") {
			gone.Set(field, "") // the first option is taken away, the second moves up
		}
	}
	gone.Set("talk-1-held-for", "2028-03-30")
	if a := pagetest.Post(t, commissioner, path, gone); a.Status != 303 {
		t.Fatalf("changed: %d %s", a.Status, a.Body)
	}
	got, err := w.For(w.Lead).Contract(context.Background(), path[strings.LastIndex(path, "/")+1:])
	if err != nil || len(got.Options) != 1 || got.Options[0] != (contract.Option{To: "2029-09-30"}) || got.PresentEnd() != "2027-03-30" {
		t.Errorf("kept %+v, %v", got, err)
	}
	if got.Talks[0].ForEnd != "2028-03-30" {
		t.Errorf("talks keep the end they were held for: %+v", got.Talks)
	}
	pagetest.Get(t, commissioner, path).Want(t, 200, "Not met: A pilot", "overdue: were due by 30 September 2026")
	pagetest.Get(t, commissioner, "/icb/QWE/contracts").Want(t, 200, "IPS service", "overdue", "2 years, 11 months and 30 days")

	mine := typed(w.ProviderA.Provider, "1")
	mine.Set("name", "IPS service, mine")
	pagetest.Post(t, commissioner, path, mine).Want(t, 409, "Somebody else saved this contract while you were writing", "IPS service, mine", `name="version" value="2"`, "Keep theirs")
}

func TestWhatIsWrongIsSaidBesideTheField(t *testing.T) {
	pagetest.NeedAssets(t)
	w := storetest.New(t)
	form := typed("", "")
	form.Set("name", "")
	date(form, "start", "31", "4", "2024")
	form.Set("option-1-months", "many")
	date(form, "option-2-to", "30", "", "2029")
	date(form, "talk-1-held", "1", "12", "2026")
	form.Set("talk-1-note", "About 999 000 0018")
	a := pagetest.Post(t, as(w, w.Commissioner), "/icb/QWE/contracts/new", form)
	a.Want(t, 422, "Choose the provider", "Enter a name for the contract", "Start date must be a real date", "Months of the option must be a whole number",
		"Date of the option must include a month", `href="#option-2-to-month"`, "The date talks were held must be today or in the past", `value="many"`,
		"About 999 000 0018", "The number ending 0018 is not an NHS number")
	for _, follows := range []string{"Enter the date the contract starts", "Enter how many months option"} {
		if strings.Contains(a.Body, follows) {
			t.Errorf("%q only follows from what could not be read", follows)
		}
	}
}

func TestWhoReachesContracts(t *testing.T) {
	pagetest.NeedAssets(t)
	w := storetest.New(t)
	saved := map[string]string{}
	for _, m := range []tenants.Member{w.ProviderA, w.ProviderB} {
		k, err := w.For(w.Lead).SaveContract(context.Background(), contract.Contract{
			Provider: m.Provider, Name: "IPS", Start: "2024-04-01", End: "2026-12-31", ShortReason: "A pilot", Talks: []contract.Talk{{HeldOn: "2026-11-01", ForEnd: "2026-12-31"}},
		})
		if err != nil {
			t.Fatal(err)
		}
		saved[m.Provider] = "/icb/QWE/contracts/" + k.ID
	}
	own, rival := saved[w.ProviderA.Provider], saved[w.ProviderB.Provider]
	for _, c := range []struct {
		name      string
		by        tenants.Member
		path      string
		get, post int
	}{
		{"a commissioner", w.Commissioner, own, 200, 409},
		{"a provider its own", w.ProviderA, own, 200, 403},
		{"a provider a rival's", w.ProviderA, rival, 404, 403},
		{"a reader", w.Reader, own, 403, 403},
		{"nobody's", w.Lead, "/icb/QWE/contracts/x", 404, 404},
		{"a provider that adds one", w.ProviderA, "/icb/QWE/contracts/new", 403, 403},
	} {
		if a := pagetest.Get(t, as(w, c.by), c.path); a.Status != c.get {
			t.Errorf("%s: %d, want %d", c.name, a.Status, c.get)
		}
		if a := pagetest.Post(t, as(w, c.by), c.path, typed(w.ProviderA.Provider, "7")); a.Status != c.post {
			t.Errorf("%s posts: %d, want %d", c.name, a.Status, c.post)
		}
	}
	for _, path := range []string{own, "/icb/QWE/contracts"} {
		a := pagetest.Get(t, as(w, w.ProviderA), path)
		a.Want(t, 200, "2 years and 9 months")
		for _, never := range []string{"talks", "Talks", "A pilot", "Riverside", "held"} {
			if strings.Contains(a.Body, never) {
				t.Errorf("a provider reads %q on %s", never, path)
			}
		}
	}
}

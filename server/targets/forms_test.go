package targets_test

import (
	"net/url"
	"testing"

	"ipstoolkit/server/page/pagetest"
	"ipstoolkit/tenants"
	"ipstoolkit/tenants/store/storetest"
	"ipstoolkit/toolkit/contract"
)

// The form holds what is recorded for the year or the quarter that it is about, and nothing of another's.
func TestFormsAreOfTheirYearAndQuarter(t *testing.T) {
	pagetest.NeedAssets(t)
	w := storetest.New(t)
	lead := as(w, w.Lead)
	const rate = "/icb/QWE/targets/job-outcome-rate"
	for year, value := range map[string]string{"2025": "35", "2026": "45"} {
		form := url.Values{"version": {"0"}, "year": {year}, "value": {value}, "reason": {"For " + year}}
		if a := pagetest.Post(t, lead, rate, form); a.Status != 303 {
			t.Fatalf("%s: %d %s", year, a.Status, a.Body)
		}
	}
	a := pagetest.Post(t, lead, "/icb/QWE/targets/new",
		url.Values{"name": {"Self-referrals"}, "value": {"10"}, "unit": {"people"}, "direction": {"at_least"}})
	own, _ := url.Parse(a.Header.Get("Location"))
	for quarter, value := range map[string]string{"2026Q1": "3", "2026Q2": "4"} {
		if a := pagetest.Post(t, lead, own.Path+"/measures",
			url.Values{"version": {"0"}, "quarter": {quarter}, "measured": {value}}); a.Status != 303 {
			t.Fatalf("%s: %d %s", quarter, a.Status, a.Body)
		}
	}
	for _, tt := range []struct{ path, input, want, version string }{
		{rate, "value", "45", "1"},
		{rate + "?year=2025", "value", "35", "1"},
		{rate + "?year=2027", "value", "", "0"},
		{rate + "?year=1999", "value", "45", "1"}, // not one that can be chosen: the present year
		{own.Path, "measured", "4", "1"},
		{own.Path + "?quarter=2026Q1", "measured", "3", "1"},
		{own.Path + "?quarter=2025Q4", "measured", "", "0"},
		{own.Path + "?quarter=2026Q4", "measured", "4", "1"}, // to come: the last that has ended
	} {
		a := pagetest.Get(t, lead, tt.path)
		form := "form:has(input[name=" + tt.input + "])"
		sent := a.In(form).Sends(t, 200)
		if sent.Get(tt.input) != tt.want || sent.Get("version") != tt.version {
			t.Errorf("%s holds %q of version %s, want %q of %s", tt.path, sent.Get(tt.input), sent.Get("version"), tt.want, tt.version)
		}
	}
}

// What is missing leads to where it is entered, for those who can enter it there.
func TestMissingFiguresLeadWhereTheyAreEntered(t *testing.T) {
	pagetest.NeedAssets(t)
	w := storetest.New(t)
	for _, m := range []tenants.Member{w.ProviderA, w.ProviderB} {
		if _, err := w.For(w.Lead).SaveContract(ctx,
			contract.Contract{Provider: m.Provider, Name: "IPS service", Start: "2024-04-01", End: "2027-03-31"}); err != nil {
			t.Fatal(err)
		}
	}
	for _, tt := range []struct {
		name, target string
		by           tenants.Member
		href         string
		there        bool
	}{
		{"the access target, an administrator", "access", w.Lead, "#value", true},
		{"the access target, a reader", "access", w.Reader, "#value", false},
		{"the access target, a provider", "access", w.ProviderA, "#value", false},
		{"figures, a commissioner", "job-outcome-rate", w.Commissioner, "/icb/QWE/returns/" + w.ProviderB.Provider + "/2026Q1", true},
		{"figures, the provider", "job-outcome-rate", w.ProviderB, "/icb/QWE/returns/" + w.ProviderB.Provider + "/2026Q1", true},
		{"figures, a rival", "job-outcome-rate", w.ProviderA, "/icb/QWE/returns/" + w.ProviderB.Provider + "/2026Q1", false},
		{"figures, a reader", "job-outcome-rate", w.Reader, "/icb/QWE/returns/" + w.ProviderB.Provider + "/2026Q1", false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			a := pagetest.Get(t, as(w, tt.by), "/icb/QWE/targets/"+tt.target)
			link := `main a[href="` + tt.href + `"]`
			if tt.there {
				a.In(link).Want(t, 200)
			} else {
				a.None(t, 200, link)
			}
		})
	}
}

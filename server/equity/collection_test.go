package equity_test

import (
	"net/url"
	"strings"
	"testing"

	"ipstoolkit/server/page/pagetest"
	"ipstoolkit/tenants/store/storetest"
	"ipstoolkit/toolkit/calendar"
	"ipstoolkit/toolkit/equity"
)

// chosen is the form of a characteristic.
func chosen(version, collected, from, groups string) url.Values {
	return url.Values{"version": {version}, "collected": {collected}, "from": {from}, "groups": {groups}}
}

func TestSexOrGenderAsTheDataSetNamesIt(t *testing.T) {
	pagetest.NeedAssets(t)
	w := storetest.New(t)
	lead := as(w, w.Lead)
	pagetest.Get(t, lead, "/icb/QWE/equity").Want(t, 200, "Neither sex nor gender is collected yet")
	f := chosen("0", "yes", "2026Q1", "Male\nFemale\nNot stated")
	pagetest.Post(t, lead, "/icb/QWE/equity/collected/sex", f).Want(t, 422, "Enter what your data set calls it", "Female")
	for _, choice := range []string{"", "maybe"} {
		f.Set("collected", choice)
		pagetest.Post(t, lead, "/icb/QWE/equity/collected/sex", f).Want(t, 422, "Choose whether it is collected", `href="#collected"`)
	}
	f.Set("collected", "yes")
	f.Set("name", "Person phenotypic sex")
	if a := pagetest.Post(t, lead, "/icb/QWE/equity/collected/sex", f); a.Status != 303 {
		t.Fatalf("sex: %d %s", a.Status, a.Body)
	}
	page := pagetest.Get(t, lead, "/icb/QWE/equity")
	page.Want(t, 200, "Person phenotypic sex")
	if strings.Contains(page.Body, "Neither sex nor gender") || strings.Contains(page.Body, ">Gender<") {
		t.Error("gender is shown beside sex")
	}
	f.Set("name", "Gender identity")
	pagetest.Post(t, lead, "/icb/QWE/equity/collected/gender", f).Want(t, 422,
		"Sex is already collected. A data set holds either sex or gender",
		`href="#collected"`)
}

func TestOneThatNeedsAgreement(t *testing.T) {
	pagetest.NeedAssets(t)
	w := storetest.New(t)
	commissioner := as(w, w.Commissioner)
	path := "/icb/QWE/equity/collected/religion"
	f := chosen("0", "yes", "2026Q2", "None\nAny")
	pagetest.Post(t, commissioner, path, f).
		Want(t, 422, "Enter why this is collected", "Enter the date the data protection lead agreed",
			"Enter the job title of the person who agreed", "None\nAny")
	for name, text := range map[string]string{
		"reason": "999 000 0018", "agreed_by": "Data protection officer", "agreed_on-day": "31",
		"agreed_on-month": "2", "agreed_on-year": "2026",
	} {
		f.Set(name, text)
	}
	pagetest.Post(t, commissioner, path, f).
		Want(t, 422, "Reason must not include an NHS number", "The date of the agreement must be a real date", `name="confirmed"`,
			`value="31"`, "Data protection officer")
	f.Set("reason", "Low access was reported")
	f.Set("agreed_on-day", "27")
	if a := pagetest.Post(t, commissioner, path, f); a.Status != 303 {
		t.Fatalf("agreed: %d %s", a.Status, a.Body)
	}
	pagetest.Get(t, commissioner, path+"?saved=yes").Want(t, 200, "Religion or belief saved", "Low access was reported",
		"What is collected, by quarter", "Agreed by (job title): Data protection officer")
	pagetest.Post(t, commissioner, path, f).Want(t, 409, "Person commissioner saved this while you were writing",
		`name="version" value="1"`)
	pagetest.Get(t, commissioner, "/icb/QWE/equity/collected").Want(t, 200, "since Quarter 2 2026/27", "27 February 2026", "needs a reason")
}

func TestAnOwnCharacteristic(t *testing.T) {
	pagetest.NeedAssets(t)
	w := storetest.New(t)
	lead := as(w, w.Lead)
	f := chosen("", "yes", "2026Q2", "Carer\nNot a carer")
	f.Set("reason", "Asked for")
	f.Set("agreed_by", "Data protection officer")
	f.Set("agreed_on-day", "1")
	f.Set("agreed_on-month", "4")
	f.Set("agreed_on-year", "2026")
	pagetest.Get(t, lead, "/icb/QWE/equity/collected/new").Want(t, 200, "Add a characteristic", "What does your data set call it?")
	pagetest.Post(t, lead, "/icb/QWE/equity/collected/new", f).Want(t, 422, "Enter what your data set calls it", "Not a carer")
	f.Set("name", "Carers")
	a := pagetest.Post(t, lead, "/icb/QWE/equity/collected/new", f)
	if a.Status != 303 {
		t.Fatalf("%d %s", a.Status, a.Body)
	}
	own, _, _ := strings.Cut(a.Header.Get("Location"), "?")
	pagetest.Get(t, lead, own).Want(t, 200, "Carers", "Not a carer")
	pagetest.Get(t, as(w, w.ProviderA), "/icb/QWE/equity").Want(t, 200, "Carers")
	if foreign := pagetest.Get(t, as(w, w.ForeignLead), strings.Replace(own, "QWE", "S1Y5D", 1)); foreign.Status != 404 {
		t.Errorf("another ICB finds it: %d", foreign.Status)
	}
}

func TestDeprivationInTenths(t *testing.T) {
	pagetest.NeedAssets(t)
	w := storetest.New(t)
	pagetest.Get(t, as(w, w.Lead), "/icb/QWE/equity/collected/deprivation?list=Tenths").Want(t, 200, "10, least deprived tenth",
		`href="?list=Fifths"`)
}

// Whether a characteristic is collected, and from when that changes: a change to come is named, one that has begun is not.
func TestWhatIsCollectedNowAndNext(t *testing.T) {
	pagetest.NeedAssets(t)
	for _, tt := range []struct{ from, want string }{
		{"2026Q2", "since Quarter 2 2026/27"},
		{"2026Q3", "since Quarter 3 2026/27"},
		{"2026Q4", "needs a reason and the data protection lead’s agreement; changes from Quarter 4 2026/27"},
	} {
		w := storetest.New(t)
		c := equity.Collection{
			Characteristic: "religion", From: calendar.Quarter(tt.from), Collected: true, Labels: []string{"Yes", "No"},
			Reason: "The steering group asked", AgreedOn: "2026-10-01", AgreedBy: "Data protection officer",
		}
		if _, err := w.For(w.Lead).SaveCollection(t.Context(), c); err != nil {
			t.Fatal(err)
		}
		a := pagetest.Get(t, as(w, w.Lead), "/icb/QWE/equity/collected")
		a.In(`tr:has(a[href$="/religion"]) td:nth-child(2) .app-note`).Is(t, 200, tt.want)
	}
}

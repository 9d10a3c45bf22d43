package returns_test

import (
	"context"
	"net/url"
	"strings"
	"testing"

	"github.com/gin-gonic/gin"

	"ipstoolkit/server/page"
	"ipstoolkit/server/page/pagetest"
	"ipstoolkit/server/returns"
	"ipstoolkit/tenants"
	"ipstoolkit/tenants/store/storetest"
	"ipstoolkit/toolkit/figures"
	"ipstoolkit/toolkit/number"
	"ipstoolkit/toolkit/register"
)

// column is as many rows as the form of all has figures, each with a number.
func column(number string) string {
	return strings.Repeat(number+"\r\n", len(figures.Fields))
}

func TestAPastedColumnIsShownBeforeItIsSaved(t *testing.T) {
	pagetest.NeedAssets(t)
	w := storetest.New(t)
	e, path := as(w, w.ProviderA), "/icb/QWE/returns/"+w.ProviderA.Provider+"/2026Q2"
	form := url.Values{
		"version": {"0"}, "step": {"paste"}, "note": {"Typed before"}, "why_referrals": {"Typed beside"}, "referrals": {"5"},
		"column": {column("7")},
	}
	pagetest.Post(t, e, path, form).Want(t, 200, `name="access_unemployed" type="text" value="7"`, `name="referrals" type="text" value="7"`,
		"16 numbers are added to the form. Nothing is saved yet", "Typed before", `value="Typed beside"`)
	if r, err := w.For(w.ProviderA).Return(context.Background(), w.ProviderA.Provider, "2026Q2"); err != nil || r.Version != 0 {
		t.Fatalf("it was saved: %+v, %v", r, err)
	}
	form.Set("column", "\r\n"+strings.Repeat("\r\n", len(figures.Fields)-2)+"1.5")
	pagetest.Post(t, e, path, form).Want(t, 200, `name="referrals" type="text" value="5"`, `name="admin_funded" type="text" value="1.5"`,
		"1 number is added")
	form.Set("column", "7\r\n8")
	pagetest.Post(t, e, path, form).Want(t, 422, "The column has 2 rows and the form has 16 numbers", "7\n8",
		`name="referrals" type="text" value="5"`)
	form.Set("column", column("seven"))
	pagetest.Post(t, e, path, form).Want(t, 422, "Referrals received must be a number, like 120", `value="seven"`)
}

func TestPostsOfTheLastQuarter(t *testing.T) {
	pagetest.NeedAssets(t)
	w := storetest.New(t)
	e, path := as(w, w.ProviderA), "/icb/QWE/returns/"+w.ProviderA.Provider+"/"
	pagetest.Post(t, e, path+"2026Q2", url.Values{"version": {"0"}, "step": {"fill"}}).Want(t, 200,
		"There are no submitted figures for an earlier quarter")
	if a := pagetest.Post(t, e, path+"2026Q1", full("0", "submit")); a.Status != 303 {
		t.Fatal(a.Status, a.Body)
	}
	a := pagetest.Post(t, e, path+"2026Q2", url.Values{"version": {"0"}, "step": {"fill"}, "tl_in_post": {"2"}, "sm_in_post": {"x"}})
	a.Want(t, 200, `name="es_in_post" type="text" value="18.50"`, `name="tl_in_post" type="text" value="2"`,
		`name="sm_in_post" type="text" value="x"`,
		"8 numbers of posts are added to the form from Quarter 1 2026/27")
	if strings.Contains(a.Body, `value="1,200"`) {
		t.Error("people were copied")
	}
}

func TestAJumpIsExplainedBesideTheFigure(t *testing.T) {
	pagetest.NeedAssets(t)
	w := storetest.New(t)
	e, path := as(w, w.ProviderA), "/icb/QWE/returns/"+w.ProviderA.Provider+"/"
	if a := pagetest.Post(t, e, path+"2026Q1", full("0", "submit")); a.Status != 303 {
		t.Fatal(a.Status, a.Body)
	}
	form := full("0", "submit")
	form.Set("note", "")
	form.Set("access_unemployed", "599")
	pagetest.Post(t, e, path+"2026Q2", form).Want(t, 422, `href="#why_access_unemployed"`,
		"went from 1,200 in Quarter 1 2026/27 to 599: give the reason beside it, or in the note")
	form.Set("why_access_unemployed", "Two teams closed")
	if a := pagetest.Post(t, e, path+"2026Q2", form); a.Status != 303 {
		t.Fatal(a.Status, a.Body)
	}
	pagetest.Get(t, e, path+"2026Q2").Want(t, 200, "Two teams closed", "599", "1,200")
}

func TestFiguresByTeam(t *testing.T) {
	pagetest.NeedAssets(t)
	w := storetest.New(t)
	e, path := as(w, w.ProviderA), "/icb/QWE/returns/"+w.ProviderA.Provider+"/"
	form := full("0", "team")
	pagetest.Post(t, e, path+"2026Q1", form).Want(t, 200, `name="team_2_access_unemployed"`, "boxes for 2 teams")
	form.Set("step", "submit")
	for name, text := range map[string]string{"team_1": "North", "team_1_kept_work": "3", "team_2": "South", "team_2_kept_work": "5"} {
		form.Set(name, text)
	}
	pagetest.Post(t, e, path+"2026Q1", form).Want(t, 422, `href="#team_1_kept_work"`,
		"the teams add up to 8, and the provider&#39;s number is 7", `value="South"`)
	form.Set("team_2_kept_work", "4")
	if a := pagetest.Post(t, e, path+"2026Q1", form); a.Status != 303 {
		t.Fatal(a.Status, a.Body)
	}
	pagetest.Get(t, e, path+"2026Q1").Want(t, 200, "By team", "North", "South")
	pagetest.Get(t, e, path+"2026Q1/receipt").Want(t, 200, "North: People in work at the start who kept their job 3")
	pagetest.Post(t, e, path+"2026Q2", url.Values{"version": {"0"}, "step": {"team"}}).Want(t, 200,
		"boxes for the teams of Quarter 1 2026/27", `name="team_2" type="text" autocomplete="off" value="South"`)
}

func TestTeamsComeFromTheRegister(t *testing.T) {
	pagetest.NeedAssets(t)
	w := storetest.New(t)
	for _, m := range []tenants.Member{w.ProviderA, w.ProviderB} {
		row := register.Row{Provider: m.Provider, Values: map[string]string{"name": m.ProviderName + " team"}}
		if _, err := w.For(m).SaveRow(context.Background(), register.Teams, row); err != nil {
			t.Fatal(err)
		}
	}
	path := "/icb/QWE/returns/" + w.ProviderA.Provider + "/2026Q2"
	form := url.Values{"version": {"0"}, "step": {"team"}}
	a := pagetest.Post(t, as(w, w.Commissioner), path, form)
	a.Want(t, 200, `value="Northside team"`, "the teams that are recorded under Data flow")
	if strings.Contains(a.Body, "Riverside team") || strings.Contains(a.Body, `name="team_2"`) {
		t.Error("another provider's team is offered")
	}
	form.Set("team_1", "Northside team")
	pagetest.Post(t, as(w, w.ProviderA), path, form).Want(t, 200, `name="team_2"`, "one more team")
}

func TestReceiptsOfAllVersions(t *testing.T) {
	pagetest.NeedAssets(t)
	w := storetest.New(t)
	e, path := as(w, w.ProviderA), "/icb/QWE/returns/"+w.ProviderA.Provider+"/2026Q2"
	pagetest.Get(t, e, path+"/receipt").Want(t, 404)
	draft := full("0", "save")
	draft.Set("kept_work", "3")
	for _, form := range []url.Values{draft, full("1", "submit"), full("2", "correct")} {
		form.Set("reason", "Counted anew")
		if form.Get("version") == "2" {
			form.Set("access_unemployed", "1,100")
		}
		if a := pagetest.Post(t, e, path, form); a.Status != 303 {
			t.Fatal(a.Status, a.Body)
		}
	}
	pagetest.Get(t, e, path+"/receipt").Want(t, 200, "2 of 2", "Corrected: Counted anew", "1,100", "Person provider-a",
		"20 November 2026 at 9:00am", "QWE-")
	first := pagetest.Get(t, e, path+"/receipt?version=1")
	first.Want(t, 200, "1 of 2", "Submitted", "1,200")
	if strings.Contains(first.Body, "1,100") || strings.Contains(first.Body, "Counted anew") {
		t.Error("the first version shows what came later")
	}
	pagetest.Get(t, e, path).Want(t, 200, "Versions of the figures", "1,100, was 1,200", `href="`+path+`/receipt?version=1"`)
	for _, query := range []string{"0", "3", "x", "-1"} {
		pagetest.Get(t, e, path+"/receipt?version="+query).Want(t, 404)
	}
	pagetest.Get(t, as(w, w.ProviderB), path+"/receipt").Want(t, 404)
	pagetest.Get(t, as(w, w.Reader), path+"/receipt").Want(t, 403)
}

func TestTheAgreedSet(t *testing.T) {
	pagetest.NeedAssets(t)
	w := storetest.New(t)
	commissioner, provider := as(w, w.Commissioner), as(w, w.ProviderA)
	const path = "/icb/QWE/returns/set"
	if a := pagetest.Get(t, provider, path); a.Status != 200 || strings.Contains(a.Body, "Save the next version") {
		t.Errorf("a provider reads what is agreed and cannot agree: %d", a.Status)
	}
	form := url.Values{
		"version": {"0"}, "from": {"2026Q2"}, "parts": {"caseload", "employers"}, "agreed_on-day": {"1"},
		"agreed_on-month": {"x"}, "agreed_on-year": {"2026"}, "note": {""},
	}
	pagetest.Post(t, commissioner, path, form).Want(t, 422, "Enter how it was agreed", `href="#agreed_on-day"`, `value="caseload" checked`,
		`value="x"`)
	form.Set("agreed_on-month", "11")
	form.Set("note", "Contract meetings, both providers")
	pagetest.Post(t, provider, path, form).Want(t, 403)
	if a := pagetest.Post(t, commissioner, path, form); a.Status != 303 {
		t.Fatal(a.Status, a.Body)
	}
	pagetest.Get(t, commissioner, path+"?saved=yes").Want(t, 200, "Version 1, from Quarter 2 2026/27 saved",
		"Contacts with employers; Active caseload", "Contract meetings, both providers")
	form.Set("note", "Once more")
	pagetest.Post(t, commissioner, path, form).Want(t, 409, "Person commissioner saved an agreement while you were writing", "Once more",
		`name="version" value="1"`)
	at := "/icb/QWE/returns/" + w.ProviderA.Provider + "/2026Q2"
	pagetest.Get(t, provider, at).Want(t, 200, `name="active_caseload"`, `name="days_to_employer_contact"`,
		"Version 1, from Quarter 2 2026/27")
	returned := full("0", "submit")
	pagetest.Post(t, provider, at, returned).Want(t, 422,
		"Contacts with employers: enter the numbers, or give the reason beside the first of them", `href="#active_caseload"`)
	returned.Set("active_caseload", "44")
	returned.Set("why_employer_contacts", "Not counted yet")
	if a := pagetest.Post(t, provider, at, returned); a.Status != 303 {
		t.Fatal(a.Status, a.Body)
	}
	pagetest.Get(t, commissioner, at).Want(t, 200, "44", "Not counted yet")
	pagetest.Get(t, as(w, w.Reader), path).Want(t, 403)
}

func TestALeadProviderSendsItsSubcontractorsFigures(t *testing.T) {
	pagetest.NeedAssets(t)
	w := storetest.New(t)
	ctx := context.Background()
	o, err := w.For(w.Lead).Provider(ctx, w.ProviderB.Provider)
	if err != nil {
		t.Fatal(err)
	}
	o.Under = w.ProviderA.Provider
	if _, err := w.For(w.Lead).SaveProvider(ctx, o); err != nil {
		t.Fatal(err)
	}
	lead, sub := as(w, w.ProviderA), "/icb/QWE/returns/"+w.ProviderB.Provider+"/2026Q2"
	pagetest.Get(t, lead, "/icb/QWE/returns").Want(t, 200, "Northside", "Riverside", `href="`+sub+`"`, "your subcontractors’ figures")
	if a := pagetest.Post(t, lead, sub, full("0", "submit")); a.Status != 303 {
		t.Fatal(a.Status, a.Body)
	}
	pagetest.Get(t, as(w, w.ProviderB), sub+"/receipt").Want(t, 200, "Person provider-a", "1,200")
	if a := pagetest.Get(t, as(w, w.ProviderB), "/icb/QWE/returns"); a.Status != 200 || strings.Contains(a.Body, "Northside") {
		t.Errorf("the subcontractor sees its lead's figures: %d", a.Status)
	}
}

func TestOwnFiguresOfAllICBs(t *testing.T) {
	pagetest.NeedAssets(t)
	w := storetest.New(t)
	ctx := context.Background()
	for _, m := range []tenants.Member{w.ProviderA, w.ProviderB, w.ForeignProvider} {
		f := figures.Return{
			Provider: m.Provider, Quarter: "2026Q2", AccessUnemployed: number.CountOf(int64(1000 + len(m.Tenant.Code)*100)),
		}
		if m.Provider == w.ProviderB.Provider {
			f.AccessUnemployed = number.CountOf(1999)
		}
		if _, err := w.For(m).SaveReturn(ctx, f, figures.Save); err != nil {
			t.Fatal(err)
		}
	}
	top := func(of ...tenants.Member) *gin.Engine {
		e, _ := pagetest.Server(page.Visit{Person: of[0].Person, Memberships: of})
		returns.Pages{Store: w.Store}.MountTop(e, func(*gin.Context) {})
		return e
	}
	a := pagetest.Get(t, top(w.ProviderA, w.ForeignProvider, w.Reader), "/my-returns")
	a.Want(t, 200, "1,300", "1,500", "Draft", `href="/icb/QWE/returns/`+w.ProviderA.Provider+`/2026Q2"`,
		`href="/icb/S1Y5D/returns/`+w.ForeignProvider.Provider+`/2026Q2"`)
	if strings.Contains(a.Body, "1,999") || strings.Contains(a.Body, "Riverside") {
		t.Error("a rival's figures are shown")
	}
	pagetest.Get(t, top(w.Lead), "/my-returns").Want(t, 404)
	pagetest.Get(t, as(w, w.ProviderA), "/icb/QWE/returns").Want(t, 200, "Figures asked for this quarter")
}

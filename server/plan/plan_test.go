package plan_test

import (
	"context"
	"html"
	"net/url"
	"strings"
	"testing"

	"github.com/gin-gonic/gin"

	"ipstoolkit/server/page/pagetest"
	"ipstoolkit/server/plan"
	"ipstoolkit/tenants"
	"ipstoolkit/tenants/store/storetest"
	"ipstoolkit/toolkit/contract"
	"ipstoolkit/toolkit/figures"
	"ipstoolkit/toolkit/measure"
	"ipstoolkit/toolkit/number"
	"ipstoolkit/toolkit/staffing"
)

func TestTemplates(t *testing.T) { pagetest.CheckTemplates(t) }

func as(w *storetest.World, m tenants.Member) *gin.Engine {
	e, icb := pagetest.As(m)
	plan.Pages{Store: w.Store}.Mount(icb)
	return e
}

func access(t *testing.T, w *storetest.World, people int64) {
	t.Helper()
	l := measure.Local{
		Kind: measure.YearsAccess, Year: 2026, Value: number.Amount{Hundredths: people * 100, Known: true},
		Reason: "The ICB’s share",
	}
	if err := w.For(w.Lead).SaveTargetValue(context.Background(), l); err != nil {
		t.Fatal(err)
	}
}

// submit gives a provider a return with its posts: ES, TL and SM in post, then funded.
func submit(t *testing.T, w *storetest.World, m tenants.Member, posts ...string) {
	t.Helper()
	r := figures.Return{Provider: m.Provider, Quarter: "2026Q2"}
	for _, f := range figures.Fields {
		if err := f.Read(&r, "0"); err != nil {
			t.Fatal(err)
		}
	}
	for i, name := range []string{"es_in_post", "tl_in_post", "sm_in_post", "es_funded", "tl_funded", "sm_funded"} {
		if err := figures.FieldOf(name).Read(&r, posts[i]); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := w.For(m).SaveReturn(context.Background(), r, figures.Submit); err != nil {
		t.Fatal(err)
	}
}

// text is a page's body without its tags, its spaces each one.
func text(a pagetest.Answer) string {
	var b strings.Builder
	in := false
	for _, r := range a.Body {
		switch {
		case r == '<':
			in = true
			b.WriteByte(' ')
		case r == '>':
			in = false
		case !in:
			b.WriteRune(r)
		}
	}
	return strings.Join(strings.Fields(html.UnescapeString(b.String())), " ")
}

// says fails the test unless a page that is well says all of it.
func says(t *testing.T, a pagetest.Answer, words ...string) {
	t.Helper()
	page := text(a)
	for _, w := range words {
		if a.Status != 200 || !strings.Contains(page, w) {
			t.Errorf("status %d, no %q in:\n%s", a.Status, w, page)
		}
	}
}

func TestThePlan(t *testing.T) {
	pagetest.NeedAssets(t)
	w := storetest.New(t)
	commissioner := as(w, w.Commissioner)
	pagetest.Get(t, commissioner, "/icb/QWE/plan").Want(t, 200, "Set an access target to see how many posts it asks for",
		"No provider has a contract", "Not set")

	access(t, w, 1000)
	submit(t, w, w.ProviderA, "14.6", "2", "0.5", "17", "2.5", "0.5")
	a := pagetest.Get(t, commissioner, "/icb/QWE/plan?retention=25")
	a.Want(t, 200, `value="1,000"`, `value="25"`, "1,000 people a year, 25% of them supported to keep a job",
		"You are trying something out. Recorded: 1,000 people a year, 0% of them",
		"1,000 × (100% − 25%) = 750", "750 / 40 = 18.75", "18.75 / 6 = 3.125, rounded up to 3.13", "3.125 / 5 = 0.625, rounded up to 0.63",
		"19 as whole posts",
		"14.6 × 40 / (100% − 25%) = 778.666…, rounded down", "above 6 but acceptable (up to 10)", "Not given yet",
		"Posts at the end of Quarter 2 2026/27",
		"Record the access target that this provider’s contract states", "Record yearly pay")
	says(t, a, "Employment specialists 19 as whole posts 18.75 17.00 14.60 85.9% 1.75 2.40 4.15 Team leaders 4 as whole posts 3.13 2.50 "+
		"2.00 80.0% "+
		"0.63 0.50 1.13")
	pagetest.Get(t, commissioner, "/icb/QWE/plan").Want(t, 200, "1,000 / 40 = 25", "25.00")
	pagetest.Get(t, commissioner, "/icb/QWE/plan?access=1000&retention=40").Want(t, 200, "40% is above the allowance of 25%")
	pagetest.Get(t, commissioner, "/icb/QWE/plan?access=1000&retention=100").Want(t, 200, "0 / 40 = 0",
		"Not available: nobody out of work is expected")
	pagetest.Get(t, commissioner, "/icb/QWE/plan?access=0").Want(t, 200, "0 / 40 = 0", "0 people a year")
	pagetest.Get(t, commissioner, "/icb/QWE/plan").Lacks(t, 200, "trying something out")
	pagetest.Get(t, commissioner, "/icb/QWE/plan?access=").Want(t, 200, "Set an access target to see")
	pagetest.Get(t, commissioner, "/icb/QWE/plan?year=2027").Want(t, 200, "Staffing plan for 2027/28", "Set an access target to see",
		`name="year" value="2027"`)
	pagetest.Get(t, commissioner, "/icb/QWE/plan?year=1066").Want(t, 200, "Staffing plan for 2026/27")

	if _, err := w.For(w.Lead).SaveContract(context.Background(), contract.Contract{
		Provider: w.ProviderA.Provider, Name: "IPS", Start: "2026-04-01", End: "2029-03-31",
		Stated: contract.Stated{Access: number.Amount{Hundredths: 600_00, Known: true}},
	}); err != nil {
		t.Fatal(err)
	}
	pagetest.Get(t, commissioner, "/icb/QWE/plan?retention=25").Want(t, 200, "600 × (100% − 25%) = 450 people out of work", "11.25",
		"The contracts state 600 people a year in total. The year’s access target is 1,000")
}

func TestAssumptionsThatAreNoNumbers(t *testing.T) {
	pagetest.NeedAssets(t)
	w := storetest.New(t)
	access(t, w, 410)
	for _, c := range []struct{ name, query, want string }{
		{"words", "access=many&retention=25", "Number of people must be a number, like 1,200"},
		{"below 0", "access=-1", "Number of people must be 0 or more"},
		{"a part of a person", "access=10.5", "Number of people must be a whole number, like 1,200"},
		{"past belief", "access=100001", "Number of people must be 100,000 or less"},
		{"more than all", "retention=101", "Share of people supported to keep a job must be from 0% to 100%"},
		{"a share below 0", "retention=-5", "Share of people supported to keep a job must be from 0% to 100%"},
		{"markup", "access=%22%3E%3Cscript%3E", "Number of people must be a number, like 1,200"},
		{"not text", "access=%ff%00", "Number of people must be a number"},
	} {
		t.Run(c.name, func(t *testing.T) {
			want := c.want
			status := 422
			if c.name == "not text" {
				want, status = "Set an access target", 200 // nothing of it is left
			}
			a := pagetest.Get(t, as(w, w.Commissioner), "/icb/QWE/plan?"+c.query)
			a.Want(t, status, want)
			if status == 422 {
				a.Want(t, 422, "There is a problem")
			}
			if strings.Contains(a.Body, "<script>") || status == 422 && strings.Contains(a.Body, "data-plan-headline") {
				t.Error("what cannot be read has no result, and is never markup")
			}
		})
	}
	pagetest.Get(t, as(w, w.Commissioner), "/icb/QWE/plan?access=many&retention=12").Want(t, 422, `value="many"`, `value="12"`,
		`href="#access"`)
	wrong := pagetest.Get(t, as(w, w.Commissioner), "/icb/QWE/plan?access=many&retention=12")
	wrong.In("#access-error").Want(t, 422, "Number of people must be a number, like 1,200")
	wrong.None(t, 422, "#retention-error")
}

// TestProvidersApart: one provider's posts depart from the guideline, the ICB's as a whole do not.
func TestProvidersApart(t *testing.T) {
	pagetest.NeedAssets(t)
	w := storetest.New(t)
	access(t, w, 1000)
	if _, err := w.For(w.Lead).SaveContract(context.Background(), contract.Contract{
		Provider: w.ProviderB.Provider, Name: "IPS", Start: "2026-04-01", End: "2029-03-31",
		Stated: contract.Stated{Access: number.Amount{Hundredths: 600_00, Known: true}},
	}); err != nil {
		t.Fatal(err)
	}
	submit(t, w, w.ProviderA, "3", "1", "0.2", "3", "1", "0.2")
	a := pagetest.Get(t, as(w, w.Commissioner), "/icb/QWE/plan")
	a.Want(t, 200, "The ICB’s posts are not known: nothing submitted in the last year by ")
	a.Lacks(t, 200, "Not given yet")
	submit(t, w, w.ProviderB, "4", "0.5", "0.2", "3", "0.5", "0.2")
	a = pagetest.Get(t, as(w, w.Commissioner), "/icb/QWE/plan?access=999")
	a.Lacks(t, 200, "nothing submitted", "Reason for the number of service managers")
	says(t, a, "Reason for the number of team leaders Not given yet",
		"Specialists per team leader, funded 6.0 best practice Specialists per team leader, in post 8.0 above 6 but "+
			"acceptable (up to 10) "+
			"Team leaders per manager, funded 2.5 within the guideline Team leaders per manager, in post 2.5 within the guideline",
		"Expected 600 With the specialists funded 120 3 × 40 / (100% − 0%) = 120 With those in post 160 4 × 40 / (100% − 0%) = 160",
		"Admin staff no ratio in the toolkit – 0.00 0.00 – – 0.00 –",
		"Service managers – 0.20 0.20 100.0% – 0.00 – Admin staff – 0.00 0.00 – – 0.00 –")
	form := url.Values{"version": {"0"}, "year": {"2026"}, "managers_reason": {"One manager for both"}}
	if a := pagetest.Post(t, as(w, w.Commissioner), "/icb/QWE/plan", form); a.Status != 303 {
		t.Fatalf("saved: %d %s", a.Status, a.Body)
	}
	says(t, pagetest.Get(t, as(w, w.Commissioner), "/icb/QWE/plan"),
		"Reason for the number of team leaders Not given yet Reason for the number of service managers One manager for both")
}

// TestOtherYears: each link, message and record of a year is that year's.
func TestOtherYears(t *testing.T) {
	pagetest.NeedAssets(t)
	w := storetest.New(t)
	commissioner := as(w, w.Commissioner)
	a := pagetest.Get(t, commissioner, "/icb/QWE/plan?year=2027&access=100")
	a.Want(t, 200, `href="/icb/QWE/plan?year=2027">Back to what is recorded`, `/targets/access?year=2027#local`, `/plan/record?year=2027`)
	for year, want := range map[string]bool{"2024": false, "2025": true, "2026": true, "2028": true, "2029": false} {
		if got := strings.Contains(a.Body, `href="/icb/QWE/plan?year=`+year+`"`); got != want {
			t.Errorf("it leads to %s: %v", year, got)
		}
		status := map[bool]int{true: 303, false: 404}[want]
		pagetest.Post(t, commissioner, "/icb/QWE/plan", url.Values{"version": {"0"}, "year": {year}, "retention": {"10"}}).Want(t, status)
	}
	for _, year := range []string{"2024", "2029", "this", "2026.5"} {
		pagetest.Get(t, commissioner, "/icb/QWE/plan?year="+year).Want(t, 200, "Staffing plan for 2026/27")
	}
	if a := pagetest.Post(t, commissioner, "/icb/QWE/plan",
		url.Values{"version": {"0"}, "year": {"2027"}, "retention": {"12"}}); a.Header.Get("Location") !=
		"/icb/QWE/plan?year=2027&saved=yes" {
		t.Errorf("saved: %d %s", a.Status, a.Header.Get("Location"))
	}
	pagetest.Get(t, commissioner, "/icb/QWE/plan/record?year=2027").In(".app-history").Want(t, 200, "12%")
	a = pagetest.Post(t, commissioner, "/icb/QWE/plan", url.Values{"version": {"0"}, "year": {"2027"}, "retention": {"13"}})
	a.Want(t, 409, `value="13"`, `name="version" value="1"`, `href="/icb/QWE/plan?year=2027" role="button"`)
	a.Lacks(t, 409, `href="/icb/QWE/plan">`)
}

// TestCostsThatAreNotKnown: with one role's pay the others are named as left out, and no money is compared.
func TestCostsThatAreNotKnown(t *testing.T) {
	pagetest.NeedAssets(t)
	w := storetest.New(t)
	access(t, w, 410)
	submit(t, w, w.ProviderA, "7", "1", "0.2", "8", "1", "0.2")
	form := url.Values{
		"version": {"0"}, "year": {"2026"}, "retention": {"20"}, "pay_es": {"33437"}, "pay_source": {"Agenda for Change"},
		"grow_es": {"10.5"}, "grow_source": {"The growth plan"}, "grow_on-day": {"1"}, "grow_on-month": {"6"}, "grow_on-year": {"2026"},
	}
	if a := pagetest.Post(t, as(w, w.Commissioner), "/icb/QWE/plan", form); a.Status != 303 {
		t.Fatalf("saved: %d %s", a.Status, a.Body)
	}
	a := pagetest.Get(t, as(w, w.Commissioner), "/icb/QWE/plan")
	a.Lacks(t, 200, "The money recorded")
	// 8.2 and 8 posts, each of £42,483.441
	says(t, a, "One post £42,483 Posts needed £348,364 Posts funded £339,868 Difference £8,497",
		"Pay of team leaders, service managers, admin staff is not recorded", "10.50 employment specialists The growth plan, 1 June 2026")
}

func TestWhatIsRecordedForAYear(t *testing.T) {
	pagetest.NeedAssets(t)
	w := storetest.New(t)
	access(t, w, 410)
	submit(t, w, w.ProviderA, "7", "1", "0.2", "8", "1", "0.2")
	commissioner := as(w, w.Commissioner)
	pagetest.Get(t, commissioner, "/icb/QWE/plan/record?year=2026").Want(t, 200, "What is recorded for 2026/27", `name="leaders_reason"`,
		`name="year" value="2026"`, "/targets/access?year=2026")
	form := url.Values{
		"version": {"0"}, "year": {"2026"}, "retention": {"20%"}, "baseline": {"300"}, "expansion": {"100"}, "mhis": {"£250,000"},
		"sdf":           {"120000"},
		"finance_title": {"Director of finance"}, "finance_on-day": {"1"}, "finance_on-month": {"5"}, "finance_on-year": {"2026"},
		"grow_es": {"10.5"}, "leaders_reason": {"An admin post frees the leader"}, "pay_es": {"33437"}, "pay_tl": {"40823"},
		"pay_sm": {"50723"}, "pay_source": {"Agenda for Change"},
	}
	if a := pagetest.Post(t, commissioner, "/icb/QWE/plan", form); a.Status != 303 ||
		a.Header.Get("Location") != "/icb/QWE/plan?year=2026&saved=yes" {
		t.Fatalf("saved: %d %s %s", a.Status, a.Header.Get("Location"), a.Body)
	}
	shown := pagetest.Get(t, commissioner, "/icb/QWE/plan?saved=yes")
	shown.Want(t, 200, `value="20"`)
	// 8.2 x 42,483.441 + 1.366... x 52,033.539 + 0.273... x 64,834.239, and a fifth more
	says(t, shown, "Staffing plan for 2026/27 saved", "410 × (100% − 20%) = 328", "328 / 40 = 8.2",
		"IPS Grow’s published workforce target is 10.50 employment specialists: 8.00 funded, 2.50 short; 7.00 in post, 3.50 short.",
		staffing.OutOfWorkOnly, "People supported to keep a job: 20% of access is planned; the actual share is not available yet.",
		"Baseline and expansion are 300 + 100 = 400 people. The year’s access target is 410",
		"Employment specialists 9 as whole posts 8.20 8.00 7.00 87.5% 0.20 1.00 1.20 10.50", "An admin post frees the leader",
		"Director of finance, 1 May 2026",
		"Mental Health Investment Standard: £250,000", "£33,437 pay + £4,264.95 National Insurance + £4,781.49 pension = £42,483.44",
		"The money recorded for IPS is £370,000 a year. That is £154,638 less than the needed posts cost",
		"National Insurance of 15% on what is above £417 a month, a pension of 14.3%, and 20% of staff cost")

	wrong := url.Values{
		"version": {"1"}, "year": {"2026"}, "retention": {"120"}, "mhis": {"lots"}, "access_on-day": {"31"},
		"access_on-month": {"2"}, "access_on-year": {"2026"}, "managers_reason": {"One manager"},
	}
	pagetest.Post(t, commissioner, "/icb/QWE/plan", wrong).Want(t, 422, "There is a problem", `value="120"`, `value="lots"`, `value="31"`,
		"One manager", `href="#mhis"`, `href="#access_on-day"`,
		"Planned share of people supported to keep a job must be from 0% to 100%",
		"Mental Health Investment Standard (MHIS) must be a number")
	number := url.Values{"version": {"1"}, "year": {"2026"}, "leaders_reason": {"as 999 000 0018 says"}}
	pagetest.Post(t, commissioner, "/icb/QWE/plan", number).Want(t, 422, "must not include an NHS number",
		"The number ending 0018 is not an NHS number", "as 999 000 0018 says")
	pagetest.Post(t, commissioner, "/icb/QWE/plan",
		url.Values{
			"version": {"1"}, "year": {"2026"}, "finance_on-day": {"1"}, "finance_on-month": {"5"},
			"finance_on-year": {"2026"},
		}).Want(t,
		422, "Enter the job title of the person who agreed it for finance")

	stale := url.Values{"version": {"0"}, "year": {"2026"}, "retention": {"10"}}
	pagetest.Post(t, as(w, w.Lead), "/icb/QWE/plan", stale).Want(t, 409, "Person commissioner saved this while you were writing", "20%",
		"10%", "Director of finance", "Keep theirs", `name="version" value="1"`)
	pagetest.Post(t, commissioner, "/icb/QWE/plan", url.Values{"version": {"0"}, "year": {"2040"}}).Want(t, 404)
	pagetest.Get(t, commissioner, "/icb/QWE/plan/record?year=2026").Want(t, 200, "Saved by Person commissioner", "Agenda for Change")
}

func TestWhoReachesThePlan(t *testing.T) {
	pagetest.NeedAssets(t)
	w := storetest.New(t)
	closed := w.Commissioner
	closed.Tenant.Procurement = "2026-11-01"
	for _, c := range []struct {
		name string
		by   tenants.Member
		want int
	}{
		{"a provider", w.ProviderA, 403},
		{"a reader", w.Reader, 403},
		{"a commissioner while procurement is under way", closed, 403},
		{"the ICB administrator", w.Lead, 200},
	} {
		for _, path := range []string{"/icb/QWE/plan", "/icb/QWE/plan?access=1000", "/icb/QWE/plan/record?year=2026"} {
			if a := pagetest.Get(t, as(w, c.by), path); a.Status != c.want {
				t.Errorf("%s asks for %s: %d, want %d", c.name, path, a.Status, c.want)
			}
		}
		if a := pagetest.Post(t, as(w, c.by), "/icb/QWE/plan", url.Values{"year": {"2026"}, "version": {"0"}}); (a.Status == 403) !=
			(c.want == 403) {
			t.Errorf("%s saves: %d", c.name, a.Status)
		}
	}
}

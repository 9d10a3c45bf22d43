package contracts_test

import (
	"context"
	"net/url"
	"reflect"
	"strings"
	"testing"

	"github.com/gin-gonic/gin"

	"ipstoolkit/server/contracts"
	"ipstoolkit/server/page/pagetest"
	"ipstoolkit/tenants"
	"ipstoolkit/tenants/store/storetest"
	"ipstoolkit/toolkit/contract"
	"ipstoolkit/toolkit/edition"
	"ipstoolkit/toolkit/number"
)

func TestTemplates(t *testing.T) { pagetest.CheckTemplates(t) }

func as(w *storetest.World, m tenants.Member) *gin.Engine {
	e, icb := pagetest.As(m)
	contracts.Pages{Store: w.Store}.Mount(icb)
	return e
}

// typed is a whole form: three years less a day, an option exercised, talks held.
func typed(provider, version string) url.Values {
	f := url.Values{
		"version": {version}, "provider": {provider}, "name": {"IPS service"}, "reference": {"C/12"},
		"short_reason": {"A pilot"},
	}
	date(f, "start", "1", "4", "2024")
	date(f, "end", "30", "3", "2027")
	f.Set("option-1-months", "12")
	date(f, "option-1-exercised", "10", "1", "2026")
	date(f, "option-2-to", "30", "9", "2029")
	date(f, "talk-1-held", "1", "11", "2026")
	f.Set("talk-1-note", "Both want to go on")
	for name, value := range map[string]string{
		"type": "subcontract", "lead": "Example Trust", "payment": "activity", "meeting": "own", "place": "North",
		"variation-1-number": "1", "variation-1-purpose": "Self-referral", "variation-1-private": "yes",
	} {
		f.Set(name, value)
	}
	date(f, "variation-1-on", "1", "7", "2026")
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
	pagetest.Get(t, commissioner, "/icb/QWE/contracts/new").Want(t, 200, "Northside", "Riverside", "Add the contract",
		`name="option-1-months"`, `name="talk-1-held-day"`)
	a := pagetest.Post(t, commissioner, "/icb/QWE/contracts/new", typed(w.ProviderA.Provider, ""))
	if a.Status != 303 {
		t.Fatalf("added: %d %s", a.Status, a.Body)
	}
	path := strings.TrimSuffix(a.Header.Get("Location"), "?saved=added")
	pagetest.Get(t, commissioner, a.Header.Get("Location")).Want(t, 200, "Contract IPS service added", "1 April 2024 to 30 March 2028",
		"3 years, 11 months and 30 days", "up to 5 years and 6 months", "Held on 1 November 2026",
		"12 months more, exercised on 10 January 2026", "Met",
		"Both want to go on", "The clauses have not been checked yet", "Subcontract", "Under Example Trust", "Cost and volume",
		"A separate meeting", "North", "1 July 2026", "Self-referral", "For commissioners only")

	pagetest.Get(t, commissioner, path+"/edit").Want(t, 200, `name="talk-1-held-for" value="2028-03-30"`, `name="option-3-months"`,
		`name="variation-2-number"`, "Save the contract")

	gone := typed(w.ProviderA.Provider, "1")
	for field := range gone {
		if strings.HasPrefix(field, "option-1") {
			gone.Set(field, "") // the first option is taken away, the second moves up
		}
	}
	gone.Set("talk-1-held-for", "2028-03-30")
	if a := pagetest.Post(t, commissioner, path+"/edit", gone); a.Status != 303 {
		t.Fatalf("changed: %d %s", a.Status, a.Body)
	}
	got, err := w.For(w.Lead).Contract(context.Background(), path[strings.LastIndex(path, "/")+1:])
	if err != nil || len(got.Options) != 1 || got.Options[0] != (contract.Option{To: "2029-09-30"}) || got.PresentEnd() != "2027-03-30" {
		t.Errorf("kept %+v, %v", got, err)
	}
	if got.Talks[0].ForEnd != "2028-03-30" {
		t.Errorf("talks keep the end they were held for: %+v", got.Talks)
	}
	got.Value = contract.Value{MHIS: number.AmountOf(250_000_00), SDF: number.AmountOf(120_000_00)}
	again := pagetest.Get(t, commissioner, path+"/edit").In("form:has(#short_reason)").Sends(t, 200)
	again.Set("value_mhis", "250,000")
	again.Set("value_sdf", "£120,000")
	for range 2 { // the second time as the form shows it
		pagetest.Post(t, commissioner, path+"/edit", again).Want(t, 303)
		got.Version++
		if kept, err := w.For(w.Lead).Contract(context.Background(), got.ID); err != nil || !reflect.DeepEqual(kept, got) {
			t.Fatalf("the form sent as it is changes the contract: %+v, %v, want %+v", kept, err, got)
		}
		again = pagetest.Get(t, commissioner, path+"/edit").In("form:has(#short_reason)").Sends(t, 200)
	}
	pagetest.Get(t, commissioner, path).Want(t, 200, "Not met: A pilot", "Overdue: it was due by 30 September 2026", contract.TalksWords,
		"It runs for 2 years, 11 months and 30 days, but the toolkit asks for 3 years or more")
	pagetest.Get(t, commissioner, "/icb/QWE/contracts").Want(t, 200, "IPS service", "Overdue", contract.TalksWords,
		"2 years, 11 months and 30 days", "It runs for 2 years", "and 1 more")

	mine := typed(w.ProviderA.Provider, "1")
	mine.Set("name", "IPS service, mine")
	pagetest.Post(t, commissioner, path+"/edit", mine).Want(t, 409, "Person commissioner saved this contract while you were writing",
		"IPS service, mine", `name="version" value="4"`, "Keep theirs")
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
	a.Want(t, 422, "Choose the provider", "Enter a name for the contract", "Start date must be a real date",
		"Months of the option must be a whole number",
		"Date of the option must include a month", `href="#option-2-to-month"`, "The date of the conversation must be today or in the past",
		`value="many"`,
		"About 999 000 0018", "The number ending 0018 is not an NHS number")
	for _, follows := range []string{"Enter the date the contract starts", "Enter how many months option"} {
		if strings.Contains(a.Body, follows) {
			t.Errorf("%q only follows from what could not be read", follows)
		}
	}
}

// TestRefusedPartsKeepWhatWasTyped: of an early end and of a variation too, each problem once.
func TestRefusedPartsKeepWhatWasTyped(t *testing.T) {
	pagetest.NeedAssets(t)
	w := storetest.New(t)
	e := as(w, w.Commissioner)
	for _, c := range []struct {
		name   string
		change func(url.Values)
		want   []string
		never  []string
	}{
		{
			"an early end on no day", func(f url.Values) { date(f, "ended", "31", "2", "2027") },
			[]string{"Early end date must be a real date", `name="ended-month" type="text" value="2"`, "End the contract early"},
			[]string{"Enter why the contract ends early"},
		},
		{
			"an early end without a reason", func(f url.Values) { date(f, "ended", "28", "2", "2027") },
			[]string{"Enter why the contract ends early", `href="#ended_reason"`, `name="ended-day" type="text" value="28"`},
			nil,
		},
		{
			"a variation with half a date, moved up into the first place", func(f url.Values) {
				for _, field := range []string{"number", "on-day", "on-month", "on-year", "purpose"} {
					f.Set("variation-3-"+field, f.Get("variation-1-"+field))
					f.Set("variation-1-"+field, "")
				}
				f.Set("variation-3-on-month", "")
				f.Set("variation-3-private", "yes")
			},
			[]string{
				"Date of the variation must include a month", `href="#variation-1-on-month"`,
				`name="variation-1-private" type="checkbox" value="yes" checked`, "Self-referral",
			},
			[]string{"Enter the date of variation 1"},
		},
		{
			"under a contract that is none", func(f url.Values) { f.Set("lead", ""); f.Set("under", "nobody's") },
			[]string{"Choose the contract it runs under from the list", `href="#under"`},
			nil,
		},
		{
			"a type of somebody's own", func(f url.Values) { f.Set("type", "lottery"); f.Set("lead", "") },
			[]string{"Choose the type of the contract from the list"},
			nil,
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			form := typed(w.ProviderA.Provider, "")
			c.change(form)
			a := pagetest.Post(t, e, "/icb/QWE/contracts/new", form)
			a.Want(t, 422, append(c.want, "IPS service", "Both want to go on")...)
			for _, never := range c.never {
				if strings.Contains(a.Body, never) {
					t.Errorf("%q only follows", never)
				}
			}
		})
	}
}

func TestWhoReachesContracts(t *testing.T) {
	pagetest.NeedAssets(t)
	w := storetest.New(t)
	saved := map[string]string{}
	for _, m := range []tenants.Member{w.ProviderA, w.ProviderB} {
		k, err := w.For(w.Lead).SaveContract(context.Background(), contract.Contract{
			Provider: m.Provider, Name: "IPS", Start: "2024-04-01", End: "2026-12-31", ShortReason: "A pilot",
			Talks:   []contract.Talk{{HeldOn: "2026-11-01", ForEnd: "2026-12-31"}},
			EndedOn: "2026-12-30", EndedReason: "No staff left",
			Stated:     contract.Stated{Access: number.Amount{Hundredths: 120_00, Known: true}},
			Terms:      map[string]contract.Term{"pay": {Answer: contract.NeedsVariation, Reference: "Schedule 2A"}},
			Variations: []contract.Variation{{Number: "V7", On: "2026-02-01", Purpose: "A lower price", Private: true}},
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
		{"a commissioner", w.Commissioner, own + "/edit", 200, 409},
		{"a commissioner the clauses", w.Commissioner, own + "/clauses", 200, 409},
		{"a commissioner the removal", w.Commissioner, own + "/remove", 200, 409},
		{"a provider its own", w.ProviderA, own, 200, 404},
		{"a provider a rival's", w.ProviderA, rival, 404, 404},
		{"a provider changes its own", w.ProviderA, own + "/edit", 403, 403},
		{"a provider its clauses", w.ProviderA, own + "/clauses", 403, 403},
		{"a provider removes its own", w.ProviderA, own + "/remove", 403, 403},
		{"a reader", w.Reader, own, 403, 404},
		{"a reader the clauses", w.Reader, own + "/clauses", 403, 403},
		{"nobody's", w.Lead, "/icb/QWE/contracts/x/edit", 404, 404},
		{"nobody's clauses", w.Lead, "/icb/QWE/contracts/x/clauses", 404, 404},
		{"nobody's removal", w.Lead, "/icb/QWE/contracts/x/remove", 404, 404},
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
		a.Want(t, 200, "2 years, 8 months and 30 days", "Ends early")
		for _, never := range []string{
			"talks", "Talks", "A pilot", "Riverside", "held", "No staff left", "A lower price",
			"Needs variation", "Not met", "Missing", "missing", "/remove", "/edit",
		} {
			if strings.Contains(a.Body, never) {
				t.Errorf("a provider reads %q on %s", never, path)
			}
		}
	}
}

// TestClausesAreAnswered: answers, their places in the contract and numbers are kept, and the rest of the contract
// stays.
func TestClausesAreAnswered(t *testing.T) {
	pagetest.NeedAssets(t)
	w := storetest.New(t)
	ctx := context.Background()
	k, err := w.For(w.Lead).SaveContract(ctx, contract.Contract{
		Provider: w.ProviderA.Provider, Name: "IPS service", Start: "2024-04-01", End: "2029-03-31", Place: "North",
		Terms: map[string]contract.Term{"permanent": {Answer: contract.Yes}}, Options: []contract.Option{{Months: 12}},
	})
	if err != nil {
		t.Fatal(err)
	}
	e, at := as(w, w.Commissioner), "/icb/QWE/contracts/"+k.ID
	pagetest.Get(t, e, at+"/clauses").Want(t, 200, "Who can refer", `name="clause-referral_centre"`, "None in the area",
		"Priority 2.3, page 14 of the toolkit", `name="outcome_stated"`)
	form := url.Values{
		"version": {"1"}, "clause-outcome_target": {"yes"}, "outcome_stated": {"35%"}, "ref-outcome_target": {"Schedule 2A"},
		"clause-referral_self": {"variation"}, "clause-referral_centre": {"none"}, "clause-pay": {"no"}, "access_stated": {"1,200"},
		"es_stated": {"18.5"},
	}
	if a := pagetest.Post(t, e, at+"/clauses", form); a.Status != 303 {
		t.Fatalf("%d %s", a.Status, a.Body)
	}
	pagetest.Get(t, e, at+"?saved=clauses").Want(t, 200, "Clauses of IPS service saved", "1,200 people a year",
		"35% of people out of work supported into jobs", "Schedule 2A",
		"It states an outcome target of 35%, but the toolkit&#39;s minimum is 40%",
		"Self-referrals are not allowed, so the contract needs a variation", "15 clauses have not been checked yet",
		"It states 18.5 FTE employment specialists for 1,200 people a year")
	got, err := w.For(w.Lead).Contract(ctx, k.ID)
	if err != nil || got.Place != "North" || len(got.Options) != 1 || got.Version != 2 || got.Terms["permanent"].Answer != "" {
		t.Errorf("kept %+v, %v", got, err)
	}
	form.Set("clause-pay", "yes")
	form.Set("es_stated", "20")
	stale := pagetest.Post(t, e, at+"/clauses", form)
	stale.Want(t, 409, "Person commissioner saved this contract while you were writing", `name="version" value="2"`)
	stale.In("table:has(#differences-caption) tbody tr").Is(t, 409,
		"What Pay in line with Agenda for Change: employment specialists Band 5, senior specialists and team leaders Band 6, service "+
			"managers "+
			"Band 7 or 8a Theirs No Yours Yes", "What Employment specialists stated Theirs 18.5 Yours 20")

	wrong := url.Values{
		"version": {"2"}, "outcome_stated": {"many"}, "tl_stated": {"-1"}, "clause-pay": {"none"}, "ref-pay": {"Ask 999 000 0018"},
		"ref-caseload": {strings.Repeat("x", 201)},
	}
	a := pagetest.Post(t, e, at+"/clauses", wrong)
	a.Want(t, 422, "Outcome target stated must be a number, like 25%", "Team leaders stated must be 0 or more",
		"Choose one of the answers for", "must not include an NHS number",
		"Where it says so must be 200 characters or fewer", `value="many"`, `value="-1"`, "Ask 999 000 0018",
		"The number ending 0018 is not an NHS number", `href="#clause-pay"`)
	if summary := a.Body[:strings.Index(a.Body, "<form")]; strings.Index(summary, "#outcome_stated") >
		strings.Index(summary, "#ref-caseload") || strings.Index(summary, "#ref-caseload") > strings.Index(summary, "#clause-pay") {
		t.Error("the summary is not in the order of the form")
	}
}

// A lead provider reads on its contract, and in its workbook, what it passed on, and not to whom.
func TestALeadProviderReadsWhatItPassedOn(t *testing.T) {
	pagetest.NeedAssets(t)
	w := storetest.New(t)
	ctx, rows := context.Background(), w.For(w.Lead)
	stated := func(people int64) contract.Stated { return contract.Stated{Access: number.AmountOf(people * 100)} }
	head, err := rows.SaveContract(ctx,
		contract.Contract{Provider: w.ProviderA.Provider, Name: "Whole", Start: "2024-04-01", Stated: stated(250)})
	if err != nil {
		t.Fatal(err)
	}
	sub, err := rows.SaveContract(ctx, contract.Contract{
		Provider: w.ProviderB.Provider, Name: "Rest", Start: "2024-04-01", Type: contract.Subcontract, Under: head.ID, Stated: stated(60),
	})
	if err != nil {
		t.Fatal(err)
	}
	const part = "60 people a year, from 1 April 2024"
	a := pagetest.Get(t, as(w, w.ProviderA), "/icb/QWE/contracts/"+head.ID)
	a.Want(t, 200, "Passed on to subcontracts", part)
	a.In("main").Lacks(t, 200, "Rest", "Riverside")
	pagetest.Get(t, as(w, w.ProviderB), "/icb/QWE/contracts/"+sub.ID).In("main").Lacks(t, 200, "Whole", "250", "Northside", "Passed on")
	editions, err := edition.LoadFolder("")
	if err != nil {
		t.Fatal(err)
	}
	s, err := w.For(w.ProviderA).Snapshot(ctx, editions, w.ProviderA.Audience())
	if err != nil {
		t.Fatal(err)
	}
	if got := s.Told().Contracts[head.ID].States; got != "250 people a year\nPassed on to a subcontract: "+part {
		t.Errorf("the workbook says %q", got)
	}
}

func TestAContractIsRemoved(t *testing.T) {
	pagetest.NeedAssets(t)
	w := storetest.New(t)
	ctx, rows := context.Background(), w.For(w.Lead)
	head, err := rows.SaveContract(ctx, contract.Contract{Provider: w.ProviderA.Provider, Name: "Twice", Start: "2024-04-01"})
	if err != nil {
		t.Fatal(err)
	}
	sub, err := rows.SaveContract(ctx, contract.Contract{
		Provider: w.ProviderB.Provider, Name: "Sub", Start: "2024-04-01",
		Type: contract.Subcontract, Under: head.ID,
	})
	if err != nil {
		t.Fatal(err)
	}
	e, path := as(w, w.Commissioner), "/icb/QWE/contracts/"
	pagetest.Get(t, e, path+head.ID).Want(t, 200, "Subcontracts under it", "Riverside: Sub")
	pagetest.Get(t, e, path+sub.ID).Lacks(t, 200, "Subcontracts under it")
	pagetest.Get(t, e, path+sub.ID).Want(t, 200, "Under Northside: Twice")
	pagetest.Get(t, e, path+head.ID+"/remove").Want(t, 200, "Remove Twice", "You cannot undo this", "record its early end instead")
	pagetest.Post(t, e, path+head.ID+"/remove", url.Values{"version": {"1"}}).Want(t, 422, "Another contract runs under it")
	if a := pagetest.Post(t, e, path+sub.ID+"/remove", url.Values{"version": {"1"}}); a.Status != 303 {
		t.Fatalf("removed: %d", a.Status)
	}
	pagetest.Post(t, e, path+head.ID+"/remove", url.Values{"version": {"9"}}).Want(t, 409,
		"Person lead changed this contract after you opened this page", "It was not removed.")
	if a := pagetest.Post(t, e, path+head.ID+"/remove", url.Values{"version": {"1"}}); a.Status != 303 {
		t.Fatalf("removed: %d", a.Status)
	}
	pagetest.Get(t, e, "/icb/QWE/contracts?saved=removed").Want(t, 200, "Contract removed", "No contract is recorded yet")
}

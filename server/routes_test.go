package server

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"

	"ipstoolkit/assets"
	"ipstoolkit/server/demoidp"
	"ipstoolkit/server/page"
	"ipstoolkit/server/page/pagetest"
	"ipstoolkit/server/signin"
	"ipstoolkit/tenants"
	"ipstoolkit/tenants/store"
	"ipstoolkit/tenants/store/storetest"
	"ipstoolkit/toolkit/action"
	"ipstoolkit/toolkit/assessment"
	"ipstoolkit/toolkit/contract"
	"ipstoolkit/toolkit/edition"
	"ipstoolkit/toolkit/evidence"
	"ipstoolkit/toolkit/figures"
	"ipstoolkit/toolkit/measure"
	"ipstoolkit/toolkit/number"
	"ipstoolkit/toolkit/question"
	"ipstoolkit/toolkit/record"
	"ipstoolkit/toolkit/snapshot"
)

// route is one route and who may use it: a letter for each role (L lead, C commissioner, P provider, R reader), or
// anybody who has signed in ("session"), or everybody ("public").
type route struct {
	pattern string // as gin knows it: "GET /icb/:code/toolkit/:key"
	who     string
	// sample is the address asked for; :code is put in. It may hold ids of the fixture: {provider}, {member} ...
	sample string
}

// routes is every route of the service. A route that is not here fails the test.
var routes = append(append(listRoutes(), meetingRoutes()...), []route{
	{"GET /healthz", "public", "/healthz"},
	{"GET /readyz", "public", "/readyz"},
	{"GET /assets/*path", "public", "/assets/app.css"},
	{"GET /sign-in", "public", "/sign-in"},
	{"GET /sign-in/callback", "public", "/sign-in/callback"},
	{"POST /sign-out", "public", "/sign-out"},
	{"GET /signed-out", "public", "/signed-out"},
	{"GET /invitations/:token", "public", "/invitations/x"},
	{"POST /invitations/:token", "session", "/invitations/x"},
	{"GET /my-icbs", "session", "/my-icbs"},
	{"GET /account", "session", "/account"},
	{"GET /account/reminders", "session", "/account/reminders"},
	{"POST /account/reminders", "session", "/account/reminders"},
	{"POST /account/calendar", "session", "/account/calendar"},
	{"POST /account/calendar/end", "session", "/account/calendar/end"},
	{"GET /calendar/:file", "public", "/calendar/none.ics"},
	{"POST /account/stay", "public", "/account/stay"},
	{"POST /account/sign-out-everywhere", "session", ""},
	{"GET /accessibility", "public", "/accessibility"},
	{"GET /privacy", "public", "/privacy"},
	{"GET /cookies", "public", "/cookies"},
	{"GET /contact", "public", "/contact"},
	{"GET /third-party", "public", "/third-party"},
	{"GET /abbreviations", "public", "/abbreviations"},
	{"GET /edition/:id", "public", "/edition/2026-03"},
	{"GET /edition/:id/toolkit", "public", "/edition/2026-03/toolkit"},
	{"GET /", "public", "/"},
	{"GET /my-work", "session", "/my-work"},
	{"GET /icb/:code", "LCPR", "/icb/:code"},
	{"GET /icb/:code/my-work", "LCPR", "/icb/:code/my-work"},
	{"GET /icb/:code/pack", "LCR", "/icb/:code/pack"},
	{"GET /icb/:code/steering-group", "LCR", "/icb/:code/steering-group"},
	{"GET /icb/:code/workbook", "LCPR", "/icb/:code/workbook"},
	{"GET /icb/:code/workbook.xlsx", "LCPR", "/icb/:code/workbook.xlsx"},
	{"GET /icb/:code/rounds", "LCPR", "/icb/:code/rounds"},
	{"GET /icb/:code/rounds/:quarter/open", "L", "/icb/:code/rounds/2026Q3/open"},
	{"POST /icb/:code/rounds/:quarter/open", "L", "/icb/:code/rounds/2026Q3/open"},
	{"GET /icb/:code/rounds/:quarter/edition", "L", "/icb/:code/rounds/2026Q3/edition"},
	{"POST /icb/:code/rounds/:quarter/edition", "L", "/icb/:code/rounds/2026Q3/edition"},
	{"POST /icb/:code/rounds/:quarter/edition/undo", "L", "/icb/:code/rounds/2026Q3/edition/undo"},
	{"GET /icb/:code/rounds/:quarter/seal", "L", "/icb/:code/rounds/2026Q3/seal"},
	{"POST /icb/:code/rounds/:quarter/seal", "L", "/icb/:code/rounds/2026Q3/seal"},
	{"GET /icb/:code/compare", "LCPR", "/icb/:code/compare"},
	{"GET /icb/:code/rounds/files/:file", "LCR", "/icb/:code/rounds/files/{sealed}"},
	{"GET /icb/:code/history.csv", "LC", "/icb/:code/history.csv"},
	{"GET /icb/:code/toolkit", "LCPR", "/icb/:code/toolkit"},
	{"GET /icb/:code/toolkit/review", "LCPR", "/icb/:code/toolkit/review"},
	{"POST /icb/:code/toolkit/review", "LC", "/icb/:code/toolkit/review"},
	{"GET /icb/:code/import", "LCP", "/icb/:code/import"},
	{"POST /icb/:code/import", "LCP", "/icb/:code/import"},
	{"GET /icb/:code/toolkit/review/import", "LC", "/icb/:code/toolkit/review/import"},
	{"POST /icb/:code/toolkit/review/import", "LC", "/icb/:code/toolkit/review/import"},
	{"GET /icb/:code/toolkit/:key", "LCPR", "/icb/:code/toolkit/3.4"},
	{"POST /icb/:code/toolkit/:key", "LC", "/icb/:code/toolkit/3.4"},
	{"POST /icb/:code/toolkit/:key/answer", "LC", "/icb/:code/toolkit/1.2/answer"},
	{"GET /icb/:code/questions", "LCP", "/icb/:code/questions"},
	{"GET /icb/:code/questions/new", "LCP", "/icb/:code/questions/new?about=evidence&id={evidence}"},
	{"POST /icb/:code/questions/new", "LCP", "/icb/:code/questions/new"},
	{"GET /icb/:code/questions/:id", "LCP", "/icb/:code/questions/{question}"},
	{"POST /icb/:code/questions/:id", "LCP", "/icb/:code/questions/{question}"},
	{"POST /icb/:code/toolkit/:key/view", "P", "/icb/:code/toolkit/1.2/view"},
	{"POST /icb/:code/toolkit/:key/comment", "LC", "/icb/:code/toolkit/1.2/comment"},
	{"GET /icb/:code/evidence", "LCP", "/icb/:code/evidence"},
	{"GET /icb/:code/evidence/add", "LCP", "/icb/:code/evidence/add?priority=3.4"},
	{"POST /icb/:code/evidence/add", "LCP", "/icb/:code/evidence/add"},
	{"GET /icb/:code/evidence/:id", "LCP", "/icb/:code/evidence/{evidence}"},
	{"POST /icb/:code/evidence/:id", "LCP", "/icb/:code/evidence/{evidence}"},
	{"GET /icb/:code/evidence/:id/edit", "LCP", "/icb/:code/evidence/{evidence}/edit"},
	{"POST /icb/:code/evidence/:id/edit", "LCP", "/icb/:code/evidence/{evidence}/edit"},
	{"GET /icb/:code/evidence/:id/files/:file", "LCP", "/icb/:code/evidence/{evidence}/files/{file}"},
	{"GET /icb/:code/evidence/:id/files/:file/remove", "L", "/icb/:code/evidence/{evidence}/files/{file}/remove"},
	{"POST /icb/:code/evidence/:id/files/:file/remove", "L", "/icb/:code/evidence/{evidence}/files/{file}/remove"},
	{"GET /icb/:code/people", "LC", "/icb/:code/people"},
	{"POST /icb/:code/people", "L", "/icb/:code/people"},
	{"GET /icb/:code/people/:member", "L", "/icb/:code/people/{member}"},
	{"POST /icb/:code/people/:member", "L", "/icb/:code/people/{member}"},
	{"GET /icb/:code/people/:member/hand-over", "L", "/icb/:code/people/{member}/hand-over"},
	{"POST /icb/:code/people/:member/hand-over", "L", "/icb/:code/people/{member}/hand-over"},
	{"GET /icb/:code/people/:member/end", "L", "/icb/:code/people/{member}/end"},
	{"POST /icb/:code/people/:member/end", "L", "/icb/:code/people/{member}/end"},
	{"POST /icb/:code/people/invitations/:invitation/renew", "L", "/icb/:code/people/invitations/{invitation}/renew"},
	{"POST /icb/:code/people/invitations/:invitation/withdraw", "L", "/icb/:code/people/invitations/{invitation}/withdraw"},
	{"GET /icb/:code/providers", "LC", "/icb/:code/providers"},
	{"POST /icb/:code/providers", "LC", "/icb/:code/providers"},
	{"GET /icb/:code/providers/:provider", "LC", "/icb/:code/providers/{provider}"},
	{"POST /icb/:code/providers/:provider", "LC", "/icb/:code/providers/{provider}"},
	{"GET /icb/:code/settings", "LC", "/icb/:code/settings"},
	{"POST /icb/:code/settings", "L", "/icb/:code/settings"},
	{"GET /icb/:code/procurement", "LC", "/icb/:code/procurement"},
	{"POST /icb/:code/procurement", "L", "/icb/:code/procurement"},
	{"GET /icb/:code/history", "LC", "/icb/:code/history"},
	{"GET /icb/:code/personal", "L", "/icb/:code/personal"},
	{"POST /icb/:code/personal", "L", "/icb/:code/personal"},
	{"GET /icb/:code/export", "L", "/icb/:code/export"},
	{"POST /icb/:code/export", "L", "/icb/:code/export"},
	{"GET /icb/:code/returns", "LCP", "/icb/:code/returns"},
	{"GET /my-returns", "session", "/my-returns"},
	{"GET /icb/:code/returns/set", "LCP", "/icb/:code/returns/set"},
	{"POST /icb/:code/returns/set", "LC", "/icb/:code/returns/set"},
	{"GET /icb/:code/returns/published", "LCP", "/icb/:code/returns/published"},
	{"POST /icb/:code/returns/published", "LC", "/icb/:code/returns/published"},
	{"POST /icb/:code/returns/published/file", "LC", "/icb/:code/returns/published/file"},
	{"GET /icb/:code/returns/:provider/:quarter/import", "LCP", "/icb/:code/returns/{northside}/2026Q2/import"},
	{"POST /icb/:code/returns/:provider/:quarter/import", "LCP", "/icb/:code/returns/{northside}/2026Q2/import"},
	{"GET /icb/:code/returns/:provider/:quarter/ask", "LC", "/icb/:code/returns/{northside}/2026Q2/ask"},
	{"GET /icb/:code/returns/:provider/:quarter/receipt", "LCP", "/icb/:code/returns/{northside}/2026Q1/receipt"},
	{"GET /icb/:code/returns/:provider/saved", "LCP", "/icb/:code/returns/{northside}/saved?of={saved}"},
	{"GET /icb/:code/returns/:provider/:quarter", "LCP", "/icb/:code/returns/{northside}/2026Q2"},
	{"POST /icb/:code/returns/:provider/:quarter", "LCP", "/icb/:code/returns/{northside}/2026Q2"},
	{"GET /icb/:code/equity", "LCP", "/icb/:code/equity"},
	{"POST /icb/:code/equity", "LC", "/icb/:code/equity"},
	{"GET /icb/:code/equity/collected", "LC", "/icb/:code/equity/collected"},
	{"GET /icb/:code/equity/collected/:characteristic", "LC", "/icb/:code/equity/collected/{characteristic}"},
	{"POST /icb/:code/equity/collected/:characteristic", "LC", "/icb/:code/equity/collected/{characteristic}"},
	{"GET /icb/:code/equity/:provider/:quarter", "P", "/icb/:code/equity/{northside}/2026Q2"},
	{"POST /icb/:code/equity/:provider/:quarter", "P", "/icb/:code/equity/{northside}/2026Q2"},
	{"POST /icb/:code/equity/:provider/:quarter/import", "P", "/icb/:code/equity/{northside}/2026Q2/import"},
	{"GET /icb/:code/equity/:provider/:quarter/:characteristic", "P", "/icb/:code/equity/{northside}/2026Q2/age"},
	{"POST /icb/:code/equity/:provider/:quarter/:characteristic", "P", "/icb/:code/equity/{northside}/2026Q2/age"},
	{"GET /icb/:code/plan", "LC", "/icb/:code/plan?access=1000&retention=25"},
	{"GET /icb/:code/plan/record", "LC", "/icb/:code/plan/record?year=2026"},
	{"POST /icb/:code/plan", "LC", "/icb/:code/plan"},
	{"GET /icb/:code/contracts", "LCP", "/icb/:code/contracts"},
	{"GET /icb/:code/contracts/new", "LC", "/icb/:code/contracts/new"},
	{"POST /icb/:code/contracts/new", "LC", "/icb/:code/contracts/new"},
	{"GET /icb/:code/contracts/:id", "LCP", "/icb/:code/contracts/{contract}"},
	{"GET /icb/:code/contracts/:id/edit", "LC", "/icb/:code/contracts/{contract}/edit"},
	{"POST /icb/:code/contracts/:id/edit", "LC", "/icb/:code/contracts/{contract}/edit"},
	{"GET /icb/:code/contracts/:id/clauses", "LC", "/icb/:code/contracts/{contract}/clauses"},
	{"POST /icb/:code/contracts/:id/clauses", "LC", "/icb/:code/contracts/{contract}/clauses"},
	{"GET /icb/:code/contracts/:id/remove", "LC", "/icb/:code/contracts/{contract}/remove"},
	{"POST /icb/:code/contracts/:id/remove", "LC", "/icb/:code/contracts/{contract}/remove"},
	{"GET /icb/:code/targets", "LCPR", "/icb/:code/targets"},
	{"GET /icb/:code/targets/new", "LC", "/icb/:code/targets/new"},
	{"POST /icb/:code/targets/new", "LC", "/icb/:code/targets/new"},
	{"GET /icb/:code/targets/:kind", "LCPR", "/icb/:code/targets/job-outcome-rate"},
	{"POST /icb/:code/targets/:kind", "LC", "/icb/:code/targets/job-outcome-rate"},
	{"POST /icb/:code/targets/:kind/measures", "LC", "/icb/:code/targets/{own}/measures"},
	{"GET /icb/:code/targets/:kind/end", "LC", "/icb/:code/targets/{own}/end"},
	{"POST /icb/:code/targets/:kind/end", "LC", "/icb/:code/targets/{own}/end"},
	{"GET /icb/:code/actions", "LCPR", "/icb/:code/actions"},
	{"GET /icb/:code/actions/new", "LC", "/icb/:code/actions/new?about=contract&id={contract}"},
	{"POST /icb/:code/actions/new", "LC", "/icb/:code/actions/new"},
	{"GET /icb/:code/actions/:id", "LCPR", "/icb/:code/actions/{action}"},
	{"POST /icb/:code/actions/:id", "LCP", "/icb/:code/actions/{action}"},
	{"GET /icb/:code/actions/:id/edit", "LC", "/icb/:code/actions/{action}/edit"},
	{"POST /icb/:code/actions/:id/edit", "LC", "/icb/:code/actions/{action}/edit"},
	{"GET /icb/:code/personal-data", "L", "/icb/:code/personal-data"},
	{"POST /icb/:code/personal-data", "L", "/icb/:code/personal-data"},
}...)

// site is the whole service on an address of this machine, with its demonstration sign-in service.
type site struct {
	*storetest.World
	url     string
	handler http.Handler
	routes  map[string]bool
	// ids are the rows that the samples name: "{evidence}" and its id.
	ids []string
}

// at is a route's sample in an ICB.
func (s *site) at(r route, code string) string {
	return strings.NewReplacer(append(s.ids, ":code", code)...).Replace(r.sample)
}

// fill makes the rows that the samples name in an ICB, each with a mark in what is written in it, and returns their ids.
func (s *site) fill(t testing.TB, lead, provider, member tenants.Member, mark string) []string {
	t.Helper()
	ctx, rows := context.Background(), s.For(provider)
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	f, err := rows.PutFile(ctx, evidence.File{Name: mark + "a.txt", Kind: evidence.TXT, Size: 5, State: evidence.Clean},
		strings.NewReader("hello"))
	must(err)
	e, err := rows.SaveEvidence(ctx, edition.Current(),
		evidence.Evidence{Title: mark + "Minutes", Places: []evidence.Place{{Priority: "3.4"}}}, f)
	must(err)
	_, err = s.For(lead).Invite(ctx, store.Invitation{Name: mark + "Newcomer", Role: tenants.Reader})
	must(err)
	invitations, err := s.For(lead).Invitations(ctx)
	must(err)
	k, err := s.For(lead).SaveContract(ctx, contract.Contract{
		Provider: provider.Provider, Name: mark + "IPS service", Start: "2024-04-01", End: "2027-03-31", Place: mark + "North",
		Terms:      map[string]contract.Term{"pay": {Answer: contract.Yes, Reference: mark + "Schedule 2A"}},
		Variations: []contract.Variation{{Number: mark + "V1", On: "2025-04-01", Purpose: mark + "Self-referral"}},
	})
	must(err)
	_, err = rows.SaveReturn(ctx, figures.Return{
		Provider: provider.Provider, Quarter: "2026Q1", Note: mark + "A quiet quarter",
		AccessUnemployed: number.CountOf(9), AccessRetention: number.CountOf(1), FirstJobStarts: number.CountOf(4),
		KeptWork: number.CountOf(1),
		InPost:   figures.Posts{ES: number.FTEOf(100), TL: number.FTEOf(20), SM: number.FTEOf(10)},
	}, figures.Submit)
	must(err)
	events, err := s.For(lead).History(ctx, "return", provider.Provider+" 2026Q1")
	must(err)
	own, err := s.For(lead).SaveOwnTarget(ctx,
		measure.Own{
			Name: mark + "Employers met", Unit: measure.Number, Direction: measure.AtLeast,
			Value: number.Amount{Hundredths: 2000, Known: true},
		})
	must(err)
	p, _ := edition.Current().Priority("4.5")
	must(rows.SaveView(ctx, p, assessment.View{Status: assessment.InPlace, Note: mark + "All are permanent"}))
	a, err := s.For(lead).SaveAction(ctx, action.Action{
		What: mark + "Find a room", Owner: action.Owner{Provider: provider.Provider}, Due: "2026-10-31", Shared: true,
		About: action.About{Kind: "priority", ID: "3.4"}, Note: mark + "Two are free",
	})
	must(err)
	_, err = s.For(lead).SaveAction(ctx, action.Action{
		What: mark + "Ask for the annex", Owner: action.Owner{Role: mark + "Ward manager"}, Due: "2027-10-31",
		About: action.About{Kind: "contract", ID: k.ID},
	})
	must(err)
	asked, err := s.For(lead).AskQuestion(ctx, edition.Current(), question.Question{
		About: question.About{Kind: record.Evidence, ID: e.ID},
	}, mark+"Which months?", "")
	must(err)
	s.fillPlan(t, lead, mark)
	editions, err := edition.LoadFolder("")
	must(err)
	must(s.For(lead).SealRound(ctx, editions, store.Seal{
		Quarter: "2026Q2", Workbook: func(to io.Writer, _ snapshot.Snapshot) error {
			_, err := io.WriteString(to,
				"a workbook")
			return err
		},
	}))
	sealings, err := s.For(lead).Rounds(ctx)
	must(err)
	sealed := slices.IndexFunc(sealings[0].Files, func(f store.SealedFile) bool { return f.Audience == "steering group" })
	return append(append(s.fillLists(t, lead, provider, mark), s.fillEquity(t, lead, provider, mark)...), []string{
		"{sealed}", sealings[0].Files[sealed].ID, "{northside}", provider.Provider, "{contract}", k.ID, "{own}", own.Kind().Code,
		"{saved}", fmt.Sprintf("2026Q1.%d", events[0].Seq),
		"{action}", a.ID, "{question}", asked,
		"{evidence}", e.ID, "{file}", f.ID, "{member}", member.ID, "{provider}", member.Provider, "{invitation}", invitations[0].ID,
	}...)
}

// start is the service; change may set what its tests are about.
func start(t testing.TB, change ...func(*Config)) *site {
	t.Helper()
	return startOn(t, storetest.New(t), change...)
}

// startOn is start on a fresh database of the test's own.
func startOn(t testing.TB, w *storetest.World, change ...func(*Config)) *site {
	t.Helper()
	slog.SetDefault(slog.New(slog.DiscardHandler))
	pagetest.NeedAssets(t)
	s := &site{World: w}
	s.ids = s.fill(t, s.Lead, s.ProviderA, s.ProviderB, "")
	var people []demoidp.Person
	for _, m := range s.members() {
		people = append(people, demoidp.Person{Key: m.Person.Subject, Name: m.Person.Name})
	}
	s.open(t, "https://issuer.example", append(people, demoidp.Person{Key: "nobody", Name: "Nobody's member"}), change...)
	return s
}

// open begins the service on the site's store. People whom a sign-in service of the address before knew are now known by
// the site's own.
func (s *site) open(t testing.TB, before string, people []demoidp.Person, change ...func(*Config)) {
	t.Helper()
	var handler http.Handler
	ts := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { handler.ServeHTTP(w, r) }))
	t.Cleanup(ts.Close)
	s.url = ts.URL
	issuer := s.url + demoidp.Path
	if err := s.MoveIssuer(context.Background(), before, issuer); err != nil {
		t.Fatal(err)
	}
	idp, err := demoidp.New(demoidp.Config{
		Issuer: issuer, ClientID: "test", People: people,
		RedirectURIs: []string{s.url + "/sign-in/callback"}, SignedOutURIs: []string{s.url + "/signed-out"},
	})
	if err != nil {
		t.Fatal(err)
	}
	c := Config{
		Store: s.Store, Editions: pagetest.Editions(t), Site: page.Site{Build: "test"}, PublicURL: s.url, Demo: idp,
		Issuers: []signin.IssuerSettings{{Key: "test", Name: "Test", URL: issuer, ClientID: "test"}},
		Limits:  Limits{SavesPerPerson: 1_000_000}, // tests save faster than people do
	}
	for _, f := range change {
		f(&c)
	}
	engine, _, err := c.engine()
	if err != nil {
		t.Fatal(err)
	}
	s.routes = map[string]bool{}
	for _, r := range engine.Routes() {
		if !strings.HasPrefix(r.Path, demoidp.Path) {
			s.routes[r.Method+" "+r.Path] = true
		}
	}
	if handler, err = New(c); err != nil {
		t.Fatal(err)
	}
	s.handler = handler
}

func (s *site) members() []tenants.Member {
	return []tenants.Member{s.Lead, s.Commissioner, s.ProviderA, s.ProviderB, s.Reader, s.ForeignLead, s.ForeignProvider}
}

// browser is somebody's browser; redirects are shown, not followed.
type browser struct {
	*http.Client
	t   testing.TB
	url string
}

func (s *site) browser(t testing.TB) *browser {
	t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	return &browser{t: t, url: s.url, Client: &http.Client{
		Jar:           jar,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}}
}

// signIn is a browser in which a person has signed in, through the sign-in service's own page.
func (s *site) signIn(t testing.TB, key string) *browser {
	t.Helper()
	b := s.browser(t)
	if !b.signIn(key) {
		t.Fatalf("%s could not sign in", key)
	}
	return b
}

// signIn signs a person in and says whether they were let in.
func (b *browser) signIn(key string) bool {
	b.t.Helper()
	b.CheckRedirect = nil
	at := b.ask("GET", "/sign-in", nil)
	form := regexp.MustCompile(`action="([^"]*)"`).FindStringSubmatch(at.body)
	action := at.url
	if form != nil && form[1] != "" {
		action = at.url.ResolveReference(mustParse(strings.ReplaceAll(form[1], "&amp;", "&")))
	}
	fields := url.Values{"person": {key}}
	for _, hidden := range regexp.MustCompile(`type="hidden" name="([^"]*)" value="([^"]*)"`).FindAllStringSubmatch(at.body, -1) {
		fields.Set(hidden[1], strings.ReplaceAll(hidden[2], "&amp;", "&"))
	}
	b.ask("POST", action.String(), fields)
	b.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	return b.ask("GET", "/account", nil).status == http.StatusOK
}

func mustParse(raw string) *url.URL {
	u, err := url.Parse(raw)
	if err != nil {
		panic(err)
	}
	return u
}

type answer struct {
	status int
	header http.Header
	body   string
	url    *url.URL
}

// ask sends a request; fields nil is no form. Addresses may be whole or a path.
func (b *browser) ask(method, address string, fields url.Values) answer {
	b.t.Helper()
	kind := ""
	if method == http.MethodPost {
		kind = "application/x-www-form-urlencoded"
	}
	return b.askWith(method, address, kind, strings.NewReader(fields.Encode()))
}

// askWith is ask for any body.
func (b *browser) askWith(method, address, kind string, body io.Reader) answer {
	b.t.Helper()
	if strings.HasPrefix(address, "/") {
		address = b.url + address
	}
	r, err := http.NewRequest(method, address, body)
	if err != nil {
		b.t.Fatal(err)
	}
	if kind != "" {
		r.Header.Set("Content-Type", kind)
	}
	res, err := b.Do(r)
	if err != nil {
		b.t.Fatal(err)
	}
	defer res.Body.Close()
	text, err := io.ReadAll(res.Body)
	if err != nil {
		b.t.Fatal(err)
	}
	return answer{res.StatusCode, res.Header, string(text), res.Request.URL}
}

func TestEveryRouteIsListed(t *testing.T) {
	s := start(t)
	listed := map[string]bool{}
	for _, r := range routes {
		listed[r.pattern] = true
		if !s.routes[r.pattern] {
			t.Errorf("%s is in the list and not in the service", r.pattern)
		}
	}
	for r := range s.routes {
		if !listed[r] {
			t.Errorf("%s is in the service and not in the list: say in routes_test.go who may use it", r)
		}
	}
}

func TestEveryRouteForEveryRole(t *testing.T) {
	s := start(t)
	roles := map[string]*browser{
		"L": s.signIn(t, "lead"), "C": s.signIn(t, "commissioner"), "P": s.signIn(t, "provider-a"), "R": s.signIn(t, "reader"),
	}
	foreign := []*browser{s.signIn(t, "foreign-lead"), s.signIn(t, "foreign-provider"), s.signIn(t, "nobody")}
	nobody := s.browser(t)
	for _, r := range routes {
		if r.sample == "" {
			continue // ends the sessions that the other rows need; tested on its own
		}
		method, _, _ := strings.Cut(r.pattern, " ")
		at := s.at(r, "QWE")
		t.Run(r.pattern, func(t *testing.T) {
			outside(t, nobody, r, method, at)
			if r.who == "public" || r.who == "session" {
				return
			}
			for letter, b := range roles {
				got := b.ask(method, at, nil).status
				may := strings.Contains(r.who, letter)
				if may && (got == http.StatusForbidden || got == http.StatusNotFound || got >= 500) || !may && got != http.StatusForbidden {
					t.Errorf("%s: status %d, and may use it: %v", letter, got, may)
				}
			}
			for _, b := range foreign {
				got, unknown := b.ask(method, at, nil), b.ask(method, s.at(r, "QZZ"), nil)
				if got.status != http.StatusNotFound || got.status != unknown.status || got.body != unknown.body {
					t.Errorf("a stranger: status %d, %d for an ICB that is not there, same words: %v", got.status, unknown.status,
						got.body == unknown.body)
				}
			}
		})
	}
}

// outside asks as somebody who has not signed in.
func outside(t *testing.T, b *browser, r route, method, at string) {
	t.Helper()
	got := b.ask(method, at, nil)
	switch {
	case r.who == "public":
		if got.status >= 500 || got.status == http.StatusSeeOther && strings.HasPrefix(got.header.Get("Location"), "/sign-in?") {
			t.Errorf("nobody: status %d", got.status)
		}
	case method == http.MethodGet:
		want := "/sign-in?next=" + url.QueryEscape(at)
		if got.status != http.StatusSeeOther || got.header.Get("Location") != want {
			t.Errorf("nobody: status %d to %q, want 303 to %q", got.status, got.header.Get("Location"), want)
		}
	case got.status != http.StatusUnauthorized:
		t.Errorf("nobody: status %d, want 401", got.status)
	}
}

func TestTypedTextComesBackWhenTheSessionHasEnded(t *testing.T) {
	s := start(t)
	got := s.browser(t).ask("POST", "/icb/QWE/toolkit/3.4",
		url.Values{"notes": {"A long afternoon's <work>"}, "version": {"3"}, "point": {"c1", "b1"}})
	if got.status != http.StatusUnauthorized {
		t.Errorf("status %d, want 401", got.status)
	}
	for _, want := range []string{"A long afternoon&#39;s &lt;work&gt;", `action="/icb/QWE/toolkit/3.4"`, `value="b1"`} {
		if !strings.Contains(got.body, want) {
			t.Errorf("the page lacks %q", want)
		}
	}
}

func TestEveryAnswerIsGuarded(t *testing.T) {
	s := start(t)
	b := s.signIn(t, "lead")
	for _, path := range []string{"/healthz", "/icb/QWE/toolkit", "/nowhere", "/icb/QWE/toolkit/99", assets.Path("app.css"), "/sign-in"} {
		h := b.ask("GET", path, nil).header
		if !strings.Contains(h.Get("Content-Security-Policy"), "default-src 'none'") ||
			strings.Contains(h.Get("Content-Security-Policy"), "unsafe") ||
			h.Get("X-Content-Type-Options") != "nosniff" {
			t.Errorf("%s: headers %v", path, h)
		}
		kept := strings.HasPrefix(path, "/assets/") || strings.HasPrefix(path, "/icb/QWE/toolkit")
		if !kept && h.Get("Cache-Control") != "no-store" {
			t.Errorf("%s may be kept: %q", path, h.Get("Cache-Control"))
		}
	}
}

func TestFormsOfOtherWebsitesAreRefused(t *testing.T) {
	s := start(t)
	b := s.signIn(t, "lead")
	for _, site := range []string{"cross-site", "same-site"} {
		r, _ := http.NewRequest("POST", s.url+"/icb/QWE/toolkit/3.4", strings.NewReader("version=0"))
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		r.Header.Set("Sec-Fetch-Site", site)
		res, err := b.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		res.Body.Close()
		if res.StatusCode != http.StatusForbidden {
			t.Errorf("%s: status %d, want 403", site, res.StatusCode)
		}
	}
}

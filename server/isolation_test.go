package server

import (
	"archive/zip"
	"bytes"
	"database/sql"
	"fmt"
	"io"
	"maps"
	"net/http"
	"net/url"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"ipstoolkit/server/demoidp"
	"ipstoolkit/server/page/pagetest"
	"ipstoolkit/tenants"
	"ipstoolkit/tenants/store"
	"ipstoolkit/toolkit/assessment"
	"ipstoolkit/toolkit/edition"
	"ipstoolkit/toolkit/snapshot"
)

// other is the ICB that nobody of QWE may learn of, with what it holds.
type other struct {
	ids map[string]string // by what they are of: "{evidence}"
	// marks are words that only its rows hold.
	marks []string
}

// word is in every text of the other ICB, beside the mark: a search for it would find them.
const word, mark = "Zanzibar", "quokka "

// fillOther gives the other ICB a row of each kind.
func (s *site) fillOther(t *testing.T) other {
	t.Helper()
	o := other{ids: map[string]string{}, marks: []string{"quokka", "Central East", "Eastside", "foreign-"}}
	list := s.fill(t, s.ForeignLead, s.ForeignProvider, s.ForeignProvider, word+" "+mark)
	for i := 0; i < len(list); i += 2 {
		o.ids[list[i]] = list[i+1]
	}
	o.ids["{person}"], o.ids["{lead}"], o.ids["{icb}"] = s.ForeignLead.Person.ID, s.ForeignLead.ID, "S1Y5D"
	for _, p := range edition.Current().Priorities()[:3] {
		e := assessment.Entry{
			Status: assessment.InPlace, Notes: word + " " + mark, PrivateNotes: word + " " + mark,
			Owner: s.ForeignLead.ID,
		}
		if _, err := s.For(s.ForeignLead).SaveEntry(t.Context(), p, e); err != nil {
			t.Fatal(err)
		}
	}
	s.fillRound(t)
	return o
}

// fillRound gives the other ICB a comment on views that differ, a round that is sealed with all of it, and one that is open.
func (s *site) fillRound(t *testing.T) {
	t.Helper()
	ctx, rows := t.Context(), s.For(s.ForeignLead)
	p, _ := edition.Current().Priority("1.2")
	err := s.For(s.ForeignProvider).SaveView(ctx, p, assessment.View{Status: assessment.NotStarted, Note: word + " " + mark})
	if err != nil {
		t.Fatal(err)
	}
	voices, err := rows.Voices(ctx)
	if err != nil {
		t.Fatal(err)
	}
	comment := assessment.Comment{Priority: p.Key, State: voices.Spreads[p.Key].State, Text: word + " " + mark}
	if err := rows.CommentOnViews(ctx, comment); err != nil {
		t.Fatal(err)
	}
	if err := rows.OpenRound(ctx, "2026Q3"); err != nil {
		t.Fatal(err)
	}
	err = rows.SealRound(ctx, pagetest.Editions(t), store.Seal{
		Quarter: "2026Q2", Seen: 1, Reason: word + " " + mark, Workbook: func(to io.Writer, _ snapshot.Snapshot) error {
			_, err := io.WriteString(to, mark)
			return err
		},
	})
	if err != nil {
		t.Fatal(err)
	}
}

// silent checks that an answer holds nothing of the other ICB.
func (o other) silent(t *testing.T, what string, got answer) {
	t.Helper()
	text := got.plain(t)
	for _, m := range o.marks {
		if strings.Contains(text, m) {
			t.Errorf("%s shows %q", what, m)
		}
	}
}

// once is the mark of a form that may be sent once: another one each time the page is shown.
var once = regexp.MustCompile(`name="once" value="\w*"`)

// without is an answer's body without a word, and without what is another each time.
func (a answer) without(word string) string {
	return once.ReplaceAllString(strings.ReplaceAll(a.body, word, ""), "")
}

// plain is an answer's body as text; a workbook's is that of all its sheets.
func (a answer) plain(t *testing.T) string {
	t.Helper()
	if !strings.HasPrefix(a.body, "PK") {
		return a.body
	}
	z, err := zip.NewReader(strings.NewReader(a.body), int64(len(a.body)))
	if err != nil {
		t.Fatal(err)
	}
	var text bytes.Buffer
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.Copy(&text, r); err != nil {
			t.Fatal(err)
		}
	}
	return text.String()
}

// rows are all rows of an ICB in the database, as text.
func (s *site) rows(t *testing.T, code string) string {
	t.Helper()
	db, err := sql.Open("sqlite3", "file:"+filepath.Join(s.Dir, store.FileName)+"?mode=ro")
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	var all strings.Builder
	for _, table := range column(t, db, `SELECT m.name FROM sqlite_master m JOIN pragma_table_info(m.name) c WHERE m.type = 'table' AND
		c.name = 'tenant_id'`) {
		fmt.Fprintln(&all, table)
		for _, name := range column(t, db, `SELECT name FROM pragma_table_info(?)`, table) {
			fmt.Fprintln(&all, name, column(t, db, `SELECT COALESCE(`+name+`, '') FROM `+table+` WHERE tenant_id = ? ORDER BY rowid`, code))
		}
	}
	return all.String()
}

func column(t *testing.T, db *sql.DB, query string, args ...any) []string {
	t.Helper()
	rows, err := db.Query(query, args...)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	var list []string
	for rows.Next() {
		var text string
		if err := rows.Scan(&text); err != nil {
			t.Fatal(err)
		}
		list = append(list, text)
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return list
}

// unknown is an id that nothing has, for what an id of the other ICB must look like.
const unknown = "0123456789abcdef0123456789abcdef"

// TestNoPageTellsOfAnotherICB crawls everything that each role can reach, searches and downloads, and looks for the
// other ICB's words and ids.
func TestNoPageTellsOfAnotherICB(t *testing.T) {
	s := start(t, unlimited)
	o := s.fillOther(t)
	for _, id := range o.ids {
		o.marks = append(o.marks, id)
	}
	for _, key := range []string{"lead", "commissioner", "provider-a", "reader"} {
		b := s.near(t, key)
		forms := s.crawl(b, s.doors("QWE"), func(path string, got answer) { o.silent(t, key+" GET "+path, got) })
		made := b.ask("POST", "/account/calendar", url.Values{})
		_, secret, _ := strings.Cut(made.body, `value="`+s.url+`/calendar/`)
		secret, _, _ = strings.Cut(secret, `"`)
		feed := b.ask("GET", "/calendar/"+secret, nil)
		if o.silent(t, key+"'s calendar", feed); !strings.Contains(feed.body, "South West London") {
			t.Errorf("%s's calendar: status %d, nothing of the own ICB in it", key, feed.status)
		}
		for _, f := range forms {
			if f.method != http.MethodGet {
				continue
			}
			for _, one := range f.fields {
				found, none := b.send(f, url.Values{one.name: {word}}), b.send(f, url.Values{one.name: {"Xanzibar"}})
				o.silent(t, key+" searches "+f.action, found)
				if found.without(word) != none.without("Xanzibar") {
					t.Errorf("%s: %s of %s tells whether another ICB has a word", key, one.name, f.action)
				}
			}
		}
	}
	b := s.near(t, "lead")
	for _, f := range s.crawl(b, []string{"/icb/QWE/personal"}, func(string, answer) {}) {
		for _, one := range f.fields {
			for _, id := range one.offered {
				o.silent(t, "export of "+id, b.send(f, url.Values{one.name: {id}}))
			}
		}
	}
}

// TestIdsOfAnotherICB puts the ids of another ICB's rows in every place of every address and in every field that takes
// an id. They are answered exactly as ids that nothing has, and change nothing.
func TestIdsOfAnotherICB(t *testing.T) {
	s := start(t, unlimited)
	o := s.fillOther(t)
	before := s.rows(t, "S1Y5D")
	home, tried := s.homeIDs(), map[string]bool{}
	// same compares the answers to an id of the other ICB and to an unknown one, but for the id itself.
	same := func(what, id string, theirs, none answer) {
		t.Helper()
		o.silent(t, what, theirs)
		if theirs.status != none.status || theirs.without(id) != none.without(unknown) {
			t.Errorf("%s: status %d, %d for an unknown id, or other words", what, theirs.status, none.status)
		}
	}
	for _, key := range []string{"provider-a", "commissioner", "lead"} {
		b := s.near(t, key)
		for _, r := range routes {
			method, _, _ := strings.Cut(r.pattern, " ")
			for place, id := range o.ids {
				if !strings.Contains(r.sample, place) {
					continue
				}
				at := func(id string) string {
					return strings.NewReplacer(append([]string{place, id, ":code", "QWE"}, s.ids...)...).Replace(r.sample)
				}
				theirs := b.ask(method, at(id), nil)
				same(key+" "+method+" "+r.sample, id, theirs, b.ask(method, at(unknown), nil))
				if theirs.status != http.StatusNotFound && theirs.status != http.StatusForbidden {
					t.Errorf("%s %s with an id of another ICB: status %d", key, r.pattern, theirs.status)
				}
			}
		}
		for _, f := range s.crawl(b, s.doors("QWE"), func(string, answer) {}) {
			for _, one := range f.fields {
				if !slices.ContainsFunc(append(one.sent, one.offered...), func(v string) bool { return home[v] }) {
					continue
				}
				tried[f.route+" "+one.name] = true
				for _, id := range o.ids {
					what := fmt.Sprintf("%s %s %s with %s of another ICB", key, f.method, f.action, one.name)
					changed := url.Values{"role": {"provider"}} // the one role with which a provider is looked at
					changed.Set(one.name, id)
					theirs := b.send(f, changed)
					changed.Set(one.name, unknown)
					same(what, id, theirs, b.send(f, changed))
					if f.method == http.MethodPost && theirs.status != http.StatusNotFound &&
						theirs.status != http.StatusUnprocessableEntity {
						t.Errorf("%s: status %d, want 404 or 422", what, theirs.status)
					}
				}
			}
		}
	}
	if len(tried) < 9 {
		t.Errorf("only these fields take ids, and there were more: %v", tried)
	}
	if s.rows(t, "S1Y5D") != before {
		t.Error("rows of the other ICB were changed")
	}
	for what, id := range o.ids {
		if strings.Contains(s.rows(t, "QWE"), id) {
			t.Errorf("the %s of another ICB was recorded", what)
		}
	}
}

// homeIDs are the ids that pages of QWE offer in their forms.
func (s *site) homeIDs() map[string]bool {
	ids := map[string]bool{}
	for i := 1; i < len(s.ids); i += 2 {
		ids[s.ids[i]] = true
	}
	for _, m := range s.members() {
		if m.Tenant.Code == "QWE" {
			ids[m.ID], ids[m.Person.ID], ids[m.Provider] = true, true, true
		}
	}
	delete(ids, "")
	return ids
}

// TestNamingAnotherICBIsOfNoUse names another ICB in headers, parameters and fields that no page knows.
func TestNamingAnotherICBIsOfNoUse(t *testing.T) {
	s := start(t, unlimited)
	o := s.fillOther(t)
	before := s.rows(t, "S1Y5D")
	lead := s.near(t, "lead")
	names := url.Values{}
	for _, name := range []string{"tenant", "tenant_id", "tenantId", "code", "icb", "org", "member", "provider_id", "person_id", "role"} {
		names.Set(name, "S1Y5D")
	}
	for _, path := range []string{
		"/icb/QWE", "/icb/QWE/toolkit/1.1", "/icb/QWE/people", "/icb/QWE/evidence", "/icb/QWE/history",
		"/my-icbs", "/my-work", "/account",
	} {
		plain := lead.ask("GET", path, nil)
		got := lead.ask("GET", path+"?"+names.Encode(), nil)
		if o.silent(t, path, got); got.status != plain.status {
			t.Errorf("%s with parameters: status %d, %d without", path, got.status, plain.status)
		}
		r, _ := http.NewRequest("GET", s.url+path, nil)
		for _, name := range []string{
			"X-Tenant", "X-Tenant-Id", "X-Icb", "X-Original-Url", "X-Rewrite-Url", "X-Forwarded-Prefix",
			"X-Forwarded-User", "X-Remote-User",
		} {
			r.Header.Set(name, "/icb/S1Y5D")
		}
		res, err := lead.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		body, err := io.ReadAll(res.Body)
		if err != nil {
			t.Fatal(err)
		}
		keyless := func(body string) string { return once.ReplaceAllString(body, "") }
		if keyless((answer{body: string(body)}).without(unknown)) != keyless(plain.without(unknown)) {
			t.Errorf("%s is another page with headers that name another ICB", path)
		}
	}
	for _, f := range s.crawl(lead, s.doors("QWE"), func(string, answer) {}) {
		if f.method == http.MethodPost {
			changed := maps.Clone(names)
			for _, one := range f.fields {
				delete(changed, one.name)
			}
			o.silent(t, f.action, lead.send(f, changed))
		}
	}
	if s.rows(t, "S1Y5D") != before {
		t.Error("rows of the other ICB were changed")
	}
}

// TestMembershipIsFeltAtOnce changes what a person may do while they are signed in.
func TestMembershipIsFeltAtOnce(t *testing.T) {
	s := start(t)
	ctx := t.Context()
	reader, commissioner := s.signIn(t, "reader"), s.signIn(t, "commissioner")
	status := func(b *browser, path string) int {
		t.Helper()
		return b.ask("GET", path, nil).status
	}
	if got := status(commissioner, "/icb/QWE/personal"); got != http.StatusForbidden {
		t.Fatalf("a commissioner reaches exports of people: status %d", got)
	}
	if err := s.For(s.Lead).ChangeRole(ctx, s.Commissioner.ID, tenants.Lead, "", s.Commissioner.Version); err != nil {
		t.Fatal(err)
	}
	if got := status(commissioner, "/icb/QWE/personal"); got != http.StatusOK {
		t.Errorf("a new administrator does not reach exports of people: status %d", got)
	}
	if err := s.For(s.Lead).EndMembership(ctx, s.Reader.ID, s.Reader.Version); err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{"/icb/QWE", "/icb/QWE/toolkit/3.4", "/icb/QWE/workbook.xlsx"} {
		if got := reader.ask("GET", path, nil); got.status != http.StatusNotFound || strings.Contains(got.body, "South West London") {
			t.Errorf("%s after the end of the membership: status %d", path, got.status)
		}
	}
	if got := reader.ask("POST", "/icb/QWE/toolkit/3.4", url.Values{"version": {"0"}}); got.status != http.StatusNotFound {
		t.Errorf("a form after the end of the membership: status %d", got.status)
	}
}

// TestTwoMemberships is a person who reads in one ICB and runs another: neither gives anything in the other.
func TestTwoMemberships(t *testing.T) {
	s := start(t, unlimited)
	o := s.fillOther(t)
	p, err := s.SignedIn(t.Context(), s.url+demoidp.Path, "nobody", "Person of two", "")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.For(s.Lead).AddMember(t.Context(), p, tenants.Reader, ""); err != nil {
		t.Fatal(err)
	}
	if _, err := s.For(s.ForeignLead).AddMember(t.Context(), p, tenants.Lead, ""); err != nil {
		t.Fatal(err)
	}
	b := s.near(t, "nobody")
	if got := b.ask("GET", "/my-icbs", nil); !strings.Contains(got.body, "Central East") ||
		!strings.Contains(got.body, "South West London") {
		t.Error("both ICBs are not offered")
	}
	s.crawl(b, []string{"/icb/QWE"}, func(path string, got answer) {
		if strings.HasPrefix(path, "/icb/QWE") {
			o.silent(t, path, got)
		}
	})
	for path, want := range map[string]int{
		"/icb/QWE/people": 403, "/icb/S1Y5D/people": 200, "/icb/QWE/contracts": 403,
		"/icb/S1Y5D/contracts": 200,
	} {
		if got := b.ask("GET", path, nil).status; got != want {
			t.Errorf("%s: status %d, want %d", path, got, want)
		}
	}
	for _, r := range routes {
		if method, _, _ := strings.Cut(r.pattern, " "); strings.Contains(r.sample, "{") {
			if got := b.ask(method, s.at(r, "S1Y5D"), nil); got.status != http.StatusNotFound {
				t.Errorf("%s in one ICB with the other's ids: status %d", r.pattern, got.status)
			}
		}
	}
	if got := b.ask("POST", "/icb/QWE/toolkit/3.4", url.Values{"version": {"0"}, "status": {"in_place"}}); got.status !=
		http.StatusForbidden {
		t.Errorf("a reader saves: status %d", got.status)
	}
}

// TestAPersonWithoutAnICB reaches nothing of any.
func TestAPersonWithoutAnICB(t *testing.T) {
	s := start(t)
	o := s.fillOther(t)
	o.marks = append(o.marks, "South West London", "Northside")
	b := s.near(t, "nobody")
	seen := 0
	s.crawl(b, append(s.doors("QWE"), s.doors("S1Y5D")...), func(path string, got answer) {
		o.silent(t, path, got)
		if seen++; strings.HasPrefix(path, "/icb/") && got.status != http.StatusNotFound {
			t.Errorf("%s: status %d", path, got.status)
		}
	})
	if seen < 20 {
		t.Errorf("%d pages seen", seen)
	}
}

package server

import (
	"context"
	"net/http"
	"net/url"
	"reflect"
	"strings"
	"testing"

	"ipstoolkit/server/demoidp"
	"ipstoolkit/server/page"
	"ipstoolkit/server/page/pagetest"
	"ipstoolkit/tenants"
	"ipstoolkit/tenants/store"
	"ipstoolkit/toolkit/assessment"
	"ipstoolkit/toolkit/edition"
)

// again asks for a page that the browser has, with the tag it came with.
func (b *browser) again(path, tag string) answer {
	b.t.Helper()
	r, err := http.NewRequest(http.MethodGet, b.url+path, nil)
	if err != nil {
		b.t.Fatal(err)
	}
	r.Header.Set("If-None-Match", tag)
	res, err := b.Do(r)
	if err != nil {
		b.t.Fatal(err)
	}
	defer res.Body.Close()
	return answer{status: res.StatusCode, header: res.Header}
}

func TestKeptPages(t *testing.T) {
	s := start(t)
	lead := s.signIn(t, "lead")
	for _, path := range []string{"/icb/QWE", "/icb/QWE/toolkit", "/icb/QWE/toolkit/3", "/icb/QWE/toolkit/3.4"} {
		t.Run(path, func(t *testing.T) {
			first := lead.ask("GET", path, nil)
			tag := first.header.Get("ETag")
			if first.status != http.StatusOK || tag == "" || first.header.Get("Cache-Control") != "private, no-cache" {
				t.Fatalf("status %d, headers %v", first.status, first.header)
			}
			if got := lead.again(path, tag); got.status != http.StatusNotModified {
				t.Errorf("unchanged: status %d, want 304", got.status)
			}
			before := s.Queries()
			lead.again(path, tag)
			if n := s.Queries() - before; n != 1 {
				t.Errorf("a page that has not changed took %d queries, want 1", n)
			}
			if got := s.signIn(t, "commissioner").again(path, tag); got.status != http.StatusOK {
				t.Errorf("another person with this tag: status %d, want 200", got.status)
			}
		})
	}
}

func TestKeptPageGoesWithEverySave(t *testing.T) {
	s := start(t)
	lead := s.signIn(t, "lead")
	const path = "/icb/QWE/toolkit/3.4"
	tag := lead.ask("GET", path, nil).header.Get("ETag")
	if got := lead.ask("POST", "/icb/QWE/toolkit/1.1", url.Values{"version": {"0"}}); got.status != http.StatusSeeOther {
		t.Fatalf("save: status %d", got.status)
	}
	if got := lead.again(path, tag); got.status != http.StatusOK {
		t.Errorf("after a save of the ICB: status %d, want 200", got.status)
	}
	tag = lead.ask("GET", path, nil).header.Get("ETag")
	p, _ := edition.Current().Priority("1.1")
	if _, err := s.For(s.ForeignLead).SaveEntry(context.Background(), p, assessment.Entry{Notes: "elsewhere"}); err != nil {
		t.Fatal(err)
	}
	if got := lead.again(path, tag); got.status != http.StatusNotModified {
		t.Errorf("after a save of another ICB: status %d, want 304", got.status)
	}
}

func TestEndedMembershipIsFeltAtOnce(t *testing.T) {
	s := start(t)
	reader := s.signIn(t, "reader")
	const path = "/icb/QWE/toolkit"
	tag := reader.ask("GET", path, nil).header.Get("ETag")
	if err := s.For(s.Lead).EndMembership(context.Background(), s.Reader.ID, s.Reader.Version); err != nil {
		t.Fatal(err)
	}
	if got := reader.again(path, tag); got.status != http.StatusNotFound {
		t.Errorf("status %d, want 404", got.status)
	}
}

func TestOtherPagesAreNotKept(t *testing.T) {
	s := start(t)
	lead := s.signIn(t, "lead")
	for _, path := range []string{"/account", "/icb/QWE/people", "/icb/QWE/evidence"} {
		got := lead.ask("GET", path, nil)
		if got.header.Get("Cache-Control") != "no-store" || got.header.Get("ETag") != "" {
			t.Errorf("%s: %v", path, got.header)
		}
	}
}

func visit(m tenants.Member, seconds int) page.Visit {
	return page.Visit{Person: m.Person, Member: &m, Memberships: []tenants.Member{m}, SecondsLeft: seconds}
}

func TestTagChangesWithWhatThePageShows(t *testing.T) {
	s := start(t)
	m := s.Lead
	v := visit(m, int(store.SessionSure.Seconds()))
	tag := pageTag(v, "1", "2026-11-20")
	renamed := m
	renamed.Person.Name = "Another name"
	later, demoted, names, moved, renamedICB := m, m, m, m, m
	later.Tenant.Version++
	demoted.Version++
	names.Tenant.Names++
	moved.Tenant.Edition = "2030-01"
	renamedICB.Tenant.Name = "Another ICB"
	several := v
	several.Memberships = append(several.Memberships, s.ForeignLead)
	for name, other := range map[string]string{
		"another build":           pageTag(v, "2", "2026-11-20"),
		"another day":             pageTag(v, "1", "2026-11-21"),
		"a save":                  pageTag(visit(later, v.SecondsLeft), "1", "2026-11-20"),
		"another role":            pageTag(visit(demoted, v.SecondsLeft), "1", "2026-11-20"),
		"another name":            pageTag(visit(renamed, v.SecondsLeft), "1", "2026-11-20"),
		"another member's name":   pageTag(visit(names, v.SecondsLeft), "1", "2026-11-20"),
		"another edition":         pageTag(visit(moved, v.SecondsLeft), "1", "2026-11-20"),
		"another name of the ICB": pageTag(visit(renamedICB, v.SecondsLeft), "1", "2026-11-20"),
		"a second ICB to go to":   pageTag(several, "1", "2026-11-20"),
		"another person":          pageTag(visit(s.Reader, v.SecondsLeft), "1", "2026-11-20"),
		"the session's near end":  pageTag(visit(m, 200), "1", "2026-11-20"),
	} {
		if other == tag {
			t.Errorf("%s has the same tag", name)
		}
	}
}

// TestTagChangesWithWhatTheOperatorSets holds every setting of the service that a page can show to the tag.
func TestTagChangesWithWhatTheOperatorSets(t *testing.T) {
	pagetest.NeedAssets(t)
	before := Config{Site: page.Site{Build: "1"}, Support: "help@example.org", PublicURL: "https://ips.example.org"}
	for name, change := range map[string]func(c *Config){
		"the program": func(c *Config) { c.Site.Build = "2" }, "the NHS logo": func(c *Config) { c.Site.ShowNHSLogo = true },
		"invented data":        func(c *Config) { c.Site.Demo = true },
		"whom to ask for help": func(c *Config) { c.Support = "other@example.org" },
		"the address":          func(c *Config) { c.PublicURL = "https://other.example.org" },
	} {
		after := before
		change(&after)
		if after.serviceTag() == before.serviceTag() {
			t.Errorf("%s is not in the tag", name)
		}
	}
	if n := reflect.TypeFor[page.Site]().NumField(); n != 3 {
		t.Errorf("a page knows %d things of the service: see that the tag holds them, and that this test does", n)
	}
}

// TestAnotherNameOfAMemberReachesKeptPages lets a colleague come back with another name, which no save of the ICB follows.
func TestAnotherNameOfAMemberReachesKeptPages(t *testing.T) {
	s := start(t)
	lead := s.signIn(t, "lead")
	const path = "/icb/QWE/toolkit/3.4"
	tag := lead.ask("GET", path, nil).header.Get("ETag")
	p := s.Commissioner.Person
	comeBack := func(name string) {
		t.Helper()
		if _, err := s.SignedIn(context.Background(), s.url+demoidp.Path, p.Subject, name, p.Email); err != nil {
			t.Fatal(err)
		}
	}
	comeBack(p.Name)
	if got := lead.again(path, tag); got.status != http.StatusNotModified {
		t.Errorf("after a colleague came back: status %d, want 304", got.status)
	}
	comeBack("A name after a wedding")
	got := lead.again(path, tag)
	if got.status != http.StatusOK || !strings.Contains(lead.ask("GET", path, nil).body, "A name after a wedding") {
		t.Errorf("after a colleague's name changed: status %d, want the page with the name", got.status)
	}
	foreign := s.signIn(t, "foreign-lead")
	tag = foreign.ask("GET", "/icb/S1Y5D", nil).header.Get("ETag")
	comeBack(p.Name)
	if got := foreign.again("/icb/S1Y5D", tag); got.status != http.StatusNotModified {
		t.Errorf("another ICB's page: status %d, want 304", got.status)
	}
}

// The number of queries of a page, which must not grow with what is recorded.
func TestQueriesOfPages(t *testing.T) {
	s := start(t)
	lead := s.signIn(t, "lead")
	for _, p := range edition.Current().Priorities() {
		if _, err := s.For(s.Lead).SaveEntry(context.Background(), p,
			assessment.Entry{Status: assessment.InPlace, Notes: p.Key, Owner: s.Lead.ID}); err != nil {
			t.Fatal(err)
		}
	}
	for path, most := range map[string]int64{
		"/icb/QWE":             27,
		"/icb/QWE/toolkit":     5,
		"/icb/QWE/toolkit/3":   4,
		"/icb/QWE/toolkit/2.1": 25,
		"/icb/QWE/toolkit/3.4": 28,
		"/account":             2,
	} {
		before := s.Queries()
		if got := lead.ask("GET", path, nil); got.status != http.StatusOK {
			t.Fatalf("%s: status %d", path, got.status)
		}
		if n := s.Queries() - before; n > most {
			t.Errorf("%s took %d queries, want %d at most", path, n, most)
		}
	}
}

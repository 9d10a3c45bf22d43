package server

import (
	"fmt"
	"testing"

	"ipstoolkit/server/page/pagetest"
	"ipstoolkit/tenants"
)

// TestPagesAmongManyICBs asks for pages of an ICB beside one other and beside 200 more: the service asks its database the
// same number of questions, and shows the same.
func TestPagesAmongManyICBs(t *testing.T) {
	s := start(t)
	paths := []string{"", "/toolkit", "/toolkit/3.4", "/targets", "/my-work", "/evidence", "/returns", "/history"}
	people := map[string]*browser{}
	for _, key := range []string{"lead", "provider-a", "reader"} {
		people[key] = s.near(t, key)
	}
	ask := func() map[string]string {
		got := map[string]string{}
		for key, b := range people {
			for _, path := range paths {
				before := s.Queries()
				a := b.ask("GET", "/icb/QWE"+path, nil)
				got[key+" "+path] = fmt.Sprintf("status %d, %d bytes, %d queries", a.status, len(a.body), s.Queries()-before)
			}
		}
		return got
	}
	few := ask()
	for i := range 200 {
		home := tenants.Tenant{Code: fmt.Sprintf("T%05d", i), Name: fmt.Sprintf("ICB %d", i), Region: "Nowhere"}
		if err := s.AddTenant(t.Context(), home, pagetest.Editions(t), tenants.Person{ID: "operator", Name: "Operator"}); err != nil {
			t.Fatal(err)
		}
	}
	for of, got := range ask() {
		if got != few[of] {
			t.Errorf("%s among many: %s; among two: %s", of, got, few[of])
		}
	}
}

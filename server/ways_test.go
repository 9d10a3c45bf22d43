package server

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	"ipstoolkit/tenants/store/storetest"
	"ipstoolkit/toolkit/assessment"
	"ipstoolkit/toolkit/edition"
	"ipstoolkit/toolkit/evidence"
)

// How often a page may wait for PostgreSQL, the question who is asking among it, and how often a save, which notes that
// somebody took a file out.
const (
	mostWays       = 12
	mostWaysOfSave = 8
)

// Every page and every file, for every role that has it: how often the program waits for a database that may be far away.
func TestWaysOfPages(t *testing.T) {
	w, ways := storetest.NewCounted(t)
	s := startOn(t, w)
	for _, p := range edition.Current().Priorities() {
		e := assessment.Entry{Status: assessment.InPlace, Notes: p.Key, Owner: s.Lead.ID}
		if _, err := s.For(s.Lead).SaveEntry(t.Context(), p, e); err != nil {
			t.Fatal(err)
		}
	}
	for range 10 { // as many as a priority's page shows, so that it counts the others
		e := evidence.Evidence{Title: "Minutes", Link: "https://example.org/minutes", Places: []evidence.Place{{Priority: "3.4"}}}
		if _, err := s.For(s.Lead).SaveEvidence(t.Context(), edition.Current(), e); err != nil {
			t.Fatal(err)
		}
	}
	people := map[string]*browser{
		"L": s.near(t, "lead"), "C": s.near(t, "commissioner"), "P": s.near(t, "provider-a"), "R": s.near(t, "reader"),
	}
	all := slices.Clone(routes)
	for _, p := range edition.Current().Priorities() {
		all = append(all, route{"GET /icb/:code/toolkit/:key", "LCPR", "/icb/:code/toolkit/" + p.Key})
	}
	for _, of := range []string{"toolkit/3", "toolkit?q=notes", "evidence?priority=3.4&state=new"} {
		all = append(all, route{"GET /icb/:code", "LC", "/icb/:code/" + of})
	}
	for _, r := range all {
		if !strings.HasPrefix(r.pattern, "GET /") {
			continue
		}
		inside := r.who != "session" && r.who != "public"
		for letter, b := range people {
			if inside && !strings.Contains(r.who, letter) {
				continue
			}
			path := s.at(r, "QWE")
			t.Run(letter+" "+path, func(t *testing.T) {
				b.ask("GET", path, nil) // the first time prepares the statements
				before := ways.Load()
				got := b.ask("GET", path, nil)
				n, most := ways.Load()-before, int64(mostWays)
				if got.header.Get("Content-Disposition") != "" {
					most += mostWaysOfSave
				}
				t.Logf("%d ways to the database and back", n)
				if inside && got.status != http.StatusOK && got.status != http.StatusSeeOther || n > most {
					t.Errorf("status %d, want at most %d", got.status, most)
				}
			})
		}
	}
}

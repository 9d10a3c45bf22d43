package evidence

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"ipstoolkit/server/page/pagetest"
	"ipstoolkit/toolkit/edition"
	"ipstoolkit/toolkit/evidence"
)

func TestRegisterIsShownAPageAtATime(t *testing.T) {
	s := newSite(t)
	n := 0
	grow := func(to int) { // the first piece is piece 1; every third is a provider's
		for ; n < to; n++ {
			s.Clock.Set(time.Date(2026, 12, 1, 9, n, 0, 0, time.UTC))
			m := s.Commissioner
			if n%3 == 0 {
				m = s.ProviderA
			}
			e := evidence.Evidence{
				Title: fmt.Sprintf("piece %d.", n+1), Link: "https://example.org/",
				Places: []evidence.Place{{Priority: "3.4"}},
			}
			if _, err := s.For(m).SaveEvidence(context.Background(), edition.Current(), e); err != nil {
				t.Fatal(err)
			}
		}
	}
	for _, tt := range []struct {
		all         int
		query       string
		shown       int
		first, last string
		words       string // below the table, "" for a list that fits
		links       []string
	}{
		{0, "", 0, "", "", "", nil},
		{1, "", 1, "piece 1.", "piece 1.", "", nil},
		{50, "", 50, "piece 50.", "piece 1.", "", nil},
		{50, "?page=2", 50, "piece 50.", "piece 1.", "", nil},
		{51, "", 50, "piece 51.", "piece 2.", "1 to 50 of 51", []string{`href="/icb/QWE/evidence?page=2#evidence-caption"`}},
		{51, "?page=2", 1, "piece 1.", "piece 1.", "51 to 51 of 51", []string{`href="/icb/QWE/evidence?page=1#evidence-caption"`}},
		{51, "?page=99", 1, "piece 1.", "piece 1.", "51 to 51 of 51", nil},
		{51, "?page=nonsense", 50, "piece 51.", "piece 2.", "1 to 50 of 51", nil},
		{160, "?source=ICB&page=2", 50, "piece 84.", "", "51 to 100 of 106", []string{
			`href="/icb/QWE/evidence?page=3&amp;source=ICB#evidence-caption"`,
			`href="/icb/QWE/evidence?page=1&amp;source=ICB#evidence-caption"`, "106 pieces of evidence match",
			`<option value="ICB" selected>`,
		}},
		{160, "?priority=3.4&state=new&source=ICB&page=3", 6, "piece 9.", "piece 2.", "101 to 106 of 106", nil},
		{160, "?priority=1.2", 0, "", "", "", []string{"No evidence matches this filter.", "0 pieces of evidence match"}},
	} {
		t.Run(fmt.Sprintf("%d%s", tt.all, tt.query), func(t *testing.T) {
			grow(tt.all)
			got := pagetest.Get(t, s.as(s.Lead), "/icb/QWE/evidence"+tt.query)
			got.Want(t, 200, tt.links...)
			if n := strings.Count(got.Body, `<th class="nhsuk-table__header" scope="row">`); n != tt.shown {
				t.Errorf("%d rows, want %d", n, tt.shown)
			}
			first, last := strings.Index(got.Body, ">"+tt.first), strings.LastIndex(got.Body, ">"+tt.last)
			if tt.shown > 0 && (first < 0 || last < first || first != strings.Index(got.Body, ">piece")) {
				t.Errorf("does not show %s to %s", tt.first, tt.last)
			}
			if paged := strings.Contains(got.Body, "nhsuk-pagination--numbered"); paged != (tt.words != "") ||
				!strings.Contains(got.Body, tt.words) {
				t.Errorf("pages: %v, want %q", paged, tt.words)
			}
		})
	}
	t.Run("a provider counts what it sees", func(t *testing.T) {
		pagetest.Get(t, s.as(s.ProviderA), "/icb/QWE/evidence?page=2").Want(t, 200, "51 to 54 of 54")
	})
}

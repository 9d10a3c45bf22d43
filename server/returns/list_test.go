package returns_test

import (
	"fmt"
	"net/url"
	"strings"
	"testing"

	"ipstoolkit/server/page/pagetest"
	"ipstoolkit/tenants/store/storetest"
)

// Returns are listed nine quarters at a time, back to the first one that was sent.
func TestReturnsOfEarlierQuarters(t *testing.T) {
	pagetest.NeedAssets(t)
	w := storetest.New(t) // in quarter 3 of 2026/27
	for _, q := range []string{"2022Q2", "2024Q3"} {
		path := "/icb/QWE/returns/" + w.ProviderA.Provider + "/" + q
		if a := pagetest.Post(t, as(w, w.ProviderA), path, url.Values{"version": {"0"}, "access_unemployed": {"75"}}); a.Status != 303 {
			t.Fatalf("%s: %d", q, a.Status)
		}
	}
	b, err := w.For(w.Lead).Provider(t.Context(), w.ProviderB.Provider)
	if err != nil {
		t.Fatal(err)
	}
	b.Ended = true
	if _, err := w.For(w.Lead).SaveProvider(t.Context(), b); err != nil {
		t.Fatal(err)
	}
	const later, earlier = `href="/icb/QWE/returns%s" rel="prev"`, `href="/icb/QWE/returns?from=%s" rel="next"`
	for _, tt := range []struct {
		query       string
		first, last string // the quarters shown
		later       string // where later ones are, "-" for nowhere
		earlier     string
	}{
		{"", "2026Q3", "2024Q3", "-", "2024Q2"},
		{"?from=2024Q2", "2024Q2", "2022Q2", "", "-"},
		{"?from=2024Q3", "2024Q3", "2022Q3", "", "2022Q2"},
		{"?from=2022Q1", "2022Q1", "2020Q1", "?from=2024Q2", "-"},
		{"?from=2030Q1", "2026Q3", "2024Q3", "-", "2024Q2"},
		{"?from=nonsense", "2026Q3", "2024Q3", "-", "2024Q2"},
	} {
		t.Run(tt.query, func(t *testing.T) {
			a := pagetest.Get(t, as(w, w.Lead), "/icb/QWE/returns"+tt.query)
			at := "/returns/" + w.ProviderA.Provider + "/"
			a.Want(t, 200, at+tt.first, at+tt.last)
			if n := strings.Count(a.Body, at) - strings.Count(a.Body, `/ask"`); n != 9 {
				t.Errorf("%d quarters", n)
			}
			for _, link := range []struct{ want, format, any string }{
				{tt.later, later, `rel="prev"`},
				{tt.earlier, earlier, `rel="next"`},
			} {
				if link.want == "-" && strings.Contains(a.Body, link.any) ||
					link.want != "-" && !strings.Contains(a.Body, fmt.Sprintf(link.format, link.want)) {
					t.Errorf("%s does not lead to %q: %s", link.any, link.want, a.Body)
				}
			}
			if strings.Contains(a.Body, w.ProviderB.ProviderName) {
				t.Error("a provider that has ended and sent nothing in these quarters has a column")
			}
		})
	}
}

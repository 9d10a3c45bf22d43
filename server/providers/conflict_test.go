package providers_test

import (
	"net/url"
	"testing"

	"ipstoolkit/server/page/pagetest"
	"ipstoolkit/tenants/store/storetest"
)

func TestTwoChangeAProviderAtOnce(t *testing.T) {
	w := storetest.New(t)
	pagetest.Conflict{
		Saves: w.Saves(t),
		Page:  "/icb/QWE/providers/" + w.ProviderA.Provider, Form: "form:has(#name)",
		Theirs: url.Values{"name": {"North side"}, "stage": {"new"}, "ended": {"yes"}},
		Mine:   url.Values{"name": {"Northside Trust"}, "place": {"North"}, "under": {w.ProviderB.Provider}},
		Differ: []string{
			"What Name Theirs North side Yours Northside Trust",
		},
	}.Try(t, as(t, w, w.Lead), as(t, w, w.Commissioner))
}

package plan_test

import (
	"net/url"
	"testing"

	"ipstoolkit/server/page/pagetest"
	"ipstoolkit/tenants/store/storetest"
)

func TestTwoRecordAYearAtOnce(t *testing.T) {
	w := storetest.New(t)
	pagetest.Conflict{
		Saves: w.Saves(t),
		Page:  "/icb/QWE/plan/record?year=2026", Form: "form:has([name=retention]):not(.app-stale *)", Action: "/icb/QWE/plan",
		Theirs: url.Values{"retention": {"20"}}, Mine: url.Values{"retention": {"10"}},
		Differ: []string{"What Planned share of people supported to keep a job Theirs 20% Yours 10%"},
	}.Try(t, as(w, w.Lead), as(w, w.Commissioner))
}

package priorities

import (
	"net/url"
	"testing"

	"ipstoolkit/server/page/pagetest"
	"ipstoolkit/tenants/store/storetest"
)

func TestTwoChangeAPriorityAtOnce(t *testing.T) {
	w := storetest.New(t)
	pagetest.Conflict{
		Saves: w.Saves(t),
		Page:  "/icb/QWE/toolkit/3.4", Form: "form:has(textarea[name=notes])",
		Theirs: url.Values{
			"status": {"in_place"}, "notes": {"Both\nTheirs"}, "review_on-day": {"1"}, "review_on-month": {"2"},
			"review_on-year": {"2027"},
		},
		Mine: url.Values{"status": {"not_started"}, "notes": {"Both\nMine"}, "private_notes": {"Quiet"}, "owner": {w.Lead.ID}},
		Differ: []string{
			"What Status Theirs In place Yours Not started", "Notes",
		},
		Joined: url.Values{"notes": {"Both\nTheirs\nMine"}},
	}.Try(t, as(t, w, w.Lead), as(t, w, w.Commissioner))
}

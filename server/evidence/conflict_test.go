package evidence

import (
	"net/url"
	"testing"

	"ipstoolkit/server/page/pagetest"
)

func TestTwoChangeEvidenceAtOnce(t *testing.T) {
	s := newSite(t)
	id := s.added(s.Lead, fieldsOf("link", "https://example.org", "priority", "3.4"))
	pagetest.Conflict{
		Saves: s.Saves(t),
		Page:  "/icb/QWE/evidence/" + id + "/edit", Form: "form:has(#title)",
		Theirs: url.Values{
			"title": {"Minutes"}, "priority": {"3.4", "2.1"}, "from-day": {"1"}, "from-month": {"7"}, "from-year": {"2026"},
			"to-day": {"30"}, "to-month": {"9"}, "to-year": {"2026"},
		},
		Mine: url.Values{"title": {"Notes"}, "priority": {"3.4", "4.6"}, "shared": {"yes"}},
		Differ: []string{
			"What Title Theirs Minutes Yours Notes",
			"What Priorities it supports Theirs 2.1 Contracts state access, outcomes and staffing; 3.4 At least 40% of unemployed people " +
				"accessing IPS supported into work " +
				"Yours 3.4 At least 40% of unemployed people accessing IPS supported into work; 4.6 Specialist recruitment support",
		},
		Joined: url.Values{"priority": {"3.4", "2.1", "4.6"}},
	}.Try(t, s.as(s.Lead), s.as(s.Commissioner))
}

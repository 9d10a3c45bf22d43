package equity_test

import (
	"net/url"
	"testing"

	"ipstoolkit/server/page/pagetest"
	"ipstoolkit/tenants/store/storetest"
)

func TestTwoCountGroupsAtOnce(t *testing.T) {
	pagetest.NeedAssets(t)
	w := storetest.New(t)
	pagetest.Conflict{
		Page: "/icb/QWE/equity/" + w.ProviderA.Provider + "/2026Q2/disability", Form: "form:has(#access-1)",
		Press:  url.Values{"step": {"later"}},
		Theirs: url.Values{"access-1": {"20"}, "access-2": {"7"}}, Mine: url.Values{"access-1": {"30"}},
		Differ: []string{
			"What Disabled, People who accessed Theirs 20 Yours 30",
			"What Not disabled, People who accessed Theirs 7 Yours Nothing",
		},
	}.Try(t, as(w, w.ProviderA), as(w, w.ProviderA))
}

func TestTwoSayWhatIsCollectedAtOnce(t *testing.T) {
	pagetest.NeedAssets(t)
	w := storetest.New(t)
	agreed := url.Values{
		"collected": {"yes"}, "from": {"2026Q3"}, "reason": {"Low access"}, "agreed_by": {"Data protection officer"},
		"agreed_on-day": {"27"}, "agreed_on-month": {"2"},
		"agreed_on-year": {"2026"}, "groups": {"None\nAny"},
	}
	mine := url.Values{}
	for name, values := range agreed {
		mine[name] = values
	}
	mine.Set("groups", "None\nAnother")
	mine.Set("agreed_by", "Caldicott guardian")
	pagetest.Conflict{
		Page: "/icb/QWE/equity/collected/religion", Form: "form:has(#groups)", Theirs: agreed, Mine: mine,
		Differ: []string{"What Agreed by Theirs Data protection officer Yours Caldicott guardian", "Groups"},
		Joined: url.Values{"groups": {"None\nAny\nAnother"}},
	}.Try(t, as(w, w.Lead), as(w, w.Commissioner))
}

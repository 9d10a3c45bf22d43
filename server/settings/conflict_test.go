package settings

import (
	"net/http"
	"net/url"
	"testing"

	"ipstoolkit/server/page/pagetest"
	"ipstoolkit/tenants"
	"ipstoolkit/tenants/store/storetest"
)

// live is somebody with the ICB's settings as they are at each request.
func live(t *testing.T, w *storetest.World, m tenants.Member) http.Handler {
	return http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) { present(t, w, m).ServeHTTP(rw, r) })
}

func TestTwoChangeTheSettingsAtOnce(t *testing.T) {
	w := storetest.New(t)
	pagetest.Conflict{
		Page: "/icb/QWE/settings", Form: "form:has(#retention_years)",
		Theirs: url.Values{
			"retention_years": {"10"}, "next_meeting-day": {"9"}, "next_meeting-month": {"12"},
			"next_meeting-year": {"2026"}, "due_day": {"28"},
		},
		Mine: url.Values{"show_by_provider": {"yes"}, "retention_years": {"6"}, "due_day": {"1"}, "due_month": {"3"}},
		Differ: []string{
			"What Years to keep records Theirs 10 Yours 6",
			"What Quarterly figures due Theirs The 28th of the second month after the quarter " +
				"Yours The 1st of the third month after the quarter",
		}, Saves: w.Saves(t),
	}.Try(t, live(t, w, w.Lead), live(t, w, w.Lead))
}

func TestTwoNameForProcurementAtOnce(t *testing.T) {
	w := storetest.New(t)
	const path = "/icb/QWE/procurement"
	second, lead := w.Member(t, w.Lead.Tenant, "second", tenants.Lead, ""), live(t, w, w.Lead)
	seen := pagetest.Get(t, lead, path).In("form:has(#named)").Sends(t, 200)
	pagetest.Post(t, lead, path, switching("begin", "0", "named", w.Lead.ID, "named", second.ID, "reason", "A new contract")).Want(t, 303)

	// What was typed to switch it on cannot be saved over a switch that is on; it is on the page.
	seen.Set("reason", "My own reason")
	met := pagetest.Post(t, live(t, w, second), path, seen)
	met.In(".app-stale").Want(t, 409, "Person lead changed this after you opened this page", "Your changes were not saved.")
	met.In(".app-stale tbody tr").Is(t, 409, "What People named Now Person lead; Person second In your form Person lead",
		"What Reason Now A new contract In your form My own reason")

	pagetest.Conflict{
		Page: path, Form: "form:has(#named)", Theirs: url.Values{"named": {w.Lead.ID, second.ID, w.Commissioner.ID}},
		Mine:   url.Values{"named": {w.Lead.ID}, "step_out": {}},
		Differ: []string{"What People named Theirs Person commissioner; Person lead; Person second Yours Person lead"},
		Joined: url.Values{"named": {w.Lead.ID, second.ID, w.Commissioner.ID}},
	}.Try(t, live(t, w, w.Lead), live(t, w, w.Lead))

	end := pagetest.Get(t, lead, path).In("form:has([value=end])").Sends(t, 200)
	changed := pagetest.Get(t, lead, path).In("form:has(#named)").Sends(t, 200)
	changed["named"] = []string{w.Lead.ID}
	pagetest.Post(t, lead, path, changed).Want(t, 303)
	met = pagetest.Post(t, lead, path, end)
	met.In(".app-stale").Want(t, 409, "Person lead changed this after you opened this page", "It was not switched off.",
		"Person commissioner")
	pagetest.Post(t, lead, path, met.In("form:has([value=end])").Sends(t, 409)).Want(t, 303)
}

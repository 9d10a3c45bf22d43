package returns_test

import (
	"net/url"
	"testing"

	"ipstoolkit/server/page/pagetest"
	"ipstoolkit/tenants/store/storetest"
)

func TestTwoFillInAReturnAtOnce(t *testing.T) {
	pagetest.NeedAssets(t)
	w := storetest.New(t)
	pagetest.Conflict{
		Page: "/icb/QWE/returns/" + w.ProviderA.Provider + "/2026Q2", Form: "form:has(textarea[name=column])",
		Press:  url.Values{"step": {"save"}},
		Theirs: url.Values{"access_unemployed": {"120"}, "note": {"One is on leave"}},
		Mine:   url.Values{"access_unemployed": {"125"}, "why_access_unemployed": {"A new team"}, "note": {"One is new"}},
		Differ: []string{
			"What People out of work who accessed the service Theirs 120 Yours 125",
			"What Reason for People out of work who accessed the service Theirs Nothing Yours A new team", "Note",
		},
		Joined: url.Values{"note": {"One is on leave\nOne is new"}},
	}.Try(t, as(w, w.Commissioner), as(w, w.ProviderA))
}

// Figures that somebody submitted while they were a draft to another person are corrected by "Keep mine", with its reason.
func TestADraftOfFiguresThatWereSubmitted(t *testing.T) {
	pagetest.NeedAssets(t)
	w := storetest.New(t)
	path := "/icb/QWE/returns/" + w.ProviderA.Provider + "/2026Q2"
	pagetest.Post(t, as(w, w.Commissioner), path, full("0", "submit")).Want(t, 303)
	draft := full("0", "save")
	draft.Set("note", "My own words")
	met := pagetest.Post(t, as(w, w.ProviderA), path, draft)
	refused := pagetest.Post(t, as(w, w.ProviderA), path, met.In(".app-stale form").Sends(t, 409))
	refused.Want(t, 422, "My own words", "Save the correction")
	mine := refused.In("form:has([name=reason])").Sends(t, 422)
	mine.Set("reason", "We had counted on")
	mine.Set("step", "correct")
	pagetest.Post(t, as(w, w.ProviderA), path, mine).Want(t, 303)
	pagetest.Get(t, as(w, w.ProviderA), path).Want(t, 200, "My own words", "We had counted on")
}

func TestFiguresThatWereCorrectedAreNotAccepted(t *testing.T) {
	pagetest.NeedAssets(t)
	w := storetest.New(t)
	path := "/icb/QWE/returns/" + w.ProviderA.Provider + "/2026Q2"
	pagetest.Post(t, as(w, w.ProviderA), path, full("0", "submit")).Want(t, 303)
	accept := pagetest.Get(t, as(w, w.Lead), path).In("form:has(button[value=accept])").Sends(t, 200)
	accept.Set("step", "accept")
	corrected := full("1", "correct")
	corrected.Set("access_unemployed", "1,100")
	corrected.Set("reason", "Counted twice")
	pagetest.Post(t, as(w, w.ProviderA), path, corrected).Want(t, 303)
	met := pagetest.Post(t, as(w, w.Lead), path, accept)
	met.In(".app-stale").Want(t, 409, "Person provider-a changed these figures after you opened this page", "They were not accepted.",
		"1,200 to 1,100", "Counted twice")
	accept = met.In("form:has(button[value=accept])").Sends(t, 409)
	accept.Set("step", "accept")
	pagetest.Post(t, as(w, w.Lead), path, accept).Want(t, 303)
}

func TestTwoAgreeASetAtOnce(t *testing.T) {
	pagetest.NeedAssets(t)
	w := storetest.New(t)
	k := pagetest.Conflict{
		Page: "/icb/QWE/returns/set", Form: "form:has(textarea[name=note])",
		Theirs: url.Values{
			"from": {"2026Q2"}, "parts": {"caseload"}, "agreed_on-day": {"1"}, "agreed_on-month": {"11"},
			"agreed_on-year": {"2026"}, "note": {"In October"},
		},
		Mine: url.Values{
			"from": {"2026Q3"}, "parts": {"employers"}, "agreed_on-day": {"1"}, "agreed_on-month": {"11"},
			"agreed_on-year": {"2026"}, "note": {"In November"},
		},
	}
	before := pagetest.Get(t, as(w, w.Lead), k.Page).In(k.Form).Sends(t, 200)["version"]
	k.Theirs["version"], k.Mine["version"] = before, before
	pagetest.Post(t, as(w, w.Lead), k.Page, k.Theirs).Want(t, 303)
	met := pagetest.Post(t, as(w, w.Commissioner), k.Page, k.Mine)
	met.In(".app-stale tbody tr").Is(t, 409, "What From Theirs Quarter 2 (July to September 2026) Yours Quarter 3 (October to "+
		"December 2026)",
		"What Also asked for Theirs Active caseload Yours Contacts with employers",
		"What How it was agreed Theirs In October Yours In November")
	pagetest.Post(t, as(w, w.Commissioner), k.Page, met.In(".app-stale form").Sends(t, 409)).Want(t, 303)
	pagetest.Get(t, as(w, w.Lead), k.Page).Want(t, 200, "In October", "In November")
}

func TestTwoRecordPublishedAccessAtOnce(t *testing.T) {
	pagetest.NeedAssets(t)
	w := storetest.New(t)
	lead, path := as(w, w.Lead), "/icb/QWE/returns/published"
	form := url.Values{
		"version": {"0"}, "provider": {w.ProviderA.Provider}, "to": {"2026-09-30"}, "people": {"150"}, "published_on-day": {"12"},
		"published_on-month": {"11"}, "published_on-year": {"2026"}, "source": {"Monthly statistics"},
	}
	pagetest.Post(t, lead, path, form).Want(t, 303)
	change := path + "?change=" + w.ProviderA.Provider + "&to=2026-09-30"
	seen := pagetest.Get(t, lead, change).In("form:has(select[name=provider])").Sends(t, 200)
	pagetest.Conflict{
		Page: change, Form: "form:has(select[name=provider])", Action: path,
		Theirs: url.Values{"people": {"160"}}, Mine: url.Values{"people": {"170"}, "source": {"Another"}},
		Differ: []string{
			"What Published number Theirs 160 Yours 170",
			"What Where it was published Theirs Monthly statistics Yours Another",
		},
	}.Try(t, lead, as(w, w.Commissioner))

	seen.Set("step", "remove")
	met := pagetest.Post(t, lead, path, seen)
	met.In(".app-stale").Want(t, 409, "Person commissioner changed this figure after you opened this page", "It was not removed.")
	met.In(".app-stale tbody tr").Is(t, 409, "What Published number Now 170 In your form 150",
		"What Where it was published Now Another In your form Monthly statistics")
	again := met.In("form:has(select[name=provider])").Sends(t, 409)
	again.Set("step", "remove")
	pagetest.Post(t, lead, path, again).Want(t, 303)
	pagetest.Get(t, lead, path).Want(t, 200, "No published access is recorded yet")
}

package priorities

import (
	"testing"
	"time"

	"ipstoolkit/server/page/pagetest"
	"ipstoolkit/tenants"
	"ipstoolkit/tenants/store/storetest"
	"ipstoolkit/toolkit/assessment"
	"ipstoolkit/toolkit/edition"
)

// One button on a priority's own page says that all is still right, with the date of the next review that it shows.
func TestStillRightOnItsOwnPage(t *testing.T) {
	w := storetest.New(t)
	const path, form = "/icb/QWE/toolkit/3.4", `form:has([name="back"])`
	h := as(t, w, w.Commissioner)
	pagetest.Get(t, h, path).None(t, 200, form) // nothing is recorded that could be right
	w.Clock.Set(time.Date(2026, 8, 1, 9, 0, 0, 0, time.UTC))
	p, _ := edition.Current().Priority("3.4")
	e := assessment.Entry{Status: assessment.InProgress, Notes: "Agreed", Owner: w.Lead.ID, ReviewOn: "2026-09-30"}
	if _, err := w.For(w.Lead).SaveEntry(t.Context(), p, e); err != nil {
		t.Fatal(err)
	}
	pagetest.Get(t, h, path).None(t, 200, form) // reviewed a moment ago
	w.Clock.Set(time.Date(2026, 9, 30, 9, 0, 0, 0, time.UTC))
	pagetest.Get(t, h, path).None(t, 200, form) // and its next review is due today
	w.Clock.Set(time.Date(2026, 11, 20, 9, 0, 0, 0, time.UTC))
	for _, m := range []tenants.Member{w.ProviderA, w.Reader} {
		pagetest.Get(t, as(t, w, m), path).None(t, 200, form)
	}

	w.Clock.Set(time.Date(2026, 10, 5, 9, 0, 0, 0, time.UTC)) // saved this quarter, with a date that has passed since
	put(t, w, w.Lead, "3.3", func(e *assessment.Entry) { e.Status, e.ReviewOn = assessment.InPlace, "2026-11-19" })
	w.Clock.Set(time.Date(2026, 11, 20, 9, 0, 0, 0, time.UTC))
	pagetest.Get(t, h, "/icb/QWE/toolkit/3.3").In(form+" button").Is(t, 200, "Still right")

	shown := pagetest.Get(t, h, path)
	shown.In(form+" button").Is(t, 200, "Still right")
	sent := shown.In(form).Sends(t, 200)
	if got := sent.Get("review_on-3.4"); got != "31 March 2027" {
		t.Errorf("the next review is shown by %q", got)
	}
	sent.Set("review_on-3.4", "1 February 2020")
	wrong := pagetest.Post(t, h, "/icb/QWE/toolkit/review", sent)
	wrong.In(".nhsuk-error-summary li").Is(t, 422, "Review 3.4 by: the date must be today or a later day")
	wrong.In("[data-row]").Want(t, 422, "3.4")
	sent.Set("review_on-3.4", "28 February 2027")
	done := pagetest.Post(t, h, "/icb/QWE/toolkit/review", sent)
	done.Want(t, 303)
	to := done.Header.Get("Location")
	if to != path+"?saved=still" {
		t.Errorf("it leads to %s", to)
	}
	pagetest.Get(t, h, to).In(".nhsuk-notification-banner").Want(t, 200, "3.4 is reviewed: still right. Next review by 28 February 2027")
	now, err := w.For(w.Lead).Entry(t.Context(), "3.4")
	if err != nil || now.Notes != "Agreed" || now.Status != e.Status || now.Owner != w.Lead.ID || now.ReviewOn != "2027-02-28" ||
		now.ChangedBy != "Person commissioner" || now.Version != 2 {
		t.Errorf("recorded: %+v, %v", now, err)
	}

	// Of what somebody else saved meanwhile nobody has said that it is right.
	met := pagetest.Post(t, h, "/icb/QWE/toolkit/review", sent)
	met.In(".app-review__stale").Want(t, 409, "3.4 was not saved as still right")
	if again, err := w.For(w.Lead).Entry(t.Context(), "3.4"); err != nil || again.Version != 2 {
		t.Errorf("recorded: %+v, %v", again, err)
	}
	pagetest.Get(t, as(t, w, w.Lead), "/icb/QWE/toolkit/2.1?saved=still").Lacks(t, 200, "is reviewed")
}

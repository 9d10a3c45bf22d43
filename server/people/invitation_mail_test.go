package people_test

import (
	"net/url"
	"strings"
	"testing"
	"time"

	"ipstoolkit/server/page/pagetest"
	"ipstoolkit/tenants/store"
	"ipstoolkit/tenants/store/storetest"
)

// In a service with a mail server an invitation can be emailed: the page shows no link, and says how the email is.
func TestInviteByEmail(t *testing.T) {
	w := storetest.New(t)
	h := as(t, w, w.Lead)
	pagetest.Get(t, h, "/icb/QWE/people").Lacks(t, 200, "by_email")
	form := url.Values{
		"name": {"New person"}, "email": {"new@example.org"}, "role": {"reader"}, "by_email": {"yes"}, "once": {store.NewInvitationID()},
	}
	pagetest.Post(t, h, "/icb/QWE/people", form).In(".nhsuk-error-summary").Want(t, 422, "This service sends no emails")

	w.QueueMail()
	pagetest.Get(t, h, "/icb/QWE/people").Want(t, 200, "Send the invitation by email")
	none := url.Values{"name": {"New person"}, "role": {"reader"}, "by_email": {"yes"}}
	refused := pagetest.Post(t, h, "/icb/QWE/people", none)
	refused.In(".nhsuk-error-summary").Want(t, 422, "Enter the email address to send the invitation to")
	refused.In(`input[name="by_email"][checked]`).Is(t, 422, "")

	pagetest.Post(t, h, "/icb/QWE/people", form).Want(t, 303)
	list := pagetest.Get(t, h, "/icb/QWE/people?saved=mailed")
	list.In(".app-panel").Want(t, 200, "New person", "The email is waiting to be sent.")
	list.Lacks(t, 200, "/invitations/\"")
	pagetest.Post(t, h, "/icb/QWE/people", form).Want(t, 409,
		"You made this invitation already. The list says whether its email has been sent.")

	m, err := w.TakeMail(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	_, token, err := w.HandInvitation(t.Context(), m)
	if err == nil {
		err = w.EndMail(t.Context(), m, store.MailSent)
	}
	if err != nil {
		t.Fatal(err)
	}
	sent := pagetest.Get(t, h, "/icb/QWE/people")
	sent.In(".app-panel").Want(t, 200, "The email was sent on 20 November 2026 at 9:00am.", "Email a new link")
	sent.Lacks(t, 200, token)

	one := "/icb/QWE/people/invitations/" + m.Subject
	w.Clock.Set(w.Now().Add(time.Minute))
	pagetest.Post(t, h, one+"/renew", url.Values{"version": {"1"}, "by_email": {"yes"}}).Want(t, 303)
	pagetest.Get(t, h, "/icb/QWE/people").In(".app-panel").Want(t, 200, "The email is waiting to be sent.")
	pagetest.Post(t, h, one+"/renew", url.Values{"version": {"1"}, "by_email": {"yes"}}).In(".app-stale").
		Want(t, 409, "No new link was made.")

	without := url.Values{"name": {"Without address"}, "role": {"reader"}}
	shown(t, pagetest.Post(t, h, "/icb/QWE/people", without))
	for _, i := range open(t, w) {
		if i.Name == "Without address" {
			at := "/icb/QWE/people/invitations/" + i.ID + "/renew"
			pagetest.Post(t, h, at, url.Values{"version": {"1"}, "by_email": {"yes"}}).Want(t, 400)
		}
	}
	if n := strings.Count(pagetest.Get(t, h, "/icb/QWE/people").Body, "Email a new link"); n != 1 {
		t.Errorf("%d invitations can be emailed, want 1: the other has no address", n)
	}
}

func open(t *testing.T, w *storetest.World) []store.Invitation {
	t.Helper()
	list, err := w.For(w.Lead).Invitations(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return list
}

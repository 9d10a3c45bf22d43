package mail

import (
	"fmt"
	"slices"
	"strings"

	"ipstoolkit/tenants"
	"ipstoolkit/tenants/store"
	"ipstoolkit/toolkit/calendar"
)

// inICB is what waits for a person in one ICB.
type inICB struct {
	name   string
	things []tenants.Waiting
}

// told are the words of an email that is sent at once, and where in an ICB it leads.
var told = map[store.MailKind]struct{ words, page string }{
	store.ActionGiven:   {"You have been given an action", "actions"},
	store.QuestionAsked: {"You have been asked a question", "questions"},
}

// atOnce is an email about one thing: what kind of thing, in which ICB, and by when it is due.
func atOnce(m store.Mail, t tenants.Tenant, publicURL string) (subject, body string) {
	kind := told[m.Kind]
	subject = fmt.Sprintf("%s in %s", kind.words, oneLine(t.Name))
	words := subject
	if m.Due != "" {
		words += ", due " + m.Due.Words()
	}
	link := fmt.Sprintf("%s/icb/%s/%s/%s", publicURL, t.Code, kind.page, m.Subject)
	return subject, words + ". Sign in to read it:\n" + link + "\n" + choose(publicURL)
}

// digest is an email about all that waits for a person: kinds and days, ICB by ICB, each once.
func digest(how tenants.Digest, day calendar.Date, icbs []inICB, publicURL string) (subject, body string) {
	var b strings.Builder
	fmt.Fprintf(&b, "On %s you have this to do in the IPS commissioning toolkit.\n", day.Words())
	for _, icb := range icbs {
		fmt.Fprintf(&b, "\n%s\n", oneLine(icb.name))
		var lines []string
		for _, t := range icb.things {
			line := "- " + t.Kind
			if t.By != "" {
				line += ", due " + t.By.Words()
			}
			if !slices.Contains(lines, line) {
				lines = append(lines, line)
			}
		}
		b.WriteString(strings.Join(lines, "\n") + "\n")
	}
	b.WriteString("\nSign in to read it:\n" + publicURL + "/my-work\n")
	often := map[tenants.Digest]string{tenants.Daily: "on working days", tenants.Weekly: "once a week"}[how]
	b.WriteString("\nYou get this email " + often + ".\n")
	return "What you have to do in the IPS commissioning toolkit", b.String() + choose(publicURL)
}

// choose says where these emails are switched off.
func choose(publicURL string) string {
	return "\nChoose which emails you get, or none:\n" + publicURL + "/account/reminders\n"
}

// oneLine is a name without anything that would break a line.
func oneLine(name string) string { return strings.Join(strings.Fields(name), " ") }

package tenants

import (
	"slices"

	"ipstoolkit/toolkit/calendar"
)

// Digest is how often a person gets one email with all that waits for them.
type Digest string

const (
	Daily  Digest = "daily"  // on working days
	Weekly Digest = "weekly" // on Mondays, or the first working day after one that is none
	Never  Digest = "never"
)

// Digests are all choices, in the order in which people read them.
var Digests = []Digest{Daily, Weekly, Never}

// Words is the choice as people read it.
func (d Digest) Words() string {
	switch d {
	case Daily:
		return "Every working day"
	case Weekly:
		return "Once a week, on Mondays"
	case Never:
		return "Never"
	}
	return string(d)
}

// Known says whether it is one of the choices.
func (d Digest) Known() bool { return slices.Contains(Digests, d) }

// MailChoice is what a person wants to get by email.
type MailChoice struct {
	// AtOnce says that they want to hear at once of an action that was given to them or a question that they were asked.
	AtOnce bool
	Digest Digest
}

// UsualMail is the choice of somebody who has not chosen.
var UsualMail = MailChoice{AtOnce: true, Digest: Weekly}

// Waiting is a thing that waits for a person in one ICB, as far as an email may say: of what kind it is ("Figures"), and by when it is
// due, "" for no day. An email is read in more places than the service, so it never says which.
type Waiting struct {
	Kind string
	By   calendar.Date
}

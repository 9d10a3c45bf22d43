package registers

import (
	"strings"

	"ipstoolkit/toolkit/register"
	"ipstoolkit/toolkit/steering"
)

var group = subject{
	path: "/steering/group", title: "Terms, seats and risks", above: groupAbove, ofGroup: true,
	lists: []string{register.TermsOfReference, register.Seats, register.Leads, register.Risks, register.Concerns},
	lede: "How the steering group is set up (1.2, page 8): its terms of reference, who sits on it, who leads on IPS, its risks, and the " +
		"concerns that it raised with the leaders of a trust.",
	advice: "People with lived experience and their supporters are a number here, never a name.",
}

// groupAbove says which seats the toolkit asks for and the group does not have.
func groupAbove(v view) summary {
	var s summary
	if len(v.rows[register.TermsOfReference]) == 0 {
		s.Lines = append(s.Lines, "No terms of reference are recorded.")
	}
	if missing := steering.MissingSeats(v.rows[register.Seats]); len(missing) > 0 {
		s.Lines = append(s.Lines, "The toolkit asks for these seats too: "+strings.Join(missing, "; ")+".")
	}
	return s
}

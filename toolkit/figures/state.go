package figures

import "slices"

// State is how far a return has come between the provider and the commissioner.
type State string

const (
	Draft     State = "draft"
	Submitted State = "submitted"
	Queried   State = "queried"
	Accepted  State = "accepted"
	Corrected State = "corrected"
)

// Step is what a person does to a return.
type Step string

const (
	Save    Step = "save"    // the provider or a commissioner: a draft stays a draft
	Submit  Step = "submit"  // the provider or a commissioner: from now on it counts towards targets
	Ask     Step = "ask"     // the commissioner asks about it
	Answer  Step = "answer"  // the provider answers; the numbers stay
	Accept  Step = "accept"  // the commissioner agrees
	Correct Step = "correct" // new numbers after submission, with a reason
)

// steps are the states that each step starts from, and the state that it leads to.
var steps = map[Step]struct {
	from []State
	to   State
}{
	Save:    {[]State{"", Draft}, Draft},
	Submit:  {[]State{"", Draft}, Submitted},
	Ask:     {[]State{Submitted, Corrected, Accepted}, Queried},
	Answer:  {[]State{Queried}, Submitted},
	Accept:  {[]State{Submitted, Queried, Corrected}, Accepted},
	Correct: {[]State{Submitted, Queried, Accepted, Corrected}, Corrected},
}

// After is the state that a step leads to; ok is false when the step is not possible now. The zero state is a return
// that does not exist yet.
func (s State) After(step Step) (next State, ok bool) {
	t, ok := steps[step]
	if !ok || !slices.Contains(t.from, s) {
		return s, false
	}
	return t.to, true
}

// Measured says whether a return in this state counts towards targets: every state but a draft.
func (s State) Measured() bool { return s != "" && s != Draft }

// Words is the state as people read it.
func (s State) Words() string {
	switch s {
	case Draft:
		return "Draft"
	case Submitted:
		return "Submitted"
	case Queried:
		return "Queried"
	case Accepted:
		return "Accepted"
	case Corrected:
		return "Corrected"
	}
	return "Not started"
}

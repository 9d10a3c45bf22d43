// Package action is what people have agreed to do: what it is, who owns it, whom it is asked of, by when, and what it is about.
package action

import (
	"cmp"
	"slices"

	"ipstoolkit/toolkit/calendar"
	"ipstoolkit/toolkit/number"
	"ipstoolkit/toolkit/privacy"
	"ipstoolkit/toolkit/problem"
	"ipstoolkit/toolkit/view"
)

// Action is something that somebody has to do. Version is 0 of one that is not recorded yet.
type Action struct {
	ID   string
	What string
	Owner
	// Asked is whom it is asked of, "" where nobody has said.
	Asked Asked
	// About is what it is about; it never changes. AboutName is the name of that, "" where it has none or the reader may not
	// know it.
	About     About
	AboutName string
	Due       calendar.Date
	State     State
	// DoneOn is the day on which it was done, Reason why it was dropped: each "" in other states.
	DoneOn calendar.Date
	Reason string
	// Note says how far it is.
	Note string
	// Shared says that the steering group reads it.
	Shared bool
	// KeptBack says that it is about what procurement keeps back while that is under way.
	KeptBack bool
	// Confirmed holds the fingerprints of numbers in its texts that somebody has said are not NHS numbers.
	Confirmed string
	Version   int
	ChangedAt calendar.Instant
	ChangedBy string
}

// Owner is who owns an action: a member of the ICB, a provider as a whole, or somebody outside the service by their role. The
// zero Owner is nobody.
type Owner struct {
	// Member is the id of a membership, Name and Title are what people see of the person.
	Member string
	Name   string
	Title  view.Title
	// Provider is the id of the provider that the action is of: the member's, or the one that owns it as a whole. Its people
	// see the action as theirs.
	Provider     string
	ProviderName string
	// Role is a role outside the service: "Trust executive".
	Role string
}

// UsualRoles are the roles outside the service that own most actions.
var UsualRoles = []string{
	"Trust executive", "Trust IPS lead", "PCN clinical director", "Community mental health team manager", "IPS Grow regional lead",
	"NHS England regional lead",
}

// askedByRole is of whom something is asked that one of the usual roles owns. A regional lead's is asked of none of them.
var askedByRole = map[string]Asked{
	"Trust executive": Trust, "Trust IPS lead": Trust, "Community mental health team manager": Trust, "PCN clinical director": PCNs,
}

// AskedOfOwner is of whom something is asked that the owner has to do: a member's of the ICB. It is "" where the owner does not tell.
func AskedOfOwner(o Owner) Asked {
	switch {
	case o.Member != "":
		return ICB
	case o.Provider != "":
		return Provider
	}
	return askedByRole[o.Role]
}

// Nobody says whether nobody owns it.
func (o Owner) Nobody() bool { return o.Member == "" && o.Provider == "" && o.Role == "" }

// Words name the owner: "Person, Commissioner", a title where names are not shown, a provider, or a role.
func (o Owner) Words() string {
	if o.Name != "" && o.Title.Words != "" {
		return o.Name + ", " + o.Title.Words
	}
	return cmp.Or(o.Name, o.Title.Words, o.ProviderName, o.Role, "Nobody yet")
}

// Asked is whom an action is asked of.
type Asked string

const (
	Trust    Asked = "trust"
	PCNs     Asked = "pcns"
	ICB      Asked = "icb"
	Provider Asked = "provider"
)

// AskedOf are all of them, in the order in which a steering group goes through them.
var AskedOf = []Asked{Trust, PCNs, ICB, Provider}

// Words is whom it is asked of, "The trust"; "" where nobody has said.
func (a Asked) Words() string {
	return map[Asked]string{Trust: "The trust", PCNs: "The PCNs", ICB: "The ICB", Provider: "A provider"}[a]
}

// State is how far an action is.
type State string

const (
	Open    State = "open"
	Done    State = "done"
	Dropped State = "dropped"
)

// States are all of them.
var States = []State{Open, Done, Dropped}

// Words is the state as people read it.
func (s State) Words() string {
	return map[State]string{Open: "Open", Done: "Done", Dropped: "Dropped"}[s]
}

// SoonDays is how many days before its day an action is due soon.
const SoonDays = 14

// Overdue says whether the action is open and its day has passed.
func (a Action) Overdue(today calendar.Date) bool { return a.State == Open && a.Due < today }

// DueSoon says whether the action is open and its day is today or in the next SoonDays days.
func (a Action) DueSoon(today calendar.Date) bool {
	return a.State == Open && a.Due >= today && a.Due <= today.AddDays(SoonDays)
}

// How many characters the texts may have.
const (
	LongestWhat   = 500
	LongestRole   = 100
	LongestReason = 1000
	LongestNote   = 2000
)

// Check says what is wrong with an action as typed, in the order of its forms. Fields are what, owner, role, asked, due-day,
// state, done_on-day, reason and note.
func (a Action) Check(today calendar.Date) problem.List {
	var wrong problem.List
	if a.What == "" {
		wrong.Add("what", "Enter what is to be done")
	}
	if a.Asked != "" && !slices.Contains(AskedOf, a.Asked) {
		wrong.Add("asked", "Choose the trust, the PCNs, the ICB or a provider")
	}
	if a.Due == "" {
		wrong.Add("due-day", "Enter the due date")
	}
	a.checkState(&wrong, today)
	for _, t := range a.texts() {
		if len([]rune(t.text)) > t.most {
			wrong.Add(t.field, "%s must be %s characters or fewer", t.name, number.Grouped(int64(t.most)))
		}
		privacy.Guard(&wrong, t.field, t.name, t.text, a.Confirmed)
	}
	return wrong
}

func (a Action) checkState(wrong *problem.List, today calendar.Date) {
	switch a.State {
	case Open:
	case Done:
		switch {
		case a.DoneOn == "":
			wrong.Add("done_on-day", "Enter the date it was done")
		case a.DoneOn > today:
			wrong.Add("done_on-day", "The date it was done must be today or in the past")
		}
	case Dropped:
		if a.Reason == "" {
			wrong.Add("reason", "Enter why it was dropped")
		}
	default:
		wrong.Add("state", "Choose open, done or dropped")
	}
}

type typedText struct {
	field, name, text string
	most              int
}

func (a Action) texts() []typedText {
	return []typedText{
		{"what", "What is to be done", a.What, LongestWhat},
		{"role", "The role", a.Role, LongestRole},
		{"reason", "The reason", a.Reason, LongestReason},
		{"note", "Progress", a.Note, LongestNote},
	}
}

// Numbers are the parts of the texts that look like NHS numbers.
func (a Action) Numbers() []privacy.Find {
	var finds []privacy.Find
	for _, t := range a.texts() {
		finds = append(finds, privacy.NHSNumbers(t.text)...)
	}
	return finds
}

// Tidy is the action without what its state does not have: the day of one that is not done, the reason of one that was not
// dropped.
func (a Action) Tidy() Action {
	if a.State != Done {
		a.DoneOn = ""
	}
	if a.State != Dropped {
		a.Reason = ""
	}
	return a
}

// ByDue orders actions: the open ones first, the one that is due first on top; then the others, the newest first.
func ByDue(a, b Action) int {
	if c := cmp.Compare(rank(a), rank(b)); c != 0 {
		return c
	}
	if a.State == Open {
		return cmp.Or(cmp.Compare(a.Due, b.Due), cmp.Compare(a.What, b.What), cmp.Compare(a.ID, b.ID))
	}
	return cmp.Or(cmp.Compare(b.ChangedAt, a.ChangedAt), cmp.Compare(a.What, b.What), cmp.Compare(a.ID, b.ID))
}

func rank(a Action) int { return slices.Index(States, a.State) }

package action

import (
	"cmp"
	"slices"
	"strings"

	"ipstoolkit/toolkit/assessment"
	"ipstoolkit/toolkit/calendar"
	"ipstoolkit/toolkit/measure"
	"ipstoolkit/toolkit/record"
	"ipstoolkit/toolkit/register"
	"ipstoolkit/toolkit/view"
)

// About is what an action is about, by the code of its kind and its id as the history has it: a return's is its provider's id
// and its quarter. The zero About is nothing in particular.
type About struct{ Kind, ID string }

// kind is a kind of record that actions can be about.
type kind struct {
	words string
	// open says that all who see the action may know what it is about.
	open bool
	// path leads to the record, below the ICB's address, with its id in place of *.
	path string
}

// kinds are what actions can be about.
var kinds = map[string]kind{
	record.Priority:     {"Priority", true, "/toolkit/*"},
	record.Target:       {"Target", true, "/targets/*"},
	record.Difference:   {"Status and figures differ", false, "/toolkit/*#differs"},
	record.GroupMeeting: {"Steering group meeting", true, "/steering/meetings/*"},
	register.Meetings:   {"Meeting", true, "/meetings/*"},
	record.Question:     {"Question", false, "/questions/*"},
	record.Evidence:     {"Evidence", false, "/evidence/*"},
	record.Return:       {"Figures", false, "/returns/*"},
	record.Contract:     {"Contract", false, "/contracts/*"},
}

// KindsInOrder are the codes of what actions can be about, in the order of a filter.
var KindsInOrder = []string{
	record.Priority, record.Target, record.Difference, record.GroupMeeting, register.Meetings, record.Question, record.Evidence,
	record.Return, record.Contract,
}

// KindWords are the words for a kind that actions can be about, "Priority"; "" for another.
func KindWords(code string) string { return kinds[code].words }

// Known says whether it is nothing, or of a kind that actions can be about.
func (b About) Known() bool {
	_, known := kinds[b.Kind]
	return b == About{} || known && b.ID != ""
}

// Text is what it is about as the history keeps it, "priority 3.4"; "" for nothing.
func (b About) Text() string { return strings.TrimSpace(b.Kind + " " + b.ID) }

// AboutOf is what such a text says.
func AboutOf(text string) About {
	kind, id, _ := strings.Cut(text, " ")
	return About{kind, id}
}

// Path leads to what it is about, below the ICB's address; "" for nothing.
func (b About) Path() string {
	if b == (About{}) {
		return ""
	}
	id := strings.ReplaceAll(b.ID, " ", "/")
	if _, toolkit := measure.KindOf(id); b.Kind == record.Target && !toolkit {
		id = measure.Own{ID: id}.Kind().Code
	}
	return strings.ReplaceAll(kinds[b.Kind].path, "*", id)
}

// Alike are the kinds of what is shown together with it: actions about a difference are on the page of its priority.
func (b About) Alike() []string {
	if b.Kind == record.Priority {
		return []string{record.Priority, record.Difference}
	}
	return []string{b.Kind}
}

// Words are what it is about: "Priority 3.4", or the kind with the name. They are "" for nothing.
func (b About) Words(name string) string {
	words := kinds[b.Kind].words
	switch b.Kind {
	case record.Priority:
		return words + " " + b.ID
	case record.Difference:
		return words + ": " + b.ID
	case record.Target:
		k, _ := measure.KindOf(b.ID)
		name = cmp.Or(k.Name, name)
	case record.Return:
		if _, quarter, ok := strings.Cut(b.ID, " "); ok {
			name = strings.TrimSpace(name + ", " + calendar.Quarter(quarter).Short())
		}
	}
	if name == "" {
		return words
	}
	return words + ": " + name
}

// sayAbout says what an action is about as the history keeps it, without a name.
func sayAbout(text string) string { return AboutOf(text).Words("") }

// SharesFirst says whether the steering group reads an action unless people decide otherwise: one about what the group works
// with, and never one about a contract or a meeting on it, a return or a difference, which may be one provider's.
func (b About) SharesFirst() bool {
	return slices.Contains([]string{record.Priority, record.Target, record.GroupMeeting}, b.Kind)
}

// Closed says whether procurement keeps back what it is about. Evidence and questions are not looked at here: what they are of
// decides about them.
func (b About) Closed() bool {
	switch b.Kind {
	case record.Contract:
		return true
	case record.Priority, record.Difference:
		return assessment.InProcurement(b.ID)
	case record.Target:
		return slices.Contains(measure.OfContracts(), b.ID)
	}
	return false
}

// For is an action as an audience that sees it reads it. The steering group reads no names, and only commissioners learn what
// it is about where that is not open to all who see it; a provider knows its own return.
func (a Action) For(who view.Audience) Action {
	if who.AreCommissioners() {
		return a
	}
	a.Confirmed = ""
	own := a.About.Kind == record.Return && who.IsProvider() && strings.HasPrefix(a.About.ID, who.ProviderID()+" ")
	switch {
	case a.About.Kind == record.Difference: // only commissioners know that there is one
		a.About.Kind = record.Priority
	case !kinds[a.About.Kind].open && !own:
		a.About, a.AboutName = About{}, ""
	}
	if !who.SeesNames() {
		a.Member, a.Name, a.Title, a.ChangedBy = "", "", a.Title.InFull(), ""
	}
	return a
}

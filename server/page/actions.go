package page

import (
	"cmp"
	"fmt"
	"net/url"
	"strings"

	"ipstoolkit/tenants"
	"ipstoolkit/toolkit/action"
	"ipstoolkit/toolkit/calendar"
	"ipstoolkit/toolkit/record"
)

// Actions are the actions about what a page shows, with the link that adds one: {{template "actions" .Actions}}.
type Actions struct {
	// Title says how many are open, "Actions (2 open)".
	Title string
	Table Table
	// Add leads to the form of a new one; "" for those who may not add.
	Add string
}

// NewActions are the actions about a record.
func NewActions(m tenants.Member, about action.About, list []action.Action, today calendar.Date) Actions {
	a := Actions{Title: "Actions", Table: ActionTable(m, "", "No actions yet.", list, today, false)}
	open := 0
	for _, one := range list {
		if one.State == action.Open {
			open++
		}
	}
	if open > 0 {
		a.Title = fmt.Sprintf("Actions (%d open)", open)
	}
	if m.Can(tenants.KeepActions) {
		a.Add = NewActionPath(m.Tenant.Code, about)
	}
	return a
}

// ActionPath is the address of an ICB's actions.
func ActionPath(code string) string { return Home(code) + "/actions" }

// NewActionPath leads to the form of a new action about a record.
func NewActionPath(code string, about action.About) string {
	return ActionPath(code) + "/new?" + url.Values{"about": {about.Kind}, "id": {about.ID}}.Encode()
}

// The choices of an action's owner in a form: one of these words, a space, and an id or a role.
const (
	ofMember   = "member"
	ofProvider = "provider"
	ofRole     = "role"
)

// OwnerChoice is the choice of an owner in a form; "" of nobody.
func OwnerChoice(o action.Owner) string {
	switch {
	case o.Member != "":
		return ofMember + " " + o.Member
	case o.Provider != "":
		return ofProvider + " " + o.Provider
	case o.Role != "":
		return ofRole + " " + o.Role
	}
	return ""
}

// OwnerOf is the owner that was chosen; ok is false for what is no choice.
func OwnerOf(choice string) (o action.Owner, ok bool) {
	switch kind, who, _ := strings.Cut(choice, " "); kind {
	case ofMember:
		o.Member = who
	case ofProvider:
		o.Provider = who
	case ofRole:
		o.Role = who
	}
	return o, choice == OwnerChoice(o)
}

// ActionTable is a list of actions, each leading to its page; with about, what each is about is a column. Without a caption of
// its own the table is below a heading.
func ActionTable(m tenants.Member, caption, empty string, list []action.Action, today calendar.Date, about bool) Table {
	t := Table{
		ID: "actions", Caption: caption, HideCaption: caption == "", Empty: empty, Stacked: true,
		Columns: []Column{{Text: "Action"}, {Text: "Owner"}, {Text: "Asked of"}},
	}
	if t.HideCaption {
		t.Caption = "Actions"
	}
	if about {
		t.Columns = append(t.Columns, Column{Text: "About"})
	}
	t.Columns = append(t.Columns, Column{Text: "Due"})
	for _, a := range list {
		what := Link(ActionPath(m.Tenant.Code)+"/"+a.ID, a.What)
		what.Note = a.Note
		row := []Cell{what, Text(a.Owner.Words()), Text(cmp.Or(a.Asked.Words(), "–"))}
		if about {
			row = append(row, ActionAbout(m, a))
		}
		t.Rows = append(t.Rows, append(row, ActionDue(a, today)))
	}
	return t
}

// ActionAbout is what an action is about, a link for those who may follow it.
func ActionAbout(m tenants.Member, a action.Action) Cell {
	words := a.About.Words(a.AboutName)
	switch {
	case words == "":
		return Text("–")
	case m.Can(tenants.KeepActions), a.About.Kind == record.Priority, a.About.Kind == record.Target, a.About.Kind == record.Return:
		return Link(Home(m.Tenant.Code)+a.About.Path(), words)
	}
	return Text(words)
}

// ActionDue is how far an action is, with its day.
func ActionDue(a action.Action, today calendar.Date) Cell {
	switch {
	case a.State == action.Done:
		return Cell{Tag: Tag{Text: a.State.Words(), Colour: "green"}, Note: a.DoneOn.Words()}
	case a.State == action.Dropped:
		return Cell{Tag: Tag{Text: a.State.Words(), Colour: "grey"}, Note: a.Reason}
	case a.Overdue(today):
		return Cell{Tag: Tag{Text: "Overdue", Colour: "orange"}, Note: a.Due.Words()}
	case a.DueSoon(today):
		return Cell{Tag: Tag{Text: "Due soon", Colour: "white"}, Note: a.Due.Words()}
	}
	return Text(a.Due.Words())
}

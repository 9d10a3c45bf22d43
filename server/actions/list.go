package actions

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/gin-gonic/gin"

	"ipstoolkit/server/page"
	"ipstoolkit/tenants"
	"ipstoolkit/toolkit/action"
	"ipstoolkit/toolkit/calendar"
)

type listPage struct {
	page.Base
	Sections                         page.Sections
	Lede                             string
	State, Asked, Owner, About, Sort page.Select
	Filtered                         bool
	// Found says which actions the list shows and how many.
	Found string
	Table page.Table
	Add   string
}

var listTemplate = page.Parse[listPage](files, "list.html")

// What the list shows by state: the open ones where nobody asks for others.
const (
	overdue = "overdue"
	soon    = "soon"
	all     = "all"
	mine    = "me"
)

var states = []page.Option{
	{Value: "", Text: "Open"},
	{Value: overdue, Text: "Overdue"},
	{Value: soon, Text: fmt.Sprintf("Due in the next %d days", action.SoonDays)},
	{Value: string(action.Done), Text: "Done"},
	{Value: string(action.Dropped), Text: "Dropped"},
	{Value: all, Text: "All"},
}

// orders are the ways to sort the list, beside the usual one.
var orders = map[string]func(a, b action.Action) int{
	"owner":   func(a, b action.Action) int { return cmp.Compare(a.Owner.Words(), b.Owner.Words()) },
	"asked":   func(a, b action.Action) int { return cmp.Compare(place(a.Asked), place(b.Asked)) },
	"changed": func(a, b action.Action) int { return cmp.Compare(b.ChangedAt, a.ChangedAt) },
}

// place is where an action comes by whom it is asked of: those asked of nobody last.
func place(a action.Asked) int {
	if i := slices.Index(action.AskedOf, a); i >= 0 {
		return i
	}
	return len(action.AskedOf)
}

func (p Pages) list(c *gin.Context) error {
	if err := page.Allow(c, tenants.ReadActions); err != nil {
		return err
	}
	every, err := p.rows(c).Actions(c)
	if err != nil {
		return err
	}
	m, today := page.Member(c), p.Store.Today()
	data := listPage{
		Base: page.New(c, "Actions"), Lede: lede(m),
		State: page.Select{Name: "state", Label: "Show", Value: c.Query("state"), Options: states},
		Asked: page.Select{Name: "asked", Label: "Asked of", Value: c.Query("asked"), Options: askedOptions("Anybody")},
		Owner: page.Select{Name: "owner", Label: "Owner", Value: c.Query("owner"), Options: owners(m, every)},
		About: page.Select{Name: "about", Label: "About", Value: c.Query("about"), Options: abouts(every)},
		Sort: page.Select{Name: "sort", Label: "Sort by", Value: c.Query("sort"), Options: []page.Option{
			{Value: "", Text: "Due date"},
			{Value: "owner", Text: "Owner"},
			{Value: "asked", Text: "Who it is asked of"},
			{Value: "changed", Text: "Last change"},
		}},
	}
	data.Sections = page.SteeringSections(data.Base, "/actions")
	if m.Can(tenants.KeepActions) {
		data.Add = path(c) + "/new"
	}
	shown := slices.DeleteFunc(slices.Clone(every), func(a action.Action) bool { return !data.shows(a, m, today) })
	if order := orders[data.Sort.Value]; order != nil {
		slices.SortStableFunc(shown, order)
	}
	data.Filtered = data.Asked.Value+data.Owner.Value+data.About.Value+data.State.Value != ""
	data.Table = page.ActionTable(m, "Actions", "No action matches.", shown, today, true).Paged(c, "page")
	data.Table.HideCaption = true
	if len(every) == 0 {
		data.Table.Empty = "No action is recorded yet."
	}
	data.Found = data.found(len(shown), today)
	return listTemplate.OK(c, data)
}

// lede says what the person reads here.
func lede(m tenants.Member) string {
	switch {
	case m.Can(tenants.KeepActions):
		return "What has been agreed: who does what, and by when."
	case m.Provider != "" && m.Seated:
		return "What your organisation and its people have been asked to do, and what is shared with the steering group."
	case m.Provider != "":
		return "What your organisation and its people have been asked to do."
	}
	return "What has been agreed, as far as it is shared with the steering group: who does what, and by when."
}

// shows says whether the list shows an action.
func (l listPage) shows(a action.Action, m tenants.Member, today calendar.Date) bool {
	switch l.State.Value {
	case all:
	case overdue:
		if !a.Overdue(today) {
			return false
		}
	case soon:
		if !a.DueSoon(today) {
			return false
		}
	default:
		if a.State != action.State(cmp.Or(l.State.Value, string(action.Open))) {
			return false
		}
	}
	owner := l.Owner.Value
	return (l.Asked.Value == "" || a.Asked == action.Asked(l.Asked.Value)) &&
		(owner == "" || owner == mine && a.Member == m.ID || owner == a.Owner.Words()) &&
		(l.About.Value == "" || a.About.Kind == l.About.Value)
}

// found says in words which actions are shown, for paper too: "12 actions: open, asked of the trust, as at 30 November 2026".
func (l listPage) found(n int, today calendar.Date) string {
	words := fmt.Sprintf("%d actions", n)
	if n == 1 {
		words = "1 action"
	}
	var which []string
	for _, s := range []struct {
		before string
		choice page.Select
	}{{"", l.State}, {"asked of ", l.Asked}, {"owner: ", l.Owner}, {"about: ", l.About}} {
		for _, o := range s.choice.Options {
			if o.Value == s.choice.Value && (o.Value != "" || s.before == "") {
				text := o.Text
				if s.choice.Name != "owner" {
					text = strings.ToLower(text[:1]) + text[1:]
				}
				which = append(which, s.before+text)
			}
		}
	}
	return words + ": " + strings.Join(append(which, "as at "+today.Words()), ", ")
}

func askedOptions(none string) []page.Option {
	options := []page.Option{{Value: "", Text: none}}
	for _, a := range action.AskedOf {
		options = append(options, page.Option{Value: string(a), Text: a.Words()})
	}
	return options
}

// owners are those who own any of the actions, by name; the person who looks comes first.
func owners(m tenants.Member, list []action.Action) []page.Option {
	options := []page.Option{{Value: "", Text: "Anybody"}}
	if m.Can(tenants.WorkOnActions) {
		options = append(options, page.Option{Value: mine, Text: "Me"})
	}
	var names []string
	for _, a := range list {
		names = append(names, a.Owner.Words())
	}
	slices.Sort(names)
	for _, name := range slices.Compact(names) {
		options = append(options, page.Option{Value: name, Text: name})
	}
	return options
}

// abouts are the kinds of what the actions are about.
func abouts(list []action.Action) []page.Option {
	options := []page.Option{{Value: "", Text: "Anything"}}
	for _, kind := range action.KindsInOrder {
		if slices.ContainsFunc(list, func(a action.Action) bool { return a.About.Kind == kind }) {
			options = append(options, page.Option{Value: kind, Text: action.KindWords(kind)})
		}
	}
	return options
}

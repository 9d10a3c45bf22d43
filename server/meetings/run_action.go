package meetings

import (
	"github.com/gin-gonic/gin"

	"ipstoolkit/server/page"
	"ipstoolkit/tenants"
	"ipstoolkit/toolkit/action"
	"ipstoolkit/toolkit/problem"
	"ipstoolkit/toolkit/steering"
)

// agreed is an action that is agreed in a meeting, as it is typed on its screen. What it leaves out can be added on the action's page.
type agreed struct {
	what, owner string
	due         page.TypedDate
}

// agreedForm is its form; it has no address for those who record no actions.
type agreedForm struct {
	Action string
	What   page.Input
	Owner  page.Select
	Due    page.DateInput
}

// daysToAct is when an action that is agreed in a meeting is due, unless another day is typed.
const daysToAct = 28

// newAgreed is the form before anybody types.
func (p pages) newAgreed() agreed {
	return agreed{due: page.DateOf(p.Store.Today().AddDays(daysToAct))}
}

// agreedForm is the form with what was typed in it.
func (p pages) agreedForm(c *gin.Context, to string, t agreed, wrong problem.List) (agreedForm, error) {
	if !page.Member(c).Can(tenants.KeepActions) {
		return agreedForm{}, nil
	}
	f := agreedForm{
		Action: to,
		What: page.Input{
			Name: "what", Label: "What is to be done?", LabelSize: "s", Value: t.what, Error: wrong.For("what"), Autocomplete: "off",
		},
		Owner: page.Select{Name: "owner", Label: "Who owns it?", LabelSize: "s", Value: t.owner, Error: wrong.For("owner")},
		Due:   page.DateInput{Name: "due", Legend: "When is it due?", LegendSize: "s", Typed: t.due, Problems: wrong},
	}
	me := page.OwnerChoice(action.Owner{Member: page.Member(c).ID})
	f.Owner.Options = []page.Option{{Text: "Choose the owner"}, {Value: me, Text: "Me"}}
	providers, err := p.rows(c).Providers(c)
	if err != nil {
		return f, err
	}
	for _, o := range providers {
		if !o.Ended {
			f.Owner.Options = append(f.Owner.Options, page.Option{Value: page.OwnerChoice(action.Owner{Provider: o.ID}), Text: o.Name})
		}
	}
	for _, role := range action.UsualRoles {
		f.Owner.Options = append(f.Owner.Options, page.Option{Value: page.OwnerChoice(action.Owner{Role: role}), Text: role})
	}
	return f, nil
}

// act records an action about the meeting. The group reads those that it agreed.
func (p pages) act(c *gin.Context) error {
	m, row, err := p.item(c)
	if err != nil {
		return err
	}
	if err := page.Allow(c, tenants.KeepActions); err != nil {
		return err
	}
	return page.Save(c, page.Saving[agreed]{
		Read: func(f page.Form) (agreed, error) {
			var wrong problem.List
			t := agreed{what: f.Text("what"), owner: f.Text("owner"), due: f.Date("due", "Due date", &wrong)}
			if _, ok := page.OwnerOf(t.owner); t.owner == "" || !ok {
				wrong.Add("owner", "Choose the owner")
			}
			return t, wrong.Err()
		},
		Keep: func(t agreed) (string, error) {
			_, err := p.rows(c).SaveAction(c, p.action(t, m))
			return p.runHref(c, m, row.ID) + "?saved=yes", err
		},
		Show: func(t agreed, r page.Refusal) error {
			return p.showRun(c, m, page.RowOf(minute, row), decided{}, t, r)
		},
	})
}

// action is what was agreed, as an action about the meeting.
func (p pages) action(t agreed, m steering.Meeting) action.Action {
	owner, _ := page.OwnerOf(t.owner)
	return action.Action{
		What: t.what, Owner: owner, Asked: action.AskedOfOwner(owner), Due: t.due.Date, About: p.aboutMeeting(m), Shared: p.shared,
		State: action.Open,
	}
}

// agreedWords are the actions from a meeting in words: "Log-ins for four people: Trust executive, by 6 January 2027".
func agreedWords(list []action.Action) []string {
	var words []string
	for _, a := range list {
		line := a.What + ": " + a.Words() + ", by " + a.Due.Words()
		if a.State != action.Open {
			line += ". " + a.State.Words()
		}
		words = append(words, line)
	}
	return words
}

// actionsOf are the actions from a meeting that the member may see.
func (p pages) actionsOf(c *gin.Context, m steering.Meeting) ([]action.Action, error) {
	return p.rows(c).ActionsOf(c, m)
}

func (p pages) aboutMeeting(m steering.Meeting) action.About {
	return action.About{Kind: p.about, ID: m.ID}
}

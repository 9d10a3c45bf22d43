package actions

import (
	"slices"
	"strings"

	"github.com/gin-gonic/gin"

	"ipstoolkit/server/page"
	"ipstoolkit/tenants"
	"ipstoolkit/toolkit/action"
	"ipstoolkit/toolkit/problem"
)

// formPage is the form of an action: all but how far it is, which has its own.
type formPage struct {
	page.Base
	Action, Cancel, Button string
	Version                int
	// About says what it is about, and Kind and ID are that as the form sends it.
	About    string
	Kind, ID string
	What     page.Textarea
	Owner    page.Select
	Role     page.Input
	Asked    page.Radios
	Due      page.DateInput
	Shared   page.Checkboxes
	Confirm  page.Checkboxes
}

var formTemplate = page.Parse[formPage](files, "form.html")

// typed is an action as it is in the form.
type typed struct {
	action.Action
	choice    string // of its owner
	due       page.TypedDate
	confirmed []string
}

// another is the choice of a role that is typed.
const another = "another"

// choiceOf is the choice of an owner. A role that is not a usual one is typed.
func choiceOf(o action.Owner) string {
	if o.Member == "" && o.Provider == "" && o.Role != "" && !slices.Contains(action.UsualRoles, o.Role) {
		return another
	}
	return page.OwnerChoice(o)
}

func asTyped(a action.Action) typed {
	return typed{Action: a, choice: choiceOf(a.Owner), due: page.DateOf(a.Due)}
}

// read takes an action from the form, with what the form does not ask as it is now, and says what could not be read.
func read(f page.Form, present action.Action) (typed, problem.List) {
	var wrong problem.List
	t := typed{Action: present, choice: f.Text("owner"), confirmed: f.Values("confirmed")}
	t.Version = f.Version()
	if present.ID == "" {
		t.Version = 0
		t.About = action.About{Kind: f.Text("about"), ID: f.Text("id")}
	}
	t.What, t.Asked, t.Shared = f.Text("what"), action.Asked(f.Text("asked")), f.Has("shared")
	t.due = f.Date("due", "Due date", &wrong)
	t.Due = t.due.Date
	if t.choice == another {
		if t.Owner = (action.Owner{Role: f.Text("role")}); t.Role == "" {
			wrong.Add("role", "Enter the role, or choose an owner from the list")
		}
	} else {
		var ok bool
		if t.Owner, ok = page.OwnerOf(t.choice); !ok {
			wrong.Add("owner", "Choose the owner from the list")
		}
	}
	t.Confirmed = strings.Join(append(slices.Clone(t.confirmed), present.Confirmed), ",")
	return t, wrong
}

// showForm shows the form of an action (of no id: a new one) with what was typed in it.
func (p Pages) showForm(c *gin.Context, a action.Action, t typed, r page.Refusal) error {
	name := a.AboutName
	if a.ID == "" && t.About != (action.About{}) {
		err := p.inEdition(c, t.About)
		if err == nil {
			name, err = p.rows(c).AboutName(c, t.About)
		}
		if err != nil {
			return err
		}
	}
	options, err := p.ownerOptions(c, a.Owner)
	if err != nil {
		return err
	}
	data := newForm(t, r.Problems)
	data.Owner.Options = options
	data.Confirm = page.ConfirmBox(t.Numbers(), a.Confirmed, t.confirmed)
	data.About, data.Kind, data.ID = t.About.Words(name), t.About.Kind, t.About.ID
	data.Base = under(c, "Add an action").Refused(r)
	data.Action, data.Cancel, data.Button = path(c)+"/new", path(c), "Add the action"
	if a.ID != "" {
		at := path(c) + "/" + a.ID
		data.Base = under(c, "Change the action").Under(page.Crumb{Href: at, Text: "The action"}).Refused(r)
		data.Action, data.Cancel, data.Button = at+"/edit", at, "Save the action"
	}
	return formTemplate.Show(c, r.Status(), data)
}

// newForm is the form with what was typed in it, and what is wrong with that.
func newForm(t typed, wrong problem.List) formPage {
	f := formPage{
		Version: t.Version,
		What: page.Textarea{
			Name: "what", Label: "What is to be done?", LabelSize: "s", Rows: 3, Limit: action.LongestWhat, Value: t.What,
			Error: wrong.For("what"),
		},
		Owner: page.Select{
			Name: "owner", Label: "Who owns it?", LabelSize: "s", Value: t.choice, Error: wrong.For("owner"),
			Hint: "A person in this service, a provider as a whole, or a role outside the service",
		},
		Role: page.Input{
			Name: "role", Label: "Which other role? (optional)", LabelSize: "s", Width: 30, Error: wrong.For("role"),
			Hint: "Only if you chose another role, such as ‘Ward manager’. Do not enter a name", Autocomplete: "off",
		},
		Asked: page.Radios{
			Name: "asked", Legend: "Who is asked to do it? (optional)", LegendSize: "s", Value: string(t.Asked), Error: wrong.For("asked"),
			Small: true, Hint: "The steering group goes through what the trust, the PCNs and the ICB are asked to do",
		},
		Due: page.DateInput{
			Name: "due", Legend: "When is it due?", LegendSize: "s", Hint: "For example, 31 3 2027", Typed: t.due, Problems: wrong,
		},
		Shared: page.Checkboxes{
			Name: "shared", Legend: "Who can see it?", LegendSize: "s", Small: true,
			Hint: "Commissioners see every action, and a provider its own. " + sharing(t.About),
			Items: []page.Item{{
				Value: "yes", Text: "The steering group can see it too",
				Hint: "With its progress and the owner’s role or organisation, without names of people",
			}},
		},
	}
	if t.choice == another {
		f.Role.Value = t.Role
	}
	if t.Shared {
		f.Shared.Values = []string{"yes"}
	}
	for _, one := range action.AskedOf {
		f.Asked.Items = append(f.Asked.Items, page.Item{Value: string(one), Text: one.Words()})
	}
	f.Asked.Items = append(f.Asked.Items, page.Item{Value: "", Text: "Nobody in particular"})
	return f
}

// sharing says why the box is ticked, or is not, to begin with.
func sharing(b action.About) string {
	switch {
	case b == (action.About{}):
		return "Tick the box to share it with the steering group."
	case b.SharesFirst():
		return "The box is already ticked because this is about something that the group works with."
	}
	return "The box is not ticked yet because this may be about one provider."
}

// ownerOptions are those who can own an action, with the present owner where that is somebody else.
func (p Pages) ownerOptions(c *gin.Context, present action.Owner) ([]page.Option, error) {
	members, err := p.rows(c).Members(c)
	if err != nil {
		return nil, err
	}
	providers, err := p.rows(c).Providers(c)
	if err != nil {
		return nil, err
	}
	options := []page.Option{{Value: "", Text: "Nobody yet"}}
	for _, m := range members {
		if m.Can(tenants.WorkOnActions) {
			options = append(options, page.Option{
				Value: page.OwnerChoice(action.Owner{Member: m.ID}), Text: m.Person.Name + ", " + m.Title(),
			})
		}
	}
	for _, o := range providers {
		if !o.Ended {
			options = append(options, page.Option{Value: page.OwnerChoice(action.Owner{Provider: o.ID}), Text: o.Name + ", as a whole"})
		}
	}
	for _, role := range action.UsualRoles {
		options = append(options, page.Option{Value: page.OwnerChoice(action.Owner{Role: role}), Text: role})
	}
	choice := choiceOf(present)
	if choice != another && !slices.ContainsFunc(options, func(o page.Option) bool { return o.Value == choice }) {
		options = append(options, page.Option{Value: choice, Text: present.Words() + ", who has left"})
	}
	return append(options, page.Option{Value: another, Text: "Another role: enter it below"}), nil
}

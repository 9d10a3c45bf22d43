package people

import (
	"errors"
	"net/http"

	"github.com/gin-gonic/gin"

	"ipstoolkit/server/page"
	"ipstoolkit/tenants"
	"ipstoolkit/tenants/store"
	"ipstoolkit/toolkit/problem"
)

// listPage is everybody who may use the service for the ICB and, for the administrator, everybody who is invited and the
// form to invite more.
type listPage struct {
	page.Base
	Members page.Table
	Invited []invited
	Pages   page.Pages // of Invited
	Action  string
	Once    string // the id of the invitation that the form makes
	Again   string // what to know when the form came a second time
	Name    page.Input
	Email   page.Input
	ByEmail *page.Checkboxes // nil in a service that sends no emails
	Role    roleFields
}

// invited is an invitation that nobody has accepted yet.
type invited struct {
	store.Invitation
	State  page.Tag
	Why    string // why it is void; "" while it is not
	Mail   string // how its email is; "" for a link that people send themselves
	Mails  bool   // a new link can be emailed
	Action string // its address, to which /renew and /withdraw are added
}

// void says why an invitation is void.
var void = map[store.Void]string{
	store.MakerLeft: "The administrator who made this invitation has left, so its link no longer works. Make a new one below if it is " +
		"still needed.",
	store.MakerChanged: "The person who made this invitation is no longer an ICB administrator, so its link no longer works. Make a new " +
		"one below if it is still needed.",
	store.InvitedLeft: "A membership of somebody with this name or email address ended after it was made, so its link no longer works. " +
		"Make a new one below if it is still needed.",
}

// invitedPage shows an invitation's link, this once.
type invitedPage struct {
	page.Base
	Name  string
	Link  string
	Email string // a text to send, with the link
	List  string
}

// roleFields are the choice of a role, and of the provider that goes with the role Provider.
type roleFields struct {
	Role     page.Radios
	Provider page.Select
}

var (
	listTemplate    = page.Parse[listPage](files, "list.html")
	invitedTemplate = page.Parse[invitedPage](files, "invited.html")
)

func (p Pages) list(c *gin.Context) error {
	if err := page.Allow(c, tenants.ReadMembers); err != nil {
		return err
	}
	if !page.Member(c).Can(tenants.ManagePeople) {
		members, err := p.rows(c).Members(c)
		if err != nil {
			return err
		}
		return listTemplate.OK(c, listPage{Base: base(c, "People", false), Members: memberTable(c, members)})
	}
	return p.showList(c, store.Invitation{}, "", page.Refusal{})
}

// mailed says how the email of an invitation is.
func mailed(m store.InvitationMail) string {
	switch m.State {
	case store.MailWaiting:
		return "The email is waiting to be sent."
	case store.MailSent:
		return "The email was sent on " + m.At.Words() + "."
	case store.MailUnsure:
		return "The email may not have arrived. Ask the person, or send a new link."
	case store.MailRefused:
		return "The email could not be sent: the mail server refused the address."
	case store.MailDropped:
		return "The email was not sent, because its link no longer works."
	}
	return ""
}

// invite makes an invitation, and shows its link where the administrator sends it on. A form that comes again, as when
// the page with the link is loaded again, makes no second one.
func (p Pages) invite(c *gin.Context) error {
	f, err := page.ReadForm(c)
	if err != nil {
		return err
	}
	i := store.Invitation{ID: f.Text("once"), Name: f.Text("name"), Email: f.Text("email"), ByEmail: f.Has("by_email")}
	i.Role, i.Provider = chosenRole(f)
	token, err := p.rows(c).Invite(c, i)
	if problems, ok := errors.AsType[problem.List](err); ok {
		if problems.For("once") != "" {
			return page.ErrBadForm // no page of ours sends it
		}
		return p.showList(c, i, "", page.Refusal{Problems: problems})
	}
	if errors.Is(err, store.ErrInvited) {
		again := "You made this invitation already. Its link was shown once; select “Make a new link” if you need another."
		if i.ByEmail {
			again = "You made this invitation already. The list says whether its email has been sent."
		}
		return p.showList(c, store.Invitation{}, again, page.Refusal{})
	}
	if err != nil {
		return err
	}
	if i.ByEmail {
		return page.SeeOther(c, path(c)+"?saved=mailed#invitations")
	}
	return p.showLink(c, i.Name, token)
}

func (p Pages) showLink(c *gin.Context, name, token string) error {
	link, icb := p.link(token), page.Member(c).Tenant.Name
	return invitedTemplate.OK(c, invitedPage{
		Base: base(c, "Send this link to "+name, true), Name: name, Link: link, List: path(c),
		Email: "Hello " + name + ",\n\nYou are invited to use the IPS commissioning toolkit for " + icb +
			". Open this link and sign in:\n\n" + link +
			"\n\nThe link works once, within 7 days. It is for you alone: do not pass it on.",
	})
}

// showList is the page with what was typed in its form; again is what to know when the form came a second time.
func (p Pages) showList(c *gin.Context, i store.Invitation, again string, r page.Refusal) error {
	problems, status := r.Problems, r.Status()
	if again != "" {
		status = http.StatusConflict
	}
	members, err := p.rows(c).Members(c)
	if err != nil {
		return err
	}
	invitations, err := p.rows(c).Invitations(c)
	if err != nil {
		return err
	}
	role, err := p.roleFields(c, i.Role, i.Provider, problems)
	if err != nil {
		return err
	}
	data := listPage{
		Once: store.NewInvitationID(), Again: again,
		Base: base(c, "People", false).Refused(r).Saved(saved(c, members)), Members: memberTable(c, members), Action: path(c), Role: role,
		Name: page.Input{Name: "name", Label: "Name", LabelSize: "s", Value: i.Name, Error: problems.For("name"), Width: 20},
		Email: page.Input{
			Name: "email", Label: "Email address (optional)", LabelSize: "s", Hint: "For your own records. We do not send anything to it.",
			Value: i.Email, Error: problems.For("email"), Type: "email", Width: 20,
		},
	}
	if p.Store.Mails() {
		data.Email.Hint = "We only use it to send the invitation, and only if you ask us to"
		data.ByEmail = &page.Checkboxes{
			Name: "by_email", Legend: "How will they get the link?", LegendSize: "s",
			Hint:  "Leave the box empty to get the link and send it yourself",
			Error: problems.For("by_email"), Items: []page.Item{{
				Value: "yes", Text: "Send the invitation by email",
				Hint: "The email has the link, the name of the ICB and the time until which the link works. It says nothing else.",
			}},
		}
		if i.ByEmail {
			data.ByEmail.Values = []string{"yes"}
		}
	}
	data.Pages = page.NewPages(c, "invitations-page", "invitations", "Invitations", len(invitations))
	for _, i := range page.Paged(data.Pages, invitations) {
		one := invited{
			Invitation: i, State: page.Tag{Text: "Open", Colour: "blue"}, Action: path(c) + "/invitations/" + i.ID, Mail: mailed(i.Mail),
			Mails: p.Store.Mails() && i.Mailable(),
		}
		switch {
		case i.Void != "":
			one.State, one.Why = page.Tag{Text: "No longer works", Colour: "grey"}, void[i.Void]
		case i.Expired:
			one.State = page.Tag{Text: "Expired", Colour: "grey"}
		}
		data.Invited = append(data.Invited, one)
	}
	return listTemplate.Show(c, status, data)
}

func memberTable(c *gin.Context, members []tenants.Member) page.Table {
	changed := -1
	t := page.Table{ID: "members", Caption: "Members", Columns: []page.Column{{Text: "Name"}, {Text: "Role"}, {Text: "Email address"}}}
	for i, m := range members {
		if m.ID == c.Query("saved") {
			changed = i
		}
		name := page.Text(m.Person.Name)
		if page.Member(c).Can(tenants.ManagePeople) {
			name.Href = path(c) + "/" + m.ID
		}
		if m.ID == page.Member(c).ID {
			name.Note = "You"
		}
		t.Rows = append(t.Rows, []page.Cell{name, page.Text(m.Title()), page.Text(m.Person.Email)})
	}
	return t.PagedAt(c, "page", changed)
}

// saved names what the address says was saved. It says nothing that is not so now: the address can be written by
// anybody.
func saved(c *gin.Context, members []tenants.Member) string {
	switch what := c.Query("saved"); what {
	case "":
		return ""
	case "ended":
		return "Membership ended"
	case "handed":
		return "Everything was handed over"
	case "withdrawn":
		return "Invitation withdrawn"
	case "mailed":
		return "Invitation made. The list below says when its email has been sent"
	default:
		for _, m := range members {
			if m.ID == what {
				return m.Person.Name + " is now: " + m.Title()
			}
		}
		return ""
	}
}

// roleFields are the fields to choose a role with. Providers that have ended are not offered.
func (p Pages) roleFields(c *gin.Context, role tenants.Role, provider string, problems problem.List) (roleFields, error) {
	organisations, err := p.rows(c).Providers(c)
	if err != nil {
		return roleFields{}, err
	}
	f := roleFields{
		Role: page.Radios{Name: "role", Legend: "What can they do?", LegendSize: "s", Value: string(role), Error: problems.For("role")},
		Provider: page.Select{
			Name: "provider", Label: "Which provider do they belong to?", LabelSize: "s", Hint: "Only for people with the role Provider.",
			Value: provider, Error: problems.For("provider"), Options: []page.Option{{Text: "None"}},
		},
	}
	for _, r := range tenants.InvitedRoles {
		f.Role.Items = append(f.Role.Items, page.Item{Value: string(r), Text: r.Words(), Hint: mayDo[r]})
	}
	for _, o := range organisations {
		if !o.Ended {
			f.Provider.Options = append(f.Provider.Options, page.Option{Value: o.ID, Text: o.Name})
		}
	}
	return f, nil
}

// chosenRole is the role of a form. A provider chosen beside another role than Provider means nothing: the list always
// shows one.
func chosenRole(f page.Form) (tenants.Role, string) {
	role := tenants.Role(f.Text("role"))
	if role != tenants.Provider {
		return role, ""
	}
	return role, f.Text("provider")
}

// mayDo says a role in one line.
var mayDo = map[tenants.Role]string{
	tenants.Lead:         "Everything a commissioner can do. Also manages people, providers and settings.",
	tenants.Commissioner: "Records statuses, targets and contracts, and reviews evidence and figures.",
	tenants.Provider:     "Adds its own evidence and figures. Sees shared notes, never another provider's figures or evidence.",
	tenants.Reader:       "Reads statuses, shared notes and the ICB's results.",
}

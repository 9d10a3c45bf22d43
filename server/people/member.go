package people

import (
	"errors"
	"net/http"
	"slices"
	"strings"

	"github.com/gin-gonic/gin"

	"ipstoolkit/server/page"
	"ipstoolkit/tenants"
	"ipstoolkit/tenants/store"
	"ipstoolkit/toolkit/problem"
)

// memberPage is one member, whose role can be changed.
type memberPage struct {
	page.Base
	Member tenants.Member
	Self   bool
	About  page.SummaryList
	Role   roleFields
	Action string
	// Named says what holds while procurement is under way and the member is named for it; Closed that the administrator
	// who looks may change nothing here until then.
	Named  string
	Closed bool
}

// endPage asks once before a membership ends.
type endPage struct {
	page.Base
	Member tenants.Member
	Self   bool
	Action string
	Back   string
	Closed string // why the administrator who looks may not end it; "" when they may
}

var (
	memberTemplate = page.Parse[memberPage](files, "member.html")
	endTemplate    = page.Parse[endPage](files, "end.html")
)

// find is the present member that the address names.
func (p Pages) find(c *gin.Context) (tenants.Member, error) {
	members, err := p.rows(c).Members(c)
	if err != nil {
		return tenants.Member{}, err
	}
	n := slices.IndexFunc(members, func(m tenants.Member) bool { return m.ID == c.Param("member") })
	if n < 0 {
		return tenants.Member{}, tenants.ErrNotFound
	}
	return members[n], nil
}

func (p Pages) member(c *gin.Context) error {
	m, err := p.find(c)
	if err != nil {
		return err
	}
	return p.showMember(c, http.StatusOK, m, m.Role, m.Provider, nil)
}

func (p Pages) showMember(c *gin.Context, status int, m tenants.Member, role tenants.Role, provider string, problems problem.List) error {
	fields, err := p.roleFields(c, role, provider, problems)
	if err != nil {
		return err
	}
	data := memberPage{
		Base: base(c, m.Person.Name, true).With(problems), Member: m, Self: m.ID == page.Member(c).ID, Role: fields,
		Action: path(c) + "/" + m.ID,
	}
	if data.Named, err = p.namedWords(c, m); err != nil {
		return err
	}
	data.Closed = data.Named != "" && !store.Decides(page.Member(c))
	data.About.Rows = []page.SummaryRow{
		{Key: "Role now", Lines: []string{m.Title()}},
		{Key: "Email address", Lines: []string{m.Person.Email}},
		{Key: "Signs in at", Lines: []string{m.Person.Issuer}},
	}
	return memberTemplate.Show(c, status, data)
}

// namedWords say who may change the role and end the membership of somebody who is named for the procurement under way;
// "" for everybody else.
func (p Pages) namedWords(c *gin.Context, m tenants.Member) (string, error) {
	if m.Tenant.Procurement == "" || !m.Named {
		return "", nil
	}
	members, err := p.rows(c).Members(c)
	if err != nil {
		return "", err
	}
	var names []string
	for _, one := range members {
		if store.Decides(one) {
			names = append(names, one.Person.Name)
		}
	}
	who := "None of the people named is an ICB administrator any more: ask whoever runs this service to name one."
	if len(names) > 0 {
		who = "Only an ICB administrator who is named too can change the role or end the membership: " + strings.Join(names, ", ") + "."
	}
	return "Procurement is under way, and " + m.Person.Name + " is named for it. " + who, nil
}

// changeRole saves another role: 303, 422 with the form, or 409 when somebody else changed it first.
func (p Pages) changeRole(c *gin.Context) error {
	m, err := p.find(c)
	if err != nil {
		return err
	}
	f, err := page.ReadForm(c)
	if err != nil {
		return err
	}
	role, provider := chosenRole(f)
	err = p.rows(c).ChangeRole(c, m.ID, role, provider, f.Version())
	if problems, ok := errors.AsType[problem.List](err); ok {
		return p.showMember(c, http.StatusUnprocessableEntity, m, role, provider, problems)
	}
	if err != nil {
		return err
	}
	to := path(c) + "?saved=" + m.ID
	if m.ID == page.Member(c).ID && role != tenants.Lead {
		to = page.Home(m.Tenant.Code) // these pages are no longer for them
	}
	c.Redirect(http.StatusSeeOther, to)
	return nil
}

func (p Pages) askEnd(c *gin.Context) error {
	m, err := p.find(c)
	if err != nil {
		return err
	}
	return p.showEnd(c, http.StatusOK, m, nil)
}

func (p Pages) showEnd(c *gin.Context, status int, m tenants.Member, problems problem.List) error {
	for n := range problems {
		problems[n].Field = "" // the page has no field to go to
	}
	closed, err := p.namedWords(c, m)
	if err != nil {
		return err
	}
	if store.Decides(page.Member(c)) {
		closed = ""
	}
	return endTemplate.Show(c, status, endPage{
		Closed: closed,
		Base:   base(c, "End the membership of "+m.Person.Name, true).With(problems), Member: m, Self: m.ID == page.Member(c).ID,
		Action: path(c) + "/" + m.ID + "/end", Back: path(c) + "/" + m.ID,
	})
}

// end takes a member out of the ICB at once.
func (p Pages) end(c *gin.Context) error {
	m, err := p.find(c)
	if err != nil {
		return err
	}
	f, err := page.ReadForm(c)
	if err != nil {
		return err
	}
	err = p.rows(c).EndMembership(c, m.ID, f.Version())
	if problems, ok := errors.AsType[problem.List](err); ok {
		return p.showEnd(c, http.StatusUnprocessableEntity, m, problems)
	}
	if err != nil {
		return err
	}
	to := path(c) + "?saved=ended"
	if m.ID == page.Member(c).ID {
		to = "/my-icbs"
	}
	c.Redirect(http.StatusSeeOther, to)
	return nil
}

// renew makes a new link for an invitation and shows it.
func (p Pages) renew(c *gin.Context) error {
	f, err := page.ReadForm(c)
	if err != nil {
		return err
	}
	token, err := p.rows(c).RenewInvitation(c, c.Param("invitation"), f.Version())
	if err != nil {
		return err
	}
	i, err := p.Store.InvitationOf(c, token)
	if err != nil {
		return err
	}
	return p.showLink(c, i.Name, token)
}

// withdraw makes an invitation's link worth nothing.
func (p Pages) withdraw(c *gin.Context) error {
	f, err := page.ReadForm(c)
	if err != nil {
		return err
	}
	if err := p.rows(c).RevokeInvitation(c, c.Param("invitation"), f.Version()); err != nil {
		return err
	}
	c.Redirect(http.StatusSeeOther, path(c)+"?saved=withdrawn")
	return nil
}

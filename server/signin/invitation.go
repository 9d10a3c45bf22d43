package signin

import (
	"errors"
	"net/http"

	"github.com/gin-gonic/gin"

	"ipstoolkit/server/page"
	"ipstoolkit/tenants"
	"ipstoolkit/tenants/store"
	"ipstoolkit/toolkit/problem"
)

// invitationPage offers a role in an ICB to anyone who holds the link.
type invitationPage struct {
	page.Base
	Invitation store.Invitation
	SignedIn   bool
	Service    string
	SignIn     string // where to sign in and come back
}

// noInvitationPage says that a link does not work, without saying why: it may never have been one.
type noInvitationPage struct {
	page.Base
}

var (
	invitationTemplate   = page.Parse[invitationPage](files, "invitation.html")
	noInvitationTemplate = page.Parse[noInvitationPage](files, "noinvitation.html")
)

func (s *SignIn) invitation(c *gin.Context) error {
	i, err := s.store.InvitationOf(c, c.Param("token"))
	if err != nil {
		return s.showNoInvitation(c, err)
	}
	return s.showInvitation(c, http.StatusOK, i, nil)
}

// accept makes the person who is signed in a member. Who the invitation was meant for is not compared: names and email
// addresses are not what people are known by here.
func (s *SignIn) accept(c *gin.Context) error {
	m, err := s.store.Accept(c, c.Param("token"), page.VisitOf(c).Person)
	if problems, ok := errors.AsType[problem.List](err); ok {
		i, err := s.store.InvitationOf(c, c.Param("token"))
		if err != nil {
			return s.showNoInvitation(c, err)
		}
		return s.showInvitation(c, http.StatusUnprocessableEntity, i, problems)
	}
	if err != nil {
		return s.showNoInvitation(c, err)
	}
	c.Redirect(http.StatusSeeOther, page.Home(m.Tenant.Code))
	return nil
}

func (s *SignIn) showInvitation(c *gin.Context, status int, i store.Invitation, problems problem.List) error {
	for n := range problems {
		problems[n].Field = "" // the page has no field to go to
	}
	p := invitationPage{
		Base: page.New(c, "You are invited to "+i.Tenant.Name).With(problems), Invitation: i,
		SignedIn: signedIn(c), SignIn: signInFor(c.Request.URL.Path),
	}
	if p.SignedIn {
		p.Service = s.service(c)
	}
	return invitationTemplate.Show(c, status, p)
}

func (s *SignIn) showNoInvitation(c *gin.Context, err error) error {
	if !errors.Is(err, tenants.ErrNotFound) {
		return err
	}
	if err := s.missed(c); err != nil {
		return err
	}
	return noInvitationTemplate.Show(c, http.StatusNotFound, noInvitationPage{page.New(c, "This invitation link does not work")})
}

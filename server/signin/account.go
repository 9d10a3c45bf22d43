package signin

import (
	"fmt"
	"net/http"

	"github.com/gin-gonic/gin"

	"ipstoolkit/server/page"
)

// accountPage is what the service holds about the person who is looking.
type accountPage struct {
	page.Base
	About    page.SummaryList
	ICBs     page.Table
	Sessions page.Table
}

// myICBsPage lets a member of several ICBs choose one.
type myICBsPage struct {
	page.Base
	ICBs page.Table
}

// noICBPage tells somebody who is a member of nothing whom to ask.
type noICBPage struct {
	page.Base
	Service string
}

var (
	accountTemplate = page.Parse[accountPage](files, "account.html")
	myICBsTemplate  = page.Parse[myICBsPage](files, "myicbs.html")
	noICBTemplate   = page.Parse[noICBPage](files, "noicb.html")
)

func (s *SignIn) account(c *gin.Context) error {
	v := page.VisitOf(c)
	sessions, err := s.sessions.Of(c, v.Person.ID)
	if err != nil {
		return err
	}
	p := accountPage{Base: page.New(c, "Your account"), ICBs: icbTable(v, "Your ICBs")}
	email := v.Person.Email
	if email == "" {
		email = "Not given by the sign-in service"
	}
	p.About.Rows = []page.SummaryRow{
		{Key: "Name", Lines: []string{v.Person.Name}},
		{Key: "Email address", Lines: []string{email}},
		{Key: "Sign-in service", Lines: []string{s.service(c)}},
	}
	p.Sessions = page.Table{
		ID: "sessions", Caption: "Where you are signed in",
		Columns: []page.Column{{Text: "Browser"}, {Text: "Signed in"}, {Text: "Last used"}},
	}
	for n, one := range sessions {
		p.Sessions.Rows = append(p.Sessions.Rows, []page.Cell{
			page.Text(fmt.Sprintf("Browser %d", n+1)), page.Text(one.Since.Words()), page.Text(one.LastSeen.Words()),
		})
	}
	return accountTemplate.OK(c, p)
}

// service is the name of the sign-in service of this session.
func (s *SignIn) service(c *gin.Context) string {
	return s.serviceName(s.manager.GetString(c.Request.Context(), issuerKey), page.VisitOf(c).Person.Issuer)
}

// icbTable lists a person's ICBs with what they are there.
func icbTable(v page.Visit, caption string) page.Table {
	t := page.Table{
		ID: "icbs", Caption: caption, Empty: "You are not a member of any ICB.",
		Columns: []page.Column{{Text: "ICB"}, {Text: "Your role"}},
	}
	for _, m := range v.Memberships {
		t.Rows = append(t.Rows, []page.Cell{page.Link(page.Home(m.Tenant.Code), m.Tenant.Name), page.Text(m.Title())})
	}
	return t
}

// myICBs lets people choose between several ICBs, and takes the others to their only one.
func (s *SignIn) myICBs(c *gin.Context) error {
	v := page.VisitOf(c)
	switch len(v.Memberships) {
	case 0:
		return s.showNoICB(c, http.StatusOK)
	case 1:
		c.Redirect(http.StatusSeeOther, page.Home(v.Memberships[0].Tenant.Code))
		return nil
	}
	p := myICBsPage{Base: page.New(c, "Choose an ICB"), ICBs: icbTable(v, "Your ICBs")}
	p.ICBs.HideCaption = true
	return myICBsTemplate.OK(c, p)
}

func (s *SignIn) showNoICB(c *gin.Context, status int) error {
	return noICBTemplate.Show(c, status, noICBPage{Base: page.New(c, "You do not have access to an ICB yet"), Service: s.service(c)})
}

// stay makes the session last longer, for the warning before its end: reading the session has already noted the
// request. It answers the seconds that are left now.
func (s *SignIn) stay(c *gin.Context) error {
	left, status := page.VisitOf(c).SecondsLeft, http.StatusOK
	if !signedIn(c) {
		left, status = 0, http.StatusUnauthorized
	}
	c.JSON(status, gin.H{"seconds": left})
	return nil
}

package signin

import (
	"cmp"
	"embed"
	"log/slog"
	"net/http"
	"net/url"

	"github.com/gin-gonic/gin"

	"ipstoolkit/server/page"
	"ipstoolkit/tenants/store"
)

//go:embed *.html
var files embed.FS

// signInPage offers the sign-in services, and says what went wrong when a sign-in did not come about.
type signInPage struct {
	page.Base
	Wrong     string
	Reference string
	Services  []page.LinkButton
}

var (
	signInTemplate    = page.Parse[signInPage](files, "signin.html")
	signedOutTemplate = page.Parse[signedOutPage](files, "signedout.html")
)

// signIn goes straight to the one sign-in service, or lets people choose between several.
func (s *SignIn) signIn(c *gin.Context) error {
	next := SafeNext(c.Query("next"))
	if signedIn(c) {
		return s.goTo(c, next)
	}
	i, chosen := s.flow.issuer(c.Query("with"))
	if !chosen && len(s.flow.issuers) == 1 {
		i, chosen = s.flow.issuers[0], true
	}
	if !chosen {
		return s.showSignIn(c, http.StatusOK, next, nil)
	}
	if failure := s.flow.begin(c.Writer, c.Request, i, next); failure != nil {
		return s.showSignIn(c, failure.Status, next, failure)
	}
	return nil
}

// callback is where the sign-in service sends people back to.
func (s *SignIn) callback(c *gin.Context) error {
	a, failure := s.flow.underWay(c.Writer, c.Request)
	if failure != nil {
		if err := s.missed(c); err != nil {
			return err
		}
		return s.showSignIn(c, failure.Status, "/", failure)
	}
	if err := s.redeem(c); err != nil {
		return err
	}
	who, failure := s.flow.finish(c.Request, a)
	if failure != nil {
		return s.showSignIn(c, failure.Status, a.Next, failure)
	}
	ctx := c.Request.Context()
	person, err := s.store.SignedIn(ctx, who.Issuer, who.Subject, cmp.Or(who.Name, who.Email, "Name not given"), who.Email)
	if err != nil {
		return err
	}
	if err := s.admit(c, person.ID); err != nil {
		return err
	}
	// A new token: one that somebody planted before the sign-in is worth nothing after it.
	if err := s.manager.RenewToken(ctx); err != nil {
		return err
	}
	s.manager.Put(ctx, store.SessionPerson, person.ID)
	s.manager.Put(ctx, issuerKey, a.Issuer)
	return s.goTo(c, a.Next)
}

// goTo sends a person who has signed in where they wanted to go; without a wish, to their ICBs.
func (s *SignIn) goTo(c *gin.Context, next string) error {
	if next == "/" {
		next = "/my-icbs"
	}
	c.Redirect(http.StatusSeeOther, next)
	return nil
}

func (s *SignIn) showSignIn(c *gin.Context, status int, next string, failure *Failure) error {
	p := signInPage{Base: page.New(c, "Sign in")}
	if failure != nil {
		p.Title, p.Wrong, p.Reference = "You are not signed in", failure.Words, newReference()
		slog.WarnContext(c, "sign-in failed", "reference", p.Reference, "issuer", failure.issuer, "cause", failure.cause)
	}
	for _, i := range s.flow.issuers {
		text := "Sign in with " + i.settings.Name
		if failure != nil && len(s.flow.issuers) == 1 {
			text = "Try again"
		}
		q := url.Values{"with": {i.settings.Key}, "next": {next}}
		p.Services = append(p.Services, page.NewLinkButton("/sign-in?"+q.Encode(), text, ""))
	}
	return signInTemplate.Show(c, status, p)
}

// signOut ends the session here, then at the sign-in service where that can be done.
func (s *SignIn) signOut(c *gin.Context) error {
	to := "/signed-out"
	ctx := c.Request.Context()
	if i, ok := s.flow.issuer(s.manager.GetString(ctx, issuerKey)); ok {
		to = cmp.Or(i.endSessionURL(ctx, s.publicURL+"/signed-out"), to)
	}
	if err := s.manager.Destroy(ctx); err != nil {
		return err
	}
	// What the browser has kept of the pages goes too: pages, and drafts of texts. Cookies are left alone: browsers would
	// take those of the whole of nhs.uk.
	c.Header("Clear-Site-Data", `"cache", "storage"`)
	c.Redirect(http.StatusSeeOther, to)
	return nil
}

// signOutEverywhere ends all of the person's sessions, this one too.
func (s *SignIn) signOutEverywhere(c *gin.Context) error {
	if err := s.sessions.EndAll(c, page.VisitOf(c).Person.ID); err != nil {
		return err
	}
	return s.signOut(c)
}

type signedOutPage struct {
	page.Base
}

func (s *SignIn) signedOut(c *gin.Context) error {
	return signedOutTemplate.OK(c, signedOutPage{page.New(c, "You are signed out")})
}

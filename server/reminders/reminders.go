// Package reminders is what reaches people outside the service: the emails that they choose, and a calendar at a secret address.
package reminders

import (
	"embed"

	"github.com/gin-gonic/gin"

	"ipstoolkit/server/page"
	"ipstoolkit/tenants"
	"ipstoolkit/tenants/store"
)

//go:embed *.html
var files embed.FS

// Pages are a person's own page of emails and calendar, and the calendar.
type Pages struct {
	Store     *store.Store
	PublicURL string
	// Mails says whether the operator has set a mail server.
	Mails bool
}

// Mount puts the page under a person's account. The calendar needs no session: its address is the secret.
func (p Pages) Mount(r gin.IRouter, requireSession gin.HandlerFunc) {
	r.GET("/account/reminders", requireSession, page.Handle(p.show))
	r.POST("/account/reminders", requireSession, page.Handle(p.choose))
	r.POST("/account/calendar", requireSession, page.Handle(p.newAddress))
	r.POST("/account/calendar/end", requireSession, page.Handle(p.endAddress))
	r.GET("/calendar/:file", page.Handle(p.calendar))
}

// remindersPage is a person's choice of emails, and whether their calendar has an address.
type remindersPage struct {
	page.Base
	Mails   bool
	Form    page.Opening
	AtOnce  page.Checkboxes
	Digest  page.Radios
	Address string // where emails go; "" when the sign-in service gives none
	// Since says when the calendar's address was made, "" where there is none. Link is the new address, shown this once.
	Since string
	Link  string
}

var remindersTemplate = page.Parse[remindersPage](files, "reminders.html")

func (p Pages) show(c *gin.Context) error {
	choice, err := p.Store.MailChoice(c, page.VisitOf(c).Person.ID)
	if err != nil {
		return err
	}
	return p.draw(c, choice, page.Refusal{}, "")
}

func (p Pages) draw(c *gin.Context, choice tenants.MailChoice, r page.Refusal, link string) error {
	person := page.VisitOf(c).Person
	since, err := p.Store.CalendarSince(c, person.ID)
	if err != nil {
		return err
	}
	data := remindersPage{
		Base: page.New(c, "Emails and calendar").Under(page.Crumb{Href: "/account", Text: "Your account"}).Refused(r),
		Form: page.Deciding("/account/reminders", 0).NotKept(), Mails: p.Mails, Address: person.Email, Link: link,
	}
	if c.Query("saved") != "" {
		data.Base = data.Saved("Email choices saved")
	} else if c.Query("ended") != "" {
		data.Base = data.Saved("The calendar address no longer works")
	}
	if since != "" {
		data.Since = since.Words()
	}
	data.AtOnce = page.Checkboxes{
		Name: "at_once", Legend: "Emails straight away", LegendSize: "s",
		Items: []page.Item{{Value: "yes", Text: "Email me straight away when I am given an action or asked a question"}},
	}
	if choice.AtOnce {
		data.AtOnce.Values = []string{"yes"}
	}
	data.Digest = page.Radios{
		Name: "digest", Legend: "How often do you want a summary of what you have to do?", LegendSize: "s", Value: string(choice.Digest),
		Error: r.Problems.For("digest"), Hint: "It comes at 7 in the morning, and only when you have something to do",
	}
	for _, d := range tenants.Digests {
		data.Digest.Items = append(data.Digest.Items, page.Item{Value: string(d), Text: d.Words()})
	}
	return remindersTemplate.Show(c, r.Status(), data)
}

// choose keeps a person's choice of emails. It is theirs alone: of two choices the last one counts.
func (p Pages) choose(c *gin.Context) error {
	return page.Save(c, page.Saving[tenants.MailChoice]{
		Read: func(f page.Form) (tenants.MailChoice, error) {
			return tenants.MailChoice{AtOnce: f.Has("at_once"), Digest: tenants.Digest(f.Text("digest"))}, nil
		},
		Keep: func(choice tenants.MailChoice) (string, error) {
			return "/account/reminders?saved=1", p.Store.ChooseMail(c, page.VisitOf(c).Person.ID, choice)
		},
		Show: func(choice tenants.MailChoice, r page.Refusal) error { return p.draw(c, choice, r, "") },
	})
}

// newAddress makes the calendar's address, in place of an earlier one, and shows it this once.
func (p Pages) newAddress(c *gin.Context) error {
	secret, err := p.Store.NewCalendarAddress(c, page.VisitOf(c).Person.ID)
	if err != nil {
		return err
	}
	choice, err := p.Store.MailChoice(c, page.VisitOf(c).Person.ID)
	if err != nil {
		return err
	}
	return p.draw(c, choice, page.Refusal{}, p.PublicURL+"/calendar/"+secret+".ics")
}

func (p Pages) endAddress(c *gin.Context) error {
	if err := p.Store.EndCalendarAddress(c, page.VisitOf(c).Person.ID); err != nil {
		return err
	}
	return page.SeeOther(c, "/account/reminders?ended=1")
}

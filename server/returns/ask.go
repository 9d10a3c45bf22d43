package returns

import (
	"fmt"
	"slices"
	"strings"

	"github.com/gin-gonic/gin"

	"ipstoolkit/server/page"
	"ipstoolkit/tenants"
	"ipstoolkit/toolkit/calendar"
	"ipstoolkit/toolkit/figures"
	"ipstoolkit/toolkit/provider"
	"ipstoolkit/toolkit/register"
)

// askPage has the text with which a commissioner asks a provider for what it has not sent of a quarter, ready to copy or to
// open in their own mail program: the service sends no mail.
type askPage struct {
	page.Base
	Due  string
	To   page.Table
	Whom string // who is asked, where it is not the provider's own people
	None string // why nobody is there to ask
	Mail page.Mail
	Back string // the return
}

var askTemplate = page.Parse[askPage](files, "ask.html")

// owed is one thing that a provider has not sent: in words, and where it is entered.
type owed struct{ words, path string }

func (p Pages) ask(c *gin.Context) error {
	if err := page.Allow(c, tenants.ReviewReturns); err != nil {
		return err
	}
	o, r, err := p.subject(c)
	if err != nil {
		return err
	}
	today := p.Store.Today()
	if today <= r.Quarter.Last() {
		return tenants.ErrNotFound // nothing is due yet
	}
	lacks, err := p.lacks(c, o, r)
	if err != nil {
		return err
	}
	m := page.Member(c)
	data := askPage{
		Base: page.New(c, fmt.Sprintf("Ask %s for %s", o.Name, r.Quarter.Short())).Under(
			page.Crumb{Href: path(c), Text: "Quarterly figures"}, page.Crumb{Href: at(c, r), Text: o.Name + ": " + r.Quarter.Words()}),
		Due: page.Sentence(m.Tenant.FiguresDue.DueWords(r.Quarter, today)), Back: at(c, r),
	}
	if len(lacks) == 0 {
		return askTemplate.OK(c, data)
	}
	members, err := p.rows(c).Members(c)
	if err != nil {
		return err
	}
	people := peopleOf(members, o.ID)
	if len(people) == 0 && o.Under != "" {
		if people = peopleOf(members, o.Under); len(people) > 0 {
			data.Whom = fmt.Sprintf("Nobody at %s can enter its figures. %s, its lead provider, can.", o.Name, people[0].ProviderName)
		}
	}
	if len(people) == 0 {
		data.None = "Nobody at " + o.Name + " can enter its figures yet. An ICB administrator can invite them under Settings, People."
	}
	data.To = page.Table{
		ID: "to", Caption: "Who can enter them", Columns: []page.Column{{Text: "Name"}, {Text: "Email address"}},
	}
	for _, one := range people {
		address := page.Text("Not known")
		if one.Person.Email != "" {
			address = page.Text(one.Person.Email)
			data.Mail.To = append(data.Mail.To, one.Person.Email)
		}
		data.To.Rows = append(data.To.Rows, []page.Cell{page.Text(one.Person.Name), address})
	}
	data.Mail.Subject = "IPS figures for " + r.Quarter.Short()
	data.Mail.Body = p.request(m, o, r.Quarter, today, lacks)
	return askTemplate.OK(c, data)
}

// peopleOf are the members who belong to a provider.
func peopleOf(members []tenants.Member, provider string) []tenants.Member {
	return slices.DeleteFunc(slices.Clone(members), func(m tenants.Member) bool { return m.Provider != provider })
}

// lacks is what a provider has not sent of a quarter that has ended.
func (p Pages) lacks(c *gin.Context, o provider.Provider, r figures.Return) ([]owed, error) {
	var list []owed
	if !r.State.Measured() {
		words := "the quarterly figures"
		if r.State == figures.Draft {
			words += " (they are a draft: submit them when they are ready)"
		}
		list = append(list, owed{words, at(c, r)})
	}
	home := page.Home(page.Member(c).Tenant.Code)
	done, err := p.rows(c).BrokenDown(c, r.Quarter)
	if err != nil {
		return nil, err
	}
	if n := done.Finished[o.ID]; n < done.Collected {
		words := fmt.Sprintf("the breakdowns (%d of %d characteristics are finished)", n, done.Collected)
		list = append(list, owed{words, fmt.Sprintf("%s/equity/%s/%s", home, o.ID, r.Quarter)})
	}
	staff, err := p.rows(c).RegisterOf(c, register.Workforce, o.ID)
	if err != nil {
		return nil, err
	}
	if !slices.ContainsFunc(staff, func(s register.Row) bool {
		return s.Quarter(register.WhichQuarter) == r.Quarter
	}) {
		list = append(list, owed{"the staff figures", home + "/workforce"})
	}
	return list, nil
}

// request is the text that asks for them.
func (p Pages) request(m tenants.Member, o provider.Provider, q calendar.Quarter, today calendar.Date, lacks []owed) string {
	by := m.Tenant.FiguresDue.For(q)
	due := "They are due by " + by.Words() + "."
	if by < today {
		due = fmt.Sprintf("They were due by %s, %s ago.", by.Words(), by.DaysSince(today))
	}
	var b strings.Builder
	fmt.Fprintf(&b, "Hello,\n\nWe still need %s’s figures for %s. %s We are waiting for:\n\n", o.Name, q.Words(), due)
	for _, one := range lacks {
		fmt.Fprintf(&b, "- %s: %s%s\n", one.words, strings.TrimSuffix(p.PublicURL, "/"), one.path)
	}
	b.WriteString("\nUntil they are in, the results are for earlier quarters. If you cannot send them soon, reply and say " +
		"when you can.\n\nThank you\n\n")
	fmt.Fprintf(&b, "%s\n%s\n", m.Person.Name, m.Tenant.Name)
	return b.String()
}

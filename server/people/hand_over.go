package people

import (
	"net/url"
	"slices"
	"strings"

	"github.com/gin-gonic/gin"

	"ipstoolkit/server/page"
	"ipstoolkit/tenants"
	"ipstoolkit/tenants/store"
	"ipstoolkit/toolkit/number"
	"ipstoolkit/toolkit/problem"
)

// handOverPage is what a member owns, with the form that gives it to others.
type handOverPage struct {
	page.Base
	Member tenants.Member
	Action string
	Back   string
	// Owns is what they own in words, "3 priorities and 2 actions"; "" for nothing.
	Owns       string
	Priorities page.Table
	Actions    page.Table
	Seen       []string
	// Then is what comes after it, end or a role, and Provider goes with the role Provider.
	Then, Provider string
	To             page.Select
	// Apart are the choices of somebody else for one kind alone, where they own both kinds.
	Apart []page.Select
}

var handOverTemplate = page.Parse[handOverPage](files, "hand_over.html")

// Values of the form that are no membership.
const (
	nobody  = "nobody"
	theSame = "" // as for all
	thenEnd = "end"
)

// handing is who takes over what, as it was chosen.
type handing struct {
	to, priorities, actions string
	seen                    []string
	then, provider          string
}

// leadsTo is where the person goes on after it: to the end of the membership, to the change of its role, or to the list.
func (h handing) leadsTo(c *gin.Context, m tenants.Member) string {
	one := path(c) + "/" + m.ID
	switch {
	case h.then == thenEnd:
		return one + "/end"
	case slices.Contains(tenants.InvitedRoles, tenants.Role(h.then)):
		return one + "?" + url.Values{"role": {h.then}, "provider": {h.provider}}.Encode()
	}
	return path(c) + "?saved=handed"
}

// mustHandOver asks for a hand-over before a membership ends, or gets a role with which its person cannot own what they own now.
// Error: a problem.List that says what.
func (p Pages) mustHandOver(c *gin.Context, m tenants.Member, role tenants.Role, provider string) error {
	owned, err := p.rows(c).Owned(c, m.ID)
	if err != nil {
		return err
	}
	lost := lostWords(owned, m, role, provider)
	if lost == "" {
		return nil
	}
	if role == "" {
		return problem.List{{Message: m.Person.Name + " still owns " + lost + ": hand them over first"}}
	}
	return problem.List{{
		Field: "role", Message: m.Person.Name + " owns " + lost + " and cannot own them with this role: hand them over first",
	}}
}

func (h handing) of(kind string) string {
	if kind == theSame {
		kind = h.to
	}
	if kind == nobody {
		return ""
	}
	return kind
}

func (p Pages) askHandOver(c *gin.Context) error {
	m, err := p.find(c)
	if err != nil {
		return err
	}
	return p.showHandOver(c, m, handing{then: c.Query("then"), provider: c.Query("provider")}, page.Refusal{})
}

// handOver gives what a member owns to others, if it is still what the person saw.
func (p Pages) handOver(c *gin.Context) error {
	m, err := p.find(c)
	if err != nil {
		return err
	}
	return page.Save(c, page.Saving[handing]{
		Read: func(f page.Form) (handing, error) {
			h := handing{
				to: f.Text("to"), priorities: f.Text("priorities"), actions: f.Text("actions"), seen: f.Values("owned"),
				then: f.Text("then"), provider: f.Text("provider"),
			}
			if h.to == "" {
				return h, problem.List{{Field: "to", Message: "Choose who takes over, or leave it without an owner"}}
			}
			return h, nil
		},
		Keep: func(h handing) (string, error) {
			if p.ownsNothing(c, m) { // the form was sent twice
				return h.leadsTo(c, m), nil
			}
			return h.leadsTo(c, m), p.rows(c).HandOver(c, store.HandOver{
				From: m.ID, Priorities: h.of(h.priorities), Actions: h.of(h.actions), Seen: h.seen,
			})
		},
		Now: func(handing) (page.Conflict, error) {
			return page.Conflict{
				What: "what " + m.Person.Name + " owns", Undone: "Nothing was handed over", Version: m.Version,
			}, nil
		},
		Show: func(h handing, r page.Refusal) error { return p.showHandOver(c, m, h, r) },
	})
}

func (p Pages) ownsNothing(c *gin.Context, m tenants.Member) bool {
	owned, err := p.rows(c).Owned(c, m.ID)
	return err == nil && len(owned.Records()) == 0
}

func (p Pages) showHandOver(c *gin.Context, m tenants.Member, h handing, r page.Refusal) error {
	owned, err := p.rows(c).Owned(c, m.ID)
	if err != nil {
		return err
	}
	members, err := p.rows(c).Members(c)
	if err != nil {
		return err
	}
	at := path(c) + "/" + m.ID
	data := handOverPage{
		Base:   base(c, "Hand over what "+m.Person.Name+" owns", true).Under(page.Crumb{Href: at, Text: m.Person.Name}).Refused(r),
		Member: m, Action: at + "/hand-over", Back: at, Owns: ownsWords(owned), Seen: owned.Records(), Then: h.then, Provider: h.provider,
		Priorities: ownedPriorities(c, owned),
		Actions:    page.ActionTable(page.Member(c), "Open actions", "", owned.Actions, p.Store.Today(), true),
	}
	members = slices.DeleteFunc(members, func(one tenants.Member) bool { return one.ID == m.ID })
	needed, first := tenants.WorkOnActions, page.Option{Text: "Choose a person"}
	if len(owned.Priorities) > 0 {
		needed = tenants.Assess
	}
	data.To = takers("to", "Who takes over?", h.to, members, needed, first)
	data.To.Error = r.Problems.For("to")
	if len(owned.Priorities) > 0 && len(owned.Actions) > 0 {
		same := page.Option{Value: theSame, Text: "The same person"}
		data.Apart = []page.Select{
			takers("priorities", "Who takes over the priorities? (optional)", h.priorities, members, tenants.Assess, same),
			takers("actions", "Who takes over the actions? (optional)", h.actions, members, tenants.WorkOnActions, same),
		}
		for i := range data.Apart {
			data.Apart[i].Error = r.Problems.For(data.Apart[i].Name)
		}
	}
	return handOverTemplate.Show(c, r.Status(), data)
}

// takers is the choice of somebody who takes over, or of nobody.
func takers(name, label, value string, members []tenants.Member, needed tenants.Permission, first page.Option) page.Select {
	s := page.Select{Name: name, Label: label, LabelSize: "s", Value: value, Options: []page.Option{first}}
	for _, m := range members {
		if m.Can(needed) {
			s.Options = append(s.Options, page.Option{Value: m.ID, Text: m.Person.Name + ", " + m.Title()})
		}
	}
	s.Options = append(s.Options, page.Option{Value: nobody, Text: "Nobody: leave it without an owner"})
	return s
}

// ownsWords are what somebody owns, "3 priorities and 2 actions"; "" for nothing.
func ownsWords(o store.Owned) string {
	var parts []string
	if n := len(o.Priorities); n > 0 {
		parts = append(parts, number.Counting(n, "priority", "priorities"))
	}
	if n := len(o.Actions); n > 0 {
		parts = append(parts, number.Counting(n, "open action", "open actions"))
	}
	return strings.Join(parts, " and ")
}

// lostWords are what somebody could not own after a change of role; "" for nothing, and for the role that they have.
func lostWords(o store.Owned, m tenants.Member, role tenants.Role, provider string) string {
	if role == m.Role && provider == m.Provider {
		return ""
	}
	return ownsWords(o.Lost(role, provider))
}

// ownedPriorities are the priorities that somebody owns, with the days of their reviews.
func ownedPriorities(c *gin.Context, o store.Owned) page.Table {
	t := page.Table{
		ID: "owned", Caption: "Priorities", Stacked: true,
		Columns: []page.Column{{Text: "Priority"}, {Text: "Status"}, {Text: "Review by"}},
	}
	for _, e := range o.Priorities {
		review := page.Text("No date")
		if e.ReviewOn != "" {
			review = page.Text(e.ReviewOn.Words())
		}
		t.Rows = append(t.Rows, []page.Cell{
			page.Link(page.Home(page.Member(c).Tenant.Code)+"/toolkit/"+e.Priority, e.Priority), page.Tagged(page.NewTag(e.Status)), review,
		})
	}
	return t
}

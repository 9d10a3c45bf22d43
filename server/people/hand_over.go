package people

import (
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
	Then       string
	To         page.Select
	// Apart are the choices of somebody else for one kind alone, where they own both kinds.
	Apart []page.Select
}

var handOverTemplate = page.Parse[handOverPage](files, "hand_over.html")

// Values of the form that are no membership.
const (
	nobody  = "nobody"
	theSame = "" // as for all
)

// handing is who takes over what, as it was chosen.
type handing struct {
	to, priorities, actions string
	seen                    []string
	then                    string
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
	return p.showHandOver(c, m, handing{then: c.Query("then")}, page.Refusal{})
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
				then: f.Text("then"),
			}
			if h.to == "" {
				return h, problem.List{{Field: "to", Message: "Choose who takes over, or leave it without an owner"}}
			}
			return h, nil
		},
		Keep: func(h handing) (string, error) {
			to := path(c) + "?saved=handed"
			if h.then == "end" {
				to = path(c) + "/" + m.ID + "/end"
			}
			if p.ownsNothing(c, m) { // the form was sent twice
				return to, nil
			}
			return to, p.rows(c).HandOver(c, store.HandOver{
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
		Member: m, Action: at + "/hand-over", Back: at, Owns: ownsWords(owned), Seen: owned.Records(), Then: h.then,
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

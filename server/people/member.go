package people

import (
	"net/url"
	"slices"
	"strings"

	"github.com/gin-gonic/gin"

	"ipstoolkit/server/page"
	"ipstoolkit/tenants"
	"ipstoolkit/tenants/store"
	"ipstoolkit/toolkit/record"
	"ipstoolkit/toolkit/snapshot"
)

// memberPage is one member, with a form that changes their role.
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
	Owns   string // what they own
	// HandOver leads to handing it over; Asked says that the role chosen waits for that.
	HandOver string
	Asked    bool
}

// endPage asks once before a membership ends.
type endPage struct {
	page.Base
	Member tenants.Member
	Self   bool
	Action string
	Back   string
	Closed string // why the administrator who looks may not end it; "" when they may
	// Owns is what they still own, "3 priorities and 2 open actions": that is handed over first.
	Owns string
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
	shown := chosen{role: m.Role, provider: m.Provider}
	if role := tenants.Role(c.Query("role")); slices.Contains(tenants.InvitedRoles, role) { // after a hand-over that the role asked for
		shown = chosen{role: role, provider: c.Query("provider")}
	}
	return p.showMember(c, m, shown, page.Refusal{})
}

func (p Pages) showMember(c *gin.Context, m tenants.Member, chosen chosen, r page.Refusal) error {
	fields, err := p.roleFields(c, chosen.role, chosen.provider, r.Problems)
	if err != nil {
		return err
	}
	data := memberPage{
		Base: base(c, m.Person.Name, true).Refused(r), Member: m, Self: m.ID == page.Member(c).ID, Role: fields,
		Action: path(c) + "/" + m.ID,
	}
	if data.Named, err = p.namedWords(c, m); err != nil {
		return err
	}
	owned, err := p.rows(c).Owned(c, m.ID)
	if err != nil {
		return err
	}
	data.Owns, data.HandOver = ownsWords(owned), data.Action+"/hand-over"
	if lostWords(owned, m, chosen.role, chosen.provider) != "" {
		data.Asked = true
		data.HandOver += "?" + url.Values{"then": {string(chosen.role)}, "provider": {chosen.provider}}.Encode()
	}
	data.Closed = data.Named != "" && !store.Decides(page.Member(c))
	data.About.Rows = []page.SummaryRow{
		{Key: "Current role", Lines: []string{m.Title()}},
		{Key: "Email address", Lines: []string{m.Person.Email}},
		{Key: "Sign-in service", Lines: []string{m.Person.Issuer}},
	}
	return memberTemplate.Show(c, r.Status(), data)
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
	who := "None of the people named is still an ICB administrator: ask the people who run this service to name one."
	if len(names) > 0 {
		who = "Only an ICB administrator who is named too can change the role or end the membership: " + strings.Join(names, ", ") + "."
	}
	return "Procurement is under way, and " + m.Person.Name + " is named for it. " + who, nil
}

// chosen is a role as it was chosen, with the provider that goes with the role Provider, for a membership of a version.
type chosen struct {
	role     tenants.Role
	provider string
	version  int
}

// changeRole saves another role.
func (p Pages) changeRole(c *gin.Context) error {
	m, err := p.find(c)
	if err != nil {
		return err
	}
	return page.Save(c, page.Saving[chosen]{
		Read: func(f page.Form) (chosen, error) {
			role, provider := chosenRole(f)
			return chosen{role, provider, f.Version()}, nil
		},
		Keep: func(t chosen) (string, error) {
			to := path(c) + "?saved=" + m.ID
			if m.ID == page.Member(c).ID && t.role != tenants.Lead {
				to = page.Home(m.Tenant.Code) // these pages are no longer for them
			}
			if err := p.mustHandOver(c, m, t.role, t.provider); err != nil {
				return to, err
			}
			return to, p.rows(c).ChangeRole(c, m.ID, t.role, t.provider, t.version)
		},
		Now: func(t chosen) (k page.Conflict, err error) {
			if m, err = p.find(c); err != nil {
				return k, err
			}
			return p.conflict(c, m, t)
		},
		Show: func(t chosen, r page.Refusal) error { return p.showMember(c, m, t, r) },
	})
}

// conflict is a member's role as somebody else saved it, against the one that was chosen.
func (p Pages) conflict(c *gin.Context, m tenants.Member, mine chosen) (page.Conflict, error) {
	k := page.Conflict{What: "the role of " + m.Person.Name, Version: m.Version}
	providers, err := p.rows(c).Providers(c)
	if err != nil {
		return k, err
	}
	name := func(id string) string {
		for _, o := range providers {
			if o.ID == id {
				return o.Name
			}
		}
		return "None"
	}
	h, err := p.rows(c).HistoryPart(c, snapshot.Part{}, record.Member, m.Person.ID)
	k.Fields = []page.Both{
		page.Either("Role", m.Role.Words(), mine.role.Words()),
		page.Either("Provider", name(m.Provider), name(mine.provider)),
	}
	return k.By(h), err
}

func (p Pages) askEnd(c *gin.Context) error {
	m, err := p.find(c)
	if err != nil {
		return err
	}
	return p.showEnd(c, m, page.Refusal{})
}

func (p Pages) showEnd(c *gin.Context, m tenants.Member, r page.Refusal) error {
	for n := range r.Problems {
		r.Problems[n].Field = "" // the page has no field to go to
	}
	closed, err := p.namedWords(c, m)
	if err != nil {
		return err
	}
	if store.Decides(page.Member(c)) {
		closed = ""
	}
	owned, err := p.rows(c).Owned(c, m.ID)
	if err != nil {
		return err
	}
	return endTemplate.Show(c, r.Status(), endPage{
		Closed: closed, Owns: ownsWords(owned),
		Base: base(c, "End the membership of "+m.Person.Name, true).Refused(r), Member: m, Self: m.ID == page.Member(c).ID,
		Action: path(c) + "/" + m.ID + "/end", Back: path(c) + "/" + m.ID,
	})
}

// end takes a member out of the ICB at once, if their membership is still as the person saw it.
func (p Pages) end(c *gin.Context) error {
	m, err := p.find(c)
	if err != nil {
		return err
	}
	to := path(c) + "?saved=ended"
	if m.ID == page.Member(c).ID {
		to = "/my-icbs"
	}
	return page.Remove(c, page.Removal{
		What: "this membership", Undone: "It was not ended", To: to,
		Do: func(version int) error {
			if err := p.mustHandOver(c, m, "", ""); err != nil {
				return err
			}
			return p.rows(c).EndMembership(c, m.ID, version)
		},
		Now: func() (int, snapshot.History, error) {
			if m, err = p.find(c); err != nil {
				return 0, snapshot.History{}, err
			}
			h, err := p.rows(c).HistoryPart(c, snapshot.Part{}, record.Member, m.Person.ID)
			return m.Version, h, err
		},
		Show: func(r page.Refusal) error { return p.showEnd(c, m, r) },
	})
}

// Package tenants holds the users of the service: ICBs, the providers inside them, people and what each may do.
package tenants

import (
	"slices"
	"strings"

	"ipstoolkit/toolkit/calendar"
	"ipstoolkit/toolkit/view"
)

// Tenant is one Integrated Care Board. Code is its ODS code and, in every table, its key.
type Tenant struct {
	Code   string
	Name   string
	Region string
	// Demo marks invented data, which every page says.
	Demo bool
	// Edition is the id of the toolkit's edition that the ICB works with, "2026-03".
	Edition string
	// Renumbered says that priorities have had other numbers, in an earlier edition that the ICB used.
	Renumbered bool
	// Version counts the ICB's saves: two equal versions are the same data.
	Version int64
	// Names counts how often one of its members came back with another name or address, which is no save of the ICB.
	Names int64
	// ShowByProvider is the ICB's setting that its steering group may see figures by provider, because the group's
	// terms of reference allow it.
	ShowByProvider bool
	// RetentionYears is how long the ICB keeps its records.
	RetentionYears int
	// NextMeeting is the day of the next steering group, "" when none is set.
	NextMeeting calendar.Date
	// FiguresDue is when a quarter's figures are due.
	FiguresDue calendar.Deadline
	// Procurement is the day since which procurement is under way, "" while it is not. Until it is over, what is about
	// contracts is for the members who are named alone (Member.Outside).
	Procurement calendar.Date
	// Rights counts the changes of who may do what in the ICB: of memberships, and of procurement.
	Rights int64
	// SettingsVersion is the version of the settings row (what SaveSettings changes), for a stale save to be noticed.
	SettingsVersion int
}

// Person is somebody who has signed in. People are known by their sign-in service and the name it gives them there,
// never by an email address, which can change hands.
type Person struct {
	ID      string
	Name    string
	Email   string
	Issuer  string
	Subject string
}

// TheOperator is who the history names for what was done by command: no session can be the operator.
var TheOperator = Person{ID: "operator", Name: "Operator"}

// Member is a person in a tenant, with a role.
type Member struct {
	ID     string
	Tenant Tenant
	Person Person
	Role   Role
	// Provider is the id of the one provider that a member with the role Provider belongs to, "" for all others.
	Provider string
	// ProviderName is that provider's name.
	ProviderName string
	// Seated says that the member's provider holds a seat in the steering group: its people read what the group reads.
	Seated bool
	// Named says that the member goes on seeing what is kept from all others while procurement is under way.
	Named bool
	// Version changes with the membership: its role, its provider, its end, and its being named.
	Version int
}

// Can says whether the member may do it, in its own tenant, at this moment.
func (m Member) Can(p Permission) bool {
	return m.may(p) && !(m.Outside() && slices.Contains(closed, p))
}

// may says whether the member's role, or the seat of its provider, lets it do it while there is no procurement.
func (m Member) may(p Permission) bool { return m.Role.Can(p) || p == WorkbookGroup && m.Seated }

// Outside says that procurement is under way and the member is not one of the commissioners named for it: contracts,
// the staffing plan, and notes and evidence of assessment.Procurement are not for them until it is over.
func (m Member) Outside() bool {
	return m.Tenant.Procurement != "" && !(m.Named && m.Role.Nameable())
}

// Allow is nil when the member may do it; otherwise ErrProcurement when it is procurement alone that is in the way, or
// ErrForbidden.
func (m Member) Allow(p Permission) error {
	switch {
	case m.Can(p):
		return nil
	case m.may(p):
		return ErrProcurement
	}
	return ErrForbidden
}

// Audience is the audience that the member belongs to. Somebody who is no member of the ICB belongs to none.
func (m Member) Audience() view.Audience {
	a := view.Audience{}
	switch m.Role {
	case Lead, Commissioner:
		a = view.Commissioners
	case Provider:
		a = view.Provider(m.Provider)
	case Reader:
		a = view.SteeringGroup
	case Regional, Operator:
	}
	if m.Outside() {
		a = a.Outside()
	}
	return a
}

// Covers says whether the member, as they are now, may do all that they could do as they were then, for the same
// provider. Procurement is left out: it is asked of each row (Outside).
func (m Member) Covers(then Member) bool {
	lost := slices.ContainsFunc(Permissions, func(p Permission) bool { return then.Role.Can(p) && !m.Role.Can(p) })
	return !lost && m.Provider == then.Provider
}

// Title is how histories and lists of owners name the member: "Commissioner", "Northside (provider)".
func (m Member) Title() string {
	if m.Role == Provider && m.ProviderName != "" {
		return m.ProviderName + " (provider)"
	}
	return m.Role.Words()
}

// InTitle is the member's Title, with whether it names their organisation.
func (m Member) InTitle() view.Title {
	return view.Title{Words: m.Title(), Organised: m.Role == Lead || m.Role == Provider && m.ProviderName != ""}
}

// KeptTitle is the Title as the history keeps it, in codes: "commissioner", "provider 0a1b...", "" for nobody's role.
func (m Member) KeptTitle() string {
	if m.Role == Provider && m.Provider != "" {
		return string(m.Role) + " " + m.Provider
	}
	return string(m.Role)
}

// ReadTitle is a title that the history keeps, with the id of a provider that has its name in it, "" for none. The first saves of
// the history keep words, a role's or "Northside (provider)": those have no provider and read as they are.
func ReadTitle(kept string) (title func(providerName string) view.Title, provider string) {
	code, provider, _ := strings.Cut(kept, " ")
	role := Role(code)
	switch {
	case role == Provider && provider != "" && !strings.ContainsAny(provider, " ("), slices.Contains(Roles, role) && provider == "":
		return func(name string) view.Title { return Member{Role: role, ProviderName: name}.InTitle() }, provider
	}
	for _, r := range Roles {
		if kept == r.Words() {
			return func(string) view.Title { return Member{Role: r}.InTitle() }, ""
		}
	}
	return func(string) view.Title { return view.Title{Words: kept, Organised: kept != ""} }, ""
}

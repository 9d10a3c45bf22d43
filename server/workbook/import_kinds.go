package workbook

import (
	"context"
	"errors"
	"slices"
	"strings"

	"ipstoolkit/server/page"
	"ipstoolkit/tenants"
	"ipstoolkit/tenants/store"
	"ipstoolkit/toolkit/action"
	"ipstoolkit/toolkit/evidence"
	"ipstoolkit/toolkit/problem"
	"ipstoolkit/toolkit/record"
	"ipstoolkit/toolkit/register"
	"ipstoolkit/toolkit/workbook"
)

// apply is what a record becomes with the cells of in.
func (i *importing) apply(in workbook.Incoming) applied {
	switch in.Key.Kind {
	case record.Priority:
		return i.priority(in)
	case record.Action:
		return i.action(in)
	case record.Contract:
		return i.contract(in)
	case record.Evidence:
		return i.evidence(in)
	}
	return i.row(in)
}

// gone is a record that the member does not have.
func gone() applied {
	return applied{wrong: problem.List{{Message: "It is no longer here, or it is not part of your workbook now"}}}
}

func (i *importing) priority(in workbook.Incoming) applied {
	p, found := i.s.Edition.Priority(in.Key.ID)
	if !found {
		return gone()
	}
	present := i.s.Entry(p.Key)
	e, wrong := in.Entry(present, p, i.person)
	if e.ReviewOn == present.ReviewOn {
		e.ReviewOn = i.review.Next(present.ReviewOn) // every save is a review
	} else if e.Overdue(i.s.Today()) {
		wrong.Add("review_on", "Review by must be today or a later day")
	}
	kept := e.Kept()
	return applied{present.Version, kept, func(ctx context.Context, rows *store.Rows) error {
		_, err := rows.SaveEntry(ctx, p, e)
		if errors.Is(err, tenants.ErrNotFound) {
			err = problem.List{{Field: "owner", Message: "The owner cannot own a priority"}}
		}
		return err
	}, wrong}
}

// person finds a member of the ICB by what a cell says: "Jo Smith", "Jo Smith, Commissioner", an email address.
func (i *importing) person(text string) (id, why string) {
	name, _, _ := strings.Cut(text, ", ")
	for _, one := range []string{text, name} {
		var m tenants.Member
		if m, why = page.MemberCalled(i.members, one); why == "" {
			return m.ID, ""
		}
	}
	return "", why
}

func (i *importing) row(in workbook.Incoming) applied {
	list, found := register.Of(in.Key.Kind)
	if !found {
		return gone()
	}
	var present register.Row
	var wrong problem.List
	if in.New() {
		present.Provider = i.provider(list, in.Provider, &wrong)
	} else {
		rows := i.s.Registers[list.Code]
		at := slices.IndexFunc(rows, func(r register.Row) bool { return r.ID == in.Key.ID })
		if at < 0 {
			return gone()
		}
		present = rows[at]
	}
	r, unread := in.Row(list, present, i.rows.MayFill)
	return applied{present.Version, list.Kept(r), func(ctx context.Context, rows *store.Rows) error {
		_, err := rows.SaveRow(ctx, list.Code, r)
		return err
	}, append(wrong, unread...)}
}

// ofTheICB is what the column of the provider says of the ICB’s own rows.
var ofTheICB = "The ICB"

// provider is whom a new row belongs to, by the name in its cell.
func (i *importing) provider(list register.List, name string, wrong *problem.List) string {
	switch {
	case list.Keeper == register.ICB:
		return ""
	case i.member.Provider != "":
		return i.member.Provider
	case name == "" || strings.EqualFold(name, ofTheICB):
		return ""
	}
	for _, o := range i.s.Providers {
		if strings.EqualFold(o.Name, strings.TrimSpace(name)) {
			return o.ID
		}
	}
	wrong.Add("provider", "Provider ‘%s’: your ICB has no provider of that name", name)
	return ""
}

func (i *importing) action(in workbook.Incoming) applied {
	present := action.Action{State: action.Open}
	if !in.New() {
		at := slices.IndexFunc(i.s.Actions, func(a action.Action) bool { return a.ID == in.Key.ID })
		if at < 0 {
			return gone()
		}
		present = i.s.Actions[at]
	}
	a, wrong := in.Action(present, i.owner)
	return applied{present.Version, a.Kept(), func(ctx context.Context, rows *store.Rows) error {
		if i.member.Can(tenants.KeepActions) {
			_, err := rows.SaveAction(ctx, a)
			return err
		}
		if !in.Reports() {
			return tenants.ErrForbidden
		}
		return rows.ReportAction(ctx, a)
	}, wrong}
}

func (i *importing) contract(in workbook.Incoming) applied {
	present, found := i.s.Contract(in.Key.ID)
	if !found {
		return gone()
	}
	k, wrong := in.Contract(present)
	return applied{present.Version, k.Kept(), func(ctx context.Context, rows *store.Rows) error {
		_, err := rows.SaveContract(ctx, k)
		return err
	}, wrong}
}

func (i *importing) evidence(in workbook.Incoming) applied {
	at := slices.IndexFunc(i.s.Evidence, func(e evidence.Evidence) bool { return e.ID == in.Key.ID })
	if at < 0 {
		return gone()
	}
	present := i.s.Evidence[at]
	e, wrong := in.Evidence(present)
	return applied{present.Version, e.Kept(), func(ctx context.Context, rows *store.Rows) error {
		_, err := rows.SaveEvidence(ctx, i.s.Edition, e)
		return err
	}, wrong}
}

// owner finds who owns an action by what a cell says: a person, a provider, or a role outside the service.
func (i *importing) owner(text string) (o action.Owner, why string) {
	text = strings.TrimSpace(text)
	if text == "" || strings.EqualFold(text, action.Owner{}.Words()) {
		return o, ""
	}
	for _, one := range i.s.Providers {
		if strings.EqualFold(one.Name, text) {
			return action.Owner{Provider: one.ID, ProviderName: one.Name}, ""
		}
	}
	for _, role := range action.UsualRoles {
		if strings.EqualFold(role, text) {
			return action.Owner{Role: role}, ""
		}
	}
	name, _, _ := strings.Cut(text, ", ")
	for _, m := range i.members {
		if m.Can(tenants.WorkOnActions) && (strings.EqualFold(m.Person.Name, name) || strings.EqualFold(m.Person.Email, name)) {
			return action.Owner{Member: m.ID, Name: m.Person.Name}, ""
		}
	}
	return o, "no person, provider or usual role is called that. Choose another role on the action’s page"
}

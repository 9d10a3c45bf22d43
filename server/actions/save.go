package actions

import (
	"cmp"
	"slices"
	"strings"

	"github.com/gin-gonic/gin"

	"ipstoolkit/server/page"
	"ipstoolkit/tenants"
	"ipstoolkit/toolkit/action"
	"ipstoolkit/toolkit/calendar"
	"ipstoolkit/toolkit/problem"
	"ipstoolkit/toolkit/record"
)

// add is the form of a new action, about what the address names.
func (p Pages) add(c *gin.Context) error {
	if err := page.Allow(c, tenants.KeepActions); err != nil {
		return err
	}
	about := action.About{Kind: c.Query("about"), ID: c.Query("id")}
	a := action.Action{State: action.Open, About: about, Shared: about.SharesFirst()}
	return p.showForm(c, a, asTyped(a), page.Refusal{})
}

func (p Pages) saveNew(c *gin.Context) error {
	if err := page.Allow(c, tenants.KeepActions); err != nil {
		return err
	}
	return page.Save(c, page.Saving[typed]{
		Read: func(f page.Form) (typed, error) {
			return checked(f, action.Action{State: action.Open}, p.Store.Today())
		},
		Keep: func(t typed) (string, error) {
			if err := p.inEdition(c, t.About); err != nil {
				return "", err
			}
			saved, err := p.rows(c).SaveAction(c, t.Action)
			return path(c) + "/" + saved.ID + "?saved=added", err
		},
		Show: func(t typed, r page.Refusal) error { return p.showForm(c, action.Action{About: t.About}, t, r) },
	})
}

// checked is read with all that is wrong with the action, in the order of the form.
func checked(f page.Form, present action.Action, today calendar.Date) (typed, error) {
	t, wrong := read(f, present)
	for _, one := range t.Check(today) {
		if one.Field != "due-day" || !slices.ContainsFunc(wrong,
			func(w problem.Problem) bool { return strings.HasPrefix(w.Field, "due-") }) {
			wrong = append(wrong, one)
		}
	}
	order := []string{"what", "owner", "role", "asked", "due"}
	slices.SortStableFunc(wrong, func(a, b problem.Problem) int {
		at := func(p problem.Problem) int {
			part, _, _ := strings.Cut(p.Field, "-")
			return slices.Index(order, part)
		}
		return cmp.Compare(at(a), at(b))
	})
	return t, wrong.Err()
}

// inEdition refuses a priority that the ICB's edition does not have.
func (p Pages) inEdition(c *gin.Context, b action.About) error {
	if b.Kind != record.Priority && b.Kind != record.Difference {
		return nil
	}
	e, err := p.Editions.Used(page.Member(c).Tenant.Edition)
	if err != nil {
		return err
	}
	if _, ok := e.Priority(b.ID); !ok {
		return tenants.ErrNotFound
	}
	return nil
}

// kept is the action that the address names, for somebody who keeps actions.
func (p Pages) kept(c *gin.Context) (action.Action, error) {
	if err := page.Allow(c, tenants.KeepActions); err != nil {
		return action.Action{}, err
	}
	return p.rows(c).Action(c, c.Param("id"))
}

func (p Pages) edit(c *gin.Context) error {
	a, err := p.kept(c)
	if err != nil {
		return err
	}
	return p.showForm(c, a, asTyped(a), page.Refusal{})
}

func (p Pages) saveChange(c *gin.Context) error {
	present, err := p.kept(c)
	if err != nil {
		return err
	}
	return page.Save(c, page.Saving[typed]{
		Read: func(f page.Form) (typed, error) { return checked(f, present, p.Store.Today()) },
		Keep: func(t typed) (string, error) {
			_, err := p.rows(c).SaveAction(c, t.Action)
			return path(c) + "/" + present.ID + "?saved=changed", err
		},
		Now: func(t typed) (k page.Conflict, err error) {
			if present, err = p.kept(c); err != nil {
				return k, err
			}
			return p.conflict(c, present, t)
		},
		Opened: func(t typed, seen int64) (map[string]string, []record.Text, error) {
			was, err := p.rows(c).ChangedSince(c, record.Action, present.ID, seen)
			return was, t.Kept(), err
		},
		Show: func(t typed, r page.Refusal) error { return p.showForm(c, present, t, r) },
	})
}

// conflict is an action as somebody else saved it, against what was typed.
func (p Pages) conflict(c *gin.Context, theirs action.Action, mine typed) (page.Conflict, error) {
	options, err := p.ownerOptions(c, theirs.Owner)
	if err != nil {
		return page.Conflict{}, err
	}
	chosen := mine.Role
	for _, o := range options {
		if o.Value == mine.choice && o.Value != another {
			chosen = o.Text
		}
	}
	shared := func(a action.Action) []string {
		if a.Shared {
			return []string{"yes"}
		}
		return nil
	}
	return page.Conflict{
		What: "this action", Who: theirs.ChangedBy, When: theirs.ChangedAt.Words(), Version: theirs.Version,
		Keep: path(c) + "/" + theirs.ID,
		Fields: []page.Both{
			page.Texts("What is to be done", "what", theirs.What, mine.What).Of("what"),
			page.Either("Owner", theirs.Owner.Words(), chosen),
			page.Either("Asked of", theirs.Asked.Words(), mine.Asked.Words()).Of("asked", "asked", string(theirs.Asked)),
			page.Either("Due", dayWords(theirs.Due), dayWords(mine.Due)).OfDate("due_on", "due", theirs.Due),
			page.Ticks("Shared with the steering group", "shared", shared(theirs), yesNo(theirs.Shared), yesNo(mine.Shared)).Of("shared"),
		},
	}, nil
}

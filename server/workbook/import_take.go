package workbook

import (
	"context"
	"errors"
	"slices"
	"strings"

	"github.com/gin-gonic/gin"

	"ipstoolkit/server/page"
	"ipstoolkit/tenants"
	"ipstoolkit/tenants/store"
	"ipstoolkit/toolkit/action"
	"ipstoolkit/toolkit/assessment"
	"ipstoolkit/toolkit/problem"
	"ipstoolkit/toolkit/record"
	"ipstoolkit/toolkit/register"
	"ipstoolkit/toolkit/snapshot"
	"ipstoolkit/toolkit/workbook"
)

// importing is a workbook that is being brought back, beside what is recorded now.
type importing struct {
	pages    Pages
	member   tenants.Member
	s        snapshot.Snapshot
	back     workbook.Back
	rows     *store.Rows
	compared workbook.Compared
	review   assessment.Review
	members  []tenants.Member
	records  []*taken
}

// taken is a record of the workbook that differs, with what can be taken of it.
type taken struct {
	workbook.Incoming
	id string // in the form, "priority-3.4"
	// seen is the version that is recorded now.
	seen int
	// conflicts are the cells, by their places, that were changed here and in the workbook.
	conflicts map[int]bool
	wrong     []string // why it is not taken
}

// applied is what a record becomes with cells of the workbook.
type applied struct {
	seen  int // the version that is recorded now
	kept  []record.Text
	save  store.WorkbookSave
	wrong problem.List
}

// read compares the workbook and looks at each record that differs.
func (i *importing) read(c *gin.Context) (err error) {
	if i.review, err = i.rows.Review(c); err != nil {
		return err
	}
	if i.members, err = i.rows.Members(c); err != nil && !errors.Is(err, tenants.ErrForbidden) {
		return err
	}
	i.compared = workbook.Compare(i.back, i.s)
	for n, in := range i.compared.Records {
		t := &taken{Incoming: in, id: in.Key.Kind + "-" + in.Key.ID, conflicts: map[int]bool{}}
		switch {
		case in.Why != "":
			t.id, t.wrong = idOfLine(n), []string{in.Why}
		case in.New():
			t.id = idOfLine(n)
		}
		if len(t.wrong) == 0 {
			if err := i.look(c, t); err != nil {
				return err
			}
		}
		if len(t.Cells) > 0 || len(t.wrong) > 0 {
			i.records = append(i.records, t)
		}
	}
	return nil
}

// look finds out which cells of a record the person has changed, and which were changed here too.
func (i *importing) look(c context.Context, t *taken) error {
	all := i.apply(t.Incoming)
	t.seen = all.seen
	for _, one := range all.wrong {
		t.wrong = append(t.wrong, one.Message)
	}
	if t.New() || t.seen == t.Key.Version || len(t.wrong) > 0 {
		return nil
	}
	since, err := i.rows.ChangedSince(c, t.Key.Kind, t.Key.ID, i.back.Version)
	if err != nil {
		return err
	}
	var cells []workbook.IncomingCell
	for _, cell := range t.Cells {
		one := t.Incoming
		one.Cells = []workbook.IncomingCell{cell}
		touched, conflict := cell.Touched(i.apply(one).kept, since)
		if !touched {
			continue
		}
		t.conflicts[len(cells)] = conflict
		cells = append(cells, cell)
	}
	t.Cells = cells
	return nil
}

// chosen is the record with the cells that are taken: all but those that were changed here too and are to stay.
func (t *taken) chosen(there func(cell int) bool) workbook.Incoming {
	in := t.Incoming
	in.Cells = nil
	for n, cell := range t.Cells {
		if !t.conflicts[n] || there(n) {
			in.Cells = append(in.Cells, cell)
		}
	}
	return in
}

// try asks the store what it would say to each record, and saves nothing.
func (i *importing) try(c context.Context) error {
	var tried []*taken
	var saves []store.WorkbookSave
	for _, t := range i.records {
		if len(t.wrong) == 0 {
			tried, saves = append(tried, t), append(saves, i.apply(t.Incoming).save)
		}
	}
	if saves == nil {
		return nil
	}
	answers, err := i.rows.TryWorkbook(c, i.back.Name, saves)
	if err != nil {
		return err
	}
	for n, err := range answers {
		if err == nil {
			continue
		}
		words, known := refusal(err)
		if !known {
			return err
		}
		tried[n].wrong = words
	}
	return nil
}

// refusal says in words why the store does not save a record; false for an error that is no answer to a person.
func refusal(err error) (words []string, known bool) {
	list, wrong := errors.AsType[problem.List](err)
	switch {
	case wrong:
		for _, one := range list {
			words = append(words, one.Message)
		}
		return words, true
	case errors.Is(err, tenants.ErrStale):
		return []string{"Somebody saved it a moment ago. Check the workbook again"}, true
	case errors.Is(err, tenants.ErrProcurement):
		return []string{"It is hidden from you while procurement is under way"}, true
	case errors.Is(err, tenants.ErrForbidden):
		return []string{"Your role does not let you change it"}, true
	case errors.Is(err, tenants.ErrNotFound):
		return []string{"It is no longer here, or it is not yours to change"}, true
	}
	return nil, false
}

// apply is what a record becomes with the cells of in.
func (i *importing) apply(in workbook.Incoming) applied {
	switch in.Key.Kind {
	case record.Priority:
		return i.priority(in)
	case record.Action:
		return i.action(in)
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

// provider is whom a new row belongs to, by the name in its cell.
func (i *importing) provider(list register.List, name string, wrong *problem.List) string {
	switch {
	case list.Keeper == register.ICB:
		return ""
	case i.member.Provider != "":
		return i.member.Provider
	case name == "" || strings.EqualFold(name, "The ICB"):
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

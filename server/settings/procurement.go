package settings

import (
	"slices"
	"strings"

	"github.com/gin-gonic/gin"

	"ipstoolkit/server/page"
	"ipstoolkit/tenants"
	"ipstoolkit/tenants/store"
	"ipstoolkit/toolkit/assessment"
	"ipstoolkit/toolkit/privacy"
	"ipstoolkit/toolkit/problem"
	"ipstoolkit/toolkit/record"
	"ipstoolkit/toolkit/snapshot"
)

// procurementPage is the switch "procurement is under way": its state, and the forms for those who may decide it.
type procurementPage struct {
	page.Base
	// UnderWay is since when it is under way, in words; "" while it is not.
	UnderWay string
	// Hidden are the priorities with notes and evidence that it keeps back.
	Hidden  []string
	State   page.SummaryList
	Form    *procurementForm
	Why     string // why there is no form
	History page.History
}

type procurementForm struct {
	Version int
	Act     string // "begin" or "change"
	Named   page.Checkboxes
	StepOut page.Checkboxes
	Reason  page.Textarea // asked at the beginning alone
	Confirm page.Checkboxes
	Button  page.Button
}

// naming is the form as it was typed.
type naming struct {
	store.Naming
	act       string
	reason    string
	confirmed []string
}

var procurementTemplate = page.Parse[procurementPage](files, "procurement.html")

func (p Pages) procurement(c *gin.Context) error {
	if err := page.Allow(c, tenants.ReadHistory); err != nil {
		return err
	}
	return p.showProcurement(c, nil, page.Refusal{})
}

// switched are the success banners by ?saved=.
var switched = map[string]string{
	"begin": "Procurement is under way", "change": "The people named were changed",
	"end": "Procurement is over: everybody sees again what their role includes",
}

// showProcurement is the page with what was typed in its form; typed is nil for the form as it is saved.
func (p Pages) showProcurement(c *gin.Context, typed *naming, r page.Refusal) error {
	m := page.Member(c)
	rows := p.Store.For(m)
	now, err := rows.Procurement(c)
	if err != nil {
		return err
	}
	members, err := rows.Members(c)
	if err != nil {
		return err
	}
	h, err := rows.HistoryPart(c, page.HistoryAsked(c), record.Procurement, m.Tenant.Code)
	if err != nil {
		return err
	}
	hidden, err := p.hidden(m)
	if err != nil {
		return err
	}
	data := procurementPage{
		Base:     page.New(c, "Procurement").Under(page.Crumb{Href: page.Home(m.Tenant.Code) + "/settings", Text: "Settings"}).Refused(r),
		UnderWay: now.Since.Words(), Hidden: hidden, State: procurementState(now, members),
		History: page.NewHistory(page.Home(m.Tenant.Code)+"/procurement", h),
	}
	if !data.CameBack() {
		data.Base = data.Saved(switched[c.Query("saved")])
	}
	switch {
	case !m.Can(tenants.ManageSettings) && now.Since == "":
		data.Why = "Your ICB administrator can switch this on."
	case now.Since != "" && !store.Decides(m):
		data.Why = "Only an ICB administrator who is named can change who is named, change the role or end the membership of somebody " +
			"named, or say that procurement is over. If none of them is available, the people who run the service name one of the " +
			"ICB's administrators, and the history says why."
	default:
		data.Form = newProcurementForm(m, now, members, typed, r.Problems)
	}
	return procurementTemplate.Show(c, r.Status(), data)
}

// hidden are the priorities, by name, with notes and evidence that are kept back.
func (p Pages) hidden(m tenants.Member) (list []string, err error) {
	e, err := p.Editions.Used(m.Tenant.Edition)
	if err != nil {
		return nil, err
	}
	for _, key := range assessment.Procurement {
		if priority, ok := e.Priority(key); ok {
			list = append(list, key+" "+priority.Name)
		}
	}
	return list, nil
}

// procurementState is the state of a procurement under way; nothing while there is none.
func procurementState(now store.Procurement, members []tenants.Member) page.SummaryList {
	if now.Since == "" {
		return page.SummaryList{}
	}
	var names []string
	for _, m := range members {
		if slices.Contains(now.Named, m.ID) {
			names = append(names, m.Person.Name+", "+m.Title())
		}
	}
	if len(names) == 0 {
		names = []string{"Nobody who is still a commissioner of the ICB"}
	}
	list := page.SummaryList{Rows: []page.SummaryRow{
		{Key: "Under way since", Lines: []string{now.Since.Words()}},
		{Key: "People named", Lines: names},
	}}
	if now.Reason != "" {
		list.Rows = append(list.Rows, page.SummaryRow{Key: "Reason", Lines: []string{now.Reason}})
	}
	return list
}

func newProcurementForm(m tenants.Member, now store.Procurement, members []tenants.Member, typed *naming,
	wrong problem.List,
) *procurementForm {
	if typed == nil {
		typed = &naming{Naming: store.Naming{Members: now.Named}}
		if now.Since == "" {
			typed.Members = []string{m.ID} // who switches it on stays inside unless they say otherwise
		}
	}
	f := &procurementForm{
		Version: now.Version, Act: "begin", Button: page.NewButton("Switch on: procurement is under way"),
		Named: page.Checkboxes{
			Name: "named", Legend: "Who can still see everything?", LegendSize: "s", Values: typed.Members, Error: wrong.For("named"),
			Hint: "The people who work on the procurement, at least one of them an ICB administrator",
		},
		StepOut: page.Checkboxes{
			Name: "step_out", Legend: "If you are not one of them", LegendSize: "s", Error: wrong.For("step_out"),
			Items: []page.Item{{
				Value: "yes", Text: "I step out: from now on I cannot see it",
				Hint: "You cannot come back by yourself. Somebody named has to name you",
			}},
		},
		Reason: page.Textarea{
			Name: "reason", Label: "Reason (optional)", LabelSize: "s", Rows: 3, Limit: store.ReasonLimit, Value: typed.reason,
			Error: wrong.For("reason"), NeverKept: true,
			Hint: "Only the people named read it until procurement is over. No bidders’ names, bids or scores",
		},
		Confirm: page.ConfirmBox(privacy.NHSNumbers(typed.reason), "", typed.confirmed),
	}
	if now.Since != "" {
		f.Act, f.Button, f.Reason = "change", page.NewButton("Save the people named"), page.Textarea{}
	}
	for _, one := range members {
		if one.Role.Nameable() {
			f.Named.Items = append(f.Named.Items, page.Item{Value: one.ID, Text: one.Person.Name, Hint: one.Title()})
		}
	}
	if typed.StepOut {
		f.StepOut.Values = []string{"yes"}
	}
	return f
}

// saveProcurement switches on, changes who is named, or switches off.
func (p Pages) saveProcurement(c *gin.Context) error {
	if err := page.Allow(c, tenants.ManageSettings); err != nil {
		return err
	}
	rows := p.Store.For(page.Member(c))
	return page.Save(c, page.Saving[naming]{
		Read: func(f page.Form) (naming, error) {
			t := naming{act: f.Text("act"), reason: f.Text("reason"), confirmed: f.Values("confirmed")}
			t.Members, t.StepOut, t.Version = f.Values("named"), f.Has("step_out"), f.Version()
			if switched[t.act] == "" {
				return t, page.ErrBadForm
			}
			return t, nil
		},
		Keep: func(t naming) (to string, err error) {
			switch t.act {
			case "begin":
				err = rows.BeginProcurement(c, t.Naming, t.reason, privacy.Confirmed(privacy.NHSNumbers(t.reason), t.confirmed...))
			case "change":
				err = rows.NameForProcurement(c, t.Naming)
			case "end":
				err = rows.EndProcurement(c, t.Version)
			}
			return page.Home(page.Member(c).Tenant.Code) + "/procurement?saved=" + t.act, err
		},
		Now: func(t naming) (page.Conflict, error) { return p.procurementConflict(c, t) },
		Show: func(t naming, r page.Refusal) error {
			if t.act == "end" {
				return p.showProcurement(c, nil, r)
			}
			return p.showProcurement(c, &t, r)
		},
	})
}

// procurementConflict is how the switch is now, against what was typed. What was typed can no longer be saved when
// somebody has turned the switch meanwhile. Who is named can be, over what somebody else named.
func (p Pages) procurementConflict(c *gin.Context, t naming) (page.Conflict, error) {
	m := page.Member(c)
	rows := p.Store.For(m)
	now, err := rows.Procurement(c)
	if err != nil {
		return page.Conflict{}, err
	}
	members, err := rows.Members(c)
	if err != nil {
		return page.Conflict{}, err
	}
	h, err := rows.HistoryPart(c, snapshot.Part{}, record.Procurement, m.Tenant.Code)
	if err != nil {
		return page.Conflict{}, err
	}
	fields := []page.Both{
		page.Ticks("People named", "named", now.Named, namesOf(now.Named, members), namesOf(t.Members, members)),
		page.Either("Reason", now.Reason, t.reason),
	}
	turned := (t.act == "begin") == (now.Since != "")
	switch {
	case t.act == "end":
		return page.ChangedSince("this", "It was not switched off", t.Version, now.Version, h), nil
	case turned:
		k := page.ChangedSince("this", "Your changes were not saved", t.Version, now.Version, h)
		k.Fields = fields
		return k, nil
	case t.act == "change":
		fields = fields[:1] // the reason is asked at the beginning alone
	}
	return page.Conflict{What: "who is named", Version: now.Version, Fields: fields}.By(h), nil
}

// namesOf are members' names.
func namesOf(ids []string, members []tenants.Member) string {
	var names []string
	for _, m := range members {
		if slices.Contains(ids, m.ID) {
			names = append(names, m.Person.Name)
		}
	}
	return strings.Join(names, "; ")
}

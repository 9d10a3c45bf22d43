package actions

import (
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

// showPage is an action, with the form that says how far it is for those who work on it.
type showPage struct {
	page.Base
	Facts   page.SummaryList
	Edit    string // where it is changed; "" for those who may not
	Form    *progressForm
	History page.History
}

type progressForm struct {
	Version int
	State   page.Radios
	DoneOn  page.DateInput
	Drops   bool // the person may drop it, for the Reason
	Reason  page.Textarea
	Note    page.Textarea
	Confirm page.Checkboxes
}

var showTemplate = page.Parse[showPage](files, "show.html")

// saves are the success banners by ?saved=.
var saves = map[string]string{
	"added": "Action added", "changed": "Action saved", string(action.Open): "Action saved", string(action.Done): "Action marked as done",
	string(action.Dropped): "Action dropped",
}

// progress is how far an action is, as it was typed.
type progress struct {
	action.Action
	doneOn    page.TypedDate
	confirmed []string
}

func (p Pages) show(c *gin.Context) error {
	if err := page.Allow(c, tenants.ReadActions); err != nil {
		return err
	}
	a, err := p.rows(c).Action(c, c.Param("id"))
	if err != nil {
		return err
	}
	return p.showAction(c, a, progress{Action: a, doneOn: page.DateOf(a.DoneOn)}, page.Refusal{})
}

func (p Pages) showAction(c *gin.Context, a action.Action, t progress, r page.Refusal) error {
	m := page.Member(c)
	data := showPage{Base: under(c, a.What).Refused(r), Facts: facts(m, a, p.Store.Today())}
	if banner := saves[c.Query("saved")]; banner != "" && !data.CameBack() {
		data.Base = data.Saved(banner)
	}
	if m.Can(tenants.WorkOnActions) && (m.Provider == "" || m.Provider == a.Provider) {
		data.Form = newProgress(a, t, m.Can(tenants.KeepActions), r.Problems)
	}
	if m.Can(tenants.KeepActions) {
		data.Edit = path(c) + "/" + a.ID + "/edit"
		h, err := p.rows(c).HistoryPart(c, page.HistoryAsked(c), record.Action, a.ID)
		if err != nil {
			return err
		}
		data.History = page.NewHistory(path(c)+"/"+a.ID, h)
	}
	return showTemplate.Show(c, r.Status(), data)
}

// facts are what is recorded of an action.
func facts(m tenants.Member, a action.Action, today calendar.Date) page.SummaryList {
	var list page.SummaryList
	add := func(key string, lines ...string) {
		list.Rows = append(list.Rows, page.SummaryRow{Key: key, Lines: lines})
	}
	add("Owner", a.Owner.Words())
	if a.Asked != "" {
		add("Asked of", a.Asked.Words())
	}
	if a.About != (action.About{}) {
		list.Rows = append(list.Rows, page.SummaryRow{Key: "About", HTML: page.Part("cell", page.ActionAbout(m, a))})
	}
	add("Due", a.Due.Words())
	due := page.ActionDue(a, today)
	switch {
	case a.State == action.Done:
		add("State", a.State.Words()+" on "+a.DoneOn.Words())
	case a.State == action.Dropped:
		add("State", a.State.Words(), a.Reason)
	case due.Tag.Text != "":
		add("State", a.State.Words()+", "+strings.ToLower(due.Tag.Text))
	default:
		add("State", a.State.Words())
	}
	if a.Note != "" {
		add("Progress", strings.Split(a.Note, "\n")...)
	}
	if m.Can(tenants.KeepActions) {
		add("Shared with the steering group", yesNo(a.Shared))
		add("Last changed", a.ChangedAt.Words()+", "+a.ChangedBy)
	}
	return list
}

func yesNo(b bool) string { return record.SayYesNo(record.YesNo(b)) }

func dayWords(d calendar.Date) string {
	if d == "" {
		return ""
	}
	return d.Words()
}

func newProgress(a action.Action, t progress, drops bool, wrong problem.List) *progressForm {
	f := &progressForm{
		Version: t.Version,
		State: page.Radios{
			Name: "state", Legend: "State", LegendSize: "s", Value: string(t.State), Error: wrong.For("state"),
			Small: true,
		},
		DoneOn: page.DateInput{
			Name: "done_on", Legend: "When was it done? (optional)", LegendSize: "s", Hint: "Only if it is done. Leave it empty for today",
			Typed: t.doneOn, Problems: wrong,
		},
		Note: page.Textarea{
			Name: "note", Label: "Progress (optional)", LabelSize: "s", Rows: 3, Limit: action.LongestNote, Value: t.Note,
			Error: wrong.For("note"),
			Hint:  "What has been done, and what is in the way. Everybody who can see the action can read this",
		},
		Confirm: page.ConfirmBox(t.Numbers(), a.Confirmed, t.confirmed),
	}
	for _, s := range action.States {
		if s != action.Dropped || drops || a.State == action.Dropped {
			f.State.Items = append(f.State.Items, page.Item{Value: string(s), Text: s.Words()})
		}
	}
	f.Drops, f.Reason = drops, page.Textarea{
		Name: "reason", Label: "Why is it dropped? (optional)", LabelSize: "s", Rows: 2, Limit: action.LongestReason, Value: t.Reason,
		Error: wrong.For("reason"), Hint: "Only if it is dropped",
	}
	return f
}

// report saves how far an action is.
func (p Pages) report(c *gin.Context) error {
	if err := page.Allow(c, tenants.WorkOnActions); err != nil {
		return err
	}
	present, err := p.rows(c).Action(c, c.Param("id"))
	if err != nil {
		return err
	}
	saving := page.Saving[progress]{
		Read: func(f page.Form) (progress, error) { return readProgress(f, present, p.Store.Today()) },
		Keep: func(t progress) (string, error) {
			return path(c) + "/" + present.ID + "?saved=" + string(t.State), p.rows(c).ReportAction(c, t.Action)
		},
		Now: func(t progress) (k page.Conflict, err error) {
			if present, err = p.rows(c).Action(c, present.ID); err != nil {
				return k, err
			}
			return against(path(c), present, t), nil
		},
		Show: func(t progress, r page.Refusal) error { return p.showAction(c, present, t, r) },
	}
	if page.Member(c).Can(tenants.KeepActions) { // the history is for them alone
		saving.Opened = func(t progress, seen int64) (map[string]string, []record.Text, error) {
			was, err := p.rows(c).ChangedSince(c, record.Action, present.ID, seen)
			return was, t.Kept(), err
		}
	}
	return page.Save(c, saving)
}

// readProgress takes how far an action is from the form. One that is done without a day was done today.
func readProgress(f page.Form, present action.Action, today calendar.Date) (progress, error) {
	var wrong problem.List
	t := progress{Action: present, confirmed: f.Values("confirmed")}
	t.Version, t.State, t.Note = f.Version(), action.State(f.Text("state")), f.Text("note")
	t.Reason = f.Text("reason")
	if !f.Has("reason") { // the form of a provider
		t.Reason = present.Reason
	}
	t.doneOn = f.Date("done_on", "The date it was done", &wrong)
	if t.DoneOn = t.doneOn.Date; t.State == action.Done && t.doneOn.Empty() {
		t.DoneOn = today
	}
	t.Confirmed = strings.Join(append(slices.Clone(t.confirmed), present.Confirmed), ",")
	for _, one := range t.Check(today) {
		if len(wrong) == 0 || one.Field != "done_on-day" {
			wrong = append(wrong, one)
		}
	}
	return t, wrong.Err()
}

// against is how far somebody else said an action is, against what was typed.
func against(path string, theirs action.Action, mine progress) page.Conflict {
	return page.Conflict{
		What: "this action", Who: theirs.ChangedBy, When: theirs.ChangedAt.Words(), Version: theirs.Version, Keep: path + "/" + theirs.ID,
		Fields: []page.Both{
			page.Either("State", theirs.State.Words(), mine.State.Words()).Of("state", "state", string(theirs.State)),
			page.Either("Done on", dayWords(theirs.DoneOn), dayWords(mine.Tidy().DoneOn)).OfDate("done_on", "done_on", theirs.DoneOn),
			page.Texts("Why it is dropped", "reason", theirs.Reason, mine.Tidy().Reason).Of("reason"),
			page.Texts("Progress", "note", theirs.Note, mine.Note).Of("note"),
		},
	}
}

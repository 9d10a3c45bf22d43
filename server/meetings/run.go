package meetings

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"

	"github.com/gin-gonic/gin"

	"ipstoolkit/server/page"
	"ipstoolkit/toolkit/calendar"
	"ipstoolkit/toolkit/register"
	"ipstoolkit/toolkit/steering"
)

// runPage is one item of the agenda on the screen of a meeting: its facts, one box for the minute, and what was decided.
type runPage struct {
	page.Base
	Meeting  string // "Steering group, 9 December 2026"
	Place    string // "Item 3 of 14"
	Facts    []fact
	Wanted   bool
	Action   string
	Version  int
	Minute   page.Textarea
	Confirm  page.Checkboxes
	Saved    string // "Saved 14:03", "" for a minute that nobody has written
	Decided  []string
	Decide   string // where a decision is sent
	Decision page.Textarea
	// Act is the form of an action, and Acts are those that the meeting agreed.
	Act  agreedForm
	Acts []string
	// Previous and Next lead to the items beside it; "" at the ends.
	Previous, Next string
	End            string
	// Kept says that what was sent is saved: the browser forgets what it kept of it.
	Kept  bool
	Items []runLink
}

// runLink leads to an item.
type runLink struct {
	Href, Text string
	Current    bool
}

var runTemplate = page.Parse[runPage](files, "run.html")

// minute is what the screen of a meeting asks of an item.
var minute = asks(register.Items, register.Item.Minute)

// begin leads to the first item of the agenda.
func (p pages) begin(c *gin.Context) error {
	m, err := p.drafted(c)
	if err != nil {
		return err
	}
	if len(m.Items) == 0 {
		return page.SeeOther(c, p.at(c, m))
	}
	return page.SeeOther(c, p.runHref(c, m, m.Items[0].ID))
}

// run shows an item to the people of a meeting.
func (p pages) run(c *gin.Context) error {
	m, row, err := p.item(c)
	if err != nil {
		return err
	}
	return p.showRun(c, m, page.RowOf(minute, row), decided{}, p.newAgreed(), page.Refusal{})
}

// saidPage tells the browser's module what it has saved.
type saidPage struct {
	page.Base
	Version int
	Saved   string
}

var saidTemplate = page.Parse[saidPage](files, "said.html")

func (p pages) said(c *gin.Context) error {
	_, row, err := p.item(c)
	if err != nil {
		return err
	}
	return saidTemplate.OK(c, saidPage{Base: page.New(c, "Saved"), Version: row.Version, Saved: savedWords(row)})
}

// savedWords say when an item was saved last: "Saved 14:03".
func savedWords(row register.Row) string { return "Saved " + row.ChangedAt.Clock() }

func (p pages) runHref(c *gin.Context, m steering.Meeting, item string) string {
	return p.at(c, m) + "/run/" + item
}

// showRun is the screen with what was typed. What is shown of the ICB is what all of them may
// read: the screen is there for everybody in the room.
func (p pages) showRun(c *gin.Context, m steering.Meeting, t page.TypedRow, d decided, a agreed, r page.Refusal) error {
	s, err := p.inTheRoom(c, m.Row)
	if err != nil {
		return err
	}
	at := slices.IndexFunc(m.Items, func(i register.Row) bool { return i.ID == t.ID })
	row, meeting := m.Items[at], p.at(c, m)
	data := runPage{
		Base:    page.New(c, row.Text(register.Item.Title)).Under(p.crumbs(c, m)...).Refused(r),
		Meeting: p.title(m), Place: fmt.Sprintf("Item %d of %d", at+1, len(m.Items)), Facts: p.facts(s, m, row),
		Wanted: row.Yes(register.Item.Wanted), Action: p.runHref(c, m, row.ID), Version: t.Version,
		Minute: page.Textarea{
			Name: "minute", Label: "Minute", LabelSize: "m", Rows: 6, Limit: register.LongestLines, Value: t.Text(register.Item.Minute),
			Error: r.Problems.For("minute"),
		},
		Confirm: t.Confirm(minute), Decide: p.runHref(c, m, row.ID) + "/decide",
		Decision: page.Textarea{
			Name: "text", Label: "Decision", LabelSize: "s", Rows: 2, Value: d.text, Error: r.Problems.For("text"),
		},
		Kept: c.Query("saved") != "",
		End:  meeting,
	}
	if row.Version > 1 || row.Text(register.Item.Minute) != "" {
		data.Saved = savedWords(row)
	}
	acts, err := p.actionsOf(c, m)
	if err != nil {
		return err
	}
	data.Acts = agreedWords(acts)
	if data.Act, err = p.agreedForm(c, p.runHref(c, m, row.ID)+"/act", a, r.Problems); err != nil {
		return err
	}
	for _, one := range m.DecisionsOn(row.ID) {
		data.Wanted = false // it has been taken
		data.Decided = append(data.Decided, one.Text(register.Decision.Text))
	}
	if at > 0 {
		data.Previous = p.runHref(c, m, m.Items[at-1].ID)
	}
	if at < len(m.Items)-1 {
		data.Next = p.runHref(c, m, m.Items[at+1].ID)
	}
	for i, one := range m.Items {
		data.Items = append(data.Items, runLink{p.runHref(c, m, one.ID), strconv.Itoa(i+1) + ". " + one.Text(register.Item.Title), i == at})
	}
	return runTemplate.Show(c, r.Status(), data)
}

// saveRun saves the minute of an item. The button that was pressed says where to go then; the browser's module sends the form as
// people type, and stays.
func (p pages) saveRun(c *gin.Context) error {
	m, row, err := p.item(c)
	if err != nil {
		return err
	}
	f, err := page.ReadForm(c)
	if err != nil {
		return err
	}
	to := p.runHref(c, m, row.ID) + "?saved=yes"
	switch at := slices.IndexFunc(m.Items, func(i register.Row) bool { return i.ID == row.ID }); {
	case f.Text("then") == "quiet":
		to = p.runHref(c, m, row.ID) + "/said"
	case f.Text("then") == "next" && at+1 < len(m.Items):
		to = p.runHref(c, m, m.Items[at+1].ID) + "?saved=yes"
	}
	if f.Text("minute") == row.Text(register.Item.Minute) { // nothing to save: a version more would say that somebody changed it
		return page.SeeOther(c, to)
	}
	return page.SaveForm(c, f, p.saving(c, saved{
		asked: minute, row: row,
		now: func() (register.Row, error) {
			var present register.Row
			m, present, err = p.item(c)
			return present, err
		},
		to: to,
		show: func(t page.TypedRow, r page.Refusal) error {
			return p.showRun(c, m, t, decided{}, p.newAgreed(), r)
		},
	}))
}

// decided is a decision as it was typed.
type decided struct{ text string }

// decide records a decision on an item.
func (p pages) decide(c *gin.Context) error {
	m, row, err := p.item(c)
	if err != nil {
		return err
	}
	d := register.Decision
	return page.Save(c, page.Saving[decided]{
		Read: func(f page.Form) (decided, error) { return decided{f.Text("text")}, nil },
		Keep: func(t decided) (string, error) {
			day := m.On()
			if today := p.Store.Today(); day > today {
				day = today
			}
			_, err := p.rows(c).SaveRow(c, register.Decisions, register.Row{
				Values: register.Values(d.Meeting.As(m.ID), d.Item.As(row.ID), d.On.As(string(day)), d.Text.As(t.text)),
			})
			return p.runHref(c, m, row.ID) + "?saved=yes", err
		},
		Show: func(t decided, r page.Refusal) error {
			return p.showRun(c, m, page.RowOf(minute, row), t, p.newAgreed(), r)
		},
	})
}

// next is the day of the meeting after this one, in words.
func next(m steering.Meeting, planned calendar.Date) string {
	if planned <= m.On() {
		return "Not planned yet"
	}
	return cmp.Or(planned.Words(), "Not planned yet")
}

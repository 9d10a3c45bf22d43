package contracts

import (
	"cmp"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/gin-gonic/gin"

	"ipstoolkit/server/page"
	"ipstoolkit/tenants"
	"ipstoolkit/toolkit/calendar"
	"ipstoolkit/toolkit/contract"
	"ipstoolkit/toolkit/problem"
)

func (p Pages) saveNew(c *gin.Context) error {
	if err := page.Allow(c, tenants.KeepContracts); err != nil {
		return err
	}
	return p.save(c, contract.Contract{})
}

func (p Pages) saveChange(c *gin.Context) error {
	if err := page.Allow(c, tenants.KeepContracts); err != nil {
		return err
	}
	present, err := p.rows(c).Contract(c, c.Param("id"))
	if err != nil {
		return err
	}
	return p.save(c, present)
}

// save records what was typed: 303 when it is kept, 422 with the form when something is wrong, 409 with both when
// somebody else saved in the meantime.
func (p Pages) save(c *gin.Context, present contract.Contract) error {
	f, err := page.ReadForm(c)
	if err != nil {
		return err
	}
	t, wrong := read(f, present)
	unread := slices.Clone(wrong)
	for _, more := range t.Check(p.Store.Today()) {
		if !follows(unread, more.Field) {
			wrong = append(wrong, more)
		}
	}
	if wrong != nil {
		return p.refuse(c, present, t, wrong)
	}
	saved, err := p.rows(c).SaveContract(c, t.Contract)
	switch {
	case errors.Is(err, tenants.ErrStale):
		return p.stale(c, present.ID, t)
	case errors.Is(err, tenants.ErrNotFound):
		return p.refuse(c, present, t, problem.List{{Field: "provider", Message: "Choose a provider from the list"}})
	case errors.As(err, &wrong):
		return p.refuse(c, present, t, wrong)
	case err != nil:
		return err
	}
	word := "changed"
	if present.ID == "" {
		word = "added"
	}
	c.Redirect(http.StatusSeeOther, path(c)+"/"+saved.ID+"?saved="+word)
	return nil
}

// follows says whether a problem only follows from something that could not be read: a date of the same row, or the
// end for the options after it.
func follows(unread problem.List, field string) bool {
	return slices.ContainsFunc(unread, func(p problem.Problem) bool {
		return row(p.Field) == row(field) || row(p.Field) == "end" && strings.HasPrefix(field, "option-")
	})
}

// row is what a field belongs to: "option-1-to-day" to "option-1", "start-day" to "start".
func row(field string) string {
	parts := strings.Split(field, "-")
	if len(parts) > 2 {
		return parts[0] + "-" + parts[1]
	}
	return parts[0]
}

// read takes a contract from the form. Rows of options and talks that were left or made empty are left out.
func read(f page.Form, present contract.Contract) (typed, problem.List) {
	var wrong problem.List
	t := typed{confirmed: f.Values("confirmed")}
	t.Contract = contract.Contract{
		ID: present.ID, Provider: f.Text("provider"), Name: f.Text("name"), Reference: f.Text("reference"), ShortReason: f.Text("short_reason"),
		Confirmed: strings.Join(append(slices.Clone(t.confirmed), present.Confirmed), ","),
	}
	t.start, t.end = f.Date("start", "Start date", &wrong), f.Date("end", "End date", &wrong)
	t.Start, t.End = t.start.Date, t.end.Date
	readOptions(f, &t, &wrong)
	readTalks(f, &t, &wrong)
	version, err := strconv.Atoi(f.Text("version"))
	if err != nil && present.ID != "" {
		version = -1 // no contract has it: the save is stale, and both are shown
	}
	t.Version = version
	return t, wrong
}

func readOptions(f page.Form, t *typed, wrong *problem.List) {
	for i := range contract.MostOptions {
		name := fmt.Sprintf("option-%d-", i+1)
		n := fmt.Sprintf("option-%d-", len(t.options)+1) // where it will stand on the page
		var more problem.List
		o := typedOption{months: f.Text(name + "months"), to: f.Date(name+"to", "Date of the option", &more), exercised: f.Date(name+"exercised", "Date of exercise", &more)}
		if o.months == "" && o.to.Empty() && o.exercised.Empty() {
			continue
		}
		months, err := strconv.Atoi(cmp.Or(o.months, "0"))
		if err != nil {
			more.Add(name+"months", "Months of the option must be a whole number, like 12")
		}
		for _, p := range more {
			wrong.Add(n+strings.TrimPrefix(p.Field, name), "%s", p.Message)
		}
		t.options = append(t.options, o)
		t.Options = append(t.Options, contract.Option{Months: months, To: o.to.Date, ExercisedOn: o.exercised.Date})
	}
}

func readTalks(f page.Form, t *typed, wrong *problem.List) {
	for i := range contract.MostTalks {
		name := fmt.Sprintf("talk-%d-", i+1)
		n := fmt.Sprintf("talk-%d-", len(t.talks)+1)
		var more problem.List
		talk := typedTalk{held: f.Date(name+"held", "Date of the talks", &more), note: f.Text(name + "note")}
		if talk.held.Empty() && talk.note == "" {
			continue
		}
		// Talks are held for the end that the contract has when they are recorded.
		if talk.forEnd, _ = calendar.ParseDate(f.Text(name + "held-for")); talk.forEnd == "" {
			talk.forEnd = t.PresentEnd()
		}
		for _, p := range more {
			wrong.Add(n+strings.TrimPrefix(p.Field, name), "%s", p.Message)
		}
		t.talks = append(t.talks, talk)
		t.Talks = append(t.Talks, contract.Talk{HeldOn: talk.held.Date, ForEnd: talk.forEnd, Note: talk.note})
	}
}

func (p Pages) refuse(c *gin.Context, present contract.Contract, t typed, wrong problem.List) error {
	data, err := p.page(c, present, t, wrong)
	if err != nil {
		return err
	}
	return contractTemplate.Show(c, http.StatusUnprocessableEntity, data)
}

// stale shows what was typed over what is there now, with the version that a save must name.
func (p Pages) stale(c *gin.Context, id string, t typed) error {
	present, err := p.rows(c).Contract(c, id)
	if err != nil {
		return err
	}
	t.Version = present.Version
	data, err := p.page(c, present, t, nil)
	if err != nil {
		return err
	}
	data.Theirs = &theirs{Table: differences(present, t.Contract), Keep: path(c) + "/" + id}
	data.Title = "Somebody else saved this contract: " + data.Title
	return contractTemplate.Show(c, http.StatusConflict, data)
}

func differences(present, mine contract.Contract) page.Table {
	table := page.Table{
		ID: "differences", Caption: "Where the two differ", Columns: []page.Column{{Text: "What"}, {Text: "Theirs"}, {Text: "Yours"}},
		Empty: "Both of you typed the same.",
	}
	for _, d := range []struct{ name, theirs, mine string }{
		{"Name", present.Name, mine.Name},
		{"Reference", present.Reference, mine.Reference},
		{"Start", present.Start.Words(), mine.Start.Words()},
		{"End", present.End.Words(), mine.End.Words()},
		{"Options", optionLines(present), optionLines(mine)},
		{"Talks", talkLines(present), talkLines(mine)},
		{"Reason for less than three years", present.ShortReason, mine.ShortReason},
	} {
		if d.theirs != d.mine {
			table.Rows = append(table.Rows, []page.Cell{page.Text(d.name), page.Text(cmp.Or(d.theirs, "Nothing")), page.Text(cmp.Or(d.mine, "Nothing"))})
		}
	}
	return table
}

func optionLines(k contract.Contract) string {
	var lines []string
	for _, o := range k.Options {
		lines = append(lines, o.Words())
	}
	return strings.Join(lines, "; ")
}

func talkLines(k contract.Contract) string {
	var lines []string
	for _, t := range k.Talks {
		line := "held on " + t.HeldOn.Words()
		if t.Note != "" {
			line += ": " + t.Note
		}
		lines = append(lines, line)
	}
	return strings.Join(lines, "; ")
}

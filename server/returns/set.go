package returns

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/gin-gonic/gin"

	"ipstoolkit/server/page"
	"ipstoolkit/tenants"
	"ipstoolkit/toolkit/calendar"
	"ipstoolkit/toolkit/figures"
	"ipstoolkit/toolkit/number"
	"ipstoolkit/toolkit/privacy"
	"ipstoolkit/toolkit/problem"
)

// setPage is what the ICB and its providers have agreed to collect: the versions, and the form for the next.
type setPage struct {
	page.Base
	Asked    []string // what all providers are asked
	Now      page.SummaryList
	Versions page.Table
	Form     *setForm
}

type setForm struct {
	Version int
	From    page.Select
	Parts   page.Checkboxes
	Agreed  page.DateInput
	Note    page.Textarea
	Confirm page.Checkboxes
}

var setTemplate = page.Parse[setPage](files, "set.html")

// typedSet is a set as it is in the form.
type typedSet struct {
	figures.Set
	agreed    page.TypedDate
	confirmed []string
}

func (p Pages) set(c *gin.Context) error {
	sets, err := p.rows(c).ReturnSets(c)
	if err != nil {
		return err
	}
	present := p.Store.Today().Quarter()
	t := typedSet{Set: figures.Set{From: present, Parts: figures.SetFor(sets, present.Add(figures.LastSetQuarter)).Parts}}
	if len(sets) > 0 {
		t.N = sets[0].N
	}
	data := p.setPage(c, sets, t, page.Refusal{})
	if c.Query("saved") != "" && len(sets) > 0 {
		data.Base = data.Base.Saved(sets[0].Words() + " saved")
	}
	return setTemplate.OK(c, data)
}

// agree records the next version.
func (p Pages) agree(c *gin.Context) error {
	if err := page.Allow(c, tenants.AgreeFigures); err != nil {
		return err
	}
	return page.Save(c, page.Saving[typedSet]{
		Read: func(f page.Form) (typedSet, error) { return readSet(f, p.Store.Today()) },
		Keep: func(t typedSet) (string, error) {
			return c.Request.URL.Path + "?saved=yes", p.rows(c).AgreeSet(c, t.Set)
		},
		Now: func(t typedSet) (page.Conflict, error) {
			sets, err := p.rows(c).ReturnSets(c)
			if err != nil || len(sets) == 0 {
				return page.Conflict{What: "an agreement"}, err
			}
			now := sets[0]
			return page.Conflict{
				What: "an agreement", Who: now.By, When: now.At.Words(), Version: now.N,
				Fields: []page.Both{
					page.Either("From", now.From.Words(), t.From.Words()),
					page.Either("Also asked for", strings.Join(now.PartNames(), "; "), strings.Join(t.PartNames(), "; ")),
					page.Either("Agreed", now.AgreedOn.Words(), t.AgreedOn.Words()),
					page.Either("How it was agreed", now.Note, t.Note),
				},
			}, nil
		},
		Show: func(t typedSet, r page.Refusal) error {
			sets, err := p.rows(c).ReturnSets(c)
			if err != nil {
				return err
			}
			return setTemplate.Show(c, r.Status(), p.setPage(c, sets, t, r))
		},
	})
}

// readSet takes the next version from the form.
func readSet(f page.Form, today calendar.Date) (typedSet, error) {
	var wrong problem.List
	t := typedSet{confirmed: f.Values("confirmed"), agreed: f.Date("agreed_on", "The date the providers agreed", &wrong)}
	t.From, t.Note, t.AgreedOn = calendar.Quarter(f.Text("from")), f.Text("note"), t.agreed.Date
	for _, part := range figures.Parts {
		if slices.Contains(f.Values("parts"), part.Code) {
			t.Parts = append(t.Parts, part.Code)
		}
	}
	t.Confirmed = strings.Join(t.confirmed, ",")
	t.N = f.Version()
	if _, err := calendar.ParseQuarter(string(t.From)); err != nil {
		t.From = ""
	}
	if wrong == nil {
		return t, nil
	}
	for _, more := range t.Check(today) {
		if !strings.HasPrefix(more.Field, "agreed_on") {
			wrong = append(wrong, more)
		}
	}
	return t, wrong
}

func (p Pages) setPage(c *gin.Context, sets []figures.Set, t typedSet, r page.Refusal) setPage {
	wrong := r.Problems
	slices.SortStableFunc(wrong, func(a, b problem.Problem) int { return setOrder(a.Field) - setOrder(b.Field) })
	data := setPage{
		Base:     page.New(c, "Figures asked for").Under(page.Crumb{Href: path(c), Text: "Quarterly figures"}).Refused(r),
		Versions: setVersions(sets).Paged(c, "page"),
	}
	for _, f := range figures.Fields {
		data.Asked = append(data.Asked, f.Label)
	}
	present := p.Store.Today().Quarter()
	now := figures.SetFor(sets, present)
	parts := now.PartNames()
	if len(parts) == 0 {
		parts = []string{"Nothing more"}
	}
	data.Now = page.SummaryList{Rows: []page.SummaryRow{
		{Key: "This quarter", Lines: []string{present.Words()}},
		{Key: "Set", Lines: []string{now.Words()}},
		{Key: "Also asked for", Lines: parts},
	}}
	if page.Member(c).Can(tenants.AgreeFigures) {
		data.Form = newSetForm(present, t, wrong)
	}
	return data
}

// setOrder is the place of a field in the form.
func setOrder(field string) int {
	name, _, _ := strings.Cut(field, "-")
	return slices.Index([]string{"from", "parts", "agreed_on", "note"}, name)
}

func newSetForm(present calendar.Quarter, t typedSet, wrong problem.List) *setForm {
	f := &setForm{
		Version: t.N,
		From: page.Select{
			Name: "from", Label: "From which quarter?", LabelSize: "s", Value: string(t.From), Error: wrong.For("from"),
			Hint: "Figures that have been submitted stay as they were asked for.",
		},
		Parts: page.Checkboxes{
			Name: "parts", Legend: "Which figures, besides those that all providers are asked for?", LegendSize: "s", Values: t.Parts,
			Error: wrong.For("parts"),
			Hint: "Ask for as little as you can: providers report to the national data set and to the IPS Grow Reporting Tool already. " +
				"What is not " +
				"ticked " +
				"is no longer asked for.",
		},
		Agreed: page.DateInput{
			Name: "agreed_on", Legend: "When did the providers agree?", LegendSize: "s", Typed: t.agreed,
			Problems: wrong,
		},
		Note: page.Textarea{
			Name: "note", Label: "How was it agreed, and with which providers?", LabelSize: "s", Rows: 3, Limit: figures.LongestText,
			Value: t.Note, Error: wrong.For("note"),
			Hint: "Such as “Contract meetings in October, both providers”.",
		},
		Confirm: page.ConfirmBox(privacy.NHSNumbers(t.Note), "", t.confirmed),
	}
	for i := -1; i <= figures.LastSetQuarter; i++ {
		q := present.Add(i)
		f.From.Options = append(f.From.Options, page.Option{Value: string(q), Text: q.Words()})
	}
	for _, part := range figures.Parts {
		f.Parts.Items = append(f.Parts.Items, page.Item{
			Value: part.Code, Text: part.Name,
			Hint: fmt.Sprintf("%s %s. Toolkit %s.", part.Hint, number.Counting(len(part.Fields), "figure", "figures"), part.Where),
		})
	}
	return f
}

// setVersions are all versions, the newest first.
func setVersions(sets []figures.Set) page.Table {
	t := page.Table{
		ID: "versions", Caption: "What has been agreed",
		Empty:   "Nothing has been agreed yet: providers are asked for the core figures only.",
		Columns: []page.Column{{Text: "Version"}, {Text: "From"}, {Text: "Also asked for"}, {Text: "Agreed"}, {Text: "Recorded"}},
	}
	for _, s := range sets {
		parts := strings.Join(s.PartNames(), "; ")
		if parts == "" {
			parts = "Nothing more"
		}
		agreed, recorded := page.Text(s.AgreedOn.Words()), page.Text(s.At.Date().Words())
		agreed.Note, recorded.Note = s.Note, s.By
		t.Rows = append(t.Rows, []page.Cell{page.Text(strconv.Itoa(s.N)), page.Text(s.From.Short()), page.Text(parts), agreed, recorded})
	}
	return t
}

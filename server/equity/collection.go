package equity

import (
	"slices"
	"strings"

	"github.com/gin-gonic/gin"

	"ipstoolkit/server/page"
	"ipstoolkit/tenants"
	"ipstoolkit/toolkit/calendar"
	"ipstoolkit/toolkit/equity"
	"ipstoolkit/toolkit/figures"
	"ipstoolkit/toolkit/problem"
	"ipstoolkit/toolkit/record"
	"ipstoolkit/toolkit/snapshot"
)

// collectionPage is where it is said what is collected of a characteristic, and from when.
type collectionPage struct {
	page.Base
	Source    string
	Version   int
	Name      page.Input // without a name where the characteristic has its own
	Collected page.Radios
	From      page.Select
	Lists     []page.LinkButton // other lists to begin with
	Groups    page.Textarea
	Agreement bool // it needs a reason and the data protection lead's agreement
	Reason    page.Textarea
	AgreedOn  page.DateInput
	AgreedBy  page.Input
	Confirm   page.Checkboxes
	Before    page.Table // what was said before
	History   page.History
}

var collectionTemplate = page.Parse[collectionPage](files, "collection.html")

// typedCollection is a collection as it is in the form.
type typedCollection struct {
	equity.Collection
	groups    string
	agreedOn  page.TypedDate
	confirmed []string
}

func asTyped(k equity.Collection) typedCollection {
	return typedCollection{Collection: k, groups: strings.Join(k.Labels, "\n"), agreedOn: page.DateOf(k.AgreedOn)}
}

// newOne is the address of a characteristic that is to be added.
const newOne = "new"

// kept finds the characteristic in the address with all that is recorded of what is collected: what holds for it last.
func (p Pages) kept(c *gin.Context) (k equity.Collection, all []equity.Collection, err error) {
	if err := page.Allow(c, tenants.AgreeFigures); err != nil {
		return k, nil, err
	}
	if all, err = p.rows(c).Collections(c); err != nil {
		return k, nil, err
	}
	code := c.Param("characteristic")
	if code == newOne {
		return equity.Collection{Collected: true}, all, nil
	}
	if !slices.Contains(equity.Codes(all), code) {
		return k, nil, tenants.ErrNotFound
	}
	k = equity.CollectionIn(all, code, p.Store.Today().Quarter().Add(4))
	for _, one := range all {
		if one.Characteristic == code {
			k.Version = max(k.Version, one.Version)
		}
	}
	return k, all, nil
}

func (p Pages) collection(c *gin.Context) error {
	k, all, err := p.kept(c)
	if err != nil {
		return err
	}
	t := asTyped(k)
	t.From = max(k.From, p.last())
	if known, _ := equity.CharacteristicOf(k.Characteristic); c.Query("list") != "" {
		for _, list := range known.Lists {
			if list.Name == c.Query("list") {
				t.groups = strings.Join(list.Groups, "\n")
			}
		}
	}
	data, err := p.collectionPage(c, k, all, t, page.Refusal{})
	if err != nil {
		return err
	}
	if c.Query("saved") != "" {
		data.Base = data.Base.Saved(k.Title() + " saved")
	}
	return collectionTemplate.OK(c, data)
}

func (p Pages) collectionPage(c *gin.Context, k equity.Collection, all []equity.Collection, t typedCollection,
	r page.Refusal,
) (collectionPage, error) {
	wrong := r.Problems
	known, listed := equity.CharacteristicOf(k.Characteristic)
	title := k.Title()
	if k.Characteristic == "" {
		title = "Add a characteristic"
	}
	data := collectionPage{
		Base: page.New(c, title).Under(page.Crumb{Href: path(c), Text: "Equity"},
			page.Crumb{Href: path(c) + "/collected", Text: "What is collected"}).Refused(r),
		Source: known.Source, Version: t.Version, Agreement: !known.ByDefault,
		Confirm: page.ConfirmBox(t.Numbers(), k.Confirmed, t.confirmed),
	}
	if known.AsNamed || !listed {
		data.Name = page.Input{
			Name: "name", Label: "What does your data set call it?", LabelSize: "s", Value: t.Name,
			Error: wrong.For("name"), Width: 30,
		}
		if known.AsNamed {
			data.Name.Hint = "Exactly as it is there. Sex and gender are not the same: the numbers of one never replace those of the other"
		}
	}
	data.Collected = page.Radios{
		Name: "collected", Legend: "Is it collected?", LegendSize: "s", Value: yesNo(t.Collected), Error: wrong.For("collected"),
		Inline: true,
		Items:  []page.Item{{Value: "yes", Text: "Yes"}, {Value: "no", Text: "No"}},
	}
	data.From = page.Select{
		Name: "from", Label: "From which quarter?", LabelSize: "s", Value: string(t.From), Error: wrong.For("from"),
		Hint: "Earlier quarters do not change", Options: quarters(p.Store.Today(), t.From),
	}
	data.Groups = page.Textarea{
		Name: "groups", Label: "Groups", LabelSize: "s", Rows: max(4, len(t.Labels)+1), Value: t.groups, Error: wrong.For("groups"),
		Hint: "One on each line. We always add “Not stated” and “Not known”",
	}
	if len(known.Lists) > 1 {
		for _, list := range known.Lists {
			data.Lists = append(data.Lists, page.NewLinkButton("?list="+list.Name, list.Name, ""))
		}
	}
	data.agreement(t, wrong)
	data.Before = before(all, k.Characteristic)
	if k.Characteristic == "" {
		return data, nil
	}
	h, err := p.rows(c).HistoryPart(c, page.HistoryAsked(c), record.Collection, k.Characteristic)
	data.History = page.NewHistory(c.Request.URL.EscapedPath(), h)
	return data, err
}

// agreement adds why a characteristic is collected, and the data protection lead's agreement.
func (data *collectionPage) agreement(t typedCollection, wrong problem.List) {
	data.Reason = page.Textarea{
		Name: "reason", Label: "Why is it collected?", LabelSize: "s", Rows: 3, Limit: figures.LongestText, Value: t.Reason,
		Error: wrong.For("reason"),
	}
	data.AgreedOn = page.DateInput{
		Name: "agreed_on", Legend: "When did the data protection lead agree?", LegendSize: "s",
		Typed: t.agreedOn, Problems: wrong,
	}
	data.AgreedBy = page.Input{
		Name: "agreed_by", Label: "Who agreed?", LabelSize: "s", Hint: "A job title, not a name", Value: t.AgreedBy,
		Error: wrong.For("agreed_by"), Width: 30,
	}
}

func yesNo(yes bool) string {
	if yes {
		return "yes"
	}
	return "no"
}

// quarters are those from which something can hold: two years back, for what is entered late, to a year ahead.
func quarters(today calendar.Date, chosen calendar.Quarter) []page.Option {
	var list []page.Option
	for i := 4; i >= -8; i-- {
		q := today.Quarter().Add(i)
		list = append(list, page.Option{Value: string(q), Text: q.Short()})
	}
	if chosen != "" && !slices.ContainsFunc(list, func(o page.Option) bool { return o.Value == string(chosen) }) {
		list = append(list, page.Option{Value: string(chosen), Text: chosen.Short()})
	}
	return list
}

// before is what has been said of a characteristic, by quarter.
func before(all []equity.Collection, code string) page.Table {
	t := page.Table{
		ID: "before", Caption: "What is collected, by quarter", CaptionSize: "m",
		Columns: []page.Column{{Text: "From"}, {Text: "Collected"}, {Text: "Groups"}},
	}
	for _, k := range all {
		if k.Characteristic == code {
			t.Rows = append(t.Rows, []page.Cell{
				page.Text(k.From.Short()), page.Text(page.Sentence(yesNo(k.Collected))),
				page.Text(strings.Join(k.Labels, "; ")),
			})
		}
	}
	return t
}

// saveCollection records what was typed.
func (p Pages) saveCollection(c *gin.Context) error {
	k, all, err := p.kept(c)
	if err != nil {
		return err
	}
	return page.Save(c, page.Saving[typedCollection]{
		Read: func(f page.Form) (typedCollection, error) {
			t, wrong := read(f, k)
			ofDate := func(one problem.Problem) bool { return strings.HasPrefix(one.Field, "agreed_on") }
			unread := slices.ContainsFunc(wrong, ofDate)
			for _, more := range t.Check(all, p.Store.Today()) {
				if wrong.For(more.Field) == "" && !(unread && ofDate(more)) {
					wrong = append(wrong, more)
				}
			}
			return t, wrong.Err()
		},
		Keep: func(t typedCollection) (string, error) {
			saved, err := p.rows(c).SaveCollection(c, t.Collection)
			return path(c) + "/collected/" + saved.Characteristic + "?saved=yes", err
		},
		Now: func(t typedCollection) (page.Conflict, error) {
			if k, all, err = p.kept(c); err != nil {
				return page.Conflict{}, err
			}
			return p.collectionConflict(c, k, t)
		},
		Show: func(t typedCollection, r page.Refusal) error {
			data, err := p.collectionPage(c, k, all, t, r)
			if err != nil {
				return err
			}
			return collectionTemplate.Show(c, r.Status(), data)
		},
	})
}

// read takes a collection from the form. What a characteristic on by default does not ask for is left out.
func read(f page.Form, k equity.Collection) (typedCollection, problem.List) {
	var wrong problem.List
	known, listed := equity.CharacteristicOf(k.Characteristic)
	t := typedCollection{groups: f.Text("groups"), confirmed: f.Values("confirmed")}
	t.Collection = equity.Collection{
		Characteristic: k.Characteristic, From: calendar.Quarter(f.Text("from")), Collected: f.Text("collected") == "yes",
		Labels: equity.LabelsFrom(t.groups), Confirmed: strings.Join(append(slices.Clone(t.confirmed), k.Confirmed), ","),
	}
	if f.Text("collected") != "yes" && f.Text("collected") != "no" {
		wrong.Add("collected", "Choose whether it is collected")
	}
	if known.AsNamed || !listed {
		t.Name = f.Text("name")
	}
	if !known.ByDefault {
		t.agreedOn = f.Date("agreed_on", "The date of the agreement", &wrong)
		t.Reason, t.AgreedOn, t.AgreedBy = f.Text("reason"), t.agreedOn.Date, f.Text("agreed_by")
	}
	if k.Characteristic != "" {
		t.Version = f.Version()
	}
	return t, wrong
}

// collectionConflict is what holds now of a characteristic, against what was typed.
func (p Pages) collectionConflict(c *gin.Context, k equity.Collection, t typedCollection) (page.Conflict, error) {
	h, err := p.rows(c).HistoryPart(c, snapshot.Part{}, record.Collection, k.Characteristic)
	return page.Conflict{
		Version: k.Version,
		Fields: []page.Both{
			page.Either("Name", k.Name, t.Name),
			page.Either("Collected", yesNo(k.Collected), yesNo(t.Collected)),
			page.Either("From", k.From.Short(), t.From.Short()),
			page.Texts("Groups", "groups", strings.Join(k.Labels, "\n"), t.groups),
			page.Texts("Reason", "reason", k.Reason, t.Reason),
			page.Either("Agreed on", k.AgreedOn.Words(), t.AgreedOn.Words()),
			page.Either("Agreed by", k.AgreedBy, t.AgreedBy),
		},
	}.By(h), err
}

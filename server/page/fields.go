package page

import (
	"fmt"
	"html/template"
	"slices"
	"strings"

	"ipstoolkit/toolkit/number"
)

// The components of a form. Each is a struct that a page fills in and a partial of the same name: a page's struct holds
// Notes page.Textarea and its template says {{template "textarea" .Notes}}. The id of a field is its name, so that a
// problem.Problem's field is what the error summary links to. Error is problems.For(name).

// Opening is how a form begins, with the version of what it changes: {{template "form" ($.Opening .Action .Version)}}.
type Opening struct {
	Action  string
	Version int
	// Once is the one-use key of a form that makes a record; "" for what changes one, which has a version.
	Once  string
	Class string
	// Kept says that what is typed is kept in the browser until it is saved, Never that not even a field of it may be.
	Kept, Never, Files bool
	// Seen counts the ICB's saves up to the moment when the form was opened; 0 where the form does not say it.
	Seen int64
}

// Opening is a form that is typed in. Beside a conflict nothing more is kept: what was is there until the form is saved.
func (b Base) Opening(action string, version int) Opening {
	o := Opening{Action: action, Version: version, Kept: b.Conflict == nil, Seen: b.Tenant().Version}
	if version == 0 {
		o.Once = NewOnce()
	}
	return o
}

// Deciding is a form in which nothing is typed that could be lost: {{template "form" (deciding .Action .Version)}}.
func Deciding(action string, version int) Opening { return Opening{Action: action, Version: version} }

// OnScreen is a form that paper does not show.
func (o Opening) OnScreen() Opening { o.Class = "app-screen"; return o }

// NeverKept is a form that is never kept in the browser.
func (o Opening) NeverKept() Opening { o.Never = true; return o }

// NotKept is a form of a few choices, which is not kept in the browser.
func (o Opening) NotKept() Opening { o.Kept = false; return o }

// WithFiles is a form that sends files.
func (o Opening) WithFiles() Opening { o.Files = true; return o }

// Input is a box for one line.
type Input struct {
	Name, Label, Hint, Value, Error string
	// LabelSize is "", "s", "m", "l"; Heading makes the label the page's h1.
	LabelSize string
	Heading   bool
	// Type is "text" when empty.
	Type string
	// Width is how many characters the box is made for (2, 3, 4, 5, 10, 20, 30), 0 for the full width.
	Width                   int
	InputMode, Autocomplete string
	Prefix, Suffix          string
	NeverKept               bool
}

// Textarea is a box for several lines; with a Limit it counts characters.
type Textarea struct {
	Name, Label, Hint, Value, Error string
	LabelSize                       string
	Heading                         bool
	Rows                            int
	Limit                           int
	// NeverKept marks text that may never be kept in the browser: what only commissioners may read.
	NeverKept bool
}

// LimitWords is the limit with its comma: "10,000".
func (a Textarea) LimitWords() string { return number.Grouped(int64(a.Limit)) }

// Select is a choice from a list too long for radios.
type Select struct {
	Name, Label, Hint, Value, Error string
	LabelSize                       string
	Heading                         bool
	Options                         []Option
}

// Option is one line of a Select.
type Option struct{ Value, Text string }

// FileUpload is a box for a file, or for several.
type FileUpload struct {
	Name, Label, Hint, Error string
	LabelSize                string
	Heading                  bool
	Multiple                 bool
	// Accept are the endings that the browser offers, ".pdf,.docx".
	Accept string
}

// Radios are a choice of one.
type Radios struct {
	Name, Legend, Hint, Value, Error string
	LegendSize                       string
	Heading                          bool
	Inline, Small                    bool
	Items                            []Item
}

// Checkboxes are a choice of any number. ID begins the boxes' ids when two groups on a page share a name; it is the
// name when empty.
type Checkboxes struct {
	Name, ID, Legend, Hint, Error string
	LegendSize                    string
	Heading                       bool
	Small                         bool
	Values                        []string
	Items                         []Item
}

// Item is one radio or checkbox. HTML replaces Text where words are bold (page.Bold). Divider puts "or" in its place.
type Item struct {
	Value, Text, Hint string
	HTML              template.HTML
	Divider           string
	// Told is a text among the boxes that has no box.
	Told bool
	// Sub sets the item in below the one before it.
	Sub      bool
	Disabled bool
	// Unticked and Ticked are a checkbox as its partial shows it, where that is the same on every page and was made
	// beforehand (see Drawn).
	Unticked, Ticked template.HTML
}

// Choice is an item as its partial shows it.
type Choice struct {
	Item
	ID, Name string
	Checked  bool
}

// Drawn is the choice as it was made beforehand; "" where its partial has yet to show it.
func (c Choice) Drawn() template.HTML {
	if c.Checked {
		return c.Ticked
	}
	return c.Unticked
}

// DrawAll makes the checkboxes beforehand, ticked and unticked, for a group that is the same on every page except for
// the ticks.
func (b Checkboxes) DrawAll() Checkboxes {
	items := slices.Clone(b.Items)
	for i, c := range b.Choices() {
		c.Checked = false
		items[i].Unticked = Part("checkbox", c)
		c.Checked = true
		items[i].Ticked = Part("checkbox", c)
	}
	b.Items = items
	return b
}

// Label is the label of a field, or the page's h1 with it.
type Label struct {
	For, Text, Size string
	Heading         bool
}

// Fieldset is the legend of a group.
type Fieldset struct {
	Legend, Size string
	Heading      bool
}

func describedBy(id, hint, wrong string, first ...string) string {
	ids := first
	if hint != "" {
		ids = append(ids, id+"-hint")
	}
	if wrong != "" {
		ids = append(ids, id+"-error")
	}
	return strings.Join(ids, " ")
}

func (i Input) DescribedBy() string { return describedBy(i.Name, i.Hint, i.Error) }
func (i Input) Labelled() Label     { return Label{i.Name, i.Label, i.LabelSize, i.Heading} }
func (i Input) Kind() string {
	if i.Type == "" {
		return "text"
	}
	return i.Type
}

func (a Textarea) DescribedBy() string {
	if a.Limit > 0 {
		return describedBy(a.Name, a.Hint, a.Error, a.Name+"-info")
	}
	return describedBy(a.Name, a.Hint, a.Error)
}
func (a Textarea) Labelled() Label { return Label{a.Name, a.Label, a.LabelSize, a.Heading} }
func (a Textarea) Height() int {
	if a.Rows == 0 {
		return 5
	}
	return a.Rows
}

func (s Select) DescribedBy() string { return describedBy(s.Name, s.Hint, s.Error) }
func (s Select) Labelled() Label     { return Label{s.Name, s.Label, s.LabelSize, s.Heading} }

func (u FileUpload) DescribedBy() string { return describedBy(u.Name, u.Hint, u.Error) }
func (u FileUpload) Labelled() Label     { return Label{u.Name, u.Label, u.LabelSize, u.Heading} }

func (r Radios) DescribedBy() string { return describedBy(r.Name, r.Hint, r.Error) }
func (r Radios) Fieldset() Fieldset  { return Fieldset{r.Legend, r.LegendSize, r.Heading} }

// Choices are the radios with their ids: the first has the group's name alone, so that the error summary leads to it.
func (r Radios) Choices() []Choice {
	return choices(r.Items, r.Name, r.Name, func(value string) bool { return value == r.Value })
}

func (b Checkboxes) GroupID() string {
	if b.ID == "" {
		return b.Name
	}
	return b.ID
}
func (b Checkboxes) DescribedBy() string { return describedBy(b.GroupID(), b.Hint, b.Error) }
func (b Checkboxes) Fieldset() Fieldset  { return Fieldset{b.Legend, b.LegendSize, b.Heading} }

// Any says whether there is a box to tick: all items of a group may be told.
func (b Checkboxes) Any() bool {
	return slices.ContainsFunc(b.Items, func(i Item) bool { return !i.Told })
}

// Choices are the checkboxes with their ids. The first has the group's id.
func (b Checkboxes) Choices() []Choice {
	ticked := map[string]bool{}
	for _, value := range b.Values {
		ticked[value] = true
	}
	return choices(b.Items, b.Name, b.GroupID(), func(value string) bool { return ticked[value] })
}

func choices(items []Item, name, id string, checked func(string) bool) []Choice {
	all := make([]Choice, len(items))
	first := max(0, slices.IndexFunc(items, func(i Item) bool { return !i.Told }))
	for i, item := range items {
		all[i] = Choice{Item: item, Name: name, ID: id, Checked: item.Divider == "" && checked(item.Value)}
		if i != first {
			all[i].ID = fmt.Sprintf("%s-%d", id, i+1)
		}
	}
	return all
}

package page

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"ipstoolkit/toolkit/problem"
)

// The HTML that nhsuk-frontend gives for its own examples is what our partials must give for the same content.
const fixtureFolder = "../../assets/node_modules/nhsuk-frontend/dist/nhsuk/components"

// fixture is the HTML of an example. Its content is read into context unless that is nil. The variations of an example
// have its name and a description: "default, responsive".
func fixture(t *testing.T, component, name string, context any) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(fixtureFolder, component, "fixtures.json"))
	if errors.Is(err, fs.ErrNotExist) {
		if os.Getenv("CI") == "true" {
			t.Fatal("nhsuk-frontend is not installed: run make assets")
		}
		t.Skip("nhsuk-frontend is not installed, so its fixtures cannot be compared: run make assets")
	}
	if err != nil {
		t.Fatal(err)
	}
	var file struct {
		Fixtures []struct {
			Name, Description, HTML string
			Context                 json.RawMessage
		}
	}
	if err := json.Unmarshal(text, &file); err != nil {
		t.Fatal(err)
	}
	for _, f := range file.Fixtures {
		if f.Name != name && f.Name+", "+f.Description != name {
			continue
		}
		if context != nil {
			if err := json.Unmarshal(f.Context, context); err != nil {
				t.Fatal(err)
			}
		}
		return f.HTML
	}
	t.Fatalf("%s has no fixture %q", component, name)
	return ""
}

// outline is a fragment of HTML in a form that is the same for any spacing and any order of attributes: one line for
// each element or text.
func outline(t *testing.T, fragment string) string {
	t.Helper()
	body := &html.Node{Type: html.ElementNode, Data: "body", DataAtom: atom.Body}
	nodes, err := html.ParseFragment(strings.NewReader(fragment), body)
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	for _, n := range nodes {
		write(&b, n, 0)
	}
	return b.String()
}

func write(b *strings.Builder, n *html.Node, depth int) {
	indent := strings.Repeat("  ", depth)
	switch n.Type {
	case html.TextNode:
		if text := strings.Join(strings.Fields(n.Data), " "); text != "" {
			fmt.Fprintf(b, "%s%q\n", indent, text)
		}
	case html.ElementNode:
		attributes := make([]string, len(n.Attr))
		for i, a := range n.Attr {
			value := a.Val
			if a.Key == "class" || a.Key == "aria-describedby" {
				words := strings.Fields(value)
				slices.Sort(words)
				value = strings.Join(words, " ")
			}
			attributes[i] = fmt.Sprintf(" %s=%q", a.Key, value)
		}
		slices.Sort(attributes)
		fmt.Fprintf(b, "%s<%s%s>\n", indent, n.Data, strings.Join(attributes, ""))
		for child := n.FirstChild; child != nil; child = child.NextSibling {
			write(b, child, depth+1)
		}
	}
}

func partial(t *testing.T, name string, data any) string {
	t.Helper()
	var b bytes.Buffer
	if err := shared.ExecuteTemplate(&b, name, data); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func wrong(field, message string) problem.List {
	return problem.List{{Field: field, Message: message}}
}

func TestPartialsGiveWhatNHSFrontendGives(t *testing.T) {
	contact := []Item{{Value: "email", Text: "Email"}, {Value: "phone", Text: "Phone"}, {Value: "text", Text: "Text message"}}
	cases := []struct {
		component, fixture, partial string
		data                        any
	}{
		{
			"radios", "with error message and hint", "radios",
			Radios{
				Name: "example", Legend: "How do you want to be contacted about this?", LegendSize: "l", Heading: true,
				Hint:  "Select 1 option",
				Error: "Select how you want to be contacted", Items: contact, Value: "-",
			},
		},
		{
			"radios", "with hints on items", "radios",
			Radios{
				Name: "example", Legend: "Do you have a mobile phone with signal?", LegendSize: "l", Heading: true,
				Items: []Item{
					{Value: "mobile", Text: "Yes, I have a mobile phone with signal", Hint: "We will text you a 6 digit security code"},
					{
						Value: "landline", Text: "No, I want to use my landline",
						Hint: "We will call you to give you a 6 digit security code",
					},
				},
			},
		},
		{"radios", "inline", "radios", Radios{
			Name: "example", Legend: "Are you 18 or over?", LegendSize: "l", Heading: true, Inline: true,
			Items: []Item{{Value: "yes", Text: "Yes"}, {Value: "no", Text: "No"}},
		}},
		{
			"checkboxes", "with error message and hint", "checkboxes",
			Checkboxes{
				Name: "example", Legend: "How do you want to be contacted about this?", LegendSize: "l", Heading: true,
				Hint: "Select all options that are relevant to you", Error: "Select how you want to be contacted",
				Items: []Item{contact[0], contact[1], {Value: "text message", Text: "Text message"}},
			},
		},
		{
			"date-input", "with error message and hint", "date-input",
			DateInput{
				Name: "example", Legend: "What is your date of birth?", LegendSize: "l", Heading: true, Hint: "For example, 31 3 1980",
				Problems: wrong("example", "Enter your date of birth"),
			},
		},
		{
			"date-input", "with error on month input", "date-input",
			DateInput{
				Name: "example", Legend: "What is your date of birth?", LegendSize: "l", Heading: true, Hint: "For example, 31 3 1980",
				Typed: TypedDate{Day: "31", Year: "1980"}, Problems: wrong("example-month", "Date of birth must include a month"),
			},
		},
		{
			"textarea", "with error message and hint", "textarea",
			Textarea{
				Name: "example", Label: "Can you provide more detail?", LabelSize: "l", Heading: true,
				Hint:  "Do not include personal information like your name, date of birth or NHS number",
				Error: "You must provide an explanation",
			},
		},
		{
			"character-count", "default", "textarea",
			Textarea{
				Name: "example", Label: "Can you provide more detail?", LabelSize: "l", Heading: true,
				Hint: "Do not include personal information like your name, date of birth or NHS number", Limit: 200,
			},
		},
		{
			"input", "with prefix and suffix and error message", "input",
			Input{
				Name: "example", Label: "Cost per item, in pounds", Heading: true, Prefix: "£", Suffix: "per item", Width: 5,
				Error: "Enter a cost per item, in pounds",
			},
		},
		{
			"select", "with error message and hint", "select",
			Select{
				Name: "example", Label: "Choose location", LabelSize: "l", Heading: true,
				Hint:  "This can be different to where you went before",
				Error: "Select a location", Options: []Option{
					{"choose", "Choose location"},
					{"eastmidlands", "East Midlands"},
					{"eastofengland", "East of England"},
					{"london", "London"},
					{"northeast", "North East"},
					{"northwest", "North West"},
					{"southeast", "South East"},
					{"southwest", "South West"},
					{"westmidlands", "West Midlands"},
					{"yorkshire", "Yorkshire and the Humber"},
				},
			},
		},
		{
			"file-upload", "with error message and hint", "file-upload",
			FileUpload{
				Name: "file-upload", Label: "Upload a file", LabelSize: "l", Heading: true,
				Hint:  "Your photo may be in your Pictures, Photos, Downloads or Desktop folder",
				Error: "The selected file must be a JPG, BMP or TIF",
			},
		},
		{
			"file-upload", "with multiple", "file-upload",
			FileUpload{Name: "file-upload", Label: "Upload multiple files", LabelSize: "l", Heading: true, Multiple: true},
		},
		{"button", "default", "button", NewButton("Save and continue")},
		{"button", "warning", "button", Button{Text: "Yes, delete this vaccine", Style: "warning"}},
		{"button", "secondary as a link", "link-button", NewLinkButton("#", "Find my location", "secondary")},
		{"button", "as a link", "link-button", NewLinkButton("#", "Link button", "")},
		{"back-link", "default", "back-link", NewBackLink("#", "Back")},
		{"inset-text", "default", "inset", NewInset("You can report any suspected side effect using the Yellow Card safety scheme")},
		{
			"warning-callout", "default", "callout",
			NewCallout("Important", "For safety, tell your doctor or pharmacist if you're taking any other medicines, including herbal "+
				"medicines, "+
				"vitamins or supplements."),
		},
		{"details", "default", "details", Details{
			Summary: "How to find your NHS number",
			Text:    "You can find your NHS number by logging in to the NHS App or on any document the NHS has sent you.",
		}},
		{"details", "open", "details", Details{
			Summary: "How to find your NHS number",
			Text:    "You can find your NHS number by logging in to the NHS App or on any document the NHS has sent you.", Open: true,
		}},
		{"notification-banner", "default", "notice", Notice{Text: "The patient record was updated."}},
		{
			"error-summary", "with multiple errors", "error-summary",
			problem.List{
				{Field: "example-first-name", Message: "Enter your first name"},
				{Field: "example-last-name", Message: "Enter your last name"},
			},
		},
		{"breadcrumb", "default", "breadcrumb", []Crumb{{"#", "Home"}, {"#", "NHS services"}, {"#", "Hospitals"}}},
		{"tag", "default", "tag", Tag{Text: "Active"}},
		{"tag", "without colour", "tag", Tag{"Completed", "no-colour"}},
		{
			"pagination", "default", "pagination",
			Pagination{PreviousHref: "#/section/treatments", Previous: "Treatments", NextHref: "#/section/symptoms", Next: "Symptoms"},
		},
		{"pagination", "with only next", "pagination", Pagination{NextHref: "#/section/symptoms", Next: "Symptoms"}},
		{
			"pagination", "numbered", "numbered",
			PageLinks{Previous: "#/section/1", Next: "#/section/3", Label: "Pagination", Items: []PageItem{
				{Number: 1, Href: "#/section/1"}, {Number: 2, Href: "#/section/2", Current: true}, {Number: 3, Href: "#/section/3"},
			}},
		},
		{"pagination", "numbered first page", "numbered", PageLinks{Next: "#/section/2", Label: "Pagination", Items: []PageItem{
			{Number: 1, Href: "#/section/1", Current: true}, {Number: 2, Href: "#/section/2"}, {Number: 3, Href: "#/section/3"},
		}}},
		{
			"pagination", "numbered with many pages", "numbered",
			PageLinks{Previous: "#/section/9", Next: "#/section/11", Label: "Pagination", Items: []PageItem{
				{Number: 1, Href: "#/section/1"},
				{},
				{Number: 8, Href: "#/section/8"},
				{Number: 9, Href: "#/section/9"},
				{Number: 10, Href: "#/section/10", Current: true},
				{Number: 11, Href: "#/section/11"},
				{Number: 12, Href: "#/section/12"},
				{},
				{Number: 40, Href: "#/section/40"},
			}},
		},
		{"task-list", "default", "task-list", TaskList{ID: "your-health", Items: []Task{
			{Href: "#/task/exercise", Text: "Exercise", Status: Tag{Text: "Completed"}},
			{Href: "#/task/personal-health", Text: "Personal health", Status: Tag{Text: "Completed"}},
			{
				Href: "#/task/family-health-history", Text: "Family health history", Hint: "Details of your parents, brothers and sisters",
				Status: Tag{"Incomplete", "blue"},
			},
			{Href: "#/task/smoking-history", Text: "Smoking history", Status: Tag{"Incomplete", "blue"}},
			{Text: "Blood test", Status: Tag{Text: "Cannot start yet"}},
		}}},
		{"summary-list", "with actions", "summary-list", SummaryList{Rows: []SummaryRow{
			{Key: "Name", Lines: []string{"Karen Francis"}, Href: "#/change", Action: "Change", ActionOf: "name"},
			{Key: "Date of birth", Lines: []string{"15 March 1984"}, Href: "#/change", Action: "Change", ActionOf: "date of birth"},
			{
				Key: "Contact information", Lines: []string{"73 Roman Rd", "Leeds", "LS2 5ZN"}, Href: "#/change", Action: "Change",
				ActionOf: "contact information",
			},
			{
				Key: "Contact details", HTML: "<p>07700 900362</p><p>karen.francis@example.com</p>", Href: "#/change", Action: "Change",
				ActionOf: "contact details",
			},
		}}},
		{"notification-banner", "with success variant", "saved", "Email sent to example@email.com"},
	}
	// What the examples have that ours need not: ids and names that differ where we make them from the name, and a
	// quiet colour for what cannot be started yet.
	same := map[string]*strings.Replacer{
		"radios/with error message and hint":             strings.NewReplacer("with-hint-error", "example"),
		"radios/with hints on items":                     strings.NewReplacer("with-hint-item", "example"),
		"radios/inline":                                  strings.NewReplacer(`id="inline`, `id="example`, `for="inline`, `for="example`),
		"checkboxes/with error message and hint":         strings.NewReplacer("with-hint-error", "example"),
		"date-input/with error message and hint":         strings.NewReplacer(`name="`, `name="example-`),
		"date-input/with error on month input":           strings.NewReplacer(`name="`, `name="example-`),
		"textarea/with error message and hint":           strings.NewReplacer("with-hint-error", "example"),
		"input/with prefix and suffix and error message": strings.NewReplacer("with-prefix-suffix", "example"),
		"select/with error message and hint":             strings.NewReplacer("with-hint-error", "example"),
		"notification-banner/with success variant": strings.NewReplacer("nhsuk-notification-banner-title", "saved-title",
			`role="alert"`, `role="alert" data-saved`),
		"task-list/default": strings.NewReplacer(" nhsuk-u-secondary-text-colour", ""),
	}
	for _, c := range cases {
		t.Run(c.component+"/"+c.fixture, func(t *testing.T) {
			theirs := fixture(t, c.component, c.fixture, nil)
			if r := same[c.component+"/"+c.fixture]; r != nil {
				theirs = r.Replace(theirs)
			}
			want, got := outline(t, theirs), outline(t, partial(t, c.partial, c.data))
			if got != want {
				t.Errorf("got\n%s\nwant\n%s", got, want)
			}
		})
	}
}

func TestTableGivesWhatNHSFrontendGives(t *testing.T) {
	var example struct {
		Head []struct{ Text, Format string }
		Rows [][]struct{ Text string }
	}
	theirs := fixture(t, "tables", "scrolling", &example)
	ours := Table{ID: "scrolling", Caption: "Childhood vaccination coverage by nation"}
	for _, head := range example.Head {
		ours.Columns = append(ours.Columns, Column{head.Text, head.Format == "numeric"})
	}
	for _, row := range example.Rows {
		var cells []Cell
		for _, cell := range row {
			cells = append(cells, Text(cell.Text))
		}
		ours.Rows = append(ours.Rows, cells)
	}
	if got, want := outline(t, partial(t, "table", ours)), outline(t, theirs); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

func TestStackedTableGivesWhatNHSFrontendGives(t *testing.T) {
	var example struct {
		Caption struct{ Text string }
		Head    []struct{ Text string }
		Rows    [][]struct{ Text string }
	}
	theirs := fixture(t, "tables", "default, responsive", &example)
	ours := Table{ID: "skin", Caption: example.Caption.Text, Stacked: true}
	for _, head := range example.Head {
		ours.Columns = append(ours.Columns, Column{Text: head.Text})
	}
	for _, row := range example.Rows {
		var cells []Cell
		for _, cell := range row {
			cells = append(cells, Text(cell.Text))
		}
		ours.Rows = append(ours.Rows, cells)
	}
	theirs = strings.Replace(theirs, "<caption", `<caption id="skin-caption"`, 1)
	if got, want := outline(t, partial(t, "table", ours)), outline(t, theirs); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	ours.Rows[0][1].Note = "and more"
	if got := partial(t, "table", ours); !strings.Contains(got, `<span>Cold sores <span class="app-note">and more</span></span>`) {
		t.Errorf("what a cell holds is torn apart: %s", got)
	}
}

func TestMaskedNumbersAreExplained(t *testing.T) {
	table := Table{
		ID: "t", Columns: []Column{{Text: "Quarter"}, {Text: "Value"}},
		Rows: [][]Cell{{Text("Quarter 1"), Text("12")}, {Text("Quarter 2*"), Text("*")}},
	}
	for _, stacked := range []bool{false, true} {
		table.Stacked = stacked
		if got := partial(t, "table", table); !strings.Contains(got, MaskedNote) {
			t.Errorf("not said below the table: %s", got)
		}
	}
	table.Rows = table.Rows[:1]
	if got := partial(t, "table", table); strings.Contains(got, MaskedNote) {
		t.Error("said where nothing is masked")
	}
}

func TestNavigationGivesWhatNHSFrontendGives(t *testing.T) {
	theirs := strings.Replace(fixture(t, "header", "with navigation", nil), `id="toggle-menu"`, `id="toggle-menu" type="button"`, 1)
	start, end := strings.Index(theirs, "<nav"), strings.Index(theirs, "</header>")
	var items []NavItem
	for _, text := range []string{"Health A to Z", "Live Well", "Mental health", "Care and support", "Pregnancy", "NHS services"} {
		items = append(items, NavItem{"#", text, text == "Pregnancy"})
	}
	if got, want := outline(t, partial(t, "navigation", items)), outline(t, theirs[start:end]); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

func TestBoldShowsTextAsText(t *testing.T) {
	cases := []struct {
		name, text string
		want       string
	}{
		{"plain", "a < b & c", "a &lt; b &amp; c"},
		{"bold", "At least **40%** of **<people>**", "At least <strong>40%</strong> of <strong>&lt;people&gt;</strong>"},
		{"unfinished", "**all", "<strong>all</strong>"},
	}
	for _, c := range cases {
		if got := string(Bold(c.text)); got != c.want {
			t.Errorf("%s: %s", c.name, got)
		}
	}
}

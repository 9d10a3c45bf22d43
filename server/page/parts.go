package page

import (
	"cmp"
	"fmt"
	"html/template"
	"slices"
	"strings"

	"ipstoolkit/toolkit/assessment"
	"ipstoolkit/toolkit/masking"
)

// The components that show something. The small ones are made in the template, by a function of the same name:
// {{template "tag" (tag .Status)}}; those with rows are filled in by the page.

// Bold is text in which **words** are bold, safe to show.
func Bold(text string) template.HTML {
	var b strings.Builder
	for i, part := range strings.Split(text, "**") {
		if i%2 == 1 {
			b.WriteString("<strong>" + template.HTMLEscapeString(part) + "</strong>")
		} else {
			b.WriteString(template.HTMLEscapeString(part))
		}
	}
	return template.HTML(b.String()) //nolint:gosec // every part is escaped above
}

// Tag is a word for a state. Its colour only repeats what the word says; red is for errors alone.
type Tag struct{ Text, Colour string }

// NewTag is the tag of a status.
func NewTag(s assessment.Status) Tag {
	colour := map[assessment.Status]string{
		assessment.InPlace: "green", assessment.InProgress: "yellow", assessment.NotStarted: "blue", assessment.NotAnswered: "grey",
	}[s]
	return Tag{s.Words(), colour}
}

// Button sends a form. Style is "", "secondary" or "warning".
type Button struct {
	Text, Name, Value, Style string
}

// NewButton is the one primary button of a page.
func NewButton(text string) Button { return Button{Text: text} }

// NewSecondaryButton sends the form with name=value, so that the page knows it was this one.
func NewSecondaryButton(text, name, value string) Button {
	return Button{text, name, value, "secondary"}
}

// NewWarningButton is for what cannot be undone.
func NewWarningButton(text, name, value string) Button { return Button{text, name, value, "warning"} }

// LinkButton is a link that looks like a button: it goes somewhere and sends nothing.
type LinkButton struct{ Href, Text, Style string }

// NewLinkButton is a link button; style is "" or "secondary".
func NewLinkButton(href, text, style string) LinkButton { return LinkButton{href, text, style} }

// BackLink leads to the page before, where that is not the breadcrumb's last step.
type BackLink struct{ Href, Text string }

// NewBackLink is a back link.
func NewBackLink(href, text string) BackLink { return BackLink{href, text} }

// Inset is a paragraph set apart.
type Inset struct{ Text string }

// NewInset is a paragraph set apart.
func NewInset(text string) Inset { return Inset{text} }

// Callout is a warning that people must not miss.
type Callout struct{ Heading, Text string }

// NewCallout is a warning callout.
func NewCallout(heading, text string) Callout { return Callout{heading, text} }

// Details is text behind a summary. More than a paragraph goes between the partials "opens" and "end-opens".
type Details struct {
	Summary, Text string
	Open          bool
	// Of says what the summary is of to those who hear it; Class is one of the page's own.
	Of, Class string
}

// About is a part with what its summary is of, for those who hear the page.
func (d Details) About(what string) Details { d.Of = what; return d }

// As is a part with a class of the page's own.
func (d Details) As(class string) Details { d.Class = class; return d }

// Notice is a banner that says something of the whole page. Success is shown by the layout (Base.Saved).
type Notice struct{ Heading, Text string }

// Table is a table that scrolls inside itself on a phone, or with Stacked shows each row as a list there, every cell
// beside its column's name. Its ID has to be unique on the page.
type Table struct {
	ID, Caption string
	// CaptionSize is "s", "m", "l"; "m" when empty. HideCaption keeps it for those who hear the page.
	CaptionSize string
	HideCaption bool
	Columns     []Column
	// Rows have a cell for each column; the first cell of each is its header.
	Rows [][]Cell
	// Empty is shown in place of a table without rows.
	Empty   string
	Stacked bool
	// Brief is a Stacked table of results that takes few lines a row on a phone: no names of columns, and no fifth column.
	Brief bool
	// MaskedAs says what * means in the table, where it is not MaskedNote.
	MaskedAs string
	// Pages are the parts of a long table. Rows are one of them.
	Pages Pages
}

// Column is a column's header; Numeric sets its cells right.
type Column struct {
	Text    string
	Numeric bool
}

// Cell is one cell: text, which is a link where Href is set; a tag; or HTML. Note is a second, quieter line.
type Cell struct {
	Text, Href, Note string
	Tag              Tag
	HTML             template.HTML
}

// Text is a plain cell, and Link one that leads somewhere.
func Text(text string) Cell { return Cell{Text: text} }

// Link is a cell that leads somewhere.
func Link(href, text string) Cell { return Cell{Href: href, Text: text} }

// Tagged is a cell with a tag.
func Tagged(t Tag) Cell { return Cell{Tag: t} }

// TableCell is a cell with what its partial needs to know of its column.
type TableCell struct {
	Cell
	Column
	Header bool
}

// Cells are the rows as the partial shows them.
func (t Table) Cells() [][]TableCell {
	rows := make([][]TableCell, len(t.Rows))
	for i, row := range t.Rows {
		for j, cell := range row {
			c := TableCell{Cell: cell, Header: j == 0}
			if j < len(t.Columns) {
				c.Column = t.Columns[j]
			}
			rows[i] = append(rows[i], c)
		}
	}
	return rows
}

// MaskedNote says what * means, and why it is there.
const MaskedNote = "* means 1 to 4 people, or a result that would reveal such a number. It is hidden so that nobody can be recognised."

// Masked is the note below a table that holds *; "" where it holds none.
func (t Table) Masked() string {
	for _, row := range t.Rows {
		if slices.ContainsFunc(row, func(c Cell) bool { return c.Text == masking.Masked }) {
			return cmp.Or(t.MaskedAs, MaskedNote)
		}
	}
	return ""
}

// Size is the caption's size.
func (t Table) Size() string {
	if t.CaptionSize == "" {
		return "m"
	}
	return t.CaptionSize
}

// SummaryList is names, each with its value.
type SummaryList struct {
	Rows     []SummaryRow
	NoBorder bool
}

// SummaryRow is one of them. Lines are shown one under the other. Action leads to where it is changed: "Change" with
// ActionOf ("review date") for those who hear it.
type SummaryRow struct {
	Key                    string
	Lines                  []string
	Tag                    Tag
	HTML                   template.HTML
	Href, Action, ActionOf string
}

// HasActions says whether any row leads somewhere: the others then leave room.
func (l SummaryList) HasActions() bool {
	for _, row := range l.Rows {
		if row.Href != "" {
			return true
		}
	}
	return false
}

// TaskList is things to do, each one link with its state.
type TaskList struct {
	// ID begins the ids of its rows.
	ID    string
	Items []Task
}

// Task is one of them. A Status without a colour is plain text.
type Task struct {
	Href, Text, Hint string
	Status           Tag
}

// TaskRow is a task with its id.
type TaskRow struct {
	Task
	ID string
}

// DescribedBy names what describes the task's link: its hint and its state.
func (t TaskRow) DescribedBy() string {
	if t.Hint == "" {
		return t.ID + "-status"
	}
	return t.ID + "-hint " + t.ID + "-status"
}

// Rows are the tasks as the partial shows them.
func (l TaskList) Rows() []TaskRow {
	rows := make([]TaskRow, len(l.Items))
	for i, task := range l.Items {
		rows[i] = TaskRow{task, fmt.Sprintf("%s-%d", l.ID, i+1)}
	}
	return rows
}

// Pagination leads to the page before and the page after, each "" when there is none.
type Pagination struct {
	PreviousHref, Previous string
	NextHref, Next         string
	// Label says what is gone through: "Priorities"; "Pagination" when empty.
	Label string
}

// Labelled is the name of the navigation.
func (p Pagination) Labelled() string {
	if p.Label == "" {
		return "Pagination"
	}
	return p.Label
}

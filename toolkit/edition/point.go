package edition

import "strings"

// Point is one consideration, best practice or resource. A line of a list inside a point is its own point: b2.1 is
// below b2. Its text is a paragraph in which **figures and their unit** are bold.
type Point struct {
	ID   string `yaml:"id"`
	Kind Kind   `yaml:"kind"`
	Text string `yaml:"text"`
}

// Kind says whether an ICB can meet a point.
type Kind string

// A statement can be met, and an ICB ticks it. Background is a fact to know: it is read, and never ticked or counted.
const (
	Statement  Kind = ""
	Background Kind = "background"
)

// Span is a run of a point's text that is bold or is not.
type Span struct {
	Text string
	Bold bool
}

// Spans are the runs of the text in order, none of them empty.
func (p Point) Spans() []Span {
	var spans []Span
	for i, part := range strings.Split(p.Text, "**") {
		if part != "" {
			spans = append(spans, Span{Text: part, Bold: i%2 == 1})
		}
	}
	return spans
}

// Plain is the text without its marks for bold, for the workbook, search and spoken labels.
func (p Point) Plain() string { return strings.ReplaceAll(p.Text, "**", "") }

// Depth is 0 for a point and 1 for a line of the list inside one.
func (p Point) Depth() int { return strings.Count(p.ID, ".") }

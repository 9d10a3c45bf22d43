package registers

import (
	"cmp"
	"fmt"
	"strings"

	"ipstoolkit/server/page"
	"ipstoolkit/toolkit/number"
	"ipstoolkit/toolkit/register"
)

// lineValue is what a line says of one field; Was is what is recorded, where that is something else.
type lineValue struct{ Name, Value, Was string }

// lineShown is what a line would do, with the values that it would save.
type lineShown struct {
	What   string
	Values []lineValue
}

// show is what each line would do.
func show(list register.List, i register.Importer, read register.Import) *preview {
	n := len(read.Rows())
	shown := &preview{
		Sound: read.Sound() && n > 0, Unknown: strings.Join(read.Unknown, ", "), Submit: "Save " + number.Counting(n, list.One, list.Many),
		Table: page.Table{
			ID: "preview", Caption: "What would be saved", Stacked: true,
			Columns: []page.Column{{Text: page.Sentence(list.One)}, {Text: "What happens"}},
		},
	}
	if read.Others > 0 {
		shown.Others = number.Counting(read.Others, "line", "lines") + " of other ICBs left out."
	}
	for _, l := range read.Lines {
		name := page.Cell{Text: cmp.Or(list.Called(l.Row), "No name"), Note: fmt.Sprintf("line %d", l.N)}
		shown.Table.Rows = append(shown.Table.Rows, []page.Cell{name, {HTML: importTemplate.Part("line", lineOf(list, i, l))}})
	}
	return shown
}

func lineOf(list register.List, i register.Importer, l register.ImportLine) lineShown {
	switch {
	case l.Out != "":
		return lineShown{What: "Left out: " + l.Out}
	case len(l.Wrong) > 0:
		var words []string
		for _, w := range l.Wrong {
			words = append(words, w.Message)
		}
		return lineShown{What: "Not used. " + strings.Join(words, ". ")}
	case !l.New && len(l.Changed) == 0:
		return lineShown{What: "Stays as it is"}
	}
	line := lineShown{What: "Changed"}
	if l.New {
		line.What = "New"
		if name := i.Names[l.Row.Provider]; name != "" && i.Own == "" {
			line.Values = append(line.Values, lineValue{Name: "Provider", Value: name})
		}
	}
	for _, f := range list.Fields {
		is, was := f.Words(l.Row.Text(f)), f.Words(l.Old.Text(f))
		switch {
		case is == was, l.New && f.Name == list.Calling:
		case l.New:
			line.Values = append(line.Values, lineValue{Name: f.Heading(), Value: is})
		default:
			line.Values = append(line.Values, lineValue{f.Heading(), cmp.Or(is, "nothing"), cmp.Or(was, "nothing")})
		}
	}
	return line
}

package page

import (
	"cmp"
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/gin-gonic/gin"

	"ipstoolkit/toolkit/assessment"
	"ipstoolkit/toolkit/calendar"
	"ipstoolkit/toolkit/evidence"
	"ipstoolkit/toolkit/record"
	"ipstoolkit/toolkit/snapshot"
)

// Conflict is what somebody else saved while a person was writing: the layout shows it above the form, which holds what
// they wrote. Of a removal or an end, for which nothing is typed, it is what was changed since they opened the page.
type Conflict struct {
	// ID begins the ids of what it shows, where a page shows several.
	ID        string
	What      string // what was saved, "these figures"; "this" when empty
	Who, When string // "" where that is not kept
	// Version is the one that is there now, which a save must name.
	Version int
	// Keep is where theirs are seen without one's own.
	Keep string
	// Fields are all fields of the form; those in which the two differ are shown.
	Fields []Both
	// Undone says what was not done, "It was not removed", and Since what was changed meanwhile, of a removal or an end;
	// Mine in Fields is what is in their form.
	Undone string
	Since  []Event
	// Action and Mine are the form as it was typed, for "Keep mine"; Files says that files were chosen, which cannot be sent on.
	Action string
	Mine   []Field
	Files  bool
}

// Both is one field as somebody else saved it and as it was typed.
type Both struct {
	Name, Theirs, Mine string
	// Lines are two texts laid over each other; Box is the form's box that holds both of them, or the ticks of both.
	Lines  []assessment.Line
	Box    string
	theirs []string // their ticks; nil for texts
	field  string   // as the history names it, "" where nobody has said
	sends  url.Values
	only   side
}

// side is who changed a field since the form was opened.
type side string

const (
	bothSides  side = "" // or nobody knows
	theirsOnly side = "theirs"
	mineOnly   side = "mine"
)

// Of says which field of the history this is, and with which values a form would send theirs: name and value in turn. A box
// of texts and ticks sends them under its own name.
func (b Both) Of(field string, sends ...string) Both {
	b.field, b.sends = field, url.Values{}
	for i := 0; i+1 < len(sends); i += 2 {
		b.sends.Set(sends[i], sends[i+1])
	}
	switch {
	case b.theirs != nil:
		b.sends[b.Box] = b.theirs
	case b.Box != "":
		b.sends.Set(b.Box, b.Theirs)
	}
	return b
}

// OfDate is Of for a date, which a form sends as day, month and year.
func (b Both) OfDate(field, name string, theirs calendar.Date) Both {
	typed := DateOf(theirs)
	return b.Of(field, name+"-day", typed.Day, name+"-month", typed.Month, name+"-year", typed.Year)
}

// opened tells apart who changed what since the form was opened. was are the fields that somebody else has changed since,
// with what they held then; mine are those of what was typed. What only one of the two changed is theirs or mine by itself,
// and only what both changed is asked. A text that was removed because it held personal data is always asked.
func (k *Conflict) opened(was map[string]string, mine []record.Text) {
	for i, b := range k.Fields {
		if b.field == "" || b.Theirs == b.Mine || evidence.IsRemoved(b.Theirs) {
			continue
		}
		at := slices.IndexFunc(mine, func(t record.Text) bool { return t.Field == b.field })
		if at < 0 {
			continue
		}
		switch old, changed := was[b.field]; {
		case !changed:
			k.Fields[i].only = mineOnly
		case old == mine[at].Text:
			k.Fields[i].only = theirsOnly
		}
	}
}

// Either is a field where people have to choose one of the two values.
func Either(name, theirs, mine string) Both { return Both{Name: name, Theirs: theirs, Mine: mine} }

// Texts are two texts of a box, which can be joined.
func Texts(name, box, theirs, mine string) Both {
	return Both{Name: name, Theirs: theirs, Mine: mine, Box: box, Lines: assessment.Compare(theirs, mine)}
}

// Ticks are the ticks of a group of boxes, which can be put together: their values, and both in words.
func Ticks(name, box string, values []string, theirs, mine string) Both {
	return Both{Name: name, Theirs: theirs, Mine: mine, Box: box, theirs: append([]string{}, values...)}
}

// ChangedSince is the conflict of a removal or an end: it was not done, since the thing is not as the person saw it. The
// history of the thing says what was changed from the version they saw to the one that is there now.
func ChangedSince(what, undone string, seen, now int, h snapshot.History) Conflict {
	n := min(len(h.Events), max(1, now-max(seen, 0)))
	k := Conflict{What: what, Undone: undone, Version: now, Since: Saves("", h.Part, h.Events[:n])}
	if n > 0 {
		k.Who, k.When = k.Since[0].Who, k.Since[0].When
	}
	for i := range k.Since {
		for j := range k.Since[i].Changes {
			k.Since[i].Changes[j].Whole = "" // the page asks whether to remove it, and shows no history
		}
	}
	return k
}

// Title is what the browser's tab says of it.
func (k Conflict) Title() string {
	if k.Undone != "" {
		return "Somebody else changed this first"
	}
	return "Somebody else saved this first"
}

// Heading says who saved what.
func (k Conflict) Heading() string {
	who, what := cmp.Or(k.Who, "Somebody else"), cmp.Or(k.What, "this")
	if k.Undone != "" {
		return who + " changed " + what + " after you opened this page"
	}
	return who + " saved " + what + " while you were writing"
}

// By is the conflict with who saved last and when, for records that do not say it themselves.
func (k Conflict) By(h snapshot.History) Conflict {
	if len(h.Events) > 0 {
		k.Who, k.When = h.Events[0].Who, h.Events[0].At.Words()
	}
	return k
}

// differing are the fields in which the two differ and that people have to decide.
func (k Conflict) differing(lines bool) []Both {
	return slices.DeleteFunc(slices.Clone(k.Fields), func(b Both) bool { return !b.asks() || (b.Lines != nil) != lines })
}

func (b Both) asks() bool { return b.Theirs != b.Mine && b.only == bothSides }

// Asks says whether there is something to decide.
func (k Conflict) Asks() bool { return slices.ContainsFunc(k.Fields, Both.asks) || len(k.Fields) == 0 }

// Apart says what only one of the two changed, and where it is.
func (k Conflict) Apart() []string {
	var lines []string
	for _, part := range []struct {
		only  side
		words string
	}{
		{theirsOnly, "Only they changed %s: that stays as they saved it."},
		{mineOnly, "Only you changed %s: that is kept as you typed it."},
	} {
		var names []string
		for _, b := range k.Fields {
			if b.only == part.only && b.Theirs != b.Mine {
				names = append(names, b.Name)
			}
		}
		if len(names) > 0 {
			lines = append(lines, fmt.Sprintf(part.words, strings.Join(names, ", ")))
		}
	}
	return lines
}

// Texts are the texts in which the two differ, each laid over the other.
func (k Conflict) Texts() []Both { return k.differing(true) }

// Table is all else in which the two differ, side by side.
func (k Conflict) Table() Table {
	t := Table{
		ID: cmp.Or(k.ID, "differences"), Caption: "Where the two differ", CaptionSize: "s", Stacked: true,
		Columns: []Column{{Text: "What"}, {Text: "Theirs"}, {Text: "Yours"}},
	}
	if k.Undone != "" {
		t.Caption, t.Columns[1].Text, t.Columns[2].Text = "What was changed", "Now", "In your form"
	}
	for _, b := range k.differing(false) {
		t.Rows = append(t.Rows, []Cell{Text(b.Name), Text(cmp.Or(b.Theirs, "Nothing")), Text(cmp.Or(b.Mine, "Nothing"))})
	}
	return t
}

// Same says that both typed the same.
func (k Conflict) Same() bool {
	return !slices.ContainsFunc(k.Fields, func(b Both) bool { return b.Theirs != b.Mine })
}

// Joined names the fields that hold both in the form, "Notes, Statements met".
func (k Conflict) Joined() string {
	var names []string
	for _, b := range k.Fields {
		if b.Box != "" && b.asks() {
			names = append(names, b.Name)
		}
	}
	return strings.Join(names, ", ")
}

// typed remembers the form as it was sent.
func (k *Conflict) typed(c *gin.Context, f Form) {
	k.Action, k.Files = c.Request.URL.RequestURI(), k.Files || len(f.files) > 0
	k.Keep = cmp.Or(k.Keep, c.Request.URL.Path)
	f = f.over(*k, Member(c).Tenant.Version)
	for _, name := range f.Names() {
		for _, value := range f.Values(name) {
			k.Mine = append(k.Mine, Field{name, value})
		}
	}
}

// over is the form over the version that is there now, with what only somebody else has changed since it was opened. seen
// counts the ICB's saves.
func (f Form) over(k Conflict, seen int64) Form {
	both := url.Values{}
	for name := range f.values {
		both[name] = f.Values(name)
	}
	both.Set("version", strconv.Itoa(k.Version))
	if f.Has("seen") {
		both.Set("seen", strconv.FormatInt(seen, 10))
	}
	for _, b := range k.Fields {
		if b.only == theirsOnly && k.Undone == "" {
			for name, values := range b.sends {
				both[name] = values
			}
		}
	}
	return Form{values: both, files: f.files, beside: f.beside}
}

// joined is the form over the version that is there now, with both people's texts and ticks where a box can hold both.
func (f Form) joined(k Conflict) Form {
	f = f.over(k, f.Seen())
	both := f.values
	for _, b := range k.Fields {
		switch {
		case b.Box == "" || !b.asks() || k.Undone != "":
		case b.theirs == nil:
			both.Set(b.Box, assessment.Join(b.Theirs, f.Text(b.Box)))
		default:
			for _, tick := range b.theirs {
				if !slices.Contains(both[b.Box], tick) {
					both.Add(b.Box, tick)
				}
			}
		}
	}
	return f
}

package edition

import (
	"slices"
	"strings"
)

// Fate is what becomes of a priority when a newer edition is taken up.
type Fate string

const (
	// Same asks the same, though its number may be another. Changed has other words.
	Same    Fate = "same"
	Changed Fate = "changed"
	// New is in the newer edition alone, and Retired in the older one alone.
	New     Fate = "new"
	Retired Fate = "retired"
)

// Mapped is a priority of two editions: Old and New are its keys, "" in the edition that does not have it.
type Mapped struct {
	Old, New string
	Fate     Fate
	// What says which parts have other words: "name", "what it asks", "who is responsible", "statements", "resources".
	What []string
}

// isNew is what a priority says it was when it was none.
const isNew = "new"

// Mapping is what becomes of each priority from one edition to another, in the order of the newer one, those that are retired
// last. An edition says which one it follows, and of each priority that moved what it was. Over several editions each step
// is followed; an edition that follows no other has the priorities of the same keys.
func (l *Library) Mapping(from, to *Edition) []Mapped {
	was := l.was(from, to)
	var all []Mapped
	for _, p := range to.Priorities() {
		old, there := from.Priority(was[p.Key])
		if !there {
			all = append(all, Mapped{New: p.Key, Fate: New})
			continue
		}
		m := Mapped{Old: old.Key, New: p.Key, Fate: Same, What: differences(old, p)}
		if len(m.What) > 0 {
			m.Fate = Changed
		}
		all = append(all, m)
	}
	for _, p := range from.Priorities() {
		if !slices.ContainsFunc(all, func(m Mapped) bool { return m.Old == p.Key }) {
			all = append(all, Mapped{Old: p.Key, Fate: Retired})
		}
	}
	return all
}

// was are the keys in an edition of the priorities of another, by key; "" where there was none.
func (l *Library) was(from, to *Edition) map[string]string {
	keys := map[string]string{}
	for _, p := range to.Priorities() {
		keys[p.Key] = p.Key
	}
	if from.ID == to.ID {
		return keys
	}
	steps := 0
	for at := to; at.ID != from.ID; steps++ {
		before, found := l.Edition(at.Follows)
		if !found || steps > len(l.shelf) { // it follows none that is here, or goes in a circle
			if at == to {
				return keys
			}
			break
		}
		for key, of := range keys {
			p, there := at.Priority(of)
			switch {
			case !there || p.Was == isNew:
				keys[key] = ""
			case p.Was != "":
				keys[key] = p.Was
			}
		}
		at = before
	}
	return keys
}

// differences are the parts of a priority that have other words.
func differences(old, now Priority) []string {
	var what []string
	for _, part := range []struct {
		name     string
		old, now string
	}{
		{"name", old.Name, now.Name},
		{"what it asks", old.Asks, now.Asks},
		{"who is responsible", string(old.Responsibility), string(now.Responsibility)},
		{"statements", texts(old.Points()), texts(now.Points())},
		{"resources", texts(old.Resources), texts(now.Resources)},
	} {
		if part.old != part.now {
			what = append(what, part.name)
		}
	}
	return what
}

func texts(points []Point) string {
	lines := make([]string, len(points))
	for i, p := range points {
		lines[i] = string(p.Kind) + " " + p.Text
	}
	return strings.Join(lines, "\n")
}

// Carry are the statements of a priority that are met when some of an older one's are: those with the same words.
func Carry(old, now Priority, met []string) []string {
	var carried []string
	for _, p := range now.Statements() {
		if slices.ContainsFunc(old.Statements(), func(was Point) bool { return was.Text == p.Text && slices.Contains(met, was.ID) }) {
			carried = append(carried, p.ID)
		}
	}
	return carried
}

// Newer says whether an edition comes after another on the shelf.
func (l *Library) Newer(than, e *Edition) bool {
	at := func(e *Edition) int {
		return slices.IndexFunc(l.shelf, func(c copied) bool { return c.edition.ID == e.ID })
	}
	return at(e) > at(than)
}

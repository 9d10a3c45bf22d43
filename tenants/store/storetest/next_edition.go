package storetest

import (
	"testing"

	"github.com/goccy/go-yaml"

	"ipstoolkit/toolkit/edition"
)

// NextEdition is a library with one more edition, "2027-03", which follows the one that ships: 1.2 asks the same under the
// number 1.3 and 1.3 under 1.2, 2.1 has another name and one statement in other words, 7.2 is new, and the last priority of
// section 3 is no longer there.
func NextEdition(t testing.TB) *edition.Library {
	t.Helper()
	l, err := edition.LoadFolder("")
	if err != nil {
		t.Fatal(err)
	}
	next := *l.Current()
	next.ID, next.Follows, next.Published = "2027-03", next.ID, "2027-03-01"
	next.Errata = nil
	sections := append([]edition.Section{}, next.Sections...)
	for i := range sections {
		sections[i].Priorities = append([]edition.Priority{}, sections[i].Priorities...)
	}
	first, third, seventh := &sections[0], &sections[2], &sections[6]
	a, b := first.Priorities[1], first.Priorities[2]
	a.Key, a.Was, b.Key, b.Was = b.Key, a.Key, a.Key, b.Key
	a.Page, b.Page = b.Page, a.Page
	first.Priorities[1], first.Priorities[2] = b, a
	changed := &sections[1].Priorities[0]
	changed.Name += ", reworded"
	changed.Considerations = append([]edition.Point{}, changed.Considerations...)
	changed.Considerations[0].Text = "Other words. " + changed.Considerations[0].Text
	third.Priorities = third.Priorities[:len(third.Priorities)-1]
	added := seventh.Priorities[len(seventh.Priorities)-1]
	added.Key, added.Was, added.Name, added.Page, added.Numbers = "7.2", "new", "Something that nobody asked before", added.Page+1, nil
	seventh.Priorities = append(seventh.Priorities, added)
	next.Sections = sections
	data, err := yaml.Marshal(next)
	if err == nil {
		err = l.Add("next.yaml", data)
	}
	if err != nil {
		t.Fatal(err)
	}
	return l
}

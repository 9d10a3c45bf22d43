// Package edition holds the published texts of the toolkit: what commissioners of IPS are asked, priority by priority.
// An edition is one YAML file, in our own plain words, and never changes once an ICB has used it.
package edition

import (
	"slices"
	"strconv"
	"strings"

	"ipstoolkit/toolkit/calendar"
)

// Edition is one published text of the toolkit. Hash is the SHA-256 of its file's bytes, in hexadecimal: two editions
// with the same hash ask exactly the same.
type Edition struct {
	ID        string        `yaml:"id"`        // "2026-03", unique among all editions
	Title     string        `yaml:"title"`     // the toolkit's name
	Publisher string        `yaml:"publisher"` // who wrote the source
	Published calendar.Date `yaml:"published"` // the first of the month when the source names only a month
	Source    string        `yaml:"source"`    // the document that this edition restates
	Address   string        `yaml:"address"`   // where its publisher has it, "https://..."; "" when that is not known
	// Follows is the id of the edition that it follows, "" for none: what its priorities were (Was) is said in its keys.
	Follows       string         `yaml:"follows,omitempty"`
	Introduction  []string       `yaml:"introduction"`
	Documents     []Document     `yaml:"documents"` // what priorities say where to read on
	Sections      []Section      `yaml:"sections"`
	Abbreviations []Abbreviation `yaml:"abbreviations"`
	Errata        []Erratum      `yaml:"errata"`
	Hash          string         `yaml:"-"`
}

// Section is a group of priorities on one subject. Numbers run from 1.
type Section struct {
	Number     int        `yaml:"number"`
	Title      string     `yaml:"title"`
	Page       int        `yaml:"page"` // in the source
	Intro      string     `yaml:"intro"`
	Priorities []Priority `yaml:"priorities"`
}

// Priority is one thing that an ICB gives a status to. Its key, "3.4", is the number of its section and its place
// there.
type Priority struct {
	Key string `yaml:"key"`
	// Was is its key in the edition that this one follows, where it had another; "new" when it was not there.
	Was            string         `yaml:"was,omitempty"`
	Page           int            `yaml:"page"` // in the source
	Name           string         `yaml:"name"`
	Asks           string         `yaml:"asks"` // one or two short sentences, without bold
	Responsibility Responsibility `yaml:"responsibility"`
	Considerations []Point        `yaml:"considerations"` // c1, c1.1, c2 ...
	BestPractice   []Point        `yaml:"best_practice"`  // b1, b1.1, b2 ...
	Resources      []Point        `yaml:"resources"`      // r1, r2 ...: help on offer, nothing to tick
	Documents      []string       `yaml:"documents"`      // keys of the edition's documents
	Numbers        []Number       `yaml:"numbers"`
}

// Responsibility says who answers for a priority.
type Responsibility string

// Either the commissioner alone answers for a priority, or also the providers, who then give their view of it.
const (
	CommissionerOnly Responsibility = "commissioner"
	Joint            Responsibility = "commissioner_and_provider"
)

// Words is the responsibility as the source says it: "Commissioner" or "Commissioner and provider".
func (r Responsibility) Words() string {
	if r == Joint {
		return "Commissioner and provider"
	}
	return "Commissioner"
}

// Abbreviation is a short form that the toolkit or the service uses, and its long form.
type Abbreviation struct {
	Short   string `yaml:"short"`
	Long    string `yaml:"long"`
	Meaning string `yaml:"meaning"` // a sentence where the long form alone does not explain it; else ""
}

// Erratum is a mistake or an unclear place in the source, and how this edition reads it. Page 0 is the contents list or
// all pages.
type Erratum struct {
	Page    int    `yaml:"page"`
	Where   string `yaml:"where"`   // "Contents, 6.1 and 6.2"
	Printed string `yaml:"printed"` // what the source has
	Read    string `yaml:"read"`    // how this edition reads it
}

// Month is when the edition was published, "March 2026".
func (e *Edition) Month() string { return e.Published.Time().Format("January 2006") }

// Priorities are all priorities of the edition in its order.
func (e *Edition) Priorities() []Priority {
	var all []Priority
	for _, s := range e.Sections {
		all = append(all, s.Priorities...)
	}
	return all
}

// Section is the section with that number.
func (e *Edition) Section(number int) (Section, bool) {
	if number < 1 || number > len(e.Sections) {
		return Section{}, false
	}
	return e.Sections[number-1], true
}

// Priority is the priority with that key.
func (e *Edition) Priority(key string) (Priority, bool) {
	for _, s := range e.Sections {
		for _, p := range s.Priorities {
			if p.Key == key {
				return p, true
			}
		}
	}
	return Priority{}, false
}

// Next and Previous are the priorities after and before the one with that key; false at either end, and for a key
// that the edition does not have.
func (e *Edition) Next(key string) (Priority, bool)     { return e.beside(key, 1) }
func (e *Edition) Previous(key string) (Priority, bool) { return e.beside(key, -1) }

func (e *Edition) beside(key string, step int) (Priority, bool) {
	var all []*Priority
	at := -1
	for _, s := range e.Sections {
		for i := range s.Priorities {
			if s.Priorities[i].Key == key {
				at = len(all)
			}
			all = append(all, &s.Priorities[i])
		}
	}
	if at < 0 || at+step < 0 || at+step >= len(all) {
		return Priority{}, false
	}
	return *all[at+step], true
}

// Number is the number with that key in any priority, and the key of that priority.
func (e *Edition) Number(key string) (n Number, priority string, found bool) {
	for _, p := range e.Priorities() {
		for _, n := range p.Numbers {
			if n.Key == key {
				return n, p.Key, true
			}
		}
	}
	return Number{}, "", false
}

// Section is the number of the priority's section.
func (p Priority) Section() int {
	before, _, _ := strings.Cut(p.Key, ".")
	n, _ := strconv.Atoi(before)
	return n
}

// Points are the considerations and then the best practice.
func (p Priority) Points() []Point {
	return append(append([]Point{}, p.Considerations...), p.BestPractice...)
}

// Statements are the points that people can tick: all but the background.
func (p Priority) Statements() []Point {
	return slices.DeleteFunc(p.Points(), func(point Point) bool { return point.Kind == Background })
}

// Point is the point or resource with that id.
func (p Priority) Point(id string) (Point, bool) {
	for _, list := range [][]Point{p.Considerations, p.BestPractice, p.Resources} {
		for _, point := range list {
			if point.ID == id {
				return point, true
			}
		}
	}
	return Point{}, false
}

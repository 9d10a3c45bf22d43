// Package evidence holds what shows that a priority is in place: links and files that commissioners and providers
// attach. It says what people may attach, and how a piece of evidence is queried, answered, accepted and withdrawn.
package evidence

import (
	"cmp"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"ipstoolkit/toolkit/calendar"
	"ipstoolkit/toolkit/edition"
	"ipstoolkit/toolkit/privacy"
	"ipstoolkit/toolkit/problem"
)

const (
	// TitleLimit and TextLimit are the most characters of a title and of a message.
	TitleLimit = 200
	TextLimit  = 2000
	linkLimit  = 2000
)

// Warning appears beside every place where people choose files.
const Warning = "Do not add staff records, or anything about a person accessing IPS services. " +
	"Take names and initials out of minutes and logs first."

// Evidence is one piece of evidence: a link, or one or more files, for some priorities or points of them. Version is 0
// until it is saved.
type Evidence struct {
	ID    string
	Title string
	// Link is an address on the web, "" for none. The service never opens it.
	Link  string
	Files []File
	// From and To are the period that it covers; both are "" when none was given.
	From, To calendar.Date
	// ReviewOn is the day by which somebody should check that it still holds.
	ReviewOn calendar.Date
	// Provider is the id of the provider that it comes from, "" for the ICB's own; ProviderName is its name.
	Provider     string
	ProviderName string
	// Shared says that the ICB shows its own evidence to every provider. A provider's evidence is between it and the
	// ICB and is never shared.
	Shared bool
	State  State
	Places []Place
	// Confirmed holds the fingerprints of the numbers that a person has said are not NHS numbers.
	Confirmed string
	Messages  []Message
	Created   calendar.Instant
	CreatedBy string
	Version   int
}

// Place is what a piece of evidence is for: a priority, or one point of it where Point is not "".
type Place struct{ Priority, Point string }

// PlaceOf reads the value of a form's tick box: "3.4" or "3.4 c1".
func PlaceOf(value string) Place {
	priority, point, _ := strings.Cut(value, " ")
	return Place{priority, point}
}

// Value is the place as a tick box sends it.
func (p Place) Value() string {
	if p.Point == "" {
		return p.Priority
	}
	return p.Priority + " " + p.Point
}

// Priorities are the keys of its priorities, each once, in the order of its places.
func (e *Evidence) Priorities() []string {
	var keys []string
	for _, p := range e.Places {
		if !slices.Contains(keys, p.Priority) {
			keys = append(keys, p.Priority)
		}
	}
	return keys
}

// PlacesText is the places in one line, "3.4, 3.4 c1", for the history.
func (e *Evidence) PlacesText() string {
	values := make([]string, len(e.Places))
	for i, p := range e.Places {
		values[i] = p.Value()
	}
	return strings.Join(values, ", ")
}

// SortPlaces puts the places in the order of the toolkit: 1.2 before 3.4, c2 before c10, b1 after the considerations.
func (e *Evidence) SortPlaces() {
	slices.SortFunc(e.Places, func(a, b Place) int {
		return cmp.Or(cmp.Compare(a.Priority, b.Priority), cmp.Compare(pointRank(a.Point), pointRank(b.Point)),
			cmp.Compare(a.Point, b.Point))
	})
}

// pointRank orders the ids of points: none, c1, c1.1, c2, ... c10, b1.
func pointRank(id string) float64 {
	if id == "" {
		return 0
	}
	whole, part, _ := strings.Cut(id[1:], ".")
	n, _ := strconv.Atoi(whole)
	m, _ := strconv.Atoi(part)
	rank := float64(n) + float64(m)/1000
	if id[0] == 'b' {
		rank += 1000
	}
	return rank
}

// Covers is its period in words, "1 July 2026 to 30 September 2026"; "" when none was given.
func (e *Evidence) Covers() string {
	if e.From == "" {
		return ""
	}
	return e.From.Words() + " to " + e.To.Words()
}

// Source is who it comes from: the provider's name, or the ICB.
func (e *Evidence) Source() string {
	if e.Provider == "" {
		return "ICB"
	}
	return e.ProviderName
}

// Check says what is wrong with a piece of evidence as typed, in the order of the form (a problem.List). It also puts
// its places into the edition's order, a priority before its points. files is how many files it has or is to get.
// Numbers in the title and the link that Confirmed does not cover are problems.
func (e *Evidence) Check(ed *edition.Edition, files int) error {
	var wrong problem.List
	e.Title = strings.Join(strings.Fields(e.Title), " ")
	switch n := utf8.RuneCountInString(e.Title); {
	case n == 0:
		wrong.Add("title", "Enter a title")
	case n > TitleLimit:
		wrong.Add("title", "Title must be 200 characters or fewer")
	}
	e.Link = strings.TrimSpace(e.Link)
	if why := checkLink(e.Link); why != "" {
		wrong.Add("link", "%s", why)
	}
	if e.Link == "" && files == 0 {
		wrong.Add("link", "Enter a link or choose a file")
	}
	e.checkDates(&wrong)
	e.checkPlaces(&wrong, ed)
	privacy.Guard(&wrong, "title", "Title", e.Title, e.Confirmed)
	privacy.Guard(&wrong, "link", "Link", e.linkText(), e.Confirmed)
	return wrong.Err()
}

// Numbers are the parts of the title and the link that look like NHS numbers.
func (e *Evidence) Numbers() []privacy.Find {
	return append(privacy.NHSNumbers(e.Title), privacy.NHSNumbers(e.linkText())...)
}

// linkText is the link as typed, and as it reads without its escapes.
func (e *Evidence) linkText() string {
	if read, err := url.PathUnescape(e.Link); err == nil {
		return read
	}
	return e.Link
}

// checkLink says why an address is refused as a link, or "".
func checkLink(link string) string {
	if link == "" {
		return ""
	}
	const form = "Enter a link that starts with https://, like https://www.example.org/report"
	u, err := url.Parse(link)
	switch {
	case len(link) > linkLimit:
		return "Link must be 2,000 characters or fewer"
	case err != nil, u.Scheme != "https" && u.Scheme != "http", u.Hostname() == "", strings.ContainsAny(link, " \t\r\n\\\"<>"):
		return form
	case u.User != nil:
		return "Enter a link without a user name or password in it"
	}
	return ""
}

func (e *Evidence) checkDates(wrong *problem.List) {
	switch {
	case e.From == "" && e.To != "":
		wrong.Add("from-day", "Enter when the period begins")
	case e.From != "" && e.To == "":
		wrong.Add("to-day", "Enter when the period ends")
	case e.From > e.To:
		wrong.Add("to-day", "The end of the period must be the same as or after its beginning")
	}
}

func (e *Evidence) checkPlaces(wrong *problem.List, ed *edition.Edition) {
	var places []Place
	for _, p := range ed.Priorities() {
		var points []Place
		for _, point := range p.Points() {
			if place := (Place{p.Key, point.ID}); slices.Contains(e.Places, place) {
				points = append(points, place)
			}
		}
		if len(points) > 0 || slices.Contains(e.Places, Place{Priority: p.Key}) {
			places = append(append(places, Place{Priority: p.Key}), points...)
		}
	}
	for _, p := range e.Places {
		if !slices.Contains(places, p) {
			wrong.Add("priority", "Choose priorities and statements from the list: there is none called %q", p.Value())
			return
		}
	}
	if len(places) == 0 {
		wrong.Add("priority", "Choose at least one priority")
	}
	e.Places = places
}

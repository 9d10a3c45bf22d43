package priorities

import (
	"fmt"
	"net/url"
	"slices"
	"strings"

	"github.com/gin-gonic/gin"

	"ipstoolkit/server/page"
	"ipstoolkit/tenants"
	"ipstoolkit/toolkit/assessment"
	"ipstoolkit/toolkit/calendar"
	"ipstoolkit/toolkit/edition"
	"ipstoolkit/toolkit/snapshot"
)

// reviewPage is all priorities on one page. People who may save edit each row in place; all others read it.
type reviewPage struct {
	page.Base
	Action string
	Edit   bool
	// Words count the statuses, Reviewed the priorities reviewed this quarter.
	Words, Reviewed, Quarter string
	// Next is the review date that a review today sets, and Last says of when the notes beside those of now are.
	Next, Last string
	// Shows are the parts of the list that people can ask for, and Blank is the empty form to print.
	Shows []shown
	Blank string
	// Import is where a list of the ICB's own is taken from; Taken and Told say what came of one.
	Import, Taken string
	Told          []string
	Sections      []reviewSection
}

// shown is a part of the list, and how many priorities it has.
type shown struct {
	page.NavItem
	N int
}

type reviewSection struct {
	Title string
	Rows  []reviewRow
}

const reviewTitle = "Priorities on one page"

var reviewTemplate = page.Parse[reviewPage](files, "review.html")

// blankPage is the form to print and fill in by hand.
type blankPage struct {
	page.Base
	Quarter  string
	Back     string
	Sections []reviewSection
}

var blankTemplate = page.Parse[blankPage](files, "blank.html")

// sheet is what the page of all priorities is made of.
type sheet struct {
	edition *edition.Edition
	member  tenants.Member
	today   calendar.Date
	// review is the review that goes on.
	review assessment.Review
	// show and only are the part of the list that is asked for, by its code, and the keys of the priorities that a link names.
	show, only string
	entries    map[string]assessment.Entry
	// before are the notes that have changed this quarter, as they were when it began.
	before map[string]snapshot.Change
}

func (p Pages) sheet(c *gin.Context) (s sheet, err error) {
	s = sheet{member: page.Member(c), today: p.Store.Today(), show: c.Query("show"), only: c.Query("only")}
	if s.edition, err = p.Editions.Used(page.Member(c).Tenant.Edition); err != nil {
		return s, err
	}
	if s.entries, err = p.rows(c).Entries(c); err != nil {
		return s, err
	}
	if s.review, err = p.rows(c).Review(c); err != nil {
		return s, err
	}
	s.before, err = p.rows(c).NotesBefore(c, s.review.Since)
	return s, err
}

// entry is what is recorded against a priority; an empty one of version 0 while there is nothing.
func (s sheet) entry(p edition.Priority) assessment.Entry {
	e := s.entries[p.Key]
	e.Priority = p.Key
	return e
}

// shows are the parts of the list that can be asked for ("show"), each with its priorities.
var shows = []struct {
	code, text string
	keeps      func(e assessment.Entry, s sheet) bool
}{
	{"", "All", func(assessment.Entry, sheet) bool { return true }},
	{"not_reviewed", "Not reviewed this quarter", func(e assessment.Entry, s sheet) bool {
		return !e.ReviewedIn(s.review)
	}},
	{"overdue", "Review date has passed", func(e assessment.Entry, s sheet) bool { return e.Overdue(s.today) }},
	{"not_answered", "Not answered", func(e assessment.Entry, _ sheet) bool { return e.Status == assessment.NotAnswered }},
}

// asked says whether a priority is asked for: it is in the part of the list, and named where any are.
func (s sheet) asked() func(edition.Priority) bool {
	keeps := shows[0].keeps
	for _, part := range shows {
		if part.code == s.show {
			keeps = part.keeps
		}
	}
	return func(p edition.Priority) bool { return named(s.only, p) && keeps(s.entry(p), s) }
}

// links lead to the parts of the list, with how many priorities each has.
func (s sheet) links(path string) []shown {
	var list []shown
	for _, part := range shows {
		n := 0
		for _, p := range s.edition.Priorities() {
			if part.keeps(s.entry(p), s) {
				n++
			}
		}
		item := shown{page.NavItem{
			Href: path, Text: strings.Replace(part.text, "this quarter", s.review.Words(), 1),
			Current: s.show == part.code && s.only == "",
		}, n}
		if part.code != "" {
			item.Href += "?show=" + part.code
		}
		list = append(list, item)
	}
	return list
}

func (p Pages) review(c *gin.Context) error {
	if err := page.Allow(c, tenants.ReadToolkit); err != nil {
		return err
	}
	s, err := p.sheet(c)
	if err != nil {
		return err
	}
	if c.Query("blank") != "" {
		return blankTemplate.OK(c, s.blank(c))
	}
	data := s.page(c, nil, strings.Split(c.Query("saved"), ","))
	return reviewTemplate.OK(c, data)
}

// page is the page with what is recorded, and with what was sent and could not be saved in its rows. saved are the keys of
// the priorities that have just been saved.
func (s sheet) page(c *gin.Context, refused []*sent, saved []string) reviewPage {
	path := toolkitPath(c) + "/review"
	progress := assessment.Count(s.edition, s.entries, s.review)
	data := reviewPage{
		Base:   page.New(c, reviewTitle).Under(page.Crumb{Href: toolkitPath(c), Text: "Toolkit"}),
		Action: s.at(path), Edit: s.member.Can(tenants.Assess), Words: countWords(progress.Counts),
		Reviewed: s.review.Progress(progress),
		Next:     s.review.Next("").Words(), Last: s.beforeWords(),
		Quarter: s.review.Quarter.Words(), Shows: s.links(path), Blank: path + "?blank=1",
		Import: path + "/import",
	}
	var names []string
	asked := s.asked()
	for _, section := range s.edition.Sections {
		part := reviewSection{Title: sectionTitle(section)}
		for _, p := range section.Priorities {
			at := slices.IndexFunc(refused, func(r *sent) bool { return r.Priority == p.Key })
			done := slices.Contains(saved, p.Key)
			if done {
				names = append(names, p.Key)
			}
			switch {
			case at >= 0:
				part.Rows = append(part.Rows, s.row(c, p, refused[at], done))
			case asked(p):
				part.Rows = append(part.Rows, s.row(c, p, nil, done))
			}
		}
		if len(part.Rows) > 0 {
			data.Sections = append(data.Sections, part)
		}
	}
	switch len(names) {
	case 0:
	case 1:
		data.Base = data.Saved(names[0] + " saved")
	default:
		data.Base = data.Saved(fmt.Sprintf("%d priorities saved: %s", len(names), strings.Join(names, ", ")))
	}
	return data
}

// beforeWords say when the notes beside those of now were read: at the end of the last quarter, or as the round was opened.
func (s sheet) beforeWords() string {
	if s.review.Opened {
		return "Before this round"
	}
	return fmt.Sprintf("End of Quarter %d", s.review.Quarter.Add(-1).N())
}

// at is the address of the page with what is asked for, so that the same rows come back; saved are the keys of the priorities
// that were saved.
func (s sheet) at(path string, saved ...string) string {
	var asks []string
	for _, q := range [][2]string{{"show", s.show}, {"only", s.only}, {"saved", strings.Join(saved, ",")}} {
		if q[1] != "" {
			asks = append(asks, q[0]+"="+url.QueryEscape(q[1]))
		}
	}
	if asks == nil {
		return path
	}
	return path + "?" + strings.Join(asks, "&")
}

func (s sheet) blank(c *gin.Context) blankPage {
	path := toolkitPath(c)
	data := blankPage{
		Base: page.New(c, "Review form to fill in by hand").Under(
			page.Crumb{Href: path, Text: "Toolkit"}, page.Crumb{Href: path + "/review", Text: reviewTitle}),
		Quarter: s.review.Quarter.Words(), Back: path + "/review",
	}
	for _, section := range s.edition.Sections {
		part := reviewSection{Title: sectionTitle(section)}
		for _, p := range section.Priorities {
			part.Rows = append(part.Rows, reviewRow{Key: p.Key, Name: p.Name})
		}
		data.Sections = append(data.Sections, part)
	}
	return data
}

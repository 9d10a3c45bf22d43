package page

import (
	"net/url"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/gin-gonic/gin"

	"ipstoolkit/toolkit/snapshot"
)

// History is a part of the history of what a page is about, newest first. Long texts show where they changed; the page
// itself shows one save with its whole texts when ?save= asks for it, to everybody who may see the page and what the
// save changed.
type History struct {
	Saves []Event
	// Newest and Earlier lead to the newest saves and to those before the ones shown; "" where these are.
	Newest, Earlier string
}

// Any says whether there is anything to show or to lead to.
func (h History) Any() bool { return len(h.Saves) > 0 || h.Newest != "" }

// Event is one save in words.
type Event struct {
	When, Who, Title string
	// Did is what was done, "Saved for 2026/27".
	Did     string
	Changes []Changed
}

// Changed is one changed field of a save: a Line, or where the texts are long how they read Before and After. Whole
// leads to the texts in full, "" where they are.
type Changed struct {
	Name, Line    string
	Before, After Excerpt
	Whole         string
	// Open says that the texts show before anybody asks for them.
	Open bool
}

// Long says whether the field's texts are shown below each other.
func (c Changed) Long() bool { return c.Line == "" }

// HistoryAsked is the part of the history that an address asks for, by ?before= and ?save=. What is no number of a save
// asks for the newest, like none.
func HistoryAsked(c *gin.Context) snapshot.Part {
	number := func(name string) int64 {
		n, err := strconv.ParseInt(c.Query(name), 10, 64)
		if err != nil {
			return 0
		}
		return n
	}
	return snapshot.Part{Before: number("before"), Save: number("save")}
}

// NewHistory is a part of a history on the page at an address, which may have a query of its own.
func NewHistory(at string, h snapshot.History) History {
	list := History{Saves: Saves(at, h.Part, h.Events)}
	if h.Before > 0 || h.Save > 0 {
		list.Newest = historyAt(at, "", 0)
	}
	if h.More {
		list.Earlier = historyAt(at, "before", h.Events[len(h.Events)-1].Seq)
	}
	return list
}

// Saves are events in words, on the page at an address that shows a part of a history.
func Saves(at string, part snapshot.Part, events []snapshot.Event) []Event {
	list := make([]Event, len(events))
	for i, e := range events {
		list[i] = Event{When: e.At.Words(), Who: e.Who, Title: e.Role.Words, Did: e.ActWords()}
		if year, ok := e.Year(); ok {
			list[i].Did += " for " + year.Words()
		}
		for _, c := range e.Told() {
			list[i].Changes = append(list[i].Changes, changedIn(e, c, part.Save > 0, historyAt(at, "save", e.Seq)))
		}
	}
	return list
}

// historyAt is the address of a part of the history on the page at an address; with the name "" the newest.
func historyAt(at, name string, seq int64) string {
	u, err := url.Parse(at)
	if err != nil { // a page knows its own address
		panic(err)
	}
	q := u.Query()
	q.Del("before")
	q.Del("save")
	if name != "" {
		q.Set(name, strconv.FormatInt(seq, 10))
	}
	u.RawQuery, u.Fragment = q.Encode(), "history"
	return u.String()
}

// shortChange is how long the two texts of a change may be together to fit in one line.
const shortChange = 160

// changedIn is one change in words, with whole texts or with excerpts of long ones.
func changedIn(e snapshot.Event, c snapshot.Change, whole bool, at string) Changed {
	line := Changed{Name: e.FieldWords(c)}
	before, after := e.Said(c, c.Old), e.Said(c, c.New)
	switch {
	case c.Removed != "":
		line.Line = e.Said(c, "") + ", " + c.Removed.Date().Words()
	case utf8.RuneCountInString(before)+utf8.RuneCountInString(after) > shortChange || strings.Contains(before+after, "\n"):
		limit := excerptLength
		if whole {
			limit = len(before) + len(after)
		}
		var cut bool
		line.Open = whole
		if line.Before, line.After, cut = excerpts(before, after, limit); cut {
			line.Whole = at
		}
	case before == "":
		line.Line = after
	case after == "":
		line.Line = "removed, was " + before
	case isSentence(before) || isSentence(after):
		line.Line = "“" + before + "” to “" + after + "”"
	default:
		line.Line = before + " to " + after
	}
	return line
}

// isSentence says whether a text ends as sentences do.
func isSentence(text string) bool {
	return strings.HasSuffix(text, ".") || strings.HasSuffix(text, "!") || strings.HasSuffix(text, "?")
}

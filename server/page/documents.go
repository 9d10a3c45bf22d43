package page

import (
	"strings"

	"ipstoolkit/toolkit/edition"
)

// Documents are where to read on about a priority, with the toolkit itself: on its publisher's website and, for those who
// are not looking at it, whole on one page of this service. Links lead to publishers' own addresses, say so, and tell them
// nothing about who follows them.
type Documents struct {
	List   []edition.Document
	Itself edition.Document
	Page   int    // of the source
	Whole  string // the page with the whole toolkit, at the priority; "" on that page
}

// WholeToolkit is the page with the whole of an edition.
func WholeToolkit(e *edition.Edition) string { return "/edition/" + e.ID + "/toolkit" }

// PriorityID is the id of a priority on the page of the whole toolkit, "priority-3-4".
func PriorityID(p edition.Priority) string { return "priority-" + strings.ReplaceAll(p.Key, ".", "-") }

// NewDocuments are the documents of a priority, with a link to it in the whole toolkit.
func NewDocuments(e *edition.Edition, p edition.Priority) Documents {
	return Documents{List: e.DocumentsOf(p), Itself: e.Itself(), Page: p.Page, Whole: WholeToolkit(e) + "#" + PriorityID(p)}
}

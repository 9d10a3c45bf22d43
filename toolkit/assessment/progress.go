package assessment

import "ipstoolkit/toolkit/edition"

// Counts is how many priorities have each status.
type Counts struct {
	InPlace, InProgress, NotStarted, NotAnswered int
}

// Total is the number of all priorities, including those not answered.
func (c Counts) Total() int { return c.InPlace + c.InProgress + c.NotStarted + c.NotAnswered }

// Of is the number of priorities with one status.
func (c Counts) Of(s Status) int {
	switch s {
	case InPlace:
		return c.InPlace
	case InProgress:
		return c.InProgress
	case NotStarted:
		return c.NotStarted
	}
	return c.NotAnswered
}

func (c *Counts) add(s Status) {
	switch s {
	case InPlace:
		c.InPlace++
	case InProgress:
		c.InProgress++
	case NotStarted:
		c.NotStarted++
	default:
		c.NotAnswered++
	}
}

// SectionCounts is the progress of one section.
type SectionCounts struct {
	Section edition.Section
	Counts
}

// Progress is the counts of all priorities and of each section, and how many priorities were reviewed in a review.
// Every page, the workbook and every export take their counts from here.
type Progress struct {
	Counts
	Sections []SectionCounts
	Reviewed int
}

// Count works out the progress of entries (by priority) in an edition. It leaves out entries of priorities that the
// edition does not have.
func Count(e *edition.Edition, entries map[string]Entry, review Review) Progress {
	var p Progress
	for _, s := range e.Sections {
		part := SectionCounts{Section: s}
		for _, priority := range s.Priorities {
			entry := entries[priority.Key]
			p.add(entry.Status)
			part.add(entry.Status)
			if entry.ReviewedIn(review) {
				p.Reviewed++
			}
		}
		p.Sections = append(p.Sections, part)
	}
	return p
}

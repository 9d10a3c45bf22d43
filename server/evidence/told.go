package evidence

import (
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"ipstoolkit/toolkit/edition"
	"ipstoolkit/toolkit/evidence"
	"ipstoolkit/toolkit/snapshot"
)

// digest is how the history names a file's bytes. It is for people who have to prove what a file was: the record and
// the workbook keep it, a page leaves it out.
var digest = regexp.MustCompile(`(, )?SHA-256 [0-9a-f]+`)

// told is the history of a piece of evidence in the words of a page: priorities and statements by their texts, files
// without their digests.
func told(ed *edition.Edition, events []snapshot.Event) []snapshot.Event {
	events = slices.Clone(events)
	for i := range events {
		var changes []snapshot.Change
		for _, c := range events[i].Changes {
			switch c.Field {
			case "priorities":
				c.Old, c.New = supported(ed, c.Old), supported(ed, c.New)
			case "file":
				c.Old, c.New = digest.ReplaceAllString(c.Old, ""), digest.ReplaceAllString(c.New, "")
				if c.Old == c.New && c.Removed == "" {
					continue // the digest was all there was to say
				}
			}
			changes = append(changes, c)
		}
		events[i].Changes = changes
	}
	return events
}

// supported puts the places as the history keeps them, "3.3, 3.3 b2.2", into words.
func supported(ed *edition.Edition, kept string) string {
	if kept == "" {
		return ""
	}
	var places []evidence.Place
	for value := range strings.SplitSeq(kept, ", ") {
		places = append(places, evidence.PlaceOf(value))
	}
	return strings.Join(placesInWords(ed, places), "; ")
}

// placesInWords is a line for each priority: its key and name, and the beginnings of its statements that are meant.
func placesInWords(ed *edition.Edition, places []evidence.Place) []string {
	var lines []string
	for _, place := range places {
		p, known := ed.Priority(place.Priority)
		point, isPoint := p.Point(place.Point)
		switch {
		case !known:
			lines = append(lines, place.Priority+" of an earlier edition")
		case isPoint && len(lines) > 0:
			lines[len(lines)-1] += ", ‘" + beginning(point.Plain()) + "’"
		default:
			lines = append(lines, p.Key+" "+p.Name)
		}
	}
	return slices.Compact(lines)
}

// beginning is the first words of a statement, enough to know it by.
func beginning(text string) string {
	const enough = 60
	if utf8.RuneCountInString(text) <= enough {
		return text
	}
	words := strings.Fields(text)
	short := words[0]
	for _, word := range words[1:] {
		if utf8.RuneCountInString(short+" "+word) > enough {
			break
		}
		short += " " + word
	}
	return strings.TrimRight(short, ".,;:") + "…"
}

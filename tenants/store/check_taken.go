package store

import (
	"maps"
	"slices"
	"strings"

	"ipstoolkit/tenants/store/db"
	"ipstoolkit/toolkit/assessment"
	"ipstoolkit/toolkit/evidence"
	"ipstoolkit/toolkit/record"
)

// tellEdition follows a step to a newer edition, or back: what belongs to a priority then has the key that it became. before is
// what was held before the step, for the way back, on which nothing was saved in between.
func (h holdings) tellEdition(a db.AuditRow, changes []db.Change, before holdings) holdings {
	switch {
	case a.Kind == record.ICB && a.Act == wentBack:
		h.dropPriorities()
		maps.Copy(h, before)
		return nil
	case a.Kind != record.ICB || a.Act != tookUp:
		return before
	}
	var from, moved, carried string
	for _, c := range changes {
		switch c.Field {
		case "edition":
			from = c.Old
		case "moved":
			moved = c.New
		case "carried":
			carried = c.New
		}
	}
	kept := h.dropPriorities()
	key := movedKeys(from, moved)
	for of, fields := range kept {
		now := maps.Clone(fields)
		switch of.Kind {
		case record.Priority:
			if of.Subject = key(of.Subject); strings.HasPrefix(of.Subject, from+" ") { // the entry was put aside
				for _, t := range (assessment.Entry{}).Kept() {
					delete(now, t.Field)
				}
			}
		case record.View:
			provider, priority, _ := strings.Cut(of.Subject, " ")
			of.Subject = provider + " " + key(priority)
		case record.Evidence:
			now["priorities"] = movedPlaces(now["priorities"], key)
		case record.Action, record.Question:
			kind, priority, _ := strings.Cut(now["about"], " ")
			if kind == record.Priority || kind == record.Difference {
				now["about"] = kind + " " + key(priority)
			}
		}
		h[of] = now
	}
	for line := range strings.Lines(carried) {
		priority, points, _ := strings.Cut(strings.TrimSuffix(line, "\n"), " ")
		h.put(record.Priority, priority, record.Text{Field: "points", Text: points})
	}
	return kept
}

// dropPriorities takes out what belongs to priorities, and gives it back.
func (h holdings) dropPriorities() holdings {
	dropped := holdings{}
	for of, fields := range h {
		if slices.Contains(onPriorities, of.Kind) {
			dropped[of] = fields
			delete(h, of)
		}
	}
	return dropped
}

// movedKeys gives the key that a priority has in the newer edition, as movedText says.
func movedKeys(from, moved string) func(key string) string {
	keys := map[string]string{}
	for line := range strings.Lines(moved) {
		old, now, stays := strings.Cut(strings.TrimSpace(line), " ")
		if keys[old] = now; !stays {
			keys[old] = retiredKey(from, old)
		}
	}
	return func(key string) string {
		if now, is := keys[key]; is {
			return now
		}
		return key
	}
}

// movedPlaces are the places of evidence with other keys.
func movedPlaces(text string, key func(string) string) string {
	if text == "" {
		return ""
	}
	var e evidence.Evidence
	for _, place := range strings.Split(text, ", ") {
		priority, point, _ := strings.Cut(place, " ")
		e.Places = append(e.Places, evidence.Place{Priority: key(priority), Point: point})
	}
	e.SortPlaces()
	return e.PlacesText()
}

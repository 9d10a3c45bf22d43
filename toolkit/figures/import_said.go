package figures

import "ipstoolkit/toolkit/calendar"

// said keeps what the texts of a file say. Each way to read the file looks at the same cells, some of them a hundred times,
// so each text is read once.
type said struct {
	times  map[string]timeSaid
	owners map[string]owner
}

type timeSaid struct {
	calendar.Period
	ok bool
}

// keeping is what is wanted, with room to keep what the texts of a file say.
func (w Wanted) keeping() Wanted {
	if w.said == nil {
		w.said, w.known = &said{map[string]timeSaid{}, map[string]owner{}}, knowing(w.Fields)
		w.absent = map[string]bool{}
	}
	return w
}

// period is calendar.ReadPeriod.
func (w Wanted) period(text string) (calendar.Period, bool) {
	if text == "" {
		return calendar.Period{}, false
	}
	t, known := w.said.times[text]
	if !known {
		t.Period, t.ok = calendar.ReadPeriod(text)
		w.said.times[text] = t
	}
	return t.Period, t.ok
}

// owner says which provider a text names.
func (w Wanted) owner(text string) owner {
	if text == "" {
		return nobody
	}
	whose, known := w.said.owners[text]
	if !known {
		whose = w.readOwner(text)
		w.said.owners[text] = whose
	}
	return whose
}

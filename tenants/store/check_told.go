package store

import (
	"slices"
	"strings"

	"ipstoolkit/tenants"
	"ipstoolkit/tenants/store/db"
	"ipstoolkit/toolkit/assessment"
	"ipstoolkit/toolkit/calendar"
	"ipstoolkit/toolkit/evidence"
	"ipstoolkit/toolkit/measure"
	"ipstoolkit/toolkit/privacy"
	"ipstoolkit/toolkit/record"
)

// holdings are what records hold, by kind and subject and then by field.
type holdings map[subject]map[string]string

type subject struct{ Kind, Subject string }

// words name a record in a fault: "priority 3.4".
func (s subject) words() string { return strings.TrimSpace(s.Kind + " " + s.Subject) }

func (h holdings) put(kind, of string, texts ...record.Text) {
	key := subject{kind, of}
	if h[key] == nil {
		h[key] = map[string]string{}
	}
	for _, t := range texts {
		h[key][t.Field] = t.Text
		if t.Text == notKnown {
			h[key][lostField] = "yes"
		}
	}
}

const (
	// notKnown is the value of a text that was removed for good.
	notKnown = "\x00"
	// lostField says of a record that a text of it was removed, now or in an earlier save.
	lostField = "\x00lost"
)

// lostText says whether a text of a record was removed. What was confirmed of numbers in all its texts went with it, until
// the next save.
func lostText(was, now map[string]string) bool {
	if was[lostField] != "" {
		return true
	}
	for _, text := range now {
		if evidence.HoldsRemoved(text) {
			return true
		}
	}
	return false
}

// confirmedOf is the field for what was confirmed of numbers in one text alone, where a kind has several rows for a record.
func confirmedOf(field string) string { return confirmedField + " " + field }

func isConfirmed(field string) bool {
	return field == confirmedField || strings.HasPrefix(field, confirmedField+" ")
}

// told is what records hold as the history tells it. A record that was taken out is no longer there.
func (p allRows) told(rows []db.AuditRow, bySave map[int64][]db.Change) holdings {
	told := holdings{}
	var before holdings
	for _, a := range rows {
		changes := bySave[a.Seq]
		of := a.Subject
		for _, c := range changes { // of a collection there is one for each quarter from which it holds
			if a.Kind == record.Collection && c.Field == "from" {
				of = a.Subject + " " + c.New
			}
		}
		told.put(a.Kind, of)
		for _, c := range changes {
			told.tell(a, of, c)
		}
		told.tellPeople(p, a, changes)
		before = told.tellEdition(a, changes, before)
		if a.Act == "removed" || a.Kind == record.Member && a.Act == "ended" || a.Kind == record.Invitation && a.Act == "withdrew" {
			delete(told, subject{a.Kind, of})
		}
	}
	return told
}

// tell puts one change of a save.
func (h holdings) tell(a db.AuditRow, of string, c db.Change) {
	text, confirmed := c.New, privacy.Confirmation(privacy.NHSNumbers(c.New))
	if c.Removed != "" {
		text, confirmed = notKnown, notKnown
	}
	switch {
	case c.Field == confirmedField && (a.Act == "measured" || a.Kind == record.Evidence && a.Act != "added" && a.Act != "changed"):
		return // it is of a text beside the record: a quarter's note, a question or answer
	case a.Kind == record.Priority && (c.Field == "claim_answer" || c.Field == assessment.CommentField),
		a.Kind == record.Target && strings.HasPrefix(c.Field, measure.HandNote):
		// A text with numbers is saved only when all of them are confirmed.
		h.put(a.Kind, of, record.Text{Field: confirmedOf(c.Field), Text: confirmed})
	case a.Kind == record.ICB && c.Field == "next_meeting": // an ICB can be made with this setting
		h.put(record.Settings, of, record.Text{Field: c.Field, Text: text})
	}
	h.put(a.Kind, of, record.Text{Field: c.Field, Text: text})
}

// tellPeople puts what saves of people change of other records: who is named for a procurement, and which invitations are open.
func (h holdings) tellPeople(p allRows, a db.AuditRow, changes []db.Change) {
	procurement := h[subject{record.Procurement, p.tenant.Code}]
	switch {
	case a.Kind == record.Invitation && a.Act == "invited":
		h.put(a.Kind, a.Subject, record.Text{Field: "expires", Text: string(expiry(calendar.Instant(a.At)))})
	case a.Kind == record.Procurement && a.Act == "ended":
		procurement[confirmedField] = ""
	case a.Kind != record.Member:
		return
	}
	var theirs []string // memberships of the person
	for _, m := range p.memberships {
		if m.Person.ID == a.Subject {
			theirs = append(theirs, m.ID)
		}
	}
	for _, c := range changes {
		switch {
		case c.Field == "invitation":
			delete(h, subject{record.Invitation, c.New})
		case c.Field == "void":
			for id := range strings.Lines(c.New) {
				h.put(record.Invitation, strings.TrimSpace(id), record.Text{Field: "void", Text: "yes"})
			}
		case c.Field == "role" && !tenants.Role(c.New).Nameable() && procurement != nil:
			left := strings.Split(procurement["named"], "\n")
			left = slices.DeleteFunc(left, func(id string) bool { return slices.Contains(theirs, id) })
			procurement["named"] = strings.Join(left, "\n")
		}
	}
	for _, i := range p.invitations {
		// A save of before named no invitation.
		if a.Act == "joined" && i.Accepted == a.At && slices.Contains(theirs, i.Joined) {
			delete(h, subject{record.Invitation, i.ID})
		}
	}
}

func sortedLines(list []string) string { return strings.Join(slices.Sorted(slices.Values(list)), "\n") }

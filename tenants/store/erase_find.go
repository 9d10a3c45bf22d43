package store

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"ipstoolkit/tenants"
	"ipstoolkit/tenants/store/db"
	"ipstoolkit/toolkit/calendar"
	"ipstoolkit/toolkit/problem"
	"ipstoolkit/toolkit/snapshot"
)

// Trace is one place where a text is: in a row that people see now, or in a save of the history (Seq is not 0). ID
// names the place for Erase. Kind, Subject and Field are as in the history: "priority", "3.4", "notes".
type Trace struct {
	ID                   string
	Kind, Subject, Field string
	Seq                  int64
	N                    int
	At                   calendar.Instant
	Who                  string
	Text                 string
}

// kept is what the text is of, as the history keeps it: a line each for kind, subject and field.
func (t Trace) kept() string { return t.Kind + "\n" + t.Subject + "\n" + t.Field }

// sayPlace turns what a removal says of a text into words: what kept keeps of it, in the history after the number of the
// save and of its change. The first removals of a history are in words.
func sayPlace(text string) string {
	lines, in := strings.Split(text, "\n"), ""
	if place, ok := db.ReadRemoval(lines[0]); ok {
		lines, in = lines[1:], fmt.Sprintf("save %d, change %d: ", place.Seq, place.N+1)
	}
	if len(lines) != 3 {
		return text
	}
	k := snapshot.KindOf(lines[0])
	return in + k.Words + " " + lines[1] + ", " + k.Field(lines[2]).Words
}

// FindText is every place in the ICB's rows and its history that holds some words, in any case. What people see now
// comes first, then the history from its beginning. Places that procurement keeps from the member are left out. Errors:
// a problem.List when there is next to nothing to look for; tenants.ErrForbidden for all but the ICB administrator.
func (r *Rows) FindText(ctx context.Context, words string) ([]Trace, error) {
	words = strings.ToLower(strings.TrimSpace(words))
	if len([]rune(words)) < 3 {
		return nil, problem.List{{Field: "words", Message: "Enter at least 3 characters of what you need to remove"}}
	}
	var found []Trace
	err := r.read(ctx, tenants.RemovePersonal, func(q reading) error {
		all, err := q.traces(r.member)
		found = slices.DeleteFunc(all, func(t Trace) bool { return !strings.Contains(strings.ToLower(t.Text), words) })
		return err
	})
	return found, err
}

// traces are all texts of the ICB that a member may read: what people see now, then the history from its beginning.
func (q reading) traces(m tenants.Member) ([]Trace, error) {
	now, err := q.present(m)
	if err != nil {
		return nil, err
	}
	past, err := q.past(m, 0)
	return append(now, past...), err
}

// present are the texts of rows that people see now.
func (q reading) present(m tenants.Member) ([]Trace, error) {
	var all []Trace
	for _, c := range textColumns {
		var rows []struct {
			Key  string `db:"key"`
			Text string `db:"text"`
		}
		err := q.All(&rows, `SELECT `+c.key+` AS key, `+c.column+` AS text FROM `+c.table+` WHERE tenant_id = ? AND `+c.column+` <> ''`+
			openRows(m, c.table)+forRemoval, q.Tenant)
		if err != nil {
			return nil, fmt.Errorf("texts of %s: %w", c.table, err)
		}
		for _, row := range rows {
			all = append(all, Trace{
				ID: c.table + "/" + c.column + "/" + row.Key, Kind: c.kind, Subject: row.Key, Field: c.field,
				Text: row.Text,
			})
		}
	}
	slices.SortFunc(all, func(a, b Trace) int { return cmp.Compare(b.ID, a.ID) })
	return all, nil
}

// past are the texts of the saves that came after one, 0 for all.
func (q reading) past(m tenants.Member, after int64) ([]Trace, error) {
	var all []Trace
	var rows []struct {
		db.Change
		Kind    string           `db:"kind"`
		Subject string           `db:"subject"`
		At      calendar.Instant `db:"at"`
		Who     string           `db:"who"`
	}
	err := q.Changes(&rows, `, a.kind, a.subject, a.at, a.who`, `a.seq > ? AND c.removed_at = ''`+openTexts(m)+forRemoval, after)
	for _, row := range rows {
		for side, text := range map[string]string{"old": row.Old, "new": row.New} {
			if text != "" {
				all = append(all, Trace{
					ID: fmt.Sprintf("audit_changes/%d/%d/%s", row.Sequence, row.N, side), Kind: row.Kind, Subject: row.Subject,
					Field: row.Field, Seq: row.Sequence, N: row.N, At: row.At, Who: row.Who, Text: text,
				})
			}
		}
	}
	slices.SortFunc(all, func(a, b Trace) int {
		return cmp.Or(cmp.Compare(a.Seq, b.Seq), cmp.Compare(a.N, b.N), cmp.Compare(b.ID, a.ID))
	})
	return all, err
}

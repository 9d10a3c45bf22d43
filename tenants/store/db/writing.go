package db

import (
	"strings"

	"github.com/jackc/pgx/v5"

	"ipstoolkit/tenants"
	"ipstoolkit/toolkit/calendar"
)

// Act is what a save does, for the audit row: "saved" of kind "priority", subject "3.4". It holds nothing that a person
// typed: texts are among the changes, from which they can be removed.
type Act struct {
	Act, Kind, Subject string
}

// By is who saves, as the history names them: the id of a person, their name, and their title in codes.
type By struct {
	Person, Name, Role string
}

// Writing is one save under way: its statements, and the changes that its audit row will show.
type Writing struct {
	// At is when the save is, Seq its number among the ICB's saves; 0 where there is no audit row.
	At  calendar.Instant
	Seq int64
	// Rights is the ICB's count of changes of who may do what (tenants.rights_version) at this moment. The statement that
	// begins a save returns it, since the caller has to compare it. The caller decides what counts as a change.
	Rights int64
	// Act is what the save does.
	Act Act

	tx      Tx
	q       Reading
	changes []Change
}

// Exec runs a statement and says how many rows it touched.
func (w *Writing) Exec(query string, args ...any) (int64, error) { return w.tx.Exec(query, args...) }

// Must runs a statement that has to touch one row; none is tenants.ErrStale, since the version in its WHERE did not fit.
func (w *Writing) Must(query string, args ...any) error {
	n, err := w.Exec(query, args...)
	if err == nil && n == 0 {
		err = tenants.ErrStale
	}
	return err
}

// Changed notes a field's old and new text for the audit row; nothing when they are the same.
func (w *Writing) Changed(field, old, text string) {
	if old != text {
		w.changes = append(w.changes, Change{Field: field, Old: old, New: text})
	}
}

// statement is a statement with what it is given.
type statement struct {
	query string
	args  []any
}

// execAll runs statements that do not depend on each other's answers, on PostgreSQL in one round trip. They go there as one
// text with quoted values: that is how PostgreSQL takes several at once.
func (w *Writing) execAll(list []statement) error {
	if w.tx.db.SQLite() {
		for _, s := range list {
			if _, err := w.Exec(s.query, s.args...); err != nil {
				return err
			}
		}
		return nil
	}
	queries, args := make([]string, len(list)), []any{pgx.QueryExecModeSimpleProtocol}
	for i, s := range list {
		queries[i] = s.query
		args = append(args, s.args...)
	}
	_, err := w.Exec(strings.Join(queries, `;`), args...)
	return err
}

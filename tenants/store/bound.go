package store

import "strings"

// binder is a database or a transaction.
type binder interface {
	DriverName() string
	Rebind(query string) string
}

// bound is a query with the places of its values as the database wants them.
//
// SQLite plans a statement anew each time a value is put beside a bare "= ?" of a join, in case the best plan hangs on
// that very value. Ours never do: rows are found by their keys. A plus before the place, which changes no value, keeps
// the plan that was made first, and planning took most of the time of such a query.
func bound(db binder, query string) string {
	if db.DriverName() == "sqlite3" {
		return strings.ReplaceAll(query, "= ?", "= +?")
	}
	return db.Rebind(query)
}

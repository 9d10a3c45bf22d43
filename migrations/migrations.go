// Package migrations holds the one sequence of SQL files that makes the tables, the same for SQLite and PostgreSQL.
// Files are numbered and only ever added: what has been released never changes.
package migrations

import "embed"

// Files are the migrations, by name.
//
//go:embed *.sql
var Files embed.FS

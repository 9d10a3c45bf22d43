package db

import (
	"context"
	"errors"
)

// unfinished is a table that a database has while others move into it, and afterwards if they never arrived. Nothing but another
// move opens such a database.
const unfinished = "unfinished_move"

// errUnfinished: a move into this database was cut short.
var errUnfinished = errors.New("a move into this database was cut short, and nothing of it was kept: run ipstoolkit move again, " +
	"or take another database")

// refuseUnfinished refuses a database that a move has begun to fill.
func (d *DB) refuseUnfinished(ctx context.Context) error {
	var n int
	query := `SELECT COUNT(*) FROM sqlite_master WHERE type = 'table' AND name = ?`
	if !d.SQLite() {
		query = `SELECT COUNT(*) FROM pg_tables WHERE schemaname = current_schema() AND tablename = ?`
	}
	err := d.writer.GetContext(ctx, &n, d.writer.Rebind(query), unfinished)
	if err == nil && n > 0 {
		err = errUnfinished
	}
	return err
}

// BeginMove marks the database as one that a move fills.
func (d *DB) BeginMove(ctx context.Context) error {
	return d.Exec(ctx, `CREATE TABLE IF NOT EXISTS `+unfinished+` (begun_at TEXT NOT NULL)`)
}

// EndMove takes the mark away, in the transaction in which all rows come.
func (c Carrying) EndMove() error {
	_, err := c.tx.ExecContext(c.ctx, `DROP TABLE `+unfinished)
	return err
}

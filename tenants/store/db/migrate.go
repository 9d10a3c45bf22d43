package db

import (
	"context"
	"database/sql"
	"fmt"

	"github.com/pressly/goose/v3"

	"ipstoolkit/migrations"
)

// migrate makes the tables or moves them on. Several servers on one PostgreSQL may start at once: one migrates, the
// others wait.
func (d *DB) migrate(ctx context.Context) error {
	dialect := goose.DialectSQLite3
	options := []goose.ProviderOption{goose.WithDisableGlobalRegistry(true)}
	if !d.SQLite() {
		dialect = goose.DialectPostgres
		options = append(options, goose.WithSessionLocker(advisoryLock{}))
	}
	p, err := goose.NewProvider(dialect, d.writer.DB, migrations.Files, options...)
	if err != nil {
		return fmt.Errorf("migrations: %w", err)
	}
	newest := p.ListSources()[len(p.ListSources())-1].Version
	current, err := p.GetDBVersion(ctx)
	if err != nil {
		return fmt.Errorf("this is not a database of this service, or it is damaged: %w", err)
	}
	if err := knownSchema(current, newest); err != nil {
		return err
	}
	if _, err := p.Up(ctx); err != nil {
		return fmt.Errorf("migrations: %w", err)
	}
	if d.SQLite() {
		return nil
	}
	return d.lockRows(ctx)
}

// Newest says whether the tables are those of the newest migration: a backup can have older ones.
func (d *DB) Newest(ctx context.Context) (bool, error) {
	var schema int64
	err := d.Get(ctx, &schema, `SELECT MAX(version_id) FROM goose_db_version WHERE is_applied`)
	return schema >= newestSchema(), err
}

// knownSchema refuses a schema if this program lacks migrations of it.
func knownSchema(schema, newest int64) error {
	if schema <= newest {
		return nil
	}
	return fmt.Errorf("the database has schema %d, this program knows up to %d: it is of a newer program, so run that one; "+
		"or it is from before the first release, and cannot be used any longer", schema, newest)
}

// advisoryLock waits for PostgreSQL's advisory lock of this database and schema. (The library's own lock asks every
// five seconds; this one is told.)
type advisoryLock struct{}

const lockKey = `hashtext('ipstoolkit migrations ' || current_database() || ' ' || current_schema())`

func (advisoryLock) SessionLock(ctx context.Context, c *sql.Conn) error {
	// A migration may have to change the rows of all ICBs.
	_, err := c.ExecContext(ctx, `SELECT pg_advisory_lock(`+lockKey+`), set_config('app.tenant', '`+allTenants+`', false)`)
	return err
}

func (advisoryLock) SessionUnlock(ctx context.Context, c *sql.Conn) error {
	_, err := c.ExecContext(ctx, `SELECT pg_advisory_unlock(`+lockKey+`), set_config('app.tenant', '', false)`)
	return err
}

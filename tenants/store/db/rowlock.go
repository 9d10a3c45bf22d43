package db

import (
	"context"
	"errors"
	"fmt"

	"github.com/jackc/pgx/v5"
	"github.com/jmoiron/sqlx"
)

// On PostgreSQL the database itself keeps ICBs apart too: each transaction says which ICB it is for, and a statement
// that forgot its tenant_id would still see and change that ICB's rows only. SQLite has no such lock.

// allTenants is every ICB to the lock. See Across.
const allTenants = "*"

// setTenant says for the rest of a transaction which ICB it is for.
func (d *DB) setTenant(ctx context.Context, tx *sqlx.Tx, tenant string) error {
	if d.SQLite() {
		return nil
	}
	if _, err := tx.ExecContext(ctx, `SELECT set_config('app.tenant', $1, true)`, tenant); err != nil {
		return fmt.Errorf("set the ICB: %w", unavailable(err))
	}
	return nil
}

// forICB is the same as setTenant within a statement on the list of ICBs, which is not locked: a column of it for the rest
// of the transaction. It saves a save one way to the database. In SQLite it is that column and nothing more.
func (d *DB) forICB(column string) string {
	if d.SQLite() {
		return column
	}
	return `set_config('app.tenant', ` + column + `, true)`
}

// lockRows lays the lock on every table with a tenant_id but the list of ICBs itself. It holds for the owner of the
// tables too. Several servers may start at once.
func (d *DB) lockRows(ctx context.Context) (err error) {
	c, err := d.writer.Connx(ctx)
	if err != nil {
		return fmt.Errorf("lock rows: %w", err)
	}
	defer c.Close()
	if err := (advisoryLock{}).SessionLock(ctx, c.Conn); err != nil {
		return fmt.Errorf("lock rows: %w", err)
	}
	defer func() { err = errors.Join(err, advisoryLock{}.SessionUnlock(ctx, c.Conn)) }()
	var tables []string
	err = c.SelectContext(ctx, &tables, `
		SELECT t.tablename FROM pg_tables t
		WHERE t.schemaname = current_schema() AND t.tablename <> 'tenants'
		  AND EXISTS (SELECT 1 FROM information_schema.columns c
		              WHERE c.table_schema = t.schemaname AND c.table_name = t.tablename AND c.column_name = 'tenant_id')
		  AND NOT EXISTS (SELECT 1 FROM pg_policies p
		                  WHERE p.schemaname = t.schemaname AND p.tablename = t.tablename AND p.policyname = 'one_icb')`)
	if err != nil {
		return fmt.Errorf("tables to lock: %w", err)
	}
	for _, table := range tables {
		name := pgx.Identifier{table}.Sanitize()
		_, err := c.ExecContext(ctx, `
			ALTER TABLE `+name+` ENABLE ROW LEVEL SECURITY;
			ALTER TABLE `+name+` FORCE ROW LEVEL SECURITY;
			CREATE POLICY one_icb ON `+name+` USING (current_setting('app.tenant', true) IN (tenant_id, '`+allTenants+`'))`)
		if err != nil {
			return fmt.Errorf("lock rows of %s: %w", table, err)
		}
	}
	return nil
}

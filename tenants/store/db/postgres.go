package db

import (
	"context"
	"errors"
	"fmt"

	_ "github.com/jackc/pgx/v5/stdlib" // the driver "pgx"
)

func (d *DB) openPostgres(url string) error {
	db, err := Connect("pgx", url)
	if err != nil {
		return fmt.Errorf("database: %w", err)
	}
	db.SetMaxOpenConns(20)
	db.SetMaxIdleConns(10)
	apart, err := Connect("pgx", url)
	if err != nil {
		return fmt.Errorf("database: %w", err)
	}
	apart.SetMaxOpenConns(apartReaders)
	apart.SetMaxIdleConns(apartReaders)
	d.writer, d.reader, d.apart = db, db, apart
	return nil
}

// refuseSuperuser refuses a role for which PostgreSQL does not keep ICBs apart.
func (d *DB) refuseSuperuser(ctx context.Context) error {
	var free bool
	err := d.writer.GetContext(ctx, &free, `SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user`)
	if err != nil {
		return fmt.Errorf("database: %w", err)
	}
	if free {
		return errors.New("the database role is a superuser or may bypass row-level security, which keeps ICBs apart: " +
			"use an ordinary role that owns its database")
	}
	return nil
}

package db

import (
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"io"
	"net"

	"github.com/jackc/pgx/v5/pgconn"
	"github.com/mattn/go-sqlite3"

	"ipstoolkit/tenants"
)

// ErrTaken: a row with this key exists already. Callers turn it into what it means for their record.
var ErrTaken = errors.New("exists already")

// translate turns a driver's error into the product's: no row, or a reference to a row that is not the ICB's, is
// ErrNotFound; a second row with the same key is ErrTaken. Others stay as they are.
func translate(err error) error {
	var lite sqlite3.Error
	var pg *pgconn.PgError
	switch {
	case err == nil:
		return nil
	case errors.Is(err, sql.ErrNoRows):
		return tenants.ErrNotFound
	case errors.As(err, &lite):
		switch lite.ExtendedCode {
		case sqlite3.ErrConstraintForeignKey:
			return fmt.Errorf("%w (%v)", tenants.ErrNotFound, err)
		case sqlite3.ErrConstraintUnique, sqlite3.ErrConstraintPrimaryKey:
			return fmt.Errorf("%w (%v)", ErrTaken, err)
		}
	case errors.As(err, &pg):
		switch pg.Code {
		case "23503":
			return fmt.Errorf("%w (%v)", tenants.ErrNotFound, err)
		case "23505":
			return fmt.Errorf("%w (%v)", ErrTaken, err)
		}
	}
	return unavailable(err)
}

// unavailable marks an error that says that the database cannot be written or reached at the moment.
func unavailable(err error) error {
	if err == nil || errors.Is(err, tenants.ErrUnavailable) || !away(err) {
		return err
	}
	return fmt.Errorf("%w: %w", tenants.ErrUnavailable, err)
}

func away(err error) bool {
	var lite sqlite3.Error
	var pg *pgconn.PgError
	var connect *pgconn.ConnectError
	var network net.Error
	switch {
	case errors.As(err, &lite):
		switch lite.Code {
		case sqlite3.ErrFull, sqlite3.ErrIoErr, sqlite3.ErrReadonly, sqlite3.ErrCantOpen, sqlite3.ErrBusy, sqlite3.ErrLocked:
			return true
		}
		return false
	case errors.As(err, &pg):
		switch pg.Code[:2] {
		case "08", "53", "57", "58": // the connection, disk and memory, the administrator, the server's own system
			return true
		}
		return pg.Code == "25006" // only reading is allowed
	}
	return errors.As(err, &connect) || errors.As(err, &network) || pgconn.SafeToRetry(err) ||
		errors.Is(err, driver.ErrBadConn) || errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF)
}

package store

import (
	"database/sql"
	"errors"
	"fmt"

	"github.com/jackc/pgx/v5/pgconn"
	"github.com/mattn/go-sqlite3"

	"ipstoolkit/tenants"
)

var errTxDone = sql.ErrTxDone

// errTaken: a row with this key exists already. Callers turn it into what it means for their record.
var errTaken = errors.New("exists already")

// translate turns a driver's error into the product's: no row, or a reference to a row that is not the ICB's, is
// ErrNotFound; a second row with the same key is errTaken. Others stay as they are.
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
			return fmt.Errorf("%w (%v)", errTaken, err)
		}
	case errors.As(err, &pg):
		switch pg.Code {
		case "23503":
			return fmt.Errorf("%w (%v)", tenants.ErrNotFound, err)
		case "23505":
			return fmt.Errorf("%w (%v)", errTaken, err)
		}
	}
	return err
}

package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"

	"ipstoolkit/tenants/store"
	"ipstoolkit/toolkit/edition"
)

// backup writes the whole database into one file, while the service runs.
func backup(flags *flag.FlagSet) action {
	read := settingsOf(flags)
	force := flags.Bool("force", false, "replace the file when it is there already")
	return func(ctx context.Context, arguments []string, out io.Writer) error {
		if err := refusePostgres(out); err != nil {
			return err
		}
		return withStore(ctx, read, store.Options{Existing: true}, func(s *store.Store, _ *edition.Library) error {
			c, err := s.Backup(ctx, arguments[0], *force)
			if err != nil {
				return err
			}
			_, err = fmt.Fprintf(out, "%s holds %s. It was checked, and no problems were found.\n", arguments[0], c.Words())
			return err
		})
	}
}

// The commands that back up and restore a PostgreSQL database. Row-level security keeps ICBs apart, so the dump has to
// ask for the rows of all of them. A test runs these exact lines.
const (
	postgresBackup  = `PGOPTIONS='-c app.tenant=*' pg_dump --enable-row-security --format=custom --no-owner --file="$FILE" "$IPS_DATABASE"`
	postgresRestore = `pg_restore --no-owner --exit-on-error --single-transaction --dbname="$EMPTY_DATABASE" "$FILE"`
)

// refusePostgres says how to back up and restore a PostgreSQL database: not with this program.
func refusePostgres(out io.Writer) error {
	s, err := readSettings()
	if err != nil || s.Database == "" {
		return err
	}
	fmt.Fprintf(out, `The database is PostgreSQL (IPS_DATABASE), which is backed up and restored with its own tools.

To back it up while the service runs:
  %s
Without PGOPTIONS the dump fails or lacks the rows of every ICB.

To restore into an empty database that the service's role owns:
  %s
Then look it over with IPS_DATABASE set to that database: ipstoolkit check
`, postgresBackup, postgresRestore)
	return errors.New("nothing was done: use pg_dump and pg_restore")
}

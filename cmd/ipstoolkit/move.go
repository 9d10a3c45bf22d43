package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"strings"

	"ipstoolkit/tenants/store"
	"ipstoolkit/toolkit/edition"
)

// moveAll moves a whole database to PostgreSQL, or back to SQLite.
func moveAll(flags *flag.FlagSet) action {
	read := settingsOf(flags)
	to := flags.String("to", "", "the `ADDRESS` of an empty PostgreSQL database, postgres://..., or an empty data folder")
	return func(ctx context.Context, _ []string, out io.Writer) error {
		target := store.Options{Exclusive: true, Database: *to}
		switch {
		case *to == "":
			return errors.New("say where to: --to postgres://... or --to DIR")
		case !strings.HasPrefix(*to, "postgres://") && !strings.HasPrefix(*to, "postgresql://"):
			target.Database, target.Dir = "", *to
		}
		return withStore(ctx, read, store.Options{Existing: true, Exclusive: true}, func(s *store.Store, _ *edition.Library) error {
			done, err := s.Move(ctx, target, func(m store.Moved) {
				if m.ICB != "" {
					fmt.Fprintf(out, "%d of %d ICBs: %s, %d rows until now\n", m.ICBs, m.Of, m.ICB, m.Rows)
				}
			})
			if err != nil {
				return err
			}
			_, err = fmt.Fprintf(out, "ICBs moved: %d. Every table was read again there: it holds the same rows with the same hashes, %d "+
				"in all, "+
				"and each history ends as it does here.\nWhat was moved is still here as well. Next: change the settings, run ipstoolkit "+
				"check with them, and start the service.\n", done.ICBs, done.Rows)
			return err
		})
	}
}

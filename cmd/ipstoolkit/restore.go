package main

import (
	"bufio"
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"strings"

	"ipstoolkit/tenants/store"
)

// errNotAgreed ends a restore that nobody confirmed.
var errNotAgreed = errors.New("nothing was changed")

// restore replaces the database by a backup. It asks first.
func restore(flags *flag.FlagSet) action {
	read := settingsOf(flags)
	yes := flags.Bool("yes", false, "replace the present database without asking")
	return func(ctx context.Context, arguments []string, out io.Writer) error {
		if err := refusePostgres(out); err != nil {
			return err
		}
		s, err := read()
		if err != nil {
			return err
		}
		file := arguments[0]
		kept, err := store.Restore(ctx, file, s.Data, func(backup store.Contents, present *store.Contents) error {
			fmt.Fprintf(out, "Backup   %s: %s.\n", file, backup.Words())
			if present == nil || *yes {
				return nil
			}
			fmt.Fprintf(out, "Present  database in %s: %s.\n", s.Data, present.Words())
			return ask(ctx, os.Stdin, out)
		})
		if err != nil {
			return err
		}
		fmt.Fprintf(out, "Restored into %s.\n", s.Data)
		if kept != "" {
			fmt.Fprintf(out, "The database that was there is kept as %s\n", kept)
		}
		return nil
	}
}

// ask needs a yes from a person at a terminal.
func ask(ctx context.Context, in *os.File, out io.Writer) error {
	nobody := fmt.Errorf("%w: there is nobody to ask whether to replace the present database. Say --yes to replace it", errNotAgreed)
	info, err := in.Stat()
	if err != nil || info.Mode()&os.ModeCharDevice == 0 {
		return nobody
	}
	fmt.Fprint(out, "Replace the present database with the backup? It is kept beside it. [y/N] ")
	answer := make(chan error, 1)
	go func() {
		line, err := bufio.NewReader(in).ReadString('\n')
		switch text := strings.ToLower(strings.TrimSpace(line)); {
		case text == "y" || text == "yes":
			answer <- nil
		case text == "" && err != nil:
			answer <- nobody
		default:
			answer <- errNotAgreed
		}
	}()
	select {
	case <-ctx.Done():
		return errNotAgreed
	case err := <-answer:
		return err
	}
}

package main

import (
	"context"
	"crypto/sha256"
	"errors"
	"flag"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"ipstoolkit/server/export"
	"ipstoolkit/tenants"
	"ipstoolkit/tenants/store"
	"ipstoolkit/toolkit/archive"
	"ipstoolkit/toolkit/edition"
	"ipstoolkit/toolkit/evidence"
)

// exportICB writes everything of an ICB into one file, while the service runs.
func exportICB(flags *flag.FlagSet) action {
	read := settingsOf(flags)
	return func(ctx context.Context, arguments []string, out io.Writer) error {
		return withStore(ctx, read, store.Options{Existing: true}, func(s *store.Store, library *edition.Library) error {
			code := strings.ToUpper(arguments[0])
			icb, err := s.Tenant(ctx, code)
			if errors.Is(err, tenants.ErrNotFound) {
				return fmt.Errorf("there is no ICB %s here: see ipstoolkit tenant list", code)
			}
			if err != nil {
				return err
			}
			return writeExport(ctx, s, s.System(icb, tenants.TheOperator).Apart(), library, arguments[1], out)
		})
	}
}

// writeExport writes an export into a new file, which gets its name once it is whole.
func writeExport(ctx context.Context, s *store.Store, rows *store.Rows, library *edition.Library, name string, out io.Writer) (err error) {
	if _, err := os.Lstat(name); !errors.Is(err, fs.ErrNotExist) {
		return errors.Join(err, fmt.Errorf("%s is there already: give another name", name))
	}
	fmt.Fprintln(out, "Gathering the records, the workbook and the history.")
	made, err := export.Make(ctx, s, rows, library)
	if err != nil {
		return err
	}
	defer made.Close()
	if err := rows.ExportedAll(ctx, made.Saves, ""); err != nil {
		return err
	}
	f, err := os.CreateTemp(filepath.Dir(name), "."+filepath.Base(name)+".partial-*")
	if err != nil {
		return err
	}
	partial := f.Name()
	defer func() {
		if err != nil {
			err = errors.Join(err, f.Close(), os.Remove(partial))
		}
	}()
	sum := sha256.New()
	err = made.Send(ctx, io.MultiWriter(f, sum), func(done int) {
		if done%100 == 0 {
			fmt.Fprintf(out, "%d of %d files.\n", done, len(made.Files))
		}
	})
	if err != nil {
		return err
	}
	info, err := f.Stat()
	if err := errors.Join(err, f.Sync(), f.Close(), os.Rename(partial, name)); err != nil {
		return err
	}
	for _, m := range made.Missing {
		fmt.Fprintf(out, "Missing: %s (%s %s). %s\n", m.Name, m.Kind, m.ID, m.Why)
	}
	_, err = fmt.Fprintf(out, "%s holds everything of %s (%s) as it was after save %d: %d files, %s.\nSHA-256 %x\n", name, made.Name,
		made.ICB,
		made.Saves, len(made.Files)-len(made.Missing), evidence.SizeWords(info.Size()), sum.Sum(nil))
	return err
}

// importTenant brings in an ICB that was exported.
func importTenant(flags *flag.FlagSet) action {
	read := settingsOf(flags)
	return func(ctx context.Context, arguments []string, out io.Writer) error {
		f, err := os.Open(arguments[0])
		if err != nil {
			return err
		}
		defer f.Close()
		info, err := f.Stat()
		if err != nil {
			return err
		}
		r, err := archive.Open(f, info.Size())
		if err != nil {
			return notImported(arguments[0], err)
		}
		return withStore(ctx, read, store.Options{}, func(s *store.Store, library *edition.Library) error {
			fmt.Fprintf(out, "Reading %s (%s) as it was after save %d: %d files.\n", r.Name, r.ICB, r.Saves, len(r.Files))
			done, err := s.Import(ctx, library, r)
			if err != nil {
				return notImported(arguments[0], err)
			}
			return tellImport(done, out)
		})
	}
}

// notImported says of a file that it was not imported.
func notImported(name string, err error) error {
	if f, ok := errors.AsType[archive.Fault](err); ok {
		return fmt.Errorf("%s was not imported, and nothing was changed: %s", name, f)
	}
	return err
}

func tellImport(done store.Imported, out io.Writer) error {
	for _, m := range done.Missing {
		fmt.Fprintf(out, "Missing in the export already: %s (%s %s). %s\n", m.Name, m.Kind, m.ID, m.Why)
	}
	fmt.Fprintf(out, "Imported %s (%s): %d records, %d files. Its history has %d saves and ends with %s.\n", done.Name, done.ICB, done.Rows,
		done.Files, done.Saves, done.Hash)
	if done.Invitations > 0 {
		fmt.Fprintf(out, "The links of its %d open invitations do not work here: make new ones on the People page.\n", done.Invitations)
	}
	_, err := fmt.Fprintf(out, "Its members sign in as before, if the same sign-in services are set here. If not, invite them again: "+
		"ipstoolkit "+
		"invite %s --name NAME --email ADDRESS\nNext: ipstoolkit check\n", done.ICB)
	return err
}

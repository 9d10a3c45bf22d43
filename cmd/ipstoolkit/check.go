package main

import (
	"bufio"
	"context"
	"flag"
	"fmt"
	"io"
	"log/slog"
	"os"
	"regexp"
	"strconv"
	"strings"

	"ipstoolkit/tenants/store"
	"ipstoolkit/toolkit/edition"
)

// check says what is wrong in words; it fails when anything is. It prints how far each history goes, for a later check.
func check(flags *flag.FlagSet) action {
	read := settingsOf(flags)
	noted := flags.String("heads", "", "a `FILE` with lines of the service's log, or what check printed earlier: the histories still "+
		"have to hold what it says")
	return func(ctx context.Context, _ []string, out io.Writer) error {
		heads, err := readHeads(*noted)
		if err != nil {
			return err
		}
		return withStore(ctx, read, store.Options{Existing: true}, func(s *store.Store, _ *edition.Library) error {
			faults, err := s.Check(ctx)
			if err != nil {
				return err
			}
			cut, err := s.CompareHeads(ctx, heads)
			if err != nil {
				return err
			}
			if faults = append(faults, cut...); len(faults) > 0 {
				return fmt.Errorf("%d found wrong:\n  %s\nTo put a backup in the database's place: ipstoolkit restore FILE", len(faults),
					strings.Join(faults, "\n  "))
			}
			if err := logHeads(ctx, s, slog.New(slog.NewJSONHandler(out, nil))); err != nil {
				return err
			}
			_, err = fmt.Fprintln(out, checkedWords(len(heads)))
			return err
		})
	}
}

func checkedWords(heads int) string {
	if heads == 0 {
		return "No problems were found."
	}
	return fmt.Sprintf("No problems were found. The histories hold the %d ends that were noted.", heads)
}

// logHeads writes how far each ICB's history goes into a log outside the database. Anyone who changes the database
// behind the program's back cannot change it there as well.
func logHeads(ctx context.Context, s *store.Store, log *slog.Logger) error {
	heads, err := s.Heads(ctx)
	if err != nil {
		return fmt.Errorf("ends of the histories: %w", err)
	}
	for _, h := range heads {
		log.InfoContext(ctx, "history", "icb", h.ICB, "saves", h.Saves, "head", h.Hash)
	}
	return nil
}

// headLine is what logHeads writes, anywhere in a line: the system's log puts words before it.
var headLine = regexp.MustCompile(`"msg":"history","icb":"(\w+)","saves":(\d+),"head":"(\w*)"`)

// readHeads finds the heads in a file and ignores its other lines; "" is no file. A file without any is an error.
func readHeads(file string) ([]store.Head, error) {
	if file == "" {
		return nil, nil
	}
	f, err := os.Open(file)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	var list []store.Head
	lines := bufio.NewScanner(f)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		if m := headLine.FindStringSubmatch(lines.Text()); m != nil {
			saves, err := strconv.ParseInt(m[2], 10, 64)
			if err != nil {
				return nil, fmt.Errorf("%s: %w", file, err)
			}
			list = append(list, store.Head{ICB: m[1], Saves: saves, Hash: m[3]})
		}
	}
	if err := lines.Err(); err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	if len(list) == 0 {
		return nil, fmt.Errorf("%s does not say how far any history goes: give it the service's log, or what check printed", file)
	}
	return list, nil
}

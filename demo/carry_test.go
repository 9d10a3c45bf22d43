package demo

import (
	"bytes"
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"ipstoolkit/server/export"
	"ipstoolkit/tenants"
	"ipstoolkit/tenants/store"
	"ipstoolkit/tenants/store/storetest"
	"ipstoolkit/toolkit/archive"
	"ipstoolkit/toolkit/edition"
)

// taken is the file with which an ICB of a store leaves.
func taken(t *testing.T, s *store.Store, code string) ([]byte, *archive.Reader) {
	t.Helper()
	ctx := context.Background()
	icb, err := s.Tenant(ctx, code)
	if err != nil {
		t.Fatal(err)
	}
	rows := s.System(icb, tenants.TheOperator)
	made, err := export.Make(ctx, s, rows, library(t))
	if err != nil {
		t.Fatal(err)
	}
	defer made.Close()
	var b bytes.Buffer
	if err := made.Send(ctx, &b, func(int) {}); err != nil {
		t.Fatal(err)
	}
	r, err := archive.Open(bytes.NewReader(b.Bytes()), int64(b.Len()))
	if err != nil {
		t.Fatal(err)
	}
	return b.Bytes(), r
}

func library(t *testing.T) *edition.Library {
	t.Helper()
	l, err := edition.LoadFolder("")
	if err != nil {
		t.Fatal(err)
	}
	return l
}

// rowsAndFiles are the hashes of an export's document and of the files that the ICB keeps: the same for the same ICB.
func rowsAndFiles(r *archive.Reader) map[string]string {
	list := map[string]string{}
	for _, e := range r.Entries {
		if e.Name == archive.Document {
			list[e.Name] = e.SHA256
		}
	}
	for _, f := range r.Files {
		list[f.Entry] = f.SHA256
	}
	return list
}

func emptyStore(t *testing.T, o store.Options) *store.Store {
	t.Helper()
	o.Clock = func() time.Time { return usualDay }
	s, err := store.Open(context.Background(), o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	return s
}

func sound(t *testing.T, s *store.Store) {
	t.Helper()
	if faults, err := s.Check(context.Background()); err != nil || len(faults) > 0 {
		t.Errorf("check: %q, %v", faults, err)
	}
}

// Each ICB of the demonstration leaves and comes in on either database, and is exported from there as it was: its rows, the files
// of its evidence, and its sealed rounds to the byte.
func TestDemonstrationLeavesAndComesIn(t *testing.T) {
	from := usual(t)
	for name, to := range map[string]store.Options{"sqlite": {Dir: t.TempDir()}, "postgres": {Database: storetest.Postgres(t)}} {
		t.Run(name, func(t *testing.T) {
			s := emptyStore(t, to)
			for _, code := range []string{"DEMO1", "DEMO2", "DEMO3"} {
				_, r := taken(t, from, code)
				if len(r.Missing) > 0 || code == "DEMO1" && len(r.Files) < 20 {
					t.Errorf("%s: %d files, missing %v", code, len(r.Files), r.Missing)
				}
				if _, err := s.Import(context.Background(), library(t), r); err != nil {
					t.Fatalf("%s: %v", code, err)
				}
				_, again := taken(t, s, code)
				if got, want := fmt.Sprint(rowsAndFiles(again)), fmt.Sprint(rowsAndFiles(r)); got != want {
					t.Errorf("%s: exported again it is\n%s\nwant\n%s", code, got, want)
				}
			}
			sound(t, s)
		})
	}
}

// The demonstration goes to PostgreSQL and back, and is what it was.
func TestDemonstrationMovesAndComesBack(t *testing.T) {
	ctx, from := context.Background(), usual(t)
	there, back := store.Options{Database: storetest.Postgres(t)}, store.Options{Dir: t.TempDir()}
	var said []string
	tell := func(m store.Moved) { said = append(said, fmt.Sprintf("%s %d/%d", m.ICB, m.ICBs, m.Of)) }
	first, err := from.Move(ctx, there, tell)
	if err != nil {
		t.Fatal(err)
	}
	if got := strings.Join(said, ","); got != " 0/3,DEMO1 1/3,DEMO2 2/3,DEMO3 3/3" || first.Rows < 8_000 {
		t.Errorf("it said %q, %+v", got, first)
	}
	postgres := emptyStore(t, there)
	sound(t, postgres)
	if _, err := from.Move(ctx, there, tell); err == nil || !strings.Contains(err.Error(), "is not empty") {
		t.Errorf("a second time: %v", err)
	}
	second, err := postgres.Move(ctx, back, tell)
	if err != nil || second.Rows != first.Rows {
		t.Fatalf("back: %+v, want %+v, %v", second, first, err)
	}
	sqlite := emptyStore(t, back)
	sound(t, sqlite)
	for _, code := range []string{"DEMO1", "DEMO2", "DEMO3"} {
		_, want := taken(t, from, code)
		_, got := taken(t, sqlite, code)
		if fmt.Sprint(rowsAndFiles(got)) != fmt.Sprint(rowsAndFiles(want)) {
			t.Errorf("%s is another than before", code)
		}
	}
}

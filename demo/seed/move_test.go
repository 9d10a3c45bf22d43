package seed

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"ipstoolkit/tenants"
	"ipstoolkit/tenants/store"
	"ipstoolkit/tenants/store/storetest"
	"ipstoolkit/toolkit/edition"
	"ipstoolkit/toolkit/evidence"
	"ipstoolkit/toolkit/workbook"
)

// generated is a database of invented ICBs, each with files of evidence and a sealed round.
func generated(t testing.TB, icbs, files int, size int64) *store.Store {
	t.Helper()
	ctx, now := context.Background(), time.Now().Truncate(time.Second)
	s, err := store.Open(ctx, store.Options{Dir: t.TempDir(), Clock: func() time.Time { return now }})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	l, err := edition.LoadFolder("")
	if err == nil {
		_, _, err = Add(ctx, s, l, icbs)
	}
	if err != nil {
		t.Fatal(err)
	}
	list, err := s.Tenants(ctx)
	if err != nil {
		t.Fatal(err)
	}
	for n, icb := range list {
		rows := s.For(leadOf(t, s, icb))
		var in []evidence.File
		for i := range files {
			body := bytes.Repeat([]byte(fmt.Sprintf("%06d %06d ", n, i)), int(size/14)+1)[:size]
			f, err := rows.PutFile(ctx, evidence.File{
				Name: fmt.Sprintf("report %d.txt", i), Kind: evidence.TXT, Size: size, Searched: true, State: evidence.Clean,
			}, bytes.NewReader(body))
			if err != nil {
				t.Fatal(err)
			}
			in = append(in, f)
		}
		_, err := rows.SaveEvidence(ctx, l.Current(), evidence.Evidence{
			Title: "Reports", ReviewOn: s.Today().AddDays(90), Places: []evidence.Place{{Priority: "1.1"}},
		}, in...)
		if err == nil {
			err = rows.SealRound(ctx, l, store.Seal{Quarter: store.Sealable(s.Today())[0], Workbook: workbook.Copy})
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	return s
}

// leadOf is an ICB administrator of an invented ICB.
func leadOf(t testing.TB, s *store.Store, icb tenants.Tenant) tenants.Member {
	t.Helper()
	list, err := s.System(icb, tenants.TheOperator).Members(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range list {
		if m.Role == tenants.Lead {
			return m
		}
	}
	t.Fatalf("%s has no administrator", icb.Code)
	return tenants.Member{}
}

func opened(t testing.TB, o store.Options) *store.Store {
	t.Helper()
	s, err := store.Open(context.Background(), o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	return s
}

func sound(t testing.TB, s *store.Store) {
	t.Helper()
	if faults, err := s.Check(context.Background()); err != nil || len(faults) > 0 {
		t.Errorf("check: %q, %v", faults, err)
	}
}

func heads(t testing.TB, s *store.Store) string {
	t.Helper()
	list, err := s.Heads(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	return fmt.Sprint(list)
}

// A generated database goes to PostgreSQL and back. A move that is called off half-way, whichever way it goes, changes nothing here
// and leaves a database that only another move opens.
func TestGeneratedDatabaseMoves(t *testing.T) {
	ctx, s := context.Background(), generated(t, 2, 2, 1<<20+1)
	postgres, sqlite := store.Options{Database: storetest.Postgres(t)}, store.Options{Dir: filepath.Join(t.TempDir(), "back")}
	before := heads(t, s)
	for name, to := range map[string]store.Options{"postgres": postgres, "sqlite": {Dir: sqlite.Dir}} {
		t.Run("called off on the way to "+name, func(t *testing.T) {
			short, stop := context.WithCancel(ctx)
			_, err := s.Move(short, to, func(m store.Moved) {
				if m.ICBs == 1 {
					stop()
				}
			})
			if !errors.Is(err, context.Canceled) {
				t.Fatalf("it ended with %v", err)
			}
			if _, err := store.Open(ctx, to); err == nil || !strings.Contains(err.Error(), "a move into this database was cut short") {
				t.Errorf("what is left is opened: %v", err)
			}
		})
	}
	first, err := s.Move(ctx, postgres, func(store.Moved) {})
	if err != nil {
		t.Fatal(err)
	}
	there := opened(t, postgres)
	sound(t, there)
	second, err := there.Move(ctx, sqlite, func(store.Moved) {})
	if err != nil || second != first {
		t.Fatalf("back: %+v, want %+v, %v", second, first, err)
	}
	back := opened(t, sqlite)
	sound(t, back)
	sound(t, s)
	if got := heads(t, back); got != before || heads(t, s) != before {
		t.Errorf("the histories end with %s, want %s", got, before)
	}
}

// A save while a move is under way would be lost: the move says so, and nothing of it is kept.
func TestSavesDuringAMoveEndIt(t *testing.T) {
	ctx, s := context.Background(), generated(t, 1, 1, 10)
	list, err := s.Tenants(ctx)
	if err != nil {
		t.Fatal(err)
	}
	to := store.Options{Database: storetest.Postgres(t)}
	_, err = s.Move(ctx, to, func(m store.Moved) {
		if m.ICBs == 1 {
			if err := s.For(leadOf(t, s, list[0])).Exported(ctx, "full", 1); err != nil {
				t.Error(err)
			}
		}
	})
	if err == nil || !strings.Contains(err.Error(), "somebody saved while the move was under way") {
		t.Errorf("it ended with %v", err)
	}
}

// BenchmarkMoveOfFifty moves 50 ICBs with files and sealed rounds to PostgreSQL and back and
// reports seconds, sizes and the memory that the process has taken from the system. Once is enough: -benchtime 1x.
func BenchmarkMoveOfFifty(b *testing.B) {
	ctx := context.Background()
	s := generated(b, 50, 4, 2<<20)
	postgres, sqlite := store.Options{Database: storetest.Postgres(b)}, store.Options{Dir: b.TempDir()}
	for b.Loop() {
		began := time.Now()
		moved, err := s.Move(ctx, postgres, func(store.Moved) {})
		if err != nil {
			b.Fatal(err)
		}
		b.ReportMetric(time.Since(began).Seconds(), "s-to-postgres")
		b.ReportMetric(float64(moved.Rows), "rows")
		there, err := store.Open(ctx, postgres)
		if err != nil {
			b.Fatal(err)
		}
		began = time.Now()
		if _, err := there.Move(ctx, sqlite, func(store.Moved) {}); err != nil {
			b.Fatal(err)
		}
		b.ReportMetric(time.Since(began).Seconds(), "s-back")
		if err := there.Close(); err != nil {
			b.Fatal(err)
		}
		info, err := os.Stat(filepath.Join(sqlite.Dir, store.FileName))
		if err != nil {
			b.Fatal(err)
		}
		b.ReportMetric(float64(info.Size())/(1<<20), "MB-database")
	}
	back := opened(b, sqlite)
	if heads(b, back) != heads(b, s) {
		b.Error("the histories end otherwise")
	}
	sound(b, back)
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	b.ReportMetric(float64(m.Sys)/(1<<20), "MB-memory")
}

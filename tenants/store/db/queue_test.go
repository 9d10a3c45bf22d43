package db

import (
	"context"
	"errors"
	"sync"
	"testing"
	"time"

	"github.com/jmoiron/sqlx"
)

// await waits until so many saves are in the queue beside the one that holds it up.
func await(t *testing.T, d *DB, saves int64) {
	t.Helper()
	for end := time.Now().Add(10 * time.Second); d.waiting.Load() < saves+1; time.Sleep(time.Millisecond) {
		if time.Now().After(end) {
			t.Fatalf("%d saves wait, want %d", d.waiting.Load()-1, saves)
		}
	}
	time.Sleep(5 * time.Millisecond) // the last one has counted itself and is about to wait
}

// held is a queue with a first save that holds up its writer until release is called, so that what is put meanwhile
// waits together.
func held(t *testing.T) (d *DB, release func()) {
	t.Helper()
	d, err := Open(context.Background(), Options{Dir: t.TempDir()})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = d.Close() })
	if err := d.transaction(context.Background(), run(`CREATE TABLE lines (n INTEGER PRIMARY KEY)`)); err != nil {
		t.Fatal(err)
	}
	began, gate := make(chan struct{}), make(chan struct{})
	go func() {
		_ = d.transaction(context.Background(), func(context.Context, *sqlx.Tx) error {
			close(began)
			<-gate
			return nil
		})
	}()
	<-began
	return d, sync.OnceFunc(func() { close(gate) })
}

func run(query string, args ...any) func(context.Context, *sqlx.Tx) error {
	return func(ctx context.Context, tx *sqlx.Tx) error {
		_, err := tx.ExecContext(ctx, query, args...)
		return err
	}
}

func lines(t *testing.T, d *DB) (n int) {
	t.Helper()
	if err := d.reader.Get(&n, `SELECT COUNT(*) FROM lines`); err != nil {
		t.Fatal(err)
	}
	return n
}

func TestABadSaveFailsAlone(t *testing.T) {
	d, release := held(t)
	refused := errors.New("refused")
	saves := []struct {
		name string
		do   func(context.Context, *sqlx.Tx) error
		want func(error) bool
	}{
		{"good", run(`INSERT INTO lines VALUES (1)`), func(err error) bool { return err == nil }},
		{"a key that is there", func(ctx context.Context, tx *sqlx.Tx) error {
			if err := run(`INSERT INTO lines VALUES (100)`)(ctx, tx); err != nil {
				return err
			}
			return translate(run(`INSERT INTO lines VALUES (100)`)(ctx, tx))
		}, func(err error) bool { return errors.Is(err, ErrTaken) }},
		{"one that thinks better of it", func(ctx context.Context, tx *sqlx.Tx) error {
			return errors.Join(run(`INSERT INTO lines VALUES (101)`)(ctx, tx), refused)
		}, func(err error) bool { return errors.Is(err, refused) }},
		{"a statement that is none", run(`NONSENSE`), func(err error) bool { return err != nil }},
		{"good too", run(`INSERT INTO lines VALUES (2)`), func(err error) bool { return err == nil }},
	}
	var all sync.WaitGroup
	for _, save := range saves {
		all.Go(func() {
			if err := d.transaction(context.Background(), save.do); !save.want(err) {
				t.Errorf("%s: %v", save.name, err)
			}
		})
	}
	await(t, d, int64(len(saves)))
	release()
	all.Wait()
	if n := lines(t, d); n != 2 {
		t.Errorf("%d lines kept, want the 2 of the good saves", n)
	}
}

func TestAPanicGoesBackToItsSave(t *testing.T) {
	d, release := held(t)
	release()
	func() {
		defer func() {
			if got := recover(); got != "fault" {
				t.Errorf("recovered %v", got)
			}
		}()
		_ = d.transaction(context.Background(), func(ctx context.Context, tx *sqlx.Tx) error {
			_ = run(`INSERT INTO lines VALUES (1)`)(ctx, tx)
			panic("fault")
		})
	}()
	if err := d.transaction(context.Background(), run(`INSERT INTO lines VALUES (2)`)); err != nil || lines(t, d) != 1 {
		t.Errorf("after a panic: %v, %d lines", err, lines(t, d))
	}
}

// When the transaction fails as a whole, every save is run again alone, and those that can be kept are.
func TestATransactionThatFailsIsTriedAgainSaveBySave(t *testing.T) {
	d, release := held(t)
	var all sync.WaitGroup
	results := make([]error, 5)
	for i := range results {
		all.Go(func() {
			results[i] = d.transaction(context.Background(), func(ctx context.Context, tx *sqlx.Tx) error {
				if err := run(`INSERT INTO lines VALUES (?)`, i)(ctx, tx); err != nil || i != 3 {
					return err
				}
				// The savepoint goes, as when the disk is full: ending it fails, and with it the whole transaction.
				return run(`ROLLBACK`)(ctx, tx)
			})
		})
	}
	await(t, d, int64(len(results)))
	release()
	all.Wait()
	for i, err := range results {
		if (err != nil) != (i == 3) {
			t.Errorf("save %d: %v", i, err)
		}
	}
	if n := lines(t, d); n != 4 {
		t.Errorf("%d lines kept, want 4", n)
	}
}

// TestASaveThatCannotBeCommittedIsRefused: it is alone in its transaction, and the end of that finds a row that refers
// to nothing.
func TestASaveThatCannotBeCommittedIsRefused(t *testing.T) {
	d, release := held(t)
	release()
	before := d.Stats()
	err := d.transaction(context.Background(), func(ctx context.Context, tx *sqlx.Tx) error {
		for _, query := range []string{
			`CREATE TABLE notes (line INTEGER REFERENCES lines (n))`, `PRAGMA defer_foreign_keys = ON`, `INSERT INTO notes VALUES (99)`,
		} {
			if err := run(query)(ctx, tx); err != nil {
				t.Errorf("%s: %v", query, err)
			}
		}
		return nil
	})
	if err == nil {
		t.Error("it is said to be kept")
	}
	if err := d.transaction(context.Background(), run(`INSERT INTO lines VALUES (1)`)); err != nil || lines(t, d) != 1 {
		t.Errorf("the next: %v, %d lines", err, lines(t, d))
	}
	after := d.Stats()
	if after.Refused != before.Refused+1 || after.Saved < before.Saved+1 {
		t.Errorf("counted %+v, before %+v", after, before)
	}
}

// TestSavesAreCounted: none is waited for once all have ended.
func TestSavesAreCounted(t *testing.T) {
	d, err := Open(context.Background(), Options{Dir: t.TempDir()})
	if err != nil {
		t.Fatal(err)
	}
	defer d.Close()
	before := d.Stats()
	for _, query := range []string{`CREATE TABLE lines (n INTEGER)`, `NONSENSE`, `INSERT INTO lines VALUES (1)`, `NONSENSE`} {
		_ = d.transaction(context.Background(), run(query))
	}
	if n := d.Stats(); n.Saved != before.Saved+2 || n.Refused != before.Refused+2 || n.Waiting != 0 {
		t.Errorf("counted %+v, before %+v", n, before)
	}
}

func TestAPersonWhoHasGoneIsNotSaved(t *testing.T) {
	d, release := held(t)
	ctx, gone := context.WithCancel(context.Background())
	answer := make(chan error)
	go func() { answer <- d.transaction(ctx, run(`INSERT INTO lines VALUES (1)`)) }()
	await(t, d, 1)
	gone()
	if err := <-answer; !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
	release()
	if n := lines(t, d); n != 0 {
		t.Errorf("%d lines kept", n)
	}
}

func TestSavesGoTogether(t *testing.T) {
	d, release := held(t)
	commits := func() (n uint64) {
		for _, c := range d.Stats().Commits {
			n += c.Count
		}
		return n
	}
	before := commits()
	var all sync.WaitGroup
	for i := range 40 {
		all.Go(func() {
			if err := d.transaction(context.Background(), run(`INSERT INTO lines VALUES (?)`, i)); err != nil {
				t.Error(err)
			}
		})
	}
	await(t, d, 40)
	release()
	all.Wait()
	if n := commits() - before; n > 5 {
		t.Errorf("40 saves that waited took %d commits", n)
	}
	counted := uint64(0)
	for _, c := range d.Stats().Commits {
		counted += c.Saves
	}
	if counted < 40 {
		t.Errorf("%d saves are counted in all commits", counted)
	}
	if n := lines(t, d); n != 40 {
		t.Errorf("%d lines kept, want 40", n)
	}
}

func TestCloseLetsSavesEnd(t *testing.T) {
	d, release := held(t)
	answers := make(chan error, 1)
	go func() { answers <- d.transaction(context.Background(), run(`INSERT INTO lines VALUES (1)`)) }()
	await(t, d, 1)
	go release()
	if err := d.Close(); err != nil {
		t.Error(err)
	}
	if err := <-answers; err != nil && !errors.Is(err, errClosed) {
		t.Errorf("a save at the end: %v", err)
	}
	if err := d.transaction(context.Background(), run(`SELECT 1`)); !errors.Is(err, errClosed) {
		t.Errorf("a save after the end: %v", err)
	}
}

package main

import (
	"bytes"
	"context"
	"crypto/sha256"
	"fmt"
	"net/http"
	"path"
	"testing"
	"time"

	"ipstoolkit/tenants/store"
	"ipstoolkit/tenants/store/storetest"
	"ipstoolkit/toolkit/assessment"
	"ipstoolkit/toolkit/calendar"
	"ipstoolkit/toolkit/edition"
	"ipstoolkit/toolkit/workbook"
)

// firstRounds is the version of the tables in which rounds were sealed first.
const firstRounds = 6

// What an older program sealed is the same, byte for byte, after all migrations since, a year of further work with rounds of its
// own, and a restart.
func TestSealedByAnOlderProgram(t *testing.T) {
	t.Run("sqlite", func(t *testing.T) { sealedBefore(t, where{dir: t.TempDir()}, where{dir: t.TempDir()}) })
	t.Run("postgres", func(t *testing.T) {
		filled := where{dir: t.TempDir(), database: storetest.Postgres(t)} // skips where there is no PostgreSQL
		sealedBefore(t, filled, where{dir: t.TempDir(), database: emptyPostgres(t)})
	})
}

func sealedBefore(t *testing.T, filled, old where) {
	built(t)
	lead := prepare(t, filled, "QWE")[0]
	quarter := calendar.At(time.Now()).Date().Quarter()
	var sealed map[string][32]byte
	working(t, filled, quarter, func(ctx context.Context, s *store.Store, editions *edition.Library) error {
		rows := s.For(lead.member)
		err := write(ctx, rows, editions, "As it was")
		if err == nil {
			err = rows.SealRound(ctx, editions, store.Seal{Quarter: quarter, Workbook: workbook.Copy})
		}
		if err == nil {
			sealed, err = hashes(ctx, rows)
		}
		return err
	})
	if len(sealed) != 4 {
		t.Fatalf("%d files, want a document and a workbook for commissioners and for the group", len(sealed))
	}
	putOld(t, old, filled, firstRounds)
	if out, err := old.command(t, "migrate"); err != nil {
		t.Fatalf("migrate: %v\n%s", err, out)
	}
	for i := 1; i <= 4; i++ {
		q := quarter.Add(i)
		working(t, old, q, func(ctx context.Context, s *store.Store, editions *edition.Library) error {
			rows := s.For(lead.member)
			if err := rows.OpenRound(ctx, q); err != nil {
				return err
			}
			if err := write(ctx, rows, editions, fmt.Sprintf("Further work %d", i)); err != nil {
				return err
			}
			return rows.SealRound(ctx, editions, store.Seal{Quarter: q, Workbook: workbook.Copy})
		})
	}
	p := startServe(t, old)
	for id, want := range sealed {
		status, body, err := lead.ask(p.url, path.Join("/icb/QWE/rounds/files", id), nil)
		if err != nil || status != http.StatusOK || sha256.Sum256([]byte(body)) != want {
			t.Errorf("file %s: status %d, %v, %d bytes that are not those that were sealed", id, status, err, len(body))
		}
	}
	if _, err := p.stop(); err != nil {
		t.Error(err)
	}
	old.check(t)
}

// working works on the tenth day of a quarter.
func working(t *testing.T, w where, q calendar.Quarter, do func(context.Context, *store.Store, *edition.Library) error) {
	t.Helper()
	ctx, o := context.Background(), w.options()
	o.Clock = func() time.Time { return q.First().AddDays(9).Time().Add(9 * time.Hour) }
	s, err := store.Open(ctx, o)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	editions, err := edition.LoadFolder("")
	if err == nil {
		err = do(ctx, s, editions)
	}
	if err != nil {
		t.Fatalf("%s: %v", q, err)
	}
}

// write writes the notes of 3.4.
func write(ctx context.Context, rows *store.Rows, editions *edition.Library, notes string) error {
	p, _ := editions.Current().Priority("3.4")
	e, err := rows.Entry(ctx, p.Key)
	if err != nil {
		return err
	}
	e.Status, e.Notes = assessment.InProgress, notes
	_, err = rows.SaveEntry(ctx, p, e)
	return err
}

// hashes are those of all sealed files, by their id.
func hashes(ctx context.Context, rows *store.Rows) (map[string][32]byte, error) {
	list, err := rows.Rounds(ctx)
	files := map[string][32]byte{}
	for _, one := range list {
		for _, f := range one.Files {
			var b bytes.Buffer
			if err == nil {
				err = rows.CopySealed(ctx, &b, f.ID)
			}
			files[f.ID] = sha256.Sum256(b.Bytes())
		}
	}
	return files, err
}

package store_test

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"ipstoolkit/tenants/store"
	"ipstoolkit/tenants/store/storetest"
	"ipstoolkit/toolkit/assessment"
	"ipstoolkit/toolkit/edition"
	"ipstoolkit/toolkit/evidence"
	"ipstoolkit/toolkit/privacy"
	"ipstoolkit/toolkit/register"
)

// fillWithMistake puts the mistake wherever people can: notes that were replaced, a file and its name, a team's name.
func fillWithMistake(t *testing.T, w *storetest.World) (e evidence.Evidence, row register.Row) {
	t.Helper()
	body := bytes.Repeat([]byte(mistake+"\n"), 3<<20/len(mistake))
	e, err := w.For(w.Lead).SaveEvidence(ctx, edition.Current(), minutes(),
		put(t, &storetest.World{Store: w.Store}, w.Lead, body, evidence.Clean))
	if err != nil {
		t.Fatal(err)
	}
	saveNotes(t, w, "All well", long(mistake), long("All well again"))
	row, err = w.For(w.Lead).SaveRow(ctx, "team", register.Row{Provider: w.ProviderA.Provider, Values: map[string]string{"name": mistake}})
	if err != nil {
		t.Fatal(err)
	}
	return e, row
}

// eraseSlip removes it everywhere.
func eraseSlip(t *testing.T, w *storetest.World, e evidence.Evidence) {
	t.Helper()
	if err := w.For(w.Lead).EraseFile(ctx, e.ID, e.Files[0].ID, "x"); err != nil {
		t.Fatal(err)
	}
	found, err := w.For(w.Lead).FindText(ctx, "example street")
	if err != nil || len(found) == 0 {
		t.Fatalf("found %+v, %v", found, err)
	}
	var places []string
	for _, f := range found {
		places = append(places, f.ID)
	}
	if err := w.For(w.Lead).Erase(ctx, places, "x"); err != nil {
		t.Fatal(err)
	}
}

// What is removed for good must not be in the database's files either: not in its free pages, not in its log.
func TestErasedBytesLeaveTheFile(t *testing.T) {
	t.Setenv("SQLITE_TMPDIR", t.TempDir())
	t.Setenv("TMPDIR", os.Getenv("SQLITE_TMPDIR"))
	w := storetest.New(t)
	e, _ := fillWithMistake(t, w)
	if !onDisk(t, w.Dir, "example street") {
		t.Fatal("the test looks for the text in the wrong place")
	}
	eraseSlip(t, w, e)
	for _, dir := range []string{w.Dir, os.TempDir()} {
		if onDisk(t, dir, "example street") {
			t.Errorf("the text is still in the files of %s", dir)
		}
	}
	gone(t, w, true)
	file := filepath.Join(t.TempDir(), "backup.db")
	if _, err := w.Backup(ctx, file, false); err != nil || onDisk(t, filepath.Dir(file), "example street") {
		t.Errorf("a backup made afterwards holds it: %v", err)
	}
}

// While somebody reads the database as it was, its log cannot be emptied. Nobody waits for that, the removals say that they
// are not finished, and the job finishes them when the reader has ended.
func TestAReaderKeepsNobodyWaiting(t *testing.T) {
	w := storetest.New(t)
	e, _ := fillWithMistake(t, w)
	end := w.ReadOn(t)
	began := time.Now()
	eraseSlip(t, w, e)
	if _, err := w.For(w.Commissioner).SaveEntry(ctx, priority(t, "1.1"), assessment.Entry{Notes: "somebody else's"}); err != nil {
		t.Fatal(err)
	}
	if took := time.Since(began); took > 15*time.Second { // the writer's patience is 10 s, and there were two removals
		t.Errorf("two removals and a save took %s beside a reader", took)
	}
	if !onDisk(t, w.Dir, "example street") {
		t.Fatal("the reader keeps nothing in the log: the test proves nothing")
	}
	gone(t, w, false)
	if n, err := w.FinishRemovals(ctx); n != 2 || err != nil {
		t.Errorf("%d removals wait, %v, want 2", n, err)
	}
	end()
	if n, err := w.FinishRemovals(ctx); n != 0 || err != nil {
		t.Errorf("%d removals wait after the reader has ended, %v", n, err)
	}
	gone(t, w, true)
	if onDisk(t, w.Dir, "example street") {
		t.Error("the text is still in the database's files")
	}
	whole(t, w)
}

// gone: all removals say that they are finished, or none does.
func gone(t *testing.T, w *storetest.World, want bool) {
	t.Helper()
	list, err := w.For(w.Lead).Removals(ctx)
	if err != nil || len(list) != 2 {
		t.Fatalf("removals %+v, %v, want 2", list, err)
	}
	for _, r := range list {
		if (r.Gone != "") != want || r.Who != w.Lead.Person.Name {
			t.Errorf("removal %+v: finished should be %t", r, want)
		}
	}
}

// The name of a row is kept nowhere but in its text: no digest of it stays behind, and two rows still cannot share one.
func TestNoDigestOfANameStays(t *testing.T) {
	storetest.Each(t, func(t *testing.T, w *storetest.World) {
		e, row := fillWithMistake(t, w)
		save := func(id, provider, name string, version int) error {
			_, err := w.For(w.Lead).SaveRow(ctx, "team",
				register.Row{ID: id, Provider: provider, Values: map[string]string{"name": name}, Version: version})
			return err
		}
		for _, tt := range []struct {
			what, id, provider, name string
			version                  int
			taken                    bool
		}{
			{"another row of the name", "", w.ProviderA.Provider, strings.ToUpper(mistake), 0, true},
			{"the same row again", row.ID, w.ProviderA.Provider, mistake, 1, false},
			{"another provider's row", "", w.ProviderB.Provider, mistake, 0, false},
		} {
			if err := save(tt.id, tt.provider, tt.name, tt.version); (err != nil) != tt.taken {
				t.Errorf("%s: %v", tt.what, err)
			}
		}
		eraseSlip(t, w, e)
		if err := save("", w.ProviderA.Provider, mistake, 0); err != nil {
			t.Errorf("the name is free again: %v", err)
		}
		found, err := w.For(w.Lead).FindText(ctx, mistake)
		if err != nil || len(found) != 2 {
			t.Errorf("found %d places of the new row, %v, want its name and its save", len(found), err)
		}
		if err := w.For(w.Lead).Erase(ctx, []string{found[0].ID}, "x"); err != nil {
			t.Errorf("two rows of a provider lose their names: %v", err)
		}
		if w.Dir == "" {
			return
		}
		sum := sha256.Sum256([]byte(w.ProviderA.Provider + " " + strings.ToLower(mistake)))
		if onDisk(t, w.Dir, hex.EncodeToString(sum[:])) {
			t.Error("a digest of the name stays in the file")
		}
	})
}

// What a person confirmed of a number in a text is a short digest of it, and goes with the text.
func TestConfirmationsGoWithTheText(t *testing.T) {
	storetest.Each(t, func(t *testing.T, w *storetest.World) {
		e := assessment.Entry{Status: assessment.InPlace, Notes: "Reference 999 000 0018"}
		print := privacy.Confirmation(e.Numbers())
		e.Confirmed = print
		if _, err := w.For(w.Lead).SaveEntry(ctx, priority(t, "3.4"), e); err != nil || print == "" {
			t.Fatalf("%v: the test needs a number that is asked about", err)
		}
		if n := ask(t, w, `SELECT COUNT(*) FROM audit_changes WHERE new_text = '`+print+`'`); n != 1 {
			t.Fatalf("%d changes hold the confirmation, want 1", n)
		}
		if err := w.For(w.Lead).Erase(ctx, []string{"entries/notes/3.4"}, "x"); err != nil {
			t.Fatal(err)
		}
		if n := ask(t, w, `SELECT (SELECT COUNT(*) FROM audit_changes WHERE new_text = '`+print+
			`') + (SELECT COUNT(*) FROM entries WHERE confirmed <> '')`); n != 0 {
			t.Errorf("the confirmation stays in %d places", n)
		}
		whole(t, w)
	})
}

func onDisk(t *testing.T, dir, text string) bool {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(dir, "*"))
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range files {
		b, err := os.ReadFile(name)
		if err != nil && !strings.Contains(err.Error(), "is a directory") {
			t.Fatal(err)
		}
		if bytes.Contains(bytes.ToLower(b), []byte(text)) {
			return true
		}
	}
	return false
}

// A removal looks through the whole history before its save, while others save. What they save meanwhile goes too.
func TestARemovalReadsBesideTheSavers(t *testing.T) {
	storetest.Each(t, func(t *testing.T, w *storetest.World) {
		saveNotes(t, w, "All well", mistake, "All well again")
		erased, before := make(chan error, 1), w.Queries()
		err := w.Together(ctx, w.Now, func(ctx context.Context, s *store.Store) error {
			save := func(notes string, version int) error {
				_, err := s.For(w.Lead).SaveEntry(ctx, priority(t, "1.1"), assessment.Entry{Notes: notes, Version: version})
				return err
			}
			if err := save("Nothing yet", 0); err != nil {
				return err
			}
			found, err := w.For(w.Lead).FindText(ctx, mistake)
			if err != nil || len(found) == 0 {
				return fmt.Errorf("found %+v, %w", found, err)
			}
			before = w.Queries()
			go func() { erased <- w.For(w.Lead).Erase(context.Background(), []string{found[0].ID}, "x") }()
			for began := time.Now(); w.Stats().Waiting < 2 && time.Since(began) < time.Minute; time.Sleep(time.Millisecond) {
			}
			return save(mistake, 1)
		})
		if err != nil {
			t.Fatal(err)
		}
		if read := w.Queries() - before; read < 20 {
			t.Errorf("the removal asked %d queries before its save: it reads the history while others wait for it", read)
		}
		if err := <-erased; err != nil {
			t.Fatal(err)
		}
		if left, err := w.For(w.Lead).FindText(ctx, mistake); err != nil || len(left) != 0 {
			t.Errorf("left: %+v, %v", left, err)
		}
		whole(t, w)
	})
}

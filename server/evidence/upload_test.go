package evidence

import (
	"database/sql"
	"net/http"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"ipstoolkit/server/places"
	"ipstoolkit/tenants/store"
)

// TestQuotaIsAskedBeforeTheFiles sends files to an ICB that has no room for them, on a machine that could keep none: what
// was typed comes back with the reason, and nothing was ever kept.
func TestQuotaIsAskedBeforeTheFiles(t *testing.T) {
	s := newSite(t)
	s.quota(1000)
	t.Setenv("TMPDIR", filepath.Join(t.TempDir(), "nowhere"))
	rec := s.send(s.ProviderA, "/icb/QWE/evidence/add", fieldsOf(), attachment{"a.txt", strings.Repeat("a", 2<<20)})
	want(t, rec, http.StatusUnprocessableEntity, "There is no room for these files: the ICB has used 0 bytes of its 1000 bytes",
		"Steering group minutes")
}

// TestQuotaHoldsWhileFilesComeIn sends files that show only as they come that there is no room: the fields of the form
// leave more room than there is.
func TestQuotaHoldsWhileFilesComeIn(t *testing.T) {
	s := newSite(t)
	s.quota(1000)
	room := places.NewRoom(1<<20, 1<<20, 1<<20)
	s.room = room
	rec := s.send(s.ProviderA, "/icb/QWE/evidence/add", fieldsOf(), attachment{"a.txt", "fits"},
		attachment{"b.txt", strings.Repeat("b", 2000)}, attachment{"c.txt", "c"})
	want(t, rec, http.StatusUnprocessableEntity, "There is no room for these files", "Steering group minutes")
	s.quota(10_000)
	s.added(s.ProviderA, fieldsOf(), attachment{"b.txt", strings.Repeat("b", 2000)})
	if !room.Take(places.Who{ICB: "X", Person: "x"}, 1<<20) {
		t.Error("the uploads have ended and still take up room on the disk")
	}
}

// quota sets how many bytes of files the ICB may keep.
func (s *site) quota(bytes int64) {
	s.t.Helper()
	db, err := sql.Open("sqlite3", filepath.Join(s.Dir, store.FileName))
	if err != nil {
		s.t.Fatal(err)
	}
	defer db.Close()
	if _, err := db.Exec(`UPDATE tenants SET evidence_quota = ?`, bytes); err != nil {
		s.t.Fatal(err)
	}
}

func TestUnfinishedUploadsShareTheDisk(t *testing.T) {
	s := newSite(t)
	s.room = places.NewRoom(3<<20, 2<<20, 2<<20)
	stalled := places.Who{ICB: "QWE", Person: s.ProviderB.Person.ID}
	if !s.room.Take(stalled, 1<<20) {
		t.Fatal("no room at the beginning")
	}
	file := attachment{"a.txt", strings.Repeat("a", 3<<19)}
	want(t, s.send(s.ProviderA, "/icb/QWE/evidence/add", fieldsOf(), file), http.StatusUnprocessableEntity,
		"So many files are being sent at the moment", "Steering group minutes")
	s.room.Give(stalled, 1<<20)
	s.added(s.ProviderA, fieldsOf(), file)
	if !s.room.Take(places.Who{ICB: "A", Person: "a"}, 2<<20) || !s.room.Take(places.Who{ICB: "B", Person: "b"}, 1<<20) {
		t.Error("the uploads have ended and still take up room on the disk")
	}
}

func TestFilesWaitForAPlace(t *testing.T) {
	s := newSite(t)
	s.reading = places.New(1, time.Millisecond)
	begun, end, done := make(chan struct{}), make(chan struct{}), make(chan error, 1)
	go func() {
		done <- s.reading.Do(t.Context(), places.Who{ICB: "QZZ", Person: "other"}, func() error { close(begun); <-end; return nil })
	}()
	<-begun
	want(t, s.send(s.ProviderA, "/icb/QWE/evidence/add", fieldsOf(), attachment{"a.txt", "hello"}), http.StatusUnprocessableEntity,
		"Your file is waiting for 1 other. Wait half a minute, then choose your files again", "Steering group minutes")
	close(end)
	if err := <-done; err != nil {
		t.Fatal(err)
	}
	s.added(s.ProviderA, fieldsOf(), attachment{"a.txt", "hello"})
}

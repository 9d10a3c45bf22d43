package store_test

import (
	"database/sql"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"ipstoolkit/tenants/store"
	"ipstoolkit/tenants/store/storetest"
	"ipstoolkit/toolkit/assessment"
)

// long is a text that is long enough to be kept once.
func long(what string) string { return what + strings.Repeat(" and so it went on", 20) }

// saveNotes saves notes of 3.4 one after the other.
func saveNotes(t *testing.T, w *storetest.World, notes ...string) {
	t.Helper()
	p := priority(t, "3.4")
	for i, text := range notes {
		if _, err := w.For(w.Lead).SaveEntry(ctx, p, assessment.Entry{Status: assessment.InPlace, Notes: text, Version: i}); err != nil {
			t.Fatal(err)
		}
	}
}

// told are the notes' old and new texts as the history tells them, oldest first; "removed" for those that are gone.
func told(t *testing.T, w *storetest.World) []string {
	t.Helper()
	events, err := w.For(w.Lead).History(ctx, "priority", "3.4")
	if err != nil {
		t.Fatal(err)
	}
	var list []string
	for _, e := range slices.Backward(events) {
		for _, c := range e.Changes {
			switch {
			case c.Field != "notes":
			case c.Removed != "":
				list = append(list, "removed"+c.Old+c.New)
			default:
				list = append(list, c.Old+" > "+c.New)
			}
		}
	}
	return list
}

// whole: check finds nothing.
func whole(t *testing.T, w *storetest.World) {
	t.Helper()
	if faults, err := w.Check(ctx); err != nil || len(faults) > 0 {
		t.Errorf("check: %q, %v", faults, err)
	}
}

func TestOldTextsAreKeptOnce(t *testing.T) {
	storetest.Each(t, func(t *testing.T, w *storetest.World) {
		a, b, c := long("first"), long("second"), long("third")
		saveNotes(t, w, a, b, "short", c, a)
		if n := ask(t, w, `SELECT COUNT(*) FROM audit_changes WHERE field = 'notes' AND new_text = '`+a+`'`); n != 2 {
			t.Fatalf("%d saves wrote the first text, want 2", n)
		}
		if n := ask(t, w, `SELECT COUNT(*) FROM audit_changes WHERE field = 'notes' AND old_text LIKE '%and so it went on%'`); n != 0 {
			t.Errorf("%d old texts are kept a second time", n)
		}
		if n := ask(t, w, `SELECT COUNT(*) FROM audit_changes WHERE old_seq > 0`); n != 3 {
			t.Errorf("%d changes say where their old text is, want 3", n)
		}
		want := []string{" > " + a, a + " > " + b, b + " > short", "short > " + c, c + " > " + a}
		if got := told(t, w); !slices.Equal(got, want) {
			t.Errorf("the history tells %q, want %q", got, want)
		}
		whole(t, w)
	})
}

// What was removed goes from every save that refers to it; the other texts of those saves' neighbours stay.
func TestErasingATextThatIsKeptOnce(t *testing.T) {
	for _, tt := range []struct {
		name, erase string
		want        []string
	}{
		{"the second", "second", []string{" > " + long("first"), "removed", "removed", long("third") + " > " + long("fourth")}},
		{"the first", "first", []string{
			"removed", "removed", long("second") + " > " + long("third"),
			long("third") + " > " + long("fourth"),
		}},
		{"the newest", "fourth", []string{
			" > " + long("first"), long("first") + " > " + long("second"),
			long("second") + " > " + long("third"), "removed",
		}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			storetest.Each(t, func(t *testing.T, w *storetest.World) {
				saveNotes(t, w, long("first"), long("second"), long("third"), long("fourth"))
				found, err := w.For(w.Lead).FindText(ctx, tt.erase)
				if err != nil || len(found) == 0 {
					t.Fatalf("found %+v, %v", found, err)
				}
				if err := w.For(w.Lead).Erase(ctx, []string{found[0].ID}, "A name"); err != nil {
					t.Fatal(err)
				}
				if got := told(t, w); !slices.Equal(got, tt.want) {
					t.Errorf("the history tells\n%q, want\n%q", got, tt.want)
				}
				if n := ask(t, w, `SELECT COUNT(*) FROM audit_changes WHERE old_text LIKE '`+tt.erase+`%' OR new_text LIKE '`+tt.erase+
					`%'`); n != 0 {
					t.Errorf("%d changes still hold it", n)
				}
				whole(t, w)
			})
		})
	}
}

func TestCheckProvesTextsThatAreKeptOnce(t *testing.T) {
	for _, tt := range []struct{ name, tamper string }{
		{"the text that two saves have", `UPDATE audit_changes SET new_text = 'better' WHERE new_text LIKE 'first%'`},
		{"where it is", `UPDATE audit_changes SET old_n = old_n + 50 WHERE old_seq > 0`},
		{"that it is elsewhere", `UPDATE audit_changes SET old_seq = 0 WHERE old_seq > 0`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			storetest.Each(t, func(t *testing.T, w *storetest.World) {
				saveNotes(t, w, long("first"), long("second"))
				last := ask(t, w, `SELECT MAX(seq) FROM audit`)
				tamper(t, w, tt.tamper)
				faults, err := w.Check(ctx)
				if want := fmt.Sprintf("save %d of the history: the text of notes was changed", last); err != nil ||
					!strings.Contains(strings.Join(faults, "\n"), want) {
					t.Errorf("found %q, %v, want %q", faults, err, want)
				}
			})
		})
	}
}

// A change may hold its old text itself, whatever an earlier save holds: the earlier one may be too far back to be found.
func TestAnOldTextKeptAgainIsRead(t *testing.T) {
	storetest.Each(t, func(t *testing.T, w *storetest.World) {
		saveNotes(t, w, long("first"), long("second"))
		tamper(t, w, `UPDATE audit_changes SET old_seq = 0, old_n = 0, old_text = '`+long("first")+`' WHERE old_seq > 0`)
		if got, want := told(t, w), []string{" > " + long("first"), long("first") + " > " + long("second")}; !slices.Equal(got, want) {
			t.Errorf("the history tells %q, want %q", got, want)
		}
		whole(t, w)
	})
}

// A text of another field or subject is never taken for the old one: its removal would have to go further.
func TestAnOldTextIsOfItsOwnField(t *testing.T) {
	storetest.Each(t, func(t *testing.T, w *storetest.World) {
		same := long("the same everywhere")
		for _, key := range []string{"3.4", "3.3"} {
			for i, notes := range []string{same, "other", same, "other"} {
				e := assessment.Entry{Notes: notes, PrivateNotes: same, Version: i}
				if _, err := w.For(w.Lead).SaveEntry(ctx, priority(t, key), e); err != nil {
					t.Fatal(err)
				}
			}
		}
		n := ask(t, w, `
			SELECT COUNT(*) FROM audit_changes c JOIN audit_changes o ON o.tenant_id = c.tenant_id AND o.seq = c.old_seq AND o.n = c.old_n
			JOIN audit a ON a.tenant_id = c.tenant_id AND a.seq = c.seq JOIN audit b ON b.tenant_id = o.tenant_id AND b.seq = o.seq
			WHERE c.field = o.field AND a.subject = b.subject AND a.kind = b.kind`)
		if all := ask(t, w, `SELECT COUNT(*) FROM audit_changes WHERE old_seq > 0`); n != all || n != 4 {
			t.Errorf("%d of %d old texts are of their own field and subject, want 4 of 4", n, all)
		}
		whole(t, w)
	})
}

// ask is a number that the database holds.
func ask(t *testing.T, w *storetest.World, query string) (n int) {
	t.Helper()
	driver, address := "sqlite3", "file:"+filepath.Join(w.Dir, store.FileName)
	if w.Dir == "" {
		driver, address = "pgx", w.Database
	}
	db, err := sql.Open(driver, address)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	db.SetMaxOpenConns(1)
	if w.Dir == "" {
		if _, err := db.Exec(`SET app.tenant = '*'`); err != nil {
			t.Fatal(err)
		}
	}
	if err := db.QueryRow(query).Scan(&n); err != nil {
		t.Fatal(err)
	}
	return n
}

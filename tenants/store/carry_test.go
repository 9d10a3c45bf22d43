package store_test

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"maps"
	"strings"
	"testing"

	"ipstoolkit/tenants"
	"ipstoolkit/tenants/store"
	"ipstoolkit/tenants/store/storetest"
	"ipstoolkit/toolkit/archive"
	"ipstoolkit/toolkit/assessment"
	"ipstoolkit/toolkit/evidence"
)

// exported is what an ICB takes out: its document, and the bytes of its files by their ids.
type exported struct {
	store.Everything
	document string
	files    map[string][]byte
}

func export(t *testing.T, rows *store.Rows) exported {
	t.Helper()
	var document bytes.Buffer
	e, err := rows.Everything(ctx, editions(t), &document)
	must(t, err)
	x := exported{e, document.String(), map[string][]byte{}}
	for _, f := range e.Files {
		if f.Why == "" {
			var body bytes.Buffer
			must(t, rows.CopyKept(ctx, &body, f))
			x.files[f.ID] = body.Bytes()
		}
	}
	return x
}

// zip is the file of an export, with hashes that fit whatever is in it.
func (x exported) zip(t *testing.T) *archive.Reader {
	t.Helper()
	var file bytes.Buffer
	w := archive.NewWriter(&file, x.Snapshot.At.Time())
	put := func(name string, body []byte) archive.Entry {
		entry, err := w.Put(name, false, func(to io.Writer) error { _, err := to.Write(body); return err })
		must(t, err)
		return entry
	}
	put(archive.Document, []byte(x.document))
	put(archive.ReadMe, []byte("read me"))
	m := archive.Manifest{Head: x.Head, LeftOut: x.LeftOut}
	for _, f := range x.Files {
		body, there := x.files[f.ID]
		if !there {
			m.Missing = append(m.Missing, archive.Missing{File: f.File, Why: f.Why})
			continue
		}
		entry := put("files/"+f.ID, body)
		f.Entry, f.Size, f.SHA256 = entry.Name, entry.Size, entry.SHA256
		m.Files = append(m.Files, f.File)
	}
	must(t, w.Close(m))
	r, err := archive.Open(bytes.NewReader(file.Bytes()), int64(file.Len()))
	must(t, err)
	return r
}

// another is an empty database of the same sort.
func another(t *testing.T, w *storetest.World) *store.Store {
	t.Helper()
	o := store.Options{Clock: w.Clock.Now}
	if w.Database != "" {
		o.Database = storetest.Postgres(t)
	} else {
		o.Dir = t.TempDir()
	}
	s, err := store.Open(ctx, o)
	must(t, err)
	t.Cleanup(func() { _ = s.Close() })
	return s
}

// leaving is a world in which the ICB has something of each sort: notes, evidence with files, an open invitation, a sealed round.
func leaving(t *testing.T, w *storetest.World) exported {
	t.Helper()
	large := bytes.Repeat([]byte("0123456789abcdef"), 1<<16+1) // a chunk and a little
	e := add(t, w, w.ProviderA, nil)
	_, err := w.For(w.ProviderA).SaveEvidence(ctx, editions(t).Current(), e, put(t, w, w.ProviderA, large, evidence.Clean),
		put(t, w, w.ProviderA, []byte("a second file"), evidence.Unscanned), put(t, w, w.ProviderA, []byte("a virus"), evidence.Infected))
	must(t, err)
	put(t, w, w.ProviderA, []byte("of an upload that has not ended"), evidence.Clean)
	_, err = w.For(w.Lead).SaveEntry(ctx, priority(t, "3.4"), assessment.Entry{
		Status: assessment.InPlace, Notes: "Héllo <b>\n\u2028 \"quoted\" \\ 😀", PrivateNotes: "=1+1", Owner: w.Commissioner.ID,
	})
	must(t, err)
	_, err = w.For(w.Lead).Invite(ctx, store.Invitation{ID: store.NewInvitationID(), Name: "New", Role: tenants.Reader})
	must(t, err)
	submit(t, w, w.ProviderA, "2026Q2")
	seal(t, w, "2026Q3", "")
	return export(t, w.System(w.Lead.Tenant, tenants.TheOperator))
}

// What an ICB takes out comes in elsewhere as it was, on either database; what is exported there again is the same.
func TestAnICBLeavesAndComesIn(t *testing.T) {
	storetest.Each(t, func(t *testing.T, w *storetest.World) {
		x := leaving(t, w)
		for _, other := range []string{"S1Y5D", "Person foreign-lead", "Eastside", `"uploading"`} {
			if strings.Contains(x.document, other) {
				t.Errorf("the document has %s, of another ICB or of an upload under way", other)
			}
		}
		for name, s := range map[string]*store.Store{"the same sort": another(t, w), "SQLite": another(t, storetest.New(t))} {
			t.Run(name, func(t *testing.T) {
				done, err := s.Import(ctx, editions(t), x.zip(t))
				must(t, err)
				if done.ICB != "QWE" || done.Invitations != 1 || len(done.Missing) != 1 || done.Files != len(x.files) ||
					done.Hash != x.Hash {
					t.Errorf("it says %+v", done)
				}
				icb, err := s.Tenant(ctx, "QWE")
				must(t, err)
				again := export(t, s.System(icb, tenants.TheOperator))
				if again.document != x.document {
					t.Errorf("the second export is another:\n%s", firstDifference(again.document, x.document))
				}
				for id, body := range x.files {
					if !bytes.Equal(again.files[id], body) {
						t.Errorf("the file %s has other bytes", id)
					}
				}
				faults, err := s.Check(ctx)
				if err != nil || len(faults) > 0 {
					t.Errorf("check: %q, %v", faults, err)
				}
				// people go on as they were: the same sign-in leads to the same membership
				p, err := s.SignedIn(ctx, "https://issuer.example", "lead", "Person lead", "lead@example.org")
				must(t, err)
				m, err := s.Membership(ctx, p.ID, "QWE")
				must(t, err)
				if _, err := s.For(m).SaveEntry(ctx, priority(t, "1.1"), assessment.Entry{Notes: "goes on"}); err != nil {
					t.Errorf("a save afterwards: %v", err)
				}
			})
		}
	})
}

// What waits for the virus scan is not given out on a page. The operator's command takes it along, and it goes on waiting.
func TestAFileThatWaitsForTheScan(t *testing.T) {
	w := storetest.New(t)
	_, err := w.For(w.ProviderA).SaveEvidence(ctx, editions(t).Current(), minutes(), put(t, w, w.ProviderA, []byte("waits"), evidence.Held))
	must(t, err)
	byPage := export(t, w.For(w.Lead))
	if len(byPage.files) != 0 || !strings.Contains(byPage.Files[0].Why, "It waits for the virus scan") {
		t.Errorf("by the page: %d files, %q", len(byPage.files), byPage.Files[0].Why)
	}
	if _, err := another(t, w).Import(ctx, editions(t), byPage.zip(t)); err == nil ||
		!strings.Contains(err.Error(), "waits for the virus scan") {
		t.Errorf("without it: %v", err)
	}
	byCommand, there := export(t, w.System(w.Lead.Tenant, tenants.TheOperator)), another(t, w)
	_, err = there.Import(ctx, editions(t), byCommand.zip(t))
	must(t, err)
	held, err := there.HeldFiles(ctx)
	if err != nil || len(held) != 1 || held[0].Size != 5 {
		t.Errorf("%d files wait, %v", len(held), err)
	}
}

func firstDifference(got, want string) string {
	a, b := strings.Split(got, "\n"), strings.Split(want, "\n")
	for i := range min(len(a), len(b)) {
		if a[i] != b[i] {
			return "got  " + a[i] + "\nwant " + b[i]
		}
	}
	return "one is longer"
}

// A file that somebody has changed with care, hashes and all, does not come in, and leaves nothing behind.
func TestWhatDoesNotComeIn(t *testing.T) {
	storetest.Each(t, func(t *testing.T, w *storetest.World) {
		x := leaving(t, w)
		empty := another(t, w)
		sub := func(old, text string) func(x *exported) {
			return func(x *exported) {
				if !strings.Contains(x.document, old) {
					t.Fatalf("the document has no %s", old)
				}
				x.document = strings.Replace(x.document, old, text, 1)
			}
		}
		file := func(x *exported) string {
			for _, f := range x.Files {
				if _, there := x.files[f.ID]; there {
					return f.ID
				}
			}
			return ""
		}
		for _, tt := range []struct {
			name, want string
			change     func(x *exported)
		}{
			{"a status", "priority 3.4: Status was changed outside the service", sub(`"3.4","in_place"`, `"3.4","in_progress"`)},
			{
				"a text of the history", "of the history: the text of private_notes was changed",
				sub(`"private_notes","","=1+1"`, `"private_notes","","=1+2"`),
			},
			{"a role", "Role was changed", sub(`,"reader",null,`, `,"lead",null,`)},
			{"a row that is gone", "priority 3.4: it was removed outside the service", func(x *exported) {
				x.document = cutRows(x.document, "entries")
			}},
			{"a history that is gone", "its history is gone", func(x *exported) {
				x.document = cutRows(cutRows(x.document, "audit_changes"), "audit")
			}},
			{"a row that belongs to nothing", "does not fit together", sub(`"`+w.Commissioner.ID+`"`, `"`+strings.Repeat("f", 32)+`"`)},
			{"another ICB than the rest", "is of another export", sub(`"icb":"QWE"`, `"icb":"QZZ"`)},
			{"no code", `"q-e" is not the code of an ICB`, func(x *exported) { x.ICB = "q-e" }},
			{"a newer program", "made by a newer program", schemaOf(99)},
			{"an older program", "made by an older program", schemaOf(3)},
			{
				"a column more", "the table entries has other columns",
				sub(`{"name":"review_on"`, `{"name":"more","type":"text"},{"name":"review_on"`),
			},
			{"a table of ours", `has the table "sessions"`, sub(`{"table":"people"`, `{"table":"sessions"`)},
			{"a table is missing", "has the table", sub(`{"table":"removals"`, `{"table":"audit"`)},
			{"a number that is a text", "has another value in", sub(`,1],`, `,"1"],`)},
			{"an edition in other words", `the edition "2026-03" of the toolkit is damaged`, sub(`["2026-03","`, `["2026-03","0`)},
			{"a file's bytes", "no record belongs to the file", func(x *exported) { x.files[file(x)] = []byte("other bytes") }},
			{"a file that is not wanted", "no record belongs to the file", func(x *exported) {
				x.Files = append(x.Files, store.KeptFile{File: archive.File{Kind: archive.Evidence, ID: "ffff"}})
				x.files["ffff"] = []byte("hello")
			}},
			{"a file without a word", "and does not say why", func(x *exported) {
				x.Files = x.Files[1:]
			}},
		} {
			t.Run(tt.name, func(t *testing.T) {
				y := x
				y.files = maps.Clone(x.files)
				tt.change(&y)
				_, err := empty.Import(ctx, editions(t), y.zip(t))
				if _, ok := errors.AsType[archive.Fault](err); !ok || !strings.Contains(err.Error(), tt.want) {
					t.Errorf("%v, want a fault with %q", err, tt.want)
				}
				if _, err := empty.Tenant(ctx, "QWE"); !errors.Is(err, tenants.ErrNotFound) {
					t.Errorf("something is left: %v", err)
				}
			})
		}
		if _, err := w.Import(ctx, editions(t), x.zip(t)); err == nil || !strings.Contains(err.Error(), "the ICB QWE is there already") {
			t.Errorf("into the database that it comes from: %v", err)
		}
		_, err := empty.SignedIn(ctx, "https://issuer.example", "lead", "Somebody", "lead@example.org")
		must(t, err)
		if _, err := empty.Import(ctx, editions(t), x.zip(t)); err == nil ||
			!strings.Contains(err.Error(), "known here already under another id") {
			t.Errorf("beside somebody who is known by another id: %v", err)
		}
	})
}

func schemaOf(n int64) func(x *exported) {
	return func(x *exported) {
		x.document = strings.Replace(x.document, fmt.Sprintf(`"schema":%d,`, x.Schema), fmt.Sprintf(`"schema":%d,`, n), 1)
		x.Schema = n
	}
}

// cutRows is a document without the rows of a table.
func cutRows(document, table string) string {
	before, rest, _ := strings.Cut(document, `{"table":"`+table+`"`)
	columns, rest, _ := strings.Cut(rest, `"rows":[`)
	_, after, _ := strings.Cut(rest, "\n]}")
	return before + `{"table":"` + table + `"` + columns + `"rows":[` + "\n]}" + after
}

package store_test

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"
	"sync"
	"testing"
	"time"

	"ipstoolkit/tenants"
	"ipstoolkit/tenants/store"
	"ipstoolkit/tenants/store/storetest"
	"ipstoolkit/toolkit/assessment"
	"ipstoolkit/toolkit/calendar"
	"ipstoolkit/toolkit/problem"
	"ipstoolkit/toolkit/provider"
	"ipstoolkit/toolkit/register"
	"ipstoolkit/toolkit/round"
	"ipstoolkit/toolkit/snapshot"
)

// book is in place of a workbook: the store asks for one, and keeps its bytes.
func book(to io.Writer, s snapshot.Snapshot) error {
	_, err := fmt.Fprintf(to, "the workbook of %s", s.Entry("3.4").Notes)
	return err
}

// seal seals a quarter as the ICB administrator, for the first time or again.
func seal(t *testing.T, w *storetest.World, q calendar.Quarter, reason string) {
	t.Helper()
	must(t, trySeal(t, w, w.Lead, q, reason, book))
}

func trySeal(t *testing.T, w *storetest.World, m tenants.Member, q calendar.Quarter, reason string,
	write func(io.Writer, snapshot.Snapshot) error,
) error {
	t.Helper()
	list, err := w.For(w.Lead).Rounds(ctx)
	must(t, err)
	seen := 0
	for _, s := range list {
		if s.Quarter == q {
			seen++
		}
	}
	return w.For(m).SealRound(ctx, editions(t), store.Seal{Quarter: q, Seen: seen, Reason: reason, Workbook: write})
}

// fileOf is a file of the newest sealing, as a member has it.
func fileOf(t *testing.T, w *storetest.World, m tenants.Member, kind, audience string) store.SealedFile {
	t.Helper()
	list, err := w.For(now(t, w, m)).Rounds(ctx)
	must(t, err)
	for _, f := range list[0].Files {
		if f.Kind == kind && f.Audience == audience {
			return f
		}
	}
	t.Fatalf("no %s of the %s among %+v", kind, audience, list[0].Files)
	return store.SealedFile{}
}

// sealedBytes are the bytes of a sealed file as a member gets them.
func sealedBytes(t *testing.T, w *storetest.World, m tenants.Member, f store.SealedFile) []byte {
	t.Helper()
	var b bytes.Buffer
	must(t, w.For(now(t, w, m)).CopySealed(ctx, &b, f.ID))
	return b.Bytes()
}

func noteOf34(t *testing.T, w *storetest.World, text string) {
	t.Helper()
	e, err := w.For(w.Lead).Entry(ctx, "3.4")
	must(t, err)
	e.Notes = text
	_, err = w.For(w.Lead).SaveEntry(ctx, priority(t, "3.4"), e)
	must(t, err)
}

// TestASealedRoundStays: each audience has its document and its workbook, of one moment, and later work changes no byte of
// them. A second sealing is a new version beside the first.
func TestASealedRoundStays(t *testing.T) {
	storetest.Each(t, func(t *testing.T, w *storetest.World) {
		noteOf34(t, w, "as it was")
		seal(t, w, "2026Q3", "")
		members := map[string]tenants.Member{"commissioners": w.Commissioner, "steering group": w.Reader, "provider": w.ProviderA}
		first, version := map[string][]byte{}, int64(0)
		for audience, m := range members {
			f := fileOf(t, w, m, store.SealedDocument, audience)
			first[f.ID] = sealedBytes(t, w, m, f)
			d, err := round.Read(first[f.ID])
			must(t, err)
			if d.Hash() != f.SHA256 || d.Audience.Name != audience || d.Priorities["3.4"].Notes != "as it was" {
				t.Errorf("%s: hash %s of %+v, notes %q", audience, d.Hash(), f, d.Priorities["3.4"].Notes)
			}
			if version != 0 && d.Version != version {
				t.Errorf("%s: of save %d, others of %d", audience, d.Version, version)
			}
			version = d.Version
			b := fileOf(t, w, m, store.SealedWorkbook, audience)
			if first[b.ID] = sealedBytes(t, w, m, b); string(first[b.ID]) != "the workbook of as it was" {
				t.Errorf("%s: %s", audience, first[b.ID])
			}
		}
		since, err := w.For(w.Lead).SavesSince(ctx, version)
		if must(t, err); since != 0 {
			t.Errorf("%d saves since a moment ago", since)
		}
		noteOf34(t, w, "as it is")
		if since, err = w.For(w.Lead).SavesSince(ctx, version); err != nil || since != 1 {
			t.Errorf("%d saves since, %v; want 1", since, err)
		}
		seal(t, w, "2026Q3", "a note was wrong")
		list, err := w.For(w.Lead).Rounds(ctx)
		must(t, err)
		if len(list) != 2 || list[0].N != 2 || list[0].Reason != "a note was wrong" || list[1].N != 1 || list[1].Version != version {
			t.Errorf("sealings %+v", list)
		}
		for audience, m := range members {
			for _, kind := range []string{store.SealedDocument, store.SealedWorkbook} {
				if !bytes.Contains(sealedBytes(t, w, m, fileOf(t, w, m, kind, audience)), []byte("as it is")) {
					t.Errorf("the second %s of the %s is the first", kind, audience)
				}
			}
			mine, err := w.For(m).Rounds(ctx)
			must(t, err)
			for _, f := range mine[1].Files {
				if f.Audience == audience && !bytes.Equal(sealedBytes(t, w, m, f), first[f.ID]) {
					t.Errorf("%s is not what it was", f.Label)
				}
			}
			if m.Role != tenants.Commissioner && mine[0].Reason != "" {
				t.Errorf("the %s reads the reason", audience)
			}
		}
		whole(t, w)
	})
}

// TestWhatCannotBeSealed says why, and leaves nothing.
func TestWhatCannotBeSealed(t *testing.T) {
	long := strings.Repeat("x", store.ReasonLimit+1)
	for _, tt := range []struct {
		name    string
		quarter calendar.Quarter
		seen    int
		reason  string
		want    string // of a problem; "stale" and "forbidden" for those errors
		by      func(w *storetest.World) tenants.Member
	}{
		{name: "again without a reason", quarter: "2026Q3", seen: 1, want: "Enter why the quarter is sealed again"},
		{name: "again with a reason of spaces", quarter: "2026Q3", seen: 1, reason: " \n", want: "Enter why the quarter is sealed again"},
		{name: "a long reason", quarter: "2026Q3", seen: 1, reason: long, want: "1,000 characters"},
		{name: "an NHS number", quarter: "2026Q3", seen: 1, reason: "of 999 000 0018", want: "NHS number"},
		{name: "a quarter that is long over", quarter: "2026Q1", want: "can no longer be sealed"},
		{name: "a quarter to come", quarter: "2026Q4", want: "can no longer be sealed"},
		{name: "no quarter", quarter: "", want: "can no longer be sealed"},
		{name: "somebody sealed it meanwhile", quarter: "2026Q3", want: "stale"},
		{name: "a sealing that is not there", quarter: "2026Q2", seen: 1, reason: "again", want: "stale"},
		{
			name: "a commissioner", quarter: "2026Q3", seen: 1, reason: "again", want: "forbidden",
			by: func(w *storetest.World) tenants.Member { return w.Commissioner },
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			storetest.Each(t, func(t *testing.T, w *storetest.World) {
				seal(t, w, "2026Q3", "")
				by := w.Lead
				if tt.by != nil {
					by = tt.by(w)
				}
				s := store.Seal{Quarter: tt.quarter, Seen: tt.seen, Reason: tt.reason, Workbook: book}
				err := w.For(by).SealRound(ctx, editions(t), s)
				var wrong problem.List
				switch {
				case tt.want == "stale" && errors.Is(err, tenants.ErrStale), tt.want == "forbidden" && errors.Is(err, tenants.ErrForbidden):
				case errors.As(err, &wrong) && strings.Contains(wrong.For("reason"), tt.want):
				default:
					t.Errorf("got %v, want %s", err, tt.want)
				}
				if list, err := w.For(w.Lead).Rounds(ctx); err != nil || len(list) != 1 {
					t.Errorf("%d sealings, %v", len(list), err)
				}
				whole(t, w)
			})
		})
	}
}

// TestASaveWhileSealing: the documents are made again, of the rows as they are after it. When others save all the while nothing
// is sealed and nothing of it stays.
func TestASaveWhileSealing(t *testing.T) {
	for _, tt := range []struct {
		name         string
		saves, tries int
		sealed       bool
	}{{"nobody", 0, 1, true}, {"one save", 1, 2, true}, {"four", 4, 5, true}, {"no end of them", 100, 5, false}} {
		t.Run(tt.name, func(t *testing.T) {
			storetest.Each(t, func(t *testing.T, w *storetest.World) {
				noteOf34(t, w, "note 0")
				tries, saved := 0, 0
				err := trySeal(t, w, w.Lead, "2026Q3", "", func(to io.Writer, s snapshot.Snapshot) error {
					if s.Audience.AreCommissioners() {
						tries++
						if saved < tt.saves {
							saved++
							noteOf34(t, w, fmt.Sprintf("note %d", saved))
						}
					}
					return book(to, s)
				})
				var wrong problem.List
				if tries != tt.tries || tt.sealed && err != nil || !tt.sealed && !errors.As(err, &wrong) {
					t.Errorf("%d tries, %v; want %d, sealed: %v", tries, err, tt.tries, tt.sealed)
				}
				list, err := w.For(w.Lead).Rounds(ctx)
				must(t, err)
				if len(list) == 1 != tt.sealed {
					t.Fatalf("sealed %+v", list)
				}
				if n := ask(t, w, `SELECT COUNT(*) FROM sealed_files WHERE quarter IS NULL`); n != 0 {
					t.Errorf("%d files of tries that failed are left", n)
				}
				if tt.sealed {
					f := fileOf(t, w, w.Reader, store.SealedWorkbook, "steering group")
					if got, want := string(sealedBytes(t, w, w.Reader, f)), fmt.Sprintf("the workbook of note %d", saved); got != want {
						t.Errorf("sealed %q, want %q", got, want)
					}
				}
				whole(t, w)
			})
		})
	}
}

// TestTwoSealAtOnce: one of them seals, the other is told that it was done.
func TestTwoSealAtOnce(t *testing.T) {
	storetest.Each(t, func(t *testing.T, w *storetest.World) {
		var both, done sync.WaitGroup
		both.Add(2)
		errs := make([]error, 2)
		for i := range errs {
			done.Go(func() {
				var first sync.Once
				errs[i] = w.For(w.Lead).SealRound(ctx, editions(t), store.Seal{
					Quarter: "2026Q3",
					Workbook: func(to io.Writer, s snapshot.Snapshot) error {
						first.Do(func() { both.Done(); both.Wait() })
						return book(to, s)
					},
				})
			})
		}
		done.Wait()
		if (errs[0] == nil) == (errs[1] == nil) || !errors.Is(errors.Join(errs...), tenants.ErrStale) {
			t.Errorf("got %v", errs)
		}
		if list, err := w.For(w.Lead).Rounds(ctx); err != nil || len(list) != 1 {
			t.Errorf("sealed %+v, %v", list, err)
		}
		whole(t, w)
	})
}

// TestASealingThatNeverEnded: of a program that was killed nobody sees anything, check finds no fault, and what is left is
// swept by a later sealing.
func TestASealingThatNeverEnded(t *testing.T) {
	storetest.Each(t, func(t *testing.T, w *storetest.World) {
		tamper(t, w, `
			INSERT INTO sealed_files (tenant_id, id, kind, audience, kept_back, label, size, sha256, created_at)
			VALUES ('QWE', 'left', 'document', 'commissioners', FALSE, 'x', 9, 'x', '2026-11-20T09:00:00.000000Z');
			INSERT INTO sealed_chunks (tenant_id, file_id, n, body) VALUES ('QWE', 'left', 0, 'half')`)
		whole(t, w)
		if list, err := w.For(w.Lead).Rounds(ctx); err != nil || len(list) != 0 {
			t.Errorf("seen %+v, %v", list, err)
		}
		if err := w.For(w.Lead).CopySealed(ctx, io.Discard, "left"); !errors.Is(err, tenants.ErrNotFound) {
			t.Errorf("half a document is given out: %v", err)
		}
		for _, tt := range []struct {
			after time.Duration
			left  int
		}{{time.Minute, 1}, {2 * time.Hour, 0}} {
			w.Clock.Set(time.Date(2026, 11, 20, 9, 0, 0, 0, time.UTC).Add(tt.after))
			seal(t, w, "2026Q3", "again")
			if n := ask(t, w, `SELECT COUNT(*) FROM sealed_files WHERE id = 'left'`); n != tt.left {
				t.Errorf("%d files are left after %s, want %d", n, tt.after, tt.left)
			}
		}
	})
}

// TestProcurementAndSealedRounds: what the switch keeps back now stays back in what was sealed before; what was sealed
// while it was on leaves it out for those who were not named, then and later.
func TestProcurementAndSealedRounds(t *testing.T) {
	storetest.Each(t, func(t *testing.T, w *storetest.World) {
		_, err := w.For(w.Lead).SaveEntry(ctx, priority(t, "2.1"), assessment.Entry{Status: assessment.InPlace, Notes: "whom we want"})
		must(t, err)
		seal(t, w, "2026Q2", "")
		before := map[string]store.SealedFile{
			"commissioner": fileOf(t, w, w.Commissioner, store.SealedDocument, "commissioners"),
			"reader":       fileOf(t, w, w.Reader, store.SealedWorkbook, "steering group"),
			"provider":     fileOf(t, w, w.ProviderA, store.SealedDocument, "provider"),
		}
		members := map[string]tenants.Member{"commissioner": w.Commissioner, "reader": w.Reader, "provider": w.ProviderA}
		begin(t, w, w.Lead)
		for name, m := range members {
			if err := w.For(now(t, w, m)).CopySealed(ctx, io.Discard, before[name].ID); !errors.Is(err, tenants.ErrProcurement) {
				t.Errorf("the %s reads what was sealed before: %v", name, err)
			}
			list, err := w.For(now(t, w, m)).Rounds(ctx)
			if must(t, err); len(list) != 1 || len(list[0].Files) != 0 {
				t.Errorf("the %s is offered %+v", name, list)
			}
		}
		if got := sealedBytes(t, w, w.Lead, before["commissioner"]); !bytes.Contains(got, []byte("whom we want")) {
			t.Error("who is named does not read what was sealed before")
		}
		w.Lead = now(t, w, w.Lead)
		must(t, trySeal(t, w, w.Lead, "2026Q3", "", book))
		for name, m := range map[string]tenants.Member{
			"commissioners": w.Commissioner, "steering group": w.Reader,
			"provider": w.ProviderA,
		} {
			f := fileOf(t, w, m, store.SealedDocument, name)
			if !f.KeptBack || bytes.Contains(sealedBytes(t, w, m, f), []byte("whom we want")) {
				t.Errorf("the %s: what is kept back is in %+v", name, f)
			}
		}
		f := fileOf(t, w, w.Lead, store.SealedDocument, "commissioners")
		if f.KeptBack || !bytes.Contains(sealedBytes(t, w, w.Lead, f), []byte("whom we want")) {
			t.Errorf("who is named reads %+v", f)
		}
		whole(t, w)
	})
}

// TestForWhomARoundIsSealed: a provider with nobody in the service has its document, one that no longer delivers has none; and
// the round of a quarter is sealed in the first days of the next, over the end of a financial year too.
func TestForWhomARoundIsSealed(t *testing.T) {
	storetest.Each(t, func(t *testing.T, w *storetest.World) {
		w.Clock.Set(time.Date(2027, 4, 1, 9, 0, 0, 0, time.UTC))
		p, err := w.For(w.Lead).Provider(ctx, w.ProviderB.Provider)
		must(t, err)
		p.Ended = true
		_, err = w.For(w.Lead).SaveProvider(ctx, p)
		must(t, err)
		_, err = w.For(w.Lead).SaveProvider(ctx, provider.Provider{Name: "Nobody yet", Kind: "other"})
		must(t, err)
		must(t, w.For(w.Lead).EndMembership(ctx, w.ProviderA.ID, w.ProviderA.Version))
		w.Lead = now(t, w, w.Lead)
		seal(t, w, "2026Q4", "")
		seal(t, w, "2027Q1", "")
		if n := ask(t, w, `SELECT COUNT(*) FROM sealed_files WHERE audience = 'provider'`); n != 8 {
			t.Errorf("%d files for providers, want two of two in each round", n)
		}
		if n := ask(t, w, `SELECT COUNT(*) FROM sealed_files WHERE provider_id = '`+w.ProviderB.Provider+`'`); n != 0 {
			t.Error("a provider that has ended has a document")
		}
	})
}

// TestCheckHashesSealedRounds: a sealed byte, hash or row that was changed outside the service is found.
func TestCheckHashesSealedRounds(t *testing.T) {
	group := ` WHERE id = (SELECT id FROM sealed_files WHERE audience = 'steering group' AND kind = 'workbook')`
	chunk := strings.Replace(group, "WHERE id", "WHERE file_id", 1)
	const named = "round of 2026Q3, version 1: The steering group’s workbook was changed outside the service"
	for _, tt := range []struct{ name, tamper, want string }{
		{"nothing", ``, ""},
		{"a byte", `UPDATE sealed_chunks SET body = 'The workbook of as it was'` + chunk, named},
		{"a chunk taken away", `DELETE FROM sealed_chunks` + chunk, named},
		{"bytes and hash", `UPDATE sealed_files SET sha256 = 'x'` + group, "round 2026Q3 1: Sealed files was changed outside the service"},
		{"a reason", `UPDATE rounds SET reason = 'x'`, "round 2026Q3 1: Why it is sealed again was changed outside the service"},
		{
			"a file taken away", `DELETE FROM sealed_chunks` + chunk + `; DELETE FROM sealed_files` + group,
			"round 2026Q3 1: Sealed files was changed outside the service",
		},
		{
			"a round taken away", `DELETE FROM sealed_chunks; DELETE FROM sealed_files; DELETE FROM rounds`,
			"round 2026Q3 1: it was removed outside the service",
		},
		{
			"a round made up", `INSERT INTO rounds (tenant_id, quarter, n, version, reason, sealed_at, sealed_by)
			VALUES ('QWE', '2026Q2', 1, 1, '', '2026-09-01T09:00:00.000000Z', 'x')`, "round 2026Q2 1: no save of the history made it",
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			storetest.Each(t, func(t *testing.T, w *storetest.World) {
				noteOf34(t, w, "as it was")
				seal(t, w, "2026Q3", "")
				tamper(t, w, tt.tamper)
				faults, err := w.Check(ctx)
				got := strings.Join(faults, "\n")
				if err != nil || (tt.want == "") != (got == "") || !strings.Contains(got, tt.want) {
					t.Errorf("found %q, %v; want %q", got, err, tt.want)
				}
			})
		})
	}
}

// TestFindSealed: people who look for personal data are told that sealed rounds hold it: each text once.
func TestFindSealed(t *testing.T) {
	storetest.Each(t, func(t *testing.T, w *storetest.World) {
		noteOf34(t, w, "Nothing yet")
		seal(t, w, "2026Q2", "")
		noteOf34(t, w, "Seen by \"Zed\\Quokka\"\n& Co")
		seal(t, w, "2026Q3", "")
		for words, want := range map[string]int{
			`zed\quokka`: 1, `"ZED`: 1, "& co": 1, "\"\n&": 1, "Nothing yet": 1, "wombat": 0,
		} {
			found, err := w.For(w.Lead).FindSealed(ctx, words)
			if must(t, err); len(found) != want || want > 0 && found[0].Subject != "2026Q3 1" {
				t.Errorf("%q is found in %+v, want %d", words, found, want)
			}
		}
		other := w.Member(t, w.Lead.Tenant, "other-lead", tenants.Lead, "")
		p, err := w.For(w.Lead).Procurement(ctx)
		must(t, err)
		named := store.Naming{Members: []string{other.ID}, StepOut: true, Version: p.Version}
		must(t, w.For(now(t, w, w.Lead)).BeginProcurement(ctx, named, "why it is", ""))
		if found, err := w.For(now(t, w, w.Lead)).FindSealed(ctx, "quokka"); err != nil || len(found) != 0 {
			t.Errorf("who is outside a procurement finds %+v, %v", found, err)
		}
	})
}

// A provider's people with a seat in the steering group read what was sealed for the group, as readers do; without a seat they do
// not, and procurement closes it to them as it does to readers.
func TestASeatedProviderReadsTheGroupsSealedFiles(t *testing.T) {
	storetest.Each(t, func(t *testing.T, w *storetest.World) {
		seal(t, w, "2026Q3", "")
		f := fileOf(t, w, w.Reader, store.SealedDocument, round.ForSteeringGroup)
		try := func(what string, m tenants.Member, want error) {
			t.Helper()
			if _, err := w.For(now(t, w, m)).SealedFile(ctx, f.ID); !errors.Is(err, want) {
				t.Errorf("%s: %v, want %v", what, err, want)
			}
		}
		try("without a seat", w.ProviderA, tenants.ErrForbidden)
		seatFor(t, w, w.ProviderA.Provider, register.ChairedByService)
		try("with a seat", w.ProviderA, nil)
		if got := fileOf(t, w, w.ProviderA, store.SealedDocument, round.ForSteeringGroup); got.ID != f.ID {
			t.Errorf("it is not in the list: %+v", got)
		}
		try("another provider", w.ProviderB, tenants.ErrForbidden)
		must(t, w.For(w.Lead).BeginProcurement(ctx, store.Naming{Members: []string{w.Lead.ID}}, "", ""))
		try("in procurement", w.ProviderA, tenants.ErrProcurement)
		try("a reader in procurement", w.Reader, tenants.ErrProcurement)
		try("without a seat in procurement", w.ProviderB, tenants.ErrForbidden)
	})
}

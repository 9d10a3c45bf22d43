package store_test

import (
	"bytes"
	"errors"
	"io"
	"slices"
	"strings"
	"testing"
	"time"

	"ipstoolkit/tenants"
	"ipstoolkit/tenants/store"
	"ipstoolkit/tenants/store/storetest"
	"ipstoolkit/toolkit/edition"
	"ipstoolkit/toolkit/evidence"
	"ipstoolkit/toolkit/problem"
)

// minutes is evidence as a person types it.
func minutes() evidence.Evidence {
	return evidence.Evidence{
		Title: "Minutes of the steering group", Link: "https://example.org/minutes", From: "2026-07-01", To: "2026-09-30",
		ReviewOn: "2027-03-31", Places: []evidence.Place{{Priority: "3.4", Point: "c1"}, {Priority: "1.2"}},
	}
}

func add(t *testing.T, w *storetest.World, m tenants.Member, change func(e *evidence.Evidence)) evidence.Evidence {
	t.Helper()
	e := minutes()
	if change != nil {
		change(&e)
	}
	e, err := w.For(m).SaveEvidence(ctx, edition.Current(), e)
	if err != nil {
		t.Fatalf("%s adds evidence: %v", m.Person.Name, err)
	}
	return e
}

func put(t *testing.T, w *storetest.World, m tenants.Member, body []byte, state evidence.FileState) evidence.File {
	t.Helper()
	f, err := w.For(m).PutFile(ctx, evidence.File{
		Name: "minutes.txt", Kind: evidence.TXT, Size: int64(len(body)), Searched: true,
		State: state,
	}, bytes.NewReader(body))
	if err != nil {
		t.Fatalf("put file: %v", err)
	}
	return f
}

func TestEvidenceIsKeptAsTyped(t *testing.T) {
	storetest.Each(t, func(t *testing.T, w *storetest.World) {
		saved := add(t, w, w.ProviderA, nil)
		got, err := w.For(w.Commissioner).Evidence(ctx, saved.ID)
		if err != nil {
			t.Fatal(err)
		}
		if got.PlacesText() != "1.2, 3.4, 3.4 c1" || got.State != evidence.New || got.Version != 1 || got.Source() != "Northside" ||
			got.CreatedBy != "Person provider-a" {
			t.Errorf("got %+v", got)
		}
		if got.Title != minutes().Title || got.Link != minutes().Link || got.From != "2026-07-01" || got.To != "2026-09-30" ||
			got.ReviewOn != "2027-03-31" {
			t.Errorf("fields changed: %+v", got)
		}
		for key, want := range map[string]int{"3.4": 1, "1.2": 1, "2.1": 0} {
			list, err := w.For(w.Commissioner).EvidencePart(ctx, store.EvidenceFilter{Priority: key}, 0, 100)
			if err != nil || len(list) != want {
				t.Errorf("evidence for %s: %d, %v; want %d", key, len(list), err, want)
			}
		}
		events, err := w.For(w.Commissioner).History(ctx, "evidence", saved.ID)
		if err != nil || len(events) != 1 || events[0].Act != "added" {
			t.Errorf("history %+v, %v", events, err)
		}
	})
}

func TestEvidenceWhoSeesWhat(t *testing.T) {
	storetest.Each(t, func(t *testing.T, w *storetest.World) {
		own := add(t, w, w.ProviderA, func(e *evidence.Evidence) { e.Shared = true; e.Provider = w.ProviderB.Provider })
		rival := add(t, w, w.ProviderB, nil)
		forA := add(t, w, w.Commissioner, func(e *evidence.Evidence) { e.Provider = w.ProviderA.Provider; e.Shared = true })
		icb := add(t, w, w.Commissioner, nil)
		shared := add(t, w, w.Commissioner, func(e *evidence.Evidence) { e.Shared = true })
		away := add(t, w, w.ForeignProvider, nil)
		if own.Provider != w.ProviderA.Provider || own.Shared || forA.Shared {
			t.Errorf("a provider's evidence is its own and never shared: %+v", own)
		}
		all := map[string]string{
			own.ID: "own", rival.ID: "rival's", forA.ID: "for A", icb.ID: "the ICB's", shared.ID: "shared",
			away.ID: "another ICB's",
		}
		cases := []struct {
			name string
			m    tenants.Member
			sees []string
		}{
			{"lead", w.Lead, []string{own.ID, rival.ID, forA.ID, icb.ID, shared.ID}},
			{"provider A", w.ProviderA, []string{own.ID, forA.ID, shared.ID}},
			{"provider B", w.ProviderB, []string{rival.ID, shared.ID}},
			{"lead of another ICB", w.ForeignLead, []string{away.ID}},
			{"provider bound to none", tenants.Member{Tenant: w.Lead.Tenant, Role: tenants.Provider}, nil},
			{"nobody's member", tenants.Member{Role: tenants.Lead}, nil},
		}
		for _, c := range cases {
			rows := w.For(c.m)
			list, err := rows.EvidenceList(ctx)
			if err != nil && !errors.Is(err, tenants.ErrNotFound) {
				t.Fatal(err)
			}
			var ids []string
			for _, e := range list {
				ids = append(ids, e.ID)
			}
			for id, what := range all {
				want := slices.Contains(c.sees, id)
				if slices.Contains(ids, id) != want {
					t.Errorf("%s: sees %s evidence in the list = %t, want %t", c.name, what, !want, want)
				}
				if _, err := rows.Evidence(ctx, id); want && err != nil || !want && !errors.Is(err, tenants.ErrNotFound) {
					t.Errorf("%s opens %s evidence: %v", c.name, what, err)
				}
			}
		}
		if _, err := w.For(w.Reader).EvidenceList(ctx); !errors.Is(err, tenants.ErrForbidden) {
			t.Errorf("a reader lists evidence: %v", err)
		}
	})
}

func TestEvidenceWhoChangesWhat(t *testing.T) {
	storetest.Each(t, func(t *testing.T, w *storetest.World) {
		own := add(t, w, w.ProviderA, nil)
		shared := add(t, w, w.Commissioner, func(e *evidence.Evidence) { e.Shared = true })
		cases := []struct {
			name string
			m    tenants.Member
			e    evidence.Evidence
			want error
		}{
			{"the rival", w.ProviderB, own, tenants.ErrNotFound},
			{"another ICB", w.ForeignLead, own, tenants.ErrNotFound},
			{"a reader", w.Reader, own, tenants.ErrForbidden},
			{"a provider what the ICB shares", w.ProviderB, shared, tenants.ErrForbidden},
			{"a stale version", w.ProviderA, func() evidence.Evidence { e := own; e.Version = 7; return e }(), tenants.ErrStale},
		}
		for _, c := range cases {
			if _, err := w.For(c.m).SaveEvidence(ctx, edition.Current(), c.e); !errors.Is(err, c.want) {
				t.Errorf("%s changes: %v, want %v", c.name, err, c.want)
			}
			if err := w.For(c.m).ActOnEvidence(ctx, c.e.ID, c.e.Version, evidence.Withdraw, "no longer right", ""); !errors.Is(err,
				c.want) {
				t.Errorf("%s withdraws: %v, want %v", c.name, err, c.want)
			}
		}
		for _, act := range []evidence.Act{evidence.Accept} {
			if err := w.For(w.ProviderA).ActOnEvidence(ctx, own.ID, 1, act, "x", ""); !errors.Is(err, tenants.ErrForbidden) {
				t.Errorf("a provider may %s: %v", act, err)
			}
		}
		foreign := minutes()
		foreign.Provider = w.ForeignProvider.Provider
		if _, err := w.For(w.Lead).SaveEvidence(ctx, edition.Current(), foreign); !errors.Is(err, tenants.ErrNotFound) {
			t.Errorf("evidence from another ICB's provider: %v", err)
		}
	})
}

func TestEvidenceIsAcceptedAndWithdrawn(t *testing.T) {
	storetest.Each(t, func(t *testing.T, w *storetest.World) {
		e := add(t, w, w.ProviderA, nil)
		steps := []struct {
			m    tenants.Member
			act  evidence.Act
			text string
			want evidence.State
		}{
			{w.Commissioner, evidence.Accept, "", evidence.Accepted},
			{w.ProviderA, evidence.Withdraw, "Replaced by a newer one", evidence.Withdrawn},
		}
		for i, s := range steps {
			if err := w.For(s.m).ActOnEvidence(ctx, e.ID, i+1, s.act, s.text, ""); err != nil {
				t.Fatalf("%s: %v", s.act, err)
			}
			got, err := w.For(w.ProviderA).Evidence(ctx, e.ID)
			if err != nil || got.State != s.want || len(got.Messages) != i+1 || got.Messages[i].Text != s.text ||
				got.Messages[i].Title != s.m.Title() {
				t.Fatalf("after %s: %+v, %v", s.act, got, err)
			}
		}
		var list problem.List
		e.Version = 3
		if _, err := w.For(w.ProviderA).SaveEvidence(ctx, edition.Current(), e); !errors.As(err, &list) {
			t.Errorf("withdrawn evidence was changed: %v", err)
		}
		if err := w.For(w.Lead).ActOnEvidence(ctx, e.ID, 3, evidence.Accept, "", ""); !errors.As(err, &list) {
			t.Errorf("withdrawn evidence was accepted: %v", err)
		}
	})
}

func TestEvidenceWaiting(t *testing.T) {
	storetest.Each(t, func(t *testing.T, w *storetest.World) {
		fresh, asked, done := add(t, w, w.ProviderA, nil), add(t, w, w.ProviderA, nil), add(t, w, w.ProviderB, nil)
		query(t, w, w.Commissioner, aboutEvidence(asked), "", "Which period is it about?")
		must(t, w.For(w.Commissioner).ActOnEvidence(ctx, done.ID, 1, evidence.Accept, "", ""))
		for _, c := range []struct {
			name string
			by   tenants.Member
			want []string
		}{
			{"commissioner", w.Commissioner, []string{fresh.ID}},
			{"its own provider", w.ProviderA, []string{fresh.ID}},
			{"a rival", w.ProviderB, nil},
		} {
			parts, err := w.For(c.by).WorkParts(ctx)
			list := parts.Evidence
			if err != nil || len(list) != len(c.want) ||
				slices.ContainsFunc(list, func(e evidence.Evidence) bool { return !slices.Contains(c.want, e.ID) }) {
				t.Errorf("%s: %+v, %v", c.name, list, err)
			}
		}
	})
}

func TestChangeOfAcceptedEvidenceIsReviewedAgain(t *testing.T) {
	storetest.Each(t, func(t *testing.T, w *storetest.World) {
		e := add(t, w, w.ProviderA, nil)
		if err := w.For(w.Lead).ActOnEvidence(ctx, e.ID, 1, evidence.Accept, "", ""); err != nil {
			t.Fatal(err)
		}
		e.Version, e.Title, e.State = 2, "Minutes, corrected", evidence.Accepted
		got, err := w.For(w.ProviderA).SaveEvidence(ctx, edition.Current(), e)
		if err != nil || got.State != evidence.New || got.Version != 3 || got.Title != "Minutes, corrected" {
			t.Errorf("got %+v, %v", got, err)
		}
	})
}

func TestFileComesBackAsItWas(t *testing.T) {
	storetest.Each(t, func(t *testing.T, w *storetest.World) {
		for _, size := range []int{1, 1 << 20, 1<<20 + 1, 3<<20 + 17} {
			body := bytes.Repeat([]byte("0123456789abcdef"), size/16+1)[:size]
			f := put(t, w, w.ProviderA, body, evidence.Clean)
			if list, err := w.For(w.Lead).EvidenceList(ctx); err != nil || len(list) > 0 && len(list[0].Files) > 1 {
				t.Fatalf("an unfinished file shows: %+v, %v", list, err)
			}
			e, err := w.For(w.ProviderA).SaveEvidence(ctx, edition.Current(), minutes(), f)
			if err != nil || len(e.Files) != 1 {
				t.Fatalf("save: %+v, %v", e, err)
			}
			got, err := w.For(w.Commissioner).File(ctx, e.ID, f.ID)
			if err != nil || got != e.Files[0] || got.State != evidence.Clean || got.Size != int64(size) {
				t.Fatalf("file %+v, %v", got, err)
			}
			var back bytes.Buffer
			if err := w.For(w.Commissioner).CopyFile(ctx, &back, got); err != nil || !bytes.Equal(back.Bytes(), body) {
				t.Errorf("%d bytes came back as %d: %v", size, back.Len(), err)
			}
			for _, m := range []tenants.Member{w.ProviderB, w.ForeignLead} {
				if _, err := w.For(m).File(ctx, e.ID, f.ID); !errors.Is(err, tenants.ErrNotFound) {
					t.Errorf("%s reaches the file: %v", m.Person.Name, err)
				}
			}
			if err := w.For(w.ForeignLead).CopyFile(ctx, io.Discard, got); !errors.Is(err, tenants.ErrNotFound) {
				t.Errorf("another ICB reads the bytes: %v", err)
			}
			wrong := got
			wrong.SHA256 = strings.Repeat("0", 64)
			if err := w.For(w.Lead).CopyFile(ctx, io.Discard, wrong); err == nil {
				t.Error("bytes with another hash were given out")
			}
		}
	})
}

func TestFileIsTakenOnceAndByItsSenderOnly(t *testing.T) {
	storetest.Each(t, func(t *testing.T, w *storetest.World) {
		f := put(t, w, w.ProviderA, []byte("hello"), evidence.Clean)
		for _, m := range []tenants.Member{w.ProviderB, w.Lead, w.ForeignLead} {
			if _, err := w.For(m).SaveEvidence(ctx, edition.Current(), minutes(), f); !errors.Is(err, tenants.ErrNotFound) {
				t.Errorf("%s takes provider A's upload: %v", m.Person.Name, err)
			}
		}
		if _, err := w.For(w.ProviderA).SaveEvidence(ctx, edition.Current(), minutes(), f); err != nil {
			t.Fatal(err)
		}
		if _, err := w.For(w.ProviderA).SaveEvidence(ctx, edition.Current(), minutes(), f); !errors.Is(err, tenants.ErrNotFound) {
			t.Errorf("one upload taken twice: %v", err)
		}
		if err := w.For(w.ProviderA).DropFile(ctx, f.ID); err != nil {
			t.Fatal(err)
		}
		list, err := w.For(w.ProviderA).EvidenceList(ctx)
		if err != nil || len(list) != 1 || len(list[0].Files) != 1 {
			t.Errorf("dropping a file that is evidence changed it: %+v, %v", list, err)
		}
	})
}

func TestQuota(t *testing.T) {
	storetest.Each(t, func(t *testing.T, w *storetest.World) {
		rows := w.For(w.ProviderA)
		put(t, w, w.ProviderA, []byte("hello"), evidence.Clean)
		used, limit, err := rows.Quota(ctx)
		if err != nil || used != 5 || limit <= 0 {
			t.Fatalf("used %d of %d, %v", used, limit, err)
		}
		var list problem.List
		_, err = rows.PutFile(ctx, evidence.File{Name: "a.txt", Kind: evidence.TXT, Size: limit - 4}, strings.NewReader(""))
		if !errors.As(err, &list) || list[0].Field != "files" {
			t.Errorf("a file beyond the quota: %v", err)
		}
		if _, err := w.For(w.Reader).PutFile(ctx, evidence.File{Size: 1}, strings.NewReader("x")); !errors.Is(err, tenants.ErrForbidden) {
			t.Errorf("a reader puts a file: %v", err)
		}
	})
}

// failing is a reader that breaks off, as an upload does.
type failing struct{}

func (failing) Read([]byte) (int, error) { return 0, errors.New("connection lost") }

func TestUnfinishedUploadsAreSwept(t *testing.T) {
	storetest.Each(t, func(t *testing.T, w *storetest.World) {
		rows := w.For(w.ProviderA)
		big := io.MultiReader(bytes.NewReader(make([]byte, 2<<20)), failing{})
		if _, err := rows.PutFile(ctx, evidence.File{Name: "a.txt", Kind: evidence.TXT, Size: 3 << 20}, big); err == nil {
			t.Error("an upload that broke off was taken")
		}
		if used, _, err := rows.Quota(ctx); err != nil || used != 0 {
			t.Errorf("a broken upload keeps %d bytes, %v", used, err)
		}
		f := put(t, w, w.ProviderA, []byte("hello"), evidence.Clean)
		kept := put(t, w, w.ProviderA, []byte("hello"), evidence.Clean)
		if _, err := rows.SaveEvidence(ctx, edition.Current(), minutes(), kept); err != nil {
			t.Fatal(err)
		}
		w.Clock.Set(w.Clock.Now().Add(59 * time.Minute))
		if n, err := w.SweepUploads(ctx); n != 0 || err != nil {
			t.Errorf("swept %d within the hour, %v", n, err)
		}
		w.Clock.Set(w.Clock.Now().Add(2 * time.Minute))
		if n, err := w.SweepUploads(ctx); n != 1 || err != nil {
			t.Errorf("swept %d after an hour, %v; want 1", n, err)
		}
		if _, err := rows.SaveEvidence(ctx, edition.Current(), minutes(), f); !errors.Is(err, tenants.ErrNotFound) {
			t.Errorf("a swept upload was taken: %v", err)
		}
		if used, _, err := rows.Quota(ctx); err != nil || used != 5 {
			t.Errorf("%d bytes are kept, %v; want the 5 of the evidence", used, err)
		}
	})
}

func TestHeldFilesWaitForTheScanner(t *testing.T) {
	storetest.Each(t, func(t *testing.T, w *storetest.World) {
		for _, want := range []evidence.FileState{evidence.Clean, evidence.Infected} {
			f := put(t, w, w.ProviderA, []byte("hello"), evidence.Held)
			e, err := w.For(w.ProviderA).SaveEvidence(ctx, edition.Current(), minutes(), f)
			if err != nil || e.Files[0].State != evidence.Held || e.Files[0].State.Open() {
				t.Fatalf("save: %+v, %v", e.Files, err)
			}
			held, err := w.HeldFiles(ctx)
			if err != nil || len(held) != 1 || held[0].ID != f.ID {
				t.Fatalf("held %+v, %v", held, err)
			}
			var body bytes.Buffer
			if err := held[0].Rows.CopyFile(ctx, &body, held[0].File); err != nil || body.String() != "hello" {
				t.Fatalf("the scanner reads %q, %v", body.String(), err)
			}
			if err := held[0].Scanned(ctx, want); err != nil {
				t.Fatal(err)
			}
			if err := held[0].Scanned(ctx, evidence.Clean); !errors.Is(err, tenants.ErrStale) {
				t.Errorf("scanned twice: %v", err)
			}
			got, err := w.For(w.Lead).File(ctx, e.ID, f.ID)
			if err != nil || got.State != want {
				t.Errorf("state %s, %v; want %s", got.State, err, want)
			}
			events, err := w.For(w.Lead).History(ctx, "evidence", e.ID)
			if err != nil || events[0].Who != "Virus scanner" {
				t.Errorf("history %+v, %v", events, err)
			}
		}
	})
}

package store_test

import (
	"bytes"
	"strings"
	"testing"

	"ipstoolkit/tenants"
	"ipstoolkit/tenants/store"
	"ipstoolkit/tenants/store/storetest"
	"ipstoolkit/toolkit/evidence"
	"ipstoolkit/toolkit/round"
	"ipstoolkit/toolkit/snapshot"
	"ipstoolkit/toolkit/view"
)

// comparedTexts are the texts of what has changed.
func comparedTexts(c snapshot.Compared) string {
	lines := []string{c.Words}
	for _, r := range c.Rows {
		lines = append(lines, r.Before+" > "+r.After)
	}
	return strings.Join(lines, "\n")
}

// TestSinceTheLastRound: what people download now is compared with the round that was sealed last, and a round with that of the
// quarter before, sealed again or not. Each reads the comparison of its own documents.
func TestSinceTheLastRound(t *testing.T) {
	storetest.Each(t, func(t *testing.T, w *storetest.World) {
		since := func(m tenants.Member) snapshot.Compared {
			t.Helper()
			m = now(t, w, m)
			s, err := w.For(m).SnapshotSince(ctx, editions(t), m.Audience().Whoever())
			must(t, err)
			return s.Told().Compared
		}
		noteOf34(t, w, "First words")
		if got := since(w.Reader); got.Words != snapshot.NothingSealed || got.Rows != nil {
			t.Errorf("before the first round: %+v", got)
		}
		seal(t, w, "2026Q2", "")
		noteOf34(t, w, "Second words")
		seal(t, w, "2026Q3", "")
		seal(t, w, "2026Q3", "The minutes were added")
		noteOf34(t, w, "Third words")
		for name, m := range map[string]tenants.Member{"commissioners": w.Lead, "steering group": w.Reader, "provider": w.ProviderA} {
			if got := comparedTexts(since(m)); !strings.Contains(got, "the round of Quarter 3 2026/27") ||
				!strings.Contains(got, "Second words > Third words") {
				t.Errorf("now, for the %s: %s", name, got)
			}
			d, err := round.Read(sealedBytes(t, w, m, fileOf(t, w, m, store.SealedDocument, name)))
			must(t, err)
			read, err := d.Snapshot(editions(t))
			must(t, err)
			if got := comparedTexts(read.Told().Compared); !strings.Contains(got, "the round of Quarter 2 2026/27") ||
				!strings.Contains(got, "First words > Second words") {
				t.Errorf("as sealed, for the %s: %s", name, got)
			}
		}
		if _, err := w.For(w.Reader).SnapshotSince(ctx, editions(t), view.Commissioners); err == nil {
			t.Error("a reader has the commissioners' comparison")
		}
	})
}

// TestProcurementIsNotCompared: while procurement keeps a round back from somebody, nothing is compared with it, in what they
// download and in what is sealed for them. Who is named for it has the comparison.
func TestProcurementIsNotCompared(t *testing.T) {
	storetest.Each(t, func(t *testing.T, w *storetest.World) {
		noteOf34(t, w, "First words")
		seal(t, w, "2026Q2", "")
		noteOf34(t, w, "Second words")
		begin(t, w, w.Lead)
		w.Lead = now(t, w, w.Lead)
		must(t, trySeal(t, w, w.Lead, "2026Q3", "", book))
		noteOf34(t, w, "Third words")
		for name, m := range map[string]tenants.Member{
			"commissioners": w.Commissioner, "steering group": w.Reader, "provider": w.ProviderA,
		} {
			d, err := round.Read(sealedBytes(t, w, m, fileOf(t, w, m, store.SealedDocument, name)))
			must(t, err)
			if c := d.Told.Compared; c.Round != "" || c.Rows != nil || !strings.Contains(c.Words, "procurement") {
				t.Errorf("sealed for the %s: %+v", name, c)
			}
			m = now(t, w, m)
			s, err := w.For(m).SnapshotSince(ctx, editions(t), m.Audience().Whoever())
			if must(t, err); !strings.Contains(comparedTexts(s.Compared), "Second words > Third words") {
				t.Errorf("now, for the %s: %s", name, comparedTexts(s.Compared))
			}
		}
		d, err := round.Read(sealedBytes(t, w, w.Lead, fileOf(t, w, w.Lead, store.SealedDocument, "commissioners")))
		if must(t, err); d.Told.Compared.Round != "Quarter 2 2026/27" {
			t.Errorf("sealed for who is named: %+v", d.Told.Compared)
		}
	})
}

// TestATextGoesFromComparisons: a text that only an earlier round had goes from what the next one says of it, too.
func TestATextGoesFromComparisons(t *testing.T) {
	w := storetest.New(t)
	noteOf34(t, w, "Zed Quokka said so")
	seal(t, w, "2026Q2", "")
	noteOf34(t, w, "Other words")
	seal(t, w, "2026Q3", "")
	file := fileOf(t, w, w.Reader, store.SealedDocument, "steering group")
	if !bytes.Contains(sealedBytes(t, w, w.Reader, file), []byte("Quokka")) {
		t.Fatal("the round does not say what was there before")
	}
	var erase store.Erasure
	found, err := w.For(w.Lead).FindText(ctx, "quokka")
	must(t, err)
	sealed, err := w.For(w.Lead).FindSealed(ctx, "quokka")
	must(t, err)
	for _, one := range append(found, sealed...) {
		erase.Places = append(erase.Places, one.ID)
	}
	erase.Reason, erase.Workbook = "A name", book
	must(t, w.For(w.Lead).EraseAll(ctx, editions(t), erase))
	left := sealedBytes(t, w, w.Reader, fileOf(t, w, w.Reader, store.SealedDocument, "steering group"))
	if bytes.Contains(left, []byte("Quokka")) || !bytes.Contains(left, []byte(evidence.RemovedWords)) {
		t.Error("the round still says what was there before")
	}
}

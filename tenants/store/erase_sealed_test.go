package store_test

import (
	"bytes"
	"errors"
	"io"
	"strings"
	"testing"

	"ipstoolkit/tenants"
	"ipstoolkit/tenants/store"
	"ipstoolkit/tenants/store/storetest"
	"ipstoolkit/toolkit/evidence"
	"ipstoolkit/toolkit/round"
	"ipstoolkit/toolkit/snapshot"
)

var errBook = errors.New("the disk is full")

// TestATextGoesFromSealedRounds: from the document and the workbook of every audience, whether rows still have it or not. The
// files keep their ids, others their bytes; the round says so, and the check finds nothing wrong.
func TestATextGoesFromSealedRounds(t *testing.T) {
	storetest.Each(t, func(t *testing.T, w *storetest.World) {
		noteOf34(t, w, "Nothing yet")
		seal(t, w, "2026Q2", "")
		before := sealedBytes(t, w, w.Lead, fileOf(t, w, w.Lead, store.SealedDocument, "commissioners"))
		noteOf34(t, w, "Zed Quokka said so")
		seal(t, w, "2026Q3", "")
		first := map[string]store.SealedFile{}
		members := map[string]tenants.Member{"commissioners": w.Lead, "steering group": w.Reader, "provider": w.ProviderA}
		for audience, m := range members {
			for _, kind := range []string{store.SealedDocument, store.SealedWorkbook} {
				first[audience+kind] = fileOf(t, w, m, kind, audience)
			}
		}
		noteOf34(t, w, "Other words")
		places := func(words string) []string {
			found, err := w.For(w.Lead).FindText(ctx, words)
			must(t, err)
			sealed, err := w.For(w.Lead).FindSealed(ctx, words)
			must(t, err)
			var ids []string
			for _, one := range append(found, sealed...) {
				ids = append(ids, one.ID)
			}
			return ids
		}
		erase := store.Erasure{Places: places("quokka"), Reason: "A name", Workbook: book}
		if len(erase.Places) != 3 { // the note as it came and went, and the rounds
			t.Fatalf("places %q", erase.Places)
		}
		must(t, w.For(w.Lead).EraseAll(ctx, editions(t), erase))
		if left := places("quokka"); len(left) > 0 {
			t.Errorf("left: %q", left)
		}
		parts, err := w.For(w.Reader).RoundParts(ctx)
		removals := parts.Removals
		must(t, err)
		for audience, m := range members {
			d, b := fileOf(t, w, m, store.SealedDocument, audience), fileOf(t, w, m, store.SealedWorkbook, audience)
			document, workbook := sealedBytes(t, w, m, d), sealedBytes(t, w, m, b)
			read, err := round.Read(document)
			if must(t, err); read.Priorities["3.4"].Notes != evidence.RemovedWords || bytes.Contains(document, []byte("Quokka")) {
				t.Errorf("%s reads %q", audience, read.Priorities["3.4"].Notes)
			}
			if !strings.HasSuffix(string(workbook), evidence.RemovedWords) {
				t.Errorf("the workbook of %s: %s", audience, workbook)
			}
			for _, f := range []store.SealedFile{d, b} {
				was, told := first[audience+f.Kind], removals[f.ID]
				if f.ID != was.ID || len(told) != 1 || told[0].Old != was.SHA256 || told[0].New != f.SHA256 || f.SHA256 == was.SHA256 {
					t.Errorf("%s of %s: %+v, was %+v, told %+v", f.Kind, audience, f, was, told)
				}
			}
		}
		list, err := w.For(w.Lead).Rounds(ctx)
		must(t, err)
		for _, f := range list[len(list)-1].Files {
			if f.Kind == store.SealedDocument && f.Audience == "commissioners" && !bytes.Equal(sealedBytes(t, w, w.Lead, f), before) {
				t.Error("a round without the text has other bytes")
			}
		}
		faults, err := w.Check(ctx)
		if must(t, err); len(faults) > 0 {
			t.Error(faults)
		}
		var one store.Erasure
		if err := w.For(w.Commissioner).EraseAll(ctx, editions(t), erase); !errors.Is(err, tenants.ErrForbidden) {
			t.Errorf("a commissioner: %v", err)
		}
		if err := w.For(w.Lead).EraseAll(ctx, editions(t), one); err == nil {
			t.Error("nothing is removed for no reason")
		}
	})
}

// TestARemovalThatStopsHalfWay: where a workbook cannot be written, what was sealed stays whole, is still found, and can be
// removed by asking again.
func TestARemovalThatStopsHalfWay(t *testing.T) {
	w := storetest.New(t)
	noteOf34(t, w, "Zed Quokka said so")
	seal(t, w, "2026Q3", "")
	found, err := w.For(w.Lead).FindText(ctx, "quokka")
	must(t, err)
	var places []string
	for _, one := range found {
		places = append(places, one.ID)
	}
	broken := store.Erasure{Places: places, Reason: "A name", Workbook: func(io.Writer, snapshot.Snapshot) error { return errBook }}
	if err := w.For(w.Lead).EraseAll(ctx, editions(t), broken); !errors.Is(err, errBook) {
		t.Fatalf("a workbook that fails: %v", err)
	}
	faults, err := w.Check(ctx)
	if must(t, err); len(faults) > 0 {
		t.Error(faults)
	}
	sealed, err := w.For(w.Lead).FindSealed(ctx, "quokka")
	if must(t, err); len(sealed) != 1 {
		t.Fatalf("found in sealed rounds: %+v", sealed)
	}
	again := store.Erasure{Places: []string{sealed[0].ID}, Reason: "A name", Workbook: book}
	must(t, w.For(w.Lead).EraseAll(ctx, editions(t), again))
	if d := documentOf(t, w, w.Lead, "commissioners"); d.Priorities["3.4"].Notes != evidence.RemovedWords {
		t.Errorf("notes %q", d.Priorities["3.4"].Notes)
	}
	if err := w.For(w.Lead).EraseAll(ctx, editions(t), again); !errors.Is(err, tenants.ErrNotFound) {
		t.Errorf("once more: %v", err)
	}
}

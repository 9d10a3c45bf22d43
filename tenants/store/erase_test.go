package store_test

import (
	"errors"
	"io"
	"strings"
	"testing"

	"ipstoolkit/tenants"
	"ipstoolkit/tenants/store/storetest"
	"ipstoolkit/toolkit/assessment"
	"ipstoolkit/toolkit/edition"
	"ipstoolkit/toolkit/evidence"
	"ipstoolkit/toolkit/problem"
)

// mistake is what should never have been typed.
const mistake = "Somebody Özil of 1 Example Street"

func TestErasedTextIsGoneEverywhere(t *testing.T) {
	storetest.Each(t, func(t *testing.T, w *storetest.World) {
		rows, p := w.For(w.Lead), priority(t, "3.4")
		for i, notes := range []string{"All well", "Call " + mistake, "All well again"} {
			e := assessment.Entry{Status: assessment.InPlace, Notes: notes, PrivateNotes: "About " + mistake, Version: i}
			if _, err := rows.SaveEntry(ctx, p, e); err != nil {
				t.Fatal(err)
			}
		}
		e := add(t, w, w.ProviderA, func(e *evidence.Evidence) { e.Title = "Letter to " + mistake })
		asked := query(t, w, w.Commissioner, aboutEvidence(e), "", "Who is "+mistake+"?")
		found, err := rows.FindText(ctx, "ÖZIL OF 1")
		if err != nil {
			t.Fatal(err)
		}
		var places []string
		for _, f := range found {
			places = append(places, f.ID)
		}
		// Now: private notes, title, question. In the history: notes in two saves, private notes, title, question.
		if len(found) != 8 {
			t.Fatalf("found %d places, want 8: %+v", len(found), found)
		}
		if err := rows.Erase(ctx, places, "A name that came in with minutes"); err != nil {
			t.Fatal(err)
		}
		if left, err := rows.FindText(ctx, mistake); err != nil || len(left) != 0 {
			t.Errorf("left: %+v, %v", left, err)
		}
		entry, err := rows.Entry(ctx, "3.4")
		if err != nil || entry.Notes != "All well again" || entry.PrivateNotes != evidence.RemovedWords || entry.Version != 4 {
			t.Errorf("entry %+v, %v", entry, err)
		}
		if hits, err := rows.SearchNotes(ctx, "example street"); err != nil || len(hits) != 0 {
			t.Errorf("search still finds it: %+v, %v", hits, err)
		}
		got, err := rows.Evidence(ctx, e.ID)
		if err != nil || got.Title != evidence.RemovedWords {
			t.Errorf("evidence %+v, %v", got, err)
		}
		q, err := rows.Question(ctx, asked)
		if err != nil || q.Asked().Text != evidence.RemovedWords || q.Asked().Removed == "" {
			t.Errorf("question %+v, %v", q, err)
		}
		events, err := rows.History(ctx, "priority", "3.4")
		if err != nil || len(events) != 3 {
			t.Fatalf("history %+v, %v", events, err)
		}
		marks := 0
		for _, event := range events {
			for _, c := range event.Changes {
				if strings.Contains(c.Old+c.New, "Özil") {
					t.Errorf("the history still has it: %+v", c)
				}
				if c.Removed != "" {
					marks++
				}
			}
		}
		if marks != 3 {
			t.Errorf("%d marks in the history of the priority, want 3", marks)
		}
		if faults, err := w.Check(ctx); err != nil || len(faults) != 0 {
			t.Errorf("check after the removal: %q, %v", faults, err)
		}
	})
}

func TestErasedFileIsGone(t *testing.T) {
	storetest.Each(t, func(t *testing.T, w *storetest.World) {
		f, err := w.For(w.ProviderA).PutFile(ctx, evidence.File{Name: mistake + ".txt", Kind: evidence.TXT, Size: 5, State: evidence.Clean},
			strings.NewReader("hello"))
		if err != nil {
			t.Fatal(err)
		}
		e, err := w.For(w.ProviderA).SaveEvidence(ctx, edition.Current(), minutes(), f)
		if err != nil {
			t.Fatal(err)
		}
		if err := w.For(w.Lead).EraseFile(ctx, e.ID, f.ID, "Minutes with a name"); err != nil {
			t.Fatal(err)
		}
		got, err := w.For(w.Lead).File(ctx, e.ID, f.ID)
		if err != nil || got.State != evidence.Removed || got.State.Open() || got.Name != evidence.RemovedWords ||
			got.SHA256 != f.SHA256 || got.Created != f.Created {
			t.Errorf("file %+v, %v: want the mark, its hash and its time", got, err)
		}
		if err := w.For(w.Lead).CopyFile(ctx, io.Discard, got); !errors.Is(err, tenants.ErrNotFound) {
			t.Errorf("its bytes are still there: %v", err)
		}
		if left, err := w.For(w.Lead).FindText(ctx, mistake); err != nil || len(left) != 0 {
			t.Errorf("its name is left: %+v, %v", left, err)
		}
		if used, _, err := w.For(w.Lead).Quota(ctx); err != nil || used != 0 {
			t.Errorf("it takes %d bytes of the quota, %v", used, err)
		}
		if err := w.For(w.Lead).EraseFile(ctx, e.ID, f.ID, "again"); !errors.Is(err, tenants.ErrNotFound) {
			t.Errorf("removed twice: %v", err)
		}
		if faults, err := w.Check(ctx); err != nil || len(faults) != 0 {
			t.Errorf("check after the removal: %q, %v", faults, err)
		}
	})
}

func TestEraseIsTheLeadsAlone(t *testing.T) {
	storetest.Each(t, func(t *testing.T, w *storetest.World) {
		f := put(t, w, w.ProviderA, []byte("hello"), evidence.Clean)
		e, err := w.For(w.ProviderA).SaveEvidence(ctx, edition.Current(), minutes(), f)
		if err != nil {
			t.Fatal(err)
		}
		place := "evidence/title/" + e.ID
		for _, m := range []tenants.Member{w.Commissioner, w.ProviderA, w.ProviderB, w.Reader} {
			_, found := w.For(m).FindText(ctx, "minutes")
			for what, err := range map[string]error{
				"looks for text": found, "removes a text": w.For(m).Erase(ctx, []string{place}, "x"),
				"removes a file": w.For(m).EraseFile(ctx, e.ID, f.ID, "x"),
			} {
				if !errors.Is(err, tenants.ErrForbidden) {
					t.Errorf("%s %s: %v", m.Person.Name, what, err)
				}
			}
		}
		if err := w.For(w.ForeignLead).Erase(ctx, []string{place}, "x"); !errors.Is(err, tenants.ErrNotFound) {
			t.Errorf("the lead of another ICB removes a text: %v", err)
		}
		if err := w.For(w.ForeignLead).EraseFile(ctx, e.ID, f.ID, "x"); !errors.Is(err, tenants.ErrNotFound) {
			t.Errorf("the lead of another ICB removes a file: %v", err)
		}
		if list, err := w.For(w.ForeignLead).FindText(ctx, "minutes"); err != nil || len(list) != 0 {
			t.Errorf("the lead of another ICB finds %+v, %v", list, err)
		}
		var list problem.List
		if err := w.For(w.Lead).Erase(ctx, []string{place}, " "); !errors.As(err, &list) || list[0].Field != "reason" {
			t.Errorf("without a reason: %v", err)
		}
		if err := w.For(w.Lead).Erase(ctx, nil, "x"); !errors.As(err, &list) {
			t.Errorf("without a place: %v", err)
		}
		if _, err := w.For(w.Lead).FindText(ctx, "a"); !errors.As(err, &list) {
			t.Errorf("looking for one letter: %v", err)
		}
	})
}

package server

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"testing"

	"ipstoolkit/tenants/store"
	"ipstoolkit/toolkit/calendar"
	"ipstoolkit/toolkit/compare"
	"ipstoolkit/toolkit/edition"
	"ipstoolkit/toolkit/round"
	"ipstoolkit/toolkit/snapshot"
	"ipstoolkit/toolkit/view"
	"ipstoolkit/toolkit/workbook"
)

// tenYears is how many quarters are sealed before anything is measured.
const tenYears = 40

// roundRows are the sealing of a quarter and the comparison of two, in an ICB with ten years of sealed rounds: beside the same
// documents and workbooks made in memory and kept nowhere, and beside the reading of the same two documents as plain JSON.
func roundRows(b *testing.B, t *table) {
	ctx := context.Background()
	w := watchedSite(b)
	editions, err := edition.LoadFolder("")
	must := func(err error) {
		b.Helper()
		if err != nil {
			b.Fatal(err)
		}
	}
	must(err)
	rows := w.For(w.Lead)
	stub := func(to io.Writer, _ snapshot.Snapshot) error { _, err := to.Write([]byte("x")); return err }
	for range tenYears {
		w.Clock.Set(w.Clock.Now().AddDate(0, 3, 0))
		q := calendar.At(w.Clock.Now()).Date().Quarter()
		must(rows.OpenRound(ctx, q))
		must(rows.SealRound(ctx, editions, store.Seal{Quarter: q, Workbook: stub}))
	}
	seen, q := 1, calendar.At(w.Clock.Now()).Date().Quarter()
	seal := func() error {
		err := rows.SealRound(ctx, editions, store.Seal{Quarter: q, Seen: seen, Reason: "again", Workbook: workbook.Copy})
		seen++
		return err
	}
	full, err := rows.Snapshot(ctx, editions, view.Commissioners)
	must(err)
	bare := func() error {
		for _, a := range []view.Audience{
			view.Commissioners, view.SteeringGroup, view.Provider(w.ProviderA.Provider),
			view.Provider(w.ProviderB.Provider),
		} {
			d, err := round.Of(full.For(a))
			if err != nil {
				return err
			}
			s, err := d.Snapshot(editions)
			if err == nil {
				err = workbook.Copy(io.Discard, s)
			}
			if err != nil {
				return err
			}
		}
		return nil
	}
	one, two, ratio := inTurn(b, 7, seal, bare)
	t.add("Sealing with ten years of rounds, beside its documents", perOne(1, one), perOne(1, two), ratio, atMost(1.5))
	list, err := rows.Rounds(ctx)
	must(err)
	var bodies [][]byte
	var files []string
	for _, s := range []store.Sealing{list[0], list[len(list)-1]} {
		for _, f := range s.Files {
			if f.Kind == store.SealedDocument && f.Audience == round.ForCommissioners {
				var body bytes.Buffer
				must(rows.CopySealed(ctx, &body, f.ID))
				bodies, files = append(bodies, body.Bytes()), append(files, f.ID)
			}
		}
	}
	one, two, ratio = inTurn(b, 15, func() error {
		var two []round.Document
		for _, id := range files {
			var body bytes.Buffer
			if err := rows.CopySealed(ctx, &body, id); err != nil {
				return err
			}
			d, err := round.Read(body.Bytes())
			if err != nil {
				return err
			}
			two = append(two, d)
		}
		_, err := compare.Of(two[1], two[0], editions)
		return err
	}, func() error {
		for _, body := range bodies {
			var any any
			if err := json.Unmarshal(body, &any); err != nil {
				return err
			}
		}
		return nil
	})
	t.add("Compare over ten years, beside both read as JSON", perOne(1, one), perOne(1, two), ratio, atMost(12))
}

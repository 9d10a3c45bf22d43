package store

import (
	"context"
	"fmt"

	"ipstoolkit/tenants"
	"ipstoolkit/toolkit/calendar"
	"ipstoolkit/toolkit/compare"
	"ipstoolkit/toolkit/edition"
	"ipstoolkit/toolkit/snapshot"
	"ipstoolkit/toolkit/view"
)

// SnapshotSince is Snapshot with what has changed since the round that was sealed last, as far as the audience reads it. Errors:
// those of Snapshot.
func (r *Rows) SnapshotSince(ctx context.Context, editions *edition.Library, a view.Audience) (snapshot.Snapshot, error) {
	s, err := r.Snapshot(ctx, editions, a)
	if err != nil {
		return s, err
	}
	return r.since(ctx, editions, s, "")
}

// since puts a snapshot beside the document of the same audience that was sealed last, of a quarter before the one that is given or
// else of any. What procurement keeps from the audience is not compared: an earlier document that holds it is passed over.
func (r *Rows) since(ctx context.Context, editions *edition.Library, s snapshot.Snapshot, before calendar.Quarter,
) (snapshot.Snapshot, error) {
	var sealings []Sealing
	err := r.read(ctx, tenants.ReadToolkit, func(q reading) error {
		q.askSealings(&sealings, forList)
		return q.Answered()
	})
	if err != nil {
		return s, err
	}
	reads := s.Audience.Whoever()
	if s.Shut {
		reads = reads.Outside()
	}
	for _, one := range sealings {
		if before != "" && one.Quarter >= before {
			continue
		}
		s.Compared.Words = keptFrom
		for _, f := range one.Files {
			if f.Kind != SealedDocument || f.For() != s.Audience.Whoever() || !reads.ReadsSealed(f.For(), f.KeptBack) {
				continue
			}
			d, err := r.sealedDocument(ctx, f)
			if err != nil {
				return s, fmt.Errorf("document of the round before: %w", err)
			}
			return compare.Since(s, d, editions)
		}
	}
	return s, nil
}

// keptFrom is what a workbook says where rounds were sealed and none of them is for its reader.
const keptFrom = "There is nothing to compare with yet: the rounds so far were sealed before you were part of them, or they hold what " +
	"procurement keeps back."

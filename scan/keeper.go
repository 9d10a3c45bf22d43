package scan

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"time"

	"ipstoolkit/tenants/store"
	"ipstoolkit/toolkit/evidence"
)

// Keeper does in the background what evidence files need: it asks the virus scanner again about waiting files, and
// removes uploads that never ended. It also finishes removals of personal data.
type Keeper struct {
	Store   *store.Store
	Scanner *Scanner
}

// Run works until the context ends. Several servers on one database may each run one.
func (k Keeper) Run(ctx context.Context) {
	tick := time.NewTicker(time.Minute)
	defer tick.Stop()
	for {
		if err := k.Once(ctx); err != nil && ctx.Err() == nil {
			slog.ErrorContext(ctx, "evidence files", "error", err)
		}
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}

// Once does everything that is due now.
func (k Keeper) Once(ctx context.Context) error {
	waiting, err := k.Store.FinishRemovals(ctx)
	if waiting > 0 {
		slog.InfoContext(
			ctx, "removed personal data are still in the database's log: somebody reads the database as it was before, such as a backup",
			"removals", waiting,
		)
	}
	n, more := k.Store.SweepUploads(ctx)
	err = errors.Join(err, more)
	if n > 0 {
		slog.InfoContext(ctx, "swept unfinished uploads", "count", n)
	}
	if k.Scanner == nil {
		return err
	}
	held, more := k.Store.HeldFiles(ctx)
	err = errors.Join(err, more)
	for _, f := range held {
		if more := k.scan(ctx, f); more != nil {
			return errors.Join(err, more) // the scanner does not answer: the others wait too
		}
	}
	return err
}

func (k Keeper) scan(ctx context.Context, f store.Waiting) error {
	r, w := io.Pipe()
	go func() { w.CloseWithError(f.Rows.CopyFile(ctx, w, f.File)) }()
	defer r.Close()
	state := evidence.Clean
	switch err := k.Scanner.Scan(ctx, r); {
	case errors.Is(err, ErrInfected):
		state = evidence.Infected
		slog.WarnContext(ctx, "the virus scan found something in a file that waited for it", "file", f.ID)
	case err != nil:
		return err
	}
	return f.Scanned(ctx, state)
}

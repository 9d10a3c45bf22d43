package store

import (
	"context"
	"slices"

	"ipstoolkit/tenants"
	"ipstoolkit/toolkit/calendar"
	"ipstoolkit/toolkit/equity"
)

// BrokenDown is how far a quarter's breakdowns have come: how many characteristics are collected in it, and how many of
// them each provider has finished, by the provider's id.
type BrokenDown struct {
	Collected int
	Finished  map[string]int
}

// BrokenDown is how far the breakdowns of a quarter have come: of every provider for commissioners, of its own for a
// provider's people. Error: tenants.ErrForbidden for everybody else.
func (r *Rows) BrokenDown(ctx context.Context, quarter calendar.Quarter) (BrokenDown, error) {
	done := BrokenDown{Finished: map[string]int{}}
	var rows []collectionRow
	var finished []breakdownRow
	err := r.read(ctx, tenants.EnterReturns, func(q reading) error {
		q.Ask(&rows, collectionQuery, q.Tenant)
		where, args := ` AND b.finished = TRUE AND b.quarter = ?`, []any{q.Tenant, quarter}
		if own := r.member.Provider; own != "" {
			where, args = where+` AND b.provider_id = ?`, append(args, own)
		}
		q.Ask(&finished, breakdownQuery+where, args...)
		return nil
	})
	if err != nil {
		return done, err
	}
	var all []equity.Collection
	for _, row := range rows {
		all = append(all, row.collection(nil))
	}
	collected := equity.Collected(all, quarter)
	done.Collected = len(collected)
	for _, b := range finished {
		if slices.ContainsFunc(collected, func(c equity.Collection) bool { return c.Characteristic == b.Characteristic }) {
			done.Finished[b.Provider]++
		}
	}
	return done, nil
}

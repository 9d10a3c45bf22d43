package store

import (
	"context"
	"fmt"

	"ipstoolkit/tenants"
	"ipstoolkit/tenants/store/db"
	"ipstoolkit/toolkit/calendar"
	"ipstoolkit/toolkit/equity"
)

// BreakdownsOf are all characteristics that are collected in a provider's quarter, in the order of the pages: of version 0
// those that nobody has begun. Errors: tenants.ErrNotFound for another provider's; tenants.ErrForbidden for all but providers.
func (r *Rows) BreakdownsOf(ctx context.Context, provider string, quarter calendar.Quarter) ([]Counted, error) {
	if err := r.mayBreakDown(provider); err != nil {
		return nil, err
	}
	var list []Counted
	err := r.read(ctx, tenants.EnterReturns, func(q reading) error {
		var all []equity.Collection
		var rows []breakdownRow
		var counts []breakdownCountRow
		const where = ` AND b.provider_id = ? AND b.quarter = ?`
		q.askCollections(&all)
		q.Ask(&rows, breakdownQuery+where, q.Tenant, provider, quarter)
		q.Ask(&counts, breakdownCountQuery+where, q.Tenant, provider, quarter)
		if err := q.Answered(); err != nil {
			return err
		}
		f, err := q.returnOf(provider, provider, quarter)
		if err != nil {
			return err
		}
		entered := map[string]equity.Breakdown{}
		for _, b := range breakdownsOf(rows, counts) {
			entered[b.Characteristic] = b
		}
		for _, c := range equity.Collected(all, quarter) {
			b, ok := entered[c.Characteristic]
			if !ok {
				b = equity.Breakdown{Provider: provider, Quarter: quarter, Characteristic: c.Characteristic}
			}
			list = append(list, Counted{Breakdown: b, Collection: c, Return: f})
		}
		return nil
	})
	return list, err
}

// SaveBreakdowns records several characteristics of a provider's quarter at once: all of them, or none. Errors: those of
// SaveBreakdown.
func (r *Rows) SaveBreakdowns(ctx context.Context, list []equity.Breakdown) error {
	for _, b := range list {
		if err := r.mayBreakDown(b.Provider); err != nil {
			return err
		}
	}
	return r.once(ctx, func(tx db.Tx, first func(w *writing) error) error {
		for i, b := range list {
			err := r.audited(tx, tenants.EnterReturns, brokenDown(b), func(w *writing) error {
				if i == 0 {
					if err := first(w); err != nil {
						return err
					}
				}
				return w.saveBreakdown(b, r.store.Today())
			})
			if err != nil {
				return fmt.Errorf("breakdown by %s: %w", b.Characteristic, err)
			}
		}
		return nil
	})
}

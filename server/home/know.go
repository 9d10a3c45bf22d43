package home

import (
	"context"
	"slices"

	"ipstoolkit/tenants"
	"ipstoolkit/tenants/store"
	"ipstoolkit/toolkit/calendar"
	"ipstoolkit/toolkit/edition"
	"ipstoolkit/toolkit/measure"
)

// know reads what the list of things to do is worked out from, as far as the member may read it.
func know(ctx context.Context, rows *store.Rows, m tenants.Member, e *edition.Edition, today calendar.Date) (known, error) {
	w, err := rows.WorkParts(ctx)
	if err != nil {
		return known{}, err
	}
	k := known{
		Today: today, Member: m, Edition: e, Entries: w.Entries, Review: w.Review, Evidence: w.Evidence, Questions: w.Questions,
		Actions: w.Actions, Meetings: w.Meetings, Providers: w.Input.Providers, in: w.Input, answers: w.Answers,
	}
	if m.Can(tenants.ManagePeople) {
		if k.Invited, err = invited(ctx, rows); err != nil {
			return k, err
		}
	}
	if m.Can(tenants.EnterReturns) {
		k.Contracts, k.Returns = k.in.Contracts, k.in.Returns
		if k.Done, err = rows.BrokenDown(ctx, today.Quarter().Add(-1)); err != nil {
			return k, err
		}
	}
	if m.Can(tenants.ReadRegisters) {
		k.Registers = k.in.Registers
	}
	k.AccessTarget = slices.ContainsFunc(k.in.Locals, func(l measure.Local) bool {
		return l.Kind == measure.YearsAccess && l.Year == today.Year()
	})
	return k, nil
}

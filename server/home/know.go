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
	k := known{Today: today, Member: m, Edition: e}
	var err error
	if k.Entries, err = rows.Entries(ctx); err != nil {
		return k, err
	}
	if k.Review, err = rows.Review(ctx); err != nil {
		return k, err
	}
	if m.Can(tenants.ReadEvidence) {
		if k.Evidence, err = rows.EvidenceWaiting(ctx); err != nil {
			return k, err
		}
	}
	if m.Can(tenants.AskQuestions) {
		if k.Questions, err = rows.QuestionsWaiting(ctx); err != nil {
			return k, err
		}
	}
	if k.in, err = rows.TargetInput(ctx); err != nil {
		return k, err
	}
	k.Providers = k.in.Providers
	if m.Can(tenants.WorkOnActions) {
		if k.Actions, err = rows.ActionsOpen(ctx); err != nil {
			return k, err
		}
	}
	if m.Can(tenants.WorkbookGroup) {
		if k.Meetings, err = rows.GroupMeetingDays(ctx); err != nil {
			return k, err
		}
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

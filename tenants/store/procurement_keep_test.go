package store_test

import (
	"errors"
	"strings"
	"sync"
	"testing"

	"ipstoolkit/tenants"
	"ipstoolkit/tenants/store"
	"ipstoolkit/tenants/store/storetest"
	"ipstoolkit/toolkit/problem"
)

// TestProcurementCannotBeTakenOver: an administrator kept out of it does nothing to the people who are in it.
func TestProcurementCannotBeTakenOver(t *testing.T) {
	storetest.Each(t, func(t *testing.T, w *storetest.World) {
		outside := w.Member(t, w.Lead.Tenant, "outside", tenants.Lead, "")
		begin(t, w, w.Lead, w.Commissioner)
		end := func(by, m tenants.Member) error {
			m = now(t, w, m)
			return w.For(now(t, w, by)).EndMembership(ctx, m.ID, m.Version)
		}
		become := func(by, m tenants.Member, role tenants.Role) error {
			m = now(t, w, m)
			return w.For(now(t, w, by)).ChangeRole(ctx, m.ID, role, "", m.Version)
		}
		for name, err := range map[string]error{
			"lowers the only administrator named": become(outside, w.Lead, tenants.Reader),
			"ends their membership":               end(outside, w.Lead),
			"lowers a commissioner named":         become(outside, w.Commissioner, tenants.Reader),
			"raises a commissioner named":         become(outside, w.Commissioner, tenants.Lead),
			"ends a commissioner named":           end(outside, w.Commissioner),
		} {
			if !errors.Is(err, tenants.ErrProcurement) {
				t.Errorf("outside, an administrator %s: %v", name, err)
			}
		}
		for name, err := range map[string]error{
			"lowers themselves": become(w.Lead, w.Lead, tenants.Commissioner),
			"leaves":            end(w.Lead, w.Lead),
		} {
			if !errors.As(err, new(problem.List)) || !strings.Contains(err.Error(), "named for the procurement") {
				t.Errorf("the last administrator named %s: %v", name, err)
			}
		}
		if err := end(outside, w.Reader); err != nil {
			t.Errorf("somebody who is not named: %v", err)
		}
		if err := become(w.Lead, w.Commissioner, tenants.Lead); err != nil {
			t.Errorf("an administrator named raises somebody named: %v", err)
		}
		// Two administrators who are named leave at once: one stays.
		var errs [2]error
		var group sync.WaitGroup
		for i, m := range []tenants.Member{now(t, w, w.Lead), now(t, w, w.Commissioner)} {
			group.Go(func() { errs[i] = w.For(m).EndMembership(ctx, m.ID, m.Version) })
		}
		group.Wait()
		if (errs[0] == nil) == (errs[1] == nil) {
			t.Errorf("both leave: %v", errs)
		}
	})
}

// TestOpenProcurement is the operator's way when none is left.
func TestOpenProcurement(t *testing.T) {
	storetest.Each(t, func(t *testing.T, w *storetest.World) {
		outside := w.Member(t, w.Lead.Tenant, "outside", tenants.Lead, "")
		operator := w.System(w.Lead.Tenant, tenants.Person{ID: "operator", Name: "Operator"})
		refused := func(name string, err error, words string) {
			t.Helper()
			if !errors.As(err, new(problem.List)) || !strings.Contains(err.Error(), words) {
				t.Errorf("%s: %v, want %q", name, err, words)
			}
		}
		refused("no procurement", operator.OpenProcurement(ctx, outside.ID, "why"), "not under way")
		begin(t, w, w.Lead, w.Commissioner)
		refused("one is left", operator.OpenProcurement(ctx, outside.ID, "why"), "Person lead")
		for name, err := range map[string]error{
			"opening by a member":  w.For(now(t, w, outside)).OpenProcurement(ctx, outside.ID, "why"),
			"removing by a member": w.For(now(t, w, outside)).RemoveMember(ctx, w.Lead.ID, "why"),
		} {
			if !errors.Is(err, tenants.ErrForbidden) {
				t.Errorf("%s: %v", name, err)
			}
		}
		refused("no reason to remove", operator.RemoveMember(ctx, w.Lead.ID, ""), "Say why")
		if err := operator.RemoveMember(ctx, w.ForeignLead.ID, "why"); !errors.Is(err, tenants.ErrNotFound) {
			t.Errorf("another ICB's member: %v", err)
		}
		if err := operator.RemoveMember(ctx, w.Lead.ID, "has left the NHS"); err != nil {
			t.Fatal(err)
		}
		p, err := w.For(now(t, w, outside)).Procurement(ctx)
		if err != nil {
			t.Fatal(err)
		}
		err = w.For(now(t, w, outside)).NameForProcurement(ctx, store.Naming{Members: []string{outside.ID}, Version: p.Version})
		if !errors.Is(err, tenants.ErrForbidden) {
			t.Errorf("an administrator outside names themselves when none is left: %v", err)
		}
		if err := w.For(now(t, w, outside)).EndProcurement(ctx, p.Version); !errors.Is(err, tenants.ErrForbidden) {
			t.Errorf("or ends it: %v", err)
		}
		refused("no reason", operator.OpenProcurement(ctx, outside.ID, ""), "Say why")
		refused("a commissioner", operator.OpenProcurement(ctx, w.Commissioner.ID, "why"), "ICB administrator")
		refused("another ICB's", operator.OpenProcurement(ctx, w.ForeignLead.ID, "why"), "ICB administrator")
		if err := operator.OpenProcurement(ctx, outside.ID, "the one named has left"); err != nil {
			t.Fatal(err)
		}
		if now(t, w, outside).Outside() || now(t, w, w.Commissioner).Outside() {
			t.Error("somebody named is outside")
		}
		for subject, why := range map[string][2]string{
			"QWE":            {"procurement", "the one named has left"},
			w.Lead.Person.ID: {"member", "has left the NHS"},
		} {
			events, err := w.For(now(t, w, outside)).History(ctx, why[0], subject)
			if err != nil || events[0].Who != "Operator" || !hasChange(events[0].Changes, "why", why[1]) {
				t.Errorf("the history of the %s tells %+v, %v", why[0], events, err)
			}
		}
	})
}

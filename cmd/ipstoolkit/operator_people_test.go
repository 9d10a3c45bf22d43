package main

import (
	"context"
	"strings"
	"testing"

	"ipstoolkit/tenants"
	"ipstoolkit/tenants/store"
	"ipstoolkit/tenants/store/storetest"
)

// TestOperatorOpensAProcurement removes the only administrator named, and names another, beside a running server.
func TestOperatorOpensAProcurement(t *testing.T) {
	plain(t)
	w, ctx := storetest.New(t), context.Background()
	second := w.Member(t, w.Lead.Tenant, "second", tenants.Lead, "")
	if err := w.For(w.Lead).BeginProcurement(ctx, store.Naming{Members: []string{w.Lead.ID}}, "", ""); err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct{ line, want, failure string }{
		{"member list QWE", w.Lead.ID + "  Person lead, ICB administrator, named for the procurement", ""},
		{"member list QZZ", "", "there is no ICB QZZ here"},
		{"procurement open QWE --administrator " + second.ID + " --reason gone", "", "Person lead is an ICB administrator and named for it"},
		{"member end QWE --member " + w.Lead.ID, "", "Say why"},
		{"member end QWE --member nobody --reason gone", "", "ipstoolkit member list shows them"},
		{"member end QWE --member " + w.ForeignLead.ID + " --reason gone", "", "ipstoolkit member list shows them"},
		{"member end qwe --member " + w.Lead.ID + " --reason gone", "The membership of Person lead (ICB administrator) has ended.", ""},
		{"procurement open QWE --administrator " + second.ID, "", "Say why"},
		{"procurement open QWE --administrator " + w.Commissioner.ID + " --reason gone", "", "Choose an ICB administrator"},
		{"procurement open QWE --administrator " + second.ID + " --reason gone", "Person second is named for the procurement", ""},
		{"procurement open S1Y5D --administrator " + w.ForeignLead.ID + " --reason gone", "", "Procurement is not under way"},
	} {
		out, err := ran(append(strings.Fields(tt.line), "--data", w.Dir)...)
		switch {
		case tt.failure == "" && (err != nil || !strings.Contains(out, tt.want)):
			t.Errorf("%s: %v, want %q\n%s", tt.line, err, tt.want, out)
		case tt.failure != "" && (err == nil || !strings.Contains(err.Error(), tt.failure)):
			t.Errorf("%s: %v, want %q", tt.line, err, tt.failure)
		}
	}
	m, err := w.Membership(ctx, second.Person.ID, "QWE")
	if err != nil || m.Outside() {
		t.Errorf("the one named now: %v", err)
	}
	events, err := w.For(m).History(ctx, "procurement", "QWE")
	if err != nil || len(events) != 2 || events[0].Who != "Operator" || events[0].Act != "opened" {
		t.Errorf("the history tells %+v, %v", events, err)
	}
}

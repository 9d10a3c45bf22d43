package store_test

import (
	"context"
	"testing"

	"ipstoolkit/tenants"
	"ipstoolkit/tenants/store/storetest"
	"ipstoolkit/toolkit/assessment"
	"ipstoolkit/toolkit/edition"
)

// How often the program waits for PostgreSQL, whatever is asked for in one way.
func TestWaysToPostgres(t *testing.T) {
	w, ways := storetest.NewCounted(t)
	ctx, rows := t.Context(), w.For(w.Lead)
	editions, err := edition.LoadFolder("")
	if err != nil {
		t.Fatal(err)
	}
	priority, _ := editions.Current().Priority("3.4")
	version := 0
	save := func() error {
		e := assessment.Entry{Priority: "3.4", Status: assessment.Statuses[version%3], Owner: w.Commissioner.ID, Version: version}
		e.Notes = "Notes " + string(rune('a'+version))
		version, err = rows.SaveEntry(ctx, priority, e)
		return err
	}
	for name, tt := range map[string]struct {
		most int64
		do   func() error
	}{
		"who has come":                      {1, func() error { _, _, err := w.Sessions(nil).FindCtx(ctx, "token"); return err }},
		"all entries":                       {1, func() error { _, err := rows.Entries(ctx); return err }},
		"what results are worked out from":  {2, func() error { _, err := rows.TargetInput(ctx); return err }},
		"a save of status, owner and notes": {8, save},
	} {
		t.Run(name, func(t *testing.T) {
			for range 2 { // the first time prepares the statements
				if err := tt.do(); err != nil {
					t.Fatal(err)
				}
			}
			before := ways.Load()
			if err := tt.do(); err != nil {
				t.Fatal(err)
			}
			if n := ways.Load() - before; n < 1 || n > tt.most {
				t.Errorf("%d ways to the database and back, want at most %d", n, tt.most)
			}
		})
	}
}

// An ICB that a read is for holds for that read alone, whatever its connection is used for next.
func TestReadsStayApart(t *testing.T) {
	w := storetest.NewPostgres(t)
	ctx := t.Context()
	for range 30 {
		for _, m := range []tenants.Member{w.Lead, w.ForeignLead} {
			list, err := w.For(m).Members(ctx)
			if err != nil || len(list) == 0 {
				t.Fatalf("%d members, %v", len(list), err)
			}
			for _, one := range list {
				if one.Tenant.Code != m.Tenant.Code {
					t.Fatalf("a member of %s among those of %s", one.Tenant.Code, m.Tenant.Code)
				}
			}
		}
	}
	gone, cancel := context.WithCancel(ctx)
	cancel()
	if _, err := w.For(w.Lead).Entries(gone); err == nil {
		t.Error("a read that was called off before it began")
	}
	if _, err := w.For(w.Lead).Entries(ctx); err != nil {
		t.Errorf("the next read: %v", err)
	}
}

package store_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"ipstoolkit/tenants/store"
	"ipstoolkit/tenants/store/storetest"
	"ipstoolkit/toolkit/edition"
	"ipstoolkit/toolkit/evidence"
)

// A file's bytes are proved again, chunk by chunk.
func TestCheckHashesFiles(t *testing.T) {
	for _, tt := range []struct{ name, tamper, want string }{
		{"nothing", ``, ""},
		{
			"a byte", `UPDATE file_chunks SET body = (SELECT body FROM file_chunks WHERE n = 0) WHERE n = 1`,
			"the file %s was changed outside",
		},
		{"a chunk taken away", `DELETE FROM file_chunks WHERE n = 1`, "the file %s was changed outside"},
		{"the hash", `UPDATE files SET sha256 = 'x'`, "the file %s was changed outside"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			storetest.Each(t, func(t *testing.T, w *storetest.World) {
				body := append([]byte(strings.Repeat("a", 1<<20)), "the end"...)
				f := put(t, w, w.ProviderA, body, evidence.Clean)
				e, err := w.For(w.ProviderA).SaveEvidence(ctx, edition.Current(), minutes(), f)
				if err != nil {
					t.Fatal(err)
				}
				tamper(t, w, tt.tamper)
				faults, err := w.Check(ctx)
				if err != nil {
					t.Fatal(err)
				}
				var want []string
				if tt.want != "" {
					want = []string{"South West London (QWE): " + fmt.Sprintf(tt.want, f.ID) +
						" the service: its bytes are not those that were stored"}
				}
				if !slices.Equal(faults, want) {
					t.Errorf("found %q, want %q", faults, want)
				}
				if err := w.For(w.Lead).EraseFile(ctx, e.ID, f.ID, "x"); err != nil {
					t.Fatal(err)
				}
				whole(t, w)
			})
		})
	}
}

// Somebody who empties a history and sets the ICB's row back with it leaves a database that holds together. What was noted
// elsewhere shows it.
func TestHeadsShowAHistoryThatWasCut(t *testing.T) {
	const all = `DELETE FROM audit_changes WHERE tenant_id = 'QWE'; DELETE FROM audit WHERE tenant_id = 'QWE'; `
	for _, tt := range []struct {
		name, tamper string
		check, heads string // what each finds, "" for nothing
	}{
		{"nothing", ``, "", ""},
		{"emptied", all, "its history is gone", "QWE: its history once had save 9, which is not there"},
		{
			"emptied and set back", all + `UPDATE tenants SET version = 0, audit_head = '' WHERE tenant_id = 'QWE'`, "its history is gone",
			"QWE: its history once had save 9",
		},
		{
			"cut and set back", `
			DELETE FROM audit_changes WHERE tenant_id = 'QWE' AND seq > 5; DELETE FROM audit WHERE tenant_id = 'QWE' AND seq > 5;
			UPDATE tenants SET version = 5, audit_head = (SELECT hash FROM audit WHERE audit.tenant_id = 'QWE' AND seq = 5) WHERE tenant_id
			= 'QWE'`,
			"priority 3.4: no save of the history made it", "QWE: its history once had save 9",
		},
		{
			"written anew", `UPDATE audit SET hash = 'x' WHERE tenant_id = 'QWE' AND seq = 9; UPDATE tenants SET audit_head = 'x' WHERE
				tenant_id = 'QWE'`,
			"was changed outside", "QWE: save 9 of its history is not the one that was noted",
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			storetest.Each(t, func(t *testing.T, w *storetest.World) {
				noted, err := w.Heads(ctx)
				if err != nil || len(noted) != 2 || noted[0].Saves == 0 || len(noted[0].Hash) != 64 {
					t.Fatalf("heads %+v, %v", noted, err)
				}
				saveNotes(t, w, "a later save")
				tamper(t, w, strings.ReplaceAll(tt.tamper, "seq = 9", fmt.Sprintf("seq = %d", noted[0].Saves)))
				faults, err := w.Check(ctx)
				said(t, "check", faults, err, tt.check)
				faults, err = w.CompareHeads(ctx, append(noted, noted...))
				said(t, "the heads", faults, err, strings.ReplaceAll(tt.heads, "save 9", fmt.Sprintf("save %d", noted[0].Saves)))
			})
		})
	}
	t.Run("an ICB that is gone", func(t *testing.T) {
		w := storetest.New(t)
		faults, err := w.CompareHeads(ctx, []store.Head{{ICB: "QQQ", Saves: 3, Hash: "x"}})
		said(t, "the heads", faults, err, "QQQ: its history once had save 3")
	})
}

func said(t *testing.T, who string, faults []string, err error, want string) {
	t.Helper()
	got := strings.Join(faults, "\n")
	if err != nil || (want == "") != (got == "") || !strings.Contains(got, want) {
		t.Errorf("%s found %q, %v, want %q", who, got, err, want)
	}
}

package store_test

import (
	"maps"
	"reflect"
	"slices"
	"testing"

	"ipstoolkit/tenants"
	"ipstoolkit/tenants/store/storetest"
	"ipstoolkit/toolkit/action"
	"ipstoolkit/toolkit/assessment"
	"ipstoolkit/toolkit/claims"
	"ipstoolkit/toolkit/contract"
)

// What a page reads in one go is what each reading alone gives its reader: the same left out for the same people.
func TestPartsAreWhatEachReadsAlone(t *testing.T) {
	storetest.Each(t, func(t *testing.T, w *storetest.World) {
		rows := w.For(w.Lead)
		_, err := rows.SaveContract(ctx, contract.Contract{
			Provider: w.ProviderA.Provider, Name: "IPS", Start: "2026-04-01",
			End: "2028-03-31",
		})
		must(t, err)
		for _, key := range []string{"2.2", "3.4"} { // procurement keeps back the first
			_, err := rows.SaveEntry(ctx, priority(t, key), assessment.Entry{
				Status: assessment.InPlace, Notes: "for all", PrivateNotes: "for commissioners", Owner: w.Lead.ID,
			})
			must(t, err)
		}
		list, err := claimsOf(ctx, rows)
		must(t, err)
		must(t, rows.AnswerClaim(ctx, claims.Answer{Priority: "2.2", State: list[0].State, Note: "A bridge"}))
		_, err = rows.SaveAction(ctx, action.Action{
			What: "Ask", Owner: action.Owner{Provider: w.ProviderA.Provider}, About: action.About{Kind: "priority", ID: "3.4"},
			Shared: true,
			Due:    "2026-12-01",
		})
		must(t, err)
		seal(t, w, "2026Q3", "")
		check := func(t *testing.T, m tenants.Member) {
			rows := w.For(m)
			entries, err := rows.Entries(ctx)
			must(t, err)
			sealings, err := rows.Rounds(ctx)
			must(t, err)
			about, err := rows.ActionsAbout(ctx, action.About{Kind: "priority", ID: "3.4"})
			must(t, err)
			work, err := rows.WorkParts(ctx)
			must(t, err)
			round, err := rows.RoundParts(ctx)
			must(t, err)
			if !reflect.DeepEqual(work.Entries, entries) || !reflect.DeepEqual(round.Entries, entries) {
				t.Errorf("entries: %+v, %+v, want %+v", work.Entries, round.Entries, entries)
			}
			if !reflect.DeepEqual(round.Sealings, sealings) {
				t.Errorf("sealings: %+v, want %+v", round.Sealings, sealings)
			}
			for key := range maps.Keys(entries) {
				parts, err := rows.PriorityParts(ctx, key)
				if err != nil || !reflect.DeepEqual(parts.Entry, entries[key]) {
					t.Errorf("%s: %+v, want %+v, %v", key, parts.Entry, entries[key], err)
				}
				if key == "3.4" && !reflect.DeepEqual(parts.Actions, about) {
					t.Errorf("actions: %+v, want %+v", parts.Actions, about)
				}
			}
			if n := len(work.Actions); m.Can(tenants.WorkOnActions) != (n == 1) {
				t.Errorf("%d actions to work on", n)
			}
			answered := slices.ContainsFunc(work.Answers, func(a claims.Answer) bool { return a.Priority == "2.2" })
			if want := m.Can(tenants.Assess) && !m.Outside(); answered != want {
				t.Errorf("reads the answer: %t, want %t", answered, want)
			}
		}
		for name, m := range map[string]tenants.Member{
			"lead": w.Lead, "commissioner": w.Commissioner, "provider": w.ProviderA, "reader": w.Reader,
		} {
			t.Run(name, func(t *testing.T) { check(t, now(t, w, m)) })
		}
		begin(t, w, w.Lead)
		t.Run("a commissioner outside the procurement", func(t *testing.T) { check(t, now(t, w, w.Commissioner)) })
	})
}

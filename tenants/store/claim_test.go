package store_test

import (
	"context"
	"errors"
	"testing"

	"ipstoolkit/tenants"
	"ipstoolkit/tenants/store"
	"ipstoolkit/tenants/store/storetest"
	"ipstoolkit/toolkit/assessment"
	"ipstoolkit/toolkit/claims"
	"ipstoolkit/toolkit/contract"
	"ipstoolkit/toolkit/measure"
)

func TestClaimsAreAnswered(t *testing.T) {
	storetest.Each(t, func(t *testing.T, w *storetest.World) {
		ctx, rows := context.Background(), w.For(w.Commissioner)
		if _, err := rows.SaveContract(ctx, contract.Contract{
			Provider: w.ProviderA.Provider, Name: "IPS service", Start: "2026-04-01",
			End: "2028-03-31",
		}); err != nil {
			t.Fatal(err)
		}
		if _, err := rows.SaveEntry(ctx, priority(t, "2.2"), assessment.Entry{Status: assessment.InPlace}); err != nil {
			t.Fatal(err)
		}
		list, err := claimsOf(ctx, rows)
		if err != nil || len(list) != 1 || list[0].Priority != "2.2" || !list[0].Open() {
			t.Fatalf("%+v, %v", list, err)
		}
		answer := claims.Answer{Priority: "2.2", State: list[0].State, Note: "A bridge until the new service begins"}
		if err := rows.AnswerClaim(ctx, claims.Answer{Priority: "2.2", State: list[0].State}); problemField(err) != "note" {
			t.Errorf("without a note: %v", err)
		}
		if err := rows.AnswerClaim(ctx, answer); err != nil {
			t.Fatal(err)
		}
		if err := rows.AnswerClaim(ctx, answer); !errors.Is(err, tenants.ErrStale) {
			t.Errorf("of the version before: %v", err)
		}
		list, err = claimsOf(ctx, rows)
		if err != nil || len(list) != 1 || list[0].Open() || list[0].Answer.AnsweredBy != w.Commissioner.Person.Name {
			t.Errorf("answered: %+v, %v", list, err)
		}
		for name, m := range map[string]tenants.Member{"provider": w.ProviderA, "reader": w.Reader} {
			if parts, err := w.For(m).WorkParts(ctx); err != nil || len(parts.Answers) > 0 {
				t.Errorf("read by a %s: %+v, %v", name, parts.Answers, err)
			}
			if parts, err := w.For(m).PriorityParts(ctx, answer.Priority); err != nil || len(parts.Answers) > 0 {
				t.Errorf("read by a %s: %+v, %v", name, parts.Answers, err)
			}
			if err := w.For(m).AnswerClaim(ctx, answer); !errors.Is(err, tenants.ErrForbidden) {
				t.Errorf("answered by a %s: %v", name, err)
			}
			events, err := w.For(m).History(ctx, "priority", "2.2")
			if err != nil {
				t.Fatal(err)
			}
			for _, e := range events {
				for _, c := range e.Changes {
					if c.Field == "claim_answer" {
						t.Errorf("a %s reads the answer in the history", name)
					}
				}
			}
		}
		if parts, err := w.For(w.ForeignLead).WorkParts(ctx); err != nil || len(parts.Answers) > 0 {
			t.Errorf("another ICB: %+v, %v", parts.Answers, err)
		}
	})
}

// claimsOf are the claims as a page finds them.
func claimsOf(ctx context.Context, rows *store.Rows) ([]claims.Claim, error) {
	w, err := rows.WorkParts(ctx)
	statuses := map[string]assessment.Status{}
	for key, e := range w.Entries {
		statuses[key] = e.Status
	}
	return claims.Of(w.Input, measure.All(w.Input), statuses, w.Answers), err
}

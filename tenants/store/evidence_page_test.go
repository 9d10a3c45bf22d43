package store_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"ipstoolkit/tenants"
	"ipstoolkit/tenants/store"
	"ipstoolkit/tenants/store/storetest"
	"ipstoolkit/toolkit/evidence"
)

// The parts of the evidence are those of EvidenceList, filtered, for everybody who reads it.
func TestEvidenceParts(t *testing.T) {
	storetest.Each(t, func(t *testing.T, w *storetest.World) {
		ctx := context.Background()
		for i := range 7 {
			w.Clock.Set(time.Date(2026, 12, 1, 9, i/2, 0, 0, time.UTC)) // two at the same moment
			by := []tenants.Member{w.ProviderA, w.Commissioner, w.ProviderB}[i%3]
			e := add(t, w, by, func(e *evidence.Evidence) {
				e.Title, e.Shared = fmt.Sprintf("piece %d", i), i == 4
				if i == 6 {
					e.Places = []evidence.Place{{Priority: "2.1"}}
				}
			})
			if i == 3 {
				if err := w.For(w.Commissioner).ActOnEvidence(ctx, e.ID, e.Version, evidence.Accept, "", ""); err != nil {
					t.Fatal(err)
				}
			}
		}
		add(t, w, w.ForeignLead, nil)
		for _, tt := range []struct {
			name        string
			who         tenants.Member
			f           store.EvidenceFilter
			skip, limit int
			want        string
			all         int
		}{
			{"all", w.Commissioner, store.EvidenceFilter{}, 0, 50, "6 4 5 2 3 0 1", 7},
			{"the first part", w.Commissioner, store.EvidenceFilter{}, 0, 3, "6 4 5", 7},
			{"the next", w.Commissioner, store.EvidenceFilter{}, 3, 3, "2 3 0", 7},
			{"the last", w.Commissioner, store.EvidenceFilter{}, 6, 3, "1", 7},
			{"past the end", w.Commissioner, store.EvidenceFilter{}, 7, 3, "", 7},
			{"of a priority", w.Commissioner, store.EvidenceFilter{Priority: "2.1"}, 0, 50, "6", 1},
			{"of a priority without any", w.Commissioner, store.EvidenceFilter{Priority: "5.1"}, 0, 50, "", 0},
			{"of a state", w.Commissioner, store.EvidenceFilter{State: evidence.Accepted}, 0, 50, "3", 1},
			{"of a state that is none", w.Commissioner, store.EvidenceFilter{State: "fine"}, 0, 50, "", 0},
			{"a provider's", w.Commissioner, store.EvidenceFilter{Source: w.ProviderB.ProviderName}, 0, 50, "5 2", 2},
			{"the ICB's", w.Commissioner, store.EvidenceFilter{Source: "ICB"}, 0, 50, "4 1", 2},
			{
				"of all three", w.Commissioner,
				store.EvidenceFilter{Priority: "3.4", State: evidence.New, Source: w.ProviderA.ProviderName},
				0, 50, "0", 1,
			},
			{"a provider's own and what is shared", w.ProviderA, store.EvidenceFilter{}, 0, 50, "6 4 3 0", 4},
			{"a rival's, asked for", w.ProviderA, store.EvidenceFilter{Source: w.ProviderB.ProviderName}, 0, 50, "", 0},
		} {
			t.Run(tt.name, func(t *testing.T) {
				list, err := w.For(tt.who).EvidencePart(ctx, tt.f, tt.skip, tt.limit)
				if err != nil {
					t.Fatal(err)
				}
				var got []string
				for _, e := range list {
					got = append(got, strings.TrimPrefix(e.Title, "piece "))
				}
				if strings.Join(got, " ") != tt.want {
					t.Errorf("%v, want %s", got, tt.want)
				}
				if n, err := w.For(tt.who).CountEvidence(ctx, tt.f); err != nil || n != tt.all {
					t.Errorf("%d in all, %v; want %d", n, err, tt.all)
				}
			})
		}
		for _, tt := range []struct {
			who  tenants.Member
			want string
		}{
			{w.Commissioner, "ICB, " + w.ProviderA.ProviderName + ", " + w.ProviderB.ProviderName},
			{w.ProviderA, "ICB, " + w.ProviderA.ProviderName},
		} {
			if names, err := w.For(tt.who).EvidenceSources(ctx); err != nil || strings.Join(names, ", ") != tt.want {
				t.Errorf("sources for %s: %v, %v; want %s", tt.who.Role, names, err, tt.want)
			}
		}
		reader := w.For(w.Reader)
		_, listed := reader.EvidencePart(ctx, store.EvidenceFilter{}, 0, 50)
		_, counted := reader.CountEvidence(ctx, store.EvidenceFilter{})
		_, from := reader.EvidenceSources(ctx)
		for what, err := range map[string]error{"the list": listed, "how many": counted, "whom it comes from": from} {
			if !errors.Is(err, tenants.ErrForbidden) {
				t.Errorf("a reader and %s: %v, want forbidden", what, err)
			}
		}
	})
}

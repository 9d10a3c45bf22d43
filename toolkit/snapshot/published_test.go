package snapshot_test

import (
	"testing"

	"ipstoolkit/toolkit/edition"
	"ipstoolkit/toolkit/figures"
	"ipstoolkit/toolkit/provider"
	"ipstoolkit/toolkit/snapshot"
	"ipstoolkit/toolkit/view"
)

// Commissioners see published access, and a provider sees its own, with its history.
func TestWhoSeesPublishedAccess(t *testing.T) {
	s := snapshot.Snapshot{
		Audience: view.Commissioners,
		Edition:  edition.Current(), At: "2026-11-20T09:00:00.000000Z",
		Providers: []provider.Provider{{ID: "p1", Name: "Northside"}, {ID: "p2", Name: "Riverside"}},
		Published: []figures.Published{{Provider: "p1", To: "2026-09-30"}, {Provider: "p2", To: "2026-09-30"}},
		Events: snapshot.Listed(
			snapshot.Event{Act: "recorded", Kind: "published", Subject: "p1 2026-09-30"},
			snapshot.Event{Act: "recorded", Kind: "published", Subject: "p2 2026-09-30"},
			snapshot.Event{Act: "remembered", Kind: "import", Subject: "p2"},
		),
	}
	for name, c := range map[string]struct {
		audience  view.Audience
		published int
		events    int
	}{
		"commissioners":      {view.Commissioners, 2, 3},
		"the steering group": {view.SteeringGroup, 0, 0},
		"a provider":         {view.Provider("p1"), 1, 1},
	} {
		got := s.For(c.audience)
		if len(got.Published) != c.published || len(listed(got)) != c.events {
			t.Errorf("%s: %d published, %d events", name, len(got.Published), len(listed(got)))
		}
	}
}

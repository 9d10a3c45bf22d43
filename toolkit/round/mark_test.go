package round_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"ipstoolkit/toolkit/evidence"
	"ipstoolkit/toolkit/round"
	"ipstoolkit/toolkit/snapshot"
	"ipstoolkit/toolkit/view"

	"ipstoolkit/demo/sample"
)

// TestMarked: a text is gone from wherever the document has it, alone and within others, and the rest stays byte for byte.
func TestMarked(t *testing.T) {
	s := sample.ICB()
	e := s.Entries["3.4"]
	e.Notes, e.Priority = "A quokka by name", "3.4"
	s.Entries["3.4"] = e
	s.Events = snapshot.Listed(snapshot.Event{
		Seq: 1, At: "2026-11-02T09:00:00.000000Z", Act: "saved", Kind: "priority", Subject: "3.4",
		Changes: []snapshot.Change{{Field: "notes", Old: "in_place", New: "A quokka by name"}},
	})
	for name, a := range map[string]view.Audience{
		"commissioners": view.Commissioners, "steering group": view.SteeringGroup, "provider": view.Provider("n"),
	} {
		d := of(t, s.For(a))
		marked, n := d.Marked([]string{"A quokka by name"})
		if n == 0 || strings.Contains(string(marked.Canonical()), "quokka") ||
			marked.Priorities["3.4"].Notes != evidence.RemovedWords {
			t.Errorf("%s: %d marked, notes %q", name, n, marked.Priorities["3.4"].Notes)
		}
		if back, err := round.Read(marked.Canonical()); err != nil || back.Hash() == d.Hash() {
			t.Errorf("%s: %v", name, err)
		}
		same, n := d.Marked([]string{"A wombat by name"})
		if n != 0 || same.Hash() != d.Hash() {
			t.Errorf("%s: %d marked where there is nothing", name, n)
		}
		if codes, _ := d.Marked([]string{"in_place", "3.4", "commissioners"}); codes.Audience != d.Audience ||
			codes.Priorities["1.1"].Status != d.Priorities["1.1"].Status {
			t.Errorf("%s: codes went too", name)
		}
	}
}

// TestMarkedOfOlderSchemas: texts go from what older programs sealed as well.
func TestMarkedOfOlderSchemas(t *testing.T) {
	for name := range kept {
		data, err := os.ReadFile(filepath.Join("testdata", name+".json"))
		if err != nil {
			t.Fatal(err)
		}
		d, err := round.Read(data)
		if err != nil {
			t.Fatal(err)
		}
		text := d.Priorities["1.1"].Notes
		marked, n := d.Marked([]string{text})
		if text == "" || n == 0 || marked.Priorities["1.1"].Notes != evidence.RemovedWords {
			t.Errorf("%s: %q, %d marked", name, text, n)
		}
	}
}

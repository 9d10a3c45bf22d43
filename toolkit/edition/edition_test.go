package edition

import "testing"

func TestCurrent(t *testing.T) {
	if got := Current().ID; got != "2026-03" {
		t.Errorf("current edition %q, want 2026-03", got)
	}
}

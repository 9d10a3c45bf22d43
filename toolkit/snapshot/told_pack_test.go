package snapshot_test

import (
	"slices"
	"testing"

	"ipstoolkit/toolkit/register"
	"ipstoolkit/toolkit/snapshot"
	"ipstoolkit/toolkit/view"
)

func risk(what, level, path, closed string) register.Row {
	r := register.Risk
	return register.Row{Values: register.Values(r.What.As(what), r.Level.As(level), r.Path.As(path), r.ClosedOn.As(closed))}
}

// Open risks are in the pack with the word of their colour and their path to green, the most serious first. They change nothing that
// is said of priorities.
func TestRisksInThePack(t *testing.T) {
	s := at().For(view.SteeringGroup)
	without := s.Told()
	s.Registers = map[string][]register.Row{register.Risks: {
		risk("A room", "green", "Sign the lease", ""), risk("No log-ins", "red", "", ""), risk("Over", "red", "Done", "2026-11-01"),
		risk("Two posts are vacant", "amber", "Advertise", ""), risk("No van", "red", "Buy one", ""),
	}}
	told := s.Told()
	part := told.Pack.Part(snapshot.PackRisks)
	want := []snapshot.PackLine{
		{"", "Red: No log-ins", "Path to green: not recorded yet"},
		{"", "Red: No van", "Path to green: Buy one"},
		{"", "Amber: Two posts are vacant", "Path to green: Advertise"},
		{"", "Green: A room", "Path to green: Sign the lease"},
	}
	if part.Title != "Open risks" || !slices.Equal(part.Lines, want) {
		t.Errorf("%+v, want %+v", part, want)
	}
	if part := without.Pack.Part(snapshot.PackRisks); part.Lines != nil || part.None != "No risk is open" {
		t.Errorf("without a risk: %+v", part)
	}
	if told.Headline != without.Headline || told.All != without.All || !slices.Equal(s.PackRows(told), s.PackRows(without)) {
		t.Error("risks are counted among the statuses of priorities")
	}
	codes := make([]string, 0, len(told.Pack.Parts))
	for _, p := range told.Pack.Parts {
		codes = append(codes, p.Code)
	}
	if !slices.Equal(codes, snapshot.PackParts) {
		t.Errorf("parts %q, want %q", codes, snapshot.PackParts)
	}
}

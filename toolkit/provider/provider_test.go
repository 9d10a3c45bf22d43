package provider_test

import (
	"testing"

	"ipstoolkit/toolkit/provider"
)

func TestWords(t *testing.T) {
	for _, k := range provider.Kinds {
		if k.Words() == "" {
			t.Errorf("the kind %q has no words", k)
		}
	}
	if words := provider.Kind("club").Words(); words != "" {
		t.Errorf("a kind that is none reads %q", words)
	}
	for _, tt := range []struct {
		stage provider.Stage
		known bool
		words string
	}{
		{provider.NewService, true, "New service"},
		{provider.MatureService, true, "Mature service"},
		{"", false, "Not recorded"},
		{"old", false, "Not recorded"},
	} {
		if tt.stage.Known() != tt.known || tt.stage.Words() != tt.words {
			t.Errorf("%q: known %t, %q", tt.stage, tt.stage.Known(), tt.stage.Words())
		}
	}
}

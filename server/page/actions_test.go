package page

import (
	"testing"

	"ipstoolkit/toolkit/action"
)

func TestOwnerOf(t *testing.T) {
	for _, tt := range []struct {
		name, choice string
		want         action.Owner
		ok           bool
	}{
		{"nobody", "", action.Owner{}, true},
		{"a member", "member 0a1b", action.Owner{Member: "0a1b"}, true},
		{"a provider", "provider 0a1b", action.Owner{Provider: "0a1b"}, true},
		{"a role of several words", "role Trust executive", action.Owner{Role: "Trust executive"}, true},
		{"a member without an id", "member ", action.Owner{}, false},
		{"a word alone", "provider", action.Owner{}, false},
		{"something else", "person 0a1b", action.Owner{}, false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got, ok := OwnerOf(tt.choice); got != tt.want || ok != tt.ok {
				t.Errorf("%+v, %v", got, ok)
			}
		})
	}
}

package tenants

import (
	"testing"
)

// The history keeps titles in words. Read back they say the same as the member does, with the organisation.
func TestTitleKept(t *testing.T) {
	for _, c := range []struct {
		name   string
		member Member
		want   string
	}{
		{"names the ICB", Member{Role: Lead}, "ICB administrator"},
		{"of the ICB", Member{Role: Commissioner}, "Commissioner, ICB"},
		{"of the steering group", Member{Role: Reader}, "Steering group member, ICB"},
		{"of a provider", Member{Role: Provider, ProviderName: "Northside"}, "Northside (provider)"},
		{
			"of a provider with brackets in its name",
			Member{Role: Provider, ProviderName: "Care (North) ICB"},
			"Care (North) ICB (provider)",
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := c.member.InTitle(); got != TitleKept(c.member.Title()) || got.WithOrganisation() != c.want {
				t.Errorf("%+v as %q, kept as %+v; want %q", got, got.WithOrganisation(), TitleKept(c.member.Title()), c.want)
			}
		})
	}
}

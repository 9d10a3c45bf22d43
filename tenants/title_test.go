package tenants

import (
	"testing"
)

// The history keeps titles in codes, and the first saves of it in words. Both read as the member's own title, with the
// organisation.
func TestTitleOfTheHistory(t *testing.T) {
	for _, c := range []struct {
		name   string
		member Member
		kept   string
		want   string
	}{
		{"names the ICB", Member{Role: Lead}, "lead", "ICB administrator"},
		{"of the ICB", Member{Role: Commissioner}, "commissioner", "Commissioner, ICB"},
		{"of the steering group", Member{Role: Reader}, "reader", "Steering group member, ICB"},
		{"of a provider", Member{Role: Provider, Provider: "0a1b", ProviderName: "Northside"}, "provider 0a1b", "Northside (provider)"},
		{
			"of a provider with brackets in its name",
			Member{Role: Provider, Provider: "0a1b", ProviderName: "Care (North) ICB"},
			"provider 0a1b",
			"Care (North) ICB (provider)",
		},
		{
			"of a provider that is called as a role",
			Member{Role: Provider, Provider: "0a1b", ProviderName: "provider"},
			"provider 0a1b",
			"provider (provider)",
		},
		{"the program", Member{}, "", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := c.member.KeptTitle(); got != c.kept {
				t.Errorf("kept as %q, want %q", got, c.kept)
			}
			for _, kept := range []string{c.kept, c.member.Title()} {
				title, provider := ReadTitle(kept)
				if got := title(c.member.ProviderName); got != c.member.InTitle() || got.WithOrganisation() != c.want {
					t.Errorf("%q reads as %+v, %q; want %q", kept, got, got.WithOrganisation(), c.want)
				}
				if want := map[bool]string{true: c.member.Provider}[kept == c.kept]; provider != want {
					t.Errorf("%q is of the provider %q", kept, provider)
				}
			}
		})
	}
}

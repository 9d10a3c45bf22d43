package home

import (
	"slices"
	"testing"

	"ipstoolkit/tenants"
	"ipstoolkit/toolkit/assessment"
)

// begun is an ICB that has taken all its first steps: the cases below take one back each.
func begun(role tenants.Role) known {
	k := settled(role)
	k.Invited = true
	return k
}

func TestFirstSteps(t *testing.T) {
	lead, commissioners := []tenants.Role{tenants.Lead}, []tenants.Role{tenants.Lead, tenants.Commissioner}
	for _, tt := range []struct {
		name   string
		change func(*known)
		whom   []tenants.Role // to whom the steps are still shown
		want   string         // the one that is to do
	}{
		{"all are done", func(*known) {}, nil, ""},
		{"nobody invited", func(k *known) { k.Invited = false }, lead, "Invite your commissioners and steering group"},
		{"no provider", func(k *known) { k.Providers = nil }, commissioners, "Record the providers that deliver IPS"},
		{"two priorities of 22 saved, which Do next says", func(k *known) {
			k.Entries = map[string]assessment.Entry{"1.1": k.Entries["1.1"], "1.2": k.Entries["1.2"]}
		}, nil, ""},
		{"no contract", func(k *known) { k.Contracts = nil }, commissioners, "Record the contracts"},
		{"no figures, for commissioners", func(k *known) { k.Returns = nil }, commissioners, "Collect the figures of the last 4 quarters"},
		{
			"no figures, for the provider", func(k *known) { k.Returns = nil },
			[]tenants.Role{tenants.Provider},
			"Enter the figures of the last 4 quarters",
		},
		{"a new year without an access target, which Do next says", func(k *known) { k.AccessTarget = false }, nil, ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			for _, role := range []tenants.Role{tenants.Lead, tenants.Commissioner, tenants.Provider, tenants.Reader} {
				k := begun(role)
				tt.change(&k)
				steps := unfinished(k.firstSteps())
				var todo []string
				for _, s := range steps {
					if !s.done {
						todo = append(todo, s.text)
					}
				}
				// A case for one side may leave another step to the other side: only its own words are asked for.
				if slices.Contains(tt.whom, role) != slices.Contains(todo, tt.want) {
					t.Errorf("%s has to do %q, want %q", role, todo, tt.want)
				}
				if slices.Contains(tt.whom, role) && len(todo) != 1 || tt.whom == nil && steps != nil {
					t.Errorf("%s: %+v", role, steps)
				}
			}
		})
	}
}

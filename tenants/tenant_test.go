package tenants

import (
	"errors"
	"testing"
)

func TestOutside(t *testing.T) {
	under := Tenant{Code: "QWE", Procurement: "2026-11-01"}
	for _, tt := range []struct {
		name      string
		member    Member
		outside   bool
		contracts error
		people    error
	}{
		{"no procurement", Member{Role: Commissioner, Tenant: Tenant{Code: "QWE"}}, false, nil, ErrForbidden},
		{"a commissioner who is named", Member{Role: Commissioner, Tenant: under, Named: true}, false, nil, ErrForbidden},
		{"a commissioner who is not", Member{Role: Commissioner, Tenant: under}, true, ErrProcurement, ErrForbidden},
		{"an administrator who is not", Member{Role: Lead, Tenant: under}, true, ErrProcurement, nil},
		{"a provider", Member{Role: Provider, Tenant: under}, true, ErrProcurement, ErrForbidden},
		{
			"a provider with a tick that nobody can give",
			Member{Role: Provider, Tenant: under, Named: true},
			true, ErrProcurement,
			ErrForbidden,
		},
		{"a reader", Member{Role: Reader, Tenant: under}, true, ErrForbidden, ErrForbidden},
	} {
		t.Run(tt.name, func(t *testing.T) {
			m := tt.member
			if m.Outside() != tt.outside {
				t.Errorf("outside: %v", m.Outside())
			}
			if got := m.Allow(ReadContracts); !errors.Is(got, tt.contracts) || m.Can(ReadContracts) != (tt.contracts == nil) {
				t.Errorf("contracts: %v, want %v", got, tt.contracts)
			}
			if got := m.Allow(ManagePeople); !errors.Is(got, tt.people) || errors.Is(got, ErrProcurement) {
				t.Errorf("people: %v, want %v", got, tt.people)
			}
			if !m.Can(ReadToolkit) {
				t.Error("the toolkit is closed too")
			}
		})
	}
}

func TestTitle(t *testing.T) {
	for want, m := range map[string]Member{
		"Northside (provider)": {Role: Provider, ProviderName: "Northside"},
		Provider.Words():       {Role: Provider},
		"Commissioner":         {Role: Commissioner, ProviderName: "Northside"},
		"ICB administrator":    {Role: Lead},
	} {
		if got := m.Title(); got != want {
			t.Errorf("%+v is %q, want %q", m, got, want)
		}
	}
}

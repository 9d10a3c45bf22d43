package page_test

import (
	"log/slog"
	"testing"

	"github.com/gin-gonic/gin"

	"ipstoolkit/server/page"
	"ipstoolkit/server/page/pagetest"
	"ipstoolkit/tenants"
)

// Who is kept out by procurement alone is told whom to ask: commissioners the people named, all others their ICB.
func TestWhomToAskDuringProcurement(t *testing.T) {
	slog.SetDefault(slog.New(slog.DiscardHandler))
	for role, want := range map[tenants.Role]string{
		tenants.Lead:         "ask one of them: Procurement, under Settings, says who they are.",
		tenants.Commissioner: "ask one of them: Procurement, under Settings, says who they are.",
		tenants.Provider:     "ask your ICB administrator.",
	} {
		v := pagetest.Visit("QWE", role)
		v.Member.Tenant.Procurement = "2026-11-01"
		e, icb := pagetest.Server(v)
		icb.GET("/x", page.Handle(func(*gin.Context) error { return tenants.ErrProcurement }))
		pagetest.Get(t, e, "/icb/QWE/x").In("main p").Want(t, 403, "Procurement has been under way since 1 November 2026.", want)
	}
}

func TestWhoCanSwitch(t *testing.T) {
	here := tenants.Member{ID: "here", Tenant: tenants.Tenant{Code: "QWE"}}
	there := tenants.Member{ID: "there", Tenant: tenants.Tenant{Code: "S1Y5D"}}
	for _, tt := range []struct {
		name  string
		visit page.Visit
		want  bool
	}{
		{"nobody", page.Visit{}, false},
		{"in the only ICB", page.Visit{Member: &here, Memberships: []tenants.Member{here}}, false},
		{"in one of two", page.Visit{Member: &here, Memberships: []tenants.Member{here, there}}, true},
		{"outside the only one", page.Visit{Memberships: []tenants.Member{here}}, true},
	} {
		if got := (page.Base{Visit: tt.visit}).CanSwitch(); got != tt.want {
			t.Errorf("%s: %v, want %v", tt.name, got, tt.want)
		}
	}
}

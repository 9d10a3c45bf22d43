package main

import (
	"context"
	"strings"
	"testing"

	"ipstoolkit/server/page/pagetest"
	"ipstoolkit/tenants"
	"ipstoolkit/tenants/store"
	"ipstoolkit/tenants/store/storetest"
	"ipstoolkit/toolkit/provider"
)

// TestOperatorOpensAProcurement removes the only administrator named, and names another, beside a running server.
func TestOperatorOpensAProcurement(t *testing.T) {
	plain(t)
	w, ctx := storetest.New(t), context.Background()
	second := w.Member(t, w.Lead.Tenant, "second", tenants.Lead, "")
	if err := w.For(w.Lead).BeginProcurement(ctx, store.Naming{Members: []string{w.Lead.ID}}, "", ""); err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct{ line, want, failure string }{
		{"member list QWE", w.Lead.ID + "  Person lead, ICB administrator, named for the procurement", ""},
		{"member list QZZ", "", "there is no ICB QZZ here"},
		{
			"procurement open QWE --administrator " + second.ID + " --reason gone", "",
			"Person lead is an ICB administrator and is named for it",
		},
		{"member end QWE --member " + w.Lead.ID, "", "Say why"},
		{"member end QWE --member nobody --reason gone", "", "ipstoolkit member list shows them"},
		{"member end QWE --member " + w.ForeignLead.ID + " --reason gone", "", "ipstoolkit member list shows them"},
		{"member end qwe --member " + w.Lead.ID + " --reason gone", "The membership of Person lead (ICB administrator) has ended.", ""},
		{"procurement open QWE --administrator " + second.ID, "", "Say why"},
		{"procurement open QWE --administrator " + w.Commissioner.ID + " --reason gone", "", "Choose an ICB administrator"},
		{"procurement open QWE --administrator " + second.ID + " --reason gone", "Person second is named for the procurement", ""},
		{"procurement open S1Y5D --administrator " + w.ForeignLead.ID + " --reason gone", "", "Procurement is not under way"},
	} {
		out, err := ran(append(strings.Fields(tt.line), "--data", w.Dir)...)
		switch {
		case tt.failure == "" && (err != nil || !strings.Contains(out, tt.want)):
			t.Errorf("%s: %v, want %q\n%s", tt.line, err, tt.want, out)
		case tt.failure != "" && (err == nil || !strings.Contains(err.Error(), tt.failure)):
			t.Errorf("%s: %v, want %q", tt.line, err, tt.failure)
		}
	}
	m, err := w.Membership(ctx, second.Person.ID, "QWE")
	if err != nil || m.Outside() {
		t.Errorf("the one named now: %v", err)
	}
	events, err := w.For(m).History(ctx, "procurement", "QWE")
	if err != nil || len(events) != 2 || events[0].Who != "Operator" || events[0].Act != "opened" {
		t.Errorf("the history tells %+v, %v", events, err)
	}
}

// TestInvite makes links beside a running server, and checks what each is for.
func TestInvite(t *testing.T) {
	plain(t)
	t.Setenv("IPS_PUBLIC_URL", "https://ips.example.org/")
	w, ctx := storetest.New(t), context.Background()
	ended, err := w.For(w.Lead).SaveProvider(ctx, provider.Provider{Name: "Gone", Kind: "voluntary"})
	if err != nil {
		t.Fatal(err)
	}
	ended.Ended = true
	if _, err := w.For(w.Lead).SaveProvider(ctx, ended); err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		line    string
		role    tenants.Role
		by      string // the provider's id
		failure string
	}{
		{"invite QWE --name Somebody --email somebody@example.org", tenants.Lead, "", ""},
		{"invite qwe --name Somebody --email somebody@example.org --role reader", tenants.Reader, "", ""},
		{
			"invite QWE --name Somebody --email somebody@example.org --role provider --provider NORTHSIDE", tenants.Provider,
			w.ProviderA.Provider, "",
		},
		{"invite QWE --name Somebody --role provider --provider Nowhere", "", "", "this ICB has no provider called"},
		{"invite QWE --name Somebody --role provider --provider Gone", "", "", "this ICB has no provider called"},
	} {
		out, err := ran(append(strings.Fields(tt.line), "--data", w.Dir)...)
		if tt.failure != "" {
			if err == nil || !strings.Contains(err.Error(), tt.failure) {
				t.Errorf("%s: %v, want %q", tt.line, err, tt.failure)
			}
			continue
		}
		link, words, _ := strings.Cut(out, "\n")
		token, ok := strings.CutPrefix(link, "https://ips.example.org/invitations/")
		if err != nil || !ok || !strings.Contains(words, "within 7 days") || !strings.Contains(words, "send it to Somebody only") {
			t.Errorf("%s: %v\n%s", tt.line, err, out)
		}
		i, err := w.InvitationOf(ctx, token)
		if err != nil || i.Tenant.Code != "QWE" || i.Role != tt.role || i.Provider != tt.by || i.Name != "Somebody" ||
			i.Email != "somebody@example.org" {
			t.Errorf("%s: it is for %+v, %v", tt.line, i, err)
		}
		if days := i.Expires.Time().Sub(i.Since.Time()).Hours() / 24; days != 7 {
			t.Errorf("%s: it works for %v days", tt.line, days)
		}
	}
}

// TestOneServerAtATime: a command that needs the database for itself is refused beside another server.
func TestOneServerAtATime(t *testing.T) {
	pagetest.NeedAssets(t)
	plain(t)
	dir := t.TempDir()
	s, err := store.Open(t.Context(), store.Options{Dir: dir, Exclusive: true})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	t.Setenv("IPS_PUBLIC_URL", publicURL)
	t.Setenv("IPS_ISSUER_0_NAME", "Nobody")
	t.Setenv("IPS_LISTEN", "nowhere")
	for _, line := range []string{"migrate", "serve"} {
		if _, err := ran(line, "--data", dir); err == nil || !strings.Contains(err.Error(), "another server is running") {
			t.Errorf("%s: %v", line, err)
		}
	}
	if out, err := ran("tenant", "list", "--data", dir); err != nil || out != "" {
		t.Errorf("tenant list: %q, %v", out, err)
	}
}

// TestPostgresIsBackedUpByItsOwnTools: the commands say how, and do nothing.
func TestPostgresIsBackedUpByItsOwnTools(t *testing.T) {
	plain(t)
	t.Setenv("IPS_DATABASE", "postgres://nobody@127.0.0.1:1/nothing")
	for _, line := range []string{"backup", "restore"} {
		out, err := ran(line, "FILE")
		if err == nil || !strings.Contains(err.Error(), "nothing was done: use pg_dump and pg_restore") ||
			!strings.Contains(out, postgresBackup) || !strings.Contains(out, postgresRestore) {
			t.Errorf("%s: %v\n%s", line, err, out)
		}
	}
}

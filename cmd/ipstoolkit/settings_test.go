package main

import (
	"net/netip"
	"reflect"
	"strings"
	"testing"
	"time"

	"ipstoolkit/scan"
	"ipstoolkit/server/signin"
	"ipstoolkit/tenants/store"
)

// settingNames are the environment variables of a struct of settings, the first of each list.
func settingNames(t reflect.Type, prefix string) []string {
	var names []string
	for i := range t.NumField() {
		field := t.Field(i)
		if own := field.Tag.Get("env"); own != "" {
			names = append(names, prefix+own)
		}
		inner, found := field.Tag.Lookup("envPrefix")
		switch {
		case found && field.Type.Kind() == reflect.Slice:
			names = append(names, settingNames(field.Type.Elem(), prefix+inner+"_0_")...)
		case found:
			names = append(names, settingNames(field.Type, prefix+inner)...)
		}
	}
	return names
}

// People's sessions and invitation links depend on the public address: a wrong one is refused before anything is
// opened.
func TestPublicURL(t *testing.T) {
	for _, tt := range []struct{ name, url, want string }{
		{"https", "https://ips.example.org", ""},
		{"https with a port", "https://ips.example.org:8443", ""},
		{"a slash at its end", "https://ips.example.org/", ""},
		{"http on this machine", "http://localhost:8080", ""},
		{"http on this machine by number", "http://127.0.0.1:8080", ""},
		{"none", "", "is not set"},
		{"http", "http://ips.example.org", "need https"},
		{"another scheme", "ftp://ips.example.org", "need https"},
		{"no scheme", "ips.example.org", "want a scheme and a host"},
		{"no host", "https://", "want a scheme and a host"},
		{"a path", "https://ips.example.org/toolkit", "want a scheme and a host"},
		{"a question", "https://ips.example.org?a=b", "want a scheme and a host"},
		{"broken", "https://ips example.org", "want a scheme and a host"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			dir := t.TempDir() + "/absent" // only a right address gets as far as looking for it
			plain(t)
			t.Setenv("IPS_PUBLIC_URL", tt.url)
			_, invited := ran("invite", "QWE", "--name", "Somebody", "--data", dir)
			s := settings{PublicURL: tt.url, Issuers: []signin.IssuerSettings{{}}}
			served := s.checkServe()
			if tt.want == "" {
				if served != nil || invited == nil || !strings.Contains(invited.Error(), "there is no database") {
					t.Errorf("serve: %v, invite: %v", served, invited)
				}
				return
			}
			for what, err := range map[string]error{"serve": served, "invite": invited} {
				if err == nil || !strings.Contains(err.Error(), "IPS_PUBLIC_URL") || !strings.Contains(err.Error(), tt.want) {
					t.Errorf("%s: %v, want %q", what, err, tt.want)
				}
			}
		})
	}
}

// The defaults are those that the README gives.
func TestStandardSettings(t *testing.T) {
	plain(t)
	got, err := readSettings()
	want := settings{Data: "data", Listen: "127.0.0.1:8080", BackupEvery: 24 * time.Hour, BackupKeep: 14}
	if err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("%+v, %v, want %+v", got, err, want)
	}
}

// TestSettingsReachTheService: every setting that the service itself uses gets there.
func TestSettingsReachTheService(t *testing.T) {
	plain(t)
	for name, value := range map[string]string{
		"IPS_PUBLIC_URL": "https://ips.example.org", "IPS_SUPPORT": "help@example.org", "IPS_NHS_LOGO": "true",
		"IPS_TRUSTED_PROXIES":          "10.1.2.3/32",
		"IPS_LIMIT_EXPORTS_PER_PERSON": "5", "IPS_ISSUER_0_NAME": "Trust", "IPS_CLAMD": "tcp://127.0.0.1:3310",
		"IPS_BACKUP_DIR":  t.TempDir(),
		"IPS_BACKUP_KEEP": "3", "IPS_DATA": t.TempDir(),
	} {
		t.Setenv(name, value)
	}
	s, err := readSettings()
	if err != nil {
		t.Fatal(err)
	}
	st, library, err := s.open(t.Context(), store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer st.Close()
	scanner, err := scan.New(s.Scanner)
	if err != nil {
		t.Fatal(err)
	}
	backups, err := s.newSchedule(st)
	if err != nil {
		t.Fatal(err)
	}
	c := s.config(st, library, scanner, backups)
	if c.Store != st || c.Editions != library || c.Scanner != scanner || scanner == nil || c.Dir != s.Data ||
		c.PublicURL != "https://ips.example.org" {
		t.Errorf("%+v", c)
	}
	if c.Support != "help@example.org" || !c.Site.ShowNHSLogo || c.Site.Build != build || c.Limits.Exports.PerPerson != 5 ||
		len(c.Issuers) != 1 {
		t.Errorf("%+v", c)
	}
	if len(c.TrustedProxies) != 1 || c.TrustedProxies[0] != netip.MustParsePrefix("10.1.2.3/32") {
		t.Errorf("trusted proxies %v", c.TrustedProxies)
	}
	if c.BackupsKept != "3 days" || c.Backups == nil || c.Backups(t.Context()) != "none made yet" {
		t.Errorf("backups are kept for %q", c.BackupsKept)
	}
	if c := s.config(st, library, nil, nil); c.Backups != nil || c.BackupsKept != "" {
		t.Errorf("a service without backups of its own tells of them: %q", c.BackupsKept)
	}
}

func TestServeNeedsASignInService(t *testing.T) {
	plain(t)
	t.Setenv("IPS_PUBLIC_URL", "https://ips.example.org")
	if _, err := ran("serve", "--data", t.TempDir()); err == nil || !strings.Contains(err.Error(), "IPS_ISSUER_0_NAME") {
		t.Errorf("serve without a sign-in service: %v", err)
	}
}

// A setting that cannot be read stops every command that reads the settings.
func TestBrokenSettings(t *testing.T) {
	plain(t)
	t.Setenv("IPS_BACKUP_EVERY", "often")
	for _, line := range []string{
		"serve", "migrate", "check", "tenant list", "tenant add QWE", "invite QWE --name Somebody", "backup FILE",
		"restore FILE", "seed",
	} {
		if _, err := ran(strings.Fields(line)...); err == nil || !strings.Contains(err.Error(), "settings: ") {
			t.Errorf("%s: %v", line, err)
		}
	}
}

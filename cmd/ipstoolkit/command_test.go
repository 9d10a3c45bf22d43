package main

import (
	"bytes"
	"context"
	"flag"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"ipstoolkit/server/page/pagetest"
)

// plain is an environment without any setting.
func plain(t *testing.T) {
	t.Helper()
	for _, name := range settingNames(reflect.TypeFor[settings](), "") {
		t.Setenv(name, "")
		if err := os.Unsetenv(name); err != nil {
			t.Fatal(err)
		}
	}
}

// ran is what a command line writes, and how it ends.
func ran(line ...string) (string, error) {
	var out bytes.Buffer
	err := run(context.Background(), line, &out)
	return out.String(), err
}

func TestWrongLines(t *testing.T) {
	plain(t)
	for _, tt := range []struct{ line, want string }{
		{"", "say what to do"},
		{"mend", `there is no command "mend"`},
		{"tenant", `there is no command "tenant"`},
		{"tenant remove QWE", `there is no command "tenant remove"`},
		{"--data DIR check", "there is no command"},
		{"serve now", `serve does not take "now"`},
		{"serve --listen 127.0.0.1:80", "not defined: -listen"},
		{"serve --data", "needs an argument: -data"},
		{"migrate --date DIR", "not defined: -date"},
		{"check DIR", `check does not take "DIR"`},
		{"check --data DIR DIR", `check does not take "DIR"`},
		{"tenant add", "CODE is missing"},
		{"tenant add QWE QMM", `tenant add does not take "QMM"`},
		{"tenant list QWE", `tenant list does not take "QWE"`},
		{"member end --reason x", "CODE is missing"},
		{"procurement open", "CODE is missing"},
		{"invite --name Somebody", "CODE is missing"},
		{"backup --force", "FILE is missing"},
		{"backup one two", `backup does not take "two"`},
		{"restore one --yes two", `restore does not take "two"`},
		{"seed --tenants many", "for flag -tenants"},
		{"seed 12", `seed does not take "12"`},
		{"version 2", `version does not take "2"`},
		{"version --data DIR", "not defined: -data"},
	} {
		out, err := ran(strings.Fields(tt.line)...)
		if err == nil || !strings.Contains(err.Error(), tt.want) || !strings.Contains(err.Error(), "\n  ipstoolkit ") || out != "" {
			t.Errorf("%q: %v, want %q and how to say it right; wrote %q", tt.line, err, tt.want, out)
		}
	}
}

func TestHelp(t *testing.T) {
	for _, line := range []string{"help", "--help", "-h"} {
		out, err := ran(line)
		if err != nil {
			t.Errorf("%s: %v", line, err)
		}
		for _, c := range commands() {
			if !strings.Contains(out, "  "+c.line()) || !strings.Contains(out, c.words) {
				t.Errorf("%s does not name %s:\n%s", line, c.name, out)
			}
		}
	}
	for _, c := range commands() {
		out, err := ran(append(strings.Fields(c.name), "--help")...)
		if err != nil || !strings.HasPrefix(out, "  "+c.line()+"\n") {
			t.Errorf("%s --help: %v\n%s", c.name, err, out)
		}
		flags := flag.NewFlagSet(c.name, flag.ContinueOnError)
		c.prepare(flags)
		flags.VisitAll(func(f *flag.Flag) {
			if !strings.Contains(out, "  --"+f.Name) || f.Usage == "" {
				t.Errorf("%s --help does not tell of --%s:\n%s", c.name, f.Name, out)
			}
		})
	}
}

// Each command works on the folder that --data names, and never on the settings' folder.
func TestData(t *testing.T) {
	pagetest.NeedAssets(t)
	plain(t)
	dir, other := filepath.Join(t.TempDir(), "named"), filepath.Join(t.TempDir(), "other")
	copied := filepath.Join(t.TempDir(), "copy.db")
	t.Setenv("IPS_DATA", other)
	t.Setenv("IPS_PUBLIC_URL", publicURL)
	t.Setenv("IPS_ISSUER_0_NAME", "Nobody")
	t.Setenv("IPS_ISSUER_0_URL", "https://issuer.invalid")
	t.Setenv("IPS_ISSUER_0_CLIENT_ID", "test")
	t.Setenv("IPS_LISTEN", "nowhere") // serve ends there, after it has opened the database
	for _, tt := range []struct {
		line, want string
		failure    string
	}{
		{"check", "", "there is no database in " + dir},
		{"tenant add QWE", "", "there is no database in " + dir},
		{"tenant list", "", "there is no database in " + dir},
		{"backup " + copied, "", "there is no database in " + dir},
		{"migrate", "The tables are up to date.", ""},
		{"tenant add QWE", "Added South West London (QWE)", ""},
		{"tenant list", "QWE    South West London (London), edition ", ""},
		{"seed --tenants 0", "", "--tenants 0: want 1 to 67600"},
		{"seed --tenants 67601", "", "want 1 to 67600"},
		{"seed --years -1", "", "--years -1: want 1 to "},
		{"invite QWE --name Somebody --email somebody@example.org", publicURL + "/invitations/", ""},
		{"invite qmm --name Somebody --email somebody@example.org", "", "there is no ICB QMM here"},
		{"seed --tenants 1", "Added 1 invented ICBs, X0A0A to X0A0A", ""},
		{"backup " + copied, "checked, and no problems were found", ""},
		{"backup " + copied, "", "is there already"},
		{"backup --force " + copied, "checked, and no problems were found", ""},
		{"restore " + copied, "", "Say --yes to replace it"},
		{"restore --yes " + copied, "Restored into " + dir + ".\nThe database that was there is kept as " + dir, ""},
		{"serve", "", "listen on nowhere"},
		{"check", "No problems were found.", ""},
	} {
		line := append(strings.Fields(tt.line), "--data", dir)
		out, err := ran(line...)
		switch {
		case tt.failure == "" && (err != nil || !strings.Contains(out, tt.want)):
			t.Errorf("%s: %v, want %q\n%s", tt.line, err, tt.want, out)
		case tt.failure != "" && (err == nil || !strings.Contains(err.Error(), tt.failure)):
			t.Errorf("%s: %v, want %q", tt.line, err, tt.failure)
		}
	}
	if _, err := os.Stat(other); !os.IsNotExist(err) {
		t.Errorf("the folder of the settings was touched: %v", err)
	}
	t.Setenv("IPS_DATABASE", "postgres://nobody@127.0.0.1:1/nothing")
	if _, err := ran("check", "--data", dir); err == nil || !strings.Contains(err.Error(), "--data is for SQLite") {
		t.Errorf("--data beside a PostgreSQL database: %v", err)
	}
}

package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"net/netip"
	"net/url"
	"strings"
	"time"

	"github.com/caarlos0/env/v11"

	"ipstoolkit/mail"
	"ipstoolkit/server"
	"ipstoolkit/server/signin"
	"ipstoolkit/tenants/store"
	"ipstoolkit/toolkit/edition"
)

// settings are what an operator may set, as environment variables. The README lists them.
type settings struct {
	Data      string                  `env:"IPS_DATA" envDefault:"data"`
	Database  string                  `env:"IPS_DATABASE"`
	Listen    string                  `env:"IPS_LISTEN" envDefault:"127.0.0.1:8080"`
	PublicURL string                  `env:"IPS_PUBLIC_URL"`
	Editions  string                  `env:"IPS_EDITIONS"`
	Scanner   string                  `env:"IPS_CLAMD"`
	NHSLogo   bool                    `env:"IPS_NHS_LOGO"`
	Support   string                  `env:"IPS_SUPPORT"` // whom people ask for help: an email or a web address
	Issuers   []signin.IssuerSettings `envPrefix:"IPS_ISSUER"`

	// Backups of an SQLite database while the service runs; none if BackupDir is "".
	BackupDir   string        `env:"IPS_BACKUP_DIR"`
	BackupEvery time.Duration `env:"IPS_BACKUP_EVERY" envDefault:"24h"`
	BackupKeep  int           `env:"IPS_BACKUP_KEEP" envDefault:"14"`

	// TrustedProxies are networks of proxies, such as 10.1.2.3/32. Their X-Forwarded-For is believed.
	TrustedProxies []netip.Prefix `env:"IPS_TRUSTED_PROXIES"`
	Limits         server.Limits  `envPrefix:"IPS_LIMIT_"`
	// Mail is the mail server; without one the service sends no emails.
	Mail mail.Settings `envPrefix:"IPS_MAIL_"`
	// MetricsListen is a separate address for /metrics, "" for none.
	MetricsListen string `env:"IPS_METRICS_LISTEN"`
}

// readSettings reads the environment once.
func readSettings() (settings, error) {
	s, err := env.ParseAs[settings]()
	if err != nil {
		return s, fmt.Errorf("settings: %w", err)
	}
	return s, nil
}

// settingsOf declares --data, and returns a function that reads the settings with that folder in place of theirs.
func settingsOf(flags *flag.FlagSet) func() (settings, error) {
	dir := flags.String("data", "", "the data `DIR`, instead of IPS_DATA")
	return func() (settings, error) {
		s, err := readSettings()
		if err != nil || *dir == "" {
			return s, err
		}
		if s.Database != "" {
			return s, errors.New("--data is for SQLite, and IPS_DATABASE names a PostgreSQL database: take one of them away")
		}
		s.Data = *dir
		return s, nil
	}
}

// checkServe says what a real service still lacks.
func (s settings) checkServe() error {
	if err := s.checkPublicURL(); err != nil {
		return err
	}
	if len(s.Issuers) == 0 {
		return errors.New("no sign-in service is set: set IPS_ISSUER_0_NAME, IPS_ISSUER_0_URL and IPS_ISSUER_0_CLIENT_ID")
	}
	return nil
}

// checkPublicURL says what is wrong with the address that people use. Sessions and invitation links depend on it.
func (s settings) checkPublicURL() error {
	u, err := url.Parse(s.PublicURL)
	switch {
	case s.PublicURL == "":
		return errors.New("IPS_PUBLIC_URL is not set: set it to the address people use, such as https://ips.example.nhs.uk")
	case err != nil || u.Host == "" || strings.Trim(u.Path, "/") != "" || u.RawQuery != "":
		return fmt.Errorf("IPS_PUBLIC_URL is %q: want a scheme and a host and nothing else, such as https://ips.example.nhs.uk",
			s.PublicURL)
	case u.Scheme != "https" && !(u.Scheme == "http" && isLoopback(u.Hostname())):
		return fmt.Errorf("IPS_PUBLIC_URL is %q: people's sessions need https", s.PublicURL)
	}
	return nil
}

// open opens the database and the editions, and checks the used editions.
func (s settings) open(ctx context.Context, o store.Options) (*store.Store, *edition.Library, error) {
	o.Database, o.Dir = s.Database, s.Data
	library, err := edition.LoadFolder(s.Editions)
	if err != nil {
		return nil, nil, err
	}
	st, err := store.Open(ctx, o)
	if err != nil {
		return nil, nil, err
	}
	if err := st.Editions(ctx, library); err != nil {
		return nil, nil, fmt.Errorf("%w (%v)", err, st.Close())
	}
	return st, library, nil
}

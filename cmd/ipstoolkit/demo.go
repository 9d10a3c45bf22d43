package main

import (
	"cmp"
	"context"
	"crypto/rand"
	"errors"
	"flag"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"os"
	"slices"
	"strings"
	"time"

	"ipstoolkit/assets"
	"ipstoolkit/demo"
	"ipstoolkit/scan"
	"ipstoolkit/server"
	"ipstoolkit/server/demoidp"
	"ipstoolkit/server/page"
	"ipstoolkit/server/signin"
	"ipstoolkit/tenants"
	"ipstoolkit/tenants/store"
)

const demoClient = "ipstoolkit-demo"

// demonstrate is the whole service with invented data and its own sign-in service, on this machine only.
func demonstrate(flags *flag.FlagSet) action {
	address := flags.String("listen", "127.0.0.1:8080", "the `ADDRESS` to listen on, of this machine alone")
	dir := flags.String("data", "", "the data `DIR`: created if it is not there, used as it is if it is; a temporary one unless set")
	database := flags.String("database", "", "the `ADDRESS` of a PostgreSQL database for it; SQLite in the data folder unless set")
	at := flags.String("now", "", "the `TIME` that the demonstration begins at, such as 2026-11-20T09:00:00Z; the machine's unless set")
	return func(ctx context.Context, _ []string, out io.Writer) error {
		clock, err := offsetClock(*at)
		if err != nil {
			return err
		}
		return serveDemo(ctx, *address, settings{Data: *dir, Database: *database}, clock, out)
	}
}

// serveDemo is the demonstration at an address, on a data folder, "" for a temporary one, or a PostgreSQL database.
func serveDemo(ctx context.Context, address string, s settings, clock func() time.Time, out io.Writer) error {
	if err := assets.Ready(); err != nil {
		return err
	}
	host, _, err := net.SplitHostPort(address)
	if err != nil || !isLoopback(host) {
		return fmt.Errorf("--listen %s: the demonstration listens on this machine only, such as 127.0.0.1:8080", address)
	}
	l, err := net.Listen("tcp", address)
	if err != nil {
		return fmt.Errorf("--listen %s: %w", address, err)
	}
	defer l.Close()
	if strings.HasSuffix(address, ":0") {
		address = l.Addr().String()
	}
	place := s.Data
	if s.Database != "" {
		place = "the database that --database names"
	}
	if s.Data == "" {
		if s.Data, err = os.MkdirTemp("", "ipstoolkit-demo-"); err != nil {
			return err
		}
		defer os.RemoveAll(s.Data)
		place = cmp.Or(place, s.Data)
	}
	slog.SetDefault(slog.New(slog.NewTextHandler(os.Stderr, &slog.HandlerOptions{Level: slog.LevelWarn})))
	publicURL := "http://" + address
	handler, closeStore, err := demoHandler(ctx, publicURL, s, clock)
	if err != nil {
		return err
	}
	defer closeStore()
	fmt.Fprintf(out, "The demonstration is at %s\nIts data are invented, in %s.\nYou can sign in there as:\n", publicURL, place)
	for _, p := range demo.People() {
		fmt.Fprintf(out, "  %-20s %s. %s\n", p.Key, p.Name, p.Description)
	}
	return listen(ctx, l, onlyHost(address, handler))
}

// demoHandler is the demonstration's service on a database, which it fills if it is new.
func demoHandler(ctx context.Context, publicURL string, s settings, clock func() time.Time) (http.Handler, func(), error) {
	issuer := publicURL + demoidp.Path
	secret := rand.Text()
	idp, err := demoidp.New(demoidp.Config{
		Issuer: issuer, ClientID: demoClient, ClientSecret: secret, People: demo.People(),
		RedirectURIs: []string{publicURL + "/sign-in/callback"}, SignedOutURIs: []string{publicURL + "/signed-out"},
	})
	if err != nil {
		return nil, nil, err
	}
	if err := prepareDemo(ctx, s, issuer, clock()); err != nil {
		return nil, nil, err
	}
	st, library, err := s.open(ctx, store.Options{Exclusive: true, Clock: clock})
	if err != nil {
		return nil, nil, err
	}
	handler, err := server.New(server.Config{
		Store: st, Editions: library, PublicURL: publicURL, Demo: idp, Site: page.Site{Demo: true, Build: build},
		Issuers: []signin.IssuerSettings{{
			Key: "demo", Name: "the demonstration's sign-in service", URL: issuer, ClientID: demoClient,
			ClientSecret: secret,
		}},
	})
	if err != nil {
		return nil, nil, err
	}
	go scan.Keeper{Store: st}.Run(ctx)
	return handler, func() { _ = st.Close() }, nil
}

// offsetClock is a clock that starts at this moment and runs on from there; the machine's own when at is empty.
func offsetClock(at string) (func() time.Time, error) {
	if at == "" {
		return time.Now, nil
	}
	begin, err := time.Parse(time.RFC3339, at)
	if err != nil {
		return nil, fmt.Errorf("--now %s: want a time such as 2026-11-20T09:00:00Z", at)
	}
	offset := time.Until(begin)
	return func() time.Time { return time.Now().Add(offset) }, nil
}

// onlyHost sends people who used another of this machine's names to the printed address: the cookies of a sign-in
// belong to the name it began with.
func onlyHost(address string, h http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		host, _, err := net.SplitHostPort(r.Host)
		switch {
		case r.Host == address:
			h.ServeHTTP(w, r)
		case err == nil && isLoopback(host):
			http.Redirect(w, r, "http://"+address+r.URL.RequestURI(), http.StatusTemporaryRedirect)
		default:
			http.Error(w, "The demonstration answers on this machine only, at http://"+address, http.StatusMisdirectedRequest)
		}
	})
}

// errNotInvented: these are not the demonstration's data, and its sign-in service asks nobody who they are.
var errNotInvented = errors.New("this holds other data than the demonstration's: take an empty folder or database for it")

// prepareDemo fills a new database. A filled one continues. Its people are known by the demonstration's sign-in
// service, which may have another address this time. Error: errNotInvented.
func prepareDemo(ctx context.Context, s settings, issuer string, now time.Time) error {
	clock := now
	st, library, err := s.open(ctx, store.Options{Exclusive: true, Clock: func() time.Time { return clock }})
	if err != nil {
		return err
	}
	defer st.Close()
	list, err := st.Tenants(ctx)
	if err != nil {
		return err
	}
	if len(list) == 0 {
		return demo.Fill(ctx, st, library, issuer, now, func(t time.Time) { clock = t })
	}
	if !slices.ContainsFunc(list, func(t tenants.Tenant) bool { return t.Demo }) {
		return errNotInvented
	}
	issuers, err := st.Issuers(ctx)
	if err != nil {
		return err
	}
	for _, old := range issuers {
		if old != issuer && strings.HasSuffix(old, demoidp.Path) {
			if err := st.MoveIssuer(ctx, old, issuer); err != nil {
				return err
			}
		}
	}
	return nil
}

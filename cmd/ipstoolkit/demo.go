package main

import (
	"context"
	"crypto/rand"
	"flag"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"os"
	"strings"
	"time"

	"ipstoolkit/assets"
	"ipstoolkit/demo"
	"ipstoolkit/scan"
	"ipstoolkit/server"
	"ipstoolkit/server/demoidp"
	"ipstoolkit/server/page"
	"ipstoolkit/server/signin"
	"ipstoolkit/tenants/store"
)

const demoClient = "ipstoolkit-demo"

// demonstrate is the whole service with invented data and its own sign-in service, on this machine only.
func demonstrate(flags *flag.FlagSet) action {
	address := flags.String("listen", "127.0.0.1:8080", "the `ADDRESS` to listen on, of this machine alone")
	dir := flags.String("data", "", "the data `DIR`: created if it is not there, used as it is if it is; a temporary one unless set")
	at := flags.String("now", "", "the `TIME` that the demonstration begins at, such as 2026-11-20T09:00:00Z; the machine's unless set")
	return func(ctx context.Context, _ []string, out io.Writer) error {
		clock, err := offsetClock(*at)
		if err != nil {
			return err
		}
		return serveDemo(ctx, *address, *dir, clock, out)
	}
}

// serveDemo is the demonstration at an address, on a data folder; "" is a temporary one.
func serveDemo(ctx context.Context, address, dir string, clock func() time.Time, out io.Writer) error {
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
	if dir == "" {
		if dir, err = os.MkdirTemp("", "ipstoolkit-demo-"); err != nil {
			return err
		}
		defer os.RemoveAll(dir)
	}
	slog.SetDefault(slog.New(slog.NewTextHandler(os.Stderr, &slog.HandlerOptions{Level: slog.LevelWarn})))
	publicURL := "http://" + address
	handler, closeStore, err := demoHandler(ctx, publicURL, dir, clock)
	if err != nil {
		return err
	}
	defer closeStore()
	fmt.Fprintf(out, "The demonstration is at %s\nIts data are invented, in %s.\nYou can sign in there as:\n", publicURL, dir)
	for _, p := range demo.People() {
		fmt.Fprintf(out, "  %-20s %s. %s\n", p.Key, p.Name, p.Description)
	}
	return listen(ctx, l, onlyHost(address, handler))
}

// demoHandler is the demonstration's service on a data folder, which it fills if it is new.
func demoHandler(ctx context.Context, publicURL, dir string, clock func() time.Time) (http.Handler, func(), error) {
	issuer := publicURL + demoidp.Path
	secret := rand.Text()
	idp, err := demoidp.New(demoidp.Config{
		Issuer: issuer, ClientID: demoClient, ClientSecret: secret, People: demo.People(),
		RedirectURIs: []string{publicURL + "/sign-in/callback"}, SignedOutURIs: []string{publicURL + "/signed-out"},
	})
	if err != nil {
		return nil, nil, err
	}
	if err := prepareDemo(ctx, dir, issuer, clock()); err != nil {
		return nil, nil, err
	}
	st, library, err := settings{Data: dir}.open(ctx, store.Options{Exclusive: true, Clock: clock})
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

// prepareDemo fills a new data folder. A filled one continues. Its people are known by the demonstration's sign-in
// service, which may have another address this time.
func prepareDemo(ctx context.Context, dir, issuer string, now time.Time) error {
	clock := now
	st, library, err := settings{Data: dir}.open(ctx, store.Options{Exclusive: true, Clock: func() time.Time { return clock }})
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
	issuers, err := st.Issuers(ctx)
	if err != nil {
		return err
	}
	for _, old := range issuers {
		if old != issuer {
			if err := st.MoveIssuer(ctx, old, issuer); err != nil {
				return err
			}
		}
	}
	return nil
}

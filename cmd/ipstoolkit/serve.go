package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"os"
	"time"

	"ipstoolkit/assets"
	"ipstoolkit/server"
	"ipstoolkit/server/evidence"
	"ipstoolkit/server/page"
	"ipstoolkit/tenants/store"
)

// serve is the service for real people.
func serve(ctx context.Context, _ []string, _ io.Writer) error {
	s, err := readSettings()
	if err != nil {
		return err
	}
	if err := s.checkServe(); err != nil {
		return err
	}
	if err := assets.Ready(); err != nil {
		return err
	}
	slog.SetDefault(slog.New(slog.NewJSONHandler(os.Stderr, nil)))
	st, library, err := s.open(ctx, store.Options{Exclusive: true})
	if err != nil {
		return err
	}
	defer st.Close()
	scanner, err := evidence.NewScanner(s.Scanner)
	if err != nil {
		return err
	}
	if warning := scanner.Warning(); warning != "" {
		slog.Warn(warning)
	}
	config := server.Config{
		Store: st, Editions: library, PublicURL: s.PublicURL, Issuers: s.Issuers, Support: s.Support, Scanner: scanner,
		Site: page.Site{Build: build, ShowNHSLogo: s.NHSLogo},
	}
	backups, err := s.newSchedule(st)
	if err != nil {
		return err
	}
	if backups != nil {
		config.Backups = backups.words
		stop := backups.start(ctx)
		defer stop()
	}
	handler, err := server.New(config)
	if err != nil {
		return err
	}
	l, err := net.Listen("tcp", s.Listen)
	if err != nil {
		return fmt.Errorf("listen on %s: %w", s.Listen, err)
	}
	go evidence.Keeper{Store: st, Scanner: scanner}.Run(ctx)
	slog.Info("ready", "listen", l.Addr().String(), "address", s.PublicURL, "build", build)
	return listen(ctx, l, handler)
}

// drain is how long requests under way may take to end when the program is told to stop.
const drain = 10 * time.Second

// listen answers requests until the program is told to stop, then lets those under way end.
func listen(ctx context.Context, l net.Listener, handler http.Handler) error {
	s := &http.Server{
		Handler: handler, ReadHeaderTimeout: 10 * time.Second, ReadTimeout: 5 * time.Minute, WriteTimeout: 10 * time.Minute,
		IdleTimeout: 2 * time.Minute, MaxHeaderBytes: 64 << 10,
	}
	failed := make(chan error, 1)
	go func() { failed <- s.Serve(l) }()
	select {
	case err := <-failed:
		return err
	case <-ctx.Done():
	}
	late, stop := context.WithTimeout(context.WithoutCancel(ctx), drain)
	defer stop()
	if err := s.Shutdown(late); err != nil && !errors.Is(err, http.ErrServerClosed) {
		return fmt.Errorf("stop: %w", err)
	}
	return nil
}

// isLoopback says whether a host is this machine's own.
func isLoopback(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}

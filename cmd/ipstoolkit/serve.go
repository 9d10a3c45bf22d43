package main

import (
	"context"
	"errors"
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
	"ipstoolkit/mail"
	"ipstoolkit/scan"
	"ipstoolkit/server"
	"ipstoolkit/server/home"
	"ipstoolkit/server/page"
	"ipstoolkit/tenants/store"
	"ipstoolkit/toolkit/edition"
	"ipstoolkit/toolkit/workbook"
)

// serve is the service for real people.
func serve(flags *flag.FlagSet) action {
	read := settingsOf(flags)
	return func(ctx context.Context, _ []string, _ io.Writer) error {
		s, err := read()
		if err != nil {
			return err
		}
		return s.serve(ctx)
	}
}

func (s settings) serve(ctx context.Context) error {
	if err := s.checkServe(); err != nil {
		return err
	}
	if err := assets.Ready(); err != nil {
		return err
	}
	slog.SetDefault(slog.New(server.LogHandler(slog.NewJSONHandler(os.Stderr, nil))))
	st, library, err := s.open(ctx, store.Options{Exclusive: true})
	if err != nil {
		return err
	}
	defer st.Close()
	scanner, err := scan.New(s.Scanner)
	if err != nil {
		return err
	}
	if warning := scanner.Warning(); warning != "" {
		slog.Warn(warning)
	}
	backups, err := s.newSchedule(st)
	if err != nil {
		return err
	}
	sender, err := s.sender(st, library)
	if err != nil {
		return err
	}
	config := s.config(st, library, scanner, backups)
	if sender != nil {
		config.Mail = sender.Words
		stop := sender.Start(ctx)
		defer stop()
	}
	if backups != nil {
		stop := backups.start(ctx)
		defer stop()
	}
	if config.Metrics, err = s.metrics(ctx, st, backups); err != nil {
		return err
	}
	handler, err := server.New(config)
	if err != nil {
		return err
	}
	l, err := net.Listen("tcp", s.Listen)
	if err != nil {
		return fmt.Errorf("listen on %s: %w", s.Listen, err)
	}
	if err := workbook.Sweep(); err != nil {
		slog.Warn("temporary files", "error", err)
	}
	go scan.Keeper{Store: st, Scanner: scanner}.Run(ctx)
	if err := logHeads(ctx, st, slog.Default()); err != nil {
		return err
	}
	slog.Info("ready", "listen", l.Addr().String(), "address", s.PublicURL, "build", build)
	return listen(ctx, l, handler)
}

// sender sends the service's emails; nil where no mail server is set.
func (s settings) sender(st *store.Store, library *edition.Library) (*mail.Sender, error) {
	to, err := mail.NewServer(s.Mail, nil)
	if to == nil || err != nil {
		return nil, err
	}
	st.QueueMail()
	return &mail.Sender{
		Store: st, Server: to, PublicURL: strings.TrimSuffix(s.PublicURL, "/"), Waiting: home.Pages{Store: st, Editions: library}.Waiting,
	}, nil
}

// config is what the service is made of, without its metrics. backups is nil in a service that makes none itself.
func (s settings) config(st *store.Store, library *edition.Library, scanner *scan.Scanner, backups *schedule) server.Config {
	c := server.Config{
		Store: st, Editions: library, PublicURL: s.PublicURL, Issuers: s.Issuers, Support: s.Support, Scanner: scanner,
		TrustedProxies: s.TrustedProxies, Limits: s.Limits,
		Site: page.Site{Build: build, ShowNHSLogo: s.NHSLogo},
	}
	if st.SQLite() {
		c.Dir = s.Data
	}
	if backups != nil {
		c.Backups, c.BackupsKept = backups.words, backups.kept()
	}
	return c
}

// metrics counts what the service does and serves the counts at a separate address; nil when none is set.
func (s settings) metrics(ctx context.Context, st *store.Store, backups *schedule) (*server.Metrics, error) {
	if s.MetricsListen == "" {
		return nil, nil
	}
	l, err := net.Listen("tcp", s.MetricsListen)
	if err != nil {
		return nil, fmt.Errorf("listen for metrics on %s: %w", s.MetricsListen, err)
	}
	var age func() (time.Duration, bool)
	if backups != nil {
		age = backups.age
	}
	m := server.NewMetrics(st, age)
	mux := http.NewServeMux()
	mux.Handle("GET /metrics", m.Handler())
	go func() {
		if err := listen(ctx, l, mux); err != nil {
			slog.Error("metrics", "error", err)
		}
	}()
	return m, nil
}

// drain is how long running requests may take to end when the program is told to stop.
const drain = 10 * time.Second

// listen answers requests until the program is told to stop, then lets running ones end. It drops browsers that are too
// slow; the service gives its members' files longer.
func listen(ctx context.Context, l net.Listener, handler http.Handler) error {
	s := &http.Server{
		Handler: handler, ReadHeaderTimeout: 10 * time.Second, ReadTimeout: time.Minute, WriteTimeout: 2 * time.Minute,
		IdleTimeout: 2 * time.Minute, MaxHeaderBytes: 64 << 10, DisableGeneralOptionsHandler: true,
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

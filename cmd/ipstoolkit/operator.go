package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"strings"

	"ipstoolkit/tenants"
	"ipstoolkit/tenants/store"
	"ipstoolkit/toolkit/edition"
)

// migrate creates or updates the tables; opening a store does both.
func migrate(flags *flag.FlagSet) action {
	read := settingsOf(flags)
	return func(ctx context.Context, _ []string, out io.Writer) error {
		return withStore(ctx, read, store.Options{Exclusive: true}, func(*store.Store, *edition.Library) error {
			_, err := fmt.Fprintln(out, "The tables are up to date.")
			return err
		})
	}
}

// addTenant adds an ICB; its name and region come from the national list.
func addTenant(flags *flag.FlagSet) action {
	read := settingsOf(flags)
	return func(ctx context.Context, arguments []string, out io.Writer) error {
		return withStore(ctx, read, store.Options{Existing: true}, func(s *store.Store, library *edition.Library) error {
			b, err := tenants.FindICB(arguments[0], s.Today())
			if err != nil {
				return err
			}
			t := tenants.Tenant{Code: b.Code, Name: b.Name, Region: b.Region}
			if err := s.AddTenant(ctx, t, library, tenants.TheOperator); err != nil {
				return err
			}
			_, err = fmt.Fprintf(out, "Added %s (%s), %s, with the edition of %s.\nNext: ipstoolkit invite %s --name NAME --email "+
				"ADDRESS\n",
				b.Name, b.Code, b.Region, library.Current().Month(), b.Code)
			return err
		})
	}
}

func listTenants(flags *flag.FlagSet) action {
	read := settingsOf(flags)
	return func(ctx context.Context, _ []string, out io.Writer) error {
		return withStore(ctx, read, store.Options{Existing: true}, func(s *store.Store, _ *edition.Library) error {
			list, err := s.Tenants(ctx)
			for _, t := range list {
				fmt.Fprintf(out, "%-6s %s (%s), edition %s\n", t.Code, t.Name, t.Region, t.Edition)
			}
			return err
		})
	}
}

// withStore opens the settings' database while do needs it.
func withStore(ctx context.Context, read func() (settings, error), o store.Options, do func(*store.Store, *edition.Library) error) error {
	s, err := read()
	if err != nil {
		return err
	}
	st, library, err := s.open(ctx, o)
	if err != nil {
		return err
	}
	defer st.Close()
	return do(st, library)
}

// invite makes a one-time invitation link for an ICB's first people. It works beside a running server.
func invite(flags *flag.FlagSet) action {
	read := settingsOf(flags)
	var i store.Invitation
	flags.StringVar(&i.Name, "name", "", "the person's `NAME`, which is needed")
	flags.StringVar(&i.Email, "email", "", "the `ADDRESS` to which you will send the link; it is only noted, nobody is known by it")
	flags.StringVar((*string)(&i.Role), "role", string(tenants.Lead), "the `ROLE`: lead, commissioner, provider or reader")
	provider := flags.String("provider", "", "the `NAME` of the provider, for the role provider")
	return func(ctx context.Context, arguments []string, out io.Writer) error {
		s, err := read()
		if err != nil {
			return err
		}
		if err := s.checkPublicURL(); err != nil {
			return err
		}
		return withStore(ctx, read, store.Options{Existing: true}, func(st *store.Store, _ *edition.Library) error {
			token, err := inviteTo(ctx, st, strings.ToUpper(arguments[0]), *provider, i)
			if err != nil {
				return err
			}
			_, err = fmt.Fprintf(out, "%s\nThe link works once, within 7 days, for anyone who opens it: send it to %s only.\n",
				strings.TrimSuffix(s.PublicURL, "/")+"/invitations/"+token, i.Name)
			return err
		})
	}
}

// inviteTo invites somebody to the ICB with a code; provider is a name, "" for none.
func inviteTo(ctx context.Context, s *store.Store, code, provider string, i store.Invitation) (token string, err error) {
	t, err := s.Tenant(ctx, code)
	if errors.Is(err, tenants.ErrNotFound) {
		return "", fmt.Errorf("there is no ICB %s here: add it first with ipstoolkit tenant add %s", code, code)
	}
	if err != nil {
		return "", err
	}
	rows := s.System(t, tenants.TheOperator)
	if provider != "" {
		if i.Provider, err = providerNamed(ctx, rows, provider); err != nil {
			return "", err
		}
	}
	return rows.Invite(ctx, i)
}

func providerNamed(ctx context.Context, rows *store.Rows, name string) (string, error) {
	list, err := rows.Providers(ctx)
	if err != nil {
		return "", err
	}
	for _, o := range list {
		if strings.EqualFold(o.Name, name) && !o.Ended {
			return o.ID, nil
		}
	}
	return "", fmt.Errorf("this ICB has no provider called %q", name)
}

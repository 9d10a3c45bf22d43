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
)

// theOperator is who the history names for what was done by command.
var theOperator = tenants.Person{ID: "operator", Name: "Operator"}

// migrate makes or moves on the tables: opening a store does.
func migrate(ctx context.Context, _ []string, out io.Writer) error {
	return withStore(ctx, store.Options{Exclusive: true}, nil, func(*store.Store) error {
		_, err := fmt.Fprintln(out, "The tables are up to date.")
		return err
	})
}

// tenant adds an ICB, or lists those there are.
func tenant(ctx context.Context, args []string, out io.Writer) error {
	switch {
	case len(args) == 2 && args[0] == "add":
		return addTenant(ctx, args[1], out)
	case len(args) == 1 && args[0] == "list":
		return withStore(ctx, store.Options{}, nil, func(s *store.Store) error {
			list, err := s.Tenants(ctx)
			for _, t := range list {
				fmt.Fprintf(out, "%-6s %s (%s), edition %s\n", t.Code, t.Name, t.Region, t.Edition)
			}
			return err
		})
	}
	return errors.New("want: ipstoolkit tenant add CODE, or ipstoolkit tenant list")
}

// addTenant takes the ICB's name and region from the national list.
func addTenant(ctx context.Context, code string, out io.Writer) error {
	s, err := readSettings()
	if err != nil {
		return err
	}
	st, library, err := s.open(ctx, store.Options{Existing: true})
	if err != nil {
		return err
	}
	defer st.Close()
	b, err := tenants.FindICB(code, st.Today())
	if err != nil {
		return err
	}
	t := tenants.Tenant{Code: b.Code, Name: b.Name, Region: b.Region}
	if err := st.AddTenant(ctx, t, library, theOperator); err != nil {
		return err
	}
	_, err = fmt.Fprintf(out, "Added %s (%s), %s, with the edition of %s.\nNext: ipstoolkit invite %s --name NAME --email ADDRESS\n",
		b.Name, b.Code, b.Region, library.Current().Month(), b.Code)
	return err
}

// check says what is wrong in words; it fails when anything is.
func check(ctx context.Context, args []string, out io.Writer) error {
	flags := flag.NewFlagSet("check", flag.ContinueOnError)
	dir := flags.String("data", "", "data folder (IPS_DATA when empty)")
	if err := flags.Parse(args); err != nil {
		return err
	}
	return withStore(ctx, store.Options{}, dir, func(s *store.Store) error {
		faults, err := s.Check(ctx)
		if err != nil {
			return err
		}
		if len(faults) > 0 {
			return fmt.Errorf("%d found wrong:\n  %s", len(faults), strings.Join(faults, "\n  "))
		}
		_, err = fmt.Fprintln(out, "All is whole.")
		return err
	})
}

// withStore opens the database of the settings, or of a data folder named in place of theirs.
func withStore(ctx context.Context, o store.Options, dir *string, do func(*store.Store) error) error {
	s, err := readSettings()
	if err != nil {
		return err
	}
	if dir != nil && *dir != "" {
		s.Data = *dir
	}
	o.Existing = !o.Exclusive
	st, _, err := s.open(ctx, o)
	if err != nil {
		return err
	}
	defer st.Close()
	return do(st)
}

// invite makes a one-time invitation link, by which an ICB's first people come in. It works beside a running server.
func invite(ctx context.Context, args []string, out io.Writer) error {
	flags := flag.NewFlagSet("invite", flag.ContinueOnError)
	name := flags.String("name", "", "the person's name")
	email := flags.String("email", "", "where you will send the link; it is only noted, nobody is known by it")
	role := flags.String("role", string(tenants.Lead), "lead, commissioner, provider or reader")
	provider := flags.String("provider", "", "the provider's name, for the role provider")
	dir := flags.String("data", "", "data folder (IPS_DATA when empty)")
	if len(args) == 0 || strings.HasPrefix(args[0], "-") {
		return errors.New("want: ipstoolkit invite CODE --name NAME --email ADDRESS [--role lead]")
	}
	if err := flags.Parse(args[1:]); err != nil {
		return err
	}
	s, err := readSettings()
	if err != nil {
		return err
	}
	if s.PublicURL == "" {
		return errors.New("IPS_PUBLIC_URL is not set: the link begins with it")
	}
	return withStore(ctx, store.Options{}, dir, func(st *store.Store) error {
		t, err := st.Tenant(ctx, strings.ToUpper(args[0]))
		if errors.Is(err, tenants.ErrNotFound) {
			return fmt.Errorf("there is no ICB %s here: add it first with ipstoolkit tenant add %s", args[0], args[0])
		}
		if err != nil {
			return err
		}
		rows := st.For(tenants.Member{Tenant: t, Person: theOperator, Role: tenants.Operator})
		i := store.Invitation{Name: *name, Email: *email, Role: tenants.Role(*role)}
		if *provider != "" {
			if i.Provider, err = providerNamed(ctx, rows, *provider); err != nil {
				return err
			}
		}
		token, err := rows.Invite(ctx, i)
		if err != nil {
			return err
		}
		_, err = fmt.Fprintf(out, "%s\nThe link works once, within 7 days, for whoever opens it: send it to %s only.\n",
			strings.TrimSuffix(s.PublicURL, "/")+"/invitations/"+token, *name)
		return err
	})
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

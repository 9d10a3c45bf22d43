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

// listMembers lists an ICB's people with their ids, which the other commands here take.
func listMembers(flags *flag.FlagSet) action {
	return onICB(flags, func(_ context.Context, _ *store.Rows, members []tenants.Member, out io.Writer) error {
		for _, m := range members {
			named := ""
			if m.Tenant.Procurement != "" && m.Named {
				named = ", named for the procurement"
			}
			fmt.Fprintf(out, "%s  %s, %s%s\n", m.ID, m.Person.Name, m.Title(), named)
		}
		return nil
	})
}

// endMember ends the membership of somebody who can no longer come, or whom nobody in the ICB may remove.
func endMember(flags *flag.FlagSet) action {
	id := flags.String("member", "", "the `ID` of the membership, as ipstoolkit member list prints it")
	reason := flags.String("reason", "", "`WHY`, for the ICB's history")
	return onICB(flags, func(ctx context.Context, rows *store.Rows, members []tenants.Member, out io.Writer) error {
		m, err := memberOf(members, *id)
		if err != nil {
			return err
		}
		if err := rows.RemoveMember(ctx, m.ID, *reason); err != nil {
			return err
		}
		_, err = fmt.Fprintf(out, "The membership of %s (%s) has ended.\n", m.Person.Name, m.Title())
		return err
	})
}

// openProcurement names an administrator for the open procurement, when none of those named is left.
func openProcurement(flags *flag.FlagSet) action {
	id := flags.String("administrator", "", "the `ID` of the administrator's membership, as ipstoolkit member list prints it")
	reason := flags.String("reason", "", "`WHY`, for the ICB's history")
	return onICB(flags, func(ctx context.Context, rows *store.Rows, members []tenants.Member, out io.Writer) error {
		m, err := memberOf(members, *id)
		if err != nil {
			return err
		}
		if err := rows.OpenProcurement(ctx, m.ID, *reason); err != nil {
			return err
		}
		_, err = fmt.Fprintf(out, "%s is named for the procurement, and can name others or end it.\n", m.Person.Name)
		return err
	})
}

// onICB does something with an ICB as its operator. It works beside a running server.
func onICB(flags *flag.FlagSet, do func(context.Context, *store.Rows, []tenants.Member, io.Writer) error) action {
	read := settingsOf(flags)
	return func(ctx context.Context, arguments []string, out io.Writer) error {
		return withStore(ctx, read, store.Options{Existing: true}, func(s *store.Store, _ *edition.Library) error {
			code := strings.ToUpper(arguments[0])
			t, err := s.Tenant(ctx, code)
			if errors.Is(err, tenants.ErrNotFound) {
				return fmt.Errorf("there is no ICB %s here", code)
			}
			if err != nil {
				return err
			}
			rows := s.System(t, tenants.TheOperator)
			members, err := rows.Members(ctx)
			if err != nil {
				return err
			}
			return do(ctx, rows, members, out)
		})
	}
}

func memberOf(members []tenants.Member, id string) (tenants.Member, error) {
	for _, m := range members {
		if m.ID == id {
			return m, nil
		}
	}
	return tenants.Member{}, fmt.Errorf("nobody in this ICB has the membership %q: ipstoolkit member list shows them", id)
}

package main

import (
	"context"
	"flag"
	"fmt"
	"io"
	"time"

	"ipstoolkit/demo/seed"
	"ipstoolkit/tenants/store"
	"ipstoolkit/toolkit/edition"
)

// addInvented fills a database with invented ICBs, to try out the service with very many.
func addInvented(flags *flag.FlagSet) action {
	read := settingsOf(flags)
	n := flags.Int("tenants", 42, "add this `NUMBER` of invented ICBs, each with two years of work")
	years := flags.Int("years", 0, "add one invented ICB beside them that has done much for this `NUMBER` of years: 5,100 saves in each")
	return func(ctx context.Context, _ []string, out io.Writer) error {
		if *n < 1 || *n > seed.Most {
			return fmt.Errorf("--tenants %d: want 1 to %d", *n, seed.Most)
		}
		if *years < 0 || *years > seed.MostYears {
			return fmt.Errorf("--years %d: want 1 to %d", *years, seed.MostYears)
		}
		return withStore(ctx, read, store.Options{}, func(s *store.Store, library *edition.Library) error {
			began := time.Now()
			took := func() time.Duration { return time.Since(began).Round(time.Second) }
			if *years > 0 {
				code, saves, err := seed.AddYears(ctx, s, library, *years)
				if err != nil {
					return err
				}
				fmt.Fprintf(out, "Added %s, an invented ICB with %d saves in %d years, in %s.\n", code, saves, *years, took())
				began = time.Now()
			}
			first, last, err := seed.Add(ctx, s, library, *n)
			if err != nil {
				return err
			}
			_, err = fmt.Fprintf(out, "Added %d invented ICBs, %s to %s, in %s.\n", *n, first, last, took())
			return err
		})
	}
}

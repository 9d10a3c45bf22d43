// Command ipstoolkit is the IPS commissioning toolkit: a web service in which Integrated Care Boards assess how they
// commission Individual Placement and Support.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"strings"
	"syscall"
)

// build is the program's version, set when it is built: -ldflags "-X main.build=1.2.3".
var build = "development"

// command is one thing the program does.
type command struct {
	name, arguments, words string
	run                    func(ctx context.Context, args []string, out io.Writer) error
}

func commands() []command {
	return []command{
		{"demo", "[--listen ADDRESS] [--data DIR] [--now TIME]", "a demonstration with invented data, on this machine only", demo},
		{"serve", "", "the service", serve},
		{"migrate", "", "makes or moves on the tables, and ends", migrate},
		{"tenant", "add CODE | list", "adds an ICB by its ODS code, or lists those there are", tenant},
		{"invite", "CODE --name NAME --email ADDRESS [--role lead]", "makes a one-time invitation link", invite},
		{"check", "[--data DIR]", "looks the whole database over; exit 0 only when all is whole", check},
		{"backup", "FILE [--data DIR] [--force]", "copies the whole database into a file, while the service runs", backup},
		{"restore", "FILE [--data DIR] [--yes]", "puts a backup in the place of the database, which is kept beside it", restore},
		{"seed", "[--tenants N] [--data DIR]", "adds invented ICBs, to try the service with very many", seed},
		{"version", "", "the program's version", version},
	}
}

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if err := run(ctx, os.Args[1:], os.Stdout); err != nil {
		if !errors.Is(err, flag.ErrHelp) {
			fmt.Fprintln(os.Stderr, "ipstoolkit:", err)
		}
		os.Exit(1)
	}
}

// run does what the arguments say.
func run(ctx context.Context, args []string, out io.Writer) error {
	if len(args) > 0 {
		for _, c := range commands() {
			if c.name == args[0] {
				return c.run(ctx, args[1:], out)
			}
		}
	}
	return errors.New("say what to do:\n" + usage())
}

func usage() string {
	var lines []string
	for _, c := range commands() {
		lines = append(lines, fmt.Sprintf("  ipstoolkit %s %s\n        %s", c.name, c.arguments, c.words))
	}
	return strings.Join(lines, "\n") + "\nSettings are environment variables: see the README."
}

func version(_ context.Context, _ []string, out io.Writer) error {
	_, err := fmt.Fprintln(out, build)
	return err
}

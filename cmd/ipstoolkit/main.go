// Command ipstoolkit is the IPS commissioning toolkit: a web service in which integrated care boards assess how they
// commission Individual Placement and Support.
package main

import (
	"context"
	"fmt"
	"os"
	"os/signal"
	"syscall"
)

// build is the program's version, set when it is built: -ldflags "-X main.build=1.2.3".
var build = "development"

func commands() []command {
	return []command{
		{"demo", "", "a demonstration with invented data, on this machine only", demonstrate},
		{"serve", "", "the service", serve},
		{"migrate", "", "creates the tables or brings them up to date, and ends", migrate},
		{"tenant add", "CODE", "adds an ICB by its ODS code", addTenant},
		{"tenant list", "", "lists the ICBs there are", listTenants},
		{"tenant import", "FILE", "brings in an ICB that was exported, with its history, files and sealed rounds", importTenant},
		{"export", "CODE FILE", "writes everything of an ICB into one zip file, while the service runs", exportICB},
		{"move", "", "moves everything to an empty PostgreSQL database, or to an empty folder for SQLite", moveAll},
		{"invite", "CODE", "makes a one-time invitation link to the ICB", invite},
		{"member list", "CODE", "lists the people of an ICB, with their ids", listMembers},
		{"member end", "CODE", "ends a membership that nobody in the ICB can end, with a reason for its history", endMember},
		{
			"procurement open", "CODE", "names an administrator for a procurement when none of those named is left, with a reason",
			openProcurement,
		},
		{"check", "", "checks the whole database; exit 0 only if no problem is found", check},
		{"backup", "FILE", "copies the whole database into a file, while the service runs", backup},
		{"restore", "FILE", "replaces the database with a backup, and keeps the old database beside it", restore},
		{"seed", "", "adds invented ICBs, to try the service with very many", addInvented},
		{"version", "", "the program's version", version},
	}
}

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if err := run(ctx, os.Args[1:], os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "ipstoolkit:", err)
		os.Exit(1)
	}
}

package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"slices"
	"strings"
)

// command is one thing that the program does. Its name is one word or two; arguments are the words that must follow,
// besides its flags.
type command struct {
	name, arguments, words string
	// prepare declares the flags and returns the action for after they are read.
	prepare func(*flag.FlagSet) action
}

// action carries out a command. It gets as many arguments as the command names.
type action func(ctx context.Context, arguments []string, out io.Writer) error

// run carries out a command line. It alone reads flags, and refuses what a command does not take.
func run(ctx context.Context, line []string, out io.Writer) error {
	if len(line) > 0 && slices.Contains([]string{"help", "--help", "-help", "-h"}, line[0]) {
		_, err := fmt.Fprintln(out, usage())
		return err
	}
	c, rest, ok := find(line)
	switch {
	case len(line) == 0:
		return errors.New("say what to do\n" + usage())
	case !ok:
		return fmt.Errorf("there is no command %q\n%s", strings.Join(line[:min(len(line), 2)], " "), usage())
	}
	flags := flag.NewFlagSet(c.name, flag.ContinueOnError)
	flags.SetOutput(io.Discard) // main reports what is wrong, once
	do := c.prepare(flags)
	arguments, err := c.parse(flags, rest)
	if errors.Is(err, flag.ErrHelp) {
		_, err := fmt.Fprintln(out, c.usage(flags))
		return err
	}
	if err != nil {
		return fmt.Errorf("%w\n%s", err, c.usage(flags))
	}
	return do(ctx, arguments, out)
}

// find is the command at the beginning of a line, and the rest of the line.
func find(line []string) (c command, rest []string, ok bool) {
	for _, c := range commands() {
		name := strings.Fields(c.name)
		if len(line) >= len(name) && slices.Equal(line[:len(name)], name) {
			return c, line[len(name):], true
		}
	}
	return command{}, nil, false
}

// parse reads the flags, which may come before and after the arguments. It fails when the number of arguments is not
// the command's.
func (c command) parse(flags *flag.FlagSet, line []string) (arguments []string, err error) {
	for {
		if err := flags.Parse(line); err != nil {
			return nil, err
		}
		if flags.NArg() == 0 {
			break
		}
		arguments, line = append(arguments, flags.Arg(0)), flags.Args()[1:]
	}
	want := strings.Fields(c.arguments)
	switch {
	case len(arguments) < len(want):
		return nil, fmt.Errorf("%s is missing", want[len(arguments)])
	case len(arguments) > len(want):
		return nil, fmt.Errorf("%s does not take %q", c.name, arguments[len(want)])
	}
	return arguments, nil
}

// usage is a command and its flags.
func (c command) usage(flags *flag.FlagSet) string {
	var b strings.Builder
	fmt.Fprintf(&b, "  %s\n        %s", c.line(), c.words)
	flags.VisitAll(func(f *flag.Flag) {
		value, words := flag.UnquoteUsage(f)
		fmt.Fprintf(&b, "\n  %s\n        %s", strings.TrimSpace("--"+f.Name+" "+value), words)
		if f.DefValue != "" && f.DefValue != "false" {
			fmt.Fprintf(&b, " (%s unless set)", f.DefValue)
		}
	})
	return b.String()
}

// line is how a person types the command.
func (c command) line() string { return strings.TrimSpace("ipstoolkit " + c.name + " " + c.arguments) }

// usage is every command with its flags in short.
func usage() string {
	var b strings.Builder
	for _, c := range commands() {
		flags := flag.NewFlagSet(c.name, flag.ContinueOnError)
		c.prepare(flags)
		fmt.Fprintf(&b, "  %s", c.line())
		flags.VisitAll(func(f *flag.Flag) {
			value, _ := flag.UnquoteUsage(f)
			fmt.Fprintf(&b, " [%s]", strings.TrimSpace("--"+f.Name+" "+value))
		})
		fmt.Fprintf(&b, "\n        %s\n", c.words)
	}
	b.WriteString("A command followed by --help tells more. Settings are environment variables: see the README.")
	return b.String()
}

// version is the program's version.
func version(*flag.FlagSet) action {
	return func(_ context.Context, _ []string, out io.Writer) error {
		_, err := fmt.Fprintln(out, build)
		return err
	}
}

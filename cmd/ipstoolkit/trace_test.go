package main

import (
	"fmt"
	"io"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// call is one call of a traced program to the kernel. began and ended are lines of the trace; they differ when other
// calls came in between.
type call struct {
	text         string // from its name to its result, as one line
	began, ended int
}

var (
	traceLine  = regexp.MustCompile(`^(?:\[pid +)?(\d+)\]? +(.*)$`)
	unfinished = regexp.MustCompile(`^(.*) <unfinished \.\.\.>$`)
	resumed    = regexp.MustCompile(`^<\.\.\. \w+ resumed>(.*)$`)
)

// readTrace reads what strace -f wrote: one line for each call, or two that say "unfinished" and later "resumed". It
// leaves out calls that never returned.
func readTrace(r io.Reader) ([]call, error) {
	all, err := io.ReadAll(r)
	if err != nil {
		return nil, err
	}
	var calls []call
	open := map[string]call{} // by thread
	for n, line := range strings.Split(strings.TrimRight(string(all), "\n"), "\n") {
		parts := traceLine.FindStringSubmatch(line)
		if parts == nil {
			return nil, fmt.Errorf("line %d of the trace is no call: %q", n+1, line)
		}
		thread, text := parts[1], parts[2]
		if half := unfinished.FindStringSubmatch(text); half != nil {
			open[thread] = call{text: half[1], began: n}
		} else if rest := resumed.FindStringSubmatch(text); rest != nil {
			c, ok := open[thread]
			if !ok {
				return nil, fmt.Errorf("line %d of the trace goes on with a call that never began: %q", n+1, line)
			}
			delete(open, thread)
			calls = append(calls, call{text: c.text + rest[1], began: c.began, ended: n})
		} else {
			calls = append(calls, call{text: text, began: n, ended: n})
		}
	}
	slices.SortFunc(calls, func(a, b call) int { return a.began - b.began })
	return calls, nil
}

var (
	logWrite  = regexp.MustCompile(`^pwrite64\(\d+<[^>]*ipstoolkit\.db-wal>`)
	logSync   = regexp.MustCompile(`^(fdatasync|fsync)\(\d+<[^>]*ipstoolkit\.db-wal>\) += 0`)
	answer303 = regexp.MustCompile(`^write\(\d+<TCP[^"]*"HTTP/1.1 303`)
)

// unsynced says how many answers to saved forms a trace holds, and which of them (from 1) began before the log up to
// then was written and synced. A sync counts for what was written before it began.
func unsynced(calls []call) (answers int, early []int) {
	after := -1 // where the answer before this one ended
	for _, answer := range calls {
		if !answer303.MatchString(answer.text) {
			continue
		}
		answers++
		written, synced := -1, false
		for _, c := range calls {
			if logWrite.MatchString(c.text) && c.began > after && c.began < answer.began {
				written = max(written, c.ended)
			}
		}
		for _, c := range calls {
			synced = synced || logSync.MatchString(c.text) && c.began > written && c.ended < answer.began
		}
		if written < 0 || !synced {
			early = append(early, answers)
		}
		after = answer.ended
	}
	return answers, early
}

// strace prints a call in one line, in two halves, or in halves with other threads' calls in between. All mean the
// same.
func TestUnsynced(t *testing.T) {
	const (
		write  = `10 pwrite64(9</d/ipstoolkit.db-wal>, "7\177"..., 24, 0) = 24`
		sync   = `10 fdatasync(9</d/ipstoolkit.db-wal>) = 0`
		answer = `11 write(7<TCP:[127.0.0.1:1->127.0.0.1:2]>, "HTTP/1.1 303 See Other\r\n"..., 300) = 300`

		writeBegins, writeEnds   = `10 pwrite64(9</d/ipstoolkit.db-wal>, "7\177"..., 24, 0 <unfinished ...>`, `10 <... pwrite64 resumed>) = 24`
		syncBegins, syncEnds     = `10 fdatasync(9</d/ipstoolkit.db-wal> <unfinished ...>`, `10 <... fdatasync resumed>) = 0`
		syncFails                = `10 <... fdatasync resumed>) = -1 EIO (Input/output error)`
		answerBegins, answerEnds = `11 write(7<TCP:[127.0.0.1:1->127.0.0.1:2]>, "HTTP/1.1 303 See Other\r\n"..., 300 <unfinished ...>`, `11 <... write resumed>) = 300`
		other                    = `12 write(2</dev/null>, "{}", 2) = 2`
	)
	for name, tt := range map[string]struct {
		lines   []string
		answers int
		early   []int
	}{
		"whole lines":           {[]string{write, sync, answer}, 1, nil},
		"no sync":               {[]string{write, answer}, 1, []int{1}},
		"no write":              {[]string{sync, answer}, 1, []int{1}},
		"sync before the write": {[]string{sync, write, answer}, 1, []int{1}},
		"halves": {[]string{
			writeBegins, other, writeEnds, syncBegins, other, syncEnds, answerBegins, other,
			answerEnds,
		}, 1, nil},
		"sync ends after the answer began":  {[]string{write, syncBegins, answer, syncEnds}, 1, []int{1}},
		"sync ends within the answer":       {[]string{write, syncBegins, answerBegins, syncEnds, answerEnds}, 1, []int{1}},
		"sync never ends":                   {[]string{write, syncBegins, answer}, 1, []int{1}},
		"sync fails":                        {[]string{write, syncBegins, syncFails, answer}, 1, []int{1}},
		"second answer without a sync":      {[]string{write, sync, answer, write, answer}, 2, []int{2}},
		"second answer without a write":     {[]string{write, sync, answer, sync, answer}, 2, []int{2}},
		"two saves, each on the disk":       {[]string{write, sync, answer, write, write, sync, answer}, 2, nil},
		"a write behind the sync":           {[]string{write, sync, write, answer}, 1, []int{1}},
		"another process's call in between": {[]string{write, other, sync, other, answer}, 1, nil},
	} {
		calls, err := readTrace(strings.NewReader(strings.Join(tt.lines, "\n") + "\n"))
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if answers, early := unsynced(calls); answers != tt.answers || !slices.Equal(early, tt.early) {
			t.Errorf("%s: %d answers, early %v; want %d, %v", name, answers, early, tt.answers, tt.early)
		}
	}
	for _, bad := range []string{"no call at all", `10 <... fdatasync resumed>) = 0`} {
		if _, err := readTrace(strings.NewReader(bad)); err == nil {
			t.Errorf("%q is read as a trace", bad)
		}
	}
}

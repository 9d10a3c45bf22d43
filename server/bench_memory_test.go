package server

import (
	"fmt"
	"net/http"
	"os"
	"runtime"
	"runtime/debug"
	"strconv"
	"strings"
	"testing"
	"time"
)

// memoryTime names how long the mixed load goes on, "10m"; 20 seconds without it.
const memoryTime = "IPS_BENCH_MEMORY"

// memory is what the process holds after everything that is no longer used was given back, in bytes: what Go's heap
// holds, and all that the system counts as in memory, SQLite's part with it.
type memory struct{ heap, resident float64 }

func held(b *testing.B) memory {
	b.Helper()
	runtime.GC()
	debug.FreeOSMemory()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	status, err := os.ReadFile("/proc/self/status")
	if err != nil {
		b.Skip("memory is read the way Linux tells it")
	}
	_, after, _ := strings.Cut(string(status), "VmRSS:")
	kilobytes, err := strconv.Atoi(strings.Fields(after)[0])
	if err != nil {
		b.Fatal(err)
	}
	return memory{float64(m.HeapAlloc), float64(kilobytes) * 1024}
}

func (m memory) String() string {
	return fmt.Sprintf("heap %.1f MB, in all %.0f MB", m.heap/1e6, m.resident/1e6)
}

// memoryRows are what the process holds at rest, half-way and after a mixed load of pages, saves and workbooks.
func memoryRows(b *testing.B, t *table) {
	long := 20 * time.Second
	if named := os.Getenv(memoryTime); named != "" {
		var err error
		if long, err = time.ParseDuration(named); err != nil {
			b.Fatal(err)
		}
	}
	s := newSaver(watchedSite(b).signIn(b, "lead").caller())
	if err := s.mixed(time.Second); err != nil {
		b.Fatal(err)
	}
	rest := held(b)
	if err := s.mixed(long / 2); err != nil {
		b.Fatal(err)
	}
	half := held(b)
	if err := s.mixed(long / 2); err != nil {
		b.Fatal(err)
	}
	end := held(b)
	b.Logf("at rest %s; half-way %s; after %s %s", rest, half, long, end)
	t.add("Heap after "+long.String()+" of mixed load, beside half-way", megabytes(end.heap), megabytes(half.heap), end.heap/half.heap,
		atMost(1.1))
	t.add("All memory after "+long.String()+", beside half-way", megabytes(end.resident), megabytes(half.resident),
		end.resident/half.resident, atMost(1.1))
	t.add("All memory after "+long.String()+", beside at rest", megabytes(end.resident), megabytes(rest.resident),
		end.resident/rest.resident, none)
}

func megabytes(bytes float64) string { return fmt.Sprintf("%.1f MB", bytes/1e6) }

// mixed is four people who use the service for so long, each with some forty requests a second: they look at pages, each
// fiftieth time save a priority, and one of them each two-hundredth time takes a workbook.
func (s *saver) mixed(long time.Duration) error {
	end := time.Now().Add(long)
	return atOnce(4, func(worker int) error {
		for i := 1; time.Now().Before(end); i++ {
			if err := s.step(worker, i); err != nil {
				return err
			}
			time.Sleep(20 * time.Millisecond)
		}
		return nil
	})
}

func (s *saver) step(worker, i int) error {
	pages := []string{"", "/toolkit", "/targets", "/my-work", "/toolkit/" + s.keys[i%len(s.keys)], "/evidence", "/returns"}
	switch {
	case i%50 == 0:
		return s.save(worker + 4*(i/50%5)) // a priority that none of the others saves
	case i%200 == 1 && worker == 0:
		// Workbooks are limited by the minute; being told so is an answer too.
		_, err := s.ask("/icb/QWE/workbook.xlsx", nil, http.StatusOK)
		if err != nil && strings.Contains(err.Error(), "status 429") {
			return nil
		}
		return err
	}
	_, err := s.ask("/icb/QWE"+pages[i%len(pages)], nil, http.StatusOK)
	return err
}

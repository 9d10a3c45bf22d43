package server

import (
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"regexp"
	"runtime"
	"runtime/debug"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"ipstoolkit/tenants/store"
)

// tenWorkbookRows are the full workbook of the ICB: how long one takes and what the service needs for it, and what it needs
// for 50 that are asked for at once, while others save.
func tenWorkbookRows(b *testing.B, t *table) {
	s := tenSite(b)
	callers := s.callersOf(b, tenCode)
	one := func() error { return callers[0].workbook() }
	timed(b, one)
	rest := atRest(b)
	took := timed(b, one)
	needed := highest(b) - rest
	t.add("The full workbook (seconds)", fmt.Sprintf("%.2f s", took.Seconds()), "", took.Seconds(), atMost(3))
	t.add("Memory for it above rest (MB)", megabytes(needed), megabytes(rest), needed/1e6, atMost(150))

	savers := newSaver(s.signIn(b, "commissioner-"+youngCode).caller())
	savers.icb = youngCode
	savers.versions = savedVersions(b, s.Store, savers.keys)
	rest = atRest(b)
	var waits []float64
	var failed int
	var done atomic.Bool
	var saving sync.WaitGroup
	saving.Go(func() {
		for !done.Load() {
			times, refused := timesAtOnce(8, 1, savers.save)
			waits, failed = append(waits, times...), failed+refused
			time.Sleep(100 * time.Millisecond)
		}
	})
	began := time.Now()
	err := atOnce(50, func(worker int) error { return callers[worker%len(callers)].workbook() })
	all := time.Since(began)
	needed = highest(b) - rest
	done.Store(true)
	saving.Wait()
	if err != nil {
		b.Fatal(err)
	}
	wait := slowest(waits)
	t.add("Memory for 50 workbooks at once above rest (MB)", megabytes(needed), fmt.Sprintf("in %.0f s", all.Seconds()), needed/1e6,
		atMost(500))
	t.add("The slowest of 100 saves meanwhile (ms)", perOne(1, wait), fmt.Sprintf("%d saves, %d refused", len(waits), failed), ms(wait),
		atMost(200))
}

// savedVersions are the versions of a young ICB's priorities.
func savedVersions(b *testing.B, st *store.Store, keys []string) (versions [32]int) {
	b.Helper()
	lead := membersOf(b, st, youngCode)[0]
	for i, key := range keys {
		e, err := st.For(lead).Entry(b.Context(), key)
		if err != nil {
			b.Fatal(err)
		}
		versions[i] = e.Version
	}
	return versions
}

// callersOf are the people of an ICB, each signed in.
func (s *site) callersOf(b *testing.B, code string) []*caller {
	b.Helper()
	var list []*caller
	for _, m := range membersOf(b, s.Store, code) {
		list = append(list, s.signIn(b, m.Person.Subject).caller())
	}
	return list
}

// workbook downloads the workbook that the person may have. One who is told to wait waits and asks again.
func (c *caller) workbook() error {
	for {
		r, err := http.NewRequest(http.MethodGet, c.url+"/icb/"+tenCode+"/workbook.xlsx", nil)
		if err != nil {
			return err
		}
		r.Header.Set("Cookie", c.cookies)
		res, err := c.Do(r)
		if err != nil {
			return err
		}
		_, err = io.Copy(io.Discard, res.Body)
		res.Body.Close()
		if err != nil {
			return err
		}
		wait, _ := strconv.Atoi(res.Header.Get("Retry-After"))
		switch {
		case res.StatusCode == http.StatusOK:
			return nil
		case wait == 0:
			return fmt.Errorf("workbook: status %d", res.StatusCode)
		}
		time.Sleep(time.Duration(wait) * time.Second)
	}
}

// atRest gives back all that is not used, and is what the process then holds, in bytes. From here on the system counts
// anew how much the process held at most.
func atRest(b *testing.B) float64 {
	b.Helper()
	runtime.GC()
	debug.FreeOSMemory()
	if err := os.WriteFile("/proc/self/clear_refs", []byte("5"), 0); err != nil {
		b.Skip("the most that a process held is told anew on Linux alone")
	}
	return status(b, "VmRSS:")
}

// highest is the most that the process held since atRest, in bytes.
func highest(b *testing.B) float64 { return status(b, "VmHWM:") }

// status is a line of what Linux tells of this process, in bytes.
func status(b *testing.B, line string) float64 {
	b.Helper()
	text, err := os.ReadFile("/proc/self/status")
	if err != nil {
		b.Skip("memory is read the way Linux tells it")
	}
	_, after, _ := strings.Cut(string(text), line)
	kilobytes, err := strconv.Atoi(strings.Fields(after)[0])
	if err != nil {
		b.Fatal(err)
	}
	return float64(kilobytes) * 1024
}

// workTime is how long the 300 people are watched, after their first pages.
const workTime = time.Minute

// workRows are 300 people at work, 25 of them in the ICB with ten years behind it and the others in young ones. Each looks
// at a page every ten seconds or so, and each tenth time the commissioners and administrators save a priority.
func workRows(b *testing.B, t *table) {
	s := tenSite(b)
	var people []*worker
	for _, code := range s.codes(b) {
		for _, m := range membersOf(b, s.Store, code) {
			if code == tenCode && len(people) == 25 {
				break
			}
			people = append(people, &worker{
				caller: s.signIn(b, m.Person.Subject).caller(), icb: code,
				saves: m.Role == "lead" || m.Role == "commissioner",
			})
		}
	}
	for at := 25; len(people) < 300; at++ { // the others are at work in two browsers, or three
		more := *people[at]
		people = append(people, &more)
	}
	var mu sync.Mutex
	var there, elsewhere []float64
	const pace = 10 * time.Second
	end := time.Now().Add(pace + workTime)
	err := atOnce(len(people), func(i int) error {
		time.Sleep(time.Duration(i*7%len(people)) * pace / time.Duration(len(people))) // those of an ICB do not come together
		for n := i; time.Now().Before(end); n++ {
			began := time.Now()
			if err := people[i].step(n); err != nil {
				return err
			}
			took := float64(time.Since(began))
			mu.Lock()
			switch {
			case n == i: // the first page, when nobody has asked for anything yet
			case people[i].icb == tenCode:
				there = append(there, took)
			default:
				elsewhere = append(elsewhere, took)
			}
			mu.Unlock()
			time.Sleep(pace - time.Since(began))
		}
		return nil
	})
	if err != nil {
		b.Fatal(err)
	}
	for _, row := range []struct {
		of    string
		times []float64
	}{{"the 25 of the ICB of ten years", there}, {"the 275 elsewhere", elsewhere}} {
		p99 := slowest(row.times)
		t.add("300 people at work: the slowest of 100 answers, "+row.of+" (ms)", perOne(1, p99), fmt.Sprintf("%d answers", len(row.times)),
			ms(p99), atMost(150))
	}
}

// codes are the ICBs, the one with ten years behind it first.
func (s *site) codes(b *testing.B) []string {
	b.Helper()
	list, err := s.Tenants(b.Context())
	if err != nil {
		b.Fatal(err)
	}
	codes := []string{tenCode}
	for _, home := range list {
		if home.Code != tenCode {
			codes = append(codes, home.Code)
		}
	}
	return codes
}

// worker is somebody at work in an ICB.
type worker struct {
	*caller
	icb   string
	saves bool
	// version is that of the priority they have opened to save it.
	version string
}

var entryVersion = regexp.MustCompile(`name="version" value="(\d+)"`)

// step is one request: the eighth of ten opens a priority, the ninth saves it, others look at pages.
func (w *worker) step(n int) error {
	pages := []string{
		"", "/my-work", "/toolkit", "/toolkit/3.4", "/targets", "/targets/job-outcome-rate", "/toolkit/5.1", "/meetings",
		"/coverage", "/workforce",
	}
	home := "/icb/" + w.icb
	priority := home + "/toolkit/" + []string{"1.2", "2.2", "4.3", "6.1"}[n/10%4]
	switch {
	case n%10 == 8 && w.saves:
		status, page, err := w.do(http.MethodGet, priority, nil)
		if found := entryVersion.FindStringSubmatch(page); err == nil && status == http.StatusOK && found != nil {
			w.version = found[1]
		}
		return err
	case n%10 == 9 && w.saves:
		status, _, err := w.do(http.MethodPost, priority,
			url.Values{"version": {w.version}, "status": {"in_progress"}, "notes": {"Looked at again."}})
		if err == nil && status != http.StatusSeeOther && status != http.StatusConflict { // somebody else may have saved it
			err = fmt.Errorf("save: status %d", status)
		}
		return err
	}
	status, _, err := w.do(http.MethodGet, home+pages[n%len(pages)], nil)
	if err == nil && status != http.StatusOK && status != http.StatusForbidden { // not every role has every page
		err = fmt.Errorf("%s: status %d", pages[n%len(pages)], status)
	}
	return err
}

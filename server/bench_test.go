package server

import (
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"
	"text/tabwriter"
	"time"
)

// BenchmarkRatios measures the service side by side with the least that the same could cost, and prints one table.
// docs/performance.md says what each row means. Times are measured here and never in a test, since they depend on the
// machine.
func BenchmarkRatios(b *testing.B) {
	var t table
	for _, part := range []struct {
		name    string
		measure func(b *testing.B, t *table)
	}{
		{"save", saveRows},
		{"crowd", crowdRows},
		{"pages", pageRows},
		{"workbook", workbookRows},
		{"import", importRows},
		{"rounds", roundRows},
		{"attacks", attackRows},
		{"ten", tenPageRows},
		{"ten-workbook", tenWorkbookRows},
		{"work", workRows},
		{"postgres", postgresPageRows},
		{"memory", memoryRows},
	} {
		b.Run(part.name, func(b *testing.B) { part.measure(b, &t) })
	}
	t.print(os.Stdout)
}

// table is the rows in the order they were measured, and what is written below them.
type table struct {
	rows  [][]string
	notes []string
}

// note is a line below the table.
func (t *table) note(format string, args ...any) {
	t.notes = append(t.notes, fmt.Sprintf(format, args...))
}

// add is one row: what was measured, ours and the other's beside it, and how far their ratio is from its aim.
func (t *table) add(name, ours, other string, ratio float64, aim aim) {
	t.rows = append(t.rows, []string{name, ours, other, fmt.Sprintf("%.2f", ratio), aim.String(), aim.met(ratio)})
}

func (t *table) print(w io.Writer) {
	out := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintln(out, "\nWhat\tOurs\tBeside it\tRatio\tAim\t")
	for _, row := range t.rows {
		fmt.Fprintln(out, strings.Join(row, "\t"))
	}
	_ = out.Flush()
	if len(t.notes) > 0 {
		fmt.Fprintf(w, "\nPages that are over one of their aims:\n%s\n", strings.Join(t.notes, "\n"))
	}
}

// aim is what a ratio should come to; the zero aim is none.
type aim struct {
	most  bool // the value is the most it may be, else the least
	value float64
}

var none aim

func atLeast(value float64) aim { return aim{false, value} }
func atMost(value float64) aim  { return aim{true, value} }

func (a aim) String() string {
	switch {
	case a == none:
		return "none"
	case a.most:
		return fmt.Sprintf("at most %g", a.value)
	}
	return fmt.Sprintf("at least %g", a.value)
}

func (a aim) met(ratio float64) string {
	switch {
	case a == none:
		return ""
	case a.most == (ratio <= a.value) || ratio == a.value:
		return "met"
	}
	return "not met"
}

// inTurn times two things in turn, round by round, so that the ratio holds when the machine's speed drifts, and is the
// median time of each and the median of ours divided by the other's. The first round warms both up and is not counted.
func inTurn(b *testing.B, rounds int, ours, other func() error) (one, two time.Duration, ratio float64) {
	b.Helper()
	var ones, twos, ratios []float64
	for i := range rounds + 1 {
		first, second := timed(b, ours), timed(b, other)
		if i > 0 {
			ones, twos, ratios = append(ones, float64(first)), append(twos, float64(second)), append(ratios, float64(first)/float64(second))
		}
	}
	return time.Duration(median(ones)), time.Duration(median(twos)), median(ratios)
}

func timed(b *testing.B, do func() error) time.Duration {
	b.Helper()
	began := time.Now()
	if err := do(); err != nil {
		b.Fatal(err)
	}
	return time.Since(began)
}

func median(values []float64) float64 {
	slices.Sort(values)
	return values[len(values)/2]
}

// atOnce runs n of the same side by side and returns the first error.
func atOnce(n int, do func(worker int) error) error {
	errs := make(chan error, n)
	var all sync.WaitGroup
	for worker := range n {
		all.Go(func() { errs <- do(worker) })
	}
	all.Wait()
	close(errs)
	for err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}

// watchedSite is the service as it runs for an ICB: it writes its log and counts its requests.
func watchedSite(b *testing.B) *site {
	b.Helper()
	s := start(b, func(c *Config) { c.Metrics = NewMetrics(c.Store, nil) })
	logNowhere(b)
	return s
}

// caller asks one server with as little work of its own as may be: connections are kept, and the cookies are those of
// somebody who has signed in.
type caller struct {
	*http.Client
	url, cookies string
}

// caller is a caller with the cookies of a browser in which somebody has signed in.
func (b *browser) caller() *caller {
	var cookies []string
	for _, c := range b.Jar.Cookies(mustParse(b.url)) {
		cookies = append(cookies, c.String())
	}
	return newCaller(b.url, strings.Join(cookies, "; "))
}

func newCaller(url, cookies string) *caller {
	return &caller{
		Client: &http.Client{
			Transport:     &http.Transport{MaxIdleConnsPerHost: 64},
			CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
		},
		url: url, cookies: cookies,
	}
}

// ask sends a request and reads the answer; fields nil asks for a page.
func (c *caller) ask(path string, fields url.Values, status int, headers ...string) (http.Header, error) {
	method := http.MethodGet
	if fields != nil {
		method = http.MethodPost
	}
	res, text, err := c.fetch(method, path, fields, headers...)
	if err != nil {
		return nil, err
	}
	if res.StatusCode != status {
		err = fmt.Errorf("%s %s: status %d, want %d: %.200s", method, path, res.StatusCode, status, text)
	}
	return res.Header, err
}

// do sends a request, a form where there are fields, and reads the answer.
func (c *caller) do(method, path string, fields url.Values) (status int, text string, err error) {
	res, text, err := c.fetch(method, path, fields)
	if err != nil {
		return 0, "", err
	}
	return res.StatusCode, text, nil
}

func (c *caller) fetch(method, path string, fields url.Values, headers ...string) (*http.Response, string, error) {
	r, err := http.NewRequest(method, c.url+path, strings.NewReader(fields.Encode()))
	if err != nil {
		return nil, "", err
	}
	r.Header.Set("Cookie", c.cookies)
	if fields != nil {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	for i := 0; i+1 < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	res, err := c.Do(r)
	if err != nil {
		return nil, "", err
	}
	defer res.Body.Close()
	text, err := io.ReadAll(res.Body)
	return res, string(text), err
}

package server

import (
	"cmp"
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"os"
	"slices"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"ipstoolkit/demo/seed"
	"ipstoolkit/server/demoidp"
	"ipstoolkit/server/page/pagetest"
	"ipstoolkit/tenants"
	"ipstoolkit/tenants/store"
	"ipstoolkit/tenants/store/storetest"
	"ipstoolkit/toolkit/edition"
	"ipstoolkit/toolkit/measure"
)

const (
	// tenFolder names a data folder that `ipstoolkit seed --years 10` has filled; without it one is made, which takes a
	// minute.
	tenFolder = "IPS_BENCH_TEN"
	// tenCode and youngCode are the ICB with ten years behind it, and one beside it with two.
	tenCode, youngCode = "X0A0A", "X0A0B"
)

// seededFolder is a data folder with the ICB, made once.
var seededFolder = sync.OnceValues(func() (string, error) {
	if dir := os.Getenv(tenFolder); dir != "" {
		return dir, nil
	}
	dir, err := os.MkdirTemp("", "ipstoolkit-ten-")
	if err != nil {
		return "", err
	}
	return dir, addTen(dir, "")
})

// addTen fills a database: of a data folder, or where there is an address on PostgreSQL.
func addTen(dir, database string) error {
	ctx := context.Background()
	library, err := edition.LoadFolder("")
	if err != nil {
		return err
	}
	st, err := store.Open(ctx, store.Options{Dir: dir, Database: database})
	if err != nil {
		return err
	}
	defer st.Close()
	if err := st.Editions(ctx, library); err != nil {
		return err
	}
	if _, _, err := seed.AddYears(ctx, st, library, 10); err != nil {
		return err
	}
	_, _, err = seed.Add(ctx, st, library, 20)
	return err
}

// tenSite is the service as it runs, on a copy of the database with the ICB.
func tenSite(b *testing.B, change ...func(*Config)) *site {
	b.Helper()
	dir, err := seededFolder()
	if err != nil {
		b.Fatal(err)
	}
	own := b.TempDir()
	if err := os.CopyFS(own, os.DirFS(dir)); err != nil {
		b.Fatal(err)
	}
	return tenOn(b, store.Options{Dir: own}, change...)
}

// tenOnPostgres is tenSite on PostgreSQL; the benchmark is skipped where there is none.
func tenOnPostgres(b *testing.B) *site {
	b.Helper()
	o := store.Options{Database: storetest.Postgres(b)}
	if err := addTen(b.TempDir(), o.Database); err != nil {
		b.Fatal(err)
	}
	return tenOn(b, o)
}

func tenOn(b *testing.B, o store.Options, change ...func(*Config)) *site {
	b.Helper()
	pagetest.NeedAssets(b)
	st, err := store.Open(context.Background(), o)
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { _ = st.Close() })
	s := &site{World: &storetest.World{Store: st, Dir: o.Dir, Database: o.Database}}
	var people []demoidp.Person
	for _, code := range s.codes(b) {
		for _, m := range membersOf(b, st, code) {
			people = append(people, demoidp.Person{Key: m.Person.Subject, Name: m.Person.Name})
		}
	}
	watched := func(c *Config) { c.Metrics = NewMetrics(c.Store, nil) }
	s.open(b, seed.Issuer, people, append([]func(*Config){watched, unlimited}, change...)...)
	logNowhere(b)
	return s
}

func membersOf(b *testing.B, st *store.Store, code string) []tenants.Member {
	b.Helper()
	home, err := st.Tenant(context.Background(), code)
	if err != nil {
		b.Fatal(err)
	}
	members, err := st.For(tenants.Member{Tenant: home, Role: tenants.Lead}).Members(context.Background())
	if err != nil {
		b.Fatal(err)
	}
	return members
}

// logNowhere lets the service write its log as it does in use.
func logNowhere(b *testing.B) {
	b.Helper()
	nowhere, err := os.OpenFile(os.DevNull, os.O_WRONLY, 0)
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { _ = nowhere.Close() })
	slog.SetDefault(slog.New(LogHandler(slog.NewJSONHandler(nowhere, nil))))
}

// seenPage is what a page took.
type seenPage struct {
	path, route string
	cpu         time.Duration
	size        int
	queries     int64
}

// tenPageRows are the pages of each role in the ICB beside the same in a young one.
func tenPageRows(b *testing.B, t *table) { pagesOfRoles(b, t, tenSite(b), "") }

// postgresPageRows are the same on PostgreSQL. The database's own work is done by others there, and is not counted.
func postgresPageRows(b *testing.B, t *table) { pagesOfRoles(b, t, tenOnPostgres(b), ", PostgreSQL") }

func pagesOfRoles(b *testing.B, t *table, s *site, where string) {
	for _, role := range []string{"lead", "commissioner", "provider-1", "reader"} {
		old, young := s.pagesOf(b, role, tenCode), s.pagesOf(b, role, youngCode)
		var slow, large, beside []seenPage
		for _, p := range old {
			like := besideYoung(p, young)
			over := p.cpu > 50*time.Millisecond || p.size > 150_000 || like.cpu > 0 && p.cpu > 2*like.cpu
			if over {
				t.note("%-12s%s %7.1f ms %7d bytes %3d queries, young %6.1f ms %7d bytes  %s", role, where, ms(p.cpu), p.size, p.queries,
					ms(like.cpu), like.size, p.path)
			}
			if p.cpu > 50*time.Millisecond {
				slow = append(slow, p)
			}
			if p.size > 150_000 {
				large = append(large, p)
			}
			if like.cpu > 0 && p.cpu > 2*like.cpu {
				beside = append(beside, p)
			}
		}
		slowest := slices.MaxFunc(old, func(a, b seenPage) int { return cmp.Compare(a.cpu, b.cpu) })
		largest := slices.MaxFunc(old, func(a, b seenPage) int { return cmp.Compare(a.size, b.size) })
		furthest := slices.MaxFunc(old, func(a, b seenPage) int {
			return cmp.Compare(timesYoung(a, young), timesYoung(b, young))
		})
		of := fmt.Sprintf(" of %d pages, ", len(old)) + role + where
		t.add("Most CPU"+of+": "+furtherOn(slowest), fmt.Sprintf("%.1f ms", ms(slowest.cpu)), fmt.Sprintf("%d over", len(slow)),
			ms(slowest.cpu), atMost(50))
		t.add("Largest"+of+": "+furtherOn(largest), fmt.Sprintf("%.0f KB", float64(largest.size)/1000), fmt.Sprintf("%d over", len(large)),
			float64(largest.size)/1000, atMost(150))
		t.add("Most beside a young ICB"+of+": "+furtherOn(furthest), fmt.Sprintf("%.1f ms", ms(furthest.cpu)),
			fmt.Sprintf("%.1f ms, %d over", ms(besideYoung(furthest, young).cpu), len(beside)), timesYoung(furthest, young), atMost(2))
	}
}

func ms(d time.Duration) float64 { return d.Seconds() * 1000 }

// furtherOn is a page's address inside the ICB, ids left out.
func furtherOn(p seenPage) string {
	_, rest, _ := strings.Cut(p.path, "/icb/"+tenCode)
	if len(rest) > 40 {
		_, rest, _ = strings.Cut(p.route, "/icb/:code")
	}
	return cmp.Or(rest, p.route)
}

func timesYoung(p seenPage, young []seenPage) float64 {
	if like := besideYoung(p, young); like.cpu > 0 {
		return float64(p.cpu) / float64(like.cpu)
	}
	return 0
}

// besideYoung is the same page in a young ICB: of the same address, or the longest of those of the same route.
func besideYoung(p seenPage, young []seenPage) (like seenPage) {
	for _, y := range young {
		if strings.ReplaceAll(y.path, youngCode, tenCode) == p.path {
			return y
		}
		if y.route == p.route && y.cpu > like.cpu {
			like = y
		}
	}
	return like
}

// pagesOf are the pages that somebody of a role can go to in an ICB: two of each kind, and every priority and target.
func (s *site) pagesOf(b *testing.B, role, code string) []seenPage {
	b.Helper()
	who := s.near(b, role+"-"+code)
	home := "/icb/" + code
	at := []string{home}
	for _, p := range edition.Current().Priorities() {
		at = append(at, home+"/toolkit/"+p.Key)
	}
	for _, k := range measure.Kinds {
		at = append(at, home+"/targets/"+k.Code)
	}
	var pages []seenPage
	waiting, seen, kinds := slices.Clone(at), map[string]bool{}, map[string]int{}
	for len(waiting) > 0 {
		path := waiting[0]
		waiting = waiting[1:]
		route := s.route("GET", path)
		always := slices.Contains(at, path)
		if seen[path] || !strings.HasPrefix(path, home) || route == "" || kinds[route] >= 2 && !always || strings.Contains(path, "xlsx") {
			continue
		}
		seen[path] = true
		got := who.ask("GET", path, nil)
		if got.status != http.StatusOK || !strings.HasPrefix(got.header.Get("Content-Type"), "text/html") {
			continue
		}
		if !always {
			kinds[route]++
		}
		links, _ := s.read(path, got.body)
		waiting = append(waiting, links...)
		cpu, queries := s.took(who, path)
		pages = append(pages, seenPage{path, route, cpu, len(got.body), queries})
	}
	slices.SortFunc(pages, func(a, b seenPage) int { return cmp.Compare(b.cpu, a.cpu) })
	return pages
}

// took is the CPU that a page takes, in the middle of five, and the queries outside saves that it asks. A page that takes
// very long is asked once.
func (s *site) took(who *browser, path string) (time.Duration, int64) {
	var times []float64
	before := s.Queries()
	for len(times) < 5 && (len(times) == 0 || times[0] < float64(200*time.Millisecond)) {
		began := usedCPU()
		who.ask("GET", path, nil)
		times = append(times, float64(usedCPU()-began))
	}
	queries := (s.Queries() - before) / int64(len(times))
	return time.Duration(median(times)), queries
}

// usedCPU is what the process has used until now, in its own code and in the system's for it.
func usedCPU() time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		return 0
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

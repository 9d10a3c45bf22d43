package server

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strconv"
	"sync"
	"testing"
	"time"

	"github.com/gin-gonic/gin"

	"ipstoolkit/tenants/store/storetest"
	"ipstoolkit/toolkit/edition"
)

// saver saves the notes of priorities again and again: those of the first for the first worker, and so on.
type saver struct {
	*caller
	icb      string
	keys     []string
	versions [32]int
}

func (s *saver) save(priority int) error {
	version := s.versions[priority]
	fields := url.Values{
		"version": {strconv.Itoa(version)}, "status": {"in_progress"},
		"notes": {fmt.Sprintf("We meet the providers each month. This is note %d of them.", version)},
	}
	_, err := s.ask("/icb/"+s.icb+"/toolkit/"+s.keys[priority], fields, http.StatusSeeOther)
	s.versions[priority]++
	return err
}

// many is saves by n people at once, each so many.
func (s *saver) many(n, each int) func() error {
	return func() error {
		return atOnce(n, func(worker int) error {
			for range each {
				if err := s.save(worker); err != nil {
					return err
				}
			}
			return nil
		})
	}
}

func newSaver(c *caller) *saver {
	s := &saver{caller: c, icb: "QWE"}
	for _, p := range edition.Current().Priorities() {
		s.keys = append(s.keys, p.Key)
	}
	return s
}

// saveRows are a signed-in save over HTTP, with its audit row, beside a bare handler of the same statements that reads its
// session too.
func saveRows(b *testing.B, t *table) {
	ours, bare := newSaver(watchedSite(b).signIn(b, "lead").caller()), newSaver(newCaller(bareServer(b), ""))
	for _, row := range []struct {
		name  string
		n     int
		least float64
	}{{"Saves a second, alone", 1, 0.7}, {"Saves a second, 8 at once", 8, 0.7}} {
		const all = 240
		one, two, ratio := inTurn(b, 21, ours.many(row.n, all/row.n), bare.many(row.n, all/row.n))
		t.add(row.name, perSecond(all, one), perSecond(all, two), 1/ratio, atLeast(row.least))
	}
}

// crowdRows are 32 people who save at once, 22 of one ICB and 10 of another, each a priority of their own: how long the
// slowest of a hundred waits, and how many are not saved, as when a database says that it is locked.
func crowdRows(b *testing.B, t *table) {
	s := watchedSite(b)
	plain := newCaller(bareServer(b), "")
	ours := saveOf(newSaver(s.signIn(b, "lead").caller()), newSaver(s.signIn(b, "foreign-lead").caller()), s.ForeignLead.Tenant.Code)
	bare := saveOf(newSaver(plain), newSaver(plain), "other")
	var mine, others []float64
	refused := 0
	for range 10 {
		times, failed := timesAtOnce(32, 20, ours)
		mine, refused = append(mine, times...), refused+failed
		times, _ = timesAtOnce(32, 20, bare)
		others = append(others, times...)
	}
	one, two := slowest(mine), slowest(others)
	t.add("The slowest of 100 saves, 32 at once, beside bare", perOne(1, one), perOne(1, two), float64(one)/float64(two), none)
	t.add("Saves refused, 32 at once", strconv.Itoa(refused), fmt.Sprintf("of %d", len(mine)), float64(refused), atMost(0))
}

// saveOf is a save by one of many people: each priority of the first is one's own, and then each of the second, in
// another ICB.
func saveOf(first, second *saver, icb string) func(worker int) error {
	second.icb = icb
	return func(worker int) error {
		if worker < len(first.keys) {
			return first.save(worker)
		}
		return second.save(worker - len(first.keys))
	}
}

// timesAtOnce is how long each call took, in nanoseconds, and how many failed.
func timesAtOnce(n, each int, do func(worker int) error) (times []float64, failed int) {
	var mu sync.Mutex
	_ = atOnce(n, func(worker int) error {
		for range each {
			began := time.Now()
			err := do(worker)
			mu.Lock()
			times = append(times, float64(time.Since(began)))
			if err != nil {
				failed++
			}
			mu.Unlock()
		}
		return nil
	})
	return times, failed
}

// slowest is what 99 of 100 stay below.
func slowest(times []float64) time.Duration {
	slices.Sort(times)
	return time.Duration(times[len(times)*99/100])
}

// perOne is how long one of n took.
func perOne(n int, took time.Duration) string {
	return fmt.Sprintf("%.2f ms", took.Seconds()*1000/float64(n))
}

func perSecond(n int, took time.Duration) string {
	return fmt.Sprintf("%.0f", float64(n)/took.Seconds())
}

// bareServer is the least that a service with these saves could be: a session and a form read, its statements, a redirect.
func bareServer(b *testing.B) string {
	bare := storetest.NewBare(b)
	gin.SetMode(gin.ReleaseMode)
	e := gin.New()
	e.POST("/icb/:code/toolkit/:key", func(c *gin.Context) {
		if err := bare.Session(); err != nil {
			c.AbortWithStatus(http.StatusUnauthorized)
			return
		}
		if _, err := strconv.Atoi(c.PostForm("version")); err != nil {
			c.AbortWithStatus(http.StatusBadRequest)
			return
		}
		if err := bare.Save(c.Param("key"), c.PostForm("status"), c.PostForm("notes")); err != nil {
			c.AbortWithStatus(http.StatusInternalServerError)
			return
		}
		c.Redirect(http.StatusSeeOther, c.Request.URL.Path+"?saved="+c.Param("key"))
	})
	s := httptest.NewServer(e)
	b.Cleanup(s.Close)
	return s.URL
}

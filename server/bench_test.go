package server

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"testing"
	"time"

	"ipstoolkit/tenants"
	"ipstoolkit/tenants/store/storetest"
	"ipstoolkit/toolkit/edition"
)

// side times one of two things that are done in turn, so that a ratio holds when the machine's speed drifts.
func side(b *testing.B, sum *time.Duration, do func() error) {
	b.Helper()
	began := time.Now()
	if err := do(); err != nil {
		b.Fatal(err)
	}
	*sum += time.Since(began)
}

func report(b *testing.B, a, other time.Duration, ratio string) {
	b.Helper()
	b.ReportMetric(float64(a.Microseconds())/float64(b.N), "us/op")
	b.ReportMetric(float64(other.Microseconds())/float64(b.N), "us-other/op")
	b.ReportMetric(float64(a)/float64(other), ratio)
	b.ReportMetric(0, "ns/op")
}

// BenchmarkSave is a signed-in save with its audit row, over HTTP, beside the bare statements in a transaction.
func BenchmarkSave(b *testing.B) {
	s := start(b)
	lead, bare := s.signIn(b, "lead"), storetest.NewBare(b)
	var ours, least time.Duration
	b.ResetTimer()
	for i := range b.N {
		fields := url.Values{"version": {strconv.Itoa(i)}, "status": {"in_progress"}, "notes": {fmt.Sprintf("note %d", i)}}
		side(b, &ours, func() error { return lead.expect("POST", "/icb/QWE/toolkit/3.4", fields, http.StatusSeeOther) })
		side(b, &least, func() error { return bare.Save(context.Background()) })
	}
	report(b, ours, least, "save/bare")
}

// BenchmarkManyTenants is a priority page among 10,000 ICBs beside the same page among few.
func BenchmarkManyTenants(b *testing.B) {
	few, many := start(b), start(b)
	editions, err := edition.LoadFolder("")
	if err != nil {
		b.Fatal(err)
	}
	for s, n := range map[*site]int{few: 40, many: 9_998} {
		for i := range n {
			t := tenants.Tenant{Code: fmt.Sprintf("T%05d", i), Name: fmt.Sprintf("ICB %d", i), Region: "Nowhere"}
			if err := s.AddTenant(context.Background(), t, editions, tenants.Person{ID: "operator", Name: "Operator"}); err != nil {
				b.Fatal(err)
			}
		}
	}
	for _, path := range []string{"/icb/QWE", "/icb/QWE/toolkit", "/icb/QWE/toolkit/3.4", "/icb/QWE/targets"} {
		b.Run(path, func(b *testing.B) {
			among10000, among42 := many.signIn(b, "lead"), few.signIn(b, "lead")
			var a, other time.Duration
			b.ResetTimer()
			for range b.N {
				side(b, &a, func() error { return among10000.expect("GET", path, nil, http.StatusOK) })
				side(b, &other, func() error { return among42.expect("GET", path, nil, http.StatusOK) })
			}
			report(b, a, other, "10000/42(aim<=1.1)")
		})
	}
}

func (b *browser) expect(method, path string, fields url.Values, status int) error {
	if got := b.ask(method, path, fields).status; got != status {
		return fmt.Errorf("%s %s: status %d, want %d", method, path, got, status)
	}
	return nil
}

package server

import (
	"context"
	"math"
	"net/http"
	"strconv"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"ipstoolkit/tenants/store"
)

// Metrics are counts of what the service does, for its operator. They name no ICB and no person. A nil Metrics counts
// nothing.
type Metrics struct {
	registry *prometheus.Registry
	requests *prometheus.CounterVec
	seconds  *prometheus.HistogramVec
}

// NewMetrics counts what goes through a store. backup is the age of the newest backup, false before the first; it is nil
// in a service that makes none itself.
func NewMetrics(s *store.Store, backup func() (age time.Duration, made bool)) *Metrics {
	m := &Metrics{
		registry: prometheus.NewRegistry(),
		requests: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "ips_requests_total", Help: "Requests by route, method and status.",
		}, []string{"route", "method", "status"}),
		seconds: prometheus.NewHistogramVec(prometheus.HistogramOpts{
			Name: "ips_request_seconds", Help: "Time to answer by route.",
			Buckets: []float64{.002, .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 10, 60},
		}, []string{"route"}),
	}
	m.registry.MustRegister(m.requests, m.seconds, watchedStore{s}, collectors.NewGoCollector(),
		collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	if backup != nil {
		m.registry.MustRegister(prometheus.NewGaugeFunc(prometheus.GaugeOpts{
			Name: "ips_backup_age_seconds", Help: "Age of the newest backup; +Inf when there is none.",
		}, func() float64 {
			if age, made := backup(); made {
				return age.Seconds()
			}
			return math.Inf(1)
		}))
	}
	return m
}

// Handler gives them out in the text form of Prometheus. It belongs on an address that the public cannot reach.
func (m *Metrics) Handler() http.Handler {
	return promhttp.HandlerFor(m.registry, promhttp.HandlerOpts{})
}

func (m *Metrics) request(method, route string, status int, took time.Duration) {
	if m == nil {
		return
	}
	if route == "" {
		route = "none"
	}
	m.requests.WithLabelValues(route, method, strconv.Itoa(status)).Inc()
	m.seconds.WithLabelValues(route).Observe(took.Seconds())
}

// watchedStore reads the store's own counts when they are asked for.
type watchedStore struct{ *store.Store }

var (
	savesKnown   = prometheus.NewDesc("ips_saves_total", "Saves by how they ended.", []string{"result"}, nil)
	commitsKnown = prometheus.NewDesc("ips_commit_saves", "Saves in one commit.", nil, nil)
	waitingKnown = prometheus.NewDesc("ips_saves_waiting", "Saves that wait or run now.", nil, nil)
	mailKnown    = prometheus.NewDesc("ips_emails", "Emails in the outbox by state: waiting, unsure whether they arrived, refused.",
		[]string{"state"}, nil)
	mailAgeKnown  = prometheus.NewDesc("ips_email_waiting_seconds", "How long the oldest email has waited; 0 when none does.", nil, nil)
	sessionsKnown = prometheus.NewDesc("ips_sessions", "Sessions that have not ended.", nil, nil)
)

func (watchedStore) Describe(out chan<- *prometheus.Desc) {
	for _, d := range []*prometheus.Desc{savesKnown, commitsKnown, waitingKnown, mailKnown, mailAgeKnown, sessionsKnown} {
		out <- d
	}
}

func (s watchedStore) Collect(out chan<- prometheus.Metric) {
	n := s.Stats()
	out <- prometheus.MustNewConstMetric(savesKnown, prometheus.CounterValue, float64(n.Saved), "saved")
	out <- prometheus.MustNewConstMetric(savesKnown, prometheus.CounterValue, float64(n.Refused), "refused")
	out <- prometheus.MustNewConstMetric(waitingKnown, prometheus.GaugeValue, float64(n.Waiting))
	buckets, all, sum := map[float64]uint64{}, uint64(0), uint64(0)
	for _, b := range n.Commits {
		all += b.Count
		sum += b.Saves
		buckets[float64(b.Most)] = all
	}
	out <- prometheus.MustNewConstHistogram(commitsKnown, all, float64(sum), buckets)
	ctx, stop := context.WithTimeout(context.Background(), 2*time.Second)
	defer stop()
	if sessions, err := s.Sessions(nil).Count(ctx); err == nil { // without an answer there is no number
		out <- prometheus.MustNewConstMetric(sessionsKnown, prometheus.GaugeValue, float64(sessions))
	}
	if n, err := s.MailStats(ctx); err == nil {
		age := 0.0
		if n.Oldest != "" {
			age = s.Now().Sub(n.Oldest.Time()).Seconds()
		}
		out <- prometheus.MustNewConstMetric(mailAgeKnown, prometheus.GaugeValue, age)
		for state, count := range map[string]int{"waiting": n.Waiting, "unsure": n.Unsure, "refused": n.Refused} {
			out <- prometheus.MustNewConstMetric(mailKnown, prometheus.GaugeValue, float64(count), state)
		}
	}
}

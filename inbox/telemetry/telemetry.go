// Package telemetry counts and times what an installation does, for Prometheus.
// No label holds a letter, a person or an address.
package telemetry

import (
	"context"
	"net/http"
	"strconv"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"okienko/inbox"
)

// Metrics are the figures of one installation; New makes them. They are safe
// for concurrent use.
type Metrics struct {
	registry *prometheus.Registry
	letters  *prometheus.CounterVec
	judging  *prometheus.HistogramVec
	requests *prometheus.HistogramVec
	batches  prometheus.Histogram
	fetches  *prometheus.CounterVec
}

// New returns metrics in a registry of their own.
func New() *Metrics {
	m := &Metrics{
		registry: prometheus.NewRegistry(),
		letters: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "okienko_letters_total", Help: "Submissions by channel and outcome; duplicates are counted as such, errors took nothing.",
		}, []string{"channel", "outcome"}),
		judging: prometheus.NewHistogramVec(prometheus.HistogramOpts{
			Name: "okienko_letter_seconds", Help: "From the last octet of a submission to its durable answer.",
			Buckets: prometheus.ExponentialBuckets(0.002, 2, 14), // 2 ms to 16 s: a letter of 20 MB takes seconds
		}, []string{"channel"}),
		requests: prometheus.NewHistogramVec(prometheus.HistogramOpts{
			Name: "okienko_request_seconds", Help: "Requests by door, method and status, with the time their bodies took.",
			Buckets: prometheus.ExponentialBuckets(0.001, 4, 9), // 1 ms to 65 s
		}, []string{"door", "method", "status"}),
		batches: prometheus.NewHistogram(prometheus.HistogramOpts{
			Name: "okienko_commit_batch_letters", Help: "Letters that shared one durable commit.",
			Buckets: prometheus.ExponentialBuckets(1, 2, 8),
		}),
		fetches: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "okienko_fetches_total", Help: "Requests for OCSP answers, CRLs and trusted lists by outcome; postponed ones were not sent.",
		}, []string{"kind", "outcome"}),
	}
	m.registry.MustRegister(m.letters, m.judging, m.requests, m.batches, m.fetches,
		collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	return m
}

// Handler serves the figures.
func (m *Metrics) Handler() http.Handler {
	return promhttp.HandlerFor(m.registry, promhttp.HandlerOpts{})
}

// Letter counts one submission.
func (m *Metrics) Letter(channel inbox.Channel, out inbox.Outcome, err error, took time.Duration) {
	m.letters.WithLabelValues(string(channel), outcomeOf(out, err)).Inc()
	m.judging.WithLabelValues(string(channel)).Observe(took.Seconds())
}

func outcomeOf(out inbox.Outcome, err error) string {
	switch {
	case err != nil:
		return "error"
	case out.Duplicate:
		return "duplicate"
	}
	return string(out.State)
}

// Request counts one request to a door.
func (m *Metrics) Request(door, method string, status int, took time.Duration) {
	m.requests.WithLabelValues(door, knownMethod(method), strconv.Itoa(status)).Observe(took.Seconds())
}

// knownMethod keeps clients from inventing labels.
func knownMethod(method string) string {
	switch method {
	case http.MethodGet, http.MethodHead, http.MethodPost:
		return method
	}
	return "other"
}

// Batch counts one commit of so many letters.
func (m *Metrics) Batch(letters int) { m.batches.Observe(float64(letters)) }

// Fetch counts one request that went out for evidence or a trusted list.
func (m *Metrics) Fetch(kind, outcome string) { m.fetches.WithLabelValues(kind, outcome).Inc() }

// Queue is how many letters of a department are in a state.
type Queue struct {
	Department string
	State      inbox.LetterState
	Letters    int
}

// WatchQueues asks count for the sizes of the queues whenever the figures are
// read. It is called once.
func (m *Metrics) WatchQueues(count func(context.Context) ([]Queue, error)) {
	m.registry.MustRegister(queueCollector{count})
}

type queueCollector struct {
	count func(context.Context) ([]Queue, error)
}

var queueSize = prometheus.NewDesc("okienko_queue_letters", "Letters by department and state.", []string{"department", "state"}, nil)

// scrapeTimeout bounds counting: a scrape is repeated every few seconds and must
// not pile up behind a slow database.
const scrapeTimeout = 5 * time.Second

// Describe is for the registry.
func (c queueCollector) Describe(descriptions chan<- *prometheus.Desc) { descriptions <- queueSize }

// Collect is for the registry.
func (c queueCollector) Collect(metrics chan<- prometheus.Metric) {
	ctx, cancel := context.WithTimeout(context.Background(), scrapeTimeout)
	defer cancel()
	queues, err := c.count(ctx)
	if err != nil {
		metrics <- prometheus.NewInvalidMetric(queueSize, err)
		return
	}
	for _, q := range queues {
		metrics <- prometheus.MustNewConstMetric(queueSize, prometheus.GaugeValue, float64(q.Letters), q.Department, string(q.State))
	}
}

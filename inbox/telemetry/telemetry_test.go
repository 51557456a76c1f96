package telemetry

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"okienko/inbox"
)

func scrape(t *testing.T, m *Metrics) (int, string) {
	t.Helper()
	w := httptest.NewRecorder()
	m.Handler().ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/metrics", nil))
	return w.Code, w.Body.String()
}

func TestFigures(t *testing.T) {
	m := New()
	m.Letter(inbox.REST, inbox.Outcome{State: inbox.Accepted}, nil, time.Millisecond)
	m.Letter(inbox.REST, inbox.Outcome{State: inbox.Accepted, Duplicate: true}, nil, time.Millisecond)
	m.Letter(inbox.Web, inbox.Outcome{}, errors.New("x"), time.Second)
	m.Request("/api/", "BREW", 405, time.Millisecond)
	m.Request("/api/", http.MethodPost, 201, time.Millisecond)
	m.Batch(3)
	m.Fetch("ocsp", "failed")
	m.WatchQueues(func(context.Context) ([]Queue, error) { return []Queue{{"so", inbox.Queued, 7}}, nil })
	code, text := scrape(t, m)
	for _, want := range []string{
		`okienko_letters_total{channel="rest",outcome="accepted"} 1`,
		`okienko_letters_total{channel="rest",outcome="duplicate"} 1`,
		`okienko_letters_total{channel="web",outcome="error"} 1`,
		`okienko_request_seconds_count{door="/api/",method="other",status="405"} 1`,
		`okienko_request_seconds_count{door="/api/",method="POST",status="201"} 1`,
		`okienko_commit_batch_letters_bucket{le="4"} 1`,
		`okienko_fetches_total{kind="ocsp",outcome="failed"} 1`,
		`okienko_queue_letters{department="so",state="queued"} 7`,
		`go_goroutines`,
	} {
		if code != 200 || !strings.Contains(text, want) {
			t.Errorf("%d: no %s in\n%s", code, want, text)
		}
	}
}

func TestQueuesThatCannotBeCountedFailTheScrape(t *testing.T) {
	m := New()
	m.WatchQueues(func(context.Context) ([]Queue, error) { return nil, errors.New("database away") })
	if code, _ := scrape(t, m); code != http.StatusInternalServerError {
		t.Errorf("status %d", code)
	}
}

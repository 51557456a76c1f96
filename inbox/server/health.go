package server

import (
	"context"
	"encoding/json"
	"log/slog"
	"net/http"
	"sync"
	"sync/atomic"
	"time"
)

// Check is one condition of readiness. The error is for the log; the world is
// told the name alone.
type Check struct {
	Name string
	Do   func(ctx context.Context) error
}

const (
	// checkEvery bounds how often the checks run, whoever asks.
	checkEvery = time.Second

	// checkTimeout bounds one round: load balancers ask every few seconds.
	checkTimeout = 3 * time.Second
)

type health struct {
	checks   []Check
	stopping *atomic.Bool
	now      func() time.Time
	log      *slog.Logger

	mu      sync.Mutex
	checked time.Time
	failing []string
}

type healthJSON struct {
	Status  string   `json:"status"`
	Failing []string `json:"failing,omitempty"`
}

// answers answers the health paths and reports whether this was one.
func (h *health) answers(w http.ResponseWriter, r *http.Request) bool {
	switch r.URL.Path {
	case "/livez":
		writeHealth(w, http.StatusOK, healthJSON{Status: "live"})
	case "/readyz":
		h.ready(w, r)
	default:
		return false
	}
	return true
}

func (h *health) ready(w http.ResponseWriter, r *http.Request) {
	if h.stopping.Load() {
		writeHealth(w, http.StatusServiceUnavailable, healthJSON{Status: "stopping"})
		return
	}
	if failing := h.failingChecks(r.Context()); len(failing) > 0 {
		writeHealth(w, http.StatusServiceUnavailable, healthJSON{Status: "not ready", Failing: failing})
		return
	}
	writeHealth(w, http.StatusOK, healthJSON{Status: "ready"})
}

// failingChecks runs the checks, or tells what the round before found. Who asks
// may go away, and the round serves others too: it does not end with them.
func (h *health) failingChecks(ctx context.Context) []string {
	h.mu.Lock()
	defer h.mu.Unlock()
	if since := h.now().Sub(h.checked); since >= 0 && since < checkEvery {
		return h.failing
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), checkTimeout)
	defer cancel()
	h.failing = nil
	for _, c := range h.checks {
		if err := c.Do(ctx); err != nil {
			h.log.ErrorContext(ctx, "not ready", "check", c.Name, "err", err)
			h.failing = append(h.failing, c.Name)
		}
	}
	h.checked = h.now()
	return h.failing
}

func writeHealth(w http.ResponseWriter, status int, state healthJSON) {
	body, err := json.Marshal(state)
	if err != nil {
		panic(err) // two fields of text
	}
	h := w.Header()
	h.Set("Content-Type", "application/json")
	h.Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	_, _ = w.Write(append(body, '\n'))
}

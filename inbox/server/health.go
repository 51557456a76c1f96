package server

import (
	"context"
	"encoding/json"
	"log/slog"
	"net/http"
	"slices"
	"sync"
	"sync/atomic"
	"time"
)

// Check is one condition of readiness. The error is for the log; the world is
// told the name alone. One that only warns is told too, but letters are taken.
type Check struct {
	Name string
	Do   func(ctx context.Context) error
	Warn bool
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
	found   healthJSON
}

type healthJSON struct {
	Status   string   `json:"status"`
	Failing  []string `json:"failing,omitempty"`
	Warnings []string `json:"warnings,omitempty"`
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
	found := h.runChecks(r.Context())
	if len(found.Failing) > 0 {
		writeHealth(w, http.StatusServiceUnavailable, found)
		return
	}
	writeHealth(w, http.StatusOK, found)
}

// runChecks runs the checks, or tells what the round before found. Who asks may
// go away, and the round serves others too: it does not end with them.
func (h *health) runChecks(ctx context.Context) healthJSON {
	h.mu.Lock()
	defer h.mu.Unlock()
	if since := h.now().Sub(h.checked); since >= 0 && since < checkEvery {
		return h.found
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), checkTimeout)
	defer cancel()
	found := healthJSON{Status: "ready"}
	for _, c := range h.checks {
		err := c.Do(ctx)
		switch {
		case err == nil:
		case c.Warn:
			found.Warnings = append(found.Warnings, c.Name)
			if !slices.Contains(h.found.Warnings, c.Name) { // it may last for days
				h.log.WarnContext(ctx, "ready, with a warning", "check", c.Name, "err", err)
			}
		default:
			h.log.ErrorContext(ctx, "not ready", "check", c.Name, "err", err)
			found.Status = "not ready"
			found.Failing = append(found.Failing, c.Name)
		}
	}
	h.found, h.checked = found, h.now()
	return found
}

func writeHealth(w http.ResponseWriter, status int, state healthJSON) {
	body, err := json.Marshal(state)
	if err != nil {
		panic(err) // fields of text
	}
	h := w.Header()
	h.Set("Content-Type", "application/json")
	h.Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	_, _ = w.Write(append(body, '\n'))
}

package intake

import (
	"context"
	"sync"

	"okienko/inbox"
)

// flightKey names bytes on their way into a box.
type flightKey struct {
	box    string
	sha256 [32]byte
}

// flight is one judgement others may wait for. out and err are set before done closes.
type flight struct {
	done chan struct{}
	out  inbox.Outcome
	err  error
}

// flights makes two posts of the same bytes at once one judgement within this
// process; between processes the database's unique index does.
type flights struct {
	mu   *sync.Mutex
	open map[flightKey]*flight
}

func newFlights() flights {
	return flights{mu: new(sync.Mutex), open: map[flightKey]*flight{}}
}

// join runs judge for the first caller of a key and hands its answer to those
// who come meanwhile: an accepted letter reaches them as a duplicate. A caller
// whose ctx ends stops waiting; the judgement goes on.
func (f flights) join(ctx context.Context, key flightKey, judge func() (inbox.Outcome, error)) (inbox.Outcome, error) {
	f.mu.Lock()
	running, waiting := f.open[key]
	if !waiting {
		running = &flight{done: make(chan struct{}), err: inbox.Errorf(inbox.CodeInternal, "judgement ended without an answer")}
		f.open[key] = running
	}
	f.mu.Unlock()
	if !waiting {
		defer f.land(key, running)
		running.out, running.err = judge()
		return running.out, running.err
	}
	select {
	case <-running.done:
	case <-ctx.Done():
		return inbox.Outcome{}, &inbox.Error{Code: inbox.CodeUnavailable, Cause: ctx.Err()}
	}
	out := running.out
	out.Duplicate = running.err == nil && out.State == inbox.Accepted
	return out, running.err
}

func (f flights) land(key flightKey, running *flight) {
	f.mu.Lock()
	delete(f.open, key)
	f.mu.Unlock()
	close(running.done)
}

package server

import (
	"context"
	"errors"
	"fmt"
	"time"
)

// stop says not ready, goes on serving for a while so that load balancers see
// it, then takes no more connections and lets requests in flight finish.
func (s *Server) stop() error {
	s.stopping.Store(true)
	s.public.http.SetKeepAlivesEnabled(false) // answers tell clients to come back elsewhere
	time.Sleep(s.opt.Timeouts.StopWait)
	ctx, cancel := context.WithTimeout(context.Background(), s.opt.Timeouts.Stop)
	defer cancel()
	var errs []error
	for _, l := range s.listeners() {
		errs = append(errs, l.http.Shutdown(ctx))
	}
	if err := errors.Join(errs...); err != nil {
		s.close()
		return fmt.Errorf("server: requests were cut off at the stop: %w", err)
	}
	return nil
}

func (s *Server) close() {
	for _, l := range s.listeners() {
		_ = l.http.Close()
	}
}

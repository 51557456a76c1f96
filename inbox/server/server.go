// Package server is the way in from the network: listeners, what every request
// goes through before it reaches a door, health, and the stop. It knows no
// door; it is given them.
package server

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/netip"
	"sync/atomic"
	"time"

	"okienko/inbox/telemetry"
)

// Door is a handler for every path that begins with Prefix; the longest prefix
// wins. Fail is the door's translator, for what fails before the door.
type Door struct {
	Prefix  string
	Handler http.Handler
	Fail    func(w http.ResponseWriter, r *http.Request, err error)
}

// Limits are the quotas of one client address.
type Limits struct {
	RequestsPerMinute int
	BytesPerMinute    int64
	Unlimited         []netip.Prefix // addresses without quota
	TrustedProxies    []netip.Prefix // whose X-Forwarded-For is believed
}

// Timeouts bound how long a connection may hold the server.
type Timeouts struct {
	Header   time.Duration // until the request header is there
	Body     time.Duration // of a body that stands still
	Idle     time.Duration // between requests
	StopWait time.Duration // unready but serving before a stop
	Stop     time.Duration // for requests in flight at a stop
}

// Options are what a server works with; all but AdminListen, Checks and Secure are required.
type Options struct {
	Listen      string // host:port; port 0 lets the system choose
	AdminListen string // "" = no admin listener
	Doors       []Door
	Checks      []Check // of readiness
	Limits      Limits
	Timeouts    Timeouts
	Secure      bool // residents come by https: browsers are told to stay there
	Metrics     *telemetry.Metrics
	Now         func() time.Time
	Random      io.Reader // for request ids
	Log         *slog.Logger
}

// maxHeader bounds a request's header: each connection may hold that much. A
// bearer token, a session cookie and what browsers add stay below 4 KB.
const maxHeader = 16 << 10

// Server is the way in; New makes it.
type Server struct {
	opt      Options
	quota    *quota
	health   *health
	public   *listener
	admin    *listener
	stopping atomic.Bool
}

// listener is a port and what answers there; port is nil before Listen, and
// where nothing is to be served.
type listener struct {
	http *http.Server
	port net.Listener
}

// New returns a server that does not listen yet.
func New(opt Options) (*Server, error) {
	switch {
	case opt.Metrics == nil, opt.Now == nil, opt.Random == nil, opt.Log == nil, len(opt.Doors) == 0:
		return nil, errors.New("server: Doors, Metrics, Now, Random and Log are required")
	case opt.Limits.RequestsPerMinute <= 0, opt.Limits.BytesPerMinute <= 0:
		return nil, errors.New("server: the quotas must be set")
	}
	s := &Server{opt: opt, quota: newQuota(opt.Limits)}
	s.health = &health{checks: opt.Checks, stopping: &s.stopping, now: opt.Now, log: opt.Log}
	s.public = &listener{http: s.configured(s)}
	s.admin = &listener{http: s.configured(s.adminHandler())}
	return s, nil
}

// configured has no WriteTimeout and no ReadTimeout: both would cut off large
// letters on slow lines. body.go and response.go keep time by progress instead.
func (s *Server) configured(handler http.Handler) *http.Server {
	return &http.Server{
		Handler:           handler,
		ReadHeaderTimeout: s.opt.Timeouts.Header,
		IdleTimeout:       s.opt.Timeouts.Idle,
		MaxHeaderBytes:    maxHeader,
		ErrorLog:          slog.NewLogLogger(s.opt.Log.Handler(), slog.LevelWarn),
	}
}

// Listen opens the listeners; from then on connections wait to be served.
func (s *Server) Listen(ctx context.Context) (err error) {
	var config net.ListenConfig
	if s.public.port, err = config.Listen(ctx, "tcp", s.opt.Listen); err != nil {
		return fmt.Errorf("server: %w", err)
	}
	if s.opt.AdminListen == "" {
		return nil
	}
	if s.admin.port, err = config.Listen(ctx, "tcp", s.opt.AdminListen); err != nil {
		_ = s.public.port.Close()
		return fmt.Errorf("server: admin: %w", err)
	}
	return nil
}

// Addr is where the server listens, host:port, after Listen.
func (s *Server) Addr() string { return s.public.port.Addr().String() }

// AdminAddr is where metrics are served, "" for nowhere.
func (s *Server) AdminAddr() string {
	if s.admin.port == nil {
		return ""
	}
	return s.admin.port.Addr().String()
}

// Serve answers requests until ctx ends, then stops in order. It returns nil
// after a stop in which every request got its answer.
func (s *Server) Serve(ctx context.Context) error {
	failed := make(chan error, 2)
	for _, l := range s.listeners() {
		go func() { failed <- l.http.Serve(l.port) }()
	}
	select {
	case err := <-failed:
		s.close()
		return fmt.Errorf("server: %w", err)
	case <-ctx.Done():
		return s.stop()
	}
}

func (s *Server) listeners() []*listener {
	if s.admin.port == nil {
		return []*listener{s.public}
	}
	return []*listener{s.public, s.admin}
}

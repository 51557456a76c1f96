package main

import (
	"context"
	"crypto/rand"
	"fmt"
	"log/slog"
	"net/http"
	"net/netip"
	"os"
	"strings"
	"sync"
	"time"

	"okienko/inbox/config"
	"okienko/inbox/rest"
	"okienko/inbox/server"
	"okienko/inbox/telemetry"
	"okienko/inbox/web"
	"okienko/inbox/web/clerk"
	"okienko/inbox/web/resident"
	"okienko/xades/xmltree"
)

var serveCommand = command{
	name:    "serve",
	usage:   "--config FILE",
	summary: "serves an installation until it is told to stop (SIGTERM, SIGINT); SIGHUP reads the forms again",
	run:     runServe,
}

func runServe(ctx context.Context, e env, args []string) error {
	cfg, err := configArg(e, "serve", args)
	if err != nil {
		return err
	}
	ctx, stop := untilStopped(ctx)
	defer stop()
	return serve(ctx, e, cfg, func(_ context.Context, base string) error {
		_, err := fmt.Fprintf(e.stdout, "%s: serving on %s\n", cfg.Entity().Name, base)
		return err
	})
}

// serve runs an installation until ctx ends. Once it answers, ready is called
// with its address; an error from ready stops it.
func serve(ctx context.Context, e env, cfg config.Config, ready func(ctx context.Context, base string) error) error {
	log := newLog(e, cfg.Log)
	hangup, ignore := hangups()
	defer ignore()
	if err := os.MkdirAll(cfg.DataDir, 0o750); err != nil {
		return err
	}
	freeDisk := func() error { return server.FreeDisk(cfg.DataDir, cfg.Limits.FreeDiskFloor) }
	a, err := build(ctx, cfg, e.now, freeDisk, log)
	if err != nil {
		return err
	}
	defer a.close()
	s, err := a.server(cfg, e.now, freeDisk)
	if err != nil {
		return err
	}
	if a.lists != nil {
		a.lists.First(ctx)
	}
	if err := s.Listen(ctx); err != nil {
		return err
	}
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	var background sync.WaitGroup
	background.Go(func() { a.work(ctx, e.now) })
	background.Go(func() { a.watchForms(ctx, cfg, hangup) })
	var readyErr error
	background.Go(func() {
		if readyErr = ready(ctx, "http://"+s.Addr()); readyErr != nil {
			stop()
		}
	})
	err = s.Serve(ctx)
	stop()
	background.Wait()
	if readyErr != nil && err == nil {
		err = readyErr
	}
	return err
}

func newLog(e env, settings config.Log) *slog.Logger {
	var level slog.Level
	_ = level.UnmarshalText([]byte(settings.Level)) // config has checked the word
	opt := &slog.HandlerOptions{Level: level}
	if settings.Format == "json" {
		return slog.New(slog.NewJSONHandler(e.stderr, opt))
	}
	return slog.New(slog.NewTextHandler(e.stderr, opt))
}

// server puts the doors behind one listener.
func (a *app) server(cfg config.Config, now func() time.Time, freeDisk func() error) (*server.Server, error) {
	a.metrics.WatchQueues(a.queues)
	door, err := rest.New(rest.Options{
		Intake: a.intake, Accounts: a.profile, Desk: a.desk, Boxes: a.boxes, Catalogue: a.catalogue,
		Seal: a.issuer.Certificates(), XML: xmlLimits(), Now: now, Log: a.log,
	})
	if err != nil {
		return nil, err
	}
	site, pages, err := a.pages(cfg, now)
	if err != nil {
		return nil, err
	}
	limits, err := quotas(cfg.Limits)
	if err != nil {
		return nil, err
	}
	seal := a.issuer.Certificates()[0]
	return server.New(server.Options{
		Listen: cfg.Listen, AdminListen: cfg.AdminListen,
		Doors: []server.Door{
			{Prefix: "/", Handler: pages, Fail: site.Fail},
			{Prefix: "/api/", Handler: door, Fail: door.Fail},
			{Prefix: "/openapi.yaml", Handler: door, Fail: door.Fail},
		},
		Checks: append(a.listChecks(),
			server.Check{Name: "database", Do: a.store.Ping},
			server.Check{Name: "disk", Do: func(context.Context) error { return freeDisk() }},
			server.SaneClock(now, seal.NotBefore, seal.NotAfter)),
		Limits: limits,
		Timeouts: server.Timeouts{
			Header: time.Duration(cfg.Timeouts.Header), Body: time.Duration(cfg.Timeouts.Body), Idle: time.Duration(cfg.Timeouts.Idle),
			StopWait: time.Duration(cfg.Timeouts.StopWait), Stop: time.Duration(cfg.Timeouts.Stop),
		},
		Secure: isSecure(cfg), Metrics: a.metrics, Now: now, Random: rand.Reader, Log: a.log,
	})
}

// listChecks warns of trusted lists that are past their next update: letters are
// judged under the last good copies.
func (a *app) listChecks() []server.Check {
	if a.lists == nil {
		return nil
	}
	return []server.Check{{Name: "trusted-lists", Do: a.lists.Check, Warn: true}}
}

func isSecure(cfg config.Config) bool { return strings.HasPrefix(cfg.PublicURL, "https://") }

// pages are the doors for people.
func (a *app) pages(cfg config.Config, now func() time.Time) (*web.Site, http.Handler, error) {
	signIns, err := loadSignIns(cfg)
	if err != nil {
		return nil, nil, err
	}
	site := web.New(web.Options{
		Profile: a.profile, Entity: cfg.Entity(), Departments: cfg.Departments(), Now: now, Log: a.log, Secure: isSecure(cfg),
		SignIns: signIns,
	})
	return site, site.Mount(
		resident.Handler(resident.Options{Site: site, Intake: a.intake, Desk: a.desk, Drafts: a.drafts, Profile: a.profile, Boxes: a.boxes, Catalogue: a.catalogue, Issuer: a.issuer, PublicURL: cfg.PublicURL}),
		clerk.Handler(clerk.Options{Site: site, Desk: a.desk, Profile: a.profile, Catalogue: a.catalogue}),
	), nil
}

// queues counts what waits, for the metrics.
func (a *app) queues(ctx context.Context) ([]telemetry.Queue, error) {
	sizes, err := a.store.QueueSizes(ctx)
	list := make([]telemetry.Queue, 0, len(sizes))
	for _, s := range sizes {
		list = append(list, telemetry.Queue(s))
	}
	return list, err
}

func xmlLimits() rest.XMLLimits {
	return rest.XMLLimits{
		Bytes: xmltree.DefaultMaxBytes, Depth: xmltree.DefaultMaxDepth, Elements: xmltree.DefaultMaxElements,
		Attributes: xmltree.DefaultMaxAttributes, Namespaces: xmltree.DefaultMaxNamespaces,
	}
}

func quotas(l config.Limits) (server.Limits, error) {
	unlimited, err := prefixes(l.Unlimited)
	if err != nil {
		return server.Limits{}, fmt.Errorf("limits.unlimited: %w", err)
	}
	proxies, err := prefixes(l.TrustedProxies)
	if err != nil {
		return server.Limits{}, fmt.Errorf("limits.trusted_proxies: %w", err)
	}
	return server.Limits{RequestsPerMinute: l.RequestsPerMinute, BytesPerMinute: l.BytesPerMinute, Unlimited: unlimited, TrustedProxies: proxies}, nil
}

func prefixes(texts []string) ([]netip.Prefix, error) {
	list := make([]netip.Prefix, 0, len(texts))
	for _, text := range texts {
		p, err := netip.ParsePrefix(text)
		if err != nil {
			return nil, err
		}
		list = append(list, p)
	}
	return list, nil
}

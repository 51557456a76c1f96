// Package jobs is the background loop: it judges held submissions again and
// deletes what may be kept only for a short time.
package jobs

import (
	"context"
	"log/slog"
	"time"

	"okienko/inbox/intake"
	"okienko/inbox/store"
)

// Options say what runs and how often.
type Options struct {
	Store       *store.Store
	Intake      *intake.Intake
	Now         func() time.Time
	Log         *slog.Logger
	Every       time.Duration // pause between rounds; 0 = 5 minutes
	KeepRefused time.Duration // how long bytes of refused submissions are kept; 0 = 7 days
}

const (
	defaultEvery       = 5 * time.Minute    // held letters wait for evidence that changes hourly at the soonest
	defaultKeepRefused = 7 * 24 * time.Hour // long enough for a sender's question, short enough for data protection
)

// Run works until ctx ends. A failed round is logged and tried again at the next.
func Run(ctx context.Context, opt Options) {
	if opt.Every == 0 {
		opt.Every = defaultEvery
	}
	if opt.KeepRefused == 0 {
		opt.KeepRefused = defaultKeepRefused
	}
	tick := time.NewTicker(opt.Every)
	defer tick.Stop()
	for {
		round(ctx, opt)
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}

func round(ctx context.Context, opt Options) {
	if decided, err := opt.Intake.Rejudge(ctx); err != nil && ctx.Err() == nil {
		opt.Log.ErrorContext(ctx, "held submissions not judged", "err", err)
	} else if decided > 0 {
		opt.Log.InfoContext(ctx, "held submissions decided", "count", decided)
	}
	submissions, sessions, err := opt.Store.Purge(ctx, opt.Now().Add(-opt.KeepRefused))
	if err != nil && ctx.Err() == nil {
		opt.Log.ErrorContext(ctx, "purge failed", "err", err)
	} else if submissions+sessions > 0 {
		opt.Log.InfoContext(ctx, "purged", "refused", submissions, "sessions", sessions)
	}
	drafts, err := opt.Store.PurgeDrafts(ctx, opt.Now())
	if err != nil && ctx.Err() == nil {
		opt.Log.ErrorContext(ctx, "expired drafts not deleted", "err", err)
	} else if drafts > 0 {
		opt.Log.InfoContext(ctx, "expired drafts deleted", "count", drafts)
	}
}

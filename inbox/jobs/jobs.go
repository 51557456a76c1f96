// Package jobs is the background loop: it judges held submissions again, gets
// the evidence they wait for, keeps trusted lists fresh, tends to replies that
// wait, and deletes what may be kept only for a short time.
package jobs

import (
	"context"
	"log/slog"
	"sync"
	"time"

	"okienko/inbox/desk"
	"okienko/inbox/fetch"
	"okienko/inbox/intake"
	"okienko/inbox/store"
)

// Options say what runs and how often.
type Options struct {
	Store       *store.Store
	Intake      *intake.Intake
	Desk        *desk.Desk      // whose replies are tended to; nil: nobody's
	Evidence    *fetch.Cache    // where evidence for held letters is asked for; nil: nowhere
	Lists       *Lists          // kept fresh; nil: none
	Wake        <-chan struct{} // says that a letter was held, so that it need not wait for the next round; nil: never
	Now         func() time.Time
	Log         *slog.Logger
	Every       time.Duration // pause between rounds; 0 = 5 minutes
	KeepRefused time.Duration // how long bytes of refused submissions are kept; 0 = 7 days
}

const (
	defaultEvery       = 5 * time.Minute    // held letters wait for evidence that changes hourly at the soonest
	keepSignings       = 24 * time.Hour     // as the page of a signed document says
	defaultKeepRefused = 7 * 24 * time.Hour // long enough for a sender's question, short enough for data protection

	// wakePause is the least time between rounds, and wakeShare how many times as
	// long as the last round took: each judges all held letters, and anybody may
	// post another.
	wakePause = 5 * time.Second
	wakeShare = 4
)

// Run works until ctx ends. A failed round is logged and tried again at the next.
func Run(ctx context.Context, opt Options) {
	if opt.Every == 0 {
		opt.Every = defaultEvery
	}
	if opt.KeepRefused == 0 {
		opt.KeepRefused = defaultKeepRefused
	}
	var loops sync.WaitGroup
	loops.Go(func() { repeat(ctx, opt.Every, opt.Wake, func() { round(ctx, opt) }) })
	if opt.Lists != nil {
		loops.Go(func() { repeat(ctx, opt.Every, nil, func() { opt.Lists.Refresh(ctx) }) })
	}
	loops.Wait()
}

// repeat works at once, then at every tick, and when woken, though not at once
// after it worked.
func repeat(ctx context.Context, every time.Duration, wake <-chan struct{}, work func()) {
	tick := time.NewTicker(every)
	defer tick.Stop()
	for {
		started := time.Now()
		work()
		pause := time.After(min(max(wakePause, wakeShare*time.Since(started)), every))
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
			continue
		case <-wake:
		}
		select {
		case <-ctx.Done():
			return
		case <-pause:
		}
	}
}

func round(ctx context.Context, opt Options) {
	judgeHeld(ctx, opt)
	tend(ctx, opt)
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
	challenges, signings, err := opt.Store.PurgePeople(ctx, opt.Now().Add(-keepSignings))
	if err != nil && ctx.Err() == nil {
		opt.Log.ErrorContext(ctx, "purge failed", "err", err)
	} else if challenges+signings > 0 {
		opt.Log.InfoContext(ctx, "purged", "challenges", challenges, "signings", signings)
	}
}

// tend does what time asks for with the replies that wait.
func tend(ctx context.Context, opt Options) {
	if opt.Desk == nil {
		return
	}
	if err := opt.Desk.Tend(ctx); err != nil && ctx.Err() == nil {
		opt.Log.ErrorContext(ctx, "replies not tended", "err", err)
	}
}

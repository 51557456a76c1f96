package jobs

import (
	"context"
	"time"

	"okienko/inbox/fetch"
	"okienko/inbox/intake"
)

// gatherTime bounds how long a round dials for evidence: responders that do not
// answer take their timeout each, and are then left alone for a while.
const gatherTime = 2 * time.Minute

// judgeHeld judges the held submissions again, with evidence fetched for those
// that lack it.
func judgeHeld(ctx context.Context, opt Options) {
	var gather func([]intake.Lack) bool
	if opt.Evidence != nil {
		g := &gatherer{evidence: opt.Evidence, left: gatherTime}
		gather = func(lacking []intake.Lack) bool { return g.gather(ctx, lacking) }
	}
	decided, err := opt.Intake.Rejudge(ctx, gather)
	if err != nil && ctx.Err() == nil {
		opt.Log.ErrorContext(ctx, "held submissions not judged", "err", err)
	} else if decided > 0 {
		opt.Log.InfoContext(ctx, "held submissions decided", "count", decided)
	}
}

// gatherer asks for evidence as long as a round has time left.
type gatherer struct {
	evidence *fetch.Cache
	left     time.Duration
}

// gather asks for what a letter lacks and reports whether some of it was found.
// What fails is the cache's to tell.
func (g *gatherer) gather(ctx context.Context, lacking []intake.Lack) (found bool) {
	ctx, cancel := context.WithTimeout(ctx, g.left)
	defer cancel()
	started := time.Now()
	for _, lack := range lacking {
		if g.evidence.Ask(ctx, lack.Certificate, lack.Issuer, lack.Arrived) == nil {
			found = true
		}
	}
	g.left -= time.Since(started)
	return found
}

package jobs

import (
	"context"
	"time"

	"okienko/inbox/intake"
)

// gatherTime bounds how long a round dials for evidence: responders that do not
// answer take their timeout each, and are then left alone for a while.
const gatherTime = 2 * time.Minute

// judgeHeld judges the held submissions again, with evidence fetched for those
// that lack it.
func judgeHeld(ctx context.Context, opt Options) {
	dialing, cancel := context.WithTimeout(ctx, gatherTime)
	defer cancel()
	var gather func([]intake.Lack) bool
	if opt.Evidence != nil {
		gather = func(lacking []intake.Lack) bool { return opt.gather(dialing, lacking) }
	}
	decided, err := opt.Intake.Rejudge(ctx, gather)
	if err != nil && ctx.Err() == nil {
		opt.Log.ErrorContext(ctx, "held submissions not judged", "err", err)
	} else if decided > 0 {
		opt.Log.InfoContext(ctx, "held submissions decided", "count", decided)
	}
}

// gather asks for what a letter lacks and reports whether some of it was found.
// What fails is the cache's to tell.
func (opt Options) gather(ctx context.Context, lacking []intake.Lack) (found bool) {
	for _, lack := range lacking {
		if opt.Evidence.Ask(ctx, lack.Certificate, lack.Issuer, lack.Arrived) == nil {
			found = true
		}
	}
	return found
}

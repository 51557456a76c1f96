package intake

import (
	"context"
	"slices"
	"time"

	"okienko/inbox"
	"okienko/xades"
)

// rejudgeBatch bounds what is read of the database at once: a row is small, and
// each costs a verification (milliseconds) and perhaps a commit.
const rejudgeBatch = 200

// Lack is a certificate about which a held letter found no evidence that it was
// not revoked when the letter arrived.
type Lack struct {
	xades.Unproved
	Arrived time.Time
}

// Rejudge judges the held submissions again, at their own instant of arrival,
// and returns how many are held no longer. Of one that still lacks evidence,
// gather is told what; when it says that it found some, the submission is judged
// once more. It may dial: nothing is locked and no transaction is open. nil: no
// evidence is looked for.
func (in *Intake) Rejudge(ctx context.Context, gather func([]Lack) bool) (decided int, err error) {
	for last := int64(0); ; {
		held, err := in.Store.HeldSubmissions(ctx, last, rejudgeBatch)
		if err != nil || len(held) == 0 {
			return decided, err
		}
		for _, sub := range held {
			out, err := in.rejudge(ctx, sub, gather)
			switch {
			case ctx.Err() != nil:
				return decided, ctx.Err()
			case err != nil: // one that cannot be judged must not keep the others waiting
				in.Log.ErrorContext(ctx, "held submission not judged", "document", sub.Document, "err", err)
			case out.State != inbox.Held:
				decided++
			}
			last = sub.ID
		}
	}
}

func (in *Intake) rejudge(ctx context.Context, sub inbox.Submission, gather func([]Lack) bool) (inbox.Outcome, error) {
	box, err := in.Boxes.ByAddress(sub.Box)
	if err != nil {
		return inbox.Outcome{}, err
	}
	raw, err := in.Store.SubmissionBytes(ctx, sub.Document)
	if err != nil {
		return inbox.Outcome{}, err
	}
	j := in.judge(box, sub, raw)
	if lacking := j.lacking(); gather != nil && len(lacking) > 0 && gather(lacking) {
		j = in.judge(box, sub, raw)
	}
	if j.decision.State == inbox.Held {
		return in.heldOutcome(sub), nil
	}
	out, err := in.settle(ctx, j)
	in.log(ctx, sub, out, err)
	return out, err
}

// lacking is what a letter that waits for evidence lacks of it.
func (j judgement) lacking() []Lack {
	if j.signature == nil || j.decision.State != inbox.Held || !slices.ContainsFunc(j.decision.Reasons, isNoRevocation) {
		return nil
	}
	var list []Lack
	for _, u := range j.signature.Lacking {
		list = append(list, Lack{u, j.sub.Arrived})
	}
	return list
}

func isNoRevocation(r inbox.Reason) bool { return r.Code == xades.CodeNoRevocation }

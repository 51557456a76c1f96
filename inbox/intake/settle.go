package intake

import (
	"context"
	"time"

	"okienko/inbox"
	"okienko/inbox/receipt"
	"okienko/inbox/store"
)

// defaultRetryHeld is when a sender of a held submission may ask again, where
// nobody fetches evidence for it: revocation lists are renewed every few hours to
// a day.
const defaultRetryHeld = time.Hour

// settle makes a judgement durable and returns the answer. The order of writes:
// ids are drawn, the receipt is signed and checked, then one commit holds
// letter, bytes, number, receipt, queue entry and log leaf; only then does the
// answer exist. A crash before the commit leaves nothing.
func (in *Intake) settle(ctx context.Context, j judgement) (inbox.Outcome, error) {
	switch j.decision.State {
	case inbox.Accepted:
		return in.accept(ctx, j)
	case inbox.Held:
		return in.hold(ctx, j)
	}
	return in.refuse(ctx, j)
}

func (in *Intake) accept(ctx context.Context, j judgement) (inbox.Outcome, error) {
	letter, err := j.letter(in.Departments)
	if err != nil {
		return inbox.Outcome{}, err
	}
	facts, err := in.facts(ctx, j)
	if err != nil {
		return inbox.Outcome{}, err
	}
	if j.signature != nil {
		digest, err := contentDigest(j.doc)
		if err != nil {
			return inbox.Outcome{}, err
		}
		facts.ContentSHA256 = &digest
	}
	upp, err := in.Issuer.UPP(facts)
	if err != nil {
		return inbox.Outcome{}, err
	}
	letter.ReceiptID = upp.ID
	held := heldID(j.sub)
	j.sub.State, j.sub.Reasons = inbox.Accepted, nil
	return in.Store.Accept(ctx, store.Acceptance{Submission: j.sub, Letter: letter, Receipt: upp, Raw: j.raw, HeldID: held})
}

// refuse signs a refusal of a readable document; of an unreadable one there is
// nothing a signature could speak of beyond its bytes, and the reasons suffice.
func (in *Intake) refuse(ctx context.Context, j judgement) (inbox.Outcome, error) {
	out := inbox.Outcome{State: inbox.Refused, Document: j.sub.Document, Arrived: j.sub.Arrived, Reasons: j.decision.Reasons}
	if j.doc != nil {
		facts, err := in.facts(ctx, j)
		if err != nil {
			return inbox.Outcome{}, err
		}
		refusal, err := in.Issuer.Refusal(facts)
		if err != nil {
			return inbox.Outcome{}, err
		}
		out.Receipt = &refusal
	}
	held := heldID(j.sub)
	j.sub.State, j.sub.Reasons = inbox.Refused, j.decision.Reasons
	if err := in.Store.Refuse(ctx, j.sub, j.raw, out.Receipt, held); err != nil {
		return inbox.Outcome{}, err
	}
	return out, nil
}

func (in *Intake) hold(ctx context.Context, j judgement) (inbox.Outcome, error) {
	j.sub.State, j.sub.Reasons = inbox.Held, j.decision.Reasons
	sub, err := in.Store.Hold(ctx, j.sub, j.raw)
	if err != nil {
		return inbox.Outcome{}, err
	}
	if sub.State == inbox.Accepted { // meanwhile, by another node
		out, _, err := in.Store.FindAccepted(ctx, sub.Box, sub.SHA256)
		return out, err
	}
	return in.heldOutcome(sub), nil
}

func (in *Intake) heldOutcome(sub inbox.Submission) inbox.Outcome {
	return inbox.Outcome{State: inbox.Held, Document: sub.Document, Arrived: sub.Arrived, PostedBy: sub.PostedBy, Reasons: sub.Reasons, RetryAfter: in.RetryHeld}
}

func (in *Intake) facts(ctx context.Context, j judgement) (receipt.Facts, error) {
	id, err := in.Store.DrawID(ctx)
	if err != nil {
		return receipt.Facts{}, err
	}
	f := receipt.Facts{
		ReceiptID: id, Document: j.sub.Document, Box: j.box, Sender: j.sender(), Arrived: j.sub.Arrived,
		Raw: j.raw, SHA256: j.sub.SHA256, Reasons: j.decision.Reasons,
	}
	if j.form != nil {
		f.Namespace = j.form.Namespace
	}
	return f, nil
}

// heldID is the submission a judgement decides: a held one carries its row id,
// a new one has none yet.
func heldID(sub inbox.Submission) int64 {
	if sub.State == inbox.Held {
		return sub.ID
	}
	return 0
}

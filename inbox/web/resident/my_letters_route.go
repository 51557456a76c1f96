package resident

import (
	"time"

	"okienko/inbox"
	"okienko/inbox/desk"
)

// step is a stage on a letter's way, in words for its sender.
type step struct {
	Key   string    // of its sentence
	Place string    // done, now, later
	At    time.Time // when it was reached; zero = not told
	By    inbox.Day // what he should do by when
}

// Places of a step.
const (
	stepDone  = "done"
	stepNow   = "now"
	stepLater = "later"
)

// route is the rule for what a sender is told of his letter's way: received, in its
// department, waiting for him, decided.
func route(l inbox.Letter, replies []inbox.Reply, beside []desk.Beside) []step {
	waiting, decided := waitsForHim(l, replies, beside), decision(l, replies)
	steps := []step{{Key: "received", Place: stepDone, At: l.Arrived}, {Key: "department", Place: stepDone}}
	if l.State == inbox.Claimed {
		steps[1].Key = "in-hand"
	}
	switch {
	case waiting != nil:
		steps = append(steps, *waiting)
	case decided == nil:
		steps[1].Place = stepNow
	}
	if decided == nil {
		decided = &step{Key: "decided", Place: stepLater}
	}
	return append(steps, *decided)
}

// waitsForHim is a reply he has not opened, or a call he has not followed while he
// still can; nil when nothing waits.
func waitsForHim(l inbox.Letter, replies []inbox.Reply, beside []desk.Beside) *step {
	for i := len(replies) - 1; i >= 0; i-- {
		r := replies[i]
		switch {
		case r.Opened.IsZero():
			return &step{Key: "open-" + string(r.Kind), Place: stepNow, At: r.Sent}
		case r.Kind == inbox.Answer: // what came before it is settled
			return nil
		case l.State != inbox.Closed && !suppliedSince(beside, r.Sent):
			return &step{Key: "mend", Place: stepNow, At: r.Sent, By: inbox.MendBy(r.Delivered())}
		}
	}
	return nil
}

func suppliedSince(beside []desk.Beside, sent time.Time) bool {
	for _, b := range beside {
		if b.Further && !b.Letter.Arrived.Before(sent) {
			return true
		}
	}
	return false
}

// decision is how the matter ended, nil while it goes on.
func decision(l inbox.Letter, replies []inbox.Reply) *step {
	switch l.State {
	case inbox.Answered:
		s := &step{Key: "answered", Place: stepDone}
		for _, r := range replies {
			if r.Kind == inbox.Answer {
				s.At = r.Sent
			}
		}
		return s
	case inbox.Closed:
		return &step{Key: "closed", Place: stepDone}
	}
	return nil
}

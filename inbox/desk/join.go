package desk

import (
	"context"
	"errors"

	"okienko/inbox"
)

// Joining is what came of a further letter.
type Joining string

// A further letter stands with the first, waits until it is judged, or is a letter
// of its own, because somebody else has signed it, or it stands
// with another.
const (
	Joined      Joining = "joined"
	JoinWaiting Joining = "waiting"
	JoinOther   Joining = "other"
)

// Join puts a further letter of the same sender, which the intake has just
// answered, beside the first: its history says so, and it moves to the first one's
// department. Doing it again changes nothing. The further letter itself stands
// whatever comes of it: it is received.
func (d *Desk) Join(ctx context.Context, a inbox.Actor, first int32, kind inbox.JoinKind, document int32) (Joining, error) {
	if err := d.MaySupplement(ctx, a, first); err != nil {
		return "", err
	}
	if document == first {
		return JoinOther, nil
	}
	j, err := d.store.AskJoin(ctx, inbox.Join{Document: document, Letter: first, Kind: kind, At: d.now()})
	switch {
	case err != nil:
		return "", err
	case j.Letter != first: // it stands with another letter already
		return JoinOther, nil
	}
	return d.settle(ctx, j)
}

// MaySupplement tells, before anything is sent, whether a further letter of the
// actor may join: inbox.CodeLetterState when the first is closed.
func (d *Desk) MaySupplement(ctx context.Context, a inbox.Actor, first int32) error {
	l, err := d.readable(ctx, a, first)
	switch {
	case err != nil:
		return err
	case inbox.MaySupplement(a, l):
		return nil
	case l.State == inbox.Closed && inbox.Wrote(a, l):
		return &inbox.Error{Code: inbox.CodeLetterState, Args: map[string]string{"state": string(l.State)}}
	}
	return inbox.Errorf(inbox.CodeForbidden, "role %q sends no further letters", a.Role)
}

// settle decides a join as far as the further letter is decided.
func (d *Desk) settle(ctx context.Context, j inbox.Join) (Joining, error) {
	first, err := d.store.Letter(ctx, j.Letter)
	if err != nil {
		return "", err
	}
	further, err := found(d.store.Letter(ctx, j.Document))
	switch {
	case err != nil:
		return "", err
	case further == nil:
		return d.unjudged(ctx, j)
	case !inbox.SameSender(first, *further):
		return JoinOther, d.store.DropJoin(ctx, j.Document)
	}
	told := inbox.EventSupplemented
	if j.Kind == inbox.Withdrawal {
		told = inbox.EventWithdrawn
	}
	_, err = d.store.FinishJoin(ctx, j,
		d.event(inbox.Actor{}, further.ID, inbox.EventJoined, first.Number.String()),
		d.event(inbox.Actor{}, first.ID, told, further.Number.String()))
	return Joined, err
}

// unjudged is a join whose further letter is not there: held still, or refused.
func (d *Desk) unjudged(ctx context.Context, j inbox.Join) (Joining, error) {
	s, err := d.store.Submission(ctx, j.Document)
	if err != nil {
		return "", err
	}
	if s.State == inbox.Held {
		return JoinWaiting, nil
	}
	return JoinOther, d.store.DropJoin(ctx, j.Document)
}

func (d *Desk) joinWaiting(ctx context.Context) error {
	joins, err := d.store.WaitingJoins(ctx, tendBatch)
	if err != nil {
		return err
	}
	var failed error
	for _, j := range joins {
		if _, err := d.settle(ctx, j); err != nil {
			failed = errors.Join(failed, err)
		}
	}
	return failed
}

// Beside is another letter of the same matter.
type Beside struct {
	Kind    inbox.JoinKind
	Further bool // it joined this letter, and not this one it
	Letter  inbox.Letter
}

// Joined lists the letters that a letter stands with, of those the actor may read.
func (d *Desk) Joined(ctx context.Context, a inbox.Actor, id int32) ([]Beside, error) {
	if _, err := d.readable(ctx, a, id); err != nil {
		return nil, err
	}
	joins, err := d.store.JoinsOf(ctx, id)
	if err != nil {
		return nil, err
	}
	var list []Beside
	for _, j := range joins {
		other := Beside{Kind: j.Kind, Further: j.Letter == id}
		otherID := j.Letter
		if other.Further {
			otherID = j.Document
		}
		l, err := found(d.readable(ctx, a, otherID))
		if err != nil {
			return nil, err
		}
		if l != nil && j.Done {
			other.Letter = *l
			list = append(list, other)
		}
	}
	return list, nil
}

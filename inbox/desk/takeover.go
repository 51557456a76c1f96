package desk

import (
	"context"

	"okienko/inbox"
	"okienko/inbox/store"
)

// TakeOver takes a letter out of the hand of a clerk who is away; who may and when
// says inbox.MayTakeOver, inbox.CodeLetterInHand who may not yet.
func (d *Desk) TakeOver(ctx context.Context, a inbox.Actor, id int32) (inbox.Letter, error) {
	l, err := d.workable(ctx, a, id)
	if err != nil {
		return inbox.Letter{}, err
	}
	may, err := d.mayTakeOver(ctx, a, l)
	if err != nil {
		return inbox.Letter{}, err
	}
	if !may && l.Clerk != "" && l.Clerk != a.Login && l.State != inbox.Closed {
		return inbox.Letter{}, &inbox.Error{Code: inbox.CodeLetterInHand, Args: map[string]string{"clerk": l.Clerk}}
	}
	t := store.Transition{
		Letter:  id,
		To:      l.State,
		In:      l.Department,
		ByClerk: l.Clerk, // not another's who was quicker
		Clerk:   a.Login,
		Event:   d.event(a, id, inbox.EventTakenOver, l.Clerk),
	}
	if may {
		t.From = []inbox.LetterState{l.State}
	}
	return d.store.Move(ctx, t)
}

// MayTakeOver reports whether the actor may take a letter that he has read over.
func (d *Desk) MayTakeOver(ctx context.Context, a inbox.Actor, l inbox.Letter) (bool, error) {
	if !inbox.MayWork(a, l) {
		return false, nil
	}
	return d.mayTakeOver(ctx, a, l)
}

func (d *Desk) mayTakeOver(ctx context.Context, a inbox.Actor, l inbox.Letter) (bool, error) {
	if l.Clerk == "" {
		return false, nil
	}
	lastDone, err := d.store.LastEventOf(ctx, l.ID, l.Clerk)
	return err == nil && inbox.MayTakeOver(a, l, lastDone, d.now()), err
}

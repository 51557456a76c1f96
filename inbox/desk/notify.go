package desk

import (
	"context"
	"errors"
	"strconv"

	"okienko/inbox"
)

// Notifier tells a sender that a letter of the office waits for him, and nothing
// of what it holds.
type Notifier interface {
	NotifyReply(ctx context.Context, n Notice) error
}

// ErrNobody says that there is nobody to tell: the sender has no account here.
var ErrNobody = errors.New("nobody to notify")

// Notice is what a sender is told, and who he is.
type Notice struct {
	Login, PESEL string // the account that posted the letter, the identity that signed it; either may be ""
	Letter       int32
	Number       inbox.RegisterNumber
	Reply        int32
	Second       bool // he was told before
}

// Notifies reports whether anybody is told that a reply waits for him.
func (d *Desk) Notifies() bool { return d.opt.Notifier != nil }

// tendBatch bounds one round of Tend: each notice is a conversation with a mail
// relay.
const tendBatch = 100

// tell sends the first notice and notes that it went out.
func (d *Desk) tell(ctx context.Context, l inbox.Letter, r inbox.Reply) {
	if d.notify(ctx, l, r, false) {
		d.complain(ctx, "notice not noted", r, d.store.MarkNoticed(ctx, r.ID, d.now()))
	}
}

func (d *Desk) notify(ctx context.Context, l inbox.Letter, r inbox.Reply, second bool) (sent bool) {
	if !d.Notifies() {
		return false
	}
	n := Notice{PESEL: l.Sender.PESEL, Letter: l.ID, Number: l.Number, Reply: r.ID, Second: second}
	if inbox.Wrote(inbox.Actor{Login: l.PostedBy}, l) {
		n.Login = l.PostedBy // whoever posted a letter that another has signed is told nothing
	}
	err := d.opt.Notifier.NotifyReply(ctx, n)
	if errors.Is(err, ErrNobody) {
		return false
	}
	d.complain(ctx, "notice not sent", r, err)
	return err == nil
}

func (d *Desk) complain(ctx context.Context, what string, r inbox.Reply, err error) {
	if err != nil {
		d.opt.Log.ErrorContext(ctx, what, "reply", r.ID, "err", err)
	}
}

// Tend does what time asks for: notices that did not go out, second notices,
// replies that count as delivered since their days of waiting are over, and further
// letters that were held when they were to join another. What fails is tried again
// in the next round. Of two nodes at once one writes it down; a notice may go out from
// both, for it is noted after it was sent.
func (d *Desk) Tend(ctx context.Context) error {
	for _, step := range []func(context.Context) error{d.tellAgain, d.remind, d.countDays, d.joinWaiting} {
		if err := step(ctx); err != nil {
			return err
		}
	}
	return nil
}

func (d *Desk) tellAgain(ctx context.Context) error {
	if !d.Notifies() {
		return nil
	}
	// Those whose addressee cannot be told stay; the next round goes on behind them.
	replies, err := d.store.UnnoticedReplies(ctx, d.unnoticed.Load(), tendBatch)
	d.unnoticed.Store(0)
	if len(replies) == tendBatch {
		d.unnoticed.Store(replies[tendBatch-1].ID)
	}
	return d.each(ctx, replies, err, func(l inbox.Letter, r inbox.Reply) error {
		d.tell(ctx, l, r)
		return nil
	})
}

func (d *Desk) remind(ctx context.Context) error {
	if !d.Notifies() {
		return nil
	}
	_, before := inbox.WaitingSince(d.now())
	replies, err := d.store.UnopenedReplies(ctx, before, false, tendBatch)
	return d.each(ctx, replies, err, func(l inbox.Letter, r inbox.Reply) error {
		if !d.notify(ctx, l, r, true) {
			return nil
		}
		_, err := d.store.MarkReminded(ctx, r.ID, d.event(inbox.Actor{}, l.ID, inbox.EventReminded, strconv.Itoa(int(r.ID))))
		return err
	})
}

func (d *Desk) countDays(ctx context.Context) error {
	before, _ := inbox.WaitingSince(d.now())
	replies, err := d.store.UnopenedReplies(ctx, before, true, tendBatch)
	return d.each(ctx, replies, err, func(l inbox.Letter, r inbox.Reply) error {
		_, err := d.store.MarkDeemed(ctx, r.ID, inbox.DeemedOn(r.Noticed), d.event(inbox.Actor{}, l.ID, inbox.EventDeemed, strconv.Itoa(int(r.ID))))
		return err
	})
}

// each goes through replies with their letters; one that fails keeps no other
// waiting.
func (d *Desk) each(ctx context.Context, replies []inbox.Reply, err error, do func(l inbox.Letter, r inbox.Reply) error) error {
	if err != nil {
		return err
	}
	for _, r := range replies {
		l, err := d.store.Letter(ctx, r.Letter)
		if err == nil {
			err = do(l, r)
		}
		if ctx.Err() != nil {
			return ctx.Err()
		}
		d.complain(ctx, "reply not tended", r, err)
	}
	return nil
}

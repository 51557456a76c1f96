package main

import (
	"context"

	"okienko/inbox/desk"
	"okienko/inbox/profile"
)

// replyNotices lets people know by mail that a letter of the office waits.
type replyNotices struct{ people *profile.Profile }

// newReplyNotices is nil where residents have no accounts: then nobody is told.
func newReplyNotices(people *profile.Profile) desk.Notifier {
	if !people.Provides() {
		return nil
	}
	return replyNotices{people}
}

// NotifyReply mails the sender of the letter.
func (n replyNotices) NotifyReply(ctx context.Context, notice desk.Notice) error {
	told, err := n.people.TellOfReply(ctx, notice.Login, notice.PESEL, notice.Second)
	if err == nil && !told {
		return desk.ErrNobody
	}
	return err
}

package desk

import (
	"context"
	"strconv"
	"time"

	"okienko/inbox"
	"okienko/inbox/receipt"
)

// Open is a sender's confirmation that he receives a reply: from then on he may
// read it. The signed confirmation (UPD) and the state are one commit; opened again,
// or twice at once, the confirmation that stands comes back.
func (d *Desk) Open(ctx context.Context, a inbox.Actor, letter, reply int32) (inbox.Receipt, error) {
	l, r, err := d.readableReply(ctx, a, letter, reply)
	switch {
	case err != nil:
		return inbox.Receipt{}, err
	case a.Role != inbox.RoleResident:
		return inbox.Receipt{}, inbox.Errorf(inbox.CodeForbidden, "role %q receives no letters of the office", a.Role)
	case !r.Opened.IsZero():
		return d.store.DeliveryReceipt(ctx, reply)
	}
	at := d.now()
	upd, err := d.confirmation(ctx, l, r, at)
	if err != nil {
		return inbox.Receipt{}, err
	}
	return d.store.OpenReply(ctx, upd, at, d.event(a, l.ID, inbox.EventOpened, strconv.Itoa(int(r.ID))))
}

// confirmation signs the UPD, ahead of the commit: a crash in between leaves
// nothing, and whoever opens the reply then makes another one.
func (d *Desk) confirmation(ctx context.Context, l inbox.Letter, r inbox.Reply, at time.Time) (inbox.Receipt, error) {
	raw, err := d.store.ReplyBytes(ctx, r.ID)
	if err != nil {
		return inbox.Receipt{}, err
	}
	id, err := d.store.DrawID(ctx)
	if err != nil {
		return inbox.Receipt{}, err
	}
	upd, err := d.opt.Issuer.UPD(receipt.Delivery{
		ReceiptID: id, Reply: r.ID, Entity: d.opt.Entity, Addressee: l.Sender.Name, Case: l.Number.String(),
		Received: at, Raw: raw, SHA256: r.SHA256,
	})
	if err != nil {
		return inbox.Receipt{}, inbox.Errorf(inbox.CodeUnavailable, "%w", err)
	}
	return upd, nil
}

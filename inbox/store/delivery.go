package store

import (
	"context"
	"errors"
	"time"

	"github.com/jmoiron/sqlx"

	"okienko/inbox"
)

const selectDeliveryReceipt = `SELECT id, reply AS document, made, bytes, 'upd' AS kind FROM delivery_receipts WHERE reply = $1`

// OpenReply marks a reply as opened and writes the confirmation of its receipt,
// the event and the leaf of the log, in one transaction. When it is opened
// already, nothing is written and the confirmation that stands comes back:
// whoever asks, and however often, there is one.
func (s *Store) OpenReply(ctx context.Context, upd inbox.Receipt, at time.Time, e inbox.Event) (standing inbox.Receipt, err error) {
	err = s.submit(ctx, "open reply", len(upd.Bytes), func(ctx context.Context, b *batch) error {
		standing, err = b.openReply(ctx, upd, at, e)
		return err
	})
	if err != nil {
		return inbox.Receipt{}, err
	}
	return standing, nil
}

func (b *batch) openReply(ctx context.Context, upd inbox.Receipt, at time.Time, e inbox.Event) (inbox.Receipt, error) {
	result, err := b.tx.ExecContext(ctx, `UPDATE replies SET opened = $1, upd = $2 WHERE id = $3 AND opened = 0`, micros(at), upd.ID, upd.Document)
	if err != nil {
		return inbox.Receipt{}, err
	}
	changed, err := result.RowsAffected()
	if err != nil {
		return inbox.Receipt{}, err
	}
	if changed == 0 {
		return b.standing(ctx, upd.Document)
	}
	if _, err := b.tx.ExecContext(ctx, `INSERT INTO delivery_receipts (id, reply, made, bytes) VALUES ($1, $2, $3, $4)`,
		upd.ID, upd.Document, micros(upd.Made), upd.Bytes); err != nil {
		return inbox.Receipt{}, err
	}
	if err := insertEvent(ctx, b.tx, e); err != nil {
		// Not as the answer it may be: something is written already, and must not
		// be committed for the sake of the others in this batch.
		return inbox.Receipt{}, errors.New(err.Error())
	}
	return upd, b.appendLeaf(ctx, upd.Document, LogLeaf(upd))
}

func (b *batch) standing(ctx context.Context, reply int32) (inbox.Receipt, error) {
	var row receiptRow
	found, err := get(ctx, b.tx, &row, selectDeliveryReceipt, reply)
	if err == nil && !found {
		err = replyNotFound(reply)
	}
	return row.receipt(), err
}

// DeliveryReceipt returns the confirmation that a reply was received,
// inbox.CodeReceiptNotFound while it is not.
func (s *Store) DeliveryReceipt(ctx context.Context, reply int32) (inbox.Receipt, error) {
	var row receiptRow
	found, err := s.find(ctx, "delivery receipt", &row, selectDeliveryReceipt, reply)
	if err == nil && !found {
		err = receiptNotFound(reply)
	}
	if err != nil {
		return inbox.Receipt{}, err
	}
	return row.receipt(), nil
}

// UnnoticedReplies lists unopened replies behind an id whose addressee has had no
// notice yet.
func (s *Store) UnnoticedReplies(ctx context.Context, after int32, limit int) ([]inbox.Reply, error) {
	return s.listReplies(ctx, `SELECT `+replyColumns+` FROM replies WHERE noticed = 0 AND opened = 0 AND id > $1 ORDER BY id LIMIT $2`, after, limit)
}

// UnopenedReplies lists replies whose first notice went out before an instant, that
// nobody has opened and that do not count as delivered, oldest notice first; without
// those whose second notice has gone out, unless reminded is asked for too.
func (s *Store) UnopenedReplies(ctx context.Context, before time.Time, reminded bool, limit int) ([]inbox.Reply, error) {
	return s.listReplies(ctx, selectUnopened, micros(before), reminded, limit)
}

const selectUnopened = `SELECT ` + replyColumns + ` FROM replies
	WHERE opened = 0 AND deemed = '' AND noticed > 0 AND noticed < $1 AND ($2 OR reminded = 0) ORDER BY noticed LIMIT $3`

// MarkNoticed notes that the first notice of a reply went out.
func (s *Store) MarkNoticed(ctx context.Context, reply int32, at time.Time) error {
	_, err := s.exec(ctx, "mark noticed", `UPDATE replies SET noticed = $1 WHERE id = $2 AND noticed = 0`, micros(at), reply)
	return err
}

// MarkReminded notes that the second notice went out; marked is false when it had
// before, or the reply was opened meanwhile.
func (s *Store) MarkReminded(ctx context.Context, reply int32, e inbox.Event) (marked bool, err error) {
	return s.mark(ctx, e, `UPDATE replies SET reminded = $1 WHERE id = $2 AND reminded = 0 AND opened = 0`, micros(e.At), reply)
}

// MarkDeemed notes that a reply counts as delivered on a day although nobody has
// opened it; marked is false when somebody has meanwhile.
func (s *Store) MarkDeemed(ctx context.Context, reply int32, day inbox.Day, e inbox.Event) (marked bool, err error) {
	return s.mark(ctx, e, `UPDATE replies SET deemed = $1 WHERE id = $2 AND deemed = '' AND opened = 0`, string(day), reply)
}

// mark is a guarded update with its event: of two jobs at once one writes it.
func (s *Store) mark(ctx context.Context, e inbox.Event, update string, args ...any) (marked bool, err error) {
	err = s.write(ctx, "mark reply", func(ctx context.Context, tx *sqlx.Tx) error {
		result, err := tx.ExecContext(ctx, update, args...)
		if err != nil {
			return err
		}
		changed, err := result.RowsAffected()
		if marked = changed == 1; err != nil || !marked {
			return err
		}
		return insertEvent(ctx, tx, e)
	})
	return marked && err == nil, err
}

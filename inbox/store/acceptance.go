package store

import (
	"context"

	"okienko/inbox"
)

// Acceptance is everything one accepted letter writes, in one transaction. The
// letter's Number and CopyOf are set by the commit; the submission's ID too.
// Submission, Letter and Receipt share one document id.
type Acceptance struct {
	Submission inbox.Submission // State Accepted
	Letter     inbox.Letter
	Receipt    inbox.Receipt
	Raw        []byte // the exact bytes received
	HeldID     int64  // the held submission this decides, which has the same document id; 0 = none
}

// Accept commits a letter: submission, bytes, letter, register number (gapless,
// drawn inside), receipt, queue entry, history event, log leaf. When the same
// bytes were accepted in the same box before (or meanwhile, by another node),
// nothing is written and the earlier outcome comes back with Duplicate true.
// Another submission of the same bytes that is still held ends as refused with
// inbox.CodeCopy.
//
// An error means that nothing was written: inbox.CodeUnavailable (with a retry
// hint), inbox.CodeStorageFull when the disk is full, inbox.CodeLetterState when
// the held submission was decided meanwhile. Only a caller whose ctx ended, or a
// database that died during the commit, leaves the outcome open; the same bytes
// posted again then get the receipt that was written, or a new one.
func (s *Store) Accept(ctx context.Context, a Acceptance) (inbox.Outcome, error) {
	rows, err := rowsOf(a)
	if err != nil {
		return inbox.Outcome{}, err
	}
	var out inbox.Outcome
	err = s.submit(ctx, "accept", len(a.Raw), func(ctx context.Context, b *batch) (err error) {
		out, err = b.accept(ctx, rows)
		return err
	})
	if err != nil {
		return inbox.Outcome{}, err
	}
	return out, nil
}

// acceptance is an Acceptance as rows, made before the transaction begins.
type acceptance struct {
	submission submissionRow
	letter     letterRow
	receipt    receiptRow
	raw        []byte
	leaf       []byte
	year       int
	heldID     int64
}

func rowsOf(a Acceptance) (acceptance, error) {
	id := a.Submission.Document
	if id <= 0 || a.Letter.ID != id || a.Receipt.Document != id || a.Submission.Box != a.Letter.Box || a.Submission.SHA256 != a.Letter.SHA256 {
		return acceptance{}, inbox.Errorf(inbox.CodeInternal, "store: submission %d, letter %d and receipt of %d do not belong together",
			id, a.Letter.ID, a.Receipt.Document)
	}
	a.Submission.State, a.Letter.State = inbox.Accepted, inbox.Queued
	a.Letter.ReceiptID = a.Receipt.ID
	submission, err := toSubmissionRow(a.Submission)
	if err != nil {
		return acceptance{}, failure("accept", err)
	}
	letter, err := toLetterRow(a.Letter)
	if err != nil {
		return acceptance{}, failure("accept", err)
	}
	return acceptance{submission, letter, toReceiptRow(a.Receipt), a.Raw, LogLeaf(a.Receipt),
		inbox.RegisterYear(a.Submission.Arrived), a.HeldID}, nil
}

// accept adds one letter to the batch, or finds that its bytes are accepted
// already.
func (b *batch) accept(ctx context.Context, a acceptance) (inbox.Outcome, error) {
	if b.waiting.touch(a) {
		if err := b.flush(ctx); err != nil {
			return inbox.Outcome{}, err
		}
	}
	there, err := sameBytes(ctx, b.tx, a.submission.Box, a.submission.SHA256)
	if err != nil {
		return inbox.Outcome{}, err
	}
	if there.accepted != nil {
		return b.earlier(ctx, a, there)
	}
	if err := b.decide(ctx, a, there.held); err != nil {
		return inbox.Outcome{}, err
	}
	if err := b.register(ctx, &a.letter, a.year); err != nil {
		return inbox.Outcome{}, err
	}
	b.waiting.add(a)
	if err := b.appendLeaf(ctx, a.letter.ID, a.leaf); err != nil {
		return inbox.Outcome{}, err
	}
	return acceptedOutcome(a.submission, &a.letter, &a.receipt)
}

// earlier returns the outcome that the same bytes had. With this very document
// id it is this letter, committed by an attempt whose answer was lost.
func (b *batch) earlier(ctx context.Context, a acceptance, there same) (inbox.Outcome, error) {
	if err := b.endHeld(ctx, there.held, there.accepted.Document); err != nil {
		return inbox.Outcome{}, err
	}
	out, err := outcomeOf(ctx, b.tx, *there.accepted)
	out.Duplicate = out.Document != a.submission.Document
	return out, err
}

// register gives the letter its number and finds of which letter it is a copy.
func (b *batch) register(ctx context.Context, l *letterRow, year int) (err error) {
	l.RegisterYear = year
	if l.RegisterN, err = b.drawNumber(ctx, year); err != nil {
		return err
	}
	l.CopyOf, err = b.firstOfSigned(ctx, l.SignedDigest)
	return err
}

// drawNumber is part of the commit: a number drawn by a transaction that fails
// is drawn again by the next.
func (b *batch) drawNumber(ctx context.Context, year int) (int, error) {
	n, drawn := b.numbers[year]
	if !drawn {
		if _, err := get(ctx, b.tx, &n, `SELECT n FROM register_counters WHERE year = $1`, year); err != nil {
			return 0, err
		}
	}
	b.numbers[year] = n + 1
	return n + 1, nil
}

const selectFirstOfSigned = `SELECT id FROM letters WHERE signed_digest = $1 ORDER BY register_year, register_n LIMIT 1`

// firstOfSigned finds the first registered letter with the same signed content.
func (b *batch) firstOfSigned(ctx context.Context, signed []byte) (id int32, err error) {
	if signed == nil {
		return 0, nil
	}
	_, err = get(ctx, b.tx, &id, selectFirstOfSigned, signed)
	return id, err
}

// FindAccepted returns the outcome of bytes accepted in a box before, with
// letter and receipt; ok is false when there is none.
func (s *Store) FindAccepted(ctx context.Context, box string, sha256 [32]byte) (out inbox.Outcome, ok bool, err error) {
	accepted, _, err := s.FindSame(ctx, box, sha256)
	if err != nil || accepted == nil {
		return inbox.Outcome{}, false, err
	}
	return *accepted, true, nil
}

// FindSame returns what is there of the same bytes in a box: the outcome of the
// accepted letter, else the held submission, else neither.
func (s *Store) FindSame(ctx context.Context, box string, sha256 [32]byte) (accepted *inbox.Outcome, held *inbox.Submission, err error) {
	if err := s.usable(); err != nil || !isText(box) {
		return nil, nil, err
	}
	ctx, cancel := s.bounded(ctx)
	defer cancel()
	there, err := sameBytes(ctx, s.reader, box, sha256[:])
	switch {
	case err != nil:
		return nil, nil, failure("find same", err)
	case there.accepted != nil:
		out, err := outcomeOf(ctx, s.reader, *there.accepted)
		out.Duplicate = true
		return &out, nil, failure("find same", err)
	case there.held != nil:
		sub, err := there.held.submission()
		return nil, &sub, failure("find same", err)
	}
	return nil, nil, nil
}

// outcomeOf reads letter and receipt of an accepted submission.
func outcomeOf(ctx context.Context, q queryer, sub submissionRow) (inbox.Outcome, error) {
	letter, receipt := new(letterRow), new(receiptRow)
	if found, err := get(ctx, q, letter, selectLetter, sub.Document); err != nil {
		return inbox.Outcome{}, err
	} else if !found {
		letter = nil
	}
	if found, err := get(ctx, q, receipt, selectReceipt, sub.Document); err != nil {
		return inbox.Outcome{}, err
	} else if !found {
		receipt = nil
	}
	return acceptedOutcome(sub, letter, receipt)
}

// acceptedOutcome makes the outcome from rows; letter and receipt are nil when
// the letter was erased.
func acceptedOutcome(sub submissionRow, letter *letterRow, receipt *receiptRow) (inbox.Outcome, error) {
	out := inbox.Outcome{State: inbox.Accepted, Document: sub.Document, Arrived: instant(sub.Arrived)}
	if letter == nil || receipt == nil {
		out.Erased = true
		return out, nil
	}
	l, err := letter.letter()
	if err != nil {
		return inbox.Outcome{}, err
	}
	r := receipt.receipt()
	out.Letter, out.Receipt = &l, &r
	return out, nil
}

package store

import (
	"context"
	"strconv"

	"github.com/jmoiron/sqlx"

	"okienko/inbox"
)

// Hold records a held submission with its bytes, to be judged again. The same
// bytes held before in the same box: that submission comes back; accepted
// meanwhile: the accepted one does.
func (s *Store) Hold(ctx context.Context, sub inbox.Submission, raw []byte) (inbox.Submission, error) {
	sub.State = inbox.Held
	row, err := toSubmissionRow(sub)
	if err != nil {
		return inbox.Submission{}, failure("hold", err)
	}
	var held submissionRow
	err = s.submit(ctx, "hold", len(raw), func(ctx context.Context, b *batch) (err error) {
		held, err = b.hold(ctx, row, raw)
		return err
	})
	if err != nil {
		return inbox.Submission{}, err
	}
	sub, err = held.submission()
	return sub, failure("hold", err)
}

func (b *batch) hold(ctx context.Context, row submissionRow, raw []byte) (held submissionRow, err error) {
	if err := b.flush(ctx); err != nil {
		return held, err
	}
	same, err := sameBytes(ctx, b.tx, row.Box, row.SHA256)
	switch {
	case err != nil:
		return held, err
	case same.accepted != nil:
		return *same.accepted, nil
	case same.held != nil:
		return *same.held, nil
	}
	if err := b.insertSubmission(ctx, row, raw); err != nil {
		return held, err
	}
	held, _, err = findSubmission(ctx, b.tx, row.Document)
	return held, err
}

// same is what is there of the same bytes in a box; nil = none. The partial
// unique indexes see to it that there is one of each at most.
type same struct{ accepted, held *submissionRow }

// selectSame asks by state, once each: the planner knows a partial index by the
// literal.
const selectSame = `
	SELECT ` + submissionColumns + ` FROM submissions WHERE box = $1 AND sha256 = $2 AND state = 'accepted'
	UNION ALL
	SELECT ` + submissionColumns + ` FROM submissions WHERE box = $1 AND sha256 = $2 AND state = 'held'`

func sameBytes(ctx context.Context, q queryer, box string, sha256 []byte) (found same, err error) {
	var rows []submissionRow
	err = sqlx.SelectContext(ctx, q, &rows, selectSame, box, sha256)
	for _, row := range rows {
		if row.State == string(inbox.Accepted) {
			found.accepted = &row
		} else {
			found.held = &row
		}
	}
	return found, err
}

// decideHeld takes a held submission to the row's state, if it is still held.
func (b *batch) decideHeld(ctx context.Context, heldID int64, row submissionRow) error {
	result, err := b.tx.ExecContext(ctx, `UPDATE submissions SET state = $1, reasons = $2
		WHERE id = $3 AND document = $4 AND state = 'held'`, row.State, row.Reasons, heldID, row.Document)
	if err != nil {
		return err
	}
	changed, err := result.RowsAffected()
	if err != nil || changed == 1 {
		return err
	}
	return b.notHeld(ctx, row.Document)
}

func (b *batch) notHeld(ctx context.Context, document int32) error {
	now, found, err := findSubmission(ctx, b.tx, document)
	if err != nil {
		return err
	}
	if !found {
		return inbox.Errorf(inbox.CodeLetterNotFound, "store: no held submission with document %d", document)
	}
	return stateError(now.State)
}

// decide ends what is held of these bytes: it is the submission accepted now, or
// it is in its way.
func (b *batch) decide(ctx context.Context, a acceptance, held *submissionRow) error {
	if a.heldID == 0 {
		return b.endHeld(ctx, held, a.letter.ID)
	}
	return b.decideHeld(ctx, a.heldID, a.submission)
}

// endHeld refuses what is still held of bytes that are accepted now under
// another document id: it would otherwise be judged again for ever.
func (b *batch) endHeld(ctx context.Context, held *submissionRow, letter int32) error {
	if held == nil {
		return nil
	}
	reasons, err := encodeReasons([]inbox.Reason{{Code: inbox.CodeCopy, Args: map[string]string{"letter": strconv.Itoa(int(letter))}}})
	if err != nil {
		return err
	}
	_, err = b.tx.ExecContext(ctx, `UPDATE submissions SET state = 'refused', reasons = $1
		WHERE id = $2 AND state = 'held'`, reasons, held.ID)
	return err
}

// selectHeld writes id + 0, which has no index: else the planner walks through
// all submissions by their key rather than through the index of the held ones.
const selectHeld = `
	SELECT ` + submissionColumns + ` FROM submissions WHERE state = 'held' AND id + 0 > $1
	ORDER BY id + 0 LIMIT $2`

// HeldSubmissions lists held submissions, oldest first, that come after the one
// with an id; 0 is before all.
func (s *Store) HeldSubmissions(ctx context.Context, after int64, limit int) ([]inbox.Submission, error) {
	var rows []submissionRow
	err := s.list(ctx, "held submissions", &rows, selectHeld, after, limit)
	if err != nil {
		return nil, err
	}
	return toSubmissions(rows)
}

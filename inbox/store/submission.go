package store

import (
	"context"

	"github.com/jmoiron/sqlx"

	"okienko/inbox"
)

// KeptRefusedBytes is the largest refused submission whose bytes are kept (until
// Purge) for a dispute. Anybody may send what is refused: a megabyte each is what
// the disk can bear until the quotas stop the sender.
const KeptRefusedBytes = 1 << 20

// keptRefusals bounds SubmissionsByDigest: the same refused bytes may be sent
// for ever.
const keptRefusals = 100

const submissionColumns = `id, document, box, channel, posted_by, arrived, sha256, size, state, reasons`

const insertSubmission = `INSERT INTO submissions (document, box, channel, posted_by, arrived, sha256, size, state, reasons)
	VALUES (:document, :box, :channel, :posted_by, :arrived, :sha256, :size, :state, :reasons)`

const insertDocument = `INSERT INTO documents (document, bytes) VALUES (:document, :bytes)`

type documentRow struct {
	Document int32  `db:"document"`
	Bytes    []byte `db:"bytes"`
}

type submissionRow struct {
	ID       int64  `db:"id"`
	Document int32  `db:"document"`
	Box      string `db:"box"`
	Channel  string `db:"channel"`
	PostedBy string `db:"posted_by"`
	Arrived  int64  `db:"arrived"`
	SHA256   []byte `db:"sha256"`
	Size     int64  `db:"size"`
	State    string `db:"state"`
	Reasons  string `db:"reasons"`
}

func toSubmissionRow(s inbox.Submission) (submissionRow, error) {
	reasons, err := encodeReasons(s.Reasons)
	return submissionRow{
		ID: s.ID, Document: s.Document, Box: s.Box, Channel: string(s.Channel), PostedBy: s.PostedBy,
		Arrived: micros(s.Arrived), SHA256: s.SHA256[:], Size: s.Size, State: string(s.State), Reasons: reasons,
	}, err
}

func (r submissionRow) submission() (inbox.Submission, error) {
	reasons, err := decodeReasons(r.Reasons)
	return inbox.Submission{
		ID: r.ID, Document: r.Document, Box: r.Box, Channel: inbox.Channel(r.Channel), PostedBy: r.PostedBy,
		Arrived: instant(r.Arrived), SHA256: digest(r.SHA256), Size: r.Size, State: inbox.SubmissionState(r.State), Reasons: reasons,
	}, err
}

func toSubmissions(rows []submissionRow) ([]inbox.Submission, error) {
	list := make([]inbox.Submission, 0, len(rows))
	for _, row := range rows {
		s, err := row.submission()
		if err != nil {
			return nil, failure("submissions", err)
		}
		list = append(list, s)
	}
	return list, nil
}

// Refuse records a refused submission, its bytes for a capped time and size
// (KeptRefusedBytes), and its refusal receipt when there is one. heldID is the
// held submission this decides, 0 = none; inbox.CodeLetterState when that was
// decided meanwhile.
func (s *Store) Refuse(ctx context.Context, sub inbox.Submission, raw []byte, receipt *inbox.Receipt, heldID int64) error {
	sub.State = inbox.Refused
	row, err := toSubmissionRow(sub)
	if err != nil {
		return failure("refuse", err)
	}
	if len(raw) > KeptRefusedBytes {
		raw = nil
	}
	return s.submit(ctx, "refuse", len(raw), func(ctx context.Context, b *batch) error {
		return b.refuse(ctx, row, raw, receipt, heldID)
	})
}

func (b *batch) refuse(ctx context.Context, row submissionRow, raw []byte, receipt *inbox.Receipt, heldID int64) error {
	if err := b.flush(ctx); err != nil {
		return err
	}
	earlier, found, err := findSubmission(ctx, b.tx, row.Document)
	switch {
	case err != nil:
		return err
	case found && earlier.State == string(inbox.Refused) && heldID == 0:
		return nil // this very refusal, committed by an attempt whose answer was lost
	case heldID != 0:
		err = b.decideHeld(ctx, heldID, row)
	default:
		err = b.insertSubmission(ctx, row, raw)
	}
	if err != nil || receipt == nil {
		return err
	}
	return insertAll(ctx, b, insertReceipt, []receiptRow{toReceiptRow(*receipt)})
}

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

// insertSubmission writes a submission and, unless raw is nil, its bytes.
func (b *batch) insertSubmission(ctx context.Context, row submissionRow, raw []byte) error {
	if err := insertAll(ctx, b, insertSubmission, []submissionRow{row}); err != nil || raw == nil {
		return err
	}
	return insertAll(ctx, b, insertDocument, []documentRow{{row.Document, raw}})
}

// HeldSubmissions lists held submissions, oldest first.
func (s *Store) HeldSubmissions(ctx context.Context, limit int) ([]inbox.Submission, error) {
	var rows []submissionRow
	err := s.list(ctx, "held submissions", &rows, `SELECT `+submissionColumns+` FROM submissions
		WHERE state = 'held' ORDER BY id LIMIT $1`, limit)
	if err != nil {
		return nil, err
	}
	return toSubmissions(rows)
}

func findSubmission(ctx context.Context, q queryer, document int32) (row submissionRow, found bool, err error) {
	found, err = get(ctx, q, &row, `SELECT `+submissionColumns+` FROM submissions WHERE document = $1`, document)
	return row, found, err
}

// Submission returns a submission by its document id, inbox.CodeLetterNotFound
// when there is none.
func (s *Store) Submission(ctx context.Context, document int32) (inbox.Submission, error) {
	if err := s.usable(); err != nil {
		return inbox.Submission{}, err
	}
	row, found, err := findSubmission(ctx, s.reader, document)
	if err == nil && !found {
		err = inbox.Errorf(inbox.CodeLetterNotFound, "store: no submission with document %d", document)
	}
	if err != nil {
		return inbox.Submission{}, failure("submission", err)
	}
	sub, err := row.submission()
	return sub, failure("submission", err)
}

// SubmissionBytes returns the received bytes by document id,
// inbox.CodeLetterNotFound when they were never kept or are purged.
func (s *Store) SubmissionBytes(ctx context.Context, document int32) ([]byte, error) {
	var raw []byte
	found, err := s.find(ctx, "submission bytes", &raw, `SELECT bytes FROM documents WHERE document = $1`, document)
	if err == nil && !found {
		return nil, inbox.Errorf(inbox.CodeLetterNotFound, "store: no bytes of document %d", document)
	}
	return raw, err
}

// SubmissionsByDigest lists what became of these bytes in any box, newest first:
// all that are accepted or held, and the last hundred refused.
func (s *Store) SubmissionsByDigest(ctx context.Context, sha256 [32]byte) ([]inbox.Submission, error) {
	var rows []submissionRow
	err := s.list(ctx, "submissions by digest", &rows, `
		SELECT `+submissionColumns+` FROM submissions WHERE sha256 = $1 AND state = 'accepted'
		UNION ALL
		SELECT `+submissionColumns+` FROM submissions WHERE sha256 = $1 AND state = 'held'
		UNION ALL
		SELECT `+submissionColumns+` FROM submissions WHERE id IN
			(SELECT id FROM submissions WHERE sha256 = $1 AND state = 'refused' ORDER BY id DESC LIMIT $2)
		ORDER BY id DESC`, sha256[:], keptRefusals)
	if err != nil {
		return nil, err
	}
	return toSubmissions(rows)
}

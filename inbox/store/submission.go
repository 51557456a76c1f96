package store

import (
	"context"

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
	done, err := b.isRefused(ctx, row.Document, receipt, heldID)
	switch {
	case err != nil || done:
		return err
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

// isRefused reports that this very refusal was committed by an attempt whose
// answer was lost. A held submission may have been refused by another judge: then
// the refusal that stands is not this one.
func (b *batch) isRefused(ctx context.Context, document int32, receipt *inbox.Receipt, heldID int64) (bool, error) {
	earlier, found, err := findSubmission(ctx, b.tx, document)
	if err != nil || !found || earlier.State != string(inbox.Refused) {
		return false, err
	}
	if heldID == 0 || receipt == nil {
		return heldID == 0, nil
	}
	var stored receiptRow
	found, err = get(ctx, b.tx, &stored, selectReceipt, document)
	return found && stored.ID == receipt.ID, err
}

// insertSubmission writes a submission and, unless raw is nil, its bytes.
func (b *batch) insertSubmission(ctx context.Context, row submissionRow, raw []byte) error {
	if err := insertAll(ctx, b, insertSubmission, []submissionRow{row}); err != nil || raw == nil {
		return err
	}
	return insertAll(ctx, b, insertDocument, []documentRow{{row.Document, raw}})
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
	ctx, cancel := s.bounded(ctx)
	defer cancel()
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

package store

import (
	"context"
	"math/bits"

	"github.com/jmoiron/sqlx"
)

// rows are those of accepted letters that wait to be inserted together, which on
// PostgreSQL is one journey instead of many. They are flushed before anything
// has to see them.
type rows struct {
	submissions []submissionRow
	documents   []documentRow
	letters     []letterRow
	receipts    []receiptRow
	events      []eventRow
	leaves      []leafRow
	hashes      []hashRow
	digests     map[[32]byte]bool // of bytes and of signed content
}

// add takes the rows of one new letter.
func (r *rows) add(a acceptance) {
	if a.heldID == 0 {
		r.submissions = append(r.submissions, a.submission)
		r.documents = append(r.documents, documentRow{a.letter.ID, a.raw})
	}
	r.letters = append(r.letters, a.letter)
	r.receipts = append(r.receipts, a.receipt)
	r.events = append(r.events, eventRow{Letter: a.letter.ID, At: a.letter.Arrived, Kind: "received"})
	if r.digests == nil {
		r.digests = map[[32]byte]bool{}
	}
	r.digests[digest(a.letter.SHA256)] = true
	r.digests[digest(a.letter.SignedDigest)] = true
}

// touch reports that a letter has bytes or signed content in common with one that
// waits.
func (r *rows) touch(a acceptance) bool {
	return r.digests[digest(a.letter.SHA256)] || a.letter.SignedDigest != nil && r.digests[digest(a.letter.SignedDigest)]
}

// flush inserts what waits, in the order of the foreign keys.
func (b *batch) flush(ctx context.Context) error {
	r := b.waiting
	b.waiting = rows{}
	for _, insert := range []func() error{
		func() error { return insertAll(ctx, b, insertSubmission, r.submissions) },
		func() error { return insertAll(ctx, b, insertDocument, r.documents) },
		func() error { return insertAll(ctx, b, insertLetter, r.letters) },
		func() error { return insertAll(ctx, b, insertReceipt, r.receipts) },
		func() error { return insertAll(ctx, b, insertEvents, r.events) },
		func() error { return insertAll(ctx, b, insertLeaf, r.leaves) },
		func() error { return insertAll(ctx, b, insertHash, r.hashes) },
	} {
		if err := insert(); err != nil {
			return err
		}
	}
	return nil
}

// insertAll inserts rows one by one where that is prepared, else many at a time.
func insertAll[T any](ctx context.Context, b *batch, query string, list []T) error {
	if prepared, ok := b.tx.prepared.inserts[query]; ok {
		return insertEach(ctx, b.tx.NamedStmtContext(ctx, prepared), list)
	}
	for len(list) > 0 {
		// By powers of two a connection meets few different statements, and
		// pgx keeps those prepared.
		n := 1 << (bits.Len(uint(len(list))) - 1)
		if _, err := b.tx.NamedExecContext(ctx, query, list[:n]); err != nil {
			return err
		}
		list = list[n:]
	}
	return nil
}

func insertEach[T any](ctx context.Context, statement *sqlx.NamedStmt, list []T) error {
	for _, row := range list {
		if _, err := statement.ExecContext(ctx, row); err != nil {
			return err
		}
	}
	return nil
}

package store

import (
	"context"
	"crypto/sha256"
	"fmt"

	"github.com/jmoiron/sqlx"
	"golang.org/x/mod/sumdb/tlog"

	"okienko/inbox"
)

// maxLeaves bounds one LogLeaves call; a leaf is about 120 octets.
const maxLeaves = 10_000

// LogLeaf is the leaf of the receipt log for a receipt: one line of JSON with
// its id, its document's id and the SHA-256 of its bytes; nothing personal.
func LogLeaf(r inbox.Receipt) []byte {
	return fmt.Appendf(nil, `{"receipt":%d,"document":%d,"sha256":"%x"}`+"\n", r.ID, r.Document, sha256.Sum256(r.Bytes))
}

const (
	insertLeaf = `INSERT INTO log_leaves (n, document, leaf) VALUES (:n, :document, :leaf)`
	insertHash = `INSERT INTO log_hashes (n, hash) VALUES (:n, :hash)`
)

type leafRow struct {
	N        int64  `db:"n"`
	Document int32  `db:"document"`
	Leaf     []byte `db:"leaf"`
}

type hashRow struct {
	N    int64  `db:"n"`
	Hash []byte `db:"hash"`
}

// appendLeaf adds a leaf and the tree hashes it completes.
func (b *batch) appendLeaf(ctx context.Context, document int32, leaf []byte) error {
	n := b.size
	hashes, err := tlog.StoredHashes(n, leaf, tlog.HashReaderFunc(func(indexes []int64) ([]tlog.Hash, error) {
		return b.readHashes(ctx, indexes)
	}))
	if err != nil {
		return err
	}
	b.waiting.leaves = append(b.waiting.leaves, leafRow{n, document, leaf})
	first := tlog.StoredHashIndex(0, n)
	for i, hash := range hashes {
		index := first + int64(i)
		b.waiting.hashes = append(b.waiting.hashes, hashRow{index, hash[:]})
		b.fresh[index] = hash
	}
	b.size++
	return nil
}

// readHashes looks among this batch's hashes before it asks the database.
func (b *batch) readHashes(ctx context.Context, indexes []int64) ([]tlog.Hash, error) {
	hashes := make([]tlog.Hash, len(indexes))
	var missing []int64
	for _, index := range indexes {
		if _, ok := b.fresh[index]; !ok {
			missing = append(missing, index)
		}
	}
	stored, err := selectHashes(ctx, b.tx, missing)
	if err != nil {
		return nil, err
	}
	for i, index := range indexes {
		hash, ok := b.fresh[index]
		if !ok {
			hash = stored[index]
		}
		hashes[i] = hash
	}
	return hashes, nil
}

// selectHashes reads stored hashes by index; a missing one is an error.
func selectHashes(ctx context.Context, q queryer, indexes []int64) (map[int64][32]byte, error) {
	if len(indexes) == 0 {
		return nil, nil
	}
	query, args, err := sqlx.In(`SELECT n, hash FROM log_hashes WHERE n IN (?)`, indexes)
	if err != nil {
		return nil, err
	}
	var rows []hashRow
	if err := sqlx.SelectContext(ctx, q, &rows, sqlx.Rebind(sqlx.DOLLAR, query), args...); err != nil {
		return nil, err
	}
	found := make(map[int64][32]byte, len(rows))
	for _, row := range rows {
		found[row.N] = digest(row.Hash)
	}
	for _, index := range indexes {
		if _, ok := found[index]; !ok {
			return nil, fmt.Errorf("the log has no hash %d", index)
		}
	}
	return found, nil
}

// LogLeaves returns leaves [from, to) of the receipt log in order, fewer where
// the log ends or after 10,000.
func (s *Store) LogLeaves(ctx context.Context, from, to int64) ([][]byte, error) {
	var leaves [][]byte
	err := s.list(ctx, "log leaves", &leaves,
		`SELECT leaf FROM log_leaves WHERE n >= $1 AND n < $2 ORDER BY n LIMIT $3`, from, to, maxLeaves)
	return leaves, err
}

// LogIndex returns where in the log the receipt of a document is,
// inbox.CodeReceiptNotFound when it is not.
func (s *Store) LogIndex(ctx context.Context, document int32) (int64, error) {
	var n int64
	found, err := s.find(ctx, "log index", &n, `SELECT n FROM log_leaves WHERE document = $1`, document)
	if err == nil && !found {
		err = receiptNotFound(document)
	}
	return n, err
}

// LogHashes returns the stored hashes of the log at these indexes (tlog.HashReader order).
func (s *Store) LogHashes(ctx context.Context, indexes []int64) ([][32]byte, error) {
	if err := s.usable(); err != nil {
		return nil, err
	}
	ctx, cancel := s.bounded(ctx)
	defer cancel()
	found, err := selectHashes(ctx, s.reader, indexes)
	if err != nil {
		return nil, failure("log hashes", err)
	}
	hashes := make([][32]byte, len(indexes))
	for i, index := range indexes {
		hashes[i] = found[index]
	}
	return hashes, nil
}

// LogSize returns the number of leaves.
func (s *Store) LogSize(ctx context.Context) (int64, error) {
	var size int64
	_, err := s.find(ctx, "log size", &size, `SELECT size FROM log_head`)
	return size, err
}

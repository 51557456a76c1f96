// Package ledger is the transparency log of receipts: signed checkpoints over
// the leaves that the store appends with each letter, and proofs that a receipt
// is among them. Whoever keeps checkpoints can show later that no receipt was
// taken out or slipped in behind. Trees are those of RFC 6962.
package ledger

import (
	"context"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"

	"okienko/inbox"
	"okienko/inbox/store"
)

// Ledger is the capability; New makes it.
type Ledger struct {
	store  *store.Store
	signer note.Signer
}

// New returns a ledger over a store. The signer's name is the log's origin line;
// see NewSigner.
func New(s *store.Store, signer note.Signer) *Ledger { return &Ledger{s, signer} }

// Checkpoint signs the log as it is now: a signed note of origin, size and root
// hash in base64, one per line.
func (l *Ledger) Checkpoint(ctx context.Context) ([]byte, error) {
	size, err := l.store.LogSize(ctx)
	if err != nil {
		return nil, err
	}
	return l.checkpointAt(ctx, size)
}

func (l *Ledger) checkpointAt(ctx context.Context, size int64) ([]byte, error) {
	root, err := tlog.TreeHash(size, l.hashes(ctx))
	if err != nil {
		return nil, internal(err)
	}
	text := checkpoint{origin: l.signer.Name(), size: size, root: root}.text()
	signed, err := note.Sign(&note.Note{Text: text}, l.signer)
	return signed, internal(err)
}

// Proof shows that a leaf is in the log of a checkpoint.
type Proof struct {
	Index      int64       `json:"index"`
	Leaf       []byte      `json:"leaf"`
	Path       []tlog.Hash `json:"path"` // sibling hashes, the leaf's first (RFC 6962 2.1.1)
	Checkpoint []byte      `json:"checkpoint"`
}

// Proof proves the leaf at an index, inbox.CodeReceiptNotFound behind the end.
func (l *Ledger) Proof(ctx context.Context, index int64) (Proof, error) {
	size, err := l.store.LogSize(ctx)
	if err != nil {
		return Proof{}, err
	}
	if index < 0 || index >= size {
		return Proof{}, inbox.Errorf(inbox.CodeReceiptNotFound, "ledger: no leaf %d of %d", index, size)
	}
	leaves, err := l.store.LogLeaves(ctx, index, index+1)
	if err != nil {
		return Proof{}, err
	}
	if len(leaves) != 1 {
		return Proof{}, inbox.Errorf(inbox.CodeInternal, "ledger: leaf %d of %d is gone", index, size)
	}
	path, err := tlog.ProveRecord(size, index, l.hashes(ctx))
	if err != nil {
		return Proof{}, internal(err)
	}
	signed, err := l.checkpointAt(ctx, size)
	return Proof{Index: index, Leaf: leaves[0], Path: path, Checkpoint: signed}, err
}

// ProofOf proves the receipt of a document.
func (l *Ledger) ProofOf(ctx context.Context, document int32) (Proof, error) {
	index, err := l.store.LogIndex(ctx, document)
	if err != nil {
		return Proof{}, err
	}
	return l.Proof(ctx, index)
}

// Consistency proves that the log of size leaves now begins with the log as it
// was at old leaves (RFC 6962 2.1.2); tlog.CheckTree checks it.
func (l *Ledger) Consistency(ctx context.Context, old, size int64) (tlog.TreeProof, error) {
	if now, err := l.store.LogSize(ctx); err != nil {
		return nil, err
	} else if old < 1 || old > size || size > now {
		return nil, inbox.Errorf(inbox.CodeRequest, "ledger: no tree of %d leaves in one of %d of %d", old, size, now)
	}
	proof, err := tlog.ProveTree(size, old, l.hashes(ctx))
	return proof, internal(err)
}

func (l *Ledger) hashes(ctx context.Context) tlog.HashReader {
	return tlog.HashReaderFunc(func(indexes []int64) ([]tlog.Hash, error) {
		stored, err := l.store.LogHashes(ctx, indexes)
		if err != nil {
			return nil, err
		}
		hashes := make([]tlog.Hash, len(stored))
		for i, h := range stored {
			hashes[i] = h
		}
		return hashes, nil
	})
}

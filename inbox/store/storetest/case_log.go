package storetest

import (
	"context"
	"testing"

	"golang.org/x/mod/sumdb/tlog"

	"okienko/inbox"
	"okienko/inbox/store"
)

func logAfterParallelLetters(t *testing.T, url string) {
	s := OpenURL(t, url, store.Options{MaxBatch: 9})
	outcomes := acceptAll(t, samplesOf(t, s, 77), s)
	checkLog(t, s, 77)
	leaves, err := s.LogLeaves(context.Background(), 0, 1000)
	noError(t, err)
	for _, out := range outcomes {
		n, err := s.LogIndex(context.Background(), out.Document)
		noError(t, err)
		equal(t, "leaf", string(leaves[n]), string(store.LogLeaf(*out.Receipt)))
	}
	some, err := s.LogLeaves(context.Background(), 70, 200)
	noError(t, err)
	equal(t, "last leaves", some, leaves[70:])
	_, err = s.LogIndex(context.Background(), 9999)
	wantCode(t, "no such leaf", err, inbox.CodeReceiptNotFound)
	_, err = s.LogHashes(context.Background(), []int64{0, 9999})
	wantCode(t, "no such hash", err, inbox.CodeInternal)
}

// checkLog wants a log of n leaves whose stored hashes are those of a tree made
// of the leaves anew.
func checkLog(t *testing.T, s *store.Store, n int64) {
	t.Helper()
	ctx := context.Background()
	size, err := s.LogSize(ctx)
	noError(t, err)
	equal(t, "log size", size, n)
	leaves, err := s.LogLeaves(ctx, 0, n)
	noError(t, err)
	var hashes []tlog.Hash
	for i, leaf := range leaves {
		more, err := tlog.StoredHashes(int64(i), leaf, tlog.HashReaderFunc(func(indexes []int64) (found []tlog.Hash, err error) {
			for _, index := range indexes {
				found = append(found, hashes[index])
			}
			return found, nil
		}))
		noError(t, err)
		hashes = append(hashes, more...)
	}
	indexes := make([]int64, len(hashes))
	for i := range indexes {
		indexes[i] = int64(i)
	}
	stored, err := s.LogHashes(ctx, indexes)
	noError(t, err)
	for i := range hashes {
		equal(t, "stored hash", tlog.Hash(stored[i]), hashes[i])
	}
}

package store

import (
	"context"
	"math"
	"sync"

	"github.com/jmoiron/sqlx"

	"okienko/inbox"
)

// blockSize is how many ids one small commit reserves. A stop loses what is left
// of the block: of the 2^31 ids a few hundred per start.
const blockSize = 256

// idBlock is the rest of the block this process has reserved.
type idBlock struct {
	sync.Mutex
	next, end int64
}

// DrawID draws a positive 31-bit id ahead of signing; gaps are allowed. One
// sequence serves documents (letters) and receipts. Ids come from reserved
// blocks, so most calls touch no disk.
func (s *Store) DrawID(ctx context.Context) (int32, error) {
	s.ids.Lock()
	defer s.ids.Unlock()
	if s.ids.next == s.ids.end {
		if err := s.reserveIDs(ctx); err != nil {
			return 0, err
		}
	}
	id := s.ids.next
	s.ids.next++
	return int32(id), nil
}

func (s *Store) reserveIDs(ctx context.Context) error {
	var end int64
	err := s.write(ctx, "draw id", func(ctx context.Context, tx *sqlx.Tx) error {
		return tx.GetContext(ctx, &end, `UPDATE id_blocks SET next = next + $1 RETURNING next`, blockSize)
	})
	if err != nil {
		return err
	}
	if end-1 > math.MaxInt32 {
		return inbox.Errorf(inbox.CodeInternal, "store: all 31-bit ids are drawn")
	}
	s.ids.next, s.ids.end = end-blockSize, end
	return nil
}

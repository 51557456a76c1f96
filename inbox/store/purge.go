package store

import (
	"context"
	"time"
)

// purgeStep bounds one DELETE, so that letters waiting to be accepted get their
// turn in between: 200 documents of at most a megabyte.
const purgeStep = 200

// Purge deletes the bytes of refused submissions that arrived before an instant,
// and the sessions that ended before it; it returns how many of each. The
// refused submissions themselves stay, with their reasons and refusals.
func (s *Store) Purge(ctx context.Context, before time.Time) (submissions, sessions int64, err error) {
	submissions, err = s.purge(ctx, `DELETE FROM documents WHERE document IN
		(SELECT d.document FROM documents d JOIN submissions s ON s.document = d.document
			WHERE s.state = 'refused' AND s.arrived < $1 LIMIT $2)`, before)
	if err != nil {
		return submissions, 0, err
	}
	sessions, err = s.purge(ctx, `DELETE FROM sessions WHERE id_sha256 IN
		(SELECT id_sha256 FROM sessions WHERE expires < $1 LIMIT $2)`, before)
	return submissions, sessions, err
}

func (s *Store) purge(ctx context.Context, query string, before time.Time) (total int64, err error) {
	for {
		rows, err := s.exec(ctx, "purge", query, micros(before), purgeStep)
		total += rows
		if err != nil || rows == 0 {
			return total, err
		}
	}
}

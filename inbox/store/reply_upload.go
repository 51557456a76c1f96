package store

import (
	"context"

	"github.com/jmoiron/sqlx"

	"okienko/inbox"
)

// KeepUpload keeps a signed reply that its clerk has not sent yet, in place of one
// kept before; inbox.CodeLetterState when nobody has the letter in hand any more.
func (s *Store) KeepUpload(ctx context.Context, u inbox.ReplyUpload) error {
	return s.write(ctx, "keep upload", func(ctx context.Context, tx *sqlx.Tx) error {
		// The lock: whoever moves the letter at this moment takes the upload away, or
		// is seen here.
		result, err := tx.ExecContext(ctx, `UPDATE letters SET state = state WHERE id = $1 AND state IN ('claimed', 'answered')`, u.Letter)
		if err != nil {
			return err
		}
		rows, err := result.RowsAffected()
		if err != nil {
			return err
		}
		if rows == 0 {
			return notInHand(ctx, tx, u.Letter)
		}
		_, err = tx.ExecContext(ctx, `INSERT INTO reply_uploads (letter, clerk, kind, at, bytes) VALUES ($1, $2, $3, $4, $5)
			ON CONFLICT (letter) DO UPDATE SET clerk = excluded.clerk, kind = excluded.kind, at = excluded.at, bytes = excluded.bytes`,
			u.Letter, u.Clerk, string(u.Kind), micros(u.At), u.Raw)
		return err
	})
}

func notInHand(ctx context.Context, tx *sqlx.Tx, letter int32) error {
	l, err := findLetter(ctx, tx, letter)
	if err != nil {
		return err
	}
	return stateError(string(l.State))
}

// Upload returns what is kept of a clerk's for a letter, inbox.CodeNotFound when
// there is nothing.
func (s *Store) Upload(ctx context.Context, letter int32, clerk string) (inbox.ReplyUpload, error) {
	var row struct {
		Kind  string `db:"kind"`
		At    int64  `db:"at"`
		Bytes []byte `db:"bytes"`
	}
	found, err := s.find(ctx, "upload", &row, `SELECT kind, at, bytes FROM reply_uploads WHERE letter = $1 AND clerk = $2`, letter, clerk)
	if err == nil && !found {
		err = &inbox.Error{Code: inbox.CodeNotFound}
	}
	if err != nil {
		return inbox.ReplyUpload{}, err
	}
	return inbox.ReplyUpload{Letter: letter, Clerk: clerk, Kind: inbox.ReplyKind(row.Kind), At: instant(row.At), Raw: row.Bytes}, nil
}

// dropUpload takes away what nobody has sent by the time the letter moves on.
func dropUpload(ctx context.Context, tx *sqlx.Tx, letter int32) error {
	_, err := tx.ExecContext(ctx, `DELETE FROM reply_uploads WHERE letter = $1`, letter)
	return err
}

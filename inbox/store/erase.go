package store

import (
	"context"
	"time"

	"github.com/jmoiron/sqlx"

	"okienko/inbox"
)

// Erase deletes a closed letter: its bytes, receipt, history, sender and replies. What
// stays names nobody: that these bytes were received then, that the register
// number was used, and the leaf of the log. inbox.CodeLetterState when the
// letter is not closed.
func (s *Store) Erase(ctx context.Context, letter int32, at time.Time) error {
	return s.write(ctx, "erase", func(ctx context.Context, tx *sqlx.Tx) error {
		// The first statement is the guard, and locks the row on PostgreSQL.
		result, err := tx.ExecContext(ctx, `UPDATE letters SET report = report WHERE id = $1 AND state = 'closed'`, letter)
		if err != nil {
			return err
		}
		if closed, err := result.RowsAffected(); err != nil {
			return err
		} else if closed == 0 {
			return notErasable(ctx, tx, letter)
		}
		_, err = tx.ExecContext(ctx, `INSERT INTO erasures (letter, register_year, register_n, at)
			SELECT id, register_year, register_n, CAST($2 AS BIGINT) FROM letters WHERE id = $1`, letter, micros(at))
		if err != nil {
			return err
		}
		return eraseRows(ctx, tx, letter)
	})
}

func notErasable(ctx context.Context, tx *sqlx.Tx, letter int32) error {
	now, err := findLetter(ctx, tx, letter)
	if err != nil {
		return err
	}
	return stateError(string(now.State))
}

func eraseRows(ctx context.Context, tx *sqlx.Tx, letter int32) error {
	for _, statement := range []string{
		`DELETE FROM delivery_receipts WHERE reply IN (SELECT id FROM replies WHERE letter = $1)`,
		`DELETE FROM reply_documents WHERE reply IN (SELECT id FROM replies WHERE letter = $1)`,
		`DELETE FROM replies WHERE letter = $1`,
		`DELETE FROM reply_uploads WHERE letter = $1`,
		`DELETE FROM joins WHERE letter = $1 OR document = $1`,
		`DELETE FROM submission_views WHERE document = $1`,
		`DELETE FROM events WHERE letter = $1`,
		`DELETE FROM letters WHERE id = $1`,
		`DELETE FROM receipts WHERE document = $1`,
		`DELETE FROM documents WHERE document = $1`,
		`UPDATE submissions SET posted_by = '' WHERE document = $1`,
	} {
		if _, err := tx.ExecContext(ctx, statement, letter); err != nil {
			return err
		}
	}
	return nil
}

// Erasure is the trace of an erased letter in the register.
type Erasure struct {
	Letter int32
	Number inbox.RegisterNumber
	At     time.Time
}

// Erasures lists the erased letters of a register year by number, so that no
// number of the register is unaccounted for.
func (s *Store) Erasures(ctx context.Context, year int) ([]Erasure, error) {
	var rows []struct {
		Letter int32 `db:"letter"`
		Year   int   `db:"register_year"`
		N      int   `db:"register_n"`
		At     int64 `db:"at"`
	}
	err := s.list(ctx, "erasures", &rows, `SELECT letter, register_year, register_n, at FROM erasures
		WHERE register_year = $1 ORDER BY register_n`, year)
	if err != nil {
		return nil, err
	}
	list := make([]Erasure, 0, len(rows))
	for _, r := range rows {
		list = append(list, Erasure{r.Letter, inbox.RegisterNumber{Year: r.Year, N: r.N}, instant(r.At)})
	}
	return list, nil
}

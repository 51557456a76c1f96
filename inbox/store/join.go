package store

import (
	"context"

	"github.com/jmoiron/sqlx"

	"okienko/inbox"
)

const selectJoins = `SELECT document, letter, kind, at, done FROM joins`

type joinRow struct {
	Document int32  `db:"document"`
	Letter   int32  `db:"letter"`
	Kind     string `db:"kind"`
	At       int64  `db:"at"`
	Done     bool   `db:"done"`
}

func (r joinRow) join() inbox.Join {
	return inbox.Join{Document: r.Document, Letter: r.Letter, Kind: inbox.JoinKind(r.Kind), At: instant(r.At), Done: r.Done}
}

// AskJoin notes that a submission is meant to join a letter, and returns what
// stands: asked again of the same submission, what was asked first.
func (s *Store) AskJoin(ctx context.Context, j inbox.Join) (standing inbox.Join, err error) {
	err = s.write(ctx, "ask join", func(ctx context.Context, tx *sqlx.Tx) error {
		_, err := tx.ExecContext(ctx, `INSERT INTO joins (document, letter, kind, at, done) VALUES ($1, $2, $3, $4, $5)
			ON CONFLICT (document) DO NOTHING`, j.Document, j.Letter, string(j.Kind), micros(j.At), false)
		if err != nil {
			return err
		}
		var row joinRow
		_, err = get(ctx, tx, &row, selectJoins+` WHERE document = $1`, j.Document)
		standing = row.join()
		return err
	})
	return standing, err
}

// DropJoin forgets a join that cannot be.
func (s *Store) DropJoin(ctx context.Context, document int32) error {
	_, err := s.exec(ctx, "drop join", `DELETE FROM joins WHERE document = $1 AND NOT done`, document)
	return err
}

// FinishJoin puts the further letter beside the one it is about, into the same
// department, with an event of each history; done is false when that was done
// before.
func (s *Store) FinishJoin(ctx context.Context, j inbox.Join, events ...inbox.Event) (done bool, err error) {
	err = s.write(ctx, "finish join", func(ctx context.Context, tx *sqlx.Tx) error {
		result, err := tx.ExecContext(ctx, `UPDATE joins SET done = $1 WHERE document = $2 AND letter = $3 AND NOT done`, true, j.Document, j.Letter)
		if err != nil {
			return err
		}
		changed, err := result.RowsAffected()
		if done = changed == 1; err != nil || !done {
			return err
		}
		// Whoever forwards the first waits for this commit, or this for his: see takeAlong.
		if _, err := tx.ExecContext(ctx, `UPDATE letters SET state = state WHERE id = $1`, j.Letter); err != nil {
			return err
		}
		// A further letter that somebody works on already stays where it is.
		if _, err := tx.ExecContext(ctx, `UPDATE letters SET department = (SELECT department FROM letters WHERE id = $1)
			WHERE id = $2 AND state = 'queued'`, j.Letter, j.Document); err != nil {
			return err
		}
		for _, e := range events {
			if err := insertEvent(ctx, tx, e); err != nil {
				return err
			}
		}
		return nil
	})
	return done && err == nil, err
}

// JoinsOf lists the joins a letter takes part in, as the first or the further one.
func (s *Store) JoinsOf(ctx context.Context, letter int32) ([]inbox.Join, error) {
	return s.listJoins(ctx, selectJoins+` WHERE letter = $1 UNION `+selectJoins+` WHERE document = $1 ORDER BY document`, letter)
}

// WaitingJoins lists joins whose further letter was not there yet.
func (s *Store) WaitingJoins(ctx context.Context, limit int) ([]inbox.Join, error) {
	return s.listJoins(ctx, selectJoins+` WHERE NOT done ORDER BY document LIMIT $1`, limit)
}

func (s *Store) listJoins(ctx context.Context, query string, args ...any) ([]inbox.Join, error) {
	var rows []joinRow
	if err := s.list(ctx, "joins", &rows, query, args...); err != nil {
		return nil, err
	}
	joins := make([]inbox.Join, 0, len(rows))
	for _, row := range rows {
		joins = append(joins, row.join())
	}
	return joins, nil
}

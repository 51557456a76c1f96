package store

import (
	"context"

	"github.com/jmoiron/sqlx"

	"okienko/inbox"
)

// maxPersonEvents is how many lines of a history are shown, the newest: the
// owner looks for what he does not remember having done.
const maxPersonEvents = 200

type personEventRow struct {
	Login  string `db:"login"`
	At     int64  `db:"at"`
	Kind   string `db:"kind"`
	Detail string `db:"detail"`
	SHA256 []byte `db:"sha256"`
}

// AddPersonEvent writes a line of an account's history.
func (s *Store) AddPersonEvent(ctx context.Context, e inbox.PersonEvent) error {
	if err := s.usable(); err != nil {
		return err
	}
	ctx, cancel := s.bounded(ctx)
	defer cancel()
	return failure("person event", insertPersonEvent(ctx, s.writer, e))
}

func insertPersonEvent(ctx context.Context, q queryer, e inbox.PersonEvent) error {
	_, err := q.ExecContext(ctx, `INSERT INTO person_events (login, at, kind, detail, sha256) VALUES ($1, $2, $3, $4, $5)`,
		e.Login, micros(e.At), e.Kind, e.Detail, nullDigest(e.SHA256))
	return err
}

// guarded runs a statement whose WHERE is its guard; when it changed a row, the
// event is written with it.
func guarded(ctx context.Context, tx *sqlx.Tx, e inbox.PersonEvent, query string, args ...any) (done bool, err error) {
	result, err := tx.ExecContext(ctx, query, args...)
	if err != nil {
		return false, err
	}
	changed, err := result.RowsAffected()
	if err != nil || changed == 0 {
		return false, err
	}
	return true, insertPersonEvent(ctx, tx, e)
}

// change is a transaction of one guarded statement; false when the guard held it
// back.
func (s *Store) change(ctx context.Context, doing string, e inbox.PersonEvent, query string, args ...any) (done bool, err error) {
	err = s.write(ctx, doing, func(ctx context.Context, tx *sqlx.Tx) error {
		done, err = guarded(ctx, tx, e, query, args...)
		return err
	})
	return done && err == nil, err
}

// PersonEvents lists the last 200 lines of an account's history, newest first.
func (s *Store) PersonEvents(ctx context.Context, login string) ([]inbox.PersonEvent, error) {
	var rows []personEventRow
	err := s.list(ctx, "person events", &rows, `SELECT login, at, kind, detail, sha256 FROM person_events WHERE login = $1
		ORDER BY id DESC LIMIT $2`, login, maxPersonEvents)
	if err != nil {
		return nil, err
	}
	events := make([]inbox.PersonEvent, 0, len(rows))
	for _, r := range rows {
		events = append(events, inbox.PersonEvent{Login: r.Login, At: instant(r.At), Kind: r.Kind, Detail: r.Detail, SHA256: digest(r.SHA256)})
	}
	return events, nil
}

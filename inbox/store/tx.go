package store

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"github.com/jmoiron/sqlx"
)

// callTimeout bounds what a caller waits for the database. A server that hangs, or
// a network that swallows packets, answers nothing at all; longer than the locks
// of either database are waited for, nobody wants to wait for a letter's answer.
const callTimeout = 15 * time.Second

func (s *Store) bounded(ctx context.Context) (context.Context, context.CancelFunc) {
	return context.WithTimeout(ctx, s.patience)
}

// transact runs work in one transaction and commits it; any error rolls back.
// It does not ask whether the schema is current: Migrate uses it.
func (s *Store) transact(ctx context.Context, doing string, work func(tx *sqlx.Tx) error) error {
	tx, err := s.writer.BeginTxx(ctx, nil)
	if err != nil {
		return failure(doing, err)
	}
	if err := work(tx); err != nil {
		if undo := tx.Rollback(); undo != nil && !errors.Is(undo, sql.ErrTxDone) {
			s.log.WarnContext(ctx, "rollback failed", "doing", doing, "cause", undo)
		}
		return failure(doing, err)
	}
	return failure(doing, tx.Commit())
}

// write is transact on a usable schema, within callTimeout: work takes the
// context it is given.
func (s *Store) write(ctx context.Context, doing string, work func(ctx context.Context, tx *sqlx.Tx) error) error {
	if err := s.usable(); err != nil {
		return err
	}
	ctx, cancel := s.bounded(ctx)
	defer cancel()
	return s.transact(ctx, doing, func(tx *sqlx.Tx) error { return work(ctx, tx) })
}

// exec is a write of one statement; it returns the number of rows.
func (s *Store) exec(ctx context.Context, doing, query string, args ...any) (rows int64, err error) {
	if err := s.usable(); err != nil {
		return 0, err
	}
	ctx, cancel := s.bounded(ctx)
	defer cancel()
	result, err := s.writer.ExecContext(ctx, query, args...)
	if err != nil {
		return 0, failure(doing, err)
	}
	rows, err = result.RowsAffected()
	return rows, failure(doing, err)
}

// find reads one row from the readers; found is false when there is none.
func (s *Store) find(ctx context.Context, doing string, into any, query string, args ...any) (found bool, err error) {
	if err := s.usable(); err != nil {
		return false, err
	}
	ctx, cancel := s.bounded(ctx)
	defer cancel()
	found, err = get(ctx, s.reader, into, query, args...)
	return found, failure(doing, err)
}

// list reads rows from the readers.
func (s *Store) list(ctx context.Context, doing string, into any, query string, args ...any) error {
	if err := s.usable(); err != nil {
		return err
	}
	ctx, cancel := s.bounded(ctx)
	defer cancel()
	return failure(doing, sqlx.SelectContext(ctx, s.reader, into, query, args...))
}

// get reads one row; found is false when there is none.
func get(ctx context.Context, q queryer, into any, query string, args ...any) (found bool, err error) {
	err = sqlx.GetContext(ctx, q, into, query, args...)
	if errors.Is(err, sql.ErrNoRows) {
		return false, nil
	}
	return err == nil, err
}

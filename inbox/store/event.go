package store

import (
	"context"
	"time"

	"okienko/inbox"
)

const insertEvents = `INSERT INTO events (letter, at, actor, kind, detail) VALUES (:letter, :at, :actor, :kind, :detail)`

type eventRow struct {
	Letter int32  `db:"letter"`
	At     int64  `db:"at"`
	Actor  string `db:"actor"`
	Kind   string `db:"kind"`
	Detail string `db:"detail"`
}

// AddEvent writes one line of a letter's history, inbox.CodeLetterNotFound when
// there is no such letter.
func (s *Store) AddEvent(ctx context.Context, e inbox.Event) error {
	if err := s.usable(); err != nil {
		return err
	}
	ctx, cancel := s.bounded(ctx)
	defer cancel()
	return failure("event", insertEvent(ctx, s.writer, e))
}

// insertEvent takes the letter's id from its row. The casts are for PostgreSQL,
// which takes a bare parameter in a SELECT list for text.
func insertEvent(ctx context.Context, q queryer, e inbox.Event) error {
	result, err := q.ExecContext(ctx, `INSERT INTO events (letter, at, actor, kind, detail)
		SELECT id, CAST($2 AS BIGINT), CAST($3 AS TEXT), CAST($4 AS TEXT), CAST($5 AS TEXT) FROM letters WHERE id = $1`,
		e.Letter, micros(e.At), e.Actor, e.Kind, e.Detail)
	if err != nil {
		return err
	}
	written, err := result.RowsAffected()
	if err == nil && written == 0 {
		err = letterNotFound(e.Letter)
	}
	return err
}

// Events lists a letter's history, oldest first.
func (s *Store) Events(ctx context.Context, letter int32) ([]inbox.Event, error) {
	var rows []eventRow
	err := s.list(ctx, "events", &rows, `SELECT letter, at, actor, kind, detail FROM events WHERE letter = $1 ORDER BY id`, letter)
	if err != nil {
		return nil, err
	}
	return toEvents(rows), nil
}

func toEvents(rows []eventRow) []inbox.Event {
	events := make([]inbox.Event, 0, len(rows))
	for _, r := range rows {
		events = append(events, inbox.Event{Letter: r.Letter, At: instant(r.At), Actor: r.Actor, Kind: r.Kind, Detail: r.Detail})
	}
	return events
}

// LastEventOf returns when an actor last had an event in a letter's history; the
// zero time when never.
func (s *Store) LastEventOf(ctx context.Context, letter int32, actor string) (time.Time, error) {
	var at int64
	_, err := s.find(ctx, "last event", &at, `SELECT coalesce(max(at), 0) FROM events WHERE letter = $1 AND actor = $2`, letter, actor)
	return laterInstant(at), err
}

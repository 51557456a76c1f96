package store

import (
	"context"
	"time"

	"okienko/inbox"
)

// Undecided lists submissions that became no letter, held or refused, newest
// first, behind the row id before (0 = from the newest).
func (s *Store) Undecided(ctx context.Context, state inbox.SubmissionState, before int64, limit int) ([]inbox.Submission, error) {
	query, args := undecidedQuery(state, before, limit)
	var rows []submissionRow
	if err := s.list(ctx, "undecided", &rows, query, args...); err != nil {
		return nil, err
	}
	return toSubmissions(rows)
}

func undecidedQuery(state inbox.SubmissionState, before int64, limit int) (text string, args []any) {
	var where conditions
	where.add("state = $%d AND state <> 'accepted'", string(state)) // the second names the partial index
	if before != 0 {
		where.add("id < $%d", before)
	}
	page := where.numbered(` ORDER BY id DESC LIMIT $%d`, limit)
	return `SELECT ` + submissionColumns + ` FROM submissions` + where.sql() + page, where.args
}

// AddSubmissionView notes that somebody of the office looked at the bytes of a
// submission.
func (s *Store) AddSubmissionView(ctx context.Context, document int32, at time.Time, actor string) error {
	_, err := s.exec(ctx, "submission view", `INSERT INTO submission_views (document, at, actor) VALUES ($1, $2, $3)`,
		document, micros(at), actor)
	return err
}

// SubmissionViews lists who looked at the bytes of a submission, oldest first, as
// events of kind inbox.EventViewed.
func (s *Store) SubmissionViews(ctx context.Context, document int32) ([]inbox.Event, error) {
	var rows []eventRow
	err := s.list(ctx, "submission views", &rows,
		`SELECT document AS letter, at, actor, 'viewed' AS kind, '' AS detail FROM submission_views WHERE document = $1 ORDER BY id`, document)
	if err != nil {
		return nil, err
	}
	return toEvents(rows), nil
}

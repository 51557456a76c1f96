package store

import (
	"context"
	"fmt"
	"math"
	"strings"
	"time"

	"github.com/jmoiron/sqlx"

	"okienko/inbox"
)

// Failure shows the translation of errors to tests.
var Failure = failure

// WriterDSN is how the writer opens a database.
func WriterDSN(path string) string { return sqliteDSN(path, "immediate", false) }

// SetPatience shortens how long a call waits for the database.
func (s *Store) SetPatience(d time.Duration) { s.patience = d }

// LimitPages makes an SQLite database full at its present size plus some pages;
// 0 lifts the limit.
func (s *Store) LimitPages(ctx context.Context, more int) error {
	limit := math.MaxInt32
	if more > 0 {
		if err := s.writer.GetContext(ctx, &limit, `PRAGMA page_count`); err != nil {
			return err
		}
		limit += more
	}
	_, err := s.writer.ExecContext(ctx, fmt.Sprintf(`PRAGMA max_page_count = %d`, limit))
	return err
}

// AcceptUntilCommit does all of a letter's work and calls crash instead of the
// commit.
func (s *Store) AcceptUntilCommit(ctx context.Context, a Acceptance, crash func()) error {
	rows, err := rowsOf(a)
	if err != nil {
		return err
	}
	return s.untilCommit(ctx, crash, func(b *batch) error {
		_, err := b.accept(ctx, rows)
		return err
	})
}

// OpenReplyUntilCommit does all of opening a reply and calls crash instead of the
// commit.
func (s *Store) OpenReplyUntilCommit(ctx context.Context, upd inbox.Receipt, e inbox.Event, crash func()) error {
	return s.untilCommit(ctx, crash, func(b *batch) error {
		_, err := b.openReply(ctx, upd, e.At, e)
		return err
	})
}

func (s *Store) untilCommit(ctx context.Context, crash func(), apply func(b *batch) error) error {
	return s.transact(ctx, "crash", func(tx *sqlx.Tx) error {
		b, err := s.beginBatch(ctx, tx)
		if err != nil {
			return err
		}
		if err := apply(b); err != nil {
			return err
		}
		if err := b.finish(ctx); err != nil {
			return err
		}
		crash()
		return nil
	})
}

// LoseAnswer commits what comes next twice, as when the connection dies after
// the commit and before its answer.
func (s *Store) LoseAnswer() (commit func()) {
	s.stopCommitter()
	s.startIdle()
	return func() {
		j := <-s.commits.jobs
		lost := &job{apply: j.apply, answer: make(chan error, 1)}
		s.commit([]*job{lost})
		s.commit([]*job{j})
	}
}

// startIdle makes a committer that somebody else drives.
func (s *Store) startIdle() {
	s.commits = committer{max: 1, jobs: make(chan *job), stop: make(chan struct{}), done: make(chan struct{})}
	close(s.commits.done)
}

// Exec runs a statement behind the store's back.
func (s *Store) Exec(ctx context.Context, statement string) error {
	_, err := s.writer.ExecContext(ctx, statement)
	return err
}

// Setting reads one value from a connection of the writer or the readers.
func (s *Store) Setting(ctx context.Context, query string, readers bool) (value string, err error) {
	db := s.writer
	if readers {
		db = s.reader
	}
	return value, db.GetContext(ctx, &value, query)
}

// Plan explains how SQLite finds the letters of a filter.
func (s *Store) Plan(ctx context.Context, f LetterFilter) (string, error) {
	query, args, _ := f.query()
	return s.explain(ctx, query, args...)
}

// IntakePlans explains the reads of the intake.
func (s *Store) IntakePlans(ctx context.Context) (plans []string, err error) {
	same, err := s.explain(ctx, selectSame, Box, []byte{1})
	if err != nil {
		return nil, err
	}
	signed, err := s.explain(ctx, selectFirstOfSigned, []byte{1})
	return []string{same, signed}, err
}

// WorkPlans explains what jobs look for and what the worklist shows.
func (s *Store) WorkPlans(ctx context.Context) (plans []string, err error) {
	unopened, err := s.explain(ctx, selectUnopened, 7, false, 7)
	if err != nil {
		return nil, err
	}
	query, args := undecidedQuery(inbox.Refused, 7, 7)
	undecided, err := s.explain(ctx, query, args...)
	return []string{unopened, undecided}, err
}

// Box is any box.
const Box = "/umprzykladowo/skrytka"

func (s *Store) explain(ctx context.Context, query string, args ...any) (string, error) {
	var steps []struct {
		ID     int    `db:"id"`
		Parent int    `db:"parent"`
		Unused int    `db:"notused"`
		Detail string `db:"detail"`
	}
	err := s.reader.SelectContext(ctx, &steps, `EXPLAIN QUERY PLAN `+query, args...)
	var plan strings.Builder
	for _, step := range steps {
		plan.WriteString(step.Detail + "; ")
	}
	return plan.String(), err
}

package store

import (
	"context"
	"errors"
	"time"

	"github.com/jmoiron/sqlx"
	"golang.org/x/mod/sumdb/tlog"

	"okienko/inbox"
)

// Jobs in one commit. 64 letters of 10 KB are some 15 ms of work, which the first
// waits for the last, and which one bad letter sends into a second attempt. The
// largest number keeps an INSERT below SQLite's 32,766 parameters.
const (
	defaultBatch = 64
	largestBatch = 1000
)

// batchBytes ends a batch early: one statement of PostgreSQL's protocol holds at
// most 1 GB, and letters of 150 MB exist.
const batchBytes = 16 << 20

// commitTimeout bounds one batch, waiting for locks included, and what a caller
// waits for its turn and its batch.
const commitTimeout = 30 * time.Second

// committer carries out the writes of the intake, many in one transaction. What
// waits while a transaction commits is in the next one.
type committer struct {
	max  int
	jobs chan *job // not buffered: a job is either still its caller's or taken
	stop chan struct{}
	done chan struct{}
}

// job is one write. apply may run twice, when the first transaction failed. An
// *inbox.Error from it is an answer and promises that it wrote nothing; any
// other error spoils the transaction.
type job struct {
	apply  func(ctx context.Context, b *batch) error
	size   int // octets of document
	answer chan error
}

// batch is the transaction that jobs share, and the ends of register and log,
// which no other transaction moves meanwhile.
type batch struct {
	tx      *batchTx
	waiting rows                // not yet inserted
	numbers map[int]int         // last register number by year, with those of this batch
	size    int64               // leaves of the log, with those of this batch
	fresh   map[int64]tlog.Hash // hashes of this batch by stored index
}

func (s *Store) startCommitter(maxBatch int) {
	if maxBatch <= 0 {
		maxBatch = defaultBatch
	}
	s.commits = committer{max: min(maxBatch, largestBatch), jobs: make(chan *job), stop: make(chan struct{}), done: make(chan struct{})}
	go s.commitUntilStopped()
}

func (s *Store) stopCommitter() {
	close(s.commits.stop)
	<-s.commits.done
}

// submit hands a write to the committer and waits for its commit. Cancelled
// before it was taken, it is not written; afterwards the caller only stops
// waiting.
func (s *Store) submit(ctx context.Context, doing string, size int, apply func(ctx context.Context, b *batch) error) error {
	if err := s.usable(); err != nil {
		return err
	}
	if ctx.Err() != nil {
		return failure(doing, ctx.Err())
	}
	ctx, cancel := context.WithTimeout(ctx, commitTimeout)
	defer cancel()
	j := &job{apply: apply, size: size, answer: make(chan error, 1)}
	select {
	case s.commits.jobs <- j:
	case <-ctx.Done():
		return failure(doing, ctx.Err())
	case <-s.commits.stop:
		return failure(doing, errClosed)
	}
	select {
	case err := <-j.answer:
		return failure(doing, err)
	case <-ctx.Done():
		return failure(doing, ctx.Err())
	}
}

func (s *Store) commitUntilStopped() {
	defer close(s.commits.done)
	for {
		select {
		case first := <-s.commits.jobs:
			s.commit(s.gather(first))
		case <-s.commits.stop:
			return
		}
	}
}

// gather adds what waits already to the first job; it never waits itself.
func (s *Store) gather(first *job) []*job {
	jobs, size := []*job{first}, first.size
	for len(jobs) < s.commits.max && size < batchBytes {
		select {
		case next := <-s.commits.jobs:
			jobs = append(jobs, next)
			size += next.size
		default:
			return jobs
		}
	}
	return jobs
}

// commit tries all jobs in one transaction. When that fails they are tried one
// by one, so that a bad one fails alone. This also settles a commit whose answer
// was lost with the connection: a job that finds itself written says so.
func (s *Store) commit(jobs []*job) {
	err := s.commitTogether(jobs)
	if err == nil {
		return
	}
	s.log.Warn("shared commit failed, trying one by one", "jobs", len(jobs), "cause", failure("commit", err))
	for i, j := range jobs {
		err := s.commitTogether(jobs[i : i+1])
		if inbox.ErrorCode(err) == inbox.CodeUnavailable { // nor would the others be served
			answerAll(jobs[i:], err)
			return
		}
		if err != nil {
			j.answer <- err
		}
	}
}

func answerAll(jobs []*job, err error) {
	for _, j := range jobs {
		j.answer <- err
	}
}

// commitTogether carries out jobs in one transaction and answers each after the
// commit. On an error nothing is written and nobody is answered.
func (s *Store) commitTogether(jobs []*job) error {
	ctx, cancel := context.WithTimeout(context.Background(), commitTimeout)
	defer cancel()
	if err := s.prepare(ctx); err != nil {
		return failure("commit", err)
	}
	answers := make([]error, len(jobs))
	err := s.transact(ctx, "commit", func(tx *sqlx.Tx) error {
		b, err := s.beginBatch(ctx, tx)
		if err != nil {
			return err
		}
		for i, j := range jobs {
			answers[i] = j.apply(ctx, b)
			if _, decided := errors.AsType[*inbox.Error](answers[i]); answers[i] != nil && !decided {
				return answers[i]
			}
		}
		return b.finish(ctx)
	})
	if err != nil {
		return err
	}
	s.committed(len(jobs))
	for i, j := range jobs {
		j.answer <- answers[i]
	}
	return nil
}

// beginBatch reads the end of the log by an UPDATE that changes nothing: on
// PostgreSQL it locks the row until the commit, so that the intake writes of all
// nodes follow one another and each sees the one before. No letter then needs a
// lock of its own, and two batches cannot deadlock. SQLite has one writer anyway.
func (s *Store) beginBatch(ctx context.Context, tx *sqlx.Tx) (*batch, error) {
	b := &batch{tx: &batchTx{tx, s.prepared, map[string]*sqlx.Stmt{}}, numbers: map[int]int{}, fresh: map[int64]tlog.Hash{}}
	return b, tx.GetContext(ctx, &b.size, `UPDATE log_head SET size = size RETURNING size`)
}

// finish writes what still waits, and the new ends of register and log.
func (b *batch) finish(ctx context.Context) error {
	if err := b.flush(ctx); err != nil || len(b.fresh) == 0 {
		return err
	}
	for year, n := range b.numbers {
		_, err := b.tx.ExecContext(ctx, `INSERT INTO register_counters (year, n) VALUES ($1, $2)
			ON CONFLICT (year) DO UPDATE SET n = excluded.n`, year, n)
		if err != nil {
			return err
		}
	}
	_, err := b.tx.ExecContext(ctx, `UPDATE log_head SET size = $1`, b.size)
	return err
}

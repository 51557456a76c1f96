// Package store holds all SQL of Okienko, through sqlx, for SQLite and
// PostgreSQL. One file per aggregate; row structs are converted here and leave
// only as the types of package inbox.
//
// Every error it returns is an *inbox.Error. Its cause is for the log and never
// holds content of a document or an identity.
package store

import (
	"context"
	"errors"
	"log/slog"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/jmoiron/sqlx"

	"okienko/inbox"
)

// Store is the database. It is safe for concurrent use.
type Store struct {
	dialect   dialect
	writer    *sqlx.DB // on SQLite one connection: it has one writer at a time anyway
	reader    *sqlx.DB
	log       *slog.Logger
	now       func() time.Time
	committed func(writes int)
	current   atomic.Bool // the schema is this program's version
	ids       idBlock
	commits   committer
	patience  time.Duration // callTimeout, less in tests
	prepared  prepared      // of the committer alone
	closing   sync.Once
}

// Options tune a store. The zero value is good for production.
type Options struct {
	Log      *slog.Logger
	MaxBatch int              // intake writes that share one commit at most; 0 = 64, 1 = no group commit
	Now      func() time.Time // for the migrations' own record; nil = time.Now
	// Committed is told how many intake writes each commit held; nil = nobody. It
	// is called by the committer, which waits for it.
	Committed func(writes int)
}

// Open opens sqlite:PATH (or a bare path) or postgres://…. A database newer
// than this program is refused. An older one opens, but until Migrate has run
// everything else fails with inbox.CodeUnavailable.
func Open(ctx context.Context, url string, opt Options) (*Store, error) {
	s, err := connect(url)
	if err != nil {
		return nil, err
	}
	s.patience = callTimeout
	s.log, s.now, s.committed = opt.Log, opt.Now, opt.Committed
	if s.log == nil {
		s.log = slog.New(slog.DiscardHandler)
	}
	if s.now == nil {
		s.now = time.Now
	}
	if s.committed == nil {
		s.committed = func(int) {}
	}
	if err := s.checkSchema(ctx); err != nil {
		return nil, errors.Join(err, s.closeDatabases())
	}
	s.startCommitter(opt.MaxBatch)
	return s, nil
}

func connect(url string) (*Store, error) {
	if strings.HasPrefix(url, "postgres://") || strings.HasPrefix(url, "postgresql://") {
		return connectPostgres(url)
	}
	return connectSQLite(strings.TrimPrefix(url, "sqlite:"))
}

// Ping checks that the database answers.
func (s *Store) Ping(ctx context.Context) error {
	return failure("ping", s.reader.PingContext(ctx))
}

// Close waits for running commits and closes the database. What is called
// afterwards fails with inbox.CodeUnavailable.
func (s *Store) Close() error {
	var err error
	s.closing.Do(func() {
		s.stopCommitter()
		err = s.closeDatabases()
	})
	return err
}

func (s *Store) closeDatabases() error {
	return errors.Join(s.reader.Close(), s.writer.Close())
}

// usable refuses work on a schema that this program was not written for.
func (s *Store) usable() error {
	if s.current.Load() {
		return nil
	}
	return inbox.Errorf(inbox.CodeUnavailable, "the database schema is older than this program: run okienko migrate")
}

package store

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"io"
	"net"
	"strings"
	"time"

	"github.com/jackc/pgx/v5/pgconn"
	"modernc.org/sqlite"

	"okienko/inbox"
)

// Retry hints: a busy or restarting database is back within seconds, a full
// disk needs a person.
const (
	retryBusy = 5 * time.Second
	retryFull = 5 * time.Minute
)

// errClosed is the cause of what is asked of a closed store.
var errClosed = errors.New("store: closed")

// failure translates what a database reports into an *inbox.Error: storage full,
// unavailable, or internal. An *inbox.Error passes unchanged, nil stays nil.
func failure(doing string, err error) error {
	if err == nil {
		return nil
	}
	if own, ok := errors.AsType[*inbox.Error](err); ok {
		return own
	}
	cause := fmt.Errorf("store: %s: %w", doing, withoutValues(err))
	switch {
	case isFull(err):
		return &inbox.Error{Code: inbox.CodeStorageFull, RetryAfter: retryFull, Cause: cause}
	case isAway(err):
		return &inbox.Error{Code: inbox.CodeUnavailable, RetryAfter: retryBusy, Cause: cause}
	}
	return &inbox.Error{Code: inbox.CodeInternal, Cause: cause}
}

// withoutValues drops PostgreSQL's message, which may quote a value of the row;
// SQLite's name columns only.
func withoutValues(err error) error {
	if pg, ok := errors.AsType[*pgconn.PgError](err); ok {
		return fmt.Errorf("SQLSTATE %s (table %q, constraint %q)", pg.Code, pg.TableName, pg.ConstraintName)
	}
	return err
}

func isFull(err error) bool {
	if pg, ok := errors.AsType[*pgconn.PgError](err); ok {
		return pg.Code == "53100" // disk_full
	}
	return sqlitePrimary(err) == sqliteFull
}

// Primary result codes of SQLite, the low byte of an extended one.
const (
	sqliteBusy     = 5
	sqliteLocked   = 6
	sqliteIOError  = 10
	sqliteFull     = 13
	sqliteCantOpen = 14
)

// sqliteUnique is an extended code: a unique index has the row already.
const sqliteUnique = 2067

func sqlitePrimary(err error) int {
	if lite, ok := errors.AsType[*sqlite.Error](err); ok {
		return lite.Code() & 0xff
	}
	return 0
}

// isAway reports that the database is busy, gone, closing, or that the caller
// stopped waiting: the same request may succeed later.
func isAway(err error) bool {
	for _, known := range []error{errClosed, context.Canceled, context.DeadlineExceeded, sql.ErrConnDone, sql.ErrTxDone,
		driver.ErrBadConn, io.EOF, io.ErrUnexpectedEOF, net.ErrClosed} {
		if errors.Is(err, known) {
			return true
		}
	}
	switch sqlitePrimary(err) {
	case sqliteBusy, sqliteLocked, sqliteIOError, sqliteCantOpen:
		return true
	}
	if pg, ok := errors.AsType[*pgconn.PgError](err); ok {
		return isAwayState(pg.Code)
	}
	return isNetwork(err)
}

func isNetwork(err error) bool {
	if _, ok := errors.AsType[*pgconn.ConnectError](err); ok {
		return true
	}
	if _, ok := errors.AsType[net.Error](err); ok {
		return true
	}
	// database/sql has no value for it.
	return strings.Contains(err.Error(), "sql: database is closed")
}

// isAwayState knows the SQLSTATEs of a server that is stopping, starting,
// overloaded, a standby after a fail-over, or whose locks collided.
func isAwayState(code string) bool {
	switch code {
	case "40001", "40P01", "55P03", "57P01", "57P02", "57P03", "57P05", "25006", "25P03", "57014":
		return true
	}
	return strings.HasPrefix(code, "08") || strings.HasPrefix(code, "53")
}

// isDuplicate reports that a unique index has the row already.
func isDuplicate(err error) bool {
	if pg, ok := errors.AsType[*pgconn.PgError](err); ok {
		return pg.Code == "23505" // unique_violation
	}
	lite, ok := errors.AsType[*sqlite.Error](err)
	return ok && lite.Code() == sqliteUnique
}

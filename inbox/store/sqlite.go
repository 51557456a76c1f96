package store

import (
	"net/url"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"

	"github.com/jmoiron/sqlx"
	_ "modernc.org/sqlite" // the driver "sqlite"

	"okienko/inbox"
)

// busyMillis is how long a connection waits for another process's lock, such as
// a backup's or a migration's; commits themselves take a few milliseconds.
const busyMillis = "10000"

// A batch of 64 letters writes some 2 MB. SQLite's defaults (4 MB of log before it
// is copied into the database, 2 MB of cache) would stop for a checkpoint every
// other batch and spill pages in the middle of one.
const (
	checkpointPages = "4096"     // of 4 KB: 16 MB
	keptWAL         = "67108864" // a log swollen by a large letter shrinks back to 64 MB
	writerCache     = "-16384"   // 16 MB; negative means kilobytes
)

// bindSQLite tells sqlx, once, that the driver takes $1.
var bindSQLite = sync.OnceFunc(func() { sqlx.BindDriver("sqlite", sqlx.DOLLAR) })

func connectSQLite(path string) (*Store, error) {
	if path == "" || strings.HasPrefix(path, ":memory:") { // a reader would see another, empty memory
		return nil, inbox.Errorf(inbox.CodeInternal, "store: the database URL names no file")
	}
	createPrivately(path)
	bindSQLite()
	writer, err := sqlx.Open("sqlite", sqliteDSN(path, "immediate", false))
	if err != nil {
		return nil, failure("open", err)
	}
	writer.SetMaxOpenConns(1)
	reader, err := sqlx.Open("sqlite", sqliteDSN(path, "deferred", true))
	if err != nil {
		return nil, failure("open", err)
	}
	// A reader is a page cache and a file handle, and works on a processor.
	reader.SetMaxOpenConns(max(4, 2*runtime.NumCPU()))
	reader.SetMaxIdleConns(max(4, 2*runtime.NumCPU()))
	return &Store{dialect: sqliteDialect, writer: writer, reader: reader}, nil
}

// createPrivately makes a new database file that only its owner reads; SQLite
// gives its log the same mode. When it fails, opening says why. An existing file
// is not touched: closing it would drop SQLite's locks of this process.
func createPrivately(path string) {
	if file, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE|os.O_EXCL, 0o600); err == nil {
		file.Close()
	}
}

// sqliteDSN writes path as a file: URI, since SQLite gives ?, # and % in it a
// meaning. synchronous=FULL makes each WAL commit wait for the disk: a receipt
// may leave after it.
func sqliteDSN(path, lock string, readOnly bool) string {
	pragmas := []string{"busy_timeout(" + busyMillis + ")", "journal_mode(WAL)", "synchronous(FULL)", "foreign_keys(1)"}
	if readOnly {
		pragmas = append(pragmas, "query_only(1)")
	} else {
		pragmas = append(pragmas, "wal_autocheckpoint("+checkpointPages+")", "journal_size_limit("+keptWAL+")",
			"cache_size("+writerCache+")",
			"secure_delete(1)") // what is erased or purged is overwritten, too
	}
	query := url.Values{"_txlock": {lock}, "_pragma": pragmas}
	return "file:" + (&url.URL{Path: filepath.ToSlash(path)}).EscapedPath() + "?" + query.Encode()
}

package store_test

import (
	"context"
	"crypto/rand"
	"database/sql"
	"encoding/binary"
	"path/filepath"
	"runtime"
	"sync/atomic"
	"testing"

	"okienko/inbox/store"
	"okienko/inbox/store/storetest"
)

// What a letter writes in both benchmarks: its bytes, its receipt and its report,
// and the small rows beside them (submission, event, leaf, two tree hashes).
const (
	benchLetter  = 10 << 10
	benchReceipt = 6 << 10
	benchReport  = 1 << 10
	benchRow     = 150
	benchRows    = 5
)

// BenchmarkAccept commits letters of 10 KB from many callers, as a busy server
// has them.
func BenchmarkAccept(b *testing.B) {
	s := storetest.OpenURL(b, storetest.SQLite(b), store.Options{})
	benchmarkAccept(b, s)
}

// BenchmarkAcceptPostgres does the same on a private server.
func BenchmarkAcceptPostgres(b *testing.B) {
	s := storetest.OpenURL(b, storetest.Postgres(b), store.Options{})
	benchmarkAccept(b, s)
}

func benchmarkAccept(b *testing.B, s *store.Store) {
	var id atomic.Int32
	id.Store(1 << 20) // behind the ids the store draws
	receipt, report := random(benchReceipt), random(benchReport)
	b.SetBytes(benchLetter)
	b.SetParallelism(128 / runtime.GOMAXPROCS(0))
	b.RunParallel(func(pb *testing.PB) {
		raw := random(benchLetter)
		for pb.Next() {
			document := id.Add(2)
			binary.BigEndian.PutUint32(raw, uint32(document))
			a := storetest.Acceptance(document, document+1, raw)
			a.Receipt.Bytes, a.Letter.Report = receipt, report
			if _, err := s.Accept(context.Background(), a); err != nil {
				b.Error(err)
				return
			}
		}
	})
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "letters/s")
}

// BenchmarkBareCommit is the measure beside it: the same number of rows and bytes
// in durable transactions of 64 letters, on the same driver and settings with
// prepared statements, without indexes and without any code of ours.
func BenchmarkBareCommit(b *testing.B) {
	db, err := sql.Open("sqlite", store.WriterDSN(filepath.Join(b.TempDir(), "bare.db")))
	if err != nil {
		b.Fatal(err)
	}
	defer db.Close()
	db.SetMaxOpenConns(1)
	if _, err := db.Exec(`CREATE TABLE large (id INTEGER PRIMARY KEY, v BLOB); CREATE TABLE small (id INTEGER PRIMARY KEY, v BLOB)`); err != nil {
		b.Fatal(err)
	}
	large, err := db.Prepare(`INSERT INTO large (v) VALUES ($1)`)
	if err != nil {
		b.Fatal(err)
	}
	small, err := db.Prepare(`INSERT INTO small (v) VALUES ($1)`)
	if err != nil {
		b.Fatal(err)
	}
	b.SetBytes(benchLetter)
	b.ResetTimer()
	for done := 0; done < b.N; done += 64 {
		bareCommit(b, db, large, small, min(64, b.N-done))
	}
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "letters/s")
}

func bareCommit(b *testing.B, db *sql.DB, large, small *sql.Stmt, letters int) {
	tx, err := db.Begin()
	if err != nil {
		b.Fatal(err)
	}
	large, small = tx.Stmt(large), tx.Stmt(small)
	blobs, row := [][]byte{random(benchLetter), random(benchReceipt), random(benchReport)}, random(benchRow)
	for range letters {
		for _, blob := range blobs {
			if _, err := large.Exec(blob); err != nil {
				b.Fatal(err)
			}
		}
		for range benchRows {
			if _, err := small.Exec(row); err != nil {
				b.Fatal(err)
			}
		}
	}
	if err := tx.Commit(); err != nil {
		b.Fatal(err)
	}
}

func random(n int) []byte {
	raw := make([]byte, n)
	_, _ = rand.Read(raw)
	return raw
}

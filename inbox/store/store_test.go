package store_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"

	"okienko/inbox"
	"okienko/inbox/store"
	"okienko/inbox/store/storetest"
)

func TestMain(m *testing.M) {
	if child := os.Getenv(childEnv); child != "" {
		os.Exit(runChild(child, os.Getenv(childURLEnv)))
	}
	os.Exit(storetest.Main(m))
}

func TestSQLite(t *testing.T) { storetest.Exercise(t, storetest.SQLite) }

func TestPostgres(t *testing.T) { storetest.Exercise(t, storetest.Postgres) }

// databases are those the tests of this file run on, beside the suite.
var databases = map[string]func(testing.TB) string{"sqlite": storetest.SQLite, "postgres": storetest.Postgres}

func onBoth(t *testing.T, run func(t *testing.T, url string)) {
	for name, fresh := range databases {
		t.Run(name, func(t *testing.T) { run(t, fresh(t)) })
	}
}

func TestAnswerOfACommitIsLost(t *testing.T) {
	onBoth(t, func(t *testing.T, url string) {
		ctx := context.Background()
		s := storetest.OpenURL(t, url, store.Options{})
		a := storetest.Sample(t, s, []byte("<pismo/>"))
		commit := s.LoseAnswer()
		go commit()
		out, err := s.Accept(ctx, a)
		if err != nil || out.Duplicate || out.Letter.Number.N != 1 || out.Receipt.ID != a.Receipt.ID {
			t.Errorf("accepted: %+v, %v", out, err)
		}
		raw := []byte("<odrzucone/>")
		sub := storetest.Held(t, s, raw)
		go commit()
		if err := s.Refuse(ctx, sub, raw, nil, 0); err != nil {
			t.Errorf("refused: %v", err)
		}
		go commit()
		held, err := s.Hold(ctx, storetest.Held(t, s, []byte("<wstrzymane/>")), []byte("<wstrzymane/>"))
		if err != nil || held.State != inbox.Held {
			t.Errorf("held: %+v, %v", held, err)
		}
		go commit()
		if err := s.Refuse(ctx, held, nil, &inbox.Receipt{ID: 999, Kind: inbox.Refusal, Document: held.Document, Bytes: raw}, held.ID); err != nil {
			t.Errorf("held, then refused: %v", err)
		}
		for what, want := range map[string][2]any{
			"letters": {count(t, s, "letters"), "1"}, "receipts": {count(t, s, "receipts"), "2"}, "submissions": {count(t, s, "submissions"), "3"}, "leaves": {count(t, s, "log_leaves"), "1"},
		} {
			if want[0] != want[1] {
				t.Errorf("%s %s, want %s", want[0], what, want[1])
			}
		}
	})
}

func count(t *testing.T, s *store.Store, table string) string {
	t.Helper()
	n, err := s.Setting(context.Background(), `SELECT CAST(count(*) AS TEXT) FROM `+table, true)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func TestFullDisk(t *testing.T) {
	ctx := context.Background()
	s := storetest.OpenURL(t, storetest.SQLite(t), store.Options{})
	storetest.Accept(t, s, storetest.Sample(t, s, []byte("<pierwsze/>")))
	small, large := storetest.Sample(t, s, []byte("<małe/>")), storetest.Sample(t, s, []byte(strings.Repeat("<duże/>", 20_000)))
	if err := s.LimitPages(ctx, 3); err != nil {
		t.Fatal(err)
	}
	_, err := s.Accept(ctx, large)
	full, ok := errors.AsType[*inbox.Error](err)
	if !ok || full.Code != inbox.CodeStorageFull || full.RetryAfter <= 0 {
		t.Fatalf("accepted on a full disk: %v", err)
	}
	if err := s.Refuse(ctx, storetest.Held(t, s, large.Raw), large.Raw, nil, 0); inbox.ErrorCode(err) != inbox.CodeStorageFull {
		t.Errorf("refused on a full disk: %v", err)
	}
	for table, want := range map[string]string{"letters": "1", "submissions": "1", "documents": "1", "receipts": "1", "events": "1", "log_leaves": "1"} {
		if got := count(t, s, table); got != want {
			t.Errorf("%s rows of %s after a full disk, want %s", got, table, want)
		}
	}
	if err := s.LimitPages(ctx, 0); err != nil {
		t.Fatal(err)
	}
	for i, a := range []store.Acceptance{small, large} {
		if out := storetest.Accept(t, s, a); out.Letter.Number.N != i+2 {
			t.Errorf("number %v after the disk was mended, want %d", out.Letter.Number, i+2)
		}
	}
}

func TestFullDiskFailsOnlyWhatDoesNotFit(t *testing.T) {
	ctx := context.Background()
	s := storetest.OpenURL(t, storetest.SQLite(t), store.Options{})
	large := storetest.Sample(t, s, []byte(strings.Repeat("<duże/>", 20_000)))
	small := storetest.Sample(t, s, []byte("<małe/>"))
	if err := s.LimitPages(ctx, 20); err != nil {
		t.Fatal(err)
	}
	errs := make(chan error, 2)
	for _, a := range []store.Acceptance{large, small} {
		go func() {
			_, err := s.Accept(ctx, a)
			errs <- err
		}()
	}
	codes := map[string]int{inbox.ErrorCode(<-errs): 1}
	codes[inbox.ErrorCode(<-errs)]++
	if codes[""] != 1 || codes[inbox.CodeStorageFull] != 1 {
		t.Errorf("answers %v, want the small letter accepted and the large one not", codes)
	}
}

func TestNewerDatabaseIsRefused(t *testing.T) {
	onBoth(t, func(t *testing.T, url string) {
		ctx := context.Background()
		s := storetest.OpenURL(t, url, store.Options{})
		if err := s.Exec(ctx, `INSERT INTO schema_migrations (version, name, applied) VALUES (99, '0099_later', 0)`); err != nil {
			t.Fatal(err)
		}
		if _, err := s.Migrate(ctx); inbox.ErrorCode(err) != inbox.CodeInternal {
			t.Errorf("migrated a newer database: %v", err)
		}
		if other, err := store.Open(ctx, url, store.Options{}); inbox.ErrorCode(err) != inbox.CodeInternal {
			t.Errorf("opened a newer database: %v", err)
			other.Close()
		}
	})
}

func TestSQLiteIsDurable(t *testing.T) {
	s := storetest.Open(t)
	for query, want := range map[string]string{
		`PRAGMA journal_mode`: "wal", `PRAGMA synchronous`: "2", `PRAGMA foreign_keys`: "1", `PRAGMA busy_timeout`: "10000",
	} {
		for _, readers := range []bool{false, true} {
			if got, err := s.Setting(context.Background(), query, readers); err != nil || got != want {
				t.Errorf("%s (readers: %v) is %s, want %s (%v)", query, readers, got, want, err)
			}
		}
	}
	if got, err := s.Setting(context.Background(), `PRAGMA query_only`, true); err != nil || got != "1" {
		t.Errorf("readers may write: %s, %v", got, err)
	}
}

func TestSQLiteFilesAreTheOwnersAlone(t *testing.T) {
	url := storetest.SQLite(t)
	storetest.OpenURL(t, url, store.Options{})
	for _, suffix := range []string{"", "-wal", "-shm"} {
		info, err := os.Stat(strings.TrimPrefix(url, "sqlite:") + suffix)
		if err != nil || info.Mode().Perm() != 0o600 {
			t.Errorf("%s: %v, %v", suffix, info.Mode(), err)
		}
	}
}

func TestErasedLetterIsOverwritten(t *testing.T) {
	ctx := context.Background()
	url := storetest.SQLite(t)
	s := storetest.OpenURL(t, url, store.Options{})
	a := storetest.Sample(t, s, []byte(strings.Repeat("<zdradliwe/>", 1000)))
	storetest.Accept(t, s, a)
	traces := func() (found []string) {
		if err := s.Exec(ctx, `PRAGMA wal_checkpoint(TRUNCATE)`); err != nil {
			t.Fatal(err)
		}
		file, err := os.ReadFile(strings.TrimPrefix(url, "sqlite:"))
		if err != nil {
			t.Fatal(err)
		}
		for _, trace := range []string{"44051401458", "Anna Testowa", "zdradliwe", "UPP document", "system-testowy"} {
			if bytes.Contains(file, []byte(trace)) {
				found = append(found, trace)
			}
		}
		return found
	}
	if n := len(traces()); n != 5 {
		t.Fatalf("the file holds %d traces of a letter, want all 5", n)
	}
	_, err := s.Move(ctx, store.Transition{Letter: a.Letter.ID, From: []inbox.LetterState{inbox.Queued}, To: inbox.Closed})
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Erase(ctx, a.Letter.ID, storetest.Arrived); err != nil {
		t.Fatal(err)
	}
	if left := traces(); len(left) != 0 {
		t.Errorf("the file still holds %q", left)
	}
}

func TestPostgresIsDurable(t *testing.T) {
	url := storetest.Postgres(t)
	s := storetest.OpenURL(t, url, store.Options{})
	if got, err := s.Setting(context.Background(), `SHOW synchronous_commit`, false); err != nil || got != "on" {
		t.Errorf("synchronous_commit is %s, %v", got, err)
	}
	strict := storetest.OpenURL(t, url+"&synchronous_commit=remote_apply", store.Options{})
	if got, err := strict.Setting(context.Background(), `SHOW synchronous_commit`, false); err != nil || got != "remote_apply" {
		t.Errorf("the URL asks for remote_apply and gets %s, %v", got, err)
	}
}

func TestNothingIsFoundByReadingAll(t *testing.T) {
	ctx := context.Background()
	s := storetest.Open(t)
	plans, err := s.IntakePlans(ctx)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range []store.LetterFilter{
		{Department: "so"}, {Department: "so", State: inbox.Queued}, {Department: "so", State: inbox.Queued, After: 7},
		{Department: "so", Sender: "anna"}, {PostedBy: "anna"}, {PostedBy: "anna", After: 7},
		{Number: inbox.RegisterNumber{Year: 2026, N: 7}}, {SHA256: &[32]byte{1}}, {After: 7},
		{Department: "so", ByDue: true}, {Department: "so", ByDue: true, DueUntil: "2026-03-10"},
	} {
		plan, err := s.Plan(ctx, f)
		if err != nil {
			t.Fatal(err)
		}
		if strings.Contains(plan, "TEMP B-TREE") {
			t.Errorf("a page sorts all letters: %s", plan)
		}
		plans = append(plans, plan)
	}
	own, err := s.Plan(ctx, store.LetterFilter{WrittenBy: &inbox.Actor{Login: "anna", PESEL: "44051401458"}})
	if err != nil {
		t.Fatal(err)
	}
	work, err := s.WorkPlans(ctx)
	if err != nil {
		t.Fatal(err)
	}
	for _, plan := range append(append(plans, own), work...) {
		if !strings.Contains(plan, "SEARCH") || strings.Contains(plan, "SCAN") {
			t.Error(plan)
		}
	}
}

func TestSQLitePathIsTakenLiterally(t *testing.T) {
	for _, name := range []string{"z odstępem.db", "pytanie?.db", "100%41.db", "hasz#.db", "zażółć&x=1.db"} {
		path := filepath.Join(t.TempDir(), name)
		s := storetest.OpenURL(t, path, store.Options{})
		storetest.Accept(t, s, storetest.Sample(t, s, []byte("<pismo/>")))
		if _, err := os.Stat(path); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestUnusableURLs(t *testing.T) {
	missing := filepath.Join(t.TempDir(), "nie", "ma", "x.db")
	for url, code := range map[string]string{
		"":                    inbox.CodeInternal,
		"sqlite:":             inbox.CodeInternal,
		"sqlite::memory:":     inbox.CodeInternal,
		"postgres://h:port/x": inbox.CodeInternal,
		missing:               inbox.CodeUnavailable,
		"postgres:///x?host=" + filepath.Dir(missing): inbox.CodeUnavailable,
	} {
		s, err := store.Open(context.Background(), url, store.Options{})
		if inbox.ErrorCode(err) != code {
			t.Errorf("%s: %v, want %s", url, err, code)
		}
		if err == nil {
			s.Close()
		}
	}
	_, err := store.Open(context.Background(), "postgres://u:tajne haslo@h:port/x", store.Options{})
	if err == nil || strings.Contains(err.Error(), "tajne") {
		t.Errorf("the error quotes the password: %v", err)
	}
}

func TestFailures(t *testing.T) {
	pg := func(code string) error {
		return fmt.Errorf("exec: %w", &pgconn.PgError{Code: code, Message: "44051401458", Detail: "Key (sender_pesel)=(44051401458)"})
	}
	own := &inbox.Error{Code: inbox.CodeLetterState}
	for _, c := range []struct {
		err  error
		code string
	}{
		{nil, ""},
		{own, inbox.CodeLetterState},
		{fmt.Errorf("wrapped: %w", own), inbox.CodeLetterState},
		{pg("53100"), inbox.CodeStorageFull},
		{pg("53300"), inbox.CodeUnavailable}, // too many connections
		{pg("57P01"), inbox.CodeUnavailable}, // stopping
		{pg("08006"), inbox.CodeUnavailable}, // connection lost
		{pg("40P01"), inbox.CodeUnavailable}, // deadlock
		{pg("25006"), inbox.CodeUnavailable}, // a standby
		{pg("23505"), inbox.CodeInternal},    // a constraint
		{io.ErrUnexpectedEOF, inbox.CodeUnavailable},
		{context.DeadlineExceeded, inbox.CodeUnavailable},
		{&pgconn.ConnectError{}, inbox.CodeUnavailable},
		{errors.New("sql: database is closed"), inbox.CodeUnavailable},
		{errors.New("anything else"), inbox.CodeInternal},
	} {
		got := store.Failure("test", c.err)
		if inbox.ErrorCode(got) != c.code {
			t.Errorf("%v becomes %v, want %s", c.err, got, c.code)
		}
		if own, ok := errors.AsType[*inbox.Error](got); ok {
			if hint := own.RetryAfter > 0; hint != (c.code == inbox.CodeUnavailable || c.code == inbox.CodeStorageFull) {
				t.Errorf("%s has retry hint %v", c.code, own.RetryAfter)
			}
			if strings.Contains(own.Error(), "44051401458") {
				t.Errorf("the error quotes a value: %v", own)
			}
		}
	}
}

func TestPostgresConnectionsDie(t *testing.T) {
	ctx := context.Background()
	url := storetest.Postgres(t)
	s := storetest.OpenURL(t, url, store.Options{})
	other := storetest.OpenURL(t, url+"&application_name=other", store.Options{})
	accepted := 0
	for i := range 30 {
		if i%5 == 3 {
			if err := other.Exec(ctx, `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'okienko'`); err != nil {
				t.Fatal(err)
			}
		}
		a := storetest.Acceptance(int32(1000+2*i), int32(1001+2*i), fmt.Appendf(nil, "<pismo n='%d'/>", i))
		out, err := s.Accept(ctx, a)
		if err != nil && inbox.ErrorCode(err) != inbox.CodeUnavailable {
			t.Errorf("letter %d: %v", i, err)
		}
		if err != nil { // the sender posts again
			out = storetest.Accept(t, s, a)
		}
		if accepted++; out.Letter.Number.N != accepted {
			t.Errorf("letter %d has number %v", i, out.Letter.Number)
		}
	}
}

// TestNobodyWaitsForEver: a database that takes questions and answers none is away.
func TestNobodyWaitsForEver(t *testing.T) {
	ctx := context.Background()
	url := storetest.Postgres(t)
	s := storetest.OpenURL(t, url+"&lock_timeout=60000", store.Options{})
	out := storetest.Accept(t, s, storetest.Sample(t, s, []byte("<pismo/>")))
	conn, err := pgx.Connect(ctx, url)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close(ctx) // which ends the lock
	if _, err := conn.Exec(ctx, `BEGIN; LOCK TABLE letters, submissions, accounts, events, id_blocks, log_hashes IN ACCESS EXCLUSIVE MODE`); err != nil {
		t.Fatal(err)
	}
	s.SetPatience(200 * time.Millisecond)
	for name, call := range map[string]func() error{
		"FindAccepted": func() error { _, _, err := s.FindAccepted(ctx, out.Letter.Box, out.Letter.SHA256); return err },
		"Letter":       func() error { _, err := s.Letter(ctx, out.Document); return err },
		"Submission":   func() error { _, err := s.Submission(ctx, out.Document); return err },
		"AddEvent": func() error {
			return s.AddEvent(ctx, inbox.Event{Letter: out.Document, At: time.Now(), Kind: "viewed"})
		},
		"Events":     func() error { _, err := s.Events(ctx, out.Document); return err },
		"LogHashes":  func() error { _, err := s.LogHashes(ctx, []int64{0}); return err },
		"PutAccount": func() error { return s.PutAccount(ctx, inbox.Account{Login: "test"}) },
		"Erase":      func() error { return s.Erase(ctx, out.Document, time.Now()) },
	} {
		began := time.Now()
		if err := call(); inbox.ErrorCode(err) != inbox.CodeUnavailable {
			t.Errorf("%s: %v", name, err)
		}
		if took := time.Since(began); took > 5*time.Second {
			t.Errorf("%s waited %v", name, took)
		}
	}
}

func TestCallersShareTheWaitForALock(t *testing.T) {
	ctx := context.Background()
	url := storetest.Postgres(t)
	holder := storetest.OpenURL(t, url, store.Options{})
	s := storetest.OpenURL(t, url+"&lock_timeout=300", store.Options{})
	var samples []store.Acceptance
	for i := range 40 {
		samples = append(samples, storetest.Sample(t, s, fmt.Appendf(nil, "<pismo n='%d'/>", i)))
	}
	err := holder.AcceptUntilCommit(ctx, storetest.Sample(t, holder, []byte("<inne/>")), func() {
		began := time.Now()
		var callers sync.WaitGroup
		for _, a := range samples {
			callers.Go(func() {
				if _, err := s.Accept(ctx, a); inbox.ErrorCode(err) != inbox.CodeUnavailable {
					t.Errorf("accepted beside a held lock: %v", err)
				}
			})
		}
		callers.Wait()
		if took := time.Since(began); took > 40*300*time.Millisecond/2 {
			t.Errorf("40 callers waited one after another: %v", took)
		}
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestAnotherNodeHoldsTheRegister(t *testing.T) {
	ctx := context.Background()
	url := storetest.Postgres(t)
	holder := storetest.OpenURL(t, url, store.Options{})
	s := storetest.OpenURL(t, url+"&lock_timeout=200", store.Options{})
	a, b := storetest.Sample(t, s, []byte("<pismo/>")), storetest.Sample(t, holder, []byte("<inne/>"))
	err := holder.AcceptUntilCommit(ctx, b, func() {
		_, err := s.Accept(ctx, a)
		if own, ok := errors.AsType[*inbox.Error](err); !ok || own.Code != inbox.CodeUnavailable || own.RetryAfter < time.Second {
			t.Errorf("accepted beside a held lock: %v", err)
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	if out := storetest.Accept(t, s, a); out.Letter.Number.N != 2 {
		t.Errorf("number %v, want 2", out.Letter.Number)
	}
}

// Package store holds all SQL of Okienko, through sqlx, for SQLite and
// PostgreSQL. One file per aggregate; row structs are converted here and leave
// only as the types of package inbox.
package store

import (
	"context"
	"log/slog"
	"time"

	"okienko/inbox"
)

// Store is the database. It is safe for concurrent use.
type Store struct{ impl }

type impl struct{}

// Options tune a store. The zero value is good for production.
type Options struct {
	Log      *slog.Logger
	MaxBatch int // acceptances that share one commit at most; 0 = 64, 1 = no group commit
}

// Open opens sqlite:PATH (or a bare path) or postgres://… and refuses a
// database whose schema is older than this program, unless Migrate follows.
func Open(ctx context.Context, url string, opt Options) (*Store, error) { panic("room store") }

// Migrate brings the schema up to this program's version; it returns the
// migrations applied, by name.
func (s *Store) Migrate(ctx context.Context) (applied []string, err error) { panic("room store") }

// SchemaVersion returns the database's version and the program's.
func (s *Store) SchemaVersion(ctx context.Context) (database, program int, err error) {
	panic("room store")
}

// Ping checks that the database answers.
func (s *Store) Ping(ctx context.Context) error { panic("room store") }

// Close waits for running commits and closes the database.
func (s *Store) Close() error { panic("room store") }

// DrawID draws a positive 31-bit id ahead of signing; gaps are allowed. One
// sequence serves documents (letters) and receipts. Ids come from reserved
// blocks, so most calls touch no disk.
func (s *Store) DrawID(ctx context.Context) (int32, error) { panic("room store") }

// Acceptance is everything one accepted letter writes, in one transaction. The
// letter's Number and CopyOf are set by the commit; the submission's ID too.
type Acceptance struct {
	Submission inbox.Submission // State Accepted
	Letter     inbox.Letter
	Receipt    inbox.Receipt
	Raw        []byte // the exact bytes received
	HeldID     int64  // the held submission this decides; 0 = none
}

// Accept commits a letter: submission, bytes, letter, register number (gapless,
// drawn inside), receipt, queue entry, history event, log leaf. When the same
// bytes were accepted in the same box before (or meanwhile, by another node),
// nothing is written and the earlier outcome comes back with Duplicate true.
// An error means that nothing was written: inbox.CodeUnavailable (with a retry
// hint), or inbox.CodeStorageFull when the disk is full.
func (s *Store) Accept(ctx context.Context, a Acceptance) (inbox.Outcome, error) { panic("room store") }

// Refuse records a refused submission, its bytes for a capped time and size, and
// its refusal receipt when there is one.
func (s *Store) Refuse(ctx context.Context, sub inbox.Submission, raw []byte, receipt *inbox.Receipt, heldID int64) error {
	panic("room store")
}

// Hold records a held submission with its bytes, to be judged again. The same
// bytes held before in the same box: that submission comes back.
func (s *Store) Hold(ctx context.Context, sub inbox.Submission, raw []byte) (inbox.Submission, error) {
	panic("room store")
}

// FindAccepted returns the outcome of bytes accepted in a box before, with
// letter and receipt; ok is false when there is none.
func (s *Store) FindAccepted(ctx context.Context, box string, sha256 [32]byte) (out inbox.Outcome, ok bool, err error) {
	panic("room store")
}

// HeldSubmissions lists held submissions, oldest first.
func (s *Store) HeldSubmissions(ctx context.Context, limit int) ([]inbox.Submission, error) {
	panic("room store")
}

// Submission returns a submission by its document id, inbox.CodeLetterNotFound
// when there is none.
func (s *Store) Submission(ctx context.Context, document int32) (inbox.Submission, error) {
	panic("room store")
}

// SubmissionBytes returns the received bytes by document id.
func (s *Store) SubmissionBytes(ctx context.Context, document int32) ([]byte, error) {
	panic("room store")
}

// SubmissionsByDigest lists what became of these bytes in any box, newest first.
func (s *Store) SubmissionsByDigest(ctx context.Context, sha256 [32]byte) ([]inbox.Submission, error) {
	panic("room store")
}

// ReceiptOf returns the receipt or refusal of a document id,
// inbox.CodeReceiptNotFound when there is none.
func (s *Store) ReceiptOf(ctx context.Context, document int32) (inbox.Receipt, error) {
	panic("room store")
}

// Letter returns a letter, inbox.CodeLetterNotFound when there is none.
func (s *Store) Letter(ctx context.Context, id int32) (inbox.Letter, error) { panic("room store") }

// LetterFilter selects letters; zero fields do not select.
type LetterFilter struct {
	Department string
	State      inbox.LetterState
	Number     inbox.RegisterNumber
	SHA256     *[32]byte
	PostedBy   string
	Sender     string // part of the sender's name, without regard to case
	After      int32  // cursor: the last id of the page before; letters come in order of id
	Limit      int    // 0 = 50, at most 200
}

// Letters lists letters in order of arrival (id).
func (s *Store) Letters(ctx context.Context, f LetterFilter) ([]inbox.Letter, error) {
	panic("room store")
}

// Transition moves a letter from one of the states From to To by one guarded
// UPDATE and writes the event. inbox.CodeLetterState when it is in no such
// state (or claimed by another clerk, where Clerk is asked), with the present
// state in args.
type Transition struct {
	Letter     int32
	From       []inbox.LetterState
	To         inbox.LetterState
	ByClerk    string // when not empty: only if this clerk has it claimed
	Clerk      string // new claimant; "" = none
	Department string // new department; "" = unchanged
	Event      inbox.Event
}

// Move carries out a transition and returns the letter after it.
func (s *Store) Move(ctx context.Context, t Transition) (inbox.Letter, error) { panic("room store") }

// AddEvent writes one line of a letter's history.
func (s *Store) AddEvent(ctx context.Context, e inbox.Event) error { panic("room store") }

// Events lists a letter's history, oldest first.
func (s *Store) Events(ctx context.Context, letter int32) ([]inbox.Event, error) { panic("room store") }

// PutAccount creates or replaces an account.
func (s *Store) PutAccount(ctx context.Context, a inbox.Account) error { panic("room store") }

// AccountByLogin returns an account; ok is false when there is none.
func (s *Store) AccountByLogin(ctx context.Context, login string) (a inbox.Account, ok bool, err error) {
	panic("room store")
}

// AccountByToken returns the account with this token digest (hex SHA-256).
func (s *Store) AccountByToken(ctx context.Context, tokenSHA256 string) (a inbox.Account, ok bool, err error) {
	panic("room store")
}

// Session is a browser session. Receipts are the document ids whose receipt
// this browser was shown as the answer to its own posting.
type Session struct {
	IDSHA256 string // hex digest of the cookie value
	Login    string // "" = not signed in
	CSRF     string
	Receipts []int32
	Expires  time.Time
}

// PutSession creates or replaces a session.
func (s *Store) PutSession(ctx context.Context, session Session) error { panic("room store") }

// SessionByID returns a live session; ok is false when there is none or it is over at now.
func (s *Store) SessionByID(ctx context.Context, idSHA256 string, now time.Time) (session Session, ok bool, err error) {
	panic("room store")
}

// DeleteSession ends a session.
func (s *Store) DeleteSession(ctx context.Context, idSHA256 string) error { panic("room store") }

// LogLeaves returns leaves [from, to) of the receipt log in order.
func (s *Store) LogLeaves(ctx context.Context, from, to int64) ([][]byte, error) { panic("room store") }

// LogHashes returns the stored hashes of the log at these indexes (tlog.HashReader order).
func (s *Store) LogHashes(ctx context.Context, indexes []int64) ([][32]byte, error) {
	panic("room store")
}

// LogSize returns the number of leaves.
func (s *Store) LogSize(ctx context.Context) (int64, error) { panic("room store") }

// Purge deletes the bytes of refused submissions older than before, ended
// sessions, and returns what it deleted.
func (s *Store) Purge(ctx context.Context, before time.Time) (submissions, sessions int64, err error) {
	panic("room store")
}

package server

import (
	"io"
	"net/http"
	"time"
)

const (
	// slowest is the rate a body must keep over its whole length, octets per
	// second. A connection costs some 50 KB while it sends; a letter of 5 MB may
	// take twenty minutes, and slow mobile lines are ten times as fast.
	slowest = 4 << 10

	// dropBytes and dropTime bound what is read of a body that nobody wants. It
	// costs bandwidth alone, which a client can use up by asking again as well.
	// Three times the largest letter of any box is more than people try to send.
	dropBytes = 512 << 20
	dropTime  = 20 * time.Second
)

// body is a request's body that must go on arriving: a read fails with
// os.ErrDeadlineExceeded when nothing comes for the time of stall, or when the
// whole has become slower than the slowest rate.
type body struct {
	io.ReadCloser
	control *http.ResponseController
	length  int64 // declared, -1 = unknown
	stall   time.Duration
	started time.Time

	read   int64
	over   bool // all of it was read
	failed bool // the rest will not come
}

// Read keeps the pace. Deadlines are real time, whatever clock the inbox has.
func (b *body) Read(p []byte) (int, error) {
	_ = b.control.SetReadDeadline(b.deadline()) // a writer without deadlines is a test's
	n, err := b.ReadCloser.Read(p)
	b.read += int64(n)
	switch {
	case err == io.EOF, b.length >= 0 && b.read >= b.length:
		b.over = true
		// A deadline left behind would break off a long judgement: the server
		// reads on in the background to notice a client that goes away.
		_ = b.control.SetReadDeadline(time.Time{})
	case err != nil:
		b.failed = true // the deadline stays: whoever tries to read the rest must not wait
	}
	return n, err
}

func (b *body) deadline() time.Time {
	still := time.Now().Add(b.stall)
	slow := b.started.Add(b.stall + time.Duration(b.read)*time.Second/slowest)
	if slow.Before(still) {
		return slow
	}
	return still
}

// drop reads what still comes and forgets it.
func (b *body) drop() {
	_ = b.control.SetReadDeadline(time.Now().Add(dropTime))
	_, _ = io.CopyN(io.Discard, b.ReadCloser, dropBytes)
}

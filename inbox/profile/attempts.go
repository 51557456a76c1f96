package profile

import (
	"crypto/sha256"
	"sync"
	"time"
)

// The first few attempts cost nothing, then each doubles the wait, to at most
// maxWait: a stranger can delay a clerk's login by that much and no more, and
// tries some hundred passwords a day.
const (
	freeAttempts = 5
	firstWait    = 10 * time.Second
	maxWait      = 15 * time.Minute
)

const (
	// freeCodes: a code has five attempts of its own; with these somebody who has
	// the password tries a hundred codes of a million a day.
	freeCodes = 10
	// freeMails to one address in a row: a mail that does not come, a typing
	// error, and once more.
	freeMails = 5
	// freeSignings in a row: each keeps a document for a day.
	freeSignings = 30
	// freeFromSource: a library or a block of flats has one network address.
	freeFromSource = 60
)

// forgetAfter is how long after the last attempt a count is dropped.
const forgetAfter = time.Hour

// maxCounted bounds the table, at some 100 octets a login; a flood of invented
// logins drops the oldest counts, at the price of a password hash for each.
const maxCounted = 10_000

// attempts counts logins tried and not yet succeeded. Logins that do not exist
// count too, or the wait would tell which do.
type attempts struct {
	free   int
	mu     sync.Mutex
	counts map[[32]byte]count
}

type count struct {
	tries int
	last  time.Time
	open  time.Time // no attempt before
}

func newAttempts(free int) *attempts { return &attempts{free: free, counts: map[[32]byte]count{}} }

// begin counts an attempt before its password is looked at, so that many at once
// are many; wait is how long to wait when there were too many.
func (a *attempts) begin(login string, now time.Time) (wait time.Duration) {
	a.mu.Lock()
	defer a.mu.Unlock()
	key := sha256.Sum256([]byte(login))
	c := a.counts[key]
	if now.Sub(c.last) > forgetAfter {
		c = count{}
	}
	if now.Before(c.open) {
		return c.open.Sub(now)
	}
	c.tries++
	c.last, c.open = now, now.Add(a.waitAfter(c.tries))
	a.makeRoom(key, now)
	a.counts[key] = c
	return 0
}

func (a *attempts) waitAfter(tries int) time.Duration {
	if tries < a.free {
		return 0
	}
	wait := firstWait
	for range tries - a.free {
		if wait *= 2; wait >= maxWait {
			return maxWait
		}
	}
	return wait
}

// succeeded forgets a login's count.
func (a *attempts) succeeded(login string) {
	a.mu.Lock()
	defer a.mu.Unlock()
	delete(a.counts, sha256.Sum256([]byte(login)))
}

// forgive takes back one attempt that was right, where the wrong ones of others
// count too.
func (a *attempts) forgive(key string) {
	a.mu.Lock()
	defer a.mu.Unlock()
	sum := sha256.Sum256([]byte(key))
	if c, counted := a.counts[sum]; counted && c.tries > 0 {
		c.tries--
		c.open = c.last
		a.counts[sum] = c
	}
}

// makeRoom drops, when the table is full, what is forgotten anyway, or else the
// count that was touched longest ago.
func (a *attempts) makeRoom(key [32]byte, now time.Time) {
	if _, counted := a.counts[key]; counted || len(a.counts) < maxCounted {
		return
	}
	var oldest [32]byte
	last := now
	for k, c := range a.counts {
		if now.Sub(c.last) > forgetAfter {
			delete(a.counts, k)
		} else if !c.last.After(last) {
			oldest, last = k, c.last
		}
	}
	if len(a.counts) >= maxCounted {
		delete(a.counts, oldest)
	}
}

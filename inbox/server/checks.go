package server

import (
	"context"
	"fmt"
	"syscall"
	"time"

	"okienko/inbox"
)

// FreeDisk is nil while the file system of path has at least floor octets for
// this program, else an error of inbox.CodeStorageFull.
func FreeDisk(path string, floor int64) error {
	var fs syscall.Statfs_t
	if err := syscall.Statfs(path, &fs); err != nil {
		return inbox.Errorf(inbox.CodeUnavailable, "free disk of %s: %w", path, err)
	}
	if free := int64(fs.Bavail) * int64(fs.Bsize); free < floor {
		return inbox.Errorf(inbox.CodeStorageFull, "%d octets free in %s, the floor is %d", free, path, floor)
	}
	return nil
}

// maxDrift is how far the wall clock may move against the steady one: arrival
// times go into receipts, and signing times are refused from 5 minutes ahead.
const maxDrift = time.Minute

// SaneClock is a check of the clock: it must stand within [from, to], the
// validity of the receipt seal, and must not have jumped since the start.
func SaneClock(now func() time.Time, from, to time.Time) Check {
	start := time.Now() // the steady clock of the machine, beside the one checked
	wall := now()
	return Check{Name: "clock", Do: func(context.Context) error {
		present := now()
		if present.Before(from) || present.After(to) {
			return fmt.Errorf("the clock says %v, the receipt seal is valid from %v to %v", present, from, to)
		}
		// Round(0) drops the steady reading, so that a jump of the wall clock shows.
		drift := present.Round(0).Sub(wall.Round(0)) - time.Since(start)
		if drift.Abs() > maxDrift {
			return fmt.Errorf("the clock has jumped by %v since the start", drift)
		}
		return nil
	}}
}

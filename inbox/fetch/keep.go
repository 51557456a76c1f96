package fetch

import (
	"errors"
	"time"

	"okienko/xades/revocation"
)

// keep puts a piece into the folder and the cache. Where there is no room, what
// expires first goes.
func (c *Cache) keep(name string, der []byte, piece revocation.Evidence) error {
	c.writing.Lock()
	defer c.writing.Unlock()
	now := c.opt.Now()
	c.forget(func(k kept) bool { return !now.Before(k.until) })
	err := c.opt.Folder.Put(name, der, now)
	for errors.Is(err, ErrFull) && c.forgetFirst() {
		err = c.opt.Folder.Put(name, der, now)
	}
	if err != nil {
		return err
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.kept[name] = kept{piece, freshUntil(piece, now)}
	return nil
}

// forgetFirst makes room; false means that there is nothing to forget.
func (c *Cache) forgetFirst() bool {
	var first time.Time
	c.mu.RLock()
	for _, k := range c.kept {
		if first.IsZero() || k.until.Before(first) {
			first = k.until
		}
	}
	c.mu.RUnlock()
	c.forget(func(k kept) bool { return k.until.Equal(first) })
	return !first.IsZero()
}

func (c *Cache) forget(which func(kept) bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	for name, k := range c.kept {
		if which(k) {
			delete(c.kept, name)
			_ = c.opt.Folder.Remove(name) // a file that stays is deleted at the next start
		}
	}
}

// remember leaves an address alone that gave no answer, or a question whose
// answer was of no use, for a while.
func (c *Cache) remember(q inquiry, err error) {
	now := c.opt.Now()
	c.mu.Lock()
	defer c.mu.Unlock()
	for key, until := range c.failed {
		if !now.Before(until) {
			delete(c.failed, key)
		}
	}
	if len(c.failed) >= maxFailures {
		clear(c.failed)
	}
	key := q.address
	if errors.Is(err, errUseless) {
		key = q.name()
	}
	c.failed[key] = now.Add(failureAge)
}

func (c *Cache) postponed(q inquiry) bool {
	now := c.opt.Now()
	c.mu.RLock()
	defer c.mu.RUnlock()
	return now.Before(c.failed[q.address]) || now.Before(c.failed[q.name()])
}

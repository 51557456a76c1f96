package server

import (
	"net/netip"
	"sync"
	"time"
)

// maxClients bounds the table of quotas: 100 octets each. When it is full,
// clients that were quiet for a minute have their whole quota again and need no
// entry.
const maxClients = 1 << 16

// quota holds a bucket of requests and one of octets for each client. They hold
// one minute's worth and fill steadily.
type quota struct {
	limits Limits

	mu      sync.Mutex
	buckets map[netip.Addr]*bucket
}

type bucket struct {
	requests float64
	bytes    float64
	at       time.Time // when it was filled last
}

func newQuota(limits Limits) *quota {
	return &quota{limits: limits, buckets: map[netip.Addr]*bucket{}}
}

// take takes one request out of the client's quota. When there is none left, or
// the client has sent too much, ok is false and wait says when there will be.
func (q *quota) take(client clientAddr, now time.Time) (wait time.Duration, ok bool) {
	if contains(q.limits.Unlimited, client) {
		return 0, true
	}
	q.mu.Lock()
	defer q.mu.Unlock()
	b := q.filled(client, now)
	if b.requests >= 1 && b.bytes > 0 {
		b.requests--
		return 0, true
	}
	forRequest := (1 - b.requests) / float64(q.limits.RequestsPerMinute)
	forBytes := (1 - b.bytes) / float64(q.limits.BytesPerMinute)
	return time.Duration(max(forRequest, forBytes) * float64(time.Minute)), false
}

// spend notes what a client has sent; it may go below zero, and then the client
// waits until the debt is paid.
func (q *quota) spend(client clientAddr, bytes int64, now time.Time) {
	if bytes == 0 || contains(q.limits.Unlimited, client) {
		return
	}
	q.mu.Lock()
	defer q.mu.Unlock()
	q.filled(client, now).bytes -= float64(bytes)
}

func (q *quota) filled(client clientAddr, now time.Time) *bucket {
	key := keyOf(client)
	b, known := q.buckets[key]
	if !known {
		q.makeRoom(now)
		b = &bucket{requests: float64(q.limits.RequestsPerMinute), bytes: float64(q.limits.BytesPerMinute), at: now}
		q.buckets[key] = b
	}
	if minutes := now.Sub(b.at).Minutes(); minutes > 0 {
		b.requests = min(b.requests+minutes*float64(q.limits.RequestsPerMinute), float64(q.limits.RequestsPerMinute))
		b.bytes = min(b.bytes+minutes*float64(q.limits.BytesPerMinute), float64(q.limits.BytesPerMinute))
		b.at = now
	}
	return b
}

// makeRoom forgets clients that have their whole quota again, and others too
// when an attack comes from more addresses than the table holds.
func (q *quota) makeRoom(now time.Time) {
	if len(q.buckets) < maxClients {
		return
	}
	for key, b := range q.buckets {
		if b.bytes >= 0 && now.Sub(b.at) >= time.Minute {
			delete(q.buckets, key)
		}
	}
	for key := range q.buckets {
		if len(q.buckets) < maxClients*3/4 {
			return
		}
		delete(q.buckets, key)
	}
}

// source is the address by which accounts keep quotas of their own, "" for a
// client that has none.
func (q *quota) source(client clientAddr) string {
	if !client.IsValid() || contains(q.limits.Unlimited, client) {
		return ""
	}
	return keyOf(client).String()
}

func keyOf(client clientAddr) netip.Addr {
	if !client.Is6() {
		return client
	}
	network, err := client.Prefix(64)
	if err != nil {
		return client
	}
	return network.Addr()
}

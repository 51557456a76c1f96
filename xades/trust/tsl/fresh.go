package tsl

import (
	"crypto/x509"
	"time"
)

// Freshness says whether a list speaks of a time (TS 119 612 5.3.14, 5.3.15).
type Freshness uint8

// The states of freshness.
const (
	Fresh  Freshness = iota
	Early            // issued after the time
	Stale            // the next update was due before the time
	Closed           // the last list of its scheme: none is due
)

// Freshness judges the list at a time. A stale list still tells what was; of
// what changed since it was issued it knows nothing.
func (l *List) Freshness(at time.Time) Freshness {
	switch {
	case at.Before(l.Issued):
		return Early
	case l.NextUpdate.IsZero():
		return Closed
	case at.After(l.NextUpdate):
		return Stale
	}
	return Fresh
}

// Succession says what a list is to the one held so far.
type Succession uint8

// The kinds of succession.
const (
	Foreign  Succession = iota // another territory or type of list: not comparable
	Same                       // the same number and time of issue
	Newer                      // take it
	Older                      // an earlier list: someone serves an old one
	Conflict                   // number and time of issue disagree about which is newer
)

// Succeeds compares the list with the one held so far by sequence number
// (TS 119 612 5.3.2), which grows with every issue, and by time of issue.
func (l *List) Succeeds(held *List) Succession {
	if l.Territory != held.Territory || l.Type != held.Type {
		return Foreign
	}
	switch later := l.Issued.Compare(held.Issued); {
	case l.Sequence == held.Sequence && later == 0:
		return Same
	case l.Sequence > held.Sequence && later >= 0:
		return Newer
	case l.Sequence < held.Sequence && later <= 0:
		return Older
	}
	return Conflict
}

// Signers returns the certificates under which the XML list of a territory may
// be signed, as the pointers of this list say.
func (l *List) Signers(territory string) []*x509.Certificate {
	var signers []*x509.Certificate
	for _, p := range l.Pointers {
		if p.Territory != territory || p.MimeType != MimeTypeXML {
			continue
		}
		for _, c := range p.Signers {
			if c.Parsed != nil {
				signers = append(signers, c.Parsed)
			}
		}
	}
	return signers
}

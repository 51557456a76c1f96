package revocation_test

import (
	"crypto"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"slices"
	"sync"
	"testing"
	"time"

	"okienko/fixtures/pkitest"
	"okienko/xades/revocation"
)

// TestWhichPieceCounts mixes evidence: the order it is given in must not
// matter.
func TestWhichPieceCounts(t *testing.T) {
	o := newOffice(t)
	revokedAt := func(at time.Time, reason int) []pkitest.CRLEntry {
		return []pkitest.CRLEntry{pkitest.Revoked(o.leaf.Certificate, at, reason)}
	}
	good := o.crl(t, pkitest.CRL{})
	older := o.crl(t, pkitest.CRL{ThisUpdate: now.Add(-2 * day)})
	stale := o.crl(t, pkitest.CRL{ThisUpdate: now.Add(-9 * day)})
	revoked := o.crl(t, pkitest.CRL{ThisUpdate: now.Add(-day), Entries: revokedAt(now.Add(-3*day), 1)})
	hold := o.crl(t, pkitest.CRL{ThisUpdate: now.Add(-day), Entries: revokedAt(now.Add(-3*day), 6)})
	newHold := o.crl(t, pkitest.CRL{ThisUpdate: now.Add(time.Hour), Entries: revokedAt(now.Add(-3*day), 6)})
	laterRevoked := o.crl(t, pkitest.CRL{ThisUpdate: now.Add(2 * day), Entries: revokedAt(now.Add(day), 1)})
	laterGood := o.crl(t, pkitest.CRL{ThisUpdate: now.Add(3 * day)})
	holdNow := o.crl(t, pkitest.CRL{Entries: revokedAt(now.Add(-3*day), 6)})
	weak := o.crl(t, pkitest.CRL{ThisUpdate: now.Add(time.Hour), Signing: pkitest.Signing{Hash: crypto.SHA1}})
	unknown := o.ocsp(t, func(a *pkitest.OCSPAnswer) { a.State.Unknown = true })
	fresher := o.ocsp(t, func(a *pkitest.OCSPAnswer) { a.ThisUpdate = now.Add(2 * time.Hour) })
	garbage := []byte("certificate revocation list")
	for name, c := range map[string]struct {
		evidence [][]byte
		state    revocation.State
		piece    []byte
	}{
		"nothing":                       {nil, revocation.None, nil},
		"garbage":                       {[][]byte{garbage, nil}, revocation.None, nil},
		"the newer":                     {[][]byte{good, older}, revocation.Good, good},
		"the newest, an answer":         {[][]byte{good, fresher}, revocation.Good, fresher},
		"fresh before stale":            {[][]byte{stale, older}, revocation.Good, older},
		"revoked before newer good":     {[][]byte{revoked, good}, revocation.Revoked, revoked},
		"hold lifted":                   {[][]byte{hold, good}, revocation.Good, good},
		"hold since":                    {[][]byte{good, newHold}, revocation.Suspended, newHold},
		"of two as old, the hold":       {[][]byte{good, holdNow}, revocation.Suspended, holdNow},
		"strong before newer":           {[][]byte{weak, good}, revocation.Good, good},
		"good before unknown":           {[][]byte{unknown, older}, revocation.Good, older},
		"unknown before stale":          {[][]byte{unknown, stale}, revocation.Unknown, unknown},
		"revoked later":                 {[][]byte{laterRevoked}, revocation.Good, laterRevoked},
		"revoked later, good yet later": {[][]byte{laterRevoked, laterGood}, revocation.Good, laterGood},
		"garbage besides":               {[][]byte{garbage, good}, revocation.Good, good},
	} {
		for range 2 {
			s := o.check(now, revocation.Options{}, c.evidence...)
			if s.State != c.state || s.Evidence >= 0 && string(c.evidence[s.Evidence]) != string(c.piece) {
				t.Errorf("%s: %s by piece %d %v", name, s.State, s.Evidence, s.Problems)
			}
			slices.Reverse(c.evidence)
		}
	}
	s := o.check(now, revocation.Options{}, laterGood, laterRevoked)
	if !s.RevokedAt.Equal(now.Add(day)) || s.Reason != revocation.KeyCompromise {
		t.Errorf("a later revocation is forgotten: %+v", s)
	}
}

// TestFreshness: ETSI EN 319 102-1 5.2.5.
func TestFreshness(t *testing.T) {
	o := newOffice(t)
	list := o.crl(t, pkitest.CRL{}) // now to now + 7 days
	endless := o.crl(t, pkitest.CRL{Endless: true})
	for name, c := range map[string]struct {
		der    []byte
		at     time.Time
		maxAge time.Duration
		want   revocation.State
	}{
		"just issued":                  {list, now, 0, revocation.Good},
		"asked for an earlier time":    {list, now.Add(-30 * day), 0, revocation.Good},
		"to the end":                   {list, now.Add(7*day - time.Second), 0, revocation.Good},
		"at the end":                   {list, now.Add(7 * day), 0, revocation.Stale},
		"younger allowed":              {list, now.Add(2 * day), day, revocation.Stale},
		"older allowed":                {list, now.Add(9 * day), 10 * day, revocation.Good},
		"no end, age allowed":          {endless, now.Add(day), 2 * day, revocation.Good},
		"no end, age exceeded":         {endless, now.Add(3 * day), 2 * day, revocation.Stale},
		"no end, no age":               {endless, now.Add(time.Second), 0, revocation.Stale},
		"no end, for an earlier time":  {endless, now.Add(-day), 0, revocation.Good},
		"no end, earlier, age allowed": {endless, now.Add(-day), day, revocation.Good},
	} {
		if s := o.check(c.at, revocation.Options{MaxAge: c.maxAge}, c.der); s.State != c.want {
			t.Errorf("%s: %s %v", name, s.State, s.Problems)
		}
	}
}

func TestEvidenceFromTheFuture(t *testing.T) {
	o := newOffice(t)
	list := o.crl(t, pkitest.CRL{ThisUpdate: now.Add(4 * time.Minute)})
	if s := o.check(now, revocation.Options{Now: now}, list); s.State != revocation.Good {
		t.Errorf("within the skew: %s %v", s.State, s.Problems)
	}
	list = o.crl(t, pkitest.CRL{ThisUpdate: now.Add(6 * time.Minute)})
	if s := o.check(now, revocation.Options{Now: now}, list); s.State != revocation.None || !slices.Equal(codes(s), []string{revocation.CodeFuture}) {
		t.Errorf("beyond it: %s %v", s.State, s.Problems)
	}
	answer := o.ocsp(t, func(a *pkitest.OCSPAnswer) { a.ProducedAt = now.Add(6 * time.Minute) })
	if s := o.check(now, revocation.Options{Now: now}, answer); s.State != revocation.None || !slices.Equal(codes(s), []string{revocation.CodeFuture}) {
		t.Errorf("signed beyond it: %s %v", s.State, s.Problems)
	}
}

func TestPiecesAreBounded(t *testing.T) {
	o := newOffice(t)
	good := o.crl(t, pkitest.CRL{})
	evidence := append(slices.Repeat([][]byte{{0x30, 0}}, 256), good)
	s := o.check(now, revocation.Options{}, evidence...)
	if s.State != revocation.None || s.Problems[256].Code != revocation.CodeTooLarge || s.Problems[0].Code != revocation.CodeStructure {
		t.Errorf("%s, %d problems", s.State, len(s.Problems))
	}
}

// TestWaiver: short-term certificates and the like need no evidence, and are
// revoked all the same when there is some.
func TestWaiver(t *testing.T) {
	o := newOffice(t)
	for name, c := range map[string]struct {
		id   asn1.ObjectIdentifier
		ca   bool
		want revocation.State
	}{
		"noRevAvail":        {asn1.ObjectIdentifier{2, 5, 29, 56}, false, revocation.Waived},
		"validity assured":  {asn1.ObjectIdentifier{0, 4, 0, 194121, 2, 1}, false, revocation.Waived},
		"a CA":              {asn1.ObjectIdentifier{2, 5, 29, 56}, true, revocation.None},
		"another extension": {asn1.ObjectIdentifier{2, 5, 29, 57}, false, revocation.None},
	} {
		leaf := o.issue(t, o.ca, pkitest.Request{Subject: pkitest.TestPerson(), CA: c.ca, NotBefore: now.Add(-day), Extensions: []pkix.Extension{{Id: c.id, Value: []byte{5, 0}}}})
		if s := revocation.Check(leaf.Certificate, o.ca.Certificate, nil, now, revocation.Options{}); s.State != c.want {
			t.Errorf("%s: %s", name, s.State)
		}
		revoked := o.crl(t, pkitest.CRL{Entries: []pkitest.CRLEntry{pkitest.Revoked(leaf.Certificate, now, 1)}})
		if s := revocation.Check(leaf.Certificate, o.ca.Certificate, [][]byte{revoked}, now, revocation.Options{}); s.State != revocation.Revoked {
			t.Errorf("%s, revoked: %s", name, s.State)
		}
	}
}

// TestPath asks about everything below the anchor.
func TestPath(t *testing.T) {
	o := newOffice(t)
	middle := o.issue(t, o.ca, pkitest.Request{Subject: pkitest.Subject{CommonName: "Middle"}, CA: true, NotBefore: now.Add(-30 * day)})
	leaf := o.issue(t, middle, pkitest.Request{Subject: pkitest.TestPerson(), NotBefore: now.Add(-30 * day)})
	evidence, problems := revocation.ParseAll([][]byte{
		o.crlBy(t, middle, pkitest.CRL{}),
		[]byte("nothing"),
		o.crl(t, pkitest.CRL{Entries: []pkitest.CRLEntry{pkitest.Revoked(middle.Certificate, now.Add(-day), int(revocation.CACompromise))}}),
	})
	if len(problems) != 1 || problems[0].Evidence != 1 || problems[0].Code != revocation.CodeStructure {
		t.Errorf("%v", problems)
	}
	path := []*x509.Certificate{leaf.Certificate, middle.Certificate, o.ca.Certificate}
	list := revocation.CheckPath(path, evidence, now, revocation.Options{})
	if len(list) != 2 || list[0].State != revocation.Good || list[0].Evidence != 0 || list[1].State != revocation.Revoked || list[1].Evidence != 2 {
		t.Errorf("%+v", list)
	}
	if list := revocation.CheckPath(path[2:], evidence, now, revocation.Options{}); len(list) != 0 {
		t.Errorf("the anchor alone: %+v", list)
	}
}

// TestParseTellsWhichItIs: a CRL, an OCSP answer, or a problem.
func TestParseTellsWhichItIs(t *testing.T) {
	o := newOffice(t)
	bare := o.ocsp(t, func(a *pkitest.OCSPAnswer) { a.Bare = true })
	for _, der := range [][]byte{o.ocsp(t, nil), bare} {
		if piece, err := revocation.Parse(der); err != nil {
			t.Error(err)
		} else if _, ok := piece.(*revocation.OCSP); !ok {
			t.Errorf("an OCSP answer is read as %T", piece)
		}
	}
	for _, list := range []pkitest.CRL{{}, {Version1: true}} {
		if piece, err := revocation.Parse(o.crl(t, list)); err != nil {
			t.Error(err)
		} else if _, ok := piece.(*revocation.CRL); !ok {
			t.Errorf("a CRL is read as %T", piece)
		}
	}
	for cut := range bare {
		if piece, err := revocation.Parse(bare[:cut]); err == nil || piece != nil {
			t.Fatalf("cut at %d: %T, %v", cut, piece, err)
		}
	}
}

// TestEvidenceIsShared: a list read once serves many goroutines.
func TestEvidenceIsShared(t *testing.T) {
	o := newOffice(t)
	evidence, _ := revocation.ParseAll([][]byte{longList(t, o, 1000), o.ocsp(t, nil)})
	var group sync.WaitGroup
	for range 8 {
		group.Go(func() {
			if s := revocation.CheckParsed(o.leaf.Certificate, o.ca.Certificate, evidence, now, revocation.Options{}); s.State != revocation.Good {
				t.Error(s.State)
			}
		})
	}
	group.Wait()
}

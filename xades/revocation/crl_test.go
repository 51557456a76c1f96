package revocation_test

import (
	"crypto"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"slices"
	"testing"
	"time"

	"okienko/fixtures/pkitest"
	"okienko/xades/revocation"
)

func TestRevokedByCRL(t *testing.T) {
	o := newOffice(t)
	invalidity := pkitest.Extension{ID: asn1.ObjectIdentifier{2, 5, 29, 24}, Value: []byte("\x18\x0f20261101000000Z")}
	entry := pkitest.Revoked(o.leaf.Certificate, now.Add(-day), int(revocation.KeyCompromise))
	entry.Extensions = []pkitest.Extension{invalidity}
	list := o.crl(t, pkitest.CRL{Entries: []pkitest.CRLEntry{pkitest.Revoked(o.Signer.Certificate, now.Add(-2*day), 1), entry}})
	s := o.check(now, revocation.Options{}, list)
	if s.State != revocation.Revoked || !s.RevokedAt.Equal(now.Add(-day)) || s.Reason != revocation.KeyCompromise || s.Evidence != 0 || s.Source != revocation.SourceCRL {
		t.Errorf("%+v", s)
	}
	if !s.InvalidAt.Equal(time.Date(2026, 11, 1, 0, 0, 0, 0, time.UTC)) || !s.ThisUpdate.Equal(now) || !s.NextUpdate.Equal(now.Add(7*day)) || !s.By.Equal(o.ca.Certificate) {
		t.Errorf("%+v", s)
	}
	before := o.check(now.Add(-2*day), revocation.Options{}, list)
	if before.State != revocation.Good || !before.RevokedAt.Equal(now.Add(-day)) {
		t.Errorf("before the revocation: %+v", before)
	}
	if at := o.check(now.Add(-day), revocation.Options{}, list); at.State != revocation.Revoked {
		t.Errorf("at the moment of revocation: %s", at.State)
	}
}

// TestCRLs names the state and the code of every kind of list.
func TestCRLs(t *testing.T) {
	o := newOffice(t)
	const uri = "http://crl.invalid/7.crl"
	o.leaf = o.issue(t, o.ca, pkitest.Request{Subject: pkitest.TestPerson(), NotBefore: now.Add(-365 * day), CRLDistributionPoints: []string{uri}})
	other := o.issue(t, nil, pkitest.Request{Subject: pkitest.Subject{CommonName: o.ca.Certificate.Subject.CommonName, Country: "PL"}, CA: true})
	scoped := func(s pkitest.Scope) pkitest.CRL { return pkitest.CRL{Extensions: []pkitest.Extension{s.Extension()}} }
	with := func(critical bool, value string, arcs ...int) pkitest.CRL {
		return pkitest.CRL{Extensions: []pkitest.Extension{{ID: arcs, Critical: critical, Value: []byte(value)}}}
	}
	entry := func(e pkitest.Extension) pkitest.CRL {
		c := pkitest.Revoked(o.Signer.Certificate, now, 0)
		c.Extensions = []pkitest.Extension{e}
		return pkitest.CRL{Entries: []pkitest.CRLEntry{c}}
	}
	hold := pkitest.CRL{Entries: []pkitest.CRLEntry{pkitest.Revoked(o.leaf.Certificate, now.Add(-day), int(revocation.CertificateHold))}}
	revoked := []pkitest.CRLEntry{pkitest.Revoked(o.leaf.Certificate, now.Add(-9*day), 0)}
	// The first field is the version, the second the algorithm.
	otherInside := pkitest.CRL{Change: func(l [][]byte) [][]byte { l[1] = []byte{0x30, 5, 6, 3, 0x2b, 0x65, 0x70}; return l }}
	extendedV1 := pkitest.CRL{Change: func(l [][]byte) [][]byte { return l[1:] }}
	spoiled := pkitest.CRL{Spoil: func(v []byte) []byte { v[len(v)-1] ^= 1; return v }}
	partial := scoped(pkitest.Scope{SomeReasons: true})
	partialRevoked := partial
	partialRevoked.Entries = revoked
	for name, c := range map[string]struct {
		der   []byte
		state revocation.State
		code  string
	}{
		"empty":                       {o.crl(t, pkitest.CRL{}), revocation.Good, ""},
		"version 1":                   {o.crl(t, pkitest.CRL{Version1: true}), revocation.Good, ""},
		"version 1 with extensions":   {o.crl(t, extendedV1), revocation.None, revocation.CodeStructure},
		"another algorithm inside":    {o.crl(t, otherInside), revocation.None, revocation.CodeStructure},
		"others revoked":              {o.crl(t, pkitest.CRL{Entries: []pkitest.CRLEntry{pkitest.Revoked(o.Signer.Certificate, now, 1)}}), revocation.Good, ""},
		"on hold":                     {o.crl(t, hold), revocation.Suspended, ""},
		"stale":                       {o.crl(t, pkitest.CRL{ThisUpdate: now.Add(-8 * day)}), revocation.Stale, revocation.CodeStale},
		"stale, revoked":              {o.crl(t, pkitest.CRL{ThisUpdate: now.Add(-8 * day), Entries: revoked}), revocation.Revoked, ""},
		"without nextUpdate":          {o.crl(t, pkitest.CRL{Endless: true}), revocation.Stale, revocation.CodeStale},
		"next before this":            {o.crl(t, pkitest.CRL{NextUpdate: now.Add(-day)}), revocation.None, revocation.CodeStructure},
		"signature spoiled":           {o.crl(t, spoiled), revocation.None, revocation.CodeSignature},
		"same name, other key":        {o.crlBy(t, other, pkitest.CRL{}), revocation.None, revocation.CodeSignature},
		"another issuer":              {o.crlBy(t, o.StrangerCA, pkitest.CRL{}), revocation.None, ""},
		"SHA-512":                     {o.crl(t, pkitest.CRL{Signing: pkitest.Signing{Hash: crypto.SHA512}}), revocation.Good, ""},
		"SHA-1":                       {o.crl(t, pkitest.CRL{Signing: pkitest.Signing{Hash: crypto.SHA1}}), revocation.Good, revocation.CodeWeakAlgorithm},
		"delta":                       {o.crl(t, with(true, "\x02\x01\x01", 2, 5, 29, 27)), revocation.None, revocation.CodeDelta},
		"indirect":                    {o.crl(t, scoped(pkitest.Scope{Indirect: true})), revocation.None, revocation.CodeIndirect},
		"entry of another issuer":     {o.crl(t, entry(pkitest.Extension{ID: asn1.ObjectIdentifier{2, 5, 29, 29}, Critical: true, Value: []byte{0x30, 0}})), revocation.None, revocation.CodeIndirect},
		"unknown critical":            {o.crl(t, with(true, "\x05\x00", 1, 2, 3)), revocation.None, revocation.CodeExtension},
		"unknown":                     {o.crl(t, with(false, "\x05\x00", 1, 2, 3)), revocation.Good, ""},
		"unknown critical of others":  {o.crl(t, entry(pkitest.Extension{ID: asn1.ObjectIdentifier{1, 2, 3}, Critical: true, Value: []byte{5, 0}})), revocation.None, revocation.CodeExtension},
		"unknown of others":           {o.crl(t, entry(pkitest.Extension{ID: asn1.ObjectIdentifier{1, 2, 3}, Value: []byte{5, 0}})), revocation.Good, ""},
		"an extension twice":          {o.crl(t, with(false, "\x02\x01\x01", 2, 5, 29, 20)), revocation.None, revocation.CodeStructure},
		"users only":                  {o.crl(t, scoped(pkitest.Scope{OnlyUsers: true})), revocation.Good, ""},
		"CAs only":                    {o.crl(t, scoped(pkitest.Scope{OnlyCAs: true})), revocation.None, revocation.CodeScope},
		"attribute certificates only": {o.crl(t, scoped(pkitest.Scope{OnlyOthers: true})), revocation.None, revocation.CodeScope},
		"its distribution point":      {o.crl(t, scoped(pkitest.Scope{URI: uri})), revocation.Good, ""},
		"a sibling's":                 {o.crl(t, scoped(pkitest.Scope{URI: "http://crl.invalid/8.crl"})), revocation.None, revocation.CodeScope},
		"some reasons":                {o.crl(t, partial), revocation.None, revocation.CodePartial},
		"some reasons, revoked":       {o.crl(t, partialRevoked), revocation.Revoked, ""},
		"after expiry":                {o.crl(t, pkitest.CRL{ThisUpdate: o.leaf.Certificate.NotAfter.Add(day)}), revocation.None, revocation.CodeAfterExpiry},
		"before issuance":             {o.crl(t, pkitest.CRL{ThisUpdate: now.Add(-366 * day), NextUpdate: now.Add(day)}), revocation.None, revocation.CodeBeforeIssuance},
	} {
		s := o.check(now, revocation.Options{}, c.der)
		if s.State != c.state || c.code == "" && len(s.Problems) != 0 || c.code != "" && !slices.Equal(codes(s), []string{c.code}) {
			t.Errorf("%s: %s %v, want %s %q", name, s.State, s.Problems, c.state, c.code)
		}
		if (s.State == revocation.None) != (s.Evidence == -1) {
			t.Errorf("%s: %s by piece %d", name, s.State, s.Evidence)
		}
	}
}

// TestExpiredCertificatesKept: expiredCertsOnCRL says since when entries of
// expired certificates are kept.
func TestExpiredCertificatesKept(t *testing.T) {
	o := newOffice(t)
	later := o.leaf.Certificate.NotAfter.Add(day)
	for since, want := range map[string]revocation.State{"20200101000000Z": revocation.Good, "20991231000000Z": revocation.None} {
		der := o.crl(t, pkitest.CRL{ThisUpdate: later, Extensions: []pkitest.Extension{{ID: asn1.ObjectIdentifier{2, 5, 29, 60}, Value: []byte("\x18\x0f" + since)}}})
		if s := o.check(later, revocation.Options{}, der); s.State != want {
			t.Errorf("kept since %s: %s %v", since, s.State, s.Problems)
		}
	}
}

func TestIssuerMustBeAllowedToSignCRLs(t *testing.T) {
	o := newOffice(t)
	ca := o.issue(t, nil, pkitest.Request{Subject: pkitest.Subject{CommonName: "CA without cRLSign"}, CA: true, KeyUsage: x509.KeyUsageCertSign})
	leaf := o.issue(t, ca, pkitest.Request{Subject: pkitest.TestPerson()})
	s := revocation.Check(leaf.Certificate, ca.Certificate, [][]byte{o.crlBy(t, ca, pkitest.CRL{})}, now, revocation.Options{})
	if s.State != revocation.None || !slices.Equal(codes(s), []string{revocation.CodeIssuer}) {
		t.Errorf("%s %v", s.State, s.Problems)
	}
	if s := revocation.Check(o.leaf.Certificate, ca.Certificate, nil, now, revocation.Options{}); !slices.Equal(codes(s), []string{revocation.CodeIssuer}) {
		t.Errorf("issuer of others: %v", s.Problems)
	}
}

// TestScopes: lists for one kind of certificates, and certificates that leave
// revocation to somebody else (RFC 5280 4.2.1.13, 5.2.5).
func TestScopes(t *testing.T) {
	o := newOffice(t)
	middle := o.issue(t, o.ca, pkitest.Request{Subject: pkitest.Subject{CommonName: "Middle"}, CA: true, NotBefore: now.Add(-day)})
	const uri = "http://crl.invalid/7.crl"
	name := append([]byte{0x86, byte(len(uri))}, uri...)
	wrap := func(tag byte, parts ...[]byte) []byte {
		content := slices.Concat(parts...)
		return append([]byte{tag, byte(len(content))}, content...)
	}
	named := wrap(0xa0, wrap(0xa0, name))
	point := func(fields ...[]byte) *pkitest.Credential {
		return o.issue(t, o.ca, pkitest.Request{Subject: pkitest.TestPerson(), NotBefore: now.Add(-day),
			Extensions: []pkix.Extension{{Id: asn1.ObjectIdentifier{2, 5, 29, 31}, Value: wrap(0x30, wrap(0x30, fields...))}}})
	}
	relative := wrap(0xa0, wrap(0xa1, wrap(0x30, []byte{6, 3, 0x55, 4, 3}, []byte{0x0c, 1, 'a'})))
	users, cas, ofPoint := pkitest.Scope{OnlyUsers: true}, pkitest.Scope{OnlyCAs: true}, pkitest.Scope{URI: uri}
	ofRelative := pkitest.Extension{ID: asn1.ObjectIdentifier{2, 5, 29, 28}, Critical: true, Value: wrap(0x30, relative)}
	for what, c := range map[string]struct {
		leaf  *pkitest.Credential
		scope pkitest.Extension
		want  revocation.State
	}{
		"a CA, users only":             {middle, users.Extension(), revocation.None},
		"a CA, CAs only":               {middle, cas.Extension(), revocation.Good},
		"the point":                    {point(named), ofPoint.Extension(), revocation.Good},
		"the point, for some reasons":  {point(named, []byte{0x81, 2, 6, 0x40}), ofPoint.Extension(), revocation.Good},
		"the point, another CRLissuer": {point(named, wrap(0xa2, wrap(0xa4, o.StrangerCA.Certificate.RawSubject))), ofPoint.Extension(), revocation.None},
		"a point without a name":       {point(), ofPoint.Extension(), revocation.None},
		"no points":                    {o.leaf, ofPoint.Extension(), revocation.None},
		"a relative name":              {point(named), ofRelative, revocation.None},
	} {
		der := o.crl(t, pkitest.CRL{Extensions: []pkitest.Extension{c.scope}})
		s := revocation.Check(c.leaf.Certificate, o.ca.Certificate, [][]byte{der}, now, revocation.Options{})
		if s.State != c.want || (c.want == revocation.None) != slices.Equal(codes(s), []string{revocation.CodeScope}) {
			t.Errorf("%s: %s %v", what, s.State, s.Problems)
		}
	}
}

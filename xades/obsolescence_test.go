package xades_test

import (
	"bytes"
	"crypto"
	"crypto/rand"
	"crypto/sha1"
	"crypto/x509"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"okienko/fixtures/pkitest"
	"okienko/xades"
	"okienko/xades/trust"
)

// Signatures of 2010, when SHA-1 was relied on; it is not since August 2012.
var (
	in2010 = time.Date(2010, 6, 1, 12, 0, 0, 0, time.UTC)
	in2011 = in2010.AddDate(1, 0, 0)
	in2013 = in2010.AddDate(3, 0, 0)
)

var oldSurroundings = sync.OnceValues(func() (*pkitest.PKI, error) {
	return pkitest.New(pkitest.Options{Now: in2010, Validity: 30 * 365 * day})
})

// newOldArchive is an archive whose certificates are from 2010 and last.
func newOldArchive(t testing.TB) *archive {
	t.Helper()
	pki, err := oldSurroundings()
	if err != nil {
		t.Fatal(err)
	}
	a := &archive{PKI: pki, clock: in2010}
	if a.signer, err = pki.Issue(pki.QualifiedCA, pkitest.Request{Subject: pkitest.TestPerson(), Key: pkitest.RSA2048}); err != nil {
		t.Fatal(err)
	}
	a.tsa = a.newTSA(t, pkitest.Request{Key: pkitest.RSA2048})
	return a
}

// signSHA1 signs with RSA and SHA-1.
func (a *archive) signSHA1(t testing.TB) string {
	t.Helper()
	key := &identity{key: a.signer.Key, cert: a.signer.Certificate}
	document := sign(t, letter, xades.SignOptions{Signer: key.key, Certificate: key.cert, Time: in2010, Rand: rand.Reader})
	return resign(t, replace(t, document, "2001/04/xmldsig-more#rsa-sha256", "2000/09/xmldsig#rsa-sha1"), key)
}

// stampedAt raises a document to a level with a time-stamp from a time.
func (a *archive) stampedAt(t testing.TB, document, level string, at time.Time) string {
	t.Helper()
	a.clock = at
	return a.extend(t, document, level)
}

// TestAlgorithmsAtTheBestSignatureTime: what is not relied on now was, when the
// signature is proved to have existed before.
func TestAlgorithmsAtTheBestSignatureTime(t *testing.T) {
	a := newOldArchive(t)
	bare := a.signSHA1(t)
	for name, c := range map[string]struct {
		document string
		at       time.Time
		sub      string
	}{
		"judged in time":   {bare, in2011, ""},
		"nothing proves":   {bare, now, xades.CryptoConstraintsNoPOE},
		"stamped in time":  {a.stampedAt(t, bare, xades.LevelBT, in2011), now, ""},
		"stamped too late": {a.stampedAt(t, bare, xades.LevelBT, in2013), now, xades.CryptoConstraintsNoPOE},
	} {
		s := a.judge(t, c.document, c.at)
		if s.SubIndication != c.sub || s.Cryptographic != xades.CryptoPassed || (s.Indication == passed) != (c.sub == "") {
			t.Errorf("%s: %s %s %+v %+v", name, s.Indication, s.SubIndication, s.Reasons, s.TimeStamps)
		}
		if c.sub != "" && (len(s.Reasons) != 1 || s.Reasons[0].Code != xades.CodeWeakAlgorithm || s.Reasons[0].Args["algorithm"] != "SHA-1") {
			t.Errorf("%s: %+v", name, s.Reasons)
		}
	}
}

// TestSignedAfterTheEnd: a content time-stamp from after the end proves that
// there is nothing to prove.
func TestSignedAfterTheEnd(t *testing.T) {
	a := newOldArchive(t)
	key := &identity{key: a.signer.Key, cert: a.signer.Certificate}
	content := canonical(t, "--c14n", strings.Replace(letter, "<!-- uwaga -->", "", 1))
	const end = "</xades:SignedDataObjectProperties>"
	for at, want := range map[time.Time]string{in2011: xades.CryptoConstraintsNoPOE, in2013: xades.CryptoConstraintsFailure} {
		a.clock = at
		document := replace(t, a.signSHA1(t), end, a.property(t, "AllDataObjectsTimeStamp", xades132, "", content)+end)
		s := a.judge(t, resign(t, document, key), now)
		if s.SubIndication != want || s.TimeStamps[0].Indication != xades.Passed {
			t.Errorf("content stamped on %s: %s %+v", at.Format(time.DateOnly), s.SubIndication, s.TimeStamps)
		}
	}
}

// TestArchiveKeepsWeakTimeStamps: an archive time-stamp, itself strong, from
// before the end of the algorithm of the one it covers keeps what that proves.
func TestArchiveKeepsWeakTimeStamps(t *testing.T) {
	a := newOldArchive(t)
	weak, strong := a.newTSA(t, pkitest.Request{Key: pkitest.RSA2048}), a.tsa
	weak.Edit = func(s *pkitest.Stamp) { s.Signing.Hash = crypto.SHA1 }
	a.tsa = weak
	stamped := a.stampedAt(t, a.signSHA1(t), xades.LevelBLT, in2010)
	for name, c := range map[string]struct {
		archives []time.Time
		by       *pkitest.TSA
		want     string // sub-indication of the first time-stamp and of the signature
	}{
		"not archived":            {nil, strong, xades.CryptoConstraintsNoPOE},
		"archived in time":        {[]time.Time{in2011}, strong, ""},
		"and again later":         {[]time.Time{in2011, in2013, now}, strong, ""},
		"archived too late":       {[]time.Time{in2013}, strong, xades.CryptoConstraintsNoPOE},
		"archived, but by SHA-1":  {[]time.Time{in2011}, weak, xades.CryptoConstraintsNoPOE},
		"by SHA-1, then too late": {[]time.Time{in2011, in2013}, weak, xades.CryptoConstraintsNoPOE},
	} {
		document := stamped
		for _, at := range c.archives {
			a.tsa = c.by
			if at.After(in2011) {
				a.tsa = strong
			}
			document = a.archivedAt(t, document, at)
		}
		s := a.judge(t, document, now)
		if s.TimeStamps[0].SubIndication != c.want || s.SubIndication != c.want || (s.Indication == passed) != (c.want == "") {
			t.Errorf("%s: %s %s %+v", name, s.Indication, s.SubIndication, s.TimeStamps)
		}
	}
}

// archivedAt adds an archive time-stamp from a time, whoever trusts it.
func (a *archive) archivedAt(t testing.TB, document string, at time.Time) string {
	t.Helper()
	a.clock = at
	opt := a.extendOptions(t)
	opt.Time, opt.Revocation = in2010, nil
	made, err := xades.Extend(t.Context(), []byte(document), xades.LevelBLTA, opt)
	if err != nil {
		t.Fatal(err)
	}
	return string(made)
}

// TestEvidenceBySHA1 counts where an archive time-stamp shows that it is from
// before the end.
func TestEvidenceBySHA1(t *testing.T) {
	a := newOldArchive(t)
	ca, err := a.Issue(nil, pkitest.Request{Subject: pkitest.Subject{CommonName: "Stare CA (test)"}, CA: true, Key: pkitest.RSA2048})
	if err != nil {
		t.Fatal(err)
	}
	if a.signer, err = a.Issue(ca, pkitest.Request{Subject: pkitest.TestPerson(), Key: pkitest.RSA2048}); err != nil {
		t.Fatal(err)
	}
	list, err := a.CRL(ca, pkitest.CRL{ThisUpdate: in2010, NextUpdate: in2011, Signing: pkitest.Signing{Hash: crypto.SHA1}})
	if err != nil {
		t.Fatal(err)
	}
	anchors := []trust.Anchor{{Certificate: ca.Certificate}, {Certificate: a.tsa.Certificate}}
	opt := a.extendOptions(t)
	opt.Revocation, opt.Certificates = [][]byte{list}, []*x509.Certificate{ca.Certificate}
	opt.Trust = trust.Config{Anchors: anchors}
	made, err := xades.Extend(t.Context(), []byte(a.signSHA1(t)), xades.LevelBLT, opt)
	if err != nil {
		t.Fatal(err)
	}
	required := xades.VerifyOptions{At: now, Trust: trust.Config{Anchors: anchors}, RequireRevocation: true}
	for name, c := range map[string]struct{ document, want string }{
		"not archived":      {string(made), xades.TryLater},
		"archived in time":  {a.archivedAt(t, string(made), in2011), ""},
		"archived too late": {a.archivedAt(t, string(made), in2013), xades.TryLater},
	} {
		if s := verify(t, c.document, required).Signatures[0]; s.SubIndication != c.want || s.Level == xades.LevelBT {
			t.Errorf("%s: %s %s %+v", name, s.Indication, s.SubIndication, s.Reasons)
		}
	}
}

// TestSuiteOfTheCaller: an office may want more than the standard, or less.
func TestSuiteOfTheCaller(t *testing.T) {
	a := newOldArchive(t)
	document := a.signSHA1(t)
	opt := a.options(now)
	opt.Trust.Algorithms = append(trust.Suite{{Algorithm: "SHA-1"}}, trust.DefaultSuite()...)
	if s := verify(t, document, opt).Signatures[0]; s.Indication != passed {
		t.Errorf("SHA-1 allowed: %s %+v", s.SubIndication, s.Reasons)
	}
	opt.Trust.Algorithms = append(trust.Suite{{Algorithm: "RSA", Bits: 1900, Until: in2010}}, opt.Trust.Algorithms...)
	s := verify(t, document, opt).Signatures[0]
	if s.SubIndication != xades.CryptoConstraintsNoPOE || !slices.Equal(codes(s.Reasons), []string{xades.CodeWeakAlgorithm}) || s.Reasons[0].Args["algorithm"] != "RSA-2048" {
		t.Errorf("RSA ended: %s %+v", s.SubIndication, s.Reasons)
	}
	opt.Trust.Algorithms = trust.Suite{{Algorithm: "SHA-1"}, {Algorithm: "SHA-256"}}
	if s := verify(t, document, opt).Signatures[0]; s.SubIndication != xades.CryptoConstraintsFailure {
		t.Errorf("RSA not listed: %s %+v", s.SubIndication, s.Reasons)
	}
}

// TestPathAlgorithms: what the certificates of the path rest on counts, too.
func TestPathAlgorithms(t *testing.T) {
	a := newOldArchive(t)
	ca, err := a.Issue(nil, pkitest.Request{Subject: pkitest.Subject{CommonName: "Krótkie CA (test)"}, CA: true, Key: pkitest.RSA1024})
	if err != nil {
		t.Fatal(err)
	}
	signer, err := a.Issue(ca, pkitest.Request{Subject: pkitest.TestPerson()})
	if err != nil {
		t.Fatal(err)
	}
	document := sign(t, letter, xades.SignOptions{Signer: signer.Key, Certificate: signer.Certificate, Time: in2010, Rand: rand.Reader})
	opt := xades.VerifyOptions{At: now, Trust: trust.Config{Anchors: []trust.Anchor{{Certificate: ca.Certificate}}}}
	s := verify(t, document, opt).Signatures[0]
	if s.SubIndication != xades.CryptoConstraintsNoPOE || s.Reasons[0].Args["algorithm"] != "RSA-1024" {
		t.Errorf("%s %+v", s.SubIndication, s.Reasons)
	}
	opt.Trust = trust.Config{Anchors: []trust.Anchor{{Certificate: signer.Certificate}}}
	if s := verify(t, document, opt).Signatures[0]; s.Indication != passed {
		t.Errorf("trusted itself: %s %+v", s.SubIndication, s.Reasons)
	}
}

// bySHA1 is a certificate as its RSA issuer would have signed it with SHA-1.
func bySHA1(t *testing.T, issuer crypto.Signer, cert *x509.Certificate) *x509.Certificate {
	t.Helper()
	sha256WithRSA, sha1WithRSA := []byte{0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 1, 11}, []byte{0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 1, 5}
	sum := sha1.Sum(bytes.ReplaceAll(cert.RawTBSCertificate, sha256WithRSA, sha1WithRSA))
	value, err := issuer.Sign(rand.Reader, sum[:], crypto.SHA1)
	if err != nil {
		t.Fatal(err)
	}
	der := bytes.ReplaceAll(cert.Raw, sha256WithRSA, sha1WithRSA)
	made, err := x509.ParseCertificate(append(der[:len(der)-len(value)], value...))
	if err != nil || made.SignatureAlgorithm != x509.SHA1WithRSA {
		t.Fatal(made, err)
	}
	return made
}

// TestPathBySHA1: the certificates of 2010 were signed by SHA-1. They make a
// path, which holds where a time-stamp proves the signature that old.
func TestPathBySHA1(t *testing.T) {
	a := newOldArchive(t)
	ca, err := a.Issue(nil, pkitest.Request{Subject: pkitest.Subject{CommonName: "Dawne CA (test)"}, CA: true, Key: pkitest.RSA2048})
	if err != nil {
		t.Fatal(err)
	}
	if a.signer, err = a.Issue(ca, pkitest.Request{Subject: pkitest.TestPerson()}); err != nil {
		t.Fatal(err)
	}
	cert := bySHA1(t, ca.Key, a.signer.Certificate)
	bare := sign(t, letter, xades.SignOptions{Signer: a.signer.Key, Certificate: cert, Time: in2010, Rand: rand.Reader})
	opt := a.options(now)
	opt.Trust.Anchors = append(opt.Trust.Anchors, trust.Anchor{Certificate: ca.Certificate, Kind: "qualified"})
	for name, c := range map[string]struct{ document, sub string }{
		"nothing proves":   {bare, xades.CryptoConstraintsNoPOE},
		"stamped in time":  {a.stampedAt(t, bare, xades.LevelBT, in2011), ""},
		"stamped too late": {a.stampedAt(t, bare, xades.LevelBT, in2013), xades.CryptoConstraintsNoPOE},
	} {
		s := verify(t, c.document, opt).Signatures[0]
		if s.SubIndication != c.sub || s.Kind != xades.KindQualified || len(s.Path) != 2 || (s.Signer.Person != nil) != (c.sub == "") {
			t.Errorf("%s: %s %s %+v %+v", name, s.SubIndication, s.Kind, s.Signer.Person, s.Reasons)
		}
	}
	if s := a.judge(t, bare, in2011); s.SubIndication != xades.NoCertificateChainFound {
		t.Errorf("under an unknown authority: %s", s.SubIndication)
	}
}

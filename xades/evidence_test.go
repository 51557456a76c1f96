package xades_test

import (
	"bytes"
	"crypto/x509"
	"testing"
	"time"

	"okienko/fixtures/pkitest"
	"okienko/xades"
	"okienko/xades/revocation"
)

// TestEvidenceFromLater: a letter that is judged later than it arrived is helped
// by evidence from meanwhile, and only by as much as there can be by then.
func TestEvidenceFromLater(t *testing.T) {
	a := newArchive(t, false)
	document := a.sign(t)
	revoked := func(at time.Time) []pkitest.CRLEntry {
		return []pkitest.CRLEntry{pkitest.Revoked(a.signer.Certificate, at, 1)}
	}
	later := now.Add(3 * time.Hour)
	for name, c := range map[string]struct {
		list pkitest.CRL
		now  time.Time
		sub  string
	}{
		"of an hour later":               {pkitest.CRL{ThisUpdate: now.Add(time.Hour)}, later, ""},
		"of an hour later, now":          {pkitest.CRL{ThisUpdate: now.Add(time.Hour)}, time.Time{}, xades.TryLater},
		"from after the present":         {pkitest.CRL{ThisUpdate: now.Add(4 * time.Hour)}, later, xades.TryLater},
		"revoked since":                  {pkitest.CRL{ThisUpdate: now.Add(time.Hour), Entries: revoked(now.Add(time.Minute))}, later, ""},
		"revoked before, told later":     {pkitest.CRL{ThisUpdate: now.Add(time.Hour), Entries: revoked(now.Add(-time.Minute))}, later, xades.RevokedNoPOE},
		"of no span, from after arrival": {pkitest.CRL{ThisUpdate: now.Add(time.Hour), Endless: true}, later, ""},
		"of no span, from before":        {pkitest.CRL{ThisUpdate: now.Add(-time.Hour), Endless: true}, later, xades.TryLater},
	} {
		opt := a.options(now)
		opt.RequireRevocation, opt.Now = true, c.now
		opt.Revocation = [][]byte{a.crl(t, c.list)}
		s := verify(t, document, opt).Signatures[0]
		if s.SubIndication != c.sub || (len(s.Lacking) > 0) != (c.sub == xades.TryLater) {
			t.Errorf("%s: %s %s, lacks %d", name, s.Indication, s.SubIndication, len(s.Lacking))
		}
	}
}

// TestEvidenceIsAskedFor: the source is told certificate and issuer, and what it
// does not have about any of the path is reported.
func TestEvidenceIsAskedFor(t *testing.T) {
	a := newArchive(t, false)
	between, err := a.Issue(a.QualifiedCA, pkitest.Request{Subject: pkitest.Subject{CommonName: "Intermediate (test)"}, CA: true})
	if err != nil {
		t.Fatal(err)
	}
	if a.signer, err = a.Issue(between, pkitest.Request{Subject: pkitest.TestPerson()}); err != nil {
		t.Fatal(err)
	}
	signed := xades.SignOptions{Signer: a.signer.Key, Certificate: a.signer.Certificate, Chain: a.signer.Chain(), Time: now.Add(-time.Minute), Rand: a.extendOptions(t).Rand}
	document := sign(t, letter, signed)
	evidence := map[*pkitest.Credential]revocation.Evidence{}
	lacking := func() (list []*x509.Certificate) {
		t.Helper()
		opt := a.options(now)
		opt.RequireRevocation = true
		opt.Evidence = func(cert, issuer *x509.Certificate) []revocation.Evidence {
			if !bytes.Equal(cert.RawIssuer, issuer.RawSubject) {
				t.Errorf("asked about %s under %s", cert.Subject, issuer.Subject)
			}
			for by, piece := range evidence {
				if by.Certificate.Equal(issuer) {
					return []revocation.Evidence{piece}
				}
			}
			return nil
		}
		s := verify(t, document, opt).Signatures[0]
		for _, u := range s.Lacking {
			list = append(list, u.Certificate)
		}
		if (len(list) == 0) != (s.Indication == xades.TotalPassed) {
			t.Errorf("%s %v, lacks %d", s.Indication, s.Reasons, len(list))
		}
		return list
	}
	if l := lacking(); len(l) != 2 || !l[0].Equal(a.signer.Certificate) || !l[1].Equal(between.Certificate) {
		t.Errorf("without evidence %d are lacking", len(l))
	}
	for i, by := range []*pkitest.Credential{between, a.QualifiedCA} {
		der, err := a.CRL(by, pkitest.CRL{})
		if err != nil {
			t.Fatal(err)
		}
		pieces, _ := revocation.ParseAll([][]byte{der})
		evidence[by] = pieces[0]
		if l := lacking(); len(l) != 1-i {
			t.Errorf("with the list of %s %d are lacking", by.Certificate.Subject, len(l))
		}
	}
}

// TestEvidenceByAnExpiredResponder: who has the responder's key by now could have
// made it today, unless an archive time-stamp proves it older.
func TestEvidenceByAnExpiredResponder(t *testing.T) {
	a := newArchive(t, false)
	brief, err := a.NewResponder(a.QualifiedCA, pkitest.Request{NotAfter: now.Add(day)})
	if err != nil {
		t.Fatal(err)
	}
	about := func(r *pkitest.Responder, c *x509.Certificate, at time.Time) []byte {
		t.Helper()
		r.Edit = func(o *pkitest.OCSPAnswer) { o.ThisUpdate, o.NextUpdate, o.ProducedAt = at, at.Add(day), at }
		der, err := r.About(c)
		if err != nil {
			t.Fatal(err)
		}
		return der
	}
	opt := a.extendOptions(t)
	opt.Revocation = [][]byte{about(brief, a.signer.Certificate, now)}
	documents := map[string]string{}
	for _, level := range []string{xades.LevelBLT, xades.LevelBLTA} {
		made, err := xades.Extend(t.Context(), []byte(a.sign(t)), level, opt)
		if err != nil {
			t.Fatal(err)
		}
		documents[level] = string(made)
	}
	for name, c := range map[string]struct {
		level string
		at    time.Time
		want  string
	}{
		"while it is valid":         {xades.LevelBLT, now.Add(time.Hour), ""},
		"after its end":             {xades.LevelBLT, now.Add(7 * day), xades.RevocationOutOfBounds},
		"after its end, and proved": {xades.LevelBLTA, now.Add(7 * day), ""},
	} {
		opt := a.options(c.at)
		opt.RequireRevocation = true
		opt.Revocation = [][]byte{about(a.Responder(a.QualifiedCA, a.QualifiedCA), a.tsa.Certificate, c.at)}
		s := verify(t, documents[c.level], opt).Signatures[0]
		if s.SubIndication != c.want || (s.Indication == xades.TotalPassed) != (c.want == "") || (len(s.Lacking) == 1) != (c.want != "") {
			t.Errorf("%s: %s %s %v, lacks %d", name, s.Indication, s.SubIndication, s.Reasons, len(s.Lacking))
		}
	}
}

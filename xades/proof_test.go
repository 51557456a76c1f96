package xades_test

import (
	"crypto/x509"
	"encoding/json"
	"slices"
	"testing"
	"time"

	"okienko/fixtures/pkitest"
	"okienko/xades"
	"okienko/xades/revocation"
	"okienko/xades/trust"
)

// TestReportTellsItsProofs: the path, the evidence about each certificate and
// since when each time-stamp is known to exist.
func TestReportTellsItsProofs(t *testing.T) {
	a := newArchive(t, false)
	document := a.extend(t, a.sign(t), xades.LevelBLT)
	a.clock = now.Add(time.Hour)
	document = a.extend(t, document, xades.LevelBLTA)
	at := now.Add(2 * time.Hour)
	s := a.judge(t, document, at)
	if len(s.Path) != 2 || s.Path[0].Anchor || !s.Path[1].Anchor || s.Path[1].Revocation != nil || s.Path[0].SHA256 != s.Signer.CertificateSHA256 || s.Path[0].Subject != s.Signer.Subject {
		t.Fatalf("%+v", s.Path)
	}
	r := s.Path[0].Revocation
	if r.State != revocation.Good || r.Source != "crl" || !r.Embedded || r.ThisUpdate == nil || r.NextUpdate == nil || r.RevokedAt != nil || !r.At.Equal(*s.BestSignatureTime) || r.By != s.Path[1].Subject {
		t.Errorf("%+v", r)
	}
	archived, last := s.TimeStamps[0], s.TimeStamps[1]
	if !archived.Existed.Equal(*last.Time) || !last.Existed.Equal(at) || len(archived.Path) != 2 || archived.Path[0].Revocation.State != revocation.Good {
		t.Errorf("%+v and %+v", archived, last)
	}
	text, err := json.Marshal(s)
	if err != nil {
		t.Fatal(err)
	}
	var public struct {
		Path []struct {
			Revocation *struct {
				State, Source string
				This_update   time.Time
			}
		}
		Timestamps []struct{ Existed time.Time }
	}
	if err := json.Unmarshal(text, &public); err != nil || public.Path[0].Revocation.State != "good" || public.Path[0].Revocation.This_update.IsZero() || !public.Timestamps[0].Existed.Equal(*last.Time) {
		t.Errorf("%v %+v in %s", err, public, text)
	}
}

// TestReportTellsOfRevocations, and where there is nothing to tell.
func TestReportTellsOfRevocations(t *testing.T) {
	a := newArchive(t, false)
	document, opt := a.sign(t), a.options(now)
	if r := verify(t, document, opt).Signatures[0].Path[0].Revocation; r.State != revocation.None || r.Source != "" || r.ThisUpdate != nil {
		t.Errorf("no evidence: %+v", r)
	}
	revoked := now.Add(-time.Hour)
	opt.Revocation = [][]byte{a.crl(t, pkitest.CRL{Entries: []pkitest.CRLEntry{pkitest.Revoked(a.signer.Certificate, revoked, 4)}})}
	if r := verify(t, document, opt).Signatures[0].Path[0].Revocation; r.State != revocation.Revoked || !r.RevokedAt.Equal(revoked) || r.Reason != "superseded" || r.Embedded {
		t.Errorf("revoked: %+v", r)
	}
	if s := verify(t, document, xades.VerifyOptions{At: now}).Signatures[0]; s.Path != nil && len(s.Path) > 0 || s.Listing != nil {
		t.Errorf("nobody is trusted: %+v", s.Path)
	}
}

// TestServiceThatEnded is told from one that was never there, of signers and of
// time-stamp authorities.
func TestServiceThatEnded(t *testing.T) {
	a := newArchive(t, false)
	document := a.extend(t, a.sign(t), xades.LevelBT)
	for ended, want := range map[bool]string{false: xades.NoCertificateChainFound, true: xades.NoCertificateChainNoPOE} {
		vouch := func(trust.Purpose, []*x509.Certificate, time.Time) trust.Listing {
			return trust.Listing{Refusal: "no service", Ended: ended}
		}
		opt := xades.VerifyOptions{At: now, Trust: trust.Config{Anchors: []trust.Anchor{{Certificate: a.QualifiedCA.Certificate, Vouch: vouch}}}}
		s := verify(t, document, opt).Signatures[0]
		if s.Indication != indeterminate || s.SubIndication != want || s.TimeStamps[0].SubIndication != want {
			t.Errorf("ended %v: %s %s, time-stamp %s", ended, s.Indication, s.SubIndication, s.TimeStamps[0].SubIndication)
		}
	}
}

// TestReportTellsTheList: what a trusted list says of the certificate, and why it
// says no more, whether it lets the path end there or not.
func TestReportTellsTheList(t *testing.T) {
	w := newWorld(t)
	document := sign(t, letter, w.signer.options())
	findings := []trust.Finding{{Code: "qualified.no-device", At: now, Detail: "the key is not known to be in a qualified device"}}
	for refusal, want := range map[string]xades.Indication{"": passed, "trusted list PL: withdrawn": indeterminate} {
		vouch := func(trust.Purpose, []*x509.Certificate, time.Time) trust.Listing {
			return trust.Listing{Kind: "advanced", Refusal: refusal, Territory: "PL", Provider: "Dostawca (test)", Qualified: "yes", Device: "no", Findings: findings}
		}
		opt := xades.VerifyOptions{At: now, Trust: trust.Config{Anchors: []trust.Anchor{{Certificate: w.ca.cert, Vouch: vouch}}}}
		s := verify(t, document, opt).Signatures[0]
		if s.Indication != want || s.Listing == nil || *s.Listing != (xades.Listing{Territory: "PL", Provider: "Dostawca (test)", Qualified: "yes", Device: "no", Granted: refusal == ""}) {
			t.Errorf("%q: %s %+v", refusal, s.Indication, s.Listing)
		}
		if !slices.Equal(codes(s.Notes), []string{"qualified.no-device"}) || s.Notes[0].Args["at"] != now.Format(time.RFC3339) || s.Notes[0].Detail == "" {
			t.Errorf("%q: %+v", refusal, s.Notes)
		}
	}
}

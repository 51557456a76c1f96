package xades_test

import (
	"crypto"
	"encoding/base64"
	"strings"
	"testing"
	"time"

	"okienko/fixtures/pkitest"
	"okienko/xades"
)

// What a time-stamp proves, and about what.

const unsignedEnd = "</xades:UnsignedSignatureProperties>"

// TestSignatureTimeStampsAreIndependent: none covers another, so the earlier
// may come second, and counts.
func TestSignatureTimeStampsAreIndependent(t *testing.T) {
	a := newArchive(t, false)
	document := a.extend(t, a.sign(t), xades.LevelBT)
	value := canonical(t, "--exc-c14n", element(t, document, "ds:SignatureValue"))
	a.clock = now.Add(-30 * time.Minute)
	document = replace(t, document, unsignedEnd, a.property(t, "SignatureTimeStamp", xades132, "", value)+unsignedEnd)
	s := a.judge(t, document, now)
	if s.Indication != xades.TotalPassed || len(s.TimeStamps) != 2 || !s.BestSignatureTime.Equal(a.clock) {
		t.Errorf("%s %v %+v", s.Indication, s.BestSignatureTime, s.TimeStamps)
	}
}

// TestReferencesProveNothingOfTheSignature: a time-stamp over references alone
// does not cover SignatureValue.
func TestReferencesProveNothingOfTheSignature(t *testing.T) {
	a := newArchive(t, false)
	document := a.extend(t, a.sign(t), xades.LevelBT)
	document = replace(t, document, unsignedEnd, `<xades:CompleteCertificateRefs></xades:CompleteCertificateRefs>`+unsignedEnd)
	references := canonical(t, "--exc-c14n", element(t, document, "xades:CompleteCertificateRefs"))
	for _, name := range []string{"RefsOnlyTimeStamp", "RefsOnlyTimeStampV2"} {
		space := xades132
		if strings.HasSuffix(name, "V2") {
			space = xades141
		}
		a.clock = now.Add(-30 * time.Minute)
		s := a.judge(t, replace(t, document, unsignedEnd, a.property(t, name, space, "", references)+unsignedEnd), now)
		if s.TimeStamps[1].Indication != xades.Passed || !s.BestSignatureTime.Equal(now) || s.Indication != xades.TotalPassed {
			t.Errorf("%s: %v %+v", name, s.BestSignatureTime, s.TimeStamps)
		}
	}
}

// TestContentLaterThanItsSignature: a signed time-stamp cannot be later than
// the signature over it.
func TestContentLaterThanItsSignature(t *testing.T) {
	a := newArchive(t, false)
	content := canonical(t, "--c14n", strings.Replace(letter, "<!-- uwaga -->", "", 1))
	document := a.contentStamped(t, "AllDataObjectsTimeStamp", "", content)
	value := canonical(t, "--exc-c14n", element(t, document, "ds:SignatureValue"))
	const end = "</xades:QualifyingProperties>"
	a.clock = now.Add(-30 * time.Minute)
	unsigned := "<xades:UnsignedProperties><xades:UnsignedSignatureProperties>" + a.property(t, "SignatureTimeStamp", xades132, "", value) +
		unsignedEnd + "</xades:UnsignedProperties>"
	s := a.judge(t, replace(t, document, end, unsigned+end), now)
	if s.SubIndication != xades.TimestampOrderFailure || s.TimeStamps[0].SubIndication != xades.TimestampOrderFailure || s.TimeStamps[1].Indication != xades.Passed {
		t.Errorf("%s %+v", s.SubIndication, s.TimeStamps)
	}
}

// TestIssuerOfTheAuthorityExpires: the path has to hold until something later
// proves the token, not its last certificate alone.
func TestIssuerOfTheAuthorityExpires(t *testing.T) {
	a := newArchive(t, false)
	middle, err := a.Issue(a.QualifiedCA, pkitest.Request{Subject: pkitest.Subject{CommonName: "Znakowanie czasem CA (test)"}, CA: true, NotAfter: now.Add(day)})
	if err != nil {
		t.Fatal(err)
	}
	tsa, err := a.NewTSA(middle, pkitest.Request{Subject: pkitest.Subject{CommonName: "Znakowanie czasem (test)"}})
	if err != nil {
		t.Fatal(err)
	}
	tsa.Clock = func() time.Time { return now }
	a.tsa = tsa
	document := a.extend(t, a.sign(t), xades.LevelBT)
	if s := a.judge(t, document, now); s.TimeStamps[0].Indication != xades.Passed {
		t.Errorf("%+v", s.TimeStamps)
	}
	if s := a.judge(t, document, now.Add(2*day)); s.TimeStamps[0].SubIndication != xades.OutOfBoundsNoPOE {
		t.Errorf("%+v", s.TimeStamps)
	}
}

// TestArchiveTimeStampOf132 is verified, and makes no level. An Object that a
// Reference names counts once there, and twice in 1.4.1.
func TestArchiveTimeStampOf132(t *testing.T) {
	a := newArchive(t, false)
	key := &identity{key: a.signer.Key, cert: a.signer.Certificate}
	document := replace(t, a.sign(t), "</ds:SignedInfo>", `<ds:Reference URI="#o"><ds:DigestMethod Algorithm="http://www.w3.org/2001/04/xmlenc#sha256"></ds:DigestMethod><ds:DigestValue></ds:DigestValue></ds:Reference></ds:SignedInfo>`)
	document = replace(t, document, "</ds:Signature>", `<ds:Object Id="o">x</ds:Object></ds:Signature>`)
	document = a.extend(t, resign(t, document, key), xades.LevelBLT)
	part := func(name string) string { return string(canonical(t, "--exc-c14n", element(t, document, name))) }
	object := `<ds:Object xmlns:ds="http://www.w3.org/2000/09/xmldsig#" Id="o">x</ds:Object>`
	if !strings.Contains(document, `<ds:Object Id="o">x</ds:Object>`) {
		t.Fatal("no Object")
	}
	covered := string(canonical(t, "--c14n", strings.Replace(letter, "<!-- uwaga -->", "", 1))) + part("xades:SignedProperties") + object +
		part("ds:SignedInfo") + part("ds:SignatureValue") + part("ds:KeyInfo") +
		part("xades:SignatureTimeStamp") + part("xades:CertificateValues") + part("xades:RevocationValues")
	for name, c := range map[string]struct {
		space, covered string
		want           xades.Indication
		level          string
	}{
		"1.3.2":        {xades132, covered, xades.Passed, "B-LT"},
		"1.3.2, twice": {xades132, covered + object, xades.Indeterminate, "B-LT"},
		"1.4.1":        {xades141, covered + object, xades.Passed, "B-LTA"},
		"1.4.1, once":  {xades141, covered, xades.Failed, "B-LT"},
	} {
		s := a.judge(t, replace(t, document, unsignedEnd, a.property(t, "ArchiveTimeStamp", c.space, "", []byte(c.covered))+unsignedEnd), now)
		if last := s.TimeStamps[1]; last.Indication != c.want || s.Level != c.level || (s.Indication == xades.TotalPassed) != (c.want != xades.Failed) {
			t.Errorf("%s: %s %s %+v", name, s.Indication, s.Level, last)
		}
	}
}

// TestEvidenceThatIsWeakOrTooMuch does not count.
func TestEvidenceThatIsWeakOrTooMuch(t *testing.T) {
	a := newArchive(t, false)
	opt := a.options(now)
	opt.RequireRevocation = true
	opt.Revocation = [][]byte{a.crl(t, pkitest.CRL{Signing: pkitest.Signing{Hash: crypto.SHA1}})}
	if s := verify(t, a.sign(t), opt).Signatures[0]; s.SubIndication != xades.TryLater {
		t.Errorf("SHA-1: %s %v", s.Indication, s.Reasons)
	}
	document := a.extend(t, a.sign(t), xades.LevelBLT)
	const first = "<xades:EncapsulatedCRLValue>"
	for size, want := range map[int]string{1 << 20: "B-LT", 8<<20 + 1: "B-T"} {
		blob := base64.StdEncoding.EncodeToString(make([]byte, size))
		if s := a.judge(t, replace(t, document, first, first+blob+"</xades:EncapsulatedCRLValue>"+first), now); s.Level != want || s.Indication != xades.TotalPassed {
			t.Errorf("after %d octets of something else: %s %s", size, s.Level, s.Indication)
		}
	}
	piece := "<xades:EncapsulatedCRLValue>AAAA</xades:EncapsulatedCRLValue>"
	for count, want := range map[int]string{31: "B-LT", 32: "B-T"} {
		if s := a.judge(t, replace(t, document, first, strings.Repeat(piece, count)+first), now); s.Level != want {
			t.Errorf("after %d pieces: %s", count, s.Level)
		}
	}
}

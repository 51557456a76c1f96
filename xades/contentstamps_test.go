package xades_test

import (
	"context"
	"crypto"
	"crypto/sha256"
	"crypto/x509"
	"encoding/base64"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"okienko/fixtures/pkitest"
	"okienko/xades"
	"okienko/xades/trust"
)

// property writes a time-stamp property over octets.
func (a *archive) property(t testing.TB, name, space, includes string, covered []byte) string {
	t.Helper()
	sum := sha256.Sum256(covered)
	token, err := a.tsa.Token(crypto.SHA256, sum[:], nil)
	if err != nil {
		t.Fatal(err)
	}
	return fmt.Sprintf(`<s:%s xmlns:s=%q>%s<ds:CanonicalizationMethod Algorithm="http://www.w3.org/2001/10/xml-exc-c14n#"></ds:CanonicalizationMethod>`+
		`<xades:EncapsulatedTimeStamp>%s</xades:EncapsulatedTimeStamp></s:%s>`, name, space, includes, base64.StdEncoding.EncodeToString(token), name)
}

const (
	xades132 = "http://uri.etsi.org/01903/v1.3.2#"
	xades141 = "http://uri.etsi.org/01903/v1.4.1#"
)

// contentStamped signs a letter with a time-stamp over its content among the
// signed properties.
func (a *archive) contentStamped(t testing.TB, name, includes string, covered []byte) string {
	t.Helper()
	const end = "</xades:SignedDataObjectProperties>"
	document := a.sign(t)
	document = replace(t, document, end, a.property(t, name, xades132, includes, covered)+end)
	return resign(t, document, &identity{key: a.signer.Key, cert: a.signer.Certificate})
}

func TestContentTimeStamps(t *testing.T) {
	a := newArchive(t, false)
	content := canonical(t, "--c14n", strings.Replace(letter, "<!-- uwaga -->", "", 1))
	id := func(document string) string {
		_, rest, _ := strings.Cut(document, `<ds:Reference Id="`)
		id, _, _ := strings.Cut(rest, `"`)
		return id
	}
	include := `<xades:Include URI="#reference" referencedData="true"></xades:Include>`
	individual := func(covered []byte) string {
		document := a.contentStamped(t, "IndividualDataObjectsTimeStamp", include, covered)
		document = strings.Replace(document, "#reference", "#"+id(document), 1)
		return resign(t, document, &identity{key: a.signer.Key, cert: a.signer.Certificate})
	}
	for name, c := range map[string]struct {
		document string
		want     xades.Indication
		sub      string
	}{
		"all":                  {a.contentStamped(t, "AllDataObjectsTimeStamp", "", content), xades.Passed, ""},
		"all, something else":  {a.contentStamped(t, "AllDataObjectsTimeStamp", "", content[1:]), xades.Failed, xades.HashFailure},
		"individual":           {individual(content), xades.Passed, ""},
		"individual, other":    {individual(content[1:]), xades.Failed, xades.HashFailure},
		"includes nothing":     {a.contentStamped(t, "IndividualDataObjectsTimeStamp", include, content), xades.Indeterminate, xades.SignedDataNotFound},
		"includes in the rest": {a.contentStamped(t, "AllDataObjectsTimeStamp", include, content[1:]), xades.Indeterminate, xades.HashFailure},
	} {
		s := a.judge(t, c.document, now)
		if len(s.TimeStamps) != 1 || s.TimeStamps[0].Indication != c.want || s.TimeStamps[0].SubIndication != c.sub || s.Level != "B-B" || s.BestSignatureTime != nil {
			t.Errorf("%s: %s %s %+v", name, s.Indication, s.Level, s.TimeStamps)
		}
		if (s.Indication == xades.TotalPassed) != (c.want != xades.Failed) {
			t.Errorf("%s: %s %v", name, s.Indication, s.Reasons)
		}
	}
}

// TestSignedAfterRevocation is the one case in which a revocation makes a
// signature false: a signed time-stamp proves that it came later.
func TestSignedAfterRevocation(t *testing.T) {
	a := newArchive(t, false)
	content := canonical(t, "--c14n", strings.Replace(letter, "<!-- uwaga -->", "", 1))
	document := a.contentStamped(t, "AllDataObjectsTimeStamp", "", content)
	for ago, want := range map[time.Duration]string{time.Hour: xades.Revoked, -time.Hour: xades.RevokedNoPOE} {
		opt := a.options(now.AddDate(0, 0, 2))
		opt.Revocation = [][]byte{a.crl(t, pkitest.CRL{ThisUpdate: now.Add(day), Entries: []pkitest.CRLEntry{pkitest.Revoked(a.signer.Certificate, now.Add(-ago), 1)}})}
		s := verify(t, document, opt).Signatures[0]
		if s.SubIndication != want || (s.Indication == xades.TotalFailed) != (want == xades.Revoked) {
			t.Errorf("revoked %v before: %s %s %v", ago, s.Indication, s.SubIndication, s.Reasons)
		}
	}
}

// TestExpiredCertificate: what is known of a signature whose certificate has
// ended decides what is said of it.
func TestExpiredCertificate(t *testing.T) {
	a := newArchive(t, true) // ends after a day
	content := canonical(t, "--c14n", strings.Replace(letter, "<!-- uwaga -->", "", 1))
	end := a.signer.Certificate.NotAfter
	stamped := func(at time.Time) string {
		a.clock = at
		return a.contentStamped(t, "AllDataObjectsTimeStamp", "", content)
	}
	for name, c := range map[string]struct {
		document string
		list     pkitest.CRL
		sub      string
	}{
		"nothing known":               {a.sign(t), pkitest.CRL{ThisUpdate: now, NextUpdate: now.Add(time.Hour)}, xades.OutOfBoundsNoPOE},
		"not revoked until its end":   {a.sign(t), pkitest.CRL{ThisUpdate: end.Add(-time.Minute)}, xades.OutOfBoundsNotRevoked},
		"signed after the end":        {stamped(end.Add(time.Hour)), pkitest.CRL{}, xades.Expired},
		"after the end, and not held": {stamped(end.Add(time.Hour)), pkitest.CRL{ThisUpdate: end.Add(-time.Minute)}, xades.Expired},
		"perhaps signed before":       {stamped(end.Add(-time.Hour)), pkitest.CRL{ThisUpdate: now, NextUpdate: now.Add(time.Hour)}, xades.OutOfBoundsNoPOE},
	} {
		opt := a.options(end.Add(2 * day))
		opt.Revocation = [][]byte{a.crl(t, c.list)}
		s := verify(t, c.document, opt).Signatures[0]
		if s.SubIndication != c.sub || (s.Indication == xades.TotalFailed) != (c.sub == xades.Expired) || !slices.Contains(codes(s.Reasons), xades.CodeExpired) {
			t.Errorf("%s: %s %s %v %+v", name, s.Indication, s.SubIndication, s.Reasons, s.TimeStamps)
		}
	}
}

// TestTimeStampsOverReferences: those of levels C and X, EN 319 132-1 A.1.5.
func TestTimeStampsOverReferences(t *testing.T) {
	a := newArchive(t, false)
	const end = "</xades:UnsignedSignatureProperties>"
	refs := `<xades:CompleteRevocationRefs><x/></xades:CompleteRevocationRefs>`
	document := replace(t, a.extend(t, a.sign(t), xades.LevelBT), end, refs+end)
	part := func(name string) string { return string(canonical(t, "--exc-c14n", element(t, document, name))) }
	references := part("xades:CompleteRevocationRefs")
	all := part("ds:SignatureValue") + part("xades:SignatureTimeStamp") + references
	for name, c := range map[string]struct {
		space, covered string
		want           xades.Indication
	}{
		"SigAndRefsTimeStamp":   {xades132, all, xades.Passed},
		"SigAndRefsTimeStampV2": {xades141, all, xades.Passed},
		"RefsOnlyTimeStamp":     {xades132, references, xades.Passed},
		"RefsOnlyTimeStampV2":   {xades141, all, xades.Indeterminate},
	} {
		stamped := replace(t, document, end, a.property(t, name, c.space, "", []byte(c.covered))+end)
		s := a.judge(t, stamped, now)
		if len(s.TimeStamps) != 2 || s.TimeStamps[1].Indication != c.want || s.Indication != xades.TotalPassed || s.Level != "B-T" {
			t.Errorf("%s: %s %s %+v", name, s.Indication, s.Level, s.TimeStamps)
		}
	}
}

// TestClaimAgainstProof: a signing time a day after the proof is false.
func TestClaimAgainstProof(t *testing.T) {
	a := newArchive(t, false)
	for claimed, want := range map[time.Duration]xades.Indication{2 * time.Hour: xades.TotalPassed, 25 * time.Hour: xades.Indeterminate} {
		opt := xades.SignOptions{Signer: a.signer.Key, Certificate: a.signer.Certificate, Time: now.Add(claimed), Rand: a.extendOptions(t).Rand}
		more := a.extendOptions(t)
		more.Trust = trust.Config{} // with it, Extend refuses what it would make
		document, err := xades.SignAt(t.Context(), []byte(letter), xades.LevelBT, opt, more)
		if err != nil {
			t.Fatal(err)
		}
		s := a.judge(t, string(document), now.Add(2*day))
		if s.Indication != want || want != xades.TotalPassed && codes(s.Reasons)[0] != xades.CodeTimestampOrder {
			t.Errorf("%v: %s %v", claimed, s.Indication, s.Reasons)
		}
	}
}

func TestEvidenceIsAskedForEveryPath(t *testing.T) {
	a := newArchive(t, false)
	opt := a.extendOptions(t)
	list := opt.Revocation[0]
	asked := map[string]int{}
	opt.Revocation, opt.Certificates = nil, nil
	opt.Evidence = func(_ context.Context, cert, issuer *x509.Certificate) ([]byte, error) {
		asked[cert.Subject.CommonName]++
		if !issuer.Equal(a.QualifiedCA.Certificate) {
			t.Errorf("issuer %s", issuer.Subject)
		}
		return list, nil
	}
	made, err := xades.Extend(t.Context(), []byte(a.sign(t)), xades.LevelBLT, opt)
	if err != nil {
		t.Fatal(err)
	}
	if len(asked) != 2 || asked[pkitest.SignerName] != 1 || asked["Znakowanie czasem (test)"] != 1 {
		t.Errorf("asked about %v", asked)
	}
	if strings.Count(string(made), "<xades:EncapsulatedCRLValue>") != 1 || strings.Count(string(made), "<xades:EncapsulatedX509Certificate>") != 2 {
		t.Error("each list and certificate stands once, the root and the authority's beside KeyInfo's")
	}
	away := errors.New("away")
	opt.Evidence = func(context.Context, *x509.Certificate, *x509.Certificate) ([]byte, error) { return nil, away }
	if _, err := xades.Extend(t.Context(), []byte(a.sign(t)), xades.LevelBLT, opt); !errors.Is(err, away) {
		t.Error(err)
	}
}

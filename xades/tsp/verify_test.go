package tsp_test

import (
	"bytes"
	"crypto"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"math/big"
	"slices"
	"testing"
	"time"

	"okienko/fixtures/pkitest"
	"okienko/xades/trust"
	"okienko/xades/tsp"
)

func marshal(t testing.TB, value any) []byte {
	t.Helper()
	der, err := asn1.Marshal(value)
	if err != nil {
		t.Fatal(err)
	}
	return der
}

func TestTokenOfEveryKeyAndForm(t *testing.T) {
	for _, key := range []pkitest.KeyType{pkitest.RSA2048, pkitest.P256, pkitest.P384, pkitest.P521, pkitest.Ed25519} {
		o := newOffice(t, pkitest.Request{Key: key})
		forms := map[string]func(*pkitest.Stamp){
			"plain":                 nil,
			"BER":                   func(s *pkitest.Stamp) { s.BER = true },
			"both identifiers":      func(s *pkitest.Stamp) { s.V1 = true },
			"SHA-1 identifier":      func(s *pkitest.Stamp) { s.V1, s.V2 = true, false },
			"not in order":          func(s *pkitest.Stamp) { s.Unsorted = true },
			"sent in another order": func(s *pkitest.Stamp) { s.Shuffled = true },
			"SHA-512 content":       func(s *pkitest.Stamp) { s.Digested = crypto.SHA512 },
		}
		if key == pkitest.RSA2048 {
			forms["PSS"] = func(s *pkitest.Stamp) { s.Signing = pkitest.Signing{PSS: true, Hash: crypto.SHA384} }
			forms["rsaEncryption"] = func(s *pkitest.Stamp) { s.Signing = pkitest.Signing{Bare: true, Hash: crypto.SHA512} }
		}
		for name, edit := range forms {
			r := o.judge(t, o.stamp(t, edit))
			if len(r.Problems) != 0 || len(r.Judgement.Path) != 3 || r.Judgement.Anchor == nil || !r.Certificate.Equal(o.tsa.Certificate) {
				t.Errorf("%s, %s: %v, path of %d", key, name, r.Problems, len(r.Judgement.Path))
			}
		}
	}
}

func TestWhatTheAuthorityStates(t *testing.T) {
	o := newOffice(t, pkitest.Request{})
	qualified := []pkix.Extension{{Id: asn1.ObjectIdentifier{1, 3, 6, 1, 5, 5, 7, 1, 3},
		Value: marshal(t, []struct{ ID asn1.ObjectIdentifier }{{asn1.ObjectIdentifier{0, 4, 0, 19422, 1, 1}}})}}
	token, err := tsp.ParseToken(o.stamp(t, func(s *pkitest.Stamp) {
		s.GenTime, s.Ordering, s.Nonce, s.Serial = "20261120093000.250Z", true, big.NewInt(77), big.NewInt(12345)
		s.Accuracy = marshal(t, struct {
			S      int
			Millis int `asn1:"tag:0"`
			Micros int `asn1:"tag:1"`
		}{2, 500, 7})
		s.Extensions, _ = asn1.MarshalWithParams(qualified, "tag:1")
	}))
	if err != nil {
		t.Fatal(err)
	}
	i := token.Info
	if !i.GenTime.Equal(now.Add(250*time.Millisecond)) || i.Accuracy != 2*time.Second+500*time.Millisecond+7*time.Microsecond {
		t.Errorf("at %v ± %v", i.GenTime, i.Accuracy)
	}
	if !i.Ordering || i.Nonce.Int64() != 77 || i.Serial.Int64() != 12345 || !i.Policy.Equal(pkitest.TestPolicy) || !i.Qualified {
		t.Errorf("%+v", i)
	}
	if i.Imprint.Hash != crypto.SHA256 || !bytes.Equal(i.Imprint.Digest, messageDigest()) {
		t.Errorf("imprint %+v", i.Imprint)
	}
}

// TestSpoiledTokens names the code of everything that can be wrong with what
// the authority signed.
func TestSpoiledTokens(t *testing.T) {
	o := newOffice(t, pkitest.Request{})
	sameKey, err := o.Issue(o.tsa.Issuer, pkitest.Request{Subject: pkitest.Subject{CommonName: "TSA (test)"}, Signer: o.tsa.Key,
		Extensions: []pkix.Extension{pkitest.ExtKeyUsage(true, pkitest.UsageTimeStamping)}})
	if err != nil {
		t.Fatal(err)
	}
	otherIssuer, otherSerial := *o.tsa.Certificate, *o.tsa.Certificate
	otherIssuer.RawIssuer, otherSerial.SerialNumber = o.StrangerCA.Certificate.RawSubject, big.NewInt(5)
	without := func(n int) func([][]byte) [][]byte {
		return func(list [][]byte) [][]byte { return slices.Delete(list, n, n+1) }
	}
	octets := func(b ...byte) []byte { return marshal(t, b) }
	unknown := func(critical bool) []byte {
		der, _ := asn1.MarshalWithParams([]pkix.Extension{{Id: asn1.ObjectIdentifier{1, 2, 3}, Critical: critical, Value: []byte{5, 0}}}, "tag:1")
		return der
	}
	for name, c := range map[string]struct {
		edit func(*pkitest.Stamp)
		want string
	}{
		"nothing":                     {func(*pkitest.Stamp) {}, ""},
		"another digest":              {func(s *pkitest.Stamp) { s.Digest = bytes.Repeat([]byte{7}, 32) }, tsp.CodeImprint},
		"digest too short":            {func(s *pkitest.Stamp) { s.Digest = s.Digest[:31] }, tsp.CodeStructure},
		"version 2":                   {func(s *pkitest.Stamp) { s.Version = 2 }, tsp.CodeStructure},
		"other content":               {func(s *pkitest.Stamp) { s.ContentType = marshal(t, asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 7, 1}) }, tsp.CodeStructure},
		"content type not signed":     {func(s *pkitest.Stamp) { s.Change = without(0) }, tsp.CodeStructure},
		"digest not signed":           {func(s *pkitest.Stamp) { s.Change = without(1) }, tsp.CodeStructure},
		"certificate not named":       {func(s *pkitest.Stamp) { s.V2 = false }, tsp.CodeSigningCertificate},
		"another certificate named":   {func(s *pkitest.Stamp) { s.Named = o.Signer.Certificate }, tsp.CodeSigningCertificate},
		"same key, other certificate": {func(s *pkitest.Stamp) { s.Named = sameKey.Certificate }, tsp.CodeSigningCertificate},
		"one of two names another": {func(s *pkitest.Stamp) {
			s.Change = func(l [][]byte) [][]byte { return append(l, namedV1(o.Signer.Certificate)) }
		}, tsp.CodeSigningCertificate},
		"another issuer named":        {func(s *pkitest.Stamp) { s.Named = &otherIssuer }, tsp.CodeSigningCertificate},
		"another serial number named": {func(s *pkitest.Stamp) { s.Named = &otherSerial }, tsp.CodeSigningCertificate},
		"signer of another issuer":    {func(s *pkitest.Stamp) { s.Signer = &otherIssuer }, tsp.CodeCertificate},
		"signer of another number":    {func(s *pkitest.Stamp) { s.Signer = &otherSerial }, tsp.CodeCertificate},
		"signer info of version 2": {func(s *pkitest.Stamp) {
			s.Signers = func(i []byte) []byte { return bytes.Replace(i, []byte{2, 1, 1}, []byte{2, 1, 2}, 1) }
		}, tsp.CodeStructure},
		"attribute twice": {func(s *pkitest.Stamp) { s.Change = func(l [][]byte) [][]byte { return append(l, l[1]) } }, tsp.CodeStructure},
		"content digest of others": {func(s *pkitest.Stamp) {
			s.Change = func(l [][]byte) [][]byte {
				l[1] = pkitest.Attribute(octets(1, 2), 1, 2, 840, 113549, 1, 9, 4)
				return l
			}
		}, tsp.CodeDigest},
		"signature value spoiled":      {func(s *pkitest.Stamp) { s.Spoil = func(v []byte) []byte { v[len(v)-1] ^= 1; return v } }, tsp.CodeValue},
		"signature value empty":        {func(s *pkitest.Stamp) { s.Spoil = func([]byte) []byte { return nil } }, tsp.CodeValue},
		"no certificate":               {func(s *pkitest.Stamp) { s.Certificates = nil }, tsp.CodeCertificate},
		"other certificates":           {func(s *pkitest.Stamp) { s.Certificates = [][]byte{o.Signer.Certificate.Raw} }, tsp.CodeCertificate},
		"no signer":                    {func(s *pkitest.Stamp) { s.Signers = func([]byte) []byte { return nil } }, tsp.CodeStructure},
		"two signers":                  {func(s *pkitest.Stamp) { s.Signers = func(i []byte) []byte { return append(i, i...) } }, tsp.CodeStructure},
		"no path":                      {func(s *pkitest.Stamp) { s.Certificates = s.Certificates[:1] }, tsp.CodeUntrusted},
		"critical extension":           {func(s *pkitest.Stamp) { s.Extensions = unknown(true) }, tsp.CodeExtension},
		"extension":                    {func(s *pkitest.Stamp) { s.Extensions = unknown(false) }, ""},
		"time with an offset":          {func(s *pkitest.Stamp) { s.GenTime = "20261120093000+0100" }, tsp.CodeStructure},
		"time without seconds":         {func(s *pkitest.Stamp) { s.GenTime = "202611200930Z" }, tsp.CodeStructure},
		"time without fraction digits": {func(s *pkitest.Stamp) { s.GenTime = "20261120093000.Z" }, tsp.CodeStructure},
		"time on no day":               {func(s *pkitest.Stamp) { s.GenTime = "20260230093000Z" }, tsp.CodeStructure},
		"time empty":                   {func(s *pkitest.Stamp) { s.GenTime = "" }, tsp.CodeStructure},
		"time with signs":              {func(s *pkitest.Stamp) { s.GenTime = "20261120093000.-5Z" }, tsp.CodeStructure},
		"zeros after the fraction":     {func(s *pkitest.Stamp) { s.GenTime = "20261120093000.500Z" }, ""},
		"accuracy of 1000 millis":      {func(s *pkitest.Stamp) { s.Accuracy = []byte{0x30, 4, 0x80, 2, 3, 0xe8} }, tsp.CodeStructure},
		"negative accuracy":            {func(s *pkitest.Stamp) { s.Accuracy = []byte{0x30, 3, 2, 1, 0xff} }, tsp.CodeStructure},
		"after the certificate":        {func(s *pkitest.Stamp) { s.GenTime = "20460101000000Z" }, tsp.CodeExpired},
		"before the certificate":       {func(s *pkitest.Stamp) { s.GenTime = "20060101000000Z" }, tsp.CodeNotYetValid},
		"endless nonce":                {func(s *pkitest.Stamp) { s.Nonce = new(big.Int).Lsh(big.NewInt(1), 600) }, tsp.CodeStructure},
		"33 certificates":              {func(s *pkitest.Stamp) { s.Certificates = slices.Repeat(s.Certificates[:1], 33) }, tsp.CodeTooLarge},
		"65 attributes": {func(s *pkitest.Stamp) {
			s.Unsigned = slices.Repeat([][]byte{pkitest.Attribute(octets(1), 1, 2, 3)}, 65)
		}, tsp.CodeTooLarge},
	} {
		got := codes(o.judge(t, o.stamp(t, c.edit)))
		if c.want == "" && len(got) != 0 || c.want != "" && !slices.Contains(got, c.want) {
			t.Errorf("%s: %v, want %q", name, got, c.want)
		}
	}
}

// namedV1 is the attribute SigningCertificate for any certificate.
func namedV1(c *x509.Certificate) []byte {
	h := crypto.SHA1.New()
	h.Write(c.Raw)
	type certID struct{ Digest []byte }
	der, err := asn1.Marshal(struct{ Certs []certID }{[]certID{{h.Sum(nil)}}})
	if err != nil {
		panic(err)
	}
	return pkitest.Attribute(der, 1, 2, 840, 113549, 1, 9, 16, 2, 12)
}

// TestCertificatesForOtherPurposes: RFC 3161 2.3.
func TestCertificatesForOtherPurposes(t *testing.T) {
	stamping := pkitest.ExtKeyUsage(true, pkitest.UsageTimeStamping)
	for name, c := range map[string]struct {
		request pkitest.Request
		want    string
	}{
		"time stamping, critical":       {pkitest.Request{Extensions: []pkix.Extension{stamping}}, ""},
		"not critical":                  {pkitest.Request{Extensions: []pkix.Extension{pkitest.ExtKeyUsage(false, pkitest.UsageTimeStamping)}}, tsp.CodeUsage},
		"with another usage":            {pkitest.Request{Extensions: []pkix.Extension{pkitest.ExtKeyUsage(true, pkitest.UsageTimeStamping, pkitest.UsageOCSPSigning)}}, tsp.CodeUsage},
		"with an unknown usage":         {pkitest.Request{Extensions: []pkix.Extension{pkitest.ExtKeyUsage(true, pkitest.UsageTimeStamping, 99)}}, tsp.CodeUsage},
		"another usage":                 {pkitest.Request{Extensions: []pkix.Extension{pkitest.ExtKeyUsage(true, pkitest.UsageOCSPSigning)}}, tsp.CodeUsage},
		"no extended usage":             {pkitest.Request{Extensions: []pkix.Extension{}}, tsp.CodeUsage},
		"key encipherment besides":      {pkitest.Request{Extensions: []pkix.Extension{stamping}, KeyUsage: x509.KeyUsageDigitalSignature | x509.KeyUsageKeyEncipherment}, tsp.CodeUsage},
		"a CA":                          {pkitest.Request{Extensions: []pkix.Extension{stamping}, CA: true, KeyUsage: x509.KeyUsageDigitalSignature}, tsp.CodeUsage},
		"a short key":                   {pkitest.Request{Key: pkitest.RSA1024}, tsp.CodeWeakAlgorithm},
		"an unknown critical extension": {pkitest.Request{Extensions: []pkix.Extension{stamping, {Id: asn1.ObjectIdentifier{1, 2, 3}, Critical: true, Value: []byte{5, 0}}}}, tsp.CodePath},
	} {
		o := newOffice(t, c.request)
		got := codes(o.judge(t, o.stamp(t, nil)))
		if c.want == "" && len(got) != 0 || c.want != "" && !slices.Equal(got, []string{c.want}) {
			t.Errorf("%s: %v, want %q", name, got, c.want)
		}
	}
}

func TestWeakAlgorithmsAreSoundAndSaid(t *testing.T) {
	o := newOffice(t, pkitest.Request{Key: pkitest.RSA2048})
	r := o.judge(t, o.stamp(t, func(s *pkitest.Stamp) { s.Signing.Hash = crypto.SHA1 }))
	if !slices.Equal(codes(r), []string{tsp.CodeWeakAlgorithm}) || !r.Sound() {
		t.Errorf("SHA-1: %v", r.Problems)
	}
	if r := o.judge(t, o.stamp(t, func(s *pkitest.Stamp) { s.Digest = make([]byte, 32) })); r.Sound() {
		t.Error("a token over something else is sound")
	}
}

func TestSignerFoundByKeyIdentifierAndOutsideTheToken(t *testing.T) {
	id := pkix.Extension{Id: asn1.ObjectIdentifier{2, 5, 29, 14}, Value: []byte{4, 4, 1, 2, 3, 4}}
	o := newOffice(t, pkitest.Request{Extensions: []pkix.Extension{id, pkitest.ExtKeyUsage(true, pkitest.UsageTimeStamping)}})
	if r := o.judge(t, o.stamp(t, func(s *pkitest.Stamp) { s.ByKeyID = true })); len(r.Problems) != 0 {
		t.Errorf("by key identifier: %v", r.Problems)
	}
	bare := o.stamp(t, func(s *pkitest.Stamp) { s.Certificates = nil })
	hints := append(o.tsa.Chain(), o.tsa.Certificate)
	if r := judge(bare, tsp.Options{Digest: messageDigest(), At: now, Trust: o.trust, Certificates: hints}); len(r.Problems) != 0 {
		t.Errorf("from outside: %v", r.Problems)
	}
}

// TestUnreadableCertificateIsFound: a certificate crypto/x509 refuses is named
// as that, not as missing.
func TestUnreadableCertificateIsFound(t *testing.T) {
	o := newOffice(t, pkitest.Request{})
	broken := slices.Clone(o.tsa.Certificate.Raw)
	// The extension's identifier 2.5.29.37 turns into a second 2.5.29.15.
	at := bytes.Index(broken, []byte{6, 3, 0x55, 0x1d, 37})
	broken[at+4] = 15
	named := *o.tsa.Certificate
	named.Raw = broken
	r := o.judge(t, o.stamp(t, func(s *pkitest.Stamp) { s.Named, s.Certificates = &named, [][]byte{broken} }))
	if !slices.Equal(codes(r), []string{tsp.CodeCertificate}) {
		t.Errorf("%v", r.Problems)
	}
}

func TestAnchorMayBeTheAuthorityItself(t *testing.T) {
	o := newOffice(t, pkitest.Request{})
	own := trust.Config{Anchors: []trust.Anchor{{Certificate: o.tsa.Certificate}}}
	if r := judge(o.stamp(t, nil), tsp.Options{Digest: messageDigest(), At: now, Trust: own}); len(r.Problems) != 0 {
		t.Error(r.Problems)
	}
	seal := trust.Config{Seals: []trust.Seal{{Certificates: []*x509.Certificate{o.tsa.Certificate}}}}
	if r := judge(o.stamp(t, nil), tsp.Options{Digest: messageDigest(), At: now, Trust: seal}); !slices.Contains(codes(r), tsp.CodeUntrusted) {
		t.Errorf("a trusted-profile seal vouches for time: %v", r.Problems)
	}
}

// TestAlgorithmProtection: RFC 6211.
func TestAlgorithmProtection(t *testing.T) {
	o := newOffice(t, pkitest.Request{Key: pkitest.P256})
	sha256 := pkix.AlgorithmIdentifier{Algorithm: asn1.ObjectIdentifier{2, 16, 840, 1, 101, 3, 4, 2, 1}, Parameters: asn1.NullRawValue}
	sha512 := pkix.AlgorithmIdentifier{Algorithm: asn1.ObjectIdentifier{2, 16, 840, 1, 101, 3, 4, 2, 3}, Parameters: asn1.NullRawValue}
	ecdsa := pkix.AlgorithmIdentifier{Algorithm: asn1.ObjectIdentifier{1, 2, 840, 10045, 4, 3, 2}}
	rsa := pkix.AlgorithmIdentifier{Algorithm: asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 1, 11}}
	for name, c := range map[string]struct {
		digest, signature pkix.AlgorithmIdentifier
		want              []string
	}{
		"the algorithms used": {sha256, ecdsa, nil},
		"another signature":   {sha256, rsa, []string{tsp.CodeAlgorithm}},
		"another digest":      {sha512, ecdsa, []string{tsp.CodeAlgorithm}},
	} {
		value := marshal(t, struct {
			Digest    pkix.AlgorithmIdentifier
			Signature pkix.AlgorithmIdentifier `asn1:"tag:1"`
		}{c.digest, c.signature})
		r := o.judge(t, o.stamp(t, func(s *pkitest.Stamp) {
			s.Change = func(l [][]byte) [][]byte { return append(l, pkitest.Attribute(value, 1, 2, 840, 113549, 1, 9, 52)) }
		}))
		if !slices.Equal(codes(r), c.want) {
			t.Errorf("%s: %v", name, r.Problems)
		}
	}
}

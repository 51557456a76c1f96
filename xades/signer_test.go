package xades_test

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha1"
	"crypto/sha256"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"encoding/base64"
	"slices"
	"strings"
	"testing"

	"okienko/xades"
	"okienko/xades/dsig"
	"okienko/xades/trust"
)

func p256() kindOfKey { return ec(elliptic.P256()) }

// TestCertificateOfTheSigner: which certificates are believed, and what each
// other gives.
func TestCertificateOfTheSigner(t *testing.T) {
	w := newWorld(t)
	otherCA := issue(t, nil, p256(), authority)
	expiredCA := issue(t, w.ca, p256(), func(c *x509.Certificate) { authority(c); c.NotAfter = now.AddDate(0, 0, -1) })
	foreignCA := issue(t, w.ca, p256(), func(c *x509.Certificate) {
		authority(c)
		c.ExcludedEmailAddresses = []string{"urzad.example"}
		c.PermittedDNSDomainsCritical = true
	})
	for _, c := range []struct {
		name   string
		issuer *identity
		change func(*x509.Certificate)
		want   xades.Indication
		sub    string
		code   string
		kind   xades.Kind
	}{
		{"good", w.ca, nil, passed, "", "", xades.KindQualified},
		{"no key usage", w.ca, func(c *x509.Certificate) { c.KeyUsage = 0 }, passed, "", "", xades.KindQualified},
		{"nonRepudiation only", w.ca, func(c *x509.Certificate) { c.KeyUsage = x509.KeyUsageContentCommitment }, passed, "", "", xades.KindQualified},
		{"unknown issuer", otherCA, nil, indeterminate, xades.NoCertificateChainFound, xades.CodeUntrusted, xades.KindUnknown},
		{"self-signed", nil, nil, indeterminate, xades.NoCertificateChainFound, xades.CodeUntrusted, xades.KindUnknown},
		{"expired", w.ca, func(c *x509.Certificate) { c.NotAfter = now.AddDate(0, 0, -1) }, indeterminate, xades.OutOfBoundsNoPOE, xades.CodeExpired, xades.KindQualified},
		{"not valid yet", w.ca, func(c *x509.Certificate) { c.NotBefore = now.AddDate(0, 0, 1) }, indeterminate, xades.OutOfBoundsNoPOE, xades.CodeNotYetValid, xades.KindQualified},
		{"key agreement", w.ca, func(c *x509.Certificate) { c.KeyUsage = x509.KeyUsageKeyAgreement }, indeterminate, xades.ChainConstraintsFailure, xades.CodeUsage, xades.KindQualified},
		{"time stamping", w.ca, func(c *x509.Certificate) { c.ExtKeyUsage = []x509.ExtKeyUsage{x509.ExtKeyUsageTimeStamping} }, indeterminate, xades.ChainConstraintsFailure, xades.CodeUsage, xades.KindQualified},
		{"CA", w.ca, func(c *x509.Certificate) { c.IsCA, c.BasicConstraintsValid = true, true }, indeterminate, xades.ChainConstraintsFailure, xades.CodeUsage, xades.KindQualified},
		{"below an expired CA", expiredCA, nil, indeterminate, xades.CertificateChainGeneral, xades.CodeUntrusted, xades.KindUnknown},
		{"below a CA for other names", foreignCA, func(c *x509.Certificate) { c.EmailAddresses = []string{"anna@urzad.example"} }, indeterminate, xades.CertificateChainGeneral, xades.CodeUntrusted, xades.KindUnknown},
		{"with a critical extension nobody knows", w.ca, func(c *x509.Certificate) {
			c.ExtraExtensions = []pkix.Extension{{Id: asn1.ObjectIdentifier{1, 2, 3}, Critical: true, Value: []byte{5, 0}}}
		}, indeterminate, xades.CertificateChainGeneral, xades.CodeUntrusted, xades.KindUnknown},
		{"below one that is no CA", w.signer, nil, indeterminate, xades.NoCertificateChainFound, xades.CodeUntrusted, xades.KindUnknown},
	} {
		id := issue(t, c.issuer, p256(), c.change)
		s := verify(t, sign(t, letter, id.options()), w.options()).Signatures[0]
		if s.Indication != c.want || s.SubIndication != c.sub || s.Kind != c.kind || s.Cryptographic != xades.CryptoPassed || c.code != "" && !slices.Contains(codes(s.Reasons), c.code) {
			t.Errorf("%s: %s %s %s %+v", c.name, s.Indication, s.SubIndication, s.Kind, s.Reasons)
		}
	}
}

// sameKeyOtherName issues a second certificate for the signer's key.
func sameKeyOtherName(t *testing.T, w world) *identity {
	return issue(t, w.ca, func() (k cryptoSigner, err error) { return w.signer.key, nil }, func(c *x509.Certificate) {
		c.Subject = pkix.Name{CommonName: "Jan Podstawiony"}
	})
}

func keyInfo(certs ...*x509.Certificate) func(testing.TB, string) string {
	return between("<ds:X509Data>", "</ds:X509Data>", func(string) string {
		var b strings.Builder
		for _, c := range certs {
			b.WriteString("<ds:X509Certificate>" + base64.StdEncoding.EncodeToString(c.Raw) + "</ds:X509Certificate>")
		}
		return "<ds:X509Data>" + b.String() + "</ds:X509Data>"
	})
}

func TestCertificateSubstitution(t *testing.T) {
	w := newWorld(t)
	substitute := sameKeyOtherName(t, w)
	mismatch := func(name string, again bool, mangle func(testing.TB, string) string) attack {
		return attack{name: name, again: again, mangle: mangle, want: indeterminate, sub: xades.NoSigningCertificateFound, code: xades.CodeCertificateMismatch, crypto: xades.CryptoPassed}
	}
	otherKey := issue(t, w.ca, p256(), person)
	otherDigest := sha256.Sum256(substitute.cert.Raw)
	run(t, []attack{
		mismatch("same key, other certificate", false, keyInfo(substitute.cert, w.ca.cert)),
		mismatch("digest of another certificate", true, between("<xades:CertDigest>", "</xades:CertDigest>", func(string) string {
			return `<xades:CertDigest><ds:DigestMethod Algorithm="http://www.w3.org/2001/04/xmlenc#sha256"/><ds:DigestValue>` +
				base64.StdEncoding.EncodeToString(otherDigest[:]) + "</ds:DigestValue></xades:CertDigest>"
		})),
		mismatch("IssuerSerialV2 of another", true, between("<xades:IssuerSerialV2>", "</xades:IssuerSerialV2>", func(string) string {
			return "<xades:IssuerSerialV2>MAUwAwIBBw==</xades:IssuerSerialV2>"
		})),
		mismatch("IssuerSerialV2 with another name", true, between("<xades:IssuerSerialV2>", "</xades:IssuerSerialV2>", func(s string) string {
			text := strings.TrimSuffix(strings.TrimPrefix(s, "<xades:IssuerSerialV2>"), "</xades:IssuerSerialV2>")
			der, _ := base64.StdEncoding.DecodeString(text)
			other := strings.Replace(string(der), "Testowe CA", "Testowe CB", 1)
			return "<xades:IssuerSerialV2>" + base64.StdEncoding.EncodeToString([]byte(other)) + "</xades:IssuerSerialV2>"
		})),
		mismatch("digest algorithm outside the list", true, between("<xades:CertDigest>", "</xades:CertDigest>", func(s string) string {
			return strings.Replace(s, "2001/04/xmlenc#sha256", "2001/04/xmldsig-more#md5", 1)
		})),
		mismatch("no digest", true, between("<xades:CertDigest>", "</xades:CertDigest>", nothing)),
		mismatch("another's KeyValue beside", false, swap("</ds:X509Data>", "</ds:X509Data>"+keyValue(&issue(t, nil, p256(), nil).key.(*ecdsa.PrivateKey).PublicKey))),
		{name: "chain first, then the signer", mangle: keyInfo(w.ca.cert, substitute.cert, w.signer.cert), want: passed, crypto: xades.CryptoPassed},
		{name: "the signer's KeyValue beside", mangle: swap("</ds:X509Data>", "</ds:X509Data>"+keyValue(&w.signer.key.(*ecdsa.PrivateKey).PublicKey)), want: passed},
		{name: "no certificate of the key", mangle: keyInfo(w.ca.cert), want: failed, sub: xades.SigCryptoFailure, code: xades.CodeCertificateMismatch, crypto: xades.CryptoFailed},
		{name: "SigningCertificate of another key", again: true, mangle: func(t testing.TB, s string) string {
			return keyInfo(otherKey.cert, w.signer.cert)(t, strings.Replace(s, digestOf(w.signer.cert), digestOf(otherKey.cert), 1))
		}, want: failed, sub: xades.SigCryptoFailure, code: xades.CodeValue, crypto: xades.CryptoFailed},
		{name: "SHA-1 binds the certificate", again: true, mangle: between("<xades:CertDigest>", "</xades:CertDigest>", func(string) string {
			sum := sha1.Sum(w.signer.cert.Raw)
			return `<xades:CertDigest><ds:DigestMethod Algorithm="http://www.w3.org/2000/09/xmldsig#sha1"/><ds:DigestValue>` +
				base64.StdEncoding.EncodeToString(sum[:]) + "</ds:DigestValue></xades:CertDigest>"
		}), want: indeterminate, sub: xades.CryptoConstraintsNoPOE, code: xades.CodeWeakAlgorithm, crypto: xades.CryptoPassed},
		{name: "certificate is garbage", mangle: between("<ds:X509Certificate>", "</ds:X509Data>", func(string) string {
			return "<ds:X509Certificate>AAAA</ds:X509Certificate></ds:X509Data>"
		}), want: indeterminate, sub: xades.NoSigningCertificateFound, code: xades.CodeUnreadable, crypto: xades.CryptoRefused},
	})
}

func keyValue(key *ecdsa.PublicKey) string {
	point, err := key.Bytes()
	if err != nil {
		return ""
	}
	return `<ds:KeyValue><ECKeyValue xmlns="http://www.w3.org/2009/xmldsig11#"><NamedCurve URI="urn:oid:1.2.840.10045.3.1.7"/><PublicKey>` +
		base64.StdEncoding.EncodeToString(point) + `</PublicKey></ECKeyValue></ds:KeyValue>`
}

// TestIssuerSerialV1 writes SigningCertificate as TS 101 903 has it.
func TestIssuerSerialV1(t *testing.T) {
	w := newWorld(t)
	v1 := func(issuer, serial string) func(testing.TB, string) string {
		return func(t testing.TB, s string) string {
			s = strings.ReplaceAll(s, "SigningCertificateV2", "SigningCertificate")
			return between("<xades:IssuerSerialV2>", "</xades:IssuerSerialV2>", func(string) string {
				return "<xades:IssuerSerial><ds:X509IssuerName>" + issuer + "</ds:X509IssuerName><ds:X509SerialNumber>" + serial + "</ds:X509SerialNumber></xades:IssuerSerial>"
			})(t, s)
		}
	}
	serial := w.signer.cert.SerialNumber.String()
	mismatch := func(name, issuer, serial string) attack {
		return attack{name: name, again: true, mangle: v1(issuer, serial), want: indeterminate, sub: xades.NoSigningCertificateFound, code: xades.CodeCertificateMismatch}
	}
	fits := func(name, issuer string) attack {
		return attack{name: name, again: true, mangle: v1(issuer, serial), want: passed}
	}
	run(t, []attack{
		fits("RFC 4514", `CN=Testowe CA,O=Urząd Testowy\, sp. próbna,C=PL`),
		fits("other order, quotes and spaces", `C=PL, O="Urząd Testowy, sp. próbna", CN=Testowe CA`),
		fits("escaped octets", `CN=Testowe CA,O=Urz\c4\85d Testowy\2c sp. pr\c3\b3bna,C=PL`),
		fits("attribute names by number", `2.5.4.3=#130a546573746f7765204341,O=Urząd Testowy\, sp. próbna,C=PL`),
		mismatch("other serial number", `CN=Testowe CA,O=Urząd Testowy\, sp. próbna,C=PL`, "7"),
		mismatch("serial number is none", `CN=Testowe CA,O=Urząd Testowy\, sp. próbna,C=PL`, "x"),
		mismatch("other issuer", `CN=Inne CA,O=Urząd Testowy\, sp. próbna,C=PL`, serial),
		mismatch("part of the issuer", `CN=Testowe CA`, serial),
	})
}

func TestSignedKeyInfoBindsTheCertificate(t *testing.T) {
	run(t, []attack{{name: "KeyInfo signed", again: true, mangle: func(t testing.TB, s string) string {
		s = between("<xades:SigningCertificateV2>", "</xades:SigningCertificateV2>", nothing)(t, s)
		s = replace(t, s, "<ds:KeyInfo>", `<ds:KeyInfo Id="ki">`)
		return replace(t, s, "</ds:SignedInfo>", `<ds:Reference URI="#ki"><ds:DigestMethod Algorithm="http://www.w3.org/2001/04/xmlenc#sha256"/><ds:DigestValue></ds:DigestValue></ds:Reference></ds:SignedInfo>`)
	}, want: passed, crypto: xades.CryptoPassed, coverage: xades.CoverageFull}})
}

func TestKeyWithoutCertificate(t *testing.T) {
	w := newWorld(t)
	bare := between("<ds:KeyInfo>", "</ds:KeyInfo>", nothing)(t, sign(t, letter, w.signer.options()))
	opt := w.options()
	unknown := replace(t, bare, "<ds:Object>", `<ds:KeyInfo><ds:KeyValue><ECDSAKeyValue xmlns="http://www.w3.org/2001/04/xmldsig-more#"/></ds:KeyValue></ds:KeyInfo><ds:Object>`)
	for name, c := range map[string]struct {
		document string
		key      any
		crypto   xades.Cryptographic
		sub      string
	}{
		"the caller's, unknown":  {bare, dsig.UnknownKey{Kind: "urn:oid:1.3.132.0.10"}, xades.CryptoRefused, xades.CryptoConstraintsFailure},
		"KeyValue nobody knows":  {unknown, nil, xades.CryptoRefused, xades.CryptoConstraintsFailure},
		"caller's, none known":   {unknown, w.signer.key.Public(), xades.CryptoPassed, xades.NoSigningCertificateFound},
		"none":                   {bare, nil, xades.CryptoFailed, xades.NoSigningCertificateFound},
		"the caller's":           {bare, w.signer.key.Public(), xades.CryptoPassed, xades.NoSigningCertificateFound},
		"another":                {bare, w.ca.key.Public(), xades.CryptoFailed, xades.SigCryptoFailure},
		"of another kind":        {bare, rsaPublic(t), xades.CryptoFailed, xades.SigCryptoFailure},
		"KeyValue":               {replace(t, bare, "<ds:Object>", "<ds:KeyInfo>"+keyValue(&w.signer.key.(*ecdsa.PrivateKey).PublicKey)+"</ds:KeyInfo><ds:Object>"), nil, xades.CryptoPassed, xades.NoSigningCertificateFound},
		"caller's, not KeyValue": {replace(t, bare, "<ds:Object>", "<ds:KeyInfo>"+keyValue(&w.signer.key.(*ecdsa.PrivateKey).PublicKey)+"</ds:KeyInfo><ds:Object>"), w.ca.key.Public(), xades.CryptoFailed, xades.SigCryptoFailure},
	} {
		opt.Key = c.key
		s := verify(t, c.document, opt).Signatures[0]
		if s.Cryptographic != c.crypto || s.SubIndication != c.sub || s.Indication == passed || s.Kind != xades.KindUnknown || s.Signer.Person != nil {
			t.Errorf("%s: %s %s %+v", name, s.Cryptographic, s.SubIndication, s.Reasons)
		}
	}
}

func rsaPublic(t *testing.T) any {
	key, err := rsaKey()
	if err != nil {
		t.Fatal(err)
	}
	return key.Public()
}

func TestWeakAlgorithms(t *testing.T) {
	w := newWorld(t)
	short := issue(t, w.ca, func() (cryptoSigner, error) { return rsa.GenerateKey(rand.Reader, 1024) }, person)
	opt := issue(t, w.ca, rsaKey, person)
	sha1 := resign(t, replace(t, sign(t, letter, opt.options()), "2001/04/xmldsig-more#rsa-sha256", "2000/09/xmldsig#rsa-sha1"), opt)
	long := sign(t, letter, opt.options())
	shortened := resign(t, keyInfo(short.cert)(t, strings.Replace(long, digestOf(opt.cert), digestOf(short.cert), 1)), short)
	for name, document := range map[string]string{"SHA-1": sha1, "RSA-1024": shortened} {
		s := verify(t, document, w.options()).Signatures[0]
		if s.Cryptographic != xades.CryptoPassed || s.Indication != indeterminate || !slices.ContainsFunc(s.Reasons, func(r xades.Reason) bool {
			return r.Code == xades.CodeWeakAlgorithm && r.Args["algorithm"] == name
		}) {
			t.Errorf("%s: %s %s %+v", name, s.Cryptographic, s.SubIndication, s.Reasons)
		}
	}
}

func digestOf(cert *x509.Certificate) string {
	sum := sha256.Sum256(cert.Raw)
	return base64.StdEncoding.EncodeToString(sum[:])
}

func TestExactAnchor(t *testing.T) {
	w := newWorld(t)
	self := issue(t, nil, p256(), person)
	opt := xades.VerifyOptions{At: now, Trust: trust.Config{Anchors: []trust.Anchor{{Certificate: self.cert}}}}
	s := verify(t, sign(t, letter, self.options()), opt).Signatures[0]
	if s.Indication != passed || s.Kind != xades.KindAdvanced {
		t.Errorf("%s %s %+v", s.Indication, s.Kind, s.Reasons)
	}
	below := issue(t, self, p256(), person)
	if s := verify(t, sign(t, letter, below.options()), opt).Signatures[0]; s.Indication == passed {
		t.Error("an anchor that is no CA vouches for another certificate")
	}
	if _, err := xades.Verify(mustParse(t, letter), xades.VerifyOptions{Trust: w.options().Trust}); err == nil {
		t.Error("verified without a time")
	}
}

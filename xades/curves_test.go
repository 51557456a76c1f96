package xades_test

import (
	"encoding/base64"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"okienko/xades"
)

// TestKeysNobodyHereKnows: a certificate for a key outside the closed list is a
// reason that names the kind of key.
func TestKeysNobodyHereKnows(t *testing.T) {
	if _, err := exec.LookPath("openssl"); err != nil {
		t.Skip("openssl is not installed")
	}
	w := newWorld(t)
	for name, c := range map[string]struct {
		kind      []string
		algorithm string
	}{
		"brainpoolP256t1": {[]string{"ec", "-pkeyopt", "ec_paramgen_curve:brainpoolP256t1"}, "urn:oid:1.3.36.3.3.2.8.1.1.8"},
		"P-192":           {[]string{"ec", "-pkeyopt", "ec_paramgen_curve:prime192v1"}, "urn:oid:1.2.840.10045.3.1.1"},
		"secp256k1":       {[]string{"ec", "-pkeyopt", "ec_paramgen_curve:secp256k1"}, "urn:oid:1.3.132.0.10"},
		"P-224":           {[]string{"ec", "-pkeyopt", "ec_paramgen_curve:secp224r1"}, "ECDSA on P-224"},
		"Ed448":           {[]string{"ed448"}, "urn:oid:1.3.101.113"},
	} {
		certificate := base64.StdEncoding.EncodeToString(selfSigned(t, c.kind))
		s := between("<ds:KeyInfo>", "</ds:KeyInfo>", func(string) string {
			return "<ds:KeyInfo><ds:X509Data><ds:X509Certificate>" + certificate + "</ds:X509Certificate></ds:X509Data></ds:KeyInfo>"
		})(t, sign(t, letter, w.signer.options()))
		s = between("<xades:SigningCertificateV2>", "</xades:SigningCertificateV2>", nothing)(t, s)
		got := verify(t, s, w.options()).Signatures[0]
		if got.Cryptographic != xades.CryptoRefused || got.SubIndication != xades.CryptoConstraintsFailure || !slices.ContainsFunc(got.Reasons, func(r xades.Reason) bool {
			return r.Code == xades.CodeAlgorithm && r.Args["algorithm"] == c.algorithm
		}) {
			t.Errorf("%s: %s %s %+v", name, got.Cryptographic, got.SubIndication, got.Reasons)
		}
	}
}

// selfSigned returns the DER of a certificate for a new key of a kind.
func selfSigned(t *testing.T, kind []string) []byte {
	t.Helper()
	dir := t.TempDir()
	cert := filepath.Join(dir, "cert.der")
	arguments := append([]string{"req", "-x509", "-nodes", "-subj", "/CN=Anna Testowa", "-days", "3650", "-keyout", filepath.Join(dir, "key.pem"), "-outform", "DER", "-out", cert, "-newkey"}, kind...)
	if output, err := exec.Command("openssl", arguments...).CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, output)
	}
	der, err := os.ReadFile(cert)
	if err != nil {
		t.Fatal(err)
	}
	return der
}

// TestBrainpoolCertificate: crypto/x509 does not read it, so nobody vouches for
// it; what it signs is verified all the same.
func TestBrainpoolCertificate(t *testing.T) {
	needXmlsec(t)
	for _, curve := range []string{"brainpoolP256r1", "brainpoolP384r1", "brainpoolP512r1"} {
		dir := t.TempDir()
		key, cert := filepath.Join(dir, "key.pem"), filepath.Join(dir, "cert.pem")
		if out, err := exec.Command("openssl", "req", "-x509", "-nodes", "-subj", "/CN=Anna Testowa", "-days", "3650", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:"+curve, "-keyout", key, "-out", cert).CombinedOutput(); err != nil {
			t.Fatalf("%s", out)
		}
		unsigned := write(t, dir, "template.xml", fmt.Appendf(nil, template, canonicalisations[0], "ecdsa-sha256", enveloped))
		signed := filepath.Join(dir, "signed.xml")
		if out, err := xmlsec(t, "--sign", "--privkey-pem", key+","+cert, "--id-attr:Id", "Czesc", "--id-attr:Id", "http://www.w3.org/2000/09/xmldsig#:Object", "--output", signed, unsigned); err != nil {
			t.Fatalf("%s: %s", curve, out)
		}
		document, err := os.ReadFile(signed)
		if err != nil {
			t.Fatal(err)
		}
		s := verify(t, string(document), newWorld(t).options()).Signatures[0]
		if s.Cryptographic != xades.CryptoPassed || s.Indication == passed || !slices.Contains(codes(s.Reasons), xades.CodeUnreadable) || slices.Contains(codes(s.Reasons), xades.CodeWeakAlgorithm) {
			t.Errorf("%s: %s %s %+v", curve, s.Cryptographic, s.SubIndication, s.Reasons)
		}
		s = verify(t, strings.Replace(string(document), "jaźń", "jazn", 1), newWorld(t).options()).Signatures[0]
		if s.SubIndication != xades.HashFailure {
			t.Errorf("%s: changed text gives %s", curve, s.SubIndication)
		}
	}
}

// TestSlowCurvesAreBounded: a document may list many keys that take long.
func TestSlowCurvesAreBounded(t *testing.T) {
	if _, err := exec.LookPath("openssl"); err != nil {
		t.Skip("openssl is not installed")
	}
	w := newWorld(t)
	certificate := base64.StdEncoding.EncodeToString(selfSigned(t, []string{"ec", "-pkeyopt", "ec_paramgen_curve:brainpoolP512r1"}))
	data := "<ds:KeyInfo><ds:X509Data>" + strings.Repeat("<ds:X509Certificate>"+certificate+"</ds:X509Certificate>", 16) + "</ds:X509Data></ds:KeyInfo>"
	signature := between("<ds:KeyInfo>", "</ds:KeyInfo>", func(string) string { return data })(t, sign(t, "<a/>", w.signer.options()))
	signature = between("<xades:SigningCertificateV2>", "</xades:SigningCertificateV2>", nothing)(t, signature)
	report := verify(t, "<r>"+strings.Repeat(signature, xades.MaxSignatures)+"</r>", w.options())
	refused := 0
	for _, s := range report.Signatures {
		if slices.Contains(codes(s.Reasons), xades.CodeTooMany) {
			refused++
		}
	}
	if refused != xades.MaxSignatures-1 {
		t.Errorf("%d signatures are refused for the cost of their keys", refused)
	}
}

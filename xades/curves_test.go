package xades_test

import (
	"encoding/base64"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
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
		"brainpoolP256r1": {[]string{"ec", "-pkeyopt", "ec_paramgen_curve:brainpoolP256r1"}, "urn:oid:1.3.36.3.3.2.8.1.1.7"},
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

//go:build corpora

package dsig

import (
	"crypto/sha256"
	"crypto/x509"
	"encoding/pem"
	"os"
	"path/filepath"
	"testing"
)

// TestCorporaMinisterSeal: the signature of a real podpis zaufany, whose DigestInfo
// has no NULL.
func TestCorporaMinisterSeal(t *testing.T) {
	folder := filepath.Join(os.Getenv("OKIENKO_SAMPLES"), "pz-seal-nonull")
	read := func(name string) []byte {
		data, err := os.ReadFile(filepath.Join(folder, name))
		if err != nil {
			t.Fatal(err)
		}
		return data
	}
	block, _ := pem.Decode(read("minister-seal-2024.pem"))
	cert, err := x509.ParseCertificate(block.Bytes)
	if err != nil {
		t.Fatal(err)
	}
	digest := sha256.Sum256(read("signed-attrs.der"))
	m, _ := methodByURI("http://www.w3.org/2001/04/xmldsig-more#rsa-sha256")
	if err := m.verify(cert.PublicKey, digest[:], read("signature.bin")); err != nil {
		t.Error(err)
	}
	digest[0] ^= 1
	if m.verify(cert.PublicKey, digest[:], read("signature.bin")) == nil {
		t.Error("another digest verifies")
	}
}

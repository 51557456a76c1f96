//go:build corpora

package xades_test

import (
	"os"
	"path/filepath"
	"slices"
	"testing"

	"okienko/xades"
)

// TestCorporaTrustedLists: real XAdES of real trust infrastructure.
func TestCorporaTrustedLists(t *testing.T) {
	for _, name := range []string{"PL-TSL.xml", "EU-LOTL.xml"} {
		data, err := os.ReadFile(filepath.Join(os.Getenv("OKIENKO_SAMPLES"), "tsl", name))
		if err != nil {
			t.Fatal(err)
		}
		s := verify(t, string(data), xades.VerifyOptions{At: now}).Signatures[0]
		if s.Cryptographic != xades.CryptoPassed || s.Coverage != xades.CoverageFull || s.Level != "B-B" || !slices.Equal(codes(s.Reasons), []string{xades.CodeUntrusted}) {
			t.Errorf("%s: %s %s %s %+v", name, s.Cryptographic, s.Coverage, s.Level, s.Reasons)
		}
		t.Logf("%s signed by %s at %s", name, s.Signer.CommonName, s.SigningTime)
	}
}

//go:build corpora

package revocation_test

import (
	"bytes"
	"crypto/x509"
	"encoding/base64"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"okienko/xades/revocation"
)

var encapsulated = regexp.MustCompile(`(EncapsulatedCRLValue|EncapsulatedOCSPValue|EncapsulatedX509Certificate|X509Certificate)(?:\s[^>]*)?>([^<]+)</`)

// values are what one file carries.
type values struct {
	evidence     [][]byte
	certificates []*x509.Certificate
}

func read(t *testing.T, path string) (v values) {
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range encapsulated.FindAllSubmatch(text, -1) {
		der, err := base64.StdEncoding.DecodeString(strings.Join(strings.Fields(string(m[2])), ""))
		if err != nil {
			continue
		}
		if bytes.HasSuffix(m[1], []byte("Certificate")) {
			if cert, err := x509.ParseCertificate(der); err == nil {
				v.certificates = append(v.certificates, cert)
			}
			continue
		}
		v.evidence = append(v.evidence, der)
	}
	return v
}

// TestCorporaRevocationValues: every CRL and OCSP answer kept in a signature of
// the corpora is read, and shows its certificates good at its own time.
func TestCorporaRevocationValues(t *testing.T) {
	folder := os.Getenv("OKIENKO_CORPORA")
	if folder == "" {
		t.Fatal("OKIENKO_CORPORA must name the folder of corpora")
	}
	pieces, shown := 0, 0
	err := filepath.WalkDir(folder, func(path string, d fs.DirEntry, err error) error {
		if err != nil || !strings.HasSuffix(path, ".xml") {
			return err
		}
		v := read(t, path)
		pieces += len(v.evidence)
		for _, der := range v.evidence {
			if shows := showsGood(t, path, der, v.certificates); shows {
				shown++
			}
		}
		return nil
	})
	t.Logf("%d pieces, %d of them show a certificate of their file good", pieces, shown)
	if err != nil || pieces == 0 || shown != pieces {
		t.Errorf("%v", err)
	}
}

func showsGood(t *testing.T, path string, der []byte, certificates []*x509.Certificate) bool {
	list, err := revocation.ParseCRL(der)
	if err != nil {
		t.Errorf("%s: %v", path, err)
		return false
	}
	for _, cert := range certificates {
		for _, issuer := range certificates {
			s := revocation.Check(cert, issuer, [][]byte{der}, list.ThisUpdate.Add(time.Second), revocation.Options{})
			if s.State == revocation.Good {
				return true
			}
			if bytes.Equal(cert.RawIssuer, issuer.RawSubject) && bytes.Equal(list.Issuer, cert.RawIssuer) {
				t.Logf("%s: %s %v", filepath.Base(path), s.State, s.Problems)
			}
		}
	}
	return false
}

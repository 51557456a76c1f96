package keys

import (
	"crypto/ecdsa"
	"crypto/x509"
	"encoding/pem"
	"os"
	"path/filepath"
	"testing"
)

func TestPublic(t *testing.T) {
	o := newOffice(t)
	spki, err := x509.MarshalPKIXPublicKey(o.key.Public())
	if err != nil {
		t.Fatal(err)
	}
	private, err := x509.MarshalECPrivateKey(o.key)
	if err != nil {
		t.Fatal(err)
	}
	for name, data := range map[string][]byte{
		"spki.der":    spki,
		"spki.pem":    pem.EncodeToMemory(&pem.Block{Type: "PUBLIC KEY", Bytes: spki}),
		"cert.pem":    pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: o.seal.Raw}),
		"private.pem": pem.EncodeToMemory(&pem.Block{Type: "EC PRIVATE KEY", Bytes: private}),
	} {
		file := filepath.Join(o.dir, name)
		if err := os.WriteFile(file, data, 0o600); err != nil {
			t.Fatal(err)
		}
		key, err := Public(file)
		if err != nil {
			t.Errorf("%s: %v", name, err)
		} else if public, ok := key.(*ecdsa.PublicKey); !ok || !public.Equal(o.key.Public()) {
			t.Errorf("%s: another key", name)
		}
	}
	file := filepath.Join(o.dir, "text")
	if err := os.WriteFile(file, []byte("no key"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := Public(file); err == nil {
		t.Error("text was read as a key")
	}
}

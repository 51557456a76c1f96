package keys

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"math/big"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"software.sslmate.com/src/go-pkcs12"
)

// office is a root, an intermediate and a seal below it, as PEM and as values.
type office struct {
	dir                      string
	key                      *ecdsa.PrivateKey
	root, intermediate, seal *x509.Certificate
}

func newOffice(t *testing.T) office {
	t.Helper()
	rootKey, middleKey, key := newECDSA(t), newECDSA(t), newECDSA(t)
	root := issue(t, "Test Root", rootKey.Public(), nil, rootKey)
	intermediate := issue(t, "Test Intermediate", middleKey.Public(), root, rootKey)
	seal := issue(t, "Test Seal", key.Public(), intermediate, middleKey)
	return office{dir: t.TempDir(), key: key, root: root, intermediate: intermediate, seal: seal}
}

func newECDSA(t *testing.T) *ecdsa.PrivateKey {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	return key
}

func issue(t *testing.T, name string, public crypto.PublicKey, parent *x509.Certificate, by crypto.Signer) *x509.Certificate {
	t.Helper()
	template := &x509.Certificate{
		SerialNumber: big.NewInt(time.Now().UnixNano()), Subject: pkix.Name{CommonName: name},
		NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour),
		IsCA: name != "Test Seal", BasicConstraintsValid: true,
	}
	if parent == nil {
		parent = template
	}
	der, err := x509.CreateCertificate(rand.Reader, template, parent, public, by)
	if err != nil {
		t.Fatal(err)
	}
	certificate, err := x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	return certificate
}

func (o office) write(t *testing.T, name string, blocks ...*pem.Block) string {
	t.Helper()
	var text []byte
	for _, block := range blocks {
		text = append(text, pem.EncodeToMemory(block)...)
	}
	return o.writeRaw(t, name, text)
}

func (o office) writeRaw(t *testing.T, name string, data []byte) string {
	t.Helper()
	path := filepath.Join(o.dir, name)
	if err := os.WriteFile(path, data, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func certificateBlock(c *x509.Certificate) *pem.Block {
	return &pem.Block{Type: "CERTIFICATE", Bytes: c.Raw}
}

func keyBlock(t *testing.T, key any) *pem.Block {
	t.Helper()
	der, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		t.Fatal(err)
	}
	return &pem.Block{Type: "PRIVATE KEY", Bytes: der}
}

func (o office) expect(t *testing.T, name string, seal Seal, err error) {
	t.Helper()
	if err != nil {
		t.Errorf("%s: %v", name, err)
		return
	}
	if !seal.Certificate.Equal(o.seal) || len(seal.Chain) != 2 || !seal.Chain[0].Equal(o.intermediate) || !seal.Chain[1].Equal(o.root) {
		t.Errorf("%s: certificate %v, chain of %d", name, seal.Certificate.Subject, len(seal.Chain))
	}
	if !fits(seal.Signer, o.seal) {
		t.Errorf("%s: the key is not the seal's", name)
	}
}

func TestLoadInEveryShape(t *testing.T) {
	o := newOffice(t)
	key := keyBlock(t, o.key)
	sec1, err := x509.MarshalECPrivateKey(o.key)
	if err != nil {
		t.Fatal(err)
	}
	p12, err := pkcs12.Modern.Encode(o.key, o.seal, []*x509.Certificate{o.root, o.intermediate}, "hasło")
	if err != nil {
		t.Fatal(err)
	}
	keyFile := o.write(t, "key.pem", key)
	sealFile := o.write(t, "seal.pem", certificateBlock(o.seal))
	for name, src := range map[string]Source{
		"three files": {Key: keyFile, Certificate: sealFile, Chain: o.write(t, "chain.pem", certificateBlock(o.root), certificateBlock(o.intermediate))},
		"two files":   {Key: keyFile, Certificate: o.write(t, "all.pem", certificateBlock(o.root), certificateBlock(o.seal), certificateBlock(o.intermediate))},
		"one file":    {Key: o.write(t, "one.pem", certificateBlock(o.intermediate), key, certificateBlock(o.seal), certificateBlock(o.root))},
		"EC key":      {Key: o.write(t, "ec.pem", &pem.Block{Type: "EC PARAMETERS", Bytes: []byte{6, 0}}, &pem.Block{Type: "EC PRIVATE KEY", Bytes: sec1}), Certificate: filepath.Join(o.dir, "all.pem")},
		"PKCS#12":     {Key: o.writeRaw(t, "seal.p12", p12), Password: "hasło"},
	} {
		seal, err := LoadSeal(src)
		o.expect(t, name, seal, err)
	}
}

func TestLoadRSA(t *testing.T) {
	o := newOffice(t)
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	own := issue(t, "Test Seal", key.Public(), nil, key)
	pkcs1 := &pem.Block{Type: "RSA PRIVATE KEY", Bytes: x509.MarshalPKCS1PrivateKey(key)}
	seal, err := LoadSeal(Source{Key: o.write(t, "rsa.pem", pkcs1, certificateBlock(own))})
	if err != nil || !seal.Certificate.Equal(own) || len(seal.Chain) != 0 {
		t.Errorf("a self-signed RSA seal: %v, chain of %d", err, len(seal.Chain))
	}
}

func TestLoadRefuses(t *testing.T) {
	o := newOffice(t)
	_, private, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	p224, err := ecdsa.GenerateKey(elliptic.P224(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	p12, err := pkcs12.Modern.Encode(o.key, o.seal, nil, "hasło")
	if err != nil {
		t.Fatal(err)
	}
	key, seal := keyBlock(t, o.key), certificateBlock(o.seal)
	for name, c := range map[string]struct {
		src  Source
		want string
	}{
		"no file":          {Source{Key: filepath.Join(o.dir, "absent.pem")}, "no such file"},
		"no key":           {Source{Key: o.write(t, "a.pem", seal)}, "holds no private key"},
		"two keys":         {Source{Key: o.write(t, "b.pem", key, key, seal)}, "two private keys"},
		"no certificate":   {Source{Key: o.write(t, "c.pem", key)}, "no certificate in"},
		"another's":        {Source{Key: o.write(t, "d.pem", key), Certificate: o.write(t, "e.pem", certificateBlock(o.root))}, "fits the key"},
		"Ed25519":          {Source{Key: o.write(t, "f.pem", keyBlock(t, private))}, "RSA or ECDSA"},
		"P-224":            {Source{Key: o.write(t, "g.pem", keyBlock(t, p224))}, "curve other than"},
		"encrypted":        {Source{Key: o.write(t, "h.pem", &pem.Block{Type: "ENCRYPTED PRIVATE KEY"})}, "PKCS#12"},
		"encrypted, old":   {Source{Key: o.write(t, "i.pem", &pem.Block{Type: "RSA PRIVATE KEY", Headers: map[string]string{"DEK-Info": "AES-256-CBC,00"}})}, "PKCS#12"},
		"wrong password":   {Source{Key: o.writeRaw(t, "j.p12", p12), Password: "inne"}, "password"},
		"not PEM":          {Source{Key: o.writeRaw(t, "k.pem", []byte("klucz"))}, "is not PEM"},
		"broken":           {Source{Key: o.write(t, "l.pem", &pem.Block{Type: "CERTIFICATE", Bytes: []byte{1}})}, "certificate 1"},
		"something else":   {Source{Key: o.write(t, "m.pem", &pem.Block{Type: "PUBLIC KEY"})}, `"PUBLIC KEY"`},
		"empty chain file": {Source{Key: o.write(t, "n.pem", key, seal), Chain: o.writeRaw(t, "o.pem", nil)}, "holds none"},
	} {
		if _, err := LoadSeal(c.src); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v, want …%s…", name, err, c.want)
		}
	}
}

func TestWeakRSAIsRefused(t *testing.T) {
	key := &rsa.PrivateKey{PublicKey: rsa.PublicKey{N: new(big.Int).Lsh(big.NewInt(1), 1023), E: 65537}}
	if err := strong(key); err == nil || !strings.Contains(err.Error(), "1024 bits") {
		t.Errorf("a key of 1024 bits: %v", err)
	}
}

func TestCertificatesOfADERFile(t *testing.T) {
	o := newOffice(t)
	list, err := LoadCertificates(o.writeRaw(t, "root.cer", o.root.Raw))
	if err != nil || len(list) != 1 || !list[0].Equal(o.root) {
		t.Errorf("%d certificates, %v", len(list), err)
	}
}

func TestLoadPublic(t *testing.T) {
	o := newOffice(t)
	der, err := x509.MarshalPKIXPublicKey(o.key.Public())
	if err != nil {
		t.Fatal(err)
	}
	for name, path := range map[string]string{
		"key":         o.write(t, "public.pem", &pem.Block{Type: "PUBLIC KEY", Bytes: der}),
		"certificate": o.write(t, "seal.pem", certificateBlock(o.seal)),
	} {
		public, err := LoadPublic(path)
		if err != nil || !o.key.PublicKey.Equal(public) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := LoadPublic(o.writeRaw(t, "text.pem", []byte("klucz"))); err == nil {
		t.Error("a text was taken for a key")
	}
	if signer, err := LoadSigner(o.write(t, "key.pem", keyBlock(t, o.key))); err != nil || !fits(signer, o.seal) {
		t.Errorf("LoadSigner: %v", err)
	}
}

// TestPINIsNotShown: what goes wrong with a token's URI is said without its PIN.
func TestPINIsNotShown(t *testing.T) {
	for _, uri := range []string{
		"pkcs11:token=a?module-path=/absent.so&pin-value=4711", "pkcs11:token=a?pin-value=4711", "pkcs11:pin-value=4711", "pkcs11:pin-value=4711;x",
	} {
		if _, err := LoadSeal(Source{Key: uri}); err == nil || strings.Contains(err.Error(), "4711") || !strings.Contains(err.Error(), "key pkcs11:") {
			t.Errorf("%s: %v", uri, err)
		}
	}
}

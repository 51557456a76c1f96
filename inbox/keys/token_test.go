//go:build cgo && pkcs11

package keys

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/rand"
	"crypto/sha256"
	"crypto/x509"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/miekg/pkcs11"
)

const tokenPIN = "4711-geheim"

// newToken makes a SoftHSM token that holds these keys, by file and label, and
// returns the beginning and the end of its URI.
func newToken(t *testing.T, keys map[string]string) (start, end string) {
	t.Helper()
	found, _ := filepath.Glob("/usr/lib/softhsm/libsofthsm2.so")
	if len(found) == 0 {
		t.Skip("SoftHSM2 is not installed")
	}
	dir := t.TempDir()
	settings := filepath.Join(dir, "softhsm2.conf")
	if err := os.WriteFile(settings, []byte("directories.tokendir = "+dir+"\nlog.level = ERROR\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	t.Setenv("SOFTHSM2_CONF", settings)
	t.Cleanup(func() { _ = pkcs11.New(found[0]).Finalize() }) // SoftHSM reads its settings when it starts
	softHSM(t, "--init-token", "--free", "--label", "office", "--so-pin", "0815-oficer", "--pin", tokenPIN)
	for label, file := range keys {
		softHSM(t, "--import", file, "--token", "office", "--label", label, "--id", "0"+label[:1], "--pin", tokenPIN)
	}
	return "pkcs11:token=office;object=", "?module-path=" + found[0]
}

func softHSM(t *testing.T, args ...string) {
	t.Helper()
	if out, err := exec.Command("softhsm2-util", args...).CombinedOutput(); err != nil {
		t.Fatalf("softhsm2-util %s: %v\n%s", args[0], err, out)
	}
}

// storeCertificates puts certificates on the token, under the id of a key.
func storeCertificates(t *testing.T, module string, id byte, certificates ...*x509.Certificate) {
	t.Helper()
	m := pkcs11.New(module)
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	must(m.Initialize())
	slots, err := m.GetSlotList(true)
	must(err)
	session, err := m.OpenSession(slots[0], pkcs11.CKF_SERIAL_SESSION|pkcs11.CKF_RW_SESSION)
	must(err)
	must(m.Login(session, pkcs11.CKU_USER, tokenPIN))
	for _, c := range certificates {
		_, err := m.CreateObject(session, []*pkcs11.Attribute{
			pkcs11.NewAttribute(pkcs11.CKA_CLASS, pkcs11.CKO_CERTIFICATE), pkcs11.NewAttribute(pkcs11.CKA_CERTIFICATE_TYPE, pkcs11.CKC_X_509),
			pkcs11.NewAttribute(pkcs11.CKA_TOKEN, true), pkcs11.NewAttribute(pkcs11.CKA_ID, []byte{id}),
			pkcs11.NewAttribute(pkcs11.CKA_SUBJECT, c.RawSubject), pkcs11.NewAttribute(pkcs11.CKA_VALUE, c.Raw),
		})
		must(err)
	}
	must(m.Finalize())
}

func TestSealOnToken(t *testing.T) {
	o := newOffice(t)
	weak := filepath.Join(o.dir, "weak.key")
	if out, err := exec.Command("openssl", "genpkey", "-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:1024", "-out", weak).CombinedOutput(); err != nil {
		t.Fatalf("%v %s", err, out)
	}
	start, end := newToken(t, map[string]string{"a-seal": o.write(t, "key.pem", keyBlock(t, o.key)), "b-weak": weak})
	storeCertificates(t, strings.TrimPrefix(end, "?module-path="), 0x0a, o.root, o.seal, o.intermediate)
	pin := end + "&pin-value=" + tokenPIN

	seal, err := LoadSeal(Source{Key: start + "a-seal" + pin})
	o.expect(t, "all on the token", seal, err)
	digest := sha256.Sum256([]byte("pismo"))
	if value, err := seal.Signer.Sign(rand.Reader, digest[:], crypto.SHA256); err != nil || !ecdsa.VerifyASN1(&o.key.PublicKey, digest[:], value) {
		t.Errorf("a signature of the token: %v", err)
	}
	seal, err = LoadSeal(Source{Key: start + "a-seal" + end, Password: tokenPIN})
	o.expect(t, "PIN from the password file", seal, err)

	renewed := issue(t, "Test Seal", o.key.Public(), nil, o.key)
	seal, err = LoadSeal(Source{Key: start + "a-seal" + pin, Certificate: o.write(t, "renewed.pem", certificateBlock(renewed))})
	if err != nil || !seal.Certificate.Equal(renewed) {
		t.Errorf("the named file does not go before the token's certificate: %v", err)
	}
	if signer, err := LoadSigner(start + "a-seal" + pin); err != nil || !fits(signer, o.seal) {
		t.Errorf("LoadSigner: %v", err)
	}
	for object, want := range map[string]string{"b-weak": "1024 bits", "c-none": "no such private key"} {
		_, err := LoadSeal(Source{Key: start + object + pin})
		if err == nil || !strings.Contains(err.Error(), want) || strings.Contains(err.Error(), tokenPIN) {
			t.Errorf("%s: %v", object, err)
		}
	}
}

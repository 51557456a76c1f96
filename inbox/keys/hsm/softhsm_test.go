//go:build cgo && pkcs11

package hsm

import (
	"crypto/x509"
	"encoding/asn1"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"github.com/miekg/pkcs11"
)

const (
	userPIN    = "4711-geheim"
	officerPIN = "0815-oficer"
)

// TestMain gives SoftHSM a folder of its own. It reads its settings once in a
// process, so that all tests share them and each makes its own token.
func TestMain(m *testing.M) {
	dir, err := os.MkdirTemp("", "softhsm")
	if err != nil {
		panic(err)
	}
	settings := filepath.Join(dir, "softhsm2.conf")
	text := fmt.Sprintf("directories.tokendir = %s\nobjectstore.backend = file\nlog.level = ERROR\n", dir)
	if err := os.WriteFile(settings, []byte(text), 0o600); err != nil {
		panic(err)
	}
	if err := os.Setenv("SOFTHSM2_CONF", settings); err != nil {
		panic(err)
	}
	code := m.Run()
	_ = os.RemoveAll(dir)
	os.Exit(code)
}

func softHSM(t *testing.T) string {
	t.Helper()
	for _, pattern := range []string{"/usr/lib/softhsm/libsofthsm2.so", "/usr/lib/*/softhsm/libsofthsm2.so"} {
		if found, _ := filepath.Glob(pattern); len(found) > 0 {
			return found[0]
		}
	}
	t.Skip("SoftHSM2 is not installed")
	return ""
}

// token is a SoftHSM token with a session that may write.
type token struct {
	module
	t       *testing.T
	serial  string // labels repeat when the tests run several times
	path    string // of the module
	slot    uint
	session pkcs11.SessionHandle

	folder, away string // where the token belongs, and where it is while removed
}

// newToken makes a token called as the test.
func newToken(t *testing.T) *token {
	t.Helper()
	k := &token{t: t, path: softHSM(t)}
	var err error
	if k.module, err = load(k.path); err != nil {
		t.Fatal(err)
	}
	k.must(k.start())
	k.slot = k.blankSlot()
	k.must(k.InitToken(k.slot, officerPIN, t.Name()))
	info, err := k.GetTokenInfo(k.slot)
	k.must(err)
	k.serial = info.SerialNumber
	k.session, err = k.OpenSession(k.slot, pkcs11.CKF_SERIAL_SESSION|pkcs11.CKF_RW_SESSION)
	k.must(err)
	k.must(k.Login(k.session, pkcs11.CKU_SO, officerPIN))
	k.must(k.InitPIN(k.session, userPIN))
	k.must(k.Logout(k.session))
	k.must(k.Login(k.session, pkcs11.CKU_USER, userPIN))
	return k
}

func (k *token) must(err error) {
	k.t.Helper()
	if err != nil {
		k.t.Fatal(err)
	}
}

func (k *token) blankSlot() uint {
	slots, err := k.GetSlotList(true)
	k.must(err)
	for _, slot := range slots {
		info, err := k.GetTokenInfo(slot)
		k.must(err)
		if info.Flags&pkcs11.CKF_TOKEN_INITIALIZED == 0 {
			return slot
		}
	}
	k.t.Fatal("SoftHSM has no slot left")
	return 0
}

// leave ends the test's own login: what is opened afterwards logs in itself.
func (k *token) leave() { k.must(k.CloseAllSessions(k.slot)) }

// remove takes the token's folder away; SoftHSM names it by a UUID that ends in
// the serial number.
func (k *token) remove() {
	k.t.Helper()
	found, err := filepath.Glob(filepath.Join(filepath.Dir(os.Getenv("SOFTHSM2_CONF")), "*-"+k.serial[:4]+"-"+k.serial[4:]))
	k.must(err)
	if len(found) != 1 {
		k.t.Fatalf("the token's folder may be any of %v", found)
	}
	k.folder, k.away = found[0], filepath.Join(k.t.TempDir(), "away")
	k.must(os.Rename(k.folder, k.away))
}

func (k *token) putBack() {
	k.t.Helper()
	k.must(os.Rename(k.away, k.folder))
}

func (k *token) uri(rest string) URI {
	k.t.Helper()
	u, err := ParseURI("pkcs11:serial=" + k.serial + rest + "?module-path=" + k.path)
	k.must(err)
	return u
}

func (k *token) open(object string) *Key {
	k.t.Helper()
	signer, _, err := Open(k.uri(";object="+object), userPIN)
	k.must(err)
	return signer.(*Key)
}

var curves = map[string]asn1.ObjectIdentifier{"P-256": {1, 2, 840, 10045, 3, 1, 7}, "P-384": {1, 3, 132, 0, 34}, "P-521": {1, 3, 132, 0, 35}}

// generate makes a key pair with this label and id; kind is RSA or a curve.
func (k *token) generate(kind, label string, private ...*pkcs11.Attribute) (public, secret pkcs11.ObjectHandle) {
	k.t.Helper()
	both := func(more ...*pkcs11.Attribute) []*pkcs11.Attribute {
		return append(more, pkcs11.NewAttribute(pkcs11.CKA_TOKEN, true), pkcs11.NewAttribute(pkcs11.CKA_LABEL, label), pkcs11.NewAttribute(pkcs11.CKA_ID, []byte(label)))
	}
	mechanism := uint(pkcs11.CKM_RSA_PKCS_KEY_PAIR_GEN)
	of := []*pkcs11.Attribute{pkcs11.NewAttribute(pkcs11.CKA_MODULUS_BITS, 2048), pkcs11.NewAttribute(pkcs11.CKA_PUBLIC_EXPONENT, []byte{1, 0, 1})}
	if oid, ok := curves[kind]; ok {
		params, err := asn1.Marshal(oid)
		k.must(err)
		mechanism, of = pkcs11.CKM_EC_KEY_PAIR_GEN, []*pkcs11.Attribute{pkcs11.NewAttribute(pkcs11.CKA_EC_PARAMS, params)}
	}
	public, secret, err := k.GenerateKeyPair(k.session, []*pkcs11.Mechanism{pkcs11.NewMechanism(mechanism, nil)},
		both(of...), both(append([]*pkcs11.Attribute{pkcs11.NewAttribute(pkcs11.CKA_PRIVATE, true)}, private...)...))
	k.must(err)
	return public, secret
}

func (k *token) store(c *x509.Certificate, id string) {
	k.t.Helper()
	_, err := k.CreateObject(k.session, []*pkcs11.Attribute{
		pkcs11.NewAttribute(pkcs11.CKA_CLASS, pkcs11.CKO_CERTIFICATE), pkcs11.NewAttribute(pkcs11.CKA_CERTIFICATE_TYPE, pkcs11.CKC_X_509),
		pkcs11.NewAttribute(pkcs11.CKA_TOKEN, true), pkcs11.NewAttribute(pkcs11.CKA_ID, []byte(id)),
		pkcs11.NewAttribute(pkcs11.CKA_SUBJECT, c.RawSubject), pkcs11.NewAttribute(pkcs11.CKA_VALUE, c.Raw),
	})
	k.must(err)
}

//go:build cgo && pkcs11

package hsm

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"crypto/x509/pkix"
	"errors"
	"fmt"
	"math/big"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/miekg/pkcs11"

	"okienko/inbox"
)

func verifies(public crypto.PublicKey, hash crypto.Hash, digest, value []byte) bool {
	switch public := public.(type) {
	case *rsa.PublicKey:
		return rsa.VerifyPKCS1v15(public, hash, digest, value) == nil
	case *ecdsa.PublicKey:
		return ecdsa.VerifyASN1(public, digest, value)
	}
	return false
}

// signs makes one signature and checks it.
func signs(k *Key, hash crypto.Hash, text string) error {
	h := hash.New()
	h.Write([]byte(text))
	digest := h.Sum(nil)
	value, err := k.Sign(rand.Reader, digest, hash)
	if err == nil && !verifies(k.Public(), hash, digest, value) {
		err = errors.New("the signature does not verify")
	}
	return err
}

func TestEveryKeyAndHash(t *testing.T) {
	token := newToken(t)
	for _, kind := range []string{"RSA", "P-256", "P-384", "P-521"} {
		token.generate(kind, kind)
		key := token.open(kind)
		for _, hash := range []crypto.Hash{crypto.SHA256, crypto.SHA384, crypto.SHA512} {
			if err := signs(key, hash, "pismo"); err != nil {
				t.Errorf("%s with %v: %v", kind, hash, err)
			}
		}
	}
}

// parallel signs from many goroutines, more than there are sessions.
func parallel(t *testing.T, key *Key) {
	t.Helper()
	var all sync.WaitGroup
	for i := range 4 * maxSessions {
		all.Go(func() {
			for j := range 10 {
				if err := signs(key, crypto.SHA256, fmt.Sprint("pismo ", i, j)); err != nil {
					t.Errorf("%d, %d: %v", i, j, err)
					return
				}
			}
		})
	}
	all.Wait()
}

func TestParallelSigning(t *testing.T) {
	token := newToken(t)
	token.generate("P-256", "seal")
	parallel(t, token.open("seal"))
}

// TestComesBack takes away what a removed token takes away; the next signature
// is made all the same.
func TestComesBack(t *testing.T) {
	token := newToken(t)
	token.generate("P-256", "seal")
	token.leave()
	key := token.open("seal")
	for name, lose := range map[string]func() error{
		"sessions": func() error { return token.CloseAllSessions(token.slot) },
		"login": func() error {
			session, err := token.OpenSession(token.slot, pkcs11.CKF_SERIAL_SESSION)
			return errors.Join(err, token.Logout(session), token.CloseSession(session))
		},
	} {
		if err := lose(); err != nil {
			t.Fatal(err)
		}
		if err := signs(key, crypto.SHA256, "pismo"); err != nil {
			t.Errorf("without %s: %v", name, err)
		}
	}
}

// TestComesBackForManyAtOnce: all who sign find the sessions gone; one attaches
// anew for all. The sessions are closed before, not meanwhile: SoftHSM itself
// breaks when a session is closed under a running signature.
func TestComesBackForManyAtOnce(t *testing.T) {
	token := newToken(t)
	token.generate("P-256", "seal")
	token.leave()
	key := token.open("seal")
	for range 3 {
		before := key.at
		token.must(token.CloseAllSessions(token.slot))
		parallel(t, key)
		if key.at == before {
			t.Error("the key did not attach anew")
		}
		if len(key.at.sessions) != maxSessions {
			t.Errorf("%d sessions came back of %d", len(key.at.sessions), maxSessions)
		}
	}
}

// TestTokenRemoved moves the token's folder away, which SoftHSM sees when it
// starts again, and back.
func TestTokenRemoved(t *testing.T) {
	token := newToken(t)
	token.generate("P-256", "seal")
	token.leave()
	key := token.open("seal")
	token.remove()
	token.must(token.Finalize())
	for range 2 {
		if err := signs(key, crypto.SHA256, "pismo"); !errors.Is(err, errNoToken) || inbox.ErrorCode(err) != inbox.CodeUnavailable {
			t.Errorf("without the token: %v", err)
		}
	}
	token.putBack()
	if err := signs(key, crypto.SHA256, "pismo"); err != nil {
		t.Errorf("with the token back: %v", err)
	}
}

// TestOneTokenRemovedAnotherSigns: looking for a lost token starts the library
// anew, which must not disturb a key on another token that signs meanwhile.
func TestOneTokenRemovedAnotherSigns(t *testing.T) {
	lost, other := newToken(t), newToken(t)
	lost.generate("P-256", "seal")
	other.generate("P-256", "seal")
	lost.leave()
	other.leave()
	away, here := lost.open("seal"), other.open("seal")
	lost.remove()
	lost.must(lost.CloseAllSessions(lost.slot))
	before := process.restarts
	var search sync.WaitGroup
	search.Go(func() {
		for range 5 {
			if err := signs(away, crypto.SHA256, "pismo"); err == nil {
				t.Error("a removed token signs")
			}
		}
	})
	parallel(t, here)
	search.Wait()
	if process.restarts == before {
		t.Error("the library was not started anew")
	}
	lost.putBack()
	parallel(t, away)
}

func TestAnotherKeyIsNotTaken(t *testing.T) {
	token := newToken(t)
	public, secret := token.generate("P-256", "seal")
	key := token.open("seal")
	token.must(errors.Join(token.DestroyObject(token.session, public), token.DestroyObject(token.session, secret)))
	token.generate("P-256", "seal")
	if err := signs(key, crypto.SHA256, "pismo"); err == nil || !strings.Contains(err.Error(), "another key") {
		t.Errorf("error: %v", err)
	}
}

// TestRefusedPIN: a PIN that went wrong is tried once, and again only when the
// file holds another.
func TestRefusedPIN(t *testing.T) {
	token := newToken(t)
	token.generate("P-256", "seal")
	token.leave()
	file := filepath.Join(t.TempDir(), "pin")
	write := func(pin string) { token.must(os.WriteFile(file, []byte(pin+"\n"), 0o600)) }
	write(userPIN)
	u, err := ParseURI("pkcs11:serial=" + token.serial + "?module-path=" + token.path + "&pin-source=file:" + file)
	token.must(err)
	signer, _, err := Open(u, "unused")
	token.must(err)
	key := signer.(*Key)
	for _, step := range []struct{ pin, want string }{
		{"wrong-7331", "the PIN is wrong"}, {"wrong-7331", "not tried again"}, {"wrong-7332", "the PIN is wrong"}, {userPIN, ""},
	} {
		write(step.pin)
		token.leave()
		err := signs(key, crypto.SHA256, "pismo")
		if step.want == "" && err != nil || step.want != "" && (err == nil || !strings.Contains(err.Error(), step.want)) {
			t.Errorf("with PIN %s: %v, want %q", step.pin, err, step.want)
		}
		if err != nil && strings.Contains(err.Error(), step.pin) {
			t.Errorf("the PIN is shown: %v", err)
		}
	}
}

// TestKeyThatWantsThePINEachTime is a key such as qualified signature cards hold.
func TestKeyThatWantsThePINEachTime(t *testing.T) {
	token := newToken(t)
	token.generate("P-256", "card", pkcs11.NewAttribute(pkcs11.CKA_ALWAYS_AUTHENTICATE, true))
	token.leave()
	key := token.open("card")
	if key.at.pin == "" {
		t.Fatal("the key is not known as one that wants its PIN each time")
	}
	parallel(t, key)
}

func selfSigned(t *testing.T, key crypto.Signer, name string) *x509.Certificate {
	t.Helper()
	template := &x509.Certificate{
		SerialNumber: big.NewInt(time.Now().UnixNano()), Subject: pkix.Name{CommonName: name},
		NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour),
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, key.Public(), key)
	if err != nil {
		t.Fatal(err)
	}
	certificate, err := x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	return certificate
}

// TestPublicHalf: it is found beside the key, else in the certificate.
func TestPublicHalf(t *testing.T) {
	token := newToken(t)
	public, _ := token.generate("P-256", "seal")
	own := selfSigned(t, token.open("seal"), "Test Seal")
	token.must(token.DestroyObject(token.session, public))
	if _, _, err := Open(token.uri(";object=seal"), userPIN); err == nil || !strings.Contains(err.Error(), "neither the public key nor a certificate") {
		t.Errorf("without a public half: %v", err)
	}
	other := token.open(func() string { token.generate("RSA", "other"); return "other" }())
	token.store(selfSigned(t, other, "Test Other"), "other")
	token.store(own, "seal")
	signer, certificates, err := Open(token.uri(";id=seal"), userPIN)
	token.must(err)
	if len(certificates) != 2 || !certificates[0].Equal(own) {
		t.Errorf("%d certificates", len(certificates))
	}
	if err := signs(signer.(*Key), crypto.SHA384, "pismo"); err != nil {
		t.Error(err)
	}
}

func TestOpenRefuses(t *testing.T) {
	token := newToken(t)
	token.generate("P-256", "a")
	token.generate("P-256", "twin")
	token.generate("P-256", "twin")
	token.generate("P-256", "mute", pkcs11.NewAttribute(pkcs11.CKA_SIGN, false))
	swapped, _ := token.generate("P-256", "swapped")
	token.must(token.DestroyObject(token.session, swapped))
	token.store(selfSigned(t, token.open("a"), "Test Seal"), "swapped")
	other, err := ParseURI("pkcs11:token=nowhere?module-path=" + token.path)
	token.must(err)
	text := URI{module: filepath.Join(filepath.Dir(os.Getenv("SOFTHSM2_CONF")), "softhsm2.conf")}
	for name, c := range map[string]struct {
		uri  URI
		pin  string
		want string
	}{
		"no module":        {URI{module: "/absent.so"}, userPIN, "no such file"},
		"not a module":     {text, userPIN, "cannot be loaded"},
		"no such token":    {other, userPIN, `present are "Test`},
		"no such key":      {token.uri(";object=absent"), userPIN, "no such private key"},
		"two keys":         {token.uri(";object=twin"), userPIN, "selects 2 private keys"},
		"may not sign":     {token.uri(";object=mute"), userPIN, "does not allow this key to sign"},
		"another's public": {token.uri(";object=swapped"), userPIN, "do not belong together"},
		"no PIN":           {token.uri(";object=a"), "", "wants a PIN"},
	} {
		if _, _, err := Open(c.uri, c.pin); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v, want …%s…", name, err, c.want)
		}
	}
	token.leave()
	if _, _, err := Open(token.uri(";object=a"), "wrong-7331"); err == nil || !strings.Contains(err.Error(), "the PIN is wrong") || strings.Contains(err.Error(), "7331") {
		t.Errorf("wrong PIN: %v", err)
	}
}

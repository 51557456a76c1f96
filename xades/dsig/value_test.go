package dsig

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"encoding/base64"
	"math/big"
	"strings"
	"testing"
)

func method(t *testing.T, uri string) Method {
	t.Helper()
	m, ok := methodByURI(uri)
	if !ok {
		t.Fatalf("%s is not in the list", uri)
	}
	return m
}

const more = "http://www.w3.org/2001/04/xmldsig-more#"

// TestDigestInfoWithoutNull: exactly the two fixed encodings verify, and
// nothing that merely contains the digest.
func TestDigestInfoWithoutNull(t *testing.T) {
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"rsa-sha256", "rsa-sha384", "rsa-sha512"} {
		m := method(t, more+name)
		h := m.Hash.New()
		h.Write([]byte("letter"))
		digest := h.Sum(nil)
		standard, err := rsa.SignPKCS1v15(nil, key, m.Hash, digest)
		if err != nil {
			t.Fatal(err)
		}
		sign := func(info []byte) []byte {
			value, err := rsa.SignPKCS1v15(nil, key, 0, info)
			if err != nil {
				t.Fatal(err)
			}
			return value
		}
		prefix := noNullPrefix(m.Hash)
		for what, c := range map[string]struct {
			value []byte
			ok    bool
		}{
			"with NULL":    {standard, true},
			"without NULL": {sign(append(noNullPrefix(m.Hash), digest...)), true},
			"bare digest":  {sign(digest), false},
			"trailing":     {sign(append(append(noNullPrefix(m.Hash), digest...), 0)), false},
			"other length": {sign(append([]byte{0x30, prefix[1] + 2, 0x30, 0x0d}, append(append(prefix[4:15:15], 0x05, 0x00), append(prefix[15:], digest[1:]...)...)...)), false},
		} {
			if err := m.verify(&key.PublicKey, digest, c.value); (err == nil) != c.ok {
				t.Errorf("%s %s: %v", name, what, err)
			}
		}
	}
}

func TestECDSAValueHasTwoHalves(t *testing.T) {
	digest := sha256.Sum256([]byte("letter"))
	m := method(t, more+"ecdsa-sha256")
	for _, curve := range []elliptic.Curve{elliptic.P256(), elliptic.P384(), elliptic.P521()} {
		key, err := ecdsa.GenerateKey(curve, rand.Reader)
		if err != nil {
			t.Fatal(err)
		}
		der, err := ecdsa.SignASN1(rand.Reader, key, digest[:])
		if err != nil {
			t.Fatal(err)
		}
		raw, err := RawFromDER(curve, der)
		if err != nil {
			t.Fatal(err)
		}
		half := len(raw) / 2
		padded := append(append([]byte{0}, raw[:half]...), append([]byte{0}, raw[half:]...)...)
		for what, value := range map[string][]byte{"DER": der, "padded": padded, "zero": make([]byte, len(raw)), "short": raw[1:], "empty": nil,
			"swapped": append(append([]byte{}, raw[half:]...), raw[:half]...)} {
			if m.verify(&key.PublicKey, digest[:], value) == nil {
				t.Errorf("%s: %s verifies", curve.Params().Name, what)
			}
		}
		if err := m.verify(&key.PublicKey, digest[:], raw); err != nil {
			t.Errorf("%s: %v", curve.Params().Name, err)
		}
	}
}

func TestRawFromDERRefuses(t *testing.T) {
	for _, der := range [][]byte{nil, {0x30, 0}, derFromRaw([]byte{0}, []byte{1}), derFromRaw(make33(), []byte{1}), append(derFromRaw([]byte{1}, []byte{1}), 0)} {
		if raw, err := RawFromDER(elliptic.P256(), der); err == nil {
			t.Errorf("%x gives %x", der, raw)
		}
	}
	if _, err := RawFromDER(elliptic.P224(), derFromRaw([]byte{1}, []byte{1})); err == nil {
		t.Error("P-224")
	}
}

func make33() []byte { return new(big.Int).Lsh(big.NewInt(1), 257).Bytes() }

func TestPSSAndEd25519(t *testing.T) {
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	digest := sha256.Sum256([]byte("letter"))
	pss := method(t, "http://www.w3.org/2007/05/xmldsig-more#sha256-rsa-MGF1")
	for salt, ok := range map[int]bool{32: true, 20: false, 0: false} {
		opt := &rsa.PSSOptions{SaltLength: salt, Hash: crypto.SHA256}
		if salt == 0 {
			opt.SaltLength = rsa.PSSSaltLengthAuto // the longest that fits
		}
		value, err := rsa.SignPSS(rand.Reader, key, crypto.SHA256, digest[:], opt)
		if err != nil {
			t.Fatal(err)
		}
		if err := pss.verify(&key.PublicKey, digest[:], value); (err == nil) != ok {
			t.Errorf("salt %d: %v", salt, err)
		}
	}
	public, private, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	ed := method(t, "http://www.w3.org/2021/04/xmldsig-more#eddsa-ed25519")
	value := ed25519.Sign(private, []byte("letter"))
	if ed.verify(public, []byte("letter"), value) != nil || ed.verify(public, []byte("other"), value) == nil || ed.verify(&key.PublicKey, []byte("letter"), value) == nil {
		t.Error("Ed25519")
	}
}

func TestKeyLengths(t *testing.T) {
	long := &rsa.PublicKey{N: new(big.Int).Lsh(big.NewInt(1), maxModulusBits+1), E: 65537}
	short := &rsa.PublicKey{N: new(big.Int).Lsh(big.NewInt(1), 511), E: 65537}
	m := method(t, more+"rsa-sha256")
	for _, key := range []*rsa.PublicKey{long, short} {
		if err := m.verify(key, make([]byte, 32), make([]byte, 64)); !isCode(err, CodeWeakAlgorithm) {
			t.Errorf("%d bits: %v", key.N.BitLen(), err)
		}
	}
}

func TestCurvesOutsideTheList(t *testing.T) {
	key, err := ecdsa.GenerateKey(elliptic.P224(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	if err := verifyECDSA(&key.PublicKey, make([]byte, 32), make([]byte, 56)); !isCode(err, CodeAlgorithm) {
		t.Errorf("P-224: %v", err)
	}
}

func TestClosedLists(t *testing.T) {
	for _, uri := range []string{"", "http://www.w3.org/2021/04/xmldsig-more#eddsa-ed448", "http://www.w3.org/2000/09/xmldsig#hmac-sha1", more + "rsa-md5", more + "hmac-sha256", more + "rsa-ripemd160", "rsa-sha256"} {
		if _, ok := methodByURI(uri); ok {
			t.Errorf("method %q", uri)
		}
	}
	for _, uri := range []string{"", more + "md5", "http://www.w3.org/2001/04/xmlenc#ripemd160", more + "sha256"} {
		if _, ok := DigestByURI(uri); ok {
			t.Errorf("digest %q", uri)
		}
	}
}

// TestEd25519SignsSignedInfoItself: the value is over the octets of SignedInfo.
func TestEd25519SignsSignedInfoItself(t *testing.T) {
	public, private, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	text := func(value []byte) string {
		return `<Signature xmlns="` + Namespace + `"><SignedInfo><CanonicalizationMethod Algorithm="` + exclusive + `"/><SignatureMethod Algorithm="http://www.w3.org/2021/04/xmldsig-more#eddsa-ed25519"/>` +
			reference(`URI="urn:a"`, "", "x") + `</SignedInfo><SignatureValue>` + base64.StdEncoding.EncodeToString(value) + `</SignatureValue></Signature>`
	}
	_, sig := parseSignature(t, text([]byte("x")))
	info, err := sig.SignedInfoDigest()
	if err != nil || !strings.HasPrefix(string(info), "<SignedInfo xmlns=") {
		t.Fatalf("%q %v", info, err)
	}
	_, sig = parseSignature(t, text(ed25519.Sign(private, info)))
	if _, err := sig.Authenticate(public); err != nil {
		t.Error(err)
	}
}

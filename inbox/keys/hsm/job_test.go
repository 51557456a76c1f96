//go:build cgo

package hsm

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"encoding/asn1"
	"strings"
	"testing"

	"github.com/miekg/pkcs11"
)

func newPublic(t *testing.T, curve elliptic.Curve) *ecdsa.PublicKey {
	t.Helper()
	key, err := ecdsa.GenerateKey(curve, rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	return &key.PublicKey
}

func TestJobsOutsideTheListAreRefused(t *testing.T) {
	public := newPublic(t, elliptic.P256())
	for want, try := range map[string]struct {
		digest int
		opts   crypto.SignerOpts
	}{
		"not SHA-1":        {20, crypto.SHA1},
		"unknown hash":     {32, crypto.Hash(0)},
		"31 octets are no": {31, crypto.SHA256},
		"not PSS":          {32, &rsa.PSSOptions{Hash: crypto.SHA256}},
	} {
		if _, err := newJob(public, make([]byte, try.digest), try.opts); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%v, want …%s…", err, want)
		}
	}
}

func TestAnswersOfWrongLengthAreRefused(t *testing.T) {
	j, err := newJob(newPublic(t, elliptic.P521()), make([]byte, 64), crypto.SHA512)
	if err != nil {
		t.Fatal(err)
	}
	for _, size := range []int{0, 64, 131, 133} {
		if _, err := j.finish(make([]byte, size)); err == nil {
			t.Errorf("%d octets pass for a P-521 signature", size)
		}
	}
}

func TestECDSAPublic(t *testing.T) {
	public := newPublic(t, elliptic.P384())
	bare, err := public.Bytes()
	if err != nil {
		t.Fatal(err)
	}
	wrapped, _ := asn1.Marshal(bare)
	params, _ := asn1.Marshal(asn1.ObjectIdentifier{1, 3, 132, 0, 34})
	foreign, _ := asn1.Marshal(asn1.ObjectIdentifier{1, 3, 132, 0, 10})
	for name, point := range map[string][]byte{"bare": bare, "in an OCTET STRING": wrapped} {
		if got, err := ecdsaPublic(params, point); err != nil || !public.Equal(got) {
			t.Errorf("%s: %v", name, err)
		}
	}
	off := append([]byte(nil), bare...)
	off[len(off)-1] ^= 1
	for name, c := range map[string][2][]byte{
		"no curve": {nil, bare}, "another curve": {foreign, bare}, "no point": {params, nil}, "a point off the curve": {params, off},
	} {
		if _, err := ecdsaPublic(c[0], c[1]); err == nil {
			t.Errorf("%s passes", name)
		}
	}
}

// TestPINIsSpared: what the token's flags say about its PIN decides before a try.
func TestPINIsSpared(t *testing.T) {
	k := &Key{refused: "1111"}
	for _, c := range []struct {
		pin   string
		flags uint
		want  string
	}{
		{"", 0, "wants a PIN"},
		{"1111", 0, "not tried again"},
		{"1234", pkcs11.CKF_USER_PIN_LOCKED, "is locked"},
		{"1234", pkcs11.CKF_USER_PIN_FINAL_TRY, "not risked"},
	} {
		if err := k.mayTry(c.pin, c.flags); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%q with flags %#x: %v", c.pin, c.flags, err)
		}
	}
	if err := k.mayTry("1234", pkcs11.CKF_USER_PIN_COUNT_LOW); err != nil {
		t.Error(err)
	}
}

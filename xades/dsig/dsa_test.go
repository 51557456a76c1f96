package dsig

import (
	"crypto/dsa"
	"crypto/rand"
	"crypto/sha256"
	"math/big"
	"testing"
)

func TestDSA(t *testing.T) {
	var key dsa.PrivateKey
	if err := dsa.GenerateParameters(&key.Parameters, rand.Reader, dsa.L1024N160); err != nil {
		t.Fatal(err)
	}
	if err := dsa.GenerateKey(&key, rand.Reader); err != nil {
		t.Fatal(err)
	}
	m := method(t, "http://www.w3.org/2009/xmldsig11#dsa-sha256")
	digest := sha256.Sum256([]byte("pismo"))
	r, s, err := dsa.Sign(rand.Reader, &key, digest[:20])
	if err != nil {
		t.Fatal(err)
	}
	value := append(r.FillBytes(make([]byte, 20)), s.FillBytes(make([]byte, 20))...)
	if err := m.verify(&key.PublicKey, digest[:], value); err != nil {
		t.Errorf("true value: %v", err)
	}
	for i := range value {
		changed := append([]byte(nil), value...)
		changed[i] ^= 1
		if m.verify(&key.PublicKey, digest[:], changed) == nil {
			t.Errorf("octet %d changed and nobody noticed", i)
		}
	}
	if m.verify(&key.PublicKey, digest[:], append(value, 0)) == nil || m.verify(&key.PublicKey, digest[:], make([]byte, 40)) == nil {
		t.Error("a value of another length, or of zeros, fits")
	}
	for name, broken := range map[string]func(*dsa.PublicKey){
		"no key at all":    func(k *dsa.PublicKey) { *k = dsa.PublicKey{} },
		"order of one":     func(k *dsa.PublicKey) { k.Q = big.NewInt(1) },
		"generator of one": func(k *dsa.PublicKey) { k.G = big.NewInt(1) },
		"Y of one":         func(k *dsa.PublicKey) { k.Y = big.NewInt(1) },
		"Y beyond P":       func(k *dsa.PublicKey) { k.Y = k.P },
		"huge P":           func(k *dsa.PublicKey) { k.P = new(big.Int).Lsh(k.P, 4096) },
		"small P":          func(k *dsa.PublicKey) { k.P = new(big.Int).Rsh(k.P, 512) },
	} {
		pub := key.PublicKey
		broken(&pub)
		if err := m.verify(&pub, digest[:], value); !isCode(err, CodeWeakAlgorithm) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

package dsig

import (
	"bytes"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha256"
	"encoding/asn1"
	"encoding/pem"
	"math/big"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
)

// p256 is a curve that both this arithmetic and the standard library know.
func p256() *weierstrass {
	c := elliptic.P256().Params()
	return &weierstrass{name: "P-256", p: c.P, a: new(big.Int).Sub(c.P, big.NewInt(3)), b: c.B, n: c.N, x: c.Gx, y: c.Gy}
}

// TestArithmetic holds u·G + v·Q against the standard library, at the ends of
// the range too.
func TestArithmetic(t *testing.T) {
	c := p256()
	number := func() *big.Int {
		k, err := rand.Int(rand.Reader, c.n)
		if err != nil {
			t.Fatal(err)
		}
		return k
	}
	multiple := func(k *big.Int) affine {
		x, y := elliptic.P256().ScalarBaseMult(k.FillBytes(make([]byte, 32)))
		return affine{x, y}
	}
	one, two, last := big.NewInt(1), big.NewInt(2), new(big.Int).Sub(c.n, big.NewInt(1))
	for range 20 {
		for _, k := range []*big.Int{number(), one, two, last} {
			q := multiple(k)
			if !c.contains(q) {
				t.Fatalf("%x·G is not on the curve", k)
			}
			for _, pair := range [][2]*big.Int{{number(), number()}, {one, one}, {last, one}, {one, last}, {two, number()}, {new(big.Int), number()}, {number(), new(big.Int)}} {
				sum := new(big.Int).Mul(pair[1], k)
				sum.Add(sum, pair[0]).Mod(sum, c.n)
				got, finite := c.combine(pair[0], pair[1], q)
				if finite != (sum.Sign() != 0) {
					t.Fatalf("%x·G + %x·%x·G: finite %t", pair[0], pair[1], k, finite)
				}
				if want := multiple(sum); finite && (got.x.Cmp(want.x) != 0 || got.y.Cmp(want.y) != 0) {
					t.Fatalf("%x·G + %x·%x·G", pair[0], pair[1], k)
				}
			}
		}
	}
	if c.contains(affine{big.NewInt(1), big.NewInt(1)}) || c.contains(affine{c.p, c.p}) {
		t.Error("what is not on the curve is")
	}
}

// TestBrainpool verifies what openssl signs, and nothing else.
func TestBrainpool(t *testing.T) {
	if _, err := exec.LookPath("openssl"); err != nil {
		t.Skip("openssl is not installed")
	}
	message := []byte("letter")
	digest := sha256.Sum256(message)
	m := method(t, more+"ecdsa-sha256")
	for name, bits := range map[string]int{"brainpoolP256r1": 256, "brainpoolP384r1": 384, "brainpoolP512r1": 512} {
		spki, signature := opensslSigned(t, name, message)
		key, ok := ParseBrainpoolKey(spki).(*BrainpoolKey)
		if !ok {
			t.Fatalf("%s: no key", name)
		}
		if algorithm, strength := key.Strength(); algorithm != "ECDSA" || strength != bits || key.curve.name != name {
			t.Errorf("%s: %s %s-%d", name, key.curve.name, algorithm, strength)
		}
		value := rawValue(t, signature, bits/8)
		if err := m.verify(key, digest[:], value); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		half := len(value) / 2
		order := key.curve.n.FillBytes(make([]byte, half))
		beyond := new(big.Int).Add(new(big.Int).SetBytes(value[half:]), key.curve.n).Bytes()
		for what, bad := range map[string][]byte{
			"zero": make([]byte, len(value)), "r of zero": append(make([]byte, half), value[half:]...), "s of zero": append(bytes.Clone(value[:half]), make([]byte, half)...),
			"r of the order": append(bytes.Clone(order), value[half:]...), "s of the order": append(bytes.Clone(value[:half]), order...),
			"s beyond the order": append(bytes.Clone(value[:half]), beyond...), "short": value[1:], "long": append(bytes.Clone(value), 0), "DER": signature,
			"swapped": append(bytes.Clone(value[half:]), value[:half]...),
		} {
			if m.verify(key, digest[:], bad) == nil {
				t.Errorf("%s: %s verifies", name, what)
			}
		}
		other := sha256.Sum256([]byte("another"))
		stranger, _ := opensslSigned(t, name, message)
		if m.verify(key, other[:], value) == nil || m.verify(ParseBrainpoolKey(stranger), digest[:], value) == nil {
			t.Errorf("%s: another message or key verifies", name)
		}
		if !key.Equal(ParseBrainpoolKey(spki)) || key.Equal(ParseBrainpoolKey(stranger)) || key.Equal("key") {
			t.Errorf("%s: Equal", name)
		}
		for i := range spki {
			changed := bytes.Clone(spki)
			changed[i] ^= 1
			if found := ParseBrainpoolKey(changed); found != nil && key.Equal(found) {
				t.Errorf("%s: octet %d changed, and the same key", name, i)
			}
		}
	}
}

// opensslSigned makes a key on a curve and signs a message by SHA-256.
func opensslSigned(t *testing.T, curve string, message []byte) (spki, signature []byte) {
	t.Helper()
	dir := t.TempDir()
	file := func(name string) string { return filepath.Join(dir, name) }
	if err := os.WriteFile(file("message"), message, 0o600); err != nil {
		t.Fatal(err)
	}
	for _, arguments := range [][]string{
		{"ecparam", "-name", curve, "-genkey", "-noout", "-out", file("key")},
		{"pkey", "-in", file("key"), "-pubout", "-out", file("public")},
		{"dgst", "-sha256", "-sign", file("key"), "-out", file("signature"), file("message")},
	} {
		if out, err := exec.Command("openssl", arguments...).CombinedOutput(); err != nil {
			t.Fatalf("%v: %s", arguments, out)
		}
	}
	text, err := os.ReadFile(file("public"))
	if err != nil {
		t.Fatal(err)
	}
	block, _ := pem.Decode(text)
	if signature, err = os.ReadFile(file("signature")); err != nil {
		t.Fatal(err)
	}
	return block.Bytes, signature
}

// rawValue turns a DER signature into r‖s.
func rawValue(t *testing.T, signature []byte, size int) []byte {
	t.Helper()
	var pair struct{ R, S *big.Int }
	if rest, err := asn1.Unmarshal(signature, &pair); err != nil || len(rest) > 0 {
		t.Fatal(err)
	}
	return append(pair.R.FillBytes(make([]byte, size)), pair.S.FillBytes(make([]byte, size))...)
}

func BenchmarkBrainpool(b *testing.B) {
	for _, id := range []string{"1.3.36.3.3.2.8.1.1.7", "1.3.36.3.3.2.8.1.1.13"} {
		c := brainpool(id)
		key := &BrainpoolKey{c, affine{c.x, c.y}}
		value := append(bytes.Repeat([]byte{0x35}, c.size()), bytes.Repeat([]byte{0x5a}, c.size())...)
		b.Run(c.name, func(b *testing.B) {
			for b.Loop() {
				if key.verify(value[1:33], value) == nil {
					b.Fatal("verifies")
				}
			}
		})
	}
}

package dsig

import (
	"bytes"
	"crypto"
	"encoding/asn1"
	"fmt"
	"math/big"

	"golang.org/x/crypto/cryptobyte"
	der "golang.org/x/crypto/cryptobyte/asn1"
)

// BrainpoolKey is a public key on brainpoolP256r1, P384r1 or P512r1 (RFC 5639),
// which German and Austrian signers have and crypto/ecdsa does not know.
type BrainpoolKey struct {
	curve *weierstrass
	point affine
}

// Equal reports that both are the same key.
func (k *BrainpoolKey) Equal(other crypto.PublicKey) bool {
	o, ok := other.(*BrainpoolKey)
	return ok && k.curve.name == o.curve.name && k.point.x.Cmp(o.point.x) == 0 && k.point.y.Cmp(o.point.y) == 0
}

// Strength tells the algorithm and the length of the key.
func (k *BrainpoolKey) Strength() (algorithm string, bits int) { return "ECDSA", k.curve.n.BitLen() }

// brainpool finds a curve by its object identifier; nil outside of the list.
func brainpool(id string) *weierstrass {
	switch id {
	case "1.3.36.3.3.2.8.1.1.7":
		return curve("brainpoolP256r1", "a9fb57dba1eea9bc3e660a909d838d726e3bf623d52620282013481d1f6e5377",
			"7d5a0975fc2c3057eef67530417affe7fb8055c126dc5c6ce94a4b44f330b5d9", "26dc5c6ce94a4b44f330b5d9bbd77cbf958416295cf7e1ce6bccdc18ff8c07b6",
			"a9fb57dba1eea9bc3e660a909d838d718c397aa3b561a6f7901e0e82974856a7",
			"8bd2aeb9cb7e57cb2c4b482ffc81b7afb9de27e1e3bd23c23a4453bd9ace3262", "547ef835c3dac4fd97f8461a14611dc9c27745132ded8e545c1d54c72f046997")
	case "1.3.36.3.3.2.8.1.1.11":
		return curve("brainpoolP384r1", "8cb91e82a3386d280f5d6f7e50e641df152f7109ed5456b412b1da197fb71123acd3a729901d1a71874700133107ec53",
			"7bc382c63d8c150c3c72080ace05afa0c2bea28e4fb22787139165efba91f90f8aa5814a503ad4eb04a8c7dd22ce2826", "04a8c7dd22ce28268b39b55416f0447c2fb77de107dcd2a62e880ea53eeb62d57cb4390295dbc9943ab78696fa504c11",
			"8cb91e82a3386d280f5d6f7e50e641df152f7109ed5456b31f166e6cac0425a7cf3ab6af6b7fc3103b883202e9046565",
			"1d1c64f068cf45ffa2a63a81b7c13f6b8847a3e77ef14fe3db7fcafe0cbd10e8e826e03436d646aaef87b2e247d4af1e", "8abe1d7520f9c2a45cb1eb8e95cfd55262b70b29feec5864e19c054ff99129280e4646217791811142820341263c5315")
	case "1.3.36.3.3.2.8.1.1.13":
		return curve("brainpoolP512r1", "aadd9db8dbe9c48b3fd4e6ae33c9fc07cb308db3b3c9d20ed6639cca703308717d4d9b009bc66842aecda12ae6a380e62881ff2f2d82c68528aa6056583a48f3",
			"7830a3318b603b89e2327145ac234cc594cbdd8d3df91610a83441caea9863bc2ded5d5aa8253aa10a2ef1c98b9ac8b57f1117a72bf2c7b9e7c1ac4d77fc94ca", "3df91610a83441caea9863bc2ded5d5aa8253aa10a2ef1c98b9ac8b57f1117a72bf2c7b9e7c1ac4d77fc94cadc083e67984050b75ebae5dd2809bd638016f723",
			"aadd9db8dbe9c48b3fd4e6ae33c9fc07cb308db3b3c9d20ed6639cca70330870553e5c414ca92619418661197fac10471db1d381085ddaddb58796829ca90069",
			"81aee4bdd82ed9645a21322e9c4c6a9385ed9f70b5d916c1b43b62eef4d0098eff3b1f78e2d0d48d50d1687b93b97d5f7c6d5047406a5e688b352209bcb9f822", "7dde385d566332ecc0eabfa9cf7822fdf209f70024a57b1aa000c55b881f8111b2dcde494a5f485e5bca4bd88a2763aed1ca2b2fa8f0540678cd1e0f3ad80892")
	}
	return nil
}

func curve(name string, numbers ...string) *weierstrass {
	var n [6]*big.Int
	for i, text := range numbers {
		n[i], _ = new(big.Int).SetString(text, 16)
	}
	return &weierstrass{name: name, p: n[0], a: n[1], b: n[2], n: n[3], x: n[4], y: n[5]}
}

// ParseBrainpoolKey reads a SubjectPublicKeyInfo (RFC 5480 2) with a key on one
// of these curves, by name and uncompressed; nil for any other.
func ParseBrainpoolKey(spki []byte) crypto.PublicKey {
	input := cryptobyte.String(spki)
	var info, algorithm cryptobyte.String
	var kind, named asn1.ObjectIdentifier
	var bits asn1.BitString
	ok := input.ReadASN1(&info, der.SEQUENCE) && input.Empty() && info.ReadASN1(&algorithm, der.SEQUENCE) && info.ReadASN1BitString(&bits) && info.Empty() &&
		algorithm.ReadASN1ObjectIdentifier(&kind) && algorithm.ReadASN1ObjectIdentifier(&named) && algorithm.Empty() && bits.BitLength == 8*len(bits.Bytes)
	if !ok || !kind.Equal(asn1.ObjectIdentifier{1, 2, 840, 10045, 2, 1}) {
		return nil
	}
	if key, err := brainpoolKey(brainpool(named.String()), bits.Bytes); err == nil && key != nil {
		return key
	}
	return nil
}

// brainpoolKey reads an uncompressed point; nil without a curve.
func brainpoolKey(c *weierstrass, octets []byte) (*BrainpoolKey, error) {
	if c == nil {
		return nil, nil
	}
	size := c.size()
	if len(octets) != 1+2*size || octets[0] != 4 {
		return nil, fmt.Errorf("no uncompressed point on %s", c.name)
	}
	q := affine{new(big.Int).SetBytes(octets[1 : 1+size]), new(big.Int).SetBytes(octets[1+size:])}
	if !c.contains(q) {
		return nil, fmt.Errorf("a point that is not on %s", c.name)
	}
	return &BrainpoolKey{c, q}, nil
}

// size is the length of the order, and of the field, in octets.
func (c *weierstrass) size() int { return (c.n.BitLen() + 7) / 8 }

// verify checks r‖s (BSI TR-03111 4.2.1.2), each exactly as long as the order.
func (k *BrainpoolKey) verify(digest, value []byte) error {
	c := k.curve
	size := c.size()
	if len(value) != 2*size {
		return fmt.Errorf("ECDSA value of %d octets on %s", len(value), c.name)
	}
	r, s := new(big.Int).SetBytes(value[:size]), new(big.Int).SetBytes(value[size:])
	if r.Sign() == 0 || s.Sign() == 0 || r.Cmp(c.n) >= 0 || s.Cmp(c.n) >= 0 {
		return errValue
	}
	inverse := new(big.Int).ModInverse(s, c.n)
	e := new(big.Int).SetBytes(digest[:min(len(digest), size)])
	u := e.Mul(e, inverse)
	v := inverse.Mul(inverse, r)
	sum, finite := c.combine(u.Mod(u, c.n), new(big.Int).Mod(v, c.n), k.point)
	if !finite || !bytes.Equal(sum.x.Mod(sum.x, c.n).FillBytes(make([]byte, size)), value[:size]) {
		return errValue
	}
	return nil
}

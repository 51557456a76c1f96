package dsig

import (
	"crypto"
	"crypto/dsa" // old signatures are verified and reported as weak
	"fmt"
	"math/big"

	"okienko/xades/xmltree"
)

// maxDSABits bounds the cost of one DSA verification as FIPS 186-4 4.2 does;
// one of 3,072 bits takes 2 ms.
const maxDSABits = 3072

// verifyDSA checks r‖s, each as long as the order of the subgroup (XMLDSig 1.1 6.4.1).
func verifyDSA(m Method, key crypto.PublicKey, digest, value []byte) error {
	pub, ok := key.(*dsa.PublicKey)
	if !ok {
		return keyMismatch(m, key)
	}
	if !soundDSA(pub) {
		refusal := algorithmError(CodeWeakAlgorithm, xmltree.Node{}, dsaName(pub))
		refusal.Detail = "DSA keys outside the lengths of FIPS 186-4 are not tried"
		return refusal
	}
	size := pub.Q.BitLen() / 8
	if len(value) != 2*size {
		return fmt.Errorf("DSA value of %d octets", len(value))
	}
	r, s := new(big.Int).SetBytes(value[:size]), new(big.Int).SetBytes(value[size:])
	if !dsa.Verify(pub, digest[:min(size, len(digest))], r, s) {
		return errValue
	}
	return nil
}

// soundDSA reports a key of a length that FIPS 186 knew, from 1,024 bits, whose
// numbers are in their ranges.
func soundDSA(pub *dsa.PublicKey) bool {
	one := big.NewInt(1)
	for _, n := range []*big.Int{pub.P, pub.Q, pub.G, pub.Y} {
		if n == nil || n.Cmp(one) <= 0 || n.BitLen() > maxDSABits {
			return false
		}
	}
	switch pub.Q.BitLen() {
	case 160, 224, 256:
		return pub.P.BitLen() >= 1024 && pub.P.Bit(0) == 1 && pub.G.Cmp(pub.P) < 0 && pub.Y.Cmp(pub.P) < 0
	}
	return false
}

func dsaName(pub *dsa.PublicKey) string {
	if pub.P == nil {
		return "DSA"
	}
	return fmt.Sprintf("DSA-%d", pub.P.BitLen())
}

// dsaKey reads a DSAKeyValue; nil where it leaves the domain parameters out.
func dsaKey(n xmltree.Node) (crypto.PublicKey, *Error) {
	pub := &dsa.PublicKey{}
	for _, part := range []struct {
		local string
		into  **big.Int
	}{{"P", &pub.P}, {"Q", &pub.Q}, {"G", &pub.G}, {"Y", &pub.Y}} {
		child := n.Child(Namespace, part.local)
		if child.IsZero() {
			return nil, nil
		}
		octets, err := base64Element(child)
		if err != nil {
			return nil, err
		}
		*part.into = new(big.Int).SetBytes(octets)
	}
	return pub, nil
}

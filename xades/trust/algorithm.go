package trust

import (
	"bytes"
	"crypto"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/rsa"
	_ "crypto/sha1"   // verified, and for its date to be judged
	_ "crypto/sha256" // SHA-224 and SHA-256
	_ "crypto/sha3"   // RFC 8702
	_ "crypto/sha512" // SHA-384 and SHA-512
	"encoding/asn1"
	"errors"
	"fmt"

	"golang.org/x/crypto/cryptobyte"
	der "golang.org/x/crypto/cryptobyte/asn1"
)

// MaxRSABits is the longest modulus that is computed with. One verification
// costs about a millisecond there and grows with the square of the length; a
// certificate of a few kilobytes could otherwise hold a core for seconds.
const MaxRSABits = 16384

type scheme uint8

const (
	schemeRSA     scheme = iota + 1 // RFC 8017 8.2, PKCS#1 v1.5
	schemePSS                       // RFC 8017 8.1, MGF1 with the same hash
	schemeECDSA                     // DER of r and s, RFC 3279 2.2.3
	schemeEd25519                   // RFC 8410, over the message itself
)

// Algorithm is a signature algorithm of certificates, CRLs, OCSP answers and
// time-stamp tokens, out of a closed list: RSA PKCS#1 and PSS, ECDSA, Ed25519,
// with SHA-1, SHA-2 and SHA-3; a Suite says until when each is relied on. No MD5, no DSA.
type Algorithm struct {
	Hash   crypto.Hash // 0 for Ed25519
	scheme scheme
	salt   int // schemePSS: length of the salt
}

// Strengths is what a value of this algorithm under a key rests on.
func (a Algorithm) Strengths(key crypto.PublicKey) []Strength {
	if a.Hash == 0 {
		return []Strength{OfKey(key)}
	}
	return []Strength{OfHash(a.Hash), OfKey(key)}
}

var errSignature = errors.New("the signature value does not fit")

// Verify checks a signature value over a message. A key of another kind than
// the algorithm's is an error too.
func (a Algorithm) Verify(key crypto.PublicKey, message, value []byte) error {
	switch k := key.(type) {
	case *rsa.PublicKey:
		return a.verifyRSA(k, message, value)
	case *ecdsa.PublicKey:
		if a.scheme == schemeECDSA {
			return verdict(ecdsa.VerifyASN1(k, a.digest(message), value))
		}
	case ed25519.PublicKey:
		if a.scheme == schemeEd25519 {
			return verdict(len(k) == ed25519.PublicKeySize && ed25519.Verify(k, message, value))
		}
	}
	return fmt.Errorf("the key (%T) is none for the algorithm, or of an unknown kind", key)
}

func (a Algorithm) verifyRSA(key *rsa.PublicKey, message, value []byte) error {
	if key.N.BitLen() > MaxRSABits {
		return fmt.Errorf("an RSA key of %d bits", key.N.BitLen())
	}
	switch a.scheme {
	case schemeRSA:
		return rsa.VerifyPKCS1v15(key, a.Hash, a.digest(message), value)
	case schemePSS:
		return rsa.VerifyPSS(key, a.Hash, a.digest(message), value, &rsa.PSSOptions{SaltLength: a.salt, Hash: a.Hash})
	}
	return errors.New("an RSA key for another kind of signature")
}

func verdict(ok bool) error {
	if !ok {
		return errSignature
	}
	return nil
}

func (a Algorithm) digest(message []byte) []byte {
	h := a.Hash.New()
	h.Write(message)
	return h.Sum(nil)
}

// oidDER writes an object identifier's content octets, for tables.
func oidDER(arcs ...int) string {
	b := cryptobyte.NewBuilder(nil)
	b.AddASN1ObjectIdentifier(arcs)
	return string(b.BytesOrPanic()[2:])
}

var hashes = map[string]crypto.Hash{
	oidDER(1, 3, 14, 3, 2, 26):              crypto.SHA1,
	oidDER(2, 16, 840, 1, 101, 3, 4, 2, 4):  crypto.SHA224,
	oidDER(2, 16, 840, 1, 101, 3, 4, 2, 1):  crypto.SHA256,
	oidDER(2, 16, 840, 1, 101, 3, 4, 2, 2):  crypto.SHA384,
	oidDER(2, 16, 840, 1, 101, 3, 4, 2, 3):  crypto.SHA512,
	oidDER(2, 16, 840, 1, 101, 3, 4, 2, 7):  crypto.SHA3_224,
	oidDER(2, 16, 840, 1, 101, 3, 4, 2, 8):  crypto.SHA3_256,
	oidDER(2, 16, 840, 1, 101, 3, 4, 2, 9):  crypto.SHA3_384,
	oidDER(2, 16, 840, 1, 101, 3, 4, 2, 10): crypto.SHA3_512,
}

var algorithms = map[string]Algorithm{
	oidDER(1, 2, 840, 113549, 1, 1, 5):      {Hash: crypto.SHA1, scheme: schemeRSA},
	oidDER(1, 2, 840, 113549, 1, 1, 14):     {Hash: crypto.SHA224, scheme: schemeRSA},
	oidDER(1, 2, 840, 113549, 1, 1, 11):     {Hash: crypto.SHA256, scheme: schemeRSA},
	oidDER(1, 2, 840, 113549, 1, 1, 12):     {Hash: crypto.SHA384, scheme: schemeRSA},
	oidDER(1, 2, 840, 113549, 1, 1, 13):     {Hash: crypto.SHA512, scheme: schemeRSA},
	oidDER(2, 16, 840, 1, 101, 3, 4, 3, 13): {Hash: crypto.SHA3_224, scheme: schemeRSA},
	oidDER(2, 16, 840, 1, 101, 3, 4, 3, 14): {Hash: crypto.SHA3_256, scheme: schemeRSA},
	oidDER(2, 16, 840, 1, 101, 3, 4, 3, 15): {Hash: crypto.SHA3_384, scheme: schemeRSA},
	oidDER(2, 16, 840, 1, 101, 3, 4, 3, 16): {Hash: crypto.SHA3_512, scheme: schemeRSA},
	oidDER(1, 2, 840, 10045, 4, 1):          {Hash: crypto.SHA1, scheme: schemeECDSA},
	oidDER(1, 2, 840, 10045, 4, 3, 1):       {Hash: crypto.SHA224, scheme: schemeECDSA},
	oidDER(1, 2, 840, 10045, 4, 3, 2):       {Hash: crypto.SHA256, scheme: schemeECDSA},
	oidDER(1, 2, 840, 10045, 4, 3, 3):       {Hash: crypto.SHA384, scheme: schemeECDSA},
	oidDER(1, 2, 840, 10045, 4, 3, 4):       {Hash: crypto.SHA512, scheme: schemeECDSA},
	oidDER(2, 16, 840, 1, 101, 3, 4, 3, 9):  {Hash: crypto.SHA3_224, scheme: schemeECDSA},
	oidDER(2, 16, 840, 1, 101, 3, 4, 3, 10): {Hash: crypto.SHA3_256, scheme: schemeECDSA},
	oidDER(2, 16, 840, 1, 101, 3, 4, 3, 11): {Hash: crypto.SHA3_384, scheme: schemeECDSA},
	oidDER(2, 16, 840, 1, 101, 3, 4, 3, 12): {Hash: crypto.SHA3_512, scheme: schemeECDSA},
	oidDER(1, 3, 101, 112):                  {scheme: schemeEd25519},
}

var (
	oidRSA  = oidDER(1, 2, 840, 113549, 1, 1, 1)
	oidPSS  = oidDER(1, 2, 840, 113549, 1, 1, 10)
	oidMGF1 = oidDER(1, 2, 840, 113549, 1, 1, 8)
)

// ParseHash reads an AlgorithmIdentifier that names a hash; parameters must be
// absent or NULL (RFC 5754 2).
func ParseHash(identifier []byte) (crypto.Hash, error) {
	oid, parameters, ok := readIdentifier(identifier)
	if !ok {
		return 0, errors.New("malformed algorithm identifier")
	}
	h, known := hashes[string(oid)]
	if !known || !noParameters(parameters) {
		return 0, fmt.Errorf("hash algorithm %s is outside the closed list", oidText(oid))
	}
	return h, nil
}

// MarshalHash writes the AlgorithmIdentifier of a hash, its parameters NULL for
// SHA-1 and absent for the others (RFC 5754 2).
func MarshalHash(h crypto.Hash) ([]byte, error) {
	for oid, known := range hashes {
		if known != h {
			continue
		}
		b := cryptobyte.NewBuilder(nil)
		b.AddASN1(der.SEQUENCE, func(b *cryptobyte.Builder) {
			b.AddASN1(der.OBJECT_IDENTIFIER, func(b *cryptobyte.Builder) { b.AddBytes([]byte(oid)) })
			if h == crypto.SHA1 {
				b.AddASN1NULL()
			}
		})
		return b.Bytes()
	}
	return nil, fmt.Errorf("hash %d is outside the closed list", h)
}

// ParseAlgorithm reads an AlgorithmIdentifier that names a signature
// algorithm. Where it is rsaEncryption, as in many CMS messages (RFC 3370
// 3.2), the hash is the one given; 0 refuses that.
func ParseAlgorithm(identifier []byte, digest crypto.Hash) (Algorithm, error) {
	oid, parameters, ok := readIdentifier(identifier)
	if !ok {
		return Algorithm{}, errors.New("malformed algorithm identifier")
	}
	switch a, known := algorithms[string(oid)]; {
	case known && noParameters(parameters):
		return a, nil
	case string(oid) == oidRSA && digest != 0 && noParameters(parameters):
		return Algorithm{Hash: digest, scheme: schemeRSA}, nil
	case string(oid) == oidPSS:
		return parsePSS(parameters)
	}
	return Algorithm{}, fmt.Errorf("signature algorithm %s is outside the closed list", oidText(oid))
}

func readIdentifier(identifier []byte) (oid, parameters cryptobyte.String, ok bool) {
	input := cryptobyte.String(identifier)
	var inner cryptobyte.String
	ok = input.ReadASN1(&inner, der.SEQUENCE) && input.Empty() && inner.ReadASN1(&oid, der.OBJECT_IDENTIFIER)
	return oid, inner, ok
}

func noParameters(p []byte) bool { return len(p) == 0 || bytes.Equal(p, []byte{5, 0}) }

// oidText writes an identifier for a reader of logs.
func oidText(content []byte) string {
	var id asn1.ObjectIdentifier
	element := append([]byte{6, byte(len(content))}, content...)
	if len(content) < 128 {
		if _, err := asn1.Unmarshal(element, &id); err == nil {
			return id.String()
		}
	}
	return fmt.Sprintf("%x", content[:min(len(content), 32)])
}

// parsePSS reads RSASSA-PSS-params (RFC 4055 3.1). Its defaults are SHA-1 and
// a salt of 20 octets. Another hash for MGF1, another mask function or trailer
// is refused, and so is a salt longer than any hash.
func parsePSS(parameters cryptobyte.String) (Algorithm, error) {
	a := Algorithm{Hash: crypto.SHA1, scheme: schemePSS, salt: 20}
	mask := crypto.SHA1
	var inner, hash, generator, salt, trailer cryptobyte.String
	var hasHash, hasGenerator, hasSalt, hasTrailer bool
	tag := func(n uint8) der.Tag { return der.Tag(n).ContextSpecific().Constructed() }
	ok := parameters.ReadASN1(&inner, der.SEQUENCE) && parameters.Empty() &&
		inner.ReadOptionalASN1(&hash, &hasHash, tag(0)) && inner.ReadOptionalASN1(&generator, &hasGenerator, tag(1)) &&
		inner.ReadOptionalASN1(&salt, &hasSalt, tag(2)) && inner.ReadOptionalASN1(&trailer, &hasTrailer, tag(3)) && inner.Empty()
	var err error
	if ok && hasHash {
		a.Hash, err = ParseHash(hash)
		ok = err == nil
	}
	if ok && hasGenerator {
		mask, ok = parseMGF1(generator)
	}
	if ok && hasSalt {
		ok = salt.ReadASN1Integer(&a.salt) && salt.Empty() && a.salt >= 0 && a.salt <= 64
	}
	field := 1
	if ok && hasTrailer {
		ok = trailer.ReadASN1Integer(&field) && trailer.Empty()
	}
	if !ok || mask != a.Hash || field != 1 {
		return Algorithm{}, errors.New("RSASSA-PSS with parameters outside the closed list")
	}
	return a, nil
}

func parseMGF1(identifier []byte) (crypto.Hash, bool) {
	oid, parameters, ok := readIdentifier(identifier)
	if !ok || string(oid) != oidMGF1 {
		return 0, false
	}
	h, err := ParseHash(parameters)
	return h, err == nil
}

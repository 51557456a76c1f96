package trust_test

import (
	"crypto"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"encoding/pem"
	"math/big"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"okienko/fixtures/pkitest"
	"okienko/xades/trust"
)

// TestAlgorithmsOfTheStandardLibrary: what crypto/x509 signs is verified here
// under the identifier it wrote.
func TestAlgorithmsOfTheStandardLibrary(t *testing.T) {
	keys := map[pkitest.KeyType]crypto.Signer{}
	pki, err := pkitest.New(pkitest.Options{Now: now})
	if err != nil {
		t.Fatal(err)
	}
	for _, kind := range []pkitest.KeyType{pkitest.RSA2048, pkitest.P256, pkitest.P384, pkitest.P521, pkitest.Ed25519} {
		c, err := pki.Issue(nil, pkitest.Request{Key: kind})
		if err != nil {
			t.Fatal(err)
		}
		keys[kind] = c.Key
	}
	for algorithm, c := range map[x509.SignatureAlgorithm]struct {
		key  pkitest.KeyType
		hash crypto.Hash
	}{
		x509.SHA256WithRSA: {pkitest.RSA2048, crypto.SHA256}, x509.SHA384WithRSA: {pkitest.RSA2048, crypto.SHA384}, x509.SHA512WithRSA: {pkitest.RSA2048, crypto.SHA512},
		x509.SHA256WithRSAPSS: {pkitest.RSA2048, crypto.SHA256}, x509.SHA384WithRSAPSS: {pkitest.RSA2048, crypto.SHA384}, x509.SHA512WithRSAPSS: {pkitest.RSA2048, crypto.SHA512},
		x509.ECDSAWithSHA256: {pkitest.P256, crypto.SHA256}, x509.ECDSAWithSHA384: {pkitest.P384, crypto.SHA384}, x509.ECDSAWithSHA512: {pkitest.P521, crypto.SHA512},
		x509.PureEd25519: {pkitest.Ed25519, 0},
	} {
		template := &x509.Certificate{SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "Root"}, NotBefore: now, NotAfter: now.AddDate(1, 0, 0), SignatureAlgorithm: algorithm}
		der, err := x509.CreateCertificate(rand.Reader, template, template, keys[c.key].Public(), keys[c.key])
		if err != nil {
			t.Fatal(algorithm, err)
		}
		checkSelfSigned(t, algorithm.String(), der, c.hash)
	}
}

// checkSelfSigned wants a certificate to be issued by itself, and not once a
// bit of its signature has changed.
func checkSelfSigned(t *testing.T, name string, der []byte, hash crypto.Hash) {
	t.Helper()
	cert, err := x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(name, err)
	}
	a, err := trust.IssuedBy(cert, cert)
	if err != nil || a.Hash != hash {
		t.Errorf("%s: %+v, %v", name, a, err)
	}
	der[len(der)-1] ^= 1
	spoiled := *cert
	spoiled.Raw = der
	if _, err := trust.IssuedBy(&spoiled, cert); err == nil {
		t.Errorf("%s: a spoiled signature is taken", name)
	}
}

// TestAlgorithmsOfOpenSSL covers what crypto/x509 does not sign with.
func TestAlgorithmsOfOpenSSL(t *testing.T) {
	if _, err := exec.LookPath("openssl"); err != nil {
		t.Skip("openssl is not installed")
	}
	dir := t.TempDir()
	for _, key := range [][]string{{"-newkey", "rsa:2048"}, {"-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256"}} {
		for digest, hash := range map[string]crypto.Hash{
			"sha1": crypto.SHA1, "sha224": crypto.SHA224, "sha256": crypto.SHA256,
			"sha3-224": crypto.SHA3_224, "sha3-256": crypto.SHA3_256, "sha3-384": crypto.SHA3_384, "sha3-512": crypto.SHA3_512,
		} {
			out := filepath.Join(dir, "c.pem")
			args := append([]string{"req", "-x509", "-nodes", "-" + digest, "-subj", "/CN=Root", "-keyout", filepath.Join(dir, "k.pem"), "-out", out}, key...)
			if text, err := exec.Command("openssl", args...).CombinedOutput(); err != nil {
				t.Fatalf("%s: %s", digest, text)
			}
			text, err := os.ReadFile(out)
			if err != nil {
				t.Fatal(err)
			}
			block, _ := pem.Decode(text)
			checkSelfSigned(t, key[1]+" "+digest, block.Bytes, hash)
		}
	}
}

type identifier struct {
	ID         asn1.ObjectIdentifier
	Parameters asn1.RawValue `asn1:"optional"`
}

type pss struct {
	Hash    identifier `asn1:"optional,explicit,tag:0"`
	Mask    identifier `asn1:"optional,explicit,tag:1"`
	Salt    int        `asn1:"optional,explicit,tag:2"`
	Trailer int        `asn1:"optional,explicit,tag:3"`
}

func encode(t *testing.T, v any) []byte {
	t.Helper()
	der, err := asn1.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return der
}

// TestIdentifiersOutsideTheList: every default is a refusal.
func TestIdentifiersOutsideTheList(t *testing.T) {
	oid := func(last ...int) asn1.ObjectIdentifier {
		return append(asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 1}, last...)
	}
	sha256 := identifier{ID: asn1.ObjectIdentifier{2, 16, 840, 1, 101, 3, 4, 2, 1}}
	sha512 := identifier{ID: asn1.ObjectIdentifier{2, 16, 840, 1, 101, 3, 4, 2, 3}}
	raw := func(v any) asn1.RawValue { return asn1.RawValue{FullBytes: encode(t, v)} }
	mask := func(h identifier) identifier { return identifier{oid(8), raw(h)} }
	withPSS := func(p pss) identifier { return identifier{oid(10), raw(p)} }
	for name, c := range map[string]struct {
		id     any
		digest crypto.Hash
		ok     bool
	}{
		"SHA-256 with RSA":           {identifier{oid(11), asn1.NullRawValue}, 0, true},
		"without parameters":         {identifier{ID: oid(11)}, 0, true},
		"with parameters":            {identifier{oid(11), raw(5)}, 0, false},
		"MD5 with RSA":               {identifier{oid(4), asn1.NullRawValue}, 0, false},
		"DSA":                        {identifier{ID: asn1.ObjectIdentifier{2, 16, 840, 1, 101, 3, 4, 3, 2}}, 0, false},
		"HMAC":                       {identifier{ID: asn1.ObjectIdentifier{1, 2, 840, 113549, 2, 9}}, 0, false},
		"rsaEncryption alone":        {identifier{oid(1), asn1.NullRawValue}, 0, false},
		"rsaEncryption and a digest": {identifier{oid(1), asn1.NullRawValue}, crypto.SHA256, true},
		"PSS":                        {withPSS(pss{Hash: sha256, Mask: mask(sha256), Salt: 32}), 0, true},
		"PSS by default":             {withPSS(pss{}), 0, true},
		"PSS, trailer written out":   {withPSS(pss{Hash: sha256, Mask: mask(sha256), Salt: 32, Trailer: 1}), 0, true},
		"PSS, another mask hash":     {withPSS(pss{Hash: sha256, Mask: mask(sha512), Salt: 32}), 0, false},
		"PSS, default mask hash":     {withPSS(pss{Hash: sha256, Salt: 32}), 0, false},
		"PSS, another mask":          {withPSS(pss{Hash: sha256, Mask: identifier{oid(9), raw(sha256)}, Salt: 32}), 0, false},
		"PSS, negative salt":         {withPSS(pss{Hash: sha256, Mask: mask(sha256), Salt: -1}), 0, false},
		"PSS, endless salt":          {withPSS(pss{Hash: sha256, Mask: mask(sha256), Salt: 65}), 0, false},
		"PSS, another trailer":       {withPSS(pss{Hash: sha256, Mask: mask(sha256), Salt: 32, Trailer: 2}), 0, false},
		"PSS without parameters":     {identifier{ID: oid(10)}, 0, false},
		"no identifier":              {5, 0, false},
	} {
		if a, err := trust.ParseAlgorithm(encode(t, c.id), c.digest); (err == nil) != c.ok {
			t.Errorf("%s: %+v, %v", name, a, err)
		}
	}
}

func TestHashes(t *testing.T) {
	for _, h := range []crypto.Hash{crypto.SHA1, crypto.SHA224, crypto.SHA256, crypto.SHA384, crypto.SHA512, crypto.SHA3_224, crypto.SHA3_256, crypto.SHA3_384, crypto.SHA3_512} {
		der, err := trust.MarshalHash(h)
		if err != nil {
			t.Fatal(err)
		}
		if got, err := trust.ParseHash(der); got != h || err != nil || !h.Available() {
			t.Errorf("%s: %s, %v", h, got, err)
		}
	}
	if _, err := trust.MarshalHash(crypto.MD5); err == nil {
		t.Error("MD5 is written")
	}
	if _, err := trust.ParseHash(encode(t, identifier{ID: asn1.ObjectIdentifier{1, 2, 840, 113549, 2, 5}})); err == nil {
		t.Error("MD5 is read")
	}
}

// TestKeyAndAlgorithmOfDifferentKinds: the key's kind decides; nothing is
// computed with the wrong one.
func TestKeyAndAlgorithmOfDifferentKinds(t *testing.T) {
	rsaKey, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	ec := issue(t, nil, "Root", ca)
	withRSA, _ := trust.ParseAlgorithm(encode(t, identifier{ID: asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 1, 11}}), 0)
	withECDSA, _ := trust.ParseAlgorithm(encode(t, identifier{ID: asn1.ObjectIdentifier{1, 2, 840, 10045, 4, 3, 2}}), 0)
	for name, err := range map[string]error{
		"ECDSA, RSA key":  withECDSA.Verify(&rsaKey.PublicKey, nil, nil),
		"RSA, ECDSA key":  withRSA.Verify(&ec.key.PublicKey, nil, nil),
		"no key":          withRSA.Verify(nil, nil, nil),
		"no algorithm":    trust.Algorithm{Hash: crypto.SHA256}.Verify(&rsaKey.PublicKey, nil, nil),
		"an oversize key": withRSA.Verify(&rsa.PublicKey{N: new(big.Int).Lsh(big.NewInt(1), trust.MaxRSABits), E: 3}, nil, nil),
	} {
		if err == nil {
			t.Errorf("%s: verified", name)
		}
	}
}

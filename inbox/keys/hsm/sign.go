//go:build cgo

package hsm

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/x509/pkix"
	"encoding/asn1"
	"errors"
	"fmt"
	"math/big"

	"github.com/miekg/pkcs11"
)

// job is one signature: what the token is given, and how its answer becomes what
// a crypto.Signer returns.
type job struct {
	mechanism uint
	input     []byte
	finish    func(value []byte) ([]byte, error)
}

func newJob(public crypto.PublicKey, digest []byte, opts crypto.SignerOpts) (job, error) {
	hash := opts.HashFunc()
	oid, ok := digestOID(hash)
	if !ok {
		return job{}, fmt.Errorf("signs SHA-256, SHA-384 and SHA-512 digests, not %v", hash)
	}
	if len(digest) != hash.Size() {
		return job{}, fmt.Errorf("%d octets are no %v digest", len(digest), hash)
	}
	if _, pss := opts.(*rsa.PSSOptions); pss {
		return job{}, errors.New("signs RSA as PKCS#1 v1.5, not PSS")
	}
	switch public := public.(type) {
	case *rsa.PublicKey:
		return rsaJob(public, oid, digest)
	case *ecdsa.PublicKey:
		return ecdsaJob(public, digest), nil
	}
	return job{}, fmt.Errorf("is a key of type %T", public)
}

func digestOID(hash crypto.Hash) (asn1.ObjectIdentifier, bool) {
	arc := asn1.ObjectIdentifier{2, 16, 840, 1, 101, 3, 4, 2}
	switch hash {
	case crypto.SHA256:
		return append(arc, 1), true
	case crypto.SHA384:
		return append(arc, 2), true
	case crypto.SHA512:
		return append(arc, 3), true
	}
	return nil, false
}

// rsaJob: CKM_RSA_PKCS pads; the DigestInfo of RFC 8017 9.2 is the caller's.
func rsaJob(public *rsa.PublicKey, oid asn1.ObjectIdentifier, digest []byte) (job, error) {
	info, err := asn1.Marshal(struct {
		Algorithm pkix.AlgorithmIdentifier
		Digest    []byte
	}{pkix.AlgorithmIdentifier{Algorithm: oid, Parameters: asn1.NullRawValue}, digest})
	size := public.Size()
	return job{pkcs11.CKM_RSA_PKCS, info, func(value []byte) ([]byte, error) {
		if len(value) != size {
			return nil, fmt.Errorf("the token gave %d octets for an RSA signature of %d", len(value), size)
		}
		return value, nil
	}}, err
}

// ecdsaJob: the token gives r and s as two numbers of the order's length.
func ecdsaJob(public *ecdsa.PublicKey, digest []byte) job {
	size := (public.Curve.Params().N.BitLen() + 7) / 8
	// Some tokens refuse what FIPS 186-5 6.4.1 would have them cut.
	return job{pkcs11.CKM_ECDSA, digest[:min(len(digest), size)], func(value []byte) ([]byte, error) {
		if len(value) != 2*size {
			return nil, fmt.Errorf("the token gave %d octets for an ECDSA signature of %d", len(value), 2*size)
		}
		return asn1.Marshal(struct{ R, S *big.Int }{new(big.Int).SetBytes(value[:size]), new(big.Int).SetBytes(value[size:])})
	}}
}

func (at *attachment) sign(j job) ([]byte, error) {
	session := <-at.sessions
	defer func() { at.sessions <- session }()
	if err := at.module.SignInit(session, []*pkcs11.Mechanism{pkcs11.NewMechanism(j.mechanism, nil)}, at.key); err != nil {
		return nil, failed("signing", err)
	}
	if at.pin != "" {
		if err := at.module.Login(session, pkcs11.CKU_CONTEXT_SPECIFIC, at.pin); err != nil {
			return nil, failed("logging in for one signature", err)
		}
	}
	value, err := at.module.Sign(session, j.input)
	if err != nil {
		return nil, failed("signing", err)
	}
	return value, nil
}

// selfTest proves that the private key is that of the public half.
func (k *Key) selfTest() error {
	digest := sha256.Sum256([]byte("okienko: does this key sign?"))
	j, err := newJob(k.public, digest[:], crypto.SHA256)
	if err != nil {
		return err
	}
	value, err := k.perform(j)
	if err != nil {
		return fmt.Errorf("a first signature for a test: %w", err)
	}
	holds := false
	switch public := k.public.(type) {
	case *rsa.PublicKey:
		holds = rsa.VerifyPKCS1v15(public, crypto.SHA256, digest[:], value) == nil
	case *ecdsa.PublicKey:
		holds = ecdsa.VerifyASN1(public, digest[:], value)
	}
	if !holds {
		return errors.New("a first signature for a test does not verify: private and public key on the token do not belong together")
	}
	return nil
}

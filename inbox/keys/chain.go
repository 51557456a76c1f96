package keys

import (
	"bytes"
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rsa"
	"crypto/x509"
	"errors"
	"fmt"
	"slices"
)

// minRSABits is the shortest RSA key for a receipt: ETSI TS 119 312 8.3 gives
// shorter ones no remaining lifetime, and a receipt must hold for decades.
const minRSABits = 2048

func signerOf(key any) (crypto.Signer, error) {
	switch key := key.(type) {
	case *rsa.PrivateKey:
		return key, nil
	case *ecdsa.PrivateKey:
		return key, nil
	}
	return nil, fmt.Errorf("is a key of type %T: a receipt is signed with RSA or ECDSA", key)
}

func strong(signer crypto.Signer) error {
	switch public := signer.Public().(type) {
	case *rsa.PublicKey:
		if public.N.BitLen() < minRSABits {
			return fmt.Errorf("has %d bits, a receipt needs %d", public.N.BitLen(), minRSABits)
		}
	case *ecdsa.PublicKey:
		curves := []elliptic.Curve{elliptic.P256(), elliptic.P384(), elliptic.P521()}
		if !slices.Contains(curves, public.Curve) {
			return errors.New("is on a curve other than P-256, P-384 and P-521")
		}
	}
	return nil
}

func fits(signer crypto.Signer, certificate *x509.Certificate) bool {
	public, ok := signer.Public().(interface{ Equal(crypto.PublicKey) bool })
	return ok && public.Equal(certificate.PublicKey)
}

// chainOf walks from the leaf to its issuers, whatever their order in the
// files; each link's signature is checked. Certificates that are no issuers of
// the leaf are left out: a bundle may hold both generations of a CA.
func chainOf(leaf *x509.Certificate, pool []*x509.Certificate) []*x509.Certificate {
	var chain []*x509.Certificate
	for below := leaf; !selfIssued(below); {
		at := slices.IndexFunc(pool, func(above *x509.Certificate) bool {
			return above != below && !slices.Contains(chain, above) && below.CheckSignatureFrom(above) == nil
		})
		if at < 0 {
			break
		}
		below = pool[at]
		chain = append(chain, below)
	}
	return chain
}

func selfIssued(c *x509.Certificate) bool { return bytes.Equal(c.RawSubject, c.RawIssuer) }

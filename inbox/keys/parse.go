package keys

import (
	"bytes"
	"crypto"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"fmt"

	"software.sslmate.com/src/go-pkcs12"
)

// bundle is what a file held.
type bundle struct {
	signer       crypto.Signer
	certificates []*x509.Certificate
}

func parsePEM(data []byte) (bundle, error) {
	var b bundle
	for {
		block, rest := pem.Decode(data)
		if block == nil {
			break
		}
		if err := b.add(block); err != nil {
			return bundle{}, err
		}
		data = rest
	}
	if len(bytes.TrimSpace(data)) > 0 && b.signer == nil && len(b.certificates) == 0 {
		return bundle{}, errors.New("is not PEM")
	}
	return b, nil
}

func (b *bundle) add(block *pem.Block) error {
	switch block.Type {
	case "CERTIFICATE":
		certificate, err := x509.ParseCertificate(block.Bytes)
		if err != nil {
			return fmt.Errorf("certificate %d: %w", len(b.certificates)+1, err)
		}
		b.certificates = append(b.certificates, certificate)
		return nil
	case "EC PARAMETERS": // openssl ecparam writes the curve's name before the key, which names it again
		return nil
	}
	signer, err := parseKey(block)
	if err != nil {
		return err
	}
	if b.signer != nil {
		return errors.New("holds two private keys")
	}
	b.signer = signer
	return nil
}

func parseKey(block *pem.Block) (crypto.Signer, error) {
	var key any
	var err error
	switch block.Type {
	case "PRIVATE KEY":
		key, err = x509.ParsePKCS8PrivateKey(block.Bytes)
	case "RSA PRIVATE KEY":
		if block.Headers["DEK-Info"] != "" {
			return nil, errEncrypted
		}
		key, err = x509.ParsePKCS1PrivateKey(block.Bytes)
	case "EC PRIVATE KEY":
		if block.Headers["DEK-Info"] != "" {
			return nil, errEncrypted
		}
		key, err = x509.ParseECPrivateKey(block.Bytes)
	case "ENCRYPTED PRIVATE KEY":
		return nil, errEncrypted
	default:
		return nil, fmt.Errorf("holds a PEM block of type %q, which is neither certificate nor key", block.Type)
	}
	if err != nil {
		return nil, fmt.Errorf("private key: %w", err)
	}
	return signerOf(key)
}

var errEncrypted = errors.New("is an encrypted PEM key: use a PKCS#12 file, which takes a password")

func parsePKCS12(data []byte, password string) (bundle, error) {
	key, leaf, chain, err := pkcs12.DecodeChain(data, password)
	if err != nil {
		return bundle{}, fmt.Errorf("PKCS#12: %w", err)
	}
	signer, err := signerOf(key)
	if err != nil {
		return bundle{}, err
	}
	return bundle{signer: signer, certificates: append([]*x509.Certificate{leaf}, chain...)}, nil
}

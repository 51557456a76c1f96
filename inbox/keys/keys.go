// Package keys loads signing keys as crypto.Signer, and certificates, from PEM
// and PKCS#12 files and from PKCS#11 tokens.
package keys

import (
	"crypto"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"okienko/inbox/keys/hsm"
)

// maxFile bounds a key or certificate file: it is read whole, and the bundles of
// national trust lists stay below a few megabytes.
const maxFile = 8 << 20

// Source names the files of a seal.
type Source struct {
	Key         string // PEM, PKCS#12 when it ends in .p12 or .pfx, or a PKCS#11 URI (RFC 7512)
	Certificate string // PEM; "" = what Key holds
	Chain       string // PEM; "" = what Certificate or Key holds
	Password    string // of a PKCS#12 file; PIN of a token whose URI names none
}

// Seal is a key with its certificate and the certificates above it, the issuer
// first; the root last when the files hold it.
type Seal struct {
	Signer      crypto.Signer
	Certificate *x509.Certificate
	Chain       []*x509.Certificate
}

// LoadSeal reads a seal. It is an error when no certificate fits the key or the key
// is too weak for a receipt.
func LoadSeal(src Source) (Seal, error) {
	signer, held, err := loadKey(src)
	if err != nil {
		return Seal{}, err
	}
	if err := strong(signer); err != nil {
		return Seal{}, fmt.Errorf("key %s: %w", src.keyName(), err)
	}
	var certificates []*x509.Certificate
	for _, path := range []string{src.Certificate, src.Chain} {
		if path == "" {
			continue
		}
		more, err := LoadCertificates(path)
		if err != nil {
			return Seal{}, err
		}
		certificates = append(certificates, more...)
	}
	// A named file goes before what lies beside the key: a token keeps the
	// certificate that was renewed.
	return assemble(src, signer, append(certificates, held...))
}

func assemble(src Source, signer crypto.Signer, certificates []*x509.Certificate) (Seal, error) {
	at := slices.IndexFunc(certificates, func(c *x509.Certificate) bool { return fits(signer, c) })
	if at < 0 {
		return Seal{}, fmt.Errorf("no certificate in %s fits the key", strings.Join(src.files(), ", "))
	}
	leaf := certificates[at]
	return Seal{Signer: signer, Certificate: leaf, Chain: chainOf(leaf, certificates)}, nil
}

func (src Source) files() []string {
	return slices.DeleteFunc([]string{src.keyName(), src.Certificate, src.Chain}, func(s string) bool { return s == "" })
}

// keyName is Key as it may be shown: a URI can hold a PIN.
func (src Source) keyName() string {
	if hsm.IsURI(src.Key) {
		return hsm.Name(src.Key)
	}
	return src.Key
}

func loadKey(src Source) (crypto.Signer, []*x509.Certificate, error) {
	if hsm.IsURI(src.Key) {
		return openToken(src)
	}
	data, err := read(src.Key)
	if err != nil {
		return nil, nil, fmt.Errorf("key: %w", err)
	}
	parse := parsePEM
	switch strings.ToLower(filepath.Ext(src.Key)) {
	case ".p12", ".pfx":
		parse = func(data []byte) (bundle, error) { return parsePKCS12(data, src.Password) }
	}
	b, err := parse(data)
	switch {
	case err != nil:
		return nil, nil, fmt.Errorf("key %s: %w", src.Key, err)
	case b.signer == nil:
		return nil, nil, fmt.Errorf("key %s: holds no private key", src.Key)
	}
	return b.signer, b.certificates, nil
}

func openToken(src Source) (crypto.Signer, []*x509.Certificate, error) {
	uri, err := hsm.ParseURI(src.Key)
	if err != nil {
		return nil, nil, fmt.Errorf("key %s: %w", src.keyName(), err)
	}
	signer, certificates, err := hsm.Open(uri, src.Password)
	if err != nil {
		return nil, nil, fmt.Errorf("key %s: %w", src.keyName(), err)
	}
	return signer, certificates, nil
}

// LoadSigner reads the private key of a PEM file, or opens that of a PKCS#11 URI.
func LoadSigner(path string) (crypto.Signer, error) {
	signer, _, err := loadKey(Source{Key: path})
	return signer, err
}

// LoadPublic reads a public key: PEM of a key, or the key of a file's first certificate.
func LoadPublic(path string) (crypto.PublicKey, error) {
	data, err := read(path)
	if err != nil {
		return nil, fmt.Errorf("public key: %w", err)
	}
	if block, _ := pem.Decode(data); block != nil && block.Type == "PUBLIC KEY" {
		key, err := x509.ParsePKIXPublicKey(block.Bytes)
		if err != nil {
			return nil, fmt.Errorf("public key %s: %w", path, err)
		}
		return key, nil
	}
	certificates, err := LoadCertificates(path)
	if err != nil {
		return nil, fmt.Errorf("public key: %w", err)
	}
	return certificates[0].PublicKey, nil
}

// LoadCertificates reads the certificates of a PEM file, or the one certificate of
// a DER file, in their order. A file without any is an error.
func LoadCertificates(path string) ([]*x509.Certificate, error) {
	data, err := read(path)
	if err != nil {
		return nil, fmt.Errorf("certificates: %w", err)
	}
	if certificate, err := x509.ParseCertificate(data); err == nil {
		return []*x509.Certificate{certificate}, nil
	}
	b, err := parsePEM(data)
	switch {
	case err != nil:
		return nil, fmt.Errorf("certificates %s: %w", path, err)
	case len(b.certificates) == 0:
		return nil, fmt.Errorf("certificates %s: holds none", path)
	}
	return b.certificates, nil
}

func read(path string) ([]byte, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, err
	}
	if info.Size() > maxFile {
		return nil, errors.New(path + " is too large for a key or certificate file")
	}
	return os.ReadFile(path)
}

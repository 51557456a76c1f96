package xades

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/x509"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"time"

	"okienko/xades/dsig"
	"okienko/xades/xmltree"
)

// Detached is one more reference of a signature: content outside the document.
type Detached struct {
	URI      string
	Digest   []byte // of the content, under the signature's digest algorithm SHA-256
	MimeType string // for DataObjectFormat; "" = application/octet-stream
}

// SignOptions say how to sign at B-B. Signer, Certificate, Time and Rand are required.
type SignOptions struct {
	Signer      crypto.Signer // RSA (PKCS#1 v1.5) or ECDSA P-256/384/521
	Certificate *x509.Certificate
	Chain       []*x509.Certificate // written to KeyInfo after Certificate
	Time        time.Time           // SigningTime
	Rand        io.Reader           // Ids and ECDSA nonces
	// XPath signs URI="" through not(ancestor-or-self::ds:Signature)
	// as trusted-profile signatures do, so that later signatures keep it
	// valid; otherwise enveloped-signature.
	XPath       bool
	ClaimedRole []byte // XML put into SignerRole/ClaimedRoles/ClaimedRole as it stands (PodpisZP); nil: none
	Detached    []Detached
}

// Sign adds an enveloped XAdES B-B signature as the last child of the root
// element by inserting bytes, verifies what it made, and returns the document.
//
// The document is signed through Canonical XML 1.0, which keeps every
// namespace declaration, also of prefixes that stand only in text; SignedInfo
// and SignedProperties through Exclusive C14N, which makes them independent of
// where they are inserted. Digests are SHA-256. ClaimedRole must declare the
// namespaces it uses. The document must be UTF-8.
func Sign(document []byte, opt SignOptions) ([]byte, error) {
	signed, _, err := signWithID(document, opt)
	return signed, err
}

// signWithID is Sign, and tells the Id of the signature.
func signWithID(document []byte, opt SignOptions) (signed []byte, id string, err error) {
	method, err := opt.check()
	if err != nil {
		return nil, "", err
	}
	doc, err := xmltree.Parse(document, xmltree.Options{})
	if err != nil {
		return nil, "", err
	}
	if doc.Encoding() != "UTF-8" {
		return nil, "", fmt.Errorf("xades: a document in %s cannot be signed in place", doc.Encoding())
	}
	b := block{opt: &opt, method: method}
	if b.id, err = randomID(opt.Rand); err != nil {
		return nil, "", err
	}
	if b.document, err = documentDigest(doc, opt.XPath); err != nil {
		return nil, "", err
	}
	signature, err := b.sign()
	if err != nil {
		return nil, "", err
	}
	signed = insertLast(doc, doc.Root(), signature)
	if err := checkSigned(signed, b.id, &opt); err != nil {
		return nil, "", fmt.Errorf("xades: the signature made does not verify: %w", err)
	}
	return signed, b.id, nil
}

// signMethod is how a key signs: identifier and hash.
type signMethod struct {
	uri  string
	hash crypto.Hash
}

func (opt *SignOptions) check() (signMethod, error) {
	if opt.Signer == nil || opt.Certificate == nil || opt.Time.IsZero() || opt.Rand == nil {
		return signMethod{}, errors.New("xades: Signer, Certificate, Time and Rand are required")
	}
	if err := opt.checkContent(); err != nil {
		return signMethod{}, err
	}
	public, ok := opt.Signer.Public().(interface{ Equal(crypto.PublicKey) bool })
	if !ok || !public.Equal(opt.Certificate.PublicKey) {
		return signMethod{}, errors.New("xades: the certificate is not that of the key")
	}
	return methodFor(opt.Signer.Public())
}

func (opt *SignOptions) checkContent() error {
	for _, d := range opt.Detached {
		if len(d.Digest) != sha256.Size || d.URI == "" || d.URI[0] == '#' {
			return fmt.Errorf("xades: detached reference %q needs a URI outside the document and a SHA-256 digest", d.URI)
		}
	}
	if opt.ClaimedRole == nil {
		return nil
	}
	// Parsed alone, a role can neither lean on namespaces around it nor close
	// the element it is put into.
	role := append(append([]byte("<role>"), opt.ClaimedRole...), "</role>"...)
	if _, err := xmltree.Parse(role, xmltree.Options{}); err != nil {
		return fmt.Errorf("xades: ClaimedRole: %w", err)
	}
	return nil
}

// minSigningBits is the shortest RSA modulus to sign with. ETSI TS 119 312 let
// 1,900 pass, and nobody makes keys between that and this.
const minSigningBits = 2048

// methodFor chooses the algorithm: for curves the hash of the curve's strength.
func methodFor(public crypto.PublicKey) (signMethod, error) {
	const more = "http://www.w3.org/2001/04/xmldsig-more#"
	switch key := public.(type) {
	case *rsa.PublicKey:
		if bits := key.N.BitLen(); bits < minSigningBits {
			return signMethod{}, fmt.Errorf("xades: RSA-%d is too weak to sign with", bits)
		}
		return signMethod{more + "rsa-sha256", crypto.SHA256}, nil
	case *ecdsa.PublicKey:
		switch key.Curve.Params().BitSize {
		case 256:
			return signMethod{more + "ecdsa-sha256", crypto.SHA256}, nil
		case 384:
			return signMethod{more + "ecdsa-sha384", crypto.SHA384}, nil
		case 521:
			return signMethod{more + "ecdsa-sha512", crypto.SHA512}, nil
		}
	}
	return signMethod{}, fmt.Errorf("xades: cannot sign with a key of type %T", public)
}

// randomID is unique without looking at what the document holds.
func randomID(rand io.Reader) (string, error) {
	var b [16]byte
	if _, err := io.ReadFull(rand, b[:]); err != nil {
		return "", err
	}
	return "xades-" + hex.EncodeToString(b[:]), nil
}

// checkSigned verifies what was made: the value, and every digest of content
// inside the document. Detached content is not here; its digest was given.
func checkSigned(signed []byte, id string, opt *SignOptions) error {
	doc, err := xmltree.Parse(signed, xmltree.Options{})
	if err != nil {
		return err
	}
	n, ok := doc.ByID(id)
	if !ok || n.Parent() != doc.Root() {
		return errors.New("the signature is not where it was put")
	}
	return checkReferences(doc, n, opt, nil, len(opt.Detached))
}

// checkReferences verifies the value and all references of a signature but the
// last ones, whose content is not here.
func checkReferences(doc *xmltree.Document, n xmltree.Node, opt *SignOptions, content func(string) ([]byte, bool), absent int) error {
	sig, err := dsig.Parse(n)
	if err != nil {
		return err
	}
	authentic, err := sig.Authenticate(opt.Certificate.PublicKey)
	if err != nil {
		return err
	}
	checker := dsig.NewChecker(doc, content)
	for _, r := range sig.References[:len(sig.References)-absent] {
		if _, err := checker.Check(authentic, r); err != nil {
			return err
		}
	}
	return nil
}

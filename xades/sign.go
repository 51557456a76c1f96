package xades

import (
	"crypto"
	"crypto/x509"
	"io"
	"time"
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
func Sign(document []byte, opt SignOptions) ([]byte, error) { panic("room xades") }

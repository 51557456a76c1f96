// Package receipt builds and signs the UPP and the refusal and verifies its own
// output, against its schema and its signature, before it leaves.
package receipt

import (
	"crypto"
	"crypto/x509"
	"io"
	"time"

	"okienko/inbox"
)

// Issuer signs with the body's receipt seal.
type Issuer struct{ impl }

type impl struct{}

// Seal is the receipt seal's key, certificate and the chain up to its root.
type Seal struct {
	Signer      crypto.Signer
	Certificate *x509.Certificate
	Chain       []*x509.Certificate // intermediates and the root
}

// NewIssuer checks that key and certificate fit.
func NewIssuer(seal Seal, random io.Reader, now func() time.Time) (*Issuer, error) {
	panic("room receipt")
}

// Certificates returns the seal's certificate and chain.
func (i *Issuer) Certificates() []*x509.Certificate { panic("room receipt") }

// Facts is what a receipt states.
type Facts struct {
	ReceiptID     int32
	Document      int32
	Box           inbox.Box
	Sender        inbox.Sender
	Arrived       time.Time
	Raw           []byte // the exact bytes received; the receipt's detached reference covers them
	SHA256        [32]byte
	ContentSHA256 *[32]byte // of the canonical content the signature covers; nil = unsigned
	Form          string
	Defects       []inbox.Reason
	Reasons       []inbox.Reason // of a refusal
}

// UPP makes the confirmation of submission (namespace
// http://crd.gov.pl/xml/schematy/UPO/2008/05/09/).
func (i *Issuer) UPP(f Facts) (inbox.Receipt, error) { panic("room receipt") }

// Refusal makes the signed opposite in the namespace urn:okienko:refusal:1. It
// quotes no content of the document.
func (i *Issuer) Refusal(f Facts) (inbox.Receipt, error) { panic("room receipt") }

// DocumentURI is the URI of the detached reference: urn:okienko:document:{id}.
func DocumentURI(document int32) string { panic("room receipt") }

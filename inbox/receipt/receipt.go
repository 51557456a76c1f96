// Package receipt builds and signs the UPP, the UPD and the refusal, seals letters
// of the office, and verifies its own output, against its schema and its signature,
// before it leaves.
package receipt

import (
	"bytes"
	"crypto"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"strconv"
	"time"

	"okienko/forms/xsd"
	"okienko/inbox"
	"okienko/xades/trust"
)

// Seal is the receipt seal: the body's key, its certificate and the chain up to its root.
type Seal struct {
	Signer      crypto.Signer
	Certificate *x509.Certificate
	Chain       []*x509.Certificate // intermediates, then the root
}

// Issuer signs with the body's receipt seal. It is safe for concurrent use as
// far as the seal's Signer is.
type Issuer struct {
	seal    Seal
	anchors trust.Config
	random  io.Reader
	now     func() time.Time
	upo     *xsd.Schema
	refusal *xsd.Schema
}

// NewIssuer checks that key, certificate and chain fit together, and that what
// they sign is believed by whoever trusts the end of the chain.
func NewIssuer(seal Seal, random io.Reader, now func() time.Time) (*Issuer, error) {
	if err := checkSeal(seal, now()); err != nil {
		return nil, fmt.Errorf("receipt seal: %w", err)
	}
	upo, err := compile("upo.xsd")
	if err != nil {
		return nil, err
	}
	refusal, err := compile("refusal.xsd")
	if err != nil {
		return nil, err
	}
	root := seal.Certificate
	if n := len(seal.Chain); n > 0 {
		root = seal.Chain[n-1]
	}
	anchors := trust.Config{Anchors: []trust.Anchor{{Certificate: root}}}
	if judged := anchors.Judge(seal.Certificate, seal.Chain, now()); judged.Problem != trust.None {
		return nil, fmt.Errorf("receipt seal: no receipt under it would verify: %s", judged.Detail)
	}
	return &Issuer{seal: seal, anchors: anchors, random: random, now: now, upo: upo, refusal: refusal}, nil
}

func checkSeal(seal Seal, now time.Time) error {
	if seal.Signer == nil || seal.Certificate == nil {
		return errors.New("key or certificate is missing")
	}
	public, ok := seal.Certificate.PublicKey.(interface{ Equal(crypto.PublicKey) bool })
	if !ok || !public.Equal(seal.Signer.Public()) {
		return errors.New("the key is not that of the certificate")
	}
	if now.Before(seal.Certificate.NotBefore) || now.After(seal.Certificate.NotAfter) {
		return fmt.Errorf("the certificate is valid from %s to %s", seal.Certificate.NotBefore, seal.Certificate.NotAfter)
	}
	below := seal.Certificate
	for _, above := range seal.Chain {
		if err := below.CheckSignatureFrom(above); err != nil {
			return fmt.Errorf("chain: %q is not issued by %q: %w", below.Subject, above.Subject, err)
		}
		below = above
	}
	if !bytes.Equal(below.RawIssuer, below.RawSubject) {
		return fmt.Errorf("the chain ends at %q; who checks a receipt under its root alone needs %q in it too", below.Subject, below.Issuer)
	}
	return nil
}

// Certificates returns the seal's certificate and chain.
func (i *Issuer) Certificates() []*x509.Certificate {
	return append([]*x509.Certificate{i.seal.Certificate}, i.seal.Chain...)
}

// Facts is what a receipt states.
type Facts struct {
	ReceiptID     int32
	Document      int32
	Box           inbox.Box
	Sender        inbox.Sender
	Arrived       time.Time
	Raw           []byte         // the exact bytes received: the receipt's detached reference covers them
	SHA256        [32]byte       // of Raw
	ContentSHA256 *[32]byte      // of the content the sender's signature covers; nil = unsigned
	Namespace     string         // of the form
	Reasons       []inbox.Reason // of a refusal
}

func (f Facts) subject() subject { return subject{f.ReceiptID, f.Document, f.Raw, f.SHA256} }

// DocumentURI is the URI of the detached reference to a document.
func DocumentURI(document int32) string {
	return "urn:okienko:document:" + strconv.Itoa(int(document))
}

// UPP makes the confirmation of submission in the namespace
// http://crd.gov.pl/xml/schematy/UPO/2008/05/09/.
func (i *Issuer) UPP(f Facts) (inbox.Receipt, error) {
	made := i.now()
	return i.issue(inbox.UPP, f.subject(), made, buildUPP(f, made), i.upo)
}

// Refusal makes the signed opposite, in the namespace urn:okienko:refusal:1. It
// names reason codes and places and quotes no content of the document.
func (i *Issuer) Refusal(f Facts) (inbox.Receipt, error) {
	made := i.now()
	return i.issue(inbox.Refusal, f.subject(), made, buildRefusal(f, made), i.refusal)
}

package dsig

import (
	"bytes"
	"crypto"
	"math/big"
	"strings"

	"okienko/xades/xmltree"
)

// CertificateName names a certificate that is not there (XMLDSig 1.1 4.5.4):
// by one of issuer and serial number, subject, key identifier, and digest.
type CertificateName struct {
	Issuer  string // as text, of various spellings
	Serial  *big.Int
	Subject string
	KeyID   []byte // value of the SubjectKeyIdentifier extension
	Hash    crypto.Hash
	Digest  []byte // of the certificate's DER under Hash
}

// addName reads a child of X509Data. A name that cannot be read, of another
// kind, or beyond the limit names nothing: it is passed over.
func (k *Keys) addName(n xmltree.Node) {
	if name, ok := certificateName(n); ok && len(k.Names) < MaxCertificates {
		k.Names = append(k.Names, name)
	}
}

func certificateName(n xmltree.Node) (name CertificateName, ok bool) {
	var err *Error
	switch {
	case n.Is(Namespace, "X509IssuerSerial"):
		name, err = issuerSerial(n)
	case n.Is(Namespace, "X509SubjectName"):
		text, simple := n.SimpleText()
		name.Subject = strings.TrimSpace(string(text))
		return name, simple && name.Subject != ""
	case n.Is(Namespace, "X509SKI"):
		name.KeyID, err = base64Element(n)
	case n.Is(namespace11, "X509Digest"):
		uri, _ := n.Attr("", "Algorithm")
		if name.Hash, ok = DigestByURI(uri); !ok {
			return name, false
		}
		name.Digest, err = base64Element(n)
	default:
		return name, false
	}
	return name, err == nil
}

func issuerSerial(n xmltree.Node) (name CertificateName, err *Error) {
	c := children(n)
	issuer, number := c.require("X509IssuerName"), c.require("X509SerialNumber")
	if err := c.end(); err != nil {
		return name, err
	}
	text, ok := issuer.SimpleText()
	serial := SerialNumber(number)
	if !ok || serial == nil {
		return name, structureError(n, "X509IssuerSerial is not a name and a number")
	}
	return CertificateName{Issuer: strings.TrimSpace(string(text)), Serial: serial}, nil
}

// maxSerialDigits of a serial number: RFC 5280 4.1.2.2 allows 20 octets, which
// are 49 digits. Reading digits costs more than their number.
const maxSerialDigits = 200

// SerialNumber reads a ds:X509SerialNumber; nil for what is none, or no sensible one.
func SerialNumber(n xmltree.Node) *big.Int {
	digits, ok := n.SimpleText()
	digits = bytes.TrimSpace(digits)
	if !ok || len(digits) > maxSerialDigits {
		return nil
	}
	serial, ok := new(big.Int).SetString(string(digits), 10)
	if !ok {
		return nil
	}
	return serial
}

package xades

import (
	"crypto/x509"

	"okienko/xades/dsig"
	"okienko/xades/xmltree"
)

// ns141 holds what XAdES 1.4.1 and EN 319 132-1 added.
const ns141 = "http://uri.etsi.org/01903/v1.4.1#"

const (
	// maxEmbeddedCertificates of one signature are read, at some 5 µs each.
	// Two chains and their responders make ten.
	maxEmbeddedCertificates = 64
	// maxEmbeddedEvidence pieces of one signature are asked, each at worst about
	// every certificate of its paths and at the cost of a verification.
	maxEmbeddedEvidence = 32
	// maxEmbeddedOctets of evidence in one document: a CRL is digested anew for
	// each question. The signatures of an office's letters carry some 100 KB.
	maxEmbeddedOctets = 8 << 20
)

// unsigned is what stands in UnsignedSignatureProperties (EN 319 132-1 4.3.6).
// Nobody has signed it: certificates are hints, revocation values count by
// their own signatures, time-stamps by theirs.
type unsigned struct {
	list         []xmltree.Node // the properties in order
	certificates []*x509.Certificate
	revocation   []embedded // CRLs and OCSP answers in DER
}

func (j *judgement) readUnsigned() {
	if j.props.none() {
		return
	}
	space := j.props.space
	parent := j.props.qualifying.Child(space, "UnsignedProperties").Child(space, "UnsignedSignatureProperties")
	for n := range parent.Elements() {
		place := len(j.unsigned.list)
		j.unsigned.list = append(j.unsigned.list, n)
		switch {
		case n.Is(space, "CertificateValues"), n.Is(space, "AttrAuthoritiesCertValues"):
			j.unsigned.addCertificates(n)
		case n.Is(space, "RevocationValues"), n.Is(space, "AttributeRevocationValues"):
			j.unsigned.addRevocation(n, place)
		case n.Is(ns141, "TimeStampValidationData"):
			j.unsigned.addCertificates(n.Child(space, "CertificateValues"))
			j.unsigned.addRevocation(n.Child(space, "RevocationValues"), place)
		}
	}
}

// addCertificates reads EncapsulatedX509Certificate (EN 319 132-1 5.4.1). What
// cannot be read is passed over: it helps nobody, and harms nobody.
func (u *unsigned) addCertificates(values xmltree.Node) {
	for n := range values.Elements() {
		if n.Local() != "EncapsulatedX509Certificate" || len(u.certificates) == maxEmbeddedCertificates {
			continue
		}
		if cert, err := x509.ParseCertificate(encapsulated(n)); err == nil {
			u.certificates = append(u.certificates, cert)
		}
	}
}

// addRevocation reads CRLValues and OCSPValues (EN 319 132-1 5.4.2).
func (u *unsigned) addRevocation(values xmltree.Node, place int) {
	for kind := range values.Elements() {
		if kind.Local() != "CRLValues" && kind.Local() != "OCSPValues" {
			continue
		}
		for n := range kind.Elements() {
			if der := encapsulated(n); der != nil && len(u.revocation) < maxEmbeddedEvidence {
				u.revocation = append(u.revocation, embedded{der, place})
			}
		}
	}
}

// encapsulated decodes an EncapsulatedPKIDataType in DER or BER; nil when it is
// neither.
func encapsulated(n xmltree.Node) []byte {
	switch encoding, _ := n.Attr("", "Encoding"); encoding {
	case "", ns122 + "DER", ns132 + "DER", ns122 + "BER", ns132 + "BER":
	default:
		return nil
	}
	text, ok := n.SimpleText()
	if !ok {
		return nil
	}
	der, err := dsig.DecodeBase64(text)
	if err != nil || len(der) == 0 {
		return nil
	}
	return der
}

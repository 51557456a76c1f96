package tsl

import (
	"bytes"
	"crypto/sha1"
	"crypto/x509"
	"encoding/asn1"

	"okienko/xades/trust"
	"okienko/xades/xmltree"
)

// Identity is how a list tells whose service it is (TS 119 612 5.5.3).
type Identity struct {
	Certificates []Certificate
	KeyIDs       [][]byte // X509SKI
	SubjectNames []string // X509SubjectName, as written
}

// Certificate is one of a list, also one that crypto/x509 refuses.
type Certificate struct {
	DER    []byte
	Parsed *x509.Certificate // nil when crypto/x509 refuses it
}

func (r *reader) identity(n xmltree.Node) Identity {
	var id Identity
	for d := range each(n, Namespace, "DigitalId") {
		for e := range d.Elements() {
			switch {
			case e.Is(Namespace, "X509Certificate"):
				id.Certificates = append(id.Certificates, r.certificate(e))
			case e.Is(Namespace, "X509SKI"):
				id.KeyIDs = append(id.KeyIDs, r.bytes(e))
			case e.Is(Namespace, "X509SubjectName"):
				id.SubjectNames = append(id.SubjectNames, r.text(e))
			}
		}
	}
	return id
}

func (r *reader) certificate(n xmltree.Node) Certificate {
	if r.certificates++; r.certificates > maxCertificates {
		r.fail(n, CodeLimit, "more than %d certificates", maxCertificates)
	}
	c := Certificate{DER: r.bytes(n)}
	if parsed, err := x509.ParseCertificate(c.DER); err == nil {
		c.Parsed = parsed
	}
	return c
}

// is reports whether the identity is that of a certificate's holder: the same
// key under the same name. Where the list shows no certificate, the key alone
// decides: an identifier that is the hash of the key (RFC 5280 4.2.1.2 (1)).
func (id Identity) is(cert *x509.Certificate) bool {
	for _, c := range id.Certificates {
		if c.sameHolder(cert) {
			return true
		}
	}
	if len(id.Certificates) > 0 || len(id.KeyIDs) == 0 {
		return false
	}
	own := keyID(cert)
	for _, listed := range id.KeyIDs {
		if len(own) > 0 && bytes.Equal(listed, own) {
			return true
		}
	}
	return false
}

func (c Certificate) sameHolder(cert *x509.Certificate) bool {
	if c.Parsed != nil {
		return bytes.Equal(c.Parsed.RawSubjectPublicKeyInfo, cert.RawSubjectPublicKeyInfo) && bytes.Equal(c.Parsed.RawSubject, cert.RawSubject)
	}
	raw, ok := trust.ParseRaw(c.DER)
	return ok && bytes.Equal(raw.SPKI, cert.RawSubjectPublicKeyInfo)
}

// keyID computes the identifier from the key. What the certificate itself
// states is not looked at: its issuer may state anything.
func keyID(cert *x509.Certificate) []byte {
	var info struct {
		Algorithm asn1.RawValue
		Key       asn1.BitString
	}
	if _, err := asn1.Unmarshal(cert.RawSubjectPublicKeyInfo, &info); err != nil {
		return nil
	}
	sum := sha1.Sum(info.Key.Bytes) // names a key, protects nothing
	return sum[:]
}

package revocation

import (
	"bytes"
	"crypto/sha1" // RFC 6960 4.2.1 fixes it for KeyHash, as a name, not for safety
	"crypto/x509"
	"encoding/asn1"
	"time"

	"golang.org/x/crypto/cryptobyte"
	der "golang.org/x/crypto/cryptobyte/asn1"

	"okienko/xades/trust"
)

// about answers from an OCSP answer by the certificate's issuer or a responder
// it appointed (RFC 6960 3.2).
func (o *OCSP) about(c *checker) ([]answer, *Problem) {
	matching := o.matching(c)
	if len(matching) == 0 {
		return nil, nil
	}
	by, s := o.findResponder(c)
	if s.problem != nil {
		return nil, s.problem
	}
	var answers []answer
	for _, m := range matching {
		a := answer{source: SourceOCSP, thisUpdate: m.thisUpdate, nextUpdate: m.nextUpdate, producedAt: o.ProducedAt, by: by,
			keepsExpiredOf: m.archiveCutoff, rests: s.rests}
		if p := m.fill(&a); p != nil {
			return nil, p
		}
		answers = append(answers, a)
	}
	return answers, nil
}

// matching are the answers whose CertID means the certificate: serial number,
// and the issuer's name and key by their hashes.
func (o *OCSP) matching(c *checker) (list []*single) {
	key := keyBits(c.issuer)
	for i := range o.answers {
		s := &o.answers[i]
		if s.hash == 0 || !bytes.Equal(s.serial, c.serial) {
			continue
		}
		if bytes.Equal(s.name, sum(s.hash, c.issuer.RawSubject)) && bytes.Equal(s.key, sum(s.hash, key)) {
			list = append(list, s)
		}
	}
	return list
}

// keyBits are the octets of subjectPublicKey, without tag, length and count of
// unused bits (RFC 6960 4.1.1).
func keyBits(cert *x509.Certificate) []byte {
	input := cryptobyte.String(cert.RawSubjectPublicKeyInfo)
	var inner cryptobyte.String
	var bits asn1.BitString
	if !input.ReadASN1(&inner, der.SEQUENCE) || !inner.SkipASN1(der.SEQUENCE) || !inner.ReadASN1BitString(&bits) {
		return nil
	}
	return bits.Bytes
}

// findResponder looks for whoever signed: the issuer, or a certificate sent
// along.
func (o *OCSP) findResponder(c *checker) (*x509.Certificate, signature) {
	refused := problem(CodeResponder, "the signer's certificate is not there")
	if o.names(c.issuer) {
		s := c.verify(o.signed, c.issuer)
		if s.problem == nil {
			return c.issuer, s
		}
		// A responder may share the issuer's name.
		refused = s.problem
	}
	for _, raw := range o.certificates {
		cert, err := x509.ParseCertificate(raw)
		if err != nil || !o.names(cert) {
			continue
		}
		s := o.appointed(c, cert)
		if s.problem == nil {
			return cert, s
		}
		refused = s.problem
	}
	return nil, signature{problem: refused}
}

// names reports whether ResponderID means the certificate.
func (o *OCSP) names(cert *x509.Certificate) bool {
	if o.responder != nil {
		return bytes.Equal(o.responder, cert.RawSubject)
	}
	digest := sha1.Sum(keyBits(cert))
	return bytes.Equal(o.responderKey, digest[:])
}

// appointed judges a responder that is not the issuer: issued by it directly,
// for this purpose, valid when it signed, and not revoked (RFC 6960 4.2.2.2).
func (o *OCSP) appointed(c *checker, cert *x509.Certificate) signature {
	if c.direct {
		return signature{problem: problem(CodeResponder, "an appointed responder does not vouch for another")}
	}
	issued, err := c.work.IssuedBy(cert, c.issuer)
	if err != nil {
		return signature{problem: problem(CodeResponder, "not issued by the certificate's issuer: %v", err)}
	}
	if kind, detail := trust.OCSPSigning.Fits(cert); kind != trust.None {
		return signature{problem: problem(CodeResponder, "%s", detail)}
	}
	switch {
	case len(cert.UnhandledCriticalExtensions) > 0:
		return signature{problem: problem(CodeResponder, "critical extension %s", cert.UnhandledCriticalExtensions[0])}
	case o.ProducedAt.Before(cert.NotBefore) || o.ProducedAt.After(cert.NotAfter):
		return signature{problem: problem(CodeResponder, "the responder's certificate was not valid when it answered")}
	}
	s := c.verify(o.signed, cert)
	if s.problem != nil {
		return s
	}
	s.rests = append(s.rests, issued.Strengths(c.issuer.PublicKey)...)
	s.problem = c.responderRevoked(cert, o.ProducedAt)
	return s
}

// responderRevoked asks the other evidence about the responder, unless the
// issuer waives that by id-pkix-ocsp-nocheck or gives no way to ask (RFC 6960
// 4.2.2.2.1).
func (c *checker) responderRevoked(cert *x509.Certificate, at time.Time) *Problem {
	if hasExtension(cert, oidNoCheck) || waived(cert) || len(cert.CRLDistributionPoints)+len(cert.OCSPServer) == 0 {
		return nil
	}
	raw, ok := trust.ParseRaw(cert.Raw)
	if !ok {
		return problem(CodeResponder, "unreadable certificate")
	}
	about := &checker{cert: cert, issuer: c.issuer, serial: raw.Serial, evidence: c.evidence, direct: true, verified: c.verified, work: c.work}
	if s := about.status(at, Options{}); s.State != Good {
		return problem(CodeResponder, "the responder's own certificate: %s", s.State)
	}
	return nil
}

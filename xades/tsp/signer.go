package tsp

import (
	"bytes"
	"crypto/x509"

	"okienko/xades/trust"
)

// candidate is a certificate that may be the signer's.
type candidate struct {
	der []byte
	raw trust.Raw
}

// findSigner looks for the certificate that both SignerIdentifier and the
// signed attribute SigningCertificate(V2) name (RFC 3161 2.4.2, RFC 5816 2.2).
func (t *Token) findSigner(more []*x509.Certificate) (candidate, *Problem) {
	if len(t.signer.signed.certificates) == 0 {
		return candidate{}, problem(CodeSigningCertificate, "neither SigningCertificate nor SigningCertificateV2 is signed")
	}
	var refused *Problem
	for _, c := range t.candidates(more) {
		if !t.signer.names(c) {
			continue
		}
		if refused = t.signer.signed.binds(c); refused == nil {
			return c, nil
		}
	}
	if refused == nil {
		refused = problem(CodeCertificate, "the signer's certificate is not there")
	}
	return candidate{}, refused
}

// candidates are identified by their octets, so that a certificate crypto/x509
// cannot read is found and reported as such.
func (t *Token) candidates(more []*x509.Certificate) []candidate {
	all := make([]candidate, 0, len(t.Certificates)+len(more))
	for _, der := range t.Certificates {
		if raw, ok := trust.ParseRaw(der); ok {
			all = append(all, candidate{der, raw})
		}
	}
	for _, cert := range more {
		if raw, ok := trust.ParseRaw(cert.Raw); ok {
			all = append(all, candidate{cert.Raw, raw})
		}
	}
	return all
}

// names reports whether SignerIdentifier means the certificate.
func (s *signer) names(c candidate) bool {
	if s.keyID == nil {
		return bytes.Equal(s.issuer, c.raw.Issuer) && bytes.Equal(s.serial, c.raw.Serial)
	}
	cert, err := x509.ParseCertificate(c.der)
	return err == nil && bytes.Equal(cert.SubjectKeyId, s.keyID)
}

// binds holds every signed identifier against the certificate; where both
// generations of the attribute stand, both must fit.
func (a *signedAttributes) binds(c candidate) *Problem {
	for _, id := range a.certificates {
		if id.unknown {
			return problem(CodeAlgorithm, "SigningCertificateV2 by a hash outside the closed list")
		}
		h := id.hash.New()
		h.Write(c.der)
		if !bytes.Equal(h.Sum(nil), id.digest) ||
			id.issuer != nil && !bytes.Equal(id.issuer, c.raw.Issuer) ||
			id.serial != nil && !bytes.Equal(id.serial, c.raw.Serial) {
			return problem(CodeSigningCertificate, "the signed attribute names another certificate")
		}
	}
	return nil
}

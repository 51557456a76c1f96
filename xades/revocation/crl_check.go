package revocation

import (
	"bytes"
	"crypto/x509"

	"okienko/xades/trust"
)

// about answers from a CRL of the certificate's issuer (RFC 5280 6.3.3). What
// is cheap is looked at first; the signature of tens of megabytes last.
func (l *CRL) about(c *checker) ([]answer, *Problem) {
	if !bytes.Equal(l.Issuer, c.issuer.RawSubject) {
		return nil, nil
	}
	if p := l.scope.covers(c.cert); p != nil {
		return nil, p
	}
	s, ok := c.verified[l]
	if !ok {
		s = l.verify(c)
		c.verified[l] = s
	}
	if s.problem != nil {
		return nil, s.problem
	}
	a := answer{state: Good, source: SourceCRL, thisUpdate: l.ThisUpdate, nextUpdate: l.NextUpdate, by: c.issuer,
		keepsExpiredOf: l.keepsExpiredOf, partial: l.scope != nil && l.scope.partial, rests: s.rests}
	if e, listed := l.lookup(c.serial); listed {
		if p := e.fill(&a); p != nil {
			return nil, p
		}
	}
	return []answer{a}, nil
}

// verify checks that the issuer signed the list and may do so (RFC 5280 6.3.3
// f, g).
func (l *CRL) verify(c *checker) signature {
	if !trust.Allows(c.issuer, x509.KeyUsageCRLSign) {
		return signature{problem: problem(CodeIssuer, "key usage lacks cRLSign")}
	}
	return c.verify(l.signed, c.issuer)
}

// verify checks a signature and tells what it rests on.
func (c *checker) verify(signed trust.Signed, by *x509.Certificate) signature {
	algorithm, err := trust.ParseAlgorithm(signed.Algorithm, 0)
	if err != nil {
		return signature{problem: problem(CodeAlgorithm, "%v", err)}
	}
	if err := c.work.Spend(by.PublicKey); err != nil {
		return signature{problem: problem(CodeTooLarge, "%v", err)}
	}
	if err := algorithm.Verify(by.PublicKey, signed.Content, signed.Value); err != nil {
		return signature{problem: problem(CodeSignature, "%v", err)}
	}
	return signature{rests: algorithm.Strengths(by.PublicKey)}
}

package trust

import (
	"bytes"
	"crypto/x509"
	"slices"
	"time"
)

const (
	// maxWeakTries: signatures of certificates that are verified in search of a
	// path over weak ones, at up to 2 ms each, and anew for each time-stamp. A
	// path has two or three.
	maxWeakTries = 16
	// maxWeakLength of such a path, leaf and anchor included.
	maxWeakLength = 8
)

// weakSearch looks for a path where certificates are signed by SHA-1, which
// crypto/x509 takes no more: those of a signature of 2010 all are. Its rules
// are those of RFC 5280 6.1 but for names, directory names apart, and policies:
// an authority that restricts these has no such path.
type weakSearch struct {
	intermediates, roots []*x509.Certificate
	at                   time.Time
	tries                int
	work                 *KeyWork
}

// find continues a path that holds so far up to a root.
func (s *weakSearch) find(path []*x509.Certificate) []*x509.Certificate {
	for _, list := range [][]*x509.Certificate{s.roots, s.intermediates} {
		for _, issuer := range list {
			if slices.ContainsFunc(path, issuer.Equal) || !s.issues(issuer, path) {
				continue
			}
			longer := append(slices.Clone(path), issuer)
			if slices.ContainsFunc(s.roots, issuer.Equal) {
				if namesAllowed(longer) == nil {
					return longer
				}
			} else if found := s.find(longer); found != nil {
				return found
			}
		}
	}
	return nil
}

// issues says whether an authority may stand above a path, and signed its last
// certificate.
func (s *weakSearch) issues(issuer *x509.Certificate, path []*x509.Certificate) bool {
	last := path[len(path)-1]
	if !bytes.Equal(last.RawIssuer, issuer.RawSubject) || len(path) >= maxWeakLength || !s.sound(issuer) || !mayStandAbove(issuer, path) {
		return false
	}
	if s.tries == maxWeakTries {
		return false
	}
	s.tries++
	_, err := s.work.IssuedBy(last, issuer)
	return err == nil
}

// sound judges an authority by itself.
func (s *weakSearch) sound(issuer *x509.Certificate) bool {
	return issuer.IsCA && issuer.BasicConstraintsValid && Allows(issuer, x509.KeyUsageCertSign) &&
		inForce(issuer, s.at) && !restricts(issuer) && !oversize(issuer)
}

// inForce: valid at a time, and without critical extensions nobody here knows.
func inForce(cert *x509.Certificate, at time.Time) bool {
	return !at.Before(cert.NotBefore) && !at.After(cert.NotAfter) && len(understood(cert).UnhandledCriticalExtensions) == 0
}

// restricts reports constraints that only crypto/x509 understands.
func restricts(c *x509.Certificate) bool {
	names := len(c.PermittedDNSDomains) + len(c.ExcludedDNSDomains) + len(c.PermittedIPRanges) + len(c.ExcludedIPRanges) +
		len(c.PermittedEmailAddresses) + len(c.ExcludedEmailAddresses) + len(c.PermittedURIDomains) + len(c.ExcludedURIDomains)
	return names > 0 || c.RequireExplicitPolicy > 0 || c.RequireExplicitPolicyZero
}

// mayStandAbove holds the authorities of a path against the length an authority
// allows; those that issued to themselves are not counted (RFC 5280 6.1.4 l, m).
func mayStandAbove(issuer *x509.Certificate, path []*x509.Certificate) bool {
	if issuer.MaxPathLen < 0 || issuer.MaxPathLen == 0 && !issuer.MaxPathLenZero {
		return true
	}
	below := 0
	for _, cert := range path[1:] {
		if !bytes.Equal(cert.RawSubject, cert.RawIssuer) {
			below++
		}
	}
	return below <= issuer.MaxPathLen
}

// weakPath finds a path over certificates signed by SHA-1; nil without one.
func weakPath(leaf *x509.Certificate, intermediates, roots []*x509.Certificate, at time.Time, work *KeyWork) []*x509.Certificate {
	s := weakSearch{intermediates: intermediates, roots: roots, at: at, work: work}
	if !inForce(leaf, at) {
		return nil
	}
	return s.find([]*x509.Certificate{leaf})
}

package trust

import (
	"crypto/rsa"
	"crypto/x509"
	"errors"
	"slices"
	"time"
)

// Problem is why a certificate is not accepted.
type Problem uint8

// The problems, None among them.
const (
	None        Problem = iota
	Untrusted           // no path to a configured anchor or seal
	Expired             // path in order, certificate expired at the time
	NotYetValid         // path in order, certificate not valid yet at the time
	Usage               // path in order, certificate not for the purpose
	BrokenPath          // a path leads up, and breaks RFC 5280 6.1: expired authorities, lengths, names, policies, critical extensions
)

// Judgement is what stands behind a certificate.
type Judgement struct {
	Problem Problem
	Detail  string              // English, for logs
	Anchor  *Anchor             // the anchor the path ends at; nil under a seal's own issuer
	Seal    *Seal               // not nil: the certificate is this trusted-profile seal
	Path    []*x509.Certificate // from the certificate to the anchor; nil without a path
	Listing *Listing            // what the anchor's trusted list says, also where it refuses; nil without one
}

// Judge says whether a certificate may be believed as a signer's at a time
// (ETSI EN 319 102-1 5.2.6). The intermediates are hints that nobody vouches
// for. Revocation is not looked at.
func (c Config) Judge(leaf *x509.Certificate, intermediates []*x509.Certificate, at time.Time) Judgement {
	return c.JudgeFor(Signing, leaf, intermediates, at)
}

// JudgeFor is Judge for any purpose. Trusted-profile seals vouch for signers
// of documents alone.
func (c Config) JudgeFor(purpose Purpose, leaf *x509.Certificate, intermediates []*x509.Certificate, at time.Time) Judgement {
	j := Judgement{Problem: Untrusted, Detail: "no path to a configured anchor"}
	then := clamp(at, leaf)
	if !c.anchored(purpose, []*x509.Certificate{leaf}, then, &j) {
		c.path(purpose, leaf, intermediates, then, &j)
	}
	if purpose == Signing {
		c.seal(leaf, intermediates, then, &j)
	}
	if j.Problem != None {
		return j
	}
	j.Problem, j.Detail = purpose.Fits(leaf)
	if problem, detail := validity(leaf, at); problem != None {
		j.Problem, j.Detail = problem, detail
	}
	return j
}

// path looks for a path to an anchor that is a CA. An anchor whose list
// refuses is one more hint: above it may stand another that does not.
func (c Config) path(purpose Purpose, leaf *x509.Certificate, intermediates []*x509.Certificate, at time.Time, j *Judgement) {
	var refused []*x509.Certificate
	for roots := c.roots(leaf, intermediates, nil); len(roots) > 0; roots = c.roots(leaf, intermediates, refused) {
		hints := slices.Concat(intermediates, refused)
		chains, err := c.verify(leaf, hints, roots, at, c.WeakPaths)
		if err != nil {
			if len(refused) == 0 {
				j.Problem, j.Detail = pathProblem(err), err.Error()
			}
			return
		}
		for _, chain := range chains {
			if c.anchored(purpose, chain, at, j) {
				return
			}
			refused = append(refused, chain[len(chain)-1])
		}
	}
}

// pathProblem tells a path that is none by the rules from none at all.
func pathProblem(err error) Problem {
	_, invalid := errors.AsType[x509.CertificateInvalidError](err)
	_, unknown := errors.AsType[x509.UnhandledCriticalExtension](err)
	if invalid || unknown || errors.Is(err, errNames) {
		return BrokenPath
	}
	return Untrusted
}

// roots are the anchors that some of the certificates name as issuer, but for
// those that refused. A pool costs a hash per certificate; a trusted list has
// hundreds.
func (c Config) roots(leaf *x509.Certificate, intermediates, refused []*x509.Certificate) []*x509.Certificate {
	issuers := issuerNames(leaf, slices.Concat(intermediates, refused))
	var roots []*x509.Certificate
	for _, anchor := range c.Anchors {
		cert := anchor.Certificate
		if cert.IsCA && issuers[string(cert.RawSubject)] && !slices.ContainsFunc(refused, cert.Equal) {
			roots = append(roots, cert)
		}
	}
	return roots
}

func issuerNames(leaf *x509.Certificate, intermediates []*x509.Certificate) map[string]bool {
	names := map[string]bool{string(leaf.RawIssuer): true}
	for _, cert := range intermediates {
		names[string(cert.RawIssuer)] = true
	}
	return names
}

// verify builds the paths under RFC 5280, with any policy where the path wants
// none of its own; where weak paths are wanted, those over SHA-1 where there is
// no other. Extended usages are judged by usage, for the signer alone.
func (c Config) verify(leaf *x509.Certificate, intermediates, roots []*x509.Certificate, at time.Time, weak bool) ([][]*x509.Certificate, error) {
	// A root that is sent along is no intermediate: it would cost its
	// signatures a second time.
	others := slices.DeleteFunc(slices.Clone(intermediates), func(c *x509.Certificate) bool {
		return slices.ContainsFunc(roots, c.Equal) || oversize(c)
	})
	opt := x509.VerifyOptions{
		Roots: pool(roots), Intermediates: pool(others), CurrentTime: at,
		KeyUsages: []x509.ExtKeyUsage{x509.ExtKeyUsageAny},
	}
	if err := c.KeyWork.spend(triesOf(leaf, others, roots).cost()); err != nil {
		return nil, err
	}
	chains, err := understood(leaf).Verify(opt)
	if err != nil {
		if weak && pathProblem(err) == Untrusted {
			if found := weakPath(leaf, others, roots, at, c.KeyWork); found != nil {
				return [][]*x509.Certificate{found}, nil
			}
		}
		return nil, err
	}
	var allowed [][]*x509.Certificate
	for _, chain := range chains {
		if err = namesAllowed(chain); err == nil {
			allowed = append(allowed, chain)
		}
	}
	if len(allowed) == 0 {
		return nil, err
	}
	return allowed, nil
}

// oversize keeps a key nobody vouches for from costing seconds, see MaxRSABits.
func oversize(cert *x509.Certificate) bool {
	key, ok := cert.PublicKey.(*rsa.PublicKey)
	return ok && key.N.BitLen() > MaxRSABits
}

func pool(certs []*x509.Certificate) *x509.CertPool {
	p := x509.NewCertPool()
	for _, cert := range certs {
		p.AddCert(understood(cert))
	}
	return p
}

// clamp moves a time into the certificate's validity, so that an expired
// certificate with a path can be told from one without.
func clamp(at time.Time, cert *x509.Certificate) time.Time {
	switch {
	case at.After(cert.NotAfter):
		return cert.NotAfter
	case at.Before(cert.NotBefore):
		return cert.NotBefore
	}
	return at
}

func validity(cert *x509.Certificate, at time.Time) (Problem, string) {
	switch {
	case at.After(cert.NotAfter):
		return Expired, "certificate expired on " + cert.NotAfter.UTC().Format(time.RFC3339)
	case at.Before(cert.NotBefore):
		return NotYetValid, "certificate is valid from " + cert.NotBefore.UTC().Format(time.RFC3339)
	}
	return None, ""
}

package revocation

import (
	"crypto/x509"
	"time"

	"golang.org/x/crypto/cryptobyte"
	"golang.org/x/crypto/cryptobyte/asn1"

	"okienko/xades/trust"
)

// Evidence is a CRL or an OCSP answer: *CRL or *OCSP. Goroutines may share it.
type Evidence interface {
	// Due is when newer evidence is due; zero when the piece does not say.
	Due() time.Time
	// about returns what the piece says of the certificate; nothing when it is
	// about others.
	about(c *checker) ([]answer, *Problem)
}

// Parse reads a CRL or an OCSP answer, whichever it is. The error is a
// *Problem.
func Parse(der []byte) (Evidence, error) {
	piece, p := parse(der)
	if p != nil {
		return nil, p
	}
	return piece, nil
}

func parse(der []byte) (Evidence, *Problem) {
	if isOCSP(der) {
		return readOCSP(der)
	}
	return readCRL(der)
}

// isOCSP tells by the first field: a status, or within ResponseData something
// that is not the version or algorithm a TBSCertList begins with.
func isOCSP(der cryptobyte.String) bool {
	var outer, inner cryptobyte.String
	if !der.ReadASN1(&outer, asn1.SEQUENCE) {
		return false
	}
	if outer.PeekASN1Tag(asn1.ENUM) {
		return true
	}
	return outer.ReadASN1(&inner, asn1.SEQUENCE) && !inner.PeekASN1Tag(asn1.INTEGER) && !inner.PeekASN1Tag(asn1.SEQUENCE)
}

// ParseAll reads pieces of evidence once for several checks. A piece that
// cannot be read is nil and has a problem.
func ParseAll(evidence [][]byte) ([]Evidence, []*Problem) {
	parsed := make([]Evidence, min(len(evidence), maxEvidence))
	var problems []*Problem
	for i := range parsed {
		piece, p := parse(evidence[i])
		if p != nil {
			problems = append(problems, numbered(p, i))
			continue
		}
		parsed[i] = piece
	}
	if len(evidence) > maxEvidence {
		problems = append(problems, numbered(problem(CodeTooLarge, "more than %d pieces of evidence", maxEvidence), maxEvidence))
	}
	return parsed, problems
}

// Check says what the evidence shows of a certificate at a time. The issuer is
// the certificate's own in a path that the caller trusts. Evidence about other
// certificates is passed over. A revocation wins over everything; else the
// newest fresh piece does (ETSI EN 319 102-1 5.2.5, RFC 5280 6.3, RFC 6960 3.2).
func Check(cert, issuer *x509.Certificate, evidence [][]byte, at time.Time, opt Options) Status {
	parsed, problems := ParseAll(evidence)
	s := CheckParsed(cert, issuer, parsed, at, opt)
	s.Problems = append(problems, s.Problems...)
	return s
}

// CheckPath is Check for every certificate of a path but the anchor, which is
// its last and stands on the operator's word.
func CheckPath(path []*x509.Certificate, evidence []Evidence, at time.Time, opt Options) []Status {
	list := make([]Status, 0, len(path))
	for i := 1; i < len(path); i++ {
		list = append(list, CheckParsed(path[i-1], path[i], evidence, at, opt))
	}
	return list
}

// CheckParsed is Check for evidence that was read before; nil pieces are passed
// over.
func CheckParsed(cert, issuer *x509.Certificate, evidence []Evidence, at time.Time, opt Options) Status {
	raw, ok := trust.ParseRaw(cert.Raw)
	if !ok || string(cert.RawIssuer) != string(issuer.RawSubject) {
		p := problem(CodeIssuer, "the issuer given is not that of the certificate")
		return Status{State: None, Evidence: -1, Problems: []*Problem{numbered(p, -1)}}
	}
	c := &checker{cert: cert, issuer: issuer, serial: raw.Serial, evidence: evidence, verified: map[*CRL]signature{}, work: opt.KeyWork}
	s := c.status(at, opt)
	if s.State == None && waived(cert) {
		s.State = Waived
	}
	return s
}

func numbered(p *Problem, evidence int) *Problem {
	return &Problem{Code: p.Code, Detail: p.Detail, Evidence: evidence}
}

// checker is one question about one certificate.
type checker struct {
	cert, issuer *x509.Certificate
	serial       []byte
	evidence     []Evidence
	direct       bool               // answers of appointed responders do not count
	verified     map[*CRL]signature // by the issuer, so that no large list is digested twice
	work         *trust.KeyWork
}

type signature struct {
	rests   []trust.Strength
	problem *Problem
}

func (c *checker) status(at time.Time, opt Options) Status {
	s := Status{State: None, Evidence: -1}
	var best, revoked *answer
	for i, piece := range c.evidence[:min(len(c.evidence), maxEvidence)] {
		if piece == nil {
			continue
		}
		answers, p := piece.about(c)
		if p != nil {
			s.Problems = append(s.Problems, numbered(p, i))
		}
		for _, a := range answers {
			a.evidence, a.weak = i, opt.weak(a.rests, i, at)
			if p := a.judge(c.cert, at, opt); p != nil {
				s.Problems = append(s.Problems, numbered(p, i))
			}
			if a.better(best) {
				best = &a
			}
			if a.final() && (revoked == nil || a.revokedAt.Before(revoked.revokedAt)) {
				revoked = &a
			}
		}
	}
	s.take(best, revoked)
	return s
}

// rank orders the states: a revocation settles it, what is fresh comes before
// what is not.
func (a *answer) rank() int {
	switch a.state {
	case Revoked:
		return 4
	case Good, Suspended:
		return 3
	case Unknown:
		return 2
	case Stale:
		return 1
	}
	return 0
}

// better reports whether the answer is to be preferred: a higher rank, then
// the strong signature, then the newer. Of two as old, a hold comes before
// good.
func (a *answer) better(than *answer) bool {
	if than == nil || a.rank() != than.rank() {
		return a.rank() > 0 && (than == nil || a.rank() > than.rank())
	}
	switch {
	case (a.weak == "") != (than.weak == ""):
		return a.weak == ""
	case !a.thisUpdate.Equal(than.thisUpdate):
		return a.thisUpdate.After(than.thisUpdate)
	}
	return a.state == Suspended && than.state == Good
}

// final reports whether the piece tells a revocation that cannot be lifted,
// also one from after the time asked for.
func (a *answer) final() bool {
	return a.state != None && !a.revokedAt.IsZero() && a.reason != CertificateHold
}

func (s *Status) take(best, revoked *answer) {
	if best == nil {
		return
	}
	s.State, s.Evidence, s.Source, s.By = best.state, best.evidence, best.source, best.by
	s.ThisUpdate, s.NextUpdate, s.ProducedAt = best.thisUpdate, best.nextUpdate, best.producedAt
	if best.weak != "" {
		s.Problems = append(s.Problems, numbered(problem(CodeWeakAlgorithm, "%s", best.weak), best.evidence))
	}
	if revoked == nil {
		revoked = best
	}
	s.RevokedAt, s.Reason, s.InvalidAt = revoked.revokedAt, revoked.reason, revoked.invalidAt
}

package xades

import (
	"crypto/x509"
	"errors"
	"slices"
	"strings"
	"time"

	"okienko/xades/trust"
	"okienko/xades/tsp"
	"okienko/xades/xmltree"
)

// clockSkew is how far the clocks of an authority and of this machine, or of
// two authorities, may differ: seconds in practice, minutes where a machine is
// badly kept.
const clockSkew = 5 * time.Minute

// maxClaimSkew is how far the claimed signing time may lie after the time the
// signature is proved to have existed at. Clocks differ by minutes, a zone left
// out or mistaken makes hours; more than a day is a false claim.
const maxClaimSkew = 24 * time.Hour

// token is one time-stamp token and what became of it.
type token struct {
	*stamp
	node   xmltree.Node
	report TimeStamp
	sound  bool // it stamps what it should, and an authority's certificate verifies it, trusted or not
	parsed *tsp.Token
	path   []*x509.Certificate // of the authority, nil without one
	err    error               // why it could not be
}

// judgeTimeStamps verifies every token, the last one first: what a trusted
// token covers is known to have existed at its time, so that is when the
// tokens before it have to hold (ETSI EN 319 102-1 5.5.4, 5.6.2.3).
func (j *judgement) judgeTimeStamps() {
	tokens := j.readTokens()
	j.collectEvidence(tokens)
	for _, t := range slices.Backward(tokens) {
		if t.place >= 0 {
			j.judgeToken(t, j.existed(t.place, t.kind))
			j.prove(t)
		}
	}
	for _, t := range tokens {
		if t.place < 0 { // signed, so as old as the signature at least
			j.judgeToken(t, j.bestTime)
		}
		j.reportToken(t)
	}
	j.tokens = tokens
}

// judgeClaim holds the claimed signing time against the proven one.
func (j *judgement) judgeClaim() {
	claimed, proven := j.out.SigningTime, j.out.BestSignatureTime
	if claimed != nil && proven != nil && claimed.After(proven.Add(maxClaimSkew)) {
		detail := "signing is claimed for " + claimed.UTC().Format(time.RFC3339) + ", and proved to be before " + proven.UTC().Format(time.RFC3339)
		j.doubt(SigConstraintsFailure, j.reasonAt(j.props.signed, CodeTimestampOrder, detail))
	}
}

// readTokens reads the tokens of all stamps; none of them when there are too
// many.
func (j *judgement) readTokens() []*token {
	var tokens []*token
	for _, s := range j.findStamps() {
		for _, n := range s.tokens {
			if j.tokensLeft == 0 {
				j.doubt(SigConstraintsFailure, j.reasonAt(n, CodeTooMany, "too many time-stamps"))
				return nil
			}
			j.tokensLeft--
			t := &token{stamp: s, node: n, report: TimeStamp{Type: s.kind, Indication: Passed, Reasons: []Reason{}}}
			t.parsed, t.err = parseToken(n)
			tokens = append(tokens, t)
		}
	}
	return tokens
}

// proof is a trusted time-stamp over unsigned properties that stand before it:
// all of them, or the signature time-stamps among them.
type proof struct {
	place int
	all   bool
	at    time.Time
}

// prove takes a trusted token for what it proves: the best signature time, and
// since when its predecessors exist (EN 319 102-1 5.5.4 4, 5.6.2.2).
func (j *judgement) prove(t *token) {
	if t.report.Indication != Passed || !t.provesValue() {
		return
	}
	at := t.parsed.Info.GenTime
	if j.out.BestSignatureTime == nil || at.Before(*j.out.BestSignatureTime) {
		j.out.BestSignatureTime = &at
	}
	if at.Before(j.bestTime) {
		j.bestTime = at
	}
	if t.kind != stampSignature {
		j.proofs = append(j.proofs, proof{t.place, t.kind == stampArchive, at})
	}
}

// provesValue reports whether the token covers SignatureValue.
func (t *token) provesValue() bool {
	return t.place >= 0 && strings.TrimSuffix(t.kind, "V2") != stampRefsOnly
}

// existed is since when an unsigned property is known to exist.
func (j *judgement) existed(place int, kind string) time.Time {
	at := j.opt.At
	for _, p := range j.proofs {
		if p.place > place && (p.all || kind == stampSignature) && p.at.Before(at) {
			at = p.at
		}
	}
	return at
}

// judgeToken validates one token, known to have existed at the control time
// (ETSI EN 319 102-1 5.4).
func (j *judgement) judgeToken(t *token, control time.Time) {
	if t.err != nil {
		t.refuse(j, t.err)
		return
	}
	info := t.parsed.Info
	t.report.Time, t.report.Existed = &info.GenTime, &control
	digest, err := j.imprint(t.stamp, info.Imprint.Hash)
	if err != nil {
		sub := SignedDataNotFound
		if refuses(err) {
			sub = SigConstraintsFailure
		}
		t.doubt(sub, j.reasonOf(err))
	}
	hints := j.signer.hints(j.unsigned.certificates)
	r := t.parsed.Verify(tsp.Options{Digest: digest, Trust: j.opt.Trust, Certificates: hints, At: control})
	for _, p := range r.Problems {
		if err == nil || p.Code != tsp.CodeImprint {
			t.add(j, p)
		}
	}
	if t.report.SubIndication == NoCertificateChainFound {
		t.report.SubIndication = noChain(r.Judgement)
	}
	t.sound = err == nil && soundToken(r)
	if r.Certificate != nil {
		t.report.Authority = nameText(r.Certificate.RawSubject)
		t.report.Listing = listing(r.Judgement.Listing)
	}
	j.judgeTokenTime(t, r, control)
}

// parseToken reads an EncapsulatedTimeStamp. The error is a *tsp.Problem.
func parseToken(n xmltree.Node) (*tsp.Token, error) {
	if n.Local() != "EncapsulatedTimeStamp" {
		return nil, &tsp.Problem{Code: tsp.CodeAlgorithm, Detail: "no RFC 3161 token"}
	}
	ber := encapsulated(n)
	if ber == nil {
		return nil, &tsp.Problem{Code: tsp.CodeStructure, Detail: "EncapsulatedTimeStamp is no base64 of a token"}
	}
	return tsp.ParseToken(ber)
}

// soundToken: what is left to doubt is the authority's standing and the age of
// its algorithms. A certificate that is not for time-stamps makes none.
func soundToken(r tsp.Result) bool {
	for _, p := range r.Problems {
		if p.Code != tsp.CodeWeakAlgorithm && p.Code != tsp.CodeUntrusted && p.Code != tsp.CodePath {
			return false
		}
	}
	if r.Certificate == nil {
		return false
	}
	problem, _ := trust.TimeStamping.Fits(r.Certificate)
	return problem == trust.None
}

// judgeTokenTime holds the time stated against the time it must have existed
// at, and wants the authority's path to hold until then. That the authority was
// to be trusted is asked for the time it stamped.
func (j *judgement) judgeTokenTime(t *token, r tsp.Result, control time.Time) {
	if t.report.Indication != Passed {
		return
	}
	if r.Info.GenTime.After(control.Add(clockSkew)) {
		t.doubt(TimestampOrderFailure, j.reasonAt(t.node, CodeTimestampOrder, "from after "+control.UTC().Format(time.RFC3339)))
		if control.Before(j.opt.At) {
			j.disordered = append(j.disordered, t)
		}
		return
	}
	t.path = r.Judgement.Path
	t.report.Path = j.links(t.path, control)
	if expired := expiredAt(t.path, control); expired != nil {
		detail := "certificate expired on " + expired.NotAfter.UTC().Format(time.RFC3339) + ", and nothing proves the token older"
		t.doubt(OutOfBoundsNoPOE, j.reasonAt(t.node, CodeTimestampUnverified, detail))
	}
	if weak := j.opt.Trust.Algorithms.Weak(trust.PathStrengths(t.path), control); len(weak) > 0 {
		t.doubt(CryptoConstraintsNoPOE, j.reasonAt(t.node, CodeTimestampUnverified, "a certificate of the authority's path rests on "+weak[0].String()))
	}
	if s := j.pathStanding(t.path, control); s.sub != "" {
		t.doubt(s.sub, j.reasonAt(t.node, CodeTimestampUnverified, s.detail))
	}
}

// expiredAt finds a certificate of a path that expired before a time; an
// anchor above others is trusted by configuration, whatever it says itself.
func expiredAt(path []*x509.Certificate, at time.Time) *x509.Certificate {
	for i, cert := range path {
		if at.After(cert.NotAfter) && (i == 0 || i < len(path)-1) {
			return cert
		}
	}
	return nil
}

// reportToken puts a token into the report. A false one is a fault of the
// signature that carries it; one that nobody trusted vouches for only proves
// nothing.
func (j *judgement) reportToken(t *token) {
	j.out.TimeStamps = append(j.out.TimeStamps, t.report)
	switch {
	case t.report.Indication == Failed:
		j.doubt(SigConstraintsFailure, j.reasonAt(t.node, CodeTimestamp, t.report.Type+": "+t.report.Reasons[0].Detail))
	case slices.Contains(j.disordered, t):
		j.doubt(TimestampOrderFailure, j.reasonAt(t.node, CodeTimestampOrder, t.report.Type+" is later than what covers it"))
	}
}

func (t *token) doubt(sub string, r Reason) { t.conclude(Indeterminate, sub, r) }

func (t *token) conclude(found Indication, sub string, r Reason) {
	if t.report.Indication == Passed || found == Failed && t.report.Indication == Indeterminate {
		t.report.Indication, t.report.SubIndication = found, sub
	}
	t.report.Reasons = append(t.report.Reasons, r)
}

// refuse reports a token that cannot be read.
func (t *token) refuse(j *judgement, err error) {
	if p, ok := errors.AsType[*tsp.Problem](err); ok {
		t.add(j, p)
		return
	}
	t.conclude(Failed, FormatFailure, j.reasonAt(t.node, CodeTimestamp, err.Error()))
}

// add reports what the verification of the token found. A token that is false
// under rules that leave a choice is only in doubt.
func (t *token) add(j *judgement, p *tsp.Problem) {
	found, sub, code := meaning(p.Code)
	if found == Failed && p.Code == tsp.CodeImprint && !j.settled(t.stamp) {
		found = Indeterminate
	}
	t.conclude(found, sub, j.reasonAt(t.node, code, p.Error()))
}

// meaning translates the codes of tokens into indications (EN 319 102-1 5.1.3,
// 5.4) and the codes of this package.
func meaning(code string) (found Indication, sub, public string) {
	switch code {
	case tsp.CodeStructure:
		return Failed, FormatFailure, CodeTimestamp
	case tsp.CodeImprint, tsp.CodeDigest:
		return Failed, HashFailure, CodeTimestamp
	case tsp.CodeValue:
		return Failed, SigCryptoFailure, CodeTimestamp
	case tsp.CodeCertificate, tsp.CodeSigningCertificate:
		return Indeterminate, NoSigningCertificateFound, CodeTimestampUnverified
	case tsp.CodeAlgorithm:
		return Indeterminate, CryptoConstraintsFailure, CodeTimestampUnverified
	case tsp.CodeWeakAlgorithm:
		return Indeterminate, CryptoConstraintsNoPOE, CodeTimestampUnverified
	case tsp.CodeUsage:
		return Indeterminate, ChainConstraintsFailure, CodeTimestampUnverified
	case tsp.CodeExpired, tsp.CodeNotYetValid:
		return Indeterminate, OutOfBoundsNoPOE, CodeTimestampUnverified
	case tsp.CodePath:
		return Indeterminate, CertificateChainGeneral, CodeTimestampUnverified
	case tsp.CodeUntrusted:
		return Indeterminate, NoCertificateChainFound, CodeTimestampUnverified
	}
	return Indeterminate, SigConstraintsFailure, CodeTimestampUnverified
}

package xades

import (
	"crypto/sha256"
	"encoding/hex"

	"okienko/xades/revocation"
	"okienko/xades/trust"
)

// judgeCertificate says who signed and whether a configured anchor or seal
// stands behind it, at the best signature time (EN 319 102-1 5.2.6, 5.5.4).
func (j *judgement) judgeCertificate() {
	c := j.signer.chosen
	if c == nil {
		j.doubt(NoSigningCertificateFound, j.reasonAt(j.sig.Node, CodeCertificateMissing, "the key stands in no certificate"))
		return
	}
	j.describe(c)
	j.judgeBinding()
	if c.cert == nil {
		j.doubt(CertificateChainGeneral, j.reasonAt(j.sig.KeyInfo, CodeUnreadable, "the signing certificate cannot be read"))
		return
	}
	j.trusted = j.opt.Trust.Judge(c.cert, j.signer.hints(j.unsigned.certificates), j.bestTime)
	j.out.Path, j.out.Listing = j.links(j.trusted.Path, j.bestTime), listing(j.trusted.Listing)
	j.noteListing(j.trusted.Listing)
	j.reportTrust()
	j.judgeRevocation()
}

// judgeBinding wants the certificate among what is signed: in
// SigningCertificate, or failing that in a signed KeyInfo (TS 101 903 7.2.2).
// Otherwise another certificate for the same key could take its place.
func (j *judgement) judgeBinding() {
	if j.props.none() || j.signer.bound != nil {
		return
	}
	for r, checked := range j.checked {
		if checked.Target == j.sig.KeyInfo && r.OnlyCanonical() && !j.signer.elsewhere {
			j.signer.bound = j.signer.chosen
			return
		}
	}
	j.doubt(SigConstraintsFailure, j.reasonAt(j.props.signed, CodeProperties, "no SigningCertificate, and KeyInfo is not signed"))
}

func (j *judgement) reportTrust() {
	reason := func(code string) Reason { return j.reasonAt(j.sig.KeyInfo, code, j.trusted.Detail) }
	switch j.trusted.Problem {
	case trust.None:
	case trust.Untrusted:
		j.doubt(noChain(j.trusted), reason(CodeUntrusted))
		return
	case trust.BrokenPath:
		j.doubt(CertificateChainGeneral, reason(CodeUntrusted))
		return
	case trust.Expired:
		j.reportExpired(reason(CodeExpired))
	case trust.NotYetValid:
		j.reportTooEarly(reason(CodeNotYetValid))
	case trust.Usage:
		j.doubt(ChainConstraintsFailure, reason(CodeUsage))
	}
	j.out.Kind = KindAdvanced
	if anchor := j.trusted.Anchor; anchor != nil && anchor.Kind != "" {
		j.out.Kind = Kind(anchor.Kind)
	}
}

// noChain tells a path to nobody from one to a service whose time is over: an
// earlier signature would have been under it (EN 319 102-1 5.2.6.4 1, its sunset date).
func noChain(found trust.Judgement) string {
	if found.Listing != nil && found.Listing.Ended {
		return NoCertificateChainNoPOE
	}
	return NoCertificateChainFound
}

// reportExpired tells a signature that was made after the end of its
// certificate, as a time-stamp it signs proves, from one of which nothing is
// known, and there a certificate known not to have been revoked until its end
// (EN 319 102-1 5.1.3, 5.3.4).
func (j *judgement) reportExpired(r Reason) {
	path := j.trusted.Path
	end := path[0].NotAfter
	switch {
	case j.signedAfter(end):
		j.fail(Expired, r)
	case len(path) > 1 && j.status(path[0], path[1], end).State == revocation.Good:
		j.doubt(OutOfBoundsNotRevoked, r)
	default:
		j.doubt(OutOfBoundsNoPOE, r)
	}
}

// reportTooEarly tells a signature that is proved to be older than its certificate
// from one judged at a time chosen too early (EN 319 102-1 5.1.3, 5.5.4 4b).
func (j *judgement) reportTooEarly(r Reason) {
	if j.out.BestSignatureTime != nil {
		j.fail(NotYetValid, r)
		return
	}
	j.doubt(OutOfBoundsNoPOE, r)
}

// maxSerial octets of a number are written in decimal, which costs the square of
// its length. RFC 5280 4.1.2.2 allows 20.
const maxSerial = 64

func serialText(content []byte) string {
	if len(content) > maxSerial {
		return "#" + hex.EncodeToString(content)
	}
	return signedInteger(content).String()
}

// describe fills in what the certificate says, whoever issued it.
func (j *judgement) describe(c *certificate) {
	sum := sha256.Sum256(c.der)
	s := &j.out.Signer
	s.CertificateSHA256 = hex.EncodeToString(sum[:])
	s.Issuer = j.nameText(c.raw.Issuer)
	s.Serial = serialText(c.raw.Serial)
	if c.cert != nil {
		j.out.Certificate = c.cert
		s.Subject = j.nameText(c.cert.RawSubject)
		s.CommonName = c.cert.Subject.CommonName
	}
}

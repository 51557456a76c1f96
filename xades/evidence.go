package xades

import (
	"crypto/x509"
	"slices"
	"time"

	"okienko/xades/revocation"
)

// parseEvidence reads CRLs and OCSP answers; what is neither is passed over and
// proves nothing.
func parseEvidence(list [][]byte) []revocation.Evidence {
	var evidence []revocation.Evidence
	for _, der := range list {
		if piece, err := revocation.Parse(der); err == nil {
			evidence = append(evidence, piece)
		}
	}
	return evidence
}

// embedded is a piece of evidence that the signature carries.
type embedded struct {
	der   []byte
	place int // of the unsigned property it stands in, -1 for a signed one
}

// collectEvidence reads what the signature carries: revocation values and
// those inside its time-stamp tokens.
func (j *judgement) collectEvidence(tokens []*token) {
	list := j.unsigned.revocation
	for _, t := range tokens {
		if t.parsed == nil {
			continue
		}
		for _, der := range slices.Concat(t.parsed.CRLs, t.parsed.OCSPs) {
			list = append(list, embedded{der, t.place})
		}
	}
	for _, e := range list[:min(len(list), maxEmbeddedEvidence)] {
		if len(e.der) > j.evidenceLeft {
			break
		}
		j.evidenceLeft -= len(e.der)
		if piece, err := revocation.Parse(e.der); err == nil {
			j.embedded, j.carried = append(j.embedded, piece), append(j.carried, e)
		}
	}
}

// standing is what revocation evidence holds against a path; the zero value is
// nothing.
type standing struct {
	sub, code, detail string
	revokedAt         time.Time // of the first certificate of the path
}

// pathStanding asks the evidence about every certificate of a path but the
// anchor, at a time (ETSI EN 319 102-1 5.2.6.4, 5.2.5).
func (j *judgement) pathStanding(path []*x509.Certificate, at time.Time) standing {
	for i := range max(len(path), 1) - 1 {
		status := j.status(path[i], path[i+1], at)
		switch {
		case status.State == revocation.Revoked && i == 0:
			return standing{RevokedNoPOE, CodeRevoked, j.nameText(path[i].RawSubject) + " revoked on " + status.RevokedAt.UTC().Format(time.RFC3339), status.RevokedAt}
		case status.State == revocation.Revoked:
			return standing{RevokedCANoPOE, CodeAuthorityRevoked, j.nameText(path[i].RawSubject) + " revoked on " + status.RevokedAt.UTC().Format(time.RFC3339), time.Time{}}
		case status.State == revocation.Suspended:
			return standing{TryLater, CodeSuspended, j.nameText(path[i].RawSubject) + " is on hold", time.Time{}}
		case j.opt.RequireRevocation && !proves(status):
			j.lack(path[i:], at)
			return standing{TryLater, CodeNoRevocation, "no evidence, fresh and strong, about " + j.nameText(path[i].RawSubject), time.Time{}}
		case j.opt.RequireRevocation && j.outOfBounds(status, path):
			j.lack(path[i:], at)
			detail := "the evidence about " + j.nameText(path[i].RawSubject) + " is by " + j.nameText(status.By.RawSubject) + ", whose certificate expired on " +
				status.By.NotAfter.UTC().Format(time.RFC3339) + ", and nothing proves it older"
			return standing{RevocationOutOfBounds, CodeNoRevocation, detail, time.Time{}}
		}
	}
	return standing{}
}

// lack notes which certificates of a path, its anchor aside, want evidence.
func (j *judgement) lack(path []*x509.Certificate, at time.Time) {
	for i := range len(path) - 1 {
		if status := j.status(path[i], path[i+1], at); !proves(status) || j.outOfBounds(status, path) {
			j.out.Lacking = append(j.out.Lacking, Unproved{Certificate: path[i], Issuer: path[i+1]})
		}
	}
}

// question is one that evidence was asked already: tokens share authorities.
// With more proofs, more of the evidence is old enough.
type question struct {
	cert, issuer string
	at           int64
	proofs       int
}

// status asks all evidence about one certificate at a time.
func (j *judgement) status(cert, issuer *x509.Certificate, at time.Time) revocation.Status {
	if len(j.embedded)+len(j.supplied) == 0 && j.opt.Evidence == nil {
		return revocation.CheckParsed(cert, issuer, nil, at, j.revocationOptions())
	}
	q := question{string(cert.Raw), string(issuer.Raw), at.UnixNano(), len(j.proofs)}
	status, known := j.answers[q]
	if !known {
		var asked []revocation.Evidence
		if j.opt.Evidence != nil {
			asked = j.opt.Evidence(cert, issuer)
		}
		evidence := slices.Concat(j.embedded, asked, j.supplied)
		status = revocation.CheckParsed(cert, issuer, evidence, at, j.revocationOptions())
		j.answers[q] = status
	}
	return status
}

// revocationOptions: what the signature carries is as old as the archive
// time-stamps over it prove, what the caller supplies is from now.
func (j *judgement) revocationOptions() revocation.Options {
	return revocation.Options{Now: j.opt.Now, Algorithms: j.opt.Trust.Algorithms, KeyWork: j.opt.Trust.KeyWork, Known: func(evidence int) time.Time {
		if evidence < len(j.carried) {
			return j.existed(j.carried[evidence].place, "")
		}
		return j.opt.Now
	}}
}

// proves reports whether the evidence, fresh and strong, says that a
// certificate was not revoked.
func proves(s revocation.Status) bool {
	return s.State == revocation.Good && !s.Weak()
}

// outOfBounds reports evidence by a certificate that has expired since, where
// nothing proves it to be from before (EN 319 102-1 5.2.6.4 8, 5.6.2.4.4 1). An
// anchor is trusted by configuration, whatever it says itself.
func (j *judgement) outOfBounds(s revocation.Status, path []*x509.Certificate) bool {
	return s.By != nil && !s.By.Equal(path[len(path)-1]) && j.revocationOptions().Known(s.Evidence).After(s.By.NotAfter)
}

// judgeRevocation holds the evidence against the signer's path at the best
// signature time. Only a signed time-stamp from after the revocation proves
// that the signature is younger (EN 319 102-1 5.3.4).
func (j *judgement) judgeRevocation() {
	s := j.pathStanding(j.trusted.Path, j.bestTime)
	if s.sub == "" {
		return
	}
	j.compromised = s.code != CodeNoRevocation
	reason := j.reasonAt(j.sig.KeyInfo, s.code, s.detail)
	if !s.revokedAt.IsZero() && j.signedAfter(s.revokedAt) {
		j.fail(Revoked, reason)
		return
	}
	j.doubt(s.sub, reason)
}

// carriesMaterial reports whether the signature holds evidence about its
// signer, fresh when it was stamped, and the issuer's certificate
// (EN 319 132-1 5.4, 6.3).
func (j *judgement) carriesMaterial() bool {
	cert := j.out.Certificate
	if cert == nil || len(j.embedded) == 0 {
		return false
	}
	issuer := j.issuerOf(cert)
	if issuer == nil {
		return false
	}
	status := revocation.CheckParsed(cert, issuer, j.embedded, j.stampedAt(), j.revocationOptions())
	switch status.State {
	case revocation.Good, revocation.Revoked, revocation.Suspended:
		return true
	}
	return false
}

// issuerOf finds the issuer's certificate in the path, else among those the
// signature carries.
func (j *judgement) issuerOf(cert *x509.Certificate) *x509.Certificate {
	if len(j.trusted.Path) > 1 {
		return j.trusted.Path[1]
	}
	for _, issuer := range j.signer.hints(j.unsigned.certificates) {
		if _, err := j.opt.Trust.KeyWork.IssuedBy(cert, issuer); err == nil {
			return issuer
		}
	}
	return nil
}

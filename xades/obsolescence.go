package xades

import (
	"slices"
	"time"

	"okienko/xades/trust"
)

// judgeAlgorithms wants all that the signature rests on to be relied on at the
// best signature time: the value and its key, the digests of what is signed, and
// the certificates of the path (EN 319 102-1 5.2.8.4, 5.5.4, ETSI TS 119 312).
func (j *judgement) judgeAlgorithms() {
	rests := []trust.Strength{trust.OfHash(j.sig.Method.Hash), trust.OfKey(j.authentic.Key)}
	for _, r := range slices.Concat(j.sig.References, j.entries) {
		if r.Hash != 0 {
			rests = append(rests, trust.OfHash(r.Hash))
		}
	}
	for _, h := range j.signer.binds {
		rests = append(rests, trust.OfHash(h))
	}
	rests = append(rests, trust.PathStrengths(j.trusted.Path)...)
	for _, weak := range j.opt.Trust.Algorithms.Weak(rests, j.bestTime) {
		reason := j.reasonAt(j.out.Node, CodeWeakAlgorithm, j.outlived(weak))
		reason.Args = map[string]string{"algorithm": weak.String()}
		j.doubt(j.weakness(weak), reason)
	}
}

// weakness is the sub-indication of an algorithm that is not relied on: what
// was signed after its end is known to be weak, of anything else there is no
// proof that it is older (EN 319 102-1 5.3.4).
func (j *judgement) weakness(weak trust.Strength) string {
	until, listed := j.opt.Trust.Algorithms.Until(weak)
	if !listed {
		return CryptoConstraintsFailure
	}
	if j.signedAfter(until) {
		return CryptoConstraintsFailure
	}
	return CryptoConstraintsNoPOE
}

func (j *judgement) outlived(weak trust.Strength) string {
	until, listed := j.opt.Trust.Algorithms.Until(weak)
	if !listed {
		return weak.String() + " is not relied on"
	}
	return weak.String() + " is relied on until " + until.Format(time.DateOnly) + ", and nothing proves the signature older"
}

// signedAfter finds a time-stamp among what is signed that proves the signature
// to be younger than a time.
func (j *judgement) signedAfter(at time.Time) bool {
	return slices.ContainsFunc(j.tokens, func(t *token) bool {
		return t.place < 0 && t.report.Indication == Passed && t.parsed.Info.GenTime.After(at)
	})
}

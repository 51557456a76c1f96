package xades

import (
	"crypto/sha256"
	"encoding/binary"
	"time"

	"okienko/xades/dsig"
	"okienko/xades/revocation"
	"okienko/xades/trust"
	"okienko/xades/xmltree"
)

// judgement is the work on one signature: what was read so far and the report
// that grows from it.
type judgement struct {
	*verification
	out Signature

	sig         *dsig.Signature
	props       properties // zero: not a XAdES signature, or a broken one
	signer      signer
	authentic   *dsig.Authentic                  // nil unless SignatureValue holds
	checked     map[*dsig.Reference]dsig.Checked // references whose digest holds
	entries     []*dsig.Reference                // of manifests, whose digest holds
	listed      []dsig.Checked                   // what manifests cover that hold as a whole
	trusted     trust.Judgement
	compromised bool // the signer's certificate, or one above it, is revoked or on hold at the best signature time

	unsigned   unsigned
	tokens     []*token              // in the order of the report
	embedded   []revocation.Evidence // what the signature carries
	carried    []embedded            // where each of these stands
	proofs     []proof
	answers    map[question]revocation.Status
	bestTime   time.Time // the validation time, or the earliest a time-stamp proves
	disordered []*token  // later than tokens that cover them
}

// judge runs the building blocks of ETSI EN 319 102-1: format, signing
// certificate, cryptography (5.3), time-stamps for the best signature time
// (5.5), X.509 and revocation at that time, acceptance.
func (v *verification) judge(n xmltree.Node) *judgement {
	j := &judgement{verification: v, checked: map[*dsig.Reference]dsig.Checked{}, bestTime: v.opt.At, answers: map[question]revocation.Status{}}
	j.out = Signature{Node: n, Nested: insideSignature(n), Indication: TotalPassed, Cryptographic: CryptoFailed, Coverage: CoverageNone,
		Level: LevelXMLDSIG, Kind: KindUnknown, References: []Reference{}, Reasons: []Reason{}}
	if j.format() {
		j.readProperties()
		if j.identifySigner() {
			j.verifyCryptography()
		}
	}
	if j.authentic != nil {
		j.judgeManifests()
		j.judgeCoverage()
		j.judgeProperties()
		j.judgeCounterSignature()
		j.readUnsigned()
		j.judgeTimeStamps()
		j.judgeCertificate()
		j.judgeCompleteRefs()
		j.judgeClaim()
		j.judgeIdentity()
		j.judgeAlgorithms()
		j.judgeLevel()
	}
	return j
}

// format reads the structure (EN 319 102-1 5.2.2).
func (j *judgement) format() bool {
	j.out.ID, _ = j.out.Node.Attr("", "Id")
	sig, err := j.checker.Parse(j.out.Node)
	if err != nil {
		j.fail(FormatFailure, j.reasonOf(err))
		return false
	}
	j.sig = sig
	j.out.SignedDigest = signedDigest(sig)
	for _, r := range sig.References {
		j.out.References = append(j.out.References, Reference{URI: r.URI, Type: r.Type})
	}
	return true
}

// signedDigest hashes the digests of all references and the SignatureValue,
// each after its length, so that no two lists run together.
func signedDigest(sig *dsig.Signature) (sum [32]byte) {
	h := sha256.New()
	part := func(b []byte) {
		h.Write(binary.BigEndian.AppendUint32(nil, uint32(len(b))))
		h.Write(b)
	}
	for _, r := range sig.References {
		part(r.Digest)
	}
	part(sig.Value)
	h.Sum(sum[:0])
	return sum
}

// fail, doubt and note add a reason. The indication is the worst that was
// found, its sub-indication that of the first reason that bad.
func (j *judgement) fail(sub string, r Reason)  { j.conclude(TotalFailed, sub, r) }
func (j *judgement) doubt(sub string, r Reason) { j.conclude(Indeterminate, sub, r) }

// maxReasons of one signature are told; a thousand of a kind help nobody.
const maxReasons = 64

// full reports that a signature is in doubt and has all the reasons it may tell:
// finding the place of one more would be in vain.
func (j *judgement) full() bool {
	return len(j.out.Reasons) >= maxReasons && j.out.Indication != TotalPassed
}

func (j *judgement) note(r Reason) {
	if len(j.out.Reasons) < maxReasons {
		j.out.Reasons = append(j.out.Reasons, r)
	}
}

func (j *judgement) conclude(found Indication, sub string, r Reason) {
	if worst := worse(j.out.Indication, found); worst != j.out.Indication {
		j.out.Indication, j.out.SubIndication = worst, sub
	}
	j.note(r)
}

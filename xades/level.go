package xades

import "time"

// The levels this package tells apart (EN 319 132-1 6.3; TS 101 903 knows them
// by other names).
const (
	LevelXMLDSIG = "XMLDSIG" // a signature without sound SignedProperties
	LevelBB      = "B-B"
	LevelBT      = "B-T"   // and a signature time-stamp
	LevelBLT     = "B-LT"  // and the material to validate it offline
	LevelBLTA    = "B-LTA" // and an archive time-stamp over that
)

// judgeLevel says what the signature carries, as far as it is what it seems: a
// time-stamp that verifies, evidence that is about the signer. Like the
// cryptographic verdict it does not depend on whom the caller trusts.
func (j *judgement) judgeLevel() {
	if j.out.Level != LevelBB {
		return
	}
	j.out.Form, j.out.Properties = j.form(), j.props.space
	switch {
	case !j.carries(stampSignature):
	case !j.carriesMaterial():
		j.out.Level = LevelBT
	case !j.carriesArchive():
		j.out.Level = LevelBLT
	default:
		j.out.Level = LevelBLTA
	}
}

func (j *judgement) carries(kind string) bool {
	for _, t := range j.tokens {
		if t.kind == kind && t.sound {
			return true
		}
	}
	return false
}

// stampedAt is the earliest time that a sound time-stamp states for the
// signature. Where nobody trusts the authority it proves nothing; but the level
// of a signature does not fall because its evidence grows old.
func (j *judgement) stampedAt() time.Time {
	at := j.opt.At
	for _, t := range j.tokens {
		if t.sound && t.provesValue() && t.parsed.Info.GenTime.Before(at) {
			at = t.parsed.Info.GenTime
		}
	}
	return at
}

// carriesArchive wants a time-stamp of XAdES 1.4.1: EN 319 132-1 knows no other.
func (j *judgement) carriesArchive() bool {
	for _, t := range j.tokens {
		if t.kind == stampArchive && t.node.Parent().Space() == ns141 && t.sound {
			return true
		}
	}
	return false
}

// form names the signature by the forms of TS 101 903 4.4, each of which holds
// all before it; an archive time-stamp stands for all of them.
func (j *judgement) form() string {
	refs := (j.has(j.props.space, "CompleteCertificateRefs") || j.has(ns141, "CompleteCertificateRefsV2")) && j.has(j.props.space, "CompleteRevocationRefs")
	values := j.has(j.props.space, "CertificateValues") && j.has(j.props.space, "RevocationValues")
	times := j.carries(stampSigAndRefs) || j.carries(stampSigAndRefs+"V2") || j.carries(stampRefsOnly) || j.carries(stampRefsOnly+"V2")
	stamped := j.carries(stampSignature)
	switch {
	case j.carries(stampArchive):
		return "XAdES-A"
	case stamped && refs && times && values:
		return "XAdES-X-L"
	case stamped && refs && times:
		return "XAdES-X"
	case stamped && refs:
		return "XAdES-C"
	case stamped:
		return "XAdES-T"
	case !j.signedSignatureProperties().Child(j.props.space, "SignaturePolicyIdentifier").IsZero():
		return "XAdES-EPES"
	}
	return "XAdES-BES"
}

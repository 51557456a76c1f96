package xades

import "okienko/xades/dsig"

// Manifest is a ds:Manifest that a Reference covers (XMLDSig 1.1 5.1), with what
// became of each of its entries. Entries are no part of the cryptographic verdict.
type Manifest struct {
	ID         string      `json:"id,omitempty"`
	References []Reference `json:"references"`
}

// judgeManifests checks the entries of the manifests that are covered, one by
// one. A changed entry is a changed content that was signed, a missing one is
// not found; what a Manifest lists counts as covered when all of it holds.
func (j *judgement) judgeManifests() {
	for _, r := range j.sig.References {
		checked, holds := j.checked[r]
		if !holds || r.Type != dsig.ManifestType {
			continue
		}
		manifest, err := j.checker.Manifest(r, checked)
		if err != nil {
			j.doubt(SigConstraintsFailure, j.reasonOf(err))
			continue
		}
		j.judgeEntries(manifest)
	}
}

func (j *judgement) judgeEntries(m *dsig.Manifest) {
	out := Manifest{ID: m.ID}
	var listed []dsig.Checked
	for _, r := range m.References {
		checked, err := j.checker.Check(j.authentic, r)
		out.References = append(out.References, Reference{URI: r.URI, Type: r.Type, DigestOK: err == nil})
		if err != nil {
			j.entryFailed(err)
			continue
		}
		if !isPropertiesType(r.Type) && r.Type != dsig.ManifestType {
			listed = append(listed, checked)
		}
		j.entries = append(j.entries, r)
	}
	j.out.Manifests = append(j.out.Manifests, out)
	if allHold(out.References) {
		j.listed = append(j.listed, listed...)
	}
}

func allHold(references []Reference) bool {
	for _, r := range references {
		if !r.DigestOK {
			return false
		}
	}
	return true
}

// entryFailed reports an entry that does not hold.
func (j *judgement) entryFailed(err error) {
	reason := j.reasonOf(err)
	switch {
	case reason.Code == CodeReference, reason.Code == CodeContent:
		j.doubt(SignedDataNotFound, reason)
	case refuses(err):
		j.doubt(refusalIndication(reason.Code), reason)
	case reason.Code == CodeDigest:
		j.fail(HashFailure, reason)
	default:
		j.doubt(SigConstraintsFailure, reason)
	}
}

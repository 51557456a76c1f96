package asic

import (
	"errors"

	"okienko/xades"
	"okienko/xades/dsig"
	"okienko/xades/xmltree"
)

// namespace is that of XAdESSignatures (EN 319 162-1 A.3).
const namespace = "http://uri.etsi.org/02918/v1.2.1#"

// Signature is the report on one signature of a container.
type Signature struct {
	Document string `json:"document,omitempty"` // the file it stands in
	xades.Signature
}

// Object is a data object with the signatures that cover it.
type Object struct {
	Name      string   `json:"name"`
	MediaType string   `json:"media_type,omitempty"`
	Size      int      `json:"size"`
	CoveredBy []string `json:"covered_by"` // document#id of each signature whose value and digest hold, whatever the trust
}

// Contents says what a container is and what it holds.
type Contents struct {
	Type    string   `json:"type"`
	Objects []Object `json:"objects"`
}

// Report is the verdict on a container: the worst of its signatures, of its own
// form, and of data objects nobody signed.
type Report struct {
	Container  *Contents        `json:"container,omitempty"` // nil where it could not be read
	Signatures []Signature      `json:"signatures"`
	Reasons    []xades.Reason   `json:"reasons,omitempty"`
	Verdict    xades.Indication `json:"verdict"`
}

// Verify reads a container and judges every signature in it. Content is what
// the container holds: VerifyOptions.Content is not asked. What cannot be read
// is TotalFailed with the reason; an error means that it could not evaluate.
func Verify(data []byte, opt xades.VerifyOptions) (*Report, error) {
	c, err := Open(data)
	if bad, ok := errors.AsType[*Error](err); ok {
		reason := newReason(bad.Code, bad.Name, bad.Detail)
		return &Report{Signatures: []Signature{}, Reasons: []xades.Reason{reason}, Verdict: xades.TotalFailed}, nil
	} else if err != nil {
		return nil, err
	}
	return c.Verify(opt)
}

// Verify judges every signature of the container.
func (c *Container) Verify(opt xades.VerifyOptions) (*Report, error) {
	v := &verification{Container: *c, opt: opt, left: c.budget()}
	v.opt.Trust.KeyWork = xades.KeyWork(c.total())
	v.Container.reasons = append([]xades.Reason(nil), c.reasons...)
	if err := v.allDocuments(); err != nil {
		return nil, err
	}
	for _, name := range c.Unjudged {
		v.doubt(CodeNotJudged, name, "neither XAdES signatures nor the manifest, and no data object")
	}
	contents := v.cover()
	return &Report{Container: contents, Signatures: v.signatures, Reasons: v.reasons, Verdict: v.verdict}, nil
}

// verification is the work on one container: a copy of it, to which faults are added.
type verification struct {
	Container
	opt        xades.VerifyOptions
	signatures []Signature
	left       int // of the budget
}

func (v *verification) allDocuments() error {
	v.signatures = []Signature{}
	if len(v.Signatures) == 0 {
		v.fail(xades.CodeMissing, "", "no META-INF/*signatures*.xml")
	}
	if len(v.Signatures) > MaxSignatureFiles {
		v.doubt(CodeLimit, "", "too many files of signatures")
		return nil
	}
	for _, f := range v.Signatures {
		if err := v.document(f); err != nil {
			return err
		}
	}
	return nil
}

// document judges one file of signatures, a document of its own.
func (v *verification) document(f File) error {
	doc, err := xmltree.Parse(f.Data, xmltree.Options{KeepDuplicateIDs: true})
	if bad, ok := errors.AsType[*xmltree.Error](err); ok {
		v.fail(bad.Code, f.Name, bad.Detail)
		return nil
	} else if err != nil {
		return err
	}
	if !onlySignatures(doc.Root()) {
		v.fail(CodeSignatures, f.Name, "neither XAdESSignatures nor a ds:Signature")
		return nil
	}
	if !v.affordable(doc.Root()) {
		v.doubt(CodeLimit, f.Name, "the signatures ask for more work than the content is worth")
		return nil
	}
	v.opt.Content = v.source()
	report, err := xades.Verify(doc, v.opt)
	if err != nil {
		return err
	}
	v.verdict = worse(v.verdict, report.Verdict)
	for _, r := range report.Reasons {
		v.find(report.Verdict, r.Code, f.Name, r.Detail)
	}
	for _, s := range report.Signatures {
		v.signatures = append(v.signatures, Signature{f.Name, s})
	}
	return nil
}

// onlySignatures reports whether a document is a ds:Signature, or
// XAdESSignatures with nothing else below it (EN 319 162-1 4.4.3.2, A.3).
func onlySignatures(root xmltree.Node) bool {
	if root.Is(dsig.Namespace, "Signature") {
		return true
	}
	found := 0
	for n := range root.Elements() {
		if !n.Is(dsig.Namespace, "Signature") {
			return false
		}
		found++
	}
	return found > 0 && root.Is(namespace, "XAdESSignatures")
}

// source supplies the entries of the container, each under the first spelling
// of its name alone: with a thousand spellings a document could have the
// same content digested a thousand times.
func (v *verification) source() func(uri string) ([]byte, bool) {
	spelled := map[string]string{}
	return func(uri string) ([]byte, bool) {
		name := nameOf(uri)
		data, ok := v.content[name]
		if first, known := spelled[name]; !ok || known && first != uri {
			return nil, false
		}
		spelled[name] = uri
		return data, true
	}
}

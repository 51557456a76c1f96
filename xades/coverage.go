package xades

import (
	"okienko/xades/dsig"
	"okienko/xades/xmltree"
)

// judgeCoverage says how much of the document the references that hold cover.
// A reference to the signature's own parts is about the signature, not about
// the document; of a Manifest counts what it lists, where all of that holds.
func (j *judgement) judgeCoverage() {
	for _, r := range j.sig.References {
		checked, ok := j.checked[r]
		if !ok || r == j.props.reference || isPropertiesType(r.Type) || r.Type == dsig.ManifestType {
			continue
		}
		j.cover(checked)
	}
	for _, checked := range j.listed {
		j.cover(checked)
	}
	partial := j.out.Coverage == CoveragePartial
	switch {
	case j.out.Cryptographic != CryptoPassed:
		// what is missing has its own reason already
	case partial:
		j.note(j.reasonAt(j.sig.Node, CodeCoverage, "the signature covers a part of the document"))
	case j.out.Coverage == CoverageNone:
		j.doubt(SigConstraintsFailure, j.reasonAt(j.sig.Node, CodeCoverage, "the signature covers no content"))
	}
}

// cover counts one reference whose digest holds.
func (j *judgement) cover(c dsig.Checked) {
	if c.Target.IsZero() {
		j.raise(CoverageDetached)
		return
	}
	element := c.Target
	if element.Kind() == xmltree.DocumentNode {
		element = element.Document().Root()
	}
	if !j.isContent(element) {
		return
	}
	j.coverContent(c, element)
	if c.Whole || c.Text && onlyText(element) {
		j.out.Covered = append(j.out.Covered, element)
	}
	if c.Whole && element == element.Document().Root() {
		j.raise(CoverageFull)
		return
	}
	j.raise(CoveragePartial)
}

// isContent excludes what is no content of the document: the signature's own
// machinery, and a document that is nothing but this signature, of which its
// own removal leaves at most processing instructions.
func (j *judgement) isContent(element xmltree.Node) bool {
	if element == j.sig.Node {
		return false
	}
	if aboutSignature(element) {
		return false
	}
	for _, part := range []xmltree.Node{j.sig.SignedInfo, j.sig.ValueNode, j.sig.KeyInfo, j.props.qualifying} {
		if !part.IsZero() && part.Contains(element) {
			return false
		}
	}
	return true
}

// aboutSignature knows SignatureProperties: statements about a signature, as
// office programs sign one with its time (XMLDSig 1.1 5.2).
func aboutSignature(element xmltree.Node) bool {
	for n := element; !n.IsZero(); n = n.Parent() {
		if n.Is(dsig.Namespace, "SignatureProperty") || n.Is(dsig.Namespace, "SignatureProperties") {
			return insideSignature(n)
		}
	}
	return false
}

func onlyText(n xmltree.Node) bool {
	_, ok := n.SimpleText()
	return ok
}

// raise keeps the most that any reference covers.
func (j *judgement) raise(c Coverage) {
	if c.rank() > j.out.Coverage.rank() {
		j.out.Coverage = c
	}
}

func (c Coverage) rank() int {
	switch c {
	case CoverageDetached:
		return 1
	case CoveragePartial:
		return 2
	case CoverageFull:
		return 3
	}
	return 0
}

package xades

import (
	"crypto"
	"io"
	"strings"

	"okienko/xades/dsig"
	"okienko/xades/xmltree"
)

// imprint digests what a stamp covers.
func (j *judgement) imprint(s *stamp, h crypto.Hash) ([]byte, error) {
	if found, ok := s.known[h]; ok {
		return found.digest, found.err
	}
	digest := h.New()
	made := imprint{err: s.broken}
	if made.err == nil {
		made.err = j.writeCovered(digest, s)
	}
	if made.err == nil {
		made.digest = digest.Sum(nil)
	}
	s.known[h] = made
	return made.digest, made.err
}

// writeCovered writes what a stamp covers, one canonical form after the other.
func (j *judgement) writeCovered(w io.Writer, s *stamp) error {
	switch strings.TrimSuffix(s.kind, "V2") {
	case stampAllData:
		return j.writeReferences(w, s, func(r *dsig.Reference) bool { return r != j.props.reference })
	case stampIndividual:
		return j.writeIncluded(w, s)
	case stampSignature:
		return j.writeNodes(w, s, j.sig.ValueNode)
	case stampSigAndRefs:
		if err := j.writeNodes(w, s, j.sig.ValueNode); err != nil {
			return err
		}
		return j.writeBefore(w, s, isStampOrReference)
	case stampRefsOnly:
		return j.writeBefore(w, s, isReferences)
	}
	return j.writeArchive(w, s)
}

// writeArchive is EN 319 132-1 5.5.2.2: the data of every Reference in order,
// SignedInfo, SignatureValue, KeyInfo, the unsigned properties before the
// stamp, and the Objects but for the one with the QualifyingProperties.
func (j *judgement) writeArchive(w io.Writer, s *stamp) error {
	if err := j.writeReferences(w, s, func(*dsig.Reference) bool { return true }); err != nil {
		return err
	}
	nodes := []xmltree.Node{j.sig.SignedInfo, j.sig.ValueNode}
	if !j.sig.KeyInfo.IsZero() {
		nodes = append(nodes, j.sig.KeyInfo)
	}
	if err := j.writeNodes(w, s, nodes...); err != nil {
		return err
	}
	if err := j.writeBefore(w, s, func(xmltree.Node) bool { return true }); err != nil {
		return err
	}
	nodes = nil
	referenced := j.referencedObjects(s)
	for _, object := range j.sig.Objects {
		if !object.Contains(j.props.qualifying) && !referenced[object] {
			nodes = append(nodes, object)
		}
	}
	return j.writeNodes(w, s, nodes...)
}

// referencedObjects: up to 1.3.2 an Object that a Reference names counted once,
// as its data (TS 101 903 v1.3.2 7.7.1).
func (j *judgement) referencedObjects(s *stamp) map[xmltree.Node]bool {
	found := map[xmltree.Node]bool{}
	if s.node.Space() == ns141 {
		return found
	}
	for _, r := range j.sig.References {
		if id, local := strings.CutPrefix(r.URI, "#"); local {
			n, _ := j.sig.Node.Document().ByID(id)
			found[n] = true
		}
	}
	return found
}

// writeBefore writes the unsigned properties before the stamp that are wanted.
func (j *judgement) writeBefore(w io.Writer, s *stamp, wanted func(xmltree.Node) bool) error {
	for _, n := range j.unsigned.list[:s.place] {
		if !wanted(n) {
			continue
		}
		if err := j.stamper.WriteCanonical(w, n, s.canon); err != nil {
			return err
		}
	}
	return nil
}

func isStampOrReference(n xmltree.Node) bool { return n.Local() == stampSignature || isReferences(n) }

func isReferences(n xmltree.Node) bool {
	switch strings.TrimSuffix(n.Local(), "V2") {
	case "CompleteCertificateRefs", "CompleteRevocationRefs", "AttributeCertificateRefs", "AttributeRevocationRefs":
		return true
	}
	return false
}

func (j *judgement) writeReferences(w io.Writer, s *stamp, wanted func(*dsig.Reference) bool) error {
	for _, r := range j.sig.References {
		if !wanted(r) {
			continue
		}
		if err := j.stamper.WriteReference(w, j.authentic, r, s.canon); err != nil {
			return err
		}
	}
	return nil
}

// writeIncluded follows the Include elements of an IndividualDataObjectsTimeStamp,
// each of which names a Reference (EN 319 132-1 5.2.8.3).
func (j *judgement) writeIncluded(w io.Writer, s *stamp) error {
	included, references := 0, j.referencesByID()
	for n := range s.node.Elements() {
		if !isInclude(n) {
			continue
		}
		uri, _ := n.Attr("", "URI")
		r := references[uri]
		if r == nil {
			return &dsig.Error{Code: CodeReference, Node: n, Args: map[string]string{"uri": uri}, Detail: "Include names no Reference of this signature"}
		}
		if included++; included > dsig.MaxReferences {
			return &dsig.Error{Code: CodeTooMany, Node: n, Detail: "too many Include elements"}
		}
		if err := j.stamper.WriteReference(w, j.authentic, r, s.canon); err != nil {
			return err
		}
	}
	return nil
}

// referencesByID are the references under the URI that names each of them.
func (j *judgement) referencesByID() map[string]*dsig.Reference {
	found := map[string]*dsig.Reference{}
	for _, r := range j.sig.References {
		if uri := "#" + r.ID; r.ID != "" && found[uri] == nil {
			found[uri] = r
		}
	}
	return found
}

func (j *judgement) writeNodes(w io.Writer, s *stamp, nodes ...xmltree.Node) error {
	for _, n := range nodes {
		if err := j.stamper.WriteCanonical(w, n, s.canon); err != nil {
			return err
		}
	}
	return nil
}

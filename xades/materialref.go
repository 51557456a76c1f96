package xades

import (
	"bytes"
	"crypto"
	"slices"

	"okienko/xades/xmltree"
)

// materialRef is one reference to a certificate, a CRL or an OCSP answer: a
// digest, and beside it what the thing is called.
type materialRef struct {
	node   xmltree.Node // Cert, CRLRef or OCSPRef
	hash   crypto.Hash
	digest []byte
}

// maxMaterialRefs of one signature are compared. Full sets have some ten.
const maxMaterialRefs = 128

// materialRefs reads the references in properties; a broken one is a fault.
func (j *judgement) materialRefs(properties []xmltree.Node, locals ...string) []materialRef {
	var refs []materialRef
	for _, property := range properties {
		for group := range property.Elements() {
			for n := range group.Elements() {
				if !slices.Contains(locals, n.Local()) || len(refs) == maxMaterialRefs || j.full() {
					continue
				}
				ref, problem := j.readMaterialRef(n)
				if problem != "" {
					j.doubt(SigConstraintsFailure, j.reasonAt(n, CodeProperties, problem))
					continue
				}
				refs = append(refs, ref)
			}
		}
	}
	return refs
}

// readMaterialRef reads a digest, which an OCSPRef may leave out.
func (j *judgement) readMaterialRef(n xmltree.Node) (ref materialRef, problem string) {
	for child := range n.Elements() {
		if child.Local() == "CertDigest" || child.Local() == "DigestAlgAndValue" {
			ref.hash, ref.digest, problem = j.readDigest(child)
			ref.node = n
			return ref, problem
		}
	}
	if n.Local() == "OCSPRef" {
		return materialRef{node: n}, ""
	}
	return ref, "no digest"
}

// pieces are what references are held against. Each is digested once for each
// hash, however many references there are.
type pieces struct {
	list  [][]byte // DER
	known map[crypto.Hash][][]byte
}

// one finds the piece a reference has the digest of; -1 for none.
func (p *pieces) one(r materialRef) int {
	if r.hash == 0 {
		return -1
	}
	if p.known == nil {
		p.known = map[crypto.Hash][][]byte{}
	}
	if _, done := p.known[r.hash]; !done {
		for _, der := range p.list {
			h := r.hash.New()
			h.Write(der)
			p.known[r.hash] = append(p.known[r.hash], h.Sum(nil))
		}
	}
	return slices.IndexFunc(p.known[r.hash], func(digest []byte) bool { return bytes.Equal(digest, r.digest) })
}

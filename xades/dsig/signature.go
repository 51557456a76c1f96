// Package dsig is the XML Signature core (W3C XML Signature 1.1) over xmltree:
// structure, closed lists of algorithms and transforms, SignatureValue,
// references. It knows no certificates' trust and no XAdES.
//
// The order is fixed by the types: Parse reads the structure, Authenticate
// verifies SignatureValue over SignedInfo, and only what it returns can be
// given to a Checker, which runs transforms and digests content.
package dsig

import (
	"crypto"
	"strings"

	"okienko/xades/c14n"
	"okienko/xades/xmltree"
)

// Signature is a ds:Signature of sound structure. Nothing of it is verified.
type Signature struct {
	Node       xmltree.Node
	ID         string
	SignedInfo xmltree.Node
	Method     Method
	References []*Reference
	ValueNode  xmltree.Node
	Value      []byte
	KeyInfo    xmltree.Node // zero when there is none
	Objects    []xmltree.Node
	Refusals   []*Error // algorithms, transforms and parameters outside the closed lists

	canon  c14n.Options // of SignedInfo
	digest []byte       // of SignedInfo, once computed
	credit *credit
}

// credit is what all signatures of a document together may spend before anything
// is known of their authors.
type credit struct {
	info        int // octets of canonical SignedInfo
	expressions int // octets of XPath to compile
	keys        int // octets of certificates, which several signatures may refer to
}

func newCredit(doc *xmltree.Document) *credit {
	size := len(doc.Text())
	return &credit{info: infoFactor*size + infoFloor, expressions: size/octetsPerExpression + maxExpressions, keys: keysFactor * size}
}

// Reference is one ds:Reference.
type Reference struct {
	Node   xmltree.Node
	ID     string
	URI    string // "" also when absent, see HasURI
	HasURI bool
	Type   string
	Hash   crypto.Hash
	Digest []byte // the signed DigestValue

	transforms []Transform
	chain      string // identifies the transforms for the digest cache
	own        bool   // the chain depends on which Signature it stands in
	refusal    *Error // of an entry of a Manifest
}

// Parse reads a ds:Signature by its exact sequence of children. An *Error
// means broken structure; what is sound but outside the closed lists is
// collected in Refusals.
func Parse(n xmltree.Node) (*Signature, error) { return parse(n, newCredit(n.Document())) }

// Parse is the function of that name for one of several signatures, which share
// what may be spent on reading them.
func (c *Checker) Parse(n xmltree.Node) (*Signature, error) { return parse(n, c.credit) }

func parse(n xmltree.Node, credit *credit) (*Signature, error) {
	s := &Signature{Node: n, credit: credit}
	s.ID, _ = n.Attr("", "Id")
	c := children(n)
	s.SignedInfo = c.require("SignedInfo")
	s.ValueNode = c.require("SignatureValue")
	s.KeyInfo, _ = c.optional("KeyInfo")
	for object, ok := c.optional("Object"); ok; object, ok = c.optional("Object") {
		s.Objects = append(s.Objects, object)
	}
	if err := c.end(); err != nil {
		return nil, err
	}
	var err *Error
	if s.Value, err = base64Element(s.ValueNode); err != nil {
		return nil, err
	}
	if err := s.parseSignedInfo(); err != nil {
		return nil, err
	}
	return s, nil
}

func (s *Signature) parseSignedInfo() *Error {
	c := children(s.SignedInfo)
	canon, method := c.require("CanonicalizationMethod"), c.require("SignatureMethod")
	var references []xmltree.Node
	c.requireSome("Reference", func(n xmltree.Node) { references = append(references, n) })
	if err := c.end(); err != nil {
		return err
	}
	s.parseMethods(canon, method)
	if len(references) > MaxReferences {
		s.refuse(&Error{Code: CodeTooMany, Node: s.SignedInfo, Detail: "too many references"})
		return nil
	}
	for _, n := range references {
		if err := s.parseReference(n); err != nil {
			return err
		}
	}
	return nil
}

func (s *Signature) refuse(err *Error) {
	if err != nil {
		s.Refusals = append(s.Refusals, err)
	}
}

func (s *Signature) parseMethods(canon, method xmltree.Node) {
	var err *Error
	s.canon, err = parseCanonical(canon)
	s.refuse(err)
	s.Method, err = parseMethod(method)
	s.refuse(err)
}

func parseMethod(n xmltree.Node) (Method, *Error) {
	uri, _ := n.Attr("", "Algorithm")
	if uri == algPSS {
		return parsePSS(n)
	}
	m, ok := methodByURI(uri)
	if !ok {
		return Method{}, algorithmError(CodeAlgorithm, n, uri)
	}
	for range n.Elements() {
		// HMACOutputLength and its kin: the methods of the list take none.
		return Method{}, parameterRefusal(CodeAlgorithm, n, uri)
	}
	return m, nil
}

func (s *Signature) parseReference(n xmltree.Node) *Error {
	r := &Reference{Node: n}
	r.ID, _ = n.Attr("", "Id")
	r.URI, r.HasURI = n.Attr("", "URI")
	r.Type, _ = n.Attr("", "Type")
	c := children(n)
	transforms, _ := c.optional("Transforms")
	method, value := c.require("DigestMethod"), c.require("DigestValue")
	if err := c.end(); err != nil {
		return err
	}
	s.References = append(s.References, r)
	if !transforms.IsZero() {
		if err := s.parseTransforms(r, transforms); err != nil {
			return err
		}
	}
	return s.parseDigest(r, method, value)
}

func (s *Signature) parseDigest(r *Reference, method, value xmltree.Node) *Error {
	uri, _ := method.Attr("", "Algorithm")
	var ok bool
	if r.Hash, ok = DigestByURI(uri); !ok {
		s.refuse(algorithmError(CodeAlgorithm, method, uri))
	}
	var err *Error
	r.Digest, err = base64Element(value)
	return err
}

func (s *Signature) parseTransforms(r *Reference, n xmltree.Node) *Error {
	c := children(n)
	c.requireSome("Transform", func(t xmltree.Node) {
		if len(r.transforms) == MaxTransforms {
			s.refuse(&Error{Code: CodeTooMany, Node: t, Detail: "too many transforms"})
			return
		}
		if s.credit.expressions < 0 {
			s.refuse(&Error{Code: CodeTooMany, Node: t, Detail: "too much XPath"})
			return
		}
		transform, err := parseTransform(t)
		s.refuse(err)
		s.credit.expressions -= transform.length
		r.transforms = append(r.transforms, transform)
	})
	if err := c.end(); err != nil {
		return err
	}
	var chain strings.Builder
	for _, t := range r.transforms {
		chain.WriteString(t.key())
		chain.WriteByte('\n')
		r.own = r.own || t.ownSignature()
	}
	r.chain = chain.String()
	return nil
}

// OnlyCanonical reports whether nothing but canonicalisation is applied, so
// that the digest is over the whole of what the URI names.
func (r *Reference) OnlyCanonical() bool {
	for _, t := range r.transforms {
		if t.step != stepCanonical {
			return false
		}
	}
	return true
}

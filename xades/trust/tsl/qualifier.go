package tsl

import (
	"crypto/x509"
	"slices"
	"strings"

	"okienko/xades/xmltree"
)

// Qualification says that the certificates that meet the criteria have the
// qualifiers, whatever they say themselves (TS 119 612 5.5.9.2).
type Qualification struct {
	Qualifiers []string // URIs, such as QualifierDevice
	Criteria   Criteria
}

// Criteria pick certificates (TS 119 612 5.5.9.2.2).
type Criteria struct {
	Assert            Assertion
	KeyUsages         []KeyUsage
	PolicySets        [][]string // dotted OIDs; a certificate must state all of a set
	ExtendedKeyUsages [][]string // the same of extended key usages
	SubjectAttributes [][]string // the same of attributes of the subject
	Nested            []Criteria
	Unknown           []string // names of criteria this package cannot evaluate
}

// Assertion says how many criteria of a list must be met.
type Assertion uint8

// The assertions of TS 119 612 5.5.9.2.2.
const (
	All Assertion = iota
	AtLeastOne
	NoneOf
)

// KeyUsage wants the bits of Mask to be those of Value.
type KeyUsage struct{ Mask, Value x509.KeyUsage }

var keyUsageBits = map[string]x509.KeyUsage{
	"digitalSignature": x509.KeyUsageDigitalSignature,
	"nonRepudiation":   x509.KeyUsageContentCommitment,
	"keyEncipherment":  x509.KeyUsageKeyEncipherment,
	"dataEncipherment": x509.KeyUsageDataEncipherment,
	"keyAgreement":     x509.KeyUsageKeyAgreement,
	"keyCertSign":      x509.KeyUsageCertSign,
	"crlSign":          x509.KeyUsageCRLSign,
	"encipherOnly":     x509.KeyUsageEncipherOnly,
	"decipherOnly":     x509.KeyUsageDecipherOnly,
}

func (r *reader) qualifications(s *State, n xmltree.Node) {
	for e := range each(n, nsQualifiers, "QualificationElement") {
		var q Qualification
		for u := range each(e.Child(nsQualifiers, "Qualifiers"), nsQualifiers, "Qualifier") {
			uri, _ := u.Attr("", "uri")
			q.Qualifiers = append(q.Qualifiers, strings.TrimSpace(uri))
		}
		list := e.Child(nsQualifiers, "CriteriaList")
		if list.IsZero() {
			r.fail(e, CodeStructure, "QualificationElement has no CriteriaList")
			return
		}
		budget := maxCriteria
		q.Criteria = r.criteria(list, &budget)
		s.Qualifications = append(s.Qualifications, q)
	}
}

// criteria reads a list of criteria; its depth is bounded by the tree's.
func (r *reader) criteria(n xmltree.Node, budget *int) Criteria {
	c := Criteria{Assert: r.assertion(n)}
	for e := range n.Elements() {
		if *budget--; *budget < 0 {
			r.fail(e, CodeLimit, "more than %d criteria", maxCriteria)
			return c
		}
		r.criterion(&c, e, budget)
	}
	return c
}

func (r *reader) assertion(n xmltree.Node) Assertion {
	switch value, _ := n.Attr("", "assert"); value {
	case "all":
		return All
	case "atLeastOne":
		return AtLeastOne
	case "none":
		return NoneOf
	default:
		r.fail(n, CodeValue, "assert %q", value)
		return All
	}
}

func (r *reader) criterion(c *Criteria, e xmltree.Node, budget *int) {
	switch {
	case e.Is(nsQualifiers, "KeyUsage"):
		r.keyUsage(c, e)
	case e.Is(nsQualifiers, "PolicySet"):
		c.PolicySets = append(c.PolicySets, r.identifiers(e, nsQualifiers, "PolicyIdentifier"))
	case e.Is(nsQualifiers, "CriteriaList"):
		c.Nested = append(c.Nested, r.criteria(e, budget))
	case e.Is(nsQualifiers, "otherCriteriaList"):
		for other := range e.Elements() {
			r.otherCriterion(c, other)
		}
	case e.Is(nsQualifiers, "Description"):
	default:
		c.Unknown = append(c.Unknown, e.Local())
	}
}

func (r *reader) otherCriterion(c *Criteria, e xmltree.Node) {
	switch {
	case e.Is(nsAdditional, "ExtendedKeyUsage"):
		c.ExtendedKeyUsages = append(c.ExtendedKeyUsages, r.identifiers(e, nsAdditional, "KeyPurposeId"))
	case e.Is(nsAdditional, "CertSubjectDNAttribute"):
		c.SubjectAttributes = append(c.SubjectAttributes, r.identifiers(e, nsAdditional, "AttributeOID"))
	default:
		c.Unknown = append(c.Unknown, e.Local())
	}
}

func (r *reader) keyUsage(c *Criteria, n xmltree.Node) {
	var usage KeyUsage
	for e := range each(n, nsQualifiers, "KeyUsageBit") {
		name, _ := e.Attr("", "name")
		bit, ok := keyUsageBits[name]
		if !ok {
			c.Unknown = append(c.Unknown, "KeyUsageBit "+name)
			continue
		}
		usage.Mask |= bit
		if r.boolean(e) {
			usage.Value |= bit
		}
	}
	c.KeyUsages = append(c.KeyUsages, usage)
}

// identifiers reads a set of OIDs as XAdES writes them: dotted, or as a URN.
func (r *reader) identifiers(n xmltree.Node, space, local string) []string {
	var set []string
	for e := range each(n, space, local) {
		id := r.text(e.Child(nsXAdES, "Identifier"))
		if id == "" {
			r.fail(e, CodeValue, "%s has no Identifier", local)
		}
		set = append(set, strings.TrimPrefix(strings.ToLower(id), "urn:oid:"))
	}
	slices.Sort(set)
	return slices.Compact(set)
}

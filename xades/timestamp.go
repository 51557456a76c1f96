package xades

import (
	"crypto"
	"slices"
	"time"

	"okienko/xades/c14n"
	"okienko/xades/dsig"
	"okienko/xades/xmltree"
)

// TimeStamp is the report on one time-stamp token.
type TimeStamp struct {
	Type          string     `json:"type"`           // the property: SignatureTimeStamp, ArchiveTimeStamp …
	Time          *time.Time `json:"time,omitempty"` // what the authority states; to be relied on when passed
	Indication    Indication `json:"indication"`     // PASSED, FAILED or INDETERMINATE
	SubIndication string     `json:"sub_indication,omitempty"`
	Authority     string     `json:"authority,omitempty"` // subject of the authority's certificate, RFC 4514
	// Existed is since when the token is known to exist: its certificates and
	// algorithms have to hold then.
	Existed *time.Time `json:"existed,omitempty"`
	Path    []Link     `json:"path,omitempty"`    // of the authority; nil without a path
	Listing *Listing   `json:"listing,omitempty"` // nil where no trusted list speaks of the path
	Reasons []Reason   `json:"reasons"`
}

// The other indications of a time-stamp (ETSI EN 319 102-1 5.1.2, for building blocks).
const (
	Passed Indication = "PASSED"
	Failed Indication = "FAILED"
)

// The time-stamp properties (EN 319 132-1 5.2.8, 5.3, 5.5, A.1.5).
const (
	stampAllData    = "AllDataObjectsTimeStamp"
	stampIndividual = "IndividualDataObjectsTimeStamp"
	stampSignature  = "SignatureTimeStamp"
	stampSigAndRefs = "SigAndRefsTimeStamp"
	stampRefsOnly   = "RefsOnlyTimeStamp"
	stampArchive    = "ArchiveTimeStamp"
)

// maxTokens of one document are verified, at 0.2 ms and the digest of what they
// cover each; a signature has one, and one more every few years in an archive.
const maxTokens = 64

// stamp is one time-stamp property and what it covers.
type stamp struct {
	node   xmltree.Node
	kind   string
	place  int // index among the unsigned properties; -1 for a signed one
	canon  c14n.Options
	broken error // canonicalisation outside the closed list
	tokens []xmltree.Node
	known  map[crypto.Hash]imprint
}

// imprint is the digest of what a stamp covers.
type imprint struct {
	digest []byte
	err    error
}

// findStamps lists the time-stamp properties: the signed ones, then the
// unsigned ones in order.
func (j *judgement) findStamps() []*stamp {
	var stamps []*stamp
	for n := range j.props.signed.Child(j.props.space, "SignedDataObjectProperties").Elements() {
		if n.Is(j.props.space, stampAllData) || n.Is(j.props.space, stampIndividual) {
			stamps = append(stamps, newStamp(n, -1))
		}
	}
	for i, n := range j.unsigned.list {
		if j.isUnsignedStamp(n) {
			stamps = append(stamps, newStamp(n, i))
		}
	}
	return stamps
}

func (j *judgement) isUnsignedStamp(n xmltree.Node) bool {
	switch n.Local() {
	case stampSignature:
		return n.Space() == j.props.space
	case stampArchive, stampSigAndRefs, stampRefsOnly:
		return n.Space() == j.props.space || n.Space() == ns141
	case stampSigAndRefs + "V2", stampRefsOnly + "V2":
		return n.Space() == ns141
	}
	return false
}

// newStamp reads a GenericTimeStampType (EN 319 132-1 5.1.4).
func newStamp(n xmltree.Node, place int) *stamp {
	s := &stamp{node: n, kind: n.Local(), place: place, known: map[crypto.Hash]imprint{}}
	s.canon, s.broken = dsig.ParseCanonicalization(n.Child(dsig.Namespace, "CanonicalizationMethod"))
	for child := range n.Elements() {
		switch child.Local() {
		case "EncapsulatedTimeStamp", "XMLTimeStamp":
			s.tokens = append(s.tokens, child)
		}
	}
	return s
}

// settled reports whether the standard leaves no choice about what the stamp
// covers, so that a token over something else is a false one: not before
// 1.3.2, nor where Include elements could name more than the rule does.
func (j *judgement) settled(s *stamp) bool {
	if j.props.space != ns132 || s.kind == stampArchive && s.node.Space() != ns141 {
		return false
	}
	includes := slices.ContainsFunc(slices.Collect(s.node.Elements()), isInclude)
	switch s.kind {
	case stampSignature, stampAllData, stampArchive:
		return !includes
	case stampIndividual:
		return includes
	}
	return false
}

func isInclude(n xmltree.Node) bool { return n.Local() == "Include" }

package xades

import (
	"strings"

	"okienko/xades/dsig"
	"okienko/xades/xmltree"
)

// The XAdES namespaces: 1.3.2 is that of EN 319 132-1 and TS 101 903 since 2006.
const (
	ns132 = "http://uri.etsi.org/01903/v1.3.2#"
	ns122 = "http://uri.etsi.org/01903/v1.2.2#"
	ns111 = "http://uri.etsi.org/01903/v1.1.1#"
)

// properties is the sound XAdES part of a signature; the zero value is none.
type properties struct {
	space      string // its namespace
	qualifying xmltree.Node
	signed     xmltree.Node
	reference  *dsig.Reference // the one reference of the SignedProperties type
}

func (p properties) none() bool { return p.signed.IsZero() }

// readProperties finds the QualifyingProperties of this signature
// (EN 319 132-1 4.3, 4.4.2): one, in a ds:Object, with this signature as its
// Target, one SignedProperties, and one reference of its type.
func (j *judgement) readProperties() {
	if len(j.sig.References) == 0 {
		return // refused for their number, and not read
	}
	found := j.qualifyingProperties()
	if len(found) == 0 {
		j.doubt(SigConstraintsFailure, j.reasonAt(j.sig.Node, CodeProperties, "no QualifyingProperties: a plain XML signature"))
		return
	}
	p, problem := j.soundProperties(found)
	if problem != "" {
		j.fail(FormatFailure, j.reasonAt(found[0], CodeProperties, problem))
		return
	}
	references := j.propertyReferences()
	if len(references) != 1 {
		j.fail(FormatFailure, j.reasonAt(p.signed, CodeProperties, "exactly one Reference must have the SignedProperties type"))
		return
	}
	p.reference = references[0]
	j.props, j.out.Level = p, LevelBB
}

func (j *judgement) qualifyingProperties() []xmltree.Node {
	var found []xmltree.Node
	for _, object := range j.sig.Objects {
		for n := range object.Elements() {
			if n.Local() == "QualifyingProperties" && isXAdES(n.Space()) {
				found = append(found, n)
			}
		}
	}
	return found
}

func isXAdES(space string) bool {
	switch space {
	case ns132, ns122, ns111:
		return true
	}
	return false
}

func (j *judgement) soundProperties(found []xmltree.Node) (p properties, problem string) {
	if len(found) > 1 {
		return p, "more than one QualifyingProperties"
	}
	p.qualifying, p.space = found[0], found[0].Space()
	if target, _ := p.qualifying.Attr("", "Target"); j.sig.ID == "" || target != "#"+j.sig.ID {
		return p, "Target is not this signature"
	}
	for n := range p.qualifying.Elements() {
		switch {
		case n.Is(p.space, "SignedProperties") && p.signed.IsZero():
			p.signed = n
		case n.Is(p.space, "SignedProperties"):
			return p, "more than one SignedProperties"
		}
	}
	switch {
	case p.none():
		return p, "no SignedProperties"
	case len(all(p.signed, p.space, "SignedSignatureProperties")) > 1:
		return p, "more than one SignedSignatureProperties"
	}
	return p, ""
}

// propertyReferences are the references that claim the SignedProperties type.
func (j *judgement) propertyReferences() []*dsig.Reference {
	var references []*dsig.Reference
	for _, r := range j.sig.References {
		if isPropertiesType(r.Type) {
			references = append(references, r)
		}
	}
	return references
}

// isPropertiesType knows the type in EN 319 132-1 4.4.2 and the older ones
// that carry their version.
func isPropertiesType(uri string) bool {
	switch uri {
	case "http://uri.etsi.org/01903#SignedProperties", ns132 + "SignedProperties", ns122 + "SignedProperties", ns111 + "SignedProperties",
		"http://uri.etsi.org/01903/v1.3.2/#SignedProperties", "http://uri.etsi.org/01903/v1.2.2/#SignedProperties", "http://uri.etsi.org/01903/v1.1.1/#SignedProperties":
		return true
	}
	return false
}

// judgeProperties decides whether the SignedProperties are signed at all and
// reads those that bind others.
func (j *judgement) judgeProperties() {
	if j.props.none() {
		return
	}
	checked, ok := j.checked[j.props.reference]
	if !ok {
		j.props = properties{} // its own reason stands in the report already
		return
	}
	if checked.Target != j.props.signed || !j.props.reference.OnlyCanonical() {
		j.fail(FormatFailure, j.reasonAt(j.props.reference.Node, CodeProperties, "the Reference is not to this signature's SignedProperties"))
		j.props, j.out.Level = properties{}, LevelXMLDSIG
		return
	}
	j.readSigningTime()
	j.judgeObjectFormats()
}

func (j *judgement) signedSignatureProperties() xmltree.Node {
	return j.props.signed.Child(j.props.space, "SignedSignatureProperties")
}

func (j *judgement) readSigningTime() {
	found := all(j.signedSignatureProperties(), j.props.space, "SigningTime")
	if len(found) == 0 {
		return
	}
	n := found[0]
	if len(found) > 1 {
		j.doubt(SigConstraintsFailure, j.reasonAt(found[1], CodeProperties, "more than one SigningTime"))
		return
	}
	text, ok := n.SimpleText()
	t, zoned, err := parseDateTime(strings.TrimSpace(string(text)))
	if !ok || err != nil {
		j.doubt(SigConstraintsFailure, j.reasonAt(n, CodeProperties, "SigningTime is no dateTime"))
		return
	}
	j.out.SigningTime, j.out.TimeNode, j.out.Zoneless = &t, n, !zoned
}

// judgeObjectFormats holds each DataObjectFormat against the references:
// its ObjectReference must name one (EN 319 132-1 5.2.4).
func (j *judgement) judgeObjectFormats() {
	parent := j.props.signed.Child(j.props.space, "SignedDataObjectProperties")
	known := map[string]bool{}
	for _, r := range j.sig.References {
		if r.ID != "" {
			known["#"+r.ID] = true
		}
	}
	for n := range parent.Elements() {
		if !n.Is(j.props.space, "DataObjectFormat") {
			continue
		}
		if target, _ := n.Attr("", "ObjectReference"); !known[target] && !j.full() {
			j.doubt(SigConstraintsFailure, j.reasonAt(n, CodeProperties, "DataObjectFormat describes no Reference of this signature"))
		}
	}
}

package xades

import (
	"okienko/xades/dsig"
	"okienko/xades/xmltree"
)

// judgeCounterSignature says which signature this one countersigns: the one in
// whose CounterSignature property it stands, where it signs that signature's
// SignatureValue as it is (EN 319 132-1 5.2.7.2). What claims to be one and is
// not is in doubt itself, and changes nothing about the signature it stands in.
func (j *judgement) judgeCounterSignature() {
	if j.out.Cryptographic != CryptoPassed {
		return // its own reasons say why
	}
	for _, r := range j.sig.References {
		if isCounterType(r.Type) && !isSignatureValue(j.checked[r].Target) {
			j.doubt(SigConstraintsFailure, j.reasonAt(r.Node, CodeProperties, "a counter-signature of what is no SignatureValue"))
			return
		}
	}
	master, claimed := countersigned(j.out.Node)
	if !claimed {
		return
	}
	if !j.signsAsItIs(master.Child(dsig.Namespace, "SignatureValue")) {
		j.doubt(SigConstraintsFailure, j.reasonAt(j.sig.SignedInfo, CodeProperties, "does not sign the SignatureValue of the signature whose CounterSignature it is"))
		return
	}
	j.out.Countersigns, _ = master.Attr("", "Id")
}

// countersigned finds the signature in whose CounterSignature property a
// signature stands. claimed without a signature means a property out of place.
func countersigned(n xmltree.Node) (master xmltree.Node, claimed bool) {
	property := n.Parent()
	space := property.Space()
	if property.Local() != "CounterSignature" || !isXAdES(space) {
		return xmltree.Node{}, false
	}
	for _, local := range []string{"UnsignedSignatureProperties", "UnsignedProperties", "QualifyingProperties"} {
		if property = property.Parent(); !property.Is(space, local) {
			return xmltree.Node{}, true
		}
	}
	object := property.Parent()
	if master = object.Parent(); !object.Is(dsig.Namespace, "Object") || !master.Is(dsig.Namespace, "Signature") {
		return xmltree.Node{}, true
	}
	return master, true
}

// signsAsItIs reports that a Reference covers the element through nothing but
// canonicalisation.
func (j *judgement) signsAsItIs(n xmltree.Node) bool {
	for r, checked := range j.checked {
		if !n.IsZero() && checked.Target == n && r.OnlyCanonical() {
			return true
		}
	}
	return false
}

func isSignatureValue(n xmltree.Node) bool {
	return n.Is(dsig.Namespace, "SignatureValue") && n.Parent().Is(dsig.Namespace, "Signature")
}

// isCounterType knows the type of EN 319 132-1 5.2.7.3 and the older ones that
// carry their version.
func isCounterType(uri string) bool {
	switch uri {
	case "http://uri.etsi.org/01903#CountersignedSignature", ns132 + "CountersignedSignature", ns122 + "CountersignedSignature", ns111 + "CountersignedSignature":
		return true
	}
	return false
}

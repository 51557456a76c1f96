package tsl

import (
	"okienko/xades/xmltree"
)

// Parse reads a list from its bytes. An error is an *Error, or an
// *xmltree.Error when the bytes are no well-formed XML.
func Parse(data []byte) (*List, error) {
	doc, err := xmltree.Parse(data, xmltree.Options{MaxBytes: MaxBytes})
	if err != nil {
		return nil, err
	}
	return Read(doc)
}

// Read reads a list from a tree, so that the very document whose signature
// was verified is what is believed.
func Read(doc *xmltree.Document) (*List, error) {
	r := &reader{}
	list := r.list(doc.Root())
	if r.err != nil {
		return nil, r.err
	}
	return list, nil
}

// list reads the root element (TS 119 612 5.2).
func (r *reader) list(root xmltree.Node) *List {
	if !root.Is(Namespace, "TrustServiceStatusList") {
		r.fail(root, CodeStructure, "%s is no trusted list", root.Local())
		return nil
	}
	if value, _ := root.Attr("", "TSLTag"); value != listTag {
		r.fail(root, CodeVersion, "TSLTag %q is not that of TS 119 612", value)
	}
	list := &List{}
	r.scheme(list, r.child(root, "SchemeInformation"))
	for n := range each(root.Child(Namespace, "TrustServiceProviderList"), Namespace, "TrustServiceProvider") {
		if r.err != nil {
			return nil
		}
		list.Providers = append(list.Providers, r.provider(n))
	}
	return list
}

// scheme reads the scheme information (TS 119 612 5.3).
func (r *reader) scheme(list *List, n xmltree.Node) {
	if n.IsZero() {
		return
	}
	list.Version = int(r.number(n, "TSLVersionIdentifier"))
	// 5 is TS 119 612 v2.1 to v2.3, 6 is v2.4; older ones are of the Directive.
	if list.Version != 5 && list.Version != 6 {
		r.fail(n, CodeVersion, "TSLVersionIdentifier %d", list.Version)
	}
	list.Sequence = r.number(n, "TSLSequenceNumber")
	list.Type = r.mandatory(n, "TSLType")
	list.Operator = r.names(n.Child(Namespace, "SchemeOperatorName"))
	list.Scheme = r.names(n.Child(Namespace, "SchemeName"))
	list.Territory = r.optional(n, "SchemeTerritory")
	list.Issued = r.instant(r.child(n, "ListIssueDateTime"))
	if next := r.child(n, "NextUpdate").Child(Namespace, "dateTime"); !next.IsZero() {
		list.NextUpdate = r.instant(next)
	}
	for p := range each(n.Child(Namespace, "PointersToOtherTSL"), Namespace, "OtherTSLPointer") {
		list.Pointers = append(list.Pointers, r.pointer(p))
	}
}

// pointer reads a pointer to another list (TS 119 612 5.3.13).
func (r *reader) pointer(n xmltree.Node) Pointer {
	p := Pointer{Location: r.mandatory(n, "TSLLocation")}
	for id := range each(n.Child(Namespace, "ServiceDigitalIdentities"), Namespace, "ServiceDigitalIdentity") {
		p.Signers = append(p.Signers, r.identity(id).Certificates...)
	}
	for other := range each(n.Child(Namespace, "AdditionalInformation"), Namespace, "OtherInformation") {
		for value := range other.Elements() {
			r.aboutPointer(&p, value)
		}
	}
	return p
}

func (r *reader) aboutPointer(p *Pointer, value xmltree.Node) {
	switch {
	case value.Is(Namespace, "SchemeTerritory"):
		p.Territory = r.text(value)
	case value.Is(Namespace, "TSLType"):
		p.Type = r.text(value)
	case value.Is(Namespace, "SchemeOperatorName"):
		p.Operator = r.names(value)
	case value.Is(nsAdditional, "MimeType"):
		p.MimeType = r.text(value)
	}
}

// provider reads a provider and its services (TS 119 612 5.4).
func (r *reader) provider(n xmltree.Node) Provider {
	about := r.child(n, "TSPInformation")
	p := Provider{Name: r.names(about.Child(Namespace, "TSPName")), TradeName: r.names(about.Child(Namespace, "TSPTradeName"))}
	for s := range each(n.Child(Namespace, "TSPServices"), Namespace, "TSPService") {
		if r.err != nil {
			break
		}
		p.Services = append(p.Services, r.service(s))
	}
	return p
}

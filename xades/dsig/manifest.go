package dsig

import "okienko/xades/xmltree"

// ManifestType is the Type of a Reference to a Manifest (XMLDSig 1.1 5.1).
const ManifestType = Namespace + "Manifest"

// Manifest is a ds:Manifest that a signature covers: its entries are references
// like those of SignedInfo, each with a verdict of its own.
type Manifest struct {
	ID         string
	References []*Reference
}

// Manifest reads the Manifest that a checked reference covers. Entries outside
// the closed lists are refused when they are checked. All manifests of a
// document together have at most MaxReferences entries.
func (c *Checker) Manifest(r *Reference, covered Checked) (*Manifest, error) {
	n := covered.Target
	if r.Type != ManifestType || !n.Is(Namespace, "Manifest") || !covered.Whole || n.Document() != c.doc {
		return nil, referenceError(CodeStructure, r, "the reference has the type of a Manifest and covers none")
	}
	m := &Manifest{}
	m.ID, _ = n.Attr("", "Id")
	var entries []xmltree.Node
	list := children(n)
	list.requireSome("Reference", func(entry xmltree.Node) { entries = append(entries, entry) })
	if err := list.end(); err != nil {
		return nil, err
	}
	if c.entries += len(entries); c.entries > MaxReferences {
		return nil, referenceError(CodeTooMany, r, "too many references in manifests")
	}
	for _, entry := range entries {
		reference, err := c.parseEntry(entry)
		if err != nil {
			return nil, err
		}
		m.References = append(m.References, reference)
	}
	return m, nil
}

// parseEntry reads one reference of a Manifest, whose refusals are its own.
func (c *Checker) parseEntry(n xmltree.Node) (*Reference, *Error) {
	alone := &Signature{credit: c.credit}
	if err := alone.parseReference(n); err != nil {
		return nil, err
	}
	r := alone.References[0]
	if len(alone.Refusals) > 0 {
		r.refusal = alone.Refusals[0]
	}
	return r, nil
}

package forms

import "okienko/xades/xmltree"

// Match returns the form of a document's root element; ok is false when
// unknown. Only name and namespace decide: neither prefix nor
// xsi:schemaLocation says what a document is.
func (c *Catalogue) Match(root xmltree.Node) (f *Form, ok bool) {
	if root.Kind() != xmltree.ElementNode {
		return nil, false
	}
	f, ok = c.now.Load().byRoot[rootName{root.Space(), root.Local()}]
	return f, ok
}

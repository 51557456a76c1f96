package xmltree

import "bytes"

// name returns an element's name, nil for other nodes.
func (n Node) name() *name {
	if n.doc == nil {
		return nil
	}
	if x := n.at(); x.kind == ElementNode {
		return &n.doc.names[x.a]
	}
	return nil
}

// Space returns an element's namespace URI, "" for none.
func (n Node) Space() string {
	if name := n.name(); name != nil {
		return n.doc.uris[name.uri]
	}
	return ""
}

// Prefix returns an element's prefix, "" for none.
func (n Node) Prefix() string {
	if name := n.name(); name != nil {
		return name.prefixIn(n.doc)
	}
	return ""
}

// Local returns an element's local name or a processing instruction's target.
func (n Node) Local() string {
	if name := n.name(); name != nil {
		return name.localIn(n.doc)
	}
	if n.Kind() == PINode {
		from := n.at().start + uint32(len("<?"))
		return n.doc.str(from, uint32(targetEnd(n.doc.text, int(from)))-from)
	}
	return ""
}

// QName returns an element's name as written: prefix:local, or local.
func (n Node) QName() string {
	if name := n.name(); name != nil {
		return n.doc.str(name.ref, name.qualifiedLength())
	}
	return ""
}

// Is reports whether n is an element of this expanded name.
func (n Node) Is(space, local string) bool {
	name := n.name()
	return name != nil && name.localIn(n.doc) == local && n.doc.uris[name.uri] == space
}

// attributes returns an element's stored attributes.
func (n Node) attributes() []attribute {
	if n.Kind() != ElementNode {
		return nil
	}
	end := uint32(len(n.doc.attrs))
	if next := int(n.i) + 1; next < len(n.doc.nodes) {
		end = n.doc.nodes[next].attr
	}
	return n.doc.attrs[n.at().attr:end]
}

// NumAttrs returns the number of attributes (without namespace declarations).
func (n Node) NumAttrs() int { return len(n.attributes()) }

// AttrAt returns attribute k in document order, 0 ≤ k < NumAttrs.
func (n Node) AttrAt(k int) Attr {
	a := &n.attributes()[k]
	name := &n.doc.names[a.name]
	return Attr{
		Space:  n.doc.uris[name.uri],
		Prefix: name.prefixIn(n.doc),
		Local:  name.localIn(n.doc),
		Value:  n.doc.str(a.value, a.length),
		Start:  int(a.start),
		End:    int(a.stop),
	}
}

// AttrNamespaceAt returns prefix and namespace URI of attribute k: a cheaper
// AttrAt for those who need no more.
func (n Node) AttrNamespaceAt(k int) (prefix, uri string) {
	name := &n.doc.names[n.attributes()[k].name]
	return name.prefixIn(n.doc), n.doc.uris[name.uri]
}

// Attr returns the value of an attribute.
func (n Node) Attr(space, local string) (value string, ok bool) {
	attrs := n.attributes()
	for i := range attrs {
		a := &attrs[i]
		name := &n.doc.names[a.name]
		if name.localIn(n.doc) == local && n.doc.uris[name.uri] == space {
			return n.doc.str(a.value, a.length), true
		}
	}
	return "", false
}

// ownScope returns the declarations on n itself, nil when it has none.
func (n Node) ownScope() *scope {
	if n.Kind() != ElementNode {
		return nil
	}
	if s := &n.doc.scopes[n.at().b]; s.node == n.i {
		return s
	}
	return nil
}

// NumNamespaceDecls returns the number of namespace declarations on n itself.
func (n Node) NumNamespaceDecls() int {
	if s := n.ownScope(); s != nil {
		return int(s.count)
	}
	return 0
}

// NamespaceDeclAt returns declaration k in document order.
func (n Node) NamespaceDeclAt(k int) NamespaceDecl {
	s := n.ownScope()
	d := &n.doc.decls[s.first : s.first+s.count][k]
	return NamespaceDecl{Prefix: n.doc.str(d.prefix, d.plen), URI: n.doc.uris[d.uri]}
}

// LookupNamespace returns the URI a prefix ("" for the default) stands for at
// n; ok is false when it is not declared. "xml" is always declared.
func (n Node) LookupNamespace(prefix string) (uri string, ok bool) {
	if prefix == "xml" {
		return xmlURI, true
	}
	for !n.IsZero() && n.Kind() != ElementNode {
		n = n.Parent()
	}
	if n.IsZero() {
		return "", false
	}
	d := n.doc
	for i := int32(n.at().b); i >= 0; i = d.scopes[i].parent {
		s := &d.scopes[i]
		for _, x := range d.decls[s.first : s.first+s.count] {
			if d.str(x.prefix, x.plen) == prefix {
				return d.uris[x.uri], x.uri != uriNone
			}
		}
	}
	return "", false
}

// Range returns the bytes of the node in Document.Text: from < to > for an
// element, including its tags.
func (n Node) Range() (start, end int) {
	if n.doc == nil {
		return 0, 0
	}
	return int(n.at().start), int(n.at().stop)
}

// ContentRange returns the bytes between an element's tags; for <a/> both are
// the end of the tag.
func (n Node) ContentRange() (start, end int) {
	first, stop := n.Range()
	if n.Kind() != ElementNode {
		return first, stop
	}
	start = tagEnd(n.doc.text, first)
	if start == stop {
		return stop, stop
	}
	return start, first + bytes.LastIndexByte(n.doc.text[first:stop], '<')
}

// tagEnd returns the place after the > of the start tag at i; a > inside a
// quoted value is not it.
func tagEnd(s []byte, i int) int {
	quote := byte(0)
	for ; ; i++ {
		switch c := s[i]; {
		case quote != 0:
			if c == quote {
				quote = 0
			}
		case c == '"', c == '\'':
			quote = c
		case c == '>':
			return i + 1
		}
	}
}

// Position returns where the node starts.
func (n Node) Position() Position {
	if n.doc == nil {
		return Position{}
	}
	return n.doc.Position(int(n.at().start))
}

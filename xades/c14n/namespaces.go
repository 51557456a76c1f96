package c14n

import (
	"cmp"
	"slices"

	"okienko/xades/xmltree"
)

// namespaces knows which declarations the output has in force.
type namespaces struct {
	rendered map[string]string     // URI by prefix; "" and absent are the same
	latest   xmltree.NamespaceDecl // one that is in rendered: most elements share a prefix with the one before
	undo     []xmltree.NamespaceDecl
	listed   map[string]bool // PrefixList, with "" for #default
	pending  []xmltree.NamespaceDecl
	context  []xmltree.NamespaceDecl
}

// listed reads the PrefixList of the exclusive method; nil for none.
func listed(opt Options) map[string]bool {
	if opt.Method != Exclusive || len(opt.Prefixes) == 0 {
		return nil
	}
	set := make(map[string]bool, len(opt.Prefixes))
	for _, prefix := range opt.Prefixes {
		if prefix == "#default" {
			prefix = ""
		}
		set[prefix] = true
	}
	return set
}

// render notes a declaration to be written unless the output has it already.
// The prefix xml is never declared.
func (ns *namespaces) render(prefix, uri string) {
	if prefix == ns.latest.Prefix && uri == ns.latest.URI || prefix == "xml" {
		return
	}
	ns.latest = xmltree.NamespaceDecl{Prefix: prefix, URI: uri}
	old := ns.rendered[prefix]
	if old == uri {
		return
	}
	ns.undo = append(ns.undo, xmltree.NamespaceDecl{Prefix: prefix, URI: old})
	ns.rendered[prefix] = uri
	ns.pending = append(ns.pending, xmltree.NamespaceDecl{Prefix: prefix, URI: uri})
}

// restore takes back what was rendered since the undo list had a length.
func (ns *namespaces) restore(length int) {
	for last := len(ns.undo) - 1; last >= length; last-- {
		ns.latest = ns.undo[last]
		ns.rendered[ns.latest.Prefix] = ns.latest.URI
		ns.undo = ns.undo[:last]
	}
}

// renderNamespaces finds the declarations that an element needs beyond those in
// force: of the inclusive methods all in scope (C14N 1.0 2.3), of the exclusive
// one those visibly utilized or listed (exc-c14n 3).
func (c *walker) renderNamespaces(n xmltree.Node, orphan bool) error {
	c.pending = c.pending[:0]
	attributes, declares := n.NumAttrs(), n.NumNamespaceDecls()
	if declares == 0 && !orphan && (c.opt.Method != Exclusive || attributes == 0) {
		return c.renderName(n)
	}
	if err := c.spend(workToFind*attributes + workToDeclare*declares); err != nil {
		return err
	}
	if c.opt.Method == Exclusive {
		c.renderUtilized(n)
	}
	declared, err := c.declarations(n, orphan)
	if err != nil {
		return err
	}
	for _, d := range declared {
		if c.opt.Method != Exclusive || c.listed[d.Prefix] {
			c.render(d.Prefix, d.URI)
		}
	}
	return c.refuseRelative(n)
}

// renderName is renderNamespaces of most elements: nothing but the name can
// need a declaration.
func (c *walker) renderName(n xmltree.Node) error {
	if c.opt.Method != Exclusive {
		return nil
	}
	if c.render(n.Prefix(), n.Space()); len(c.pending) == 0 {
		return nil
	}
	return c.refuseRelative(n)
}

// refuseRelative fails where C14N 1.0 1.3 asks for it: an element declares a
// relative namespace URI, used or not, or would have to show one.
func (c *walker) refuseRelative(n xmltree.Node) error {
	found := slices.ContainsFunc(c.pending, func(d xmltree.NamespaceDecl) bool { return isRelative(d.URI) })
	for k := 0; k < n.NumNamespaceDecls() && !found; k++ {
		found = isRelative(n.NamespaceDeclAt(k).URI)
	}
	if found {
		return newError(n, xmltree.CodeRelativeNamespace, "a relative namespace URI has no canonical form")
	}
	return nil
}

func (c *walker) renderUtilized(n xmltree.Node) {
	c.render(n.Prefix(), n.Space())
	for k := range n.NumAttrs() {
		if prefix, uri := n.AttrNamespaceAt(k); prefix != "" {
			c.render(prefix, uri)
		}
	}
}

// declarations returns those by which an element's namespaces can differ from
// its output parent's: its own, or, of an orphan, also those of the elements
// between that are left out.
func (c *walker) declarations(n xmltree.Node, orphan bool) ([]xmltree.NamespaceDecl, error) {
	c.context = appendOwn(c.context[:0], n)
	if !orphan {
		return c.context, nil
	}
	for a := n.Parent(); a.Kind() == xmltree.ElementNode && a != c.outputParent(); a = a.Parent() {
		if err := c.spend(workPerAncestor + workToDeclare*a.NumNamespaceDecls()); err != nil {
			return nil, err
		}
		c.context = appendOwn(c.context, a)
	}
	return nearest(c.context), nil
}

func appendOwn(list []xmltree.NamespaceDecl, n xmltree.Node) []xmltree.NamespaceDecl {
	for k := range n.NumNamespaceDecls() {
		list = append(list, n.NamespaceDeclAt(k))
	}
	return list
}

// nearest keeps the first declaration of each prefix.
func nearest(list []xmltree.NamespaceDecl) []xmltree.NamespaceDecl {
	slices.SortStableFunc(list, byPrefix)
	return slices.CompactFunc(list, func(a, b xmltree.NamespaceDecl) bool { return a.Prefix == b.Prefix })
}

func byPrefix(a, b xmltree.NamespaceDecl) int { return cmp.Compare(a.Prefix, b.Prefix) }

// writeNamespaces writes the pending declarations by prefix.
func (c *walker) writeNamespaces() {
	if len(c.pending) > 1 && !slices.IsSortedFunc(c.pending, byPrefix) {
		slices.SortFunc(c.pending, byPrefix)
	}
	for _, d := range c.pending {
		c.string(" xmlns")
		if d.Prefix != "" {
			c.byte(':')
			c.string(d.Prefix)
		}
		c.quoted(d.URI)
	}
}

// isRelative reports that a namespace URI has no scheme (RFC 3986 3.1).
func isRelative(uri string) bool {
	for i, c := range []byte(uri) {
		switch {
		case 'a' <= c && c <= 'z', 'A' <= c && c <= 'Z':
		case i > 0 && ('0' <= c && c <= '9' || c == '+' || c == '-' || c == '.'):
		default:
			return c != ':' || i == 0
		}
	}
	return uri != ""
}

package xpath

import "okienko/xades/xmltree"

// property compiles string(), name(), local-name() and namespace-uri() of a
// node that each context node has at most one of.
func property(name string, u *union) (value, bool) {
	var read func(t *Tree, i int) (string, error)
	switch name {
	case "string":
		read = (*Tree).stringValue
	case "name":
		read = (*Tree).paidName
	case "local-name":
		read = func(t *Tree, i int) (string, error) { return t.localName(i), nil }
	case "namespace-uri":
		read = func(t *Tree, i int) (string, error) { return t.namespaceURI(i), nil }
	default:
		return value{}, false
	}
	if len(u.paths) != 1 || !u.paths[0].single() {
		return value{}, false
	}
	return value{scalar: &scalar{textAt: func(e *evaluation, i int) (string, error) {
		k, err := e.tree.follow(u.paths[0], i)
		if k < 0 || err != nil {
			return "", err
		}
		return read(e.tree, k)
	}}}, true
}

// single reports a path that leads from a node to one node at most, in a
// constant number of steps.
func (q *path) single() bool {
	if q.start != startContext || q.base != nil {
		return false
	}
	for _, s := range q.steps {
		attribute := s.axis == axisAttribute && s.test.named && s.test.local != "*" && s.test.space != "*"
		if len(s.filters) > 0 || s.axis != axisSelf && s.axis != axisParent && !attribute {
			return false
		}
	}
	return true
}

// follow goes a single path from a node; -1 when it ends.
func (t *Tree) follow(q *path, i int) (int, error) {
	for k := range q.steps {
		s := &q.steps[k]
		switch s.axis {
		case axisParent:
			i = int(t.parent[i])
		case axisAttribute:
			var err error
			if i, err = t.findAttribute(i, &s.test); err != nil {
				return -1, err
			}
		}
		if i < 0 || !t.fits(&s.test, s.axis, i) {
			return -1, nil
		}
	}
	return i, nil
}

func (t *Tree) findAttribute(i int, test *nodeTest) (int, error) {
	if i >= t.doc.Len() {
		return -1, nil
	}
	first, end := int(t.attributes[i]), int(t.attributes[i+1])
	for k := first; k < end; k++ {
		if test.fitsAttribute(t.attribute(k)) {
			return k, t.spend(k - first)
		}
	}
	return -1, t.spend(end - first)
}

// stringValue is the string-value of a node (XPath 1.0 5). An element's is as
// long as what stands in it, and has to be paid.
func (t *Tree) stringValue(i int) (string, error) {
	switch {
	case t.isAttribute(i):
		value := t.attribute(i).Value
		return value, t.spend(len(value))
	case t.isNamespace(i):
		return t.namespace(i).URI, nil
	}
	n := t.doc.At(i)
	from, to := n.Range()
	if err := t.spend(to - from + workPerNode*(n.End()-i)); err != nil {
		return "", err
	}
	return string(n.StringValue()), nil
}

// paidName is name, which is put together anew each time.
func (t *Tree) paidName(i int) (string, error) {
	name := t.name(i)
	return name, t.spend(len(name))
}

// name, localName and namespaceURI are the functions of XPath 1.0 4.1.
func (t *Tree) name(i int) string {
	switch {
	case t.isAttribute(i):
		if a := t.attribute(i); a.Prefix != "" {
			return a.Prefix + ":" + a.Local
		}
		return t.attribute(i).Local
	case t.isNamespace(i):
		return t.namespace(i).Prefix
	case t.doc.At(i).Kind() == xmltree.ElementNode:
		return t.doc.At(i).QName()
	case t.doc.At(i).Kind() == xmltree.PINode:
		return t.doc.At(i).Local()
	}
	return ""
}

func (t *Tree) localName(i int) string {
	switch {
	case t.isAttribute(i):
		return t.attribute(i).Local
	case t.isNamespace(i), t.doc.At(i).Kind() != xmltree.ElementNode:
		return t.name(i)
	}
	return t.doc.At(i).Local()
}

func (t *Tree) namespaceURI(i int) string {
	switch {
	case t.isAttribute(i):
		return t.attribute(i).Space
	case t.isNamespace(i), t.doc.At(i).Kind() != xmltree.ElementNode:
		return ""
	}
	return t.doc.At(i).Space()
}

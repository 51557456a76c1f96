package xmltree

import "bytes"

// undo is what one declaration replaced.
type undo struct {
	prefix       int32
	uri, boundBy int32
}

// attrKey is the expanded name by which attributes of an element must differ.
type attrKey struct{ uri, local int32 }

// fewAttributes: up to so many, comparing all pairs is cheaper than a table.
const fewAttributes = 12

// declare binds a prefix on the innermost element (Namespaces in XML 1.0,
// sections 2.2 and 3).
func (p *parser) declare(prefix int32, value, length uint32, at int) error {
	if length > maxURI {
		return p.fail(at, CodeTooManyNamespaces, "a namespace URI longer than the limit")
	}
	uri := p.uri(p.uriString(value, length))
	if fault := bindingFault(prefix, uri); fault != "" {
		return p.fail(at, CodeNamespace, fault)
	}
	w := &p.words[prefix]
	if w.boundBy == p.cur {
		return p.fail(at, CodeDuplicateAttribute, "the same namespace declaration twice")
	}
	if len(p.undo) >= p.opt.MaxNamespaces {
		return p.fail(at, CodeTooManyNamespaces, "more namespace declarations in scope than the limit")
	}
	p.undo = append(p.undo, undo{prefix, w.uri, w.boundBy})
	w.uri, w.boundBy = uri, p.cur
	p.enterScope()
	p.d.scopes[p.scope].count++
	p.d.decls = append(room(p, p.d.decls), declaration{prefix: w.ref, plen: w.length, uri: uri})
	return nil
}

// uriString makes a string that stays valid when the arena grows.
func (p *parser) uriString(value, length uint32) string {
	if value&inArena != 0 {
		return string(p.d.bytes(value, length))
	}
	return p.d.str(value, length)
}

// bindingFault says what forbids a declaration, or "".
func bindingFault(prefix, uri int32) string {
	switch {
	case prefix == wordXMLNS:
		return "the prefix xmlns cannot be declared"
	case uri == uriXMLNS:
		return "the xmlns namespace cannot be declared"
	case (prefix == wordXML) != (uri == uriXML):
		return "the prefix xml and its namespace belong together"
	case uri == uriNone && prefix != wordEmpty:
		return "a prefix cannot be undeclared"
	}
	return ""
}

// enterScope opens a scope at the first declaration of the innermost element.
func (p *parser) enterScope() {
	if p.d.scopes[p.scope].node == p.cur {
		return
	}
	p.d.scopes = append(room(p, p.d.scopes), scope{parent: p.scope, node: p.cur, first: uint32(len(p.d.decls))})
	p.scope = int32(len(p.d.scopes) - 1)
}

// leaveScope takes the innermost scope's declarations back.
func (p *parser) leaveScope() {
	s := &p.d.scopes[p.scope]
	for range s.count {
		last := p.undo[len(p.undo)-1]
		p.undo = p.undo[:len(p.undo)-1]
		w := &p.words[last.prefix]
		w.uri, w.boundBy = last.uri, last.boundBy
	}
	p.scope = s.parent
}

// elementName resolves an element's name, to which the default namespace applies.
func (p *parser) elementName(number int32, at int) (uint32, error) {
	w := &p.words[number]
	uri := p.words[w.prefix].uri
	if uri == uriNone && w.colon > 0 {
		return 0, p.fail(at, CodeNamespace, "undeclared prefix "+excerpt(p.s[at:at+int(w.colon)]))
	}
	return uint32(p.expand(number, uri)), nil
}

// resolveAttributes replaces the words of an element's attributes by expanded
// names, refuses equal ones and enters Ids.
func (p *parser) resolveAttributes(element int32) error {
	first := int(p.d.nodes[element].attr)
	attrs := p.d.attrs[first:]
	for i := range attrs {
		a := &attrs[i]
		w := &p.words[a.name]
		uri := int32(uriNone)
		if w.colon > 0 {
			if uri = p.words[w.prefix].uri; uri == uriNone {
				return p.fail(int(a.start), CodeNamespace, "undeclared prefix "+excerpt(p.d.bytes(w.ref, w.colon)))
			}
		}
		a.name = p.expand(a.name, uri)
	}
	if err := p.checkDuplicates(attrs); err != nil {
		return err
	}
	for i := range attrs {
		if p.identifies(attrs[i].name, element) && !p.addID(int32(first+i), element) && !p.opt.KeepDuplicateIDs {
			return p.fail(int(attrs[i].start), CodeDuplicateID, "the same Id on two elements")
		}
	}
	return nil
}

// identifies reports whether an attribute of this name is the Id of the element.
func (p *parser) identifies(name, element int32) bool {
	where := p.d.names[name].identifying
	if where != identifiesSAML1 {
		return where == identifiesAll
	}
	n := &p.d.names[p.d.nodes[element].a]
	return isSAML1(p.d.uris[n.uri], n.localIn(p.d))
}

// checkDuplicates refuses attributes of the same expanded name (Namespaces in
// XML 1.0 section 6.3), whatever their prefixes.
func (p *parser) checkDuplicates(attrs []attribute) error {
	if len(attrs) > fewAttributes {
		return p.checkManyDuplicates(attrs)
	}
	for i := 1; i < len(attrs); i++ {
		for j := range i {
			if p.key(&attrs[i]) == p.key(&attrs[j]) {
				return p.duplicate(&attrs[i])
			}
		}
	}
	return nil
}

// checkManyDuplicates notes at each expanded name the element that has it: a name
// is looked up once, however many elements have it.
func (p *parser) checkManyDuplicates(attrs []attribute) error {
	for i := range attrs {
		seen := &p.seenOn[p.expanded(attrs[i].name)]
		if *seen == p.cur {
			return p.duplicate(&attrs[i])
		}
		*seen = p.cur
	}
	return nil
}

func (p *parser) key(a *attribute) attrKey {
	n := &p.d.names[a.name]
	return attrKey{n.uri, n.local}
}

func (p *parser) duplicate(a *attribute) error {
	return p.fail(int(a.start), CodeDuplicateAttribute, "the same attribute twice")
}

type qnameVerdict uint8

const (
	qualified qnameVerdict = iota
	notAName
	notQualified
)

// judgeQName tells a bad name from a name that namespaces do not allow.
func judgeQName(spelling []byte) qnameVerdict {
	prefix, local, colon := bytes.Cut(spelling, []byte{':'})
	if isNCName(prefix) && (!colon || isNCName(local)) {
		return qualified
	}
	if isName(spelling) {
		return notQualified
	}
	return notAName
}

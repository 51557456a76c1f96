package xsd

import (
	"bytes"
	"errors"

	"okienko/xades/xmltree"
)

// schemaDoc is one xs:schema as it is used: a document without a target
// namespace that is included from two namespaces is two of them.
type schemaDoc struct {
	source    Source
	root      xmltree.Node
	target    string
	chameleon bool // has taken the target namespace of its includer
	qualified struct{ element, attribute bool }
	defaults  struct{ block, final string }
	imports   map[string]bool
	ids       map[string]bool
}

// redefinition ties a component inside xs:redefine to what it replaces.
type redefinition struct {
	kind      string
	name      qname
	original  qname // the name under which the replaced component is kept
	restricts bool  // a group that does not hold itself must be a restriction of the original
}

type docKey struct{ location, target string }

// loader reads documents and everything they pull in.
type loader struct {
	c        *compiler
	resolve  Resolver
	loaded   map[docKey]*schemaDoc
	contents map[string][]*schemaDoc // by target namespace, for copies under other names
	count    int

	redefinitions []site // the children of xs:redefine, innermost documents first
}

// redefineAll applies the redefinitions, when all they may replace is there:
// documents can redefine each other.
func (l *loader) redefineAll() {
	type target struct {
		redefine   xmltree.Node
		kind, name string
	}
	seen := map[target]bool{}
	for _, s := range l.redefinitions {
		name, _ := s.attr("name")
		key := target{s.node.Parent(), redefinedKind(s.local()), name}
		if seen[key] {
			l.c.reportValue(s, CodeXSDDuplicate, "sch-props-correct.2", name, "%s %s is redefined twice", key.kind, name)
			continue
		}
		seen[key] = true
		l.c.redefine(s)
	}
}

// load reads one document. want is the namespace it must have; adopt says that
// a document without one takes want (include and redefine).
func (l *loader) load(src Source, want string, adopt bool, from *site) *schemaDoc {
	root, ok := l.parse(src)
	if !ok {
		return nil
	}
	target, _ := root.Attr("", "targetNamespace")
	chameleon := adopt && target == "" && want != ""
	if chameleon {
		target = want
	}
	if from != nil && target != want {
		l.c.report(*from, CodeXSDImport, "src-import", "the document %s has the target namespace %q, not %q", src.Location, target, want)
		return nil
	}
	key := docKey{src.Location, target}
	if d := l.loaded[key]; d != nil {
		return d
	}
	for _, d := range l.contents[target] {
		if bytes.Equal(d.source.Data, src.Data) && d.chameleon == chameleon {
			l.loaded[key] = d
			return d
		}
	}
	d := &schemaDoc{source: src, root: root, target: target, chameleon: chameleon, imports: map[string]bool{}, ids: map[string]bool{}}
	l.loaded[key] = d
	l.contents[target] = append(l.contents[target], d)
	l.read(d)
	return d
}

// parse gives the document element, which must be xs:schema.
func (l *loader) parse(src Source) (xmltree.Node, bool) {
	here := site{doc: &schemaDoc{source: src}}
	if l.count++; l.count > maxDocuments || len(src.Data) > maxSchemaBytes {
		l.c.limit(here, "maxDocuments", "more than %d schema documents, or one above %d bytes", maxDocuments, maxSchemaBytes)
		return xmltree.Node{}, false
	}
	tree, err := xmltree.Parse(src.Data, xmltree.Options{KeepDuplicateIDs: true})
	if err != nil {
		l.c.syntax(here, err)
		return xmltree.Node{}, false
	}
	here.node = tree.Root()
	if !here.node.Is(nsSchema, "schema") {
		l.c.report(here, CodeXSDStructure, "schema", "the root element must be xs:schema, not %s", nameOf(here.node))
		return xmltree.Node{}, false
	}
	return here.node, true
}

// syntax reports a document that the XML reader refuses.
func (c *compiler) syntax(s site, err error) {
	p := Problem{Code: CodeXSDSyntax, Document: s.doc.source.Location, Message: err.Error(), Args: map[string]string{"rule": "XML 1.0"}}
	var e *xmltree.Error
	if errors.As(err, &e) {
		p.Line, p.Column, p.Args["code"] = e.Line, e.Column, e.Code
	}
	c.add(p)
}

// read checks the document against the grammar, follows its references, then
// registers its components.
func (l *loader) read(d *schemaDoc) {
	s := site{doc: d, node: d.root}
	before := len(l.c.problems)
	l.c.checkGrammar(s)
	if len(l.c.problems) > before {
		return // the builders rely on the grammar
	}
	form, _ := s.attr("elementFormDefault")
	d.qualified.element = form == "qualified"
	form, _ = s.attr("attributeFormDefault")
	d.qualified.attribute = form == "qualified"
	d.defaults.block, _ = s.attr("blockDefault")
	d.defaults.final, _ = s.attr("finalDefault")
	children := s.children()
	for _, child := range children {
		switch child.local() {
		case "import":
			l.follow(child)
		case "include", "redefine":
			l.include(child)
		}
	}
	for _, child := range children {
		l.c.register(child)
	}
}

// follow is xs:import. Its document may be missing as long as nothing of it is used.
func (l *loader) follow(s site) {
	space, has := s.attr("namespace")
	if space == s.doc.target || has && space == "" {
		l.c.report(s, CodeXSDImport, "src-import.1", "a schema cannot import its own namespace or an empty one")
		return
	}
	s.doc.imports[space] = true
	if space == nsXML {
		l.c.knowXML()
	}
	location, _ := s.attr("schemaLocation")
	if l.resolve == nil {
		return
	}
	if src, ok := l.resolve(space, location, s.doc.source.Location); ok {
		l.load(src, space, false, &s)
	}
}

// include is xs:include and xs:redefine.
func (l *loader) include(s site) {
	location, _ := s.attr("schemaLocation")
	var doc *schemaDoc
	if l.resolve != nil {
		if src, ok := l.resolve(s.doc.target, location, s.doc.source.Location); ok {
			if doc = l.load(src, s.doc.target, true, &s); doc == nil {
				return
			}
		}
	}
	if doc == nil && (s.local() == "redefine" && len(s.children()) > 0) {
		l.c.report(s, CodeXSDImport, "src-redefine", "there is no document to redefine at %q", location)
		return
	}
	l.redefinitions = append(l.redefinitions, s.children()...)
}

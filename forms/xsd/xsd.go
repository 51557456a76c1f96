// Package xsd is an XML Schema 1.0 compiler and validator over xmltree.
package xsd

import (
	"errors"

	"okienko/xades/xmltree"
)

// Problem is one fault: of a document, or of a schema that is refused.
type Problem struct {
	Code     string            // stable, of the closed list in codes.go: schema.…, form.…
	Line     int               // from 1
	Column   int               // in characters, from 1
	Path     string            // /Dokument/TrescDokumentu/Zalacznik[2]/@format
	Value    string            // the offending value, cut to 60 characters
	Expected []string          // names or values that would fit, at most 10
	Args     map[string]string // further arguments of the sentence: "element", "facet", "limit", "label" …
	Message  string            // English, for integrators and logs; people read inbox/locale
	Document string            // location of the document, in schema problems
}

// Source is one schema document.
type Source struct {
	Location string
	Data     []byte
}

// Resolver finds the document behind an import, include or redefine. base is
// the Location of the document that asks. It never reaches the network.
type Resolver func(namespace, location, base string) (src Source, ok bool)

// Schema is a compiled schema; it is immutable and safe for concurrent use.
type Schema struct {
	elements   map[qname]*elementDecl
	attributes map[qname]*attributeDecl
	types      map[qname]*typeDef
	notations  map[qname]site
	hasKeys    bool
}

// Compile reads the schema documents and all they import. A refused schema
// gives problems and a nil Schema; err means that it could not evaluate.
func Compile(docs []Source, resolve Resolver) (s *Schema, problems []Problem, err error) {
	if len(docs) == 0 {
		return nil, nil, errors.New("xsd: there is no schema document")
	}
	c := newCompiler()
	l := &loader{c: c, resolve: resolve, loaded: map[docKey]*schemaDoc{}, contents: map[string][]*schemaDoc{}}
	for _, src := range docs {
		l.load(src, "", false, nil)
	}
	if len(c.problems) == 0 {
		l.redefineAll()
		c.build()
	}
	if len(c.problems) > 0 {
		return nil, c.problems, nil
	}
	return &Schema{elements: c.elements, attributes: c.attributes, types: c.types, notations: c.notations, hasKeys: c.hasConstraints()}, nil, nil
}

// ValidateOptions tune one validation. The zero value validates strictly.
type ValidateOptions struct {
	// Skip passes over child elements for which it is true, as if they were
	// not there (ds:Signature under the root of a signed document).
	Skip func(xmltree.Node) bool
	// MaxProblems stops after so many; 0 = 1000.
	MaxProblems int
}

// Validate checks an element and everything below it. The root must be
// declared globally, or name a type of the schema by xsi:type. No problems: nil.
func (s *Schema) Validate(root xmltree.Node, opt ValidateOptions) []Problem {
	if opt.MaxProblems <= 0 {
		opt.MaxProblems = defaultMaxProblems
	}
	v := &validator{s: s, opt: opt}
	return v.run(root)
}

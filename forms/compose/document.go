package compose

import (
	"encoding/base64"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"github.com/beevik/etree"

	"okienko/forms"
	"okienko/forms/xsd"
	"okienko/xades/xmltree"
)

// ErrFile says that a file is to be written whose Data was not loaded.
var ErrFile = errors.New("compose: the data of a file is not loaded")

// Document makes the document: what it composes, the form's own Validate has
// found nothing wrong with. Else it says what is wrong, page by page, with the
// field to mend it in. The same answers make the same bytes. An error means that
// no answers would make a document.
func (s *Sheet) Document() ([]byte, []forms.Problem, error) {
	if s.err != nil {
		return nil, s.overfull(), s.hopeless()
	}
	var problems []forms.Problem
	for _, page := range s.Pages {
		problems = append(problems, s.Check(page)...)
	}
	if problems = append(problems, s.missing()...); len(problems) > 0 {
		return nil, problems, nil
	}
	w := &writer{prefixes: map[string]string{s.Form.Namespace: formPrefix}}
	if s.Form.Namespace != "" {
		w.order = []string{s.Form.Namespace}
	}
	data, err := w.document(s.root)
	if err != nil {
		return nil, nil, err
	}
	if problems, err = s.validate(data, w.elements); err != nil || len(problems) > 0 {
		return nil, problems, err
	}
	return data, nil, nil
}

// validate holds the written document against the form; problems lead back to
// the fields. elements are its elements in document order.
func (s *Sheet) validate(data []byte, elements []*part) ([]forms.Problem, error) {
	doc, err := xmltree.Parse(data, xmltree.Options{})
	if err != nil {
		return nil, fmt.Errorf("compose: the document cannot be read back: %w", err)
	}
	problems := s.Form.Validate(doc.Root())
	if len(problems) == 0 {
		return nil, nil
	}
	byPath := map[string]*part{}
	i := 0
	for n := range doc.Root().Descendants() {
		if n.Kind() == xmltree.ElementNode {
			byPath[n.Path()] = elements[i]
			i++
		}
	}
	for k := range problems {
		s.locate(&problems[k], byPath)
	}
	return problems, nil
}

// locate gives a problem of the document to the field that answers for it.
func (s *Sheet) locate(problem *forms.Problem, byPath map[string]*part) {
	path, attribute := splitAttribute(problem.Path)
	p := byPath[path]
	if p == nil {
		problem.Args[ArgInput] = ""
		return
	}
	p = p.spokenFor(attribute)
	p.point(problem)
	for f := range s.fields() {
		if f.Name == problem.Args[ArgInput] {
			f.Problems = append(f.Problems, *problem)
			return
		}
	}
}

// spokenFor finds the part of an element that a problem is about.
func (p *part) spokenFor(attribute string) *part {
	for _, child := range p.parts {
		if child.field == nil {
			continue
		}
		if child.kind == textPart && attribute == "" || child.kind == attributePart && child.name.Local == attribute {
			return child
		}
	}
	return p
}

// writer makes XML of parts. Namespaces are declared on the root, and prefixes
// are the usual ones of CRD documents, else numbered as they come.
type writer struct {
	prefixes map[string]string // by namespace
	order    []string          // namespaces as they came
	elements []*part
	err      error
}

func (w *writer) document(root *part) ([]byte, error) {
	doc := etree.NewDocument()
	doc.WriteSettings = etree.WriteSettings{CanonicalText: true, CanonicalAttrVal: true}
	doc.CreateProcInst("xml", `version="1.0" encoding="UTF-8"`)
	doc.CreateText("\n")
	w.children(&doc.Element, root)
	if w.err != nil {
		return nil, w.err
	}
	if top := doc.Root(); top != nil {
		for _, space := range w.order {
			top.CreateAttr("xmlns:"+w.prefixes[space], space)
		}
	}
	doc.CreateText("\n")
	return doc.WriteToBytes()
}

// children writes what stands in p into an element.
func (w *writer) children(into *etree.Element, p *part) {
	for _, child := range p.parts {
		if !child.present() {
			continue
		}
		switch child.kind {
		case elementPart:
			w.element(into, child)
		case attributePart:
			into.CreateAttr(w.name(child.name), child.value)
		case textPart:
			w.text(into, child)
		case groupPart:
			w.children(into, child)
		}
	}
}

func (w *writer) element(into *etree.Element, p *part) {
	w.elements = append(w.elements, p)
	e := into.CreateElement(w.name(p.name))
	if p.xsi.Local != "" {
		e.CreateAttr(w.name(xsd.Name{Space: nsInstance, Local: "type"}), w.name(p.xsi))
	}
	if p.nilled {
		e.CreateAttr(w.name(xsd.Name{Space: nsInstance, Local: "nil"}), "true")
	}
	w.children(e, p)
}

func (w *writer) text(into *etree.Element, p *part) {
	switch {
	case p.file == nil:
		if p.value != "" {
			into.CreateText(p.value)
		}
	case p.file.Data == nil && p.file.Size > 0:
		w.err = ErrFile
	default:
		into.CreateText(base64.StdEncoding.EncodeToString(p.file.Data))
	}
}

// name writes a name with the prefix of its namespace.
func (w *writer) name(n xsd.Name) string {
	if n.Space == "" {
		return n.Local
	}
	if n.Space == nsXML {
		return "xml:" + n.Local
	}
	prefix, ok := w.prefixes[n.Space]
	if !ok {
		if prefix = usualPrefixes[n.Space]; prefix == "" {
			prefix = "n" + strconv.Itoa(len(w.order))
		}
		w.prefixes[n.Space] = prefix
		w.order = append(w.order, n.Space)
	}
	return prefix + ":" + n.Local
}

// formPrefix is that of the form's own namespace.
const formPrefix = "dok"

// usualPrefixes are those that CRD documents are published with.
var usualPrefixes = map[string]string{
	"http://crd.gov.pl/xml/schematy/struktura/2009/11/16/":  "str",
	"http://crd.gov.pl/xml/schematy/meta/2009/11/16/":       "meta",
	"http://crd.gov.pl/xml/schematy/osoba/2009/11/16/":      "oso",
	"http://crd.gov.pl/xml/schematy/instytucja/2009/11/16/": "inst",
	"http://crd.gov.pl/xml/schematy/adres/2009/11/09/":      "adr",
	nsInstance: "xsi",
}

// splitAttribute parts the path of an attribute from that of its element.
func splitAttribute(path string) (element, attribute string) {
	if at := strings.LastIndex(path, "/@"); at >= 0 {
		return path[:at], path[at+2:]
	}
	return path, ""
}

package compose

import (
	"okienko/forms"
	"okienko/forms/xsd"
)

type partKind uint8

const (
	elementPart partKind = iota
	attributePart
	textPart
	groupPart // several elements, or what a choice has come to
)

// part is a piece of the document that the sheet stands for, asked or not.
type part struct {
	kind   partKind
	name   xsd.Name // of an element or attribute
	path   string   // in the document, without indexes
	typ    xsd.Type // the simple type of an attribute or text
	space  string   // namespace of the element a text stands in
	xsi    xsd.Name // the type that xsi:type names
	parent *part
	parts  []*part
	field  *Field // that asks for it; nil for none

	value    string // of an attribute or text
	file     *File  // of a text that is a file in base64
	attached bool   // the file is an attachment
	given    bool   // the value is an answer or is known; a form's own constant is neither
	fixed    bool   // no other value can stand there, so that it says nothing

	required bool // an attribute or text, where its element is there
	optional bool // an element or group that may be left out
	opened   bool // a person said that it is there
	bare     bool // being there is all it says: nothing is asked inside
	nilled   bool // written with xsi:nil
}

// add puts parts into p.
func (p *part) add(parts ...*part) {
	for _, child := range parts {
		child.parent = p
	}
	p.parts = append(p.parts, parts...)
}

// filled reports whether something inside was answered or is known.
func (p *part) filled() bool {
	if p.given && (p.value != "" || p.file != nil) || p.bare && p.opened {
		return true
	}
	for _, child := range p.parts {
		if child.filled() {
			return true
		}
	}
	return false
}

// constant reports whether some value stands inside, if only one of the form's.
func (p *part) constant() bool {
	if p.value != "" && !p.fixed || p.file != nil {
		return true
	}
	for _, child := range p.parts {
		if child.constant() {
			return true
		}
	}
	return false
}

// complete reports whether nothing required is empty inside.
func (p *part) complete() bool {
	if p.lacks() {
		return false
	}
	for _, child := range p.parts {
		if child.present() && !child.complete() {
			return false
		}
	}
	return true
}

// lacks reports a required value that is not there.
func (p *part) lacks() bool { return p.required && p.value == "" && p.file == nil }

// present reports whether the part stands in the document: what may be left out
// does when there is nothing to say in it.
func (p *part) present() bool {
	switch {
	case p.kind == attributePart:
		return p.value != ""
	case !p.optional || p.filled():
		return true
	}
	return p.constant() && p.complete()
}

// awaited reports whether a required value below p is missed: not where
// something around it may be left out and nobody has begun it.
func (p *part) awaited() bool {
	for outer := p.parent; outer != nil; outer = outer.parent {
		if outer.optional && !outer.opened && !outer.filled() {
			return false
		}
	}
	return true
}

// below lists p and all parts in it that stand in the document, and the
// attributes that could.
func (p *part) below(visit func(*part)) {
	if p.kind != attributePart && !p.present() {
		return
	}
	visit(p)
	for _, child := range p.parts {
		child.below(visit)
	}
}

// problem makes a problem of p.
func (p *part) problem(f *forms.Form, code string, args map[string]string) forms.Problem {
	problem := forms.Problem{Code: code, Path: "/" + p.path, Args: args}
	if problem.Args == nil {
		problem.Args = map[string]string{}
	}
	problem.Args["label"] = f.Label(p.path)
	p.point(&problem)
	return problem
}

// point names the field in which a problem of p can be mended.
func (p *part) point(problem *forms.Problem) {
	problem.Args[ArgInput] = ""
	for at := p; at != nil; at = at.parent {
		if at.field != nil {
			problem.Args[ArgInput] = at.field.Name
			return
		}
	}
}

package forms

import (
	"cmp"
	"iter"
	"slices"
	"strings"

	"okienko/forms/xsd"
	"okienko/xades/xmltree"
)

// maxProblems bounds the answer to one letter. A person mends a letter from the
// first dozen; each further problem costs some 500 octets of answer and log, so
// a hostile letter cannot make more than 0.5 MB of them.
const maxProblems = 1000

// Validate checks the element (what the signature covers) against the schema,
// check digits, dates and attachments. ds:Signature children of the root are
// passed over. Problems stand in document order, each with its label; digits
// of PESEL and NIP are masked in them. No problems: nil.
func (f *Form) Validate(root xmltree.Node) []Problem {
	problems := f.Schema.Validate(root, xsd.ValidateOptions{
		Skip:        func(n xmltree.Node) bool { return isSignature(root, n) },
		MaxProblems: maxProblems,
	})
	problems = append(problems, f.checkContent(root)...)
	slices.SortStableFunc(problems, func(a, b Problem) int {
		return cmp.Or(cmp.Compare(a.Line, b.Line), cmp.Compare(a.Column, b.Column))
	})
	problems = problems[:min(len(problems), maxProblems)]
	for i := range problems {
		f.finish(&problems[i])
	}
	return problems
}

// checkContent finds what no schema can say.
func (f *Form) checkContent(root xmltree.Node) (problems []Problem) {
	found := 0
	for n := range elements(root) {
		if len(problems) >= maxProblems {
			return problems
		}
		switch {
		case n.Is(nsStruktura, "Zalacznik"):
			found++
			problems = append(problems, attachment(n).check()...)
		default:
			problems = append(problems, f.checkText(n)...)
		}
	}
	return append(problems, f.checkAttached(root, found)...)
}

// checkText checks the text of one element.
func (f *Form) checkText(n xmltree.Node) []Problem {
	switch n.Local() {
	case "PESEL", "NIP", "REGON", "Czas":
	default:
		return nil // most elements: their text need not be gathered
	}
	value := text(n)
	code, message := f.valueFault(n.Space(), n.Local(), value)
	if code == "" {
		return nil
	}
	return []Problem{problemAt(n, code, value, message, nil)}
}

// finish names the field and hides what must not reach a log.
func (f *Form) finish(p *Problem) {
	if p.Args == nil {
		p.Args = map[string]string{}
	}
	if _, ok := f.label(p.Path); ok || p.Args["label"] == "" {
		p.Args["label"] = f.Label(p.Path)
	}
	if len(p.Expected) > 0 {
		p.Args["expected"] = strings.Join(f.expectedWords(*p), ", ")
	}
	maskNumbers(p)
}

// expectedWords says what would fit in the words of the form: the labels of
// elements, and of enumerated values beside the values.
func (f *Form) expectedWords(p Problem) []string {
	words := slices.Clone(p.Expected)
	around := p.Path
	switch p.Code {
	case xsd.CodeElementUnexpected:
		around, _ = cutLast(p.Path)
	case xsd.CodeElementMissing:
	case xsd.CodeEnumeration:
		q, _ := f.Question(p.Path)
		for i, value := range words {
			if label, _ := q.Options[value].In("pl"); label != "" {
				words[i] = label + " (" + value + ")"
			}
		}
		return words
	default:
		return words
	}
	for i, name := range words {
		if label, ok := f.label(around + "/" + name); ok {
			words[i] = label["pl"]
		}
	}
	return words
}

// isSignature reports whether n is a signature of the document under root.
func isSignature(root, n xmltree.Node) bool {
	return n.Is(nsSignature, "Signature") && n.Parent() == root
}

// elements yields root and every element below it but what stands in a
// ds:Signature, at whatever depth: signatures are taken away before a letter is
// signed, so anybody may have put there what is in them.
func elements(root xmltree.Node) iter.Seq[xmltree.Node] {
	return func(yield func(xmltree.Node) bool) {
		if !yield(root) {
			return
		}
		past := 0 // where the last signature ended
		for n := range root.Descendants() {
			switch {
			case n.Kind() != xmltree.ElementNode || n.Order() < past:
			case n.Is(nsSignature, "Signature"):
				past = n.End()
			case !yield(n):
				return
			}
		}
	}
}

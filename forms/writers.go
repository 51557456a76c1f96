package forms

import (
	"slices"

	"okienko/xades/xmltree"
)

// ownPESEL is the value of questions for the PESEL of whoever fills the form in.
const ownPESEL = "{person.pesel}"

// Writers lists the PESELs that a document gives for who writes it, each once: those
// in fields where the form asks people for their own. Its signatures are left out.
func (f *Form) Writers(root xmltree.Node) []string {
	return f.writers(root, "/"+root.Local(), nil)
}

func (f *Form) writers(n xmltree.Node, path string, found []string) []string {
	leaf := true
	for child := range n.Elements() {
		leaf = false
		if !child.Is(nsSignature, "Signature") {
			found = f.writers(child, path+"/"+child.Local(), found)
		}
	}
	if q, ok := f.Question(path); leaf && ok && q.Value == ownPESEL {
		if pesel := text(n); ValidPESEL(pesel) && !slices.Contains(found, pesel) {
			return append(found, pesel)
		}
	}
	return found
}

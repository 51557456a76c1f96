package forms

import (
	"strings"

	"okienko/xades/xmltree"
)

// Addressee is the body a document names as its addressee.
type Addressee struct {
	Name, REGON, NIP, Other string
	Person                  bool // a natural person, whose data is not read
	Node                    xmltree.Node
}

// Addressees lists the institutions named where Policy.Addressee says, and the
// persons named in their place.
func (f *Form) Addressees(root xmltree.Node) []Addressee {
	first, rest, ok := strings.Cut(f.Policy.Addressee, "/")
	if !ok || !root.Is(f.Namespace, first) {
		return nil
	}
	nodes := []xmltree.Node{root}
	steps := strings.Split(rest, "/")
	for _, step := range steps[:len(steps)-1] {
		nodes = children(nodes, step)
	}
	var list []Addressee
	for _, n := range nodes {
		for child := range n.Elements() {
			switch {
			case child.Local() == steps[len(steps)-1]:
				list = append(list, addressee(child))
			case child.Is(nsOsoba, "Osoba"):
				list = append(list, Addressee{Person: true, Node: child})
			}
		}
	}
	return list
}

// children lists the child elements of this local name. The schema has fixed
// their namespaces: policy paths are written without.
func children(nodes []xmltree.Node, local string) (found []xmltree.Node) {
	for _, n := range nodes {
		for child := range n.Elements() {
			if child.Local() == local {
				found = append(found, child)
			}
		}
	}
	return found
}

func addressee(n xmltree.Node) Addressee {
	ids := n.Child(nsInstytucja, "IdInstytucji")
	if ids.IsZero() {
		return Addressee{Name: text(n.Child(nsInstytucja, "NazwaInstytucji")), Node: n}
	}
	return Addressee{
		Name:  text(n.Child(nsInstytucja, "NazwaInstytucji")),
		REGON: text(ids.Child(nsInstytucja, "REGON")),
		NIP:   text(ids.Child(nsInstytucja, "NIP")),
		Other: text(ids.Child(nsInstytucja, "InnyIdentyfikator")),
		Node:  n,
	}
}

package xades

import "okienko/xades/xmltree"

// insertLast puts markup before the end tag of an element; <a/> gets an end tag
// for it. All other bytes stay as they were received.
func insertLast(doc *xmltree.Document, parent xmltree.Node, markup []byte) []byte {
	_, at := parent.ContentRange()
	return insert(doc, parent, at, markup)
}

// insertFirst puts markup after the start tag of an element.
func insertFirst(doc *xmltree.Document, parent xmltree.Node, markup []byte) []byte {
	at, _ := parent.ContentRange()
	return insert(doc, parent, at, markup)
}

// insert puts markup at a place in Text within the content of an element.
func insert(doc *xmltree.Document, parent xmltree.Node, at int, markup []byte) []byte {
	source := doc.Source()
	mark := len(source) - len(doc.Text()) // a byte order mark is not in Text
	start, _ := parent.ContentRange()
	_, end := parent.Range()
	at, end = at+mark, end+mark
	made := make([]byte, 0, len(source)+len(markup)+len(parent.Local())+8)
	if start+mark == end { // <a/>
		made = append(append(made, source[:end-2]...), '>')
		made = append(made, markup...)
		made = append(append(append(made, "</"...), qualifiedName(parent)...), '>')
		return append(made, source[end:]...)
	}
	made = append(append(made, source[:at]...), markup...)
	return append(made, source[at:]...)
}

func qualifiedName(n xmltree.Node) string {
	if n.Prefix() == "" {
		return n.Local()
	}
	return n.Prefix() + ":" + n.Local()
}

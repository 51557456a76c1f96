package xades

import (
	"errors"

	"okienko/xades/dsig"
	"okienko/xades/xmltree"
)

// Enclosed is a file inside the document, as base64, that a signature covers: a
// document of its own, whatever it is, with Ids and namespaces of its own.
type Enclosed struct {
	Node     xmltree.Node // the element that holds the base64, mostly a ds:Object
	MimeType string       // as the ds:Object claims
}

// Bytes decodes the content, anew with each call. An error means that text was
// signed that is no base64; it cannot happen where a base64 transform was checked.
func (c Enclosed) Bytes() ([]byte, error) {
	text, ok := c.Node.SimpleText()
	if !ok {
		return nil, errors.New("xades: the content is more than text")
	}
	return dsig.DecodeBase64(text)
}

const base64Encoding = dsig.Namespace + "base64"

// coverContent lists an element that was digested as what its base64 decodes
// to, or as it stands where it is an Object that says it is base64 (XMLDSig 1.1 4.6).
func (j *judgement) coverContent(c dsig.Checked, element xmltree.Node) {
	encoding, _ := element.Attr("", "Encoding")
	object := element.Is(dsig.Namespace, "Object")
	if !onlyText(element) || !c.Text && !(c.Whole && object && encoding == base64Encoding) {
		return
	}
	content := Enclosed{Node: element}
	if object {
		content.MimeType, _ = element.Attr("", "MimeType")
	}
	j.out.Enclosed = append(j.out.Enclosed, content)
}

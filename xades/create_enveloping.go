package xades

import (
	"crypto/sha256"
	"errors"
	"fmt"

	"okienko/xades/c14n"
	"okienko/xades/dsig"
	"okienko/xades/xmltree"
)

const (
	uriBase64 = dsig.Namespace + "base64"
	uriObject = dsig.Namespace + "Object"
)

// Object is content that an enveloping signature carries in a ds:Object.
type Object struct {
	Data     []byte
	MimeType string // for DataObjectFormat; "" = text/xml or application/octet-stream
	// XML carries the root element of Data, a document in UTF-8, as XML; what
	// stands before and after the root is left out. Otherwise Data is carried
	// as base64, and every octet of it is signed.
	XML bool
}

// SignEnveloping makes a document that is nothing but one XAdES B-B signature
// and carries the objects it signs; it verifies what it made.
//
// XML content is signed through Canonical XML 1.0, which keeps declarations of
// prefixes that stand only in text. SignOptions.XPath means nothing here.
func SignEnveloping(objects []Object, opt SignOptions) ([]byte, error) {
	if len(objects) == 0 {
		return nil, errors.New("xades: an enveloping signature needs an object")
	}
	b, err := newBlock(&opt)
	if err != nil {
		return nil, err
	}
	for i, o := range objects {
		enveloped, err := envelop(fmt.Sprintf("%s-object-%d", b.id, i), o)
		if err != nil {
			return nil, fmt.Errorf("xades: object %d: %w", i+1, err)
		}
		b.objects = append(b.objects, enveloped)
	}
	return b.alone(nil, len(opt.Detached))
}

// envelopedObject is a ds:Object ready to be written, and its digest.
type envelopedObject struct {
	id, mimeType string
	element      []byte
	digest       []byte
	transform    string
}

func envelop(id string, o Object) (envelopedObject, error) {
	if o.XML {
		return envelopXML(id, o)
	}
	if len(o.Data) == 0 {
		return envelopedObject{}, errors.New("nothing in it to sign")
	}
	var w markup
	w.open("ds:Object", "Id", id, "Encoding", uriBase64)
	w.WriteString(encode(o.Data))
	w.close("ds:Object")
	sum := sha256.Sum256(o.Data)
	return envelopedObject{id: id, mimeType: o.MimeType, element: w.Bytes(), digest: sum[:], transform: uriBase64}, nil
}

func envelopXML(id string, o Object) (envelopedObject, error) {
	root, err := rootElement(o.Data)
	if err != nil {
		return envelopedObject{}, err
	}
	var w markup
	w.open("ds:Object", "Id", id)
	w.Write(root)
	w.close("ds:Object")
	digest, err := objectDigest(w.Bytes())
	if err != nil {
		return envelopedObject{}, err
	}
	mimeType := o.MimeType
	if mimeType == "" {
		mimeType = "text/xml"
	}
	return envelopedObject{id: id, mimeType: mimeType, element: w.Bytes(), digest: digest, transform: uriC14N10}, nil
}

// rootElement returns the bytes of the root element of a document.
func rootElement(document []byte) ([]byte, error) {
	doc, err := xmltree.Parse(document, xmltree.Options{})
	if err != nil {
		return nil, err
	}
	if doc.Encoding() != "UTF-8" {
		return nil, fmt.Errorf("a document in %s cannot be put into another", doc.Encoding())
	}
	start, end := doc.Root().Range()
	return doc.Text()[start:end], nil
}

// objectDigest is the digest of a ds:Object where it will stand: below a
// ds:Signature that declares the prefix ds and nothing else.
func objectDigest(element []byte) ([]byte, error) {
	var w markup
	w.open("ds:Signature", "xmlns:ds", dsig.Namespace)
	w.Write(element)
	w.close("ds:Signature")
	doc, err := xmltree.Parse(w.Bytes(), xmltree.Options{})
	if err != nil {
		return nil, err
	}
	h := sha256.New()
	if err := c14n.Write(h, doc.Root().FirstChild(), c14n.Options{Method: c14n.C14N10}); err != nil {
		return nil, err
	}
	return h.Sum(nil), nil
}

func (b *block) objectReference(w *markup, i int) {
	o := b.objects[i]
	w.open("ds:Reference", "Id", b.referenceID(i), "Type", uriObject, "URI", "#"+o.id)
	w.transforms(func() { w.empty("ds:Transform", "Algorithm", o.transform) })
	w.digest(encode(o.digest))
	w.close("ds:Reference")
}

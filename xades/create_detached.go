package xades

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"slices"

	"okienko/xades/xmltree"
)

// Content is content outside the document with the name it is signed under.
type Content struct {
	URI      string // as it will stand in the Reference
	Data     []byte
	MimeType string // for DataObjectFormat; "" = application/octet-stream
}

// SignDetached makes a document that is nothing but one XAdES B-B signature
// over contents outside it, octet by octet, and verifies what it made.
// SignOptions.Detached may add content that is known only by its digest;
// SignOptions.XPath means nothing here.
func SignDetached(contents []Content, opt SignOptions) ([]byte, error) {
	known := make(map[string][]byte, len(contents))
	named := make([]Detached, 0, len(contents)+len(opt.Detached))
	for _, c := range contents {
		known[c.URI] = c.Data
		sum := sha256.Sum256(c.Data)
		named = append(named, Detached{URI: c.URI, Digest: sum[:], MimeType: c.MimeType})
	}
	absent := len(opt.Detached)
	opt.Detached = append(named, opt.Detached...)
	if err := checkNames(opt.Detached); err != nil {
		return nil, err
	}
	b, err := newBlock(&opt)
	if err != nil {
		return nil, err
	}
	return b.alone(func(uri string) ([]byte, bool) { data, ok := known[uri]; return data, ok }, absent)
}

// checkNames refuses a signature over nothing, and two contents of one name, of
// which a reader can supply only one.
func checkNames(contents []Detached) error {
	if len(contents) == 0 {
		return errors.New("xades: a detached signature needs content")
	}
	names := make([]string, len(contents))
	for i, c := range contents {
		names[i] = c.URI
	}
	slices.Sort(names)
	for i := 1; i < len(names); i++ {
		if names[i] == names[i-1] {
			return fmt.Errorf("xades: two contents are named %q", names[i])
		}
	}
	return nil
}

func newBlock(opt *SignOptions) (*block, error) {
	method, err := opt.check()
	if err != nil {
		return nil, err
	}
	id, err := randomID(opt.Rand)
	if err != nil {
		return nil, err
	}
	return &block{opt: opt, method: method, id: id}, nil
}

// declaration begins the documents this package makes.
const declaration = `<?xml version="1.0" encoding="UTF-8"?>` + "\n"

// alone signs and returns the signature as a document of its own, verified but
// for the last references, whose content is not here.
func (b *block) alone(content func(string) ([]byte, bool), absent int) ([]byte, error) {
	signature, err := b.sign()
	if err != nil {
		return nil, err
	}
	signed := append([]byte(declaration), signature...)
	if err := b.checkAlone(signed, content, absent); err != nil {
		return nil, fmt.Errorf("xades: the signature made does not verify: %w", err)
	}
	return signed, nil
}

func (b *block) checkAlone(signed []byte, content func(string) ([]byte, bool), absent int) error {
	doc, err := xmltree.Parse(signed, xmltree.Options{})
	if err != nil {
		return err
	}
	if n, ok := doc.ByID(b.id); !ok || n != doc.Root() {
		return errors.New("the signature is not the root")
	}
	return checkReferences(doc, doc.Root(), b.opt, content, absent)
}

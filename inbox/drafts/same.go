package drafts

import (
	"crypto/sha256"
	"errors"
	"strings"

	"okienko/xades/c14n"
	"okienko/xades/dsig"
	"okienko/xades/xmltree"
)

// What a file that comes back can be instead of the draft's signed document.
var (
	ErrUnreadable = errors.New("drafts: not an XML document")
	ErrUnsigned   = errors.New("drafts: no signature in the document")
	ErrOther      = errors.New("drafts: another document than the draft's")
)

// CheckSigned reports whether signed is the document of a draft with signatures
// added and nothing else; the error says what it is instead. Whether the
// signatures hold is for the intake to judge.
//
// What is compared is the canonical content without signatures. Programs that
// sign write the document anew: quotes, the declaration, the encoding and empty
// lines beside the signature may differ.
func CheckSigned(document, signed []byte) error {
	doc, err := xmltree.Parse(signed, xmltree.Options{})
	if err != nil {
		return ErrUnreadable
	}
	has := false
	for n := range doc.Root().Elements() {
		has = has || isSignature(n)
	}
	if !has {
		return ErrUnsigned
	}
	own, err := xmltree.Parse(document, xmltree.Options{})
	if err != nil {
		return err
	}
	is, err := contentDigest(doc)
	if err != nil {
		return err
	}
	if was, err := contentDigest(own); err != nil || was != is {
		return errors.Join(err, ErrOther)
	}
	return nil
}

func isSignature(n xmltree.Node) bool { return n.Is(dsig.Namespace, "Signature") }

// contentDigest is of of what a document says, without its signatures and the
// white space between the parts of its root.
func contentDigest(doc *xmltree.Document) (sum [sha256.Size]byte, err error) {
	root := doc.Root()
	h := sha256.New()
	err = c14n.Write(h, root, c14n.Options{Method: c14n.C14N10, Omit: func(n xmltree.Node) bool {
		return isSignature(n) && n.Parent() == root ||
			n.Kind() == xmltree.TextNode && n.Parent() == root && strings.TrimSpace(string(n.Value())) == ""
	}})
	return [sha256.Size]byte(h.Sum(nil)), err
}

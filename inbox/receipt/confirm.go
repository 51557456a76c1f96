package receipt

import (
	"bytes"
	"crypto/x509"
	"strconv"
	"time"

	"okienko/inbox"
	"okienko/xades"
	"okienko/xades/trust"
	"okienko/xades/xmltree"
)

// Finding is what a receipt somebody shows turned out to be.
type Finding string

// The findings.
const (
	Confirmed     Finding = "confirmed"      // sealed by this body, unchanged, and over this very document
	OtherDocument Finding = "other-document" // sealed by this body, unchanged, but over another document
	Changed       Finding = "changed"        // not what was sealed, or not sealed at all
	NotOurs       Finding = "not-ours"       // sealed by somebody else
	NotAReceipt   Finding = "not-a-receipt"
)

// Confirmation is the answer to "is this receipt real, and is it this document's?"
type Confirmation struct {
	Finding  Finding
	Kind     inbox.ReceiptKind
	Document int32
	Received time.Time // when the document came, or its addressee received it, as the receipt states it
}

// MaxBytes is more than any receipt has: its text, a signature and a chain.
const MaxBytes = 256 << 10

// Confirm holds a receipt and a document against each other, as anybody can do
// with public tools. Only a Confirmation with the finding Confirmed or
// OtherDocument tells more than its Finding.
//
// It is judged at the time the receipt states: only the seal's key can have
// stated it. A seal that was renewed since is known by its name under the same root.
func (i *Issuer) Confirm(receipt, document []byte) Confirmation {
	doc, err := xmltree.Parse(receipt, xmltree.Options{MaxBytes: MaxBytes})
	if err != nil {
		return Confirmation{Finding: NotAReceipt}
	}
	c, made, ok := read(doc.Root())
	if !ok {
		return Confirmation{Finding: NotAReceipt}
	}
	uri := DocumentURI(c.Document)
	report, err := xades.Verify(doc, xades.VerifyOptions{
		Trust: i.anchors, At: made,
		Content: func(asked string) ([]byte, bool) { return document, asked == uri },
	})
	if err != nil || len(report.Signatures) != 1 {
		return Confirmation{Finding: Changed}
	}
	switch s := report.Signatures[0]; {
	case !whole(s, uri):
		return Confirmation{Finding: Changed}
	case !i.isSeal(s.Certificate, made):
		return Confirmation{Finding: NotOurs}
	case !covers(s, uri):
		c.Finding = OtherDocument
	default:
		c.Finding = Confirmed
	}
	return c
}

// read takes what a receipt states.
func read(root xmltree.Node) (c Confirmation, made time.Time, ok bool) {
	kind, body, received, stamped := statement(root)
	if kind == "" {
		return Confirmation{}, time.Time{}, false
	}
	text := func(local string) string { return string(body.Child(root.Space(), local).StringValue()) }
	id, idErr := strconv.ParseInt(text("IdentyfikatorDokumentu"), 10, 32)
	at, atErr := time.Parse(time.RFC3339, text(received))
	made, madeErr := time.Parse(time.RFC3339, text(stamped))
	return Confirmation{Kind: kind, Document: int32(id), Received: at}, made, idErr == nil && atErr == nil && madeErr == nil
}

// statement finds what kind of receipt this is, where it says what it says, and
// the names of its two dates: the document's and its own. Each kind has its own.
func statement(root xmltree.Node) (kind inbox.ReceiptKind, body xmltree.Node, received, stamped string) {
	upp, upd := root.Child(NamespaceUPO, "UPP"), root.Child(NamespaceUPO, "UPD")
	switch {
	case root.Is(NamespaceRefusal, "Odmowa"):
		return inbox.Refusal, root, "DataOtrzymania", "DataWytworzenia"
	case root.Is(NamespaceUPO, "Dokument") && !upp.IsZero():
		return inbox.UPP, upp, "DataDoreczenia", "DataWytworzeniaPoswiadczenia"
	case root.Is(NamespaceUPO, "Dokument") && !upd.IsZero():
		return inbox.UPD, upd, "DataOdbioru", "DataUtworzeniaPoswiadczenia"
	}
	return "", xmltree.Node{}, "", ""
}

// whole reports whether the signature holds and covers all of the receipt,
// whatever document it was given.
func whole(s xades.Signature, uri string) bool {
	self := false
	for _, r := range s.References {
		if r.URI != uri && !r.DigestOK {
			return false
		}
		self = self || r.URI == "" && r.Whole
	}
	return self
}

func covers(s xades.Signature, uri string) bool {
	for _, r := range s.References {
		if r.URI == uri && r.DigestOK {
			return true
		}
	}
	return false
}

// isSeal reports whether a certificate is the seal's, or that of an earlier or
// later seal of the same name under the same root.
func (i *Issuer) isSeal(c *x509.Certificate, at time.Time) bool {
	if c == nil {
		return false
	}
	return c.Equal(i.seal.Certificate) ||
		bytes.Equal(c.RawSubject, i.seal.Certificate.RawSubject) && i.anchors.Judge(c, i.seal.Chain, at).Problem == trust.None
}

package receipt

import (
	"encoding/hex"
	"time"

	"github.com/beevik/etree"

	"okienko/inbox"
)

// Delivery is what a UPD states: that its addressee has received a letter of the
// office.
type Delivery struct {
	ReceiptID int32
	Reply     int32 // the letter of the office
	Entity    inbox.Entity
	Addressee string    // name; "" = unknown
	Case      string    // register number of the letter it replies to
	Received  time.Time // when the addressee confirmed receipt
	Raw       []byte    // the exact bytes he received: the UPD's detached reference covers them
	SHA256    [32]byte  // of Raw
}

// UPD makes the confirmation that a letter of the office was received, in the
// namespace of the UPP. It is sealed by the office, which recorded the addressee's
// confirmation; it holds no number of his.
func (i *Issuer) UPD(d Delivery) (inbox.Receipt, error) {
	made := i.now()
	of := subject{d.ReceiptID, d.Reply, d.Raw, d.SHA256}
	return i.issue(inbox.UPD, of, made, buildUPD(d, made), i.upo)
}

// buildUPD writes the elements in the order of the official stylesheet, which
// calls the second date DataUtworzeniaPoswiadczenia here.
func buildUPD(d Delivery, made time.Time) *etree.Document {
	doc := etree.NewDocument()
	doc.CreateProcInst("xml", `version="1.0" encoding="UTF-8"`)
	root := doc.CreateElement("pos:Dokument")
	root.CreateAttr("xmlns:pos", NamespaceUPO)
	upd := root.CreateElement("pos:UPD")
	leaf(upd, "pos:IdentyfikatorPoswiadczenia", id(d.ReceiptID))
	entity(upd.CreateElement("pos:PodmiotWystawiajacyPoswiadczenie"), d.Entity)
	if d.Addressee != "" {
		leaf(upd.CreateElement("pos:Adresat"), "pos:Nazwa", d.Addressee)
	}
	leaf(upd, "pos:DataOdbioru", stamp(d.Received))
	leaf(upd, "pos:DataUtworzeniaPoswiadczenia", stamp(made))
	leaf(upd, "pos:IdentyfikatorSprawy", d.Case)
	leaf(upd, "pos:IdentyfikatorDokumentu", id(d.Reply))
	info(upd, InfoSHA256, hex.EncodeToString(d.SHA256[:]))
	return doc
}

package receipt

import (
	"encoding/hex"
	"strconv"
	"time"

	"github.com/beevik/etree"

	"okienko/inbox"
)

// Namespaces of the two documents. A refusal has its own, so that no client can
// mistake it for a UPP.
const (
	NamespaceUPO     = "http://crd.gov.pl/xml/schematy/UPO/2008/05/09/"
	NamespaceRefusal = "urn:okienko:refusal:1"
)

// The kinds of InformacjaUzupelniajaca a UPP carries.
const (
	InfoBox           = "Adres skrytki, na którą dostarczono dokument"
	InfoForm          = "Wzór dokumentu"
	InfoSHA256        = "Skrót SHA-256 dokumentu w otrzymanej postaci"
	InfoContentSHA256 = "Skrót SHA-256 treści objętej podpisem (C14N 1.0 dokumentu bez podpisów)"
)

// stamp writes an instant as xs:dateTime of Warsaw, to the millisecond.
func stamp(t time.Time) string {
	return t.In(inbox.Warsaw()).Format("2006-01-02T15:04:05.000Z07:00")
}

// buildUPP writes the elements in the order of the official stylesheet; what is
// not known is left out, as that stylesheet allows.
func buildUPP(f Facts, made time.Time) *etree.Document {
	doc := etree.NewDocument()
	doc.CreateProcInst("xml", `version="1.0" encoding="UTF-8"`)
	root := doc.CreateElement("pos:Dokument")
	root.CreateAttr("xmlns:pos", NamespaceUPO)
	upp := root.CreateElement("pos:UPP")
	leaf(upp, "pos:IdentyfikatorPoswiadczenia", id(f.ReceiptID))
	entity(upp.CreateElement("pos:Adresat"), f.Box.Entity)
	if f.Sender.Name != "" {
		leaf(upp.CreateElement("pos:Nadawca"), "pos:Nazwa", f.Sender.Name)
	}
	leaf(upp, "pos:DataDoreczenia", stamp(f.Arrived))
	leaf(upp, "pos:DataWytworzeniaPoswiadczenia", stamp(made))
	leaf(upp, "pos:IdentyfikatorDokumentu", id(f.Document))
	info(upp, InfoBox, f.Box.Address())
	info(upp, InfoForm, f.Namespace)
	info(upp, InfoSHA256, hex.EncodeToString(f.SHA256[:]))
	if f.ContentSHA256 != nil {
		info(upp, InfoContentSHA256, hex.EncodeToString(f.ContentSHA256[:]))
	}
	return doc
}

func entity(party *etree.Element, e inbox.Entity) {
	leaf(party, "pos:Nazwa", e.Name)
	leaf(party, "pos:IdentyfikatorPodmiotu", e.ID).CreateAttr("TypIdentyfikatora", "ePUAP-ID")
}

func info(upp *etree.Element, kind, value string) {
	leaf(upp, "pos:InformacjaUzupelniajaca", value).CreateAttr("TypInformacjiUzupelniajacej", kind)
}

// buildRefusal leaves out paths and values: element names are the sender's content.
func buildRefusal(f Facts, made time.Time) *etree.Document {
	doc := etree.NewDocument()
	doc.CreateProcInst("xml", `version="1.0" encoding="UTF-8"`)
	root := doc.CreateElement("Odmowa")
	root.CreateAttr("xmlns", NamespaceRefusal)
	leaf(root, "IdentyfikatorOdmowy", id(f.ReceiptID))
	body := root.CreateElement("Podmiot")
	leaf(body, "Nazwa", f.Box.Entity.Name)
	leaf(body, "Identyfikator", f.Box.Entity.ID)
	leaf(root, "Skrytka", f.Box.Address())
	leaf(root, "DataOtrzymania", stamp(f.Arrived))
	leaf(root, "DataWytworzenia", stamp(made))
	leaf(root, "IdentyfikatorDokumentu", id(f.Document))
	leaf(root, "SkrotSHA256", hex.EncodeToString(f.SHA256[:]))
	reasons := root.CreateElement("Powody")
	for _, r := range f.Reasons {
		reason := reasons.CreateElement("Powod")
		reason.CreateAttr("kod", r.Code)
		if r.Line > 0 {
			reason.CreateAttr("wiersz", strconv.Itoa(r.Line))
			reason.CreateAttr("kolumna", strconv.Itoa(r.Column))
		}
	}
	return doc
}

func leaf(parent *etree.Element, name, text string) *etree.Element {
	e := parent.CreateElement(name)
	e.SetText(text)
	return e
}

func id(n int32) string { return strconv.Itoa(int(n)) }

package desk

import (
	"encoding/base64"
	"encoding/json"
	"strconv"
	"strings"

	"github.com/beevik/etree"

	"okienko/inbox"
	"okienko/xades"
)

// The form replies are written in, and the namespaces of its parts.
const (
	replyForm      = "pismo-ogolne"
	replyVersion   = "4566"
	nsReply        = "http://crd.gov.pl/wzor/2017/10/24/4566/"
	nsStructure    = "http://crd.gov.pl/xml/schematy/struktura/2009/11/16/"
	nsMeta         = "http://crd.gov.pl/xml/schematy/meta/2009/11/16/"
	nsPerson       = "http://crd.gov.pl/xml/schematy/osoba/2009/11/16/"
	nsInstitution  = "http://crd.gov.pl/xml/schematy/instytucja/2009/11/16/"
	nsAddress      = "http://crd.gov.pl/xml/schematy/adres/2009/11/09/"
	replyStyle     = `type="text/xsl" href="` + nsReply + `styl.xsl"`
	replyTitleName = "Pismo ogólne"
)

// composed is all a composed reply says.
type composed struct {
	id          int32
	entity      inbox.Entity
	to          inbox.Letter
	day         inbox.Day
	title, text string
	attachments []Attachment
}

// document writes a reply as a general letter (pismo ogólne 4566), from the office
// to the sender of the letter it replies to. A blank line in the text begins a new
// paragraph.
func (c composed) document() ([]byte, error) {
	doc := etree.NewDocument()
	doc.CreateProcInst("xml", `version="1.0" encoding="UTF-8"`)
	doc.CreateProcInst("xml-stylesheet", replyStyle)
	root := doc.CreateElement("wnio:Dokument")
	for prefix, space := range map[string]string{"wnio": nsReply, "str": nsStructure, "meta": nsMeta, "oso": nsPerson, "inst": nsInstitution, "adr": nsAddress} {
		root.CreateAttr("xmlns:"+prefix, space)
	}
	root.SortAttrs()
	described := root.CreateElement("wnio:OpisDokumentu")
	leaf(described, "str:CID", "okienko-"+strconv.Itoa(int(c.id)))
	leaf(described, "meta:Jezyk", "polski").CreateAttr("kodJezyka", "pol")
	leaf(described, "meta:OpisDokumentu", replyTitleName)
	c.parties(root.CreateElement("wnio:DaneDokumentu"))
	c.content(root.CreateElement("wnio:TrescDokumentu"))
	return doc.WriteToBytes()
}

func (c composed) parties(data *etree.Element) {
	head := data.CreateElement("str:Naglowek")
	leaf(head, "str:NazwaDokumentu", replyTitleName)
	mark := head.CreateElement("meta:Identyfikator")
	mark.CreateAttr("typIdentyfikatora", "Dotyczy pisma")
	leaf(mark, "meta:Wartosc", c.to.Number.String())
	date := data.CreateElement("meta:Data")
	date.CreateAttr("typDaty", "stworzony")
	leaf(date, "meta:Czas", string(c.day))
	addressee(data.CreateElement("str:Adresaci").CreateElement("meta:Podmiot").CreateElement("oso:Osoba"), c.to)
	office := data.CreateElement("str:Nadawcy").CreateElement("meta:Podmiot").CreateElement("inst:Instytucja")
	leaf(office, "inst:NazwaInstytucji", c.entity.Name)
	ids := office.CreateElement("inst:IdInstytucji")
	for _, number := range []struct{ name, value string }{{"inst:NIP", c.entity.NIP}, {"inst:REGON", c.entity.REGON}} {
		if number.value != "" {
			leaf(ids, number.name, number.value)
		}
	}
	leaf(ids, "inst:InnyIdentyfikator", c.entity.ID)
	seat(office, c.entity.Address)
}

// seat adds the office's address, as far as the configuration has it.
func seat(office *etree.Element, a inbox.Address) {
	if a == (inbox.Address{}) {
		return
	}
	address := office.CreateElement("adr:Adres")
	for _, part := range []struct{ name, value string }{
		{"adr:KodPocztowy", a.Postcode}, {"adr:Miejscowosc", a.Town}, {"adr:Ulica", a.Street}, {"adr:Budynek", a.House},
	} {
		if part.value != "" {
			leaf(address, part.name, part.value)
		}
	}
}

// addressee names the sender as his signature does; who did not sign is addressed
// by the letter he sent.
func addressee(person *etree.Element, l inbox.Letter) {
	given, family := namesOf(l)
	if given == "" && family == "" {
		leaf(person.CreateElement("oso:IdOsoby"), "oso:InnyIdentyfikator", "nadawca pisma "+l.Number.String())
		return
	}
	if given != "" {
		leaf(person, "oso:Imie", given)
	}
	if family != "" {
		leaf(person, "oso:Nazwisko", family)
	}
}

// namesOf are the sender's names as proved: apart where the signature has them
// apart, else all in the family name.
func namesOf(l inbox.Letter) (given, family string) {
	var report xades.Report
	if json.Unmarshal(l.Report, &report) == nil {
		for _, s := range report.Signatures {
			if p := s.Signer.Person; p != nil && p.PESEL != "" && p.PESEL == l.Sender.PESEL {
				return p.GivenName, p.FamilyName
			}
		}
	}
	return "", l.Sender.Name
}

func (c composed) content(content *etree.Element) {
	content.CreateAttr("format", "text/xml")
	content.CreateAttr("kodowanie", "XML")
	leaf(content, "wnio:Tytul", c.title)
	leaf(content, "wnio:RodzajWnioskuRozszerzony", "").CreateAttr("rodzaj", "pismo")
	paragraphs := content.CreateElement("wnio:Informacje")
	for _, p := range paragraphsOf(c.text) {
		leaf(paragraphs, "wnio:Informacja", p)
	}
	if len(c.attachments) == 0 {
		return
	}
	attached := content.CreateElement("str:Zalaczniki")
	for _, a := range c.attachments {
		e := attached.CreateElement("str:Zalacznik")
		e.CreateAttr("format", a.MIME)
		e.CreateAttr("kodowanie", "base64")
		e.CreateAttr("nazwaPliku", a.Name)
		leaf(e, "str:DaneZalacznika", base64.StdEncoding.EncodeToString(a.Data))
	}
}

func paragraphsOf(text string) (paragraphs []string) {
	text = strings.ReplaceAll(text, "\r\n", "\n")
	for p := range strings.SplitSeq(text, "\n\n") {
		if p = strings.TrimSpace(p); p != "" {
			paragraphs = append(paragraphs, p)
		}
	}
	return paragraphs
}

func leaf(parent *etree.Element, name, text string) *etree.Element {
	e := parent.CreateElement(name)
	if text != "" {
		e.SetText(text)
	}
	return e
}

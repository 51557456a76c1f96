package web_test

import (
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"okienko/forms"
)

// A form that nobody here has seen: its own namespace, no overlay but what a form
// must have, and what schemas can ask for.
const (
	ownSchema = `<?xml version="1.0" encoding="UTF-8"?>
<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns="urn:test:targ" targetNamespace="urn:test:targ" elementFormDefault="qualified">
  <xs:simpleType name="Kwota"><xs:restriction base="xs:decimal"><xs:minInclusive value="0"/><xs:fractionDigits value="2"/></xs:restriction></xs:simpleType>
  <xs:element name="Zgloszenie"><xs:complexType><xs:sequence>
    <xs:element name="Handlowiec"><xs:annotation><xs:documentation xml:lang="pl">Kto handluje</xs:documentation><xs:documentation xml:lang="en">Who trades</xs:documentation></xs:annotation>
      <xs:complexType><xs:sequence>
        <xs:element name="Nazwa"><xs:annotation><xs:documentation xml:lang="pl">Imię i nazwisko</xs:documentation></xs:annotation><xs:simpleType><xs:restriction base="xs:string"><xs:minLength value="3"/><xs:maxLength value="80"/></xs:restriction></xs:simpleType></xs:element>
        <xs:choice>
          <xs:element name="Telefon" type="xs:string"/>
          <xs:element name="Poczta" type="xs:string"/>
        </xs:choice>
      </xs:sequence></xs:complexType></xs:element>
    <xs:element name="Stoisko"><xs:complexType><xs:sequence>
      <xs:element name="Dzien" type="xs:date"/>
      <xs:element name="Prad" type="xs:boolean"/>
      <xs:element name="Rodzaj"><xs:simpleType><xs:restriction base="xs:string"><xs:enumeration value="kwiaty"/><xs:enumeration value="owoce"/></xs:restriction></xs:simpleType></xs:element>
      <xs:element name="Towar" maxOccurs="5"><xs:complexType><xs:sequence>
        <xs:element name="Opis" type="xs:string"/>
        <xs:element name="Cena" type="Kwota"/>
      </xs:sequence><xs:attribute name="jednostka" type="xs:string" use="required"/></xs:complexType></xs:element>
    </xs:sequence></xs:complexType></xs:element>
    <xs:element name="Uwagi" minOccurs="0"><xs:complexType><xs:sequence><xs:element name="Tekst" type="xs:string"/></xs:sequence></xs:complexType></xs:element>
  </xs:sequence></xs:complexType></xs:element>
</xs:schema>`
	ownOverlay = `{"root": "Zgloszenie", "title": {"pl": "Zgłoszenie stoiska na targu", "en": "A stall at the market", "uk": "Заявка на місце на ринку"},
  "policy": {"signers": ["qualified"], "department": "or", "due_days": 14, "old_signature": "flag"}, "labels": {}}`
	ownSample = `<?xml version="1.0" encoding="UTF-8"?>
<Zgloszenie xmlns="urn:test:targ"><Handlowiec><Nazwa>Anna Testowa</Nazwa><Poczta>anna.testowa@example.pl</Poczta></Handlowiec>
<Stoisko><Dzien>2027-04-03</Dzien><Prad>true</Prad><Rodzaj>owoce</Rodzaj><Towar jednostka="kg"><Opis>jabłka</Opis><Cena>4.50</Cena></Towar><Towar jednostka="szt."><Opis>dynie</Opis><Cena>12.00</Cena></Towar></Stoisko>
<Uwagi><Tekst>Stoisko przy &lt;bramie&gt;</Tekst></Uwagi></Zgloszenie>`
)

// TestAFormDroppedInIsServed: a folder in forms_dir is a form on the pages, from
// the list to the receipt and the clerk's view of it.
func TestAFormDroppedInIsServed(t *testing.T) {
	dir := t.TempDir()
	folder := filepath.Join(dir, "stoisko", "1")
	check(t, os.MkdirAll(folder, 0o755))
	for name, content := range map[string]string{"schema.xsd": ownSchema, "form.json": ownOverlay, "sample.xml": ownSample} {
		check(t, os.WriteFile(filepath.Join(folder, name), []byte(content), 0o644))
	}
	o := openOfficeWith(t, os.DirFS(dir))
	o.browser(t).get("/forms?q=stoisko").want(t, http.StatusOK, "Znaleziono 1 formularz", "Zgłoszenie stoiska na targu")
	all := o.catalogue.Forms()
	f := all[slices.IndexFunc(all, func(f *forms.Form) bool { return f.Name == "stoisko" })]
	done := o.filledIn(t, f)
	done.want(t, http.StatusOK, "Zgłoszenie stoiska na targu", "Imię i nazwisko", "jabłka", "dynie", "3 kwietnia 2027", "Stoisko przy")
	if strings.Contains(done.body, "<bramie>") {
		t.Error("what a sender wrote is markup")
	}
	clerk := o.signedIn(t, "urzednik-or")
	page := clerk.get("/clerk" + done.Request.URL.Path)
	page.want(t, http.StatusOK, "Zgłoszenie stoiska na targu", "Imię i nazwisko", "Anna Testowa", "jabłka")
}

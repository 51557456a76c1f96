package xsd

import (
	"bytes"
	"encoding/base64"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"okienko/xades/xmltree"
)

// letterSchema is a letter of the usual shape: a header, parties, paragraphs
// and attachments.
const letterSchema = `<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" targetNamespace="urn:test:pismo" xmlns="urn:test:pismo" elementFormDefault="qualified">
<xs:simpleType name="PESEL"><xs:restriction base="xs:string"><xs:pattern value="\d{11}"/></xs:restriction></xs:simpleType>
<xs:simpleType name="Kod"><xs:restriction base="xs:token"><xs:pattern value="\d{2}-\d{3}"/></xs:restriction></xs:simpleType>
<xs:simpleType name="Rodzaj"><xs:restriction base="xs:string"><xs:enumeration value="skarga"/><xs:enumeration value="wniosek"/></xs:restriction></xs:simpleType>
<xs:complexType name="Osoba"><xs:sequence>
 <xs:element name="Imie" type="xs:token" maxOccurs="2"/><xs:element name="Nazwisko" type="xs:token"/><xs:element name="PESEL" type="PESEL" minOccurs="0"/>
 <xs:element name="Adres" minOccurs="0"><xs:complexType><xs:sequence><xs:element name="Ulica" type="xs:string"/><xs:element name="Kod" type="Kod"/><xs:element name="Miasto" type="xs:string"/></xs:sequence></xs:complexType></xs:element>
</xs:sequence></xs:complexType>
<xs:element name="Dokument"><xs:complexType><xs:sequence>
 <xs:element name="Data" type="xs:date"/><xs:element name="Rodzaj" type="Rodzaj"/>
 <xs:element name="Nadawca" type="Osoba" maxOccurs="unbounded"/>
 <xs:element name="Akapit" maxOccurs="unbounded"><xs:complexType><xs:simpleContent><xs:extension base="xs:string"><xs:attribute name="nr" type="xs:positiveInteger" use="required"/></xs:extension></xs:simpleContent></xs:complexType></xs:element>
 <xs:element name="Zalacznik" minOccurs="0" maxOccurs="unbounded"><xs:complexType><xs:simpleContent><xs:extension base="xs:base64Binary"><xs:attribute name="nazwa" type="xs:string"/><xs:attribute name="format" type="xs:string"/></xs:extension></xs:simpleContent></xs:complexType></xs:element>
</xs:sequence><xs:attribute name="wersja" type="xs:decimal"/></xs:complexType></xs:element>
</xs:schema>`

// letter makes a valid document with an attachment of about so many bytes.
func letter(attachment int) []byte {
	var b bytes.Buffer
	b.WriteString(`<?xml version="1.0" encoding="UTF-8"?>` + "\n" + `<Dokument xmlns="urn:test:pismo" wersja="1.0"><Data>2026-11-20</Data><Rodzaj>wniosek</Rodzaj>`)
	for range 4 {
		b.WriteString(`<Nadawca><Imie>Anna</Imie><Nazwisko>Testowa</Nazwisko><PESEL>44051401458</PESEL><Adres><Ulica>Próbna 1</Ulica><Kod>00-001</Kod><Miasto>Przykładowo</Miasto></Adres></Nadawca>`)
	}
	for i := range 20 {
		fmt.Fprintf(&b, "<Akapit nr=\"%d\">%s</Akapit>\n", i+1, strings.Repeat("Wnoszę o rozpatrzenie sprawy. ", 8))
	}
	b.WriteString(`<Zalacznik nazwa="a.pdf" format="application/pdf">`)
	b.WriteString(base64.StdEncoding.EncodeToString(bytes.Repeat([]byte("okienko"), attachment/7*3/4)))
	b.WriteString(`</Zalacznik></Dokument>`)
	return b.Bytes()
}

// ledgerSchema is a register of invoices: many rows of short values.
const ledgerSchema = `<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" targetNamespace="urn:test:jpk" xmlns="urn:test:jpk" elementFormDefault="qualified">
<xs:simpleType name="Kwota"><xs:restriction base="xs:decimal"><xs:totalDigits value="18"/><xs:fractionDigits value="2"/></xs:restriction></xs:simpleType>
<xs:simpleType name="Znak"><xs:restriction base="xs:token"><xs:minLength value="1"/><xs:maxLength value="256"/></xs:restriction></xs:simpleType>
<xs:simpleType name="Data"><xs:restriction base="xs:date"><xs:minInclusive value="2006-01-01"/><xs:pattern value="((\d{4})-(\d{2})-(\d{2}))"/></xs:restriction></xs:simpleType>
<xs:element name="JPK"><xs:complexType><xs:sequence><xs:element name="Wiersz" maxOccurs="unbounded"><xs:complexType><xs:sequence>
 <xs:element name="Lp" type="xs:positiveInteger"/><xs:element name="Nip" type="Znak"/><xs:element name="Nazwa" type="Znak"/><xs:element name="Numer" type="Znak"/><xs:element name="Wystawiono" type="Data"/><xs:element name="Sprzedano" type="Data" minOccurs="0"/>
 <xs:sequence minOccurs="0"><xs:element name="K_10" type="Kwota"/><xs:element name="K_11" type="Kwota"/></xs:sequence><xs:choice><xs:element name="K_12" type="Kwota"/><xs:element name="K_13" type="Kwota"/></xs:choice>
</xs:sequence><xs:attribute name="typ" fixed="G"/></xs:complexType></xs:element></xs:sequence></xs:complexType></xs:element></xs:schema>`

// ledger makes a valid register of so many rows.
func ledger(rows int) []byte {
	var b bytes.Buffer
	b.WriteString(`<?xml version="1.0" encoding="UTF-8"?>` + "\n" + `<JPK xmlns="urn:test:jpk">`)
	for i := range rows {
		fmt.Fprintf(&b, `<Wiersz typ="G"><Lp>%d</Lp><Nip>5260001246</Nip><Nazwa>Przykładowa spółka z o.o.</Nazwa><Numer>FV/%d/2026</Numer><Wystawiono>2026-11-20</Wystawiono><Sprzedano>2026-11-19</Sprzedano><K_10>%d.17</K_10><K_11>23.00</K_11><K_13>0.00</K_13></Wiersz>`, i+1, i, i)
		b.WriteByte('\n')
	}
	b.WriteString("</JPK>")
	return b.Bytes()
}

type benchCase struct {
	name, schema string
	data         []byte
}

func benchCases() []benchCase {
	return []benchCase{
		{"letter-10KB", letterSchema, letter(4 << 10)},
		{"letter-1MB", letterSchema, letter(1 << 20)},
		{"letter-20MB", letterSchema, letter(20 << 20)},
		{"ledger-68000", ledgerSchema, ledger(68_000)},
	}
}

func BenchmarkValidate(b *testing.B) {
	for _, c := range benchCases() {
		data := c.data
		s := compileText(b, c.schema)
		b.Run(c.name+"/parse+validate", func(b *testing.B) {
			b.SetBytes(int64(len(data)))
			b.ReportAllocs()
			for b.Loop() {
				tree, err := xmltree.Parse(data, xmltree.Options{})
				if err != nil {
					b.Fatal(err)
				}
				if p := s.Validate(tree.Root(), ValidateOptions{}); p != nil {
					b.Fatal(p)
				}
			}
		})
		tree, err := xmltree.Parse(data, xmltree.Options{})
		if err != nil {
			b.Fatal(err)
		}
		b.Run(c.name+"/validate", func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if p := s.Validate(tree.Root(), ValidateOptions{}); p != nil {
					b.Fatal(p)
				}
			}
		})
	}
}

// BenchmarkXmllint is libxml2 on the same documents, many per process.
func BenchmarkXmllint(b *testing.B) {
	program, err := exec.LookPath("xmllint")
	if err != nil {
		b.Skip("xmllint is not installed")
	}
	dir := b.TempDir()
	schema := filepath.Join(dir, "s.xsd")
	document := filepath.Join(dir, "d.xml")
	for _, c := range benchCases() {
		if err := errors.Join(os.WriteFile(schema, []byte(c.schema), 0o600), os.WriteFile(document, c.data, 0o600)); err != nil {
			b.Fatal(err)
		}
		copies := max(2, (8<<20)/len(c.data))
		args := append([]string{"--noout", "--huge", "--schema", schema}, slices.Repeat([]string{document}, copies)...)
		b.Run(c.name, func(b *testing.B) {
			for b.Loop() {
				if out, err := exec.Command(program, args...).CombinedOutput(); err != nil {
					b.Fatalf("%v %.300s", err, out)
				}
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*copies), "ns/doc")
		})
	}
}

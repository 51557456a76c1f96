package xsd

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
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

func BenchmarkValidate(b *testing.B) {
	for _, size := range []int{4 << 10, 1 << 20, 20 << 20} {
		data := letter(size)
		s := compileText(b, letterSchema)
		b.Run(fmt.Sprintf("parse+validate/%dKB", len(data)>>10), func(b *testing.B) {
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
		b.Run(fmt.Sprintf("validate/%dKB", len(data)>>10), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				s.Validate(tree.Root(), ValidateOptions{})
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
	if err := os.WriteFile(schema, []byte(letterSchema), 0o600); err != nil {
		b.Fatal(err)
	}
	for _, size := range []int{4 << 10, 1 << 20, 20 << 20} {
		data := letter(size)
		if err := os.WriteFile(document, data, 0o600); err != nil {
			b.Fatal(err)
		}
		copies := max(2, 2000/(1+size>>12))
		args := append([]string{"--noout", "--huge", "--schema", schema}, slicesRepeat(document, copies)...)
		b.Run(fmt.Sprintf("%dKB", len(data)>>10), func(b *testing.B) {
			for b.Loop() {
				if out, err := exec.Command(program, args...).CombinedOutput(); err != nil {
					b.Fatalf("%v %.300s", err, out)
				}
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*copies), "ns/doc")
		})
	}
}

func slicesRepeat(s string, n int) []string {
	out := make([]string, n)
	for i := range out {
		out[i] = s
	}
	return out
}

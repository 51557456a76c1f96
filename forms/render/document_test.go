package render

import (
	"fmt"
	"strings"
	"testing"
	"testing/fstest"

	"okienko/forms"
)

func documentHTML(t *testing.T, o Outline, language string) string {
	t.Helper()
	html, err := o.HTML(reader(language), func(k int) string { return fmt.Sprint("/files/", k) })
	if err != nil {
		t.Fatal(err)
	}
	checkReferences(t, string(html))
	return string(html)
}

// TestNothingOfTheSenderIsLive: no link, no tag, no attribute comes out of a letter.
func TestNothingOfTheSenderIsLive(t *testing.T) {
	nasty := `javascript:alert(1) https://example.pl/ &lt;a href="https://example.pl"&gt;x&lt;/a&gt; "&gt;&lt;script&gt;`
	attribute := strings.ReplaceAll(nasty, `"`, "&quot;")
	document := `<a x="` + attribute + `"><b y="` + attribute + `">` + nasty + `</b><c><d>` + nasty + `</d></c>` +
		strings.Repeat("<e><f>"+nasty[:40]+"</f></e>", 2) +
		`<str:Zalacznik xmlns:str="http://crd.gov.pl/xml/schematy/struktura/2009/11/16/" nazwaPliku="` + attribute + `" format="text/plain" kodowanie="URI"><str:DaneZalacznika>javascript:alert(1)</str:DaneZalacznika></str:Zalacznik></a>`
	html := documentHTML(t, outline(t, document), "pl")
	has(t, html, "javascript:alert(1)", "&lt;script&gt;")
	hasNot(t, html, "<a ", "<script", `href="`, `src="`)
}

func TestAttachmentsAreLinksOfOurs(t *testing.T) {
	document := withAttachments(attachment("umowa.txt", "base64", "YWJj"))
	has(t, documentHTML(t, outline(t, document), "pl"), `<a href="/files/0" download>Pobierz załącznik <bdi>umowa.txt</bdi></a>`, "<bdi>text/plain</bdi>, 3 B")
	html, err := outline(t, document).HTML(reader("pl"), func(int) string { return "" })
	if err != nil {
		t.Fatal(err)
	}
	hasNot(t, string(html), "<a ")
}

// typed is a form whose schema knows what its texts are.
const typed = `<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" targetNamespace="urn:t" xmlns="urn:t" elementFormDefault="qualified">
<xs:element name="P"><xs:complexType><xs:sequence>
 <xs:element name="Kiedy" type="xs:date"><xs:annotation><xs:documentation>Dzień zdarzenia</xs:documentation><xs:documentation xml:lang="en">Day of the event</xs:documentation></xs:annotation></xs:element>
 <xs:element name="Tekst" type="xs:string"/>
 <xs:element name="Zgoda" type="xs:boolean"/>
 <xs:element name="Chwila" type="xs:dateTime" maxOccurs="3"/>
 <xs:choice><xs:element name="Kolor" type="Kolor"/></xs:choice>
 <xs:element name="Rzecz" type="Rzecz"/>
 <xs:element name="Odkiedy"><xs:simpleType><xs:union memberTypes="xs:gYear xs:date"/></xs:simpleType></xs:element>
</xs:sequence><xs:attribute name="od" type="xs:date"/></xs:complexType></xs:element>
<xs:simpleType name="Kolor"><xs:restriction base="xs:string"><xs:enumeration value="C"><xs:annotation><xs:documentation>czerwony</xs:documentation></xs:annotation></xs:enumeration><xs:enumeration value="Z"/></xs:restriction></xs:simpleType>
<xs:complexType name="Rzecz"/>
<xs:complexType name="Rower"><xs:complexContent><xs:extension base="Rzecz"><xs:sequence><xs:element name="Nowy" type="xs:boolean"/></xs:sequence></xs:extension></xs:complexContent></xs:complexType>
</xs:schema>`

const typedSample = `<P xmlns="urn:t" od="2026-01-02"><Kiedy>2026-07-05</Kiedy><Tekst>2026-07-05</Tekst><Zgoda>1</Zgoda>` +
	`<Chwila>2026-07-05T10:30:00Z</Chwila><Chwila>2026-07-05T10:30:07.5+02:00</Chwila><Chwila>2026-07-05T00:00:00</Chwila><Kolor>Z</Kolor>` +
	`<Rzecz xmlns:i="http://www.w3.org/2001/XMLSchema-instance" i:type="Rower"><Nowy>false</Nowy></Rzecz><Odkiedy>2026-03-06</Odkiedy></P>`

func typedCatalogue(t *testing.T) *forms.Catalogue {
	t.Helper()
	c, err := forms.Load(fstest.MapFS{
		"p/1/schema.xsd": {Data: []byte(typed)},
		"p/1/sample.xml": {Data: []byte(typedSample)},
		"p/1/form.json": {Data: []byte(`{"root": "P", "title": {"pl": "P", "en": "P", "uk": "P"}, "policy": {"department": "or", "due_months": 1},
			"labels": {"Zgoda": {"pl": "Zgoda", "en": "Consent"}}, "guide": {"questions": {"Kolor": {"options": {"Z": {"pl": "zielony", "en": "green"}}}}}}`)},
	})
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestTextsAreWrittenAsTheirTypeSays(t *testing.T) {
	o, err := Document([]byte(typedSample), typedCatalogue(t))
	if err != nil {
		t.Fatal(err)
	}
	html := documentHTML(t, o, "en")
	has(t, html,
		`<dt><span lang="pl">od</span></dt><dd>day 2026-01-02</dd>`,
		"<dt>Day of the event</dt><dd>day 2026-07-05</dd>",
		`<bdi class="field-text">2026-07-05</bdi>`,
		"<dt>Consent</dt><dd>yes</dd>",
		"day 2026-07-05, 10:30 UTC</dd>", "day 2026-07-05, 10:30:07.5 UTC&#43;02:00</dd>", "day 2026-07-05, 00:00</dd>",
		"<dd>green</dd>", "<dd>day 2026-03-06</dd>", "<dd>no</dd>")
	has(t, documentHTML(t, o, "uk"), `<span lang="pl">Dzień zdarzenia</span>`, `<span lang="pl">zielony</span>`)

	wrong := strings.NewReplacer("<Kiedy>2026-07-05", "<Kiedy>2026-02-30", ">1<", ">może<", ">Z<", ">C<", "T10:30:00Z", "T10:61:00Z").Replace(typedSample)
	if o, err = Document([]byte(wrong), typedCatalogue(t)); err != nil {
		t.Fatal(err)
	}
	has(t, documentHTML(t, o, "pl"), `<bdi class="field-text">2026-02-30</bdi>`, `<bdi class="field-text">może</bdi>`, "<dd>czerwony</dd>", `<bdi class="field-text">2026-07-05T10:61:00Z</bdi>`)
}

func TestRepeatedShortAnswersAreATable(t *testing.T) {
	html := documentHTML(t, outline(t, "<a><b><x>1</x><y>2</y></b><b><y>4</y></b><c>5</c></a>"), "pl")
	has(t, html, "<caption>b</caption>", `<th scope="col">x</th><th scope="col">y</th>`, `<span class="cell-label">y: </span><bdi class="field-text">4</bdi>`, "<dt>c</dt>")
	if n := strings.Count(html, "<tr>"); n != 3 {
		t.Errorf("%d lines", n)
	}
	for name, document := range map[string]string{
		"one":     "<a><b><x>1</x><y>2</y></b></a>",
		"long":    "<a><b><x>1</x></b><b><x>" + strings.Repeat("ż", maxCell+1) + "</x></b></a>",
		"deep":    "<a><b><x>1</x></b><b><x><z>1</z><z>2</z></x></b></a>",
		"notes":   "<a><b><x>1</x></b><b><x i='1'>2</x></b></a>",
		"twice":   "<a><b><x>1</x></b><b><x>2</x><x>3</x></b></a>",
		"wide":    "<a><b><x1>1</x1><x2>1</x2><x3>1</x3><x4>1</x4></b><b><x5>1</x5><x6>1</x6><x7>1</x7></b></a>",
		"strings": "<a><b>1</b><b>2</b></a>",
	} {
		if html := documentHTML(t, outline(t, document), "pl"); strings.Contains(html, "<table") {
			t.Errorf("%s: a table", name)
		}
	}
}

func TestDeepHeadings(t *testing.T) {
	deep := "<a>" + strings.Repeat("<b>x<c>", 6) + "y" + strings.Repeat("</c></b>", 6) + "</a>"
	html := documentHTML(t, outline(t, deep), "pl")
	has(t, html, "<h3>b</h3>", "<h6>c › b</h6>", "x</bdi>")
	hasNot(t, html, "<h7", "<h2")
}

func TestALongLetterSaysSo(t *testing.T) {
	html := documentHTML(t, outline(t, "<a>"+strings.Repeat("<b>x</b>", maxFields+1)+"</a>"), "pl")
	has(t, html, "Pokazujemy początek pisma")
}

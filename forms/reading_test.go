package forms

import (
	"io/fs"
	"os"
	"strings"
	"testing"

	"okienko/xades/xmltree"
)

func TestAddressees(t *testing.T) {
	f := embeddedForm(t, "pismo-ogolne", "4566")
	list := f.Addressees(parse(t, string(f.SampleXML)))
	if len(list) != 1 {
		t.Fatalf("%d addressees", len(list))
	}
	got := list[0]
	if got.Name != "Urząd Miejski w Przykładowie" || got.REGON != "123456785" || got.NIP != "1234563218" || got.Other != "" || got.Node.Local() != "Instytucja" {
		t.Errorf("%+v", got)
	}
}

func TestAddresseesOfManyKinds(t *testing.T) {
	f := embeddedForm(t, "pismo-ogolne", "4566")
	body := func(inside string) string {
		return "<m:Podmiot><i:Instytucja>" + inside + "</i:Instytucja></m:Podmiot>"
	}
	letter := func(podmioty string) string {
		return `<Dokument xmlns="http://crd.gov.pl/wzor/2017/10/24/4566/" xmlns:s="` + nsStruktura + `" xmlns:m="` + nsMeta + `" xmlns:i="` + nsInstytucja + `" xmlns:o="` + nsOsoba + `">` +
			`<DaneDokumentu><s:Adresaci>` + podmioty + `</s:Adresaci></DaneDokumentu></Dokument>`
	}
	for _, tc := range []struct {
		podmioty string
		want     []string
	}{
		{body("<i:NazwaInstytucji> Urząd\n Gminy </i:NazwaInstytucji>"), []string{"Urząd Gminy|||"}},
		{body("<i:NazwaInstytucji>A</i:NazwaInstytucji>") + body("<i:IdInstytucji><i:InnyIdentyfikator>x</i:InnyIdentyfikator></i:IdInstytucji>"), []string{"A|||", "|||x"}},
		{"<m:Podmiot><o:Osoba/></m:Podmiot>", []string{"|||person"}},
		{"", nil},
	} {
		var got []string
		for _, a := range f.Addressees(parse(t, letter(tc.podmioty))) {
			line := strings.Join([]string{a.Name, a.REGON, a.NIP, a.Other}, "|")
			if a.Person {
				line += "person"
			}
			got = append(got, line)
		}
		if strings.Join(got, "; ") != strings.Join(tc.want, "; ") {
			t.Errorf("%s: %q", tc.podmioty, got)
		}
	}
	none := *f
	none.Policy.Addressee = ""
	if list := none.Addressees(parse(t, string(f.SampleXML))); list != nil {
		t.Errorf("a form that names no addressee: %v", list)
	}
}

func TestSubject(t *testing.T) {
	f := embeddedForm(t, "pismo-ogolne", "4566")
	titled := func(inside string) string {
		return `<Dokument xmlns="http://crd.gov.pl/wzor/2017/10/24/4566/">` + inside + `</Dokument>`
	}
	for _, tc := range []struct{ text, want string }{
		{string(f.SampleXML), "Wniosek o naprawę latarni przy ulicy Wzorcowej"},
		{titled("<TrescDokumentu><Tytul>\n Skarga \t na hałas </Tytul></TrescDokumentu>"), "Skarga na hałas"},
		{titled("<TrescDokumentu><Tytul> </Tytul></TrescDokumentu>"), "Pismo ogólne"},
		{titled("<TrescDokumentu/>"), "Pismo ogólne"},
		{titled(""), "Pismo ogólne"},
		{titled("<TrescDokumentu><Tytul>" + strings.Repeat("ż", 201) + "</Tytul></TrescDokumentu>"), strings.Repeat("ż", 199) + "…"},
		{titled("<TrescDokumentu><Tytul>" + strings.Repeat("ż", 200) + "</Tytul></TrescDokumentu>"), strings.Repeat("ż", 200)},
	} {
		if got := f.Subject(parse(t, tc.text)); got != tc.want {
			t.Errorf("%.80s: %q, want %q", tc.text, got, tc.want)
		}
	}
	certificate := embeddedForm(t, "zaswiadczenie-o-zameldowaniu", "1")
	if got := certificate.Subject(parse(t, string(certificate.SampleXML))); got != certificate.Title["pl"] {
		t.Errorf("form without title: %q", got)
	}
}

func TestLabel(t *testing.T) {
	f := embeddedForm(t, "zbycie-nabycie-pojazdu", "1")
	for path, want := range map[string]string{
		"/Dokument/TrescDokumentu/Zalaczniki/Zalacznik[2]/@format":    "Typ pliku",
		"Dokument/TrescDokumentu/Uwagi":                               "Uwagi",
		"Dokument/DaneDokumentu/Nadawcy/Podmiot[3]/Osoba/Adres/Uwagi": "Uwagi do adresu",
		"Dokument/TrescDokumentu/Zawiadamiajacy/Firma/Nazwa":          "Nazwa firmy",
		"/Dokument/TrescDokumentu/DrugaStrona/Nazwa":                  "Imię i nazwisko albo nazwa",
		"/Dokument/TrescDokumentu/NieMaTakiego[7]":                    "NieMaTakiego",
		"/Dokument/TrescDokumentu/@nieMaTakiego":                      "nieMaTakiego",
		"/Dokument/OpisDokumentu":                                     "Metadane pisma",
		"/Dokument/OpisDokumentu/OpisDokumentu":                       "Opis pisma",
	} {
		if got := f.Label(path); got != want {
			t.Errorf("%s: %q, want %q", path, got, want)
		}
	}
}

// Every field a sample fills has a Polish label of its own.
func TestEveryFieldOfTheSamplesHasALabel(t *testing.T) {
	c, err := catalogue()
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range c.Forms() {
		for n := range elements(parse(t, string(f.SampleXML))) {
			checkLabel(t, f, n.Path())
			for k := range n.NumAttrs() {
				checkLabel(t, f, n.Path()+"/@"+n.AttrAt(k).Local)
			}
		}
	}
}

func checkLabel(t *testing.T, f *Form, path string) {
	t.Helper()
	if _, ok := f.label(path); !ok {
		t.Errorf("%s/%s: %s has no label", f.Name, f.Version, path)
	}
}

// Schemas are published: everything they name is explained in Polish.
func TestSchemasAreDocumented(t *testing.T) {
	const xs = "http://www.w3.org/2001/XMLSchema"
	schemas, err := fs.Glob(embedded, "catalogue/*/*/schema.xsd")
	if err != nil || len(schemas) != 15 {
		t.Fatalf("%d schemas: %v", len(schemas), err)
	}
	for _, name := range schemas {
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for n := range elements(parse(t, string(data))) {
			_, named := n.Attr("", "name")
			if named && !documented(xs, n) {
				t.Errorf("%s:%d: not documented in Polish", name, n.Position().Line)
			}
		}
	}
}

func documented(xs string, n xmltree.Node) bool {
	annotation := n.Child(xs, "annotation")
	if annotation.IsZero() {
		return false
	}
	doc := annotation.Child(xs, "documentation")
	if doc.IsZero() {
		return false
	}
	lang, _ := doc.Attr("http://www.w3.org/XML/1998/namespace", "lang")
	return lang == "pl" && text(doc) != ""
}

package forms

import (
	"bytes"
	"os"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
)

// asOwn is a built-in form as an office would add it: under a name and a
// namespace of its own.
func asOwn(t *testing.T, name, version string) fstest.MapFS {
	t.Helper()
	f := embeddedForm(t, name, version)
	own := fstest.MapFS{}
	for _, file := range []string{formFile, schemaFile, sampleFile} {
		data, err := os.ReadFile("catalogue/" + name + "/" + version + "/" + file)
		if err != nil {
			t.Fatal(err)
		}
		own["own/1/"+file] = &fstest.MapFile{Data: bytes.ReplaceAll(data, []byte(f.Namespace), []byte("urn:test:own"))}
	}
	return own
}

func TestCheckFindsNothingInTheBuiltInForms(t *testing.T) {
	c, err := catalogue()
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range c.Forms() {
		found, forms, err := Check(asOwn(t, f.Name, f.Version), ".")
		if err != nil || len(forms) != 1 {
			t.Fatalf("%s/%s: %d forms: %v", f.Name, f.Version, len(forms), err)
		}
		for _, finding := range found {
			t.Errorf("%s/%s: %s %s: %s", f.Name, f.Version, finding.File, finding.Code, finding.Message)
		}
		for path, text := range f.Labels {
			if text["en"] == "" || text["uk"] == "" {
				t.Errorf("%s/%s: label of %s: %v", f.Name, f.Version, path, text)
			}
		}
	}
}

func TestCheckFindsEverything(t *testing.T) {
	const form, schema, sample = "own/1/form.json", "own/1/schema.xsd", "own/1/sample.xml"
	for _, tc := range []struct {
		name, file, old, new string // as in breakFile
		want                 []string
	}{
		{"misspelt file", "own/1/shema.xsd", "", "<a/>", []string{"catalogue.folder"}},
		{"a built-in form again", "zbycie-nabycie-pojazdu/1/form.json", "", "{}", []string{"catalogue.folder"}},
		{"no schema", schema, "", "", []string{"catalogue.missing"}},
		{"no sample", sample, "", "", []string{"catalogue.missing"}},
		{"no form", form, "", "", []string{"catalogue.missing"}},
		{"unknown setting", form, `"due_days"`, `"due_dayz"`, []string{"catalogue.overlay"}},
		{"a department less, a title less", form, `"en": "Notice of sale or purchase of a vehicle"`, `"en": ""`, []string{"catalogue.overlay"}},
		{"namespace taken", schema, `targetNamespace="urn:test:own"`, `targetNamespace="urn:okienko:wzor:zgloszenie-urodzenia:1"`, []string{"catalogue.namespace", "xsd.reference"}},
		{"type that is not there", schema, `type="poj:VINTyp"`, `type="poj:WIN"`, []string{"xsd.reference"}},
		{"root not declared", form, `"root": "Dokument"`, `"root": "Zawiadomienie"`, []string{"catalogue.root", "catalogue.overlay", "catalogue.sample"}},
		{"sample ill-formed", sample, "</poj:Marka>", "", []string{"xml.syntax"}},
		{"sample of another form", sample, "urn:test:own", "urn:test:other", []string{"catalogue.sample"}},
		{"sample with a wrong VIN", sample, "TESTVN", "TESTVO", []string{"schema.pattern"}},
		{"label of nothing", form, `"VIN": {`, `"Wim": {`, []string{"catalogue.path", "catalogue.text"}},
		{"question about nothing", form, `"Uwagi": {"long": true}`, `"Uwago": {"long": true}`, []string{"catalogue.path"}},
		{"page that names nothing", form, `"Dokument/TrescDokumentu/Uwagi"`, `"Dokument/TrescDokumentu/Uwago"`, []string{"catalogue.path"}},
		{"page without id", form, `"id": "pojazd"`, `"id": ""`, []string{"catalogue.page"}},
		{"page with an id of another", form, `"id": "pojazd"`, `"id": "umowa"`, []string{"catalogue.page"}},
		{"field on two pages", form, `"Dokument/TrescDokumentu/Uwagi"`, `"Dokument/TrescDokumentu/Umowa"`, []string{"catalogue.page"}},
		{"addressee that is none", form, `"addressee": "Dokument/DaneDokumentu/Adresaci/Podmiot/Instytucja"`, `"addressee": "Dokument/DaneDokumentu/Adresat"`, []string{"catalogue.path"}},
		{"required, not asked", form, `"Dokument/TrescDokumentu/Pojazd"`, `"Dokument/TrescDokumentu/Pojazd/Marka"`, []string{"catalogue.unasked"}},
		{"required, hidden, no value", form, `"RokProdukcji": {"hint"`, `"RokProdukcji": {"hidden": true, "hint"`, []string{"catalogue.unasked"}},
		{"hidden, with a value", form, `"RokProdukcji": {"hint"`, `"RokProdukcji": {"hidden": true, "value": "2015", "hint"`, nil},
		{"hidden, with a value the schema does not take", form, `"RokProdukcji": {"hint"`, `"RokProdukcji": {"hidden": true, "value": "w tym roku", "hint"`, []string{"catalogue.value"}},
		{"optional, not asked", form, `"Dokument/TrescDokumentu/Uwagi", `, "", nil},
		{"choice decided", form, "\"Zawiadamiajacy\": {\n        \"options\"", `"Zawiadamiajacy": {"choice": "Osoba", "options"`, nil},
		{"choice decided for nothing", form, "\"Zawiadamiajacy\": {\n        \"options\"", `"Zawiadamiajacy": {"choice": "Spolka", "options"`, []string{"catalogue.option"}},
		{"unknown name in a value", form, `"value": "PLN"`, `"value": "{kantor.waluta}"`, []string{"catalogue.value"}},
		{"known name in a value", form, `"Uwagi": {"long": true}`, `"Uwagi": {"long": true, "value": "{person.first} {person.last}"}`, nil},
		{"option the schema has not", form, `"zbycie": {`, `"zbicie": {`, []string{"catalogue.option"}},
		{"purpose nobody knows", form, `"purpose": "given-name"`, `"purpose": "first-name"`, []string{"catalogue.purpose"}},
		{"label without Ukrainian", form, `"uk": "Марка"`, `"uk": ""`, []string{"catalogue.text"}},
		{"text in a language nobody asked for", form, `"uk": "Марка"`, `"uk": "Марка", "de": "Marke"`, []string{"catalogue.text"}},
		{"summary missing", form, `"summary": {`, `"summary": {}, "fee": {`, []string{"catalogue.text"}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			own := asOwn(t, "zbycie-nabycie-pojazdu", "1")
			breakFile(t, own, tc.file, tc.old, tc.new)
			found, _, err := Check(own, ".")
			if err != nil {
				t.Fatal(err)
			}
			for _, code := range tc.want {
				if !slices.ContainsFunc(found, func(f Finding) bool { return f.Code == code }) {
					t.Errorf("no %s", code)
				}
			}
			for _, f := range found {
				if !slices.Contains(tc.want, f.Code) {
					t.Errorf("%s: %s", f.Code, f.Message)
				}
				if f.Message == "" || f.Problem == nil && strings.HasPrefix(f.Code, "catalogue.") != slices.Contains(FindingCodes(), f.Code) {
					t.Errorf("%+v", f)
				}
			}
		})
	}
}

// What a schema leaves open is no fault of the overlay: other types by xsi:type,
// substitutes, content that holds itself.
func TestCheckFollowsWhatSchemasAllow(t *testing.T) {
	const head = `<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns="urn:test:own" targetNamespace="urn:test:own" elementFormDefault="qualified">`
	for _, tc := range []struct {
		name, schema, sample, page string
		want                       []string // codes of faults
	}{
		{"itself", `<xs:element name="Czesc" type="Czesc"/><xs:complexType name="Czesc"><xs:sequence><xs:element name="Nazwa" type="xs:string"/>` +
			`<xs:element ref="Czesc" minOccurs="0" maxOccurs="9"/><xs:element name="Dalej" type="Czesc" minOccurs="0"/></xs:sequence></xs:complexType>`,
			`<Czesc xmlns="urn:test:own"><Nazwa>a</Nazwa></Czesc>`, "Czesc/Nazwa", nil},
		{"a substitute", `<xs:element name="Czesc"><xs:complexType><xs:sequence><xs:element ref="Adres"/></xs:sequence></xs:complexType></xs:element>` +
			`<xs:element name="Adres" abstract="true" type="xs:string"/><xs:element name="Skrytka" substitutionGroup="Adres"/><xs:element name="Ulica" substitutionGroup="Adres"/>`,
			`<Czesc xmlns="urn:test:own"><Skrytka>a</Skrytka></Czesc>`, "Czesc/Skrytka", nil},
		{"another type", `<xs:element name="Czesc" type="Osoba"/><xs:complexType name="Osoba" abstract="true"><xs:sequence><xs:element name="Nazwa" type="xs:string"/></xs:sequence></xs:complexType>` +
			`<xs:complexType name="Firma"><xs:complexContent><xs:extension base="Osoba"><xs:sequence><xs:element name="KRS" type="xs:string" minOccurs="0"/></xs:sequence></xs:extension></xs:complexContent></xs:complexType>`,
			`<Czesc xmlns="urn:test:own" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:type="Firma"><Nazwa>a</Nazwa></Czesc>`, `Czesc/Nazwa", "Czesc/KRS`, nil},
		{"no such path", `<xs:element name="Czesc"><xs:complexType><xs:sequence><xs:element name="Nazwa" type="xs:string"/></xs:sequence></xs:complexType></xs:element>`,
			`<Czesc xmlns="urn:test:own"><Nazwa>a</Nazwa></Czesc>`, `Czesc/Nazwa", "Czesc/KRS`, []string{CodePath}},
	} {
		overlay := `{"root": "Czesc", "title": {"pl": "Część", "en": "Part", "uk": "Частина"}, "policy": {"department": "or", "due_days": 3}, "labels": {}, ` +
			`"guide": {"pages": [{"id": "a", "title": "A", "fields": ["` + tc.page + `"]}]}}`
		found, _, err := Check(fstest.MapFS{
			"own/1/schema.xsd": {Data: []byte(head + tc.schema + `</xs:schema>`)},
			"own/1/form.json":  {Data: []byte(overlay)},
			"own/1/sample.xml": {Data: []byte(tc.sample)},
		}, "own/1")
		if err != nil {
			t.Fatal(err)
		}
		var faults []string
		for _, f := range found {
			if !f.Warning {
				faults = append(faults, f.Code)
				t.Log(tc.name, f.Message)
			}
		}
		if !slices.Equal(faults, tc.want) {
			t.Errorf("%s: %v, want %v", tc.name, faults, tc.want)
		}
	}
}

package compose

import (
	"testing"

	"okienko/forms"
	"okienko/xades/xmltree"
)

var office = Known{
	"entity.name": "Urząd Miejski w Przykładowie", "entity.regon": "123456785", "entity.postcode": "00-001", "entity.town": "Przykładowo",
	"person.first": "Anna", "person.last": "Testowa", "person.pesel": "44051401458", "today": "2026-03-04",
}

// TestSamplesComeBack: what a sample answers composes, and reads back the same.
func TestSamplesComeBack(t *testing.T) {
	c, err := forms.Embedded()
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range c.Forms() {
		doc, err := xmltree.Parse(f.SampleXML, xmltree.Options{})
		if err != nil {
			t.Fatal(err)
		}
		answers, files := Read(f, doc.Root())
		first, problems, err := New(f, answers, files, office).Document()
		if err != nil || len(problems) > 0 {
			t.Fatalf("%s/%s: %v %+v", f.Name, f.Version, err, problems)
		}
		doc, err = xmltree.Parse(first, xmltree.Options{})
		if err != nil {
			t.Fatal(err)
		}
		answers, files = Read(f, doc.Root())
		second, _, _ := New(f, answers, files, office).Document()
		if string(first) != string(second) {
			t.Errorf("%s/%s: read back differently:\n%s\n%s", f.Name, f.Version, first, second)
		}
	}
}

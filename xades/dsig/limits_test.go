package dsig

import (
	"encoding/base64"
	"fmt"
	"strings"
	"testing"

	"okienko/xades/xmltree"
)

// TestFilterKeysAreShort: a path of Filter 2.0 names the same long URI in each step.
func TestFilterKeysAreShort(t *testing.T) {
	path := `<Transform Algorithm="` + nsFilter2 + `"><f:XPath xmlns:f="` + nsFilter2 + `" Filter="subtract">//` + strings.Repeat("e:a/", 900) + `e:a</f:XPath></Transform>`
	_, a := inDocument(t, `<r xmlns:e="urn:`+strings.Repeat("e", 2000)+`">%s</r>`, reference(`URI=""`, path, "x"))
	if r := a.References[0]; r.transforms[0].filters == nil || len(r.chain) > 10_000 {
		t.Errorf("%d octets tell the transforms apart", len(r.chain))
	}
}

// TestPathStepsArePaid: each element is held against all steps.
func TestPathStepsArePaid(t *testing.T) {
	path := `<Transform Algorithm="` + nsFilter2 + `"><f:XPath xmlns:f="` + nsFilter2 + `" Filter="subtract">//` + strings.Repeat("*/", 1000) + `a</f:XPath></Transform>`
	doc, a := inDocument(t, `<r>`+strings.Repeat("<a/>", 10_000)+`%s</r>`, reference(`URI=""`, path, "x"))
	if _, err := NewChecker(doc, nil).Check(a, a.References[0]); !isCode(err, CodeTooMany) {
		t.Errorf("%v", err)
	}
}

// TestReadingAgainIsPaid: content that transforms decode and parse costs more
// than its octets, each time that other transforms follow.
func TestReadingAgainIsPaid(t *testing.T) {
	content := base64.StdEncoding.EncodeToString([]byte("<r>" + strings.Repeat("<e/>", 25_000) + "</r>"))
	var references []string
	for i := range 20 {
		list := fmt.Sprintf(`<Transform Algorithm="%s"><InclusiveNamespaces xmlns="%s" PrefixList="p%d"/></Transform>`, exclusive, exclusive, i)
		references = append(references, reference(`URI="#o"`, transform(algBase64)+list, "x"))
	}
	doc, a := inDocument(t, `<r><o Id="o">`+content+`</o>%s</r>`, references...)
	checker := NewChecker(doc, nil)
	read := 0
	for _, r := range a.References {
		if _, err := checker.Check(a, r); isCode(err, CodeDigest) {
			read++
		} else if !isCode(err, CodeTooMany) {
			t.Fatal(err)
		}
	}
	if read == 0 || read > 3 {
		t.Errorf("read %d times", read)
	}
}

// TestPrefixListsAreBounded: a list is read for every element that is
// canonicalised by itself.
func TestPrefixListsAreBounded(t *testing.T) {
	for n, within := range map[int]bool{maxPrefixes: true, maxPrefixes + 1: false} {
		list := fmt.Sprintf(`<CanonicalizationMethod xmlns="%s" Algorithm="%s"><InclusiveNamespaces xmlns="%s" PrefixList="%s"/></CanonicalizationMethod>`,
			Namespace, exclusive, exclusive, strings.Repeat("p ", n))
		doc, err := xmltree.Parse([]byte(list), xmltree.Options{})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := ParseCanonicalization(doc.Root()); within != (err == nil) || err != nil && !isCode(err, CodeTooMany) {
			t.Errorf("%d prefixes: %v", n, err)
		}
	}
}

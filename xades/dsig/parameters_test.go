package dsig

import (
	"crypto"
	"fmt"
	"strings"
	"testing"

	"okienko/xades/xmltree"
)

// element parses one element; prefixes ds, m and f stand for the namespaces in question.
func element(t *testing.T, text string) xmltree.Node {
	t.Helper()
	doc, err := xmltree.Parse([]byte(fmt.Sprintf(`<r xmlns:ds="%s" xmlns:m="%s" xmlns:f="%s" xmlns:p="urn:p">%s</r>`, Namespace, nsMore, nsFilter2, text)), xmltree.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return doc.Root().FirstChild()
}

func TestPSSParameters(t *testing.T) {
	const sha256, sha512 = `<ds:DigestMethod Algorithm="http://www.w3.org/2001/04/xmlenc#sha256"/>`, `<ds:DigestMethod Algorithm="http://www.w3.org/2001/04/xmlenc#sha512"/>`
	for parameters, want := range map[string]Method{
		"":                  {algPSS, crypto.SHA256, schemePSS, 32},
		"<m:RSAPSSParams/>": {algPSS, crypto.SHA256, schemePSS, 32},
		"<m:RSAPSSParams>" + sha512 + "</m:RSAPSSParams>":                                                                                               {algPSS, crypto.SHA512, schemePSS, 64},
		"<m:RSAPSSParams>" + sha256 + "<m:SaltLength> 64 </m:SaltLength><m:TrailerField>1</m:TrailerField></m:RSAPSSParams>":                            {algPSS, crypto.SHA256, schemePSS, 64},
		"<m:RSAPSSParams>" + sha512 + `<m:MaskGenerationFunction Algorithm="` + algMGF + `">` + sha512 + "</m:MaskGenerationFunction></m:RSAPSSParams>": {algPSS, crypto.SHA512, schemePSS, 64},
		"<m:RSAPSSParams>" + sha512 + `<m:MaskGenerationFunction Algorithm="` + algMGF + `">` + sha256 + "</m:MaskGenerationFunction></m:RSAPSSParams>": {},
		"<m:RSAPSSParams>" + sha512 + `<m:MaskGenerationFunction Algorithm="urn:x">` + sha512 + "</m:MaskGenerationFunction></m:RSAPSSParams>":          {},
		"<m:RSAPSSParams><m:SaltLength>0</m:SaltLength></m:RSAPSSParams>":                                                                               {},
		"<m:RSAPSSParams><m:SaltLength>-1</m:SaltLength></m:RSAPSSParams>":                                                                              {},
		"<m:RSAPSSParams><m:TrailerField>2</m:TrailerField></m:RSAPSSParams>":                                                                           {},
		`<m:RSAPSSParams><ds:DigestMethod Algorithm="urn:x"/></m:RSAPSSParams>`:                                                                         {}, // no hash whose size the salt could have
		"<m:RSAPSSParams><ds:DigestMethod/></m:RSAPSSParams>":                                                                                           {},
		"<m:RSAPSSParams><m:Other/></m:RSAPSSParams>":                                                                                                   {},
		"<m:Other/>": {},
	} {
		m, err := parseMethod(element(t, `<ds:SignatureMethod Algorithm="`+algPSS+`">`+parameters+`</ds:SignatureMethod>`))
		if m != want || (err == nil) != (want != Method{}) {
			t.Errorf("%s: %+v, %v", parameters, m, err)
		}
	}
}

func TestFilterPaths(t *testing.T) {
	filter := func(mode, path string) string {
		return `<f:XPath Filter="` + mode + `">` + path + `</f:XPath>`
	}
	for content, ok := range map[string]bool{
		filter("subtract", "//ds:Signature"):                    true,
		filter("subtract", " /descendant::ds:Signature\n"):      true,
		filter("subtract", "here()/ancestor::ds:Signature[1]"):  true,
		filter("intersect", "/r/child::a/p:b"):                  true,
		filter("intersect", "//*"):                              true,
		filter("subtract", "//a") + filter("intersect", "/r"):   true,
		filter("union", "/"):                                    true,
		filter("subtract", "/"):                                 true,
		filter("subtract", "//a[1]"):                            true,
		filter("subtract", "//a | //b"):                         true,
		filter("subtract", "//a//b"):                            true,
		filter("subtract", "//a/@id"):                           true,
		filter("subtract", "//a/.."):                            true,
		filter("subtract", "//text()"):                          true,
		filter("subtract", "//undeclared:a"):                    false,
		filter("subtract", "//p:*"):                             true,
		filter("subtract", "//ancestor::a"):                     true,
		filter("subtract", "here()/ancestor::p:Signature[1]"):   true,
		filter("intersect", "here()/ancestor::ds:Signature[1]"): true,
		filter("subtract", "//a<!-- -->"):                       true,
		filter("subtract", "a"):                                 false, // relative to what?
		filter("subtract", "count(//a)"):                        false,
		filter("subtract", "//following::a"):                    false,
		filter("subtract", "//a[following-sibling::b]"):         false,
		filter("subtract", "document('x')"):                     false,
		filter("subtract", "$a"):                                false,
		filter("subtract", "//a + 1"):                           false,
		filter("other", "//a"):                                  false,
		"<f:Other/>":                                            false,
		"":                                                      false,
	} {
		transform, err := parseTransform(element(t, `<ds:Transform Algorithm="`+nsFilter2+`">`+content+`</ds:Transform>`))
		if (err == nil) != ok {
			t.Errorf("%s: %+v %v", content, transform, err)
		}
	}
}

// TestWhatFiltersSelect runs filters over a document and checks octets and coverage.
func TestWhatFiltersSelect(t *testing.T) {
	const around = `<r><a><b>1</b></a><c>2</c>%s</r>`
	filter2 := func(filters string) string {
		return `<Transform Algorithm="` + nsFilter2 + `">` + filters + `</Transform>`
	}
	filter := func(mode, path string) string {
		return `<f:XPath xmlns:f="` + nsFilter2 + `" xmlns:ds="` + Namespace + `" Filter="` + mode + `">` + path + `</f:XPath>`
	}
	for name, c := range map[string]struct {
		filters, want string
		target        string
		whole         bool
	}{
		"all signatures":          {filter("subtract", "//ds:Signature"), "<r><a><b>1</b></a><c>2</c></r>", "", true},
		"this signature":          {filter("subtract", "here()/ancestor::ds:Signature[1]"), "<r><a><b>1</b></a><c>2</c></r>", "", true},
		"more than signatures":    {filter("subtract", "//ds:Signature") + filter("subtract", "/r/c"), "<r><a><b>1</b></a></r>", "", false},
		"one element":             {filter("intersect", "//a"), "<a><b>1</b></a>", "a", true},
		"part of an element":      {filter("intersect", "/r/a") + filter("subtract", "//b"), "<a></a>", "a", false},
		"elements one in another": {filter("intersect", "/*") + filter("subtract", "//ds:Signature"), "<r><a><b>1</b></a><c>2</c></r>", "", true},
		"two elements":            {filter("intersect", "/r/*[not(self::ds:*)]"), "<a><b>1</b></a><c>2</c>", "", false},
		"added again":             {filter("intersect", "//a") + filter("subtract", "//b") + filter("union", "//c"), "<a></a><c>2</c>", "", false},
		"text alone":              {filter("intersect", "//a//text()"), "1", "", false},
		"by place":                {filter("intersect", "/r/*[2]"), "<c>2</c>", "c", true},
	} {
		doc, a := inDocument(t, around, reference(`URI=""`, filter2(c.filters), c.want))
		checked, err := NewChecker(doc, nil).Check(a, a.References[0])
		if err != nil || checked.Whole != c.whole || checked.Target.Local() != c.target {
			t.Errorf("%s: %+v %v", name, checked, err)
		}
	}
	for name, filters := range map[string]string{
		"no element":       filter("intersect", "//x"),
		"everything":       filter("subtract", "/r"),
		"outside the apex": filter("intersect", "//c") + filter("intersect", "//a"),
	} {
		doc, a := inDocument(t, around, reference(`URI=""`, filter2(filters), ""))
		if _, err := NewChecker(doc, nil).Check(a, a.References[0]); !isCode(err, CodeTransform) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestXPathExpressions(t *testing.T) {
	const this = "count(ancestor-or-self::ds:Signature | here()/ancestor::ds:Signature[1]) &gt; count(ancestor-or-self::ds:Signature)"
	for expression, want := range map[string]step{
		"not(ancestor-or-self::ds:Signature)":           stepNotSignature,
		"\n not ( ancestor-or-self\t:: ds:Signature ) ": stepNotSignature,
		this:                                                              stepEnveloped,
		"not(ancestor-or-self::p:Signature)":                              stepXPath,
		"not(ancestor-or-self::Signature)":                                stepXPath,
		"ancestor-or-self::ds:Signature":                                  stepXPath,
		"not(ancestor-or-self::ds:Signature) or 1":                        stepXPath,
		"not(ancestor-or-self::ds:Signature)<!-- -->":                     stepNotSignature,
		strings.Replace(this, "&gt;", "&gt;=", 1):                         stepXPath,
		strings.Replace(this, "::ds:Signature[1]", "::p:Signature[1]", 1): stepXPath,
		"not(ancestor-or-self::ds :Signature)":                            0,
		"not(ancestor-or-self::undeclared:a)":                             0,
		"n ot(ancestor-or-self::ds:Signature)":                            0,
		"string-length(.) = 1":                                            0,
		"<ds:a/>":                                                         0,
		"":                                                                0,
	} {
		transform, err := parseTransform(element(t, `<ds:Transform Algorithm="`+algXPath+`"><ds:XPath>`+expression+`</ds:XPath></ds:Transform>`))
		if transform.step != want || (err == nil) != (want != 0) {
			t.Errorf("%q: step %d, %v", expression, transform.step, err)
		}
	}
}

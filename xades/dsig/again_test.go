package dsig

import (
	"encoding/base64"
	"strings"
	"testing"
)

// TestParsedAgain: a document that transforms make of octets is read beside the
// one that is verified, and may hold less than a document itself.
func TestParsedAgain(t *testing.T) {
	again := transform(algEnveloped) + transform(c14n10) + xpathTransform("ancestor-or-self::r")
	for n, code := range map[int]string{1000: CodeDigest, elementsAgain + 10_000: CodeTooMany} {
		doc, a := inDocument(t, "<r>"+strings.Repeat("<e/>", n)+"%s</r>", reference(`URI=""`, again, "x"))
		if _, err := NewChecker(doc, nil).Check(a, a.References[0]); !isCode(err, code) {
			t.Errorf("%d elements: %v, want %s", n, err, code)
		}
	}
}

// TestTextIsTheOctets: text counts as covered where what it decodes to is
// digested, and not some nodes of that.
func TestTextIsTheOctets(t *testing.T) {
	encode := func(s string) string { return base64.StdEncoding.EncodeToString([]byte(s)) }
	for transforms, c := range map[string]struct {
		want string
		text bool
	}{
		"":                                    {"<a><b></b><c></c></a>", true},
		xpathTransform("ancestor-or-self::b"): {"<b></b>", false},
		transform(c14n10):                     {"<a><b></b><c></c></a>", false},
	} {
		doc, a := inDocument(t, `<r><e Id="e">`+encode("<a><b></b><c></c></a>")+`</e>%s</r>`, reference(`URI="#e"`, transform(algBase64)+transforms, c.want))
		if len(a.Refusals) > 0 {
			t.Fatal(a.Refusals[0])
		}
		if checked, err := NewChecker(doc, nil).Check(a, a.References[0]); err != nil || checked.Text != c.text || checked.Whole {
			t.Errorf("%s: %+v %v", transforms, checked, err)
		}
	}
	doc, a := inDocument(t, `<r><e Id="e">`+encode(encode("x"))+`</e>%s</r>`, reference(`URI="#e"`, transform(algBase64)+transform(algBase64), "x"))
	if checked, err := NewChecker(doc, nil).Check(a, a.References[0]); err != nil || checked.Text {
		t.Errorf("twice: %+v %v", checked, err)
	}
}

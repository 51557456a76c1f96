package dsig

import (
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

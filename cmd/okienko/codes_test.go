package main

import (
	"slices"
	"strings"
	"testing"

	"okienko/forms"
	"okienko/forms/compose"
	"okienko/forms/xsd"
	"okienko/inbox"
	"okienko/inbox/locale"
	"okienko/xades"
	"okienko/xades/asic"
	"okienko/xades/xmltree"
)

// TestEveryCodeHasWords: every reason a sender can be told has a sentence and a
// remedy in every language, and every public code has a class, so that no answer
// becomes "internal" for want of words.
func TestEveryCodeHasWords(t *testing.T) {
	public := slices.Concat(inbox.Codes(), xmltree.Codes(), xades.Codes(), forms.Codes())
	for _, code := range public {
		if !locale.Has(code) {
			t.Errorf("%s has no words in some language", code)
		}
		if strings.HasPrefix(code, "xsd.") {
			continue // of a schema that is refused at the start, never of a letter
		}
		if inbox.ClassOf(code) == inbox.ClassInternal && code != inbox.CodeInternal && code != inbox.CodeCopy {
			t.Errorf("%s has no class", code)
		}
	}
	told := slices.Concat(asic.Codes(), compose.Codes()) // but never a reason of a letter: offices take no containers, forms are judged before they are letters
	for _, code := range told {
		if !locale.Has(code) {
			t.Errorf("%s has no words in some language", code)
		}
	}
	for _, code := range locale.Codes() {
		if !slices.Contains(public, code) && !slices.Contains(xsd.Codes(), code) && !slices.Contains(told, code) {
			t.Errorf("the words of %s belong to no code", code)
		}
	}
	if len(public) < 100 {
		t.Errorf("only %d codes", len(public))
	}
}

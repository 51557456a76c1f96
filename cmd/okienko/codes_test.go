package main

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"okienko/forms"
	"okienko/forms/xsd"
	"okienko/inbox"
	"okienko/inbox/locale"
	"okienko/xades"
	"okienko/xades/xmltree"
)

// untold are the families of codes that no reader is told as such, with what is
// told in their place.
var untold = map[string]string{
	"timestamp":  "signature.timestamp…, with the code in the detail",
	"revocation": "certificate.revocation-unknown, with the code in the detail",
	"tsl":        "the operator, who reads the log or the command's error",
	"catalogue":  "the author of a form, by okienko form check",
}

// TestEveryCodeHasWords: every code of the closed lists has a sentence and a remedy
// in every language, wherever it is told; no words belong to no code.
func TestEveryCodeHasWords(t *testing.T) {
	declared := declaredCodes(t)
	for _, code := range declared {
		family, _, _ := strings.Cut(code, ".")
		if untold[family] == "" && !locale.Has(code) {
			t.Errorf("%s has no words in some language", code)
		}
	}
	declared = append(declared, xsd.Codes()...) // schema.… are made of the names of facets and types
	for _, code := range locale.Codes() {
		if !slices.Contains(declared, code) {
			t.Errorf("the words of %s belong to no code", code)
		}
	}
	if len(declared) < 150 {
		t.Errorf("only %d codes", len(declared))
	}
}

// TestEveryPublicCodeHasAClass: no answer becomes "internal" for want of a class.
func TestEveryPublicCodeHasAClass(t *testing.T) {
	for _, code := range slices.Concat(inbox.Codes(), xmltree.Codes(), xades.Codes(), forms.Codes()) {
		if strings.HasPrefix(code, "xsd.") { // of a schema that is refused at the start, never of a letter
			continue
		}
		if inbox.ClassOf(code) == inbox.ClassInternal && code != inbox.CodeInternal && !inbox.IsNote(code) {
			t.Errorf("%s has no class", code)
		}
	}
}

// declaredCodes are the values of all constants of the module that are called
// Code… or code…: what any room can emit.
func declaredCodes(t *testing.T) (codes []string) {
	t.Helper()
	err := filepath.WalkDir("../..", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || !strings.HasSuffix(name, ".go") || strings.HasSuffix(name, "_test.go") {
			return err
		}
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.SkipObjectResolution)
		if err == nil {
			codes = append(codes, codesOf(file)...)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	slices.Sort(codes)
	return slices.Compact(codes)
}

var (
	codeName = regexp.MustCompile(`^[Cc]ode[A-Z]`)
	codeText = regexp.MustCompile(`^[a-z]+\.[a-z-]+$|^internal$`)
)

func codesOf(file *ast.File) (codes []string) {
	ast.Inspect(file, func(n ast.Node) bool {
		spec, ok := n.(*ast.ValueSpec)
		if !ok {
			return true
		}
		for i, name := range spec.Names {
			if !codeName.MatchString(name.Name) || i >= len(spec.Values) {
				continue
			}
			literal, ok := spec.Values[i].(*ast.BasicLit)
			if !ok { // another room's constant, under a second name
				continue
			}
			if text, err := strconv.Unquote(literal.Value); err == nil && codeText.MatchString(text) {
				codes = append(codes, text)
			}
		}
		return true
	})
	return codes
}

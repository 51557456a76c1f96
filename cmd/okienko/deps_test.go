package main

import (
	"encoding/json"
	"errors"
	"go/ast"
	"go/parser"
	"go/token"
	"io"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// allowed is the import policy of the house: which rooms of this module the
// production code of a room may import. A key or a value ending in /* means the
// room and everything below it. The longest key wins; a package without a key
// fails.
var allowed = map[string][]string{
	"cmd/*": {"inbox/*", "xades/*", "forms/*", "fixtures/*"},

	"xades/xmltree":    {},
	"xades/c14n":       {"xades/xmltree"},
	"xades/xpath":      {"xades/xmltree"},
	"xades/dsig":       {"xades/xmltree", "xades/c14n", "xades/xpath"},
	"xades/trust":      {},
	"xades/trust/tsl":  {"xades/trust", "xades/xmltree"},
	"xades/revocation": {"xades/trust"},
	"xades/tsp":        {"xades/trust"},
	"xades/asic":       {"xades", "xades/dsig", "xades/xmltree"},
	"xades":            {"xades/*"},

	"forms/*": {"forms/*", "xades/xmltree"},

	"inbox":                 {},
	"inbox/locale":          {"inbox"},
	"inbox/config":          {"inbox"},
	"inbox/keys":            {"inbox", "inbox/keys/hsm"},
	"inbox/keys/hsm":        {"inbox"},
	"inbox/telemetry":       {"inbox"},
	"inbox/fetch":           {"inbox", "xades/*"},
	"inbox/store":           {"inbox"},
	"inbox/store/storetest": {"inbox", "inbox/store"},

	"inbox/boxes":   {"inbox", "inbox/store", "forms/*", "xades/*"},
	"inbox/ledger":  {"inbox", "inbox/store"},
	"inbox/receipt": {"inbox", "inbox/store", "forms/*", "xades/*"},
	"inbox/intake":  {"inbox", "inbox/store", "inbox/receipt", "inbox/ledger", "inbox/boxes", "forms/*", "xades/*"},
	"inbox/desk":    {"inbox", "inbox/store", "inbox/receipt", "forms/*", "xades/*"},
	"inbox/profile": {"inbox", "inbox/store", "inbox/receipt", "forms/*", "xades/*"},
	"inbox/drafts":  {"inbox", "inbox/store", "forms/*", "xades/*"},
	"inbox/jobs":    {"inbox", "inbox/store", "inbox/intake", "inbox/receipt", "inbox/ledger", "inbox/boxes", "inbox/desk", "inbox/profile", "inbox/fetch", "xades/*"},

	"inbox/rest":  {"inbox", "inbox/intake", "inbox/desk", "inbox/boxes", "inbox/profile", "inbox/receipt", "inbox/ledger", "inbox/locale", "forms/*"},
	"inbox/soap":  {"inbox", "inbox/intake", "inbox/desk", "inbox/boxes", "inbox/profile", "inbox/receipt", "inbox/locale", "forms/*", "xades/*"},
	"inbox/web/*": {"inbox", "inbox/intake", "inbox/desk", "inbox/boxes", "inbox/profile", "inbox/drafts", "inbox/receipt", "inbox/locale", "inbox/web", "forms/*"},

	"inbox/server": {"inbox", "inbox/locale", "inbox/telemetry"},

	"fixtures/*": {"fixtures/*", "xades/*", "forms/*"},
}

// restricted names packages from outside this module that only some rooms import.
var restricted = map[string][]string{
	"encoding/xml":             {},
	"database/sql":             {"inbox/store", "inbox/store/storetest"},
	"github.com/jmoiron/sqlx":  {"inbox/store", "inbox/store/storetest"},
	"html/template":            {"inbox/web/*", "forms/render"},
	"github.com/miekg/pkcs11":  {"inbox/keys/hsm"},
	"okienko/fixtures":         {"cmd/*", "fixtures/*"},
	"okienko/fixtures/pkitest": {"cmd/*", "fixtures/*"},
}

// outgoing are the names of net/http and net that send requests; only
// inbox/fetch may use them, and the demo command, which posts to itself.
var outgoing = map[string]map[string]bool{
	"net/http": {"Get": true, "Post": true, "PostForm": true, "Head": true, "Client": true, "DefaultClient": true, "Transport": true, "DefaultTransport": true},
	"net":      {"Dial": true, "DialTimeout": true, "Dialer": true, "DialTCP": true},
}

var mayDial = []string{"inbox/fetch", "cmd/*"}

type listedPackage struct {
	ImportPath string
	Dir        string
	GoFiles    []string
	Imports    []string
}

func TestImportPolicy(t *testing.T) {
	packages := listPackages(t)
	if len(packages) < 10 {
		t.Fatalf("only %d packages listed", len(packages))
	}
	for _, p := range packages {
		room := strings.TrimPrefix(p.ImportPath, "okienko/")
		rule, ok := ruleFor(room)
		if !ok {
			t.Errorf("%s stands in no room of the policy", room)
			continue
		}
		for _, imported := range p.Imports {
			if target, ours := strings.CutPrefix(imported, "okienko/"); ours && !matches(rule, target) {
				t.Errorf("%s must not import %s", room, target)
			}
			if only, ok := restricted[imported]; ok && !matches(only, room) {
				t.Errorf("%s must not import %s", room, imported)
			}
		}
		if !matches(mayDial, room) {
			checkNoRequests(t, p)
		}
	}
}

func TestPolicyMatching(t *testing.T) {
	for _, c := range []struct {
		rule []string
		room string
		want bool
	}{
		{[]string{"xades/*"}, "xades", true},
		{[]string{"xades/*"}, "xades/c14n", true},
		{[]string{"xades/xmltree"}, "xades/c14n", false},
		{[]string{"inbox"}, "inbox/store", false},
	} {
		if got := matches(c.rule, c.room); got != c.want {
			t.Errorf("matches(%v, %s) = %v", c.rule, c.room, got)
		}
	}
}

func listPackages(t *testing.T) []listedPackage {
	t.Helper()
	out, err := exec.Command("go", "list", "-json=ImportPath,Dir,GoFiles,Imports", "okienko/...").Output()
	if err != nil {
		t.Fatal(err)
	}
	var packages []listedPackage
	for dec := json.NewDecoder(strings.NewReader(string(out))); ; {
		var p listedPackage
		if err := dec.Decode(&p); errors.Is(err, io.EOF) {
			return packages
		} else if err != nil {
			t.Fatal(err)
		}
		packages = append(packages, p)
	}
}

func ruleFor(room string) (rule []string, ok bool) {
	if rule, ok = allowed[room]; ok {
		return rule, true
	}
	longest := ""
	for key, value := range allowed {
		if strings.HasSuffix(key, "/*") && matches([]string{key}, room) && len(key) > len(longest) {
			longest, rule = key, value
		}
	}
	return rule, longest != ""
}

func matches(rule []string, room string) bool {
	for _, r := range rule {
		base, deep := strings.CutSuffix(r, "/*")
		if room == base || deep && strings.HasPrefix(room, base+"/") {
			return true
		}
	}
	return false
}

func checkNoRequests(t *testing.T, p listedPackage) {
	t.Helper()
	for _, name := range p.GoFiles {
		fset := token.NewFileSet()
		file, err := parser.ParseFile(fset, filepath.Join(p.Dir, name), nil, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		names := map[string]string{}
		for _, spec := range file.Imports {
			path := strings.Trim(spec.Path.Value, `"`)
			names[filepath.Base(path)] = path
			if spec.Name != nil {
				names[spec.Name.Name] = path
			}
		}
		ast.Inspect(file, func(n ast.Node) bool {
			if sel, ok := n.(*ast.SelectorExpr); ok {
				if id, ok := sel.X.(*ast.Ident); ok && outgoing[names[id.Name]][sel.Sel.Name] {
					t.Errorf("%s: %s.%s: requests go out from inbox/fetch alone", fset.Position(sel.Pos()), id.Name, sel.Sel.Name)
				}
			}
			return true
		})
	}
}

package rest

import (
	"fmt"
	"net/http"
	"os"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"

	"okienko/inbox/locale"
)

func localeLang(code string) locale.Lang { return locale.Lang(code) }

// operation is one method of one path in openapi.yaml.
type operation struct {
	method, path string
	secured      bool     // asks for a token
	statuses     []string // documented
}

// health is what the server answers itself, beside this door.
var health = []string{"GET /livez", "GET /readyz"}

// operations reads openapi.yaml by its lines: two spaces lead to a path, four to
// a method, eight to a status. It fails on a file it cannot read.
func operations(t *testing.T) []operation {
	t.Helper()
	text, err := os.ReadFile("openapi.yaml")
	if err != nil {
		t.Fatal(err)
	}
	var list []operation
	inPaths, path := false, ""
	for _, line := range strings.Split(string(text), "\n") {
		switch {
		case line != "" && line[0] != ' ' && line[0] != '#':
			inPaths = line == "paths:"
		case !inPaths:
		case pathLine.MatchString(line):
			path = pathLine.FindStringSubmatch(line)[1]
		case methodLine.MatchString(line):
			list = append(list, operation{method: strings.ToUpper(methodLine.FindStringSubmatch(line)[1]), path: path})
		case statusLine.MatchString(line):
			last := &list[len(list)-1]
			last.statuses = append(last.statuses, statusLine.FindStringSubmatch(line)[1])
		case strings.TrimSpace(line) == "security: [{bearer: []}]":
			list[len(list)-1].secured = true
		}
	}
	if len(list) < 10 {
		t.Fatalf("openapi.yaml has %d operations", len(list))
	}
	return list
}

var (
	pathLine   = regexp.MustCompile(`^  (/[^:]*):$`)
	methodLine = regexp.MustCompile(`^    (get|head|post|put|patch|delete|options):$`)
	statusLine = regexp.MustCompile(`^        '(\d\d\d)':`)
)

func TestOpenAPIAndRoutesAreTheSame(t *testing.T) {
	described := map[string]operation{}
	for _, op := range operations(t) {
		name := op.method + " " + op.path
		if _, doubled := described[name]; doubled {
			t.Errorf("openapi.yaml has %s twice", name)
		}
		described[name] = op
	}
	for _, rt := range routes {
		name := rt.method + " " + rt.path
		op, ok := described[name]
		if !ok {
			t.Errorf("openapi.yaml lacks %s", name)
		}
		if op.secured != (rt.access == account) {
			t.Errorf("%s: openapi.yaml says that a token is needed: %v", name, op.secured)
		}
		delete(described, name)
	}
	for _, name := range health {
		if _, ok := described[name]; !ok {
			t.Errorf("openapi.yaml lacks %s", name)
		}
		delete(described, name)
	}
	for name := range described {
		t.Errorf("openapi.yaml has %s, the routes do not", name)
	}
}

func TestEveryComponentOfOpenAPIIsThereAndUsed(t *testing.T) {
	used := map[string]bool{"securitySchemes/bearer": true} // named by security, without a reference
	for _, ref := range reference.FindAllStringSubmatch(string(openAPIText), -1) {
		used[ref[1]] = true
	}
	if len(used) < 20 {
		t.Fatalf("%d references", len(used))
	}
	_, components, _ := strings.Cut(string(openAPIText), "\ncomponents:\n")
	group := ""
	for _, line := range strings.Split(components, "\n") {
		if m := componentLine.FindStringSubmatch(line); m != nil && m[1] == "  " {
			group = m[2]
		} else if m != nil {
			name := group + "/" + m[2]
			if !used[name] {
				t.Errorf("%s is used nowhere", name)
			}
			delete(used, name)
		}
	}
	for name := range used {
		t.Errorf("%s is used but not there", name)
	}
}

var (
	reference     = regexp.MustCompile(`'#/components/(\w+/\w+)'`)
	componentLine = regexp.MustCompile(`^(  |    )(\w+):$`)
)

// documented fails a test whose request got a status that openapi.yaml does not
// give for it. Every request of the tests of this package goes through it.
func documented(t *testing.T, method, path string, status int) {
	t.Helper()
	statusesOnce.Do(func() { statuses = compileStatuses(t) })
	if method == http.MethodHead {
		method = http.MethodGet
	}
	for _, s := range statuses {
		if s.method == method && s.path.MatchString(path) && !slices.Contains(s.known, fmt.Sprint(status)) {
			t.Errorf("%s %s: openapi.yaml does not give the status %d", method, path, status)
		}
	}
}

type documentedStatuses struct {
	method string
	path   *regexp.Regexp
	known  []string
}

var (
	statusesOnce sync.Once
	statuses     []documentedStatuses
)

var variable = regexp.MustCompile(`\\\{\w+\\\}`)

func compileStatuses(t *testing.T) (list []documentedStatuses) {
	t.Helper()
	for _, op := range operations(t) {
		pattern := "^" + variable.ReplaceAllString(regexp.QuoteMeta(op.path), `[^/]+`) + "$"
		list = append(list, documentedStatuses{op.method, regexp.MustCompile(pattern), op.statuses})
	}
	return list
}

package rest

import (
	"fmt"
	"net/http"
	"os"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"

	"okienko/inbox"
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

// schemaTypes are the Go types behind the schemas of openapi.yaml.
var schemaTypes = map[string]reflect.Type{
	"Problem":     reflect.TypeFor[problem](),
	"Reason":      reflect.TypeFor[reason](),
	"Letter":      reflect.TypeFor[letterJSON](),
	"HeldLetter":  reflect.TypeFor[heldJSON](),
	"Submission":  reflect.TypeFor[submissionJSON](),
	"Trace":       reflect.TypeFor[traceJSON](),
	"Sender":      reflect.TypeFor[inbox.Sender](),
	"Reply":       reflect.TypeFor[replyJSON](),
	"Event":       reflect.TypeFor[eventJSON](),
	"Form":        reflect.TypeFor[formJSON](),
	"ReasonTexts": reflect.TypeFor[reasonJSON](),
	"BoxLimits":   reflect.TypeFor[boxJSON](),
	"XMLLimits":   reflect.TypeFor[XMLLimits](),
}

func TestSchemasHaveTheMembersOfTheTypes(t *testing.T) {
	for name, typ := range schemaTypes {
		documented, required := membersOf(t, name)
		var members, always []string
		for field := range typ.Fields() {
			member, options, _ := strings.Cut(field.Tag.Get("json"), ",")
			members = append(members, member)
			if options != "omitempty" {
				always = append(always, member)
			}
		}
		slices.Sort(members)
		if slices.Sort(documented); !slices.Equal(documented, members) {
			t.Errorf("%s: openapi.yaml has %v, the type %v", name, documented, members)
		}
		for _, member := range required {
			if !slices.Contains(always, member) {
				t.Errorf("%s: %s is required, but may be left out", name, member)
			}
		}
	}
}

// membersOf reads the properties of a schema, and those required.
func membersOf(t *testing.T, schema string) (members, required []string) {
	t.Helper()
	_, text, _ := strings.Cut(string(openAPIText), "\n  schemas:\n")
	_, text, found := strings.Cut(text, "    "+schema+":\n")
	if !found {
		t.Fatalf("openapi.yaml has no schema %s", schema)
	}
	for _, line := range strings.Split(text, "\n") {
		if componentLine.MatchString(line) {
			break
		}
		if m := memberLine.FindStringSubmatch(line); m != nil {
			members = append(members, m[1])
		}
		if list, ok := strings.CutPrefix(line, "      required: ["); ok {
			required = strings.Split(strings.TrimSuffix(list, "]"), ", ")
		}
	}
	return members, required
}

var memberLine = regexp.MustCompile(`^        (\w+):`)

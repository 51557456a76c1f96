package forms

import (
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"path"
	"reflect"
	"slices"
	"strings"

	"okienko/forms/xsd"
	"okienko/xades/xmltree"
)

// The files a folder may hold.
const (
	formFile      = "form.json"
	schemaFile    = "schema.xsd"
	sampleFile    = "sample.xml"
	labelsFile    = "labels.json"
	questionsFile = "questions.json"
)

// library is the catalogue's files before any of them is understood.
type library struct {
	files       map[string][]byte   // "pismo-ogolne/4566/schema.xsd"
	byNamespace map[string]string   // targetNamespace -> path of its schema.xsd
	labels      map[string]Text     // of all shared schemas
	questions   map[string]Question // of all shared schemas
}

// readLibrary reads every file; one whose name or place has no meaning is an
// error, because it is a form that somebody believes is there.
func readLibrary(sources []fs.FS) (library, error) {
	lib := library{files: map[string][]byte{}, byNamespace: map[string]string{}, labels: map[string]Text{}, questions: map[string]Question{}}
	for _, fsys := range sources {
		if err := lib.read(fsys); err != nil {
			return lib, err
		}
	}
	for _, dir := range lib.folders() {
		if err := lib.index(dir); err != nil {
			return lib, err
		}
	}
	return lib, nil
}

func (lib library) read(fsys fs.FS) error {
	return fs.WalkDir(fsys, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		if fault := lib.misplaced(fsys, name); fault != nil {
			return fault
		}
		lib.files[name], err = fs.ReadFile(fsys, name)
		return err
	})
}

// readShared reads the schemas that stand beside one folder, which may import
// them; what is wrong with those is not its concern.
func (lib library) readShared(fsys fs.FS, but string) error {
	beside, err := fs.Glob(fsys, "*/*/"+schemaFile)
	if err != nil {
		return err
	}
	for _, name := range beside {
		dir := path.Dir(name)
		if _, ok := lib.files[name]; ok || dir == but || !isFile(fsys, name) {
			continue
		}
		if lib.files[name], err = fs.ReadFile(fsys, name); err != nil {
			return err
		}
		_ = lib.index(dir)
	}
	return nil
}

// misplaced says why a file cannot be taken in.
func (lib library) misplaced(fsys fs.FS, name string) error {
	if !meaningful(name) {
		return fmt.Errorf("%s: not a file of a form (form/version/%s, %s, %s, %s, %s)", name, formFile, schemaFile, sampleFile, labelsFile, questionsFile)
	}
	if !isFile(fsys, name) {
		return fmt.Errorf("%s: not a file", name)
	}
	if _, taken := lib.files[name]; taken {
		return fmt.Errorf("%s: is in the catalogue already; a changed form is a new version", name)
	}
	return nil
}

// isFile tells a file, or a link to one, from a pipe, which would be waited for,
// and a device, which may have no end.
func isFile(fsys fs.FS, name string) bool {
	info, err := fs.Stat(fsys, name)
	return err == nil && info.Mode().IsRegular()
}

func meaningful(name string) bool {
	switch path.Base(name) {
	case formFile, schemaFile, sampleFile, labelsFile, questionsFile:
		return strings.Count(name, "/") == 2
	}
	return false
}

// folders lists form/version in order.
func (lib library) folders() []string {
	seen := map[string]bool{}
	for name := range lib.files {
		seen[path.Dir(name)] = true
	}
	return slices.Sorted(maps.Keys(seen))
}

func (lib library) has(dir, file string) bool {
	_, ok := lib.files[dir+"/"+file]
	return ok
}

// index notes the namespace of a folder's schema, and the labels and questions
// of a shared one.
func (lib library) index(dir string) error {
	location := dir + "/" + schemaFile
	ns, err := targetNamespace(lib.files[location])
	if err != nil {
		return fmt.Errorf("%s: %w", location, err)
	}
	if other, taken := lib.byNamespace[ns]; taken {
		return fmt.Errorf("%s: targetNamespace %s is already that of %s", location, ns, other)
	}
	lib.byNamespace[ns] = location
	if err := addShared(lib, dir+"/"+labelsFile, lib.labels); err != nil {
		return err
	}
	return addShared(lib, dir+"/"+questionsFile, lib.questions)
}

func targetNamespace(schema []byte) (string, error) {
	if schema == nil {
		return "", errors.New("missing")
	}
	doc, err := xmltree.Parse(schema, xmltree.Options{KeepDuplicateIDs: true})
	if err != nil {
		return "", err
	}
	ns, _ := doc.Root().Attr("", "targetNamespace")
	if ns == "" {
		return "", errors.New("no targetNamespace")
	}
	return ns, nil
}

// addShared adds what a file of a shared schema says by path, where there is
// such a file. Two different entries for one path are an error: which of them a
// form would show must not hang on the order of folders.
func addShared[T any](lib library, file string, to map[string]T) error {
	data, ok := lib.files[file]
	if !ok {
		return nil
	}
	var entries map[string]T
	if err := decodeStrict(data, &entries); err != nil {
		return fmt.Errorf("%s: %w", file, err)
	}
	for _, path := range slices.Sorted(maps.Keys(entries)) {
		if known, ok := to[path]; ok && !reflect.DeepEqual(known, entries[path]) {
			return fmt.Errorf("%s: %s is something else in another folder: %v", file, path, known)
		}
		to[path] = entries[path]
	}
	return nil
}

// resolve is the xsd.Resolver of the catalogue: the relative location first,
// which is how our schemas import; else the namespace, for schemas that keep
// their published addresses. Nothing outside the catalogue is ever reached.
func (lib library) resolve(namespace, location, base string) (xsd.Source, bool) {
	relative := path.Join(path.Dir(base), location)
	if data, ok := lib.files[relative]; ok && path.Base(relative) == schemaFile {
		return xsd.Source{Location: relative, Data: data}, true
	}
	known, ok := lib.byNamespace[namespace]
	return xsd.Source{Location: known, Data: lib.files[known]}, ok
}

// compile compiles the schema of a folder with all it imports.
func (lib library) compile(dir string) (*xsd.Schema, error) {
	schema, problems, err := lib.judgeSchema(dir)
	if err != nil {
		return nil, err
	}
	return schema, firstProblem(dir+"/"+schemaFile, problems)
}

func (lib library) judgeSchema(dir string) (*xsd.Schema, []Problem, error) {
	location := dir + "/" + schemaFile
	schema, problems, err := xsd.Compile([]xsd.Source{{Location: location, Data: lib.files[location]}}, lib.resolve)
	if err != nil {
		return nil, nil, fmt.Errorf("%s: %w", location, err)
	}
	return schema, problems, nil
}

// checkShared holds a folder without form.json to being a shared schema.
func (lib library) checkShared(dir string) error {
	if lib.has(dir, sampleFile) {
		return fmt.Errorf("%s: %s without %s", dir, sampleFile, formFile)
	}
	_, err := lib.compile(dir)
	return err
}

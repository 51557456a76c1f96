package forms

import (
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"path"
	"slices"
	"strings"

	"okienko/forms/xsd"
	"okienko/xades/xmltree"
)

// Finding is one thing wrong with the folder of a form.
type Finding struct {
	Form    string   // its folder: "skarga/1"; "" when it is none of a form
	File    string   // in the folder: "form.json"
	Warning bool     // the form works, but serves people less well
	Code    string   // of FindingCodes, or that of Problem
	Message string   // English; where there is a Problem, its own
	Problem *Problem // of the schema or the sample, with its place
}

// The codes of findings that are no problem of a schema or a sample.
const (
	CodeFolder    = "catalogue.folder"    // a file whose name or place means nothing, or that is there already
	CodeMissing   = "catalogue.missing"   // a file the form cannot do without
	CodeOverlay   = "catalogue.overlay"   // form.json, labels.json or questions.json cannot be followed
	CodeNamespace = "catalogue.namespace" // the schema's namespace is missing or taken
	CodeRoot      = "catalogue.root"      // the schema does not declare the root, or it is another form's
	CodeSample    = "catalogue.sample"    // the sample is no document of the form
	CodePath      = "catalogue.path"      // a path that names nothing the schema knows
	CodePage      = "catalogue.page"      // a page without id, title or fields, or two for the same
	CodeUnasked   = "catalogue.unasked"   // required, but on no page and without a value
	CodeValue     = "catalogue.value"     // a value with an unknown name, or one the schema does not take
	CodeOption    = "catalogue.option"    // an option the schema does not have, or one without a label
	CodeText      = "catalogue.text"      // a text is missing in a language
	CodePurpose   = "catalogue.purpose"   // no purpose that HTML's autocomplete knows
)

// FindingCodes lists the codes of findings, beside those of problems.
func FindingCodes() []string {
	return []string{CodeFolder, CodeMissing, CodeOverlay, CodeNamespace, CodeRoot, CodeSample, CodePath, CodePage, CodeUnasked, CodeValue, CodeOption, CodeText, CodePurpose}
}

// Check says everything that is wrong with an office's own forms before they go
// live, as Load would see them beside the built-in catalogue. below is the
// folder looked at, "." for all. The forms are those that could be made out,
// for checks of other rooms; err means that nothing could be judged.
func Check(own fs.FS, below string) (found []Finding, forms []*Form, err error) {
	builtin, err := fs.Sub(embedded, "catalogue")
	if err != nil {
		return nil, nil, err
	}
	lib, err := readLibrary([]fs.FS{builtin})
	if err != nil {
		return nil, nil, err
	}
	c := &checker{lib: lib, roots: map[rootName]string{}}
	for _, dir := range lib.folders() {
		if f, err := lib.form(dir); lib.has(dir, formFile) && err == nil {
			c.roots[rootName{f.Namespace, f.Root}] = dir
		}
	}
	if err := c.read(own, below); err != nil {
		return nil, nil, err
	}
	for _, dir := range slices.Sorted(maps.Keys(c.own)) {
		c.checkFolder(dir)
	}
	return c.found, c.forms, nil
}

// checker collects what is wrong; it never stops at the first fault.
type checker struct {
	lib   library
	own   map[string]bool     // folders looked at
	roots map[rootName]string // folders of forms by root
	found []Finding
	forms []*Form
}

func (c *checker) add(dir, file, code, format string, args ...any) {
	c.note(Finding{Form: dir, File: file, Code: code, Message: fmt.Sprintf(format, args...)})
}

func (c *checker) warn(dir, file, code, format string, args ...any) {
	c.note(Finding{Form: dir, File: file, Warning: true, Code: code, Message: fmt.Sprintf(format, args...)})
}

// note says nothing twice: one name can stand at several places of a model.
func (c *checker) note(f Finding) {
	if !slices.Contains(c.found, f) {
		c.found = append(c.found, f)
	}
}

// problem adds a problem of a document; one of a schema may lie in another file.
func (c *checker) problem(dir, file string, p Problem) {
	if p.Document != "" && p.Document != dir+"/"+file {
		file = p.Document
	}
	c.found = append(c.found, Finding{Form: dir, File: file, Code: p.Code, Message: p.Message, Problem: &p})
}

// read takes in the office's files and indexes their folders.
func (c *checker) read(own fs.FS, below string) error {
	c.own = map[string]bool{}
	if below != "." {
		if err := c.lib.readShared(own, below); err != nil {
			return err
		}
	}
	err := fs.WalkDir(own, below, func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		if fault := c.lib.misplaced(own, name); fault != nil {
			c.add("", name, CodeFolder, "%v", fault)
			return nil
		}
		c.own[path.Dir(name)] = true
		c.lib.files[name], err = fs.ReadFile(own, name)
		return err
	})
	for _, dir := range slices.Sorted(maps.Keys(c.own)) {
		fault := c.lib.index(dir)
		switch {
		case fault == nil, !c.lib.has(dir, schemaFile): // a missing schema is said later
		case strings.HasPrefix(fault.Error(), dir+"/"+schemaFile):
			c.add(dir, schemaFile, CodeNamespace, "%v", fault)
		default:
			c.add(dir, "", CodeOverlay, "%v", fault)
		}
	}
	return err
}

func (c *checker) checkFolder(dir string) {
	schema := c.checkSchema(dir)
	if !c.lib.has(dir, formFile) {
		if c.lib.has(dir, sampleFile) {
			c.add(dir, formFile, CodeMissing, "there is a sample, but no %s", formFile)
		}
		return
	}
	over, err := decodeOverlay(c.lib.files[dir+"/"+formFile])
	if err != nil {
		c.add(dir, formFile, CodeOverlay, "%v", err)
		return
	}
	for _, fault := range over.faults() {
		c.add(dir, formFile, CodeOverlay, "%v", fault)
	}
	if schema == nil {
		return
	}
	f, err := c.lib.assemble(dir, over, schema)
	if err != nil {
		return // said by read
	}
	c.forms = append(c.forms, f)
	root, ok := c.checkRoot(dir, f)
	c.checkSample(dir, f)
	if ok {
		(&guideCheck{checker: c, dir: dir, form: f, over: over, root: newPlaces(f.Root, root)}).run()
	}
}

// checkSchema returns the compiled schema, nil when it is refused.
func (c *checker) checkSchema(dir string) *xsd.Schema {
	if !c.lib.has(dir, schemaFile) {
		c.add(dir, schemaFile, CodeMissing, "there is no %s", schemaFile)
		return nil
	}
	schema, problems, err := c.lib.judgeSchema(dir)
	if err != nil {
		c.add(dir, schemaFile, CodeNamespace, "%v", err)
	}
	for _, p := range problems {
		c.problem(dir, schemaFile, p)
	}
	return schema
}

func (c *checker) checkRoot(dir string, f *Form) (root xsd.Element, ok bool) {
	name := rootName{f.Namespace, f.Root}
	if other, taken := c.roots[name]; taken {
		c.add(dir, formFile, CodeRoot, "root %s of namespace %s is already that of %s", f.Root, f.Namespace, other)
	}
	c.roots[name] = dir
	if root, ok = f.Schema.Element(f.Namespace, f.Root); !ok && f.Root != "" {
		c.add(dir, formFile, CodeRoot, "the schema declares no element %s", f.Root)
	}
	return root, ok
}

func (c *checker) checkSample(dir string, f *Form) {
	if f.SampleXML == nil {
		c.add(dir, sampleFile, CodeMissing, "there is no %s", sampleFile)
		return
	}
	doc, err := xmltree.Parse(f.SampleXML, xmltree.Options{})
	if bad, ok := errors.AsType[*xmltree.Error](err); ok {
		c.problem(dir, sampleFile, Problem{Code: bad.Code, Line: bad.Line, Column: bad.Column, Message: bad.Detail})
		return
	}
	if err != nil {
		c.add(dir, sampleFile, CodeSample, "%v", err)
		return
	}
	if !doc.Root().Is(f.Namespace, f.Root) {
		c.add(dir, sampleFile, CodeSample, "its root is not %s of namespace %s", f.Root, f.Namespace)
		return
	}
	for _, p := range f.Validate(doc.Root()) {
		c.problem(dir, sampleFile, p)
	}
}

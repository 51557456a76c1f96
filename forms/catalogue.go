package forms

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"sync/atomic"

	"okienko/forms/xsd"
	"okienko/xades/xmltree"
)

// Catalogue is the forms that can be posted now, looked up by root name and
// namespace. It is safe for concurrent use. Replace changes which forms there
// are, never a Form: whoever has found one works on with it.
type Catalogue struct{ now atomic.Pointer[collection] }

// collection is what a catalogue holds between two replacements; it is immutable.
type collection struct {
	forms  []*Form
	byRoot map[rootName]*Form
	lib    library
}

type rootName struct{ namespace, local string }

// Load reads folders form/version from file systems, as if they were one; a
// broken form is an error that names it. A folder with form.json is a form that
// can be posted: its schema must compile and its sample must be valid. A folder
// without is a shared schema, which other schemas import by relative location
// or namespace; its labels.json and questions.json name and prefill its fields
// for every form.
func Load(sources ...fs.FS) (*Catalogue, error) {
	lib, err := readLibrary(sources)
	if err != nil {
		return nil, fmt.Errorf("forms: %w", err)
	}
	l := &collection{byRoot: map[rootName]*Form{}, lib: lib}
	for _, dir := range lib.folders() {
		if err := l.add(dir); err != nil {
			return nil, fmt.Errorf("forms: %w", err)
		}
	}
	if len(l.forms) == 0 {
		return nil, errors.New("forms: the catalogue has no form")
	}
	slices.SortFunc(l.forms, func(a, b *Form) int {
		return cmp.Or(cmp.Compare(a.Name, b.Name), cmp.Compare(a.Version, b.Version))
	})
	c := &Catalogue{}
	c.now.Store(l)
	return c, nil
}

// Replace makes the forms of another catalogue those of this one, all at once.
func (c *Catalogue) Replace(by *Catalogue) { c.now.Store(by.now.Load()) }

// Forms lists all forms that can be posted, by name and version.
func (c *Catalogue) Forms() []*Form { return slices.Clone(c.now.Load().forms) }

// File returns a published file: "pismo-ogolne", "4566", "schema.xsd" or
// "sample.xml"; shared schemas ("struktura", "2009-11-16") too. The bytes are
// shared: do not write to them.
func (c *Catalogue) File(form, version, name string) (data []byte, ok bool) {
	switch name {
	case schemaFile, sampleFile:
		data, ok = c.now.Load().lib.files[form+"/"+version+"/"+name]
	}
	return data, ok
}

func (l *collection) add(dir string) error {
	if !l.lib.has(dir, formFile) {
		return l.lib.checkShared(dir)
	}
	f, err := l.lib.form(dir)
	if err != nil {
		return err
	}
	root := rootName{f.Namespace, f.Root}
	if other, taken := l.byRoot[root]; taken {
		return fmt.Errorf("%s: root %s of namespace %s is already that of %s/%s", dir, f.Root, f.Namespace, other.Name, other.Version)
	}
	l.byRoot[root] = f
	l.forms = append(l.forms, f)
	return checkSample(f)
}

// checkSample holds the form against its own sample: the page that offers the
// sample must never hand out what the intake refuses.
func checkSample(f *Form) error {
	place := f.Name + "/" + f.Version + "/" + sampleFile
	doc, err := xmltree.Parse(f.SampleXML, xmltree.Options{})
	if err != nil {
		return fmt.Errorf("%s: %w", place, err)
	}
	if !doc.Root().Is(f.Namespace, f.Root) {
		return fmt.Errorf("%s: root is not %s of namespace %s", place, f.Root, f.Namespace)
	}
	return firstProblem(place, f.Validate(doc.Root()))
}

// firstProblem makes an error of the first problem; nil when there is none.
func firstProblem(document string, problems []xsd.Problem) error {
	if len(problems) == 0 {
		return nil
	}
	p := problems[0]
	place := cmp.Or(p.Document, document)
	return fmt.Errorf("%s:%d:%d: %s: %s (problems: %d)", place, p.Line, p.Column, p.Code, p.Message, len(problems))
}

package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"okienko/forms"
	"okienko/inbox/config"
)

func runFormNew(e env, args []string) error {
	flags := newFlags("form new")
	schema := flags.String("schema", "", "schema document of the form")
	root := flags.String("root", "", "name of the root element")
	department := flags.String("department", "or", "id of the department that gets the letters")
	dirs, err := parseArgs(e, flags, args)
	switch {
	case err != nil:
		return err
	case *schema == "" || *root == "":
		return usagef("--schema and --root are required")
	case len(dirs) != 1:
		return usagef("name one folder FORM/VERSION for the form")
	}
	return makeForm(e, *schema, *root, *department, dirs[0])
}

// errExists is a folder that holds a form already.
var errExists = errors.New("there is a form already; a changed form is a new version")

// makeForm writes schema.xsd, form.json and sample.xml and says what is left to
// do. A schema that is refused, or of which no form can be made, leaves nothing
// behind.
func makeForm(e env, schemaFile, root, department, dir string) error {
	data, err := os.ReadFile(schemaFile)
	if err != nil {
		return err
	}
	abs, err := filepath.Abs(dir)
	if err != nil {
		return err
	}
	for _, name := range []string{"schema.xsd", "form.json", "sample.xml"} {
		if _, err := os.Stat(filepath.Join(abs, name)); err == nil {
			return fmt.Errorf("%s: %w", filepath.Join(dir, name), errExists)
		}
	}
	if err := writeFileBelow(abs, "schema.xsd", data, 0o644); err != nil {
		return err
	}
	form, err := writeDraft(e, schemaFile, root, department, abs)
	if err == nil {
		err = writeSample(e, form, abs)
	}
	if err != nil {
		_ = os.Remove(filepath.Join(abs, "schema.xsd"))
		_ = os.Remove(filepath.Join(abs, "form.json"))
		return err
	}
	return checkForms(e, config.Config{}, []string{dir}, false)
}

// writeDraft writes form.json; the problems of a refused schema are printed.
func writeDraft(e env, schemaFile, root, department, dir string) (*forms.Form, error) {
	folder := oneForm(dir)
	form, overlay, problems, err := forms.Draft(folder.fs(), folder.below, root, department)
	if err != nil {
		return nil, err
	}
	if len(problems) > 0 {
		v := validation{File: schemaFile}
		for _, p := range problems {
			v.Problems = append(v.Problems, toProblem(e.lang, p))
		}
		printValidation(e.stdout, v, false)
		return nil, errNo
	}
	return form, writeFileBelow(dir, "form.json", overlay, 0o644)
}

// writeSample leaves the sample to people where no value can be made up: the
// check that follows says that it is missing.
func writeSample(e env, form *forms.Form, dir string) error {
	sample, left, err := sampleOf(form)
	if err != nil {
		return err
	}
	for _, path := range left {
		fmt.Fprintf(e.stdout, "%s/%s/sample.xml: no value found for %s, please write the sample by hand\n", form.Name, form.Version, printable(path))
	}
	if len(left) > 0 {
		return nil
	}
	return writeFileBelow(dir, "sample.xml", sample, 0o644)
}

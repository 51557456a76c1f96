package main

import (
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

// makeForm writes schema.xsd, form.json and sample.xml and says what is left to
// do. A schema that is refused leaves nothing behind.
func makeForm(e env, schemaFile, root, department, dir string) error {
	data, err := os.ReadFile(schemaFile)
	if err != nil {
		return err
	}
	abs, err := filepath.Abs(dir)
	if err != nil {
		return err
	}
	folder := oneForm(abs)
	for _, name := range []string{"schema.xsd", "form.json", "sample.xml"} {
		if _, err := os.Stat(filepath.Join(abs, name)); err == nil {
			return fmt.Errorf("%s: %w", filepath.Join(dir, name), errExists)
		}
	}
	if err := writeFileBelow(abs, "schema.xsd", data, 0o644); err != nil {
		return err
	}
	form, overlay, problems, err := forms.Draft(folder.fs(), folder.below, root, department)
	if err != nil || len(problems) > 0 {
		_ = os.Remove(filepath.Join(abs, "schema.xsd"))
		for _, p := range problems {
			printValidation(e.stdout, validation{File: schemaFile, Problems: []problem{toProblem(e.lang, p)}}, false)
		}
		if err == nil {
			err = errNo
		}
		return err
	}
	if err := writeFileBelow(abs, "form.json", overlay, 0o644); err != nil {
		return err
	}
	if err := writeSample(e, form, abs); err != nil {
		return err
	}
	return checkForms(e, config.Config{}, []string{dir}, false)
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
